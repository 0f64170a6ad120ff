/* entente sources: on what the database rests, and where it rests on little. */
#include "cli/cells.h"
#include "cli/cite.h"
#include "cli/view_options.h"
#include "core/model/claims.h"

#include <stdlib.h>
#include <string.h>

static const cli_option options[] = {
    {"by", 0, "WHAT", "source (a row a page, the default) or publisher", false},
    {"single", 0, NULL, "the agreements that rest on one source only", false},
    {"uncited", 0, NULL, "the events that cite no source of their own", false},
    CLI_OPTIONS_END,
};

typedef struct {
    const cli_args *args;
    entente *db;
    ent_view *view;
    ent_course *course;
    ent_view_options options;
} call;

/* NULL last: what names no publisher, or no title, says least. */
static int compare_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) : (a == NULL) - (b == NULL);
}

/* ---- claims of sources and publishers ---- */

typedef struct {
    const ent_source *source; /* the only or the first one of the group */
    uint32_t source_count;    /* how many of the group some claim of the view rests on */
    ent_claims claims;
    uint32_t total;
} group;

static int by_claims(const void *a, const void *b)
{
    const group *x = a, *y = b;
    if (x->total != y->total)
        return x->total > y->total ? -1 : 1;
    int order = compare_text(x->source->publisher, y->source->publisher);
    if (!order)
        order = compare_text(x->source->title, y->source->title);
    return order ? order : strcmp(x->source->key, y->source->key);
}

static int by_publisher(const void *a, const void *b)
{
    const ent_source *const *x = a, *const *y = b;
    return compare_text((*x)->publisher, (*y)->publisher);
}

/* Gives each source its group: itself, or that of all with the same publisher. The number of groups; 0 with *of NULL:
 * no memory. */
static uint32_t group_sources(const call *c, bool publishers, uint32_t **of)
{
    uint32_t count = c->course->source_count, groups = 0;
    *of = ENT_NEW_ARRAY(c->args->arena, uint32_t, (size_t)count + 1);
    const ent_source **sorted = ENT_NEW_ARRAY(c->args->arena, const ent_source *, (size_t)count + 1);
    if (!*of || !sorted) {
        *of = NULL;
        return 0;
    }
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = &c->course->sources[i];
    if (publishers && count)
        qsort(sorted, count, sizeof *sorted, by_publisher);
    for (uint32_t i = 0; i < count; i++) {
        if (!publishers || i == 0 || compare_text(sorted[i - 1]->publisher, sorted[i]->publisher) != 0)
            groups++;
        (*of)[sorted[i] - c->course->sources] = groups - 1;
    }
    return groups;
}

/* Marks the sources that some claim of the view rests on; every source that an item cites is one of its record. */
static void count_used(const call *c, const uint32_t *of, group *groups, bool *used)
{
    for (uint32_t i = 0; i < c->view->agreement_count; i++)
        for (uint32_t k = 0; k < c->course->agreements[i].source_count; k++) {
            uint32_t source = c->course->agreements[i].sources[k];
            groups[of[source]].source_count += !used[source];
            used[source] = true;
        }
}

static void print_claims(cli_table *table, const group *g)
{
    cli_cell_int(table, g->total);
    cli_cell_int(table, g->claims.events);
    cli_cell_int(table, g->claims.payments);
    cli_cell_int(table, g->claims.transfers);
    cli_cell_int(table, g->claims.records);
}

static void print_source(cli_table *table, const ent_source *s)
{
    cli_cell_text(table, s->publisher);
    cli_cell_text(table, s->title);
    cli_cell_text(table, s->date);
    cli_cell_text(table, s->url);
}

static int print_groups(const call *c, bool publishers)
{
    static const char *const source_columns[] = {"claims",    "events", "payments", "transfers", "records",
                                                 "publisher", "title",  "date",     "url"};
    static const char *const publisher_columns[] = {"publisher", "sources",   "claims", "events",
                                                    "payments",  "transfers", "records"};
    uint32_t *of, count = group_sources(c, publishers, &of);
    group *groups = ent_arena_zero(c->args->arena, ((size_t)count + 1) * sizeof *groups);
    bool *used = ent_arena_zero(c->args->arena, (size_t)c->course->source_count + 1);
    if (!of || !groups || !used)
        return cli_report(NULL);
    ent_claims *claims;
    entente_status status = ent_claims_count(c->db, c->view, c->course, &c->options, of, count, &claims);
    if (status != ENTENTE_OK)
        return cli_report(status == ENTENTE_NOMEM ? NULL : c->db);
    count_used(c, of, groups, used);
    for (uint32_t i = c->course->source_count; i-- > 0;)
        groups[of[i]].source = &c->course->sources[i];
    for (uint32_t i = 0; i < count; i++) {
        groups[i].claims = claims[i];
        groups[i].total = claims[i].events + claims[i].payments + claims[i].transfers + claims[i].records;
    }
    qsort(groups, count, sizeof *groups, by_claims);
    cli_table *table =
        publishers ? cli_table_open(c->args, publisher_columns, 7) : cli_table_open(c->args, source_columns, 9);
    for (uint32_t i = 0; table && i < count && groups[i].total; i++) {
        const ent_source *s = groups[i].source;
        if (publishers) {
            cli_cell_text(table, s->publisher);
            cli_cell_int(table, groups[i].source_count);
        }
        print_claims(table, &groups[i]);
        if (!publishers)
            print_source(table, s);
    }
    return table ? cli_table_close(table) : CLI_USAGE;
}

/* ---- weak places ---- */

/* Whether a record cites one page only, be it under several ids. */
static bool is_single(const ent_agreement_course *a)
{
    for (uint32_t k = 1; k < a->source_count; k++)
        if (a->sources[k] != a->sources[0])
            return false;
    return a->source_count > 0;
}

static int print_single(const call *c)
{
    static const char *const columns[] = {"agreement", "title",  "status", "parties",
                                          "publisher", "source", "date",   "url"};
    cli_table *table = cli_table_open(c->args, columns, 8);
    if (!table)
        return CLI_USAGE;
    for (uint32_t i = 0; i < c->view->agreement_count; i++) {
        const ent_view_agreement *a = &c->view->agreements[i];
        if (!is_single(&c->course->agreements[i]))
            continue;
        const ent_source *s = &c->course->sources[c->course->agreements[i].sources[0]];
        cli_cell_text(table, a->id);
        cli_cell_text(table, a->title);
        cli_cell_text(table, a->status);
        cli_cell_parties(table, c->args->arena, c->view, a);
        print_source(table, s);
    }
    return cli_table_close(table);
}

static int print_uncited(const call *c)
{
    static const char *const columns[] = {"date", "agreement", "title", "status", "parties", "note"};
    cli_table *table = cli_table_open(c->args, columns, 6);
    if (!table)
        return CLI_USAGE;
    for (uint32_t i = 0; i < c->view->agreement_count; i++)
        for (uint32_t k = 0; k < c->course->agreements[i].event_count; k++) {
            const ent_view_agreement *a = &c->view->agreements[i];
            const ent_event *e = &c->course->agreements[i].events[k];
            if (e->source_count || !ent_event_counts(e, c->options.as_of, c->options.certainly))
                continue;
            cli_cell_text(table, e->written);
            cli_cell_text(table, a->id);
            cli_cell_text(table, a->title);
            cli_cell_text(table, e->status);
            cli_cell_parties(table, c->args->arena, c->view, a);
            cli_cell_text(table, e->note);
        }
    return cli_table_close(table);
}

static int run(cli_args *args)
{
    static const char *const groupings[] = {"source", "publisher"};
    const char *by = cli_value(args, "by");
    bool single = cli_flag(args, "single"), uncited = cli_flag(args, "uncited");
    if (single + uncited + (by != NULL) > 1)
        return cli_usage(args, "`--by`, `--single` and `--uncited` are three different lists: one of them, please");
    int chosen = by ? cli_choice("grouping", by, groupings, 2) : 0;
    if (chosen < 0)
        return CLI_USAGE;
    call c = {.args = args};
    int status = cli_view_open(args, false, &c.options, &c.db, &c.view);
    if (status == CLI_DONE)
        status = cli_course_read(c.db, c.view, &c.course);
    if (status == CLI_DONE)
        status = single ? print_single(&c) : uncited ? print_uncited(&c) : print_groups(&c, chosen == 1);
    ent_view_close(c.view);
    cli_close(c.db);
    return status;
}

const cli_command cli_cmd_sources = {
    .name = "sources",
    .arguments = "DB",
    .details =
        "A row a page, or a publisher, with the number of claims that rest on it, most first: events, payments, "
        "transfers\n"
        "and records (the agreements that name it as a source at all). What cites the same page twice counts once.\n"
        "The view options say of which agreements.",
    .min_arguments = 1,
    .max_arguments = 1,
    .options = {options, cli_view_options, cli_format_options},
    .run = run,
};
