#include "core/analysis/partners.h"

#include "core/model/deals.h"

#include <stdlib.h>
#include <string.h>

/* ---- counts ---- */

static int by_partners(const void *a, const void *b)
{
    const ent_partner_count *x = a, *y = b;
    if (x->partners != y->partners)
        return x->partners > y->partners ? -1 : 1;
    return x->party < y->party ? -1 : x->party > y->party;
}

/* Adds up the degrees of one network; which field they go to is told by its offset. */
static entente_status add_degrees(ent_view *view, ent_network_kind kind, igraph_neimode_t mode, size_t field,
                                  ent_partner_count *counts)
{
    ent_network *network;
    entente_status status = ent_network_new(view, kind, &network);
    if (status != ENTENTE_OK)
        return status;
    igraph_vector_int_t degrees;
    igraph_error_t error = igraph_vector_int_init(&degrees, 0);
    if (error == IGRAPH_SUCCESS) {
        error = igraph_degree(&network->graph, &degrees, igraph_vss_all(), mode, IGRAPH_NO_LOOPS);
        for (uint32_t i = 0; error == IGRAPH_SUCCESS && i < view->party_count; i++)
            *(uint32_t *)((char *)&counts[i] + field) = (uint32_t)VECTOR(degrees)[i];
        igraph_vector_int_destroy(&degrees);
    }
    ent_network_free(network);
    return ent_network_status(error);
}

static void count_deals(ent_view *view, ent_partner_count *counts)
{
    for (uint32_t p = 0; p < view->party_count; p++) {
        uint32_t first = view->holding_first[p];
        counts[p].agreements =
            ent_deals_count(view, &view->holdings[first], view->holding_first[p + 1] - first, view->all_in_force);
    }
}

entente_status ent_partner_counts(ent_view *view, ent_partner_count **out)
{
    ent_partner_count *counts =
        ent_arena_zero(&view->arena, sizeof(ent_partner_count) * ((size_t)view->party_count + 1));
    if (!counts)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; i < view->party_count; i++)
        counts[i].party = i;
    count_deals(view, counts);
    entente_status status =
        add_degrees(view, ENT_NETWORK_UNDIRECTED, IGRAPH_ALL, offsetof(ent_partner_count, partners), counts);
    if (status == ENTENTE_OK)
        status = add_degrees(view, ENT_NETWORK_FLOWS, IGRAPH_OUT, offsetof(ent_partner_count, sends_to), counts);
    if (status == ENTENTE_OK)
        status = add_degrees(view, ENT_NETWORK_FLOWS, IGRAPH_IN, offsetof(ent_partner_count, receives_from), counts);
    if (status != ENTENTE_OK)
        return status;
    qsort(counts, view->party_count, sizeof *counts, by_partners);
    *out = counts;
    return ENTENTE_OK;
}

/* ---- one party's partners ---- */

static int by_deals(const void *a, const void *b)
{
    const ent_partner *x = a, *y = b;
    if (x->deals != y->deals)
        return x->deals > y->deals ? -1 : 1;
    return x->party < y->party ? -1 : x->party > y->party;
}

/* Puts a text into a sorted list without doubles; the list has room. */
static void insert(const char **list, uint32_t *count, const char *text)
{
    uint32_t at = 0;
    while (at < *count && strcmp(list[at], text) < 0)
        at++;
    if (at < *count && strcmp(list[at], text) == 0)
        return;
    memmove(&list[at + 1], &list[at], (*count - at) * sizeof *list);
    list[at] = text;
    ++*count;
}

static bool describe(ent_view *view, ent_partner *partner)
{
    partner->kinds = ENT_NEW_ARRAY(&view->arena, const char *, partner->agreement_count + 1);
    partner->statuses = ENT_NEW_ARRAY(&view->arena, const char *, partner->agreement_count + 1);
    if (!partner->kinds || !partner->statuses)
        return false;
    for (uint32_t i = 0; i < partner->agreement_count; i++) {
        const ent_view_agreement *a = &view->agreements[partner->agreements[i]];
        if (a->kind)
            insert(partner->kinds, &partner->kind_count, a->kind);
        if (a->status)
            insert(partner->statuses, &partner->status_count, a->status);
        if (a->first_year && (!partner->first_year || a->first_year < partner->first_year))
            partner->first_year = a->first_year;
        if (a->last_year && (!partner->last_year || a->last_year > partner->last_year))
            partner->last_year = a->last_year;
    }
    return true;
}

/* Fills the partners of a vertex; *count is 0 before. */
static entente_status collect(ent_view *view, const ent_network *network, uint32_t party, ent_partner **out,
                              uint32_t *count)
{
    igraph_vector_int_t neighbours;
    igraph_error_t error = igraph_vector_int_init(&neighbours, 0);
    if (error != IGRAPH_SUCCESS)
        return ent_network_status(error);
    error = igraph_neighbors(&network->graph, &neighbours, party, IGRAPH_ALL);
    uint32_t n = error == IGRAPH_SUCCESS ? (uint32_t)igraph_vector_int_size(&neighbours) : 0;
    ent_partner *partners = ent_arena_zero(&view->arena, sizeof(ent_partner) * ((size_t)n + 1));
    bool memory = partners != NULL;
    for (uint32_t i = 0; memory && i < n; i++) {
        ent_partner *p = &partners[(*count)++];
        p->party = (uint32_t)VECTOR(neighbours)[i];
        p->agreements = ent_network_agreements(network, party, p->party, &p->agreement_count);
        memory = p->agreements && describe(view, p);
        if (memory)
            p->deals = ent_deals_count(view, p->agreements, p->agreement_count, view->all_in_force);
    }
    igraph_vector_int_destroy(&neighbours);
    *out = partners;
    return memory ? ent_network_status(error) : ENTENTE_NOMEM;
}

entente_status ent_partners_of(ent_view *view, uint32_t party, ent_partner **out, uint32_t *count)
{
    *count = 0;
    ent_network *network;
    entente_status status = ent_network_new(view, ENT_NETWORK_UNDIRECTED, &network);
    if (status != ENTENTE_OK)
        return status;
    status = collect(view, network, party, out, count);
    if (status == ENTENTE_OK && *count)
        qsort(*out, *count, sizeof **out, by_deals);
    ent_network_free(network);
    return status;
}
