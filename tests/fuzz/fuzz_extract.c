/* Feeds bytes to the extraction as an article: no crash, no leak, evidence that lies in the text, and candidates that
 * are read back by the review. */
#include "io/extract/review.h"

#include <stdint.h>
#include <stdlib.h>

static void check(ent_arena *arena, const ent_candidate *candidate, ent_str text, const ent_day *date)
{
    char *line = NULL, reason[200];
    size_t n;
    ent_article article = {.file = "-"};
    ent_review review;
    for (uint32_t i = 0; i < candidate->evidence_count; i++)
        if (candidate->evidence[i].start >= candidate->evidence[i].end || candidate->evidence[i].end > text.n)
            abort();
    FILE *out = open_memstream(&line, &n);
    ent_candidate_write_json(candidate, 1, text, date, &article, out);
    fclose(out);
    if (!ent_review_read(arena, (ent_str){line, (uint32_t)n - 1}, &review, reason, sizeof reason) ||
        review.party_count != candidate->code_count)
        abort();
    free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ent_arena arena;
    ent_extraction found;
    ent_day date = {2025, 5, 5};
    /* as the program does: only what is UTF-8 without NUL goes further */
    if (memchr(data, '\0', size) || ent_utf8_valid((const char *)data, size) != size)
        return 0;
    ent_str text = {(const char *)data, (uint32_t)size};
    ent_arena_init(&arena, NULL);
    if (ent_extract(&arena, text, &date, (ent_extract_options){.all = true, .explain = true}, &found) != ENT_OK)
        abort();
    for (uint32_t i = 0; i < found.count; i++)
        check(&arena, &found.candidates[i], text, &found.date);
    ent_arena_fini(&arena);
    return 0;
}
