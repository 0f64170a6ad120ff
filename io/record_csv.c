/* Rows of CSV into records. A cell with a list is read by a small scanner: items are separated by `;`, a backslash
 * takes the special meaning from the character behind it, blanks around a part do not count. */
#include "io/record_csv.h"

#include "io/json.h"

typedef struct {
    ent_arena *arena;
    const ent_csv_row *row;
    const ent_csv_cell *cell;   /* the one being read */
    const char *field;          /* its column */
    uint32_t p;                 /* in the cell's text */
    uint32_t known_p, known_at; /* the latest byte of the text whose place in the row was asked */
    ent_record *record;
    ent_faults *faults;
} scanner;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static char here(const scanner *s)
{
    return s->p < s->cell->text.n ? s->cell->text.p[s->p] : 0;
}

static void skip_blanks(scanner *s)
{
    while (is_blank(here(s)))
        s->p++;
}

/* Where byte p of the text stands in the row. Asked in order, so that a long cell is walked once. */
static uint32_t place(scanner *s, uint32_t p)
{
    if (p < s->known_p) {
        s->known_p = 0;
        s->known_at = s->cell->at;
    }
    s->known_at = ent_csv_place(s->row, s->cell, s->known_at, p - s->known_p);
    s->known_p = p;
    return s->known_at;
}

static void fail(scanner *s, uint32_t p, const char *expected)
{
    char found[40];
    const char *text = s->cell->text.p + p;
    uint32_t n = 0;
    while (p + n < s->cell->text.n && n < 24 && !is_blank(text[n]) && text[n] != ';')
        n++;
    if (n == 0)
        snprintf(found, sizeof found, "the end of the item");
    else
        snprintf(found, sizeof found, "`%.*s`", (int)n, text);
    ent_record_fault(s->record, s->faults, place(s, p), ENT_SPOT_FIELD(s->field), NULL, "expected %s, found %s",
                     expected, found);
}

/* Everything up to a character of `stops` or the end, without the blanks around it; escapes are undone. Empty: not
 * given. */
static ent_field take(scanner *s, const char *stops)
{
    skip_blanks(s);
    const char *text = s->cell->text.p;
    uint32_t begin = s->p, n = 0, kept = 0;
    bool escapes = false;
    for (char c; (c = here(s)) && !strchr(stops, c); s->p++) {
        bool escaped = c == '\\' && s->p + 1 < s->cell->text.n;
        escapes |= escaped;
        s->p += escaped;
        if (escaped || !is_blank(c))
            kept = s->p + 1 - begin;
    }
    if (kept == 0)
        return (ent_field){0};
    ent_field field = {{text + begin, kept}, place(s, begin)};
    if (!escapes)
        return field;
    char *copy = ent_arena_alloc(s->arena, kept);
    if (!copy)
        return (ent_field){0};
    for (uint32_t i = begin; i < begin + kept; i++) {
        i += text[i] == '\\' && i + 1 < s->cell->text.n;
        copy[n++] = text[i];
    }
    field.s = (ent_str){copy, n};
    return field;
}

static ent_field word(scanner *s)
{
    return take(s, "; \t\r\n[:|+=");
}

/* A number may have a sign within: 1e+21. */
static ent_field number(scanner *s)
{
    return take(s, "; \t\r\n[:");
}

static bool is_word(const ent_field *field, const char *text)
{
    return field->s.p && ent_str_equal(field->s, ent_str_of(text));
}

/* Takes the word when it comes next. */
static bool accept(scanner *s, const char *text)
{
    uint32_t before = s->p;
    ent_field next = word(s);
    if (is_word(&next, text))
        return true;
    s->p = before;
    return false;
}

static bool accept_sign(scanner *s, char sign)
{
    skip_blanks(s);
    if (here(s) != sign)
        return false;
    s->p++;
    return true;
}

/* Adds an item of `size` bytes to a list; NULL when the arena failed. Lists are short, and the arena is for one record:
 * they grow by doubling. */
static void *add(scanner *s, ent_list *list, size_t size)
{
    if ((list->n & (list->n - 1)) == 0) {
        char *items = ent_arena_zero(s->arena, (list->n ? list->n * 2u : 1u) * size);
        if (!items)
            return NULL;
        if (list->n)
            memcpy(items, list->items, list->n * size);
        list->items = items;
    }
    return (char *)list->items + size * list->n++;
}

/* "[s1 s2]", where it stands. */
static void read_cites(scanner *s, ent_list *out)
{
    uint32_t begin = s->p;
    if (!accept_sign(s, '['))
        return;
    while (!accept_sign(s, ']')) {
        ent_field id = take(s, " \t\r\n];");
        if (!id.s.p) {
            fail(s, begin, "the ids of sources in [ and ]");
            return;
        }
        ent_field *item = add(s, out, sizeof *item);
        if (!item)
            return;
        *item = id;
    }
}

/* "[s1 s2] : note", as far as it stands; nothing may follow. */
static void read_tail(scanner *s, ent_list *cites, ent_field *note)
{
    read_cites(s, cites);
    if (accept_sign(s, ':'))
        *note = take(s, ";");
    skip_blanks(s);
    if (here(s) && here(s) != ';')
        fail(s, s->p, "`[` sources `]`, `:` and a note, or the end of the item");
}

/* ---- items ---- */

static void read_text_item(scanner *s, void *item)
{
    *(ent_field *)item = take(s, ";");
}

static void read_party(scanner *s, void *item)
{
    ent_record_party *party = item;
    party->party = word(s);
    if (accept_sign(s, ':')) {
        do {
            ent_field *role = add(s, &party->roles, sizeof *role);
            if (!role)
                return;
            *role = word(s);
            if (!role->s.p)
                fail(s, s->p, "a role");
        } while (accept_sign(s, '+'));
        if (party->roles.n == 1) {
            party->role = *ENT_ITEM(party->roles, ent_field, 0);
            party->roles = (ent_list){0};
        }
    }
    if (accept(s, "since"))
        party->since.written = word(s);
    if (accept(s, "until"))
        party->until.written = word(s);
    skip_blanks(s);
    if (here(s) && here(s) != ';')
        fail(s, s->p, "`CODE:role+role since DATE until DATE`");
}

static void read_place(scanner *s, void *item)
{
    ent_record_place *item_place = item;
    item_place->place = word(s);
    if (accept_sign(s, ':'))
        item_place->role = word(s);
    skip_blanks(s);
    if (!item_place->role.s.p || (here(s) && here(s) != ';'))
        fail(s, s->p, "`CODE:role`");
}

static void read_event(scanner *s, void *item)
{
    ent_record_event *event = item;
    event->date.written = word(s);
    if (!event->date.written.s.p)
        fail(s, s->p, "a date");
    bool by = accept(s, "by");
    if (!by) {
        event->status = word(s);
        by = accept(s, "by");
    }
    if (by)
        event->party = word(s);
    read_tail(s, &event->cites, &event->note);
}

static void read_link(scanner *s, void *item)
{
    ent_record_link *link = item;
    link->relation = word(s);
    link->to = word(s);
    skip_blanks(s);
    if (!link->to.s.p || (here(s) && here(s) != ';'))
        fail(s, s->p, "`relation id`");
}

static void read_amount(scanner *s, void *item)
{
    ent_record_amount *amount = item;
    amount->amount.written = number(s);
    amount->currency = word(s);
    amount->basis = word(s);
    if (!amount->basis.s.p)
        fail(s, s->p, "an amount, a currency and a basis");
    if (accept(s, "from"))
        amount->from = word(s);
    if (accept(s, "to"))
        amount->to = word(s);
    if (accept(s, "on"))
        amount->date.written = word(s);
    read_tail(s, &amount->cites, &amount->note);
}

static void read_transfer(scanner *s, void *item)
{
    ent_record_transfer *transfer = item;
    transfer->count.written = number(s);
    if (accept(s, "on"))
        transfer->date.written = word(s);
    if (!transfer->date.written.s.p)
        fail(s, s->p, "`count on DATE`");
    read_tail(s, &transfer->cites, &transfer->note);
}

static void read_external(scanner *s, void *item)
{
    ent_record_external *external = item;
    external->reg = take(s, "=;");
    if (accept_sign(s, '='))
        external->id = take(s, ";");
    if (!external->reg.s.p || !external->id.s.p)
        fail(s, s->p, "`register=id`");
}

static void read_source(scanner *s, void *item)
{
    ent_record_source *source = item;
    ent_field *fields[] = {&source->id, &source->url, &source->title, &source->publisher, &source->date.written};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        *fields[i] = take(s, "|;");
        if (here(s) != '|')
            return;
        if (i + 1 == sizeof fields / sizeof fields[0])
            fail(s, s->p, "id | address | title | publisher | date");
        else
            s->p++;
    }
}

/* ---- columns ---- */

typedef struct {
    const char *name;
    bool required;
    size_t offset;
    size_t item;                          /* of a list: the size of an item; 0: the cell is one text */
    void (*read)(scanner *s, void *item); /* of a list */
} column;

static const column columns_known[] = {
    {"id", true, offsetof(ent_record, id), 0, NULL},
    {"title", true, offsetof(ent_record, title), 0, NULL},
    {"kind", true, offsetof(ent_record, kind), 0, NULL},
    {"also", false, offsetof(ent_record, also), sizeof(ent_field), read_text_item},
    {"form", false, offsetof(ent_record, form), 0, NULL},
    {"parties", true, offsetof(ent_record, parties), sizeof(ent_record_party), read_party},
    {"places", false, offsetof(ent_record, places), sizeof(ent_record_place), read_place},
    {"people", false, offsetof(ent_record, people), 0, NULL},
    {"covers", false, offsetof(ent_record, covers), sizeof(ent_field), read_text_item},
    {"events", true, offsetof(ent_record, events), sizeof(ent_record_event), read_event},
    {"links", false, offsetof(ent_record, links), sizeof(ent_record_link), read_link},
    {"amounts", false, offsetof(ent_record, amounts), sizeof(ent_record_amount), read_amount},
    {"transfers", false, offsetof(ent_record, transfers), sizeof(ent_record_transfer), read_transfer},
    {"text", false, offsetof(ent_record, text), 0, NULL},
    {"confidence", false, offsetof(ent_record, confidence), 0, NULL},
    {"external_ids", false, offsetof(ent_record, externals), sizeof(ent_record_external), read_external},
    {"sources", true, offsetof(ent_record, sources), sizeof(ent_record_source), read_source},
    {"note", false, offsetof(ent_record, note), 0, NULL},
};
enum { COLUMNS = sizeof columns_known / sizeof columns_known[0] };

static void unknown_column(const ent_record *header, const ent_csv_cell *cell, ent_faults *faults)
{
    ent_str names[COLUMNS];
    char hint[300];
    for (int i = 0; i < COLUMNS; i++)
        names[i] = ent_str_of(columns_known[i].name);
    int nearest = ent_str_nearest(cell->text, names, COLUMNS);
    if (nearest >= 0)
        snprintf(hint, sizeof hint, "did you mean `%s`?", columns_known[nearest].name);
    else {
        int n = snprintf(hint, sizeof hint, "columns are");
        for (int i = 0; i < COLUMNS; i++)
            n += snprintf(hint + n, sizeof hint - (size_t)n, "%s %s", i ? "," : "", columns_known[i].name);
    }
    ent_record_fault(header, faults, cell->at, ENT_SPOT_RECORD, hint, "unknown column `%.*s`", ENT_STR_ARG(cell->text));
}

bool ent_record_csv_columns(const ent_csv_row *header, const char *file, ent_csv_columns *out, ent_faults *faults)
{
    ent_record place = {.file = file, .line = header->line, .column = header->column, .source = header->source};
    uint64_t before = faults->count;
    bool seen[COLUMNS] = {false};
    out->count = header->count;
    for (uint32_t i = 0; i < header->count; i++) {
        const ent_csv_cell *cell = &header->cells[i];
        int c = 0;
        while (c < COLUMNS && !ent_str_equal(cell->text, ent_str_of(columns_known[c].name)))
            c++;
        if (c == COLUMNS)
            unknown_column(&place, cell, faults);
        else if (seen[c])
            ent_record_fault(&place, faults, cell->at, ENT_SPOT_RECORD, NULL, "the column `%s` stands here twice",
                             columns_known[c].name);
        else {
            seen[c] = true;
            out->field[i] = (uint8_t)c;
        }
    }
    for (int c = 0; c < COLUMNS; c++)
        if (columns_known[c].required && !seen[c])
            ent_record_fault(&place, faults, 0, ENT_SPOT_RECORD, "the first line names the columns",
                             "the column `%s` is missing", columns_known[c].name);
    return faults->count == before;
}

/* Items up to the end of the cell; blank ones do not count. */
static void read_list(scanner *s, const column *c, ent_list *list)
{
    list->at = place(s, 0);
    for (;;) {
        skip_blanks(s);
        if (!here(s))
            break;
        if (list->n == ENT_JSON_ELEMENTS) {
            ent_record_fault(s->record, s->faults, place(s, s->p), ENT_SPOT_FIELD(c->name), NULL,
                             "too long: at most %d entries in a list", ENT_JSON_ELEMENTS);
            return;
        }
        if (here(s) != ';') {
            uint64_t before = s->faults->count;
            void *item = add(s, list, c->item);
            if (!item)
                return;
            c->read(s, item);
            if (s->faults->count > before)
                take(s, ";"); /* the rest of an item that was not understood */
        }
        if (here(s) == ';')
            s->p++;
    }
}

bool ent_record_read_csv(ent_arena *arena, const ent_csv_columns *columns, const ent_csv_row *row, ent_record *record,
                         ent_faults *faults)
{
    scanner s = {.arena = arena, .row = row, .record = record, .faults = faults};
    uint64_t before = faults->count;
    if (row->count != columns->count) {
        ent_record_fault(record, faults, 0, ENT_SPOT_RECORD, "every row has a cell for each column",
                         "the row has %u cells, the first line %u", row->count, columns->count);
        return false;
    }
    /* the id first, so that every other fault can name it */
    for (uint32_t i = 0; i < row->count; i++)
        if (strcmp(columns_known[columns->field[i]].name, "id") == 0)
            record->id = (ent_field){row->cells[i].text, row->cells[i].at};
    for (uint32_t i = 0; i < row->count; i++) {
        const column *c = &columns_known[columns->field[i]];
        s.cell = &row->cells[i];
        s.field = c->name;
        s.p = s.known_p = 0;
        s.known_at = s.cell->at;
        skip_blanks(&s);
        if (!here(&s)) {
            if (c->required)
                ent_record_fault(record, faults, s.cell->at, ENT_SPOT_RECORD, NULL, "a record lacks `%s`", c->name);
        } else if (c->item) {
            s.p = 0;
            read_list(&s, c, (ent_list *)((char *)record + c->offset));
        } else
            *(ent_field *)((char *)record + c->offset) = (ent_field){s.cell->text, s.cell->at};
    }
    return arena->failed == ENT_OK && faults->count == before;
}
