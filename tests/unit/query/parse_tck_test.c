/* Every query of the TCK that is not to fail with a SyntaxError must parse; those that are must not run into anything
 * but that. Skipped where the TCK is not there. */
#include "core/query/ast.h"
#include "tests/tck/gherkin.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned files, queries, failures;

static char *read_file(const char *path, size_t *size)
{
    FILE *in = fopen(path, "rb");
    char *text = NULL;
    size_t room = 0;
    if (!in)
        return NULL;
    ssize_t n = getdelim(&text, &room, EOF, in);
    fclose(in);
    *size = n > 0 ? (size_t)n : 0;
    return text;
}

static bool wants_syntax_error(const tck_scenario *scenario)
{
    for (uint32_t i = 0; i < scenario->count; i++)
        if (memmem(scenario->steps[i].text.p, scenario->steps[i].text.n, "a SyntaxError should", 20))
            return true;
    return false;
}

static void check_query(const char *path, const tck_scenario *scenario, const tck_step *step)
{
    ent_arena arena;
    ent_error error = {0};
    ent_statement *statement;
    ent_arena_init(&arena, NULL);
    ent_status status = ent_parse(&arena, step->doc, &statement, &error);
    bool may_fail = wants_syntax_error(scenario) && ent_str_equal(step->text, ENT_STR("executing query:"));
    if (status != ENT_OK && !(may_fail && status == ENT_SYNTAX)) {
        printf("%s :: %.*s #%u\n%.*s\n%s: %s\n\n", path, ENT_STR_ARG(scenario->name), scenario->number,
               ENT_STR_ARG(step->doc), ent_status_type(status), error.text);
        failures++;
    }
    queries++;
    ent_arena_fini(&arena);
}

static int check_file(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status;
    (void)walk;
    const char *dot = strrchr(path, '.');
    if (kind != FTW_F || !dot || strcmp(dot, ".feature") != 0)
        return 0;
    ent_arena arena;
    tck_feature feature;
    const char *fault = "it cannot be read";
    size_t size = 0;
    char *text = read_file(path, &size);
    ent_arena_init(&arena, NULL);
    if (!text || !tck_read_feature(&arena, (ent_str){text, (uint32_t)size}, &feature, &fault)) {
        printf("%s: %s\n", path, fault);
        failures++;
    } else {
        for (uint32_t i = 0; i < feature.count; i++)
            for (uint32_t k = 0; k < feature.scenarios[i].count; k++)
                if (feature.scenarios[i].steps[k].doc.p)
                    check_query(path, &feature.scenarios[i], &feature.scenarios[i].steps[k]);
    }
    ent_arena_fini(&arena);
    free(text);
    files++;
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    if (nftw(argv[1], check_file, 16, FTW_PHYS) != 0) {
        printf("skipped: there is no TCK at %s\n", argv[1]);
        return 77;
    }
    printf("%u files, %u queries, %u failures\n", files, queries, failures);
    return files > 0 && failures == 0 ? 0 : 1;
}
