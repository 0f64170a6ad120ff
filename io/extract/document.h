/* A news text taken apart into paragraphs, sentences and tokens. Everything else in this folder counts in tokens; only
 * evidence goes back to bytes.
 *
 * ICU's sentence rules break behind "Mr." and "U.S."; here the abbreviations of data/lexicon decide, and a period
 * between capitals never ends a sentence before a lower-case letter. */
#ifndef ENT_IO_EXTRACT_DOCUMENT_H
#define ENT_IO_EXTRACT_DOCUMENT_H

#include "core/base/arena.h"
#include "core/base/str.h"
#include "io/edtf.h"

#include <string.h>

typedef enum { ENT_TOKEN_WORD, ENT_TOKEN_NUMBER, ENT_TOKEN_POSSESSIVE, ENT_TOKEN_MARK } ent_token_type;

typedef struct {
    uint32_t at;         /* byte of the text */
    uint32_t n;          /* bytes */
    ent_str word;        /* as written, with typographic apostrophes made plain */
    ent_str lower;       /* the same, ASCII letters in lower case */
    uint8_t type;        /* ent_token_type */
    uint8_t hyphen;      /* a hyphen joins it to the token before */
    uint8_t capital;     /* begins with a capital */
    uint32_t group;      /* set by ent_mentions_find: the party group that begins here, from 1 */
    uint32_t inside;     /* the party group that it lies in, from 1 */
    uint64_t classes[2]; /* of those cues, a bit each: most questions are answered by them */
    uint32_t cues;       /* set by ent_cues_find: the first cue that begins here, from 1; they lie side by side */
} ent_token;

typedef struct {
    uint32_t first, count; /* tokens */
    uint32_t paragraph;
} ent_sentence;

typedef struct {
    ent_arena *arena;
    ent_str text;
    ent_day date; /* of the page; year 0: not known */
    ent_token *tokens;
    uint32_t token_count;
    ent_sentence *sentences;
    uint32_t sentence_count;
} ent_document;

/* Takes the text apart. The text must be valid UTF-8 and outlive the document. A line such as ` date 2025-05-05 ` in
 * front is read as the page's date, unless date->year is set already, and is no part of the first sentence. ENT_NOMEM
 * is the only failure. */
ent_status ent_document_open(ent_document *document, ent_arena *arena, ent_str text, const ent_day *date);

/* Whether the lower-case form of token i is this word; false beyond the end. */
static inline bool ent_token_is(const ent_document *document, uint32_t i, const char *word)
{
    if (i >= document->token_count || document->tokens[i].lower.p[0] != word[0])
        return false;
    uint32_t n = document->tokens[i].lower.n;
    return strncmp(document->tokens[i].lower.p, word, n) == 0 && word[n] == '\0';
}
/* The sentence that holds a token. */
uint32_t ent_sentence_of(const ent_document *document, uint32_t token);

#endif
