#include "io/graph_clear.h"

#include "io/rows.h"

#include <stdlib.h>

/* name, statement: run in this order on the ids of one batch */
#define STATEMENTS(X)                                                                                                \
    X(EDGES, "UNWIND $rows AS id MATCH (x:Party)-[:PARTY_TO]->(:Agreement {id: id})<-[:PARTY_TO]-(y:Party) "         \
             "WITH DISTINCT id, x, y MATCH (x)-[e:AGREEMENT]->(y) WHERE e.id = id DELETE e")                         \
    X(PARTIES, "UNWIND $rows AS id MATCH (:Agreement {id: id})<-[r:PARTY_TO]-() DELETE r")                           \
    X(PLACES, "UNWIND $rows AS id MATCH (:Agreement {id: id})-[r:INVOLVES]->() DELETE r")                            \
    X(PARTS, "UNWIND $rows AS id MATCH (:Agreement {id: id})-[:HAS_EVENT|HAS_TRANSFER|HAS_PAYMENT]->(x) "            \
             "DETACH DELETE x")                                                                                      \
    X(CITATIONS, "UNWIND $rows AS id MATCH (:Agreement {id: id})-[c:CITED_IN]->() DELETE c")                         \
    X(OWN_LINKS, "UNWIND $rows AS id MATCH (:Agreement {id: id})-[l:REPLACES|AMENDS|IMPLEMENTS|SUPPLEMENTS]->() "    \
                 "SET l.position = null")                                                                            \
    X(INVERSE_LINKS, "UNWIND $rows AS id MATCH (:Agreement {id: id})<-[l:REPLACES]-() SET l.inversePosition = null") \
    X(LINKS, "UNWIND $rows AS id MATCH (:Agreement {id: id})-[l:REPLACES|AMENDS|IMPLEMENTS|SUPPLEMENTS]-() "         \
             "WITH DISTINCT l WHERE l.position IS NULL AND l.inversePosition IS NULL DELETE l")

enum {
#define X(name, cypher) name,
    STATEMENTS(X)
#undef X
        STATEMENT_COUNT
};

static const char *const statements[] = {
#define X(name, cypher) cypher,
    STATEMENTS(X)
#undef X
};

struct ent_graph_cleaner {
    ent_rows named;       /* finds those that are there */
    ent_rows codes, keys; /* what they use, before they are cleared */
    ent_rows rows[STATEMENT_COUNT];
    ent_rows sources, parties; /* delete what nothing uses */
    ent_string_set used;       /* parties of cleared agreements */
};

entente_status ent_graph_cleaner_open(entente *db, ent_graph_cleaner **out)
{
    ent_graph_cleaner *c = *out = calloc(1, sizeof *c);
    if (!c)
        return ENTENTE_NOMEM;
    ent_string_set_init(&c->used);
    const struct {
        ent_rows *rows;
        const char *cypher;
    } others[] = {
        {&c->named, "UNWIND $rows AS id MATCH (a:Agreement {id: id}) RETURN a.id"},
        {&c->codes, "UNWIND $rows AS id MATCH (a:Agreement {id: id}) OPTIONAL MATCH (p:Party)-[:PARTY_TO]->(a) "
                    "WITH a, collect(p.code) AS parties OPTIONAL MATCH (a)-[:INVOLVES]->(q:Party) "
                    "WITH a, parties, collect(q.code) AS places UNWIND parties + places AS code RETURN DISTINCT code"},
        {&c->keys, "UNWIND $rows AS id MATCH (:Agreement {id: id})-[:CITED_IN]->(s:Source) RETURN DISTINCT s.key"},
        {&c->sources, "UNWIND $rows AS key MATCH (s:Source {key: key}) WHERE NOT (s)<-[:CITED_IN]-() DETACH DELETE s"},
        {&c->parties, "UNWIND $rows AS code MATCH (p:Party {code: code}) "
                      "WHERE NOT (p)-[:PARTY_TO]->() AND NOT (p)<-[:INVOLVES]-() DETACH DELETE p"},
    };
    entente_status status = ENTENTE_OK;
    for (size_t i = 0; i < sizeof others / sizeof others[0] && status == ENTENTE_OK; i++)
        status = ent_rows_open(others[i].rows, db, others[i].cypher);
    for (int i = 0; i < STATEMENT_COUNT && status == ENTENTE_OK; i++)
        status = ent_rows_open(&c->rows[i], db, statements[i]);
    return status;
}

void ent_graph_cleaner_close(ent_graph_cleaner *c)
{
    if (!c)
        return;
    ent_rows *others[] = {&c->named, &c->codes, &c->keys, &c->sources, &c->parties};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        ent_rows_close(others[i]);
    for (int i = 0; i < STATEMENT_COUNT; i++)
        ent_rows_close(&c->rows[i]);
    ent_string_set_fini(&c->used);
    free(c);
}

void ent_graph_cleaner_add(ent_graph_cleaner *c, ent_str id)
{
    ent_rows_text(&c->named, id);
}

static ent_str column(ent_rows *rows)
{
    size_t n = 0;
    const char *text = entente_column_text(rows->stmt, 0, &n);
    return (ent_str){text, (uint32_t)n};
}

/* Those of the named that are there, as rows of all that follows. */
static entente_status find_named(ent_graph_cleaner *c, uint64_t *replaced)
{
    entente_status status;
    while ((status = ent_rows_step(&c->named)) == ENTENTE_ROW) {
        ent_str id = column(&c->named);
        ++*replaced;
        ent_rows_text(&c->codes, id);
        ent_rows_text(&c->keys, id);
        for (int i = 0; i < STATEMENT_COUNT; i++)
            ent_rows_text(&c->rows[i], id);
    }
    return status;
}

static entente_status find_used(ent_graph_cleaner *c)
{
    entente_status status;
    while ((status = ent_rows_step(&c->codes)) == ENTENTE_ROW) {
        bool is_new;
        if (ent_string_set_add(&c->used, column(&c->codes), NULL, &is_new) != ENT_OK)
            return ENTENTE_NOMEM;
    }
    if (status != ENTENTE_OK)
        return status;
    while ((status = ent_rows_step(&c->keys)) == ENTENTE_ROW)
        ent_rows_text(&c->sources, column(&c->keys));
    return status;
}

entente_status ent_graph_cleaner_run(ent_graph_cleaner *c, uint64_t *replaced)
{
    entente_status status = find_named(c, replaced);
    if (status == ENTENTE_OK)
        status = find_used(c);
    for (int i = 0; i < STATEMENT_COUNT && status == ENTENTE_OK; i++)
        status = ent_rows_run(&c->rows[i]);
    return status == ENTENTE_OK ? ent_rows_run(&c->sources) : status;
}

entente_status ent_graph_cleaner_finish(ent_graph_cleaner *c)
{
    for (uint32_t i = 0; i < c->used.count; i++)
        ent_rows_text(&c->parties, c->used.texts[i]);
    return ent_rows_run(&c->parties);
}
