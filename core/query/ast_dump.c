/* The syntax tree as text, for tests: one line a clause, expressions as (operator operands). */
#include "core/base/buffer.h"
#include "core/query/ast.h"

#include <stdio.h>

typedef ent_buffer dump;

static void put(dump *d, ent_str s)
{
    ent_buffer_str(d, s);
}

static void word(dump *d, const char *text)
{
    ent_buffer_text(d, text);
}

/* A blank before everything but the first thing in a bracket. */
static void gap(dump *d)
{
    char last = d->p && d->n ? d->p[d->n - 1] : '\n';
    if (last != '(' && last != '[' && last != '{' && last != '\n' && last != ' ')
        word(d, " ");
}

static void dump_expr(dump *d, const ent_expr *e);
static void dump_query(dump *d, const ent_query *q, const char *joint);

static void dump_string(dump *d, ent_str s)
{
    word(d, "'");
    for (uint32_t i = 0; i < s.n; i++) {
        char escaped[8];
        unsigned char c = (unsigned char)s.p[i];
        if (c < ' ' || c == '\'' || c == '\\') {
            snprintf(escaped, sizeof escaped, c < ' ' ? "\\x%02x" : "\\%c", c);
            word(d, escaped);
        } else {
            put(d, (ent_str){s.p + i, 1});
        }
    }
    word(d, "'");
}

static void dump_literal(dump *d, ent_value v)
{
    char text[40];
    switch (v.type) {
    case ENT_TYPE_BOOLEAN:
        word(d, v.b ? "true" : "false");
        break;
    case ENT_TYPE_INTEGER:
        snprintf(text, sizeof text, "%lld", (long long)v.i);
        word(d, text);
        break;
    case ENT_TYPE_FLOAT:
        snprintf(text, sizeof text, "%.17g", v.f);
        word(d, text);
        if (!strpbrk(text, ".en"))
            word(d, ".0");
        break;
    case ENT_TYPE_STRING:
        dump_string(d, ent_value_str(v));
        break;
    default:
        word(d, "null");
    }
}

static void dump_label(dump *d, const ent_label *label)
{
    static const char *const signs[] = {[ENT_LABEL_AND] = "&", [ENT_LABEL_OR] = "|", [ENT_LABEL_NOT] = "!"};
    if (label->kind == ENT_LABEL_NAME) {
        put(d, label->name);
    } else if (label->kind == ENT_LABEL_ANY) {
        word(d, "%");
    } else if (label->kind == ENT_LABEL_NOT) {
        word(d, "!");
        dump_label(d, label->left);
    } else {
        word(d, "(");
        dump_label(d, label->left);
        word(d, signs[label->kind]);
        dump_label(d, label->right);
        word(d, ")");
    }
}

static void dump_element(dump *d, ent_str name, const ent_label *labels, const ent_expr *properties,
                         const ent_expr *where)
{
    put(d, name);
    if (labels) {
        word(d, ":");
        dump_label(d, labels);
    }
    if (properties) {
        gap(d);
        dump_expr(d, properties);
    }
    if (where) {
        gap(d);
        word(d, "WHERE ");
        dump_expr(d, where);
    }
}

static void dump_rel(dump *d, const ent_rel_pattern *r)
{
    char length[64];
    word(d, r->direction == ENT_IN ? "<-[" : "-[");
    dump_element(d, r->name, r->types, NULL, NULL);
    if (r->var_length) {
        word(d, "*");
        snprintf(length, sizeof length, "%lld", (long long)r->min);
        word(d, r->has_min ? length : "");
        word(d, "..");
        snprintf(length, sizeof length, "%lld", (long long)r->max);
        word(d, r->has_max ? length : "");
    }
    if (r->properties || r->where) {
        gap(d);
        dump_element(d, (ent_str){NULL, 0}, NULL, r->properties, r->where);
    }
    word(d, r->direction == ENT_OUT ? "]->" : "]-");
}

static void dump_path(dump *d, const ent_path_pattern *path)
{
    if (path->name.n) {
        put(d, path->name);
        word(d, " = ");
    }
    if (path->kind != ENT_PATH_PLAIN)
        word(d, path->kind == ENT_PATH_SHORTEST ? "shortest " : "allShortest ");
    for (uint32_t i = 0; i <= path->rel_count; i++) {
        const ent_node_pattern *n = &path->nodes[i];
        word(d, "(");
        dump_element(d, n->name, n->labels, n->properties, n->where);
        word(d, ")");
        if (i < path->rel_count)
            dump_rel(d, &path->rels[i]);
    }
}

static void dump_pattern(dump *d, const ent_pattern *pattern)
{
    for (uint32_t i = 0; i < pattern->count; i++) {
        word(d, i ? ", " : "");
        dump_path(d, &pattern->paths[i]);
    }
}

static void dump_map(dump *d, const ent_str *keys, ent_expr *const *values, uint32_t count)
{
    word(d, "{");
    for (uint32_t i = 0; i < count; i++) {
        word(d, i ? ", " : "");
        if (values[i]) {
            put(d, keys[i]);
            word(d, ": ");
            dump_expr(d, values[i]);
        } else {
            word(d, ".*");
        }
    }
    word(d, "}");
}

static const char *const expr_names[] = {
#define X(id, args) #id,
    ENT_EXPRS(X)
#undef X
};

static const char *expr_name(ent_expr_kind kind)
{
    switch (kind) {
    case ENT_EXPR_PROPERTY:
        return ".";
    case ENT_EXPR_EQ:
        return "=";
    case ENT_EXPR_NE:
        return "<>";
    case ENT_EXPR_LT:
        return "<";
    case ENT_EXPR_LE:
        return "<=";
    case ENT_EXPR_GT:
        return ">";
    case ENT_EXPR_GE:
        return ">=";
    case ENT_EXPR_ADD:
        return "+";
    case ENT_EXPR_SUBTRACT:
        return "-";
    case ENT_EXPR_MULTIPLY:
        return "*";
    case ENT_EXPR_DIVIDE:
        return "/";
    case ENT_EXPR_MODULO:
        return "%";
    case ENT_EXPR_POWER:
        return "^";
    case ENT_EXPR_CONCAT:
        return "||";
    default:
        return expr_names[kind];
    }
}

static void dump_types(dump *d, ent_type_set types, bool not_null, const ent_item_type *items)
{
    for (int type = 0; type < ENT_TYPE_COUNT; type++) {
        if (types == ENT_ANY_TYPE || !(types & ENT_TYPE_BIT(type)))
            continue;
        word(d, " ");
        word(d, ent_type_name((ent_type)type));
        if (type == ENT_TYPE_LIST && items) {
            word(d, "<");
            dump_types(d, items->types, items->not_null, items->items);
            word(d, " >");
        }
    }
    word(d, types == ENT_ANY_TYPE ? " ANY" : "");
    word(d, not_null ? " NOT NULL" : "");
}

static void dump_compound(dump *d, const ent_expr *e)
{
    word(d, "(");
    word(d, expr_name(e->kind));
    word(d, e->distinct ? " DISTINCT" : "");
    if (e->kind == ENT_EXPR_REDUCE) {
        gap(d);
        put(d, e->accumulator);
    }
    if (e->kind == ENT_EXPR_MAP_PROJECTION) {
        gap(d);
        dump_expr(d, e->args[0]);
        gap(d);
        dump_map(d, e->keys, e->args + 1, e->arg_count - 1);
        word(d, ")");
        return;
    }
    if (e->name.n && e->kind != ENT_EXPR_PROPERTY) {
        gap(d);
        put(d, e->name);
    }
    if (e->path) {
        gap(d);
        dump_path(d, e->path);
    }
    for (uint32_t i = 0; i < e->arg_count; i++) {
        gap(d);
        if (e->args[i])
            dump_expr(d, e->args[i]);
        else
            word(d, "_");
        if (e->ops && i + 1 < e->arg_count) {
            gap(d);
            word(d, expr_name((ent_expr_kind)e->ops[i]));
        }
    }
    if (e->kind == ENT_EXPR_PROPERTY) {
        gap(d);
        put(d, e->name);
    }
    if (e->labels) {
        word(d, " :");
        dump_label(d, e->labels);
    }
    if (e->kind == ENT_EXPR_IS_TYPED || e->kind == ENT_EXPR_IS_NOT_TYPED)
        dump_types(d, e->types, e->types_not_null, e->item_type);
    if (e->query) {
        word(d, " {");
        dump_query(d, e->query, "; ");
        word(d, "}");
    }
    word(d, ")");
}

static void dump_expr(dump *d, const ent_expr *e)
{
    switch (e->kind) {
    case ENT_EXPR_LITERAL:
        dump_literal(d, e->value);
        break;
    case ENT_EXPR_VARIABLE:
        put(d, e->name);
        break;
    case ENT_EXPR_PARAMETER:
        word(d, "$");
        put(d, e->name);
        break;
    case ENT_EXPR_LIST:
        word(d, "[");
        for (uint32_t i = 0; i < e->arg_count; i++) {
            word(d, i ? ", " : "");
            dump_expr(d, e->args[i]);
        }
        word(d, "]");
        break;
    case ENT_EXPR_MAP:
        dump_map(d, e->keys, e->args, e->arg_count);
        break;
    default:
        dump_compound(d, e);
    }
}

/* ---- clauses ---- */

static void dump_optional_expr(dump *d, const char *name, const ent_expr *e)
{
    if (!e)
        return;
    gap(d);
    word(d, name);
    word(d, " ");
    dump_expr(d, e);
}

static void dump_projection(dump *d, const ent_projection *p)
{
    word(d, p->distinct ? "DISTINCT " : "");
    word(d, p->star ? "*" : "");
    for (uint32_t i = 0; i < p->item_count; i++) {
        word(d, i || p->star ? ", " : "");
        dump_expr(d, p->items[i].expr);
        word(d, " AS ");
        put(d, p->items[i].column);
    }
    for (uint32_t i = 0; i < p->order_count; i++) {
        word(d, i ? ", " : " ORDER BY ");
        dump_expr(d, p->order[i].expr);
        word(d, p->order[i].descending ? " DESC" : "");
    }
    dump_optional_expr(d, "SKIP", p->skip);
    dump_optional_expr(d, "LIMIT", p->limit);
    dump_optional_expr(d, "WHERE", p->where);
}

static void dump_set_items(dump *d, const ent_set_item *items, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        word(d, i ? ", " : "");
        dump_expr(d, items[i].target);
        for (uint32_t k = 0; k < items[i].label_count; k++) {
            word(d, ":");
            put(d, items[i].labels[k]);
        }
        if (items[i].value) {
            word(d, items[i].kind == ENT_SET_MERGE ? " += " : " = ");
            dump_expr(d, items[i].value);
        }
    }
}

static void dump_exprs(dump *d, ent_expr *const *exprs, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        word(d, i ? ", " : "");
        dump_expr(d, exprs[i]);
    }
}

static void dump_call(dump *d, const ent_clause *c)
{
    put(d, c->call.name);
    if (!c->call.implicit_args) {
        word(d, "(");
        dump_exprs(d, c->call.args, c->call.arg_count);
        word(d, ")");
    }
    word(d, c->call.has_yield ? " YIELD" : "");
    word(d, c->call.yield_star ? " *" : "");
    for (uint32_t i = 0; i < c->call.yield_count; i++) {
        word(d, i ? ", " : " ");
        put(d, c->call.yields[i].name);
        if (c->call.yields[i].alias.n) {
            word(d, " AS ");
            put(d, c->call.yields[i].alias);
        }
    }
    dump_optional_expr(d, "WHERE", c->call.where);
}

static void dump_subquery(dump *d, const ent_clause *c)
{
    if (c->subquery.scoped) {
        word(d, c->subquery.import_star ? "(*" : "(");
        for (uint32_t i = 0; i < c->subquery.import_count; i++) {
            word(d, i ? ", " : "");
            put(d, c->subquery.imports[i]);
        }
        word(d, ") ");
    }
    word(d, "{");
    dump_query(d, c->subquery.query, "; ");
    word(d, "}");
}

static void dump_clause(dump *d, const ent_clause *c)
{
    static const char *const names[] = {"MATCH ", "UNWIND ", "WITH ",   "RETURN ",  "CREATE ", "MERGE ",
                                        "SET ",   "REMOVE ", "DELETE ", "FOREACH ", "CALL ",   "CALL "};
    bool optional = (c->kind == ENT_CLAUSE_MATCH && c->match.optional) ||
                    (c->kind == ENT_CLAUSE_CALL && c->call.optional) ||
                    (c->kind == ENT_CLAUSE_SUBQUERY && c->subquery.optional);
    word(d, optional ? "OPTIONAL " : "");
    word(d, c->kind == ENT_CLAUSE_DELETE && c->del.detach ? "DETACH " : "");
    word(d, names[c->kind]);
    switch (c->kind) {
    case ENT_CLAUSE_MATCH:
        dump_pattern(d, &c->match.pattern);
        dump_optional_expr(d, "WHERE", c->match.where);
        break;
    case ENT_CLAUSE_UNWIND:
        dump_expr(d, c->unwind.list);
        word(d, " AS ");
        put(d, c->unwind.name);
        break;
    case ENT_CLAUSE_WITH:
    case ENT_CLAUSE_RETURN:
        dump_projection(d, &c->projection);
        break;
    case ENT_CLAUSE_CREATE:
        dump_pattern(d, &c->create);
        break;
    case ENT_CLAUSE_MERGE:
        dump_path(d, &c->merge.path);
        word(d, c->merge.on_create_count ? " ON CREATE " : "");
        dump_set_items(d, c->merge.on_create, c->merge.on_create_count);
        word(d, c->merge.on_match_count ? " ON MATCH " : "");
        dump_set_items(d, c->merge.on_match, c->merge.on_match_count);
        break;
    case ENT_CLAUSE_SET:
    case ENT_CLAUSE_REMOVE:
        dump_set_items(d, c->set.items, c->set.count);
        break;
    case ENT_CLAUSE_DELETE:
        dump_exprs(d, c->del.exprs, c->del.count);
        break;
    case ENT_CLAUSE_FOREACH:
        put(d, c->foreach_.name);
        word(d, " IN ");
        dump_expr(d, c->foreach_.list);
        word(d, " {");
        for (uint32_t i = 0; i < c->foreach_.count; i++) {
            word(d, i ? "; " : "");
            dump_clause(d, c->foreach_.clauses[i]);
        }
        word(d, "}");
        break;
    case ENT_CLAUSE_CALL:
        dump_call(d, c);
        break;
    case ENT_CLAUSE_SUBQUERY:
        dump_subquery(d, c);
        break;
    }
}

static void dump_query(dump *d, const ent_query *q, const char *joint)
{
    for (uint32_t i = 0; i < q->part_count; i++) {
        if (i) {
            word(d, joint);
            word(d, q->union_all ? "UNION ALL" : "UNION");
            word(d, joint);
        }
        for (uint32_t k = 0; k < q->parts[i].count; k++) {
            word(d, k ? joint : "");
            dump_clause(d, q->parts[i].clauses[k]);
        }
    }
}

static void dump_command(dump *d, const ent_statement *s)
{
    static const char *const names[] = {"", "CREATE INDEX", "DROP INDEX", "CREATE CONSTRAINT", "DROP CONSTRAINT"};
    const ent_str parts[] = {s->name, s->label, s->key};
    static const char *const signs[] = {" ", " :", " ."};
    word(d, names[s->kind]);
    for (int i = 0; i < 3; i++) {
        word(d, parts[i].n ? signs[i] : "");
        put(d, parts[i]);
    }
    word(d, s->if_exists ? " IF" : "");
}

ent_str ent_ast_dump(ent_arena *arena, const ent_statement *statement)
{
    dump d;
    ent_buffer_init(&d, arena);
    word(&d, statement->mode == ENT_MODE_EXPLAIN   ? "EXPLAIN\n"
             : statement->mode == ENT_MODE_PROFILE ? "PROFILE\n"
                                                   : "");
    if (statement->query)
        dump_query(&d, statement->query, "\n");
    else
        dump_command(&d, statement);
    word(&d, "\n");
    return ent_buffer_take(&d);
}
