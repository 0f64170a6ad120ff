#include "cli/diagram_days.h"

#include "cli/view_options.h"
#include "render/multiples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_date(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int too_many(const cli_args *args, const char *option, long long count)
{
    return cli_usage(args, "`--%s` asks for %lld panels: a figure has room for %d", option, count, MULTIPLES_DAYS);
}

static int read_years(const cli_args *args, const char *text, const char *const **days, uint32_t *count)
{
    int first, last, length = 0;
    bool read = sscanf(text, "%4d..%4d%n", &first, &last, &length) == 2 && (size_t)length == strlen(text) &&
                strspn(text, "0123456789.") == strlen(text);
    if (!read || first < 1 || last < 1)
        return cli_usage(args, "`--each-year %s`: expected the first and the last year, such as 2015..2025", text);
    if (first > last)
        return cli_usage(args, "`--each-year %s`: the first year is behind the last; did you mean %d..%d?", text, last,
                         first);
    if (last - first + 1 > MULTIPLES_DAYS)
        return too_many(args, "each-year", last - first + 1);
    const char **list = ENT_NEW_ARRAY(args->arena, const char *, (size_t)(last - first + 2));
    for (int year = first; list && year <= last; year++)
        list[(*count)++] = ent_arena_printf(args->arena, "%04d-12-31", year);
    *days = list;
    return args->arena->failed == ENT_OK ? CLI_DONE : cli_report(NULL);
}

int cli_days_read(const cli_args *args, const char *const **days, uint32_t *count)
{
    const char *years = cli_value(args, "each-year");
    uint32_t given;
    const char **list = cli_values(args, "as-of", &given);
    *count = 0;
    *days = NULL;
    if (!list)
        return cli_report(NULL);
    if (years && given)
        return cli_usage(args, "`--each-year` and `--as-of` each say of which days: one of them, please");
    if (years)
        return read_years(args, years, days, count);
    if (given < 2)
        return CLI_DONE;
    for (uint32_t i = 0; i < given; i++)
        if (!cli_check_date("as-of", list[i]))
            return CLI_USAGE;
    qsort(list, given, sizeof *list, by_date);
    for (uint32_t i = 0; i < given; i++)
        if (*count == 0 || strcmp(list[*count - 1], list[i]) != 0)
            list[(*count)++] = list[i];
    if (*count > MULTIPLES_DAYS)
        return too_many(args, "as-of", *count);
    *days = list;
    *count = *count > 1 ? *count : 0;
    return CLI_DONE;
}
