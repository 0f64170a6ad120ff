/* Joins the parts of the function table and finds functions by name. */
#include "core/query/function_tables.h"

#include <pthread.h>
#include <stdlib.h>
#include <strings.h>

static const ent_function_table *const parts[] = {
    &ent_functions_scalar,   &ent_functions_list,    &ent_functions_math,      &ent_functions_string,
    &ent_functions_temporal, &ent_functions_spatial, &ent_functions_aggregate, &ent_functions_agreement,
};
enum { PARTS = sizeof parts / sizeof *parts, MOST = 512 };

static const ent_function *sorted[MOST];
static uint32_t count;
static pthread_once_t sorted_once = PTHREAD_ONCE_INIT;

static int by_name(const void *a, const void *b)
{
    const ent_function *const *x = a, *const *y = b;
    return strcasecmp((*x)->name, (*y)->name);
}

static void sort_functions(void)
{
    for (size_t p = 0; p < PARTS; p++)
        for (uint32_t i = 0; i < parts[p]->count && count < MOST; i++)
            sorted[count++] = &parts[p]->functions[i];
    qsort(sorted, count, sizeof *sorted, by_name);
}

const ent_function *ent_function_find(ent_str name)
{
    pthread_once(&sorted_once, sort_functions);
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        ent_str at = ent_str_of(sorted[middle]->name);
        if (ent_str_equal_nocase(at, name))
            return sorted[middle];
        int order = strncasecmp(at.p, name.p, at.n < name.n ? at.n : name.n);
        if (order < 0 || (order == 0 && at.n < name.n))
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

uint32_t ent_function_count(void)
{
    pthread_once(&sorted_once, sort_functions);
    return count;
}

const ent_function *ent_function_at(uint32_t i)
{
    return i < ent_function_count() ? sorted[i] : NULL;
}
