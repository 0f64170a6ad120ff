/* What bears a diagram out: asked by the ids of its agreements. */
#include "core/base/strmap.h"
#include "render/diagram.h"
#include "render/text.h"

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

/* A link may only lead to a page. */
static bool is_page(const char *url)
{
    return url && (strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0);
}

/* The first page of each agreement, by its id. */
static entente_status read_pages(const diagram *d, entente *db, ent_strmap *pages, const char ***urls)
{
    entente_stmt *stmt;
    *urls = ENT_NEW_ARRAY(d->arena, const char *, (size_t)d->agreement_count + d->node_count + 1);
    if (!*urls)
        return ENTENTE_NOMEM;
    entente_status status =
        ask(d, db,
            "UNWIND $ids AS id WITH DISTINCT id MATCH (:Agreement {id: id})-[:CITED_IN]->(s:Source) "
            "WHERE s.url IS NOT NULL WITH id, s ORDER BY id(s) RETURN id, head(collect(s.url))",
            &stmt);
    if (status != ENTENTE_OK)
        return status;
    uint32_t count = 0;
    while ((status = entente_step(stmt)) == ENTENTE_ROW) {
        const char *id = text_clean(d->arena, entente_column_text(stmt, 0, NULL));
        const char *url = text_clean(d->arena, entente_column_text(stmt, 1, NULL));
        if (!id || !is_page(url) || !ent_strmap_put(pages, ent_str_of(id), count))
            continue;
        (*urls)[count++] = url;
    }
    entente_finalize(stmt);
    return d->arena->failed == ENT_OK ? status : ENTENTE_NOMEM;
}

static const char *page_of_agreement(const ent_strmap *pages, const char *const *urls, const char *id)
{
    uint32_t i = id ? ent_strmap_get(pages, ent_str_of(id)) : ENT_STRMAP_NONE;
    return i == ENT_STRMAP_NONE ? NULL : urls[i];
}

entente_status diagram_read_sources(diagram *d, entente *db)
{
    ent_strmap pages;
    const char **urls;
    ent_strmap_init(&pages, d->arena);
    d->source_count = 0;
    entente_status status = count_sources(d, db);
    if (status == ENTENTE_OK)
        status = read_pages(d, db, &pages, &urls);
    if (status != ENTENTE_OK)
        return status;
    for (uint32_t i = 0; i < d->edge_count; i++)
        for (uint32_t k = 0; k < d->edges[i].agreement_count && !d->edges[i].url; k++)
            d->edges[i].url = page_of_agreement(&pages, urls, d->agreements[d->edges[i].agreements[k]].id);
    for (uint32_t i = 0; i < d->node_count; i++)
        d->nodes[i].url = page_of_agreement(&pages, urls, d->nodes[i].agreement);
    return ENTENTE_OK;
}
