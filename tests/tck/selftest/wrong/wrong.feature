Feature: what the runner must not let pass

  Scenario: [1] wrong answer: a changed cell
    Given any graph
    When executing query:
      """
      UNWIND [1, 2] AS x RETURN x
      """
    Then the result should be, in any order:
      | x |
      | 1 |
      | 3 |

  Scenario: [2] wrong answer: a missing row
    Given any graph
    When executing query:
      """
      UNWIND [1, 2] AS x RETURN x
      """
    Then the result should be, in any order:
      | x |
      | 1 |

  Scenario: [3] wrong answer: a row too many
    Given any graph
    When executing query:
      """
      UNWIND [1, 2] AS x RETURN x
      """
    Then the result should be, in any order:
      | x |
      | 1 |
      | 2 |
      | 2 |

  Scenario: [4] wrong answer: equal rows come another number of times
    Given any graph
    When executing query:
      """
      UNWIND [1, 2, 2] AS x RETURN x
      """
    Then the result should be, in any order:
      | x |
      | 1 |
      | 1 |
      | 2 |

  Scenario: [5] wrong answer: another order
    Given any graph
    When executing query:
      """
      UNWIND [1, 2] AS x RETURN x
      """
    Then the result should be, in order:
      | x |
      | 2 |
      | 1 |

  Scenario: [6] wrong answer: another column name
    Given any graph
    When executing query:
      """
      RETURN count( * )
      """
    Then the result should be, in any order:
      | count(*) |
      | 1        |

  Scenario: [7] wrong answer: swapped columns
    Given any graph
    When executing query:
      """
      RETURN 1 AS a, 1 AS b
      """
    Then the result should be, in any order:
      | b | a |
      | 1 | 1 |

  Scenario: [8] wrong answer: a list in another order
    Given any graph
    When executing query:
      """
      RETURN [1, 2] AS l
      """
    Then the result should be, in any order:
      | l      |
      | [2, 1] |

  Scenario: [9] wrong answer: a list in any order with another element
    Given any graph
    When executing query:
      """
      RETURN [1, 2, 2] AS l
      """
    Then the result should be (ignoring element order for lists):
      | l         |
      | [1, 1, 2] |

  Scenario: [10] wrong answer: an integer is no float
    Given any graph
    When executing query:
      """
      RETURN 1 AS x
      """
    Then the result should be, in any order:
      | x   |
      | 1.0 |

  Scenario: [11] wrong answer: a key with null is a key
    Given any graph
    When executing query:
      """
      RETURN {a: 1} AS m
      """
    Then the result should be, in any order:
      | m               |
      | {a: 1, b: null} |

  Scenario: [12] wrong answer: a path the other way round
    Given an empty graph
    When executing query:
      """
      CREATE p = (:A)-[:T]->(:B) RETURN p
      """
    Then the result should be, in any order:
      | p                  |
      | <(:A)<-[:T]-(:B)> |

  Scenario: [13] wrong answer: rows where none were due
    Given any graph
    When executing query:
      """
      RETURN 1 AS x
      """
    Then the result should be empty

  Scenario: [14] wrong side effects: another number
    Given an empty graph
    When executing query:
      """
      CREATE (:A)
      """
    Then the result should be empty
    And the side effects should be:
      | +nodes  | 2 |
      | +labels | 1 |

  Scenario: [15] wrong side effects: one that is not named
    Given an empty graph
    When executing query:
      """
      CREATE (:A)
      """
    Then the result should be empty
    And the side effects should be:
      | +nodes | 1 |

  Scenario: [16] wrong side effects: none were due
    Given an empty graph
    When executing query:
      """
      CREATE ()
      """
    Then no side effects

  Scenario: [17] another error than expected: its type
    Given any graph
    When executing query:
      """
      RETURN x
      """
    Then a TypeError should be raised at compile time: UndefinedVariable

  Scenario: [18] another error than expected: its phase
    Given any graph
    When executing query:
      """
      RETURN x
      """
    Then a SyntaxError should be raised at runtime: UndefinedVariable

  Scenario: [19] another error than expected: its detail
    Given any graph
    When executing query:
      """
      RETURN x
      """
    Then a SyntaxError should be raised at compile time: UnexpectedSyntax

  Scenario: [20] no error where one was due: rows instead
    Given any graph
    When executing query:
      """
      RETURN 1 AS x
      """
    Then a SyntaxError should be raised at compile time: *

  Scenario: [21] error where rows were due: in the query
    Given any graph
    When executing query:
      """
      RETURN x
      """
    Then the result should be, in any order:
      | x |

  Scenario: [22] error where rows were due: while preparing
    Given an empty graph
    And having executed:
      """
      CREATE (
      """
    When executing query:
      """
      RETURN 1 AS x
      """
    Then the result should be, in any order:
      | x |
      | 1 |

  Scenario: [23] the runner cannot run this: an unknown step
    Given a step that nobody knows

  Scenario: [24] the runner cannot run this: a cell that is no value
    Given any graph
    When executing query:
      """
      RETURN 1 AS x
      """
    Then the result should be, in any order:
      | x   |
      | one |
