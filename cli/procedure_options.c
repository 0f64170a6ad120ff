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

static entente_status check_keys(entente_call *call, const entente_value *map, bool dated)
{
    static const char *const known[] = {"asOf", "certainly", "kinds", "statuses", "stages", "parties"};
    for (uint32_t i = 0; i < entente_value_key_count(map); i++) {
        const char *key = entente_value_key(map, i, NULL);
        bool found = false;
        for (int k = dated ? 0 : 1; k < 6; k++)
            found |= strcmp(key, known[k]) == 0;
        if (!found)
            return entente_call_fail(call, ENTENTE_ARGUMENT,
                                     "unknown option `%s`: expected %scertainly, kinds, statuses, stages or parties",
                                     key, dated ? "asOf, " : "");
    }
    return ENTENTE_OK;
}

entente_status cli_procedure_options(entente_call *call, ent_arena *arena, const entente_value *map, bool dated,
                                     ent_view_options *out)
{
    *out = (ent_view_options){0};
    if (is_null(map))
        return ENTENTE_OK;
    entente_status status = check_keys(call, map, dated);
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
    if (status != ENTENTE_OK)
        return status;
    const entente_value *certainly = entente_value_get(map, "certainly");
    if (!is_null(certainly) && entente_value_type(certainly) != ENTENTE_BOOLEAN)
        return entente_call_fail(call, ENTENTE_ARGUMENT, "certainly: expected true or false");
    out->certainly = !is_null(certainly) && entente_value_bool(certainly);
    return ENTENTE_OK;
}
