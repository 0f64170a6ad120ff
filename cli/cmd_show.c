/* entente show: the page of one agreement or one party, with its sources numbered in the order in which they are cited.
 */
#include "cli/view_options.h"

#include <stdio.h>
#include <string.h>

/* ---- sources ---- */

typedef struct {
    entente *db;
    ent_arena *arena;
    const char **keys; /* sources cited so far, by number */
    uint32_t count, room;
} page;

/* The number of a source on this page: a new one the first time. 0: no memory. */
static uint32_t number_of(page *p, const char *key)
{
    for (uint32_t i = 0; i < p->count; i++)
        if (strcmp(p->keys[i], key) == 0)
            return i + 1;
    if (p->count == p->room) {
        uint32_t room = p->room ? p->room * 2 : 16;
        const char **keys = ENT_NEW_ARRAY(p->arena, const char *, room);
        if (!keys)
            return 0;
        if (p->count)
            memcpy(keys, p->keys, p->count * sizeof *keys);
        p->keys = keys;
        p->room = room;
    }
    const char *copy = ent_arena_copy(p->arena, key, strlen(key));
    if (!copy)
        return 0;
    p->keys[p->count++] = copy;
    return p->count;
}

/* " [1] [4]" for a column that lists the keys of sources. */
static void print_citations(page *p, const entente_value *keys)
{
    for (uint32_t i = 0; i < entente_value_size(keys); i++) {
        const char *key = entente_value_text(entente_value_item(keys, i), NULL);
        if (key)
            printf(" [%u]", number_of(p, key));
    }
}

/* ---- queries ---- */

/* Runs a query with one text parameter and prints each row; *rows counts them. CLI_DONE, or reports. */
static int each(page *p, const char *query, const char *parameter, void (*print)(page *, entente_stmt *),
                const char *heading, uint32_t *rows)
{
    entente_stmt *stmt;
    if (entente_prepare(p->db, query, -1, &stmt) != ENTENTE_OK)
        return cli_report(p->db);
    entente_status status = entente_bind_text(stmt, "id", parameter, -1);
    uint32_t count = 0;
    if (status == ENTENTE_OK)
        while ((status = entente_step(stmt)) == ENTENTE_ROW) {
            if (count++ == 0 && heading)
                printf("\n%s\n", heading);
            print(p, stmt);
        }
    entente_finalize(stmt);
    if (rows)
        *rows = count;
    return status == ENTENTE_OK ? CLI_DONE : cli_report(p->db);
}

static const char *text(entente_stmt *stmt, uint32_t column)
{
    const entente_value *value = entente_column_value(stmt, column);
    if (entente_value_type(value) == ENTENTE_NULL_VALUE)
        return "";
    const char *string = entente_value_string(stmt, value, true, NULL);
    return string ? string : "";
}

static void print_list(const entente_value *list, const char *between)
{
    for (uint32_t i = 0; i < entente_value_size(list); i++) {
        const char *item = entente_value_text(entente_value_item(list, i), NULL);
        printf("%s%s", i ? between : "", item ? item : "");
    }
}

/* ---- an agreement ---- */

static void print_head(page *p, entente_stmt *stmt)
{
    printf("%s\n%s\n\n", text(stmt, 1), text(stmt, 0));
    printf("Kind     %s", text(stmt, 2));
    const entente_value *also = entente_column_value(stmt, 3);
    if (entente_value_size(also)) {
        printf("; also ");
        print_list(also, ", ");
    }
    printf("\nForm     %s\nStatus   %s", text(stmt, 4), *text(stmt, 5) ? text(stmt, 5) : "unknown");
    if (*text(stmt, 6))
        printf(" (%s)", text(stmt, 6));
    printf("\n");
    if (*text(stmt, 7))
        printf("Active   from %s%s%s\n", text(stmt, 7), *text(stmt, 8) ? " until " : "", text(stmt, 8));
    if (*text(stmt, 9))
        printf("People   %s\n", text(stmt, 9));
    printf("Evidence %s\n", text(stmt, 10));
    if (*text(stmt, 11))
        printf("Note     %s\n", text(stmt, 11));
}

static void print_party(page *p, entente_stmt *stmt)
{
    printf("  %s (%s): ", text(stmt, 0), text(stmt, 1));
    print_list(entente_column_value(stmt, 2), ", ");
    printf("\n");
}

static void print_place(page *p, entente_stmt *stmt)
{
    printf("  %s (%s): %s\n", text(stmt, 0), text(stmt, 1), text(stmt, 2));
}

static void print_event(page *p, entente_stmt *stmt)
{
    printf("  %-11s", text(stmt, 0));
    if (*text(stmt, 1))
        printf(" %s", text(stmt, 1));
    if (*text(stmt, 2))
        printf(" by %s", text(stmt, 2));
    if (*text(stmt, 3))
        printf("%s %s", *text(stmt, 1) || *text(stmt, 2) ? ":" : "", text(stmt, 3));
    print_citations(p, entente_column_value(stmt, 4));
    printf("\n");
}

static void print_line(page *p, entente_stmt *stmt)
{
    printf("  %s", text(stmt, 0));
    print_citations(p, entente_column_value(stmt, 1));
    printf("\n");
}

static void print_link(page *p, entente_stmt *stmt)
{
    printf("  %s %s: %s\n", text(stmt, 0), text(stmt, 1), text(stmt, 2));
}

static void print_other_source(page *p, entente_stmt *stmt)
{
    const char *key = entente_column_text(stmt, 0, NULL);
    if (key)
        number_of(p, key);
}

static void print_source(page *p, entente_stmt *stmt)
{
    static const char *const between[] = {"", ". ", ", "};
    bool any = false;
    for (uint32_t i = 0; i < 3; i++)
        if (*text(stmt, i)) {
            printf("%s%s", any ? between[i] : "", text(stmt, i));
            any = true;
        }
    printf("%s%s\n", any && *text(stmt, 3) ? ". " : "", text(stmt, 3));
}

static int print_sources(page *p)
{
    int status = CLI_DONE;
    for (uint32_t i = 0; status == CLI_DONE && i < p->count; i++) {
        printf("%s  [%u] ", i ? "" : "\nSources\n", i + 1);
        status = each(p, "MATCH (s:Source {key: $id}) RETURN s.publisher, s.title, s.date, s.url", p->keys[i],
                      print_source, NULL, NULL);
    }
    return status;
}

#define CITED(node) "[(" node ")-[:CITED_IN]->(s) | s.key]"

static int show_agreement(page *p, const char *id)
{
    static const struct {
        const char *heading, *query;
        void (*print)(page *, entente_stmt *);
    } parts[] = {
        {"Parties",
         "MATCH (x:Party)-[r:PARTY_TO]->(:Agreement {id: $id}) RETURN x.name, x.code, r.roles ORDER BY x.code",
         print_party},
        {"Places",
         "MATCH (:Agreement {id: $id})-[r:INVOLVES]->(x) RETURN x.name, x.code, r.role ORDER BY r.role, x.code",
         print_place},
        {"Events",
         "MATCH (:Agreement {id: $id})-[:HAS_EVENT]->(e) RETURN e.written, e.status, e.party, e.note, " CITED(
             "e") " ORDER BY e.date, id(e)",
         print_event},
        {"Money",
         "MATCH (:Agreement {id: $id})-[:HAS_PAYMENT]->(m) RETURN "
         "toString(m.amount) + ' ' + m.currency + ' ' + m.basis + coalesce(' by ' + m.from, '') + coalesce(' to ' + "
         "m.to, '') "
         "+ coalesce(', ' + m.written, '') + coalesce(': ' + m.note, ''), " CITED("m") " ORDER BY id(m)",
         print_line},
        {"People moved",
         "MATCH (:Agreement {id: $id})-[:HAS_TRANSFER]->(t) RETURN "
         "toString(t.count) + ' by ' + t.written + coalesce(': ' + t.note, ''), " CITED("t") " ORDER BY id(t)",
         print_line},
        {"Links",
         "MATCH (:Agreement {id: $id})-[r]->(b:Agreement) RETURN toLower(type(r)), b.id, b.title ORDER BY b.id",
         print_link},
        {"Linked from",
         "MATCH (b:Agreement)-[r]->(:Agreement {id: $id}) RETURN b.id, toLower(type(r)) + ' this', b.title ORDER BY "
         "b.id",
         print_link},
        {NULL, "MATCH (:Agreement {id: $id})-[:CITED_IN]->(s) RETURN s.key ORDER BY s.key", print_other_source},
    };
    int status = CLI_DONE;
    for (size_t i = 0; status == CLI_DONE && i < sizeof parts / sizeof parts[0]; i++)
        status = each(p, parts[i].query, id, parts[i].print, parts[i].heading, NULL);
    return status == CLI_DONE ? print_sources(p) : status;
}

/* ---- a party ---- */

static void print_party_head(page *p, entente_stmt *stmt)
{
    printf("%s (%s)\n", text(stmt, 0), text(stmt, 1));
    if (*text(stmt, 2))
        printf("%s, %s\n", text(stmt, 2), text(stmt, 3));
    printf("\nParty to %s agreements", text(stmt, 4));
    printf("; sends people to %s parties, receives people from %s.\n", text(stmt, 5), text(stmt, 6));
}

static void print_agreement_line(page *p, entente_stmt *stmt)
{
    printf("  %-10s %-12s %s (%s)\n             ", text(stmt, 0), text(stmt, 1), text(stmt, 2), text(stmt, 3));
    print_list(entente_column_value(stmt, 4), ", ");
    printf("; with ");
    print_list(entente_column_value(stmt, 5), ", ");
    printf("\n");
}

static void print_membership(page *p, entente_stmt *stmt)
{
    printf("  %s (%s)%s%s\n", text(stmt, 0), text(stmt, 1), *text(stmt, 2) ? ", since " : "", text(stmt, 2));
}

static int show_party(page *p, const char *code)
{
    static const char head[] =
        "MATCH (p:Party {code: $id}) "
        "RETURN p.name, p.code, p.subregion, p.region, size([(p)-[:PARTY_TO]->(a) | 1]) AS agreements, "
        "COUNT { MATCH (p)-[t:AGREEMENT {directed: true}]->(q) RETURN DISTINCT q } AS sends, "
        "COUNT { MATCH (p)<-[t:AGREEMENT {directed: true}]-(q) RETURN DISTINCT q } AS receives";
    static const char list[] = "MATCH (p:Party {code: $id})-[r:PARTY_TO]->(a:Agreement) "
                               "OPTIONAL MATCH (a)-[:HAS_EVENT]->(e) WITH p, r, a, min(e.date) AS first "
                               "RETURN first, a.status, a.title, a.id, r.roles, [(q)-[:PARTY_TO]->(a) WHERE q.code <> "
                               "p.code | q.name] AS others "
                               "ORDER BY first, a.id";
    static const char members[] =
        "MATCH (:Party {code: $id})-[m:MEMBER_OF]->(o) RETURN o.name, o.code, m.since ORDER BY o.name";
    int status = each(p, head, code, print_party_head, NULL, NULL);
    if (status == CLI_DONE)
        status = each(p, list, code, print_agreement_line, "Agreements", NULL);
    if (status == CLI_DONE)
        status = each(p, members, code, print_membership, "Member of", NULL);
    return status;
}

static int run(cli_args *args)
{
    static const char head[] = "MATCH (a:Agreement {id: $id}) RETURN a.id, a.title, a.kind, a.also, a.form, a.status, "
                               "a.stage, a.since, a.until, a.people, a.confidence, a.note";
    const char *what = args->positional[1];
    int status;
    page p = {.arena = args->arena, .db = cli_open(args->positional[0], ENTENTE_READ, &status)};
    if (!p.db)
        return status;
    uint32_t found = 0;
    status = each(&p, head, what, print_head, NULL, &found);
    if (status == CLI_DONE && found) {
        status = show_agreement(&p, what);
    } else if (status == CLI_DONE) {
        const char *code = cli_party(args, p.db, what);
        status = code ? show_party(&p, code) : CLI_FAILED;
    }
    if (status == CLI_DONE && args->arena->failed)
        status = cli_report(NULL);
    cli_close(p.db);
    return status;
}

const cli_command cli_cmd_show = {
    .name = "show",
    .arguments = "DB PARTY|ID",
    .details = "PARTY is a code (RWA), an ISO alpha-2 code (RW) or a name; ID is an agreement's.",
    .min_arguments = 2,
    .max_arguments = 2,
    .run = run,
};
