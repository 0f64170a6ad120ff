Feature: label expressions, conditions in patterns, shortest paths

  Background:
    Given an empty graph
    And having executed:
      """
      CREATE (a:A {n: 1}), (b:B {n: 2}), (ab:A:B {n: 3}), (o {n: 4})
      CREATE (a)-[:T {w: 1}]->(b), (b)-[:T {w: 2}]->(ab), (a)-[:U {w: 5}]->(ab), (ab)-[:V]->(o), (o)-[:T]->(o)
      """

  Scenario Outline: [1] labels <labels>
    When executing query:
      """
      MATCH (x:<labels>) WITH x ORDER BY x.n RETURN collect(x.n) AS l
      """
    Then the result should be, in any order:
      | l   |
      | <l> |

    Examples:
      | labels   | l         |
      | A        | [1, 3]    |
      | A:B      | [3]       |
      | A&B      | [3]       |
      | A\|B     | [1, 2, 3] |
      | !A       | [2, 4]    |
      | A&!B     | [1]       |
      | %        | [1, 2, 3] |
      | !%       | [4]       |
      | !(A\|B)  | [4]       |
      | (A\|B)&!(A&B) | [1, 2] |
      | None     | []        |
      | !None    | [1, 2, 3, 4] |

  Scenario Outline: [2] labels as a condition: <labels>
    When executing query:
      """
      MATCH (x) WHERE x:<labels> WITH x ORDER BY x.n RETURN collect(x.n) AS l
      """
    Then the result should be, in any order:
      | l   |
      | <l> |

    Examples:
      | labels   | l         |
      | A:B      | [3]       |
      | A\|B     | [1, 2, 3] |
      | !A       | [2, 4]    |
      | %        | [1, 2, 3] |

  Scenario Outline: [3] types <types>
    When executing query:
      """
      MATCH ()-[r:<types>]->() WITH type(r) AS t ORDER BY t RETURN collect(t) AS l
      """
    Then the result should be, in any order:
      | l   |
      | <l> |

    Examples:
      | types    | l                    |
      | T\|U     | ['T', 'T', 'T', 'U'] |
      | T\|:U    | ['T', 'T', 'T', 'U'] |
      | !T       | ['U', 'V']           |
      | !T&!V    | ['U']                |
      | %        | ['T', 'T', 'T', 'U', 'V'] |

  Scenario: [4] conditions inside a pattern
    When executing query:
      """
      MATCH (x WHERE x.n < 3)-[r:T|U WHERE r.w > 1]->(y:A WHERE y.n > x.n)
      RETURN x.n AS x, type(r) AS r, y.n AS y
      """
    Then the result should be, in any order:
      | x | r   | y |
      | 1 | 'U' | 3 |
      | 2 | 'T' | 3 |

  Scenario: [5] shortest path
    When executing query:
      """
      MATCH (a {n: 1}), (o {n: 4}), p = shortestPath((a)-[*]->(o))
      RETURN [x IN nodes(p) | x.n] AS l, length(p) AS n
      """
    Then the result should be, in any order:
      | l         | n |
      | [1, 3, 4] | 2 |

  Scenario: [6] shortest path along one type
    When executing query:
      """
      MATCH p = shortestPath((a {n: 1})-[:T*]->(x {n: 3}))
      RETURN [x IN nodes(p) | x.n] AS l
      """
    Then the result should be, in any order:
      | l         |
      | [1, 2, 3] |

  Scenario: [7] all shortest paths
    Given having executed:
      """
      MATCH (a {n: 1}), (o {n: 4}) CREATE (a)-[:W]->({n: 5})-[:W]->(o)
      """
    When executing query:
      """
      MATCH (a {n: 1}), (o {n: 4}), p = allShortestPaths((a)-[*]->(o))
      RETURN [x IN nodes(p) | x.n] AS l
      """
    Then the result should be, in any order:
      | l         |
      | [1, 3, 4] |
      | [1, 5, 4] |

  Scenario: [8] a shortest path as an expression, and none
    When executing query:
      """
      MATCH (a {n: 1}), (o {n: 4})
      RETURN length(shortestPath((a)-[*]->(o))) AS there, shortestPath((o)-[*]->(a)) AS back,
             length(shortestPath((o)-[*]-(a))) AS either
      """
    Then the result should be, in any order:
      | there | back | either |
      | 2     | null | 2      |

  Scenario: [9] a path as short as allowed
    When executing query:
      """
      MATCH (a {n: 1}), (o {n: 4})
      OPTIONAL MATCH p = shortestPath((a)-[*..1]->(o))
      RETURN p
      """
    Then the result should be, in any order:
      | p    |
      | null |

  Scenario: [10] pattern comprehensions
    When executing query:
      """
      MATCH (a:A)
      RETURN a.n AS n, [(a)-[r]->(b) WHERE b.n > 2 | type(r) + b.n] AS l, [p = (a)-->() | length(p)] AS k
      """
    Then the result should be (ignoring element order for lists):
      | n | l      | k      |
      | 1 | ['U3'] | [1, 1] |
      | 3 | ['V4'] | [1]    |

  Scenario: [11] patterns in conditions
    When executing query:
      """
      MATCH (x) WHERE (x)-[:T]->(:B) OR NOT (x)-->() RETURN x.n AS n
      """
    Then the result should be, in any order:
      | n |
      | 1 |
      | 2 |

  Scenario: [12] other dashes
    When executing query:
      """
      MATCH (x:A)—[r:U]—〉(y) RETURN y.n AS n
      """
    Then the result should be, in any order:
      | n |
      | 3 |

  Scenario: [13] a path in brackets
    When executing query:
      """
      MATCH p = ((x:A {n: 1})-->(y)) RETURN count(p) AS n
      """
    Then the result should be, in any order:
      | n |
      | 2 |
