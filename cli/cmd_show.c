/* entente show: the page of one agreement or one party. */
#include "cli/show.h"
#include "cli/view_options.h"

#include <stdio.h>
#include <string.h>

static const cli_option options[] = {
    {"as-of", 0, "DATE", "the page as of this day (2025-06-30) instead of the latest", false},
    {"certainly", 0, NULL, "with --as-of: count an imprecise date only from the last day that it can mean", false},
    {"cite", 0, NULL, "also the sources of the other agreements that the page names", false},
    CLI_OPTIONS_END,
};

enum { MOST_IDS = 10000 };

/* The id of an agreement that is most like the text, in the arena; *near NULL: none is. */
static int nearest_id(const cli_args *args, entente *db, const char *text, const char **near)
{
    entente_stmt *stmt;
    *near = NULL;
    if (entente_prepare(db, "MATCH (a:Agreement) RETURN a.id", -1, &stmt) != ENTENTE_OK)
        return cli_report(db);
    ent_str *ids = ENT_NEW_ARRAY(args->arena, ent_str, MOST_IDS);
    uint32_t n = 0;
    entente_status status = ENTENTE_ROW;
    while (ids && n < MOST_IDS && (status = entente_step(stmt)) == ENTENTE_ROW) {
        size_t length;
        const char *id = entente_column_text(stmt, 0, &length);
        const char *copy = id ? ent_arena_copy(args->arena, id, length) : NULL;
        if (copy)
            ids[n++] = (ent_str){copy, (uint32_t)length};
    }
    bool failed = status != ENTENTE_OK && status != ENTENTE_ROW;
    int result = failed ? cli_report(db) : CLI_DONE;
    entente_finalize(stmt);
    int best = ids ? ent_str_nearest(ent_str_of(text), ids, n) : -1;
    if (best >= 0)
        *near = ids[best].p;
    return result;
}

/* Agreements have ids such as eu-tur-2016-statement, parties no digits. */
static bool is_like_id(const char *text)
{
    return strchr(text, '-') && strpbrk(text, "0123456789") && !strchr(text, ' ');
}

/* Neither an agreement nor a party. */
static int tell_unknown(const cli_args *args, entente *db, const char *text)
{
    const char *near = NULL;
    int status = nearest_id(args, db, text, &near);
    if (status != CLI_DONE)
        return status;
    cli_error("no agreement has the id `%s`", text);
    if (near)
        cli_hint("did you mean `%s`?", near);
    cli_hint("`entente agreements %s` lists the agreements", args->positional[0]);
    return CLI_FAILED;
}

static int show(const cli_args *args, entente *db)
{
    cli_page page;
    bool found = false;
    ent_view_options view = {0};
    int status = entente_begin(db, false) == ENTENTE_OK ? cli_view_options_read(args, db, &view) : cli_report(db);
    if (status != CLI_DONE)
        return status;
    cli_page_init(&page, args->arena, db);
    page.day = view.as_of;
    page.certainly = view.certainly;
    page.cite = cli_flag(args, "cite");
    status = cli_show_agreement(&page, args->positional[1], &found);
    if (status == CLI_DONE && !found) {
        bool like_id = is_like_id(args->positional[1]);
        const char *code = like_id ? NULL : cli_party(args, db, args->positional[1]);
        status = code      ? cli_show_party(&page, code)
                 : like_id ? tell_unknown(args, db, args->positional[1])
                           : CLI_FAILED;
    }
    if (status == CLI_DONE)
        status = cli_page_sources(&page);
    cli_page_fini(&page);
    return status == CLI_DONE ? cli_flush() : status;
}

static int run(cli_args *args)
{
    int status;
    entente *db = cli_open(args->positional[0], ENTENTE_READ, &status);
    if (!db)
        return status;
    status = show(args, db);
    cli_close(db);
    return status;
}

const cli_command cli_cmd_show = {
    .name = "show",
    .arguments = "DB PARTY|ID",
    .details = "PARTY is a code (RWA), an ISO alpha-2 code (RW) or a name; ID is an agreement's.",
    .min_arguments = 2,
    .max_arguments = 2,
    .options = {options},
    .run = run,
};
