#include "tests/tck/scenario.h"

#include "tests/tck/graphs.h"

enum { MOST_ROWS_PRINTED = 12 };

typedef struct {
    ent_arena *arena;
    ent_buffer *details;
    const char *graphs, *any_graph;
    entente *db;
    tck_parameters parameters;
    tck_outcome outcome;
    tck_state before;
    ent_str query;
    bool measured, over;
} run;

tck_rehearsal *tck_rehearse;

static const char *const verdict_texts[] = {
#define X(id, text) text,
    TCK_VERDICTS(X)
#undef X
};

const char *tck_verdict_text(tck_verdict verdict)
{
    return verdict_texts[verdict];
}

static bool starts(ent_str s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.n >= n && memcmp(s.p, prefix, n) == 0;
}

static bool ends(ent_str s, const char *suffix)
{
    size_t n = strlen(suffix);
    return s.n >= n && memcmp(s.p + s.n - n, suffix, n) == 0;
}

static void tell_query(run *r)
{
    ent_buffer_printf(r->details, "    query: ");
    for (uint32_t i = 0; i < r->query.n; i++)
        if (r->query.p[i] == '\n')
            ent_buffer_text(r->details, "\n           ");
        else
            ent_buffer_char(r->details, r->query.p[i]);
    ent_buffer_char(r->details, '\n');
}

static void tell_error(run *r, const tck_outcome *outcome)
{
    ent_buffer_printf(r->details, "%.*s at %.*s: %.*s (%.*s)\n", ENT_STR_ARG(outcome->type),
                      ENT_STR_ARG(outcome->phase), ENT_STR_ARG(outcome->detail), ENT_STR_ARG(outcome->message));
}

static tck_verdict fault(run *r, const char *text)
{
    ent_buffer_printf(r->details, "    %s\n", text);
    return TCK_RUNNER_FAULT;
}

/* ---- before the query ---- */

static tck_verdict execute(run *r, ent_str query, const char *what)
{
    tck_outcome outcome;
    tck_run(r->db, r->arena, query, &r->parameters, &outcome);
    if (!outcome.failed)
        return TCK_PASSED;
    r->query = query;
    tell_query(r);
    ent_buffer_printf(r->details, "    %s failed: ", what);
    tell_error(r, &outcome);
    return TCK_ERROR_FOR_ROWS;
}

static tck_verdict load_graph(run *r, ent_str name)
{
    ent_str *queries;
    uint32_t count;
    const char *text;
    if (!r->graphs || !tck_read_graph(r->arena, r->graphs, name, &queries, &count, &text))
        return fault(r, r->graphs ? text : "there is no folder of named graphs");
    for (uint32_t i = 0; i < count; i++) {
        tck_verdict verdict = execute(r, queries[i], "loading the graph");
        if (verdict != TCK_PASSED)
            return verdict;
    }
    return TCK_PASSED;
}

static tck_verdict take_parameters(run *r, const tck_table *table)
{
    tck_parameters *p = &r->parameters;
    for (uint32_t i = 0; i < table->count; i++) {
        p->names = tck_grow(r->arena, p->names, p->count, sizeof *p->names);
        p->values = tck_grow(r->arena, p->values, p->count, sizeof *p->values);
        if (!p->names || !p->values || table->rows[i].count != 2 ||
            !tck_read_value(r->arena, table->rows[i].cells[1], &p->values[p->count]))
            return fault(r, "a parameter cannot be read");
        p->names[p->count++] = table->rows[i].cells[0];
    }
    return TCK_PASSED;
}

static tck_verdict register_procedure(run *r, const tck_step *step)
{
    const char *text;
    ent_str signature = step->text;
    size_t prefix = strlen("there exists a procedure ");
    signature = (ent_str){signature.p + prefix, signature.n - (uint32_t)prefix};
    while (signature.n && (signature.p[signature.n - 1] == ':' || signature.p[signature.n - 1] == ' '))
        signature.n--;
    if (tck_register(r->db, r->arena, signature, &step->table, &text))
        return TCK_PASSED;
    ent_buffer_printf(r->details, "    %.*s\n    %s\n", ENT_STR_ARG(signature), entente_error_of(r->db)->message);
    return fault(r, text);
}

/* ---- the query ---- */

static tck_verdict execute_query(run *r, const tck_step *step, bool control)
{
    const char *text;
    if (tck_rehearse) {
        r->over = true;
        return tck_rehearse(r->db, step->doc, &r->parameters, r->details);
    }
    if (!control) {
        if (!tck_measure(r->db, r->arena, &r->before, &text)) {
            ent_buffer_printf(r->details, "    %s\n", text);
            return TCK_ERROR_FOR_ROWS;
        }
        r->measured = true;
    }
    r->query = step->doc;
    tck_run(r->db, r->arena, step->doc, &r->parameters, &r->outcome);
    return TCK_PASSED;
}

/* ---- after the query ---- */

static tck_verdict refuse_error(run *r)
{
    if (!r->outcome.failed)
        return TCK_PASSED;
    tell_query(r);
    ent_buffer_text(r->details, "    expected rows, got ");
    tell_error(r, &r->outcome);
    return TCK_ERROR_FOR_ROWS;
}

static tck_verdict check_rows(run *r, const tck_table *table, unsigned how)
{
    tck_result expected = {0};
    tck_verdict verdict = refuse_error(r);
    if (verdict != TCK_PASSED)
        return verdict;
    if (table->count == 0)
        return fault(r, "a result has no table");
    expected.names = table->rows[0].cells;
    expected.column_count = table->rows[0].count;
    expected.row_count = table->count - 1;
    expected.rows = ent_arena_array(r->arena, expected.row_count, sizeof(tck_value *));
    for (uint32_t i = 0; expected.rows && i < expected.row_count; i++) {
        const tck_row *row = &table->rows[i + 1];
        expected.rows[i] = ent_arena_array(r->arena, expected.column_count, sizeof **expected.rows);
        if (!expected.rows[i] || row->count != expected.column_count)
            return fault(r, "a row of the result has another number of cells than its header");
        for (uint32_t k = 0; k < row->count; k++)
            if (!tck_read_value(r->arena, row->cells[k], &expected.rows[i][k]))
                return fault(r, "a cell of the result cannot be read");
    }
    if (!expected.rows)
        return fault(r, "out of memory");
    if (tck_same_result(&expected, &r->outcome.result, how))
        return TCK_PASSED;
    tell_query(r);
    ent_buffer_printf(r->details, "    expected%s%s:\n", how & TCK_IN_ORDER ? " in order" : "",
                      how & TCK_LISTS_UNORDERED ? " with lists in any order" : "");
    tck_print_result(r->details, &expected, MOST_ROWS_PRINTED);
    ent_buffer_text(r->details, "    got:\n");
    tck_print_result(r->details, &r->outcome.result, MOST_ROWS_PRINTED);
    return TCK_WRONG_ANSWER;
}

static tck_verdict check_empty(run *r)
{
    tck_verdict verdict = refuse_error(r);
    if (verdict != TCK_PASSED || (r->outcome.result.row_count == 0 && r->outcome.result.column_count == 0))
        return verdict;
    tell_query(r);
    ent_buffer_text(r->details, "    expected no rows and no columns, got:\n");
    tck_print_result(r->details, &r->outcome.result, MOST_ROWS_PRINTED);
    return TCK_WRONG_ANSWER;
}

static bool read_effects(const tck_table *table, uint64_t effects[TCK_EFFECTS])
{
    memset(effects, 0, TCK_EFFECTS * sizeof *effects);
    for (uint32_t i = 0; table && i < table->count; i++) {
        const tck_row *row = &table->rows[i];
        int k = 0;
        while (k < TCK_EFFECTS && row->count == 2 && !ent_str_equal(row->cells[0], ent_str_of(tck_effect_names[k])))
            k++;
        tck_value number;
        ent_arena arena;
        ent_arena_init(&arena, NULL);
        bool good = k < TCK_EFFECTS && row->count == 2 && tck_read_value(&arena, row->cells[1], &number) &&
                    number.kind == TCK_INTEGER;
        ent_arena_fini(&arena);
        if (!good)
            return false;
        effects[k] = (uint64_t)number.integer;
    }
    return true;
}

/* table NULL: there must be none. */
static tck_verdict check_effects(run *r, const tck_table *table)
{
    uint64_t expected[TCK_EFFECTS], actual[TCK_EFFECTS];
    tck_state after;
    const char *text;
    if (!r->measured || !read_effects(table, expected))
        return fault(r, "the side effects cannot be read");
    if (!tck_measure(r->db, r->arena, &after, &text)) {
        ent_buffer_printf(r->details, "    %s\n", text);
        return TCK_ERROR_FOR_ROWS;
    }
    tck_difference(&r->before, &after, actual);
    if (memcmp(expected, actual, sizeof actual) == 0)
        return TCK_PASSED;
    tell_query(r);
    for (int i = 0; i < TCK_EFFECTS; i++)
        if (expected[i] != actual[i])
            ent_buffer_printf(r->details, "    %s: expected %llu, got %llu\n", tck_effect_names[i],
                              (unsigned long long)expected[i], (unsigned long long)actual[i]);
    return TCK_WRONG_EFFECTS;
}

static bool part_matches(ent_str expected, ent_str actual, const char *any)
{
    return ent_str_equal(expected, ent_str_of(any)) || ent_str_equal(expected, actual);
}

/* "a SyntaxError should be raised at compile time: UndefinedVariable" */
static tck_verdict check_error(run *r, ent_str text)
{
    static const char middle[] = " should be raised at ";
    const char *raised = memmem(text.p, text.n, middle, sizeof middle - 1);
    const char *colon = memrchr(text.p, ':', text.n);
    const char *blank = memchr(text.p, ' ', text.n);
    if (!raised || !colon || !blank || colon < raised || blank >= raised)
        return fault(r, "this error cannot be read");
    ent_str type = {blank + 1, (uint32_t)(raised - blank - 1)};
    const char *at = raised + sizeof middle - 1;
    ent_str phase = {at, (uint32_t)(colon - at)};
    ent_str detail = {colon + 1, (uint32_t)(text.p + text.n - colon - 1)};
    while (detail.n && detail.p[0] == ' ')
        detail = (ent_str){detail.p + 1, detail.n - 1};
    const tck_outcome *o = &r->outcome;
    if (o->failed && part_matches(type, o->type, "Error") && part_matches(phase, o->phase, "any time") &&
        part_matches(detail, o->detail, "*"))
        return check_effects(r, NULL);
    tell_query(r);
    ent_buffer_printf(r->details, "    expected %.*s at %.*s: %.*s\n    got ", ENT_STR_ARG(type), ENT_STR_ARG(phase),
                      ENT_STR_ARG(detail));
    if (o->failed) {
        tell_error(r, o);
        return TCK_WRONG_ERROR;
    }
    ent_buffer_text(r->details, "rows:\n");
    tck_print_result(r->details, &o->result, MOST_ROWS_PRINTED);
    return TCK_NO_ERROR;
}

/* ---- steps ---- */

static tck_verdict run_step(run *r, const tck_step *step)
{
    static const struct {
        const char *text;
        unsigned how;
    } results[] = {
        {"the result should be, in any order:", 0},
        {"the result should be, in order:", TCK_IN_ORDER},
        {"the result should be (ignoring element order for lists):", TCK_LISTS_UNORDERED},
        {"the result should be, in order (ignoring element order for lists):", TCK_IN_ORDER | TCK_LISTS_UNORDERED},
    };
    ent_str text = step->text;
    for (size_t i = 0; i < sizeof results / sizeof *results; i++)
        if (ent_str_equal(text, ent_str_of(results[i].text)))
            return check_rows(r, &step->table, results[i].how);
    if (ent_str_equal(text, ENT_STR("an empty graph")))
        return TCK_PASSED;
    if (ent_str_equal(text, ENT_STR("any graph")))
        return r->any_graph ? load_graph(r, ent_str_of(r->any_graph)) : TCK_PASSED;
    if (starts(text, "the ") && ends(text, " graph"))
        return load_graph(r, (ent_str){text.p + 4, text.n - 10});
    if (ent_str_equal(text, ENT_STR("having executed:")) && step->doc.p)
        return execute(r, step->doc, "preparing");
    if (starts(text, "there exists a procedure "))
        return register_procedure(r, step);
    if (ent_str_equal(text, ENT_STR("parameters are:")))
        return take_parameters(r, &step->table);
    if (ent_str_equal(text, ENT_STR("executing query:")) && step->doc.p)
        return execute_query(r, step, false);
    if (ent_str_equal(text, ENT_STR("executing control query:")) && step->doc.p)
        return execute_query(r, step, true);
    if (ent_str_equal(text, ENT_STR("the result should be empty")))
        return check_empty(r);
    if (ent_str_equal(text, ENT_STR("no side effects")))
        return check_effects(r, NULL);
    if (ent_str_equal(text, ENT_STR("the side effects should be:")))
        return check_effects(r, &step->table);
    if (memmem(text.p, text.n, " should be raised at ", strlen(" should be raised at ")))
        return check_error(r, text);
    ent_buffer_printf(r->details, "    line %u: %.*s\n", step->line, ENT_STR_ARG(text));
    return fault(r, "this step is not known");
}

bool tck_expects_error(const tck_scenario *scenario)
{
    for (uint32_t i = 0; i < scenario->count; i++)
        if (memmem(scenario->steps[i].text.p, scenario->steps[i].text.n, " should be raised at ",
                   strlen(" should be raised at ")))
            return true;
    return false;
}

tck_verdict tck_run_scenario(ent_arena *arena, const tck_scenario *scenario, const char *graphs, const char *any_graph,
                             ent_buffer *details)
{
    run r = {.arena = arena, .details = details, .graphs = graphs, .any_graph = any_graph};
    tck_verdict verdict = TCK_PASSED;
    if (scenario->ignored)
        return TCK_SKIPPED;
    if (entente_open(":memory:", ENTENTE_CREATE, &r.db) != ENTENTE_OK) {
        verdict = fault(&r, r.db ? entente_error_of(r.db)->message : "out of memory");
        entente_close(r.db);
        return verdict;
    }
    for (uint32_t i = 0; i < scenario->count && verdict == TCK_PASSED && !r.over; i++)
        verdict = run_step(&r, &scenario->steps[i]);
    entente_close(r.db);
    return verdict;
}
