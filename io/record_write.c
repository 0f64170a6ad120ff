/* Records as lines of JSON: the same record always gives the same bytes. */
#include "io/record.h"

#include <inttypes.h>
#include <stdlib.h>

typedef struct {
    FILE *out;
    bool first; /* no member of the current object is written yet */
} writer;

static void write_text(FILE *out, ent_str s)
{
    fputc('"', out);
    for (uint32_t i = 0; i < s.n; i++) {
        static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
        const char *escape = s.p[i] ? strchr(from, s.p[i]) : NULL;
        if (escape)
            fprintf(out, "\\%c", to[escape - from]);
        else if ((unsigned char)s.p[i] < 0x20)
            fprintf(out, "\\u%04x", (unsigned)s.p[i]);
        else
            fputc(s.p[i], out);
    }
    fputc('"', out);
}

static void key(writer *w, const char *name)
{
    fprintf(w->out, w->first ? "\"%s\": " : ", \"%s\": ", name);
    w->first = false;
}

static void text(writer *w, const char *name, const ent_field *field)
{
    if (!field->s.p)
        return;
    key(w, name);
    write_text(w->out, field->s);
}

/* A word that is left out when it is what a record without it means. */
static void word(writer *w, const char *name, const ent_field *field, const char *standard)
{
    if (field->s.p && !ent_str_equal(field->s, ent_str_of(standard)))
        text(w, name, field);
}

static void texts(writer *w, const char *name, const ent_list *list)
{
    if (list->n == 0)
        return;
    key(w, name);
    for (uint32_t i = 0; i < list->n; i++) {
        fputs(i ? ", " : "[", w->out);
        write_text(w->out, ENT_ITEM(*list, ent_field, i)->s);
    }
    fputc(']', w->out);
}

static void number(writer *w, const char *name, const ent_number *n)
{
    char digits[32];
    ent_number_format(n, digits);
    key(w, name);
    fputs(digits, w->out);
}

/* ---- items of lists ---- */

static void party(writer *w, const void *item)
{
    const ent_record_party *p = item;
    text(w, "party", &p->party);
    if (p->roles.n == 1)
        text(w, "role", ENT_ITEM(p->roles, ent_field, 0));
    else
        texts(w, "roles", &p->roles);
    text(w, "role", &p->role);
    text(w, "since", &p->since.written);
    text(w, "until", &p->until.written);
}

static void place(writer *w, const void *item)
{
    const ent_record_place *p = item;
    text(w, "place", &p->place);
    text(w, "role", &p->role);
}

static void event(writer *w, const void *item)
{
    const ent_record_event *e = item;
    text(w, "date", &e->date.written);
    text(w, "status", &e->status);
    text(w, "note", &e->note);
    text(w, "party", &e->party);
    texts(w, "cites", &e->cites);
}

static void record_link(writer *w, const void *item)
{
    const ent_record_link *l = item;
    text(w, "relation", &l->relation);
    text(w, "to", &l->to);
}

static void amount(writer *w, const void *item)
{
    const ent_record_amount *a = item;
    number(w, "amount", &a->amount);
    text(w, "currency", &a->currency);
    text(w, "basis", &a->basis);
    text(w, "from", &a->from);
    text(w, "to", &a->to);
    text(w, "date", &a->date.written);
    text(w, "note", &a->note);
    texts(w, "cites", &a->cites);
}

static void transfer(writer *w, const void *item)
{
    const ent_record_transfer *t = item;
    number(w, "count", &t->count);
    text(w, "date", &t->date.written);
    text(w, "note", &t->note);
    texts(w, "cites", &t->cites);
}

static void source(writer *w, const void *item)
{
    const ent_record_source *s = item;
    text(w, "id", &s->id);
    text(w, "url", &s->url);
    text(w, "title", &s->title);
    text(w, "publisher", &s->publisher);
    text(w, "date", &s->date.written);
}

static void objects(writer *w, const char *name, const ent_list *list, size_t size,
                    void (*write)(writer *w, const void *item))
{
    if (list->n == 0)
        return;
    key(w, name);
    for (uint32_t i = 0; i < list->n; i++) {
        fputs(i ? ", {" : "[{", w->out);
        w->first = true;
        write(w, (const char *)list->items + i * size);
        fputc('}', w->out);
    }
    fputc(']', w->out);
    w->first = false;
}

static void externals(writer *w, const ent_list *list)
{
    if (list->n == 0)
        return;
    key(w, "external_ids");
    for (uint32_t i = 0; i < list->n; i++) {
        const ent_record_external *external = ENT_ITEM(*list, ent_record_external, i);
        fputs(i ? ", " : "{", w->out);
        write_text(w->out, external->reg.s);
        fputs(": ", w->out);
        write_text(w->out, external->id.s);
    }
    fputc('}', w->out);
}

void ent_number_format(const ent_number *n, char out[32])
{
    if (n->whole) {
        snprintf(out, 32, "%" PRId64, n->integer);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, 32, "%.*g", digits, n->real);
        if (strtod(out, NULL) == n->real)
            break;
    }
    for (char *c = out; *c; c++)
        if (!strchr("0123456789+-e", *c))
            *c = '.'; /* the locale's sign */
}

void ent_record_write_json(const ent_record *r, FILE *out)
{
    writer w = {out, true};
    fputc('{', out);
    text(&w, "id", &r->id);
    text(&w, "title", &r->title);
    text(&w, "kind", &r->kind);
    texts(&w, "also", &r->also);
    word(&w, "form", &r->form, "unknown");
    objects(&w, "parties", &r->parties, sizeof(ent_record_party), party);
    objects(&w, "places", &r->places, sizeof(ent_record_place), place);
    text(&w, "people", &r->people);
    texts(&w, "covers", &r->covers);
    objects(&w, "events", &r->events, sizeof(ent_record_event), event);
    objects(&w, "links", &r->links, sizeof(ent_record_link), record_link);
    objects(&w, "amounts", &r->amounts, sizeof(ent_record_amount), amount);
    objects(&w, "transfers", &r->transfers, sizeof(ent_record_transfer), transfer);
    word(&w, "text", &r->text, "unknown");
    word(&w, "confidence", &r->confidence, "reported");
    externals(&w, &r->externals);
    objects(&w, "sources", &r->sources, sizeof(ent_record_source), source);
    text(&w, "note", &r->note);
    fputs("}\n", out);
}
