/* Where the parts of a record stand, and what follows from a checked one. */
#include "io/record.h"

#include <stdarg.h>

void ent_record_where(const ent_record *record, uint32_t at, uint64_t *line, uint64_t *column)
{
    const char *begin = record->source.p, *p = begin + (at < record->source.n ? at : record->source.n);
    *line = record->line;
    *column = record->column;
    const char *line_start = begin;
    for (const char *c = begin; c < p; c++)
        if (*c == '\n') {
            ++*line;
            *column = 1;
            line_start = c + 1;
        }
    *column += ent_utf8_count(line_start, (size_t)(p - line_start));
}

/* One line of whole characters, whatever was quoted and wherever it was cut. */
static void tidy(char *text)
{
    text[ent_utf8_valid(text, strlen(text))] = 0;
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            *c = ' ';
}

void ent_record_fault(const ent_record *record, ent_faults *faults, uint32_t at, ent_spot spot, const char *hint,
                      const char *format, ...)
{
    char text[500], id[100], where[100];
    va_list args;
    if (faults->count >= ENT_FAULTS_TOLD) {
        faults->count++; /* counted, not told: no need to find the place */
        return;
    }
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    snprintf(id, sizeof id, "%.*s", record->id.s.p ? (int)record->id.s.n : 0, record->id.s.p ? record->id.s.p : "");
    int n = spot.list ? snprintf(where, sizeof where, "%s[%u]%s", spot.list, spot.index, spot.field ? "." : "") : 0;
    snprintf(where + n, sizeof where - (size_t)n, "%s", spot.field ? spot.field : "");
    tidy(text);
    tidy(id);
    ent_fault fault = {.file = record->file, .record = id, .path = where, .text = text, .hint = hint ? hint : ""};
    ent_record_where(record, at, &fault.line, &fault.column);
    ent_faults_add(faults, &fault);
}

ent_record_span ent_record_span_of(const ent_record *record)
{
    ent_record_span span = {.status = -1};
    bool was_active = false;
    for (uint32_t i = 0; i < record->events.n; i++) {
        const ent_record_event *event = ENT_ITEM(record->events, ent_record_event, i);
        if (event->status_index < 0)
            continue;
        ent_record_status status = (ent_record_status)event->status_index;
        ent_stage stage = ent_stage_of(status);
        ent_day day = event->date.edtf.first;
        if (stage == ENT_STAGE_active) {
            if (!was_active) {
                span.since = day;
                span.has_since = was_active = true;
            }
            span.has_until = false;
        } else if (!span.has_until && (was_active || stage == ENT_STAGE_ended)) {
            span.until = day;
            span.has_until = true;
        } else if (!was_active && stage != ENT_STAGE_ended)
            span.has_until = false; /* talks after a refusal */
        span.status = (int)status;
    }
    return span;
}

/* ---- edges ---- */

enum { SENDER = 1 << ENT_ROLE_sender, RECEIVER = 1 << ENT_ROLE_receiver };

typedef struct {
    uint32_t party; /* the first entry of this code */
    unsigned roles; /* of all its entries */
} side;

/* The different parties, with the roles of each. */
static uint32_t sides_of(const ent_record *record, side *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < record->parties.n; i++) {
        const ent_record_party *party = ENT_ITEM(record->parties, ent_record_party, i);
        uint32_t k = 0;
        while (k < n &&
               !ent_str_equal(party->party.s, ENT_ITEM(record->parties, ent_record_party, out[k].party)->party.s))
            k++;
        if (k == n)
            out[n++] = (side){i, 0};
        out[k].roles |= party->role_set;
    }
    return n;
}

static bool sends(side a, side b)
{
    return (a.roles & SENDER) && (b.roles & RECEIVER);
}

static bool has_no_direction(side a)
{
    return !(a.roles & (SENDER | RECEIVER));
}

static ent_record_edge undirected(const ent_record *record, uint32_t a, uint32_t b)
{
    ent_str x = ENT_ITEM(record->parties, ent_record_party, a)->party.s;
    ent_str y = ENT_ITEM(record->parties, ent_record_party, b)->party.s;
    int c = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);
    bool swap = c > 0 || (c == 0 && x.n > y.n);
    return (ent_record_edge){swap ? b : a, swap ? a : b, false};
}

ent_record_edge *ent_record_edges_of(const ent_record *record, ent_arena *arena, uint32_t *count)
{
    *count = 0;
    size_t most = record->parties.n * (size_t)record->parties.n;
    side *sides = ENT_NEW_ARRAY(arena, side, record->parties.n + 1u);
    ent_record_edge *edges = ENT_NEW_ARRAY(arena, ent_record_edge, most + 1);
    if (!sides || !edges)
        return NULL;
    uint32_t n = sides_of(record, sides);
    bool any_direction = false;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < n; k++)
            any_direction |= i != k && sends(sides[i], sides[k]);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n; k++) {
            side x = sides[i], y = sides[k];
            if (sends(x, y))
                edges[(*count)++] = (ent_record_edge){x.party, y.party, true};
            if (sends(y, x))
                edges[(*count)++] = (ent_record_edge){y.party, x.party, true};
            if (!sends(x, y) && !sends(y, x) && (!any_direction || has_no_direction(x) || has_no_direction(y)))
                edges[(*count)++] = undirected(record, x.party, y.party);
        }
    return edges;
}
