/* The resolver: scopes, types known before running, aggregation rules, and every error that openCypher raises at
 * compile time. It writes into the fields of the tree that are marked so; see ast.h.
 *
 * What those behind it may take for granted:
 *
 * Variables. Every introduction has an ent_var with a slot of its own, anonymous pattern elements too. A pattern
 * element with `introduces` makes its variable; one without reads a variable that is in the row already (in
 * PATTERN_PREDICATE and the like: of the row around). In MATCH the properties and conditions of an element may read any
 * variable of the pattern, also later ones. In CREATE the properties of a path may read what earlier paths of the same
 * clause make, as in CREATE (a {n: 1}), (b {n: a.n}), never what their own path makes. In MERGE they read only
 * variables from before the clause.
 *
 * Projections. `*` is expanded. An item that is a plain variable under its own name keeps that variable
 * (item.var == item.expr->var), any other item has a new one. Behind WITH only the items' variables exist; inside
 * EXISTS, COUNT, COLLECT { } and CALL (a) { } also those of the row around.
 *
 * Grouping. When projection.aggregate is set, the grouping keys are the items whose expr->aggregate is false. An item
 * with aggregates reads, outside of its aggregate functions, only variables that are keys themselves (the key's
 * expression is that VARIABLE) and PROPERTY chains that begin with a key (a.b and a.b.c under the key a.b). To take
 * such an item apart, replace each aggregate call by a variable, and the part of a chain that equals a key by the key's
 * variable. No aggregate stands inside another one, or in the body of a comprehension.
 *
 * ORDER BY and WHERE of a projection. Where an expression, or a part of it, equals an item, the tree has become a
 * VARIABLE with the item's variable; no aggregate function is left in them. Under DISTINCT or aggregation they read
 * only items' variables. Otherwise they may read the variables from before the projection as well, so both sets of
 * slots have to be in the row. An alias hides a variable of the same name from before.
 *
 * SKIP and LIMIT read no variables (those of their own comprehensions aside), no patterns and no subqueries.
 *
 * CALL { }. Without `scoped`, a part may begin with a WITH of plain variables: it is resolved in the row around, and
 * its items keep their variables, so running it as a projection of the row around is right. The query's columns are
 * added to the row; it has none (column_count 0) when it is there for its effect.
 *
 * UNION. query->columns are the variables of the first part's RETURN. The others have the same names in any order:
 * their items are found by item.column.
 *
 * CALL of a procedure. args and yields are complete: the arguments of a standalone CALL without brackets are PARAMETER
 * expressions (added to statement->parameters), the yields of a standalone CALL without YIELD are all outputs.
 *
 * Types. `type` and `types` are supersets of what can come; NULL is in them unless it is impossible. */
#ifndef ENT_QUERY_RESOLVE_H
#define ENT_QUERY_RESOLVE_H

#include "core/query/function.h"

/* Nothing is looked up in a database: the same text resolves alike everywhere, but for registered procedures. */
ent_status ent_resolve(ent_arena *arena, ent_statement *statement, const ent_procedure_set *procedures,
                       ent_error *error);

#endif
