/* entente extract: candidate records from news texts, one JSON object a line. Nothing goes into a database from here:
 * `entente review` asks a person first. */
#include "cli/cli.h"
#include "io/extract/extract.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const cli_option options[] = {
    {"date", 0, "DATE",
     "the day on which the page was published (YYYY-MM-DD); else ` date YYYY-MM-DD ` in front of the text", false},
    {"url", 0, "URL", "where the page is, for the source", false},
    {"title", 0, "TITLE", "the page's title, for the source", false},
    {"publisher", 0, "NAME", "who published it, for the source", false},
    {"all", 0, NULL, "also what the rules refuse (hopes, other fields): candidates with a confidence below 0.30",
     false},
    {"explain", 0, NULL, "tell in `why` which patterns and words made each candidate", false},
    CLI_OPTIONS_END,
};

/* Reads a whole file. NULL after reporting. */
static char *read_all(const char *name, size_t *n)
{
    bool standard = strcmp(name, "-") == 0;
    FILE *file = standard ? stdin : fopen(name, "rb");
    char *text = NULL;
    size_t room = 0;
    *n = 0;
    if (!file) {
        cli_error("%s: %s", name, strerror(errno));
        return NULL;
    }
    for (;;) {
        if (*n == room) {
            room = room ? room * 2 : 64 * 1024;
            char *more = *n > ENT_ARTICLE_LIMIT ? NULL : realloc(text, room);
            if (!more) {
                cli_error(*n > ENT_ARTICLE_LIMIT ? "%s: an article may have 64 MiB at most" : "%s: out of memory",
                          name);
                break;
            }
            text = more;
        }
        size_t got = fread(text + *n, 1, room - *n, file);
        *n += got;
        if (got == 0 && ferror(file)) {
            cli_error("%s: %s", name, strerror(errno));
            break;
        }
        if (got == 0) {
            if (!standard)
                fclose(file);
            return text;
        }
    }
    if (!standard)
        fclose(file);
    free(text);
    return NULL;
}

/* The encoding whose byte order mark stands in front; NULL: none but UTF-8's. */
static const char *marked_encoding(const unsigned char *text, size_t n)
{
    if (n >= 4 && text[0] == 0xFF && text[1] == 0xFE && text[2] == 0 && text[3] == 0)
        return "UTF-32LE";
    if (n >= 4 && text[0] == 0 && text[1] == 0 && text[2] == 0xFE && text[3] == 0xFF)
        return "UTF-32BE";
    if (n >= 2 && text[0] == 0xFF && text[1] == 0xFE)
        return "UTF-16LE";
    return n >= 2 && text[0] == 0xFE && text[1] == 0xFF ? "UTF-16BE" : NULL;
}

static size_t count_of(const char *text, size_t n, const char *what)
{
    size_t count = 0, length = strlen(what);
    for (const char *p = text; (p = memmem(p, n - (size_t)(p - text), what, length)) != NULL; p += length)
        count++;
    return count;
}

/* Valid UTF-8 that was spoiled before: names are then not known again. */
static void warn_of_damage(const char *name, const char *text, size_t n)
{
    size_t lost = count_of(text, n, "\xEF\xBF\xBD");
    size_t twice = count_of(text, n, "\xC3\x83\xC2") + count_of(text, n, "\xC3\xA2\xE2\x82\xAC");
    if (lost > 0)
        cli_warning("%s: %zu characters were lost before (U+FFFD): names with accents may not be found", name, lost);
    if (twice > 0)
        cli_warning("%s: %zu places look like UTF-8 that was read as Windows-1252; convert "
                    "it with `iconv -f UTF-8 -t WINDOWS-1252`",
                    name, twice);
}

/* Says at which byte a text stops being UTF-8. */
static bool check_encoding(const char *name, const char *text, size_t n)
{
    const char *marked = marked_encoding((const unsigned char *)text, n);
    if (marked) {
        cli_error("%s: its byte order mark says %s; expected UTF-8", name, marked);
        cli_hint("convert it first, with `iconv -f %s -t UTF-8`", marked);
        return false;
    }
    size_t valid = ent_utf8_valid(text, n);
    if (valid == n && !memchr(text, '\0', n)) {
        warn_of_damage(name, text, n);
        return true;
    }
    size_t line = 1;
    if (valid == n) {
        valid = (size_t)((const char *)memchr(text, '\0', n) - text);
        cli_error("%s: byte %zu is a NUL: this is no plain text", name, valid);
        return false;
    }
    for (size_t i = 0; i < valid; i++)
        line += text[i] == '\n';
    cli_error("%s: byte %zu (line %zu, value 0x%02X) is not valid UTF-8", name, valid, line,
              (unsigned char)text[valid]);
    cli_hint("convert it first, such as with `iconv -f WINDOWS-1252 -t UTF-8`");
    return false;
}

static int extract(const char *name, const ent_day *date, ent_extract_options wanted, ent_article *article)
{
    size_t n;
    char *text = read_all(name, &n);
    if (!text)
        return CLI_FAILED;
    if (!check_encoding(name, text, n)) {
        free(text);
        return CLI_FAILED;
    }
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    ent_extraction found;
    ent_str s = {text, (uint32_t)n};
    article->file = name;
    int status = CLI_DONE;
    if (ent_extract(&arena, s, date, wanted, &found) != ENT_OK) {
        cli_error("%s: out of memory", name);
        status = CLI_FAILED;
    } else {
        if (!found.date.year)
            cli_warning("%s: no date: give --date, or times such as \"last week\" stay open", name);
        for (uint32_t i = 0; i < found.count; i++)
            ent_candidate_write_json(&found.candidates[i], i + 1, s, &found.date, article, stdout);
    }
    ent_arena_fini(&arena);
    free(text);
    return status;
}

static int run(cli_args *args)
{
    ent_day date = {0};
    const char *given = cli_value(args, "date");
    if (given) {
        ent_edtf edtf;
        uint32_t at;
        char reason[96];
        if (!ent_edtf_read(ent_str_of(given), &edtf, &at, reason, sizeof reason))
            return cli_usage(args, "--date: `%s` is not a date: %s", given, reason);
        date = edtf.last;
    }
    ent_article article = {cli_value(args, "url"), cli_value(args, "title"), cli_value(args, "publisher"), NULL};
    ent_extract_options wanted = {.all = cli_flag(args, "all"), .explain = cli_flag(args, "explain")};
    int status = CLI_DONE;
    for (int i = 0; i < args->count; i++)
        if (extract(args->positional[i], &date, wanted, &article) != CLI_DONE)
            status = CLI_FAILED;
    if (fflush(stdout) != 0 || ferror(stdout)) {
        cli_error("standard output: %s", strerror(errno));
        status = CLI_FAILED;
    }
    return status;
}

const cli_command cli_cmd_extract = {
    .name = "extract",
    .arguments = "FILE...",
    .details = "Reads plain text (`-`: standard input) and prints one candidate a line, as JSON with its evidence.\n"
               "Candidates are guesses: `entente review` goes through them.",
    .min_arguments = 1,
    .max_arguments = -1,
    .options = {options},
    .run = run,
};
