/* Patterns: nodes, relationships, paths, and label expressions. */
#include "core/query/parse.h"

/* ---- is it a pattern? ---- */

/* Whether what stands in the bracket opened at i can be the inside of a node. */
static bool node_like(const ent_parser *p, uint32_t i)
{
    const ent_lexeme *t = &p->tokens[i + 1];
    if (t->kind == ENT_LEX_NAME && !ent_keyword_reserved(t->keyword))
        t++;
    switch (t->kind) {
    case ENT_LEX_RPAREN:
    case ENT_LEX_COLON:
        return true;
    case ENT_LEX_LBRACE:
        t = &p->tokens[t->match]; /* without a partner: the text's first token, which is none of these */
        return t[1].kind == ENT_LEX_RPAREN || t[1].keyword == ENT_KEY_WHERE;
    case ENT_LEX_PARAMETER:
        return t[1].kind == ENT_LEX_RPAREN || t[1].keyword == ENT_KEY_WHERE;
    default:
        return t->keyword == ENT_KEY_WHERE;
    }
}

static bool rel_like(const ent_parser *p, uint32_t i)
{
    const ent_lexeme *t = &p->tokens[i + 1];
    if (t->kind == ENT_LEX_NAME && !ent_keyword_reserved(t->keyword))
        t++;
    return t->kind == ENT_LEX_RBRACKET || t->kind == ENT_LEX_COLON || t->kind == ENT_LEX_STAR ||
           t->kind == ENT_LEX_LBRACE || t->kind == ENT_LEX_PARAMETER || t->kind == ENT_LEX_DOT_DOT ||
           t->keyword == ENT_KEY_WHERE;
}

/* `(a)-[b]-(c)` could be arithmetic, too. What decides is the whole of node, relationship, node: no expression looks
 * like that but for `(a) - [b] - (c)` and `(a) - -(c)`, which mean nothing useful as such. */
bool ent_at_path(const ent_parser *p)
{
    const ent_lexeme *tokens = p->tokens;
    uint32_t i = p->at;
    if (tokens[i].kind != ENT_LEX_LPAREN || tokens[i].match == 0 || !node_like(p, i))
        return false;
    i = tokens[i].match + 1;
    bool drawn = tokens[i].kind == ENT_LEX_LT; /* more than two dashes */
    i += drawn;
    if (tokens[i++].kind != ENT_LEX_MINUS)
        return false;
    if (tokens[i].kind == ENT_LEX_LBRACKET) {
        drawn = true;
        if (!rel_like(p, i))
            return false;
        if (tokens[i].match == 0)
            return true; /* so that the open bracket is what gets reported */
        i = tokens[i].match + 1;
    }
    if (tokens[i++].kind != ENT_LEX_MINUS)
        return false;
    drawn |= tokens[i].kind == ENT_LEX_GT;
    i += tokens[i].kind == ENT_LEX_GT;
    if (drawn && (tokens[i].kind == ENT_LEX_PLUS || tokens[i].kind == ENT_LEX_STAR))
        i++;
    else if (tokens[i].kind == ENT_LEX_LBRACE && tokens[i].match != 0)
        i = tokens[i].match + 1;
    return tokens[i].kind == ENT_LEX_LPAREN && node_like(p, i);
}

/* ---- labels ---- */

static ent_label *make_label(ent_parser *p, ent_label_kind kind, uint32_t first, ent_label *left, ent_label *right)
{
    ent_label *label = ENT_NEW(p->arena, ent_label);
    if (label) {
        label->kind = kind;
        label->span = ent_span_from(p, first);
        label->left = left;
        label->right = right;
    }
    return label;
}

static ent_label *parse_label_or(ent_parser *p);

static ent_label *parse_label_atom(ent_parser *p)
{
    uint32_t first = p->at;
    if (!ent_enter(p))
        return NULL;
    ent_label *label = NULL;
    if (ent_accept(p, ENT_LEX_BANG)) {
        ent_label *inner = parse_label_atom(p);
        label = inner ? make_label(p, ENT_LABEL_NOT, first, inner, NULL) : NULL;
    } else if (ent_accept(p, ENT_LEX_PERCENT)) {
        label = make_label(p, ENT_LABEL_ANY, first, NULL, NULL);
    } else if (ent_accept(p, ENT_LEX_LPAREN)) {
        bool bar = p->bar_ends;
        p->bar_ends = false;
        label = parse_label_or(p);
        p->bar_ends = bar;
        if (label && !ent_want_close(p, ENT_LEX_RPAREN, first))
            label = NULL;
    } else {
        ent_str name;
        if (ent_want_name(p, "a label or type", &name, NULL)) {
            label = make_label(p, ENT_LABEL_NAME, first, NULL, NULL);
            if (label)
                label->name = name;
        }
    }
    ent_leave(p);
    return label;
}

/* Chains become balanced trees: see parse.h. */
static ent_label *balance(ent_parser *p, ent_label_kind kind, ent_label **labels, uint32_t from, uint32_t to)
{
    if (to - from == 1)
        return labels[from];
    uint32_t middle = from + (to - from) / 2;
    ent_label *left = balance(p, kind, labels, from, middle), *right = balance(p, kind, labels, middle, to);
    ent_label *label = make_label(p, kind, p->at - 1, left, right);
    if (!label || !left || !right)
        return NULL;
    uint32_t start = left->span.at;
    label->span = (ent_span){start, right->span.at + right->span.len - start};
    return label;
}

static bool accept_and(ent_parser *p)
{
    return ent_accept(p, ENT_LEX_COLON) || ent_accept(p, ENT_LEX_AMPERSAND);
}

static bool accept_or(ent_parser *p)
{
    if (p->bar_ends || !ent_accept(p, ENT_LEX_BAR))
        return false;
    if (ent_at(p, ENT_LEX_COLON)) /* :A|:B, as relationship types were written of old */
        p->at++;
    return true;
}

static ent_label *parse_label_chain(ent_parser *p, ent_label_kind kind, ent_label *(*part)(ent_parser *),
                                    bool (*joint)(ent_parser *))
{
    ent_label **labels = NULL;
    uint32_t count = 0;
    do {
        labels = ent_grow(p, labels, count, sizeof(ent_label *));
        if (!labels)
            return NULL;
        labels[count] = part(p);
        if (!labels[count++])
            return NULL;
    } while (joint(p));
    return balance(p, kind, labels, 0, count);
}

static ent_label *parse_label_and(ent_parser *p)
{
    return parse_label_chain(p, ENT_LABEL_AND, parse_label_atom, accept_and);
}

static ent_label *parse_label_or(ent_parser *p)
{
    return parse_label_chain(p, ENT_LABEL_OR, parse_label_and, accept_or);
}

ent_label *ent_parse_label(ent_parser *p)
{
    return parse_label_or(p);
}

/* ---- what nodes and relationships share ---- */

static bool parse_properties(ent_parser *p, ent_expr **out)
{
    if (ent_at(p, ENT_LEX_LBRACE))
        *out = ent_parse_map(p);
    else if (ent_at(p, ENT_LEX_PARAMETER))
        *out = ent_parse_parameter(p);
    else
        return ent_expect(p, "'{'"), true;
    return *out != NULL;
}

static bool parse_variable(ent_parser *p, ent_str *name, ent_span *span)
{
    if (ent_at(p, ENT_LEX_NAME) && !ent_at_keyword(p, ENT_KEY_WHERE))
        return ent_want_variable(p, "a variable", name, span);
    ent_expect(p, "a variable");
    return true;
}

static bool parse_where(ent_parser *p, ent_expr **out)
{
    if (!ent_accept_keyword(p, ENT_KEY_WHERE))
        return true;
    *out = ent_parse_expr(p);
    return *out != NULL;
}

/* Inside a pattern's brackets a `|` is always one of labels or types. */
static bool parse_labels(ent_parser *p, ent_label **out)
{
    if (!ent_accept(p, ENT_LEX_COLON))
        return true;
    *out = ent_parse_label(p);
    return *out != NULL;
}

static bool parse_node(ent_parser *p, ent_node_pattern *out)
{
    uint32_t first = p->at;
    bool bar = p->bar_ends;
    *out = (ent_node_pattern){0};
    if (!ent_at(p, ENT_LEX_LPAREN)) {
        ent_expect(p, "a node in ( )");
        ent_unexpected(p);
        if (ent_at_variable(p))
            ent_hint(p->error, "write (%.*s)", ENT_STR_ARG(ent_here(p)->text));
        return false;
    }
    p->at++;
    p->bar_ends = false;
    if (!parse_variable(p, &out->name, &out->name_span))
        return false;
    if (!parse_labels(p, &out->labels) || !parse_properties(p, &out->properties) || !parse_where(p, &out->where) ||
        !ent_want_close(p, ENT_LEX_RPAREN, first))
        return false;
    p->bar_ends = bar;
    out->span = ent_span_from(p, first);
    return true;
}

/* ---- relationships ---- */

static bool parse_bound(ent_parser *p, bool *has, int64_t *out)
{
    const ent_lexeme *token = ent_here(p);
    const char *detail, *message;
    *has = false;
    if (token->kind != ENT_LEX_INTEGER)
        return true;
    if (!ent_read_integer(token->text, false, out, &detail, &message))
        return ent_syntax(p, token->span, detail, "%s", message);
    *has = true;
    p->at++;
    return true;
}

/* *, *2, *1.., *..3, *1..3 */
static bool parse_length(ent_parser *p, ent_rel_pattern *out)
{
    if (ent_at(p, ENT_LEX_DOT_DOT)) {
        ent_syntax(p, ent_here(p)->span, "InvalidRelationshipPattern", "a range of lengths needs a '*' before it");
        ent_hint(p->error, "write *1..3, *.. or *");
        return false;
    }
    if (!ent_accept(p, ENT_LEX_STAR))
        return true;
    out->var_length = true;
    if (!parse_bound(p, &out->has_min, &out->min))
        return false;
    if (ent_accept(p, ENT_LEX_DOT_DOT)) {
        if (!parse_bound(p, &out->has_max, &out->max))
            return false;
    } else if (out->has_min) {
        out->has_max = true;
        out->max = out->min;
    }
    if (ent_at(p, ENT_LEX_MINUS) && ent_ahead(p, 1)->kind == ENT_LEX_INTEGER)
        return ent_syntax(p, ent_here(p)->span, "InvalidRelationshipPattern", "a length cannot be negative");
    if (ent_at(p, ENT_LEX_FLOAT)) {
        ent_syntax(p, ent_here(p)->span, "InvalidRelationshipPattern", "a length must be a whole number");
        ent_hint(p->error, "from 1 to 3 is written *1..3");
        return false;
    }
    if (ent_at(p, ENT_LEX_PARAMETER) && ent_ahead(p, 1)->kind != ENT_LEX_RBRACKET)
        return ent_syntax(p, ent_here(p)->span, "InvalidParameterUse", "a length cannot be a parameter");
    return true;
}

static bool parse_rel_detail(ent_parser *p, ent_rel_pattern *out)
{
    uint32_t open = p->at++;
    bool bar = p->bar_ends;
    p->bar_ends = false;
    if (!parse_variable(p, &out->name, &out->name_span))
        return false;
    if (!parse_labels(p, &out->types) || !parse_length(p, out) || !parse_properties(p, &out->properties) ||
        !parse_where(p, &out->where) || !ent_want_close(p, ENT_LEX_RBRACKET, open))
        return false;
    p->bar_ends = bar;
    return true;
}

static bool want_dash(ent_parser *p)
{
    if (!ent_at(p, ENT_LEX_MINUS)) {
        ent_expect(p, "'-'");
        ent_unexpected(p);
        ent_hint(p->error, "a relationship is written as -->, <-- or --, with [ ] between the dashes");
        return false;
    }
    p->at++;
    return true;
}

/* Behind a relationship or a path: +, *, {2}, {1,}, {,3}, {1,3}. */
static bool at_quantifier(const ent_parser *p)
{
    return ent_at(p, ENT_LEX_PLUS) || ent_at(p, ENT_LEX_STAR) || ent_at(p, ENT_LEX_LBRACE);
}

static bool parse_quantifier(ent_parser *p, ent_rel_pattern *out)
{
    uint32_t open = p->at;
    if (out->var_length) {
        ent_syntax(p, ent_here(p)->span, "UnexpectedSyntax", "this relationship has its length inside the brackets");
        ent_hint(p->error, "write -[*1..3]-> or -[]->{1,3}");
        return false;
    }
    out->var_length = true;
    out->has_min = true;
    out->min = ent_at(p, ENT_LEX_PLUS);
    if (!ent_accept(p, ENT_LEX_LBRACE)) {
        p->at++;
        return true;
    }
    bool has_min;
    out->min = 0;
    if (!parse_bound(p, &has_min, &out->min))
        return false;
    if (ent_accept(p, ENT_LEX_COMMA)) {
        if (!parse_bound(p, &out->has_max, &out->max))
            return false;
        if (!out->has_max)
            ent_expect(p, "a whole number");
    } else if (has_min) {
        out->has_max = true;
        out->max = out->min;
    } else {
        ent_expect(p, "a whole number");
        return ent_unexpected(p);
    }
    return ent_want_close(p, ENT_LEX_RBRACE, open);
}

static bool parse_rel(ent_parser *p, ent_rel_pattern *out)
{
    uint32_t first = p->at;
    bool left = ent_at(p, ENT_LEX_LT), right;
    *out = (ent_rel_pattern){0};
    if (left)
        p->at++;
    if (!want_dash(p) || (ent_at(p, ENT_LEX_LBRACKET) && !parse_rel_detail(p, out)))
        return false;
    if (out->span.len == 0)
        ent_expect(p, "'['");
    if (!want_dash(p))
        return false;
    right = ent_at(p, ENT_LEX_GT);
    if (right)
        p->at++;
    else
        ent_expect(p, "'>'");
    out->direction = left == right ? ENT_BOTH : left ? ENT_IN : ENT_OUT;
    if (at_quantifier(p) && !parse_quantifier(p, out))
        return false;
    out->span = ent_span_from(p, first);
    return true;
}

/* ---- paths ---- */

static bool refuse_quantified(ent_parser *p, ent_span where)
{
    ent_unsupported(p, where, "a quantified part of a path");
    ent_hint(p->error, "one relationship may be repeated: (a)-[:TYPE]->{1,3}(b)");
    return false;
}

bool ent_parse_plain_path(ent_parser *p, ent_path_pattern *out)
{
    uint32_t first = p->at, count = 0;
    ent_node_pattern *nodes = ent_grow(p, NULL, 0, sizeof *nodes);
    ent_rel_pattern *rels = NULL;
    if (!nodes || !parse_node(p, &nodes[0]))
        return false;
    while (ent_at(p, ENT_LEX_MINUS) || (ent_at(p, ENT_LEX_LT) && ent_ahead(p, 1)->kind == ENT_LEX_MINUS)) {
        rels = ent_grow(p, rels, count, sizeof *rels);
        nodes = ent_grow(p, nodes, count + 1, sizeof *nodes);
        if (!rels || !nodes || !parse_rel(p, &rels[count]) || !parse_node(p, &nodes[count + 1]))
            return false;
        count++;
    }
    if (ent_at(p, ENT_LEX_LPAREN) && ent_ahead(p, 1)->kind == ENT_LEX_LPAREN)
        return refuse_quantified(p, ent_here(p)->span);
    ent_expect(p, "a relationship");
    out->nodes = nodes;
    out->rels = rels;
    out->rel_count = count;
    out->span = ent_span_from(p, first);
    return true;
}

/* ((a)-->(b)): brackets around a whole path have no meaning. */
static bool parse_bracketed_path(ent_parser *p, ent_path_pattern *out)
{
    uint32_t open = p->at;
    if (!ent_at(p, ENT_LEX_LPAREN) || ent_ahead(p, 1)->kind != ENT_LEX_LPAREN)
        return ent_parse_plain_path(p, out);
    if (!ent_enter(p))
        return false;
    p->at++;
    if (!parse_bracketed_path(p, out) || !ent_want_close(p, ENT_LEX_RPAREN, open))
        return false;
    ent_leave(p);
    return at_quantifier(p) ? refuse_quantified(p, ent_span_from(p, open)) : true;
}

bool ent_parse_shortest(ent_parser *p, ent_path_pattern *out)
{
    uint32_t first = p->at, open = p->at + 1;
    ent_path_kind kind = ent_at_keyword(p, ENT_KEY_SHORTESTPATH) ? ENT_PATH_SHORTEST : ENT_PATH_ALL_SHORTEST;
    p->at++;
    if (!ent_want(p, ENT_LEX_LPAREN) || !ent_parse_plain_path(p, out) || !ent_want_close(p, ENT_LEX_RPAREN, open))
        return false;
    out->kind = kind;
    out->span = ent_span_from(p, first);
    if (out->rel_count == 1)
        return true;
    ent_syntax(p, out->span, "UnexpectedSyntax", "%.*s wants exactly one relationship between two nodes",
               ENT_STR_ARG(p->tokens[first].text));
    ent_hint(p->error, "such as shortestPath((a)-[:TYPE*]->(b))");
    return false;
}

/* ---- which of the paths ---- */

static bool accept_text(ent_parser *p, const char *word)
{
    const ent_lexeme *token = ent_here(p);
    bool is = token->kind == ENT_LEX_NAME && !token->quoted && ent_str_equal_nocase(token->text, ent_str_of(word));
    p->at += is;
    return is;
}

/* ANY, ALL or SHORTEST, and so on, before a path: SHORTEST 1 and ANY are shortestPath, ALL SHORTEST is
 * allShortestPaths. */
static bool parse_selector(ent_parser *p, ent_path_pattern *out)
{
    uint32_t first = p->at;
    int64_t count = 1;
    bool counted = false, all = accept_text(p, "ALL"), any = !all && accept_text(p, "ANY");
    bool shortest = accept_text(p, "SHORTEST");
    if (!all && !any && !shortest)
        return true;
    if (!all && !(any && shortest) && !parse_bound(p, &counted, &count))
        return false;
    bool paths = accept_text(p, "PATHS") || accept_text(p, "PATH");
    bool groups = shortest && !any && !all && (accept_text(p, "GROUPS") || accept_text(p, "GROUP"));
    ent_span span = ent_span_from(p, first);
    if (!ent_at(p, ENT_LEX_LPAREN)) {
        ent_expect(p, paths ? "a node in ( )" : "PATHS");
        if (!paths)
            ent_expect(p, "a node in ( )");
        return ent_unexpected(p);
    }
    if (all && !shortest)
        return true;
    if (counted && count != 1) {
        ent_unsupported(p, span, "another number of paths than 1");
        ent_hint(p->error, "SHORTEST 1 gives one of the shortest paths, ALL SHORTEST all of them");
        return false;
    }
    out->selected = true;
    out->kind = all || groups ? ENT_PATH_ALL_SHORTEST : ENT_PATH_SHORTEST;
    return true;
}

bool ent_parse_path(ent_parser *p, ent_path_pattern *out)
{
    uint32_t first = p->at;
    ent_str name = {NULL, 0};
    ent_span name_span = {0, 0};
    *out = (ent_path_pattern){0};
    if (ent_at_variable(p) && ent_ahead(p, 1)->kind == ENT_LEX_EQ) {
        if (!ent_want_variable(p, "a variable", &name, &name_span))
            return false;
        p->at++;
    }
    uint32_t selector = p->at;
    if (!parse_selector(p, out))
        return false;
    bool shortest = (ent_at_keyword(p, ENT_KEY_SHORTESTPATH) || ent_at_keyword(p, ENT_KEY_ALLSHORTESTPATHS)) &&
                    ent_ahead(p, 1)->kind == ENT_LEX_LPAREN;
    if (!(shortest ? ent_parse_shortest(p, out) : parse_bracketed_path(p, out)))
        return false;
    if (out->selected && (shortest || out->rel_count != 1)) {
        ent_span words = {p->tokens[selector].span.at, out->span.at - p->tokens[selector].span.at};
        while (words.len > 1 && p->text.p[words.at + words.len - 1] == ' ')
            words.len--;
        ent_unsupported(p, words, "this before anything but one relationship between two nodes");
        ent_hint(p->error, "such as SHORTEST 1 (a)-[:TYPE]->+(b)");
        return false;
    }
    out->name = name;
    out->name_span = name_span;
    out->span = ent_span_from(p, first);
    return true;
}

bool ent_parse_pattern(ent_parser *p, ent_pattern *out)
{
    *out = (ent_pattern){0};
    do {
        out->paths = ent_grow(p, out->paths, out->count, sizeof *out->paths);
        if (!out->paths || !ent_parse_path(p, &out->paths[out->count]))
            return false;
        out->count++;
    } while (ent_accept(p, ENT_LEX_COMMA));
    return true;
}
