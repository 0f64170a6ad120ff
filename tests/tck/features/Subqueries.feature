Feature: subqueries in braces

  Background:
    Given an empty graph
    And having executed:
      """
      CREATE (a:P {name: 'a', x: 1}), (b:P {name: 'b', x: 2}), (c:P {name: 'c', x: 3}), (d:Q {name: 'd'})
      CREATE (a)-[:T {w: 1}]->(b), (a)-[:T {w: 2}]->(c), (b)-[:U {w: 3}]->(c), (c)-[:T {w: 4}]->(d)
      """

  Scenario: [1] COUNT { } of a pattern
    When executing query:
      """
      MATCH (n) RETURN n.name AS name, COUNT { (n)-->() } AS out, COUNT { (n)<--() } AS in ORDER BY name
      """
    Then the result should be, in order:
      | name | out | in |
      | 'a'  | 2   | 0  |
      | 'b'  | 1   | 1  |
      | 'c'  | 1   | 2  |
      | 'd'  | 0   | 1  |

  Scenario: [2] COUNT { } of a query with DISTINCT and UNION
    When executing query:
      """
      MATCH (n {name: 'a'})
      RETURN COUNT { MATCH (n)-->(m) RETURN DISTINCT labels(m) } AS a,
             COUNT { MATCH (n)-->(m) RETURN m UNION MATCH (k:Q) RETURN k AS m } AS b,
             COUNT { MATCH (n)-[t]->(m) WHERE t.w > 1 } AS c
      """
    Then the result should be, in any order:
      | a | b | c |
      | 1 | 3 | 1 |

  Scenario: [3] COLLECT { } keeps order and nulls
    When executing query:
      """
      MATCH (n:P)
      RETURN n.name AS name, COLLECT { MATCH (n)-->(m) RETURN m.name ORDER BY m.name DESC } AS l,
             COLLECT { MATCH (n)-->(m) RETURN m.none } AS k
      """
    Then the result should be, in any order:
      | name | l          | k            |
      | 'a'  | ['c', 'b'] | [null, null] |
      | 'b'  | ['c']      | [null]       |
      | 'c'  | ['d']      | [null]       |

  Scenario: [4] EXISTS { } in every form
    When executing query:
      """
      MATCH (n)
      RETURN n.name AS name, EXISTS { (n)-[:U]->() } AS a, EXISTS { MATCH (n)-->(m) WHERE m.x = 3 } AS b,
             EXISTS { MATCH (n) RETURN n LIMIT 0 } AS c, exists((n)-->()) AS d, NOT EXISTS { (n)<--(:P) } AS e
      """
    Then the result should be, in any order:
      | name | a     | b     | c     | d     | e     |
      | 'a'  | false | true  | false | true  | true  |
      | 'b'  | true  | true  | false | true  | false |
      | 'c'  | false | false | false | true  | false |
      | 'd'  | false | false | false | false | false |

  Scenario: [5] EXISTS { } inside EXISTS { }
    When executing query:
      """
      MATCH (n) WHERE EXISTS { (n)-->(m) WHERE EXISTS { (m)-->(k) WHERE k.name = 'd' AND n.x < 3 } }
      RETURN n.name AS name
      """
    Then the result should be, in any order:
      | name |
      | 'a'  |
      | 'b'  |

  Scenario: [6] CALL { } once a row
    When executing query:
      """
      MATCH (n:P)
      CALL (n) { MATCH (n)-->(m) RETURN m ORDER BY m.name LIMIT 1 }
      RETURN n.name AS n, m.name AS m
      """
    Then the result should be, in any order:
      | n   | m   |
      | 'a' | 'b' |
      | 'b' | 'c' |
      | 'c' | 'd' |

  Scenario: [7] CALL { } that imports with WITH
    When executing query:
      """
      MATCH (n:P)
      CALL { WITH n MATCH (n)-->(m) RETURN count(m) AS c }
      RETURN n.name AS n, c
      """
    Then the result should be, in any order:
      | n   | c |
      | 'a' | 2 |
      | 'b' | 1 |
      | 'c' | 1 |

  Scenario: [8] CALL { } with UNION
    When executing query:
      """
      CALL { MATCH (n:Q) RETURN n.name AS name UNION ALL MATCH (n:P) WHERE n.x < 3 RETURN n.name AS name }
      RETURN name ORDER BY name
      """
    Then the result should be, in order:
      | name |
      | 'a'  |
      | 'b'  |
      | 'd'  |

  Scenario: [9] OPTIONAL CALL { } keeps the row
    When executing query:
      """
      MATCH (n)
      OPTIONAL CALL (n) { MATCH (n)-[:U]->(m) RETURN m.name AS m }
      RETURN n.name AS n, m
      """
    Then the result should be, in any order:
      | n   | m    |
      | 'a' | null |
      | 'b' | 'c'  |
      | 'c' | null |
      | 'd' | null |

  Scenario: [10] CALL { } that writes and gives no rows
    When executing query:
      """
      UNWIND [1, 2] AS i
      CALL (i) { CREATE (:New {i: i}) }
      RETURN i
      """
    Then the result should be, in any order:
      | i |
      | 1 |
      | 2 |
    And the side effects should be:
      | +nodes      | 2 |
      | +labels     | 1 |
      | +properties | 2 |

  Scenario: [11] CALL { } that writes and returns
    When executing query:
      """
      MATCH (n:P)
      CALL (*) { CREATE (m:M {of: n.name}) RETURN m }
      WITH count(m) AS c
      MATCH (k:M)
      RETURN c, count(k) AS k
      """
    Then the result should be, in any order:
      | c | k |
      | 3 | 3 |

  Scenario: [12] an aggregate beside a subquery
    When executing query:
      """
      MATCH (n:P) RETURN sum(COUNT { (n)-->() }) AS s, collect(n.x) AS l
      """
    Then the result should be, in any order:
      | s | l         |
      | 4 | [1, 2, 3] |

  Scenario: [13] a nested CALL { } sees what its surroundings import
    When executing query:
      """
      UNWIND [1, 2] AS i
      CALL (i) { UNWIND [10, 20] AS j CALL (i, j) { RETURN i * j AS k } RETURN sum(k) AS s }
      RETURN i, s
      """
    Then the result should be, in any order:
      | i | s  |
      | 1 | 30 |
      | 2 | 60 |

  Scenario Outline: [14] what a subquery must not do
    When executing query:
      """
      <query>
      """
    Then a SyntaxError should be raised at compile time: <detail>

    Examples:
      | query                                                         | detail                   |
      | MATCH (n) CALL { RETURN n.x AS x } RETURN x                   | UndefinedVariable        |
      | MATCH (n) CALL (m) { RETURN 1 AS x } RETURN x                 | UndefinedVariable        |
      | MATCH (n) CALL (n) { RETURN 1 AS n } RETURN n                 | VariableAlreadyBound     |
      | MATCH (n) RETURN COUNT { CREATE (m) } AS c                    | InvalidClauseComposition |
      | CALL { MATCH (n) RETURN n } RETURN m                          | UndefinedVariable        |
