/* Cues: the phrases of data/lexicon where they stand in a document. */
#ifndef ENT_IO_EXTRACT_CUE_H
#define ENT_IO_EXTRACT_CUE_H

#include "io/extract/document.h"
#include "io/extract/lexicon.h"

typedef struct {
    uint32_t token;
    uint8_t count; /* tokens */
    const ent_cue_entry *entry;
} ent_cue;

typedef struct {
    ent_cue *cues; /* by token, longer ones first */
    uint32_t count;
} ent_cues;

/* Finds all, and notes in each token where its own begin. ENT_NOMEM is the only failure. */
ent_status ent_cues_find(ent_document *document, ent_cues *out);

/* The longest cue of a class that begins at a token, or NULL. */
const ent_cue *ent_cue_find(const ent_document *document, const ent_cues *cues, uint32_t token, ent_cue_class wanted);
static inline const ent_cue *ent_cue_at(const ent_document *document, const ent_cues *cues, uint32_t token,
                                        ent_cue_class wanted)
{
    if (token >= document->token_count ||
        !(document->tokens[token].classes[wanted / 64] & (UINT64_C(1) << (wanted % 64))))
        return NULL; /* asked for often, found seldom */
    return ent_cue_find(document, cues, token, wanted);
}
/* The first cue of a class that begins at one of the tokens from `from` to below `to`, or NULL. */
const ent_cue *ent_cue_within(const ent_document *document, const ent_cues *cues, uint32_t from, uint32_t to,
                              ent_cue_class wanted);

/* The words from token i, n of them, with single blanks between, in out; lower: in lower case. {NULL, 0} when they do
 * not fit. */
enum { ENT_PHRASE_BYTES = 120 };
ent_str ent_phrase_at(const ent_document *document, uint32_t i, uint32_t n, bool lower, char out[ENT_PHRASE_BYTES]);

#endif
