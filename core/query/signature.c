/* Signatures of procedures: test.my.proc(name :: STRING?, id = null :: INTEGER?) :: (city :: STRING?, code :: INTEGER?)
 */
#include "core/query/procedure_set.h"

#include <ctype.h>
#include <stdio.h>

enum { MOST_FIELDS = 64, LIST_DEPTH = 16 };

#define NUMBER (ENT_TYPE_BIT(ENT_TYPE_INTEGER) | ENT_TYPE_BIT(ENT_TYPE_FLOAT))

/* The first name of a set is the one that messages use. Two words before their first one alone. */
static const struct {
    const char *name, *second; /* second word, or NULL */
    ent_type_set types;
} type_names[] = {
    {"ANY", NULL, ENT_ANY_TYPE},
    {"NUMBER", NULL, NUMBER},
    {"BOOLEAN", NULL, ENT_TYPE_BIT(ENT_TYPE_BOOLEAN)},
    {"BOOL", NULL, ENT_TYPE_BIT(ENT_TYPE_BOOLEAN)},
    {"STRING", NULL, ENT_TYPE_BIT(ENT_TYPE_STRING)},
    {"INTEGER", NULL, ENT_TYPE_BIT(ENT_TYPE_INTEGER)},
    {"INT", NULL, ENT_TYPE_BIT(ENT_TYPE_INTEGER)},
    {"FLOAT", NULL, ENT_TYPE_BIT(ENT_TYPE_FLOAT)},
    {"LIST", NULL, ENT_TYPE_BIT(ENT_TYPE_LIST)},
    {"MAP", NULL, ENT_TYPE_BIT(ENT_TYPE_MAP)},
    {"NODE", NULL, ENT_TYPE_BIT(ENT_TYPE_NODE)},
    {"RELATIONSHIP", NULL, ENT_TYPE_BIT(ENT_TYPE_RELATIONSHIP)},
    {"PATH", NULL, ENT_TYPE_BIT(ENT_TYPE_PATH)},
    {"POINT", NULL, ENT_TYPE_BIT(ENT_TYPE_POINT)},
    {"DATE", NULL, ENT_TYPE_BIT(ENT_TYPE_DATE)},
    {"DURATION", NULL, ENT_TYPE_BIT(ENT_TYPE_DURATION)},
    {"ZONED", "DATETIME", ENT_TYPE_BIT(ENT_TYPE_DATETIME)},
    {"DATETIME", NULL, ENT_TYPE_BIT(ENT_TYPE_DATETIME)},
    {"LOCAL", "DATETIME", ENT_TYPE_BIT(ENT_TYPE_LOCAL_DATETIME)},
    {"LOCALDATETIME", NULL, ENT_TYPE_BIT(ENT_TYPE_LOCAL_DATETIME)},
    {"ZONED", "TIME", ENT_TYPE_BIT(ENT_TYPE_TIME)},
    {"TIME", NULL, ENT_TYPE_BIT(ENT_TYPE_TIME)},
    {"LOCAL", "TIME", ENT_TYPE_BIT(ENT_TYPE_LOCAL_TIME)},
    {"LOCALTIME", NULL, ENT_TYPE_BIT(ENT_TYPE_LOCAL_TIME)},
};
enum { TYPE_NAMES = sizeof type_names / sizeof *type_names };

typedef struct {
    ent_arena *arena;
    ent_error *error;
    ent_str text;
    uint32_t at;
} scanner;

static void skip_blanks(scanner *in)
{
    while (in->at < in->text.n && isspace((unsigned char)in->text.p[in->at]))
        in->at++;
}

static ent_status expected(scanner *in, const char *what)
{
    uint32_t n = in->at < in->text.n ? 1 : 0;
    ent_span where = {in->at, 1};
    if (n)
        return ent_fail(in->error, ENT_SYNTAX, ENT_PHASE_NONE, where, NULL,
                        "the signature cannot be read: expected %s before `%c`", what, in->text.p[in->at]);
    return ent_fail(in->error, ENT_SYNTAX, ENT_PHASE_NONE, where, NULL, "the signature ends too early: expected %s",
                    what);
}

static bool take(scanner *in, const char *sign)
{
    size_t n = strlen(sign);
    skip_blanks(in);
    if (in->text.n - in->at < n || memcmp(in->text.p + in->at, sign, n) != 0)
        return false;
    in->at += (uint32_t)n;
    return true;
}

static bool word_byte(unsigned char c)
{
    return isalnum(c) || c == '_' || c >= 0x80;
}

/* The next word, without moving; n 0: there is none. */
static ent_str peek_word(scanner *in)
{
    skip_blanks(in);
    uint32_t end = in->at;
    while (end < in->text.n && word_byte((unsigned char)in->text.p[end]))
        end++;
    return (ent_str){in->text.p + in->at, end - in->at};
}

static ent_status take_word(scanner *in, const char *what, ent_str *out)
{
    *out = peek_word(in);
    if (out->n == 0 || isdigit((unsigned char)out->p[0]))
        return expected(in, what);
    in->at += out->n;
    return ENT_OK;
}

static ent_status copy_name(scanner *in, ent_str *name)
{
    name->p = ent_arena_copy(in->arena, name->p, name->n);
    return ent_arena_status(in->arena, in->error);
}

/* Words joined by dots. */
static ent_status read_name(scanner *in, ent_str *out)
{
    ent_str word;
    ENT_TRY(take_word(in, "the procedure's name", &word));
    const char *start = word.p;
    while (in->at < in->text.n && in->text.p[in->at] == '.') {
        in->at++;
        ENT_TRY(take_word(in, "a name behind the dot", &word));
    }
    *out = (ent_str){start, (uint32_t)(word.p + word.n - start)};
    return copy_name(in, out);
}

static bool take_second(scanner *in, const char *second)
{
    ent_str word = peek_word(in);
    if (!ent_str_equal_nocase(word, ent_str_of(second)))
        return false;
    in->at += word.n;
    return true;
}

static ent_status read_type(scanner *in, ent_type_set *types, bool *nullable, int depth);

/* LIST OF T and LIST<T>: the items' type is read and not checked later. */
static ent_status read_item_type(scanner *in, int depth)
{
    ent_type_set types;
    bool nullable, angle = take(in, "<");
    if (!angle && !take_second(in, "OF"))
        return ENT_OK;
    if (depth == 0)
        return expected(in, "a type that is less nested");
    ENT_TRY(read_type(in, &types, &nullable, depth - 1));
    return angle && !take(in, ">") ? expected(in, "`>`") : ENT_OK;
}

static ent_status unknown_type(scanner *in, ent_str word)
{
    ent_str names[TYPE_NAMES];
    for (int i = 0; i < TYPE_NAMES; i++)
        names[i] = ent_str_of(type_names[i].name);
    ent_fail(in->error, ENT_SYNTAX, ENT_PHASE_NONE, (ent_span){(uint32_t)(word.p - in->text.p), word.n}, NULL,
             "`%.*s` is no type", ENT_STR_ARG(word));
    int nearest = ent_str_nearest(word, names, TYPE_NAMES);
    if (nearest >= 0)
        ent_hint(in->error, "did you mean %s?", type_names[nearest].name);
    return ENT_SYNTAX;
}

static ent_status read_type(scanner *in, ent_type_set *types, bool *nullable, int depth)
{
    ent_str word;
    ENT_TRY(take_word(in, "a type", &word));
    *types = 0;
    for (int i = 0; i < TYPE_NAMES && *types == 0; i++)
        if (ent_str_equal_nocase(word, ent_str_of(type_names[i].name)) &&
            (!type_names[i].second || take_second(in, type_names[i].second)))
            *types = type_names[i].types;
    if (*types == 0)
        return unknown_type(in, word);
    if (*types == ENT_TYPE_BIT(ENT_TYPE_LIST))
        ENT_TRY(read_item_type(in, depth));
    *nullable = take(in, "?");
    return ENT_OK;
}

/* = null behind an input's name: the call may leave it out, with all that follow. */
static ent_status read_default(scanner *in, ent_field *field, const ent_field *before)
{
    field->optional = take(in, "=");
    if (field->optional && !take_second(in, "null"))
        return expected(in, "`null`");
    return before && before->optional && !field->optional ? expected(in, "`= null`, as before it") : ENT_OK;
}

/* ( name :: TYPE, ... ) */
static ent_status read_fields(scanner *in, bool inputs, ent_field **out, uint32_t *count)
{
    ent_field fields[MOST_FIELDS];
    uint32_t n = 0;
    if (!take(in, "("))
        return expected(in, "`(`");
    while (!take(in, ")")) {
        if (n > 0 && !take(in, ","))
            return expected(in, "`,` or `)`");
        if (n == MOST_FIELDS)
            return expected(in, "`)`: there may be 64 fields");
        ent_field *field = &fields[n++];
        ENT_TRY(take_word(in, "a field's name", &field->name));
        for (uint32_t i = 0; i + 1 < n; i++)
            if (ent_str_equal(fields[i].name, field->name)) {
                in->at -= field->name.n;
                return expected(in, "another name: this one is taken");
            }
        field->optional = false;
        if (inputs)
            ENT_TRY(read_default(in, field, n > 1 ? field - 1 : NULL));
        if (!take(in, "::"))
            return expected(in, "`::`");
        ENT_TRY(read_type(in, &field->types, &field->nullable, LIST_DEPTH));
        if (field->optional && !field->nullable)
            return expected(in, "`?`, as it is null by default");
        ENT_TRY(copy_name(in, &field->name));
    }
    *out = ent_arena_array(in->arena, n, sizeof **out);
    if (*out && n)
        memcpy(*out, fields, n * sizeof **out);
    *count = n;
    return ent_arena_status(in->arena, in->error);
}

ent_status ent_signature_parse(ent_arena *arena, ent_str signature, ent_procedure *out, ent_error *error)
{
    scanner in = {arena, error, signature, 0};
    ENT_TRY(read_name(&in, &out->name));
    ENT_TRY(read_fields(&in, true, &out->inputs, &out->input_count));
    if (!take(&in, "::"))
        return expected(&in, "`::` and the outputs");
    if (!take_second(&in, "VOID"))
        ENT_TRY(read_fields(&in, false, &out->outputs, &out->output_count));
    skip_blanks(&in);
    return in.at < signature.n ? expected(&in, "the end") : ENT_OK;
}

void ent_field_type_text(char out[96], const ent_field *field)
{
    const char *name = "ANY", *second = NULL;
    for (int i = 0; i < TYPE_NAMES; i++)
        if (type_names[i].types == field->types) {
            name = type_names[i].name;
            second = type_names[i].second;
            break;
        }
    snprintf(out, 96, "%s%s%s%s", name, second ? " " : "", second ? second : "", field->nullable ? "?" : "");
}
