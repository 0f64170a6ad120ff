/* Schema: creates and drops indexes and unique constraints. Gives no rows. */
#include "core/query/op.h"

typedef struct {
    ent_op base;
    bool done;
} schema_op;

static ent_status create(ent_op *op, const ent_statement *statement, bool unique)
{
    ent_context *context = op->context;
    uint32_t label, key;
    bool existed;
    ENT_TRY(ent_token_make(context->txn, ENT_TOKEN_LABEL, statement->label, &label, context->error));
    ENT_TRY(ent_token_make(context->txn, ENT_TOKEN_KEY, statement->key, &key, context->error));
    ENT_TRY(ent_index_create(context->txn, statement->name, label, key, unique, &existed, context->error));
    op->run->counters.indexes_added += !existed;
    if (!existed || statement->if_exists)
        return ENT_OK;
    ent_fail(context->error, ENT_CONSTRAINT, ENT_PHASE_RUNTIME, statement->label_span, "IndexAlreadyExists",
             "%.*s(%.*s) has an index already", ENT_STR_ARG(statement->label), ENT_STR_ARG(statement->key));
    ent_hint(context->error, "IF NOT EXISTS leaves it as it is");
    return ENT_CONSTRAINT;
}

static ent_status drop(ent_op *op, const ent_statement *statement, bool unique)
{
    ent_context *context = op->context;
    const char *what = unique ? "constraint" : "index";
    for (uint32_t i = 0; i < ent_index_count(context->txn); i++) {
        ent_index_info info;
        ent_index_at(context->txn, i, &info);
        if (!ent_str_equal(info.name, statement->name) || info.unique != unique)
            continue;
        bool existed;
        ENT_TRY(ent_index_drop(context->txn, statement->name, &existed, context->error));
        op->run->counters.indexes_removed += existed;
        return ENT_OK;
    }
    if (statement->if_exists)
        return ENT_OK;
    ent_fail(context->error, ENT_SEMANTIC, ENT_PHASE_RUNTIME, statement->name_span, "NoSuchIndex",
             "there is no %s `%.*s`", what, ENT_STR_ARG(statement->name));
    ent_hint(context->error, unique ? "SHOW CONSTRAINTS lists them" : "SHOW INDEXES lists them");
    return ENT_SEMANTIC;
}

static ent_status schema_next(ent_op *base, ent_batch *out)
{
    schema_op *op = (schema_op *)base;
    const ent_statement *statement = base->run->plan->statement;
    ent_op_give(base, 0, out);
    if (op->done)
        return ENT_OK;
    op->done = true;
    switch (statement->kind) {
    case ENT_STATEMENT_CREATE_INDEX:
        return create(base, statement, false);
    case ENT_STATEMENT_CREATE_CONSTRAINT:
        return create(base, statement, true);
    case ENT_STATEMENT_DROP_INDEX:
        return drop(base, statement, false);
    case ENT_STATEMENT_DROP_CONSTRAINT:
        return drop(base, statement, true);
    default:
        return ENT_OK;
    }
}

const ent_op_kind ent_op_schema = {.size = sizeof(schema_op), .next = schema_next};
