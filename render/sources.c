/* What bears a diagram out: asked by the ids of its agreements. */
#include "render/diagram.h"

#include <string.h>

static entente_status ask(const diagram *d, entente *db, const char *cypher, entente_stmt **out)
{
    entente_status status = entente_prepare(db, cypher, -1, out);
    if (status != ENTENTE_OK)
        return status;
    entente_writer *ids = entente_bind_writer(*out, "ids");
    entente_put_list(ids);
    for (uint32_t i = 0; i < d->agreement_count; i++)
        if (d->agreements[i].id)
            entente_put_text(ids, d->agreements[i].id, -1);
    for (uint32_t i = 0; i < d->node_count; i++)
        if (d->nodes[i].agreement)
            entente_put_text(ids, d->nodes[i].agreement, -1);
    entente_put_end(ids);
    return ENTENTE_OK;
}

static entente_status count_sources(diagram *d, entente *db)
{
    entente_stmt *stmt;
    entente_status status = ask(d, db,
                                "UNWIND $ids AS id MATCH (:Agreement {id: id})-[:CITED_IN]->(s:Source) RETURN s "
                                "UNION UNWIND $ids AS id "
                                "MATCH (:Agreement {id: id})-[:HAS_EVENT]->(:Event)-[:CITED_IN]->(s:Source) RETURN s",
                                &stmt);
    if (status != ENTENTE_OK)
        return status;
    while ((status = entente_step(stmt)) == ENTENTE_ROW)
        d->source_count++;
    entente_finalize(stmt);
    return status;
}

entente_status diagram_read_sources(diagram *d, entente *db)
{
    d->source_count = 0;
    return count_sources(d, db);
}
