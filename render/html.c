/* Templates with {{placeholders}}; what fills them comes from here, the templates, styles and scripts themselves from
 * render/html/, which the build turns into strings (embed.py) together with their hashes for the policy. */
#include "render/html.h"

#include "render/caption.h"
#include "render/colour.h"
#include "render/html_embedded.h"
#include "render/html_table.h"
#include "render/markup.h"
#include "render/story_json.h"

#include <string.h>

typedef struct {
    ent_buffer out;
    const diagram *diagram;
    const theme *theme;
    const char *svg;
    bool scripts;
} writer;

/* Nothing may be loaded from anywhere, and of styles and scripts only these very ones count. Pictures made in the page
 * itself are for the download as PNG. */
static void put_policy(writer *w)
{
    ent_buffer_printf(&w->out, "default-src 'none'; style-src 'sha256-%s'; ", html_style_hash);
    if (w->scripts)
        ent_buffer_printf(&w->out, "script-src 'sha256-%s'; img-src data: blob:; ", html_script_hash);
    ent_buffer_text(&w->out, "base-uri 'none'; form-action 'none'");
}

static void put_day(writer *w)
{
    const char *day = caption_date(w->out.arena, w->diagram->as_of);
    ent_buffer_text(&w->out, w->diagram->as_of ? "As of " : "Latest status");
    markup_text(&w->out, day);
    ent_buffer_char(&w->out, '.');
}

/* The SVG without its XML declaration, which HTML does not know. */
static void put_picture(writer *w)
{
    const char *begin = strstr(w->svg, "<svg");
    ent_buffer_text(&w->out, begin ? begin : w->svg);
}

static void put_json(writer *w, const char *json)
{
    ent_buffer_text(&w->out, json ? json : "null");
}

static bool is_dark(const theme *t)
{
    colour ground, white;
    return colour_read(t->background, &ground) && colour_read("#ffffff", &white) &&
           colour_contrast(ground, white) > 4.5;
}

static void fill(writer *w, const char *name, size_t length)
{
    const diagram *d = w->diagram;
    ent_str s = {name, (uint32_t)length};
#define IS(text) ent_str_equal(s, ent_str_of(text))
    if (IS("title"))
        markup_text(&w->out, *d->title ? d->title : "Diagram");
    else if (IS("subtitle"))
        markup_text(&w->out, d->subtitle);
    else if (IS("day"))
        put_day(w);
    else if (IS("scheme"))
        ent_buffer_text(&w->out, is_dark(w->theme) ? "dark" : "light");
    else if (IS("policy"))
        put_policy(w);
    else if (IS("style"))
        ent_buffer_text(&w->out, html_style);
    else if (IS("script"))
        ent_buffer_text(&w->out, html_script);
    else if (IS("picture"))
        put_picture(w);
    else if (IS("tables"))
        html_tables(&w->out, d);
    else if (IS("data"))
        put_json(w, story_json(d));
    else if (IS("vocabulary"))
        put_json(w, story_vocabulary_json(w->out.arena, w->theme));
#undef IS
}

static const char *fill_all(writer *w, const char *template, size_t *length)
{
    const char *open, *close;
    ent_buffer_init(&w->out, w->diagram->arena);
    while ((open = strstr(template, "{{")) && (close = strstr(open, "}}"))) {
        ent_buffer_put(&w->out, template, (size_t)(open - template));
        fill(w, open + 2, (size_t)(close - open) - 2);
        template = close + 2;
    }
    ent_buffer_text(&w->out, template);
    *length = w->out.n;
    return w->diagram->arena->failed == ENT_OK ? ent_buffer_take(&w->out).p : NULL;
}

const char *html_page(const diagram *d, const theme *t, const char *svg, size_t *length)
{
    writer w = {.diagram = d, .theme = t, .svg = svg, .scripts = true};
    return fill_all(&w, html_page_template, length);
}

const char *html_table(const diagram *d, size_t *length)
{
    writer w = {.diagram = d};
    return fill_all(&w, html_table_template, length);
}
