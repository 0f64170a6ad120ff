#include "render/timeline.h"

#include "core/base/buffer.h"
#include "core/model/vocabulary.h"
#include "render/caption.h"
#include "render/sentence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    WIDTH = 900,
    NAMES = 320,           /* px of the column with names and titles */
    CUT = 34,              /* px of years that are left out */
    WORDS = 70,            /* px beside the axis for words at its end */
    GAP = 18,              /* px between that column and the axis */
    AXIS = 26,             /* px above the lanes */
    LANE = 38,             /* px of a lane with a title of one line */
    HIGH_LANE = 52,        /* of two lines */
    MOST_HIGH = 24,        /* agreements that have these */
    MOST_TITLED = 40,      /* agreements that have such lanes */
    MOST_NAMED_LINES = 90, /* agreements that have a line with a name */
    NAMED_PITCH = 15,
    LEAST_PITCH = 6,
    MOST_PITCH = 14, /* px between lines in lanes of several agreements */
    MOST_NAMED = 3   /* parties named in a lane */
};

typedef struct {
    const story_agreement *agreement;
    const char *who;   /* its other parties, or all of them */
    const char *group; /* of several agreements in one lane */
    double begin;      /* in years */
    const char *url;
} entry;

typedef struct {
    layout *layout;
    timeline *out;
    const diagram_node *focus; /* NULL: none */
    entry *entries;
    uint32_t count;
    double first, last;      /* years at the begin and the end of the axis */
    double cut_from, cut_to; /* years without any event that are left out; the same: none are */
    double left, right;      /* px of these */
    bool titled;             /* lanes have who and what in words */
    bool named;              /* lanes of several have a word for each */
} work;

/* ---- dates ---- */

/* "2019-07-01" as years. */
static double years_of(const char *date)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int year = atoi(date), month = strlen(date) >= 7 ? atoi(date + 5) : 1,
        day = strlen(date) >= 10 ? atoi(date + 8) : 1;
    month = month < 1 ? 1 : month > 12 ? 12 : month;
    return year + (before[month - 1] + day - 1) / 365.25;
}

static double x_of(const work *w, double years)
{
    double cut = w->cut_to - w->cut_from, span = w->last - w->first - cut, gap = cut > 0 ? CUT : 0;
    double px = (w->right - w->left - gap) / (span > 0 ? span : 1);
    if (cut <= 0 || years <= w->cut_from)
        return w->left + (years - w->first) * px;
    if (years >= w->cut_to)
        return w->right - (w->last - years) * px;
    return w->left + (w->cut_from - w->first) * px + gap * (years - w->cut_from) / cut;
}

static bool counts(const work *w, const ent_event *e)
{
    const diagram *d = w->layout->diagram;
    return ent_event_counts(e, d->as_of, d->story->certainly);
}

/* ---- which agreements ---- */

static const char *name_of(const work *w, const story_party *p)
{
    const diagram *d = w->layout->diagram;
    for (uint32_t i = 0; i < d->node_count; i++)
        if (strcmp(d->nodes[i].id, p->code) == 0)
            return d->nodes[i].label;
    return p->name ? p->name : p->code;
}

/* "Denmark, Rwanda and 3 more": the parties but the one in focus. */
static const char *who_of(const work *w, const story_agreement *a)
{
    ent_buffer out;
    ent_buffer_init(&out, w->layout->arena);
    uint32_t named = 0, more = 0;
    for (uint32_t i = 0; i < a->party_count; i++) {
        const story_party *p = &a->parties[i];
        bool again = false;
        for (uint32_t k = 0; k < i; k++) /* one that left and came back is there for each time */
            again = again || strcmp(a->parties[k].code, p->code) == 0;
        if (again || (w->focus && strcmp(w->focus->id, p->code) == 0))
            continue;
        const char *name = text_isolate(w->layout->arena, name_of(w, p));
        if (named < MOST_NAMED && name)
            ent_buffer_printf(&out, "%s%s", named++ ? ", " : "", name);
        else
            more++;
    }
    if (more)
        ent_buffer_printf(&out, " and %u more", more);
    return text_clean(w->layout->arena, out.n ? ent_buffer_take(&out).p : "");
}

static const char *url_of(const diagram *d, const story_agreement *a)
{
    for (uint32_t i = 0; i < a->course.source_count; i++) {
        const char *url = d->story->sources[a->course.sources[i]].url;
        if (story_is_page(url))
            return url;
    }
    return NULL;
}

/* Of the agreements that are drawn those that the one in focus is a party of. */
static bool is_wanted(const work *w, const story_agreement *a)
{
    bool drawn = false, party = w->focus == NULL || w->layout->diagram->paths;
    for (uint32_t i = 0; i < w->layout->diagram->agreement_count && !drawn; i++)
        drawn = strcmp(w->layout->diagram->agreements[i].id ? w->layout->diagram->agreements[i].id : "", a->id) == 0;
    for (uint32_t i = 0; i < a->party_count && !party; i++)
        party = strcmp(a->parties[i].code, w->focus->id) == 0;
    return drawn && party;
}

static int by_begin(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    int group = strcmp(x->group, y->group);
    if (group)
        return group;
    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    return strcmp(x->agreement->id, y->agreement->id);
}

/* Of a lane with several agreements: their kind, or their one partner. */
static const char *group_of(const work *w, const story_agreement *a, const char *who)
{
    if (w->focus)
        return who;
    int kind = theme_kind_find(a->kind);
    return kind >= 0 ? theme_kinds[kind].words : "another kind";
}

static bool collect(work *w)
{
    const story *s = w->layout->diagram->story;
    w->entries = ENT_NEW_ARRAY(w->layout->arena, entry, s->agreement_count + 1u);
    if (!w->entries)
        return false;
    w->first = INFINITY;
    w->last = -INFINITY;
    for (uint32_t i = 0; i < s->agreement_count; i++) {
        const story_agreement *a = &s->agreements[i];
        double begin = INFINITY;
        for (uint32_t k = 0; k < a->course.event_count && is_wanted(w, a); k++) {
            const ent_event *e = &a->course.events[k];
            if (!counts(w, e))
                continue;
            begin = fmin(begin, years_of(e->first));
            w->last = fmax(w->last, years_of(e->last ? e->last : e->first));
        }
        if (begin == INFINITY)
            continue;
        w->first = fmin(w->first, begin);
        entry *one = &w->entries[w->count++];
        *one = (entry){.agreement = a, .begin = begin, .who = who_of(w, a), .url = url_of(w->layout->diagram, a)};
        if (!one->who)
            return false;
    }
    w->titled = w->count <= MOST_TITLED;
    w->named = !w->titled && w->count <= MOST_NAMED_LINES;
    for (uint32_t i = 0; i < w->count; i++)
        w->entries[i].group = w->titled ? "" : group_of(w, w->entries[i].agreement, w->entries[i].who);
    qsort(w->entries, w->count, sizeof *w->entries, by_begin);
    return true;
}

/* ---- the axis ---- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* A long time in which nothing happened is left out, so that there is room for what did. */
static bool find_cut(work *w)
{
    uint32_t room = 1, count = 0;
    for (uint32_t i = 0; i < w->count; i++)
        room += 2 * w->entries[i].agreement->course.event_count;
    double *days = ENT_NEW_ARRAY(w->layout->arena, double, room);
    if (!days)
        return false;
    for (uint32_t i = 0; i < w->count; i++)
        for (uint32_t k = 0; k < w->entries[i].agreement->course.event_count; k++) {
            const ent_event *e = &w->entries[i].agreement->course.events[k];
            if (!counts(w, e))
                continue;
            days[count++] = years_of(e->first);
            days[count++] = years_of(e->last ? e->last : e->first);
        }
    qsort(days, count, sizeof *days, by_value);
    double widest = 0;
    for (uint32_t i = 1; i < count; i++)
        if (days[i] - days[i - 1] > widest) {
            widest = days[i] - days[i - 1];
            w->cut_from = ceil(days[i - 1]) + 1;
            w->cut_to = floor(days[i]) - 1;
        }
    if (widest < (w->last - w->first) * 0.3 || w->cut_to - w->cut_from < 8)
        w->cut_from = w->cut_to = 0;
    return true;
}

/* A step between ticks such that labels keep apart, and an end a little after the last event. */
static bool make_axis(work *w)
{
    static const int steps[] = {1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 5000};
    const theme *t = w->layout->theme;
    double day = w->layout->diagram->as_of ? years_of(w->layout->diagram->as_of) : 0;
    w->last = fmax(w->last, day);
    if (!find_cut(w))
        return false;
    double span = fmax(w->last - w->first, 1);
    w->first = floor(w->first - span * 0.01);
    w->last = day > 0 ? w->last + span * 0.02 : ceil(w->last + span * 0.02);
    int step = steps[0];
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        step = steps[i];
        if ((w->right - w->left) / (w->last - w->first - (w->cut_to - w->cut_from)) * step >= 52)
            break;
    }
    int first = (int)(ceil(w->first / step) * step);
    uint32_t room = (uint32_t)((w->last - w->first) / step) + 2;
    w->out->ticks = ENT_NEW_ARRAY(w->layout->arena, timeline_tick, room);
    if (!w->out->ticks)
        return false;
    for (int year = first; year <= w->last && w->out->tick_count < room; year += step) {
        if (year > w->cut_from && year < w->cut_to)
            continue;
        const char *text = ent_arena_printf(w->layout->arena, "%d", year);
        if (!text)
            return false;
        double width = text_width(w->layout->measure, text, strlen(text), t->small_size, false), x = x_of(w, year);
        w->out->ticks[w->out->tick_count++] = (timeline_tick){
            x, {.text = text, .x = x - width / 2, .y = AXIS - 12, .width = width, .size = t->small_size}};
    }
    return true;
}

static bool make_day(work *w)
{
    const diagram *d = w->layout->diagram;
    if (!d->as_of || w->count == 0)
        return true;
    page_text *day = ENT_NEW(w->layout->arena, page_text);
    const char *date = caption_date(w->layout->arena, d->as_of);
    if (!day || !date)
        return false;
    double size = w->layout->theme->small_size, width = text_width(w->layout->measure, date, strlen(date), size, true);
    double x = x_of(w, years_of(d->as_of));
    *day = (page_text){.text = date,
                       .x = fmin(x - width / 2, WIDTH - width),
                       .y = w->out->chart.y1 + size * 1.5,
                       .width = width,
                       .size = size,
                       .bold = true};
    w->out->day = day;
    w->out->day_x = x;
    return true;
}

/* ---- one agreement ---- */

static bool put_text(work *w, timeline_row *row, const char *text, point at, bool bold, uint32_t most)
{
    double size = w->layout->theme->small_size;
    text_line *lines;
    uint32_t count = text_wrap(w->layout->measure, w->layout->arena, text, size, bold, NAMES - at.x, most, &lines);
    for (uint32_t i = 0; i < count; i++)
        row->texts[row->text_count++] = (page_text){.text = lines[i].text,
                                                    .x = at.x,
                                                    .y = at.y + i * size * 1.2,
                                                    .width = lines[i].width,
                                                    .size = size,
                                                    .bold = bold,
                                                    .faint = !bold};
    return count > 0;
}

/* What happened and in which year, above the line where there is room, else below it; else without the year. */
static bool put_event_words(work *w, timeline_row *row, const ent_event *e, double x, double ends[2])
{
    ent_arena *arena = w->layout->arena;
    double size = w->layout->theme->small_size;
    const char *plain = e->status ? sentence_words(arena, e->status) : NULL;
    const char *dated = plain ? ent_arena_printf(arena, "%s %.4s", plain, e->first) : NULL;
    for (int way = 0; dated && way < 4; way++) {
        const char *words = way < 2 ? dated : plain;
        double width = text_width(w->layout->measure, words, strlen(words), size, false);
        double begin = fmin(x - 5, WIDTH - width), *end = &ends[way % 2];
        if (begin < *end + 8)
            continue;
        *end = begin + width;
        row->texts[row->text_count++] = (page_text){.text = words,
                                                    .x = begin,
                                                    .y = way % 2 ? row->y + size + 5 : row->y - 7,
                                                    .width = width,
                                                    .size = size,
                                                    .faint = true};
        break;
    }
    return arena->failed == ENT_OK;
}

static const char *note_of(const work *w, const ent_event *e)
{
    const char *words = sentence_words(w->layout->arena, e->status);
    const char *note = e->note ? text_clean(w->layout->arena, e->note) : NULL;
    return ent_arena_printf(w->layout->arena, "%s%s%s%s%s", e->written ? e->written : e->first, words ? ": " : "",
                            words ? words : "", note ? ". " : "", note ? note : "");
}

static bool put_course(work *w, timeline_row *row, const story_agreement *a)
{
    uint32_t count = a->course.event_count;
    row->spans = ENT_NEW_ARRAY(w->layout->arena, timeline_span, count + 1u);
    row->marks = ENT_NEW_ARRAY(w->layout->arena, timeline_mark, count + 1u);
    if (!row->spans || !row->marks)
        return false;
    double ends[2] = {-INFINITY, -INFINITY}, now = w->right;
    if (w->layout->diagram->as_of)
        now = x_of(w, years_of(w->layout->diagram->as_of));
    bool ended = true; /* no line yet */
    for (uint32_t i = 0; i < count; i++) {
        const ent_event *e = &a->course.events[i];
        if (!counts(w, e))
            continue;
        timeline_mark *m = &row->marks[row->mark_count++];
        *m = (timeline_mark){.x0 = x_of(w, years_of(e->first)),
                             .x1 = x_of(w, years_of(e->last ? e->last : e->first)),
                             .remark = e->status == NULL,
                             .note = note_of(w, e)};
        m->x1 = fmax(fmin(m->x1, fmax(now, m->x0)), m->x0);
        if (!m->note || (w->titled && !put_event_words(w, row, e, m->x0, ends)))
            return false;
        if (!e->status)
            continue;
        const char *stage = ent_stage_name(e->status);
        if (!ended)
            row->spans[row->span_count - 1].x1 = m->x0;
        ended = m->ends = stage && strcmp(stage, "ended") == 0;
        if (!ended)
            row->spans[row->span_count++] =
                (timeline_span){.x0 = m->x0,
                                .x1 = now,
                                .weight = theme_weight_of(w->layout->theme, e->status ? stage : NULL),
                                .sign = theme_stages[theme_stage_find(stage)].sign,
                                .open = true};
        for (uint32_t k = 0; k < row->span_count;
             k++) /* the last one goes on; close together, arrows would be a wall */
            row->spans[k].open = w->titled && !ended && k + 1 == row->span_count;
    }
    return true;
}

static bool put_row(work *w, uint32_t i, double y)
{
    const entry *one = &w->entries[i];
    timeline_row *row = &w->out->rows[w->out->row_count++];
    *row = (timeline_row){.agreement = one->agreement,
                          .url = one->url,
                          .stroke = theme_stroke_of(w->layout->theme, one->agreement->kind, false),
                          .y = y,
                          .texts = ENT_NEW_ARRAY(w->layout->arena, page_text, one->agreement->course.event_count + 4u)};
    if (!row->texts)
        return false;
    bool high = w->count <= MOST_HIGH;
    double top = high ? y - 9 : y - 2;
    const char *title =
        text_clean(w->layout->arena, one->agreement->title ? one->agreement->title : one->agreement->id);
    if (!title)
        return false;
    if (w->named && !put_text(w, row, w->focus || !*one->who ? title : one->who, (point){8, y + 4}, false, 1))
        return false;
    if (w->titled) {
        if (!put_text(w, row, *one->who ? one->who : one->agreement->id, (point){0, top}, true, 1) ||
            !put_text(w, row, title, (point){0, top + w->layout->theme->small_size * 1.25}, false, high ? 2 : 1))
            return false;
    }
    return put_course(w, row, one->agreement);
}

/* ---- lanes ---- */

/* What the agreements of a lane have in common, in bold above them when they have names of their own. */
static bool put_heading(work *w, const char *text, double y)
{
    double size = w->layout->theme->small_size;
    text_line *lines;
    uint32_t count = text_wrap(w->layout->measure, w->layout->arena, text, size, w->named, NAMES, 1, &lines);
    if (count == 0)
        return false;
    w->out->headings[w->out->heading_count++] = (page_text){
        .text = lines[0].text, .x = 0, .y = y + size * 1.1, .width = lines[0].width, .size = size, .bold = w->named};
    return true;
}

/* px between the lines of agreements. */
static double pitch_of(const work *w)
{
    if (w->titled)
        return w->count <= MOST_HIGH ? HIGH_LANE : LANE;
    return w->named ? NAMED_PITCH : fmin(fmax(1100.0 / w->count, LEAST_PITCH), MOST_PITCH); /* no ribbon of a page */
}

static bool put_lanes(work *w)
{
    double y = AXIS, pitch = pitch_of(w), line = w->layout->theme->small_size * 1.5;
    timeline *t = w->out;
    t->rows = ENT_NEW_ARRAY(w->layout->arena, timeline_row, w->count + 1u);
    t->rules = ENT_NEW_ARRAY(w->layout->arena, double, w->count + 2u);
    t->headings = ENT_NEW_ARRAY(w->layout->arena, page_text, w->count + 1u);
    if (!t->rows || !t->rules || !t->headings)
        return false;
    t->scale = w->titled ? 1 : fmin(1, pitch / 9);
    for (uint32_t i = 0; i < w->count;) {
        uint32_t end = i + 1;
        while (!w->titled && end < w->count && strcmp(w->entries[end].group, w->entries[i].group) == 0)
            end++;
        t->rules[t->rule_count++] = y;
        if (!w->titled && !put_heading(w, w->entries[i].group, y))
            return false;
        y += w->named ? line : 0;
        double height = w->titled || w->named ? (end - i) * pitch : fmax((end - i) * pitch, line);
        double begin = y + (height - (end - i) * pitch) / 2;
        for (uint32_t k = i; k < end; k++)
            if (!put_row(w, k, begin + (k - i + 0.5) * pitch))
                return false;
        y += height + (w->named ? 4 : 0);
        i = end;
    }
    t->rules[t->rule_count++] = y;
    t->chart = (box){w->left, AXIS, w->right, y};
    if (w->cut_to > w->cut_from)
        t->cut = (box){x_of(w, w->cut_from), AXIS - 6, x_of(w, w->cut_to), y};
    return true;
}

bool timeline_make(layout *l)
{
    const diagram *d = l->diagram;
    timeline *t = ENT_NEW(l->arena, timeline);
    if (!t)
        return false;
    work w = {.layout = l, .out = t, .left = NAMES + GAP, .right = WIDTH - WORDS};
    for (uint32_t i = 0; i < d->node_count && !d->paths; i++)
        if (d->nodes[i].focus)
            w.focus = &d->nodes[i];
    if (!d->story || !collect(&w) || (w.count && (!make_axis(&w) || !put_lanes(&w) || !make_day(&w))))
        return false;
    l->timeline = t;
    l->bounds = (box){0, 0, WIDTH, t->chart.y1 + (t->day ? l->theme->small_size * 2 : 0)};
    return true;
}

/* The stages that lines have somewhere, with how many lines. */
static bool add_stages(const layout *l, legend *out)
{
    for (int i = 0; i < THEME_STAGES; i++) {
        const theme_weight *weight = &l->theme->stages[i];
        uint32_t lines = 0;
        for (uint32_t k = 0; k < l->timeline->row_count; k++) {
            bool has = false;
            for (uint32_t s = 0; s < l->timeline->rows[k].span_count; s++)
                has = has || l->timeline->rows[k].spans[s].weight == weight;
            lines += has;
        }
        if (lines == 0)
            continue;
        legend_item item = {.sign = LEGEND_STAGE,
                            .words = ent_arena_printf(l->arena, "%s (%u)", theme_stages[i].meaning, lines),
                            .data = theme_stages[i].stage ? theme_stages[i].stage : "",
                            .stroke = {l->theme->faint, "", HEAD_FULL},
                            .weight = weight,
                            .across = theme_stages[i].sign};
        out->items[out->count++] = item;
    }
    return l->arena->failed == ENT_OK;
}

/* The kinds of the lines, with how many they are. */
static bool add_kinds(const layout *l, legend *out)
{
    for (int i = 0; i <= THEME_KINDS; i++) { /* the last: a kind that is not known */
        uint32_t lines = 0;
        for (uint32_t k = 0; k < l->timeline->row_count; k++)
            lines += theme_kind_find(l->timeline->rows[k].agreement->kind) == (i < THEME_KINDS ? i : -1);
        if (lines == 0)
            continue;
        bool known = i < THEME_KINDS;
        out->items[out->count++] = (legend_item){
            .sign = LEGEND_KIND,
            .words = ent_arena_printf(l->arena, "%s (%u)", known ? theme_kinds[i].words : "another kind", lines),
            .data = known ? theme_kinds[i].kind : NULL,
            .stroke = known ? l->theme->kinds[i] : l->theme->other,
            .weight = &l->theme->stages[0],
        };
    }
    return l->arena->failed == ENT_OK;
}

legend *timeline_legend(const layout *l, const legend *all)
{
    legend *out = ENT_NEW(l->arena, legend);
    if (!out)
        return NULL;
    if (!add_kinds(l, out) || !add_stages(l, out))
        return NULL;
    if (all->note_count)
        out->notes[out->note_count++] = all->notes[0];
    out->notes[out->note_count++] =
        "A dot is an event, as wide as the time that its date can mean; a hollow one is news that "
        "left the status as it was; a bar is the end.";
    if (l->timeline->cut.x1 > l->timeline->cut.x0)
        out->notes[out->note_count++] = "The shaded band stands for years in which none of these events lie.";
    return out;
}
