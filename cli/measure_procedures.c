/* `CALL analysis.NAME(...)`: each measure as a procedure. Its inputs are what the measure takes, in this order: the
 * party, the choice, the limit, the seed; and last a map of view options, which may be empty or null: {asOf:
 * '2025-06-30', certainly: true, kinds: [...], statuses: [...], stages: [...], parties: [...]} */
#include "cli/measure.h"
#include "cli/procedure_options.h"

#include <stdio.h>
#include <stdlib.h>
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

/* ---- networks of a call ---- */

static bool stop(void *call)
{
    return entente_call_poll(call) != ENTENTE_OK;
}

entente_status cli_call_network(entente_call *call, ent_network_cache *cache, const ent_view_options *options,
                                ent_network **out)
{
    entente_status status = ent_network_cache_get(cache, entente_call_db(call), options, out);
    if (status == ENTENTE_OK) {
        (*out)->stop = stop;
        (*out)->stop_user = call;
    }
    return status;
}

entente_status cli_call_settle(entente_call *call, ent_network_cache *cache, ent_network *network,
                               entente_status status)
{
    if (network)
        network->stop = NULL;
    ent_network_cache_settle(cache, entente_call_db(call));
    return status == ENTENTE_INTERRUPTED ? entente_call_poll(call) : status;
}

/* ---- the procedures ---- */

typedef struct {
    const ent_measure *measure;
    ent_network_cache *cache; /* an owner of it */
} procedure;

static entente_status run_measure(entente_call *call, const procedure *p, ent_arena *arena)
{
    const ent_measure *measure = p->measure;
    ent_measure_call m = {.arena = arena};
    ent_view_options options;
    uint32_t at = 0;
    if (measure->takes_party)
        m.party = cli_procedure_text(arena, entente_call_arg(call, at++));
    if (measure->choices)
        m.by = cli_procedure_text(arena, entente_call_arg(call, at++));
    if (measure->limit)
        m.limit = entente_value_int64(entente_call_arg(call, at++));
    if (measure->takes_seed) {
        const entente_value *seed = entente_call_arg(call, at++);
        m.seed =
            entente_value_type(seed) == ENTENTE_NULL_VALUE ? ENT_DEFAULT_SEED : (uint64_t)entente_value_int64(seed);
    }
    entente_status status = cli_procedure_options(call, arena, entente_call_arg(call, at), true, NULL, &options);
    if (status != ENTENTE_OK)
        return status;
    options.detail = measure->detail;
    options.years = options.all_days = measure->over_years;
    m.options = &options;
    status = cli_call_network(call, p->cache, &options, &m.network);
    if (status == ENTENTE_OK) {
        row_sink sink = {.sink = {put_null, put_text, put_integer, put_real, put_list},
                         .call = call,
                         .columns = measure->column_count};
        status = measure->run(&m, &sink.sink);
    }
    status = cli_call_settle(call, p->cache, m.network, status);
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

static void destroy(void *user)
{
    procedure *p = user;
    ent_network_cache_release(p->cache);
    free(p);
}

static void write_signature(const ent_measure *measure, char *signature, size_t size)
{
    static const char *const types[] = {"STRING?", "INTEGER?", "FLOAT?", "LIST?"};
    char name[64];
    snprintf(name, sizeof name, "%s", measure->name);
    for (char *p = name; *p; p++) /* cut-points -> cutPoints */
        if (*p == '-') {
            memmove(p, p + 1, strlen(p));
            *p = (char)(*p - 'a' + 'A');
        }
    size_t n = (size_t)snprintf(
        signature, size, "analysis.%s(%s%s%s%soptions = null :: MAP?) :: (", name,
        measure->takes_party ? "party :: STRING, " : "", measure->choices ? "by = null :: STRING?, " : "",
        measure->limit ? "limit = null :: INTEGER?, " : "", measure->takes_seed ? "seed = null :: INTEGER?, " : "");
    for (uint32_t i = 0; i < measure->column_count; i++)
        n += (size_t)snprintf(signature + n, size - n, "%s%s :: %s", i ? ", " : "", measure->columns[i].name,
                              types[measure->columns[i].type]);
    snprintf(signature + n, size - n, ")");
}

static entente_status register_measures(entente *db, ent_network_cache *cache)
{
    entente_status status = ENTENTE_OK;
    for (const ent_measure *const *m = ent_measures; *m && status == ENTENTE_OK; m++) {
        char signature[512];
        procedure *p = malloc(sizeof *p);
        if (!p)
            return ENTENTE_NOMEM;
        *p = (procedure){*m, ent_network_cache_retain(cache)};
        write_signature(*m, signature, sizeof signature);
        status = entente_register_procedure(db, signature, (*m)->meaning, run, p, destroy);
        if (status != ENTENTE_OK)
            destroy(p);
    }
    return status;
}

entente_status cli_measure_register(entente *db)
{
    ent_network_cache *cache = ent_network_cache_new();
    if (!cache)
        return ENTENTE_NOMEM;
    entente_status status = register_measures(db, cache);
    if (status == ENTENTE_OK)
        status = cli_network_procedures_register(db, cache);
    ent_network_cache_release(cache); /* the procedures own it now */
    return status;
}
