#include "cli/procedure_options.h"

#include "core/model/vocabulary.h"
#include "core/value/temporal.h"

#include <stdio.h>
#include <string.h>

const char *cli_procedure_text(ent_arena *arena, const entente_value *value)
{
    size_t length;
    const char *text = entente_value_text(value, &length);
    return text ? ent_arena_copy(arena, text, length) : NULL;
}

static bool is_null(const entente_value *value)
{
    return !value || entente_value_type(value) == ENTENTE_NULL_VALUE;
}

/* A list of strings under a key, each of a vocabulary where one is given. */
static entente_status read_list(entente_call *call, ent_arena *arena, const entente_value *map, const char *key,
                                const ent_vocabulary *vocabulary, const char *const **items, uint32_t *count)
{
    const entente_value *list = entente_value_get(map, key);
    if (is_null(list))
        return ENTENTE_OK;
    bool texts = entente_value_type(list) == ENTENTE_LIST;
    uint32_t n = texts ? entente_value_size(list) : 0;
    const char **found = ENT_NEW_ARRAY(arena, const char *, (size_t)n + 1);
    if (!found)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; texts && i < n; i++) {
        texts = entente_value_type(entente_value_item(list, i)) == ENTENTE_STRING;
        if (texts && !(found[i] = cli_procedure_text(arena, entente_value_item(list, i))))
            return ENTENTE_NOMEM;
    }
    if (!texts)
        return entente_call_fail(call, ENTENTE_ARGUMENT, "%s: expected a list of strings", key);
    for (uint32_t i = 0; vocabulary && i < n; i++) {
        ent_str word = ent_str_of(found[i]);
        if (ent_vocabulary_find(vocabulary, word) >= 0)
            continue;
        const ent_str *near = ent_vocabulary_nearest(vocabulary, word);
        return entente_call_fail(call, ENTENTE_ARGUMENT, "unknown %s `%s`%s%s%s", vocabulary->what, found[i],
                                 near ? "; did you mean `" : "", near ? near->p : "", near ? "`?" : "");
    }
    *items = found;
    *count = n;
    return ENTENTE_OK;
}

entente_status cli_procedure_day(entente_call *call, ent_arena *arena, const char *what, const entente_value *value,
                                 const char **out)
{
    int64_t year = 0;
    int month = 0, day = 0, length = 0, years = 0;
    *out = NULL;
    if (is_null(value))
        return ENTENTE_OK;
    const char *text = entente_value_text(value, NULL);
    bool known = text ? strlen(text) == 10 && strspn(text, "0123456789-") == 10 &&
                            sscanf(text, "%4d-%2d-%2d%n", &years, &month, &day, &length) == 3 && length == 10 &&
                            ent_date_valid(years, month, day)
                      : entente_value_date(value, &year, &month, &day) && year >= 0 && year <= 9999;
    if (!known)
        return entente_call_fail(call, ENTENTE_ARGUMENT, "%s: expected a date, such as date('2025-06-30')", what);
    *out = text ? cli_procedure_text(arena, value) : ent_arena_printf(arena, "%04d-%02d-%02d", (int)year, month, day);
    return *out ? ENTENTE_OK : ENTENTE_NOMEM;
}

static bool in_list(const char *const *list, const char *word)
{
    for (; list && *list; list++)
        if (strcmp(*list, word) == 0)
            return true;
    return false;
}

static entente_status check_keys(entente_call *call, ent_arena *arena, const entente_value *map, bool dated,
                                 const char *const *further)
{
    static const char *const known[] = {"asOf", "certainly", "kinds", "statuses", "stages", "parties", NULL};
    for (uint32_t i = 0; i < entente_value_key_count(map); i++) {
        const char *key = entente_value_key(map, i, NULL);
        if (in_list(&known[dated ? 0 : 1], key) || in_list(further, key))
            continue;
        const char *expected =
            dated ? "asOf, certainly, kinds, statuses, stages" : "certainly, kinds, statuses, stages";
        for (const char *const *f = further; expected && f && *f; f++)
            expected = ent_arena_printf(arena, "%s, %s", expected, *f);
        if (!expected)
            return ENTENTE_NOMEM;
        return entente_call_fail(call, ENTENTE_ARGUMENT, "unknown option `%s`: expected %s or parties", key, expected);
    }
    return ENTENTE_OK;
}

entente_status cli_procedure_flag(entente_call *call, const entente_value *map, const char *key, bool *out)
{
    const entente_value *value = entente_value_get(map, key);
    if (is_null(value))
        return ENTENTE_OK;
    if (entente_value_type(value) != ENTENTE_BOOLEAN)
        return entente_call_fail(call, ENTENTE_ARGUMENT, "%s: expected true or false", key);
    *out = entente_value_bool(value);
    return ENTENTE_OK;
}

entente_status cli_procedure_number(entente_call *call, const entente_value *map, const char *key, int64_t least,
                                    int64_t most, int64_t *out)
{
    const entente_value *value = entente_value_get(map, key);
    if (is_null(value))
        return ENTENTE_OK;
    int64_t number = entente_value_int64(value);
    if (entente_value_type(value) != ENTENTE_INTEGER || number < least || number > most)
        return entente_call_fail(call, ENTENTE_ARGUMENT, "%s: expected a whole number from %lld to %lld", key,
                                 (long long)least, (long long)most);
    *out = number;
    return ENTENTE_OK;
}

entente_status cli_procedure_options(entente_call *call, ent_arena *arena, const entente_value *map, bool dated,
                                     const char *const *further, ent_view_options *out)
{
    *out = (ent_view_options){0};
    if (is_null(map))
        return ENTENTE_OK;
    entente_status status = check_keys(call, arena, map, dated, further);
    if (status == ENTENTE_OK)
        status = cli_procedure_day(call, arena, "asOf", entente_value_get(map, "asOf"), &out->as_of);
    if (status == ENTENTE_OK)
        status = read_list(call, arena, map, "kinds", &ent_kinds, &out->kinds, &out->kind_count);
    if (status == ENTENTE_OK)
        status = read_list(call, arena, map, "statuses", &ent_record_statuses, &out->statuses, &out->status_count);
    if (status == ENTENTE_OK)
        status = read_list(call, arena, map, "stages", &ent_stages, &out->stages, &out->stage_count);
    if (status == ENTENTE_OK)
        status = read_list(call, arena, map, "parties", NULL, &out->parties, &out->party_count);
    return status == ENTENTE_OK ? cli_procedure_flag(call, map, "certainly", &out->certainly) : status;
}
