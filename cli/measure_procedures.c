/* `CALL analysis.NAME(...)`: each measure as a procedure. Its inputs are what the measure takes, in this order: the
 * party, the choice, the limit, the seed; and last a map of view options, which may be empty or null: {asOf:
 * '2025-06-30', certainly: true, kinds: [...], statuses: [...], stages: [...], parties: [...]} */
#include "cli/measure.h"

#include <stdio.h>
#include <string.h>

/* ---- rows to the engine ---- */

typedef struct {
    ent_sink sink;
    entente_call *call;
    entente_writer *writer;
    uint32_t columns, at;
} row_sink;

static entente_writer *next_cell(ent_sink *base)
{
    row_sink *sink = (row_sink *)base;
    if (sink->at == 0)
        sink->writer = entente_call_row(sink->call);
    sink->at = (sink->at + 1) % sink->columns;
    return sink->writer;
}

static void put_null(ent_sink *sink)
{
    entente_put_null(next_cell(sink));
}

static void put_text(ent_sink *sink, const char *value)
{
    entente_writer *writer = next_cell(sink);
    value ? entente_put_text(writer, value, -1) : entente_put_null(writer);
}

static void put_integer(ent_sink *sink, int64_t value)
{
    entente_put_int64(next_cell(sink), value);
}

static void put_real(ent_sink *sink, double value)
{
    entente_put_double(next_cell(sink), value);
}

static void put_list(ent_sink *sink, const char *const *items, uint32_t count)
{
    entente_writer *writer = next_cell(sink);
    entente_put_list(writer);
    for (uint32_t i = 0; i < count; i++)
        entente_put_text(writer, items[i], -1);
    entente_put_end(writer);
}

/* ---- view options from a map ---- */

static const char *copy_text(ent_arena *arena, const entente_value *value)
{
    size_t length;
    const char *text = entente_value_text(value, &length);
    return text ? ent_arena_copy(arena, text, length) : NULL;
}

/* A list of strings under a key; false when it is something else. */
static bool read_list(ent_arena *arena, const entente_value *map, const char *key, const char *const **items,
                      uint32_t *count)
{
    const entente_value *list = map ? entente_value_get(map, key) : NULL;
    *count = 0;
    if (!list || entente_value_type(list) == ENTENTE_NULL_VALUE)
        return true;
    uint32_t n = entente_value_size(list);
    const char **texts = ENT_NEW_ARRAY(arena, const char *, n + 1);
    if (entente_value_type(list) != ENTENTE_LIST || !texts)
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (!(texts[i] = copy_text(arena, entente_value_item(list, i))))
            return false;
    *items = texts;
    *count = n;
    return true;
}

static bool read_date(ent_arena *arena, const entente_value *value, const char **out)
{
    int64_t year;
    int month, day;
    if (!value || entente_value_type(value) == ENTENTE_NULL_VALUE)
        return true;
    if (entente_value_date(value, &year, &month, &day))
        *out = ent_arena_printf(arena, "%04lld-%02d-%02d", (long long)year, month, day);
    else
        *out = copy_text(arena, value);
    return *out && (entente_value_type(value) != ENTENTE_STRING || cli_check_date("asOf", *out));
}

static entente_status read_options(entente_call *call, const entente_value *map, ent_arena *arena,
                                   ent_view_options *options)
{
    static const char *const known[] = {"asOf", "certainly", "kinds", "statuses", "stages", "parties"};
    *options = (ent_view_options){0};
    bool null = !map || entente_value_type(map) == ENTENTE_NULL_VALUE;
    for (uint32_t i = 0; !null && i < entente_value_key_count(map); i++) {
        const char *key = entente_value_key(map, i, NULL);
        bool found = false;
        for (int k = 0; k < 6; k++)
            found |= strcmp(key, known[k]) == 0;
        if (!found)
            return entente_call_fail(
                call, ENTENTE_ARGUMENT,
                "unknown option `%s`: expected asOf, certainly, kinds, statuses, stages or parties", key);
    }
    if (null)
        return ENTENTE_OK;
    options->certainly = entente_value_bool(entente_value_get(map, "certainly"));
    if (!read_date(arena, entente_value_get(map, "asOf"), &options->as_of))
        return entente_call_fail(call, ENTENTE_ARGUMENT, "asOf: expected a date");
    if (!read_list(arena, map, "kinds", &options->kinds, &options->kind_count) ||
        !read_list(arena, map, "statuses", &options->statuses, &options->status_count) ||
        !read_list(arena, map, "stages", &options->stages, &options->stage_count) ||
        !read_list(arena, map, "parties", &options->parties, &options->party_count))
        return entente_call_fail(call, ENTENTE_ARGUMENT, "kinds, statuses, stages and parties are lists of strings");
    return ENTENTE_OK;
}

/* ---- the procedures ---- */

static entente_status run_measure(entente_call *call, const ent_measure *measure, ent_arena *arena)
{
    ent_measure_call m = {.db = entente_call_db(call)};
    ent_view_options options;
    uint32_t at = 0;
    if (measure->takes_party)
        m.party = copy_text(arena, entente_call_arg(call, at++));
    if (measure->choices)
        m.by = copy_text(arena, entente_call_arg(call, at++));
    if (measure->limit)
        m.limit = entente_value_int64(entente_call_arg(call, at++));
    if (measure->takes_seed)
        m.seed = (uint64_t)entente_value_int64(entente_call_arg(call, at++));
    entente_status status = read_options(call, entente_call_arg(call, at), arena, &options);
    if (status != ENTENTE_OK)
        return status;
    options.years = strcmp(measure->name, "series") == 0;
    m.options = &options;
    status = ent_view_open(m.db, &options, &m.view);
    if (status == ENTENTE_OK) {
        row_sink sink = {.sink = {put_null, put_text, put_integer, put_real, put_list},
                         .call = call,
                         .columns = measure->column_count};
        status = measure->run(&m, &sink.sink);
        ent_view_close(m.view);
    }
    if (status == ENTENTE_ARGUMENT && m.problem[0])
        return entente_call_fail(call, status, "%s", m.problem);
    return status;
}

static entente_status run(entente_call *call, void *user)
{
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    entente_status status = run_measure(call, user, &arena);
    ent_arena_fini(&arena);
    return status;
}

entente_status cli_measure_register(entente *db)
{
    static const char *const types[] = {"STRING?", "INTEGER?", "FLOAT?", "LIST?"};
    for (const ent_measure *const *m = ent_measures; *m; m++) {
        const ent_measure *measure = *m;
        char signature[512], name[64];
        snprintf(name, sizeof name, "%s", measure->name);
        for (char *p = name; *p; p++) /* cut-points -> cutPoints */
            if (*p == '-') {
                memmove(p, p + 1, strlen(p));
                *p = (char)(*p - 'a' + 'A');
            }
        size_t n = (size_t)snprintf(
            signature, sizeof signature, "analysis.%s(%s%s%s%soptions :: MAP?) :: (", name,
            measure->takes_party ? "party :: STRING, " : "", measure->choices ? "by :: STRING?, " : "",
            measure->limit ? "limit :: INTEGER?, " : "", measure->takes_seed ? "seed :: INTEGER, " : "");
        for (uint32_t i = 0; i < measure->column_count; i++)
            n += (size_t)snprintf(signature + n, sizeof signature - n, "%s%s :: %s", i ? ", " : "",
                                  measure->columns[i].name, types[measure->columns[i].type]);
        snprintf(signature + n, sizeof signature - n, ")");
        entente_status status = entente_register_procedure(db, signature, measure->meaning, run, (void *)measure, NULL);
        if (status != ENTENTE_OK)
            return status;
    }
    return ENTENTE_OK;
}
