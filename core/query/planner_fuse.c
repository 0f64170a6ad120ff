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

static void count_neighbours(ent_planner *planner, ent_plan_node *node)
{
    uint32_t label_count;
    ent_plan_node *expand = NULL;
    if (!planner->statement->writes && !node->impure)
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

/* The property on which alone a condition depends; count: there is none. */
static uint32_t only_item(ent_planner *planner, const ent_plan_node *props, const ent_code *code)
{
    ent_slots slots = ent_slots_new(planner);
    uint32_t found = props->props.count;
    if (!slots.words || code->depends & ENT_ON_CHANCE)
        return found;
    ent_expr_slots((ent_expr *)code->expr, &slots);
    for (uint32_t i = 0; i < props->props.count; i++)
        if (ent_slots_has(&slots, props->props.items[i].slot)) {
            ent_slots_remove(&slots, props->props.items[i].slot);
            found = i;
            break;
        }
    for (uint32_t i = 0; i < slots.word_count; i++)
        if (slots.words[i])
            return props->props.count;
    return found;
}

/* A Filter whose conditions ask for one property each becomes part of the Properties below it, which then need not lay
 * out the others of rows that are dropped. */
static void filter_properties(ent_planner *planner, ent_plan_node *filter)
{
    ent_plan_node *props = filter->input;
    const ent_code *code = filter->filter.program->code;
    bool several = code->expr->kind == ENT_EXPR_AND && code->form == ENT_CODE_ROWS;
    uint32_t count = several ? code->arg_count : 1;
    if (filter->impure || filter->subplans || props->props.condition_count > 0)
        return;
    ent_plan_condition *conditions = ENT_NEW_ARRAY(planner->arena, ent_plan_condition, count);
    ent_program *programs = ENT_NEW_ARRAY(planner->arena, ent_program, count);
    if (!conditions || !programs)
        return;
    for (uint32_t i = 0; i < count; i++) {
        programs[i].code = several ? code->args[i] : (ent_code *)code;
        conditions[i] = (ent_plan_condition){&programs[i], only_item(planner, props, programs[i].code)};
        if (conditions[i].item == props->props.count)
            return;
    }
    props->props.conditions = conditions;
    props->props.condition_count = count;
    props->rows = filter->rows;
    props->detail = ent_arena_printf(planner->arena, "%s WHERE %s", props->detail ? props->detail : "",
                                     filter->detail ? filter->detail : "");
    *filter = *props;
}

void ent_plan_fuse(ent_planner *planner, ent_plan_node *node)
{
    if (node->op == ENT_OP_AGGREGATE)
        count_neighbours(planner, node);
    else if (node->op == ENT_OP_FILTER && node->input->op == ENT_OP_PROPS)
        filter_properties(planner, node);
}
