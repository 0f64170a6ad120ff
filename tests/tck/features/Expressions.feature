Feature: expressions that the TCK leaves aside

  Scenario: [1] map projections
    Given an empty graph
    And having executed:
      """
      CREATE (:P {a: 1, b: 'x'})-[:T {w: 2}]->()
      """
    When executing query:
      """
      MATCH (n:P)-[r]->() WITH n, r, 7 AS z
      RETURN n {.a, .none} AS p, n {.*, c: 3, .b} AS q, n {z, a: n.a + 1} AS r, r {.*} AS s, {k: 1} AS m
      """
    Then the result should be, in any order:
      | p                | q                      | r            | s      | m      |
      | {a: 1, none: null} | {a: 1, b: 'x', c: 3} | {z: 7, a: 2} | {w: 2} | {k: 1} |

  Scenario: [2] map projections of maps and null
    Given any graph
    When executing query:
      """
      WITH {a: 1, b: 2} AS m, null AS n RETURN m {.a} AS a, m {.*, b: 3} AS b, n {.a} AS c
      """
    Then the result should be, in any order:
      | a      | b            | c    |
      | {a: 1} | {a: 1, b: 3} | null |

  Scenario Outline: [3] <value> IS :: <type>
    Given any graph
    When executing query:
      """
      WITH <value> AS x RETURN x IS :: <type> AS a, x IS NOT :: <type> AS b
      """
    Then the result should be, in any order:
      | a   | b   |
      | <a> | <b> |

    Examples:
      | value              | type             | a     | b     |
      | 1                  | INTEGER          | true  | false |
      | 1                  | FLOAT            | false | true  |
      | 1.0                | INTEGER \| FLOAT | true  | false |
      | null               | INTEGER          | true  | false |
      | null               | INTEGER NOT NULL | false | true  |
      | 'a'                | STRING           | true  | false |
      | [1]                | LIST<ANY>        | true  | false |
      | {a: 1}             | MAP              | true  | false |
      | date('2024-01-01') | DATE             | true  | false |
      | datetime()         | ZONED DATETIME   | true  | false |
      | true               | ANY              | true  | false |
      | 1                  | NOTHING          | false | true  |
      | null               | NULL             | true  | false |

  Scenario: [4] reduce
    Given any graph
    When executing query:
      """
      RETURN reduce(s = 0, x IN [1, 2, 3] | s + x) AS a, reduce(s = '', x IN [] | s + x) AS b,
             reduce(s = 1, x IN null | s * x) AS c, reduce(s = [], x IN range(1, 3) | [x] + s) AS d
      """
    Then the result should be, in any order:
      | a | b  | c    | d         |
      | 6 | '' | null | [3, 2, 1] |

  Scenario: [5] CASE
    Given any graph
    When executing query:
      """
      UNWIND [1, 2, null] AS x
      RETURN CASE x WHEN 1 THEN 'one' WHEN null THEN 'null' ELSE 'more' END AS a,
             CASE WHEN x > 1 THEN x END AS b, CASE WHEN x IS NULL THEN 0 ELSE x END AS c
      """
    Then the result should be, in order:
      | a      | b    | c |
      | 'one'  | null | 1 |
      | 'more' | 2    | 2 |
      | 'more' | null | 0 |

  Scenario: [6] regular expressions
    Given any graph
    When executing query:
      """
      RETURN 'abc' =~ 'a.c' AS a, 'abc' =~ 'b' AS b, 'ABC' =~ '(?i)abc' AS c, null =~ 'a' AS d, 'é' =~ '\\p{L}' AS e
      """
    Then the result should be, in any order:
      | a    | b     | c    | d    | e    |
      | true | false | true | null | true |

  Scenario: [7] slices, negative indexes and out of range
    Given any graph
    When executing query:
      """
      WITH [1, 2, 3, 4] AS l
      RETURN l[1..3] AS a, l[..-1] AS b, l[-2..] AS c, l[2..1] AS d, l[-1] AS e, l[9] AS f, l[1..null] AS g, l[0..99] AS h
      """
    Then the result should be, in any order:
      | a      | b         | c      | d  | e | f    | g    | h            |
      | [2, 3] | [1, 2, 3] | [3, 4] | [] | 4 | null | null | [1, 2, 3, 4] |

  Scenario: [8] joining with ||
    Given any graph
    When executing query:
      """
      RETURN 'a' || 'b' || 'c' AS a, [1] || [2] AS b, null || 'a' AS c
      """
    Then the result should be, in any order:
      | a     | b      | c    |
      | 'abc' | [1, 2] | null |

  Scenario: [9] chained comparisons and null
    Given any graph
    When executing query:
      """
      RETURN 1 < 2 < 3 AS a, 1 < 3 < 2 AS b, 1 < null < 0 AS c, 3 < 2 < null AS d, 1 = 1.0 <> 2 AS e
      """
    Then the result should be, in any order:
      | a    | b     | c    | d     | e    |
      | true | false | null | false | true |

  Scenario: [10] [x IN list] and lists of tests
    Given any graph
    When executing query:
      """
      WITH 1 AS y, [1, 2] AS l
      RETURN [x IN l] AS a, [(y IN l)] AS b, [y IN l, 3 IN l] AS c, [x IN l WHERE x > 1] AS d, [x IN l | x IN [2]] AS e
      """
    Then the result should be, in any order:
      | a      | b      | c             | d   | e             |
      | [1, 2] | [true] | [true, false] | [2] | [false, true] |

  Scenario: [11] long chains of AND and OR
    Given any graph
    When executing query:
      """
      RETURN true AND null AND true AND false AND null AS a, false OR null OR false OR true AS b,
             null OR false OR null AS c, true XOR true XOR true AS d, true XOR null XOR true AS e
      """
    Then the result should be, in any order:
      | a     | b    | c    | d    | e    |
      | false | true | null | true | null |

  Scenario: [12] FOREACH
    Given an empty graph
    When executing query:
      """
      FOREACH (x IN [1, 2, 3] | CREATE (n:N {x: x}) FOREACH (y IN range(1, x) | CREATE (:M)) SET n.y = x * 10)
      """
    Then the result should be empty
    And the side effects should be:
      | +nodes      | 9 |
      | +labels     | 2 |
      | +properties | 6 |

  Scenario: [13] dynamic properties
    Given an empty graph
    And having executed:
      """
      CREATE (:P {a: 1})
      """
    And parameters are:
      | k | 'b' |
    When executing query:
      """
      MATCH (n:P) SET n[$k] = 2, n['c' + 'd'] = 3 REMOVE n['a'] RETURN n, n[$k] AS b
      """
    Then the result should be, in any order:
      | n                  | b |
      | (:P {b: 2, cd: 3}) | 2 |

  Scenario: [14] parameters with names of all kinds
    Given any graph
    And parameters are:
      | 1   | 'one' |
      | _x  | 'two' |
      | x y | 'three' |
    When executing query:
      """
      RETURN $1 AS a, $_x AS b, $`x y` AS c
      """
    Then the result should be, in any order:
      | a     | b     | c       |
      | 'one' | 'two' | 'three' |

  Scenario: [15] names that are keywords
    Given an empty graph
    When executing query:
      """
      CREATE (end:Match {where: 1})-[`order`:RETURN]->(count)
      RETURN end.where AS return, type(`order`) AS all
      """
    Then the result should be, in any order:
      | return | all      |
      | 1      | 'RETURN' |

  Scenario: [16] comments and blanks of all kinds
    Given any graph
    When executing query:
      """
      /* one */ RETURN // two
        1 /* three
      */ + 2 AS x
      """
    Then the result should be, in any order:
      | x |
      | 3 |
