/* entente review: a person goes through candidates; those accepted are appended, as records, to a file that `entente
 * load` takes. Nothing is written that a load would refuse, and nothing without an answer. */
#include "cli/cli.h"
#include "core/text/text.h"
#include "io/extract/review.h"
#include "io/input.h"
#include "io/string_set.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const cli_option options[] = {
    {"output", 'o', "FILE", "where accepted records are appended (default: the candidates' name with .accepted.jsonl)",
     false},
    {"from", 0, "N", "begin with the Nth candidate", false},
    CLI_OPTIONS_END,
};

typedef enum { ACCEPT, REJECT, SKIP, QUIT, FAILED } answer;

typedef struct {
    FILE *answers; /* standard input */
    FILE *out;
    ent_string_set ids; /* of the records that the file has */
    uint64_t accepted, rejected, skipped;
} session;

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

static void show(const ent_review *r, uint64_t number)
{
    fprintf(stderr, "\n%llu. ", (unsigned long long)number);
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

static bool edit(session *s, ent_arena *arena, ent_review *r)
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

/* An id that no record of the file has. */
static void make_unique(session *s, ent_arena *arena, ent_review *r)
{
    ent_str base = r->id;
    for (uint32_t n = 2; ent_string_set_find(&s->ids, r->id) >= 0 && arena->failed == ENT_OK; n++) {
        char *next = ent_arena_printf(arena, "%.*s-%u", ENT_STR_ARG(base), n);
        if (!next)
            return;
        r->id = ent_str_of(next);
    }
}

/* Appends it; false when it is no record yet. *failed: the file could not be written. */
static bool append(session *s, ent_arena *arena, ent_review *r, bool *failed)
{
    ent_record record;
    ent_faults faults = {.tell = on_fault};
    make_unique(s, arena, r);
    ent_str json = ent_review_to_json(arena, r);
    if (!json.p || !ent_review_check(arena, json, &record, &faults))
        return false;
    uint32_t number;
    bool is_new;
    ent_record_write_json(&record, s->out);
    *failed = fflush(s->out) != 0 || ent_string_set_add(&s->ids, r->id, &number, &is_new) != ENT_OK;
    return !*failed;
}

static answer decide(session *s, ent_arena *arena, ent_review *r, uint64_t number)
{
    for (;;) {
        const char *given = ask(s, arena, "[a]ccept, [e]dit, [r]eject, [s]kip, [q]uit? ");
        bool failed = false;
        if (!given || arena->failed != ENT_OK)
            return given ? FAILED : QUIT;
        switch (given[0]) {
        case 'a':
            if (append(s, arena, r, &failed))
                return ACCEPT;
            if (failed || arena->failed != ENT_OK)
                return FAILED;
            fputs("  [e]dit fills in what is missing\n", stderr);
            break;
        case 'e':
            if (!edit(s, arena, r))
                return QUIT;
            show(r, number);
            break;
        case 'r':
            return REJECT;
        case 's':
            return SKIP;
        case 'q':
            return QUIT;
        default:
            fputs("  one of a, e, r, s, q\n", stderr);
        }
    }
}

/* The ids that the file of records has already. */
static bool read_ids(session *s, const char *path)
{
    ent_input input;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    bool sound = true;
    if (access(path, F_OK) != 0)
        return true;
    if (ent_input_open(&input, path) != ENT_OK) {
        cli_error("%s: %s", path, strerror(input.system_error));
        sound = false;
    }
    size_t n;
    while (sound && (ent_input_skip_blanks(&input), ent_input_peek(&input, 0) >= 0) && ent_input_line(&input, &n)) {
        ent_record record = {.file = path, .line = input.line, .column = 1};
        ent_faults faults = {0};
        uint32_t number;
        bool is_new;
        record.source = (ent_str){ent_input_take(&input, n), (uint32_t)n};
        if (!ent_record_read_json(&arena, &record, &faults)) {
            cli_error("%s: line %llu is no record: accepted ones are only appended to records", path,
                      (unsigned long long)record.line);
            sound = false;
        } else if (ent_string_set_add(&s->ids, record.id.s, &number, &is_new) != ENT_OK) {
            sound = false;
        }
        ent_arena_reset(&arena);
    }
    ent_input_close(&input);
    ent_arena_fini(&arena);
    return sound;
}

static int go_through(session *s, const char *path, int64_t from)
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
        ent_review review;
        char reason[200];
        uint64_t line = input.line;
        if (!ent_input_line(&input, &n)) {
            cli_error("%s: line %llu is too long", path, (unsigned long long)line);
            status = CLI_FAILED;
            break;
        }
        ent_str text = {ent_input_take(&input, n), (uint32_t)n};
        if ((int64_t)number < from)
            continue;
        ent_arena_reset(&arena);
        if (!ent_review_read(&arena, text, &review, reason, sizeof reason)) {
            cli_error("%s: line %llu: %s", path, (unsigned long long)line, *reason ? reason : "out of memory");
            status = CLI_FAILED;
            break;
        }
        show(&review, number);
        answer given = decide(s, &arena, &review, number);
        s->accepted += given == ACCEPT;
        s->rejected += given == REJECT;
        s->skipped += given == SKIP;
        if (given == FAILED) {
            cli_error("the record could not be written: %s",
                      arena.failed != ENT_OK ? "out of memory" : strerror(errno));
            status = CLI_FAILED;
        }
        if (given == QUIT)
            cli_note("stopped before candidate %llu: go on with --from %llu", (unsigned long long)number,
                     (unsigned long long)number);
        over = given == QUIT || given == FAILED;
    }
    ent_input_close(&input);
    ent_arena_fini(&arena);
    return status;
}

static int run(cli_args *args)
{
    const char *path = args->positional[0], *output = cli_value(args, "output");
    int64_t from = 1;
    if (!cli_number(args, "from", 1, INT32_MAX, &from))
        return CLI_USAGE;
    if (strcmp(path, "-") == 0)
        return cli_usage(args, "candidates come from a file: standard input is for your answers");
    if (!output)
        output = ent_arena_printf(args->arena, "%s.accepted.jsonl", path);
    session s = {.answers = stdin};
    ent_string_set_init(&s.ids);
    int status = CLI_FAILED;
    if (output && read_ids(&s, output)) {
        s.out = fopen(output, "a");
        if (!s.out)
            cli_error("%s: %s", output, strerror(errno));
        else
            status = go_through(&s, path, from);
        if (s.out && fclose(s.out) != 0) {
            cli_error("%s: %s", output, strerror(errno));
            status = CLI_FAILED;
        }
        cli_note("accepted %llu, rejected %llu, skipped %llu; records are in %s", (unsigned long long)s.accepted,
                 (unsigned long long)s.rejected, (unsigned long long)s.skipped, output);
    }
    ent_string_set_fini(&s.ids);
    return status;
}

const cli_command cli_cmd_review = {
    .name = "review",
    .arguments = "FILE",
    .details = "FILE holds candidates, as `entente extract` prints them. Each is shown with its evidence; what you\n"
               "accept is appended to a file of records for `entente load`.",
    .min_arguments = 1,
    .max_arguments = 1,
    .options = {options},
    .run = run,
};
