/* From a resolved expression to a program.
 *
 * Each sub-expression becomes a code that knows what it depends on: on the row, on the run (parameters, the statement's
 * clock), on chance or the graph. What depends on nothing is computed here, once; when that fails, the code stays as it
 * is, so that an expression which no row reaches raises no error. */
#include "core/query/program.h"

#include <string.h>

/* Operators of one level make deep trees without brackets: 1 + 1 + 1 + ... */
enum { DEEPEST = 4 * ENT_MAX_DEPTH, FOLD_ROOM = 256 << 10 };

typedef struct {
    ent_arena *arena;
    const ent_statement *statement;
    ent_error *error;
    ent_arena scratch;
    ent_budget scratch_budget;
    uint32_t depth;
    uint32_t *reads; /* slots read so far, one entry for each place */
    uint32_t read_count, read_room;
    uint32_t width;      /* one more than the largest slot seen */
    uint32_t subqueries; /* seen so far */
} compiler;

static const ent_code_run runs[] = {
    [ENT_EXPR_LIST] = ent_run_list,
    [ENT_EXPR_MAP] = ent_run_map,
    [ENT_EXPR_MAP_PROJECTION] = ent_run_map_projection,
    [ENT_EXPR_PROPERTY] = ent_run_property,
    [ENT_EXPR_INDEX] = ent_run_index,
    [ENT_EXPR_SLICE] = ent_run_slice,
    [ENT_EXPR_CALL] = ent_run_call,
    [ENT_EXPR_NOT] = ent_run_not,
    [ENT_EXPR_AND] = ent_run_and,
    [ENT_EXPR_OR] = ent_run_or,
    [ENT_EXPR_XOR] = ent_run_xor,
    [ENT_EXPR_EQ] = ent_run_compare,
    [ENT_EXPR_NE] = ent_run_compare,
    [ENT_EXPR_LT] = ent_run_compare,
    [ENT_EXPR_LE] = ent_run_compare,
    [ENT_EXPR_GT] = ent_run_compare,
    [ENT_EXPR_GE] = ent_run_compare,
    [ENT_EXPR_COMPARE_CHAIN] = ent_run_compare_chain,
    [ENT_EXPR_ADD] = ent_run_arithmetic,
    [ENT_EXPR_SUBTRACT] = ent_run_arithmetic,
    [ENT_EXPR_MULTIPLY] = ent_run_arithmetic,
    [ENT_EXPR_DIVIDE] = ent_run_arithmetic,
    [ENT_EXPR_MODULO] = ent_run_arithmetic,
    [ENT_EXPR_POWER] = ent_run_arithmetic,
    [ENT_EXPR_CONCAT] = ent_run_concat,
    [ENT_EXPR_NEGATE] = ent_run_negate,
    [ENT_EXPR_PLUS] = ent_run_plus,
    [ENT_EXPR_IN] = ent_run_in,
    [ENT_EXPR_STARTS_WITH] = ent_run_string_test,
    [ENT_EXPR_ENDS_WITH] = ent_run_string_test,
    [ENT_EXPR_CONTAINS] = ent_run_string_test,
    [ENT_EXPR_REGEX] = ent_run_regex,
    [ENT_EXPR_IS_NULL] = ent_run_is_null,
    [ENT_EXPR_IS_NOT_NULL] = ent_run_is_null,
    [ENT_EXPR_HAS_LABELS] = ent_run_has_labels,
    [ENT_EXPR_IS_TYPED] = ent_run_is_typed,
    [ENT_EXPR_IS_NOT_TYPED] = ent_run_is_typed,
    [ENT_EXPR_CASE] = ent_run_case,
    [ENT_EXPR_LIST_COMPREHENSION] = ent_run_list_comprehension,
    [ENT_EXPR_ALL] = ent_run_quantifier,
    [ENT_EXPR_ANY] = ent_run_quantifier,
    [ENT_EXPR_NONE] = ent_run_quantifier,
    [ENT_EXPR_SINGLE] = ent_run_quantifier,
    [ENT_EXPR_REDUCE] = ent_run_reduce,
    [ENT_EXPR_COUNT_] = NULL,
};

static ent_status compile(compiler *c, const ent_expr *expr, ent_code **out);
static ent_status compile_kind(compiler *c, const ent_expr *expr, ent_code *code);

static ent_status internal(compiler *c, const ent_expr *expr, const char *what)
{
    return ent_fail(c->error, ENT_SEMANTIC, ENT_PHASE_COMPILE, expr->span, NULL, "%s", what);
}

static ent_status too_deep(compiler *c, const ent_expr *expr)
{
    return ent_fail(c->error, ENT_SYNTAX, ENT_PHASE_COMPILE, expr->span, "UnexpectedSyntax",
                    "the expression is nested more than %d levels deep", DEEPEST);
}

static ent_code *make(compiler *c, const ent_expr *expr, ent_code_form form)
{
    ent_code *code = ENT_NEW(c->arena, ent_code);
    if (code) {
        code->form = form;
        code->expr = expr;
    }
    return code;
}

static ent_status note_read(compiler *c, uint32_t slot)
{
    if (c->read_count == c->read_room) {
        uint32_t room = c->read_room ? c->read_room * 2 : 16;
        uint32_t *grown = ENT_NEW_ARRAY(c->arena, uint32_t, room);
        if (!grown)
            return ent_arena_status(c->arena, c->error);
        if (c->read_count)
            memcpy(grown, c->reads, c->read_count * sizeof *grown);
        c->reads = grown;
        c->read_room = room;
    }
    c->reads[c->read_count++] = slot;
    if (slot >= c->width)
        c->width = slot + 1;
    return ENT_OK;
}

static ent_status compile_variable(compiler *c, const ent_expr *expr, ent_code *code)
{
    if (!expr->var)
        return internal(c, expr, "the variable was not resolved");
    code->slot = expr->var->slot;
    code->depends = ENT_ON_ROW;
    return note_read(c, code->slot);
}

static ent_status compile_parameter(compiler *c, const ent_expr *expr, ent_code *code)
{
    code->depends = ENT_ON_RUN;
    for (uint32_t i = 0; i < c->statement->parameter_count; i++)
        if (ent_str_equal(c->statement->parameters[i], expr->name)) {
            code->slot = i;
            return ENT_OK;
        }
    return internal(c, expr, "the parameter is not among those of the statement");
}

/* Loops and regular expressions may take long, and here nothing can interrupt them; what has a part that could not be
 * folded fails or grows large itself. */
static bool is_foldable(const ent_code *code)
{
    switch (code->expr->kind) {
    case ENT_EXPR_LIST_COMPREHENSION:
    case ENT_EXPR_ALL:
    case ENT_EXPR_ANY:
    case ENT_EXPR_NONE:
    case ENT_EXPR_SINGLE:
    case ENT_EXPR_REDUCE:
    case ENT_EXPR_REGEX:
        return false;
    default:
        break;
    }
    for (uint32_t i = 0; i < code->arg_count; i++)
        if (code->args[i] && code->args[i]->form != ENT_CODE_CONSTANT)
            return false;
    return code->depends == 0;
}

/* Replaces a code that depends on nothing by its value, if it has one and that is not large. */
static ent_status fold(compiler *c, ent_code *code)
{
    ent_error ignored = {0};
    ent_context context = {.arena = &c->scratch, .error = &ignored, .statement = c->statement};
    ent_frame frame = {.context = &context, .arena = &c->scratch};
    ent_batch one = {.n = 1};
    ent_value value;
    if (code->run(code, &frame, &one, &value) == ENT_OK && c->scratch.failed == ENT_OK) {
        code->value = ent_value_copy(c->arena, value);
        code->form = ENT_CODE_CONSTANT;
    }
    ent_arena_reset(&c->scratch);
    return ent_arena_status(c->arena, c->error);
}

static ent_status compile_args(compiler *c, ent_code *code, ent_expr *const *args, uint32_t n)
{
    code->arg_count = n;
    code->args = ENT_NEW_ARRAY(c->arena, ent_code *, n ? n : 1);
    if (!code->args)
        return ent_arena_status(c->arena, c->error);
    for (uint32_t i = 0; i < n; i++) {
        code->args[i] = NULL;
        if (!args[i])
            continue;
        ENT_TRY(compile(c, args[i], &code->args[i]));
        code->depends |= code->args[i]->depends;
    }
    return ENT_OK;
}

/* a AND b AND c is ((a AND b) AND c): one code with three operands, so that long chains cost no depth. */
static ent_status compile_chain(compiler *c, const ent_expr *expr, ent_code *code)
{
    uint32_t n = 1;
    for (const ent_expr *e = expr; e->kind == expr->kind; e = e->args[0])
        n++;
    ent_expr **operands = ENT_NEW_ARRAY(c->arena, ent_expr *, n);
    if (!operands)
        return ent_arena_status(c->arena, c->error);
    uint32_t i = n;
    const ent_expr *e = expr;
    for (; e->kind == expr->kind; e = e->args[0])
        operands[--i] = e->args[1];
    operands[0] = (ent_expr *)e;
    return compile_args(c, code, operands, n);
}

static ent_status compile_call(compiler *c, const ent_expr *expr, ent_code *code)
{
    if (!expr->function)
        return internal(c, expr, "the function was not resolved");
    if (!expr->function->run)
        return internal(c, expr, "an aggregate function cannot stand here");
    code->run = strcmp(expr->function->name, "coalesce") == 0 ? ent_run_coalesce : ent_run_call;
    if (expr->function->flags & ENT_FN_IMPURE)
        code->depends = ENT_ON_CHANCE;
    if (expr->function->flags & ENT_FN_STATEMENT)
        code->depends |= ENT_ON_RUN;
    return compile_args(c, code, expr->args, expr->arg_count);
}

/* The slots noted since `mark`, each once, without the loop's own variables. */
static ent_status outer_reads(compiler *c, ent_code *code, uint32_t mark)
{
    const ent_expr *expr = code->expr;
    uint32_t *outer = ENT_NEW_ARRAY(c->arena, uint32_t, c->read_count - mark + 1), n = 0;
    if (!outer)
        return ent_arena_status(c->arena, c->error);
    for (uint32_t i = mark; i < c->read_count; i++) {
        uint32_t slot = c->reads[i];
        if (slot == expr->var->slot || (expr->accumulator_var && slot == expr->accumulator_var->slot))
            continue;
        bool seen = false;
        for (uint32_t k = 0; k < n && !seen; k++)
            seen = outer[k] == slot;
        if (!seen)
            outer[n++] = slot;
    }
    if (n > 0)
        memcpy(c->reads + mark, outer, n * sizeof *outer);
    c->read_count = mark + n;
    code->outer = outer;
    code->outer_count = n;
    return ENT_OK;
}

static ent_status compile_loop(compiler *c, const ent_expr *expr, ent_code *code)
{
    if (!expr->var || (expr->kind == ENT_EXPR_REDUCE && !expr->accumulator_var))
        return internal(c, expr, "the loop's variable was not resolved");
    uint32_t before = expr->kind == ENT_EXPR_REDUCE ? 2 : 1; /* args that stand outside the loop */
    code->arg_count = expr->arg_count;
    code->args = ENT_NEW_ARRAY(c->arena, ent_code *, expr->arg_count);
    if (!code->args)
        return ent_arena_status(c->arena, c->error);
    uint8_t body = 0;
    uint32_t mark = 0, subqueries = c->subqueries;
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        if (i == before) {
            mark = c->read_count;
            subqueries = c->subqueries;
        }
        code->args[i] = NULL;
        if (!expr->args[i])
            continue;
        ENT_TRY(compile(c, expr->args[i], &code->args[i]));
        if (i < before)
            code->depends |= code->args[i]->depends;
        else
            body |= code->args[i]->depends;
    }
    if (expr->arg_count <= before)
        mark = c->read_count;
    code->outer_all = c->subqueries != subqueries;
    ENT_TRY(outer_reads(c, code, mark));
    code->depends |= body & ~ENT_ON_ROW;
    if (code->outer_count > 0)
        code->depends |= ENT_ON_ROW;
    if (expr->var->slot >= c->width)
        c->width = expr->var->slot + 1;
    if (expr->accumulator_var && expr->accumulator_var->slot >= c->width)
        c->width = expr->accumulator_var->slot + 1;
    code->width = c->width;
    return ENT_OK;
}

/* Whether evaluating the labels stays within so many levels. */
static bool is_shallow(const ent_label *label, uint32_t levels)
{
    if (!label)
        return true;
    return levels > 0 && is_shallow(label->left, levels - 1) && is_shallow(label->right, levels - 1);
}

static ent_status compile_labels(compiler *c, const ent_expr *expr, ent_code *code)
{
    if (!is_shallow(expr->labels, DEEPEST))
        return too_deep(c, expr);
    return compile_args(c, code, expr->args, expr->arg_count);
}

static ent_status compile_kind(compiler *c, const ent_expr *expr, ent_code *code)
{
    code->expr = expr;
    code->run = runs[expr->kind];
    switch (expr->kind) {
    case ENT_EXPR_LITERAL:
        code->form = ENT_CODE_CONSTANT;
        code->value = expr->value;
        return ENT_OK;
    case ENT_EXPR_VARIABLE:
        code->form = ENT_CODE_VARIABLE;
        return compile_variable(c, expr, code);
    case ENT_EXPR_PARAMETER:
        code->form = ENT_CODE_PARAMETER;
        return compile_parameter(c, expr, code);
    case ENT_EXPR_CALL:
        return compile_call(c, expr, code);
    case ENT_EXPR_AND:
    case ENT_EXPR_OR:
        return compile_chain(c, expr, code);
    case ENT_EXPR_LIST_COMPREHENSION:
    case ENT_EXPR_ALL:
    case ENT_EXPR_ANY:
    case ENT_EXPR_NONE:
    case ENT_EXPR_SINGLE:
    case ENT_EXPR_REDUCE:
        return compile_loop(c, expr, code);
    case ENT_EXPR_PATTERN_PREDICATE:
    case ENT_EXPR_PATTERN_COMPREHENSION:
    case ENT_EXPR_SHORTEST_PATH:
    case ENT_EXPR_EXISTS:
    case ENT_EXPR_COUNT:
    case ENT_EXPR_COLLECT:
        code->run = ent_run_subquery;
        code->depends = ENT_ON_ROW | ENT_ON_CHANCE;
        c->subqueries++;
        return ENT_OK;
    case ENT_EXPR_HAS_LABELS:
        return compile_labels(c, expr, code);
    case ENT_EXPR_COUNT_STAR:
        return internal(c, expr, "count(*) cannot stand here");
    default:
        return compile_args(c, code, expr->args, expr->arg_count);
    }
}

static ent_status compile(compiler *c, const ent_expr *expr, ent_code **out)
{
    if (c->depth >= DEEPEST)
        return too_deep(c, expr);
    ent_code *code = make(c, expr, ENT_CODE_ROWS);
    if (!code)
        return ent_arena_status(c->arena, c->error);
    c->depth++;
    ent_status status = compile_kind(c, expr, code);
    c->depth--;
    ENT_TRY(status);
    *out = code;
    if (code->form != ENT_CODE_ROWS)
        return ENT_OK;
    if (is_foldable(code))
        ENT_TRY(fold(c, code));
    if (code->form == ENT_CODE_ROWS && !(code->depends & (ENT_ON_ROW | ENT_ON_CHANCE)))
        code->form = ENT_CODE_INVARIANT;
    return ENT_OK;
}

ent_status ent_program_compile(ent_arena *arena, const ent_statement *statement, const ent_expr *expr,
                               ent_program **out, ent_error *error)
{
    compiler c = {.arena = arena, .statement = statement, .error = error, .scratch_budget.limit = FOLD_ROOM};
    ent_arena_init(&c.scratch, &c.scratch_budget);
    ent_program *program = ENT_NEW(arena, ent_program);
    ent_status status = program ? compile(&c, expr, &program->code) : ent_arena_status(arena, error);
    ent_arena_fini(&c.scratch);
    if (status == ENT_OK)
        status = ent_arena_status(arena, error);
    *out = status == ENT_OK ? program : NULL;
    return status;
}
