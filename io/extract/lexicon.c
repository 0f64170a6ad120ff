/* Looks phrases and forms up in the tables that tools/make_lexicon.py writes: open addressing, the same hash on both
 * sides. */
#include "io/extract/lexicon.h"

#include "core/model/vocabulary.h"
#include "io/gazetteer.h"

#include <stdio.h>

typedef struct {
    uint32_t key, first; /* key: in the pool; 0: an empty slot */
    uint16_t n;
    uint8_t count, longest; /* longest: words of the longest phrase that begins with this one */
} slot_row;

#include "lexicon_tables.h"

/* FNV-1a, 32 bits. */
static uint32_t hash(ent_str s)
{
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return h;
}

static const slot_row *find(const slot_row *slots, uint32_t room, ent_str key)
{
    for (uint32_t i = hash(key) & (room - 1); slots[i].key != 0; i = (i + 1) & (room - 1))
        if (slots[i].n == key.n && memcmp(pool + slots[i].key, key.p, key.n) == 0)
            return &slots[i];
    return NULL;
}

uint32_t ent_lexicon_cues(ent_str phrase, const ent_cue_entry **entries)
{
    const slot_row *row = find(cue_slots, CUE_ROOM, phrase);
    *entries = row ? &cue_entries[row->first] : NULL;
    return row ? row->count : 0;
}

uint32_t ent_lexicon_forms(ent_str form, const ent_surface **surfaces)
{
    const slot_row *row = find(form_slots, FORM_ROOM, form);
    *surfaces = row ? &form_surfaces[row->first] : NULL;
    return row ? row->count : 0;
}

uint32_t ent_lexicon_cue_reach(ent_str word)
{
    const slot_row *row = find(cue_slots, CUE_ROOM, word);
    return row ? row->longest : 0;
}

uint32_t ent_lexicon_form_reach(ent_str word)
{
    const slot_row *row = find(form_slots, FORM_ROOM, word);
    return row ? row->longest : 0;
}

const ent_form_rule *ent_lexicon_rule(uint16_t rule)
{
    return rule ? &form_rules[rule - 1] : NULL;
}

static bool has_class(ent_str lower, ent_cue_class wanted)
{
    const ent_cue_entry *entries;
    uint32_t n = ent_lexicon_cues(lower, &entries);
    for (uint32_t i = 0; i < n; i++)
        if (entries[i].cue_class == wanted)
            return true;
    return false;
}

bool ent_lexicon_is_abbreviation(ent_str lower)
{
    return has_class(lower, ENT_CUE_abbreviation);
}

bool ent_lexicon_is_opening(ent_str lower)
{
    return has_class(lower, ENT_CUE_opening);
}

bool ent_lexicon_describes(const char *description, const char *code)
{
    for (uint32_t i = 0; i < sizeof description_rows / sizeof description_rows[0]; i++)
        if (strcmp(description_rows[i].name, description) == 0) {
            char key[24];
            int n = snprintf(key, sizeof key, " %s ", code);
            return n > 0 && (size_t)n < sizeof key && strstr(description_rows[i].codes, key) != NULL;
        }
    return false;
}
