/* Looks places up in tables that tools/make_gazetteer.py writes.
 *
 * The tables hold offsets into one pool of strings, not pointers: so they need no relocation and are read from the
 * file as they are touched. Names are folded and sorted when the program is built; only the question is folded here. */
#include "io/gazetteer.h"

#include "core/text/text.h"

typedef struct {
    uint32_t code, name, iso2, region, subregion, sovereign, until; /* in the pool */
    uint8_t type;
    double lat, lon;
} place_row;

typedef struct {
    uint16_t member, organisation; /* rows of places */
    uint32_t since, until;
} membership_row;

/* One form of one place, sorted by key. rank says what the form is: 0 a code, 1 an alpha-2 code, 2 a former one, 3 a
 * name, 4 an alias, 5 and 6 the same of a place that is no more, 7 a form that several share. The lowest wins. */
typedef struct {
    uint32_t key, form;
    uint16_t place;
    uint8_t rank;
} name_row;

#include "gazetteer_tables.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static ent_place place_of(uint32_t row)
{
    const place_row *p = &place_rows[row];
    return (ent_place){
        .code = pool + p->code,
        .name = pool + p->name,
        .iso2 = pool + p->iso2,
        .region = pool + p->region,
        .subregion = pool + p->subregion,
        .sovereign = pool + p->sovereign,
        .until = pool + p->until,
        .lat = p->lat,
        .lon = p->lon,
        .type = (ent_place_type)p->type,
    };
}

static int compare(ent_str a, const char *b)
{
    size_t n = strlen(b);
    int c = memcmp(a.p, b, a.n < n ? a.n : n);
    return c ? c : a.n < n ? -1 : a.n > n;
}

/* The row of a code, or -1. */
static int place_row_of(ent_str code)
{
    size_t low = 0, high = COUNT(place_rows);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int c = compare(code, pool + place_rows[middle].code);
        if (c == 0)
            return (int)middle;
        if (c < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return -1;
}

/* The first name whose key is not below key. */
static size_t first_name(ent_str key)
{
    size_t low = 0, high = COUNT(name_rows);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compare(key, pool + name_rows[middle].key) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* General punctuation, U+2000 to U+206F: typographic quotes, dashes and blanks. */
static bool is_punctuation(const unsigned char *c, uint32_t left)
{
    return left >= 3 && c[0] == 0xE2 && (c[1] == 0x80 || c[1] == 0x81);
}

/* Folds a question as the keys were: ent_text_fold, then only letters and digits are left. */
static ent_status fold(ent_arena *arena, ent_str text, ent_str *out)
{
    ent_str folded = ent_text_fold(arena, text);
    char *key = ent_arena_alloc(arena, folded.n + 1u);
    if (!key || !folded.p)
        return ENT_NOMEM;
    uint32_t n = 0;
    for (uint32_t i = 0; i < folded.n; i++) {
        unsigned char c = (unsigned char)folded.p[i];
        if (is_punctuation((const unsigned char *)folded.p + i, folded.n - i))
            i += 2;
        else if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
            key[n++] = (char)c;
    }
    *out = (ent_str){key, n};
    return ENT_OK;
}

static void add_candidate(ent_place_match *match, uint32_t row)
{
    if (match->count < ENT_PLACE_CANDIDATES)
        match->places[match->count++] = place_of(row);
}

/* Names of one key are sorted by rank, then by place. */
static void find(ent_str key, ent_place_match *match)
{
    size_t first = first_name(key);
    for (size_t i = first; i < COUNT(name_rows) && compare(key, pool + name_rows[i].key) == 0; i++)
        if (name_rows[i].rank == name_rows[first].rank)
            add_candidate(match, name_rows[i].place);
}

static ent_status find_nearest(ent_arena *arena, ent_str key, ent_place_match *match)
{
    ent_str *keys = ENT_NEW_ARRAY(arena, ent_str, COUNT(name_rows));
    if (!keys)
        return ENT_NOMEM;
    for (size_t i = 0; i < COUNT(name_rows); i++)
        keys[i] = ent_str_of(pool + name_rows[i].key);
    while (match->nearest_count < ENT_PLACE_NEAREST) {
        int i = ent_str_nearest(key, keys, COUNT(name_rows));
        if (i < 0)
            break;
        match->nearest[match->nearest_count].name = pool + name_rows[i].form;
        match->nearest[match->nearest_count++].place = place_of(name_rows[i].place);
        for (size_t k = 0; k < COUNT(name_rows); k++)
            if (name_rows[k].place == name_rows[i].place)
                keys[k].n = 0; /* each place once */
    }
    return ENT_OK;
}

bool ent_place_by_code(ent_str code, ent_place *out)
{
    int row = place_row_of(code);
    if (row >= 0)
        *out = place_of((uint32_t)row);
    return row >= 0;
}

ent_status ent_place_resolve(ent_str text, ent_place_match *out)
{
    out->count = out->nearest_count = 0;
    if (ent_utf8_valid(text.p, text.n) < text.n)
        return ENT_OK;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    ent_str key;
    ent_status status = fold(&arena, text, &key);
    if (status == ENT_OK && key.n > 0) {
        find(key, out);
        if (out->count == 0)
            status = find_nearest(&arena, key, out);
    }
    ent_arena_fini(&arena);
    return status;
}

bool ent_membership_at(uint32_t i, ent_membership *out)
{
    if (i >= COUNT(membership_rows))
        return false;
    const membership_row *m = &membership_rows[i];
    *out = (ent_membership){.member = pool + place_rows[m->member].code,
                            .organisation = pool + place_rows[m->organisation].code,
                            .since = pool + m->since,
                            .until = pool + m->until};
    return true;
}
