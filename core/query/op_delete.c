/* Delete: takes the relationships of a batch first, then its nodes. A node that still has relationships then is only
 * marked: the rest of the statement may delete them, so that is checked at its end (ent_write_finish). */
#include "core/query/op.h"

typedef struct {
    uint64_t id;
    bool rel;
} deletion;

typedef struct {
    ent_op base;
    ent_value *values;
    deletion *list;
    uint32_t n, room;
    ent_expand *cursor;
    ent_adjacent found[256];
} delete_op;

static ent_status delete_open(ent_op *base)
{
    ((delete_op *)base)->values = ENT_NEW_ARRAY(&base->run->arena, ent_value, ENT_BATCH);
    return ENT_OK;
}

static ent_status note(delete_op *op, uint64_t id, bool rel)
{
    if (op->n == op->room) {
        uint32_t room = op->room ? op->room * 2 : 256;
        deletion *list = ENT_NEW_ARRAY(&op->base.arena, deletion, room);
        if (!list)
            return ent_op_memory(&op->base);
        if (op->n)
            memcpy(list, op->list, op->n * sizeof *list);
        op->list = list;
        op->room = room;
    }
    op->list[op->n++] = (deletion){id, rel};
    return ENT_OK;
}

static ent_status note_relationships(delete_op *op, uint64_t node)
{
    ent_context *context = op->base.context;
    if (!op->cursor)
        ENT_TRY(ent_expand_open(context->txn, ENT_BOTH, NULL, 0, &op->cursor, context->error));
    ENT_TRY(ent_expand_start(op->cursor, node, context->error));
    uint32_t got;
    do {
        ENT_TRY(ent_expand_next(op->cursor, op->found, 256, &got, context->error));
        for (uint32_t i = 0; i < got; i++)
            ENT_TRY(note(op, op->found[i].rel, true));
    } while (got > 0);
    return ENT_OK;
}

/* Lists nest no deeper than the expression that made them. */
static ent_status note_value(delete_op *op, ent_value value, ent_span where)
{
    switch ((ent_type)value.type) {
    case ENT_TYPE_NULL:
        return ENT_OK;
    case ENT_TYPE_NODE:
        if (op->base.plan->del.detach)
            ENT_TRY(note_relationships(op, value.id));
        return note(op, value.id, false);
    case ENT_TYPE_RELATIONSHIP:
        return note(op, value.id, true);
    case ENT_TYPE_PATH:
    case ENT_TYPE_LIST:
        for (uint32_t i = 0; i < value.n; i++)
            ENT_TRY(note_value(op, value.list[i], where));
        return ENT_OK;
    default:
        return ent_fail(op->base.context->error, ENT_TYPE, ENT_PHASE_RUNTIME, where, "InvalidArgumentType",
                        "DELETE needs nodes, relationships or paths, but this is %s", ent_type_name(value.type));
    }
}

static ent_status delete_rel(delete_op *op, uint64_t id)
{
    ent_context *context = op->base.context;
    ent_rel_record record;
    bool found;
    ENT_TRY(ent_rel_get(context->txn, id, &record, &found, context->error));
    if (!found)
        return ENT_OK;
    op->base.run->counters.rels_deleted++;
    return ent_rel_delete(context->txn, id, context->error);
}

static ent_status doom(delete_op *op, uint64_t id)
{
    ent_run *run = op->base.run;
    if (run->doomed_count == run->doomed_room) {
        uint32_t room = run->doomed_room ? run->doomed_room * 2 : 64;
        uint64_t *doomed = ENT_NEW_ARRAY(&run->arena, uint64_t, room);
        if (!doomed)
            return ent_op_memory(&op->base);
        if (run->doomed_count)
            memcpy(doomed, run->doomed, run->doomed_count * sizeof *doomed);
        run->doomed = doomed;
        run->doomed_room = room;
    }
    run->doomed[run->doomed_count++] = id;
    run->doomed_where = op->base.plan->del.spans[0];
    return ENT_OK;
}

static ent_status delete_node(delete_op *op, uint64_t id)
{
    ent_context *context = op->base.context;
    ent_node_record record;
    bool found;
    ENT_TRY(ent_node_get(context->txn, id, &record, &found, context->error));
    if (!found)
        return ENT_OK;
    uint64_t degree;
    ENT_TRY(ent_degree(context->txn, id, ENT_BOTH, ENT_NO_TOKEN, &degree, context->error));
    if (degree > 0)
        return doom(op, id);
    op->base.run->counters.nodes_deleted++;
    return ent_node_delete(context->txn, id, context->error);
}

static ent_status delete_next(ent_op *base, ent_batch *out)
{
    delete_op *op = (delete_op *)base;
    ENT_TRY(ent_op_next(base->input, out));
    if (out->n == 0)
        return ENT_OK;
    ent_arena_reset(&base->arena);
    op->list = NULL;
    op->n = op->room = 0;
    for (uint32_t e = 0; e < base->plan->del.count; e++) {
        ENT_TRY(ent_program_run(base->plan->del.programs[e], base->context, out, &base->arena, op->values));
        for (uint32_t i = 0; i < out->n; i++)
            ENT_TRY(note_value(op, op->values[ent_batch_row(out, i)], base->plan->del.spans[e]));
    }
    for (uint32_t i = 0; i < op->n; i++)
        if (op->list[i].rel)
            ENT_TRY(delete_rel(op, op->list[i].id));
    for (uint32_t i = 0; i < op->n; i++)
        if (!op->list[i].rel)
            ENT_TRY(delete_node(op, op->list[i].id));
    return ent_op_memory(base);
}

static void delete_close(ent_op *base)
{
    ent_expand_close(((delete_op *)base)->cursor);
}

const ent_op_kind ent_op_delete = {
    .size = sizeof(delete_op), .open = delete_open, .next = delete_next, .close = delete_close};
