/* What a statement reads and no element of the database has: mostly a name misspelt. */
#include "core/query/execute.h"
#include "core/query/walk.h"

#include <stdio.h>

typedef struct {
    ent_arena *arena;
    ent_txn *txn;
    const ent_statement *statement;
    ent_str *lines;
    uint32_t n, room;
    ent_str made[64]; /* names that the statement itself writes */
    uint32_t made_count;
    bool collecting;
} warner;

static const char *const kind_names[] = {"label", "relationship type", "property"};

static void add_line(warner *w, const char *line)
{
    ent_str text = line ? ent_str_of(line) : (ent_str){NULL, 0};
    for (uint32_t i = 0; i < w->n; i++)
        if (ent_str_equal(w->lines[i], text))
            return;
    if (w->n == w->room) {
        uint32_t room = w->room ? w->room * 2 : 8;
        ent_str *lines = ENT_NEW_ARRAY(w->arena, ent_str, room);
        if (!lines)
            return;
        if (w->n)
            memcpy(lines, w->lines, w->n * sizeof *lines);
        w->lines = lines;
        w->room = room;
    }
    if (line)
        w->lines[w->n++] = text;
}

static bool in_use(warner *w, ent_token_kind kind, uint32_t token)
{
    if (kind == ENT_TOKEN_LABEL)
        return ent_count_label(w->txn, token) > 0;
    if (kind == ENT_TOKEN_TYPE)
        return ent_count_type(w->txn, token) > 0;
    return true;
}

static const char *nearest(warner *w, ent_token_kind kind, ent_str name)
{
    uint32_t all = ent_token_count(w->txn, kind), n = 0;
    ent_str *names = ENT_NEW_ARRAY(w->arena, ent_str, all);
    for (uint32_t i = 0; names && i < all; i++)
        if (in_use(w, kind, i))
            names[n++] = ent_token_name(w->txn, kind, i);
    int best = names ? ent_str_nearest(name, names, n) : -1;
    if (best < 0)
        return "";
    return ent_arena_printf(w->arena, "; did you mean `%.*s`?", ENT_STR_ARG(names[best]));
}

static bool exists(warner *w, ent_token_kind kind, ent_str name)
{
    uint32_t token = ent_token_find(w->txn, kind, name);
    return token != ENT_NO_TOKEN && in_use(w, kind, token);
}

static void check(warner *w, ent_token_kind kind, ent_str name)
{
    if (name.n == 0 || exists(w, kind, name))
        return;
    for (uint32_t i = 0; i < w->made_count; i++)
        if (ent_str_equal(w->made[i], name))
            return;
    const char *hint = nearest(w, kind, name);
    const char *has = kind == ENT_TOKEN_LABEL  ? "no node has the"
                      : kind == ENT_TOKEN_TYPE ? "no relationship has the"
                                               : "nothing in the database has the";
    add_line(w,
             ent_arena_printf(w->arena, "%s %s `%.*s`%s", has, kind_names[kind], ENT_STR_ARG(name), hint ? hint : ""));
}

static void note_made(warner *w, ent_str name)
{
    if (w->made_count < sizeof w->made / sizeof *w->made)
        w->made[w->made_count++] = name;
}

/* Label trees are as deep as the parser allows. */
static void visit_labels(warner *w, ent_token_kind kind, const ent_label *label)
{
    if (!label)
        return;
    if (label->kind == ENT_LABEL_NAME && w->collecting)
        note_made(w, label->name);
    else if (label->kind == ENT_LABEL_NAME)
        check(w, kind, label->name);
    visit_labels(w, kind, label->left);
    visit_labels(w, kind, label->right);
}

static void visit_keys(warner *w, const ent_expr *map)
{
    for (uint32_t i = 0; map && map->kind == ENT_EXPR_MAP && i < map->arg_count; i++) {
        if (w->collecting)
            note_made(w, map->keys[i]);
        else
            check(w, ENT_TOKEN_KEY, map->keys[i]);
    }
}

/* (Party) or [PARTY_TO], where a colon was forgotten. */
static void check_variable(warner *w, ent_token_kind kind, ent_str name, bool introduces)
{
    if (w->collecting || name.n < 2 || !introduces || !exists(w, kind, name))
        return;
    const char *open = kind == ENT_TOKEN_LABEL ? "(" : "[", *close = kind == ENT_TOKEN_LABEL ? ")" : "]";
    add_line(w, ent_arena_printf(w->arena, "`%.*s` is a variable here; the %s is written %s:%.*s%s", ENT_STR_ARG(name),
                                 kind_names[kind], open, ENT_STR_ARG(name), close));
}

static void visit_node(ent_walk *walk, const ent_node_pattern *node)
{
    if (!node->labels)
        check_variable(walk->user, ENT_TOKEN_LABEL, node->name, node->introduces);
    visit_labels(walk->user, ENT_TOKEN_LABEL, node->labels);
    visit_keys(walk->user, node->properties);
}

static void visit_rel(ent_walk *walk, const ent_rel_pattern *rel)
{
    if (!rel->types)
        check_variable(walk->user, ENT_TOKEN_TYPE, rel->name, rel->introduces);
    visit_labels(walk->user, ENT_TOKEN_TYPE, rel->types);
    visit_keys(walk->user, rel->properties);
}

static bool visit_expr(ent_walk *walk, ent_expr *expr)
{
    warner *w = walk->user;
    ent_type_set entities = ENT_TYPE_BIT(ENT_TYPE_NODE) | ENT_TYPE_BIT(ENT_TYPE_RELATIONSHIP);
    if (w->collecting)
        return true;
    if (expr->kind == ENT_EXPR_HAS_LABELS) {
        bool rel = expr->args[0]->type && !(expr->args[0]->type & ENT_TYPE_BIT(ENT_TYPE_NODE));
        visit_labels(w, rel ? ENT_TOKEN_TYPE : ENT_TOKEN_LABEL, expr->labels);
    }
    if (expr->kind == ENT_EXPR_PROPERTY && expr->args[0]->type && (expr->args[0]->type & entities) &&
        !(expr->args[0]->type & ~(entities | ENT_TYPE_BIT(ENT_TYPE_NULL))))
        check(w, ENT_TOKEN_KEY, expr->name);
    return true;
}

static void collect_sets(warner *w, const ent_set_item *items, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t l = 0; l < items[i].label_count; l++)
            note_made(w, items[i].labels[l]);
        if (items[i].target->kind == ENT_EXPR_PROPERTY)
            note_made(w, items[i].target->name);
        visit_keys(w, items[i].value);
    }
}

/* What CREATE, MERGE and SET name comes to be by them. */
static void collect_made(ent_walk *walk, const ent_clause *clause)
{
    warner *w = walk->user;
    ent_walk pattern = {.node = visit_node, .rel = visit_rel, .user = w};
    if (clause->kind == ENT_CLAUSE_CREATE)
        for (uint32_t p = 0; p < clause->create.count; p++)
            ent_walk_path(&pattern, &clause->create.paths[p]);
    if (clause->kind == ENT_CLAUSE_MERGE) {
        ent_walk_path(&pattern, &clause->merge.path);
        collect_sets(w, clause->merge.on_create, clause->merge.on_create_count);
        collect_sets(w, clause->merge.on_match, clause->merge.on_match_count);
    }
    if (clause->kind == ENT_CLAUSE_SET || clause->kind == ENT_CLAUSE_REMOVE)
        collect_sets(w, clause->set.items, clause->set.count);
}

ent_status ent_plan_warnings(ent_arena *arena, const ent_statement *statement, ent_txn *txn, ent_str **out,
                             uint32_t *count, ent_error *error)
{
    *out = NULL;
    *count = 0;
    warner *w = ENT_NEW(arena, warner);
    if (!w)
        return ent_arena_status(arena, error);
    *w = (warner){.arena = arena, .txn = txn, .statement = statement, .collecting = true};
    /* In an empty database everything would be missing. */
    if (!statement->query || ent_count_nodes(txn) == 0)
        return ENT_OK;
    ent_walk collect = {.clause = collect_made, .user = w};
    ent_walk_query(&collect, statement->query);
    w->collecting = false;
    ent_walk walk = {.expr = visit_expr, .node = visit_node, .rel = visit_rel, .user = w};
    ent_walk_query(&walk, statement->query);
    *out = w->lines;
    *count = w->n;
    return ent_arena_status(arena, error);
}
