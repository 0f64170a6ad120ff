Feature: SHOW as a query, lengths behind relationships, which of the paths, types of items, FINISH

  Background:
    Given an empty graph
    And having executed:
      """
      CREATE (a:A {n: 1}), (b:B {n: 2}), (c:C {n: 3})
      CREATE (a)-[:T {w: 1}]->(b), (b)-[:T {w: 2}]->(c), (a)-[:T {w: 9}]->(c)
      """

  Scenario Outline: [1] a length behind a relationship: <rel>
    When executing query:
      """
      MATCH (:A)<rel>(x) WITH x.n AS n ORDER BY n RETURN collect(n) AS l
      """
    Then the result should be, in any order:
      | l   |
      | <l> |

    Examples:
      | rel              | l            |
      | -->+             | [2, 3, 3]    |
      | -->*             | [1, 2, 3, 3] |
      | -[:T]->{2}       | [3]          |
      | -[:T]->{1,2}     | [2, 3, 3]    |
      | -[:T]->{,1}      | [1, 2, 3]    |
      | -[:T]->{2,}      | [3]          |
      | -[:T {w: 1}]->+  | [2]          |
      | -[r WHERE r.w < 5]->+ | [2, 3]  |
      | --{3}            | [1, 1]       |
      | <-[:T]-+         | []           |

  Scenario Outline: [2] a length behind a relationship in a condition: <pattern>
    When executing query:
      """
      MATCH (x) WHERE <pattern> WITH x.n AS n ORDER BY n RETURN collect(n) AS l
      """
    Then the result should be, in any order:
      | l   |
      | <l> |

    Examples:
      | pattern                 | l      |
      | (x)-->+(:C)             | [1, 2] |
      | (x)-->{2}(:C)           | [1]    |
      | (x)-[:T]->*(:C)         | [1, 2, 3] |
      | EXISTS { (x)-->{2}(:C) } | [1]   |

  Scenario: [3] what a length behind a relationship binds
    When executing query:
      """
      MATCH (:A)-[r:T]->{2}(:C) RETURN [x IN r | x.w] AS w
      """
    Then the result should be, in any order:
      | w      |
      | [1, 2] |

  Scenario Outline: [4] which of the paths: <which>
    When executing query:
      """
      MATCH p = <which> (:A)-->+(x) RETURN x.n AS n, length(p) AS l
      """
    Then the result should be, in any order:
      | n | l |
      | 2 | 1 |
      | 3 | 1 |

    Examples:
      | which               |
      | SHORTEST 1          |
      | SHORTEST 1 PATH     |
      | SHORTEST            |
      | ANY SHORTEST        |
      | ANY                 |
      | ANY 1 PATHS         |
      | ALL SHORTEST PATHS  |
      | SHORTEST 1 GROUP    |

  Scenario: [5] a condition behind SHORTEST is asked of what was found
    When executing query:
      """
      MATCH p = ALL SHORTEST (:A)-->+(x:C) WHERE length(p) > 1 RETURN length(p) AS l
      """
    Then the result should be, in any order:
      | l |

  Scenario: [6] a condition on shortestPath is part of what is looked for
    When executing query:
      """
      MATCH p = shortestPath((:A)-[*]->(x:C)) WHERE length(p) > 1 RETURN length(p) AS l
      """
    Then the result should be, in any order:
      | l |
      | 2 |

  Scenario: [7] ALL PATHS are all
    When executing query:
      """
      MATCH p = ALL PATHS (:A)-->+(:C) RETURN length(p) AS l
      """
    Then the result should be, in any order:
      | l |
      | 1 |
      | 2 |

  Scenario: [8] DIFFERENT RELATIONSHIPS is what MATCH does
    When executing query:
      """
      MATCH DIFFERENT RELATIONSHIPS (:B)--(x)--(y) RETURN count(*) AS n
      """
    Then the result should be, in any order:
      | n |
      | 2 |

  Scenario Outline: [9] types of items: <value> IS :: <type>
    When executing query:
      """
      RETURN <value> IS :: <type> AS yes, <value> IS NOT :: <type> AS no
      """
    Then the result should be, in any order:
      | yes   | no   |
      | <yes> | <no> |

    Examples:
      | value        | type                     | yes   | no    |
      | [1, 2]       | LIST<INTEGER>            | true  | false |
      | [1, 'a']     | LIST<INTEGER>            | false | true  |
      | [1, 'a']     | LIST<INTEGER \| STRING> | true  | false |
      | [1, null]    | LIST<INTEGER>            | true  | false |
      | [1, null]    | LIST<INTEGER NOT NULL>   | false | true  |
      | []           | LIST<NOTHING>            | true  | false |
      | null         | LIST<INTEGER>            | true  | false |
      | null         | LIST<INTEGER> NOT NULL   | false | true  |
      | [[1], []]    | LIST<LIST<INTEGER>>      | true  | false |
      | [[1], ['a']] | LIST<LIST<INTEGER>>      | false | true  |
      | 1            | LIST<ANY>                | false | true  |

  Scenario Outline: [10] <text> IS <what>
    When executing query:
      """
      RETURN <text> IS <what> AS it
      """
    Then the result should be, in any order:
      | it   |
      | <it> |

    Examples:
      | text       | what                | it    |
      | 'abc'      | NORMALIZED          | true  |
      | 'e\u0301' | NORMALIZED          | false |
      | 'e\u0301' | NOT NORMALIZED      | true  |
      | 'e\u0301' | NFD NORMALIZED      | true  |
      | 'ﬁ'        | NFC NORMALIZED      | true  |
      | 'ﬁ'        | NFKC NORMALIZED     | false |
      | 'ﬁ'        | NOT NFKD NORMALIZED | true  |
      | null       | NORMALIZED          | null  |

  Scenario: [11] SHOW with YIELD, WHERE and RETURN
    When executing query:
      """
      SHOW FUNCTIONS YIELD name AS n, description WHERE n STARTS WITH 'toLow' RETURN n, description IS NOT NULL AS told
      """
    Then the result should be, in any order:
      | n         | told |
      | 'toLower' | true |

  Scenario: [12] SHOW with WHERE alone has all columns
    When executing query:
      """
      SHOW PROCEDURES WHERE name = 'db.labels'
      """
    Then the result should be, in any order:
      | name        | signature                        | description                              |
      | 'db.labels' | 'db.labels() :: (label :: STRING)' | 'The labels that some node has, sorted.' |

  Scenario: [13] SHOW with ORDER BY, SKIP and LIMIT
    When executing query:
      """
      SHOW FUNCTIONS YIELD name ORDER BY name DESC SKIP 1 LIMIT 2
      """
    Then the result should be, in order:
      | name    |
      | 'upper' |
      | 'type'  |

  Scenario: [14] FINISH ends a query that returns nothing
    When executing query:
      """
      MATCH (x:A) SET x.done = true FINISH
      """
    Then the result should be empty
    And the side effects should be:
      | +properties | 1 |

  Scenario: [15] FINISH in a subquery
    When executing query:
      """
      MATCH (x) CALL (x) { CREATE ({of: x.n}) FINISH } RETURN count(*) AS n
      """
    Then the result should be, in any order:
      | n |
      | 3 |
    And the side effects should be:
      | +nodes      | 3 |
      | +properties | 3 |
