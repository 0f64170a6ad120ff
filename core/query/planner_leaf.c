/* Where a pattern begins: index seek before label scan before all nodes, by the number of nodes each would give. */
#include "core/query/planner.h"

/* `expr` is variable `slot` . key, for some key. */
static bool is_property_of(const ent_expr *expr, uint32_t slot, ent_str *key)
{
    if (expr->kind != ENT_EXPR_PROPERTY || expr->args[0]->kind != ENT_EXPR_VARIABLE || !expr->args[0]->var ||
        expr->args[0]->var->slot != slot)
        return false;
    *key = expr->name;
    return true;
}

typedef struct {
    ent_planner *planner;
    const ent_predicates *predicates;
    uint32_t slot;
    const ent_slots *missing;
    ent_leaf *best;
} choice;

/* Whether a value is known before the pattern begins. */
static bool known(const choice *c, ent_expr *expr)
{
    ent_slots uses = ent_slots_new(c->planner);
    ent_expr_slots(expr, &uses);
    return uses.words && !ent_slots_meet(&uses, c->missing);
}

/* predicate: the comparison that asks for it */
static void consider(choice *c, uint32_t predicate, ent_leaf leaf, ent_str key, double share)
{
    ent_txn *txn = c->planner->txn;
    uint32_t key_token = ent_token_find(txn, ENT_TOKEN_KEY, key);
    for (uint32_t i = 0; key_token != ENT_NO_TOKEN && i < c->predicates->count; i++) {
        const ent_predicate *label = &c->predicates->items[i];
        if (label->label.n == 0 || label->label_slot != c->slot)
            continue;
        uint32_t label_token = ent_token_find(txn, ENT_TOKEN_LABEL, label->label);
        uint32_t index = label_token == ENT_NO_TOKEN ? UINT32_MAX : ent_index_find(txn, label_token, key_token);
        if (index == UINT32_MAX)
            continue;
        ent_index_info info;
        ent_index_at(txn, index, &info);
        double entries = (double)info.entries;
        double rows = share > 0 ? entries * share : entries / (info.distinct ? (double)info.distinct : 1);
        if (share < 0)
            rows *= -share;
        if (rows > c->best->rows || c->best->op == ENT_OP_ID_SEEK)
            continue;
        bool one = info.unique && leaf.kind == ENT_SEEK_EQUAL && ent_expr_is_pure(leaf.value);
        leaf.op = one ? ENT_OP_UNIQUE_SEEK : ENT_OP_INDEX_SEEK;
        leaf.equality = one ? predicate : UINT32_MAX;
        leaf.index = index;
        leaf.rows = rows;
        leaf.label = label->label;
        leaf.predicate = i; /* the index holds nodes of the label alone */
        *c->best = leaf;
    }
}

/* id(n) = value: one node at most, whatever else is known of it. */
static void consider_id(choice *c, uint32_t predicate, ent_expr *left, ent_expr *value)
{
    uint32_t slot;
    if (!ent_expr_is_id(left, &slot) || slot != c->slot || !known(c, value) || !ent_expr_is_pure(value))
        return;
    *c->best =
        (ent_leaf){.op = ENT_OP_ID_SEEK, .rows = 1, .predicate = UINT32_MAX, .equality = predicate, .value = value};
}

static void consider_range(choice *c, uint32_t predicate, ent_expr *property, ent_expr *value, ent_expr_kind kind)
{
    ent_str key;
    if (!is_property_of(property, c->slot, &key) || !known(c, value))
        return;
    ent_leaf leaf = {.kind = ENT_SEEK_RANGE};
    if (kind == ENT_EXPR_GT || kind == ENT_EXPR_GE) {
        leaf.lower = value;
        leaf.lower_inclusive = kind == ENT_EXPR_GE;
    } else {
        leaf.upper = value;
        leaf.upper_inclusive = kind == ENT_EXPR_LE;
    }
    consider(c, predicate, leaf, key, 0.3);
}

static ent_expr_kind turned(ent_expr_kind kind)
{
    switch (kind) {
    case ENT_EXPR_LT:
        return ENT_EXPR_GT;
    case ENT_EXPR_LE:
        return ENT_EXPR_GE;
    case ENT_EXPR_GT:
        return ENT_EXPR_LT;
    default:
        return ENT_EXPR_LE;
    }
}

/* low <= n.k < high: both bounds are used. */
static void consider_chain(choice *c, uint32_t predicate, ent_expr *expr)
{
    ent_str key;
    if (expr->arg_count != 3 || !is_property_of(expr->args[1], c->slot, &key) || !known(c, expr->args[0]) ||
        !known(c, expr->args[2]))
        return;
    if ((expr->ops[0] != ENT_EXPR_LT && expr->ops[0] != ENT_EXPR_LE) ||
        (expr->ops[1] != ENT_EXPR_LT && expr->ops[1] != ENT_EXPR_LE))
        return;
    ent_leaf leaf = {.kind = ENT_SEEK_RANGE,
                     .lower = expr->args[0],
                     .upper = expr->args[2],
                     .lower_inclusive = expr->ops[0] == ENT_EXPR_LE,
                     .upper_inclusive = expr->ops[1] == ENT_EXPR_LE};
    consider(c, predicate, leaf, key, 0.1);
}

static void consider_predicate(choice *c, uint32_t predicate)
{
    ent_expr *expr = c->predicates->items[predicate].expr;
    ent_str key;
    ent_expr *left = expr->arg_count > 0 ? expr->args[0] : NULL, *right = expr->arg_count > 1 ? expr->args[1] : NULL;
    switch (expr->kind) {
    case ENT_EXPR_EQ:
        for (int side = 0; side < 2; side++) {
            ent_expr *property = side ? right : left, *value = side ? left : right;
            consider_id(c, predicate, property, value);
            if (is_property_of(property, c->slot, &key) && known(c, value))
                consider(c, predicate, (ent_leaf){.kind = ENT_SEEK_EQUAL, .value = value}, key, 0);
        }
        break;
    case ENT_EXPR_IN:
        if (is_property_of(left, c->slot, &key) && known(c, right)) {
            double items = right->kind == ENT_EXPR_LIST ? right->arg_count : 10;
            consider(c, predicate, (ent_leaf){.kind = ENT_SEEK_IN, .value = right}, key, -items);
        }
        break;
    case ENT_EXPR_STARTS_WITH:
        if (is_property_of(left, c->slot, &key) && known(c, right))
            consider(c, predicate, (ent_leaf){.kind = ENT_SEEK_PREFIX, .value = right}, key, 0.1);
        break;
    case ENT_EXPR_LT:
    case ENT_EXPR_LE:
    case ENT_EXPR_GT:
    case ENT_EXPR_GE:
        consider_range(c, predicate, left, right, expr->kind);
        consider_range(c, predicate, right, left, turned(expr->kind));
        break;
    case ENT_EXPR_COMPARE_CHAIN:
        consider_chain(c, predicate, expr);
        break;
    default:
        break;
    }
}

void ent_leaf_choose(ent_planner *planner, const ent_predicates *predicates, uint32_t slot, const ent_slots *missing,
                     ent_leaf *out)
{
    ent_txn *txn = planner->txn;
    *out = (ent_leaf){
        .op = ENT_OP_ALL_NODES, .rows = (double)ent_count_nodes(txn), .predicate = UINT32_MAX, .equality = UINT32_MAX};
    for (uint32_t i = 0; i < predicates->count; i++) {
        const ent_predicate *predicate = &predicates->items[i];
        if (predicate->label.n == 0 || predicate->label_slot != slot)
            continue;
        uint32_t token = ent_token_find(txn, ENT_TOKEN_LABEL, predicate->label);
        double rows = token == ENT_NO_TOKEN ? 0 : (double)ent_count_label(txn, token);
        if (out->op == ENT_OP_ALL_NODES || rows < out->rows)
            *out = (ent_leaf){.op = ENT_OP_LABEL_SCAN,
                              .rows = rows,
                              .predicate = i,
                              .equality = UINT32_MAX,
                              .label = predicate->label};
    }
    choice c = {planner, predicates, slot, missing, out};
    for (uint32_t i = 0; i < predicates->count; i++)
        if (predicates->items[i].expr)
            consider_predicate(&c, i);
}

static const char *seek_detail(ent_planner *planner, const ent_leaf *leaf)
{
    static const char *const kinds[] = {"=", "IN", "range", "STARTS WITH"};
    ent_index_info info;
    ent_index_at(planner->txn, leaf->index, &info);
    ent_str key = ent_token_name(planner->txn, ENT_TOKEN_KEY, info.key);
    return ent_arena_printf(planner->arena, ":%.*s(%.*s) %s by %.*s", ENT_STR_ARG(leaf->label), ENT_STR_ARG(key),
                            kinds[leaf->kind], ENT_STR_ARG(info.name));
}

/* In the main chain a seek by id sees what was there before the statement, as long as no clause before it makes nodes;
 * then it needs no barrier against those that make some behind it. What deletes nodes reads and writes everything. */
static ent_status push_id_seek(ent_planner *planner, ent_chain *chain, ent_plan_node *node, const ent_leaf *leaf)
{
    bool first = chain->frame == 0 && chain->all_writes.nodes == 0;
    node->reads.nodes = first ? 0 : UINT64_MAX;
    node->reads.labels = 1;
    node->seek.upto_now = first;
    node->detail = ent_arena_printf(planner->arena, "id = %s", ent_expr_text(planner, leaf->value));
    ENT_TRY(ent_planner_compile(planner, chain, node, leaf->value, &node->seek.value));
    return ent_chain_push(planner, chain, node);
}

ent_status ent_leaf_push(ent_planner *planner, ent_chain *chain, uint32_t slot, const ent_leaf *leaf)
{
    ent_plan_node *node = ent_planner_node(planner, leaf->op);
    if (!node)
        return ent_planner_memory(planner);
    node->rows = chain->top->rows * leaf->rows;
    ent_slots_add(&node->defs, slot);
    node->seek.slot = slot;
    if (leaf->op == ENT_OP_ID_SEEK)
        return push_id_seek(planner, chain, node, leaf);
    node->reads.nodes = leaf->op == ENT_OP_ALL_NODES ? UINT64_MAX : ent_effect_bit(leaf->label);
    if (leaf->op != ENT_OP_ALL_NODES)
        node->reads.labels = ent_effect_bit(leaf->label);
    if (!ent_leaf_seeks(leaf)) {
        node->scan.slot = slot;
        node->scan.label = leaf->label;
        if (leaf->op == ENT_OP_LABEL_SCAN)
            node->detail = ent_arena_printf(planner->arena, ":%.*s", ENT_STR_ARG(leaf->label));
        return ent_chain_push(planner, chain, node);
    }
    ent_index_info info;
    ent_index_at(planner->txn, leaf->index, &info);
    node->reads.keys = ent_effect_bit(ent_token_name(planner->txn, ENT_TOKEN_KEY, info.key));
    node->detail = seek_detail(planner, leaf);
    node->seek = (ent_plan_seek){.slot = slot,
                                 .index = leaf->index,
                                 .kind = leaf->kind,
                                 .lower_inclusive = leaf->lower_inclusive,
                                 .upper_inclusive = leaf->upper_inclusive};
    if (leaf->value)
        ENT_TRY(ent_planner_compile(planner, chain, node, leaf->value, &node->seek.value));
    if (leaf->lower)
        ENT_TRY(ent_planner_compile(planner, chain, node, leaf->lower, &node->seek.lower));
    if (leaf->upper)
        ENT_TRY(ent_planner_compile(planner, chain, node, leaf->upper, &node->seek.upper));
    return ent_chain_push(planner, chain, node);
}
