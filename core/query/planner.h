/* The planner's own seams.
 *
 * A chain grows from an Argument upwards, clause by clause: `top` is its last operator, `bound` the variables that have
 * values there. ent_chain_push is the only way to grow it, because it decides where an Eager barrier is needed. */
#ifndef ENT_QUERY_PLANNER_H
#define ENT_QUERY_PLANNER_H

#include "core/query/plan.h"

/* A property that the statement reads of a variable, and how often. */
typedef struct {
    uint32_t slot, times;
    ent_str key;
} ent_wanted;

/* The column in which a chain has such a property. */
typedef struct ent_cached {
    uint32_t slot;
    ent_str key;
    ent_var *var;
    const struct ent_cached *next;
} ent_cached;

typedef struct {
    ent_arena *arena;
    ent_statement *statement; /* a copy, with more slots */
    ent_txn *txn;
    const ent_procedure_set *procedures;
    ent_error *error;
    ent_plan *plan;
    uint32_t word_count, next_slot;
    ent_slots *frame_needs; /* by frame: what the Arguments of it hand on; liveness.c */
    uint32_t frame_room;
    ent_wanted *wanted;
    uint32_t wanted_count;
    uint32_t props_left; /* slots kept for them */
} ent_planner;

typedef struct {
    ent_plan_node *top;
    uint32_t frame, length;
    ent_slots bound;
    ent_slots outer;                   /* bound in the row around: WITH does not take it away */
    ent_effects reads, writes;         /* since the last barrier */
    ent_effects all_reads, all_writes; /* of the whole chain */
    bool single;                       /* no more than one row passes */
    bool undrained;                    /* writers whose rows have not all been pulled when the first is given */
    bool node_a_row;                   /* each row has one node, which no other row has */
    uint64_t seek_keys;                /* properties by whose index they are found */
    const ent_cached *cached;          /* properties that stand in columns */
} ent_chain;

enum { ENT_MAX_CHAIN = 4000 };

/* ---- planner.c ---- */

/* Begins a chain on a frame. bound NULL: nothing is bound. */
ent_status ent_chain_begin(ent_planner *planner, uint32_t frame, const ent_slots *bound, ent_chain *out);
uint32_t ent_planner_frame(ent_planner *planner);
ent_plan_node *ent_planner_node(ent_planner *planner, ent_op_id op);
/* Puts a node on top: its reads, writes, uses, defs and rows are set. */
ent_status ent_chain_push(ent_planner *planner, ent_chain *chain, ent_plan_node *node);
ent_status ent_planner_memory(ent_planner *planner);
ent_status ent_plan_query(ent_planner *planner, ent_chain *chain, const ent_query *query);

/* ---- planner_expr.c ---- */

ent_slots ent_slots_new(ent_planner *planner);
ent_slots ent_slots_copy(ent_planner *planner, const ent_slots *from);
/* A variable of the planner's own. NULL: memory is out, or the statement has too many. */
ent_var *ent_planner_var(ent_planner *planner);
/* `expr` is id(variable), whose slot is given. */
bool ent_expr_is_id(const ent_expr *expr, uint32_t *slot);
/* Gives the same each time: no rand(), no subquery that may hold one. */
bool ent_expr_is_pure(ent_expr *expr);
/* Every slot that is mentioned anywhere inside. */
void ent_expr_slots(ent_expr *expr, ent_slots *out);
void ent_expr_effects(ent_expr *expr, ent_effects *out);
uint64_t ent_effect_bit(ent_str name);
static inline bool ent_effects_meet(const ent_effects *a, const ent_effects *b)
{
    return (a->nodes & b->nodes) || (a->rels & b->rels) || (a->labels & b->labels) || (a->keys & b->keys);
}
static inline void ent_effects_join(ent_effects *a, const ent_effects *b)
{
    a->nodes |= b->nodes;
    a->rels |= b->rels;
    a->labels |= b->labels;
    a->keys |= b->keys;
}
bool ent_expr_equal(const ent_expr *a, const ent_expr *b);

typedef struct {
    const ent_expr *from;
    ent_var *to;
} ent_replacement;
/* A copy in which every part that equals a `from` has become the variable `to`. */
ent_expr *ent_expr_replace(ent_planner *planner, ent_expr *expr, const ent_replacement *list, uint32_t count);

ent_expr *ent_expr_of_var(ent_planner *planner, ent_var *var, ent_span span);
ent_expr *ent_expr_make(ent_planner *planner, ent_expr_kind kind, ent_span span, ent_expr *left, ent_expr *right);

/* left AND right; left may be NULL. */
ent_expr *ent_expr_and(ent_planner *planner, ent_expr *left, ent_expr *right);
ent_expr *ent_expr_has_labels(ent_planner *planner, ent_var *var, const ent_label *label);
/* var.key = value, of the i-th entry of a pattern's map. */
ent_expr *ent_expr_property_equals(ent_planner *planner, ent_var *var, const ent_expr *map, uint32_t i);
/* For EXPLAIN; NULL when memory is out. */
const char *ent_expr_text(ent_planner *planner, const ent_expr *expr);

/* Compiles an expression that `node`, which is about to be pushed, runs on rows of the chain: plans its subqueries,
 * notes what it uses and reads. May push an operator that fetches properties. */
ent_status ent_planner_compile(ent_planner *planner, ent_chain *chain, ent_plan_node *node, ent_expr *expr,
                               ent_program **out);

/* ---- planner_props.c ---- */

/* How many slots the columns of properties may take. */
uint32_t ent_props_room(const ent_statement *statement);
/* Notes which properties a statement that only reads wants of which variables. */
ent_status ent_props_collect(ent_planner *planner);
/* A copy of expr that reads columns where the chain has, or now gets, properties in columns. */
ent_status ent_props_rewrite(ent_planner *planner, ent_chain *chain, ent_expr *expr, ent_expr **out);

/* ---- planner_pattern.c ---- */

ent_status ent_plan_match(ent_planner *planner, ent_chain *chain, const ent_path_pattern *paths, uint32_t count,
                          ent_expr *where);
/* Pushes a filter unless expr is NULL. */
ent_status ent_plan_filter(ent_planner *planner, ent_chain *chain, ent_expr *expr);
/* Pushes what builds the value of a named path from its elements. */
ent_status ent_plan_path_value(ent_planner *planner, ent_chain *chain, const ent_path_pattern *path);
/* (:A|:B) as a list of names; false when the expression is more than alternatives. */
bool ent_label_alternatives(ent_planner *planner, const ent_label *label, ent_names *out);

/* "-[:T*1..3]->", for EXPLAIN. */
const char *ent_rel_detail(ent_planner *planner, const ent_rel_pattern *pattern, const ent_names *type_names,
                           ent_direction direction);

/* ---- planner_steps.c ---- */

/* What each step of a variable-length pattern must fulfil: the pattern's own types, properties and WHERE, and
 * conditions of the form all(r IN relationships(p) WHERE ...) on a path, which `ent_plan_shortest` gives. What reads
 * one of the variables `missing`, as in (a)-[* {x: b.x}]->(b), is not asked on the way: *later receives a condition on
 * the whole list, or stays as it is. missing NULL: all is there. */
typedef struct {
    const ent_expr *condition;
    bool of_nodes;
} ent_step_condition;
ent_status ent_plan_steps(ent_planner *planner, ent_chain *chain, ent_plan_node *node, const ent_rel_pattern *pattern,
                          const ent_step_condition *conditions, uint32_t count, const ent_slots *missing,
                          ent_expr **later);
/* The same as a condition on the list of a relationship variable that is bound already; NULL: the pattern says nothing.
 */
ent_expr *ent_plan_bound_steps(ent_planner *planner, const ent_rel_pattern *pattern);
/* Pushes the search for a shortest path between two bound nodes that fulfils the conditions. Those that the search does
 * not settle alone stay the caller's to filter by. */
ent_status ent_plan_shortest(ent_planner *planner, ent_chain *chain, const ent_path_pattern *path,
                             const ent_names *types, ent_expr **conditions, uint32_t count);

/* ---- planner_leaf.c ---- */

typedef struct {
    ent_expr *expr;
    ent_slots uses;
    ent_str label; /* a predicate that is a single label of `label_slot` */
    uint32_t label_slot;
    bool done;
} ent_predicate;

typedef struct {
    ent_predicate *items;
    uint32_t count;
} ent_predicates;

typedef struct {
    ent_op_id op;
    double rows;
    uint32_t predicate; /* the label that the scan fulfils; UINT32_MAX: none */
    uint32_t equality;  /* the comparison that it fulfils; UINT32_MAX: none */
    ent_str label;
    ent_seek_kind kind;
    uint32_t index;
    ent_expr *value, *lower, *upper;
    bool lower_inclusive, upper_inclusive;
} ent_leaf;

static inline bool ent_leaf_seeks(const ent_leaf *leaf)
{
    return leaf->op == ENT_OP_INDEX_SEEK || leaf->op == ENT_OP_UNIQUE_SEEK || leaf->op == ENT_OP_ID_SEEK;
}

/* The cheapest way to all nodes that a variable may be. missing: slots that have no value yet. */
void ent_leaf_choose(ent_planner *planner, const ent_predicates *predicates, uint32_t slot, const ent_slots *missing,
                     ent_leaf *out);
ent_status ent_leaf_push(ent_planner *planner, ent_chain *chain, uint32_t slot, const ent_leaf *leaf);

/* ---- planner_project.c ---- */

ent_status ent_plan_projection(ent_planner *planner, ent_chain *chain, const ent_projection *projection);

/* ---- planner_write.c ---- */

ent_status ent_plan_create(ent_planner *planner, ent_chain *chain, const ent_clause *clause);
ent_status ent_plan_merge(ent_planner *planner, ent_chain *chain, const ent_clause *clause);
ent_status ent_plan_set_clause(ent_planner *planner, ent_chain *chain, const ent_clause *clause);
ent_status ent_plan_delete(ent_planner *planner, ent_chain *chain, const ent_clause *clause);

/* ---- explain.c ---- */

ent_status ent_explain_columns(ent_arena *arena, ent_plan *plan, ent_error *error);

/* ---- planner_fuse.c ---- */

/* Makes one operator of a node and what is below it, where that does the same with less. */
void ent_plan_fuse(ent_planner *planner, ent_plan_node *node);

/* ---- liveness.c ---- */

/* Decides, from the top down, which slots each operator carries. merged: whoever reads the root does not count rows
 * that are alike. */
void ent_plan_liveness(ent_planner *planner, ent_plan_node *root, const ent_slots *live, bool merged);

#endif
