/* WITH and RETURN: projection, aggregation, DISTINCT, ORDER BY, SKIP, LIMIT, WHERE, in this order.
 *
 * An item such as `a.x + count(*)` is taken apart: count(*) becomes a variable that Aggregate fills, `a.x` the grouping
 * key that it is, and what remains is computed afterwards. ORDER BY is treated alike: what equals an item is read from
 * the item's column. */
#include "core/query/planner.h"
#include "core/query/walk.h"

typedef struct {
    ent_planner *planner;
    ent_chain *chain;
    const ent_projection *projection;
    ent_replacement *replace; /* expression by the variable that holds it from now on */
    uint32_t replace_count, replace_room;
    const ent_expr **calls; /* aggregate calls, each once */
    ent_var **call_vars;
    uint32_t call_count, call_room;
    ent_status status;
} work;

static void add_replacement(work *w, const ent_expr *from, ent_var *to)
{
    if (w->replace_count == w->replace_room) {
        uint32_t room = w->replace_room ? w->replace_room * 2 : 16;
        ent_replacement *list = ENT_NEW_ARRAY(w->planner->arena, ent_replacement, room);
        if (!list)
            return;
        if (w->replace_count)
            memcpy(list, w->replace, w->replace_count * sizeof *list);
        w->replace = list;
        w->replace_room = room;
    }
    w->replace[w->replace_count++] = (ent_replacement){from, to};
}

static bool is_aggregate_call(const ent_expr *expr)
{
    return expr->kind == ENT_EXPR_COUNT_STAR ||
           (expr->kind == ENT_EXPR_CALL && expr->function && expr->function->aggregate);
}

/* ---- collecting the calls ---- */

static void add_call(work *w, const ent_expr *call, ent_var *var)
{
    for (uint32_t i = 0; i < w->call_count; i++)
        if (ent_expr_equal(w->calls[i], call))
            return;
    if (w->call_count == w->call_room) {
        uint32_t room = w->call_room ? w->call_room * 2 : 8;
        const ent_expr **calls = ENT_NEW_ARRAY(w->planner->arena, const ent_expr *, room);
        ent_var **vars = ENT_NEW_ARRAY(w->planner->arena, ent_var *, room);
        if (!calls || !vars)
            return;
        if (w->call_count) {
            memcpy(calls, w->calls, w->call_count * sizeof(ent_expr *));
            memcpy(vars, w->call_vars, w->call_count * sizeof(ent_var *));
        }
        w->calls = calls;
        w->call_vars = vars;
        w->call_room = room;
    }
    if (!var)
        var = ent_planner_var(w->planner);
    if (!var) {
        w->status = w->planner->error->status ? w->planner->error->status : ent_planner_memory(w->planner);
        return;
    }
    w->calls[w->call_count] = call;
    w->call_vars[w->call_count++] = var;
    add_replacement(w, call, var);
}

static bool collect_calls(ent_walk *walk, ent_expr *expr)
{
    if (!is_aggregate_call(expr))
        return !expr->query; /* an aggregate of a subquery is its own */
    add_call(walk->user, expr, NULL);
    return false;
}

/* Whether ORDER BY names the expression as an item already. */
static bool is_item(const work *w, const ent_expr *expr)
{
    for (uint32_t i = 0; i < w->projection->item_count; i++)
        if (ent_expr_equal(w->projection->items[i].expr, expr))
            return true;
    return false;
}

/* ---- nodes ---- */

static void add_detail(work *w, ent_plan_node *node, const char *gap, const char *text)
{
    const char *before = node->detail ? node->detail : "";
    if (text)
        node->detail = ent_arena_printf(w->planner->arena, "%s%s%s", before, before[0] ? gap : "", text);
}

static ent_status push_project(work *w, ent_computed *items, uint32_t count, ent_plan_node *node)
{
    if (count == 0)
        return ENT_OK;
    node->project.items = items;
    node->project.count = count;
    node->rows = w->chain->top->rows;
    return ent_chain_push(w->planner, w->chain, node);
}

/* Computes the items for which `wanted` holds into their variables. What stands in its slot already stays. */
static ent_status project_items(work *w, bool aggregate, bool replaced)
{
    const ent_projection *projection = w->projection;
    ent_plan_node *node = ent_planner_node(w->planner, ENT_OP_PROJECT);
    ent_computed *items = ENT_NEW_ARRAY(w->planner->arena, ent_computed, projection->item_count + 1);
    uint32_t count = 0;
    if (!node || !items)
        return ent_planner_memory(w->planner);
    for (uint32_t i = 0; i < projection->item_count; i++) {
        const ent_projection_item *item = &projection->items[i];
        bool in_place = item->expr->kind == ENT_EXPR_VARIABLE && item->expr->var->slot == item->var->slot;
        bool filled = aggregate && is_aggregate_call(item->expr);
        for (uint32_t c = 0; filled && c < w->call_count; c++)
            if (ent_expr_equal(w->calls[c], item->expr))
                filled = w->call_vars[c]->slot == item->var->slot;
        if (in_place || filled || item->expr->aggregate != aggregate)
            continue;
        ent_expr *expr = replaced ? ent_expr_replace(w->planner, item->expr, w->replace, w->replace_count) : item->expr;
        items[count].slot = item->var->slot;
        ENT_TRY(ent_planner_compile(w->planner, w->chain, node, expr, &items[count].program));
        ent_slots_add(&node->defs, item->var->slot);
        add_detail(w, node, ", ", ent_expr_text(w->planner, item->expr));
        count++;
    }
    return push_project(w, items, count, node);
}

static ent_status compile_call(work *w, ent_plan_node *node, const ent_expr *expr, ent_var *var)
{
    ent_planner *planner = w->planner;
    ent_plan_aggregate_call *call = &node->aggregate.calls[node->aggregate.call_count++];
    ent_span *spans = ENT_NEW_ARRAY(planner->arena, ent_span, expr->arg_count + 1);
    *call = (ent_plan_aggregate_call){.function = expr->kind == ENT_EXPR_CALL ? expr->function : NULL,
                                      .distinct = expr->distinct,
                                      .slot = var->slot,
                                      .where = expr->span,
                                      .arg_count = expr->arg_count,
                                      .arg_spans = spans};
    call->args = ENT_NEW_ARRAY(planner->arena, ent_program *, expr->arg_count + 1);
    if (!call->args || !spans)
        return ent_planner_memory(planner);
    if (expr->arg_count > 8)
        return ent_fail(planner->error, ENT_SYNTAX, ENT_PHASE_COMPILE, expr->span, "InvalidNumberOfArguments",
                        "%s takes fewer arguments", expr->function->name);
    for (uint32_t a = 0; a < expr->arg_count; a++) {
        spans[a] = expr->args[a]->span;
        ENT_TRY(ent_planner_compile(planner, w->chain, node, expr->args[a], &call->args[a]));
    }
    ent_slots_add(&node->defs, var->slot);
    return ENT_OK;
}

static ent_status push_aggregate(work *w)
{
    const ent_projection *projection = w->projection;
    ent_plan_node *node = ent_planner_node(w->planner, ENT_OP_AGGREGATE);
    if (!node)
        return ent_planner_memory(w->planner);
    node->aggregate.keys = ENT_NEW_ARRAY(w->planner->arena, uint32_t, projection->item_count + 1);
    node->aggregate.calls = ENT_NEW_ARRAY(w->planner->arena, ent_plan_aggregate_call, w->call_count + 1);
    if (!node->aggregate.keys || !node->aggregate.calls)
        return ent_planner_memory(w->planner);
    for (uint32_t i = 0; i < projection->item_count; i++) {
        const ent_projection_item *item = &projection->items[i];
        if (item->expr->aggregate)
            continue;
        node->aggregate.keys[node->aggregate.key_count++] = item->var->slot;
        ent_slots_add(&node->uses, item->var->slot);
        ent_slots_add(&node->defs, item->var->slot);
    }
    for (uint32_t c = 0; c < w->call_count; c++) {
        ENT_TRY(compile_call(w, node, w->calls[c], w->call_vars[c]));
        add_detail(w, node, ", ", ent_expr_text(w->planner, w->calls[c]));
    }
    for (uint32_t i = 0, keys = 0; i < projection->item_count; i++)
        if (!projection->items[i].expr->aggregate)
            add_detail(w, node, keys++ ? ", " : " by ", ent_expr_text(w->planner, projection->items[i].expr));
    double rows = w->chain->top->rows;
    node->rows = node->aggregate.key_count == 0 ? 1 : rows < 4 ? rows : rows / 4;
    return ent_chain_push(w->planner, w->chain, node);
}

/* MATCH (n:L) RETURN count(*), MATCH ()-[r:T]->() RETURN count(r): the store knows. */
static bool count_from_store(work *w, ent_plan_node *node)
{
    ent_plan_node *top = w->chain->top, *first = top;
    if (top->op == ENT_OP_EXPAND && top->input->op == ENT_OP_ALL_NODES)
        first = top->input; /* every relationship from its start */
    if (w->projection->item_count != 1 || w->call_count != 1 || !first->input || first->input->op != ENT_OP_ARGUMENT ||
        first->input->frame != 0)
        return false;
    const ent_expr *call = w->calls[0];
    bool rel = top->op == ENT_OP_REL_SCAN || top->op == ENT_OP_EXPAND;
    if (call->kind != ENT_EXPR_COUNT_STAR) {
        uint32_t counted = rel ? top->expand.rel : top->scan.slot;
        if (strcmp(call->function->name, "count") != 0 || call->distinct || call->arg_count != 1 ||
            call->args[0]->kind != ENT_EXPR_VARIABLE || call->args[0]->var->slot != counted)
            return false;
    }
    if (top->op == ENT_OP_ALL_NODES) {
        node->count.kind = ENT_COUNT_NODES;
    } else if (top->op == ENT_OP_LABEL_SCAN) {
        node->count.kind = ENT_COUNT_LABEL;
        node->count.names = (ent_names){&top->scan.label, 1};
    } else if (rel && top->expand.direction != ENT_BOTH) {
        node->count.kind = ENT_COUNT_RELS;
        node->count.names = top->expand.types;
    } else {
        return false;
    }
    node->detail = top->detail;
    node->count.slot = w->call_vars[0]->slot;
    node->reads = top->reads;
    node->rows = 1;
    ent_slots_add(&node->defs, node->count.slot);
    return true;
}

static ent_status aggregate(work *w)
{
    const ent_projection *projection = w->projection;
    for (uint32_t i = 0; i < projection->item_count; i++) {
        const ent_projection_item *item = &projection->items[i];
        if (item->expr->aggregate && is_aggregate_call(item->expr))
            add_call(w, item->expr, item->var);
    }
    ent_walk walk = {.expr = collect_calls, .user = w};
    for (uint32_t i = 0; i < projection->item_count; i++)
        if (projection->items[i].expr->aggregate)
            ent_walk_expr(&walk, projection->items[i].expr);
    for (uint32_t i = 0; i < projection->order_count; i++)
        if (!is_item(w, projection->order[i].expr))
            ent_walk_expr(&walk, projection->order[i].expr);
    ENT_TRY(w->status);
    ENT_TRY(ent_planner_memory(w->planner));
    for (uint32_t i = 0; i < projection->item_count; i++)
        if (!projection->items[i].expr->aggregate)
            add_replacement(w, projection->items[i].expr, projection->items[i].var);
    ent_plan_node *node = ent_planner_node(w->planner, ENT_OP_COUNT_STORE);
    if (!node)
        return ent_planner_memory(w->planner);
    if (count_from_store(w, node)) {
        while (w->chain->top->op != ENT_OP_ARGUMENT)
            w->chain->top = w->chain->top->input;
        ENT_TRY(ent_chain_push(w->planner, w->chain, node));
    } else {
        ENT_TRY(project_items(w, false, false));
        ENT_TRY(push_aggregate(w));
    }
    return project_items(w, true, true);
}

static ent_status push_distinct(work *w)
{
    const ent_projection *projection = w->projection;
    ent_plan_node *node = ent_planner_node(w->planner, ENT_OP_DISTINCT);
    if (!node)
        return ent_planner_memory(w->planner);
    node->distinct.slots = ENT_NEW_ARRAY(w->planner->arena, uint32_t, projection->item_count + 1);
    if (!node->distinct.slots)
        return ent_planner_memory(w->planner);
    for (uint32_t i = 0; i < projection->item_count; i++) {
        node->distinct.slots[node->distinct.count++] = projection->items[i].var->slot;
        ent_slots_add(&node->uses, projection->items[i].var->slot);
        add_detail(w, node, ", ", ent_expr_text(w->planner, projection->items[i].expr));
    }
    node->rows = w->chain->top->rows * 0.5;
    return ent_chain_push(w->planner, w->chain, node);
}

/* The slot of each sort key; what is no column yet is computed first. */
static ent_status sort_keys(work *w, ent_plan_sort_key *keys)
{
    const ent_projection *projection = w->projection;
    ent_plan_node *node = ent_planner_node(w->planner, ENT_OP_PROJECT);
    ent_computed *items = ENT_NEW_ARRAY(w->planner->arena, ent_computed, projection->order_count + 1);
    uint32_t count = 0;
    if (!node || !items)
        return ent_planner_memory(w->planner);
    for (uint32_t i = 0; i < projection->order_count; i++) {
        ent_expr *expr = ent_expr_replace(w->planner, projection->order[i].expr, w->replace, w->replace_count);
        keys[i].descending = projection->order[i].descending;
        if (expr->kind == ENT_EXPR_VARIABLE) {
            keys[i].slot = expr->var->slot;
            continue;
        }
        ent_var *var = ent_planner_var(w->planner);
        if (!var)
            return w->planner->error->status ? w->planner->error->status : ent_planner_memory(w->planner);
        keys[i].slot = items[count].slot = var->slot;
        ENT_TRY(ent_planner_compile(w->planner, w->chain, node, expr, &items[count].program));
        ent_slots_add(&node->defs, var->slot);
        count++;
    }
    return push_project(w, items, count, node);
}

static ent_status push_sort(work *w)
{
    const ent_projection *projection = w->projection;
    ent_plan_sort_key *keys = ENT_NEW_ARRAY(w->planner->arena, ent_plan_sort_key, projection->order_count);
    ent_plan_node *node = ent_planner_node(w->planner, projection->limit ? ENT_OP_TOP : ENT_OP_SORT);
    if (!keys || !node)
        return ent_planner_memory(w->planner);
    ENT_TRY(sort_keys(w, keys));
    node->sort.keys = keys;
    node->sort.count = projection->order_count;
    node->rows = w->chain->top->rows;
    for (uint32_t i = 0; i < projection->order_count; i++) {
        ent_slots_add(&node->uses, keys[i].slot);
        add_detail(w, node, ", ", ent_expr_text(w->planner, projection->order[i].expr));
        if (keys[i].descending)
            add_detail(w, node, " ", "DESC");
    }
    if (projection->limit) {
        node->sort.limit_where = projection->limit->span;
        ENT_TRY(ent_planner_compile(w->planner, w->chain, node, projection->limit, &node->sort.limit));
    }
    if (projection->limit && projection->skip) {
        node->sort.skip_where = projection->skip->span;
        ENT_TRY(ent_planner_compile(w->planner, w->chain, node, projection->skip, &node->sort.skip));
    }
    return ent_chain_push(w->planner, w->chain, node);
}

static ent_status push_bound(work *w, ent_op_id op, ent_expr *expr)
{
    if (!expr)
        return ENT_OK;
    ent_plan_node *node = ent_planner_node(w->planner, op);
    if (!node)
        return ent_planner_memory(w->planner);
    node->limit.where = expr->span;
    node->detail = ent_expr_text(w->planner, expr);
    node->limit.drain = op == ENT_OP_LIMIT && w->chain->undrained;
    node->rows = w->chain->top->rows;
    if (op == ENT_OP_LIMIT && expr->kind == ENT_EXPR_LITERAL && expr->value.type == ENT_TYPE_INTEGER &&
        (double)expr->value.i < node->rows)
        node->rows = (double)expr->value.i;
    ENT_TRY(ent_planner_compile(w->planner, w->chain, node, expr, &node->limit.program));
    return ent_chain_push(w->planner, w->chain, node);
}

/* Behind the aggregation of a subquery the row around it is still there to be read. */
static ent_status push_recall(work *w)
{
    bool any = false;
    for (uint32_t i = 0; i < w->chain->outer.word_count; i++)
        any |= w->chain->outer.words[i] != 0;
    if (!any)
        return ENT_OK;
    ent_plan_node *node = ent_planner_node(w->planner, ENT_OP_RECALL);
    if (!node)
        return ent_planner_memory(w->planner);
    node->frame = w->chain->frame;
    node->rows = w->chain->top->rows;
    ent_slots_join(&node->defs, &w->chain->outer);
    for (uint32_t i = 0; i < w->projection->item_count; i++) /* what is a key is not forgotten */
        ent_slots_remove(&node->defs, w->projection->items[i].var->slot);
    return ent_chain_push(w->planner, w->chain, node);
}

ent_status ent_plan_projection(ent_planner *planner, ent_chain *chain, const ent_projection *projection)
{
    work w = {.planner = planner, .chain = chain, .projection = projection};
    if (projection->aggregate) {
        ENT_TRY(aggregate(&w));
        ENT_TRY(push_recall(&w));
    } else {
        ENT_TRY(project_items(&w, false, false));
    }
    if (projection->distinct)
        ENT_TRY(push_distinct(&w));
    if (projection->distinct || projection->aggregate)
        for (uint32_t i = 0; i < projection->item_count; i++)
            add_replacement(&w, projection->items[i].expr, projection->items[i].var);
    if (projection->order_count > 0)
        ENT_TRY(push_sort(&w));
    ENT_TRY(push_bound(&w, ENT_OP_SKIP, projection->skip));
    if (projection->order_count == 0) /* Top has cut already */
        ENT_TRY(push_bound(&w, ENT_OP_LIMIT, projection->limit));
    ENT_TRY(ent_plan_filter(planner, chain, projection->where)); /* may read what was there before */
    chain->bound = ent_slots_copy(planner, &chain->outer);
    for (uint32_t i = 0; i < projection->item_count; i++)
        ent_slots_add(&chain->bound, projection->items[i].var->slot);
    return ent_planner_memory(planner);
}
