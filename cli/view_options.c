#include "cli/view_options.h"

#include "core/model/vocabulary.h"
#include "core/value/temporal.h"
#include "io/gazetteer.h"

#include <stdio.h>
#include <string.h>

bool cli_check_date(const char *option, const char *text)
{
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    int year, month, day, length = 0;
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-' || strspn(text, "0123456789-") != 10 ||
        sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &length) != 3 || length != 10) {
        cli_error("`--%s %s`: expected a date as year-month-day, such as 2025-06-30", option, text);
        return false;
    }
    if (ent_date_valid(year, month, day))
        return true;
    if (month < 1 || month > 12) {
        cli_error("`--%s %s`: there is no month %d", option, text, month);
    } else {
        int last = 31;
        while (!ent_date_valid(year, month, last))
            last--;
        cli_error("`--%s %s`: %s %d has %d days", option, text, months[month - 1], year, last);
    }
    return false;
}

/* Checks each value of an option against its vocabulary. */
static bool check_words(const cli_args *args, const char *option, const ent_vocabulary *vocabulary,
                        const char *const **words, uint32_t *count)
{
    const char **given = cli_values(args, option, count);
    const char **names = ENT_NEW_ARRAY(args->arena, const char *, vocabulary->count);
    if (!given || !names) {
        cli_report(NULL);
        return false;
    }
    for (uint32_t i = 0; i < vocabulary->count; i++)
        names[i] = vocabulary->names[i].p;
    for (uint32_t i = 0; i < *count; i++) {
        int found = cli_choice(option, given[i], names, (int)vocabulary->count);
        if (found < 0)
            return false;
        given[i] = names[found];
    }
    *words = given;
    return true;
}

/* The code if the database has a party with it. */
static bool party_exists(entente *db, const char *code, bool *exists)
{
    entente_stmt *stmt;
    if (entente_prepare(db, "MATCH (p:Party {code: $code}) RETURN p.code LIMIT 1", -1, &stmt) != ENTENTE_OK)
        return false;
    entente_bind_text(stmt, "code", code, -1);
    entente_status status = entente_step(stmt);
    *exists = status == ENTENTE_ROW;
    entente_finalize(stmt);
    return status == ENTENTE_ROW || status == ENTENTE_OK;
}

static void tell_candidates(const char *text, const ent_place_match *match)
{
    cli_error("`%s` fits several parties", text);
    char list[512] = "";
    for (uint32_t i = 0; i < match->count && i < ENT_PLACE_CANDIDATES; i++)
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s (%s)", i ? ", " : "", match->places[i].name,
                 match->places[i].code);
    cli_hint("one of %s?", list);
}

static void tell_unknown(const char *text, const ent_place_match *match)
{
    cli_error("no party is called `%s`", text);
    char list[512] = "";
    for (uint32_t i = 0; i < match->nearest_count; i++)
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s (%s)", i ? ", " : "", match->nearest[i].name,
                 match->nearest[i].place.code);
    if (list[0])
        cli_hint("did you mean %s?", list);
    else
        cli_hint("a party is named by its code (RWA), its ISO alpha-2 code (RW) or a name (Rwanda)");
}

const char *cli_party(const cli_args *args, entente *db, const char *text)
{
    bool exists;
    if (!party_exists(db, text, &exists)) {
        cli_report(db);
        return NULL;
    }
    if (exists)
        return text;
    ent_place_match match;
    if (ent_place_resolve(ent_str_of(text), &match) != ENT_OK) {
        cli_report(NULL);
        return NULL;
    }
    if (match.count != 1) {
        match.count ? tell_candidates(text, &match) : tell_unknown(text, &match);
        return NULL;
    }
    const char *code = ent_arena_copy(args->arena, match.places[0].code, strlen(match.places[0].code));
    if (!code || !party_exists(db, code, &exists)) {
        cli_report(code ? db : NULL);
        return NULL;
    }
    if (!exists) {
        cli_error("%s (%s) is party to no agreement in this database", match.places[0].name, code);
        return NULL;
    }
    return code;
}

int cli_view_filters_read(const cli_args *args, entente *db, ent_view_options *out)
{
    *out = (ent_view_options){.certainly = cli_flag(args, "certainly"),
                              .count_amendments = cli_flag(args, "count-amendments")};
    if (!check_words(args, "kind", &ent_kinds, &out->kinds, &out->kind_count) ||
        !check_words(args, "status", &ent_record_statuses, &out->statuses, &out->status_count) ||
        !check_words(args, "stage", &ent_stages, &out->stages, &out->stage_count))
        return CLI_USAGE;
    const char **parties = cli_values(args, "party", &out->party_count);
    for (uint32_t i = 0; parties && i < out->party_count; i++)
        if (!(parties[i] = cli_party(args, db, parties[i])))
            return CLI_FAILED;
    out->parties = parties;
    return parties ? CLI_DONE : cli_report(NULL);
}

int cli_view_options_read(const cli_args *args, entente *db, ent_view_options *out)
{
    const char *as_of = cli_value(args, "as-of");
    if (as_of && !cli_check_date("as-of", as_of))
        return CLI_USAGE;
    if (cli_flag(args, "certainly") && !as_of)
        return cli_usage(args, "`--certainly` says how `--as-of DATE` reads imprecise dates, and no date is given");
    int status = cli_view_filters_read(args, db, out);
    out->as_of = as_of;
    return status;
}

int cli_view_begin(const cli_args *args, ent_view_options *options, entente **db)
{
    int status;
    *db = cli_open(args->positional[0], ENTENTE_READ, &status);
    if (!*db)
        return status;
    if (entente_begin(*db, false) != ENTENTE_OK)
        return cli_report(*db);
    return cli_view_options_read(args, *db, options);
}

int cli_view_read(entente *db, const ent_view_options *options, ent_view **view)
{
    entente_status opened = ent_view_open(db, options, view);
    return opened == ENTENTE_OK ? CLI_DONE : cli_report(opened == ENTENTE_NOMEM ? NULL : db);
}

int cli_view_open(const cli_args *args, bool years, ent_view_options *options, entente **db, ent_view **view)
{
    *view = NULL;
    int status = cli_view_begin(args, options, db);
    options->years = years;
    return status == CLI_DONE ? cli_view_read(*db, options, view) : status;
}

int cli_course_read(entente *db, ent_view *view, ent_course **out)
{
    entente_status status = ent_course_read(db, view, out);
    return status == ENTENTE_OK ? CLI_DONE : cli_report(status == ENTENTE_NOMEM ? NULL : db);
}

int cli_subject(const cli_args *args, entente *db, const char *text, ent_view_options *options)
{
    if (!text)
        return CLI_DONE;
    entente_stmt *stmt;
    if (entente_prepare(db, "MATCH (a:Agreement {id: $id}) RETURN a.id LIMIT 1", -1, &stmt) != ENTENTE_OK)
        return cli_report(db);
    entente_status status = entente_bind_text(stmt, "id", text, -1);
    if (status == ENTENTE_OK)
        status = entente_step(stmt);
    entente_finalize(stmt);
    if (status == ENTENTE_ROW)
        options->only = text;
    else if (status != ENTENTE_OK)
        return cli_report(db);
    else if (!(options->of = cli_party(args, db, text)))
        return CLI_FAILED;
    return CLI_DONE;
}
