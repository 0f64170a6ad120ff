/* How many relationships lead from a node of a label, and to what: a look at a few of its nodes. Averages over all
 * nodes would not tell, as most types belong to the nodes of one label. */
#include "core/query/pattern_graph.h"

enum { ASKED = 256, NODES = 16, ENDS = 2 };

typedef struct {
    ent_expand *cursor;
    const uint32_t *types;
    uint32_t type_count;
    ent_direction direction;
    uint32_t end_label;
    double rels;
    uint32_t nodes, ends, hits; /* looked at; of the ends, those with the label */
} sample;

static bool has_label(const ent_node_record *node, uint32_t label)
{
    for (uint32_t i = 0; i < node->label_count; i++)
        if (node->labels[i] == label)
            return true;
    return false;
}

static ent_status look(ent_planner *planner, sample *s, uint64_t node)
{
    for (uint32_t t = 0; t < s->type_count || t == 0; t++) {
        uint64_t degree;
        ENT_TRY(ent_degree(planner->txn, node, s->direction, s->type_count ? s->types[t] : ENT_NO_TOKEN, &degree,
                           planner->error));
        s->rels += (double)degree;
    }
    s->nodes++;
    if (s->end_label == ENT_NO_TOKEN)
        return ENT_OK;
    ent_adjacent ends[ENDS];
    uint32_t n;
    ENT_TRY(ent_expand_start(s->cursor, node, planner->error));
    ENT_TRY(ent_expand_next(s->cursor, ends, ENDS, &n, planner->error));
    for (uint32_t i = 0; i < n; i++) {
        ent_node_record record;
        bool found;
        ENT_TRY(ent_node_get(planner->txn, ends[i].neighbour, &record, &found, planner->error));
        s->hits += found && has_label(&record, s->end_label);
        s->ends++;
    }
    return ENT_OK;
}

/* Some of the label's nodes, spread over the first of them. */
static ent_status look_at_some(ent_planner *planner, sample *s, uint32_t label)
{
    uint64_t ids[ASKED];
    uint32_t n = 0;
    ent_scan *scan;
    ENT_TRY(ent_scan_label(planner->txn, label, &scan, planner->error));
    ent_status status = ent_scan_next(scan, ids, ASKED, &n, planner->error);
    uint32_t wanted = n < NODES ? n : NODES;
    for (uint32_t i = 0; status == ENT_OK && i < wanted; i++)
        status = look(planner, s, ids[(uint64_t)i * n / wanted]);
    ent_scan_close(scan);
    return status;
}

/* Under which the transaction's image keeps what a look told. */
static uint64_t key_of(const sample *s, uint32_t label)
{
    uint64_t key = 1469598103934665603u;
    const uint32_t parts[] = {label, s->end_label, s->direction};
    for (uint32_t i = 0; i < 3 + s->type_count; i++) {
        key ^= i < 3 ? parts[i] : s->types[i - 3];
        key *= 1099511628211u;
        key ^= key >> 32;
    }
    return key;
}

/* What is known without a look counts like one node, so that nothing is taken for impossible. */
static ent_status sample_side(ent_graph *g, ent_graph_rel *rel, int side, sample *s)
{
    const ent_graph_node *start = &g->nodes[side ? rel->to : rel->from];
    const ent_graph_node *end = &g->nodes[side ? rel->from : rel->to];
    if (start->label == ENT_NO_TOKEN)
        return ENT_OK;
    bool turned = side && s->direction != ENT_BOTH;
    sample own = *s;
    own.end_label = end->label;
    own.direction = turned ? ENT_BOTH ^ s->direction : s->direction;
    uint64_t key = key_of(&own, start->label);
    double noted[2];
    if (ent_txn_noted(g->planner->txn, key, noted)) {
        rel->fan[side] = noted[0];
        rel->share[side] = noted[1];
        return ENT_OK;
    }
    if (own.end_label != ENT_NO_TOKEN)
        ENT_TRY(
            ent_expand_open(g->planner->txn, own.direction, s->types, s->type_count, &own.cursor, g->planner->error));
    ent_status status = look_at_some(g->planner, &own, start->label);
    ent_expand_close(own.cursor);
    ENT_TRY(status);
    bool all = own.nodes == start->population;
    double usual = rel->count / (start->population >= 1 ? start->population : 1);
    rel->fan[side] = all ? own.rels / (own.nodes ? own.nodes : 1) : (own.rels + usual) / (own.nodes + 1);
    if (end->label != ENT_NO_TOKEN)
        rel->share[side] = (own.hits + end->label_share) / (own.ends + 1);
    ent_txn_note(g->planner->txn, key, (double[]){rel->fan[side], rel->share[side]});
    return ENT_OK;
}

ent_status ent_graph_sample(ent_graph *g, ent_graph_rel *rel)
{
    ent_planner *planner = g->planner;
    rel->fan[0] = rel->fan[1] = rel->share[0] = rel->share[1] = -1;
    if (rel->given || rel->count == 0)
        return ENT_OK;
    uint32_t *types = ENT_NEW_ARRAY(planner->arena, uint32_t, rel->types.count + 1);
    if (!types)
        return ent_planner_memory(planner);
    sample s = {.types = types, .direction = rel->pattern->direction, .end_label = ENT_NO_TOKEN};
    for (uint32_t i = 0; i < rel->types.count; i++) {
        uint32_t token = ent_token_find(planner->txn, ENT_TOKEN_TYPE, rel->types.names[i]);
        if (token != ENT_NO_TOKEN)
            types[s.type_count++] = token;
    }
    for (int side = 0; side < 2; side++)
        ENT_TRY(sample_side(g, rel, side, &s));
    return ENT_OK;
}
