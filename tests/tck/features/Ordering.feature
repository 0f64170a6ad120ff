Feature: order, grouping and paging

  Scenario: [1] ORDER BY expressions over what was before and what came
    Given an empty graph
    And having executed:
      """
      CREATE (:P {a: 1, b: 3}), (:P {a: 2, b: 2}), (:P {a: 3, b: 1}), (:P {b: 0})
      """
    When executing query:
      """
      MATCH (n:P) RETURN n.a AS a, n.b AS b ORDER BY a IS NULL DESC, n.b + 1, a SKIP 1 LIMIT 2
      """
    Then the result should be, in order:
      | a | b |
      | 3 | 1 |
      | 2 | 2 |

  Scenario: [2] ORDER BY an aggregate
    Given any graph
    When executing query:
      """
      UNWIND [{k: 'a', v: 1}, {k: 'b', v: 5}, {k: 'a', v: 2}, {k: 'c', v: 5}] AS m
      WITH m.k AS k, m.v AS v
      RETURN k, sum(v) AS s ORDER BY sum(v) DESC, k
      """
    Then the result should be, in order:
      | k   | s |
      | 'b' | 5 |
      | 'c' | 5 |
      | 'a' | 3 |

  Scenario: [3] values of all types in their order
    Given any graph
    When executing query:
      """
      UNWIND [1.5, 'a', true, null, [1], 1, {a: 1}, 0.0 / 0.0, false, 'B', [0, 2], date('2024-01-01'), duration('P1D')] AS x
      RETURN x ORDER BY x
      """
    Then the result should be, in order:
      | x            |
      | {a: 1}       |
      | [0, 2]       |
      | [1]          |
      | '2024-01-01' |
      | 'P1D'        |
      | 'B'          |
      | 'a'          |
      | false        |
      | true         |
      | 1            |
      | 1.5          |
      | NaN          |
      | null         |

  Scenario: [4] DISTINCT of equal numbers, null and NaN
    Given any graph
    When executing query:
      """
      UNWIND [1, 1.0, null, 0.0 / 0.0, null, 0.0 / 0.0, [1, null], [1, null], 0.0, -0.0] AS x
      WITH DISTINCT x RETURN count(*) AS n
      """
    Then the result should be, in any order:
      | n |
      | 5 |

  Scenario: [5] grouping by a list, a map and a node
    Given an empty graph
    And having executed:
      """
      CREATE (:A {g: 1})-[:T]->(), (:A {g: 1})-[:T]->(), (:A {g: 2})
      """
    When executing query:
      """
      MATCH (n:A) OPTIONAL MATCH (n)-[r]->()
      RETURN [n.g, 'x'] AS l, {g: n.g} AS m, count(r) AS c, count(*) AS d, collect(DISTINCT type(r)) AS t
      """
    Then the result should be, in any order:
      | l        | m      | c | d | t     |
      | [1, 'x'] | {g: 1} | 2 | 2 | ['T'] |
      | [2, 'x'] | {g: 2} | 0 | 1 | []    |

  Scenario: [6] aggregates with DISTINCT and null
    Given any graph
    When executing query:
      """
      UNWIND [3, 1, null, 1, 2.0] AS x
      RETURN count(x) AS a, count(DISTINCT x) AS b, sum(DISTINCT x) AS c, avg(x) AS d, min(x) AS e, max(x) AS f,
             collect(x) AS g, percentileCont(x, 0.5) AS h, percentileDisc(x, 0.5) AS i
      """
    Then the result should be, in any order:
      | a | b | c   | d    | e | f | g              | h   | i |
      | 4 | 3 | 6.0 | 1.75 | 1 | 3 | [3, 1, 1, 2.0] | 1.5 | 1 |

  Scenario: [7] SKIP and LIMIT from parameters and expressions
    Given any graph
    And parameters are:
      | s | 2 |
      | l | 3 |
    When executing query:
      """
      UNWIND range(1, 10) AS x RETURN x ORDER BY x DESC SKIP $s + 1 LIMIT $l - 1
      """
    Then the result should be, in order:
      | x |
      | 7 |
      | 6 |

  Scenario: [8] more rows than a batch holds
    Given any graph
    When executing query:
      """
      UNWIND range(1, 5000) AS x
      WITH x WHERE x % 7 = 0
      WITH x ORDER BY x % 10, x DESC SKIP 100 LIMIT 400
      WITH collect(x) AS l, sum(x) AS s
      RETURN size(l) AS n, s, l[0] AS first, l[-1] AS last
      """
    Then the result should be, in any order:
      | n   | s      | first | last |
      | 400 | 958734 | 2961  | 4977 |

  Scenario: [9] UNION drops doubles, UNION ALL keeps them
    Given any graph
    When executing query:
      """
      CALL { UNWIND [1, 2, 2] AS x RETURN x UNION UNWIND [2, 3] AS x RETURN x }
      WITH collect(x) AS a
      CALL { UNWIND [1, 2, 2] AS x RETURN x UNION ALL UNWIND [2, 3] AS x RETURN x }
      RETURN a, collect(x) AS b
      """
    Then the result should be (ignoring element order for lists):
      | a         | b               |
      | [1, 2, 3] | [1, 2, 2, 2, 3] |
