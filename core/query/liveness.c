/* Liveness: from the root down, which slots somebody above still reads. Operators that copy rows copy only those. And
 * whether somebody above counts rows that are alike: where nobody does, a search need not find every way. */
#include "core/query/planner.h"

static uint32_t *list_of(ent_planner *planner, const ent_slots *set, uint32_t *count)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < set->word_count; i++)
        n += (uint32_t)__builtin_popcountll(set->words[i]);
    uint32_t *list = ENT_NEW_ARRAY(planner->arena, uint32_t, n + 1);
    *count = 0;
    for (uint32_t i = 0; list && i < set->word_count; i++)
        for (uint64_t word = set->words[i]; word; word &= word - 1)
            list[(*count)++] = i * 64 + (uint32_t)__builtin_ctzll(word);
    return list;
}

static ent_slots *needs_of(ent_planner *planner, uint32_t frame)
{
    if (frame >= planner->frame_room) {
        uint32_t room = planner->plan->frame_count > frame ? planner->plan->frame_count * 2 : (frame + 1) * 2;
        ent_slots *needs = ENT_NEW_ARRAY(planner->arena, ent_slots, room);
        if (!needs)
            return NULL;
        memset(needs, 0, room * sizeof *needs);
        if (planner->frame_room)
            memcpy(needs, planner->frame_needs, planner->frame_room * sizeof *needs);
        planner->frame_needs = needs;
        planner->frame_room = room;
    }
    if (!planner->frame_needs[frame].words)
        planner->frame_needs[frame] = ent_slots_new(planner);
    return planner->frame_needs[frame].words ? &planner->frame_needs[frame] : NULL;
}

static void add_list(ent_slots *set, const uint32_t *slots, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        ent_slots_add(set, slots[i]);
}

static bool counts_once(const ent_plan_node *node)
{
    for (uint32_t c = 0; c < node->aggregate.call_count; c++) {
        const ent_plan_aggregate_call *call = &node->aggregate.calls[c];
        bool extreme =
            call->function && (strcmp(call->function->name, "min") == 0 || strcmp(call->function->name, "max") == 0);
        if (!call->distinct && !extreme)
            return false;
    }
    return true;
}

/* Whether rows alike that come into a node may be one, when those that it gives may. */
static bool may_merge(const ent_plan_node *node, bool merged)
{
    switch (node->op) {
    case ENT_OP_DISTINCT:
        return true;
    case ENT_OP_AGGREGATE:
    case ENT_OP_COUNT_NEIGHBOURS:
        return !node->impure && counts_once(node);
    case ENT_OP_FILTER:
    case ENT_OP_LABEL_FILTER:
    case ENT_OP_PROJECT:
    case ENT_OP_PROPS:
    case ENT_OP_ALL_NODES:
    case ENT_OP_LABEL_SCAN:
    case ENT_OP_INDEX_SEEK:
    case ENT_OP_UNIQUE_SEEK:
    case ENT_OP_ID_SEEK:
    case ENT_OP_REL_SCAN:
    case ENT_OP_EXPAND:
    case ENT_OP_COMMON:
    case ENT_OP_HASH_JOIN:
    case ENT_OP_EXPAND_INTO:
    case ENT_OP_VAR_EXPAND:
    case ENT_OP_REACH:
    case ENT_OP_BOUND_REL:
    case ENT_OP_SHORTEST:
    case ENT_OP_PATH:
    case ENT_OP_UNWIND:
    case ENT_OP_SORT:
    case ENT_OP_EAGER:
    case ENT_OP_OPTIONAL:
    case ENT_OP_UNION:
        return merged && !node->impure;
    default:
        return false;
    }
}

/* What the inner chain of a node must give, and what the input must give to it. */
static void mark_inner(ent_planner *planner, ent_plan_node *node, const ent_slots *live, bool merged, ent_slots *need)
{
    ent_slots inner = ent_slots_new(planner);
    switch (node->op) {
    case ENT_OP_OPTIONAL:
        ent_slots_join(&inner, live);
        ent_slots_add(&inner, node->optional.ordinal);
        break;
    case ENT_OP_MERGE:
        ent_slots_join(&inner, live);
        ent_slots_join(&inner, &node->uses);
        ent_slots_join(&inner, &node->defs);
        break;
    case ENT_OP_HASH_JOIN: {
        ent_slots made = ent_slots_copy(planner, live), others = ent_slots_copy(planner, live);
        ent_slots_subtract(&others, &node->defs);
        ent_slots_subtract(&made, &others);
        node->join.makes = list_of(planner, &made, &node->join.make_count);
        ent_slots_join(&inner, &made);
        ent_slots_add(&inner, node->join.key);
        break;
    }
    case ENT_OP_APPLY:
        add_list(&inner, node->apply.makes, node->apply.make_count);
        break;
    default:
        break;
    }
    ent_plan_liveness(planner, node->inner, &inner,
                      (node->op == ENT_OP_OPTIONAL || node->op == ENT_OP_HASH_JOIN) && merged);
    ent_slots *needs = needs_of(planner, node->frame);
    if (!needs || !need->words)
        return;
    ent_slots from_input = ent_slots_copy(planner, needs);
    ent_slots_subtract(&from_input, &node->defs);
    ent_slots_join(need, &from_input);
}

/* What is read above of the row around the subquery has to be in its frame. False: nothing is. */
static bool mark_recalled(ent_planner *planner, ent_plan_node *node, const ent_slots *live)
{
    ent_slots recalled = ent_slots_copy(planner, live), *needs = needs_of(planner, node->frame);
    ent_slots gone = ent_slots_copy(planner, live);
    if (!recalled.words || !gone.words || !needs)
        return true;
    ent_slots_subtract(&gone, &node->defs);
    ent_slots_subtract(&recalled, &gone);
    ent_slots_join(needs, &recalled);
    node->recall.slots = list_of(planner, &recalled, &node->recall.count);
    return node->recall.count > 0;
}

void ent_plan_liveness(ent_planner *planner, ent_plan_node *root, const ent_slots *live, bool merged)
{
    ent_slots current = ent_slots_copy(planner, live);
    for (ent_plan_node *node = root; node; node = node->input) {
        while (node->op == ENT_OP_RECALL && !mark_recalled(planner, node, &current))
            *node = *node->input; /* nothing is read of the row around */
        ent_plan_fuse(planner, node);
        ent_slots carry = ent_slots_copy(planner, &current);
        if (!current.words || !carry.words)
            return;
        if (node->op == ENT_OP_ARGUMENT) {
            ent_slots *needs = needs_of(planner, node->frame);
            if (needs)
                ent_slots_join(needs, &current);
        }
        if (node->op == ENT_OP_EXPAND || node->op == ENT_OP_EXPAND_INTO || node->op == ENT_OP_VAR_EXPAND ||
            node->op == ENT_OP_COMMON)
            node->expand.rel_live = ent_slots_has(&current, node->expand.rel);
        for (uint32_t i = 0; node->op == ENT_OP_PROPS && i < node->props.count; i++)
            node->props.items[i].live = ent_slots_has(&current, node->props.items[i].slot);
        if (node->op == ENT_OP_COMMON)
            node->expand.also->rel_live = ent_slots_has(&current, node->expand.also->rel);
        if (node->op == ENT_OP_VAR_EXPAND && merged && !node->expand.rel_live && node->expand.min <= 1 &&
            !node->expand.deepening)
            node->op = ENT_OP_REACH;
        ent_slots_subtract(&carry, &node->defs);
        if (node->op == ENT_OP_AGGREGATE || node->op == ENT_OP_COUNT_NEIGHBOURS || node->op == ENT_OP_COUNT_STORE)
            carry = ent_slots_new(planner);
        node->carry = list_of(planner, &carry, &node->carry_count);
        ent_slots need = ent_slots_copy(planner, &carry);
        ent_slots_join(&need, &node->uses);
        if (node->op == ENT_OP_UNION) {
            ent_slots right = ent_slots_new(planner);
            add_list(&right, node->union_.right, node->union_.count);
            ent_plan_liveness(planner, node->inner, &right, merged);
            need = ent_slots_new(planner);
            add_list(&need, node->union_.left, node->union_.count);
        } else if (node->inner) {
            if (node->op == ENT_OP_MERGE) /* its programs also read what it makes itself */
                ent_slots_subtract(&need, &node->defs);
            mark_inner(planner, node, &current, merged, &need);
        }
        merged = may_merge(node, merged);
        current = need;
    }
}
