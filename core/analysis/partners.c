#include "core/analysis/partners.h"

#include "core/model/deals.h"

#include <stdlib.h>
#include <string.h>

const char ent_partners_meaning[] =
    "How many parties each party deals with (its degree), to how many it sends people and from how many it receives "
    "them\n"
    "(out- and in-degree), and under how many agreements; or, of one party, with whom it deals.";
const char ent_partners_source[] = "Freeman 1978 (degree)";

/* ---- counts ---- */

static int by_partners(const void *a, const void *b)
{
    const ent_partner_count *x = a, *y = b;
    if (x->partners != y->partners)
        return x->partners > y->partners ? -1 : 1;
    return x->party < y->party ? -1 : x->party > y->party;
}

entente_status ent_partner_counts(const ent_network *network, ent_arena *arena, ent_partner_count **out)
{
    ent_view *view = network->view;
    ent_partner_count *counts = ent_arena_zero(arena, sizeof(ent_partner_count) * ((size_t)view->party_count + 1));
    if (!counts)
        return ENTENTE_NOMEM;
    for (uint32_t p = 0; p < view->party_count; p++) {
        uint32_t first = view->holding_first[p];
        counts[p].party = p;
        counts[p].agreements =
            ent_deals_count(view, &view->holdings[first], view->holding_first[p + 1] - first, view->all_in_force);
    }
    for (uint32_t i = 0; i < network->pair_count; i++) {
        const ent_pair *pair = &network->pairs[i];
        counts[pair->low].partners++;
        counts[pair->high].partners++;
        counts[pair->low].sends_to += pair->up;
        counts[pair->high].receives_from += pair->up;
        counts[pair->high].sends_to += pair->down;
        counts[pair->low].receives_from += pair->down;
    }
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

static bool describe(const ent_view *view, ent_arena *arena, ent_partner *partner)
{
    partner->kinds = ENT_NEW_ARRAY(arena, const char *, (size_t)partner->agreement_count + 1);
    partner->statuses = ENT_NEW_ARRAY(arena, const char *, (size_t)partner->agreement_count + 1);
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

entente_status ent_partners_of(const ent_network *network, uint32_t party, ent_arena *arena, ent_partner **out,
                               uint32_t *count)
{
    ent_view *view = network->view;
    ent_partner *partners = ent_arena_zero(arena, sizeof(ent_partner) * ((size_t)view->party_count + 1));
    *count = 0;
    *out = partners;
    for (uint32_t i = 0; partners && i < network->pair_count; i++) {
        const ent_pair *pair = &network->pairs[i];
        if (pair->low != party && pair->high != party)
            continue;
        ent_partner *p = &partners[(*count)++];
        p->party = pair->low == party ? pair->high : pair->low;
        p->agreements =
            ent_network_agreements(network, ENT_NETWORK_UNDIRECTED, party, p->party, arena, &p->agreement_count);
        if (!p->agreements || !describe(view, arena, p))
            return ENTENTE_NOMEM;
        p->deals = ent_deals_count(view, p->agreements, p->agreement_count, view->all_in_force);
    }
    if (!partners)
        return ENTENTE_NOMEM;
    qsort(partners, *count, sizeof *partners, by_deals);
    return ENTENTE_OK;
}
