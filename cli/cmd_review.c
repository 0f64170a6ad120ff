/* entente review: a person goes through candidates; those accepted become records in a file that `entente load` takes,
 * those merged an event of a record that is there. Nothing is written that a load would refuse, and nothing without an
 * answer; every decision is kept, so that a review can stop anywhere and go on. */
#include "cli/review.h"

#include "core/text/text.h"
#include "io/input.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const cli_option options[] = {
    {"output", 'o', "FILE", "the file of accepted records (default: the candidates' name with .accepted.jsonl)", false},
    {"known", 'k', "FILE", "records that candidates may be about, such as `entente export` writes; may be repeated",
     CLI_REPEATED},
    {"decisions", 0, "FILE", "where decisions are kept (default: the candidates' name with .decisions.jsonl)", false},
    {"from", 0, "N", "begin with the Nth candidate", false},
    {"again", 0, NULL, "also ask about candidates that were decided before", false},
    CLI_OPTIONS_END,
};

typedef enum { DONE, SKIP, QUIT, FAILED } answer;

typedef struct {
    cli_args *args;
    FILE *answers; /* standard input */
    const char *output;
    review_known known;
    review_decisions decisions;
    uint64_t accepted, merged, rejected, skipped, before;
} session;

/* The candidate at hand. */
typedef struct {
    ent_review review;
    ent_str line;   /* as it stands in the file */
    ent_str edited; /* the record as the person's editor left it; n 0: not edited there */
    uint64_t number;
    char reason[200]; /* why it may be `like` */
    const review_record *like;
} candidate;

/* One line of the person, without its end; NULL at the end of input. In the arena. */
static const char *ask(session *s, ent_arena *arena, const char *question)
{
    char *line = NULL;
    size_t room = 0;
    fputs(question, stderr);
    fflush(stderr);
    ssize_t n = getline(&line, &room, s->answers);
    while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
        n--;
    const char *copy = n < 0 ? NULL : ent_arena_copy(arena, line, (size_t)n);
    free(line);
    if (!copy)
        fputc('\n', stderr);
    return copy;
}

/* What is not told shows as a question mark. */
static ent_str or_unknown(ent_str value)
{
    return value.n ? value : ENT_STR("?");
}

static void show_field(const char *name, ent_str value)
{
    value = or_unknown(value);
    fprintf(stderr, "  %-9s %.*s\n", name, ENT_STR_ARG(value));
}

/* Shows text without control characters: what stands in an article must not steer the terminal. */
static void show_text(ent_str s)
{
    for (const char *p = s.p, *end = s.p + s.n; p < end;) {
        const char *from = p;
        uint32_t c = ent_utf8_next(&p);
        if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            fputc(' ', stderr);
        else
            fwrite(from, 1, (size_t)(p - from), stderr);
    }
}

static void show(session *s, candidate *c)
{
    const ent_review *r = &c->review;
    fprintf(stderr, "\n%" PRIu64 ". ", c->number);
    show_text(r->title);
    fprintf(stderr, "  (confidence %.2f)\n", r->confidence);
    show_field("id", r->id);
    show_field("kind", r->kind);
    show_field("status", r->status);
    show_field("date", r->date);
    for (uint32_t i = 0; i < r->party_count; i++) {
        ent_str roles = or_unknown(r->parties[i].roles);
        fprintf(stderr, "  %-9s %.*s: %.*s\n", i ? "" : "parties", ENT_STR_ARG(r->parties[i].code), ENT_STR_ARG(roles));
    }
    for (uint32_t i = 0; i < r->evidence_count; i++) {
        fprintf(stderr, "  says %-4.*s «", ENT_STR_ARG(r->evidence[i].says));
        show_text(r->evidence[i].text);
        fputs("»\n", stderr);
    }
    c->like = review_known_like(&s->known, r, c->reason, sizeof c->reason);
    if (c->like)
        fprintf(stderr, "  like      %.*s: %s\n", ENT_STR_ARG(c->like->record.id.s), c->reason);
}

/* Asks for one field; an empty answer keeps it. False at the end of input. */
static bool edit_field(session *s, ent_arena *arena, const char *name, ent_str *field)
{
    char *question = ent_arena_printf(arena, "  %s [%.*s]: ", name, ENT_STR_ARG(*field));
    const char *given = question ? ask(s, arena, question) : NULL;
    if (!given)
        return false;
    if (*given)
        *field = ent_str_of(given);
    return true;
}

static bool edit_fields(session *s, ent_arena *arena, ent_review *r)
{
    bool more = edit_field(s, arena, "id", &r->id) && edit_field(s, arena, "title", &r->title) &&
                edit_field(s, arena, "kind", &r->kind) && edit_field(s, arena, "status", &r->status) &&
                edit_field(s, arena, "date", &r->date);
    for (uint32_t i = 0; i < r->party_count && more; i++) {
        char name[80];
        snprintf(name, sizeof name, "party %u", i + 1);
        more = edit_field(s, arena, name, &r->parties[i].code);
        snprintf(name, sizeof name, "roles of %.*s (sender, receiver, funder, partner; joined by +)",
                 r->parties[i].code.n > 16 ? 16 : (int)r->parties[i].code.n, r->parties[i].code.p);
        more = more && edit_field(s, arena, name, &r->parties[i].roles);
    }
    return more && edit_field(s, arena, "note", &r->note);
}

static void on_fault(void *user, const ent_fault *fault)
{
    fprintf(stderr, "  not yet a record: %s%s%s%s%s\n", fault->path, *fault->path ? ": " : "", fault->text,
            *fault->hint ? "; " : "", fault->hint);
}

/* In the person's editor, else field by field. False at the end of input. */
static bool edit(session *s, ent_arena *arena, candidate *c)
{
    bool set = false;
    ent_str json = c->edited.n > 0 ? c->edited : ent_review_pretty(arena, ent_review_to_json(arena, &c->review));
    ent_str edited = json.p ? review_edit(arena, json, &set) : json;
    if (!set) {
        bool more = edit_fields(s, arena, &c->review);
        if (more)
            show(s, c);
        return more;
    }
    if (edited.p && !ent_str_equal(edited, json)) {
        c->edited = edited;
        show_text(edited);
        fputc('\n', stderr);
    } else if (edited.p) {
        fputs("  nothing was changed\n", stderr);
    }
    return true;
}

/* An id that no record has. */
static void make_unique(session *s, ent_arena *arena, ent_review *r)
{
    ent_str base = r->id;
    for (uint32_t n = 2; review_known_find(&s->known, r->id) && arena->failed == ENT_OK; n++) {
        char *next = ent_arena_printf(arena, "%.*s-%u", ENT_STR_ARG(base), n);
        if (!next)
            return;
        r->id = ent_str_of(next);
    }
}

/* The checked record as the line that a load takes; p NULL after telling its faults. */
static ent_str normal(ent_arena *arena, ent_str json, ent_record *record)
{
    ent_faults faults = {.tell = on_fault};
    ent_str line = {NULL, 0};
    char *text = NULL;
    size_t n = 0;
    if (!json.p || !ent_review_check(arena, json, record, &faults))
        return line;
    FILE *out = open_memstream(&text, &n);
    if (out)
        ent_record_write_json(record, out);
    if (out && fclose(out) == 0 && n > 0)
        line = (ent_str){ent_arena_copy(arena, text, n - 1), (uint32_t)(n - 1)};
    free(text);
    return line;
}

/* Writes all records of the output anew, whole or not at all. */
static bool write_output(session *s)
{
    cli_output out;
    if (!cli_output_open(s->args, s->output, &out))
        return false;
    for (uint32_t i = 0; i < s->known.count; i++)
        if (s->known.records[i].in_output)
            fprintf(out.file, "%.*s\n", ENT_STR_ARG(s->known.records[i].json));
    return cli_output_close(&out, CLI_DONE) == CLI_DONE;
}

static bool append_output(session *s, ent_str line)
{
    FILE *out = fopen(s->output, "a");
    bool written = out && fprintf(out, "%.*s\n", ENT_STR_ARG(line)) > 0;
    if (out)
        written = fclose(out) == 0 && written;
    if (!written)
        cli_error("%s: %s", s->output, strerror(errno));
    return written;
}

static answer accept(session *s, ent_arena *arena, candidate *c)
{
    ent_record record;
    make_unique(s, arena, &c->review);
    ent_str line = normal(arena, c->edited.n > 0 ? c->edited : ent_review_to_json(arena, &c->review), &record);
    if (arena->failed != ENT_OK)
        return FAILED;
    if (!line.p) {
        fputs("  [e]dit fills in what is missing\n", stderr);
        return SKIP;
    }
    if (review_known_find(&s->known, record.id.s)) {
        fprintf(stderr, "  a record has the id %.*s already: [m]erge with it, or [e]dit the id\n",
                ENT_STR_ARG(record.id.s));
        return SKIP;
    }
    ent_str id = record.id.s;
    if (!append_output(s, line) || !review_known_put(&s->known, line, true) ||
        !review_decisions_add(&s->decisions, c->line, &c->review, "accepted", id, ""))
        return FAILED;
    s->accepted++;
    return DONE;
}

/* given: "m", "m ID" or "m ID REASON". */
static answer merge(session *s, ent_arena *arena, candidate *c, const char *given)
{
    const char *id = given + 1 + strspn(given + 1, " "), *reason = id + strcspn(id, " ");
    ent_str wanted = {id, (uint32_t)(reason - id)};
    reason += strspn(reason, " ");
    const review_record *into = wanted.n > 0 ? review_known_find(&s->known, wanted) : c->like;
    if (!into) {
        fputs(wanted.n > 0 ? "  no record has this id: name one of the output or of --known\n"
                           : "  no record is like it: name one with `m ID`\n",
              stderr);
        return SKIP;
    }
    ent_record record;
    ent_str line = normal(arena, ent_review_merge(arena, into->json, &c->review), &record);
    if (arena->failed != ENT_OK)
        return FAILED;
    if (!line.p) {
        fputs("  [e]dit fills in what is missing\n", stderr);
        return SKIP;
    }
    bool rewritten = into->in_output;
    ent_str merged = record.id.s;
    const char *why = *reason ? reason : into == c->like ? c->reason : "";
    if (!review_known_put(&s->known, line, true) || !(rewritten ? write_output(s) : append_output(s, line)) ||
        !review_decisions_add(&s->decisions, c->line, &c->review, "merged", merged, why))
        return FAILED;
    s->merged++;
    return DONE;
}

static answer reject(session *s, candidate *c, const char *given)
{
    const char *reason = given + 1 + strspn(given + 1, " ");
    if (!review_decisions_add(&s->decisions, c->line, &c->review, "rejected", (ent_str){"", 0}, reason))
        return FAILED;
    s->rejected++;
    return DONE;
}

static answer decide(session *s, ent_arena *arena, candidate *c)
{
    for (;;) {
        const char *given = ask(s, arena, "[a]ccept, [e]dit, [m]erge ID REASON, [r]eject REASON, [s]kip, [q]uit? ");
        answer made = SKIP;
        if (!given || arena->failed != ENT_OK)
            return given ? FAILED : QUIT;
        if (given[0] && given[1] && given[1] != ' ')
            given = "";
        switch (given[0]) {
        case 'a':
            made = accept(s, arena, c);
            break;
        case 'e':
            if (!edit(s, arena, c))
                return QUIT;
            break;
        case 'm':
            made = merge(s, arena, c, given);
            break;
        case 'r':
            made = reject(s, c, given);
            break;
        case 's':
            s->skipped++;
            return SKIP;
        case 'q':
            return QUIT;
        default:
            fputs("  one of a, e, m, r, s, q\n", stderr);
        }
        if (made != SKIP)
            return made;
    }
}

static int go_through(session *s, const char *path, int64_t from, bool again)
{
    ent_input input;
    ent_arena arena;
    int status = CLI_DONE;
    ent_arena_init(&arena, NULL);
    if (ent_input_open(&input, path) != ENT_OK) {
        cli_error("%s: %s", path, strerror(input.system_error));
        status = CLI_FAILED;
    }
    size_t n;
    bool over = status != CLI_DONE;
    for (uint64_t number = 1; !over && (ent_input_skip_blanks(&input), ent_input_peek(&input, 0) >= 0); number++) {
        char reason[200];
        uint64_t line = input.line;
        if (!ent_input_line(&input, &n)) {
            cli_error("%s: line %" PRIu64 " is too long", path, line);
            status = CLI_FAILED;
            break;
        }
        candidate c = {.line = {ent_input_take(&input, n), (uint32_t)n}, .number = number};
        if ((int64_t)number < from)
            continue;
        if (!again && review_decisions_has(&s->decisions, c.line)) {
            s->before++;
            continue;
        }
        ent_arena_reset(&arena);
        if (!ent_review_read(&arena, c.line, &c.review, reason, sizeof reason)) {
            cli_error("%s: line %" PRIu64 ": %s", path, line, *reason ? reason : "out of memory");
            status = CLI_FAILED;
            break;
        }
        show(s, &c);
        answer given = decide(s, &arena, &c);
        if (given == FAILED) {
            cli_error("the decision could not be written: %s",
                      arena.failed != ENT_OK ? "out of memory" : strerror(errno));
            status = CLI_FAILED;
        }
        if (given == QUIT)
            cli_note("stopped before candidate %" PRIu64 ": run it again to go on, or with --from %" PRIu64, number,
                     number);
        over = given == QUIT || given == FAILED;
    }
    ent_input_close(&input);
    ent_arena_fini(&arena);
    return status;
}

static bool read_known(session *s)
{
    uint32_t count;
    const char **files = cli_values(s->args, "known", &count);
    for (uint32_t i = 0; i < count; i++)
        if (!review_known_read(&s->known, files[i], false))
            return false;
    return review_known_read(&s->known, s->output, true);
}

static int run(cli_args *args)
{
    const char *path = args->positional[0], *kept = cli_value(args, "decisions");
    int64_t from = 1;
    if (!cli_number(args, "from", 1, INT32_MAX, &from))
        return CLI_USAGE;
    if (strcmp(path, "-") == 0)
        return cli_usage(args, "candidates come from a file: standard input is for your answers");
    session s = {.args = args, .answers = stdin, .output = cli_value(args, "output")};
    if (!s.output)
        s.output = ent_arena_printf(args->arena, "%s.accepted.jsonl", path);
    if (!kept)
        kept = ent_arena_printf(args->arena, "%s.decisions.jsonl", path);
    if (!s.output || !kept)
        return cli_report(NULL);
    int status = CLI_FAILED;
    review_known_init(&s.known);
    if (review_decisions_open(&s.decisions, kept) && read_known(&s)) {
        status = go_through(&s, path, from, cli_flag(args, "again"));
        if (s.before)
            cli_note("%" PRIu64 " were decided before (--again asks about them, too)", s.before);
        cli_note("accepted %" PRIu64 ", merged %" PRIu64 ", rejected %" PRIu64 ", skipped %" PRIu64
                 "; records are in %s, decisions in %s",
                 s.accepted, s.merged, s.rejected, s.skipped, s.output, kept);
    }
    if (!review_decisions_close(&s.decisions))
        status = CLI_FAILED;
    review_known_fini(&s.known);
    return status;
}

const cli_command cli_cmd_review = {
    .name = "review",
    .arguments = "FILE",
    .details =
        "FILE holds candidates, as `entente extract` prints them. Each is shown with its evidence, and with a\n"
        "record that it may be about. What you accept is appended to a file of records for `entente load`; what\n"
        "you merge becomes an event of a record. [e]dit opens $VISUAL or $EDITOR, else it asks field by field.",
    .min_arguments = 1,
    .max_arguments = 1,
    .options = {options},
    .run = run,
};
