/* Patterns into operators, by cost.
 *
 * A pattern is a graph of node and relationship variables and a list of predicates: labels, properties and the parts of
 * WHERE. It is solved step by step: expand the relationship from a bound node that multiplies rows least; where none
 * touches a bound node, begin at the node from which solving the rest costs least. A predicate becomes a filter as soon
 * as all it names is bound. */
#include "core/query/planner.h"

#include <math.h>

typedef struct {
    const ent_node_pattern *pattern;
    uint32_t slot;
    bool given; /* bound before the pattern */
    bool bound;
    uint32_t rank;      /* the order in which nodes were bound */
    double selectivity; /* share of nodes that fulfil its own predicates */
    double population;  /* nodes of its rarest label */
} graph_node;

typedef struct {
    const ent_rel_pattern *pattern;
    const ent_path_pattern *path; /* of a shortest path; NULL: plain */
    uint32_t from, to;            /* graph nodes */
    bool given;                   /* bound before the pattern */
    bool done;
    ent_names types;
    double count;    /* relationships of its types */
    ent_slots needs; /* of a shortest path: what its conditions read; it cannot be looked for before that is bound */
} graph_rel;

typedef struct {
    ent_planner *planner;
    ent_chain *chain;
    graph_node *nodes;
    graph_rel *rels;
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
} graph;

/* Collects the names of :A|:B. Label trees are as deep as the parser allows. */
static bool collect_alternatives(const ent_label *label, ent_str *names, uint32_t *n)
{
    if (label->kind == ENT_LABEL_OR)
        return collect_alternatives(label->left, names, n) && collect_alternatives(label->right, names, n);
    if (label->kind != ENT_LABEL_NAME)
        return false;
    if (names)
        names[*n] = label->name;
    ++*n;
    return true;
}

bool ent_label_alternatives(ent_planner *planner, const ent_label *label, ent_names *out)
{
    uint32_t n = 0;
    *out = (ent_names){NULL, 0};
    if (!label)
        return true;
    if (!collect_alternatives(label, NULL, &n))
        return false;
    out->names = ENT_NEW_ARRAY(planner->arena, ent_str, n);
    if (out->names)
        collect_alternatives(label, out->names, &out->count);
    return true;
}

/* ---- gathering ---- */

static void add_predicate(graph *g, ent_expr *expr, const ent_label *label, uint32_t slot)
{
    if (!expr)
        return;
    if (expr->kind == ENT_EXPR_AND) {
        for (uint32_t i = 0; i < expr->arg_count; i++)
            add_predicate(g, expr->args[i], NULL, 0);
        return;
    }
    if (g->predicates.count == g->predicate_room) {
        uint32_t room = g->predicate_room ? g->predicate_room * 2 : 16;
        ent_predicate *items = ENT_NEW_ARRAY(g->planner->arena, ent_predicate, room);
        if (!items)
            return;
        if (g->predicates.count)
            memcpy(items, g->predicates.items, g->predicates.count * sizeof *items);
        g->predicates.items = items;
        g->predicate_room = room;
    }
    ent_predicate *predicate = &g->predicates.items[g->predicates.count++];
    *predicate = (ent_predicate){.expr = expr, .uses = ent_slots_new(g->planner), .label_slot = slot};
    ent_expr_slots(expr, &predicate->uses);
    if (label && label->kind == ENT_LABEL_NAME)
        predicate->label = label->name;
    /* WHERE n:Label is as good as (n:Label). */
    if (!label && expr->kind == ENT_EXPR_HAS_LABELS && expr->args[0]->kind == ENT_EXPR_VARIABLE && expr->args[0]->var &&
        expr->labels->kind == ENT_LABEL_NAME) {
        predicate->label = expr->labels->name;
        predicate->label_slot = expr->args[0]->var->slot;
    }
}

static void add_labels(graph *g, ent_var *var, const ent_label *label)
{
    if (!label)
        return;
    if (label->kind == ENT_LABEL_AND) {
        add_labels(g, var, label->left);
        add_labels(g, var, label->right);
        return;
    }
    add_predicate(g, ent_expr_has_labels(g->planner, var, label), label, var->slot);
}

static void add_properties(graph *g, ent_var *var, const ent_expr *map)
{
    for (uint32_t i = 0; map && map->kind == ENT_EXPR_MAP && i < map->arg_count; i++)
        add_predicate(g, ent_expr_property_equals(g->planner, var, map, i), NULL, 0);
}

static uint32_t graph_node_of(graph *g, const ent_node_pattern *pattern)
{
    uint32_t slot = pattern->var->slot, i = 0;
    while (i < g->node_count && g->nodes[i].slot != slot)
        i++;
    if (i == g->node_count) {
        bool bound = ent_slots_has(&g->chain->bound, slot);
        g->nodes[g->node_count++] = (graph_node){.pattern = pattern, .slot = slot, .given = bound, .bound = bound};
        if (!bound)
            ent_slots_add(&g->missing, slot);
    }
    add_labels(g, pattern->var, pattern->labels);
    add_properties(g, pattern->var, pattern->properties);
    add_predicate(g, pattern->where, NULL, 0);
    return i;
}

static void add_rel(graph *g, const ent_path_pattern *path, const ent_rel_pattern *pattern, uint32_t from, uint32_t to)
{
    ent_txn *txn = g->planner->txn;
    graph_rel *rel = &g->rels[g->rel_count++];
    *rel = (graph_rel){.pattern = pattern, .from = from, .to = to};
    if (path->kind != ENT_PATH_PLAIN) {
        rel->path = path;
        rel->needs = ent_slots_new(g->planner);
    }
    rel->given = ent_slots_has(&g->chain->bound, pattern->var->slot);
    if (!rel->given)
        ent_slots_add(&g->missing, pattern->var->slot);
    bool alternatives = ent_label_alternatives(g->planner, pattern->types, &rel->types);
    bool stepwise = (pattern->var_length || rel->path) && !rel->given;
    if (!alternatives)
        rel->types.count = 0;
    if (!alternatives && !stepwise)
        add_labels(g, pattern->var, pattern->types);
    if (!stepwise) {
        add_properties(g, pattern->var, pattern->properties);
        add_predicate(g, pattern->where, NULL, 0);
    }
    rel->count = rel->types.count ? 0 : (double)ent_count_rels(txn);
    for (uint32_t i = 0; i < rel->types.count; i++) {
        uint32_t token = ent_token_find(txn, ENT_TOKEN_TYPE, rel->types.names[i]);
        rel->count += token == ENT_NO_TOKEN ? 0 : (double)ent_count_type(txn, token);
    }
}

/* The elements of a path, but for those of shortest paths: two that are compared with each other cannot wait for each
 * other. */
static void add_elements(const ent_path_pattern *path, ent_slots *out)
{
    for (uint32_t i = 0; i <= path->rel_count; i++)
        ent_slots_add(out, path->nodes[i].var->slot);
    for (uint32_t i = 0; path->kind == ENT_PATH_PLAIN && i < path->rel_count; i++)
        ent_slots_add(out, path->rels[i].var->slot);
}

static void note_needs(graph *g, graph_rel *rel)
{
    ent_slots own = ent_slots_new(g->planner);
    const ent_rel_pattern *pattern = rel->pattern;
    if (pattern->properties)
        ent_expr_slots(pattern->properties, &own);
    if (pattern->where)
        ent_expr_slots(pattern->where, &own);
    ent_slots uses = ent_slots_copy(g->planner, &own);
    for (uint32_t i = 0; i < g->predicates.count; i++) {
        const ent_slots *about = &g->predicates.items[i].uses;
        if (ent_slots_has(about, pattern->var->slot) || (rel->path->var && ent_slots_has(about, rel->path->var->slot)))
            ent_slots_join(&uses, about);
    }
    for (uint32_t p = 0; p < g->path_count; p++)
        if (g->paths[p].var && ent_slots_has(&uses, g->paths[p].var->slot))
            add_elements(&g->paths[p], &rel->needs);
    for (uint32_t i = 0; i < g->node_count; i++)
        if (ent_slots_has(&uses, g->nodes[i].slot))
            ent_slots_add(&rel->needs, g->nodes[i].slot);
    for (uint32_t i = 0; i < g->rel_count; i++)
        if (ent_slots_has(g->rels[i].path ? &own : &uses, g->rels[i].pattern->var->slot))
            ent_slots_add(&rel->needs, g->rels[i].pattern->var->slot);
}

static ent_status gather(graph *g, ent_expr *where)
{
    uint32_t nodes = 0, rels = 0;
    for (uint32_t p = 0; p < g->path_count; p++) {
        nodes += g->paths[p].rel_count + 1;
        rels += g->paths[p].rel_count;
    }
    g->nodes = ENT_NEW_ARRAY(g->planner->arena, graph_node, nodes);
    g->rels = ENT_NEW_ARRAY(g->planner->arena, graph_rel, rels + 1);
    g->path_done = ent_arena_zero(g->planner->arena, g->path_count + 1);
    if (!g->nodes || !g->rels || !g->path_done)
        return ent_planner_memory(g->planner);
    for (uint32_t p = 0; p < g->path_count; p++) {
        const ent_path_pattern *path = &g->paths[p];
        if (path->var)
            ent_slots_add(&g->missing, path->var->slot);
        uint32_t from = graph_node_of(g, &path->nodes[0]);
        for (uint32_t r = 0; r < path->rel_count; r++) {
            uint32_t to = graph_node_of(g, &path->nodes[r + 1]);
            add_rel(g, path, &path->rels[r], from, to);
            from = to;
        }
    }
    add_predicate(g, where, NULL, 0);
    for (uint32_t i = 0; i < g->rel_count; i++)
        if (g->rels[i].path)
            note_needs(g, &g->rels[i]);
    return ent_planner_memory(g->planner);
}

/* ---- estimating ---- */

static void estimate_nodes(graph *g)
{
    ent_txn *txn = g->planner->txn;
    for (uint32_t i = 0; i < g->node_count; i++) {
        graph_node *node = &g->nodes[i];
        node->selectivity = 1;
        node->population = g->all_nodes;
        for (uint32_t p = 0; p < g->predicates.count; p++) {
            const ent_predicate *predicate = &g->predicates.items[p];
            if (predicate->label.n && predicate->label_slot == node->slot) {
                uint32_t token = ent_token_find(txn, ENT_TOKEN_LABEL, predicate->label);
                double count = token == ENT_NO_TOKEN ? 0 : (double)ent_count_label(txn, token);
                node->selectivity *= g->all_nodes > 0 ? count / g->all_nodes : 1;
                if (count < node->population)
                    node->population = count;
            } else if (ent_slots_has(&predicate->uses, node->slot)) {
                node->selectivity *= predicate->expr->kind == ENT_EXPR_EQ ? 0.1 : 0.5;
            }
        }
    }
}

/* How many rows become of one by solving a relationship. */
static double factor(const graph *g, const graph_rel *rel, const bool *bound)
{
    const ent_rel_pattern *pattern = rel->pattern;
    if (rel->given)
        return 0.5;
    bool both = bound[rel->from] && bound[rel->to];
    const graph_node *start = &g->nodes[bound[rel->from] ? rel->from : rel->to];
    const graph_node *end = &g->nodes[bound[rel->from] ? rel->to : rel->from];
    /* Whether a type belongs to the nodes of a label alone is not known: between the two extremes. */
    double population = sqrt((start->population >= 1 ? start->population : 1) * (g->all_nodes >= 1 ? g->all_nodes : 1));
    double fan = rel->count / population;
    if (pattern->direction == ENT_BOTH)
        fan *= 2;
    if (pattern->var_length) {
        double low = pattern->has_min ? (double)pattern->min : 1;
        double high = pattern->has_max ? (double)pattern->max : low + 3;
        high = high < low ? low : high > low + 4 ? low + 4 : high;
        double sum = 0;
        for (double depth = low; depth <= high; depth++)
            sum += pow(fan, depth < 12 ? depth : 12);
        fan = sum;
    }
    if (both)
        return fan / (end->population >= 1 ? end->population : 1) + 0.01;
    return fan * end->selectivity + 0.01;
}

/* A shortest path waits for its ends and for all that its conditions read. */
static bool path_ready(const graph *g, const graph_rel *rel, const bool *bound, const bool *done)
{
    bool ready = bound[rel->from] && bound[rel->to];
    for (uint32_t i = 0; ready && i < g->node_count; i++)
        ready = bound[i] || !ent_slots_has(&rel->needs, g->nodes[i].slot);
    for (uint32_t i = 0; ready && i < g->rel_count; i++)
        ready = done[i] || &g->rels[i] == rel || !ent_slots_has(&rel->needs, g->rels[i].pattern->var->slot);
    return ready;
}

/* The relationship to solve next; -1 when none touches what is bound. */
static int next_rel(const graph *g, const bool *bound, const bool *done)
{
    int best = -1;
    double least = INFINITY;
    for (uint32_t r = 0; r < g->rel_count; r++) {
        const graph_rel *rel = &g->rels[r];
        bool ready = rel->given || bound[rel->from] || bound[rel->to];
        if (rel->path)
            ready = path_ready(g, rel, bound, done);
        if (done[r] || !ready)
            continue;
        double rows = factor(g, rel, bound);
        if (rows < least) {
            least = rows;
            best = (int)r;
        }
    }
    return best;
}

/* The rows that all steps would make together if the pattern were begun at a node. */
static double cost_from(const graph *g, uint32_t start, double rows, bool *bound, bool *done)
{
    for (uint32_t i = 0; i < g->node_count; i++)
        bound[i] = g->nodes[i].bound;
    for (uint32_t r = 0; r < g->rel_count; r++)
        done[r] = g->rels[r].done;
    bound[start] = true;
    double cost = rows;
    int r;
    while ((r = next_rel(g, bound, done)) >= 0) {
        rows *= factor(g, &g->rels[r], bound);
        cost += rows;
        done[r] = bound[g->rels[r].from] = bound[g->rels[r].to] = true;
    }
    return cost;
}

/* ---- predicates ---- */

/* A label of a node that the pattern has found: it is there, and neither null nor deleted. */
static bool is_plain_label(const graph *g, const ent_predicate *predicate)
{
    for (uint32_t i = 0; predicate->label.n && i < g->node_count; i++)
        if (g->nodes[i].slot == predicate->label_slot)
            return !g->nodes[i].given;
    return false;
}

static ent_status push_label_filter(graph *g, const ent_predicate *predicate)
{
    ent_planner *planner = g->planner;
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_LABEL_FILTER);
    if (!node)
        return ent_planner_memory(planner);
    uint32_t token = ent_token_find(planner->txn, ENT_TOKEN_LABEL, predicate->label);
    double count = token == ENT_NO_TOKEN ? 0 : (double)ent_count_label(planner->txn, token);
    node->rows = g->chain->top->rows * (g->all_nodes > 0 ? count / g->all_nodes : 1);
    node->scan.slot = predicate->label_slot;
    node->scan.label = predicate->label;
    node->reads.labels = ent_effect_bit(predicate->label);
    node->detail = ent_expr_text(planner, predicate->expr);
    ent_slots_add(&node->uses, predicate->label_slot);
    return ent_chain_push(planner, g->chain, node);
}

/* Filters by everything that can be decided now. */
static ent_status filter_ready(graph *g)
{
    ent_expr *all = NULL;
    double share = 1;
    for (uint32_t i = 0; i < g->predicates.count; i++) {
        ent_predicate *predicate = &g->predicates.items[i];
        if (predicate->done || ent_slots_meet(&predicate->uses, &g->missing) ||
            ent_slots_meet(&predicate->uses, &g->hidden))
            continue;
        predicate->done = true;
        if (is_plain_label(g, predicate)) {
            ENT_TRY(push_label_filter(g, predicate));
            continue;
        }
        all = ent_expr_and(g->planner, all, predicate->expr);
        share *= predicate->expr->kind == ENT_EXPR_EQ ? 0.1 : 0.5;
        if (!all)
            return ent_planner_memory(g->planner);
    }
    if (!all)
        return ENT_OK;
    double rows = g->chain->top->rows * share;
    ENT_TRY(ent_plan_filter(g->planner, g->chain, all));
    g->chain->top->rows = rows;
    return ENT_OK;
}

/* ---- pushing ---- */

static bool types_meet(const ent_names *a, const ent_names *b)
{
    if (a->count == 0 || b->count == 0)
        return true;
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t j = 0; j < b->count; j++)
            if (ent_str_equal(a->names[i], b->names[j]))
                return true;
    return false;
}

/* Within one MATCH no relationship is used twice: those solved before, as far as types allow. */
static void find_unlike(graph *g, const graph_rel *rel, ent_plan_node *node)
{
    ent_unlike *unlike = &node->expand.unlike;
    unlike->slots = ENT_NEW_ARRAY(g->planner->arena, uint32_t, g->rel_count + 1);
    for (uint32_t i = 0; unlike->slots && !rel->path && i < g->rel_count; i++) {
        const graph_rel *other = &g->rels[i];
        if (other == rel || !other->done || other->path || !types_meet(&other->types, &rel->types))
            continue;
        ent_slots_add(&node->uses, other->pattern->var->slot);
        unlike->slots[unlike->count++] = other->pattern->var->slot;
    }
}

const char *ent_rel_detail(ent_planner *planner, const ent_rel_pattern *pattern, const ent_names *type_names,
                           ent_direction direction)
{
    ent_arena *arena = planner->arena;
    const char *types = "";
    for (uint32_t i = 0; types && i < type_names->count; i++)
        types = ent_arena_printf(arena, "%s%s%.*s", types, i ? "|" : ":", ENT_STR_ARG(type_names->names[i]));
    const char *length = "";
    if (pattern->var_length) {
        long long min = pattern->has_min ? (long long)pattern->min : 1;
        length = pattern->has_max ? ent_arena_printf(arena, "*%lld..%lld", min, (long long)pattern->max)
                                  : ent_arena_printf(arena, "*%lld..", min);
    }
    return ent_arena_printf(arena, "%s[%s%s]%s", direction == ENT_IN ? "<-" : "-", types ? types : "",
                            length ? length : "", direction == ENT_OUT ? "->" : "-");
}

static void bind(graph *g, ent_plan_node *node, uint32_t slot)
{
    ent_slots_add(&node->defs, slot);
    ent_slots_remove(&g->missing, slot);
}

static void note_bound(graph *g, graph_node *node)
{
    if (!node->bound)
        node->rank = ++g->ranks;
    node->bound = true;
}

static ent_op_id op_of(const graph_rel *rel, bool into)
{
    if (rel->given)
        return ENT_OP_BOUND_REL;
    if (rel->pattern->var_length)
        return ENT_OP_VAR_EXPAND;
    return into ? ENT_OP_EXPAND_INTO : ENT_OP_EXPAND;
}

static ent_direction turn(ent_direction direction)
{
    return direction == ENT_OUT ? ENT_IN : direction == ENT_IN ? ENT_OUT : ENT_BOTH;
}

ent_status ent_plan_path_value(ent_planner *planner, ent_chain *chain, const ent_path_pattern *path)
{
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_PATH);
    uint32_t count = 2 * path->rel_count + 1;
    uint32_t *elements = ENT_NEW_ARRAY(planner->arena, uint32_t, count);
    bool *is_list = ENT_NEW_ARRAY(planner->arena, bool, count);
    if (!node || !elements || !is_list)
        return ent_planner_memory(planner);
    for (uint32_t i = 0; i < count; i++) {
        elements[i] = i % 2 ? path->rels[i / 2].var->slot : path->nodes[i / 2].var->slot;
        is_list[i] = i % 2 && path->rels[i / 2].var_length;
        ent_slots_add(&node->uses, elements[i]);
    }
    node->path = (ent_plan_path){path->var->slot, elements, is_list, count};
    node->rows = chain->top->rows;
    ent_slots_add(&node->defs, path->var->slot);
    return ent_chain_push(planner, chain, node);
}

/* Named paths whose elements are all bound. */
static ent_status push_paths(graph *g)
{
    for (uint32_t p = 0; p < g->path_count; p++) {
        const ent_path_pattern *path = &g->paths[p];
        bool ready = path->var && !g->path_done[p];
        for (uint32_t i = 0; ready && i <= path->rel_count; i++)
            ready = !ent_slots_has(&g->missing, path->nodes[i].var->slot);
        for (uint32_t i = 0; ready && i < path->rel_count; i++)
            ready = !ent_slots_has(&g->missing, path->rels[i].var->slot);
        if (!ready)
            continue;
        ENT_TRY(ent_plan_path_value(g->planner, g->chain, path));
        ent_slots_remove(&g->missing, path->var->slot);
        g->path_done[p] = true;
    }
    return ENT_OK;
}

/* Conditions on a shortest path are part of what is looked for: the shortest that fulfils them. */
static ent_status push_shortest(graph *g, graph_rel *rel)
{
    ent_planner *planner = g->planner;
    const ent_path_pattern *path = rel->path;
    ent_expr **conditions = ENT_NEW_ARRAY(planner->arena, ent_expr *, g->predicates.count + 1);
    uint32_t count = 0;
    ENT_TRY(push_paths(g)); /* conditions may read them */
    ent_slots_remove(&g->missing, rel->pattern->var->slot);
    if (path->var)
        ent_slots_remove(&g->missing, path->var->slot);
    g->path_done[path - g->paths] = true;
    for (uint32_t i = 0; conditions && i < g->predicates.count; i++) {
        const ent_predicate *predicate = &g->predicates.items[i];
        bool about = ent_slots_has(&predicate->uses, rel->pattern->var->slot) ||
                     (path->var && ent_slots_has(&predicate->uses, path->var->slot));
        if (!predicate->done && about && !ent_slots_meet(&predicate->uses, &g->missing))
            conditions[count++] = predicate->expr;
    }
    rel->done = true;
    return conditions ? ent_plan_shortest(planner, g->chain, path, &rel->types, conditions, count)
                      : ent_planner_memory(planner);
}

static ent_status push_rel(graph *g, graph_rel *rel)
{
    if (rel->path)
        return push_shortest(g, rel);
    ent_planner *planner = g->planner;
    const ent_rel_pattern *pattern = rel->pattern;
    graph_node *left = &g->nodes[rel->from], *right = &g->nodes[rel->to];
    bool both = left->bound && right->bound, reversed = !left->bound && right->bound;
    /* Of two bound ends the one that was bound earlier changes less often from row to row. */
    if (both && !rel->given && !pattern->var_length)
        reversed = right->rank < left->rank;
    ent_plan_node *node = ent_planner_node(planner, op_of(rel, both));
    bool *bound = ENT_NEW_ARRAY(planner->arena, bool, g->node_count);
    if (!node || !bound)
        return ent_planner_memory(planner);
    for (uint32_t i = 0; i < g->node_count; i++)
        bound[i] = g->nodes[i].bound;
    node->rows = g->chain->top->rows * factor(g, rel, bound);
    node->expand = (ent_plan_expand){.from = reversed ? right->slot : left->slot,
                                     .to = reversed ? left->slot : right->slot,
                                     .rel = pattern->var->slot,
                                     .direction = reversed ? turn(pattern->direction) : pattern->direction,
                                     .types = rel->types,
                                     .min = pattern->has_min ? pattern->min : 1,
                                     .max = pattern->has_max ? pattern->max : -1,
                                     .reversed = reversed,
                                     .into = both,
                                     .from_bound = reversed ? right->bound : left->bound,
                                     .to_bound = both,
                                     .is_list = pattern->var_length,
                                     .where = pattern->span};
    node->detail = ent_rel_detail(planner, pattern, &rel->types, node->expand.direction);
    node->reads.rels = rel->types.count ? 0 : UINT64_MAX;
    for (uint32_t i = 0; i < rel->types.count; i++)
        node->reads.rels |= ent_effect_bit(rel->types.names[i]);
    if (!rel->given && pattern->var_length) {
        ent_expr *later = NULL;
        ENT_TRY(ent_plan_steps(planner, g->chain, node, pattern, NULL, 0, &g->missing, &later));
        add_predicate(g, later, NULL, 0);
    }
    if (node->expand.from_bound)
        ent_slots_add(&node->uses, node->expand.from);
    else
        bind(g, node, node->expand.from);
    if (both)
        ent_slots_add(&node->uses, node->expand.to);
    else
        bind(g, node, node->expand.to);
    find_unlike(g, rel, node);
    if (rel->given)
        ent_slots_add(&node->uses, node->expand.rel);
    else
        bind(g, node, node->expand.rel);
    ENT_TRY(ent_chain_push(planner, g->chain, node));
    note_bound(g, left);
    note_bound(g, right);
    rel->done = true;
    return ENT_OK;
}

static ent_status push_rel_scan(graph *g, graph_rel *rel)
{
    ent_plan_node *node = ent_planner_node(g->planner, ENT_OP_REL_SCAN);
    if (!node)
        return ent_planner_memory(g->planner);
    node->rows = g->chain->top->rows * rel->count * (rel->pattern->direction == ENT_BOTH ? 2 : 1);
    node->expand = (ent_plan_expand){.from = g->nodes[rel->from].slot,
                                     .to = g->nodes[rel->to].slot,
                                     .rel = rel->pattern->var->slot,
                                     .direction = rel->pattern->direction,
                                     .types = rel->types};
    node->detail = ent_rel_detail(g->planner, rel->pattern, &rel->types, rel->pattern->direction);
    node->reads.rels = UINT64_MAX;
    bind(g, node, node->expand.from);
    bind(g, node, node->expand.to);
    bind(g, node, node->expand.rel);
    ENT_TRY(ent_chain_push(g->planner, g->chain, node));
    note_bound(g, &g->nodes[rel->from]);
    note_bound(g, &g->nodes[rel->to]);
    rel->done = true;
    return ENT_OK;
}

/* Whether properties of a relationship will be read, by a predicate or further on. */
static bool is_read(const graph *g, uint32_t slot)
{
    for (uint32_t i = 0; i < g->predicates.count; i++)
        if (!g->predicates.items[i].done && ent_slots_has(&g->predicates.items[i].uses, slot))
            return true;
    for (uint32_t i = 0; i < g->planner->wanted_count; i++)
        if (g->planner->wanted[i].slot == slot)
            return true;
    return false;
}

/* A scan of all relationships pays where most of them would be come by anyway: it goes through the file in order, also
 * for their properties, of which each would otherwise cost a search. */
static graph_rel *scannable(graph *g, double node_cost)
{
    double cost = (double)ent_count_rels(g->planner->txn);
    for (uint32_t r = 0; r < g->rel_count; r++) {
        graph_rel *rel = &g->rels[r];
        bool first = true;
        for (uint32_t i = 0; i < g->rel_count; i++)
            first &= !g->rels[i].done; /* what was solved before would have to be compared */
        if (first && !rel->done && !rel->given && !rel->path && !rel->pattern->var_length && rel->from != rel->to &&
            !g->nodes[rel->from].bound && !g->nodes[rel->to].bound &&
            cost < node_cost + (is_read(g, rel->pattern->var->slot) ? 8 * fmin(node_cost, rel->count) : 0))
            return rel;
    }
    return NULL;
}

/* ---- joins by value ---- */

/* The two sides of a predicate `left = right`, of which one is known and the other speaks of the node alone. */
static bool join_sides(graph *g, const ent_predicate *predicate, uint32_t slot, ent_expr **probe, ent_expr **key)
{
    if (predicate->done || predicate->expr->kind != ENT_EXPR_EQ)
        return false;
    for (uint32_t side = 0; side < 2; side++) {
        ent_slots known = ent_slots_new(g->planner), own = ent_slots_new(g->planner);
        *probe = predicate->expr->args[side];
        *key = predicate->expr->args[1 - side];
        ent_expr_slots(*probe, &known);
        ent_expr_slots(*key, &own);
        ent_slots others = ent_slots_copy(g->planner, &g->missing);
        ent_slots_remove(&others, slot);
        if (ent_slots_meet(&known, &g->chain->bound) && !ent_slots_meet(&known, &g->missing) &&
            ent_slots_has(&own, slot) && !ent_slots_meet(&own, &others) && !ent_slots_meet(&own, &g->chain->bound))
            return true;
    }
    return false;
}

/* The nodes and their keys, from nothing: a chain that depends on no row. */
static ent_status make_inner(graph *g, graph_node *node, const ent_leaf *leaf, ent_expr *key, ent_plan_node *join)
{
    ent_planner *planner = g->planner;
    ent_chain inner, *outer = g->chain;
    ent_plan_node *project = ent_planner_node(planner, ENT_OP_PROJECT);
    ent_computed *item = ENT_NEW(planner->arena, ent_computed);
    ent_var *var = ent_planner_var(planner);
    if (!project || !item || !var)
        return planner->error->status ? planner->error->status : ent_planner_memory(planner);
    join->frame = ent_planner_frame(planner);
    ENT_TRY(ent_chain_begin(planner, join->frame, NULL, &inner));
    ENT_TRY(ent_leaf_push(planner, &inner, node->slot, leaf));
    if (leaf->predicate != UINT32_MAX)
        g->predicates.items[leaf->predicate].done = true;
    g->hidden = ent_slots_copy(planner, &outer->bound);
    g->chain = &inner;
    ent_slots_remove(&g->missing, node->slot);
    ent_status status = filter_ready(g);
    g->chain = outer;
    g->hidden = ent_slots_new(planner);
    ENT_TRY(status);
    item->slot = join->join.key = var->slot;
    project->rows = inner.top->rows;
    project->project.items = item;
    project->project.count = 1;
    project->detail = ent_expr_text(planner, key);
    ent_slots_add(&project->defs, var->slot);
    ENT_TRY(ent_planner_compile(planner, &inner, project, key, &item->program));
    ENT_TRY(ent_chain_push(planner, &inner, project));
    join->inner = inner.top;
    ent_effects_join(&join->reads, &inner.all_reads);
    /* Properties that were fetched inside come along. */
    for (const ent_cached *at = inner.cached; at; at = at->next) {
        ent_cached *copy = ENT_NEW(planner->arena, ent_cached);
        if (!copy)
            return ent_planner_memory(planner);
        *copy = *at;
        copy->next = outer->cached;
        outer->cached = copy;
        ent_slots_add(&join->defs, at->var->slot);
    }
    return ENT_OK;
}

static ent_status push_join(graph *g, graph_node *node, const ent_leaf *leaf, const ent_predicate *predicate)
{
    ent_planner *planner = g->planner;
    ent_plan_node *join = ent_planner_node(planner, ENT_OP_HASH_JOIN);
    ent_expr *probe, *key;
    if (!join || !join_sides(g, predicate, node->slot, &probe, &key))
        return ent_planner_memory(planner);
    join->detail = ent_expr_text(planner, predicate->expr);
    ENT_TRY(ent_planner_compile(planner, g->chain, join, probe, &join->join.probe));
    ENT_TRY(make_inner(g, node, leaf, key, join));
    ent_slots_add(&join->defs, node->slot);
    join->rows = g->chain->top->rows > join->inner->rows ? g->chain->top->rows : join->inner->rows;
    ENT_TRY(ent_chain_push(planner, g->chain, join));
    note_bound(g, node);
    return ENT_OK;
}

/* A join pays where many rows would each scan many nodes. */
static const ent_predicate *joinable(graph *g, uint32_t slot, const ent_leaf *leaf)
{
    ent_expr *probe, *key;
    if (leaf->op == ENT_OP_INDEX_SEEK || g->chain->top->rows < 4 || g->chain->top->rows * leaf->rows < 256)
        return NULL;
    for (uint32_t i = 0; i < g->predicates.count; i++)
        if (join_sides(g, &g->predicates.items[i], slot, &probe, &key))
            return &g->predicates.items[i];
    return NULL;
}

static ent_status push_start(graph *g)
{
    ent_planner *planner = g->planner;
    bool *bound = ENT_NEW_ARRAY(planner->arena, bool, g->node_count + 1);
    bool *done = ENT_NEW_ARRAY(planner->arena, bool, g->rel_count + 1);
    if (!bound || !done)
        return ent_planner_memory(planner);
    uint32_t best = UINT32_MAX;
    const ent_predicate *join = NULL;
    ent_leaf leaf = {.rows = 0};
    double least = INFINITY;
    for (uint32_t i = 0; i < g->node_count; i++) {
        if (g->nodes[i].bound)
            continue;
        ent_leaf candidate;
        ent_leaf_choose(planner, &g->predicates, g->nodes[i].slot, &g->missing, &candidate);
        double rows = g->all_nodes * g->nodes[i].selectivity;
        rows = candidate.rows < rows ? candidate.rows : rows;
        /* In a pattern of very many nodes the simulation would cost more than it saves. */
        double cost = candidate.rows + (g->node_count <= 24 ? cost_from(g, i, rows, bound, done) : rows);
        const ent_predicate *value = joinable(g, g->nodes[i].slot, &candidate);
        if (value && !join)
            cost = -1; /* before any product */
        if (cost < least) {
            least = cost;
            best = i;
            leaf = candidate;
            join = value;
        }
    }
    if (best == UINT32_MAX)
        return ENT_OK;
    graph_rel *scan = leaf.op != ENT_OP_INDEX_SEEK && !join ? scannable(g, least) : NULL;
    if (scan)
        return push_rel_scan(g, scan);
    graph_node *node = &g->nodes[best];
    if (join)
        return push_join(g, node, &leaf, join);
    ENT_TRY(ent_leaf_push(planner, g->chain, node->slot, &leaf));
    if (leaf.predicate != UINT32_MAX)
        g->predicates.items[leaf.predicate].done = true;
    ent_slots_remove(&g->missing, node->slot);
    note_bound(g, node);
    return ENT_OK;
}

/* A bound node that no relationship will ask for may be null, and then matches nothing. */
static ent_status refuse_nulls(graph *g)
{
    for (uint32_t i = 0; i < g->node_count; i++) {
        bool touched = !g->nodes[i].bound;
        for (uint32_t r = 0; r < g->rel_count; r++)
            touched |= g->rels[r].from == i || g->rels[r].to == i;
        if (touched)
            continue;
        ent_expr *var = ent_expr_of_var(g->planner, g->nodes[i].pattern->var, g->nodes[i].pattern->span);
        add_predicate(g, ent_expr_make(g->planner, ENT_EXPR_IS_NOT_NULL, g->nodes[i].pattern->span, var, NULL), NULL,
                      0);
    }
    return ent_planner_memory(g->planner);
}

ent_status ent_plan_match(ent_planner *planner, ent_chain *chain, const ent_path_pattern *paths, uint32_t count,
                          ent_expr *where)
{
    graph g = {.planner = planner,
               .chain = chain,
               .paths = paths,
               .path_count = count,
               .missing = ent_slots_new(planner),
               .hidden = ent_slots_new(planner),
               .all_nodes = (double)ent_count_nodes(planner->txn)};
    ENT_TRY(gather(&g, where));
    ENT_TRY(refuse_nulls(&g));
    estimate_nodes(&g);
    bool *bound = ENT_NEW_ARRAY(planner->arena, bool, g.node_count + 1);
    bool *done = ENT_NEW_ARRAY(planner->arena, bool, g.rel_count + 1);
    if (!bound || !done)
        return ent_planner_memory(planner);
    for (;;) {
        ENT_TRY(filter_ready(&g));
        bool open = false;
        for (uint32_t i = 0; i < g.node_count; i++)
            open |= !(bound[i] = g.nodes[i].bound);
        for (uint32_t r = 0; r < g.rel_count; r++)
            done[r] = g.rels[r].done;
        int rel = next_rel(&g, bound, done);
        if (rel >= 0)
            ENT_TRY(push_rel(&g, &g.rels[rel]));
        else if (open)
            ENT_TRY(push_start(&g));
        else
            break;
    }
    for (uint32_t r = 0; r < g.rel_count; r++)
        if (!g.rels[r].done)
            return ent_fail(planner->error, ENT_UNSUPPORTED, ENT_PHASE_COMPILE, g.rels[r].pattern->span, NULL,
                            "not supported yet: shortest paths that read each other");
    ENT_TRY(push_paths(&g));
    return filter_ready(&g);
}

ent_status ent_plan_filter(ent_planner *planner, ent_chain *chain, ent_expr *expr)
{
    if (!expr)
        return ENT_OK;
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_FILTER);
    if (!node)
        return ent_planner_memory(planner);
    node->rows = chain->top->rows * 0.5;
    node->detail = ent_expr_text(planner, expr);
    ENT_TRY(ent_planner_compile(planner, chain, node, expr, &node->filter.program));
    return ent_chain_push(planner, chain, node);
}
