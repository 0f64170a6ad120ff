/* The page of one agreement. */
#include "cli/show.h"
#include "core/model/vocabulary.h"

#include <stdio.h>
#include <string.h>

/* A fact with its name in front. */
static void fact(cli_page *p, const char *name)
{
    enum { NAMES = 9 };
    char first[NAMES + 1];
    snprintf(first, sizeof first, "%-*s", NAMES, name);
    cli_page_end_line(p, first, NAMES);
}

static void add_list(cli_page *p, const entente_value *list)
{
    for (uint32_t i = 0; i < entente_value_size(list); i++) {
        cli_page_add(p, i ? ", " : "");
        cli_page_add(p, entente_value_text(entente_value_item(list, i), NULL));
    }
}

/* clang-format off */
static const char head_query[] =
    "MATCH (a:Agreement {id: $id}) "
    "OPTIONAL MATCH (a)-[:HAS_EVENT]->(e) WHERE e.status IS NOT NULL AND " CLI_PAGE_COUNTS("e")
    " WITH a, e ORDER BY e.date, id(e) WITH a, last(collect(e.status)) AS status "
    "RETURN a.id, a.title, a.kind, a.also, a.form, status, a.since, a.until, a.people, a.confidence, a.note";
/* clang-format on */

static void print_head(cli_page *p, entente_stmt *stmt)
{
    cli_page_add(p, cli_page_text(stmt, 1));
    cli_page_end_line(p, "", 0);
    printf("%s\n\n", cli_page_text(stmt, 0));
    cli_page_add(p, cli_page_text(stmt, 2));
    if (entente_value_size(entente_column_value(stmt, 3))) {
        cli_page_add(p, "; also ");
        add_list(p, entente_column_value(stmt, 3));
    }
    fact(p, "Kind");
    cli_page_add(p, cli_page_text(stmt, 4));
    fact(p, "Form");
    const char *status = cli_page_text(stmt, 5), *stage = ent_stage_name(status);
    cli_page_add(p, *status ? status : p->day ? "none yet" : "unknown");
    if (stage)
        cli_page_addf(p, " (%s)", stage);
    if (p->day)
        cli_page_addf(p, " on %s", p->day);
    fact(p, "Status");
    if (!p->day && *cli_page_text(stmt, 6)) { /* of another day the events tell */
        cli_page_addf(p, "from %s", cli_page_text(stmt, 6));
        if (*cli_page_text(stmt, 7))
            cli_page_addf(p, " until %s", cli_page_text(stmt, 7));
        fact(p, "Active");
    }
    static const struct {
        const char *name;
        uint32_t column;
    } further[] = {{"People", 8}, {"Evidence", 9}, {"Note", 10}};
    for (size_t i = 0; i < sizeof further / sizeof further[0]; i++)
        if (*cli_page_text(stmt, further[i].column)) {
            cli_page_add(p, cli_page_text(stmt, further[i].column));
            fact(p, further[i].name);
        }
}

static void print_party(cli_page *p, entente_stmt *stmt)
{
    cli_page_addf(p, "%s (%s): ", cli_page_text(stmt, 0), cli_page_text(stmt, 1));
    add_list(p, entente_column_value(stmt, 2));
    if (*cli_page_text(stmt, 3))
        cli_page_addf(p, ", since %s", cli_page_text(stmt, 3));
    if (*cli_page_text(stmt, 4))
        cli_page_addf(p, ", until %s", cli_page_text(stmt, 4));
    cli_page_end_line(p, "  ", 4);
}

static void print_place(cli_page *p, entente_stmt *stmt)
{
    cli_page_addf(p, "%s (%s): %s", cli_page_text(stmt, 0), cli_page_text(stmt, 1), cli_page_text(stmt, 2));
    cli_page_end_line(p, "  ", 4);
}

static void print_event(cli_page *p, entente_stmt *stmt)
{
    enum { DATES = 14 };
    char first[64];
    const char *status = cli_page_text(stmt, 1), *party = cli_page_text(stmt, 2), *note = cli_page_text(stmt, 3);
    snprintf(first, sizeof first, "  %-11s ", cli_page_text(stmt, 0));
    cli_page_add(p, status);
    if (*party)
        cli_page_addf(p, "%sby %s", *status ? " " : "", party);
    if (*note)
        cli_page_addf(p, "%s%s", *status || *party ? ": " : "", note);
    cli_page_add_citations(p, entente_column_value(stmt, 4), entente_column_value(stmt, 5));
    cli_page_end_line(p, first, DATES);
}

static void print_payment(cli_page *p, entente_stmt *stmt)
{
    cli_page_add_number(p, entente_column_value(stmt, 0));
    cli_page_addf(p, " %s %s", cli_page_text(stmt, 1), cli_page_text(stmt, 2));
    static const char *const words[] = {" by ", " to ", ", ", ": "};
    for (uint32_t i = 0; i < 4; i++)
        if (*cli_page_text(stmt, i + 3))
            cli_page_addf(p, "%s%s", words[i], cli_page_text(stmt, i + 3));
    cli_page_add_citations(p, entente_column_value(stmt, 7), entente_column_value(stmt, 8));
    cli_page_end_line(p, "  ", 4);
}

static void print_transfer(cli_page *p, entente_stmt *stmt)
{
    cli_page_add_number(p, entente_column_value(stmt, 0));
    if (*cli_page_text(stmt, 1))
        cli_page_addf(p, " by %s", cli_page_text(stmt, 1));
    if (*cli_page_text(stmt, 2))
        cli_page_addf(p, ": %s", cli_page_text(stmt, 2));
    cli_page_add_citations(p, entente_column_value(stmt, 3), entente_column_value(stmt, 4));
    cli_page_end_line(p, "  ", 4);
}

static void print_link(cli_page *p, entente_stmt *stmt)
{
    static const char *const words[][3] = {{"REPLACES", "replaces", "replaced by"},
                                           {"AMENDS", "amends", "amended by"},
                                           {"IMPLEMENTS", "implements", "implemented by"},
                                           {"SUPPLEMENTS", "supplements", "supplemented by"}};
    bool from_here = entente_column_bool(stmt, 0);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i][0], cli_page_text(stmt, 1)) == 0)
            cli_page_add(p, words[i][from_here ? 1 : 2]);
    cli_page_addf(p, " %s (%s)", cli_page_text(stmt, 3), cli_page_text(stmt, 2));
    if (*cli_page_text(stmt, 4))
        cli_page_addf(p, ", %s", cli_page_text(stmt, 4));
    if (p->cite)
        cli_page_add_citations(p, entente_column_value(stmt, 5), entente_column_value(stmt, 6));
    cli_page_end_line(p, "  ", 4);
}

static void note_source(cli_page *p, entente_stmt *stmt)
{
    cli_page_add_citation(p, cli_page_text(stmt, 0)); /* only its number is wanted */
    p->line.length = 0;
}

/* clang-format off */
static const struct {
    const char *heading, *query;
    void (*print)(cli_page *, entente_stmt *);
} parts[] = {
    {"Parties",
     "MATCH (x:Party)-[r:PARTY_TO]->(:Agreement {id: $id}) RETURN x.name, x.code, r.roles, "
     "coalesce(r.sinceWritten, toString(r.since)), coalesce(r.untilWritten, toString(r.until)) "
     "ORDER BY x.name, r.position",
     print_party},
    {"Places", "MATCH (:Agreement {id: $id})-[r:INVOLVES]->(x) RETURN x.name, x.code, r.role ORDER BY x.name, r.role",
     print_place},
    {"Events",
     "MATCH (a:Agreement {id: $id})-[:HAS_EVENT]->(e) WHERE " CLI_PAGE_COUNTS("e")
     " OPTIONAL MATCH (x:Party {code: e.party}) RETURN e.written, e.status, coalesce(x.name, e.party), "
     "e.note, " CLI_PAGE_CITED("e") ", " CLI_PAGE_CITED("a") " ORDER BY e.date, id(e)",
     print_event},
    {"Money",
     "MATCH (a:Agreement {id: $id})-[:HAS_PAYMENT]->(m) WHERE " CLI_PAGE_ITEM_COUNTS("a", "m")
     " OPTIONAL MATCH (x:Party {code: m.from}) OPTIONAL MATCH (y:Party {code: m.to}) "
     "RETURN m.amount, m.currency, m.basis, coalesce(x.name, m.from), coalesce(y.name, m.to), m.written, "
     "m.note, " CLI_PAGE_CITED("m") ", " CLI_PAGE_CITED("a") " ORDER BY id(m)",
     print_payment},
    {"People moved",
     "MATCH (a:Agreement {id: $id})-[:HAS_TRANSFER]->(t) WHERE " CLI_PAGE_ITEM_COUNTS("a", "t")
     " RETURN t.count, t.written, t.note, " CLI_PAGE_CITED("t") ", " CLI_PAGE_CITED("a") " ORDER BY id(t)",
     print_transfer},
    /* an agreement that is still to come on the page's day is not linked yet */
    {"Links",
     "MATCH (a:Agreement {id: $id})-[r:REPLACES|AMENDS|IMPLEMENTS|SUPPLEMENTS]-(b:Agreement) "
     "OPTIONAL MATCH (b)-[:HAS_EVENT]->(e) WHERE e.status IS NOT NULL AND " CLI_PAGE_COUNTS("e")
     " WITH a, r, b, e ORDER BY e.date, id(e) WITH a, r, b, last(collect(e)) AS e WHERE e IS NOT NULL OR $day IS NULL "
     "RETURN startNode(r) = a AS here, type(r) AS type, b.id AS id, b.title, e.status, "
     CLI_PAGE_CITED("e") ", " CLI_PAGE_CITED("b") " ORDER BY here DESC, type, id",
     print_link},
    {NULL, "MATCH (:Agreement {id: $id})-[c:CITED_IN]->(s) WHERE $day IS NULL RETURN s.key ORDER BY c.position",
     note_source},
};
/* clang-format on */

int cli_show_agreement(cli_page *page, const char *id, bool *found)
{
    uint32_t rows;
    int status = cli_page_each(page, head_query, id, NULL, print_head, &rows);
    *found = rows > 0;
    for (size_t i = 0; status == CLI_DONE && rows && i < sizeof parts / sizeof parts[0]; i++)
        status = cli_page_each(page, parts[i].query, id, parts[i].heading, parts[i].print, NULL);
    return status;
}
