/* entente-bench: what a program that uses the library does in the benchmark: fills a database from the peers' CSV
 * files, and asks one prepared statement again and again.
 *
 *   entente-bench load    DB DATA                     parties, AGREEMENT for each row of edges.csv, PARTNER for each
 * pair entente-bench network DB DATA                     the same rows in the graph of agreements, as the analysis
 * reads it entente-bench ego     DB DATA                     the parties and edges of ego.dot entente-bench warm    DB
 * QUERY [NAME=LITERAL...]  QUERY is a file
 *
 * warm prints a line of JSON (first and median in ms, number of runs) and then the rows of the last run, cells divided
 * by commas. Between two runs the connection keeps the compiled statement and what it has in memory of the snapshot: no
 * answer, and nothing that a program of its own would not have. */
#include "cli/measure.h"
#include "core/entente.h"
#include "io/csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROWS_AT_ONCE = 10000, RUNS = 21, LEAST_RUNS = 7 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void fail(entente *db, const char *what)
{
    fprintf(stderr, "%s: %s\n", what, db ? entente_error_text(db) : "cannot be read");
    exit(1);
}

static void must(entente *db, entente_status status, const char *what)
{
    if (status != ENTENTE_OK)
        fail(db, what);
}

static void exec(entente *db, const char *cypher)
{
    must(db, entente_exec(db, cypher), cypher);
}

/* ---- filling ---- */

/* Hands the rows of a CSV file to a statement that unwinds $rows, some thousands at a time, as maps by the first line's
 * names; empty cells are left out. */
static void pour(entente *db, const char *folder, const char *name, const char *cypher)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    ent_input input;
    if (ent_input_open(&input, path) != ENT_OK)
        fail(NULL, path);
    entente_stmt *stmt;
    must(db, entente_prepare(db, cypher, -1, &stmt), cypher);
    ent_arena kept, arena;
    ent_arena_init(&kept, NULL);
    ent_arena_init(&arena, NULL);
    ent_faults faults = {0};
    ent_csv_row *row = malloc(sizeof *row);
    ent_str names[ENT_CSV_CELLS];
    uint32_t columns = 0;
    bool more = row && ent_csv_read(&input, &arena, row, &faults);
    for (; more && columns < row->count; columns++)
        names[columns] = (ent_str){ent_arena_copy(&kept, row->cells[columns].text.p, row->cells[columns].text.n),
                                   row->cells[columns].text.n};
    while (more) {
        entente_writer *w = entente_bind_writer(stmt, "rows");
        entente_put_list(w);
        for (int n = 0; n < ROWS_AT_ONCE && (more = ent_csv_read(&input, &arena, row, &faults)); n++) {
            entente_put_map(w);
            for (uint32_t i = 0; i < row->count && i < columns; i++) {
                if (row->cells[i].text.n == 0)
                    continue;
                entente_put_key(w, names[i].p, names[i].n);
                entente_put_text(w, row->cells[i].text.p, row->cells[i].text.n);
            }
            entente_put_end(w);
            ent_arena_reset(&arena);
        }
        entente_put_end(w);
        must(db, entente_step(stmt), path);
        entente_reset(stmt);
    }
    entente_finalize(stmt);
    ent_arena_fini(&arena);
    ent_arena_fini(&kept);
    ent_input_close(&input);
    free(row);
}

static void load(entente *db, const char *folder)
{
    exec(db, "CREATE CONSTRAINT party_code FOR (p:Party) REQUIRE p.code IS UNIQUE");
    must(db, entente_begin(db, true), "begin");
    pour(db, folder, "parties.csv", "UNWIND $rows AS r CREATE (:Party {code: r.code, name: r.name, type: r.type})");
    pour(db, folder, "edges.csv",
         "UNWIND $rows AS r MATCH (a:Party {code: r.src}), (b:Party {code: r.dst}) "
         "CREATE (a)-[:AGREEMENT {id: r.agreement, kind: r.kind, status: r.status, since: date(r.since), "
         "until: date(r.until), date: date(r.date)}]->(b)");
    exec(db, "MATCH (a:Party)-[:AGREEMENT]-(b:Party) WHERE id(a) < id(b) "
             "WITH DISTINCT a, b CREATE (a)-[:PARTNER]->(b)");
    must(db, entente_commit(db), "commit");
}

static void network(entente *db, const char *folder)
{
    exec(db, "CREATE CONSTRAINT party_code FOR (p:Party) REQUIRE p.code IS UNIQUE");
    exec(db, "CREATE CONSTRAINT agreement_id FOR (a:Agreement) REQUIRE a.id IS UNIQUE");
    must(db, entente_begin(db, true), "begin");
    pour(db, folder, "parties.csv", "UNWIND $rows AS r CREATE (:Party {code: r.code, name: r.name})");
    pour(db, folder, "edges.csv",
         "UNWIND $rows AS r MERGE (g:Agreement {id: r.agreement}) ON CREATE SET g.kind = r.kind, g.status = r.status "
         "WITH r, g MATCH (a:Party {code: r.src}), (b:Party {code: r.dst}) "
         "CREATE (a)-[:AGREEMENT {id: r.agreement, directed: false}]->(b), (a)-[:PARTY_TO {roles: ['partner']}]->(g), "
         "(b)-[:PARTY_TO {roles: ['partner']}]->(g)");
    must(db, entente_commit(db), "commit");
}

/* The ends of a line `  "A" -- "B";` of ego.dot, or its one party. False for other lines. */
static bool ego_line(char *line, const char **a, const char **b)
{
    char *at = strchr(line, '"'), *end = at ? strchr(at + 1, '"') : NULL;
    if (!end)
        return false;
    *a = at + 1;
    *end = '\0';
    char *dashes = strstr(end + 1, "-- \"");
    *b = dashes ? dashes + 4 : NULL;
    if (dashes)
        *strchr(dashes + 4, '"') = '\0';
    return true;
}

static void ego(entente *db, const char *folder)
{
    char path[4096], line[1024];
    snprintf(path, sizeof path, "%s/ego.dot", folder);
    FILE *file = fopen(path, "r");
    if (!file)
        fail(NULL, path);
    must(db, entente_begin(db, true), "begin");
    entente_stmt *party, *edge;
    must(db, entente_prepare(db, "MERGE (:Party {code: $a})", -1, &party), "prepare");
    must(db,
         entente_prepare(db, "MATCH (a:Party {code: $a}), (b:Party {code: $b}) CREATE (a)-[:PARTNER]->(b)", -1, &edge),
         "prepare");
    const char *a, *b;
    while (fgets(line, sizeof line, file)) {
        if (!ego_line(line, &a, &b))
            continue;
        entente_stmt *stmt = b ? edge : party;
        must(db, entente_bind_text(stmt, "a", a, -1), "bind");
        if (b)
            must(db, entente_bind_text(stmt, "b", b, -1), "bind");
        must(db, entente_step(stmt), path);
        entente_reset(stmt);
    }
    entente_finalize(party);
    entente_finalize(edge);
    must(db, entente_commit(db), "commit");
    fclose(file);
}

/* ---- asking ---- */

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = file ? calloc(1, 65536) : NULL;
    if (!text || fread(text, 1, 65535, file) == 0)
        fail(NULL, path);
    fclose(file);
    return text;
}

/* One run of the statement: its rows as text. */
static size_t answer(entente *db, entente_stmt *stmt, char **text, size_t *room)
{
    size_t used = 0;
    entente_status status;
    uint32_t columns = entente_column_count(stmt);
    while ((status = entente_step(stmt)) == ENTENTE_ROW)
        for (uint32_t i = 0; i < columns; i++) {
            size_t n;
            const char *cell = entente_value_string(stmt, entente_column_value(stmt, i), true, &n);
            if (!cell)
                fail(db, "answer");
            if (used + n + 2 > *room) {
                *room = (used + n + 2) * 2;
                *text = realloc(*text, *room);
                if (!*text)
                    fail(NULL, "memory");
            }
            memcpy(*text + used, cell, n);
            used += n;
            (*text)[used++] = i + 1 == columns ? '\n' : ',';
        }
    must(db, status, "step");
    entente_reset(stmt);
    return used;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void warm(entente *db, const char *query, char **params, int param_count)
{
    char *cypher = read_file(query), *text = NULL;
    if (strstr(cypher, "analysis."))
        must(db, cli_measure_register(db), "analysis");
    entente_stmt *stmt;
    must(db, entente_prepare(db, cypher, -1, &stmt), query);
    for (int i = 0; i < param_count; i++) {
        char *equals = strchr(params[i], '=');
        if (!equals)
            fail(NULL, params[i]);
        *equals = '\0';
        must(db, entente_bind_literal(stmt, params[i], equals + 1), params[i]);
    }
    size_t room = 0, used = 0;
    double ms[RUNS], begin = now();
    int n = 0;
    while (n < RUNS && (n < LEAST_RUNS || now() - begin < 1500)) {
        double start = now();
        used = answer(db, stmt, &text, &room);
        ms[n++] = now() - start;
    }
    double first = ms[0];
    qsort(ms + 1, (size_t)n - 1, sizeof *ms, by_size);
    printf("{\"first\": %.4f, \"median\": %.4f, \"n\": %d}\n", first, ms[1 + (n - 1) / 2], n);
    fwrite(text, 1, used, stdout);
    entente_finalize(stmt);
    free(cypher);
    free(text);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: entente-bench load|network|ego DB DATA\n"
                        "       entente-bench warm DB QUERY [NAME=LITERAL...]\n");
        return 2;
    }
    entente *db;
    bool asks = strcmp(argv[1], "warm") == 0;
    entente_status opened = entente_open(argv[2], asks ? ENTENTE_READ : ENTENTE_CREATE, &db);
    must(db, opened, argv[2]);
    if (asks)
        warm(db, argv[3], argv + 4, argc - 4);
    else if (strcmp(argv[1], "load") == 0)
        load(db, argv[3]);
    else if (strcmp(argv[1], "network") == 0)
        network(db, argv[3]);
    else
        ego(db, argv[3]);
    entente_close(db);
    return 0;
}
