/* The file is read onto a copy of the theme that it is based on, each value with its place; then the whole is looked
 * at: what cannot be read or told apart is a fault like any other, and a theme with a fault draws nothing. */
#include "cli/theme_file.h"

#include "core/base/buffer.h"
#include "io/fault.h"
#include "io/json.h"
#include "render/colour.h"
#include "render/text.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum {
    LARGEST_FILE = 1 << 20,
    SEVERAL = THEME_KINDS,   /* behind the kinds */
    OTHER = THEME_KINDS + 1, /* relationships that are no agreements */
    STROKES,
    ASIDE = THEME_STAGES, /* behind the stages */
    WEIGHTS
};

#define AT(member) offsetof(theme, member)

static const struct {
    const char *key;
    size_t at; /* of a text in the theme */
    bool text; /* whether letters stand on it */
} colours[] = {
    {"background", AT(background), true},
    {"ink", AT(ink), false},
    {"faint", AT(faint), false},
    {"rule", AT(rule), false},
    {"countryFill", AT(country_fill), true},
    {"organizationFill", AT(organization_fill), true},
    {"agreementFill", AT(agreement_fill), true},
    {"otherFill", AT(other_fill), true},
    {"focusFill", AT(focus_fill), true},
    {"nodeLine", AT(node_line), false},
    {"focusLine", AT(focus_line), false},
    {"changedFill", AT(changed_fill), false},
    {"changedLine", AT(changed_line), false},
};
enum { BACKGROUND, INK, FAINT, NODE_LINE = 9, FOCUS_LINE, COLOURS = sizeof colours / sizeof colours[0] };

static const struct {
    const char *key;
    size_t at;
    double least, most;
} sizes[] = {
    {"textSize", AT(text_size), 8, 40},
    {"titleSize", AT(title_size), 8, 80},
    {"smallSize", AT(small_size), 8, 40},
};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

static const char *const keys[] = {
    "base",          "font",      "textSize",    "titleSize",   "smallSize", "background", "ink",
    "faint",         "rule",      "countryFill", "otherFill",   "focusFill", "nodeLine",   "organizationFill",
    "agreementFill", "focusLine", "changedFill", "changedLine", "fills",     "kinds",      "stages",
    "aside"};
enum { KEYS = sizeof keys / sizeof keys[0] };

typedef struct {
    const cli_args *args;
    const char *file;
    ent_json json;
    theme *theme;
    uint32_t colour_at[COLOURS], fill_at[THEME_FILLS], stroke_at[STROKES], weight_at[WEIGHTS]; /* 0: as in its base */
    int faults;
} reader;

/* ---- faults ---- */

static void fault(reader *r, uint32_t at, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void fault(reader *r, uint32_t at, const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    uint32_t line = 1, column = 1;
    for (uint32_t i = 0; i < at && i < r->json.source.n; i++) {
        char c = r->json.source.p[i];
        column = c == '\n' ? 1 : column + (((unsigned char)c & 0xC0) != 0x80);
        line += c == '\n';
    }
    if (r->faults++ < ENT_FAULTS_TOLD)
        cli_error("%s:%u:%u: %s", r->file, line, column, text);
}

/* A name that is not among those that are known. */
static void unknown(reader *r, uint32_t at, const char *what, const char *given, const char *const *names, size_t count)
{
    ent_str list[32];
    for (size_t i = 0; i < count; i++)
        list[i] = ent_str_of(names[i]);
    int near = ent_str_nearest(ent_str_of(given), list, count);
    if (near >= 0) {
        fault(r, at, "unknown %s `%.80s`; did you mean `%s`?", what, given, names[near]);
        return;
    }
    char known[300] = "";
    for (size_t i = 0; i < count; i++)
        snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s", i ? ", " : "", names[i]);
    fault(r, at, "unknown %s `%.80s`; known: %s", what, given, known);
}

/* ---- values ---- */

static const char *text_of(reader *r, ent_json_value v, const char *what)
{
    if (cJSON_IsString(v.node)) {
        const char *copy = ent_arena_copy(r->args->arena, v.node->valuestring, strlen(v.node->valuestring));
        return copy ? copy : "";
    }
    fault(r, ent_json_at(&r->json, v), "`%s` is to be %s, not %s", v.node->string ? v.node->string : "this", what,
          ent_json_type_name(v.node));
    return NULL;
}

static void read_number(reader *r, ent_json_value v, double least, double most, double *out)
{
    if (!cJSON_IsNumber(v.node))
        fault(r, ent_json_at(&r->json, v), "`%s` is to be a number, not %s", v.node->string,
              ent_json_type_name(v.node));
    else if (v.node->valuedouble < least || v.node->valuedouble > most)
        fault(r, ent_json_at(&r->json, v), "`%s` is to be from %g to %g, not %g", v.node->string, least, most,
              v.node->valuedouble);
    else
        *out = v.node->valuedouble;
}

static void read_colour(reader *r, ent_json_value v, const char **out, uint32_t *at)
{
    colour c;
    const char *text = text_of(r, v, "a colour such as \"#1a5fb4\"");
    if (!text)
        return;
    if (!colour_read(text, &c)) {
        fault(r, ent_json_at(&r->json, v), "`%.40s` is no colour: expected one such as `#1a5fb4`", text);
        return;
    }
    *out = text;
    *at = ent_json_at(&r->json, v);
}

static void read_dash(reader *r, ent_json_value v, const char **out)
{
    const char *text = text_of(r, v, "a text of lengths such as \"11 3\"");
    if (!text)
        return;
    int count = 0;
    bool sound = strspn(text, "0123456789. ") == strlen(text);
    for (const char *p = text; sound && *p; count++) {
        char *end;
        double length = strtod(p, &end);
        sound = end != p && length > 0 && length <= 100;
        for (p = end; *p == ' ';)
            p++;
    }
    if (!sound || count % 2 != 0 || count > 8)
        fault(r, ent_json_at(&r->json, v),
              "`%.40s` is no dash: expected pairs of lengths of a stroke and a gap in px, such as `11 3` (none: solid)",
              text);
    else
        *out = text;
}

static void read_head(reader *r, ent_json_value v, theme_head *out)
{
    const char *text = text_of(r, v, "the name of a head");
    for (int i = 0; text && i < THEME_HEADS; i++)
        if (strcmp(text, theme_heads[i]) == 0) {
            *out = (theme_head)i;
            return;
        }
    if (text)
        unknown(r, ent_json_at(&r->json, v), "arrowhead", text, theme_heads, THEME_HEADS);
}

/* ---- parts ---- */

static bool is_object(reader *r, ent_json_value v)
{
    if (cJSON_IsObject(v.node))
        return true;
    fault(r, ent_json_at(&r->json, v), "`%s` is to be an object, not %s", v.node->string, ent_json_type_name(v.node));
    return false;
}

static void read_stroke(reader *r, ent_json_value parent, theme_stroke *out, uint32_t *at)
{
    static const char *const known[] = {"colour", "dash", "head"};
    if (!is_object(r, parent))
        return;
    *at = ent_json_at(&r->json, parent);
    for (ent_json_value v = ent_json_first(parent); v.node; v = ent_json_next(&r->json, v)) {
        uint32_t place = 0;
        if (strcmp(v.node->string, "colour") == 0)
            read_colour(r, v, &out->colour, &place);
        else if (strcmp(v.node->string, "dash") == 0)
            read_dash(r, v, &out->dash);
        else if (strcmp(v.node->string, "head") == 0)
            read_head(r, v, &out->head);
        else
            unknown(r, ent_json_key_at(&r->json, v), "key", v.node->string, known, 3);
    }
}

static void read_weight(reader *r, ent_json_value parent, double widest, theme_weight *out, uint32_t *at)
{
    static const char *const known[] = {"width", "opacity"};
    if (!is_object(r, parent))
        return;
    *at = ent_json_at(&r->json, parent);
    for (ent_json_value v = ent_json_first(parent); v.node; v = ent_json_next(&r->json, v)) {
        if (strcmp(v.node->string, "width") == 0)
            read_number(r, v, 0.2, widest, &out->width);
        else if (strcmp(v.node->string, "opacity") == 0)
            read_number(r, v, 0.1, 1, &out->opacity);
        else
            unknown(r, ent_json_key_at(&r->json, v), "key", v.node->string, known, 2);
    }
}

static int index_of(const char *name, const char *const *names, int count)
{
    for (int i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return i;
    return -1;
}

static void read_kinds(reader *r, ent_json_value parent)
{
    const char *names[STROKES];
    for (int i = 0; i < THEME_KINDS; i++)
        names[i] = theme_kinds[i].kind;
    names[SEVERAL] = "several";
    names[OTHER] = "other";
    if (!is_object(r, parent))
        return;
    for (ent_json_value v = ent_json_first(parent); v.node; v = ent_json_next(&r->json, v)) {
        int i = index_of(v.node->string, names, STROKES);
        if (i < 0)
            unknown(r, ent_json_key_at(&r->json, v), "kind", v.node->string, names, STROKES);
        else
            read_stroke(r, v,
                        i == SEVERAL ? &r->theme->several
                        : i == OTHER ? &r->theme->other
                                     : &r->theme->kinds[i],
                        &r->stroke_at[i]);
    }
}

static void read_stages(reader *r, ent_json_value parent)
{
    const char *names[THEME_STAGES];
    for (int i = 0; i < THEME_STAGES; i++)
        names[i] = theme_stages[i].stage ? theme_stages[i].stage : "unknown";
    if (!is_object(r, parent))
        return;
    for (ent_json_value v = ent_json_first(parent); v.node; v = ent_json_next(&r->json, v)) {
        int i = index_of(v.node->string, names, THEME_STAGES);
        if (i < 0)
            unknown(r, ent_json_key_at(&r->json, v), "stage", v.node->string, names, THEME_STAGES);
        else
            read_weight(r, v, 12, &r->theme->stages[i], &r->weight_at[i]);
    }
}

static void read_fills(reader *r, ent_json_value parent)
{
    uint32_t count = 0;
    if (!cJSON_IsArray(parent.node)) {
        fault(r, ent_json_at(&r->json, parent), "`fills` is to be a list of colours, not %s",
              ent_json_type_name(parent.node));
        return;
    }
    for (ent_json_value v = ent_json_first(parent); v.node; v = ent_json_next(&r->json, v), count++) {
        if (count < THEME_FILLS)
            read_colour(r, v, &r->theme->fills[count], &r->fill_at[count]);
        else if (count == THEME_FILLS)
            fault(r, ent_json_at(&r->json, v), "`fills` holds more than %d colours", THEME_FILLS);
    }
}

/* The family and what stands in where it is not installed. Its name goes into styles and into Graphviz: words alone. */
static void read_font(reader *r, ent_json_value v)
{
    const char *name = text_of(r, v, "the name of a font family");
    if (!name)
        return;
    bool sound = *name && *name != ' ' && strlen(name) <= 80;
    for (const char *p = name; *p; p++)
        sound = sound && ((unsigned char)*p >= 0x80 || *p == ' ' || *p == '-' || *p == '_' || *p == '.' ||
                          (*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z'));
    if (!sound) {
        fault(r, ent_json_at(&r->json, v), "`%.40s` is no name of one font family: expected letters, digits and blanks",
              name);
        return;
    }
    r->theme->font_face = name;
    const char *font = ent_arena_printf(r->args->arena, "'%s', %s", name, theme_light.font);
    r->theme->font = font ? font : r->theme->font;
    if (!text_has_font(name))
        cli_warning("%s: the font `%s` is not installed: another one stands in for it", r->file, name);
}

static void read_member(reader *r, ent_json_value v)
{
    const char *key = v.node->string;
    for (int i = 0; i < COLOURS; i++)
        if (strcmp(key, colours[i].key) == 0) {
            read_colour(r, v, (const char **)((char *)r->theme + colours[i].at), &r->colour_at[i]);
            return;
        }
    for (int i = 0; i < SIZES; i++)
        if (strcmp(key, sizes[i].key) == 0) {
            read_number(r, v, sizes[i].least, sizes[i].most, (double *)(void *)((char *)r->theme + sizes[i].at));
            return;
        }
    if (strcmp(key, "font") == 0)
        read_font(r, v);
    else if (strcmp(key, "fills") == 0)
        read_fills(r, v);
    else if (strcmp(key, "kinds") == 0)
        read_kinds(r, v);
    else if (strcmp(key, "stages") == 0)
        read_stages(r, v);
    else if (strcmp(key, "aside") == 0)
        read_weight(r, v, 1, &r->theme->aside, &r->weight_at[ASIDE]);
    else if (strcmp(key, "base") != 0)
        unknown(r, ent_json_key_at(&r->json, v), "key", key, keys, KEYS);
}

/* ---- the whole ---- */

static colour colour_named(const char *text)
{
    colour c = {0, 0, 0};
    colour_read(text, &c); /* was read before, or is one of ours */
    return c;
}

/* At least so much contrast, or a fault at the place of one of both. */
static void check_contrast(reader *r, const char *what, const char *front, const char *back, uint32_t at,
                           uint32_t or_at, double least)
{
    double contrast = colour_contrast(colour_named(front), colour_named(back));
    if (contrast < least)
        fault(r, at ? at : or_at, "%s cannot be read: %s on %s has a contrast of %.1f to 1, and needs %.3g", what,
              front, back, floor(contrast * 10) / 10, least);
}

static const char *colour_at(const reader *r, int i)
{
    return *(const char *const *)((const char *)r->theme + colours[i].at);
}

static void check_texts(reader *r)
{
    for (int i = 0; i < COLOURS; i++)
        if (colours[i].text)
            check_contrast(r, "text", r->theme->ink, colour_at(r, i), r->colour_at[i], r->colour_at[INK], 4.5);
    for (int i = 0; i < THEME_FILLS; i++)
        check_contrast(r, "text", r->theme->ink, r->theme->fills[i], r->fill_at[i], r->colour_at[INK], 4.5);
    check_contrast(r, "faint text", r->theme->faint, r->theme->background, r->colour_at[FAINT],
                   r->colour_at[BACKGROUND], 4.5);
    for (int i = NODE_LINE; i <= FOCUS_LINE; i++)
        check_contrast(r, "a border", colour_at(r, i), r->theme->background, r->colour_at[i], r->colour_at[BACKGROUND],
                       3);
}

static const theme_stroke *stroke_at(const reader *r, int i)
{
    return i == SEVERAL ? &r->theme->several : i == OTHER ? &r->theme->other : &r->theme->kinds[i];
}

static const char *stroke_name(int i)
{
    return i == SEVERAL ? "several" : i == OTHER ? "other" : theme_kinds[i].kind;
}

/* Lines at their palest. */
static void check_lines(reader *r)
{
    double palest = r->theme->aside.opacity;
    uint32_t at = r->weight_at[ASIDE];
    for (int i = 0; i < THEME_STAGES; i++)
        if (r->theme->stages[i].opacity < palest) {
            palest = r->theme->stages[i].opacity;
            at = r->weight_at[i];
        }
    colour ground = colour_named(r->theme->background);
    for (int i = 0; i < STROKES; i++) {
        double contrast = colour_contrast(colour_over(colour_named(stroke_at(r, i)->colour), ground, palest), ground);
        if (contrast < 3)
            fault(
                r,
                r->stroke_at[i] ? r->stroke_at[i]
                : at            ? at
                                : r->colour_at[BACKGROUND],
                "lines of `%s` cannot be seen: %s with an opacity of %g on %s has a contrast of %.1f to 1, and needs 3",
                stroke_name(i), stroke_at(r, i)->colour, palest, r->theme->background, floor(contrast * 10) / 10);
    }
}

static double least_distance(const char *a, const char *b)
{
    double least = 1;
    for (int sight = SIGHT_FULL; sight <= SIGHT_NO_GREEN; sight++)
        least = fmin(least, colour_distance(colour_seen(colour_named(a), (colour_sight)sight),
                                            colour_seen(colour_named(b), (colour_sight)sight)));
    return least;
}

static void check_likeness(reader *r)
{
    for (int i = 0; i < STROKES; i++)
        for (int k = 0; k < i; k++) {
            const theme_stroke *a = stroke_at(r, i), *b = stroke_at(r, k);
            if (a->head == b->head && strcmp(a->dash, b->dash) == 0 && least_distance(a->colour, b->colour) < 0.08)
                fault(r, r->stroke_at[i] ? r->stroke_at[i] : r->stroke_at[k],
                      "`%s` and `%s` look alike to some readers: give one of them another dash, head or colour",
                      stroke_name(i), stroke_name(k));
        }
}

static const theme *base_of(reader *r)
{
    const char *names[THEMES];
    for (int i = 0; i < THEMES; i++)
        names[i] = themes[i]->name;
    for (ent_json_value v = ent_json_first(ent_json_root(&r->json)); v.node; v = ent_json_next(&r->json, v)) {
        if (strcmp(v.node->string, "base") != 0)
            continue;
        const char *name = text_of(r, v, "the name of a theme");
        int i = name ? index_of(name, names, THEMES) : 0;
        if (i < 0)
            unknown(r, ent_json_at(&r->json, v), "theme", name, names, THEMES);
        return themes[i < 0 ? 0 : i];
    }
    return &theme_light;
}

static void read_all(reader *r, ent_str source)
{
    ent_json_error error;
    if (!ent_json_read(&r->json, r->args->arena, source, &error)) {
        r->json.source = source;
        fault(r, error.at, "%s", *error.reason ? error.reason : "out of memory");
        return;
    }
    if (!cJSON_IsObject(r->json.root)) {
        fault(r, 0, "a theme is an object, not %s", ent_json_type_name(r->json.root));
        return;
    }
    *r->theme = *base_of(r);
    for (ent_json_value v = ent_json_first(ent_json_root(&r->json)); v.node; v = ent_json_next(&r->json, v))
        read_member(r, v);
    if (r->faults)
        return;
    check_texts(r);
    check_lines(r);
    check_likeness(r);
}

static bool slurp(const char *path, ent_buffer *out)
{
    FILE *file = fopen(path, "rb");
    char piece[4096];
    size_t n = 1;
    if (!file) {
        cli_error("the theme %s cannot be read: %s", path, strerror(errno));
        return false;
    }
    while (n > 0 && out->n <= LARGEST_FILE && (n = fread(piece, 1, sizeof piece, file)) > 0)
        ent_buffer_put(out, piece, n);
    bool read = !ferror(file), small = out->n <= LARGEST_FILE;
    int problem = errno;
    fclose(file);
    if (!read)
        cli_error("the theme %s cannot be read: %s", path, strerror(problem));
    else if (!small)
        cli_error("the theme %s cannot be read: it is larger than 1 MiB", path);
    return read && small;
}

static const theme *theme_of_file(const cli_args *args, const char *path)
{
    ent_buffer text;
    ent_buffer_init(&text, args->arena);
    theme *made = ent_arena_zero(args->arena, sizeof *made);
    if (!slurp(path, &text))
        return NULL;
    reader r = {.args = args, .file = path, .theme = made};
    size_t length = text.n;
    const char *source = ent_buffer_take(&text).p;
    if (!made || !source) {
        cli_report(NULL);
        return NULL;
    }
    read_all(&r, (ent_str){source, (uint32_t)length});
    if (r.faults > ENT_FAULTS_TOLD)
        cli_note("%d faults in all", r.faults);
    ent_json_close(&r.json);
    if (args->arena->failed != ENT_OK) {
        cli_report(NULL);
        return NULL;
    }
    return r.faults ? NULL : made;
}

const theme *cli_theme(const cli_args *args, int *status)
{
    const char *given = cli_value(args, "theme"), *names[THEMES];
    for (int i = 0; i < THEMES; i++)
        names[i] = themes[i]->name;
    if (given && (strchr(given, '.') || strchr(given, '/'))) {
        *status = CLI_FAILED;
        return theme_of_file(args, given);
    }
    *status = CLI_USAGE;
    int found = given ? cli_choice("theme", given, names, THEMES) : 0;
    return found < 0 ? NULL : themes[found];
}
