/* Property records: one element's properties, sorted by key token, found without decoding the others.
 *
 *   narrow  01 | count u8 | count times (key u16, end u16) | values
 *   wide    02 | 00 00 00 | count u32 | count times (key u32, end u32) | values
 *
 * `end` counts from the first value's first byte. Narrow where all fits; no properties: no bytes at all. */
#include "core/store/store_internal.h"

#include <stdlib.h>

enum { NARROW = 1, WIDE = 2, NARROW_HEAD = 2, WIDE_HEAD = 8 };

typedef struct {
    const char *slots, *values, *end;
    uint32_t count;
    bool wide;
} layout;

/* False when the bytes are damaged. */
static bool lay_out(ent_props props, layout *out)
{
    *out = (layout){.count = 0};
    if (props.size == 0)
        return true;
    size_t head = props.bytes[0] == WIDE ? WIDE_HEAD : NARROW_HEAD;
    if (props.size < head || (props.bytes[0] != WIDE && props.bytes[0] != NARROW))
        return false;
    out->wide = props.bytes[0] == WIDE;
    out->count = out->wide ? ent_load32(props.bytes + 4) : (unsigned char)props.bytes[1];
    size_t slots = (size_t)out->count * (out->wide ? 8 : 4);
    out->slots = props.bytes + head;
    out->values = out->slots + slots;
    out->end = props.bytes + props.size;
    return slots <= props.size - head;
}

static uint32_t slot_key(const layout *record, uint32_t i)
{
    return record->wide ? ent_load32(record->slots + (size_t)8 * i) : ent_load16(record->slots + (size_t)4 * i);
}

static uint32_t slot_end(const layout *record, uint32_t i)
{
    return record->wide ? ent_load32(record->slots + (size_t)8 * i + 4) : ent_load16(record->slots + (size_t)4 * i + 2);
}

/* False when the slot points outside. */
static bool slot_value(const layout *record, uint32_t i, const char **at, const char **end)
{
    size_t from = i ? slot_end(record, i - 1) : 0, to = slot_end(record, i);
    if (from > to || to > (size_t)(record->end - record->values))
        return false;
    *at = record->values + from;
    *end = record->values + to;
    return true;
}

bool ent_props_find(ent_props props, uint32_t key, const char **at, const char **end)
{
    layout record;
    if (!lay_out(props, &record))
        return false;
    uint32_t low = 0, high = record.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (slot_key(&record, middle) < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < record.count && slot_key(&record, low) == key && slot_value(&record, low, at, end);
}

/* What lies in place must outlive a write of the same transaction. */
static ent_status settle(ent_txn *txn, ent_arena *arena, ent_value *value, ent_error *error)
{
    if (txn->write && (value->type == ENT_TYPE_STRING || value->type == ENT_TYPE_LIST))
        *value = ent_value_copy(arena, *value);
    return ent_arena_status(arena, error);
}

static ent_status read_value(ent_txn *txn, ent_arena *arena, const char *at, const char *end, ent_value *out,
                             ent_error *error)
{
    if (!ent_decode(arena, &at, end, out)) {
        ENT_TRY(ent_arena_status(arena, error));
        return ent_damaged(txn, error, "a property value cannot be read");
    }
    return settle(txn, arena, out, error);
}

ent_status ent_props_get(ent_txn *txn, ent_arena *arena, ent_props props, uint32_t key, ent_value *out,
                         ent_error *error)
{
    const char *at, *end;
    if (!ent_props_find(props, key, &at, &end)) {
        *out = ENT_NULL;
        return ENT_OK;
    }
    return read_value(txn, arena, at, end, out, error);
}

ent_status ent_props_all(ent_txn *txn, ent_arena *arena, ent_props props, ent_property **out, uint32_t *count,
                         ent_error *error)
{
    layout record;
    *out = NULL;
    *count = 0;
    if (!lay_out(props, &record))
        return ent_damaged(txn, error, "a property record cannot be read");
    if (record.count == 0)
        return ENT_OK;
    ent_property *all = ENT_NEW_ARRAY(arena, ent_property, record.count);
    ENT_TRY(ent_arena_status(arena, error));
    for (uint32_t i = 0; i < record.count; i++) {
        const char *at, *end;
        all[i].key = slot_key(&record, i);
        if (!slot_value(&record, i, &at, &end))
            return ent_damaged(txn, error, "a property record cannot be read");
        ENT_TRY(read_value(txn, arena, at, end, &all[i].value, error));
    }
    *out = all;
    *count = record.count;
    return ENT_OK;
}

const char *ent_props_fault(ent_props props, uint32_t key_count, ent_arena *arena)
{
    layout record;
    if (!lay_out(props, &record))
        return "its property record is damaged";
    for (uint32_t i = 0; i < record.count; i++) {
        const char *at, *end;
        ent_value value;
        if (slot_key(&record, i) >= key_count)
            return "it has a property whose key has no name";
        if (i > 0 && slot_key(&record, i) <= slot_key(&record, i - 1))
            return "its properties are out of order";
        if (!slot_value(&record, i, &at, &end) || !ent_decode(arena, &at, end, &value) || at != end)
            return "it has a property value that cannot be read";
        if (value.type == ENT_TYPE_STRING && ent_utf8_valid(value.s, value.n) != value.n)
            return "it has a string that is not valid UTF-8";
    }
    if (record.count > 0 && slot_end(&record, record.count - 1) != (size_t)(record.end - record.values))
        return "its property record has bytes that belong to nothing";
    return NULL;
}

static int by_key(const void *a, const void *b)
{
    uint32_t x = ((const ent_property *)a)->key, y = ((const ent_property *)b)->key;
    return x < y ? -1 : x > y;
}

static void sort(ent_property *props, uint32_t count)
{
    enum { FEW = 24 };
    if (count > FEW) {
        qsort(props, count, sizeof *props, by_key);
        return;
    }
    for (uint32_t i = 1; i < count; i++) {
        ent_property moved = props[i];
        uint32_t j = i;
        for (; j > 0 && props[j - 1].key > moved.key; j--)
            props[j] = props[j - 1];
        props[j] = moved;
    }
}

static bool narrow(const ent_property *sorted, uint32_t count, size_t values)
{
    return count <= UINT8_MAX && values <= UINT16_MAX && sorted[count - 1].key <= UINT16_MAX;
}

ent_status ent_props_prepare(ent_txn *txn, const ent_property *props, uint32_t count, ent_property **sorted,
                             uint32_t *sorted_count, size_t *size, ent_error *error)
{
    *sorted = NULL;
    *sorted_count = 0;
    *size = 0;
    if (count == 0)
        return ENT_OK;
    ent_property *copy = ENT_NEW_ARRAY(&txn->scratch, ent_property, count);
    ENT_TRY(ent_arena_status(&txn->scratch, error));
    size_t values = 0;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (ent_is_null(props[i].value))
            continue;
        if (props[i].key >= txn->header.tokens[ENT_TOKEN_KEY])
            return ent_fail_io(error, ENT_MISUSE, "property key %u has no name", props[i].key);
        if (!ent_storable(props[i].value))
            return ent_fail(error, ENT_TYPE, ENT_PHASE_RUNTIME, (ent_span){0, 0}, "InvalidPropertyType",
                            "`%.*s` cannot hold this %s: properties are scalars or lists of scalars",
                            ENT_STR_ARG(ent_token_name(txn, ENT_TOKEN_KEY, props[i].key)),
                            ent_type_name((ent_type)props[i].value.type));
        values += ent_encoded_size(props[i].value);
        copy[kept++] = props[i];
    }
    if (kept == 0)
        return ENT_OK;
    sort(copy, kept);
    for (uint32_t i = 1; i < kept; i++)
        if (copy[i].key == copy[i - 1].key)
            return ent_fail_io(error, ENT_MISUSE, "property `%.*s` is given twice",
                               ENT_STR_ARG(ent_token_name(txn, ENT_TOKEN_KEY, copy[i].key)));
    *size = values + (narrow(copy, kept, values) ? NARROW_HEAD + (size_t)kept * 4 : WIDE_HEAD + (size_t)kept * 8);
    if (*size > ENT_MAX_RECORD) {
        ent_fail_io(error, ENT_ARGUMENT, "the properties of one element need %zu bytes; at most %u are possible", *size,
                    ENT_MAX_RECORD);
        return ENT_ARGUMENT;
    }
    *sorted = copy;
    *sorted_count = kept;
    return ENT_OK;
}

void ent_props_write(char *out, size_t size, const ent_property *sorted, uint32_t count)
{
    if (count == 0)
        return;
    bool is_narrow =
        size >= NARROW_HEAD + (size_t)count * 4 && narrow(sorted, count, size - NARROW_HEAD - (size_t)count * 4);
    char *slot = out + (is_narrow ? NARROW_HEAD : WIDE_HEAD);
    char *values = slot + (size_t)count * (is_narrow ? 4 : 8), *at = values;
    if (is_narrow) {
        out[0] = NARROW;
        out[1] = (char)count;
    } else {
        memset(out, 0, WIDE_HEAD);
        out[0] = WIDE;
        memcpy(out + 4, &count, sizeof count);
    }
    for (uint32_t i = 0; i < count; i++) {
        at = ent_encode(at, sorted[i].value);
        uint32_t key = sorted[i].key, end = (uint32_t)(at - values);
        if (is_narrow) {
            uint16_t pair[2] = {(uint16_t)key, (uint16_t)end};
            memcpy(slot, pair, sizeof pair);
            slot += sizeof pair;
        } else {
            uint32_t pair[2] = {key, end};
            memcpy(slot, pair, sizeof pair);
            slot += sizeof pair;
        }
    }
}
