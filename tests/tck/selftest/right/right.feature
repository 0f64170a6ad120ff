#encoding: utf-8

Feature: what the runner must let pass

  Scenario: [1] rows in any order
    Given any graph
    When executing query:
      """
      UNWIND [1, 2, 2] AS x
      RETURN x, {a: null, b: 'it\'s'} AS m
      """
    Then the result should be, in any order:
      | x | m                    |
      | 2 | {b: 'it\'s', a: null} |
      | 1 | {a: null, b: 'it\'s'} |
      # a comment between rows
      | 2 | {a: null, b: 'it\'s'} |
    And no side effects

  Scenario: [2] values of all kinds
    Given an empty graph
    When executing query:
      """
      CREATE p = (a:B:A {k: [1, 2.0]})-[r:T {x: true}]->()<-[:U]-({s: 'x'})
      RETURN a, r, p, 0.0 / 0.0 AS nan, -0.0 AS zero, date('2024-02-29') AS d, [null] AS l
      """
    Then the result should be, in any order:
      | a                     | r              | p                                                                   | nan | zero | d            | l      |
      | (:A:B {k: [1, 2.0]}) | [:T {x: true}] | <(:A:B {k: [1, 2.0]})-[:T {x: true}]->()<-[:U]-({s: 'x'})> | NaN | 0.0  | '2024-02-29' | [null] |
    And the side effects should be:
      | +nodes         | 3 |
      | +relationships | 2 |
      | +labels        | 2 |
      | +properties    | 3 |

  Scenario: [3] lists in any order
    Given any graph
    When executing query:
      """
      RETURN [[1, 2], [3, 4]] AS l
      """
    Then the result should be (ignoring element order for lists):
      | l                |
      | [[4, 3], [1, 2]] |

  Scenario: [4] changing a property counts twice
    Given an empty graph
    And having executed:
      """
      CREATE (:A {x: 1, y: 2}), (:B)
      """
    When executing query:
      """
      MATCH (n:A) SET n.x = 2, n.y = 2 REMOVE n:A
      """
    Then the result should be empty
    And the side effects should be:
      | +properties | 1 |
      | -properties | 1 |
      | -labels     | 1 |
    When executing control query:
      """
      MATCH (n) WHERE n.x IS NOT NULL RETURN n
      """
    Then the result should be, in order:
      | n              |
      | ({x: 2, y: 2}) |

  Scenario Outline: [5] errors at <phase>
    Given any graph
    When executing query:
      """
      RETURN <what>
      """
    Then an <type> should be raised at <phase>: <detail>

    Examples:
      | what                 | type          | phase        | detail            |
      | x                    | SyntaxError   | compile time | UndefinedVariable |
      | x                    | SyntaxError   | any time     | *                 |
      | percentileDisc(1, 2) | ArgumentError | runtime      | NumberOutOfRange  |

  Scenario: [6] parameters
    Given any graph
    And parameters are:
      | p | [1, {a: 'x'}] |
      | 1 | -2            |
    When executing query:
      """
      RETURN $p AS p, $1 AS q
      """
    Then the result should be, in any order:
      | p             | q  |
      | [1, {a: 'x'}] | -2 |

  Scenario: [7] procedures
    Given an empty graph
    And there exists a procedure test.twice(x :: FLOAT?) :: (y :: STRING?, z :: INTEGER?) :
      | x    | y   | z |
      | 1.0  | 'a' | 1 |
      | 2.0  | 'b' | 2 |
      | 1.0  | 'c' | 3 |
      | null | 'd' | 4 |
    When executing query:
      """
      CALL test.twice(1) YIELD y, z RETURN y, z
      """
    Then the result should be, in any order:
      | y   | z |
      | 'c' | 3 |
      | 'a' | 1 |

  @ignore
  Scenario: [8] this one is left out
    Given an unheard of graph
    When doing nothing
