/* entente-tck: runs the openCypher TCK and reports.
 *
 *   entente-tck [FOLDER] [--only TEXT] [--any-graph NAME] [--list-failures]
 *
 * Each file is run by a child process, which tells each scenario's verdict through a pipe. When the child dies, the
 * scenario it was in counts as a crash, and another child goes on behind it. Exit status: 0 all passed, 1 not, 2 the
 * call was wrong. */
#include "tests/tck/graphs.h"
#include "tests/tck/scenario.h"

#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS_A_SCENARIO = 30, MOST_FILES = 4096, MOST_FOLDERS = 256 };

typedef struct {
    unsigned verdicts[TCK_VERDICT_COUNT];
    unsigned error_scenarios, error_exact, error_any;
} tally;

typedef struct {
    char *name;
    tally tally;
} folder_tally;

static struct {
    char *paths[MOST_FILES];
    size_t count;
    folder_tally folders[MOST_FOLDERS];
    size_t folder_count;
    const char *root, *only, *graphs, *any_graph;
    bool list_only, unclean;
} all;

/* ---- the files ---- */

static int note_file(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status;
    (void)walk;
    const char *dot = strrchr(path, '.');
    if (kind == FTW_F && dot && strcmp(dot, ".feature") == 0 && all.count < MOST_FILES)
        all.paths[all.count++] = strdup(path);
    return 0;
}

static int order_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The folder `graphs` beside one of the folders above the root, or beside itself. */
static const char *find_graphs(const char *root)
{
    static char path[4096];
    static const char up[] = "../../../../../../";
    for (int i = 0; i <= 6; i++) {
        snprintf(path, sizeof path, "%s/%.*sgraphs", root, 3 * i, up);
        if (access(path, R_OK) == 0)
            return path;
    }
    return NULL;
}

static folder_tally *folder_of(const char *path)
{
    const char *below = path + strlen(all.root);
    below += *below == '/';
    const char *slash = strrchr(below, '/');
    size_t n = slash ? (size_t)(slash - below) : 0;
    for (size_t i = 0; i < all.folder_count; i++)
        if (strlen(all.folders[i].name) == n && memcmp(all.folders[i].name, below, n) == 0)
            return &all.folders[i];
    if (all.folder_count == MOST_FOLDERS)
        return &all.folders[MOST_FOLDERS - 1];
    all.folders[all.folder_count].name = strndup(below, n);
    return &all.folders[all.folder_count++];
}

/* ---- the child ---- */

static void write_all(int out, const void *bytes, size_t n)
{
    for (const char *p = bytes; n > 0;) {
        ssize_t written = write(out, p, n);
        if (written <= 0)
            _exit(3);
        p += written;
        n -= (size_t)written;
    }
}

/* Runs the scenarios of a file from `first` on that are wanted; for each: verdict, length of details, details. */
static void run_scenarios(const tck_feature *feature, const bool *wanted, uint32_t first, int out)
{
    for (uint32_t i = first; i < feature->count; i++) {
        if (!wanted[i])
            continue;
        ent_arena arena;
        ent_buffer details;
        ent_arena_init(&arena, NULL);
        ent_buffer_init(&details, &arena);
        alarm(SECONDS_A_SCENARIO);
        tck_verdict verdict = tck_run_scenario(&arena, &feature->scenarios[i], all.graphs, all.any_graph, &details);
        alarm(0);
        if (arena.failed != ENT_OK)
            verdict = TCK_RUNNER_FAULT;
        uint32_t head[2] = {(uint32_t)verdict, details.p ? details.n : 0};
        write_all(out, head, sizeof head);
        write_all(out, details.p ? details.p : "", head[1]);
        ent_arena_fini(&arena);
    }
}

/* ---- the parent ---- */

static bool read_all(int in, void *bytes, size_t n)
{
    for (char *p = bytes; n > 0;) {
        ssize_t got = read(in, p, n);
        if (got <= 0)
            return false;
        p += got;
        n -= (size_t)got;
    }
    return true;
}

static void report(const char *path, const tck_scenario *scenario, tck_verdict verdict, const char *details)
{
    folder_tally *folder = folder_of(path);
    folder->tally.verdicts[verdict]++;
    if (tck_expects_error(scenario) && !scenario->ignored) {
        folder->tally.error_scenarios++;
        folder->tally.error_exact += verdict == TCK_PASSED;
        folder->tally.error_any += verdict == TCK_PASSED || verdict == TCK_WRONG_ERROR;
    }
    if (verdict == TCK_PASSED || verdict == TCK_SKIPPED)
        return;
    const char *below = path + strlen(all.root);
    below += *below == '/';
    printf("%s :: %.*s", below, ENT_STR_ARG(scenario->name));
    if (scenario->number)
        printf(" #%u", scenario->number);
    printf("%s%s\n", all.list_only ? " :: " : "\n    ", tck_verdict_text(verdict));
    if (!all.list_only)
        printf("%s\n", details);
}

/* Takes what one child tells; *next: the scenario to go on with. */
static void take_verdicts(const char *path, const tck_feature *feature, const bool *wanted, int in, uint32_t *next)
{
    uint32_t head[2];
    for (;; ++*next) {
        while (*next < feature->count && !wanted[*next])
            ++*next;
        if (*next == feature->count || !read_all(in, head, sizeof head))
            return;
        char *details = malloc((size_t)head[1] + 1);
        if (!details || !read_all(in, details, head[1])) {
            free(details);
            return;
        }
        details[head[1]] = '\0';
        report(path, &feature->scenarios[*next], (tck_verdict)head[0], details);
        free(details);
    }
}

static void run_file(const char *path, const tck_feature *feature, const bool *wanted)
{
    for (uint32_t next = 0; next < feature->count;) {
        int ends[2], status = 0;
        fflush(stdout);
        if (pipe(ends) != 0)
            exit(1);
        pid_t child = fork();
        if (child < 0)
            exit(1);
        if (child == 0) {
            close(ends[0]);
            run_scenarios(feature, wanted, next, ends[1]);
            exit(0); /* not _exit: a leak sanitizer has its say now */
        }
        close(ends[1]);
        take_verdicts(path, feature, wanted, ends[0], &next);
        close(ends[0]);
        waitpid(child, &status, 0);
        if (next < feature->count) {
            char details[128];
            snprintf(details, sizeof details, "    %s\n",
                     WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "it ended the process");
            report(path, &feature->scenarios[next++], TCK_CRASHED, details);
        } else if (status != 0) {
            fprintf(stderr, "%s: all scenarios were judged, but the process did not end well\n", path);
            all.unclean = true;
        }
    }
}

static bool is_wanted(const char *path, const tck_scenario *scenario)
{
    char name[1024];
    if (!all.only)
        return true;
    snprintf(name, sizeof name, "%s :: %.*s #%u", path + strlen(all.root), ENT_STR_ARG(scenario->name),
             scenario->number);
    return strstr(name, all.only) != NULL;
}

static bool run_path(const char *path)
{
    ent_arena arena;
    tck_feature feature;
    const char *fault = "it cannot be read";
    ent_arena_init(&arena, NULL);
    ent_str text = tck_read_file(&arena, path);
    bool good = text.p && tck_read_feature(&arena, text, &feature, &fault);
    if (good) {
        bool *wanted = calloc(feature.count + 1, sizeof *wanted);
        for (uint32_t i = 0; wanted && i < feature.count; i++)
            wanted[i] = is_wanted(path, &feature.scenarios[i]);
        if (wanted)
            run_file(path, &feature, wanted);
        free(wanted);
    } else {
        fprintf(stderr, "%s: %s\n", path, fault);
    }
    ent_arena_fini(&arena);
    return good;
}

/* ---- the table ---- */

static unsigned failed_of(const tally *t)
{
    unsigned failed = 0;
    for (int i = TCK_SKIPPED + 1; i < TCK_VERDICT_COUNT; i++)
        failed += t->verdicts[i];
    return failed;
}

static void print_line(const char *name, const tally *t)
{
    printf("%-38s %6u %6u %7u  %6u %7u %6u %5u  %4u/%u\n", name, t->verdicts[TCK_PASSED], failed_of(t),
           t->verdicts[TCK_SKIPPED], t->verdicts[TCK_WRONG_ANSWER] + t->verdicts[TCK_WRONG_EFFECTS],
           t->verdicts[TCK_ERROR_FOR_ROWS], t->verdicts[TCK_WRONG_ERROR] + t->verdicts[TCK_NO_ERROR],
           t->verdicts[TCK_CRASHED] + t->verdicts[TCK_RUNNER_FAULT], t->error_exact, t->error_scenarios);
}

static unsigned print_table(void)
{
    tally sum = {0};
    printf("%-38s %6s %6s %7s  %6s %7s %6s %5s  %s\n", "folder", "passed", "failed", "skipped", "wrong", "errors",
           "errors", "other", "errors");
    printf("%-38s %6s %6s %7s  %6s %7s %6s %5s  %s\n", "", "", "", "", "answer", "for rows", "missed", "", "exact");
    for (size_t i = 0; i < all.folder_count; i++) {
        const tally *t = &all.folders[i].tally;
        print_line(all.folders[i].name[0] ? all.folders[i].name : ".", t);
        for (int k = 0; k < TCK_VERDICT_COUNT; k++)
            sum.verdicts[k] += t->verdicts[k];
        sum.error_scenarios += t->error_scenarios;
        sum.error_exact += t->error_exact;
        sum.error_any += t->error_any;
        free(all.folders[i].name);
    }
    print_line("all", &sum);
    printf("scenarios that want an error: %u; %u raise it with type, phase and detail, %u raise some error\n",
           sum.error_scenarios, sum.error_exact, sum.error_any);
    printf("%u passed, %u failed, %u skipped\n", sum.verdicts[TCK_PASSED], failed_of(&sum), sum.verdicts[TCK_SKIPPED]);
    return failed_of(&sum);
}

static int usage(void)
{
    fprintf(stderr, "Usage: entente-tck [FOLDER] [--only TEXT] [--any-graph NAME] [--list-failures]\n\n"
                    "Runs the feature files below FOLDER (default: ../shared/tck/features).\n"
                    "  --only TEXT       those scenarios alone whose path or name contains TEXT\n"
                    "  --any-graph NAME  the named graph to load for \"any graph\" instead of none\n"
                    "  --list-failures   one line for each failure, without what was expected and what came\n");
    return 2;
}

int main(int argc, char **argv)
{
    all.root = "../shared/tck/features";
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--list-failures") == 0)
            all.list_only = true;
        else if (strcmp(argv[i], "--only") == 0 && i + 1 < argc)
            all.only = argv[++i];
        else if (strcmp(argv[i], "--any-graph") == 0 && i + 1 < argc)
            all.any_graph = argv[++i];
        else if (argv[i][0] == '-')
            return usage();
        else
            all.root = argv[i];
    }
    if (nftw(all.root, note_file, 16, FTW_PHYS) != 0 || all.count == 0) {
        fprintf(stderr, "entente-tck: there are no feature files in %s\n", all.root);
        return 2;
    }
    qsort(all.paths, all.count, sizeof *all.paths, order_paths);
    all.graphs = find_graphs(all.root);
    bool good = true;
    for (size_t i = 0; i < all.count; i++) {
        good = run_path(all.paths[i]) && good;
        free(all.paths[i]);
    }
    return print_table() == 0 && good && !all.unclean ? 0 : 1;
}
