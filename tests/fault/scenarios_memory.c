/* scenarios_memory [--thin] FOLDER...: the query of each scenario of the feature files, with each of its allocations
 * failing once, alone and with all after it. Every run must end well, as the query ends with memory enough, or in
 * ENTENTE_NOMEM; a run that fails must leave the graph as it was, and all memory must be given back. --thin leaves out
 * most of the later allocations. */
#include "tests/fault/allocations.h"
#include "tests/tck/graphs.h"
#include "tests/tck/scenario.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EVERY_UP_TO = 60, EVERY_UP_TO_THIN = 8 };

static long every_up_to = EVERY_UP_TO;
static unsigned long runs, scenarios, failures;

/* ---- the graph as text ---- */

static bool put_rows(entente *db, const char *query, ent_buffer *out)
{
    entente_stmt *stmt;
    if (entente_prepare(db, query, -1, &stmt) != ENTENTE_OK)
        return false;
    entente_status status;
    while ((status = entente_step(stmt)) == ENTENTE_ROW)
        for (uint32_t i = 0; i < entente_column_count(stmt); i++) {
            size_t length;
            const char *text = entente_value_string(stmt, entente_column_value(stmt, i), true, &length);
            ent_buffer_put(out, text, text ? length : 0);
            ent_buffer_char(out, i + 1 < entente_column_count(stmt) ? '\t' : '\n');
        }
    entente_finalize(stmt);
    return status == ENTENTE_OK;
}

/* p NULL: it cannot be read. */
static ent_str graph_text(entente *db, ent_arena *arena)
{
    ent_buffer text;
    ent_buffer_init(&text, arena);
    bool read =
        put_rows(db, "MATCH (n) RETURN id(n), labels(n), properties(n) ORDER BY id(n)", &text) &&
        put_rows(db, "MATCH (a)-[r]->(b) RETURN id(r), id(a), type(r), id(b), properties(r) ORDER BY id(r)", &text);
    ent_buffer_char(&text, '.');
    return read ? ent_buffer_take(&text) : (ent_str){NULL, 0};
}

/* ---- one query ---- */

static entente_status run_once(entente *db, ent_str query, const tck_parameters *parameters)
{
    entente_stmt *stmt;
    entente_status status = entente_prepare(db, query.p, (ptrdiff_t)query.n, &stmt);
    if (status != ENTENTE_OK)
        return status;
    tck_bind(stmt, parameters);
    while ((status = entente_step(stmt)) == ENTENTE_ROW)
        ;
    entente_finalize(stmt);
    return status;
}

static tck_verdict complain(ent_buffer *details, ent_str query, long nth, bool stays, const char *what)
{
    ent_buffer_printf(details, "%.*s\n    allocation %ld%s: %s\n", ENT_STR_ARG(query), nth,
                      stays ? " and all after it" : "", what);
    return TCK_WRONG_EFFECTS;
}

/* What the graph is afterwards may have been written by a run that came through although an allocation failed (what
 * only a cache wanted); so each run is held against the graph before it. */
static tck_verdict fail_each(entente *db, ent_str query, const tck_parameters *parameters, ent_buffer *details,
                             bool stays)
{
    for (long nth = 1, step = 1;; nth += step) {
        ent_arena arena;
        ent_arena_init(&arena, NULL);
        ent_str before = graph_text(db, &arena);
        allocations_fail(nth, stays);
        entente_status status = run_once(db, query, parameters);
        long hits = allocations_failed();
        const char *fault = NULL;
        runs++;
        if (status == ENTENTE_NOMEM && hits == 0)
            fault = "memory is said to be out although nothing failed";
        if (status != ENTENTE_OK) {
            ent_str after = graph_text(db, &arena);
            if (!before.p || !after.p || !ent_str_equal(before, after))
                fault = "the query failed and left a trace";
        }
        ent_arena_fini(&arena);
        if (fault)
            return complain(details, query, nth, stays, fault);
        if (hits == 0)
            return TCK_PASSED;
        step = nth < every_up_to ? 1 : step + step / 4 + 1;
    }
}

static tck_verdict rehearse(entente *db, ent_str query, const tck_parameters *parameters, ent_buffer *details)
{
    tck_verdict verdict = fail_each(db, query, parameters, details, false);
    if (verdict == TCK_PASSED)
        verdict = fail_each(db, query, parameters, details, true);
    if (verdict == TCK_PASSED && entente_check(db, NULL, NULL) != ENTENTE_OK)
        verdict = complain(details, query, 0, false, entente_error_of(db)->message);
    return verdict;
}

/* ---- the files ---- */

/* How many blocks a scenario leaves behind. */
static long run_scenario(const tck_scenario *scenario, tck_verdict *verdict)
{
    long before = allocations_live();
    ent_arena arena;
    ent_buffer details;
    ent_arena_init(&arena, NULL);
    ent_buffer_init(&details, &arena);
    *verdict = tck_run_scenario(&arena, scenario, NULL, NULL, &details);
    if (*verdict == TCK_WRONG_EFFECTS)
        printf("%.*s #%u\n    %.*s", ENT_STR_ARG(scenario->name), scenario->number, (int)details.n, details.p);
    ent_arena_fini(&arena);
    return allocations_live() - before;
}

static int run_file(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    const char *dot = strrchr(path, '.'), *fault;
    if (kind != FTW_F || !dot || strcmp(dot, ".feature") != 0)
        return 0;
    ent_arena arena;
    tck_feature feature;
    ent_arena_init(&arena, NULL);
    ent_str text = tck_read_file(&arena, path);
    if (!text.p || !tck_read_feature(&arena, text, &feature, &fault)) {
        fprintf(stderr, "%s cannot be read\n", path);
        failures++;
        feature.count = 0;
    }
    for (uint32_t i = 0; i < feature.count; i++) {
        tck_verdict verdict;
        long left = run_scenario(&feature.scenarios[i], &verdict);
        /* what the process keeps, such as names of time zones, is taken but once */
        if (left != 0 && (left = run_scenario(&feature.scenarios[i], &verdict)) != 0)
            printf("%s :: %.*s: %ld blocks are left\n", path, ENT_STR_ARG(feature.scenarios[i].name), left);
        scenarios++;
        failures += left != 0 || verdict == TCK_WRONG_EFFECTS;
    }
    ent_arena_fini(&arena);
    return 0;
}

int main(int argc, char **argv)
{
    tck_rehearse = rehearse;
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--thin") == 0)
            every_up_to = EVERY_UP_TO_THIN;
        else if (nftw(argv[i], run_file, 16, FTW_PHYS) != 0)
            failures++;
    printf("%lu scenarios, %lu runs, %lu failed\n", scenarios, runs, failures);
    return scenarios == 0 || failures > 0;
}
