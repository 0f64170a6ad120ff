#include "tests/tck/gherkin.h"

#include "core/base/buffer.h"

typedef struct {
    ent_arena *arena;
    ent_str text;
    uint32_t at, line;
    const char *fault;
} reader;

void *tck_grow(ent_arena *arena, void *items, uint32_t n, size_t size)
{
    if (n != 0 && (n < 4 || (n & (n - 1)) != 0))
        return items;
    char *more = ent_arena_array(arena, n == 0 ? 4 : 2 * (size_t)n, size);
    if (more && n != 0)
        memcpy(more, items, n * size);
    return more;
}

/* ---- lines ---- */

static ent_str trim(ent_str s)
{
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
        s = (ent_str){s.p + 1, s.n - 1};
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t' || s.p[s.n - 1] == '\r'))
        s.n--;
    return s;
}

static bool starts(ent_str s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.n >= n && memcmp(s.p, prefix, n) == 0;
}

static ent_str after(ent_str s, size_t n)
{
    return trim((ent_str){s.p + n, s.n - (uint32_t)n});
}

/* The next line as it stands, without its end. */
static bool next_raw(reader *r, ent_str *line)
{
    if (r->at >= r->text.n)
        return false;
    const char *from = r->text.p + r->at;
    const char *end = memchr(from, '\n', r->text.n - r->at);
    uint32_t length = end ? (uint32_t)(end - from) : r->text.n - r->at;
    r->at += length + (end != NULL);
    r->line++;
    *line = (ent_str){from, length - (length > 0 && from[length - 1] == '\r')};
    return true;
}

/* The next line that says something, trimmed. */
static bool next_line(reader *r, ent_str *line)
{
    while (next_raw(r, line)) {
        *line = trim(*line);
        if (line->n && line->p[0] != '#')
            return true;
    }
    return false;
}

/* Looks at it without taking it. */
static bool peek_line(reader *r, ent_str *line)
{
    reader ahead = *r;
    return next_line(&ahead, line);
}

/* ---- docstrings and tables ---- */

static ent_str read_docstring(reader *r, const char *opening)
{
    const char *start = opening;
    while (start > r->text.p && start[-1] != '\n')
        start--;
    uint32_t indent = (uint32_t)(opening - start);
    ent_buffer text;
    ent_str line;
    ent_buffer_init(&text, r->arena);
    for (bool first = true; next_raw(r, &line); first = false) {
        if (ent_str_equal(trim(line), ENT_STR("\"\"\"")))
            return ent_buffer_take(&text);
        uint32_t skip = 0;
        while (skip < indent && skip < line.n && (line.p[skip] == ' ' || line.p[skip] == '\t'))
            skip++;
        if (!first)
            ent_buffer_char(&text, '\n');
        ent_buffer_put(&text, line.p + skip, line.n - skip);
    }
    r->fault = "a docstring has no end";
    return (ent_str){NULL, 0};
}

static ent_str unescape(reader *r, ent_str s)
{
    if (s.n == 0 || !memchr(s.p, '\\', s.n))
        return s;
    char *copy = ent_arena_alloc(r->arena, s.n), *to = copy;
    for (uint32_t i = 0; copy && i < s.n; i++) {
        char next = i + 1 < s.n ? s.p[i + 1] : '\0';
        if (s.p[i] == '\\' && (next == '|' || next == '\\' || next == 'n')) {
            *to++ = next == 'n' ? '\n' : next;
            i++;
        } else {
            *to++ = s.p[i];
        }
    }
    return (ent_str){copy, (uint32_t)(to - copy)};
}

static bool read_row(reader *r, ent_str line, tck_row *out)
{
    uint32_t from = 1;
    *out = (tck_row){0};
    for (uint32_t i = 1; i < line.n; i++) {
        if (line.p[i] == '\\') {
            i++;
        } else if (line.p[i] == '|') {
            out->cells = tck_grow(r->arena, out->cells, out->count, sizeof *out->cells);
            if (!out->cells)
                return false;
            out->cells[out->count++] = unescape(r, trim((ent_str){line.p + from, i - from}));
            from = i + 1;
        }
    }
    return true;
}

static bool read_table(reader *r, tck_table *out)
{
    ent_str line;
    *out = (tck_table){0};
    while (peek_line(r, &line) && line.p[0] == '|') {
        next_line(r, &line);
        out->rows = tck_grow(r->arena, out->rows, out->count, sizeof *out->rows);
        if (!out->rows || !read_row(r, line, &out->rows[out->count]))
            return false;
        out->count++;
    }
    return true;
}

/* ---- steps ---- */

static bool step_text(ent_str line, ent_str *text)
{
    static const char *const keywords[] = {"Given ", "When ", "Then ", "And ", "But "};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (starts(line, keywords[i])) {
            *text = after(line, strlen(keywords[i]));
            return true;
        }
    }
    return false;
}

static bool read_steps(reader *r, tck_step **steps, uint32_t *count)
{
    ent_str line, text;
    while (peek_line(r, &line) && step_text(line, &text)) {
        next_line(r, &line);
        *steps = tck_grow(r->arena, *steps, *count, sizeof **steps);
        if (!*steps)
            return false;
        tck_step *step = &(*steps)[(*count)++];
        *step = (tck_step){.text = text, .line = r->line};
        if (peek_line(r, &line) && starts(line, "\"\"\"")) {
            next_line(r, &line);
            step->doc = read_docstring(r, line.p);
            if (r->fault || !step->doc.p)
                return false;
        } else if (!read_table(r, &step->table)) {
            return false;
        }
    }
    return true;
}

/* ---- outlines ---- */

static ent_str replace(reader *r, ent_str s, const tck_row *names, const tck_row *values)
{
    if (!s.p || s.n == 0 || !memchr(s.p, '<', s.n))
        return s;
    ent_buffer text;
    ent_buffer_init(&text, r->arena);
    for (uint32_t i = 0; i < s.n;) {
        uint32_t k = 0;
        while (k < names->count) {
            ent_str name = names->cells[k];
            if (s.p[i] == '<' && i + name.n + 1 < s.n && s.p[i + 1 + name.n] == '>' &&
                memcmp(s.p + i + 1, name.p, name.n) == 0)
                break;
            k++;
        }
        if (k < names->count) {
            ent_buffer_str(&text, values->cells[k]);
            i += names->cells[k].n + 2;
        } else {
            ent_buffer_char(&text, s.p[i++]);
        }
    }
    return text.n ? ent_buffer_take(&text) : (ent_str){"", 0};
}

static bool replace_step(reader *r, tck_step *step, const tck_row *names, const tck_row *values)
{
    step->text = replace(r, step->text, names, values);
    step->doc = replace(r, step->doc, names, values);
    tck_row *rows = ent_arena_array(r->arena, step->table.count, sizeof *rows);
    if (!rows)
        return false;
    for (uint32_t i = 0; i < step->table.count; i++) {
        rows[i].count = step->table.rows[i].count;
        rows[i].cells = ent_arena_array(r->arena, rows[i].count, sizeof *rows[i].cells);
        if (!rows[i].cells)
            return false;
        for (uint32_t k = 0; k < rows[i].count; k++)
            rows[i].cells[k] = replace(r, step->table.rows[i].cells[k], names, values);
    }
    step->table.rows = rows;
    return true;
}

static tck_scenario *add_scenario(reader *r, tck_feature *out)
{
    out->scenarios = tck_grow(r->arena, out->scenarios, out->count, sizeof *out->scenarios);
    return out->scenarios ? &out->scenarios[out->count++] : NULL;
}

static bool expand(reader *r, const tck_scenario *outline, const tck_table *examples, tck_feature *out)
{
    for (uint32_t i = 1; i < examples->count; i++) {
        const tck_row *names = &examples->rows[0], *values = &examples->rows[i];
        if (names->count != values->count) {
            r->fault = "a row of the examples has another number of cells than their header";
            return false;
        }
        tck_scenario *scenario = add_scenario(r, out);
        if (!scenario)
            return false;
        *scenario = *outline;
        scenario->number = i;
        scenario->name = replace(r, outline->name, names, values);
        scenario->steps = ent_arena_array(r->arena, outline->count, sizeof *scenario->steps);
        if (!scenario->steps)
            return false;
        for (uint32_t k = 0; k < outline->count; k++) {
            scenario->steps[k] = outline->steps[k];
            if (!replace_step(r, &scenario->steps[k], names, values))
                return false;
        }
    }
    return true;
}

/* ---- features ---- */

static bool read_scenario(reader *r, ent_str line, bool ignored, const tck_scenario *background, tck_feature *out)
{
    bool outline = starts(line, "Scenario Outline:");
    tck_scenario scenario = {.ignored = ignored};
    scenario.name = after(line, outline ? strlen("Scenario Outline:") : strlen("Scenario:"));
    for (uint32_t i = 0; i < background->count; i++) {
        scenario.steps = tck_grow(r->arena, scenario.steps, scenario.count, sizeof *scenario.steps);
        if (!scenario.steps)
            return false;
        scenario.steps[scenario.count++] = background->steps[i];
    }
    if (!read_steps(r, &scenario.steps, &scenario.count))
        return false;
    if (!outline) {
        tck_scenario *added = add_scenario(r, out);
        if (added)
            *added = scenario;
        return added != NULL;
    }
    tck_table examples;
    if (!peek_line(r, &line) || !starts(line, "Examples:")) {
        r->fault = "an outline has no examples";
        return false;
    }
    next_line(r, &line);
    return read_table(r, &examples) && expand(r, &scenario, &examples, out);
}

static bool has_tag(ent_str line, ent_str tag)
{
    for (uint32_t i = 0; i + tag.n <= line.n; i++)
        if (memcmp(line.p + i, tag.p, tag.n) == 0 && (i + tag.n == line.n || line.p[i + tag.n] == ' '))
            return true;
    return false;
}

static bool read_feature(reader *r, tck_feature *out)
{
    ent_str line;
    tck_scenario background = {0};
    bool ignored = false;
    while (next_line(r, &line)) {
        if (line.p[0] == '@') {
            ignored = ignored || has_tag(line, ENT_STR("@ignore"));
        } else if (starts(line, "Background:")) {
            if (!read_steps(r, &background.steps, &background.count))
                return false;
        } else if (starts(line, "Scenario:") || starts(line, "Scenario Outline:")) {
            if (!read_scenario(r, line, ignored, &background, out))
                return false;
            ignored = false;
        } else if (!starts(line, "Feature:")) {
            r->fault = "this line is no step, table, tag or heading";
            return false;
        }
    }
    return true;
}

bool tck_read_feature(ent_arena *arena, ent_str text, tck_feature *out, const char **fault)
{
    reader r = {.arena = arena, .text = text};
    *out = (tck_feature){0};
    bool good = read_feature(&r, out) && arena->failed == ENT_OK;
    if (!good)
        *fault = arena->failed != ENT_OK ? "out of memory"
                                         : ent_arena_printf(arena, "line %u: %s", r.line, r.fault ? r.fault : "?");
    return good;
}
