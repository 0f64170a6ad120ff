/* RelationshipScan: every relationship of the wanted types, with its ends, for each row. Where the pattern has no
 * direction each comes in both, a loop once. */
#include "core/query/entity.h"
#include "core/query/op_scan.h"

typedef struct {
    ent_scan_op scan;
    uint32_t *types;
    uint32_t type_count;
    const ent_rel_ends *ends; /* of the connection's image; NULL: records are read */
    bool decided;             /* whether it is used in this run */
    uint64_t next_id;         /* in `ends` */
    ent_rel_record *records;  /* of the ids; NULL: in a transaction that writes they do not last */
    uint32_t id_count, id_at;
    bool turned; /* the relationship at id_at comes a second time, the other way round */
} rel_scan_op;

static bool wanted(const rel_scan_op *op, uint32_t type)
{
    if (op->scan.base.plan->expand.types.count == 0)
        return true;
    for (uint32_t i = 0; i < op->type_count; i++)
        if (op->types[i] == type)
            return true;
    return false;
}

static ent_status emit(rel_scan_op *op, uint32_t *n, ent_value *from, ent_value *rel, ent_value *to)
{
    const ent_plan_expand *plan = &op->scan.base.plan->expand;
    uint64_t id = op->scan.ids[op->id_at];
    ent_rel_record record;
    bool found = op->records != NULL, again = false;
    if (found) {
        record = op->records[op->id_at];
        ent_entity_note_rel(op->scan.base.context, id, &record);
    } else {
        ENT_TRY(ent_entity_find_rel(op->scan.base.context, id, &record, &found));
    }
    if (found && wanted(op, record.type)) {
        bool incoming = plan->direction == ENT_IN || op->turned;
        from[*n] = ent_node(incoming ? record.end : record.start);
        to[*n] = ent_node(incoming ? record.start : record.end);
        rel[*n] = ent_relationship(id, record.type);
        again = plan->direction == ENT_BOTH && !op->turned && record.start != record.end;
        ++*n;
    }
    op->turned = again;
    op->id_at += !again;
    return ENT_OK;
}

/* Relationships from the arrays, until the batch is full or all were given. */
static void emit_ends(rel_scan_op *op, uint32_t *n, ent_value *from, ent_value *rel, ent_value *to)
{
    const ent_plan_expand *plan = &op->scan.base.plan->expand;
    const ent_rel_ends *ends = op->ends;
    uint32_t made = *n, only = op->type_count == 1 ? op->types[0] : ENT_NO_TOKEN;
    for (; made < ENT_BATCH && op->next_id < ends->id_count; op->next_id += !op->turned) {
        uint64_t id = op->next_id;
        uint32_t type = ends->types[id];
        if (only != ENT_NO_TOKEN ? type != only : type == ENT_NO_REL || !wanted(op, type))
            continue;
        bool incoming = plan->direction == ENT_IN || op->turned;
        uint32_t start = ends->starts[id], end = ends->ends[id];
        from[made] = ent_node(incoming ? end : start);
        to[made] = ent_node(incoming ? start : end);
        rel[made++] = ent_relationship(id, type);
        op->turned = plan->direction == ENT_BOTH && !op->turned && start != end;
    }
    *n = made;
}

/* Once a run: whether the arrays are there. Then notes what is read without them. */
static ent_status ask_ends(rel_scan_op *op, uint64_t rows)
{
    const ent_rel_ends *found;
    ent_context *context = op->scan.base.context;
    ENT_TRY(ent_txn_rel_ends(context->txn, rows, !op->decided, &found, context->error));
    if (!op->decided)
        op->ends = found;
    op->decided = true;
    return ENT_OK;
}

/* Moves to the next block of ids; *more is false when the input has no more rows or the batch must be given first. */
static ent_status refill(rel_scan_op *op, uint32_t n, bool *more)
{
    ent_scan_op *scan = &op->scan;
    ent_op *base = &scan->base;
    for (*more = false;;) {
        if (!scan->scan) {
            if (scan->at == scan->in.n) {
                if (n > 0)
                    return ENT_OK;
                ENT_TRY(ent_op_next(base->input, &scan->in));
                scan->at = 0;
                if (scan->in.n == 0)
                    return ENT_OK;
                ENT_TRY(ent_op_tokens(base, ENT_TOKEN_TYPE, base->plan->expand.types, &op->types, &op->type_count));
            }
            ENT_TRY(ask_ends(op, 0));
            ENT_TRY(ent_scan_rels(base->context->txn, &scan->scan, base->context->error));
            scan->at++;
            op->next_id = 0;
        }
        op->id_at = op->id_count = 0;
        if (op->ends)
            *more = op->next_id < op->ends->id_count;
        else if (op->records)
            ENT_TRY(
                ent_scan_next_rels(scan->scan, scan->ids, op->records, ENT_BATCH, &op->id_count, base->context->error));
        else
            ENT_TRY(ent_scan_next(scan->scan, scan->ids, ENT_BATCH, &op->id_count, base->context->error));
        if (*more || op->id_count > 0) {
            ENT_TRY(ask_ends(op, op->id_count));
            *more = true;
            return ENT_OK;
        }
        ent_scan_close(scan->scan);
        scan->scan = NULL;
    }
}

static ent_status rel_scan_open(ent_op *base)
{
    if (!ent_txn_is_write(base->context->txn))
        ((rel_scan_op *)base)->records = ENT_NEW_ARRAY(&base->run->arena, ent_rel_record, ENT_BATCH);
    return ent_op_memory(base);
}

static ent_status rel_scan_next(ent_op *base, ent_batch *out)
{
    rel_scan_op *op = (rel_scan_op *)base;
    const ent_plan_expand *plan = &base->plan->expand;
    ent_value *from = ent_op_column(base, plan->from), *rel = ent_op_column(base, plan->rel),
              *to = ent_op_column(base, plan->to);
    if (!from || !rel || !to)
        return ent_op_memory(base);
    uint32_t n = 0;
    while (n < ENT_BATCH) {
        bool through = op->ends ? !op->scan.scan || op->next_id == op->ends->id_count : op->id_at == op->id_count;
        if (through) {
            bool more;
            ENT_TRY(ent_context_poll(base->context));
            ENT_TRY(refill(op, n, &more));
            if (!more)
                break;
        }
        uint32_t before = n;
        if (op->ends)
            emit_ends(op, &n, from, rel, to);
        while (n < ENT_BATCH && op->id_at < op->id_count)
            ENT_TRY(emit(op, &n, from, rel, to));
        ENT_TRY(ent_op_repeat(base, &op->scan.in, ent_batch_row(&op->scan.in, op->scan.at - 1), before, n - before));
    }
    ent_op_give(base, n, out);
    return ENT_OK;
}

static ent_status rel_scan_rewind(ent_op *base)
{
    rel_scan_op *op = (rel_scan_op *)base;
    op->id_count = op->id_at = 0;
    op->next_id = 0;
    op->turned = false;
    return ent_scan_op_rewind(base);
}

const ent_op_kind ent_op_rel_scan = {.size = sizeof(rel_scan_op),
                                     .open = rel_scan_open,
                                     .next = rel_scan_next,
                                     .rewind = rel_scan_rewind,
                                     .close = ent_scan_op_close};
