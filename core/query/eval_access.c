/* What lies inside a value: properties, items of lists and maps, slices, labels; and how lists and maps are made. */
#include "core/query/coded.h"
#include "core/query/entity.h"
#include "core/query/program.h"
#include "core/value/temporal.h"

#include <string.h>

/* ---- property ---- */

static bool is_temporal(ent_value v)
{
    return v.type >= ENT_TYPE_DATETIME && v.type <= ENT_TYPE_DURATION;
}

static ent_value point_component(ent_point p, ent_str name)
{
    bool geographic = p.srid == 4326 || p.srid == 4979, solid = p.srid == 4979 || p.srid == 9157;
    if (ent_str_equal(name, ENT_STR("x")) || (geographic && ent_str_equal(name, ENT_STR("longitude"))))
        return ent_float(p.x);
    if (ent_str_equal(name, ENT_STR("y")) || (geographic && ent_str_equal(name, ENT_STR("latitude"))))
        return ent_float(p.y);
    if (solid && (ent_str_equal(name, ENT_STR("z")) || (geographic && ent_str_equal(name, ENT_STR("height")))))
        return ent_float(p.z);
    if (ent_str_equal(name, ENT_STR("srid")))
        return ent_int(p.srid);
    if (ent_str_equal(name, ENT_STR("crs"))) {
        static const char *const names[] = {"wgs-84", "wgs-84-3d", "cartesian", "cartesian-3d"};
        return ent_string(ent_str_of(names[(geographic ? 0 : 2) + solid]));
    }
    return ENT_NULL;
}

ent_status ent_property_of(ent_context *context, ent_value target, ent_str key, uint32_t token, ent_span where,
                           ent_arena *arena, ent_value *out)
{
    ent_props props;
    *out = ENT_NULL;
    switch (target.type) {
    case ENT_TYPE_NULL:
        return ENT_OK;
    case ENT_TYPE_MAP: {
        const ent_value *found = ent_map_get(target, key);
        if (found)
            *out = *found;
        return ENT_OK;
    }
    case ENT_TYPE_NODE:
    case ENT_TYPE_RELATIONSHIP:
        ENT_TRY(ent_entity_props(context, target, where, &props));
        if (token == ENT_NO_TOKEN)
            return ENT_OK;
        return ent_props_get(context->txn, arena, props, token, out, context->error);
    case ENT_TYPE_POINT:
        *out = point_component(*target.point, key);
        return ENT_OK;
    default:
        break;
    }
    if (is_temporal(target)) {
        *out = ent_temporal_component(arena, target, key);
        return ent_arena_status(arena, context->error);
    }
    char text[ENT_DESCRIPTION];
    return ent_fail(context->error, ENT_TYPE, ENT_PHASE_RUNTIME, where, "InvalidArgumentType",
                    "%s has no properties, so `.%.*s` cannot be read", ent_describe(text, target), ENT_STR_ARG(key));
}

/* Rows often come in runs with the same node. */
static bool same_node(ent_value a, ent_value b)
{
    return b.type == ENT_TYPE_NODE && a.flags == b.flags && a.id == b.id;
}

/* Maps of a batch are mostly alike: a key stands where it stood in the map before. */
static ent_value entry_of(ent_value map, ent_str key, uint32_t *place)
{
    for (uint32_t i = 0; i < map.n; i++) {
        uint32_t at = *place + i < map.n ? *place + i : *place + i - map.n;
        if (ent_str_equal(map.map[at].key, key)) {
            *place = at;
            return map.map[at].value;
        }
    }
    return ENT_NULL;
}

ent_status ent_run_property(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column a;
    ent_context *context = frame->context;
    ent_str key = code->expr->name;
    uint32_t token = ENT_NO_TOKEN;
    bool looked_up = false;
    const ent_coded *kept = NULL; /* of elements of the type `of` */
    uint8_t of = ENT_TYPE_NULL;
    ENT_TRY(ent_column_of(code->args[0], frame, in, &a));
    uint32_t before = 0, place = 0;
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ent_value target = ent_column_at(&a, row);
        bool again = i > 0 && target.type == ENT_TYPE_NODE && same_node(target, ent_column_at(&a, before));
        if (again)
            out[row] = out[before];
        before = row;
        if (again)
            continue;
        if (target.type == ENT_TYPE_MAP) {
            place = place < target.n ? place : 0;
            out[row] = entry_of(target, key, &place);
            continue;
        }
        if (!looked_up && (target.type == ENT_TYPE_NODE || target.type == ENT_TYPE_RELATIONSHIP)) {
            token = ent_token_find(context->txn, ENT_TOKEN_KEY, key);
            looked_up = true;
            of = target.type;
            ENT_TRY(ent_coded_ask(context, of == ENT_TYPE_RELATIONSHIP, &token, 1, in->n, &kept));
        }
        uint32_t number =
            kept && target.type == of && !(target.flags & ENT_RESOLVED) ? ent_code_of(kept, target.id) : ENT_NO_CODE;
        if (number != ENT_NO_CODE) {
            out[row] = kept->values[number];
            continue;
        }
        ENT_TRY(ent_property_of(context, target, key, token, code->expr->op_span, frame->arena, &out[row]));
    }
    ent_column_done(frame, &a);
    return ENT_OK;
}

/* ---- [ ] ---- */

static ent_status by_key(ent_context *context, ent_arena *arena, const ent_code *code, ent_value target, ent_value key,
                         ent_value *out)
{
    if (key.type != ENT_TYPE_STRING) {
        char text[ENT_DESCRIPTION];
        return ent_fail(context->error, ENT_TYPE, ENT_PHASE_RUNTIME, code->args[1]->expr->span,
                        "MapElementAccessByNonString", "a %s is read by a string in [ ], but this is %s",
                        target.type == ENT_TYPE_MAP ? "map" : "node or relationship", ent_describe(text, key));
    }
    ent_str name = ent_value_str(key);
    uint32_t token = target.type == ENT_TYPE_MAP ? ENT_NO_TOKEN : ent_token_find(context->txn, ENT_TOKEN_KEY, name);
    return ent_property_of(context, target, name, token, code->args[0]->expr->span, arena, out);
}

static ent_status by_index(ent_context *context, const ent_code *code, ent_value list, ent_value index, ent_value *out)
{
    if (index.type != ENT_TYPE_INTEGER)
        return ent_type_mismatch(context, code->args[1]->expr->span, "an integer in the [ ] of a list", index);
    int64_t at = index.i < 0 ? index.i + (int64_t)list.n : index.i;
    *out = at >= 0 && at < (int64_t)list.n ? list.list[at] : ENT_NULL;
    return ENT_OK;
}

ent_status ent_run_index(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column a, b;
    ENT_TRY(ent_column_of(code->args[0], frame, in, &a));
    ENT_TRY(ent_column_of(code->args[1], frame, in, &b));
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ent_value target = ent_column_at(&a, row), key = ent_column_at(&b, row);
        out[row] = ENT_NULL;
        if (ent_is_null(target))
            continue;
        if (target.type != ENT_TYPE_LIST && target.type != ENT_TYPE_MAP && target.type != ENT_TYPE_NODE &&
            target.type != ENT_TYPE_RELATIONSHIP)
            return ent_type_mismatch(frame->context, code->args[0]->expr->span,
                                     "a list, map, node or relationship before [ ]", target);
        if (ent_is_null(key))
            continue;
        if (target.type == ENT_TYPE_LIST)
            ENT_TRY(by_index(frame->context, code, target, key, &out[row]));
        else
            ENT_TRY(by_key(frame->context, frame->arena, code, target, key, &out[row]));
    }
    ent_column_done(frame, &b);
    ent_column_done(frame, &a);
    return ENT_OK;
}

/* A bound of a slice as a place in the list; negative ones count from the end. */
static int64_t place(int64_t bound, uint32_t n)
{
    int64_t at = bound < 0 ? bound + (int64_t)n : bound;
    return at < 0 ? 0 : at > (int64_t)n ? (int64_t)n : at;
}

static ent_status slice(const ent_code *code, ent_frame *frame, ent_value list, ent_value from, ent_value to,
                        ent_value *out)
{
    *out = ENT_NULL;
    if (ent_is_null(list))
        return ENT_OK;
    if (list.type != ENT_TYPE_LIST)
        return ent_type_mismatch(frame->context, code->args[0]->expr->span, "a list before [ .. ]", list);
    if (ent_is_null(from) || ent_is_null(to))
        return ENT_OK;
    if (from.type != ENT_TYPE_INTEGER)
        return ent_type_mismatch(frame->context, code->args[1]->expr->span, "an integer as bound of a slice", from);
    if (to.type != ENT_TYPE_INTEGER)
        return ent_type_mismatch(frame->context, code->args[2]->expr->span, "an integer as bound of a slice", to);
    int64_t first = place(from.i, list.n), end = place(to.i, list.n);
    *out = first < end ? ent_list(list.list + first, (uint32_t)(end - first)) : ent_list(NULL, 0);
    return ENT_OK;
}

ent_status ent_run_slice(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column list, bound[2];
    const ent_value open[2] = {ent_int(0), ent_int(INT64_MAX)};
    ENT_TRY(ent_column_of(code->args[0], frame, in, &list));
    for (int k = 0; k < 2; k++) {
        bound[k] = (ent_column){.v = &open[k]};
        if (code->args[k + 1])
            ENT_TRY(ent_column_of(code->args[k + 1], frame, in, &bound[k]));
    }
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ENT_TRY(slice(code, frame, ent_column_at(&list, row), ent_column_at(&bound[0], row),
                      ent_column_at(&bound[1], row), &out[row]));
    }
    ent_column_done(frame, &bound[1]);
    ent_column_done(frame, &bound[0]);
    ent_column_done(frame, &list);
    return ENT_OK;
}

/* ---- labels ---- */

/* The names of a label expression as tokens, in the order in which a walk meets them. */
static uint32_t count_names(const ent_label *label)
{
    if (!label)
        return 0;
    return (label->kind == ENT_LABEL_NAME) + count_names(label->left) + count_names(label->right);
}

static void find_tokens(ent_context *context, ent_token_kind kind, const ent_label *label, uint32_t **next)
{
    if (!label)
        return;
    if (label->kind == ENT_LABEL_NAME)
        *(*next)++ = ent_token_find(context->txn, kind, label->name);
    find_tokens(context, kind, label->left, next);
    find_tokens(context, kind, label->right, next);
}

static bool has_label(const ent_label *label, const uint32_t **next, const uint32_t *labels, uint32_t n)
{
    bool left, right;
    switch (label->kind) {
    case ENT_LABEL_NAME: {
        uint32_t token = *(*next)++;
        for (uint32_t i = 0; i < n; i++)
            if (labels[i] == token)
                return true;
        return false;
    }
    case ENT_LABEL_NOT:
        return !has_label(label->left, next, labels, n);
    case ENT_LABEL_ANY:
        return n > 0;
    default:
        left = has_label(label->left, next, labels, n);
        right = has_label(label->right, next, labels, n);
        return label->kind == ENT_LABEL_AND ? left && right : left || right;
    }
}

ent_status ent_run_has_labels(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column a;
    ent_context *context = frame->context;
    const ent_label *wanted = code->expr->labels;
    uint32_t *tokens[2] = {NULL, NULL};
    ENT_TRY(ent_column_of(code->args[0], frame, in, &a));
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ent_value v = ent_column_at(&a, row);
        out[row] = ENT_NULL;
        if (ent_is_null(v))
            continue;
        bool node = v.type == ENT_TYPE_NODE;
        if (!node && v.type != ENT_TYPE_RELATIONSHIP)
            return ent_type_mismatch(context, code->args[0]->expr->span, "a node or relationship before the label", v);
        if (!tokens[node]) {
            uint32_t *next = tokens[node] = ENT_NEW_ARRAY(frame->arena, uint32_t, count_names(wanted) + 1);
            if (!next)
                return ent_arena_status(frame->arena, context->error);
            find_tokens(context, node ? ENT_TOKEN_LABEL : ENT_TOKEN_TYPE, wanted, &next);
        }
        const uint32_t *next = tokens[node], *labels = &v.n;
        uint32_t n = 1;
        ent_node_record record;
        if (node) {
            ENT_TRY(ent_entity_node(context, v, code->expr->span, &record));
            labels = record.labels;
            n = record.label_count;
        }
        out[row] = ent_bool(has_label(wanted, &next, labels, n));
    }
    ent_column_done(frame, &a);
    return ENT_OK;
}

/* ---- making lists and maps ---- */

/* The columns of all arguments; a missing one is null. */
static ent_status columns_of(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_column **out)
{
    static const ent_value null = {.type = ENT_TYPE_NULL};
    ent_column *columns = ENT_NEW_ARRAY(frame->arena, ent_column, code->arg_count + 1);
    if (!columns)
        return ent_arena_status(frame->arena, frame->context->error);
    for (uint32_t k = 0; k < code->arg_count; k++) {
        columns[k] = (ent_column){.v = &null};
        if (code->args[k])
            ENT_TRY(ent_column_of(code->args[k], frame, in, &columns[k]));
    }
    *out = columns;
    return ENT_OK;
}

static void columns_done(const ent_code *code, ent_frame *frame, ent_column *columns)
{
    for (uint32_t k = 0; k < code->arg_count; k++)
        ent_column_done(frame, &columns[k]);
}

/* reduce(a = [], x IN range(1, 1000000) | [a]) would nest deeper than anything that looks at values may recurse. */
static ent_status bound_depth(const ent_code *code, ent_frame *frame, ent_value made)
{
    if (!ent_value_too_deep(made))
        return ENT_OK;
    return ent_fail(frame->context->error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, code->expr->span, "NumberOutOfRange",
                    "lists and maps may be nested %d deep", ENT_VALUE_DEPTH);
}

ent_status ent_run_list(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column *columns;
    uint32_t n = code->arg_count;
    ENT_TRY(columns_of(code, frame, in, &columns));
    ent_value *items = ENT_NEW_ARRAY(frame->arena, ent_value, (size_t)n * in->n);
    if (!items)
        return ent_arena_status(frame->arena, frame->context->error);
    for (uint32_t i = 0; i < in->n; i++, items += n) {
        uint32_t row = ent_batch_row(in, i);
        for (uint32_t k = 0; k < n; k++)
            items[k] = ent_column_at(&columns[k], row);
        out[row] = ent_list(items, n);
        ENT_TRY(bound_depth(code, frame, out[row]));
    }
    columns_done(code, frame, columns);
    return ENT_OK;
}

/* Sets a key; a later one of the same name replaces it. Returns the new number of entries. */
static uint32_t put(ent_entry *entries, uint32_t n, ent_str key, ent_value value)
{
    for (uint32_t i = 0; i < n; i++)
        if (ent_str_equal(entries[i].key, key)) {
            entries[i].value = value;
            return n;
        }
    entries[n] = (ent_entry){key, value};
    return n + 1;
}

ent_status ent_run_map(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column *columns;
    uint32_t n = code->arg_count;
    ENT_TRY(columns_of(code, frame, in, &columns));
    ent_entry *entries = ENT_NEW_ARRAY(frame->arena, ent_entry, (size_t)n * in->n);
    if (!entries)
        return ent_arena_status(frame->arena, frame->context->error);
    for (uint32_t i = 0; i < in->n; i++, entries += n) {
        uint32_t row = ent_batch_row(in, i), used = 0;
        for (uint32_t k = 0; k < n; k++)
            used = put(entries, used, code->expr->keys[k], ent_column_at(&columns[k], row));
        out[row] = ent_map(entries, used);
        ENT_TRY(bound_depth(code, frame, out[row]));
    }
    columns_done(code, frame, columns);
    return ENT_OK;
}

static ent_status project(const ent_code *code, ent_frame *frame, const ent_column *columns, uint32_t row,
                          ent_value *out)
{
    const ent_expr *expr = code->expr;
    ent_value base = ent_column_at(&columns[0], row), all = ent_map(NULL, 0);
    *out = ENT_NULL;
    if (ent_is_null(base))
        return ENT_OK;
    if (base.type != ENT_TYPE_MAP && base.type != ENT_TYPE_NODE && base.type != ENT_TYPE_RELATIONSHIP)
        return ent_type_mismatch(frame->context, expr->args[0]->span, "a map, node or relationship before { }", base);
    uint32_t stars = 0;
    for (uint32_t k = 1; k < code->arg_count; k++)
        stars += code->args[k] == NULL;
    if (stars)
        ENT_TRY(ent_properties_of(frame->context, base, expr->args[0]->span, frame->arena, &all));
    ent_entry *entries = ENT_NEW_ARRAY(frame->arena, ent_entry, (size_t)all.n + code->arg_count);
    if (!entries)
        return ent_arena_status(frame->arena, frame->context->error);
    uint32_t used = 0;
    for (uint32_t k = 1; k < code->arg_count; k++) {
        if (code->args[k])
            used = put(entries, used, expr->keys[k - 1], ent_column_at(&columns[k], row));
        else
            for (uint32_t i = 0; i < all.n; i++)
                used = put(entries, used, all.map[i].key, all.map[i].value);
    }
    *out = ent_map(entries, used);
    return ENT_OK;
}

ent_status ent_run_map_projection(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column *columns;
    ENT_TRY(columns_of(code, frame, in, &columns));
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ENT_TRY(project(code, frame, columns, row, &out[row]));
        ENT_TRY(bound_depth(code, frame, out[row]));
    }
    columns_done(code, frame, columns);
    return ENT_OK;
}
