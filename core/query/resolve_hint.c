/* Advice for errors: what there is, and which of it was probably meant. Runs only when a statement has failed. */
#include "core/query/resolver.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_NAMES = 512, MOST_SHOWN = 8 };

static int by_name(const void *a, const void *b)
{
    const ent_str *x = a, *y = b;
    int order = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);
    return order ? order : (x->n > y->n) - (x->n < y->n);
}

/* The visible names, sorted, each once. */
static uint32_t visible(const ent_scope *scope, ent_str names[MOST_NAMES])
{
    uint32_t n = 0;
    for (; scope; scope = scope->parent)
        for (uint32_t i = 0; i < scope->count && n < MOST_NAMES; i++)
            names[n++] = scope->vars[i]->name;
    if (n > 0)
        qsort(names, n, sizeof *names, by_name);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (kept == 0 || !ent_str_equal(names[kept - 1], names[i]))
            names[kept++] = names[i];
    return kept;
}

/* The only node or relationship in scope: a bare name was probably meant for a property of it. */
static const ent_var *only_element(const ent_scope *scope)
{
    const ent_var *only = NULL;
    for (; scope; scope = scope->parent)
        for (uint32_t i = 0; i < scope->count; i++) {
            const ent_var *var = scope->vars[i];
            if ((var->types & ~ENT_NULL_TYPE & ~ENT_ENTITY_TYPES) || !(var->types & ENT_ENTITY_TYPES))
                continue;
            if (only)
                return NULL;
            only = var;
        }
    return only;
}

void ent_hint_variables(ent_resolver *r, const ent_scope *scope, ent_str wanted)
{
    ent_str names[MOST_NAMES];
    uint32_t n = visible(scope, names);
    if (n == 0) {
        ent_hint(r->error, "no variables are in scope here; text stands in quotes: '%.*s'", ENT_STR_ARG(wanted));
        return;
    }
    char list[256];
    size_t used = 0;
    for (uint32_t i = 0; i < n && i < MOST_SHOWN && used < sizeof list; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%.*s", i ? ", " : "", ENT_STR_ARG(names[i]));
    int nearest = ent_str_nearest(wanted, names, n);
    const char *more = n > MOST_SHOWN ? ", ..." : "";
    const ent_var *element = only_element(scope);
    bool name = wanted.p[0] >= 'A' && wanted.p[0] <= 'Z'; /* of something, rather than a key */
    if (nearest < 0 && wanted.n == 1)
        ent_hint(r->error, "in scope here: %s%s", list, more);
    else if (nearest < 0 && element && !name)
        ent_hint(r->error, "in scope here: %s%s; did you mean `%.*s.%.*s`?", list, more, ENT_STR_ARG(element->name),
                 ENT_STR_ARG(wanted));
    else if (nearest >= 0)
        ent_hint(r->error, "in scope here: %s%s; did you mean `%.*s`?", list, more, ENT_STR_ARG(names[nearest]));
    else
        ent_hint(r->error, "in scope here: %s%s; text stands in quotes: '%.*s'", list, more, ENT_STR_ARG(wanted));
}

/* Functions of other languages; NULL: not known. */
static const char *function_hint(ent_str wanted)
{
    static const struct {
        const char *name, *hint;
    } others[] = {
        {"if", "a choice is written CASE WHEN ... THEN ... ELSE ... END"},
        {"iif", "a choice is written CASE WHEN ... THEN ... ELSE ... END"},
        {"ifnull", "coalesce(value, other) is the first that is not null"},
        {"nvl", "coalesce(value, other) is the first that is not null"},
        {"isnull", "write x IS NULL"},
        {"len", "size() counts the characters of a string and the items of a list"},
        {"strlen", "size() counts the characters of a string and the items of a list"},
        {"concat", "strings are joined with +"},
        {"now", "datetime() is now, date() today"},
        {"today", "date() is today"},
        {"year", "write date.year"},
        {"month", "write date.month"},
        {"day", "write date.day"},
        {"cast", "toInteger(), toFloat(), toString(), date() and so on turn one type into another"},
        {"group_concat", "collect() makes a list of the values of a group"},
        {"string_agg", "collect() makes a list of the values of a group"},
        {"array_agg", "collect() makes a list of the values of a group"},
        {"median", "percentileCont(value, 0.5)"},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (ent_str_equal_nocase(wanted, ent_str_of(others[i].name)))
            return others[i].hint;
    return NULL;
}

void ent_hint_functions(ent_resolver *r, ent_str wanted)
{
    const char *hint = function_hint(wanted);
    if (hint)
        ent_hint(r->error, "%s", hint);
    const char *dot = memchr(wanted.p, '.', wanted.n);
    ent_str first = {wanted.p, dot ? (uint32_t)(dot - wanted.p) : 0};
    if (first.n && ent_scope_find(r->scope, first, NULL)) {
        const char *last = wanted.p + wanted.n;
        while (last[-1] != '.')
            last--;
        ent_hint(r->error, "a function takes the value in its brackets: %.*s(%.*s)", (int)(wanted.p + wanted.n - last),
                 last, (int)(last - 1 - wanted.p), wanted.p);
    }
    ent_str names[MOST_NAMES];
    uint32_t n = 0;
    for (uint32_t i = 0; i < ent_function_count() && n < MOST_NAMES; i++)
        names[n++] = ent_str_of(ent_function_at(i)->name);
    int nearest = ent_str_nearest(wanted, names, n);
    if (nearest >= 0)
        ent_hint(r->error, "did you mean `%.*s`? SHOW FUNCTIONS lists all", ENT_STR_ARG(names[nearest]));
    else
        ent_hint(r->error, "SHOW FUNCTIONS lists the functions that there are");
}

void ent_hint_procedures(ent_resolver *r, ent_str wanted)
{
    ent_str names[MOST_NAMES];
    uint32_t n = 0;
    for (uint32_t i = 0; i < ent_procedure_count(r->procedures) && n < MOST_NAMES; i++)
        names[n++] = ent_procedure_at(r->procedures, i)->name;
    int nearest = ent_str_nearest(wanted, names, n);
    if (nearest >= 0)
        ent_hint(r->error, "did you mean `%.*s`? SHOW PROCEDURES lists all", ENT_STR_ARG(names[nearest]));
    else
        ent_hint(r->error, "SHOW PROCEDURES lists the procedures that there are");
}
