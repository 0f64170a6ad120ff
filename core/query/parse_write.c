/* Clauses that write: CREATE, MERGE, SET, REMOVE, DELETE, FOREACH. */
#include "core/query/parse.h"

bool ent_parse_create(ent_parser *p, ent_clause *clause)
{
    clause->kind = ENT_CLAUSE_CREATE;
    p->at++;
    if (ent_at_keyword(p, ENT_KEY_UNIQUE) && ent_ahead(p, 1)->kind == ENT_LEX_LPAREN) {
        ent_unsupported(p, ent_here(p)->span, "CREATE UNIQUE");
        ent_hint(p->error, "MERGE creates what is not there yet");
        return false;
    }
    return ent_parse_pattern(p, &clause->create);
}

/* ---- SET, REMOVE ---- */

static bool parse_set_labels(ent_parser *p, ent_set_item *item)
{
    while (ent_accept(p, ENT_LEX_COLON)) {
        item->labels = ent_grow(p, item->labels, item->label_count, sizeof *item->labels);
        if (!item->labels || !ent_want_name(p, "a label", &item->labels[item->label_count], NULL))
            return false;
        item->label_count++;
    }
    return true;
}

static bool is_lookup(const ent_expr *e)
{
    return e->kind == ENT_EXPR_PROPERTY || e->kind == ENT_EXPR_INDEX;
}

static bool parse_set_item(ent_parser *p, ent_set_item *item)
{
    uint32_t first = p->at;
    *item = (ent_set_item){0};
    item->target = ent_parse_postfix(p, false);
    if (!item->target)
        return false;
    bool lookup = is_lookup(item->target) && !item->target->bracketed;
    if (!lookup && item->target->kind != ENT_EXPR_VARIABLE)
        return ent_syntax(p, item->target->span, "UnexpectedSyntax",
                          "this cannot be set: expected a variable or one of its properties");
    if (ent_at(p, ENT_LEX_COLON) && !lookup) {
        item->kind = ENT_SET_LABELS;
        if (!parse_set_labels(p, item))
            return false;
    } else if (!lookup && ent_accept(p, ENT_LEX_PLUS_EQ)) {
        item->kind = ENT_SET_MERGE;
        item->value = ent_parse_expr(p);
    } else {
        if (!lookup)
            ent_expect(p, "':'");
        if (!ent_want(p, ENT_LEX_EQ))
            return false;
        item->kind = lookup ? ENT_SET_PROPERTY : ENT_SET_REPLACE;
        item->value = ent_parse_expr(p);
    }
    item->span = ent_span_from(p, first);
    return item->kind == ENT_SET_LABELS || item->value;
}

static bool parse_remove_item(ent_parser *p, ent_set_item *item)
{
    uint32_t first = p->at;
    *item = (ent_set_item){0};
    item->target = ent_parse_postfix(p, false);
    if (!item->target)
        return false;
    if (is_lookup(item->target)) {
        item->kind = ENT_REMOVE_PROPERTY;
    } else {
        item->kind = ENT_REMOVE_LABELS;
        if (item->target->kind != ENT_EXPR_VARIABLE)
            return ent_syntax(p, item->target->span, "UnexpectedSyntax",
                              "this cannot be removed: expected a property or the labels of a variable");
        if (!ent_at(p, ENT_LEX_COLON)) {
            ent_expect(p, "'.'");
            ent_expect(p, "':'");
            return ent_unexpected(p);
        }
        if (!parse_set_labels(p, item))
            return false;
    }
    item->span = ent_span_from(p, first);
    return true;
}

static bool parse_set_items(ent_parser *p, ent_set_item **items, uint32_t *count,
                            bool (*parse)(ent_parser *, ent_set_item *))
{
    do {
        *items = ent_grow(p, *items, *count, sizeof **items);
        if (!*items || !parse(p, &(*items)[*count]))
            return false;
        ++*count;
    } while (ent_accept(p, ENT_LEX_COMMA));
    return true;
}

bool ent_parse_set(ent_parser *p, ent_clause *clause)
{
    clause->kind = ENT_CLAUSE_SET;
    p->at++;
    return parse_set_items(p, &clause->set.items, &clause->set.count, parse_set_item);
}

bool ent_parse_remove(ent_parser *p, ent_clause *clause)
{
    clause->kind = ENT_CLAUSE_REMOVE;
    p->at++;
    return parse_set_items(p, &clause->set.items, &clause->set.count, parse_remove_item);
}

bool ent_parse_merge(ent_parser *p, ent_clause *clause)
{
    clause->kind = ENT_CLAUSE_MERGE;
    p->at++;
    if (!ent_parse_path(p, &clause->merge.path))
        return false;
    while (ent_accept_keyword(p, ENT_KEY_ON)) {
        bool create = ent_accept_keyword(p, ENT_KEY_CREATE);
        if ((!create && !ent_want_keyword(p, ENT_KEY_MATCH)) || !ent_want_keyword(p, ENT_KEY_SET))
            return false;
        if (!(create ? parse_set_items(p, &clause->merge.on_create, &clause->merge.on_create_count, parse_set_item)
                     : parse_set_items(p, &clause->merge.on_match, &clause->merge.on_match_count, parse_set_item)))
            return false;
    }
    return true;
}

/* ---- DELETE, FOREACH ---- */

bool ent_parse_delete(ent_parser *p, ent_clause *clause)
{
    clause->kind = ENT_CLAUSE_DELETE;
    clause->del.detach = ent_at_keyword(p, ENT_KEY_DETACH);
    if (!ent_at_keyword(p, ENT_KEY_DELETE))
        p->at++;
    if (!ent_want_keyword(p, ENT_KEY_DELETE))
        return false;
    do {
        clause->del.exprs = ent_grow(p, clause->del.exprs, clause->del.count, sizeof(ent_expr *));
        if (!clause->del.exprs)
            return false;
        ent_expr *e = ent_parse_expr(p);
        if (!e)
            return false;
        clause->del.exprs[clause->del.count++] = e;
    } while (ent_accept(p, ENT_LEX_COMMA));
    return true;
}

bool ent_parse_foreach(ent_parser *p, ent_clause *clause)
{
    clause->kind = ENT_CLAUSE_FOREACH;
    if (!ent_enter(p))
        return false;
    p->at++;
    uint32_t open = p->at;
    if (!ent_want(p, ENT_LEX_LPAREN) ||
        !ent_want_variable(p, "a variable", &clause->foreach_.name, &clause->foreach_.name_span) ||
        !ent_want_keyword(p, ENT_KEY_IN))
        return false;
    p->bar_ends = true;
    clause->foreach_.list = ent_parse_expr(p);
    p->bar_ends = false;
    if (!clause->foreach_.list || !ent_want(p, ENT_LEX_BAR))
        return false;
    do {
        clause->foreach_.clauses = ent_grow(p, clause->foreach_.clauses, clause->foreach_.count, sizeof(ent_clause *));
        ent_clause *update = clause->foreach_.clauses ? ent_parse_update(p) : NULL;
        if (!update)
            return false;
        clause->foreach_.clauses[clause->foreach_.count++] = update;
        ent_expect(p, "another clause");
    } while (ent_at(p, ENT_LEX_NAME));
    if (!ent_want_close(p, ENT_LEX_RPAREN, open))
        return false;
    ent_leave(p);
    return true;
}
