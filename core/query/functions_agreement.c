/* The one function that knows what agreements are: the status of one on a day, as docs/time.md defines it. It looks
 * only at the events of the node that it is given, so a condition with it costs no more than the pattern that it stands
 * for, which is long and easy to write wrongly. */
#include "core/query/entity.h"
#include "core/query/function_tables.h"
#include "core/value/temporal.h"

/* The tokens that the graph of agreements is read by; ENT_NO_TOKEN: no element has it. */
typedef struct {
    uint32_t status, date, last_day;
} event_keys;

typedef struct {
    uint64_t event;
    int64_t day; /* the first that its date can mean */
    ent_value status;
} latest;

static ent_status date_of(ent_call *call, ent_props props, uint32_t key, bool *known, int64_t *day)
{
    ent_value value = ENT_NULL;
    if (key != ENT_NO_TOKEN)
        ENT_TRY(ent_props_get(call->context->txn, call->arena, props, key, &value, call->context->error));
    *known = value.type == ENT_TYPE_DATE;
    *day = *known ? value.i : 0;
    return ENT_OK;
}

/* Takes an event's status when it counts by the day and is later than what was taken: of one day the event made last.
 */
static ent_status consider(ent_call *call, uint64_t event, const event_keys *keys, int64_t day, bool certainly,
                           latest *best)
{
    ent_node_record record;
    ent_value status = ENT_NULL;
    bool found, known, has_last;
    int64_t first, last;
    ENT_TRY(ent_node_get(call->context->txn, event, &record, &found, call->context->error));
    if (!found)
        return ENT_OK;
    ENT_TRY(date_of(call, record.props, keys->date, &known, &first));
    ENT_TRY(date_of(call, record.props, keys->last_day, &has_last, &last));
    if (!known || (certainly && has_last ? last : first) > day)
        return ENT_OK;
    bool have = !ent_is_null(best->status);
    if (have && (first < best->day || (first == best->day && event < best->event)))
        return ENT_OK;
    ENT_TRY(ent_props_get(call->context->txn, call->arena, record.props, keys->status, &status, call->context->error));
    if (!ent_is_null(status))
        *best = (latest){event, first, status};
    return ENT_OK;
}

static ent_status walk_events(ent_call *call, uint64_t agreement, int64_t day, bool certainly, latest *best)
{
    ent_txn *txn = call->context->txn;
    ent_error *error = call->context->error;
    const event_keys keys = {ent_token_find(txn, ENT_TOKEN_KEY, ENT_STR("status")),
                             ent_token_find(txn, ENT_TOKEN_KEY, ENT_STR("date")),
                             ent_token_find(txn, ENT_TOKEN_KEY, ENT_STR("lastDay"))};
    uint32_t type = ent_token_find(txn, ENT_TOKEN_TYPE, ENT_STR("HAS_EVENT"));
    if (type == ENT_NO_TOKEN || keys.status == ENT_NO_TOKEN)
        return ENT_OK;
    ent_expand *expand;
    ENT_TRY(ent_expand_open(txn, ENT_OUT, &type, 1, &expand, error));
    ent_status status = ent_expand_start(expand, agreement, error);
    for (uint32_t n = 1; status == ENT_OK && n > 0;) {
        ent_adjacent events[64];
        status = ent_expand_next(expand, events, 64, &n, error);
        for (uint32_t i = 0; status == ENT_OK && i < n; i++)
            status = consider(call, events[i].neighbour, &keys, day, certainly, best);
    }
    ent_expand_close(expand);
    return status;
}

static ent_status status_on(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    ent_temporal_context context = {call->arena, call->context->error, call->where};
    ent_value day = args[1];
    latest best = {.status = ENT_NULL};
    ent_node_record node;
    ENT_TRY(ent_entity_node(call->context, args[0], call->where, &node));
    if (day.type != ENT_TYPE_DATE)
        ENT_TRY(ent_temporal_from(&context, ENT_TYPE_DATE, day, &day));
    ENT_TRY(walk_events(call, ent_entity_id(args[0]), day.i, n > 2 && args[2].b, &best));
    *out = best.status;
    return ENT_OK;
}

static const ent_function functions[] = {
    {"agreements.statusOn",
     "(agreement :: NODE, day :: DATE | STRING, certainly = false :: BOOLEAN) :: STRING",
     "The status of an agreement on a day, null where it had none yet; imprecise dates count from the first day that "
     "they "
     "can mean, certainly from the last.",
     2,
     3,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(NODE), ENT_T(DATE) | ENT_T(DATETIME) | ENT_T(LOCAL_DATETIME) | ENT_T(STRING), ENT_T(BOOLEAN)},
     ENT_T(STRING),
     status_on,
     NULL},
};

const ent_function_table ent_functions_agreement = {functions, sizeof functions / sizeof *functions};
