#include "core/model/claims.h"

#include "core/base/array.h"
#include "core/model/row.h"

#include <stdlib.h>
#include <string.h>

/* Payments and transfers come by node, a row a citation. One without a date counts on any day. */
#define ITEMS                                                                       \
    "MATCH (a:Agreement)-[:HAS_PAYMENT|HAS_TRANSFER]->(x)-[:CITED_IN]->(s:Source) " \
    "RETURN a.id, s.key, id(x), x:Payment, x.date, x.lastDay ORDER BY id(x)"

typedef struct {
    const ent_view *view;
    const ent_course *course;
    const ent_view_options *options;
    ent_arena *arena;
    const uint32_t *group;
    ent_claims *claims;
    uint64_t *last; /* of each group: the claim that it was last counted for */
    uint64_t claim;
    int64_t node;
} counter;

/* Counts the claim under way for the group of a source, in the field at an offset. */
static void count(counter *c, uint32_t source, size_t field)
{
    uint32_t group = c->group[source];
    if (c->last[group] == c->claim)
        return;
    c->last[group] = c->claim;
    ++*(uint32_t *)((char *)&c->claims[group] + field);
}

static entente_status take_item(void *user, entente_stmt *stmt)
{
    counter *c = user;
    const char *id = entente_column_text(stmt, 0, NULL), *key = entente_column_text(stmt, 1, NULL);
    if (!id || !key || ent_view_agreement_find(c->view, id) == UINT32_MAX)
        return ENTENTE_OK;
    if (c->options->as_of) {
        const char *day = ent_row_date(c->arena, stmt, c->options->certainly ? 5 : 4);
        if (c->arena->failed != ENT_OK)
            return ENTENTE_NOMEM;
        if (day && strcmp(day, c->options->as_of) > 0)
            return ENTENTE_OK;
    }
    int64_t node = entente_column_int64(stmt, 2);
    if (node != c->node)
        c->claim++;
    c->node = node;
    uint32_t source = ent_array_find(c->course->sources, c->course->source_count, sizeof *c->course->sources, key);
    if (source != UINT32_MAX)
        count(c, source,
              entente_column_bool(stmt, 3) ? offsetof(ent_claims, payments) : offsetof(ent_claims, transfers));
    return ENTENTE_OK;
}

entente_status ent_claims_count(entente *db, ent_view *view, const ent_course *course, const ent_view_options *options,
                                const uint32_t *group, uint32_t group_count, ent_claims **out)
{
    counter c = {.view = view, .course = course, .options = options, .arena = &view->arena, .group = group, .node = -1};
    size_t groups = (size_t)group_count + 1;
    c.claims = ent_arena_zero(&view->arena, groups * sizeof *c.claims);
    c.last = ent_arena_zero(&view->arena, groups * sizeof *c.last);
    *out = c.claims;
    if (!c.claims || !c.last)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; i < view->agreement_count; i++) {
        const ent_agreement_course *a = &course->agreements[i];
        c.claim++;
        for (uint32_t k = 0; k < a->source_count; k++)
            count(&c, a->sources[k], offsetof(ent_claims, records));
        for (uint32_t e = 0; e < a->event_count; e++) {
            if (!ent_event_counts(&a->events[e], options->as_of, options->certainly))
                continue;
            c.claim++;
            for (uint32_t k = 0; k < a->events[e].source_count; k++)
                count(&c, a->events[e].sources[k], offsetof(ent_claims, events));
        }
    }
    return ent_row_each(db, ITEMS, NULL, take_item, &c);
}
