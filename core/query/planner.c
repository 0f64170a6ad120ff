/* From a resolved statement to a plan: clause by clause, each adding operators on top of the chain. */
#include "core/query/planner.h"
#include "core/query/walk.h"

ent_status ent_planner_memory(ent_planner *planner)
{
    return ent_arena_status(planner->arena, planner->error);
}

ent_plan_node *ent_planner_node(ent_planner *planner, ent_op_id op)
{
    ent_plan_node *node = ENT_NEW(planner->arena, ent_plan_node);
    if (!node)
        return NULL;
    node->op = op;
    node->id = planner->plan->node_count++;
    node->uses = ent_slots_new(planner);
    node->defs = ent_slots_new(planner);
    return node->uses.words && node->defs.words ? node : NULL;
}

uint32_t ent_planner_frame(ent_planner *planner)
{
    return planner->plan->frame_count++;
}

ent_status ent_chain_begin(ent_planner *planner, uint32_t frame, const ent_slots *bound, ent_chain *out)
{
    ent_plan_node *argument = ent_planner_node(planner, ENT_OP_ARGUMENT);
    *out = (ent_chain){.top = argument, .frame = frame, .length = 1, .single = true};
    if (!argument)
        return ent_planner_memory(planner);
    argument->frame = frame;
    argument->rows = 1;
    out->bound = ent_slots_new(planner);
    out->outer = ent_slots_new(planner);
    if (bound) {
        ent_slots_join(&out->bound, bound);
        ent_slots_join(&out->outer, bound);
    }
    return ent_planner_memory(planner);
}

static ent_status stack(ent_planner *planner, ent_chain *chain, ent_plan_node *node)
{
    if (++chain->length > ENT_MAX_CHAIN)
        return ent_fail(planner->error, ENT_UNSUPPORTED, ENT_PHASE_COMPILE, (ent_span){0, 0}, NULL,
                        "not supported yet: a statement of more than %d steps; divide it into several",
                        (int)ENT_MAX_CHAIN);
    node->input = chain->top;
    chain->top = node;
    return ENT_OK;
}

/* Operators that read all their rows before they give the first. */
static bool gathers(ent_op_id op)
{
    return op == ENT_OP_EAGER || op == ENT_OP_SORT || op == ENT_OP_TOP || op == ENT_OP_AGGREGATE;
}

static bool deletes(const ent_effects *writes)
{
    return writes->nodes == UINT64_MAX;
}

/* Operators that leave it at one row a node. */
static bool keeps_rows(ent_op_id op)
{
    return op == ENT_OP_FILTER || op == ENT_OP_LABEL_FILTER || op == ENT_OP_PROPS || op == ENT_OP_PROJECT ||
           op == ENT_OP_SET || op == ENT_OP_DISTINCT || op == ENT_OP_SKIP || op == ENT_OP_LIMIT || op == ENT_OP_EAGER ||
           op == ENT_OP_RESULTS;
}

/* Operators that give no more rows than they take. */
static bool keeps_single(ent_op_id op)
{
    return keeps_rows(op) || op == ENT_OP_CREATE || op == ENT_OP_DELETE || op == ENT_OP_FOREACH || op == ENT_OP_PATH ||
           op == ENT_OP_SORT || op == ENT_OP_TOP || op == ENT_OP_RECALL;
}

/* What was read below must not see what is written here; what is read here must see everything that was written below;
 * and what is written to the same property or label here must come last. Two creations may go row by row, unless
 * something deletes. A single row goes clause by clause of itself. While each row has a node of its own and nothing
 * else, what one row does to labels and properties is nothing to the others; but an index must not be changed under the
 * seek that reads it. */
static bool needs_barrier(const ent_chain *chain, const ent_plan_node *node)
{
    ent_effects reads = chain->reads, writes = chain->writes;
    if (chain->single)
        return false;
    if (chain->node_a_row && keeps_rows(node->op) && node->reads.nodes == 0 && node->reads.rels == 0) {
        reads.labels = writes.labels = writes.keys = 0;
        reads.keys = chain->seek_keys;
    }
    if (ent_effects_meet(&node->reads, &writes) || ent_effects_meet(&node->writes, &reads))
        return true;
    if ((node->writes.keys & writes.keys) || (node->writes.labels & writes.labels))
        return true;
    return (deletes(&node->writes) || deletes(&writes)) && ent_effects_meet(&node->writes, &writes);
}

/* Whether there is one row, and whether the rows are those of one scan, begun on a single row. */
static void follow_rows(ent_chain *chain, const ent_plan_node *node)
{
    chain->single = chain->single && (keeps_single(node->op) || (node->op == ENT_OP_APPLY && node->apply.unit));
    bool seek = node->op == ENT_OP_INDEX_SEEK || node->op == ENT_OP_UNIQUE_SEEK;
    bool scan = node->op == ENT_OP_ALL_NODES || node->op == ENT_OP_LABEL_SCAN || seek;
    if (scan && node->input->op == ENT_OP_ARGUMENT && chain->frame == 0) {
        chain->node_a_row = true;
        chain->seek_keys = seek ? node->reads.keys : 0;
    } else if (!keeps_rows(node->op)) {
        chain->node_a_row = false;
    }
}

ent_status ent_chain_push(ent_planner *planner, ent_chain *chain, ent_plan_node *node)
{
    if (needs_barrier(chain, node)) {
        ent_plan_node *eager = ent_planner_node(planner, ENT_OP_EAGER);
        if (!eager)
            return ent_planner_memory(planner);
        eager->rows = chain->top->rows;
        ENT_TRY(stack(planner, chain, eager));
        chain->reads = chain->writes = (ent_effects){0, 0, 0, 0};
        chain->undrained = false;
    }
    ENT_TRY(stack(planner, chain, node));
    ent_effects_join(&chain->reads, &node->reads);
    ent_effects_join(&chain->writes, &node->writes);
    ent_effects_join(&chain->all_reads, &node->reads);
    ent_effects_join(&chain->all_writes, &node->writes);
    chain->undrained |= node->writes.nodes || node->writes.rels || node->writes.labels || node->writes.keys;
    if (gathers(node->op)) {
        chain->reads = chain->writes = (ent_effects){0, 0, 0, 0};
        chain->undrained = false;
    }
    if (node->op == ENT_OP_AGGREGATE || node->op == ENT_OP_COUNT_STORE)
        chain->cached = NULL; /* only keys and results go on */
    follow_rows(chain, node);
    if (chain->single) /* the row is through before there are more */
        chain->reads = chain->writes = (ent_effects){0, 0, 0, 0};
    ent_slots_join(&chain->bound, &node->defs);
    return ent_planner_memory(planner);
}

/* ---- clauses ---- */

static void note_introduced(ent_walk *walk, const ent_var *var)
{
    ent_slots_add(walk->user, var->slot);
}

static bool no_exprs(ent_walk *walk, ent_expr *expr)
{
    return false;
}

static ent_status plan_optional(ent_planner *planner, ent_chain *chain, const ent_clause *clause)
{
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_OPTIONAL);
    ent_var *ordinal = ent_planner_var(planner);
    if (!node || !ordinal)
        return planner->error->status ? planner->error->status : ent_planner_memory(planner);
    node->frame = ent_planner_frame(planner);
    node->optional.ordinal = ordinal->slot;
    ent_chain inner;
    ENT_TRY(ent_chain_begin(planner, node->frame, &chain->bound, &inner));
    inner.top->rows = 1;
    ENT_TRY(
        ent_plan_match(planner, &inner, clause->match.pattern.paths, clause->match.pattern.count, clause->match.where));
    node->inner = inner.top;
    node->reads = inner.all_reads;
    node->rows = inner.top->rows > chain->top->rows ? inner.top->rows : chain->top->rows;
    ent_slots made = ent_slots_new(planner);
    ent_walk walk = {.var = note_introduced, .expr = no_exprs, .user = &made};
    for (uint32_t p = 0; p < clause->match.pattern.count; p++)
        ent_walk_path(&walk, &clause->match.pattern.paths[p]);
    ent_slots_subtract(&made, &chain->bound);
    node->optional.nulls = ENT_NEW_ARRAY(planner->arena, uint32_t, planner->statement->slot_count + 1);
    if (!node->optional.nulls || !made.words)
        return ent_planner_memory(planner);
    for (uint32_t slot = 0; slot < planner->statement->slot_count; slot++)
        if (ent_slots_has(&made, slot))
            node->optional.nulls[node->optional.null_count++] = slot;
    ent_slots_join(&node->defs, &made);
    return ent_chain_push(planner, chain, node);
}

static ent_status plan_match_clause(ent_planner *planner, ent_chain *chain, const ent_clause *clause)
{
    if (clause->match.optional)
        return plan_optional(planner, chain, clause);
    return ent_plan_match(planner, chain, clause->match.pattern.paths, clause->match.pattern.count,
                          clause->match.where);
}

static ent_status plan_unwind(ent_planner *planner, ent_chain *chain, const ent_clause *clause)
{
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_UNWIND);
    if (!node)
        return ent_planner_memory(planner);
    node->rows =
        chain->top->rows * (clause->unwind.list->kind == ENT_EXPR_LIST ? (double)clause->unwind.list->arg_count : 10);
    node->unwind.slot = clause->unwind.var->slot;
    node->detail = ent_expr_text(planner, clause->unwind.list);
    ENT_TRY(ent_planner_compile(planner, chain, node, clause->unwind.list, &node->unwind.program));
    ent_slots_add(&node->defs, node->unwind.slot);
    return ent_chain_push(planner, chain, node);
}

static ent_status plan_call(ent_planner *planner, ent_chain *chain, const ent_clause *clause)
{
    const struct ent_procedure *procedure = clause->call.procedure;
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_CALL);
    if (!node)
        return ent_planner_memory(planner);
    uint32_t args = clause->call.arg_count, yields = clause->call.yield_count;
    ent_span *spans = ENT_NEW_ARRAY(planner->arena, ent_span, args + 1);
    node->rows = chain->top->rows * (procedure->output_count ? 10 : 1);
    node->detail = ent_arena_copy(planner->arena, procedure->name.p, procedure->name.n);
    node->call.procedure = procedure;
    node->call.arg_count = args;
    node->call.where = clause->call.name_span;
    node->call.arg_spans = spans;
    node->call.count = yields;
    node->call.optional = clause->call.optional;
    node->call.args = ENT_NEW_ARRAY(planner->arena, ent_program *, args + 1);
    node->call.outputs = ENT_NEW_ARRAY(planner->arena, uint32_t, yields + 1);
    node->call.slots = ENT_NEW_ARRAY(planner->arena, uint32_t, yields + 1);
    if (!spans || !node->call.args || !node->call.outputs || !node->call.slots)
        return ent_planner_memory(planner);
    for (uint32_t a = 0; a < args; a++) {
        spans[a] = clause->call.args[a]->span;
        ENT_TRY(ent_planner_compile(planner, chain, node, clause->call.args[a], &node->call.args[a]));
    }
    for (uint32_t y = 0; y < yields; y++) {
        node->call.outputs[y] = clause->call.yields[y].output;
        node->call.slots[y] = clause->call.yields[y].var->slot;
        ent_slots_add(&node->defs, node->call.slots[y]);
    }
    ent_effects everything = {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX};
    node->reads = everything;
    if (procedure->writes)
        node->writes = everything;
    ENT_TRY(ent_chain_push(planner, chain, node));
    return ent_plan_filter(planner, chain, clause->call.where);
}

static ent_status plan_subquery(ent_planner *planner, ent_chain *chain, const ent_clause *clause)
{
    const ent_query *query = clause->subquery.query;
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_APPLY);
    if (!node)
        return ent_planner_memory(planner);
    node->frame = ent_planner_frame(planner);
    ent_chain inner;
    ENT_TRY(ent_chain_begin(planner, node->frame, &chain->bound, &inner));
    inner.cached = chain->cached;
    ENT_TRY(ent_plan_query(planner, &inner, query));
    node->inner = inner.top;
    node->reads = inner.all_reads;
    node->writes = inner.all_writes;
    node->rows = chain->top->rows * (query->column_count ? inner.top->rows : 1);
    node->apply.unit = query->column_count == 0;
    node->apply.optional = clause->subquery.optional;
    node->apply.makes = ENT_NEW_ARRAY(planner->arena, uint32_t, query->column_count + 1);
    if (!node->apply.makes)
        return ent_planner_memory(planner);
    for (uint32_t i = 0; i < query->column_count; i++) {
        node->apply.makes[node->apply.make_count++] = query->columns[i]->slot;
        ent_slots_add(&node->defs, query->columns[i]->slot);
    }
    return ent_chain_push(planner, chain, node);
}

static ent_status plan_clause(ent_planner *planner, ent_chain *chain, const ent_clause *clause);

static ent_status plan_foreach(ent_planner *planner, ent_chain *chain, const ent_clause *clause)
{
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_FOREACH);
    if (!node)
        return ent_planner_memory(planner);
    node->rows = chain->top->rows;
    node->frame = ent_planner_frame(planner);
    node->foreach_.slot = clause->foreach_.var->slot;
    node->foreach_.where = clause->foreach_.list->span;
    ENT_TRY(ent_planner_compile(planner, chain, node, clause->foreach_.list, &node->foreach_.program));
    ent_chain inner;
    ENT_TRY(ent_chain_begin(planner, node->frame, &chain->bound, &inner));
    ent_slots_add(&inner.bound, node->foreach_.slot);
    for (uint32_t i = 0; i < clause->foreach_.count; i++)
        ENT_TRY(plan_clause(planner, &inner, clause->foreach_.clauses[i]));
    node->inner = inner.top;
    ent_effects_join(&node->reads, &inner.all_reads);
    node->writes = inner.all_writes;
    ent_slots_add(&node->defs, node->foreach_.slot);
    return ent_chain_push(planner, chain, node);
}

/* Nests as deep as FOREACH does, which the parser bounds. */
static ent_status plan_clause(ent_planner *planner, ent_chain *chain, const ent_clause *clause)
{
    switch (clause->kind) {
    case ENT_CLAUSE_MATCH:
        return plan_match_clause(planner, chain, clause);
    case ENT_CLAUSE_UNWIND:
        return plan_unwind(planner, chain, clause);
    case ENT_CLAUSE_WITH:
    case ENT_CLAUSE_RETURN:
        return ent_plan_projection(planner, chain, &clause->projection);
    case ENT_CLAUSE_CREATE:
        return ent_plan_create(planner, chain, clause);
    case ENT_CLAUSE_MERGE:
        return ent_plan_merge(planner, chain, clause);
    case ENT_CLAUSE_SET:
    case ENT_CLAUSE_REMOVE:
        return ent_plan_set_clause(planner, chain, clause);
    case ENT_CLAUSE_DELETE:
        return ent_plan_delete(planner, chain, clause);
    case ENT_CLAUSE_FOREACH:
        return plan_foreach(planner, chain, clause);
    case ENT_CLAUSE_CALL:
        return plan_call(planner, chain, clause);
    case ENT_CLAUSE_SUBQUERY:
        return plan_subquery(planner, chain, clause);
    }
    return ENT_OK;
}

/* ---- queries ---- */

static ent_status plan_part(ent_planner *planner, ent_chain *chain, const ent_single_query *part)
{
    for (uint32_t i = 0; i < part->count; i++)
        ENT_TRY(plan_clause(planner, chain, part->clauses[i]));
    return ENT_OK;
}

/* The slot of a part's column of the given name. */
static uint32_t part_slot(const ent_query *query, const ent_single_query *part, uint32_t column)
{
    const ent_clause *last = part->clauses[part->count - 1];
    if (last->kind == ENT_CLAUSE_RETURN)
        for (uint32_t i = 0; i < last->projection.item_count; i++)
            if (ent_str_equal(last->projection.items[i].column, query->columns[column]->name))
                return last->projection.items[i].var->slot;
    return query->columns[column]->slot;
}

static ent_status push_union(ent_planner *planner, ent_chain *chain, const ent_chain *right, const ent_query *query,
                             uint32_t part)
{
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_UNION);
    uint32_t n = query->column_count;
    if (!node)
        return ent_planner_memory(planner);
    uint32_t *left_slots = ENT_NEW_ARRAY(planner->arena, uint32_t, n + 1);
    uint32_t *right_slots = ENT_NEW_ARRAY(planner->arena, uint32_t, n + 1);
    uint32_t *out = ENT_NEW_ARRAY(planner->arena, uint32_t, n + 1);
    if (!left_slots || !right_slots || !out)
        return ent_planner_memory(planner);
    for (uint32_t c = 0; c < n; c++) {
        out[c] = query->columns[c]->slot;
        left_slots[c] = part == 1 ? part_slot(query, &query->parts[0], c) : out[c];
        right_slots[c] = part_slot(query, &query->parts[part], c);
        ent_slots_add(&node->defs, out[c]);
    }
    node->union_.left = left_slots;
    node->union_.right = right_slots;
    node->union_.out = out;
    node->union_.count = n;
    node->inner = right->top;
    node->frame = chain->frame;
    node->rows = chain->top->rows + right->top->rows;
    ENT_TRY(stack(planner, chain, node));
    chain->single = chain->node_a_row = false;
    ent_effects_join(&chain->reads, &right->reads);
    ent_effects_join(&chain->writes, &right->writes);
    ent_effects_join(&chain->all_reads, &right->all_reads);
    ent_effects_join(&chain->all_writes, &right->all_writes);
    chain->undrained |= right->undrained;
    return ENT_OK;
}

static ent_status push_union_distinct(ent_planner *planner, ent_chain *chain, const ent_query *query)
{
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_DISTINCT);
    if (!node)
        return ent_planner_memory(planner);
    node->distinct.slots = ENT_NEW_ARRAY(planner->arena, uint32_t, query->column_count + 1);
    if (!node->distinct.slots)
        return ent_planner_memory(planner);
    for (uint32_t c = 0; c < query->column_count; c++) {
        node->distinct.slots[node->distinct.count++] = query->columns[c]->slot;
        ent_slots_add(&node->uses, query->columns[c]->slot);
    }
    node->rows = chain->top->rows;
    return ent_chain_push(planner, chain, node);
}

ent_status ent_plan_query(ent_planner *planner, ent_chain *chain, const ent_query *query)
{
    ent_slots outer = ent_slots_copy(planner, &chain->bound);
    ENT_TRY(plan_part(planner, chain, &query->parts[0]));
    for (uint32_t p = 1; p < query->part_count; p++) {
        ent_chain right;
        ENT_TRY(ent_chain_begin(planner, chain->frame, &outer, &right));
        ENT_TRY(plan_part(planner, &right, &query->parts[p]));
        ENT_TRY(push_union(planner, chain, &right, query, p));
    }
    if (query->part_count > 1) {
        chain->bound = ent_slots_copy(planner, &outer);
        chain->cached = NULL;
        for (uint32_t c = 0; c < query->column_count; c++)
            ent_slots_add(&chain->bound, query->columns[c]->slot);
        if (!query->union_all)
            ENT_TRY(push_union_distinct(planner, chain, query));
    }
    return ENT_OK;
}

/* ---- statements ---- */

/* Room for the variables that the planner makes: at most a few for each of these. */
static bool count_expr(ent_walk *walk, ent_expr *expr)
{
    bool makes = expr->path || expr->query || expr->kind == ENT_EXPR_COUNT_STAR ||
                 (expr->kind == ENT_EXPR_CALL && expr->function && expr->function->aggregate);
    *(uint32_t *)walk->user += makes ? 4 : 0;
    return true;
}

static void count_rel(ent_walk *walk, const ent_rel_pattern *rel)
{
    *(uint32_t *)walk->user += rel->var_length ? 4 : 0;
}

static void count_clause(ent_walk *walk, const ent_clause *clause)
{
    uint32_t *n = walk->user;
    if (clause->kind == ENT_CLAUSE_MATCH)
        *n += 2;
    for (uint32_t p = 0; clause->kind == ENT_CLAUSE_MATCH && p < clause->match.pattern.count; p++)
        *n += 1 + clause->match.pattern.paths[p].rel_count; /* joins */
    if (clause->kind == ENT_CLAUSE_WITH || clause->kind == ENT_CLAUSE_RETURN)
        *n += 2 * clause->projection.order_count;
}

static ent_status plan_results(ent_planner *planner, ent_chain *chain, const ent_query *query)
{
    ent_plan *plan = planner->plan;
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_RESULTS);
    if (!node)
        return ent_planner_memory(planner);
    plan->column_names = ENT_NEW_ARRAY(planner->arena, ent_str, query->column_count + 1);
    plan->column_slots = ENT_NEW_ARRAY(planner->arena, uint32_t, query->column_count + 1);
    if (!plan->column_names || !plan->column_slots)
        return ent_planner_memory(planner);
    plan->column_count = query->column_count;
    const char *detail = "";
    ent_type_set entities = ENT_TYPE_BIT(ENT_TYPE_NODE) | ENT_TYPE_BIT(ENT_TYPE_RELATIONSHIP) |
                            ENT_TYPE_BIT(ENT_TYPE_PATH) | ENT_TYPE_BIT(ENT_TYPE_LIST) | ENT_TYPE_BIT(ENT_TYPE_MAP);
    for (uint32_t c = 0; c < query->column_count; c++) {
        const ent_var *var = query->columns[c];
        plan->column_names[c] = var->name;
        plan->column_slots[c] = var->slot;
        ent_slots_add(&node->uses, var->slot);
        if (var->types & entities) /* they are looked up when a row leaves */
            node->reads.keys = node->reads.labels = UINT64_MAX;
        detail =
            ent_arena_printf(planner->arena, "%s%s%.*s", detail ? detail : "", c ? ", " : "", ENT_STR_ARG(var->name));
    }
    node->detail = query->column_count ? detail : NULL;
    node->rows = chain->top->rows;
    ENT_TRY(ent_chain_push(planner, chain, node));
    ent_slots live = ent_slots_new(planner);
    ent_plan_liveness(planner, chain->top, &live, false);
    return ent_planner_memory(planner);
}

static ent_status plan_command(ent_planner *planner, ent_chain *chain)
{
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_SCHEMA);
    if (!node)
        return ent_planner_memory(planner);
    ENT_TRY(ent_chain_push(planner, chain, node));
    ent_slots live = ent_slots_new(planner);
    ent_plan_liveness(planner, chain->top, &live, false);
    return ENT_OK;
}

ent_status ent_plan_make(ent_arena *arena, const ent_statement *statement, const ent_procedure_set *procedures,
                         ent_txn *txn, ent_plan **out, ent_error *error)
{
    *out = NULL;
    ent_plan *plan = ENT_NEW(arena, ent_plan);
    ent_statement *copy = ENT_NEW(arena, ent_statement);
    if (!plan || !copy)
        return ent_arena_status(arena, error);
    *copy = *statement;
    uint32_t more = 8;
    ent_walk walk = {.expr = count_expr, .rel = count_rel, .clause = count_clause, .user = &more};
    if (statement->query)
        ent_walk_query(&walk, statement->query);
    uint32_t props = ent_props_room(statement);
    copy->slot_count = statement->slot_count + more + props;
    *plan = (ent_plan){.statement = copy,
                       .procedures = procedures,
                       .slot_count = copy->slot_count,
                       .frame_count = 1,
                       .writes = statement->writes};
    ent_planner planner = {.arena = arena,
                           .statement = copy,
                           .txn = txn,
                           .procedures = procedures,
                           .error = error,
                           .plan = plan,
                           .props_left = props,
                           .word_count = (copy->slot_count + 63) / 64,
                           .next_slot = statement->slot_count};
    ent_chain chain;
    ENT_TRY(ent_props_collect(&planner));
    ENT_TRY(ent_chain_begin(&planner, 0, NULL, &chain));
    if (statement->kind == ENT_STATEMENT_QUERY) {
        ENT_TRY(ent_plan_query(&planner, &chain, statement->query));
        ENT_TRY(plan_results(&planner, &chain, statement->query));
    } else {
        ENT_TRY(plan_command(&planner, &chain));
    }
    plan->root = chain.top;
    if (statement->mode == ENT_MODE_EXPLAIN)
        ENT_TRY(ent_explain_columns(arena, plan, error));
    *out = plan;
    return ent_arena_status(arena, error);
}

uint32_t ent_plan_column_count(const ent_plan *plan)
{
    return plan->column_count;
}

ent_str ent_plan_column_name(const ent_plan *plan, uint32_t i)
{
    return plan->column_names[i];
}

uint32_t ent_plan_column_slot(const ent_plan *plan, uint32_t i)
{
    return plan->column_slots[i];
}
