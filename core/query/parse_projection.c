/* WITH and RETURN: items, ORDER BY, SKIP, LIMIT, WHERE. */
#include "core/query/parse.h"

static bool parse_item(ent_parser *p, ent_projection_item *item)
{
    uint32_t first = p->at;
    *item = (ent_projection_item){0};
    item->expr = ent_parse_expr(p);
    if (!item->expr)
        return false;
    ent_span text = ent_span_from(p, first);
    item->column = (ent_str){p->text.p + text.at, text.len};
    if (ent_accept_keyword(p, ENT_KEY_AS)) {
        /* Nothing else can stand here, so a keyword is a name as well. */
        if (!ent_want_name(p, "a name", &item->alias, &item->alias_span))
            return false;
        item->column = item->alias;
    }
    item->span = ent_span_from(p, first);
    return true;
}

static bool parse_items(ent_parser *p, ent_projection *out)
{
    if (ent_accept(p, ENT_LEX_STAR)) {
        out->star = true;
        if (!ent_accept(p, ENT_LEX_COMMA))
            return true;
    }
    do {
        out->items = ent_grow(p, out->items, out->item_count, sizeof *out->items);
        if (!out->items || !parse_item(p, &out->items[out->item_count]))
            return false;
        out->item_count++;
    } while (ent_accept(p, ENT_LEX_COMMA));
    return true;
}

static bool parse_order(ent_parser *p, ent_projection *out)
{
    if (!ent_at_keyword(p, ENT_KEY_ORDER)) {
        ent_expect(p, "ORDER BY");
        return true;
    }
    p->at++;
    if (!ent_want_keyword(p, ENT_KEY_BY))
        return false;
    do {
        out->order = ent_grow(p, out->order, out->order_count, sizeof *out->order);
        if (!out->order)
            return false;
        ent_sort_item *item = &out->order[out->order_count++];
        *item = (ent_sort_item){.expr = ent_parse_expr(p)};
        if (!item->expr)
            return false;
        if (ent_accept_keyword(p, ENT_KEY_DESC) || ent_at_keyword(p, ENT_KEY_DESCENDING)) {
            p->at += ent_at_keyword(p, ENT_KEY_DESCENDING);
            item->descending = true;
        } else if (!ent_accept_keyword(p, ENT_KEY_ASC) && ent_at_keyword(p, ENT_KEY_ASCENDING)) {
            p->at++;
        }
    } while (ent_accept(p, ENT_LEX_COMMA));
    return true;
}

static bool parse_page(ent_parser *p, ent_projection *out)
{
    if ((ent_accept_keyword(p, ENT_KEY_SKIP) || (ent_at_keyword(p, ENT_KEY_OFFSET) && p->at++)) &&
        !(out->skip = ent_parse_expr(p)))
        return false;
    return !ent_accept_keyword(p, ENT_KEY_LIMIT) || (out->limit = ent_parse_expr(p)) != NULL;
}

bool ent_parse_page(ent_parser *p, ent_projection *out)
{
    return parse_order(p, out) && parse_page(p, out);
}

bool ent_parse_projection(ent_parser *p, ent_clause *clause, bool with)
{
    ent_projection *out = &clause->projection;
    clause->kind = with ? ENT_CLAUSE_WITH : ENT_CLAUSE_RETURN;
    p->at++;
    /* DISTINCT is reserved, so this cannot be a variable of that name. */
    out->distinct = ent_at_keyword(p, ENT_KEY_DISTINCT);
    p->at += out->distinct;
    if (!parse_items(p, out) || !ent_parse_page(p, out))
        return false;
    return !with || !ent_accept_keyword(p, ENT_KEY_WHERE) || (out->where = ent_parse_expr(p)) != NULL;
}
