/* Random expressions over many rows against the same over one row at a time: a row must not notice the others.
 *
 * The rows hold integers, floats, strings, lists, booleans and nulls, so that most expressions fail in some row. Then
 * the batch has to fail, too, and where no row fails alone, the batch must not. */
#include "core/query/eval.h"
#include "core/query/resolve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 48, EXPRESSIONS = 6000, LONGEST = 20000 };

/* ---- expressions ---- */

typedef struct {
    char text[LONGEST];
    size_t used;
    uint32_t variables; /* v0, v1, ... made so far */
    uint64_t chance;
} writer;

static uint32_t below(writer *w, uint32_t n)
{
    w->chance = w->chance * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(w->chance >> 33) % n;
}

static void put(writer *w, const char *text)
{
    size_t n = strlen(text);
    if (w->used + n < LONGEST) {
        memcpy(w->text + w->used, text, n + 1);
        w->used += n;
    }
}

/* What may stand in scope: x and y of the row, and the variable of the innermost loop. */
typedef struct {
    char inner[12];
} scope;

static void leaf(writer *w, const scope *in)
{
    static const char *const leaves[] = {"x",   "x",    "y",    "y",     "y",   "0",    "1",      "2",  "-3",
                                         "2.5", "null", "true", "false", "'a'", "'ab'", "[1, 2]", "[]", "{k: 1}"};
    enum { LEAVES = sizeof leaves / sizeof *leaves };
    uint32_t i = below(w, LEAVES + 6);
    put(w, i < LEAVES ? leaves[i] : in->inner[0] ? in->inner : "x");
}

/* Templates: # is any expression, ~ a list to go through, @ the loop's own variable and $ an expression that may use
 * it. */
static const char *const templates[] = {
    "(# + #)",
    "(# - #)",
    "(# * #)",
    "(# / #)",
    "(# % #)",
    "(# = #)",
    "(# <> #)",
    "(# < #)",
    "(# >= #)",
    "(# AND #)",
    "(# OR #)",
    "(# XOR #)",
    "(NOT #)",
    "CASE WHEN # THEN # WHEN # THEN # ELSE # END",
    "CASE # WHEN # THEN # WHEN # THEN # END",
    "coalesce(#, #, #)",
    "[#, #]",
    "{a: #, b: #}.a",
    "[@ IN ~ WHERE $ | $]",
    "[@ IN ~ | $]",
    "all(@ IN ~ WHERE $)",
    "any(@ IN ~ WHERE $)",
    "none(@ IN ~ WHERE $)",
    "single(@ IN ~ WHERE $)",
    "reduce(s = #, @ IN ~ | $)",
    "(# IN #)",
    "(# STARTS WITH #)",
    "(# CONTAINS #)",
    "#[#]",
    "#[#..#]",
    "size(#)",
    "head(#)",
    "toString(#)",
    "abs(#)",
    "toIntegerOrNull(#)",
    "(# IS NULL)",
    "(# < # <= #)",
    "(# || #)",
};

static void expression(writer *w, const scope *in, int depth)
{
    static const char *const lists[] = {"range(0, y % 4)", "[0, 1, 2]", "[1, null, 'a', 2]", "[]"};
    if (depth == 0 || below(w, 8) == 0) {
        leaf(w, in);
        return;
    }
    const char *shape = templates[below(w, sizeof templates / sizeof *templates)];
    scope body = *in;
    for (; *shape; shape++) {
        char one[2] = {*shape, '\0'};
        uint32_t list;
        switch (*shape) {
        case '#':
            expression(w, in, depth - 1);
            break;
        case '$':
            expression(w, &body, depth - 1);
            break;
        case '~':
            list = below(w, 6);
            if (list < 4)
                put(w, lists[list]);
            else
                expression(w, in, depth - 1);
            break;
        case '@':
            snprintf(body.inner, sizeof body.inner, "v%u", w->variables++ % 10000);
            put(w, body.inner);
            break;
        default:
            put(w, one);
        }
    }
}

/* ---- rows ---- */

static void fill(ent_value *x, ent_value *y)
{
    static const ent_value list[] = {
        {.type = ENT_TYPE_INTEGER, .i = 1}, {.type = ENT_TYPE_INTEGER, .i = 2}, {.type = ENT_TYPE_NULL}};
    for (int i = 0; i < ROWS; i++) {
        x[i] = ent_int(i - 8);
        if (i % 11 == 3)
            x[i] = ENT_NULL;
        else if (i % 7 == 5)
            x[i] = ent_float(i / 4.0);
        else if (i % 13 == 8)
            x[i] = ent_list(list, (uint32_t)i % 4);
        else if (i % 13 == 9)
            x[i] = ent_string(ENT_STR("ab"));
        else if (i % 17 == 4)
            x[i] = ent_bool(i & 1);
        if (x[i].type == ENT_TYPE_LIST && x[i].n > 2)
            x[i].n = 3;
        y[i] = i % 5 == 2 ? ENT_NULL : ent_int(i % 9 - 3);
    }
}

/* False when the expression does not even compile: its types cannot fit. */
static bool check(const char *text, ent_value *x, ent_value *y, const uint16_t *sel, uint32_t n)
{
    static ent_value out[ROWS], alone[ROWS];
    static char query[LONGEST + 100];
    ent_arena arena;
    ent_error error = {0};
    ent_statement *statement;
    ent_program *program = NULL;
    ent_arena_init(&arena, NULL);
    snprintf(query, sizeof query, "UNWIND [null] AS x UNWIND [null] AS y RETURN %s", text);
    ent_status status = ent_parse(&arena, ent_str_of(query), &statement, &error);
    assert_int_equal(status, ENT_OK);
    status = ent_resolve(&arena, statement, NULL, &error);
    const ent_single_query *part = &statement->query->parts[0];
    if (status == ENT_OK)
        status = ent_program_compile(&arena, statement, part->clauses[2]->projection.items[0].expr, &program, &error);
    if (status != ENT_OK) {
        ent_arena_fini(&arena);
        return false;
    }
    ent_context context = {.arena = &arena, .error = &error, .statement = statement};
    ent_value **columns = ent_arena_zero(&arena, statement->slot_count * sizeof *columns);
    assert_non_null(columns);
    columns[part->clauses[0]->unwind.var->slot] = x;
    columns[part->clauses[1]->unwind.var->slot] = y;
    ent_batch batch = {.n = n, .sel = sel, .col = columns};
    ent_status together = ent_program_run(program, &context, &batch, &arena, out);
    assert_int_equal(error.status, together);
    bool some_fails = false;
    for (uint32_t i = 0; i < n; i++) {
        uint16_t row = sel[i];
        ent_batch one = {.n = 1, .sel = &row, .col = columns};
        ent_error_clear(&error);
        if (ent_program_run(program, &context, &one, &arena, alone) != ENT_OK)
            some_fails = true;
        else if (together == ENT_OK && (out[row].type != alone[row].type || !ent_equivalent(out[row], alone[row])))
            fail_msg("%s: row %u gives %s among others, %s alone", text, row, ent_value_text(&arena, out[row], false).p,
                     ent_value_text(&arena, alone[row], false).p);
    }
    if (some_fails != (together != ENT_OK))
        fail_msg("%s: %s together, %s alone", text, together == ENT_OK ? "well" : "fails",
                 some_fails ? "fails" : "well");
    ent_arena_fini(&arena);
    return true;
}

static void rows_do_not_notice_each_other(void **state)
{
    (void)state;
    static writer w;
    static ent_value x[ROWS], y[ROWS];
    uint32_t compiled = 0;
    w.chance = 20261124;
    fill(x, y);
    for (int i = 0; i < EXPRESSIONS; i++) {
        scope none = {""};
        uint16_t sel[ROWS];
        uint32_t n = 0;
        w.used = 0;
        expression(&w, &none, 2 + (int)below(&w, 3));
        for (uint16_t row = 0; row < ROWS; row++)
            if ((row * 7 + i) % 3 != 0)
                sel[n++] = row;
        compiled += w.used + 1 < LONGEST && check(w.text, x, y, sel, n);
    }
    assert_true(compiled > EXPRESSIONS / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows_do_not_notice_each_other)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
