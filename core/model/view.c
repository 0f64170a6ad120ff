/* How a view is derived from the ledger: which agreements hold on its day and pass, who is party to them then, which
 * parties and ties are left; all are numbered anew, in the order that they have. */
#include "core/model/view.h"

#include "core/base/array.h"
#include "core/model/deals.h"
#include "core/model/ledger.h"
#include "core/model/vocabulary.h"

#include <stdlib.h>
#include <string.h>

enum { NONE = UINT32_MAX };

typedef struct {
    const ent_ledger *ledger;
    const ent_view_options *options;
    ent_day day; /* ENT_NO_DAY: the latest state */
    ent_view *view;
    ent_view_agreement *agreements; /* of the ledger, as of the day; NULL under NETWORK */
    bool *wanted_party;             /* of the ledger; NULL: all are */
    uint32_t of;                    /* the party of the ledger that agreements must have; NONE: any */
    uint32_t *agreement, *party;    /* old index -> new one; NONE: not in the view */
} deriver;

/* ---- the status on the day ---- */

/* The status on a day is that of the latest event that counts by then; since and until as docs/graph-model.md says it,
 * of the events that count by then. */
static void set_state(const deriver *d, uint32_t agreement, ent_view_agreement *a)
{
    const ent_ledger *l = d->ledger;
    const char *active_stage = ent_stages.names[ENT_STAGE_active].p, *ended_stage = ent_stages.names[ENT_STAGE_ended].p;
    const ent_status_word *status = NULL;
    ent_day since = ENT_NO_DAY, until = ENT_NO_DAY;
    for (uint32_t i = l->event_first[agreement]; i < l->event_first[agreement + 1]; i++) {
        const ent_ledger_event *e = &l->events[i];
        if (d->day != ENT_NO_DAY && e->counts > d->day)
            continue;
        int32_t year = ent_day_year(e->first);
        if (d->options->years && (!a->first_year || year < a->first_year))
            a->first_year = year;
        if (d->options->years && (!a->last_year || year > a->last_year))
            a->last_year = year;
        if (!e->status)
            continue;
        status = e->status;
        bool active = status->stage == active_stage, ended = status->stage == ended_stage;
        if (active && since == ENT_NO_DAY)
            since = e->first;
        if (active || (since == ENT_NO_DAY && !ended))
            until = ENT_NO_DAY; /* started again, or talks after a refusal */
        else if (until == ENT_NO_DAY)
            until = e->first;
    }
    if (d->day == ENT_NO_DAY)
        return; /* the latest state is the record's own */
    a->status = status ? status->text : NULL;
    a->stage = status ? status->stage : NULL;
    bool whole = l->detail == ENT_VIEW_WHOLE;
    a->since = whole ? ent_day_text(&d->view->arena, since) : NULL;
    a->until = whole ? ent_day_text(&d->view->arena, until) : NULL;
}

static bool in_list(const char *const *list, uint32_t count, const char *text)
{
    for (uint32_t i = 0; text && i < count; i++)
        if (strcmp(list[i], text) == 0)
            return true;
    return false;
}

static bool passes(const deriver *d, const ent_view_agreement *a)
{
    const ent_view_options *o = d->options;
    bool kind = o->kind_count == 0 || in_list(o->kinds, o->kind_count, a->kind);
    for (uint32_t i = 0; !kind && i < a->also_count; i++)
        kind = in_list(o->kinds, o->kind_count, a->also[i]);
    return kind && (d->day == ENT_NO_DAY || a->status) &&
           (o->status_count == 0 || in_list(o->statuses, o->status_count, a->status)) &&
           (o->stage_count == 0 || in_list(o->stages, o->stage_count, a->stage));
}

/* ---- who is party to it on the day ---- */

static bool holds(const deriver *d, const ent_ledger_role *role)
{
    if (d->day == ENT_NO_DAY || role->span == 0)
        return true;
    const ent_ledger_span *span = &d->ledger->spans[role->span - 1];
    return span->since <= d->day && (span->until == ENT_NO_DAY || span->until > d->day);
}

static bool has_wanted_party(const deriver *d, uint32_t agreement)
{
    const ent_ledger *l = d->ledger;
    bool wanted = !d->wanted_party, of = d->of == NONE;
    for (uint32_t i = l->role_first[agreement]; !(wanted && of) && i < l->role_first[agreement + 1]; i++)
        if (holds(d, &l->roles[i])) {
            wanted |= d->wanted_party && d->wanted_party[l->roles[i].party];
            of |= l->roles[i].party == d->of;
        }
    return wanted && of;
}

static entente_status mark_wanted_parties(deriver *d)
{
    const ent_ledger *l = d->ledger;
    const ent_view_options *o = d->options;
    d->of = NONE;
    if (o->of && (d->of = ent_array_find(l->parties, l->party_count, sizeof *l->parties, o->of)) == NONE)
        d->of = l->party_count; /* nobody */
    if (o->party_count == 0)
        return ENTENTE_OK;
    d->wanted_party = ent_arena_zero(&d->view->arena, (size_t)l->party_count + 1);
    for (uint32_t i = 0; d->wanted_party && i < o->party_count; i++) {
        uint32_t party = ent_array_find(l->parties, l->party_count, sizeof *l->parties, o->parties[i]);
        if (party != UINT32_MAX)
            d->wanted_party[party] = true;
    }
    return d->wanted_party ? ENTENTE_OK : ENTENTE_NOMEM;
}

/* ---- agreements ---- */

static entente_status choose_agreements(deriver *d)
{
    const ent_ledger *l = d->ledger;
    ent_view *view = d->view;
    view->tells_agreements = l->agreements != NULL;
    d->agreement = ENT_NEW_ARRAY(&view->arena, uint32_t, (size_t)l->agreement_count + 1);
    if (l->agreements)
        view->agreements = ENT_NEW_ARRAY(&view->arena, ent_view_agreement, (size_t)l->agreement_count + 1);
    if (!d->agreement || (l->agreements && !view->agreements))
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; i < l->agreement_count; i++) {
        d->agreement[i] = NONE;
        if (l->agreements) {
            ent_view_agreement *a = &view->agreements[view->agreement_count];
            *a = l->agreements[i];
            if (l->event_first)
                set_state(d, i, a);
            if (!passes(d, a) || !has_wanted_party(d, i))
                continue;
        }
        d->agreement[i] = view->agreement_count++;
    }
    return view->arena.failed == ENT_OK ? ENTENTE_OK : ENTENTE_NOMEM;
}

/* ---- parties and roles ---- */

/* Keeps the parties that some agreement of the view has. */
static entente_status choose_parties(deriver *d)
{
    const ent_ledger *l = d->ledger;
    ent_view *view = d->view;
    view->parties = ENT_NEW_ARRAY(&view->arena, ent_view_party, (size_t)l->party_count + 1);
    d->party = ENT_NEW_ARRAY(&view->arena, uint32_t, (size_t)l->party_count + 1);
    if (!view->parties || !d->party)
        return ENTENTE_NOMEM;
    memset(d->party, 0xFF, ((size_t)l->party_count + 1) * sizeof *d->party); /* NONE */
    for (uint32_t i = 0; i < l->role_count; i++)
        if (d->agreement[l->roles[i].agreement] != NONE && holds(d, &l->roles[i]))
            d->party[l->roles[i].party] = 0;
    for (uint32_t i = 0; i < l->party_count; i++)
        if (d->party[i] != NONE) {
            d->party[i] = view->party_count;
            view->parties[view->party_count++] = l->parties[i];
        }
    return ENTENTE_OK;
}

static entente_status hand_out_roles(deriver *d)
{
    const ent_ledger *l = d->ledger;
    ent_view *view = d->view;
    ent_view_role *roles = ENT_NEW_ARRAY(&view->arena, ent_view_role, (size_t)l->role_count + 1);
    if (!roles)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; i < l->role_count; i++) {
        const ent_ledger_role *role = &l->roles[i];
        uint32_t agreement = d->agreement[role->agreement];
        if (agreement == NONE || !holds(d, role))
            continue;
        ent_view_agreement *a = &view->agreements[agreement];
        if (a->role_count++ == 0)
            a->roles = roles;
        *roles++ = (ent_view_role){d->party[role->party], role->sender, role->receiver, role->funder, role->partner};
    }
    return ENTENTE_OK;
}

/* Lists the agreements of each party. A party that left an agreement and came back has two roles in it, side by side.
 */
static entente_status list_holdings(deriver *d)
{
    const ent_ledger *l = d->ledger;
    ent_view *view = d->view;
    size_t parties = view->party_count;
    uint32_t *first = view->holding_first = ent_arena_zero(&view->arena, (parties + 2) * sizeof *first);
    view->holdings = ENT_NEW_ARRAY(&view->arena, uint32_t, (size_t)l->role_count + 1);
    uint32_t *last = ENT_NEW_ARRAY(&view->arena, uint32_t, parties + 1);
    if (!first || !view->holdings || !last)
        return ENTENTE_NOMEM;
    for (int pass = 0; pass < 2; pass++) { /* counts, then lists: first[p + 1] walks through those of p to their end */
        memset(last, 0xFF, (parties + 1) * sizeof *last);
        for (uint32_t i = 0; i < l->role_count; i++) {
            uint32_t agreement = d->agreement[l->roles[i].agreement], party = d->party[l->roles[i].party];
            if (agreement == NONE || party == NONE || last[party] == agreement || !holds(d, &l->roles[i]))
                continue;
            last[party] = agreement;
            if (pass == 0)
                first[party + 2]++;
            else
                view->holdings[first[party + 1]++] = agreement;
        }
        for (size_t p = 2; pass == 0 && p < parties + 2; p++)
            first[p] += first[p - 1];
    }
    return ENTENTE_OK;
}

/* ---- ties ---- */

static bool has_part(const ent_view_agreement *a, uint32_t party)
{
    uint32_t low = 0, high = a->role_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (a->roles[middle].party < party)
            low = middle + 1;
        else
            high = middle;
    }
    return low < a->role_count && a->roles[low].party == party;
}

static entente_status take_ties(deriver *d)
{
    const ent_ledger *l = d->ledger;
    ent_view *view = d->view;
    view->ties = ENT_NEW_ARRAY(&view->arena, ent_view_tie, (size_t)l->tie_count + 1);
    if (!view->ties)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; i < l->tie_count; i++) {
        ent_view_tie tie = l->ties[i];
        tie.from = d->party[tie.from];
        tie.to = d->party[tie.to];
        if (view->tells_agreements)
            tie.agreement = d->agreement[tie.agreement];
        if (tie.agreement == NONE || tie.from == NONE || tie.to == NONE)
            continue;
        if (d->day != ENT_NO_DAY && !(has_part(&view->agreements[tie.agreement], tie.from) &&
                                      has_part(&view->agreements[tie.agreement], tie.to)))
            continue; /* one has left, or is still to join */
        view->ties[view->tie_count++] = tie;
    }
    return ENTENTE_OK;
}

/* ---- the whole ---- */

/* Whether every status and stage that the options let through is one of being in force. */
static bool asks_for_active(const ent_view_options *o)
{
    const char *active = ent_stages.names[ENT_STAGE_active].p;
    bool all = o->status_count + o->stage_count > 0;
    for (uint32_t i = 0; i < o->status_count && o->stage_count == 0; i++) {
        const char *stage = ent_stage_name(o->statuses[i]);
        all &= stage && strcmp(stage, active) == 0;
    }
    for (uint32_t i = 0; i < o->stage_count; i++)
        all &= strcmp(o->stages[i], active) == 0;
    return all;
}

static entente_status read_links(deriver *d)
{
    const ent_ledger *l = d->ledger;
    uint64_t *nodes = d->view->nodes = ENT_NEW_ARRAY(&d->view->arena, uint64_t, (size_t)d->view->agreement_count + 1);
    if (!nodes)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; i < l->agreement_count; i++)
        if (d->agreement[i] != NONE)
            nodes[d->agreement[i]] = l->nodes[i];
    return ent_links_make(d->view, nodes, l->links, l->link_count);
}

static entente_status derive(const ent_ledger *ledger, const ent_view_options *options, ent_view *view)
{
    deriver d = {.ledger = ledger, .options = options, .day = ent_day_of_text(options->as_of), .view = view};
    view->all_in_force = asks_for_active(options);
    view->count_amendments = options->count_amendments;
    entente_status status = mark_wanted_parties(&d);
    if (status == ENTENTE_OK)
        status = choose_agreements(&d);
    if (status == ENTENTE_OK)
        status = choose_parties(&d);
    if (status == ENTENTE_OK && view->tells_agreements)
        status = hand_out_roles(&d);
    if (status == ENTENTE_OK)
        status = list_holdings(&d);
    if (status == ENTENTE_OK)
        status = take_ties(&d);
    return status == ENTENTE_OK ? read_links(&d) : status;
}

static ent_view *new_view(void)
{
    ent_view *view = calloc(1, sizeof *view);
    if (view)
        ent_arena_init(&view->arena, &view->budget);
    return view;
}

entente_status ent_view_open(entente *db, const ent_view_options *options, ent_view **out)
{
    *out = NULL;
    ent_view *view = new_view();
    if (!view)
        return ENTENTE_NOMEM;
    bool own = !entente_in_transaction(db); /* one snapshot for all the queries */
    entente_status status = own ? entente_begin(db, false) : ENTENTE_OK;
    if (status == ENTENTE_OK)
        status = ent_ledger_read(db, options, &view->budget, &view->ledger);
    if (own && status == ENTENTE_OK)
        status = entente_commit(db);
    if (status == ENTENTE_OK)
        status = derive(view->ledger, options, view);
    if (status != ENTENTE_OK) {
        /* a transaction of our own ends with the connection; rolling back here would hide the error */
        ent_view_close(view);
        return status;
    }
    if (!options->all_days)
        ent_ledger_shed(view->ledger);
    *out = view;
    return ENTENTE_OK;
}

entente_status ent_view_on(const ent_view *view, const ent_view_options *options, const char *day, ent_view **out)
{
    ent_view *other = *out = new_view();
    if (!other)
        return ENTENTE_NOMEM;
    ent_view_options on_day = *options;
    on_day.as_of = day;
    entente_status status = derive(view->ledger, &on_day, other);
    if (status == ENTENTE_OK)
        return ENTENTE_OK;
    ent_view_close(other);
    *out = NULL;
    return status;
}

void ent_view_close(ent_view *view)
{
    if (!view)
        return;
    ent_ledger_free(view->ledger);
    ent_arena_fini(&view->arena);
    free(view);
}

uint32_t ent_view_party_find(const ent_view *view, const char *code)
{
    return ent_array_find(view->parties, view->party_count, sizeof *view->parties, code);
}

uint32_t ent_view_agreement_find(const ent_view *view, const char *id)
{
    return ent_array_find(view->agreements, view->agreement_count, sizeof *view->agreements, id);
}
