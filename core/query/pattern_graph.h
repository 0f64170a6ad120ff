/* The pattern that is being planned: a graph of node and relationship variables, and the predicates on them. Shared by
 * the parts of the pattern planner: planner_pattern.c gathers and solves, planner_estimate.c says what a step costs,
 * planner_start.c begins, planner_rel.c expands. */
#ifndef ENT_QUERY_PATTERN_GRAPH_H
#define ENT_QUERY_PATTERN_GRAPH_H

#include "core/query/planner.h"

typedef struct {
    const ent_node_pattern *pattern;
    uint32_t slot;
    bool given; /* bound before the pattern */
    bool bound;
    uint32_t rank;        /* the order in which nodes were bound */
    double selectivity;   /* share of nodes that fulfil its own predicates, labels apart */
    double label_share;   /* share of nodes that have its labels, if labels were independent */
    double population;    /* nodes of its rarest label */
    uint32_t label;       /* its token; ENT_NO_TOKEN: none */
    double reached_share; /* share of what the pattern has reached that has the label; -1: not known */
} ent_graph_node;

typedef struct {
    const ent_rel_pattern *pattern;
    const ent_path_pattern *path; /* of a shortest path; NULL: plain */
    uint32_t from, to;            /* graph nodes */
    bool given;                   /* bound before the pattern */
    bool done;
    ent_names types;
    double count;    /* relationships of its types */
    double fan[2];   /* how many a node at its beginning, or its end, has; -1: not known */
    double share[2]; /* of what those lead to: how much has the label of the other end; -1: not known */
    ent_slots needs; /* of a shortest path: what its conditions read; it cannot be looked for before that is bound */
} ent_graph_rel;

typedef struct {
    ent_planner *planner;
    ent_chain *chain;
    ent_graph_node *nodes;
    ent_graph_rel *rels;
    uint32_t node_count, rel_count;
    const ent_path_pattern *paths;
    uint32_t path_count;
    bool *path_done;
    ent_predicates predicates;
    uint32_t predicate_room;
    ent_slots missing; /* what the pattern binds and has not yet */
    ent_slots hidden;  /* what the inner chain of a join may not read */
    double all_nodes;
    uint32_t ranks;
} ent_graph;

/* ---- planner_estimate.c ---- */

ent_status ent_graph_estimate(ent_graph *g);
/* How many rows become of one by solving a relationship: before anything is asked of the end that it reaches. */
double ent_graph_fan(const ent_graph *g, const ent_graph_rel *rel, const bool *bound);
/* How much of what it reaches has the labels of that end. */
double ent_graph_share(const ent_graph *g, const ent_graph_rel *rel, const bool *bound);
/* How many rows are left when all has been asked. */
double ent_graph_factor(const ent_graph *g, const ent_graph_rel *rel, const bool *bound);
/* The relationship to solve next; -1 when none touches what is bound. */
int ent_graph_next_rel(const ent_graph *g, const bool *bound, const bool *done);
/* The rows that all steps would make together if the pattern were begun at a node; bound and done are scratch. */
double ent_graph_cost(const ent_graph *g, uint32_t start, double rows, bool *bound, bool *done);

/* ---- planner_sample.c ---- */

/* Sets fan and share of a relationship, as far as a label says where to look. */
ent_status ent_graph_sample(ent_graph *g, ent_graph_rel *rel);

/* ---- planner_pattern.c ---- */

/* Adds an expression (NULL: nothing), an AND in its parts. label: that it asks of the node in `slot`; NULL: none. */
void ent_graph_add_predicate(ent_graph *g, ent_expr *expr, const ent_label *label, uint32_t slot);
/* Filters by everything that can be decided now. */
ent_status ent_graph_filter(ent_graph *g);
/* Pushes the named paths whose elements are all bound. */
ent_status ent_graph_push_paths(ent_graph *g);

/* ---- planner_rel.c ---- */

/* The node gives the slot a value. */
void ent_graph_bind(ent_graph *g, ent_plan_node *node, uint32_t slot);
void ent_graph_bind_node(ent_graph *g, ent_graph_node *node);
ent_status ent_graph_push_rel(ent_graph *g, ent_graph_rel *rel);

/* ---- planner_start.c ---- */

/* Begins at the node, or the relationship, from which solving the rest costs least. */
ent_status ent_graph_push_start(ent_graph *g);

#endif
