Feature: aggregates and procedures that the TCK leaves aside

  Scenario: [1] a sum of floats loses nothing that an order of adding would keep
    Given any graph
    When executing query:
      """
      UNWIND [1e16, 1.0, -1e16, 0.5] AS x RETURN sum(x) AS s, avg(x) AS a
      """
    Then the result should be, in any order:
      | s   | a     |
      | 1.5 | 0.375 |

  Scenario: [2] integers stay integers until a float comes
    Given any graph
    When executing query:
      """
      UNWIND [1, 2, 3] AS x UNWIND [0, 1] AS k
      RETURN k, sum(x) AS a, sum(x + k * 0.5) AS b, avg(x) AS c, sum(CASE WHEN x > 1 AND k = 1 THEN 0.5 ELSE x END) AS d
      """
    Then the result should be, in any order:
      | k | a | b   | c   | d   |
      | 0 | 6 | 6.0 | 2.0 | 6   |
      | 1 | 6 | 7.5 | 2.0 | 2.0 |

  Scenario: [3] nothing to aggregate
    Given any graph
    When executing query:
      """
      UNWIND [null, null] AS x
      RETURN sum(x) AS s, avg(x) AS a, min(x) AS mi, max(x) AS ma, count(x) AS n, collect(x) AS l, stDev(x) AS d,
             stDevP(x) AS p, percentileCont(x, 0.5) AS c, percentileDisc(x, 0.5) AS e
      """
    Then the result should be, in any order:
      | s | a    | mi   | ma   | n | l  | d   | p   | c    | e    |
      | 0 | null | null | null | 0 | [] | 0.0 | 0.0 | null | null |

  Scenario: [4] spread and percentiles
    Given any graph
    When executing query:
      """
      UNWIND [9, 2, 5, 4, 12, 7, 8, 11, 9, 3, 7, 4, 12, 5, 4, 10, 9, 6, 9, 4] AS x
      RETURN stDevP(x) AS p, toInteger(stDev(x) * 10000) AS d, percentileCont(x, 0.25) AS c, percentileDisc(x, 0.25) AS e,
             percentileDisc(x, 1) AS last, percentileDisc(x, 0) AS first
      """
    Then the result should be, in any order:
      | p                 | d     | c   | e | last | first |
      | 2.9832867780352594 | 30607 | 4.0 | 4 | 12   | 2     |

  Scenario: [5] durations add up
    Given any graph
    When executing query:
      """
      UNWIND [duration('P1DT2H'), duration('P3D'), null] AS d RETURN toString(sum(d)) AS s, toString(avg(d)) AS a
      """
    Then the result should be, in any order:
      | s         | a         |
      | 'P4DT2H' | 'P2DT1H' |

  Scenario: [6] a duration and a number do not
    Given any graph
    When executing query:
      """
      UNWIND [duration('P1D'), 1] AS d RETURN sum(d)
      """
    Then a TypeError should be raised at runtime: InvalidArgumentType

  Scenario: [7] a sum that is no integer any more
    Given any graph
    When executing query:
      """
      UNWIND [9223372036854775807, 1] AS x RETURN sum(x)
      """
    Then a ArithmeticError should be raised at runtime: IntegerOverflow

  Scenario: [8] the mean of integers whose sum is none
    Given any graph
    When executing query:
      """
      UNWIND [9223372036854775807, 9223372036854775807] AS x RETURN avg(x) AS a
      """
    Then the result should be, in any order:
      | a                    |
      | 9223372036854775807.0 |

  Scenario: [9] least and greatest of mixed values
    Given any graph
    When executing query:
      """
      UNWIND [1, 'a', null, [1, 2], 0.2, 'b', true, date('2024-01-01')] AS x RETURN min(x) AS a, max(x) AS b
      """
    Then the result should be, in any order:
      | a      | b |
      | [1, 2] | 1 |

  Scenario: [10] labels, types and keys in use
    Given an empty graph
    And having executed:
      """
      CREATE (:B {y: 1})-[:S]->(:A {x: 1})-[:R]->(:C)
      """
    And having executed:
      """
      MATCH (c:C) DETACH DELETE c
      """
    When executing query:
      """
      CALL db.labels() YIELD label
      WITH collect(label) AS labels
      CALL db.relationshipTypes() YIELD relationshipType
      WITH labels, collect(relationshipType) AS types
      CALL db.propertyKeys() YIELD propertyKey
      RETURN labels, types, collect(propertyKey) AS keys
      """
    Then the result should be, in any order:
      | labels     | types | keys       |
      | ['A', 'B'] | ['S'] | ['x', 'y'] |

  Scenario: [11] properties by kind of node
    Given an empty graph
    And having executed:
      """
      CREATE (:B:A {x: 1, y: 'a'}), (:A:B {x: 1.5}), (:C), ({z: [1]})
      """
    When executing query:
      """
      CALL db.schema.nodeTypeProperties()
      """
    Then the result should be, in any order:
      | nodeType  | nodeLabels | propertyName | propertyTypes        | mandatory |
      | ''        | []         | 'z'          | ['LIST']             | true      |
      | ':`A`:`B`' | ['A', 'B'] | 'x'          | ['INTEGER', 'FLOAT'] | true      |
      | ':`A`:`B`' | ['A', 'B'] | 'y'          | ['STRING']           | false     |
      | ':`C`'    | ['C']      | null         | null                 | false     |

  Scenario: [12] properties by type of relationship
    Given an empty graph
    And having executed:
      """
      CREATE (a)-[:R {w: 1}]->(b), (a)-[:R]->(b), (b)-[:S]->(a)
      """
    When executing query:
      """
      CALL db.schema.relTypeProperties() YIELD relType, propertyName, mandatory RETURN *
      """
    Then the result should be, in any order:
      | mandatory | propertyName | relType |
      | false     | 'w'          | ':`R`'  |
      | false     | null         | ':`S`'  |

  Scenario: [13] reading what the statement has deleted
    Given an empty graph
    And having executed:
      """
      CREATE ()-[:R {w: 1}]->()
      """
    When executing query:
      """
      MATCH ()-[r]->() DELETE r WITH r RETURN type(r) AS t, id(r) >= 0 AS i
      """
    Then the result should be, in any order:
      | t   | i    |
      | 'R' | true |

  Scenario: [14] a test of many elements stops where the answer is known
    Given an empty graph
    And having executed:
      """
      UNWIND [[1, 0], [2, 0], [0, 1]] AS l CREATE ({l: l})
      """
    When executing query:
      """
      MATCH (n) WHERE n.l[0] > 0 RETURN n.l AS l, any(x IN n.l WHERE 10 / x > 1) AS any
      """
    Then the result should be, in any order:
      | l      | any  |
      | [1, 0] | true |
      | [2, 0] | true |
