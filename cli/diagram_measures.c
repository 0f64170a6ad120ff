/* Measures are asked for by openCypher, as anybody would: CALL analysis.rank and analysis.communities. */
#include "cli/diagram_measures.h"

#include "cli/statement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const sizes[] = {"partners", "agreements", "sends_to",  "receives_from", "betweenness", "closeness",
                                    "pagerank", "hub",        "authority", "core",          "eigenvector"};
static const char *const fills[] = {"region", "community"};
enum { SIZES = sizeof sizes / sizeof sizes[0], FILLS = sizeof fills / sizeof fills[0] };

int cli_measures_read(const cli_args *args, cli_measures *out)
{
    const char *size = cli_value(args, "size"), *fill = cli_value(args, "fill");
    int s = size ? cli_choice("size", size, sizes, SIZES) : 0;
    int f = fill ? cli_choice("fill", fill, fills, FILLS) : 0;
    if (s < 0 || f < 0)
        return CLI_USAGE;
    *out = (cli_measures){size ? sizes[s] : NULL, fill ? fills[f] : NULL};
    return CLI_DONE;
}

/* ---- asking ---- */

static void put_list(entente_writer *w, const char *key, const char *const *items, uint32_t count)
{
    if (count == 0)
        return;
    entente_put_key(w, key, -1);
    entente_put_list(w);
    for (uint32_t i = 0; i < count; i++)
        entente_put_text(w, items[i], -1);
    entente_put_end(w);
}

static void bind_options(entente_stmt *stmt, const ent_view_options *o)
{
    entente_writer *w = entente_bind_writer(stmt, "options");
    entente_put_map(w);
    if (o->as_of) {
        entente_put_key(w, "asOf", -1);
        entente_put_text(w, o->as_of, -1);
    }
    entente_put_key(w, "certainly", -1);
    entente_put_bool(w, o->certainly);
    put_list(w, "kinds", o->kinds, o->kind_count);
    put_list(w, "statuses", o->statuses, o->status_count);
    put_list(w, "stages", o->stages, o->stage_count);
    put_list(w, "parties", o->parties, o->party_count);
    entente_put_end(w);
}

static int by_code(const void *code, const void *node)
{
    return strcmp(code, ((const diagram_node *)node)->id);
}

/* Nodes of a view are in order of their codes. */
static diagram_node *node_find(const diagram *d, const char *code)
{
    return code ? bsearch(code, d->nodes, d->node_count, sizeof *d->nodes, by_code) : NULL;
}

/* Runs a query of two columns, a party and a number, and sets what it says of the nodes that are drawn. */
static int ask(entente *db, const char *query, const char *by, const ent_view_options *options, const diagram *d,
               void (*set)(diagram_node *, double))
{
    entente_stmt *stmt;
    int result = cli_statement_prepare(db, query, &stmt);
    if (result != CLI_DONE)
        return result;
    if (by)
        entente_bind_text(stmt, "by", by, -1);
    bind_options(stmt, options);
    entente_status status;
    while ((status = entente_step(stmt)) == ENTENTE_ROW) {
        diagram_node *node = node_find(d, entente_column_text(stmt, 0, NULL));
        if (node)
            set(node, entente_column_double(stmt, 1));
    }
    result = status == ENTENTE_OK ? CLI_DONE : cli_report(db);
    entente_finalize(stmt);
    return result;
}

/* ---- sizes ---- */

static void set_score(diagram_node *node, double score)
{
    node->score = isfinite(score) && score > 0 ? score : 0;
}

/* ---- fills ---- */

static void set_community(diagram_node *node, double community)
{
    node->group = (uint32_t)community;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Regions in order of their names. */
static int set_regions(diagram *d)
{
    const char **names = ENT_NEW_ARRAY(d->arena, const char *, d->node_count + 1u);
    if (!names)
        return cli_report(NULL);
    uint32_t n = 0, kept = 0;
    for (uint32_t i = 0; i < d->node_count; i++)
        if (d->nodes[i].region)
            names[n++] = d->nodes[i].region;
    if (n)
        qsort(names, n, sizeof *names, by_text);
    for (uint32_t i = 0; i < n; i++)
        if (kept == 0 || strcmp(names[kept - 1], names[i]) != 0)
            names[kept++] = names[i];
    for (uint32_t i = 0; i < d->node_count; i++)
        for (uint32_t k = 0; d->nodes[i].region && k < kept; k++)
            if (strcmp(names[k], d->nodes[i].region) == 0)
                d->nodes[i].group = k + 1;
    d->groups = names;
    d->group_count = kept;
    return CLI_DONE;
}

typedef struct {
    uint32_t community, members;
    const diagram_node *first; /* the one with the most partners in the picture */
} community;

static int by_members(const void *a, const void *b)
{
    const community *x = a, *y = b;
    if (x->members != y->members)
        return x->members > y->members ? -1 : 1;
    return x->community < y->community ? -1 : x->community > y->community;
}

/* The communities that are drawn, the largest first, each named by its best connected member. */
static int name_communities(diagram *d)
{
    uint32_t most = 0, kept = 0;
    for (uint32_t i = 0; i < d->node_count; i++)
        most = d->nodes[i].group > most ? d->nodes[i].group : most;
    community *list = ent_arena_zero(d->arena, (most + 1u) * sizeof *list);
    uint32_t *rank = ent_arena_zero(d->arena, (most + 1u) * sizeof *rank);
    const char **names = ENT_NEW_ARRAY(d->arena, const char *, most + 1u);
    if (!list || !rank || !names)
        return cli_report(NULL);
    for (uint32_t i = 0; i < d->node_count; i++) {
        community *c = &list[d->nodes[i].group];
        c->community = d->nodes[i].group;
        c->members++;
        if (!c->first || d->nodes[i].partners > c->first->partners)
            c->first = &d->nodes[i];
    }
    if (most > 1)
        qsort(list + 1, most, sizeof *list, by_members);
    for (uint32_t i = 1; i <= most; i++) {
        if (list[i].members == 0)
            continue;
        rank[list[i].community] = i;
        names[kept++] =
            ent_arena_printf(d->arena, "%s%s", list[i].first->label, list[i].members > 1 ? " and those near it" : "");
    }
    for (uint32_t i = 0; i < d->node_count; i++)
        d->nodes[i].group = rank[d->nodes[i].group];
    d->groups = names;
    d->group_count = kept;
    return d->arena->failed == ENT_OK ? CLI_DONE : cli_report(NULL);
}

int cli_measures_set(entente *db, const cli_measures *wanted, const ent_view_options *options, diagram *d)
{
    int result = CLI_DONE;
    if (wanted->size) {
        d->measure = wanted->size;
        result = ask(db, "CALL analysis.rank($by, $options) YIELD party, score RETURN party, score", wanted->size,
                     options, d, set_score);
    }
    if (result == CLI_DONE && wanted->fill && strcmp(wanted->fill, "region") == 0)
        return set_regions(d);
    if (result == CLI_DONE && wanted->fill) {
        result =
            ask(db, "CALL analysis.communities('leiden', 1, $options) YIELD party, community RETURN party, community",
                NULL, options, d, set_community);
        return result == CLI_DONE ? name_communities(d) : result;
    }
    return result;
}
