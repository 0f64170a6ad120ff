/* STARTS WITH, ENDS WITH, CONTAINS and =~. Anything but two strings gives null. */
#include "core/query/program.h"
#include "core/text/text.h"

#include <string.h>

static bool holds(ent_expr_kind kind, ent_str text, ent_str part)
{
    if (part.n > text.n)
        return false;
    if (part.n == 0)
        return true;
    switch (kind) {
    case ENT_EXPR_STARTS_WITH:
        return memcmp(text.p, part.p, part.n) == 0;
    case ENT_EXPR_ENDS_WITH:
        return memcmp(text.p + text.n - part.n, part.p, part.n) == 0;
    default:
        return memmem(text.p, text.n, part.p, part.n) != NULL;
    }
}

ent_status ent_run_string_test(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column a, b;
    ENT_TRY(ent_column_of(code->args[0], frame, in, &a));
    ENT_TRY(ent_column_of(code->args[1], frame, in, &b));
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ent_value text = ent_column_at(&a, row), part = ent_column_at(&b, row);
        if (text.type == ENT_TYPE_STRING && part.type == ENT_TYPE_STRING)
            out[row] = ent_bool(holds(code->expr->kind, ent_value_str(text), ent_value_str(part)));
        else
            out[row] = ENT_NULL;
    }
    ent_column_done(frame, &b);
    ent_column_done(frame, &a);
    return ENT_OK;
}

/* The regular expression last used, so that one pattern against many rows is compiled once. */
typedef struct {
    ent_regex *regex;
    ent_str pattern;
} last_regex;

static ent_status match(const ent_code *code, ent_frame *frame, last_regex *last, ent_value text, ent_value pattern,
                        ent_value *out)
{
    ent_error *error = frame->context->error;
    ent_span where = code->args[1]->expr->span;
    *out = ENT_NULL;
    if (text.type != ENT_TYPE_STRING || pattern.type != ENT_TYPE_STRING)
        return ENT_OK;
    if (!last->regex || !ent_str_equal(last->pattern, ent_value_str(pattern))) {
        ent_regex_close(last->regex);
        last->regex = NULL;
        last->pattern = ent_value_str(pattern);
        ENT_TRY(ent_regex_open(last->pattern, &last->regex, error, where));
    }
    bool matches = false;
    ENT_TRY(ent_regex_matches(last->regex, ent_value_str(text), &matches, error, where));
    *out = ent_bool(matches);
    return ENT_OK;
}

ent_status ent_run_regex(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column a, b;
    last_regex last = {0};
    ent_status status = ENT_OK;
    ENT_TRY(ent_column_of(code->args[0], frame, in, &a));
    ENT_TRY(ent_column_of(code->args[1], frame, in, &b));
    for (uint32_t i = 0; i < in->n && status == ENT_OK; i++) {
        uint32_t row = ent_batch_row(in, i);
        status = match(code, frame, &last, ent_column_at(&a, row), ent_column_at(&b, row), &out[row]);
    }
    ent_regex_close(last.regex);
    ent_column_done(frame, &b);
    ent_column_done(frame, &a);
    return status;
}
