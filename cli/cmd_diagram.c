/* entente diagram: what a view, a party's surroundings, paths or the rows of a query look like. */
#include "cli/diagram_days.h"
#include "cli/diagram_measures.h"
#include "cli/diagram_metrics.h"
#include "cli/statement.h"
#include "cli/theme_file.h"
#include "cli/view_options.h"
#include "render/bundle.h"
#include "render/caption.h"
#include "render/dot.h"
#include "render/drawable.h"
#include "render/endnotes.h"
#include "render/html.h"
#include "render/multiples.h"
#include "render/raster.h"
#include "render/svg.h"
#include "render/text.h"
#include "render/timeline.h"

#include <string.h>

static const cli_option options[] = {
    {"output", 'o', "FILE", "where to; its ending tells the format (-: standard output, with --type)", false},
    {"type", 0, "TYPE", "svg, html, png, pdf or dot, whatever the ending", false},
    {"around", 0, "PARTY|ID", "this party and its partners, or the parties of this agreement", false},
    {"with", 0, "PARTY", "with --around PARTY: only agreements that this one is a party of too", false},
    {"hops", 0, "N", "with --around: all within N steps (1)", false},
    {"path", 0, "FROM TO", "all shortest paths between two parties", CLI_PAIR},
    {"query", 0, "CYPHER", "the nodes, relationships and paths in the rows of a query", false},
    {"as-of", 0, "DATE", "the state on this day; several days: a panel for each, all in the same places", CLI_REPEATED},
    {"each-year", 0, "YEAR..YEAR", "a panel for the end of each year from 2015..2025", false},
    {"layout", 0, "LAYOUT", "hub, flow (senders left), force, map, timeline, or the one that is read best (auto)",
     false},
    {"metrics", 0, NULL, "also print how readable the picture is, as counts", false},
    {"size", 0, "MEASURE", "larger letters by a measure of `entente rank`, such as betweenness", false},
    {"fill", 0, "BY", "fill boxes by region or community", false},
    {"theme", 0, "THEME", "light, dark, print (white paper), mono (black alone) or a JSON file", false},
    {"title", 0, "TEXT", "instead of the title that tells what is drawn", false},
    {"cite", 0, NULL, "number the sources on the lines and list them below the picture", false},
    {"table", 0, "FILE", "also, or only, its content as an accessible HTML table (-: standard output)", false},
    {"width", 0, "MM", "PNG and PDF: so many millimetres wide", false},
    {"dpi", 0, "N", "PNG: dots per inch (192, with --width 300)", false},
    CLI_OPTIONS_END,
};

static const char *const types[] = {"svg", "dot", "png", "pdf", "html"};
enum { SVG, DOT, PNG, PDF, HTML, TYPES };

typedef struct {
    const char *output, *table; /* output NULL: only the table */
    int type;
    bool cite, metrics;
    layout_kind layout;
    const theme *theme;
    cli_measures measures;
    const char *around, *with, *from, *to, *query;
    int64_t hops, width, dpi;
    const char *const *days; /* of small multiples */
    uint32_t day_count;
} request;

static int choose_type(const cli_args *args, const char *path)
{
    const char *type = cli_value(args, "type");
    if (type)
        return cli_choice("type", type, types, TYPES);
    const char *dot = strrchr(path, '.');
    if (!dot || strchr(dot, '/')) {
        cli_usage(args, "`%s` has no ending that tells the format: give `--type`", path);
        return -1;
    }
    return cli_choice("type", dot + 1, types, TYPES);
}

/* The type of the picture, and whether the options for one suit it. */
static int read_type(const cli_args *args, request *out)
{
    out->type = out->output ? choose_type(args, out->output) : TYPES;
    if (out->type < 0)
        return CLI_USAGE;
    const char *type = out->output ? types[out->type] : "a table";
    if (out->width && out->type != PNG && out->type != PDF)
        return cli_usage(args, "`--width` is for PNG and PDF: %s scales to any width", type);
    if (out->dpi && out->type != PNG)
        return cli_usage(args, "`--dpi` is for PNG: %s has no dots", type);
    if (out->layout == LAYOUT_TIMELINE && (out->type == DOT || out->type == HTML))
        return cli_usage(args, "`--layout timeline` is for SVG, PNG and PDF: not supported yet: a timeline as %s",
                         type);
    if (out->layout == LAYOUT_TIMELINE && out->day_count)
        return cli_usage(args, "a timeline shows all days at once: one `--as-of` at most");
    if (out->day_count && out->type == DOT)
        return cli_usage(args, "a dot file holds one graph: several days are several files, each with one `--as-of`");
    if (out->day_count && out->type == HTML)
        return cli_usage(args, "a page shows each day by its slider: leave `--as-of` and `--each-year` out");
    if (out->day_count && out->cite)
        return cli_usage(args, "`--cite` puts numbers to the words on lines: panels of several days have none");
    if (out->cite && out->type == DOT)
        return cli_usage(args, "`--cite` lists sources below the picture: dot has no place for it");
    return CLI_DONE;
}

static int read_layout(const cli_args *args, request *out)
{
    const char *name = cli_value(args, "layout");
    int kind = name ? cli_choice("layout", name, layout_names, LAYOUT_KINDS) : LAYOUT_AUTO;
    if (kind < 0)
        return CLI_USAGE;
    out->layout = (layout_kind)kind;
    int status;
    if (!(out->theme = cli_theme(args, &status)))
        return status;
    if (!out->output && (name || out->metrics))
        return cli_usage(args, "`--%s` is about a picture: `-o FILE` is missing", name ? "layout" : "metrics");
    if (out->metrics && (strcmp(out->output, "-") == 0 || (out->table && strcmp(out->table, "-") == 0)))
        return cli_usage(args, "`--metrics` goes to standard output: what else goes there needs a file");
    if (cli_value(args, "format") && !out->metrics)
        return cli_usage(args, "`--format` is about the table of `--metrics`; `--type` about the picture");
    return read_type(args, out);
}

static int read_request(const cli_args *args, request *out)
{
    *out = (request){
        .output = cli_value(args, "output"),
        .table = cli_value(args, "table"),
        .cite = cli_flag(args, "cite"),
        .metrics = cli_flag(args, "metrics"),
        .around = cli_value(args, "around"),
        .with = cli_value(args, "with"),
        .from = cli_value(args, "path"),
        .to = cli_second_value(args, "path"),
        .query = cli_value(args, "query"),
        .hops = 1,
    };
    if (!out->output && !out->table)
        return cli_usage(args, "where to? `-o FILE` is missing");
    if (out->output && out->table && strcmp(out->output, out->table) == 0)
        return cli_usage(args, "`-o` and `--table` lead to the same place: `%s`", out->table);
    if ((out->around != NULL) + (out->from != NULL) + (out->query != NULL) > 1)
        return cli_usage(args, "`--around`, `--path` and `--query` each say what to draw: one of them, please");
    for (const cli_option *o = cli_view_options; out->query && o->name; o++)
        if (cli_flag(args, o->name))
            return cli_usage(args, "`--%s` narrows what is in the view; with `--query`, the query says that", o->name);
    if ((cli_value(args, "hops") || out->with) && !out->around)
        return cli_usage(args, "`--%s` belongs to `--around PARTY`", out->with ? "with" : "hops");
    if (cli_value(args, "hops") && out->with)
        return cli_usage(args, "`--with` draws the agreements of two parties: `--hops` has no meaning there");
    if (!cli_number(args, "hops", 1, 1000, &out->hops) || !cli_number(args, "width", 10, 5000, &out->width) ||
        !cli_number(args, "dpi", 10, 2400, &out->dpi))
        return CLI_USAGE;
    if (out->query && cli_flag(args, "each-year"))
        return cli_usage(args, "`--each-year` is about a view; a query says of which day it is");
    int status = cli_measures_read(args, &out->measures);
    if (status != CLI_DONE)
        return status;
    if (out->query && (out->measures.size || out->measures.fill))
        return cli_usage(args, "`--%s` is about the parties of a view, not about what a query finds",
                         out->measures.size ? "size" : "fill");
    status = cli_days_read(args, &out->days, &out->day_count);
    if (status == CLI_DONE && out->day_count && (out->measures.size || out->measures.fill))
        return cli_usage(args, "`--%s` would be another one in each panel: give one day",
                         out->measures.size ? "size" : "fill");
    return status == CLI_DONE ? read_layout(args, out) : status;
}

/* ---- what to draw ---- */

typedef struct {
    const cli_args *args;
    const request *wanted;
    entente *db;
    diagram *diagram;
    multiples *panels; /* of several days; the diagram is then what they tell together */
    bool certainly;
} drawing;

static int answer(const drawing *w, entente_status status)
{
    return status == ENTENTE_OK ? CLI_DONE : cli_report(status == ENTENTE_NOMEM ? NULL : w->db);
}

static const char *name_of(const ent_view *view, uint32_t party)
{
    return view->parties[party].name;
}

/* A day of several on which nothing is to be drawn. */
static int draw_nothing(drawing *w, const char *as_of)
{
    w->diagram = bundle_diagram(w->args->arena, as_of);
    return answer(w, w->diagram ? bundle_edges(w->diagram, NULL, 0) : ENTENTE_NOMEM);
}

static bool has_party(const ent_view *view, const ent_view_agreement *a, const char *code)
{
    for (uint32_t i = 0; i < a->role_count; i++)
        if (strcmp(view->parties[a->roles[i].party].code, code) == 0)
            return true;
    return false;
}

static const char *title_of_agreements(const drawing *w, const ent_view *view, const char *party, const char *with)
{
    const char *name = name_of(view, ent_view_party_find(view, party));
    return with ? ent_arena_printf(w->args->arena, "%s and %s: their migration agreements", name,
                                   name_of(view, ent_view_party_find(view, with)))
                : ent_arena_printf(w->args->arena, "%s: its migration agreements", name);
}

/* One agreement, those of a party, or those that two parties have in common. */
static int draw_agreements(drawing *w, ent_view *view, const char *as_of, const ent_view_options *subject)
{
    ent_arena *arena = w->args->arena;
    const char *with = w->wanted->with ? cli_party(w->args, w->db, w->wanted->with) : NULL, *title = "";
    bool *wanted = ent_arena_zero(arena, view->agreement_count + 1);
    if (!wanted || (w->wanted->with && !with))
        return wanted ? CLI_FAILED : cli_report(NULL);
    bool any = false;
    for (uint32_t i = 0; i < view->agreement_count; i++) {
        const ent_view_agreement *a = &view->agreements[i];
        wanted[i] = (subject->only ? strcmp(a->id, subject->only) == 0 : has_party(view, a, subject->of)) &&
                    (!with || has_party(view, a, with));
        any = any || wanted[i];
        title = wanted[i] && a->title ? a->title : title;
    }
    if (!any && w->wanted->day_count)
        return draw_nothing(w, as_of);
    if (!any) {
        if (with)
            cli_error("%s and %s have no agreement in this view", subject->of, with);
        else if (subject->of)
            cli_error("%s has no agreement in this view", subject->of);
        else
            cli_error("`%s` is not in this view", subject->only);
        return CLI_FAILED;
    }
    entente_status status = diagram_of_agreements(arena, view, as_of, wanted, &w->diagram);
    if (status != ENTENTE_OK)
        return answer(w, status);
    for (uint32_t i = 0; subject->of && i < w->diagram->node_count; i++) {
        diagram_node *node = &w->diagram->nodes[i];
        node->focus = strcmp(node->id, subject->of) == 0;
    }
    /* a copy, as the view is gone before the picture is drawn */
    w->diagram->title = subject->of ? title_of_agreements(w, view, subject->of, with) : text_clean(arena, title);
    return CLI_DONE;
}

static int draw_around(drawing *w, ent_view *view, const char *as_of)
{
    ent_view_options subject = {0}; /* only or of */
    int result = cli_subject(w->args, w->db, w->wanted->around, &subject);
    if (result != CLI_DONE)
        return result;
    if (subject.only && w->wanted->with)
        return cli_usage(w->args, "`--with` is about two parties, and `%s` is an agreement", subject.only);
    if (subject.only && cli_value(w->args, "hops"))
        return cli_usage(w->args, "`--hops` is about a party, and `%s` is an agreement", subject.only);
    bool own = w->wanted->layout == LAYOUT_TIMELINE && !cli_value(w->args, "hops"); /* not those among its partners */
    if (subject.only || w->wanted->with || own)
        return draw_agreements(w, view, as_of, &subject);
    const char *code = subject.of;
    uint32_t party = ent_view_party_find(view, code);
    if (party == UINT32_MAX && w->wanted->day_count)
        return draw_nothing(w, as_of);
    if (party == UINT32_MAX) {
        cli_error("%s has no agreement in this view", code);
        return CLI_FAILED;
    }
    entente_status status = diagram_around(w->args->arena, view, as_of, party, (uint32_t)w->wanted->hops, &w->diagram);
    if (status != ENTENTE_OK)
        return answer(w, status);
    const char *name = name_of(view, party);
    long long hops = w->wanted->hops;
    w->diagram->title =
        hops == 1 ? ent_arena_printf(w->args->arena, "%s: migration agreements with and among its partners", name)
                  : ent_arena_printf(w->args->arena, "%s: migration agreements within %lld steps", name, hops);
    return CLI_DONE;
}

static int draw_paths(drawing *w, ent_view *view, const char *as_of)
{
    ent_arena *arena = w->args->arena;
    const char *from = cli_party(w->args, w->db, w->wanted->from);
    const char *to = from ? cli_party(w->args, w->db, w->wanted->to) : NULL;
    if (!to)
        return CLI_FAILED;
    uint32_t start = ent_view_party_find(view, from), end = ent_view_party_find(view, to), count = 0;
    entente_status status = ENTENTE_OK;
    if (start != UINT32_MAX && end != UINT32_MAX)
        status = diagram_between(arena, view, as_of, start, end, &count, &w->diagram);
    if (status == ENTENTE_OK && count == 0 && w->wanted->day_count)
        return draw_nothing(w, as_of);
    if (status == ENTENTE_OK && count == 0) {
        cli_error("no path leads from %s to %s in this view", from, to);
        return CLI_FAILED;
    }
    if (status == ENTENTE_OK)
        w->diagram->title = ent_arena_printf(arena, "%s to %s: the shortest path%s", name_of(view, start),
                                             name_of(view, end), count == 1 ? "" : "s");
    return answer(w, status);
}

/* The filters in words; a title where none is set yet. */
static void set_captions(const drawing *w, const ent_view *view, const ent_view_options *o)
{
    diagram *d = w->diagram;
    const char **names = ENT_NEW_ARRAY(d->arena, const char *, o->party_count + 1);
    for (uint32_t i = 0; names && i < o->party_count; i++) {
        uint32_t party = ent_view_party_find(view, o->parties[i]);
        names[i] = party == UINT32_MAX ? o->parties[i] : text_clean(d->arena, name_of(view, party));
    }
    d->subtitle = d->arena->failed == ENT_OK ? caption_filters(d->arena, o, names) : NULL;
    if (d->subtitle && w->panels)
        d->subtitle = caption_days(d->arena, d->subtitle, w->wanted->days, w->wanted->day_count, o->certainly);
    if (d->title && !*d->title)
        d->title = "Migration agreements";
}

static int draw_day(drawing *w, ent_view *view, const char *as_of)
{
    if (w->wanted->around)
        return draw_around(w, view, as_of);
    if (w->wanted->from)
        return draw_paths(w, view, as_of);
    return answer(w, diagram_of_view(w->args->arena, view, as_of, &w->diagram));
}

/* A diagram of each day, read once. */
static int draw_days(drawing *w, const ent_view *view, const ent_view_options *o)
{
    const request *r = w->wanted;
    const char *title = "";
    diagram **days = ENT_NEW_ARRAY(w->args->arena, diagram *, r->day_count);
    int result = days ? CLI_DONE : cli_report(NULL);
    for (uint32_t i = 0; i < r->day_count && result == CLI_DONE; i++) {
        ent_view *day = NULL;
        result = answer(w, ent_view_on(view, o, r->days[i], &day));
        if (result == CLI_DONE)
            result = draw_day(w, day, r->days[i]);
        ent_view_close(day);
        days[i] = w->diagram;
        if (result == CLI_DONE && days[i]->title && *days[i]->title)
            title = days[i]->title;
    }
    if (result == CLI_DONE)
        result = answer(w, multiples_of(w->args->arena, days, r->day_count, &w->panels));
    if (result != CLI_DONE)
        return result;
    w->diagram = w->panels->all;
    w->diagram->title = title;
    return CLI_DONE;
}

static int draw_view(drawing *w)
{
    ent_view_options o;
    bool several = w->wanted->day_count > 0;
    int result = several ? cli_view_filters_read(w->args, w->db, &o) : cli_view_options_read(w->args, w->db, &o);
    if (result != CLI_DONE)
        return result;
    o.years = true;
    o.all_days = several;
    w->certainly = o.certainly;
    ent_view *view = NULL;
    entente_status status = ent_view_open(w->db, &o, &view);
    if (status != ENTENTE_OK)
        return answer(w, status);
    result = several ? draw_days(w, view, &o) : draw_day(w, view, o.as_of);
    if (result == CLI_DONE && !several)
        result = cli_measures_set(w->db, &w->wanted->measures, &o, w->diagram);
    if (result == CLI_DONE)
        set_captions(w, view, &o);
    ent_view_close(view);
    return result;
}

static int draw_query(drawing *w)
{
    entente_stmt *stmt;
    int result = cli_statement_prepare(w->db, w->wanted->query, &stmt);
    if (result == CLI_DONE)
        result = answer(w, diagram_of_rows(w->args->arena, w->db, stmt, &w->diagram));
    entente_finalize(stmt);
    if (result != CLI_DONE)
        return result;
    w->diagram->title = "What a query found";
    w->diagram->subtitle = text_clean(w->args->arena, w->wanted->query);
    return CLI_DONE;
}

static void tell_size(const drawing *w)
{
    if (w->diagram->node_count == 0)
        cli_warning("nothing to draw: %s", w->wanted->query
                                               ? "no row of the query holds a node, a relationship or a path"
                                               : "no agreement is in this view");
    if (w->diagram->node_count > DIAGRAM_READABLE)
        cli_hint(
            "%u nodes are more than a reader takes in: `--around PARTY`, `--kind`, `--stage` or `--as-of` draw fewer",
            w->diagram->node_count);
}

/* ---- how it comes out ---- */

/* bytes NULL: memory was out. */
static int write_bytes(const drawing *w, const char *path, const char *bytes, size_t length)
{
    if (!bytes)
        return cli_report(NULL);
    cli_output out;
    if (!cli_output_open(w->args, path, &out))
        return CLI_FAILED;
    fwrite(bytes, 1, length, out.file);
    return cli_output_close(&out, CLI_DONE);
}

/* places: of the picture, or of all its panels. */
static int write_picture(const drawing *w, const layout *places, const legend *signs)
{
    const request *r = w->wanted;
    ent_arena *arena = w->args->arena;
    size_t length = 0;
    const char *bytes = NULL, *error = NULL;
    const page *around = page_of(places, signs);
    if (r->type == DOT) {
        bytes = dot_write(places, signs, &length);
    } else {
        /* cairo 1.16 dies with a signal on links in a PDF; the page has the data beside the picture */
        svg_options o = {.links = r->type == SVG || r->type == HTML, .data = r->type == SVG, .panels = w->panels};
        bytes = around ? svg_write(places, around, o, &length) : NULL;
        raster_size size = {.width_mm = (double)r->width, .dpi = (double)r->dpi};
        if (bytes && r->type == PNG)
            bytes = raster_png(arena, bytes, length, size, &length, &error);
        else if (bytes && r->type == PDF)
            bytes = raster_pdf(arena, bytes, length, size, w->diagram->title, &length, &error);
        else if (bytes && r->type == HTML)
            bytes = html_page(w->diagram, r->theme, bytes, &length);
    }
    if (!bytes && error) {
        cli_error("the picture cannot be drawn as %s: %s", types[r->type], error);
        return CLI_FAILED;
    }
    int result = around ? write_bytes(w, r->output, bytes, length) : cli_report(NULL);
    return result == CLI_DONE && r->metrics ? cli_metrics_print(w->args, w->panels ? w->panels->places : places, around)
                                            : result;
}

static int write_table(const drawing *w)
{
    size_t length;
    const char *bytes = html_table(w->diagram, &length);
    return write_bytes(w, w->wanted->table, bytes, length);
}

/* What no font has must not come out as empty boxes where the picture brings its own shapes. */
static bool make_drawable(const drawing *w, text_measure *measure)
{
    uint32_t replaced = 0;
    if ((w->wanted->type == PNG || w->wanted->type == PDF) && !drawable_make(w->diagram, measure, &replaced))
        return false;
    if (replaced)
        cli_warning("no installed font has %u character%s of the texts: named in brackets instead", replaced,
                    replaced == 1 ? "" : "s");
    return true;
}

static int lay_out_and_write(const drawing *w)
{
    const theme *style = w->wanted->theme;
    text_measure *measure = text_measure_new(style->font_face);
    layout *places = NULL;
    bool fits = true;
    if (measure && !make_drawable(w, measure)) {
        text_measure_free(measure);
        return cli_report(NULL);
    }
    legend *signs = w->panels ? multiples_legend(w->panels, style) : legend_of(w->diagram, style);
    if (measure && signs && !w->panels)
        layout_make_as(w->diagram, style, measure, w->wanted->layout, &places);
    else if (measure && signs && multiples_lay_out(w->panels, style, measure, w->wanted->layout, &fits) == ENTENTE_OK)
        places = w->panels->frame;
    if (!fits)
        cli_warning("%u parties are too many for panels whose letters can be read in print: `--around PARTY`, `--kind` "
                    "or `--stage` draw fewer",
                    w->diagram->node_count);
    if (places && places->timeline)
        signs = timeline_legend(places, signs);
    int result = places && signs ? write_picture(w, places, signs) : cli_report(NULL);
    text_measure_free(measure);
    return result;
}

static entente_status read_story(const drawing *w, diagram *day)
{
    entente_status status = diagram_read_sources(day, w->db);
    day->title = w->diagram->title;
    day->subtitle = w->diagram->subtitle;
    return status == ENTENTE_OK ? story_read(day, w->db, w->certainly) : status;
}

static int draw(drawing *w)
{
    int result = w->wanted->query ? draw_query(w) : draw_view(w);
    if (result != CLI_DONE)
        return result;
    const char *title = cli_value(w->args, "title");
    w->diagram->title = text_clean(w->args->arena, title ? title : w->diagram->title);
    if (!w->diagram->title || !w->diagram->subtitle)
        return cli_report(NULL);
    entente_status status = diagram_read_sources(w->diagram, w->db);
    if (status == ENTENTE_OK)
        status = story_read(w->diagram, w->db, w->certainly);
    for (uint32_t i = 0; w->panels && status == ENTENTE_OK && i < w->panels->count; i++)
        status = read_story(w, w->panels->panels[i].diagram);
    if (status == ENTENTE_OK && w->wanted->cite)
        status = endnotes_add(w->diagram);
    if (status != ENTENTE_OK)
        return answer(w, status);
    tell_size(w);
    if (w->wanted->output)
        result = lay_out_and_write(w);
    return result == CLI_DONE && w->wanted->table ? write_table(w) : result;
}

static int run(cli_args *args)
{
    request wanted;
    int status = read_request(args, &wanted);
    if (status != CLI_DONE)
        return status;
    drawing w = {.args = args, .wanted = &wanted};
    w.db = cli_open(args->positional[0], ENTENTE_READ, &status);
    if (w.db && entente_begin(w.db, false) != ENTENTE_OK) /* all that is read is of one state */
        status = cli_report(w.db);
    else if (w.db)
        status = draw(&w);
    cli_close(w.db);
    return status;
}

const cli_command cli_cmd_diagram = {
    .name = "diagram",
    .arguments = "DB -o FILE",
    .details =
        "Without --around, --path or --query all that is in the view. Colour, dash and arrowhead are the kind of an\n"
        "agreement, weight its stage (crossed: ended; two bars: contested), an arrow the way that people go;\n"
        "several agreements of one pair are one line.",
    .min_arguments = 1,
    .max_arguments = 1,
    .options = {options, cli_view_options, cli_format_options},
    .run = run,
};
