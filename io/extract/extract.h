/* From a news text to candidate records: the steps of this folder in their order (see README.md). */
#ifndef ENT_IO_EXTRACT_EXTRACT_H
#define ENT_IO_EXTRACT_EXTRACT_H

#include "core/base/arena.h"
#include "core/base/str.h"
#include "io/edtf.h"

#include <stdio.h>

enum { ENT_ARTICLE_LIMIT = 64 * 1024 * 1024 }; /* bytes */
enum { ENT_CANDIDATE_PARTIES = 16, ENT_CANDIDATE_EVIDENCE = 4, ENT_CANDIDATE_REASONS = 24 };

/* Hundredths. What the rules refuse stays below, what they find does not. */
enum { ENT_CANDIDATE_THRESHOLD = 30 };

typedef struct {
    uint32_t start, end; /* bytes of the text; end is behind */
    const char *says;    /* "parties", "status", "date" */
} ent_evidence;

/* Strings are constant or in the arena. */
typedef struct {
    const char *codes[ENT_CANDIDATE_PARTIES];
    uint8_t roles[ENT_CANDIDATE_PARTIES]; /* bits 1 << ent_role; 0: the text does not tell */
    uint32_t code_count;
    int kind, status;  /* ent_kind, ent_record_status, or -1 */
    char date[16];     /* EDTF; "": does not follow */
    double confidence; /* 0 to 1 */
    ent_evidence evidence[ENT_CANDIDATE_EVIDENCE];
    uint32_t evidence_count;
    const char *reasons[ENT_CANDIDATE_REASONS]; /* only when they were asked for */
    uint32_t reason_count;
} ent_candidate;

typedef struct {
    ent_candidate *candidates;
    uint32_t count;
    ent_day date; /* of the page: as given, or as the text began; year 0: not known */
} ent_extraction;

typedef struct {
    bool all;     /* also those that the rules refuse, with a confidence below the threshold */
    bool explain; /* fill in the reasons */
} ent_extract_options;

/* text: valid UTF-8, at most ENT_ARTICLE_LIMIT bytes. date: of the page, year 0 for not known. ENT_NOMEM is the only
 * failure. Candidates come in the order of their place in the text, then of their parties. */
ent_status ent_extract(ent_arena *arena, ent_str text, const ent_day *date, ent_extract_options options,
                       ent_extraction *out);

/* Where the article was read; strings may be NULL. */
typedef struct {
    const char *url, *title, *publisher, *file;
} ent_article;

/* One candidate as a line of JSON (docs/extraction.md); number: its place among those of the article, from 1. */
void ent_candidate_write_json(const ent_candidate *candidate, uint32_t number, ent_str text, const ent_day *date,
                              const ent_article *article, FILE *out);

#endif
