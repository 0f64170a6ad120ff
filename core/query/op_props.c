/* Properties: lays out the properties that are read of a node or relationship, and keeps the rows whose properties
 * fulfil the conditions.
 *
 * Where the connection's image has a property in a column (core/store/image_column.c), a row's value is a code. A
 * condition is then asked once for each code, as soon as it has been asked of as many rows as there are codes; if it
 * fails for one of them, it is asked row by row, because that value may never come. Everything else is read from the
 * element's record, which is fetched once a row. */
#include "core/query/coded.h"
#include "core/query/entity.h"
#include "core/query/op.h"

typedef struct {
    uint64_t asked; /* rows */
    bool by_rows;   /* for good: it fails for some code */
    char *holds;    /* by code; NULL: not known yet */
} condition;

typedef struct {
    ent_op base;
    uint32_t *keys;
    ent_value **columns;          /* by item: values by row */
    const ent_coded **coded;      /* by item; NULL: it is read from the record */
    uint32_t **codes;             /* by item: codes by row */
    bool *has_codes, *has_values; /* by item: of the batch in work */
    condition *conditions;
    bool decided; /* whether columns are used in this run */
    bool any_coded;
    ent_type of; /* nodes or relationships, where columns are used */
    ent_batch in;
    bool fetched;
    ent_props *records; /* by row */
    ent_value **one;    /* columns of a batch that has one: the values of all codes */
    uint16_t sel[ENT_BATCH];
} props_op;

static ent_status props_open(ent_op *base)
{
    props_op *op = (props_op *)base;
    ent_arena *arena = &base->run->arena;
    uint32_t n = base->plan->props.count;
    op->keys = ENT_NEW_ARRAY(arena, uint32_t, n);
    op->columns = ENT_NEW_ARRAY(arena, ent_value *, n);
    op->coded = ent_arena_zero(arena, n * sizeof *op->coded);
    op->codes = ent_arena_zero(arena, n * sizeof *op->codes);
    op->has_codes = ent_arena_zero(arena, n * sizeof *op->has_codes);
    op->has_values = ent_arena_zero(arena, n * sizeof *op->has_values);
    op->conditions = ent_arena_zero(arena, base->plan->props.condition_count * sizeof *op->conditions);
    op->records = ENT_NEW_ARRAY(arena, ent_props, ENT_BATCH);
    ENT_TRY(ent_op_memory(base));
    for (uint32_t i = 0; i < n; i++)
        op->keys[i] = ent_token_find(base->context->txn, ENT_TOKEN_KEY, base->plan->props.items[i].key);
    return ENT_OK;
}

/* ---- from records ---- */

static ent_status fetch(ent_op *op, ent_value element, ent_props *out)
{
    ent_context *context = op->context;
    bool found = false;
    *out = (ent_props){NULL, 0};
    if (element.type == ENT_TYPE_NODE) {
        ent_node_record record;
        ENT_TRY(ent_node_get(context->txn, element.id, &record, &found, context->error));
        if (found)
            *out = record.props;
    } else if (element.type == ENT_TYPE_RELATIONSHIP) {
        ent_rel_record record;
        ENT_TRY(ent_entity_find_rel(context, element.id, &record, &found));
        if (found)
            *out = record.props;
    }
    return ENT_OK;
}

static ent_status read_values(props_op *op, uint32_t item, const ent_batch *rows)
{
    ent_op *base = &op->base;
    ent_value *column = op->columns[item];
    const ent_value *elements = op->in.col[base->plan->props.from];
    for (uint32_t r = 0; r < rows->n && !op->fetched; r++) {
        uint32_t row = ent_batch_row(rows, r);
        ENT_TRY(fetch(base, elements[row], &op->records[row]));
    }
    op->fetched = true;
    for (uint32_t r = 0; r < rows->n; r++) {
        uint32_t row = ent_batch_row(rows, r);
        column[row] = ENT_NULL;
        if (op->records[row].size > 0 && op->keys[item] != ENT_NO_TOKEN)
            ENT_TRY(ent_props_get(base->context->txn, &base->arena, op->records[row], op->keys[item], &column[row],
                                  base->context->error));
    }
    return ENT_OK;
}

/* ---- from columns ---- */

/* Asks the image when the first element is there. */
static ent_status decide(props_op *op)
{
    ent_op *base = &op->base;
    const ent_value *elements = op->in.col[base->plan->props.from];
    uint32_t n = base->plan->props.count;
    for (uint32_t r = 0; r < op->in.n && op->of == 0; r++) {
        uint8_t type = elements[ent_batch_row(&op->in, r)].type;
        if (type == ENT_TYPE_NODE || type == ENT_TYPE_RELATIONSHIP)
            op->of = type;
    }
    if (op->of == 0)
        return ENT_OK;
    const ent_coded **found = op->decided ? ENT_NEW_ARRAY(&base->arena, const ent_coded *, n) : op->coded;
    if (!found)
        return ent_op_memory(base);
    ENT_TRY(ent_coded_ask(base->context, op->of == ENT_TYPE_RELATIONSHIP, op->keys, n, op->in.n, found));
    if (op->decided)
        return ENT_OK;
    op->decided = true;
    for (uint32_t i = 0; i < n; i++) {
        if (op->coded[i])
            op->codes[i] = ENT_NEW_ARRAY(&base->run->arena, uint32_t, ENT_BATCH);
        op->any_coded |= op->coded[i] != NULL;
    }
    return ent_op_memory(base);
}

static void find_codes(props_op *op, uint32_t item, const ent_batch *rows)
{
    const ent_coded *column = op->coded[item];
    const ent_value *elements = op->in.col[op->base.plan->props.from];
    uint32_t *codes = op->codes[item];
    if (op->has_codes[item])
        return;
    op->has_codes[item] = true;
    for (uint32_t r = 0; r < rows->n; r++) {
        uint32_t row = ent_batch_row(rows, r);
        uint32_t code = elements[row].type == op->of ? ent_code_of(column, elements[row].id) : 0;
        codes[row] = code == ENT_NO_CODE ? 0 : code;
    }
}

/* The item's values for these rows, if they are not there yet: later rows are fewer. */
static ent_status lay_out(props_op *op, uint32_t item, const ent_batch *rows)
{
    ent_op *base = &op->base;
    if (op->has_values[item])
        return ENT_OK;
    op->has_values[item] = true;
    op->columns[item] = ent_op_column(base, base->plan->props.items[item].slot);
    if (!op->columns[item])
        return ent_op_memory(base);
    if (!op->coded[item])
        return read_values(op, item, rows);
    find_codes(op, item, rows);
    const ent_value *values = op->coded[item]->values;
    for (uint32_t r = 0; r < rows->n; r++) {
        uint32_t row = ent_batch_row(rows, r);
        op->columns[item][row] = values[op->codes[item][row]];
    }
    return ENT_OK;
}

/* ---- conditions ---- */

/* A fault of a value, not of the run. */
static bool is_of_value(ent_status status)
{
    return status != ENT_NOMEM && status != ENT_MEMORY_LIMIT && status != ENT_INTERRUPTED && status != ENT_TIME_LIMIT;
}

/* Asks the condition for all values of its column. */
static ent_status ask_codes(props_op *op, uint32_t number)
{
    ent_op *base = &op->base;
    const ent_plan_condition *plan = &base->plan->props.conditions[number];
    const ent_coded *column = op->coded[plan->item];
    condition *asked = &op->conditions[number];
    uint32_t slot = base->plan->props.items[plan->item].slot;
    if (!op->one)
        op->one = ent_arena_zero(&base->run->arena, base->run->plan->slot_count * sizeof *op->one);
    char *holds = ent_arena_zero(&base->run->arena, column->value_count);
    uint16_t *sel = ENT_NEW_ARRAY(&base->arena, uint16_t, ENT_BATCH);
    if (!op->one || !holds || !sel)
        return ent_op_memory(base);
    ent_error *error = base->context->error, own = {0};
    ent_status status = ENT_OK;
    base->context->error = &own;
    for (uint32_t from = 0; from < column->value_count && status == ENT_OK; from += ENT_BATCH) {
        uint32_t left = column->value_count - from, n = 0;
        ent_batch batch = {.n = left < ENT_BATCH ? left : ENT_BATCH, .col = op->one};
        op->one[slot] = (ent_value *)column->values + from; /* nobody writes into a column that is not its own */
        status = ent_program_filter(plan->program, base->context, &batch, &base->arena, sel, &n);
        for (uint32_t i = 0; i < n; i++)
            holds[from + sel[i]] = 1;
        if (status == ENT_OK)
            status = ent_context_poll(base->context);
    }
    op->one[slot] = NULL;
    base->context->error = error;
    if (status != ENT_OK && !is_of_value(status)) {
        *error = own;
        return status;
    }
    asked->by_rows = status != ENT_OK;
    asked->holds = asked->by_rows ? NULL : holds;
    return ENT_OK;
}

static ent_status keep(props_op *op, uint32_t number, ent_batch *rows)
{
    ent_op *base = &op->base;
    const ent_plan_condition *plan = &base->plan->props.conditions[number];
    condition *asked = &op->conditions[number];
    const ent_coded *column = op->coded[plan->item];
    asked->asked += rows->n;
    if (column && !asked->holds && !asked->by_rows && asked->asked >= column->value_count)
        ENT_TRY(ask_codes(op, number));
    uint32_t n = 0;
    if (asked->holds) {
        find_codes(op, plan->item, rows);
        const uint32_t *codes = op->codes[plan->item];
        for (uint32_t r = 0; r < rows->n; r++) {
            uint32_t row = ent_batch_row(rows, r);
            op->sel[n] = (uint16_t)row;
            n += asked->holds[codes[row]];
        }
    } else {
        ENT_TRY(lay_out(op, plan->item, rows));
        ENT_TRY(ent_program_filter(plan->program, base->context, rows, &base->arena, op->sel, &n));
    }
    rows->n = n;
    rows->sel = op->sel;
    return ENT_OK;
}

/* ---- batches ---- */

static ent_status give(props_op *op, ent_batch *rows)
{
    ent_op *base = &op->base;
    const ent_plan_prop *items = base->plan->props.items;
    for (uint32_t i = 0; i < base->plan->props.count; i++)
        if (items[i].live)
            ENT_TRY(lay_out(op, i, rows));
    rows->codes = op->in.codes;
    if (!op->any_coded)
        return ENT_OK;
    rows->codes = ent_op_codes(base, &op->in);
    for (uint32_t i = 0; rows->codes && i < base->plan->props.count; i++)
        if (items[i].live && op->coded[i])
            base->codes[items[i].slot] = (ent_codes){op->coded[i], op->codes[i]};
    return ENT_OK;
}

static ent_status props_next(ent_op *base, ent_batch *out)
{
    props_op *op = (props_op *)base;
    uint32_t n = base->plan->props.count;
    do {
        ENT_TRY(ent_op_next(base->input, &op->in));
        ent_op_pass(base, &op->in);
        *out = (ent_batch){.n = op->in.n, .sel = op->in.sel, .col = base->col};
        if (op->in.n == 0)
            return ENT_OK;
        ent_arena_reset(&base->arena);
        memset(op->has_codes, 0, n * sizeof *op->has_codes);
        memset(op->has_values, 0, n * sizeof *op->has_values);
        op->fetched = false;
        ENT_TRY(decide(op));
        for (uint32_t c = 0; c < base->plan->props.condition_count && out->n > 0; c++)
            ENT_TRY(keep(op, c, out));
    } while (out->n == 0);
    ENT_TRY(give(op, out));
    return ent_op_memory(base);
}

const ent_op_kind ent_op_props = {.size = sizeof(props_op), .open = props_open, .next = props_next};
