/* Show: SHOW FUNCTIONS, PROCEDURES, INDEXES and CONSTRAINTS, as rows in slots 0, 1, 2, ... */
#include "core/query/op.h"
#include "core/query/planner.h"
#include "core/query/procedure_set.h"

typedef struct {
    ent_op base;
    uint32_t at;
} show_op;

typedef struct {
    const char *name;
    const char *columns[5]; /* NULL behind the last */
    uint32_t (*count)(ent_op *op);
    /* Fills the columns of an entry; *skip: it does not belong. */
    ent_status (*row)(ent_op *op, uint32_t i, ent_value *out, bool *skip);
} listing;

static ent_value text(const char *p)
{
    return ent_string(ent_str_of(p ? p : ""));
}

static uint32_t count_functions(ent_op *op)
{
    return ent_function_count();
}

static ent_status function_row(ent_op *op, uint32_t i, ent_value *out, bool *skip)
{
    const ent_function *function = ent_function_at(i);
    out[0] = text(function->name);
    out[1] = text(ent_arena_printf(&op->arena, "%s%s", function->name, function->signature));
    out[2] = text(function->help);
    return ENT_OK;
}

static uint32_t count_procedures(ent_op *op)
{
    return op->run->procedures ? ent_procedure_count(op->run->procedures) : 0;
}

static const char *fields(ent_arena *arena, const ent_field *list, uint32_t n)
{
    const char *all = "";
    for (uint32_t i = 0; i < n; i++) {
        char type[96];
        ent_field_type_text(type, &list[i]);
        all = ent_arena_printf(arena, "%s%s%.*s :: %s", all ? all : "", i ? ", " : "", ENT_STR_ARG(list[i].name), type);
    }
    return all ? all : "";
}

static ent_status procedure_row(ent_op *op, uint32_t i, ent_value *out, bool *skip)
{
    const ent_procedure *procedure = ent_procedure_at(op->run->procedures, i);
    out[0] = ent_string(procedure->name);
    out[1] = text(ent_arena_printf(&op->arena, "%.*s(%s) :: (%s)", ENT_STR_ARG(procedure->name),
                                   fields(&op->arena, procedure->inputs, procedure->input_count),
                                   fields(&op->arena, procedure->outputs, procedure->output_count)));
    out[2] = ent_string(procedure->help);
    return ENT_OK;
}

static uint32_t count_indexes(ent_op *op)
{
    return ent_index_count(op->context->txn);
}

static ent_status index_row(ent_op *op, uint32_t i, ent_value *out, bool *skip)
{
    ent_txn *txn = op->context->txn;
    ent_index_info info;
    ent_index_at(txn, i, &info);
    out[0] = ent_string(info.name);
    out[1] = ent_string(ent_token_name(txn, ENT_TOKEN_LABEL, info.label));
    out[2] = ent_string(ent_token_name(txn, ENT_TOKEN_KEY, info.key));
    out[3] = ent_bool(info.unique);
    out[4] = ent_int((int64_t)info.entries);
    return ENT_OK;
}

static ent_status constraint_row(ent_op *op, uint32_t i, ent_value *out, bool *skip)
{
    ent_txn *txn = op->context->txn;
    ent_index_info info;
    ent_index_at(txn, i, &info);
    *skip = !info.unique;
    out[0] = ent_string(info.name);
    out[1] = ent_string(ent_token_name(txn, ENT_TOKEN_LABEL, info.label));
    out[2] = ent_string(ent_token_name(txn, ENT_TOKEN_KEY, info.key));
    out[3] = text("UNIQUE");
    return ENT_OK;
}

static const listing listings[] = {
    {"FUNCTIONS", {"name", "signature", "description"}, count_functions, function_row},
    {"PROCEDURES", {"name", "signature", "description"}, count_procedures, procedure_row},
    {"INDEXES", {"name", "label", "property", "unique", "entries"}, count_indexes, index_row},
    {"CONSTRAINTS", {"name", "label", "property", "type"}, count_indexes, constraint_row},
};

static const listing *listing_of(const ent_statement *statement)
{
    for (size_t i = 0; i < sizeof listings / sizeof *listings; i++)
        if (ent_str_equal_nocase(statement->name, ent_str_of(listings[i].name)))
            return &listings[i];
    return NULL;
}

static uint32_t column_count(const listing *list)
{
    uint32_t n = 0;
    while (n < 5 && list->columns[n])
        n++;
    return n;
}

static ent_status show_next(ent_op *base, ent_batch *out)
{
    show_op *op = (show_op *)base;
    const listing *list = listing_of(base->run->plan->statement);
    uint32_t columns = column_count(list), n = 0, all = list->count(base);
    ent_arena_reset(&base->arena);
    for (uint32_t c = 0; c < columns; c++)
        if (!ent_op_column(base, c))
            return ent_op_memory(base);
    for (; n < ENT_BATCH && op->at < all; op->at++) {
        ent_value row[5];
        bool skip = false;
        ENT_TRY(list->row(base, op->at, row, &skip));
        for (uint32_t c = 0; !skip && c < columns; c++)
            base->col[c][n] = row[c];
        n += !skip;
    }
    ent_op_give(base, n, out);
    return ent_op_memory(base);
}

ent_status ent_show_columns(ent_arena *arena, const ent_statement *statement, ent_plan *plan, ent_error *error)
{
    const listing *list = listing_of(statement);
    if (!list)
        return ent_fail(error, ENT_UNSUPPORTED, ENT_PHASE_COMPILE, statement->name_span, NULL,
                        "not supported yet: SHOW %.*s", ENT_STR_ARG(statement->name));
    uint32_t n = column_count(list);
    plan->column_names = ENT_NEW_ARRAY(arena, ent_str, n);
    plan->column_slots = ENT_NEW_ARRAY(arena, uint32_t, n);
    if (!plan->column_names || !plan->column_slots)
        return ent_arena_status(arena, error);
    for (uint32_t c = 0; c < n; c++) {
        plan->column_names[c] = ent_str_of(list->columns[c]);
        plan->column_slots[c] = c;
    }
    plan->column_count = n;
    return ENT_OK;
}

const ent_op_kind ent_op_show = {.size = sizeof(show_op), .next = show_next};
