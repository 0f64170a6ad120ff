/* Running a program: columns and their scratch, the entry points, and what all eval_*.c files share. */
#include "core/query/program.h"

#include <stdio.h>
#include <string.h>

/* ---- scratch ---- */

/* Two sizes, so that a statement of few rows touches little memory and a loop over a million elements, which takes and
 * gives back the same columns for each of its batches, needs no more than one of them. */
enum { SMALL = 64 };

void *ent_scratch_take(ent_frame *frame, uint32_t values)
{
    bool large = values > SMALL;
    void *spare = frame->spare[large];
    if (spare) {
        memcpy(&frame->spare[large], spare, sizeof(void *));
        return spare;
    }
    return ent_arena_alloc(frame->arena, (large ? ENT_BATCH : SMALL) * sizeof(ent_value));
}

void ent_scratch_give(ent_frame *frame, void *scratch, uint32_t values)
{
    bool large = values > SMALL;
    memcpy(scratch, &frame->spare[large], sizeof(void *));
    frame->spare[large] = scratch;
}

static uint32_t values_for_rows(uint32_t n)
{
    return (uint32_t)(n * sizeof(uint16_t) / sizeof(ent_value)) + 1;
}

uint16_t *ent_rows_take(ent_frame *frame, uint32_t n)
{
    return ent_scratch_take(frame, values_for_rows(n));
}

void ent_rows_give(ent_frame *frame, uint16_t *rows, uint32_t n)
{
    ent_scratch_give(frame, rows, values_for_rows(n));
}

/* ---- columns ---- */

static const ent_value nothing = {.type = ENT_TYPE_NULL};

ent_status ent_column_of(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_column *out)
{
    *out = (ent_column){.v = &nothing};
    if (in->n == 0)
        return ENT_OK;
    switch (code->form) {
    case ENT_CODE_CONSTANT:
        out->v = &code->value;
        return ENT_OK;
    case ENT_CODE_PARAMETER:
        out->v = &frame->context->params[code->slot];
        return ENT_OK;
    case ENT_CODE_VARIABLE:
        out->v = in->col[code->slot];
        out->step = 1;
        return ENT_OK;
    default:
        break;
    }
    bool once = code->form == ENT_CODE_INVARIANT;
    ent_batch first = {.n = 1, .col = in->col};
    out->room = once ? 1 : ent_batch_end(in);
    out->own = ent_scratch_take(frame, out->room);
    if (!out->own)
        return ent_arena_status(frame->arena, frame->context->error);
    out->v = out->own;
    out->step = !once;
    return code->run(code, frame, once ? &first : in, out->own);
}

void ent_column_done(ent_frame *frame, ent_column *column)
{
    if (column->own)
        ent_scratch_give(frame, column->own, column->room);
    column->own = NULL;
}

ent_status ent_column_into(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    if (in->n == 0)
        return ENT_OK;
    if (code->form == ENT_CODE_ROWS)
        return code->run(code, frame, in, out);
    ent_column column;
    ENT_TRY(ent_column_of(code, frame, in, &column));
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        out[row] = ent_column_at(&column, row);
    }
    ent_column_done(frame, &column);
    return ENT_OK;
}

/* ---- messages ---- */

const char *ent_describe(char buffer[ENT_DESCRIPTION], ent_value v)
{
    const char *name = ent_type_name(v.type);
    enum { SHOWN = 24 };
    char number[32];
    switch (v.type) {
    case ENT_TYPE_BOOLEAN:
        snprintf(buffer, ENT_DESCRIPTION, "%s %s", name, v.b ? "true" : "false");
        break;
    case ENT_TYPE_INTEGER:
        snprintf(buffer, ENT_DESCRIPTION, "%s %lld", name, (long long)v.i);
        break;
    case ENT_TYPE_FLOAT:
        snprintf(buffer, ENT_DESCRIPTION, "%s %.*s", name, (int)ent_float_text(number, v.f), number);
        break;
    case ENT_TYPE_STRING: {
        uint32_t n = v.n;
        if (n > SHOWN)
            for (n = SHOWN; n > 0 && ((unsigned char)v.s[n] & 0xC0) == 0x80;)
                n--;
        snprintf(buffer, ENT_DESCRIPTION, "%s '%.*s%s'", name, (int)n, v.s, n < v.n ? "…" : "");
        break;
    }
    default:
        snprintf(buffer, ENT_DESCRIPTION, "%s", name);
    }
    return buffer;
}

ent_status ent_type_mismatch(ent_context *context, ent_span where, const char *wanted, ent_value got)
{
    char text[ENT_DESCRIPTION];
    return ent_fail(context->error, ENT_TYPE, ENT_PHASE_RUNTIME, where, "InvalidArgumentType",
                    "expected %s, but got %s", wanted, ent_describe(text, got));
}

ent_status ent_truth(ent_context *context, ent_span where, ent_value v, ent_ternary *out)
{
    *out = ENT_UNKNOWN;
    if (v.type == ENT_TYPE_BOOLEAN)
        *out = v.b ? ENT_TRUE : ENT_FALSE;
    if (v.type == ENT_TYPE_BOOLEAN || v.type == ENT_TYPE_NULL)
        return ENT_OK;
    return ent_type_mismatch(context, where, "a boolean", v);
}

/* ---- entry points ---- */

ent_status ent_rows_true(const ent_code *code, ent_frame *frame, const ent_batch *in, uint16_t *sel, uint32_t *n)
{
    ent_column column;
    ENT_TRY(ent_column_of(code, frame, in, &column));
    uint32_t kept = 0;
    for (uint32_t i = 0; i < in->n; i++) {
        uint16_t row = (uint16_t)ent_batch_row(in, i);
        ent_ternary truth;
        ENT_TRY(ent_truth(frame->context, code->expr->span, ent_column_at(&column, row), &truth));
        if (truth == ENT_TRUE)
            sel[kept++] = row;
    }
    ent_column_done(frame, &column);
    *n = kept;
    return ENT_OK;
}

ent_status ent_program_run(const ent_program *program, ent_context *context, const ent_batch *in, ent_arena *arena,
                           ent_value *out)
{
    ent_frame frame = {.context = context, .arena = arena};
    ENT_TRY(ent_column_into(program->code, &frame, in, out));
    return ent_arena_status(arena, context->error);
}

/* A conjunction keeps narrowing: a row that one operand drops is not looked at by the next. */
ent_status ent_program_filter(const ent_program *program, ent_context *context, const ent_batch *in, ent_arena *arena,
                              uint16_t *sel, uint32_t *n)
{
    const ent_code *code = program->code;
    ent_frame frame = {.context = context, .arena = arena};
    bool conjunction = code->expr->kind == ENT_EXPR_AND && code->form == ENT_CODE_ROWS;
    uint32_t count = conjunction ? code->arg_count : 1;
    ent_batch rest = *in;
    for (uint32_t i = 0; i < count && rest.n > 0; i++) {
        ENT_TRY(ent_rows_true(conjunction ? code->args[i] : code, &frame, &rest, sel, &rest.n));
        rest.sel = sel;
    }
    *n = rest.n;
    return ent_arena_status(arena, context->error);
}

ent_status ent_program_constant(const ent_program *program, ent_context *context, ent_arena *arena, ent_value *out)
{
    ent_batch one = {.n = 1};
    return ent_program_run(program, context, &one, arena, out);
}
