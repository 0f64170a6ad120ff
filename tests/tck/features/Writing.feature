Feature: writing, and the schema

  Scenario: [1] a statement that fails changes nothing
    Given an empty graph
    And having executed:
      """
      CREATE (:P {x: 1})
      """
    When executing query:
      """
      MATCH (p:P) SET p.x = 2 CREATE (:Q) WITH p UNWIND [1, 0] AS d RETURN 1 / d
      """
    Then an ArithmeticError should be raised at runtime: *
    When executing control query:
      """
      MATCH (n) RETURN n
      """
    Then the result should be, in any order:
      | n           |
      | (:P {x: 1}) |

  Scenario: [2] LIMIT does not stop writing
    Given an empty graph
    When executing query:
      """
      UNWIND range(1, 5) AS i CREATE (n {i: i}) RETURN n.i AS i LIMIT 2
      """
    Then the result should be, in order:
      | i |
      | 1 |
      | 2 |
    And the side effects should be:
      | +nodes      | 5 |
      | +properties | 5 |

  Scenario: [3] a clause does not see what it creates itself
    Given an empty graph
    And having executed:
      """
      CREATE (), ()
      """
    When executing query:
      """
      MATCH (n) CREATE (m) RETURN count(*) AS c
      """
    Then the result should be, in any order:
      | c |
      | 2 |
    And the side effects should be:
      | +nodes | 2 |

  Scenario: [4] MERGE sees what earlier rows made
    Given an empty graph
    When executing query:
      """
      UNWIND [1, 1, 2, 1] AS i
      MERGE (n:N {i: i}) ON CREATE SET n.made = true ON MATCH SET n.hits = coalesce(n.hits, 0) + 1
      WITH DISTINCT n RETURN n.i AS i, n.made AS made, n.hits AS hits
      """
    Then the result should be, in any order:
      | i | made | hits |
      | 1 | true | 2    |
      | 2 | true | null |

  Scenario: [5] MERGE of a relationship in either direction
    Given an empty graph
    And having executed:
      """
      CREATE (:A)-[:T]->(:B)
      """
    When executing query:
      """
      MATCH (a:A), (b:B) MERGE (b)-[r:T]-(a) MERGE (b)-[s:T]->(a) RETURN startNode(r) = a AS r, startNode(s) = b AS s
      """
    Then the result should be, in any order:
      | r    | s    |
      | true | true |
    And the side effects should be:
      | +relationships | 1 |

  Scenario: [6] SET replaces, merges and removes
    Given an empty graph
    And having executed:
      """
      CREATE (:A {x: 1, y: 2}), (:B {z: 3}), (:C {x: 1, y: 2}), (:D {x: 1})
      """
    When executing query:
      """
      MATCH (a:A), (b:B), (c:C), (d:D)
      SET a = b, c += {y: null, w: 4}, d.x = null, d:E:F
      REMOVE d:D
      """
    Then the result should be empty
    And the side effects should be:
      | +labels     | 2 |
      | -labels     | 1 |
      | +properties | 2 |
      | -properties | 4 |

  Scenario: [7] deleting what is deleted already
    Given an empty graph
    And having executed:
      """
      CREATE (a:A)-[:T]->(b:B), (a)-[:T]->(b)
      """
    When executing query:
      """
      MATCH p = (a:A)-[r]->(b) DETACH DELETE a, r, p RETURN count(*) AS c
      """
    Then the result should be, in any order:
      | c |
      | 2 |
    And the side effects should be:
      | -nodes         | 2 |
      | -relationships | 2 |
      | -labels        | 2 |

  Scenario: [8] a unique constraint
    Given an empty graph
    And having executed:
      """
      CREATE CONSTRAINT FOR (n:P) REQUIRE n.code IS UNIQUE
      """
    And having executed:
      """
      CREATE (:P {code: 'a'})
      """
    When executing query:
      """
      CREATE (:P {code: 'b'}), (:P {code: 'a'})
      """
    Then a ConstraintValidationFailed should be raised at runtime: *
    When executing control query:
      """
      MATCH (n:P) RETURN n.code AS code
      """
    Then the result should be, in any order:
      | code |
      | 'a'  |

  Scenario: [9] the same answer with an index as without
    Given an empty graph
    And having executed:
      """
      UNWIND range(1, 100) AS i CREATE (:P {x: i % 10, s: 'k' + i})
      """
    And having executed:
      """
      CREATE INDEX FOR (n:P) ON (n.x)
      """
    And having executed:
      """
      CREATE INDEX FOR (n:P) ON (n.s)
      """
    When executing query:
      """
      MATCH (n:P) WHERE n.x = 3.0 WITH count(n) AS a
      MATCH (n:P) WHERE 3 < n.x <= 5 WITH a, count(n) AS b
      MATCH (n:P) WHERE n.s STARTS WITH 'k1' WITH a, b, count(n) AS c
      MATCH (n:P {x: 7, s: 'k7'}) WITH a, b, c, count(n) AS d
      MATCH (n:P) WHERE n.x IN [1, 2, 1, null] RETURN a, b, c, d, count(n) AS e
      """
    Then the result should be, in any order:
      | a  | b  | c  | d | e  |
      | 10 | 20 | 12 | 1 | 20 |

  Scenario: [10] an index keeps up with changes in the statement itself
    Given an empty graph
    And having executed:
      """
      CREATE INDEX FOR (n:P) ON (n.x)
      """
    When executing query:
      """
      CREATE (a:P {x: 1}), (b:P {x: 2})
      WITH a, b
      SET a.x = 5 REMOVE b:P
      WITH count(*) AS c
      MATCH (n:P) WHERE n.x > 0
      RETURN collect(n.x) AS l
      """
    Then the result should be, in any order:
      | l   |
      | [5] |

  Scenario: [11] FOREACH over nodes
    Given an empty graph
    And having executed:
      """
      CREATE (:A {n: 1})-[:T]->(:A {n: 2})-[:T]->(:A {n: 3})
      """
    When executing query:
      """
      MATCH p = (:A {n: 1})-[:T*2]->()
      FOREACH (x IN nodes(p) | SET x.seen = true)
      FOREACH (r IN relationships(p) | DELETE r)
      RETURN size([x IN nodes(p) WHERE x.seen]) AS n
      """
    Then the result should be, in any order:
      | n |
      | 3 |
    And the side effects should be:
      | -relationships | 2 |
      | +properties    | 3 |

  Scenario: [12] creating along a path that is partly there
    Given an empty graph
    And having executed:
      """
      CREATE (:A)
      """
    When executing query:
      """
      MATCH (a:A)
      CREATE p = (a)-[:T {w: 1}]->(b:B)<-[:U]-(c), (b)-[:V]->(b)
      RETURN p, length(p) AS n
      """
    Then the result should be, in any order:
      | p                                       | n |
      | <(:A)-[:T {w: 1}]->(:B)<-[:U]-()> | 2 |
    And the side effects should be:
      | +nodes         | 2 |
      | +relationships | 3 |
      | +labels        | 1 |
      | +properties    | 1 |

  Scenario: [13] an aggregate over nothing, then writing
    Given an empty graph
    When executing query:
      """
      MATCH (n:None) WITH count(n) AS c, sum(n.x) AS s, collect(n) AS l, max(n.x) AS m
      CREATE (:R {c: c, s: s, l: l, m: m})
      """
    Then the result should be empty
    And the side effects should be:
      | +nodes      | 1 |
      | +labels     | 1 |
      | +properties | 3 |

  Scenario: [14] swapping through WITH
    Given an empty graph
    And having executed:
      """
      CREATE (:A {v: 1}), (:B {v: 2})
      """
    When executing query:
      """
      MATCH (a:A), (b:B) WITH a, b, a.v AS x, b.v AS y SET a.v = y, b.v = x WITH b AS a, a AS b RETURN a.v AS a, b.v AS b
      """
    Then the result should be, in any order:
      | a | b |
      | 1 | 2 |

  Scenario: [15] deleting while matching, and UNION of writers
    Given an empty graph
    And having executed:
      """
      CREATE (:A {v: 1})-[:T]->(:A {v: 2})-[:T]->(:A {v: 3})
      """
    When executing query:
      """
      MATCH (a:A)-[r:T]->(b) DELETE r RETURN a.v AS x, b.v AS y
      UNION ALL
      MATCH (a:A) SET a.v = a.v + 10 RETURN a.v AS x, null AS y
      """
    Then the result should be, in any order:
      | x  | y    |
      | 1  | 2    |
      | 2  | 3    |
      | 11 | null |
      | 12 | null |
      | 13 | null |
    And the side effects should be:
      | -relationships | 2 |
      | +properties    | 3 |
      | -properties    | 3 |
