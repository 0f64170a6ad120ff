/* Side effects: the graph before and after, read with queries, and what differs. */
#include "tests/tck/engine.h"

#include <stdlib.h>

const char *const tck_effect_names[TCK_EFFECTS] = {"+nodes",  "-nodes",  "+relationships", "-relationships",
                                                   "+labels", "-labels", "+properties",    "-properties"};

/* ---- reading ---- */

static bool add_properties(ent_arena *arena, entente_stmt *stmt, char kind, tck_state *out)
{
    const entente_value *element = entente_column_value(stmt, 0);
    uint32_t count = entente_value_key_count(element);
    for (uint32_t i = 0; i < count; i++) {
        size_t key_length, length;
        const char *key = entente_value_key(element, i, &key_length);
        const entente_value *value = entente_value_at(element, i);
        const char *text = entente_value_string(stmt, value, false, &length);
        out->properties = tck_grow(arena, out->properties, out->property_count, sizeof *out->properties);
        ent_buffer line;
        ent_buffer_init(&line, arena);
        ent_buffer_printf(&line, "%c%lld ", kind, (long long)entente_value_id(element));
        ent_buffer_put(&line, key, key_length);
        ent_buffer_printf(&line, " %d ", (int)entente_value_type(value));
        ent_buffer_put(&line, text ? text : "", text ? length : 0);
        if (!out->properties || !line.p)
            return false;
        out->properties[out->property_count++] = ent_buffer_take(&line);
    }
    return true;
}

static bool add_labels(ent_arena *arena, entente_stmt *stmt, tck_state *out)
{
    const entente_value *node = entente_column_value(stmt, 0);
    for (uint32_t i = 0; i < entente_value_size(node); i++) {
        size_t length;
        const char *text = entente_value_text(entente_value_item(node, i), &length);
        ent_str label = {text, (uint32_t)length};
        uint32_t k = 0;
        while (k < out->label_count && !ent_str_equal(out->labels[k], label))
            k++;
        if (k < out->label_count)
            continue;
        out->labels = tck_grow(arena, out->labels, k, sizeof *out->labels);
        if (!out->labels)
            return false;
        out->labels[out->label_count++] = (ent_str){ent_arena_copy(arena, text, length), label.n};
    }
    return true;
}

static bool read_all(entente *db, ent_arena *arena, const char *query, char kind, tck_state *out)
{
    entente_stmt *stmt;
    if (entente_prepare(db, query, -1, &stmt) != ENTENTE_OK)
        return false;
    int64_t **ids = kind == 'n' ? &out->nodes : &out->relationships;
    uint32_t *count = kind == 'n' ? &out->node_count : &out->relationship_count;
    entente_status status;
    while ((status = entente_step(stmt)) == ENTENTE_ROW) {
        *ids = tck_grow(arena, *ids, *count, sizeof **ids);
        if (!*ids || !add_properties(arena, stmt, kind, out) || (kind == 'n' && !add_labels(arena, stmt, out)))
            break;
        (*ids)[(*count)++] = entente_value_id(entente_column_value(stmt, 0));
    }
    entente_finalize(stmt);
    return status == ENTENTE_OK;
}

/* ---- sorting and comparing ---- */

static int order_ids(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static int order_strings(const void *a, const void *b)
{
    const ent_str *x = a, *y = b;
    int order = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);
    return order ? order : x->n < y->n ? -1 : x->n > y->n;
}

bool tck_measure(entente *db, ent_arena *arena, tck_state *out, const char **fault)
{
    *out = (tck_state){0};
    if (!read_all(db, arena, "MATCH (n) RETURN n", 'n', out) ||
        !read_all(db, arena, "MATCH ()-[r]->() RETURN r", 'r', out)) {
        *fault = ent_arena_printf(arena, "the graph cannot be read: %s", entente_error_of(db)->message);
        return false;
    }
    if (out->node_count)
        qsort(out->nodes, out->node_count, sizeof *out->nodes, order_ids);
    if (out->relationship_count)
        qsort(out->relationships, out->relationship_count, sizeof *out->relationships, order_ids);
    if (out->label_count)
        qsort(out->labels, out->label_count, sizeof *out->labels, order_strings);
    if (out->property_count)
        qsort(out->properties, out->property_count, sizeof *out->properties, order_strings);
    return true;
}

/* What only one of two sorted arrays has; equal members are paired one by one. */
static void differ(const void *before, uint32_t n, const void *after, uint32_t m, size_t size,
                   int (*order)(const void *, const void *), uint64_t effects[2])
{
    uint32_t i = 0, k = 0;
    effects[0] = effects[1] = 0;
    while (i < n || k < m) {
        int sign = i == n ? 1 : k == m ? -1 : order((const char *)before + i * size, (const char *)after + k * size);
        effects[0] += sign > 0;
        effects[1] += sign < 0;
        i += sign <= 0;
        k += sign >= 0;
    }
}

void tck_difference(const tck_state *before, const tck_state *after, uint64_t effects[TCK_EFFECTS])
{
    differ(before->nodes, before->node_count, after->nodes, after->node_count, sizeof(int64_t), order_ids, effects);
    differ(before->relationships, before->relationship_count, after->relationships, after->relationship_count,
           sizeof(int64_t), order_ids, effects + 2);
    differ(before->labels, before->label_count, after->labels, after->label_count, sizeof(ent_str), order_strings,
           effects + 4);
    differ(before->properties, before->property_count, after->properties, after->property_count, sizeof(ent_str),
           order_strings, effects + 6);
}
