/* AND, OR, XOR, NOT, IS NULL, CASE and coalesce: three-valued logic, and branches that are evaluated only for the rows
 * that take them. */
#include "core/query/program.h"

ent_status ent_run_not(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column a;
    ENT_TRY(ent_column_of(code->args[0], frame, in, &a));
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ent_ternary t;
        ENT_TRY(ent_truth(frame->context, code->args[0]->expr->span, ent_column_at(&a, row), &t));
        out[row] = t == ENT_UNKNOWN ? ENT_NULL : ent_bool(t == ENT_FALSE);
    }
    ent_column_done(frame, &a);
    return ENT_OK;
}

/* AND and OR: `decisive` is the operand that settles a row, so that the later ones are not evaluated for it. */
static ent_status chain(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out,
                        ent_ternary decisive)
{
    uint16_t *rows = ent_rows_take(frame, in->n);
    if (!rows)
        return ent_arena_status(frame->arena, frame->context->error);
    ent_batch open = *in;
    for (uint32_t k = 0; k < code->arg_count && open.n > 0; k++) {
        ent_column operand;
        uint32_t left = 0;
        ENT_TRY(ent_column_of(code->args[k], frame, &open, &operand));
        for (uint32_t i = 0; i < open.n; i++) {
            uint16_t row = (uint16_t)ent_batch_row(&open, i);
            ent_ternary t;
            ENT_TRY(ent_truth(frame->context, code->args[k]->expr->span, ent_column_at(&operand, row), &t));
            if (k == 0 || t != (ent_ternary)!decisive)
                out[row] = ent_from_ternary(t);
            if (t != decisive)
                rows[left++] = row;
        }
        ent_column_done(frame, &operand);
        open.sel = rows;
        open.n = left;
    }
    ent_rows_give(frame, rows, in->n);
    return ENT_OK;
}

ent_status ent_run_and(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    return chain(code, frame, in, out, ENT_FALSE);
}

ent_status ent_run_or(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    return chain(code, frame, in, out, ENT_TRUE);
}

ent_status ent_run_xor(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column a, b;
    ENT_TRY(ent_column_of(code->args[0], frame, in, &a));
    ENT_TRY(ent_column_of(code->args[1], frame, in, &b));
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ent_ternary x, y;
        ENT_TRY(ent_truth(frame->context, code->args[0]->expr->span, ent_column_at(&a, row), &x));
        ENT_TRY(ent_truth(frame->context, code->args[1]->expr->span, ent_column_at(&b, row), &y));
        out[row] = x == ENT_UNKNOWN || y == ENT_UNKNOWN ? ENT_NULL : ent_bool(x != y);
    }
    ent_column_done(frame, &b);
    ent_column_done(frame, &a);
    return ENT_OK;
}

ent_status ent_run_is_null(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column a;
    bool wanted = code->expr->kind == ENT_EXPR_IS_NULL;
    ENT_TRY(ent_column_of(code->args[0], frame, in, &a));
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        out[row] = ent_bool(ent_is_null(ent_column_at(&a, row)) == wanted);
    }
    ent_column_done(frame, &a);
    return ENT_OK;
}

/* Splits the open rows by one WHEN: those that take the branch, and those that go on. */
static ent_status take_branch(const ent_code *when, ent_frame *frame, const ent_batch *open, const ent_column *subject,
                              uint16_t *taken, uint32_t *taken_count, uint16_t *rest, uint32_t *rest_count)
{
    ent_column column;
    uint32_t yes = 0, no = 0;
    ENT_TRY(ent_column_of(when, frame, open, &column));
    for (uint32_t i = 0; i < open->n; i++) {
        uint16_t row = (uint16_t)ent_batch_row(open, i);
        ent_value v = ent_column_at(&column, row);
        ent_ternary t;
        if (subject)
            t = ent_equal(ent_column_at(subject, row), v);
        else
            ENT_TRY(ent_truth(frame->context, when->expr->span, v, &t));
        if (t == ENT_TRUE)
            taken[yes++] = row;
        else
            rest[no++] = row;
    }
    ent_column_done(frame, &column);
    *taken_count = yes;
    *rest_count = no;
    return ENT_OK;
}

ent_status ent_run_case(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    uint16_t *taken = ent_rows_take(frame, in->n), *rest = ent_rows_take(frame, in->n);
    if (!taken || !rest)
        return ent_arena_status(frame->arena, frame->context->error);
    ent_column subject = {0};
    if (code->args[0])
        ENT_TRY(ent_column_of(code->args[0], frame, in, &subject));
    ent_batch open = *in, branch = *in;
    branch.sel = taken;
    for (uint32_t k = 1; k + 2 < code->arg_count && open.n > 0; k += 2) {
        ENT_TRY(
            take_branch(code->args[k], frame, &open, code->args[0] ? &subject : NULL, taken, &branch.n, rest, &open.n));
        open.sel = rest;
        ENT_TRY(ent_column_into(code->args[k + 1], frame, &branch, out));
    }
    const ent_code *otherwise = code->args[code->arg_count - 1];
    if (otherwise)
        ENT_TRY(ent_column_into(otherwise, frame, &open, out));
    else
        for (uint32_t i = 0; i < open.n; i++)
            out[ent_batch_row(&open, i)] = ENT_NULL;
    ent_column_done(frame, &subject);
    ent_rows_give(frame, rest, in->n);
    ent_rows_give(frame, taken, in->n);
    return ENT_OK;
}

ent_status ent_run_coalesce(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    uint16_t *rows = ent_rows_take(frame, in->n);
    if (!rows)
        return ent_arena_status(frame->arena, frame->context->error);
    ent_batch open = *in;
    for (uint32_t k = 0; k < code->arg_count && open.n > 0; k++) {
        ENT_TRY(ent_column_into(code->args[k], frame, &open, out));
        uint32_t left = 0;
        for (uint32_t i = 0; i < open.n; i++) {
            uint16_t row = (uint16_t)ent_batch_row(&open, i);
            if (ent_is_null(out[row]))
                rows[left++] = row;
        }
        open.sel = rows;
        open.n = left;
    }
    ent_rows_give(frame, rows, in->n);
    return ENT_OK;
}
