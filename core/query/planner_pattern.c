/* Patterns into operators, by cost.
 *
 * A pattern is a graph of node and relationship variables and a list of predicates: labels, properties and the parts of
 * WHERE. It is solved step by step: expand the relationship from a bound node that multiplies rows least; where none
 * touches a bound node, begin at the node from which solving the rest costs least. A predicate becomes a filter as soon
 * as all it names is bound. */
#include "core/query/pattern_graph.h"

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

void ent_graph_add_predicate(ent_graph *g, ent_expr *expr, const ent_label *label, uint32_t slot)
{
    if (!expr)
        return;
    if (expr->kind == ENT_EXPR_AND) {
        for (uint32_t i = 0; i < expr->arg_count; i++)
            ent_graph_add_predicate(g, expr->args[i], NULL, 0);
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

static void add_labels(ent_graph *g, ent_var *var, const ent_label *label)
{
    if (!label)
        return;
    if (label->kind == ENT_LABEL_AND) {
        add_labels(g, var, label->left);
        add_labels(g, var, label->right);
        return;
    }
    ent_graph_add_predicate(g, ent_expr_has_labels(g->planner, var, label), label, var->slot);
}

static void add_properties(ent_graph *g, ent_var *var, const ent_expr *map)
{
    for (uint32_t i = 0; map && map->kind == ENT_EXPR_MAP && i < map->arg_count; i++)
        ent_graph_add_predicate(g, ent_expr_property_equals(g->planner, var, map, i), NULL, 0);
}

static uint32_t graph_node_of(ent_graph *g, const ent_node_pattern *pattern)
{
    uint32_t slot = pattern->var->slot, i = 0;
    while (i < g->node_count && g->nodes[i].slot != slot)
        i++;
    if (i == g->node_count) {
        bool bound = ent_slots_has(&g->chain->bound, slot);
        g->nodes[g->node_count++] = (ent_graph_node){.pattern = pattern, .slot = slot, .given = bound, .bound = bound};
        if (!bound)
            ent_slots_add(&g->missing, slot);
    }
    add_labels(g, pattern->var, pattern->labels);
    add_properties(g, pattern->var, pattern->properties);
    ent_graph_add_predicate(g, pattern->where, NULL, 0);
    return i;
}

static void add_rel(ent_graph *g, const ent_path_pattern *path, const ent_rel_pattern *pattern, uint32_t from,
                    uint32_t to)
{
    ent_txn *txn = g->planner->txn;
    ent_graph_rel *rel = &g->rels[g->rel_count++];
    *rel = (ent_graph_rel){.pattern = pattern, .from = from, .to = to};
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
    if (rel->given && pattern->var_length) {
        ent_graph_add_predicate(g, ent_plan_bound_steps(g->planner, pattern), NULL, 0);
    } else if (!stepwise) {
        if (!alternatives)
            add_labels(g, pattern->var, pattern->types);
        add_properties(g, pattern->var, pattern->properties);
        ent_graph_add_predicate(g, pattern->where, NULL, 0);
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

static void note_needs(ent_graph *g, ent_graph_rel *rel)
{
    ent_slots own = ent_slots_new(g->planner);
    const ent_rel_pattern *pattern = rel->pattern;
    if (pattern->properties)
        ent_expr_slots(pattern->properties, &own);
    if (pattern->where)
        ent_expr_slots(pattern->where, &own);
    ent_slots uses = ent_slots_copy(g->planner, &own);
    for (uint32_t i = 0; !rel->path->selected && i < g->predicates.count; i++) {
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

static ent_status gather(ent_graph *g, ent_expr *where)
{
    uint32_t nodes = 0, rels = 0;
    for (uint32_t p = 0; p < g->path_count; p++) {
        nodes += g->paths[p].rel_count + 1;
        rels += g->paths[p].rel_count;
    }
    g->nodes = ENT_NEW_ARRAY(g->planner->arena, ent_graph_node, nodes);
    g->rels = ENT_NEW_ARRAY(g->planner->arena, ent_graph_rel, rels + 1);
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
    ent_graph_add_predicate(g, where, NULL, 0);
    for (uint32_t i = 0; i < g->rel_count; i++)
        if (g->rels[i].path)
            note_needs(g, &g->rels[i]);
    return ent_planner_memory(g->planner);
}

/* ---- predicates ---- */

/* A label of a node that the pattern has found: it is there, and neither null nor deleted. */
static bool is_plain_label(const ent_graph *g, const ent_predicate *predicate)
{
    for (uint32_t i = 0; predicate->label.n && i < g->node_count; i++)
        if (g->nodes[i].slot == predicate->label_slot)
            return !g->nodes[i].given;
    return false;
}

/* How many of the rows are left by asking for the label. */
static double label_share(const ent_graph *g, const ent_predicate *predicate, uint32_t token)
{
    for (uint32_t i = 0; i < g->node_count; i++)
        if (g->nodes[i].slot == predicate->label_slot && g->nodes[i].label == token && g->nodes[i].reached_share >= 0)
            return g->nodes[i].reached_share;
    double count = token == ENT_NO_TOKEN ? 0 : (double)ent_count_label(g->planner->txn, token);
    return g->all_nodes > 0 ? count / g->all_nodes : 1;
}

static ent_status push_label_filter(ent_graph *g, const ent_predicate *predicate)
{
    ent_planner *planner = g->planner;
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_LABEL_FILTER);
    if (!node)
        return ent_planner_memory(planner);
    uint32_t token = ent_token_find(planner->txn, ENT_TOKEN_LABEL, predicate->label);
    node->rows = g->chain->top->rows * label_share(g, predicate, token);
    node->scan.slot = predicate->label_slot;
    node->scan.label = predicate->label;
    node->reads.labels = ent_effect_bit(predicate->label);
    node->detail = ent_expr_text(planner, predicate->expr);
    ent_slots_add(&node->uses, predicate->label_slot);
    return ent_chain_push(planner, g->chain, node);
}

/* Filters by everything that can be decided now. */
ent_status ent_graph_filter(ent_graph *g)
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
ent_status ent_graph_push_paths(ent_graph *g)
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

/* A bound node that no relationship will ask for may be null, and then matches nothing. */
static ent_status refuse_nulls(ent_graph *g)
{
    for (uint32_t i = 0; i < g->node_count; i++) {
        bool touched = !g->nodes[i].bound;
        for (uint32_t r = 0; r < g->rel_count; r++)
            touched |= g->rels[r].from == i || g->rels[r].to == i;
        if (touched)
            continue;
        ent_expr *var = ent_expr_of_var(g->planner, g->nodes[i].pattern->var, g->nodes[i].pattern->span);
        ent_graph_add_predicate(
            g, ent_expr_make(g->planner, ENT_EXPR_IS_NOT_NULL, g->nodes[i].pattern->span, var, NULL), NULL, 0);
    }
    return ent_planner_memory(g->planner);
}

ent_status ent_plan_match(ent_planner *planner, ent_chain *chain, const ent_path_pattern *paths, uint32_t count,
                          ent_expr *where)
{
    ent_graph g = {.planner = planner,
                   .chain = chain,
                   .paths = paths,
                   .path_count = count,
                   .missing = ent_slots_new(planner),
                   .hidden = ent_slots_new(planner),
                   .all_nodes = (double)ent_count_nodes(planner->txn)};
    ENT_TRY(gather(&g, where));
    ENT_TRY(refuse_nulls(&g));
    ENT_TRY(ent_graph_estimate(&g));
    bool *bound = ENT_NEW_ARRAY(planner->arena, bool, g.node_count + 1);
    bool *done = ENT_NEW_ARRAY(planner->arena, bool, g.rel_count + 1);
    if (!bound || !done)
        return ent_planner_memory(planner);
    for (;;) {
        ENT_TRY(ent_graph_filter(&g));
        bool open = false;
        for (uint32_t i = 0; i < g.node_count; i++)
            open |= !(bound[i] = g.nodes[i].bound);
        for (uint32_t r = 0; r < g.rel_count; r++)
            done[r] = g.rels[r].done;
        int rel = ent_graph_next_rel(&g, bound, done);
        if (rel >= 0)
            ENT_TRY(ent_graph_push_rel(&g, &g.rels[rel]));
        else if (open)
            ENT_TRY(ent_graph_push_start(&g));
        else
            break;
    }
    for (uint32_t r = 0; r < g.rel_count; r++)
        if (!g.rels[r].done)
            return ent_fail(planner->error, ENT_UNSUPPORTED, ENT_PHASE_COMPILE, g.rels[r].pattern->span, NULL,
                            "not supported yet: shortest paths that read each other");
    ENT_TRY(ent_graph_push_paths(&g));
    return ent_graph_filter(&g);
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
