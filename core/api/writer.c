/* Writers: lists and maps put together piece by piece, into an arena.
 *
 * Open containers form a stack of frames; a value goes into the innermost one, or, with none open, is one of the
 * values that the writer was made for. The first mistake sticks and everything after it is ignored. */
#include "core/api/api.h"
#include "core/value/temporal.h"

#include <stdlib.h>

/* Rows are maps with the same keys over and over: a writer keeps the first ones, and a map knows by a bit which it has.
 */
enum { MOST_KEYS = 64 };

struct ent_frame {
    ent_frame *below;
    bool is_map;
    bool strange;  /* of a map: it has keys that are none of the writer's */
    uint64_t seen; /* of a map: which of the writer's keys it has */
    ent_str key;   /* of a map: what the next value is for; p NULL: a key must come first */
    union {
        ent_value *items;
        ent_entry *entries;
    };
    uint32_t n, room;
};

void ent_writer_init(entente_writer *writer, ent_arena *arena, ent_value *out, uint32_t capacity)
{
    *writer = (entente_writer){.arena = arena, .out = out, .capacity = capacity};
}

static bool usable(const entente_writer *writer)
{
    return writer && writer->arena && writer->error.status == ENT_OK;
}

static void misuse(entente_writer *writer, const char *why)
{
    ent_fail_io(&writer->error, ENT_MISUSE, "%s", why);
}

/* ---- where a value goes ---- */

static void *grow(entente_writer *writer, void *items, uint32_t n, uint32_t *room, size_t size)
{
    uint32_t larger = *room ? *room * 2 : 8;
    void *copy = n > UINT32_MAX / 2 ? NULL : ent_arena_array(writer->arena, larger, size);
    if (!copy) {
        if (ent_arena_status(writer->arena, &writer->error) == ENT_OK)
            ent_fail_io(&writer->error, ENT_ARGUMENT, "a list or map of more than %u items is too long", n);
        return NULL;
    }
    if (n)
        memcpy(copy, items, n * size);
    *room = larger;
    return copy;
}

static void add_item(entente_writer *writer, ent_frame *frame, ent_value v)
{
    if (frame->n == frame->room) {
        ent_value *larger = grow(writer, frame->items, frame->n, &frame->room, sizeof *larger);
        if (!larger)
            return;
        frame->items = larger;
    }
    frame->items[frame->n++] = v;
}

static void add_entry(entente_writer *writer, ent_frame *frame, ent_value v)
{
    if (!frame->key.p) {
        misuse(writer, "entente_put_key must come before each value of a map");
        return;
    }
    if (frame->n == frame->room) {
        ent_entry *larger = grow(writer, frame->entries, frame->n, &frame->room, sizeof *larger);
        if (!larger)
            return;
        frame->entries = larger;
    }
    frame->entries[frame->n++] = (ent_entry){frame->key, v};
    frame->key.p = NULL;
}

static void put(entente_writer *writer, ent_value v)
{
    if (writer->top && writer->top->is_map)
        add_entry(writer, writer->top, v);
    else if (writer->top)
        add_item(writer, writer->top, v);
    else if (writer->count < writer->capacity)
        writer->out[writer->count++] = v;
    else
        ent_fail_io(&writer->error, ENT_MISUSE, "more than %u value%s: entente_put_list begins a list of several",
                    writer->capacity, writer->capacity == 1 ? "" : "s");
}

/* ---- containers ---- */

static void open_frame(entente_writer *writer, bool is_map)
{
    if (!usable(writer))
        return;
    if (writer->depth == ENT_VALUE_DEPTH) {
        ent_fail_io(&writer->error, ENT_ARGUMENT, "lists and maps may be nested %d deep", ENT_VALUE_DEPTH);
        return;
    }
    ent_frame *frame = writer->spare ? writer->spare : ent_arena_alloc(writer->arena, sizeof *frame);
    if (!frame) {
        ent_arena_status(writer->arena, &writer->error);
        return;
    }
    writer->spare = writer->spare ? writer->spare->below : NULL;
    *frame = (ent_frame){.below = writer->top, .is_map = is_map};
    writer->top = frame;
    writer->depth++;
}

static int by_key(const void *a, const void *b)
{
    ent_str x = (*(const ent_entry *const *)a)->key, y = (*(const ent_entry *const *)b)->key;
    int order = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);
    return order ? order : (x.n > y.n) - (x.n < y.n);
}

static void twice(entente_writer *writer, ent_str key)
{
    ent_fail_io(&writer->error, ENT_ARGUMENT, "the key `%.*s` was put twice into one map", ENT_STR_ARG(key));
}

/* Keys are unique in a map. Sorting pointers keeps this fast for maps of any size. */
static void check_keys(entente_writer *writer, const ent_frame *frame)
{
    const ent_entry **sorted = ent_arena_array(writer->arena, frame->n, sizeof *sorted);
    if (!sorted) {
        ent_arena_status(writer->arena, &writer->error);
        return;
    }
    for (uint32_t i = 0; i < frame->n; i++)
        sorted[i] = &frame->entries[i];
    if (frame->n > 1)
        qsort(sorted, frame->n, sizeof *sorted, by_key);
    for (uint32_t i = 1; i < frame->n; i++)
        if (ent_str_equal(sorted[i - 1]->key, sorted[i]->key)) {
            twice(writer, sorted[i]->key);
            return;
        }
}

void entente_put_list(entente_writer *writer)
{
    open_frame(writer, false);
}

void entente_put_map(entente_writer *writer)
{
    open_frame(writer, true);
}

/* The number of a key of the writer's that is the text; key_count: it has none. A key mostly follows the one that it
 * followed in the map before. */
static uint32_t find_key(const entente_writer *writer, const char *text, size_t n)
{
    for (uint32_t i = 0; i < writer->key_count; i++) {
        uint32_t at = writer->next_key + i;
        at -= at < writer->key_count ? 0 : writer->key_count;
        if (writer->keys[at].n == n && memcmp(writer->keys[at].p, text, n) == 0)
            return at;
    }
    return writer->key_count;
}

/* A copy of a key that was not met before; it becomes one of the writer's as long as there is room. */
static void take_key(entente_writer *writer, ent_frame *frame, ent_str text)
{
    if (!writer->keys)
        writer->keys = ent_arena_array(writer->arena, MOST_KEYS, sizeof *writer->keys);
    frame->key = (ent_str){ent_arena_copy(writer->arena, text.p, text.n), text.n};
    if (ent_arena_status(writer->arena, &writer->error) != ENT_OK)
        return;
    if (writer->key_count == MOST_KEYS) {
        frame->strange = true;
        return;
    }
    frame->seen |= UINT64_C(1) << writer->key_count;
    writer->keys[writer->key_count++] = frame->key;
    writer->next_key = writer->key_count;
}

void entente_put_key(entente_writer *writer, const char *key, ptrdiff_t length)
{
    if (!usable(writer))
        return;
    ent_frame *frame = writer->top;
    if (!frame || !frame->is_map) {
        misuse(writer, "entente_put_key outside a map");
        return;
    }
    if (frame->key.p || !key) {
        misuse(writer, key ? "two keys in a row: a value must follow each" : "the key is a NULL pointer");
        return;
    }
    size_t n = length < 0 ? strlen(key) : (size_t)length;
    uint32_t number = find_key(writer, key, n);
    if (number == writer->key_count) {
        ent_str text;
        if (ent_api_text(key, (ptrdiff_t)n, "the key", &text, &writer->error) == ENT_OK)
            take_key(writer, frame, text);
        return;
    }
    if (frame->seen >> number & 1) {
        twice(writer, writer->keys[number]);
        return;
    }
    frame->key = writer->keys[number];
    frame->seen |= UINT64_C(1) << number;
    writer->next_key = number + 1;
}

void entente_put_end(entente_writer *writer)
{
    if (!usable(writer))
        return;
    ent_frame *frame = writer->top;
    if (!frame || frame->key.p) {
        misuse(writer,
               frame ? "the map ends behind a key without a value" : "entente_put_end without an open list or map");
        return;
    }
    if (frame->strange)
        check_keys(writer, frame);
    writer->top = frame->below;
    writer->depth--;
    ent_value made = frame->is_map ? ent_map(frame->entries, frame->n) : ent_list(frame->items, frame->n);
    frame->below = writer->spare;
    writer->spare = frame;
    if (usable(writer))
        put(writer, made);
}

/* ---- single values ---- */

void entente_put_null(entente_writer *writer)
{
    if (usable(writer))
        put(writer, ENT_NULL);
}

void entente_put_bool(entente_writer *writer, bool value)
{
    if (usable(writer))
        put(writer, ent_bool(value));
}

void entente_put_int64(entente_writer *writer, int64_t value)
{
    if (usable(writer))
        put(writer, ent_int(value));
}

void entente_put_double(entente_writer *writer, double value)
{
    if (usable(writer))
        put(writer, ent_float(value));
}

void entente_put_text(entente_writer *writer, const char *value, ptrdiff_t length)
{
    if (!usable(writer))
        return;
    if (!value) {
        misuse(writer, "the text is a NULL pointer; entente_put_null puts null");
        return;
    }
    ent_str text;
    if (ent_api_text(value, length, "the text", &text, &writer->error) != ENT_OK)
        return;
    text.p = ent_arena_copy(writer->arena, text.p, text.n);
    if (ent_arena_status(writer->arena, &writer->error) == ENT_OK)
        put(writer, ent_string(text));
}

void entente_put_date(entente_writer *writer, int64_t year, int month, int day)
{
    if (!usable(writer))
        return;
    if (!ent_date_valid(year, month, day)) {
        ent_fail_io(&writer->error, ENT_ARGUMENT, "there is no date %lld-%02d-%02d", (long long)year, month, day);
        return;
    }
    put(writer, ent_date(ent_days_from_civil(year, month, day)));
}

void entente_put_value(entente_writer *writer, const entente_value *value)
{
    if (!usable(writer))
        return;
    if (!value) {
        misuse(writer, "the value is a NULL pointer; entente_put_null puts null");
        return;
    }
    writer->handed_on = true;
    ent_value copy = ent_value_copy(writer->arena, *(const ent_value *)value);
    if (ent_arena_status(writer->arena, &writer->error) == ENT_OK)
        put(writer, copy);
}

ent_status ent_writer_finish(entente_writer *writer, const char *what, ent_error *error)
{
    if (writer->error.status != ENT_OK)
        return ent_fail_io(error, writer->error.status, "%s: %s", what, writer->error.text);
    if (writer->top)
        return ent_fail_io(error, ENT_MISUSE, "%s is not complete: a %s was not ended with entente_put_end", what,
                           writer->top->is_map ? "map" : "list");
    if (writer->count < writer->capacity)
        return ent_fail_io(error, ENT_MISUSE, "%s is not complete: %u of %u values were put", what, writer->count,
                           writer->capacity);
    return ENT_OK;
}
