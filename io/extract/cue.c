/* One pass over the tokens; at each, the phrases that begin with its word. */
#include "io/extract/cue.h"

_Static_assert(ENT_CUE_COUNT <= 128, "a token has bits for 128 classes");

ent_str ent_phrase_at(const ent_document *document, uint32_t i, uint32_t n, bool lower, char out[ENT_PHRASE_BYTES])
{
    uint32_t length = 0;
    for (uint32_t k = 0; k < n; k++) {
        const ent_token *t = &document->tokens[i + k];
        ent_str word = lower ? t->lower : t->word;
        if (length + word.n + 2 > ENT_PHRASE_BYTES)
            return (ent_str){NULL, 0};
        if (k > 0)
            out[length++] = ' ';
        memcpy(out + length, word.p, word.n);
        length += word.n;
    }
    return (ent_str){out, length};
}

static bool add(ent_document *d, ent_cues *out, uint32_t *capacity, const ent_cue *cue)
{
    if (out->count == *capacity) {
        uint32_t more = *capacity ? *capacity * 2 : 256;
        ent_cue *cues = ent_arena_array(d->arena, more, sizeof *cues);
        if (!cues)
            return false;
        if (out->count)
            memcpy(cues, out->cues, out->count * sizeof *cues);
        out->cues = cues;
        *capacity = more;
    }
    out->cues[out->count++] = *cue;
    d->tokens[cue->token].classes[cue->entry->cue_class / 64] |= UINT64_C(1) << (cue->entry->cue_class % 64);
    if (!d->tokens[cue->token].cues)
        d->tokens[cue->token].cues = out->count;
    return true;
}

ent_status ent_cues_find(ent_document *document, ent_cues *out)
{
    *out = (ent_cues){0};
    uint32_t capacity = 0;
    for (uint32_t s = 0; s < document->sentence_count; s++) {
        uint32_t end = document->sentences[s].first + document->sentences[s].count;
        for (uint32_t i = document->sentences[s].first; i < end; i++) {
            uint32_t n = ent_lexicon_cue_reach(document->tokens[i].lower);
            for (n = n < end - i ? n : end - i; n > 0; n--) {
                char buffer[ENT_PHRASE_BYTES];
                const ent_cue_entry *entries;
                ent_str phrase = ent_phrase_at(document, i, n, true, buffer);
                uint32_t count = phrase.p ? ent_lexicon_cues(phrase, &entries) : 0;
                for (uint32_t k = 0; k < count; k++) {
                    ent_cue cue = {i, (uint8_t)n, &entries[k]};
                    if (!add(document, out, &capacity, &cue))
                        return ENT_NOMEM;
                }
            }
        }
    }
    return ENT_OK;
}

const ent_cue *ent_cue_find(const ent_document *document, const ent_cues *cues, uint32_t token, ent_cue_class wanted)
{
    for (uint32_t i = document->tokens[token].cues - 1; i < cues->count && cues->cues[i].token == token; i++)
        if (cues->cues[i].entry->cue_class == wanted)
            return &cues->cues[i];
    return NULL;
}

const ent_cue *ent_cue_within(const ent_document *document, const ent_cues *cues, uint32_t from, uint32_t to,
                              ent_cue_class wanted)
{
    for (uint32_t i = from; i < to; i++) {
        const ent_cue *cue = ent_cue_at(document, cues, i, wanted);
        if (cue)
            return cue;
    }
    return NULL;
}
