#include "tests/unit/value/temporal_expression.h"

#include "core/query/function_tables.h"
#include "core/value/temporal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MOST_ENTRIES = 24, MOST_ARGS = 4, MOST_DEPTH = 32 };

typedef struct {
    const char *at;
    ent_arena *arena;
    ent_error *error;
    int depth;
} reader;

static ent_value read_expression(reader *r);

static ent_value broken(reader *r, const char *what)
{
    ent_fail(r->error, ENT_SYNTAX, ENT_PHASE_COMPILE, (ent_span){0, 0}, NULL, "%s at '%s'", what, r->at);
    return ENT_NULL;
}

static bool accept(reader *r, char c)
{
    while (*r->at == ' ')
        r->at++;
    if (*r->at != c)
        return false;
    r->at++;
    return true;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static ent_str read_name(reader *r, bool dotted)
{
    while (*r->at == ' ')
        r->at++;
    const char *start = r->at;
    while (is_letter(*r->at) || (dotted && *r->at == '.'))
        r->at++;
    return (ent_str){start, (uint32_t)(r->at - start)};
}

static ent_value call(reader *r, ent_str name, const ent_value *args, uint32_t n)
{
    for (uint32_t i = 0; i < ent_functions_temporal.count; i++) {
        const ent_function *function = &ent_functions_temporal.functions[i];
        if (!ent_str_equal_nocase(name, ent_str_of(function->name)))
            continue;
        if (n < function->min_args || n > function->max_args)
            return broken(r, "wrong number of arguments");
        for (uint32_t k = 0; k < n; k++) {
            if (ent_is_null(args[k]))
                return ENT_NULL;
            if (!(function->arg_types[k] & ENT_TYPE_BIT(args[k].type)))
                return broken(r, "wrong type of argument");
        }
        /* 2026-11-24T12:34:56.789Z */
        ent_context context = {.error = r->error, .now_seconds = 1795523696, .now_nanos = 789000000};
        ent_call where = {.context = &context, .arena = r->arena};
        ent_value out = ENT_NULL;
        return function->run(&where, args, n, &out) == ENT_OK ? out : ENT_NULL;
    }
    return broken(r, "no such function");
}

static ent_value read_map(reader *r)
{
    ent_entry *entries = ENT_NEW_ARRAY(r->arena, ent_entry, MOST_ENTRIES);
    uint32_t n = 0;
    while (!accept(r, '}')) {
        ent_str key = read_name(r, false);
        if (!entries || n == MOST_ENTRIES || !accept(r, ':'))
            return broken(r, "bad map");
        entries[n].key = key;
        entries[n++].value = read_expression(r);
        accept(r, ',');
    }
    return ent_map(entries, n);
}

static ent_value read_number(reader *r)
{
    char *end;
    const char *start = r->at;
    int64_t whole = strtoll(start, &end, 10);
    if (*end == '.' || *end == 'e') {
        double number = strtod(start, &end);
        r->at = end;
        return ent_float(number);
    }
    r->at = end;
    return ent_int(whole);
}

static ent_value read_atom(reader *r)
{
    if (accept(r, '\'')) {
        const char *start = r->at;
        while (*r->at && *r->at != '\'')
            r->at++;
        ent_str text = {start, (uint32_t)(r->at - start)};
        return accept(r, '\'') ? ent_string(text) : broken(r, "text without end");
    }
    if (accept(r, '{'))
        return read_map(r);
    if (accept(r, '(')) {
        ent_value v = read_expression(r);
        return accept(r, ')') ? v : broken(r, "')' missing");
    }
    if (!is_letter(*r->at))
        return read_number(r);
    ent_str name = read_name(r, true);
    if (ent_str_equal(name, ENT_STR("null")))
        return ENT_NULL;
    ent_value args[MOST_ARGS];
    uint32_t n = 0;
    if (!accept(r, '('))
        return broken(r, "'(' missing");
    while (!accept(r, ')')) {
        if (n == MOST_ARGS || *r->at == '\0')
            return broken(r, "too many arguments");
        args[n++] = read_expression(r);
        accept(r, ',');
    }
    return r->error->status ? ENT_NULL : call(r, name, args, n);
}

static ent_value read_operand(reader *r)
{
    ent_value v = read_atom(r);
    while (r->error->status == ENT_OK && accept(r, '.'))
        v = ent_temporal_component(r->arena, v, read_name(r, false));
    return v;
}

static ent_value operate(reader *r, char op, ent_value a, ent_value b)
{
    if (r->error->status)
        return ENT_NULL;
    if (op == '<')
        return ent_bool(ent_temporal_order(a, b) < 0);
    if (op == '=')
        return ent_bool(ent_temporal_equal(a, b));
    ent_temporal_context context = {r->arena, r->error, {0, 0}};
    ent_value out = ENT_NULL;
    ent_status status = ENT_OK;
    if (!ent_temporal_arithmetic(&context, op, a, b, &out, &status))
        return broken(r, "operands do not fit");
    return status == ENT_OK ? out : ENT_NULL;
}

/* All operators bind alike, from the left. */
static ent_value read_expression(reader *r)
{
    static const char operators[] = "+-*/<=";
    if (++r->depth > MOST_DEPTH)
        return broken(r, "too deep");
    ent_value v = read_operand(r);
    for (size_t i = 0; operators[i] && r->error->status == ENT_OK;) {
        if (accept(r, operators[i])) {
            v = operate(r, operators[i], v, read_operand(r));
            i = 0;
        } else {
            i++;
        }
    }
    r->depth--;
    return v;
}

static bool check_row(const temporal_row *row)
{
    ent_arena arena;
    ent_error error = {0};
    ent_arena_init(&arena, NULL);
    reader r = {row->expression, &arena, &error, 0};
    ent_value v = read_expression(&r);
    if (error.status == ENT_OK && *r.at != '\0')
        broken(&r, "more text");
    const char *got = error.status ? ent_arena_printf(&arena, "%s: %s", ent_status_type(error.status), error.text)
                                   : ent_arena_printf(&arena, "%.*s", ENT_STR_ARG(ent_value_text(&arena, v, true)));
    bool same = got && strcmp(got, row->expected) == 0;
    if (!same)
        print_error("%s\n  expected %s\n  got      %s\n", row->expression, row->expected, got ? got : "(no memory)");
    ent_arena_fini(&arena);
    return same;
}

void check_temporal_rows(const temporal_row *rows, size_t n)
{
    size_t wrong = 0;
    for (size_t i = 0; i < n; i++)
        wrong += !check_row(&rows[i]);
    if (wrong)
        fail_msg("%zu of %zu rows differ", wrong, n);
}
