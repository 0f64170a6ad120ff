/* The diagram of a query's rows: every node, relationship and path in them, whatever its label. Agreements between
 * parties become the same edges as in other diagrams; all else is drawn by its type. */
#include "render/bundle.h"
#include "render/text.h"

#include "core/base/array.h"
#include "core/base/buffer.h"
#include "core/base/strmap.h"
#include "core/model/vocabulary.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 64 /* lists and maps inside each other */ };

typedef struct {
    int64_t id;
    diagram_node node;
} found_node;

typedef struct {
    int64_t id, from, to;
    bool directed;
    diagram_agreement agreement;
} found_tie;

typedef struct {
    ent_arena *arena;
    entente *db;
    ent_strmap seen; /* "n12", "r7" */
    found_node *nodes;
    found_tie *ties;
    uint32_t node_count, node_room, tie_count, tie_room;
} finder;

/* Whether an element comes for the first time. */
static bool is_new(finder *f, char what, int64_t id)
{
    char *key = ent_arena_printf(f->arena, "%c%lld", what, (long long)id);
    if (!key || ent_strmap_get(&f->seen, ent_str_of(key)) != ENT_STRMAP_NONE)
        return false;
    return ent_strmap_put(&f->seen, ent_str_of(key), 0);
}

/* ---- properties ---- */

static const char *property(finder *f, entente_stmt *stmt, const entente_value *element, const char *key)
{
    const entente_value *value = entente_value_get(element, key);
    if (entente_value_type(value) == ENTENTE_NULL_VALUE)
        return NULL;
    const char *text = entente_value_string(stmt, value, true, NULL);
    return text ? text_clean(f->arena, text) : NULL;
}

static const char *first_property(finder *f, entente_stmt *stmt, const entente_value *element, const char *const *keys)
{
    for (; *keys; keys++) {
        const char *text = property(f, stmt, element, *keys);
        if (text && *text)
            return text;
    }
    return NULL;
}

static bool has_label(const entente_value *node, const char *label)
{
    for (uint32_t i = 0; i < entente_value_size(node); i++) {
        const char *text = entente_value_text(entente_value_item(node, i), NULL);
        if (text && strcmp(text, label) == 0)
            return true;
    }
    return false;
}

/* "HAS_EVENT" as "has event", "in_force" as "in force". */
static char *words_of(finder *f, const char *name)
{
    const char *clean = text_clean(f->arena, name);
    char *words = clean ? ent_arena_copy(f->arena, clean, strlen(clean)) : NULL;
    for (char *p = words; p && *p; p++)
        *p = *p == '_' ? ' ' : *p;
    return words;
}

/* ---- nodes ---- */

static const char *first_label(const entente_value *node)
{
    const char *label = entente_value_size(node) ? entente_value_text(entente_value_item(node, 0), NULL) : NULL;
    return label ? label : "node";
}

/* What a person would call it. */
static const char *label_of(finder *f, entente_stmt *stmt, const entente_value *node)
{
    static const char *const names[] = {"name", "title", "publisher", "url", "code", "id", "key", "count", NULL};
    if (has_label(node, "Event")) {
        const char *date = first_property(f, stmt, node, (const char *const[]){"written", "date", NULL});
        const char *status = first_property(f, stmt, node, (const char *const[]){"status", "note", NULL});
        if (date || status)
            return ent_arena_printf(f->arena, "%s%s%s", date ? date : "", date && status ? ": " : "",
                                    status ? words_of(f, status) : "");
    }
    if (has_label(node, "Payment") && property(f, stmt, node, "amount"))
        return ent_arena_printf(f->arena, "%s %s",
                                property(f, stmt, node, "currency") ? property(f, stmt, node, "currency") : "",
                                property(f, stmt, node, "amount"));
    const char *name = first_property(f, stmt, node, names);
    for (uint32_t i = 0; !name && i < entente_value_key_count(node); i++) {
        const char *text = text_clean(f->arena, entente_value_text(entente_value_at(node, i), NULL));
        name = text && *text ? text : NULL;
    }
    return name ? name : ent_arena_printf(f->arena, "%s %lld", first_label(node), (long long)entente_value_id(node));
}

static bool take_node(finder *f, entente_stmt *stmt, const entente_value *node)
{
    if (!is_new(f, 'n', entente_value_id(node)))
        return f->arena->failed == ENT_OK;
    bool party = has_label(node, "Party"), agreement = has_label(node, "Agreement");
    const char *key = party ? property(f, stmt, node, "code") : agreement ? property(f, stmt, node, "id") : NULL;
    const char *label = label_of(f, stmt, node);
    found_node found = {.id = entente_value_id(node)};
    found.node = (diagram_node){
        .id = key && *key ? key : ent_arena_printf(f->arena, "#%lld", (long long)found.id),
        .label = label,
        .shape = agreement                         ? NODE_AGREEMENT
                 : has_label(node, "Organization") ? NODE_ORGANIZATION
                 : party                           ? NODE_COUNTRY
                                                   : NODE_OTHER,
        .distance = UINT32_MAX,
    };
    if (agreement) {
        const char *status = property(f, stmt, node, "status"), *since = property(f, stmt, node, "since");
        found.node.agreement = key;
        found.node.kind = property(f, stmt, node, "kind");
        found.node.stage = property(f, stmt, node, "stage");
        found.node.note =
            ent_arena_printf(f->arena, "%s (%s%s%s)", label ? text_isolate(f->arena, label) : "",
                             status ? status : "status unknown", since ? ", since " : "", since ? since : "");
    } else if (!party) {
        found.node.note = ent_arena_printf(f->arena, "%s: %s", text_clean(f->arena, first_label(node)),
                                           label ? text_isolate(f->arena, label) : "");
    }
    if (!ent_array_grow(f->arena, (void **)&f->nodes, f->node_count, &f->node_room, sizeof *f->nodes))
        return false;
    f->nodes[f->node_count++] = found;
    return f->arena->failed == ENT_OK;
}

/* ---- relationships ---- */

static bool take_relationship(finder *f, entente_stmt *stmt, const entente_value *r)
{
    if (!is_new(f, 'r', entente_value_id(r)))
        return f->arena->failed == ENT_OK;
    const char *type = entente_value_reltype(r);
    found_tie tie = {
        .id = entente_value_id(r), .from = entente_value_start(r), .to = entente_value_end(r), .directed = true};
    if (type && strcmp(type, "AGREEMENT") == 0 && property(f, stmt, r, "id")) {
        const entente_value *directed = entente_value_get(r, "directed");
        tie.directed = entente_value_type(directed) != ENTENTE_BOOLEAN || entente_value_bool(directed);
        tie.agreement = (diagram_agreement){
            .id = property(f, stmt, r, "id"),
            .kind = property(f, stmt, r, "kind"),
            .status = property(f, stmt, r, "status"),
            .stage = property(f, stmt, r, "stage"),
            .date = property(f, stmt, r, "since"),
        };
    } else {
        char *words = words_of(f, type ? type : "");
        for (char *p = words; p && *p; p++)
            *p = (char)tolower((unsigned char)*p);
        tie.agreement.type = words;
    }
    if (!ent_array_grow(f->arena, (void **)&f->ties, f->tie_count, &f->tie_room, sizeof *f->ties))
        return false;
    f->ties[f->tie_count++] = tie;
    return f->arena->failed == ENT_OK;
}

static bool take_value(finder *f, entente_stmt *stmt, const entente_value *value, int depth)
{
    bool memory = true;
    switch (entente_value_type(value)) {
    case ENTENTE_NODE:
        return take_node(f, stmt, value);
    case ENTENTE_RELATIONSHIP:
        return take_relationship(f, stmt, value);
    case ENTENTE_LIST:
    case ENTENTE_PATH:
        for (uint32_t i = 0; memory && depth < DEEPEST && i < entente_value_size(value); i++)
            memory = take_value(f, stmt, entente_value_item(value, i), depth + 1);
        return memory;
    case ENTENTE_MAP:
        for (uint32_t i = 0; memory && depth < DEEPEST && i < entente_value_key_count(value); i++)
            memory = take_value(f, stmt, entente_value_at(value, i), depth + 1);
        return memory;
    default:
        return true;
    }
}

static entente_status take_rows(finder *f, entente_stmt *stmt)
{
    entente_status status;
    while ((status = entente_step(stmt)) == ENTENTE_ROW)
        for (uint32_t i = 0; i < entente_column_count(stmt); i++)
            if (!take_value(f, stmt, entente_column_value(stmt, i), 0))
                return ENTENTE_NOMEM;
    return status;
}

/* ---- what the rows leave open ---- */

/* The ends of relationships that came without them. */
static entente_status take_ends(finder *f)
{
    entente_stmt *stmt;
    entente_status status = entente_prepare(f->db, "UNWIND $ids AS id MATCH (n) WHERE id(n) = id RETURN n", -1, &stmt);
    if (status != ENTENTE_OK)
        return status;
    entente_writer *ids = entente_bind_writer(stmt, "ids");
    entente_put_list(ids);
    for (uint32_t i = 0; i < f->tie_count; i++) {
        entente_put_int64(ids, f->ties[i].from);
        entente_put_int64(ids, f->ties[i].to);
    }
    entente_put_end(ids);
    status = take_rows(f, stmt);
    entente_finalize(stmt);
    return status;
}

/* Titles of agreements that are edges, and the year of their first event where they have no first active day. */
static entente_status read_agreements(finder *f)
{
    entente_stmt *stmt;
    entente_status status =
        entente_prepare(f->db,
                        "UNWIND $ids AS id MATCH (a:Agreement {id: id}) OPTIONAL MATCH (a)-[:HAS_EVENT]->(e:Event) "
                        "RETURN a.id, a.title, toString(min(e.date).year)",
                        -1, &stmt);
    if (status != ENTENTE_OK)
        return status;
    ent_strmap titles;
    ent_strmap_init(&titles, f->arena);
    entente_writer *ids = entente_bind_writer(stmt, "ids");
    entente_put_list(ids);
    for (uint32_t i = 0; i < f->tie_count; i++)
        if (f->ties[i].agreement.id &&
            ent_strmap_get(&titles, ent_str_of(f->ties[i].agreement.id)) == ENT_STRMAP_NONE) {
            entente_put_text(ids, f->ties[i].agreement.id, -1);
            ent_strmap_put(&titles, ent_str_of(f->ties[i].agreement.id), i);
        }
    entente_put_end(ids);
    while ((status = entente_step(stmt)) == ENTENTE_ROW) {
        const char *id = entente_column_text(stmt, 0, NULL);
        uint32_t first = id ? ent_strmap_get(&titles, ent_str_of(id)) : ENT_STRMAP_NONE;
        if (first == ENT_STRMAP_NONE)
            continue;
        diagram_agreement *a = &f->ties[first].agreement;
        a->title = text_clean(f->arena, entente_column_text(stmt, 1, NULL));
        a->date = a->date ? a->date : text_clean(f->arena, entente_column_text(stmt, 2, NULL));
    }
    entente_finalize(stmt);
    for (uint32_t i = 0; i < f->tie_count; i++) { /* the other ties of the same agreement */
        uint32_t first =
            f->ties[i].agreement.id ? ent_strmap_get(&titles, ent_str_of(f->ties[i].agreement.id)) : ENT_STRMAP_NONE;
        if (first == ENT_STRMAP_NONE || first == i)
            continue;
        f->ties[i].agreement.title = f->ties[first].agreement.title;
        f->ties[i].agreement.date = f->ties[first].agreement.date;
    }
    return status;
}

/* ---- putting it together ---- */

static int by_node(const void *a, const void *b)
{
    const found_node *x = a, *y = b;
    int order = strcmp(x->node.id, y->node.id);
    return order ? order : x->id < y->id ? -1 : x->id > y->id;
}

/* By agreement, then what is none by its type. */
static int by_tie(const void *a, const void *b)
{
    const found_tie *x = a, *y = b;
    if (!x->agreement.id != !y->agreement.id)
        return x->agreement.id ? -1 : 1;
    int order =
        x->agreement.id ? strcmp(x->agreement.id, y->agreement.id) : strcmp(x->agreement.type, y->agreement.type);
    return order ? order : x->id < y->id ? -1 : x->id > y->id;
}

/* Nodes in the order of their names; two that have the same one are told apart by their number in the database. */
static bool set_nodes(finder *f, diagram *d, ent_strmap *index)
{
    if (f->node_count)
        qsort(f->nodes, f->node_count, sizeof *f->nodes, by_node);
    d->nodes = ENT_NEW_ARRAY(f->arena, diagram_node, (size_t)f->node_count + 1);
    for (uint32_t i = 0; d->nodes && i < f->node_count; i++) {
        d->nodes[i] = f->nodes[i].node;
        bool taken = i > 0 && strcmp(f->nodes[i].node.id, f->nodes[i - 1].node.id) == 0;
        if (taken)
            d->nodes[i].id = ent_arena_printf(f->arena, "%s #%lld", f->nodes[i].node.id, (long long)f->nodes[i].id);
        char *key = ent_arena_printf(f->arena, "%lld", (long long)f->nodes[i].id);
        if (!key || !ent_strmap_put(index, ent_str_of(key), i))
            return false;
    }
    d->node_count = f->node_count;
    return f->arena->failed == ENT_OK;
}

static uint32_t index_of(const ent_strmap *index, int64_t id)
{
    char key[32];
    snprintf(key, sizeof key, "%lld", (long long)id);
    return ent_strmap_get(index, ent_str_of(key));
}

/* Distinct agreements, as edges or as nodes. */
static bool count_drawn(diagram *d)
{
    ent_strmap ids;
    ent_strmap_init(&ids, d->arena);
    for (uint32_t i = 0; i < d->agreement_count + d->node_count; i++) {
        const char *id = i < d->agreement_count ? d->agreements[i].id : d->nodes[i - d->agreement_count].agreement;
        if (!id || ent_strmap_get(&ids, ent_str_of(id)) != ENT_STRMAP_NONE)
            continue;
        if (!ent_strmap_put(&ids, ent_str_of(id), 0))
            return false;
        d->drawn_count++;
    }
    return true;
}

static entente_status build(finder *f, diagram *d)
{
    ent_strmap index;
    ent_strmap_init(&index, f->arena);
    bundle_tie *ties = ENT_NEW_ARRAY(f->arena, bundle_tie, (size_t)f->tie_count + 1);
    d->agreements = ENT_NEW_ARRAY(f->arena, diagram_agreement, (size_t)f->tie_count + 1);
    if (!ties || !d->agreements || !set_nodes(f, d, &index))
        return ENTENTE_NOMEM;
    if (f->tie_count)
        qsort(f->ties, f->tie_count, sizeof *f->ties, by_tie);
    uint32_t count = 0;
    diagram_agreement *last = NULL;
    for (uint32_t i = 0; i < f->tie_count; i++) {
        const found_tie *t = &f->ties[i];
        uint32_t from = index_of(&index, t->from), to = index_of(&index, t->to);
        if (from == ENT_STRMAP_NONE || to == ENT_STRMAP_NONE)
            continue; /* a node that another transaction has just deleted */
        if (!last || !t->agreement.id || !last->id || strcmp(last->id, t->agreement.id) != 0) {
            last = &d->agreements[d->agreement_count++];
            *last = t->agreement;
        }
        ties[count++] = (bundle_tie){from, to, d->agreement_count - 1, t->directed};
    }
    return count_drawn(d) ? bundle_edges(d, ties, count) : ENTENTE_NOMEM;
}

entente_status diagram_of_rows(ent_arena *arena, entente *db, entente_stmt *stmt, diagram **out)
{
    finder f = {.arena = arena, .db = db};
    ent_strmap_init(&f.seen, arena);
    diagram *d = *out = bundle_diagram(arena, NULL);
    if (!d)
        return ENTENTE_NOMEM;
    entente_status status = take_rows(&f, stmt);
    if (status == ENTENTE_OK && f.tie_count)
        status = take_ends(&f);
    if (status == ENTENTE_OK && f.tie_count)
        status = read_agreements(&f);
    return status == ENTENTE_OK ? build(&f, d) : status;
}
