#include "tests/tck/expected.h"

#include "tests/tck/gherkin.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_NESTED = 100 };

typedef struct {
    ent_arena *arena;
    const char *at, *end;
    int nesting;
} reader;

static void skip_blanks(reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r'))
        r->at++;
}

static bool at(reader *r, char c)
{
    skip_blanks(r);
    return r->at < r->end && *r->at == c;
}

static bool accept(reader *r, char c)
{
    if (!at(r, c))
        return false;
    r->at++;
    return true;
}

static bool accept_text(reader *r, const char *text)
{
    size_t n = strlen(text);
    skip_blanks(r);
    if ((size_t)(r->end - r->at) < n || memcmp(r->at, text, n) != 0)
        return false;
    r->at += n;
    return true;
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           (unsigned char)c >= 0x80;
}

static bool read_name(reader *r, ent_str *out)
{
    skip_blanks(r);
    const char *from = r->at;
    while (r->at < r->end && is_name(*r->at))
        r->at++;
    *out = (ent_str){from, (uint32_t)(r->at - from)};
    return out->n > 0;
}

static bool read_string(reader *r, tck_value *out)
{
    char *copy = ent_arena_alloc(r->arena, (size_t)(r->end - r->at)), *to = copy;
    if (!copy)
        return false;
    for (r->at++; r->at < r->end && *r->at != '\''; r->at++) {
        if (*r->at == '\\' && r->at + 1 < r->end && (r->at[1] == '\'' || r->at[1] == '\\'))
            r->at++;
        *to++ = *r->at;
    }
    *out = (tck_value){.kind = TCK_STRING, .text = {copy, (uint32_t)(to - copy)}};
    return accept(r, '\'');
}

static bool read_number(reader *r, tck_value *out)
{
    const char *from = r->at;
    bool real = false;
    r->at += *r->at == '-';
    while (r->at < r->end && ((*r->at >= '0' && *r->at <= '9') || strchr(".eE", *r->at) ||
                              ((*r->at == '-' || *r->at == '+') && (r->at[-1] == 'e' || r->at[-1] == 'E')))) {
        real = real || strchr(".eE", *r->at);
        r->at++;
    }
    char *end, *text = ent_arena_copy(r->arena, from, (size_t)(r->at - from));
    if (!text)
        return false;
    if (real)
        *out = (tck_value){.kind = TCK_FLOAT, .real = strtod(text, &end)};
    else
        *out = (tck_value){.kind = TCK_INTEGER, .integer = strtoll(text, &end, 10)};
    return end != text && *end == '\0';
}

static bool read_value(reader *r, tck_value *out);

/* k: v, k: v } after the '{' */
static bool read_entries(reader *r, tck_value *out)
{
    if (accept(r, '}'))
        return true;
    do {
        out->keys = tck_grow(r->arena, out->keys, out->key_count, sizeof *out->keys);
        out->values = tck_grow(r->arena, out->values, out->key_count, sizeof *out->values);
        if (!out->keys || !out->values || !read_name(r, &out->keys[out->key_count]) || !accept(r, ':') ||
            !read_value(r, &out->values[out->key_count]))
            return false;
        out->key_count++;
    } while (accept(r, ','));
    return accept(r, '}');
}

static bool read_node(reader *r, tck_value *out)
{
    *out = (tck_value){.kind = TCK_NODE};
    if (!accept(r, '('))
        return false;
    while (accept(r, ':')) {
        out->labels = tck_grow(r->arena, out->labels, out->label_count, sizeof *out->labels);
        if (!out->labels || !read_name(r, &out->labels[out->label_count]))
            return false;
        out->label_count++;
    }
    if (accept(r, '{') && !read_entries(r, out))
        return false;
    return accept(r, ')');
}

/* :T {k: v}] after the '[' */
static bool read_relationship(reader *r, tck_value *out)
{
    *out = (tck_value){.kind = TCK_RELATIONSHIP};
    return accept(r, ':') && read_name(r, &out->text) && (!accept(r, '{') || read_entries(r, out)) && accept(r, ']');
}

static bool read_list(reader *r, tck_value *out)
{
    *out = (tck_value){.kind = TCK_LIST};
    if (accept(r, ']'))
        return true;
    do {
        out->items = tck_grow(r->arena, out->items, out->count, sizeof *out->items);
        if (!out->items || !read_value(r, &out->items[out->count]))
            return false;
        out->count++;
    } while (accept(r, ','));
    return accept(r, ']');
}

static bool read_path(reader *r, tck_value *out)
{
    *out = (tck_value){.kind = TCK_PATH};
    for (;;) {
        out->items = tck_grow(r->arena, out->items, out->count, sizeof *out->items);
        if (!out->items || !read_node(r, &out->items[out->count++]))
            return false;
        if (accept(r, '>'))
            return true;
        bool left = accept(r, '<');
        out->items = tck_grow(r->arena, out->items, out->count, sizeof *out->items);
        if (!out->items || !accept(r, '-') || !accept(r, '[') || !read_relationship(r, &out->items[out->count]) ||
            !accept(r, '-') || (!left && !accept(r, '>')))
            return false;
        out->items[out->count++].reversed = left;
    }
}

static bool read_open_value(reader *r, tck_value *out)
{
    *out = (tck_value){.kind = TCK_NULL};
    skip_blanks(r);
    if (r->at >= r->end)
        return false;
    switch (*r->at) {
    case '\'':
        return read_string(r, out);
    case '(':
        return read_node(r, out);
    case '<':
        r->at++;
        return read_path(r, out);
    case '{':
        r->at++;
        out->kind = TCK_MAP;
        return read_entries(r, out);
    case '[':
        r->at++;
        return at(r, ':') ? read_relationship(r, out) : read_list(r, out);
    default:
        break;
    }
    static const struct {
        const char *word;
        tck_value value;
    } words[] = {{"null", {.kind = TCK_NULL}},
                 {"true", {.kind = TCK_BOOLEAN, .boolean = true}},
                 {"false", {.kind = TCK_BOOLEAN}},
                 {"NaN", {.kind = TCK_FLOAT, .real = NAN}},
                 {"Inf", {.kind = TCK_FLOAT, .real = INFINITY}},
                 {"-Inf", {.kind = TCK_FLOAT, .real = -INFINITY}}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (accept_text(r, words[i].word)) {
            *out = words[i].value;
            return true;
        }
    }
    return read_number(r, out);
}

static bool read_value(reader *r, tck_value *out)
{
    if (++r->nesting > MOST_NESTED)
        return false;
    bool good = read_open_value(r, out);
    r->nesting--;
    return good;
}

bool tck_read_value(ent_arena *arena, ent_str cell, tck_value *out)
{
    reader r = {.arena = arena, .at = cell.p, .end = cell.p + cell.n};
    bool good = read_value(&r, out);
    skip_blanks(&r);
    return good && r.at == r.end && arena->failed == ENT_OK;
}
