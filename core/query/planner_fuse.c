/* Operators that are one where they follow each other: decided when a chain is complete, from the top down. */
#include "core/query/planner.h"
#include "core/query/program.h"

static bool is_variable(const ent_program *program, uint32_t slot)
{
    return program->code->form == ENT_CODE_VARIABLE && program->code->slot == slot;
}

/* count(*), count(b), count(DISTINCT b) */
static bool counts(const ent_plan_aggregate_call *call, uint32_t slot)
{
    if (!call->function)
        return true;
    return strcmp(call->function->name, "count") == 0 && call->arg_count == 1 && is_variable(call->args[0], slot);
}

/* What lies between an aggregation and the Expand whose neighbours it only counts: labels of the neighbour, and values
 * that are known before the step. NULL: it is not so. */
static ent_plan_node *counted_expand(const ent_plan_node *aggregate, uint32_t *label_count)
{
    ent_plan_node *at = aggregate->input;
    while (at->op == ENT_OP_PROJECT || at->op == ENT_OP_LABEL_FILTER)
        at = at->input;
    if (at->op != ENT_OP_EXPAND || at->expand.unlike.count > 0)
        return NULL;
    uint32_t to = at->expand.to, rel = at->expand.rel;
    *label_count = 0;
    for (const ent_plan_node *node = aggregate->input; node != at; node = node->input) {
        bool labels = node->op == ENT_OP_LABEL_FILTER;
        if (labels ? node->scan.slot != to : node->impure || node->subplans || ent_slots_has(&node->uses, to))
            return NULL;
        if (ent_slots_has(&node->uses, rel))
            return NULL;
        *label_count += labels;
    }
    for (uint32_t k = 0; k < aggregate->aggregate.key_count; k++)
        if (aggregate->aggregate.keys[k] == to || aggregate->aggregate.keys[k] == rel)
            return NULL;
    for (uint32_t c = 0; c < aggregate->aggregate.call_count; c++)
        if (!counts(&aggregate->aggregate.calls[c], to))
            return NULL;
    return aggregate->aggregate.call_count > 0 && !ent_slots_has(&aggregate->uses, rel) ? at : NULL;
}

void ent_plan_fuse(ent_planner *planner, ent_plan_node *node)
{
    uint32_t label_count;
    ent_plan_node *expand = NULL;
    if (node->op == ENT_OP_AGGREGATE && !planner->statement->writes && !node->impure)
        expand = counted_expand(node, &label_count);
    ent_str *labels = expand ? ENT_NEW_ARRAY(planner->arena, ent_str, label_count + 1) : NULL;
    if (!labels)
        return;
    uint32_t n = 0;
    const char *detail = ent_arena_printf(planner->arena, "%s, %s(", node->detail ? node->detail : "",
                                          expand->detail ? expand->detail : "");
    ent_plan_node *above = node;
    while (above->input != expand) {
        ent_plan_node *below = above->input;
        if (below->op == ENT_OP_LABEL_FILTER) {
            labels[n++] = below->scan.label;
            detail = ent_arena_printf(planner->arena, "%s:%.*s", detail ? detail : "", ENT_STR_ARG(below->scan.label));
            above->input = below->input;
        } else {
            below->rows = expand->input->rows;
            above = below;
        }
    }
    above->input = expand->input;
    node->op = ENT_OP_COUNT_NEIGHBOURS;
    node->detail = ent_arena_printf(planner->arena, "%s)", detail ? detail : "");
    node->aggregate.along = &expand->expand;
    node->aggregate.labels = (ent_names){labels, n};
    ent_slots_remove(&node->uses, expand->expand.to);
    ent_slots_add(&node->uses, expand->expand.from);
}
