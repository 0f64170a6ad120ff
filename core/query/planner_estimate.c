/* What the steps of a pattern would cost: from the counts that the store keeps, and guesses where it keeps none. */
#include "core/query/pattern_graph.h"

#include <math.h>

ent_status ent_graph_estimate(ent_graph *g)
{
    ent_txn *txn = g->planner->txn;
    for (uint32_t i = 0; i < g->node_count; i++) {
        ent_graph_node *node = &g->nodes[i];
        node->selectivity = node->label_share = 1;
        node->reached_share = -1;
        node->population = g->all_nodes;
        node->label = ENT_NO_TOKEN;
        for (uint32_t p = 0; p < g->predicates.count; p++) {
            const ent_predicate *predicate = &g->predicates.items[p];
            if (predicate->label.n && predicate->label_slot == node->slot) {
                uint32_t token = ent_token_find(txn, ENT_TOKEN_LABEL, predicate->label);
                double count = token == ENT_NO_TOKEN ? 0 : (double)ent_count_label(txn, token);
                node->label_share *= g->all_nodes > 0 ? count / g->all_nodes : 1;
                if (token != ENT_NO_TOKEN && (node->label == ENT_NO_TOKEN || count < node->population))
                    node->label = token;
                if (count < node->population)
                    node->population = count;
            } else if (ent_slots_has(&predicate->uses, node->slot)) {
                node->selectivity *= predicate->expr->kind == ENT_EXPR_EQ ? 0.1 : 0.5;
            }
        }
    }
    for (uint32_t r = 0; r < g->rel_count; r++)
        ENT_TRY(ent_graph_sample(g, &g->rels[r]));
    return ENT_OK;
}

double ent_graph_fan(const ent_graph *g, const ent_graph_rel *rel, const bool *bound)
{
    const ent_rel_pattern *pattern = rel->pattern;
    if (rel->given)
        return 0.5;
    int side = bound[rel->from] ? 0 : 1;
    double fan = rel->count / (g->all_nodes >= 1 ? g->all_nodes : 1) * (pattern->direction == ENT_BOTH ? 2 : 1);
    double first = rel->fan[side] >= 0 ? rel->fan[side] : fan;
    if (pattern->var_length) {
        double low = pattern->has_min ? (double)pattern->min : 1;
        double high = pattern->has_max ? (double)pattern->max : low + 3;
        high = high < low ? low : high > low + 4 ? low + 4 : high;
        double sum = 0;
        for (int i = 0; low + i <= high; i++)
            sum += low + i == 0 ? 1 : first * pow(fan, low + i < 12 ? low + i - 1 : 11);
        first = sum;
    }
    const ent_graph_node *end = &g->nodes[side ? rel->from : rel->to];
    if (bound[rel->from] && bound[rel->to])
        first /= end->population >= 1 ? end->population : 1;
    return first + 0.01;
}

double ent_graph_share(const ent_graph *g, const ent_graph_rel *rel, const bool *bound)
{
    int side = bound[rel->from] ? 0 : 1;
    const ent_graph_node *end = &g->nodes[side ? rel->from : rel->to];
    bool sampled = rel->share[side] >= 0 && !rel->pattern->var_length;
    return sampled ? rel->share[side] : end->label_share;
}

double ent_graph_factor(const ent_graph *g, const ent_graph_rel *rel, const bool *bound)
{
    double fan = ent_graph_fan(g, rel, bound);
    if (rel->given || (bound[rel->from] && bound[rel->to]))
        return fan;
    const ent_graph_node *end = &g->nodes[bound[rel->from] ? rel->to : rel->from];
    return fan * ent_graph_share(g, rel, bound) * end->selectivity + 0.01;
}

/* A shortest path waits for its ends and for all that its conditions read. */
static bool path_ready(const ent_graph *g, const ent_graph_rel *rel, const bool *bound, const bool *done)
{
    bool ready = bound[rel->from] && bound[rel->to];
    for (uint32_t i = 0; ready && i < g->node_count; i++)
        ready = bound[i] || !ent_slots_has(&rel->needs, g->nodes[i].slot);
    for (uint32_t i = 0; ready && i < g->rel_count; i++)
        ready = done[i] || &g->rels[i] == rel || !ent_slots_has(&rel->needs, g->rels[i].pattern->var->slot);
    return ready;
}

/* The relationship to solve next; -1 when none touches what is bound. */
int ent_graph_next_rel(const ent_graph *g, const bool *bound, const bool *done)
{
    int best = -1;
    double least = INFINITY;
    for (uint32_t r = 0; r < g->rel_count; r++) {
        const ent_graph_rel *rel = &g->rels[r];
        bool ready = rel->given || bound[rel->from] || bound[rel->to];
        if (rel->path)
            ready = path_ready(g, rel, bound, done);
        if (done[r] || !ready)
            continue;
        double rows = ent_graph_factor(g, rel, bound);
        if (rows < least) {
            least = rows;
            best = (int)r;
        }
    }
    return best;
}

/* The rows that all steps would make together if the pattern were begun at a node. */
double ent_graph_cost(const ent_graph *g, uint32_t start, double rows, bool *bound, bool *done)
{
    for (uint32_t i = 0; i < g->node_count; i++)
        bound[i] = g->nodes[i].bound;
    for (uint32_t r = 0; r < g->rel_count; r++)
        done[r] = g->rels[r].done;
    bound[start] = true;
    double cost = rows;
    int r;
    while ((r = ent_graph_next_rel(g, bound, done)) >= 0) {
        rows *= ent_graph_factor(g, &g->rels[r], bound);
        cost += rows;
        done[r] = bound[g->rels[r].from] = bound[g->rels[r].to] = true;
    }
    return cost;
}
