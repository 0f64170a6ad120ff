/* Partners and paths as procedures: what `entente partners` and `entente paths` print, for queries that go on. */
#include "cli/measure.h"
#include "cli/procedure_options.h"
#include "core/analysis/partners.h"
#include "core/analysis/paths.h"

#include <stdlib.h>

static void put_year(entente_writer *row, int32_t year)
{
    year ? entente_put_int64(row, year) : entente_put_null(row);
}

static void put_texts(entente_writer *row, const char *const *items, uint32_t count)
{
    entente_put_list(row);
    for (uint32_t i = 0; i < count; i++)
        entente_put_text(row, items[i], -1);
    entente_put_end(row);
}

static void put_party(entente_writer *row, const ent_view *view, uint32_t party)
{
    entente_put_text(row, view->parties[party].code, -1);
    entente_put_text(row, view->parties[party].name, -1);
}

/* ---- partners ---- */

typedef struct {
    entente_call *call;
    ent_arena *arena; /* of the call */
    ent_network_cache *cache;
    ent_view_options options;
    ent_network *network;
} request;

static entente_status open_network(request *r)
{
    return cli_call_network(r->call, r->cache, &r->options, &r->network);
}

static entente_status read_partner_options(request *r, uint32_t argument)
{
    static const char *const further[] = {"countAmendments", NULL};
    const entente_value *map = entente_call_arg(r->call, argument);
    entente_status status = cli_procedure_options(r->call, r->arena, map, true, further, &r->options);
    return status == ENTENTE_OK ? cli_procedure_flag(r->call, map, "countAmendments", &r->options.count_amendments)
                                : status;
}

static entente_status partners(request *r)
{
    ent_partner_count *counts;
    entente_status status = read_partner_options(r, 0);
    r->options.detail = ENT_VIEW_NETWORK;
    if (status == ENTENTE_OK)
        status = open_network(r);
    if (status == ENTENTE_OK)
        status = ent_partner_counts(r->network, r->arena, &counts);
    for (uint32_t i = 0; status == ENTENTE_OK && i < r->network->view->party_count; i++) {
        entente_writer *row = entente_call_row(r->call);
        put_party(row, r->network->view, counts[i].party);
        entente_put_int64(row, counts[i].partners);
        entente_put_int64(row, counts[i].agreements);
        entente_put_int64(row, counts[i].sends_to);
        entente_put_int64(row, counts[i].receives_from);
    }
    return status;
}

static entente_status partners_of(request *r)
{
    ent_partner *found = NULL;
    uint32_t count = 0;
    const char *code = cli_procedure_text(r->arena, entente_call_arg(r->call, 0));
    entente_status status = code ? read_partner_options(r, 1) : ENTENTE_NOMEM;
    r->options.detail = ENT_VIEW_TERSE;
    r->options.years = true;
    if (status == ENTENTE_OK)
        status = open_network(r);
    uint32_t party = status == ENTENTE_OK ? ent_view_party_find(r->network->view, code) : UINT32_MAX;
    if (party != UINT32_MAX)
        status = ent_partners_of(r->network, party, r->arena, &found, &count);
    for (uint32_t i = 0; status == ENTENTE_OK && i < count; i++) {
        entente_writer *row = entente_call_row(r->call);
        put_party(row, r->network->view, found[i].party);
        entente_put_int64(row, found[i].deals);
        put_texts(row, found[i].kinds, found[i].kind_count);
        put_texts(row, found[i].statuses, found[i].status_count);
        put_year(row, found[i].first_year);
        put_year(row, found[i].last_year);
    }
    return status;
}

/* ---- paths ---- */

static entente_status read_path_options(request *r, const entente_value *map, ent_paths_request *out)
{
    static const char *const further[] = {"all",      "shortest",        "maxLength", "directed",
                                          "weighted", "countAmendments", NULL};
    bool all = false;
    int64_t k = 0, max_length = 0;
    *out = (ent_paths_request){0};
    const struct {
        const char *key;
        bool *value;
    } flags[] = {{"all", &all},
                 {"directed", &out->directed},
                 {"weighted", &out->weighted},
                 {"countAmendments", &r->options.count_amendments}};
    entente_status status = cli_procedure_options(r->call, r->arena, map, true, further, &r->options);
    for (size_t i = 0; status == ENTENTE_OK && i < sizeof flags / sizeof flags[0]; i++)
        status = cli_procedure_flag(r->call, map, flags[i].key, flags[i].value);
    if (status == ENTENTE_OK)
        status = cli_procedure_number(r->call, map, "shortest", 1, 1000000, &k);
    if (status == ENTENTE_OK)
        status = cli_procedure_number(r->call, map, "maxLength", 1, 1000000, &max_length);
    if (status == ENTENTE_OK && all && k)
        return entente_call_fail(r->call, ENTENTE_ARGUMENT,
                                 "all and shortest ask for different things: one of the two");
    if (status == ENTENTE_OK && out->weighted && max_length)
        return entente_call_fail(r->call, ENTENTE_ARGUMENT,
                                 "maxLength counts steps, and weighted a short path may have many: one of the two");
    out->wanted = all ? ENT_PATHS_ALL_SHORTEST : k ? ENT_PATHS_K_SHORTEST : ENT_PATHS_ONE;
    out->k = (uint32_t)k;
    out->max_length = (uint32_t)max_length;
    return status;
}

static entente_status put_path(request *r, const ent_paths_request *wanted, const ent_path *path, uint32_t number)
{
    const ent_view *view = r->network->view;
    entente_writer *row = entente_call_row(r->call);
    entente_put_int64(row, number);
    entente_put_int64(row, path->length);
    entente_put_double(row, ent_score(path->distance));
    entente_put_list(row);
    for (uint32_t i = 0; i <= path->length; i++)
        entente_put_text(row, view->parties[path->parties[i]].code, -1);
    entente_put_end(row);
    entente_put_list(row);
    for (uint32_t i = 0; i < path->length; i++) {
        uint32_t count;
        const uint32_t *agreements = ent_network_agreements(r->network, ent_paths_kind(wanted), path->parties[i],
                                                            path->parties[i + 1], r->arena, &count);
        if (!agreements)
            return ENTENTE_NOMEM;
        entente_put_list(row);
        for (uint32_t k = 0; k < count; k++)
            entente_put_text(row, view->agreements[agreements[k]].id, -1);
        entente_put_end(row);
    }
    entente_put_end(row);
    return ENTENTE_OK;
}

static entente_status paths(request *r)
{
    ent_paths_request wanted;
    ent_path *found = NULL;
    uint32_t count = 0, ends[2] = {UINT32_MAX, UINT32_MAX};
    const char *from = cli_procedure_text(r->arena, entente_call_arg(r->call, 0));
    const char *to = cli_procedure_text(r->arena, entente_call_arg(r->call, 1));
    if (!from || !to)
        return ENTENTE_NOMEM;
    entente_status status = read_path_options(r, entente_call_arg(r->call, 2), &wanted);
    r->options.detail = ENT_VIEW_TERSE;
    if (status == ENTENTE_OK)
        status = open_network(r);
    if (status != ENTENTE_OK)
        return status;
    ends[0] = ent_view_party_find(r->network->view, from);
    ends[1] = ent_view_party_find(r->network->view, to);
    if (ends[0] != UINT32_MAX && ends[1] != UINT32_MAX)
        status = ent_paths(r->network, &wanted, ends[0], ends[1], r->arena, &found, &count);
    for (uint32_t i = 0; status == ENTENTE_OK && i < count; i++)
        status = put_path(r, &wanted, &found[i], i + 1);
    return status;
}

/* ---- registration ---- */

typedef struct {
    const char *signature, *help;
    entente_status (*run)(request *r);
} description;

static const description descriptions[] = {
    {"analysis.partners(options = null :: MAP?) :: (party :: STRING?, name :: STRING?, partners :: INTEGER?, "
     "agreements :: INTEGER?, sends_to :: INTEGER?, receives_from :: INTEGER?)",
     ent_partners_meaning, partners},
    {"analysis.partnersOf(party :: STRING, options = null :: MAP?) :: (party :: STRING?, name :: STRING?, "
     "agreements :: INTEGER?, kinds :: LIST?, statuses :: LIST?, first :: INTEGER?, last :: INTEGER?)",
     "With whom one party deals: under how many agreements, of which kinds and statuses, and in which years.",
     partners_of},
    {"analysis.paths(from :: STRING, to :: STRING, options = null :: MAP?) :: (path :: INTEGER?, length :: INTEGER?, "
     "distance :: FLOAT?, parties :: LIST?, agreements :: LIST?)",
     ent_paths_meaning, paths},
};

typedef struct {
    const description *description;
    ent_network_cache *cache; /* an owner of it */
} procedure;

static entente_status run(entente_call *call, void *user)
{
    const procedure *p = user;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    request r = {.call = call, .arena = &arena, .cache = p->cache};
    entente_status status = p->description->run(&r);
    status = cli_call_settle(call, p->cache, r.network, status);
    ent_arena_fini(&arena);
    return status;
}

static void destroy(void *user)
{
    procedure *p = user;
    ent_network_cache_release(p->cache);
    free(p);
}

entente_status cli_network_procedures_register(entente *db, ent_network_cache *cache)
{
    entente_status status = ENTENTE_OK;
    for (size_t i = 0; i < sizeof descriptions / sizeof descriptions[0] && status == ENTENTE_OK; i++) {
        procedure *p = malloc(sizeof *p);
        if (!p)
            return ENTENTE_NOMEM;
        *p = (procedure){&descriptions[i], ent_network_cache_retain(cache)};
        status = entente_register_procedure(db, descriptions[i].signature, descriptions[i].help, run, p, destroy);
        if (status != ENTENTE_OK)
            destroy(p);
    }
    return status;
}
