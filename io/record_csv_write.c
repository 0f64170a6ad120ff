/* Records as rows of CSV, the counterpart of record_csv.c: what is written here is read there as the same record. */
#include "core/base/buffer.h"
#include "io/record_csv.h"

/* A cell that is being put together. */
typedef struct {
    ent_buffer out;
    bool first; /* no item is written yet */
} cell;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Text in a list: a backslash before what has a meaning there and before blanks that would be trimmed. */
static void escaped(cell *c, ent_str s, const char *special)
{
    for (uint32_t i = 0; i < s.n; i++) {
        bool edge = (i == 0 || i + 1 == s.n) && is_blank(s.p[i]);
        if (edge || s.p[i] == '\\' || strchr(special, s.p[i]))
            ent_buffer_char(&c->out, '\\');
        ent_buffer_char(&c->out, s.p[i]);
    }
}

/* A text that must be one word. */
static void word(cell *c, const char *before, const ent_field *field)
{
    if (!field->s.p)
        return;
    ent_buffer_text(&c->out, before);
    escaped(c, field->s, "; \t\r\n[]:|+=");
}

static void item(cell *c)
{
    if (!c->first)
        ent_buffer_text(&c->out, "; ");
    c->first = false;
}

static void tail(cell *c, const ent_list *cites, const ent_field *note)
{
    for (uint32_t i = 0; i < cites->n; i++)
        word(c, i ? " " : " [", ENT_ITEM(*cites, ent_field, i));
    if (cites->n)
        ent_buffer_char(&c->out, ']');
    if (note->s.p) {
        ent_buffer_text(&c->out, " : ");
        escaped(c, note->s, ";");
    }
}

/* ---- cells ---- */

static void texts(cell *c, const ent_list *list)
{
    for (uint32_t i = 0; i < list->n; i++) {
        item(c);
        escaped(c, ENT_ITEM(*list, ent_field, i)->s, ";");
    }
}

static void parties(cell *c, const ent_record *r)
{
    for (uint32_t i = 0; i < r->parties.n; i++) {
        const ent_record_party *p = ENT_ITEM(r->parties, ent_record_party, i);
        item(c);
        word(c, "", &p->party);
        word(c, ":", &p->role);
        for (uint32_t k = 0; k < p->roles.n; k++)
            word(c, k ? "+" : ":", ENT_ITEM(p->roles, ent_field, k));
        word(c, " since ", &p->since.written);
        word(c, " until ", &p->until.written);
    }
}

static void places(cell *c, const ent_record *r)
{
    for (uint32_t i = 0; i < r->places.n; i++) {
        const ent_record_place *p = ENT_ITEM(r->places, ent_record_place, i);
        item(c);
        word(c, "", &p->place);
        word(c, ":", &p->role);
    }
}

static void events(cell *c, const ent_record *r)
{
    for (uint32_t i = 0; i < r->events.n; i++) {
        const ent_record_event *e = ENT_ITEM(r->events, ent_record_event, i);
        item(c);
        word(c, "", &e->date.written);
        word(c, " ", &e->status);
        word(c, " by ", &e->party);
        tail(c, &e->cites, &e->note);
    }
}

static void links(cell *c, const ent_record *r)
{
    for (uint32_t i = 0; i < r->links.n; i++) {
        const ent_record_link *l = ENT_ITEM(r->links, ent_record_link, i);
        item(c);
        word(c, "", &l->relation);
        word(c, " ", &l->to);
    }
}

static void amounts(cell *c, const ent_record *r)
{
    for (uint32_t i = 0; i < r->amounts.n; i++) {
        const ent_record_amount *a = ENT_ITEM(r->amounts, ent_record_amount, i);
        char digits[32];
        ent_number_format(&a->amount, digits);
        item(c);
        ent_buffer_text(&c->out, digits);
        word(c, " ", &a->currency);
        word(c, " ", &a->basis);
        word(c, " from ", &a->from);
        word(c, " to ", &a->to);
        word(c, " on ", &a->date.written);
        tail(c, &a->cites, &a->note);
    }
}

static void transfers(cell *c, const ent_record *r)
{
    for (uint32_t i = 0; i < r->transfers.n; i++) {
        const ent_record_transfer *t = ENT_ITEM(r->transfers, ent_record_transfer, i);
        char digits[32];
        ent_number_format(&t->count, digits);
        item(c);
        ent_buffer_text(&c->out, digits);
        word(c, " on ", &t->date.written);
        tail(c, &t->cites, &t->note);
    }
}

static void externals(cell *c, const ent_record *r)
{
    for (uint32_t i = 0; i < r->externals.n; i++) {
        const ent_record_external *e = ENT_ITEM(r->externals, ent_record_external, i);
        item(c);
        escaped(c, e->reg.s, ";=");
        ent_buffer_char(&c->out, '=');
        escaped(c, e->id.s, ";");
    }
}

static void sources(cell *c, const ent_record *r)
{
    for (uint32_t i = 0; i < r->sources.n; i++) {
        const ent_record_source *s = ENT_ITEM(r->sources, ent_record_source, i);
        const ent_field *fields[] = {&s->id, &s->url, &s->title, &s->publisher, &s->date.written};
        item(c);
        for (size_t k = 0; k < sizeof fields / sizeof fields[0]; k++) {
            ent_buffer_text(&c->out, k ? " | " : "");
            if (fields[k]->s.p)
                escaped(c, fields[k]->s, ";|");
        }
    }
}

/* ---- rows ---- */

static void also(cell *c, const ent_record *r)
{
    texts(c, &r->also);
}

static void covers(cell *c, const ent_record *r)
{
    texts(c, &r->covers);
}

/* In the order of the record format: a column has one text, or a function that writes its list. */
static const struct {
    const char *name;
    size_t text;
    void (*list)(cell *c, const ent_record *r);
    const char *standard; /* of a text: what a record without it means; then it is left out */
} columns[] = {
    {"id", offsetof(ent_record, id), NULL, NULL},
    {"title", offsetof(ent_record, title), NULL, NULL},
    {"kind", offsetof(ent_record, kind), NULL, NULL},
    {"also", 0, also, NULL},
    {"form", offsetof(ent_record, form), NULL, "unknown"},
    {"parties", 0, parties, NULL},
    {"places", 0, places, NULL},
    {"people", offsetof(ent_record, people), NULL, NULL},
    {"covers", 0, covers, NULL},
    {"events", 0, events, NULL},
    {"links", 0, links, NULL},
    {"amounts", 0, amounts, NULL},
    {"transfers", 0, transfers, NULL},
    {"text", offsetof(ent_record, text), NULL, "unknown"},
    {"confidence", offsetof(ent_record, confidence), NULL, "reported"},
    {"external_ids", 0, externals, NULL},
    {"sources", 0, sources, NULL},
    {"note", offsetof(ent_record, note), NULL, NULL},
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

void ent_record_write_csv_header(FILE *out)
{
    for (int i = 0; i < COLUMNS; i++)
        fprintf(out, i ? ",%s" : "%s", columns[i].name);
    fputs("\r\n", out);
}

ent_status ent_record_write_csv(const ent_record *record, ent_arena *scratch, FILE *out)
{
    for (int i = 0; i < COLUMNS; i++) {
        if (i)
            fputc(',', out);
        if (columns[i].list) {
            cell c = {.first = true};
            ent_buffer_init(&c.out, scratch);
            columns[i].list(&c, record);
            if (scratch->failed != ENT_OK)
                return scratch->failed;
            ent_csv_write(out, ent_buffer_take(&c.out));
            continue;
        }
        const ent_field *field = (const ent_field *)((const char *)record + columns[i].text);
        bool standard = columns[i].standard && field->s.p && ent_str_equal(field->s, ent_str_of(columns[i].standard));
        if (field->s.p && !standard)
            ent_csv_write(out, field->s);
    }
    fputs("\r\n", out);
    return ENT_OK;
}
