/* All that entente asks of ICU, behind one small table, so that nothing else includes an ICU header and a process that
 * needs none of it never loads the library. */
#ifndef ENT_TEXT_TEXT_H
#define ENT_TEXT_TEXT_H

#include "core/base/arena.h"
#include "core/base/str.h"

/* Results are in the arena; p is NULL when it failed. Input is valid UTF-8. ASCII input never touches ICU. */
ent_str ent_text_lower(ent_arena *arena, ent_str s);
ent_str ent_text_upper(ent_arena *arena, ent_str s);
/* form: "NFC", "NFD", "NFKC", "NFKD". p NULL with the arena intact: no such form. */
ent_str ent_text_normalize(ent_arena *arena, ent_str s, ent_str form);
/* Case and accents gone, compatibility forms folded: "Côte d’Ivoire" -> "cote d'ivoire". For looking names up. */
ent_str ent_text_fold(ent_arena *arena, ent_str s);
/* By code points, without tearing a grapheme: reverse(). */
ent_str ent_text_reverse(ent_arena *arena, ent_str s);
/* Columns on a terminal: wide characters count two, combining marks none. */
uint32_t ent_text_columns(ent_str s);

/* Whether a code point beyond ASCII may begin, or be inside, an openCypher name: ID_Start and connectors, ID_Continue
 * and currency signs. */
bool ent_text_name_start(uint32_t code_point);
bool ent_text_name_part(uint32_t code_point);

/* Regular expressions of `=~` (the whole string must match). The pattern is kept in the arena's lifetime by caller. */
typedef struct ent_regex ent_regex;
ent_status ent_regex_open(ent_str pattern, ent_regex **out, ent_error *error, ent_span where);
/* ENT_TIME_LIMIT or ENT_MEMORY_LIMIT when matching takes too long or too much (catastrophic backtracking). A handle
 * belongs to one thread at a time. */
ent_status ent_regex_matches(ent_regex *regex, ent_str s, bool *out, ent_error *error, ent_span where);
void ent_regex_close(ent_regex *regex);

/* Named time zones. */
/* The zone's canonical spelling, static; NULL when unknown. */
const char *ent_zone_name(ent_str name);
/* Seconds east of Greenwich in force in the zone at an instant / at a local time (in a gap, as java.time does: the
 * offset before; in an overlap the earlier offset). */
int32_t ent_zone_offset_at(const char *zone, int64_t unix_seconds);
int32_t ent_zone_offset_local(const char *zone, int64_t local_seconds);

#endif
