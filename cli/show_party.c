/* The page of one party: what it has part in, in sentences and then one by one. */
#include "cli/show.h"
#include "core/model/course.h"
#include "core/model/deals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    cli_page *page;
    ent_view *view;
    ent_course *course;
    uint32_t party;
} portrait;

/* ---- sentences ---- */

/* The agreements of one sentence and the other parties of it, each once. */
typedef struct {
    uint32_t *agreements, agreement_count;
    bool *with;
    uint32_t with_count;
} selection;

static bool selection_init(selection *s, const portrait *p)
{
    ent_arena *arena = p->page->arena;
    *s = (selection){.agreements = ENT_NEW_ARRAY(arena, uint32_t, (size_t)p->view->agreement_count + 1),
                     .with = ent_arena_zero(arena, (size_t)p->view->party_count + 1)};
    return s->agreements && s->with;
}

/* Agreements come in ascending order. */
static void select_tie(selection *s, uint32_t agreement, uint32_t other)
{
    if (s->agreement_count == 0 || s->agreements[s->agreement_count - 1] != agreement)
        s->agreements[s->agreement_count++] = agreement;
    s->with_count += !s->with[other];
    s->with[other] = true;
}

/* How many of the selected agreements are in force. */
static uint32_t in_force(const portrait *p, const selection *s, uint32_t deals)
{
    uint32_t count = 0;
    uint32_t *active = ENT_NEW_ARRAY(p->page->arena, uint32_t, (size_t)s->agreement_count + 1);
    for (uint32_t i = 0; active && i < s->agreement_count; i++) {
        const char *stage = p->view->agreements[s->agreements[i]].stage;
        if (stage && strcmp(stage, "active") == 0)
            active[count++] = s->agreements[i];
    }
    count = active ? ent_deals_count(p->view, active, count, true) : 0;
    return count < deals ? count : deals; /* protocols that outlive what they added to are still one deal */
}

static void sentence(const portrait *p, const selection *s, const char *verb)
{
    cli_page *page = p->page;
    uint32_t deals = ent_deals_count(p->view, s->agreements, s->agreement_count, false);
    uint32_t active = in_force(p, s, deals);
    if (deals == 0)
        return;
    cli_page_addf(page, "%s %s %u partner%s under %u agreement%s, ", p->view->parties[p->party].name, verb,
                  s->with_count, s->with_count == 1 ? "" : "s", deals, deals == 1 ? "" : "s");
    if (deals == 1)
        cli_page_add(page, active ? "in force" : "not in force");
    else if (active == 0 || active == deals)
        cli_page_add(page, active ? "all of them in force" : "none of them in force");
    else
        cli_page_addf(page, "%u of them in force", active);
    if (page->day)
        cli_page_addf(page, " on %s", page->day);
    cli_page_add(page, ".");
    cli_page_end_line(page, "", 0);
}

static bool print_sentences(const portrait *p)
{
    selection receives, sends, other;
    if (!selection_init(&receives, p) || !selection_init(&sends, p) || !selection_init(&other, p))
        return false;
    for (uint32_t i = 0; i < p->view->tie_count; i++) {
        const ent_view_tie *tie = &p->view->ties[i];
        if (tie->directed && tie->to == p->party)
            select_tie(&receives, tie->agreement, tie->from);
        else if (tie->directed && tie->from == p->party)
            select_tie(&sends, tie->agreement, tie->to);
        else if (tie->from == p->party || tie->to == p->party)
            select_tie(&other, tie->agreement, tie->from == p->party ? tie->to : tie->from);
    }
    sentence(p, &receives, "receives people from");
    sentence(p, &sends, "sends people to");
    sentence(p, &other, "has other dealings with");
    return true;
}

/* ---- agreements ---- */

typedef struct {
    uint32_t agreement;
    const ent_event *first;
} entry;

static int by_first_event(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    int order = x->first && y->first ? strcmp(x->first->first, y->first->first) : (!x->first) - (!y->first);
    return order ? order : x->agreement < y->agreement ? -1 : x->agreement > y->agreement;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "receiver, funder" of the party itself. */
static void add_roles(const portrait *p, const ent_view_agreement *a)
{
    bool any = false;
    for (uint32_t k = 0; k < a->role_count; k++) {
        const ent_view_role *r = &a->roles[k];
        const char *const names[] = {"sender", "receiver", "funder", "partner"};
        const bool has[] = {r->sender, r->receiver, r->funder, r->partner};
        if (r->party != p->party || (k > 0 && a->roles[k - 1].party == p->party))
            continue;
        for (int i = 0; i < 4; i++)
            if (has[i]) {
                cli_page_addf(p->page, "%s%s", any ? ", " : "", names[i]);
                any = true;
            }
    }
}

static void add_others(const portrait *p, const ent_view_agreement *a)
{
    const char **names = ENT_NEW_ARRAY(p->page->arena, const char *, (size_t)a->role_count + 1);
    uint32_t count = 0;
    for (uint32_t k = 0; names && k < a->role_count; k++)
        if (a->roles[k].party != p->party && (k == 0 || a->roles[k].party != a->roles[k - 1].party))
            names[count++] = p->view->parties[a->roles[k].party].name;
    if (count)
        qsort(names, count, sizeof *names, by_name);
    for (uint32_t i = 0; i < count; i++)
        cli_page_addf(p->page, "%s%s", i ? ", " : "; with ", names[i]);
}

static void add_sources(const portrait *p, const ent_agreement_course *a)
{
    const ent_event *event = ent_course_status(a, p->page->day, p->page->certainly);
    bool own = event && event->source_count;
    const uint32_t *sources = own ? event->sources : a->sources;
    uint32_t count = own ? event->source_count : a->source_count;
    cli_page_add(p->page, own || !count ? "" : " (of the record:");
    for (uint32_t i = 0; i < count; i++)
        cli_page_add_citation(p->page, p->course->sources[sources[i]].key);
    cli_page_add(p->page, own || !count ? "" : ")");
}

static bool print_agreements(const portrait *p)
{
    enum { INDENT = 27 };
    const ent_view *view = p->view;
    entry *entries = ENT_NEW_ARRAY(p->page->arena, entry, (size_t)view->agreement_count + 1);
    if (!entries)
        return false;
    for (uint32_t i = 0; i < view->agreement_count; i++) {
        const ent_agreement_course *a = &p->course->agreements[i];
        entries[i] = (entry){i, a->event_count ? &a->events[0] : NULL};
    }
    if (view->agreement_count)
        qsort(entries, view->agreement_count, sizeof *entries, by_first_event);
    for (uint32_t i = 0; i < view->agreement_count; i++) {
        const ent_view_agreement *a = &view->agreements[entries[i].agreement];
        char first[96];
        if (i == 0)
            printf("\nAgreements (date of the first known event, %s%s)\n",
                   p->page->day ? "status on " : "latest status", p->page->day ? p->page->day : "");
        snprintf(first, sizeof first, "  %-11s %-12s ", entries[i].first ? entries[i].first->written : "",
                 a->status ? a->status : "");
        cli_page_addf(p->page, "%s (%s)", a->title ? a->title : "", a->id);
        if (p->page->cite)
            add_sources(p, &p->course->agreements[entries[i].agreement]);
        cli_page_end_line(p->page, first, INDENT);
        add_roles(p, a);
        add_others(p, a);
        snprintf(first, sizeof first, "%*s", INDENT, "");
        cli_page_end_line(p->page, first, INDENT);
    }
    return true;
}

/* ---- what the graph has beside the view ---- */

static void print_head(cli_page *p, entente_stmt *stmt)
{
    printf("%s (%s)\n", cli_page_text(stmt, 0), cli_page_text(stmt, 1));
    if (*cli_page_text(stmt, 2))
        printf("%s, %s\n", cli_page_text(stmt, 2), cli_page_text(stmt, 3));
    if (*cli_page_text(stmt, 4))
        printf("Until %s\n", cli_page_text(stmt, 4));
    putchar('\n');
}

static void add_cited(cli_page *p, entente_stmt *stmt, uint32_t column)
{
    if (p->cite)
        cli_page_add_citations(p, entente_column_value(stmt, column), entente_column_value(stmt, column + 1));
}

static void print_payment(cli_page *p, entente_stmt *stmt)
{
    cli_page_add_number(p, entente_column_value(stmt, 0));
    cli_page_addf(p, " %s %s", cli_page_text(stmt, 1), cli_page_text(stmt, 2));
    static const char *const words[] = {" by ", " to ", ", ", ", "};
    for (uint32_t i = 0; i < 4; i++)
        if (*cli_page_text(stmt, i + 3))
            cli_page_addf(p, "%s%s", words[i], cli_page_text(stmt, i + 3));
    add_cited(p, stmt, 7);
    cli_page_end_line(p, "  ", 4);
}

static void print_transfer(cli_page *p, entente_stmt *stmt)
{
    cli_page_add_number(p, entente_column_value(stmt, 0));
    if (*cli_page_text(stmt, 1))
        cli_page_addf(p, " by %s", cli_page_text(stmt, 1));
    cli_page_addf(p, ", %s", cli_page_text(stmt, 2));
    if (*cli_page_text(stmt, 3))
        cli_page_addf(p, ": %s", cli_page_text(stmt, 3));
    add_cited(p, stmt, 4);
    cli_page_end_line(p, "  ", 4);
}

static void print_membership(cli_page *p, entente_stmt *stmt)
{
    cli_page_addf(p, "%s (%s)", cli_page_text(stmt, 0), cli_page_text(stmt, 1));
    if (*cli_page_text(stmt, 2))
        cli_page_addf(p, ", since %s", cli_page_text(stmt, 2));
    if (*cli_page_text(stmt, 3))
        cli_page_addf(p, ", until %s", cli_page_text(stmt, 3));
    cli_page_end_line(p, "  ", 4);
}

/* clang-format off */
static const struct {
    const char *heading, *query;
    void (*print)(cli_page *, entente_stmt *);
} parts[] = {
    {"Money",
     "MATCH (p:Party {code: $id})-[:PARTY_TO]->(a:Agreement) WITH DISTINCT p, a MATCH (a)-[:HAS_PAYMENT]->(m) "
     "WHERE (m.from = p.code OR m.to = p.code) AND " CLI_PAGE_ITEM_COUNTS("a", "m")
     " OPTIONAL MATCH (x:Party {code: m.from}) OPTIONAL MATCH (y:Party {code: m.to}) "
     "RETURN m.amount, m.currency, m.basis, coalesce(x.name, m.from), coalesce(y.name, m.to), m.written, a.id AS id, "
     CLI_PAGE_CITED("m") ", " CLI_PAGE_CITED("a") " ORDER BY id, id(m)",
     print_payment},
    {"People moved",
     "MATCH (p:Party {code: $id})-[r:PARTY_TO]->(a:Agreement) WHERE 'sender' IN r.roles OR 'receiver' IN r.roles "
     "WITH DISTINCT a MATCH (a)-[:HAS_TRANSFER]->(t) WHERE " CLI_PAGE_ITEM_COUNTS("a", "t")
     " RETURN t.count, t.written, a.id AS id, t.note, " CLI_PAGE_CITED("t") ", " CLI_PAGE_CITED("a")
     " ORDER BY id, id(t)",
     print_transfer},
    {"Member of",
     "MATCH (:Party {code: $id})-[m:MEMBER_OF]->(o) "
     "WHERE $day IS NULL OR ((m.since IS NULL OR m.since <= date($day)) AND (m.until IS NULL OR m.until > date($day))) "
     "RETURN o.name, o.code, m.since, m.until ORDER BY o.name",
     print_membership},
};
/* clang-format on */

static int read_view(portrait *p, const char *code)
{
    cli_page *page = p->page;
    const ent_view_options options = {.as_of = page->day, .certainly = page->certainly, .of = code};
    entente_status status = ent_view_open(page->db, &options, &p->view);
    if (status == ENTENTE_OK)
        status = ent_course_read(page->db, p->view, &p->course);
    if (status != ENTENTE_OK)
        return cli_report(status == ENTENTE_NOMEM ? NULL : page->db);
    p->party = ent_view_party_find(p->view, code);
    return CLI_DONE;
}

int cli_show_party(cli_page *page, const char *code)
{
    portrait p = {.page = page};
    int status = cli_page_each(page,
                               "MATCH (p:Party {code: $id}) RETURN coalesce(p.name, p.code), p.code, p.subregion, "
                               "p.region, p.until",
                               code, NULL, print_head, NULL);
    if (status == CLI_DONE)
        status = read_view(&p, code);
    if (status == CLI_DONE && p.party == UINT32_MAX)
        printf("Party to no agreement%s%s.\n", page->day ? " on " : "", page->day ? page->day : "");
    else if (status == CLI_DONE && !(print_sentences(&p) && print_agreements(&p)))
        status = cli_report(NULL);
    for (size_t i = 0; status == CLI_DONE && i < sizeof parts / sizeof parts[0]; i++)
        status = cli_page_each(page, parts[i].query, code, parts[i].heading, parts[i].print, NULL);
    ent_view_close(p.view);
    return status;
}
