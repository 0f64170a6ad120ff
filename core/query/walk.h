/* Visits a syntax tree, subqueries and patterns included. */
#ifndef ENT_QUERY_WALK_H
#define ENT_QUERY_WALK_H

#include "core/query/ast.h"

typedef struct ent_walk ent_walk;
/* Callbacks may be NULL. Each comes before what is inside. */
struct ent_walk {
    bool (*expr)(ent_walk *walk, ent_expr *expr);    /* false: its parts are not visited */
    void (*var)(ent_walk *walk, const ent_var *var); /* every mention and introduction */
    void (*node)(ent_walk *walk, const ent_node_pattern *node);
    void (*rel)(ent_walk *walk, const ent_rel_pattern *rel);
    void (*clause)(ent_walk *walk, const ent_clause *clause);
    void *user;
};

/* NULL is allowed. */
void ent_walk_expr(ent_walk *walk, ent_expr *expr);
void ent_walk_path(ent_walk *walk, const ent_path_pattern *path);
void ent_walk_clause(ent_walk *walk, const ent_clause *clause);
void ent_walk_query(ent_walk *walk, const ent_query *query);

#endif
