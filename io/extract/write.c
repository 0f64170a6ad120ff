/* Candidates as lines of JSON; docs/extraction.md tells the form. */
#include "io/extract/extract.h"

#include "core/model/vocabulary.h"
#include "io/gazetteer.h"

#include <string.h>

static void write_text(FILE *out, ent_str s)
{
    fputc('"', out);
    for (uint32_t i = 0; i < s.n; i++) {
        static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
        const char *escape = s.p[i] ? strchr(from, s.p[i]) : NULL;
        if (escape)
            fprintf(out, "\\%c", to[escape - from]);
        else if ((unsigned char)s.p[i] < 0x20)
            fprintf(out, "\\u%04x", (unsigned)(unsigned char)s.p[i]);
        else
            fputc(s.p[i], out);
    }
    fputc('"', out);
}

static void write_name(FILE *out, const char *key, const char *value)
{
    fprintf(out, ", \"%s\": ", key);
    if (value)
        write_text(out, ent_str_of(value));
    else
        fputs("null", out);
}

static const char *kind_name(const ent_candidate *c)
{
    return c->kind < 0 ? NULL : ent_kinds.names[c->kind].p;
}

/* "usa-rwa-2025-third-country-transfer-1": proposed; a person may choose a better one. */
static void write_id(const ent_candidate *c, uint32_t number, FILE *out)
{
    fputs("{\"id\": \"", out);
    for (uint32_t i = 0; i < c->code_count && i < 4; i++) {
        for (const char *p = c->codes[i]; *p; p++)
            fputc(*p >= 'A' && *p <= 'Z' ? *p ^ ('a' ^ 'A') : *p == '_' ? '-' : *p, out);
        fputc('-', out);
    }
    if (c->date[0])
        fprintf(out, "%.4s-", c->date);
    for (const char *p = kind_name(c) ? kind_name(c) : "agreement"; *p; p++)
        fputc(*p == '_' ? '-' : *p, out);
    fprintf(out, "-%u\"", number);
}

static const char *name_of(const char *code)
{
    ent_place place;
    return ent_place_by_code(ent_str_of(code), &place) ? place.name : code;
}

/* "Rwanda and United States: third-country transfer (talks)". */
static void write_title(const ent_candidate *c, FILE *out)
{
    fputs(", \"title\": \"", out);
    for (uint32_t i = 0; i < c->code_count; i++)
        fprintf(out, "%s%s", i == 0 ? "" : i + 1 == c->code_count ? " and " : ", ", name_of(c->codes[i]));
    fputs(": ", out);
    for (const char *p = kind_name(c) ? kind_name(c) : "migration agreement"; *p; p++)
        fputc(*p == '_' ? ' ' : *p, out);
    fputc('"', out);
}

static void write_parties(const ent_candidate *c, FILE *out)
{
    fputs(", \"parties\": [", out);
    for (uint32_t i = 0; i < c->code_count; i++) {
        fprintf(out, "%s{\"party\": \"%s\", ", i ? ", " : "", c->codes[i]);
        uint32_t count = 0;
        for (uint32_t r = 0; r < ent_roles.count; r++)
            count += (c->roles[i] >> r) & 1;
        fprintf(out, count > 1 ? "\"roles\": [" : "\"role\": ");
        const char *comma = "";
        for (uint32_t r = 0; r < ent_roles.count; r++)
            if ((c->roles[i] >> r) & 1) {
                fprintf(out, "%s\"%s\"", comma, ent_roles.names[r].p);
                comma = ", ";
            }
        fputs(count > 1 ? "]}" : count == 1 ? "}" : "null}", out);
    }
    fputc(']', out);
}

void ent_candidate_write_json(const ent_candidate *c, uint32_t number, ent_str text, const ent_day *date,
                              const ent_article *article, FILE *out)
{
    write_id(c, number, out);
    write_title(c, out);
    write_name(out, "kind", kind_name(c));
    write_parties(c, out);
    write_name(out, "status", c->status < 0 ? NULL : ent_record_statuses.names[c->status].p);
    write_name(out, "date", c->date[0] ? c->date : NULL);
    fprintf(out, ", \"confidence\": 0.%02d, \"evidence\": [", (int)(c->confidence * 100 + 0.5));
    for (uint32_t i = 0; i < c->evidence_count; i++) {
        const ent_evidence *e = &c->evidence[i];
        fprintf(out, "%s{\"text\": ", i ? ", " : "");
        write_text(out, (ent_str){text.p + e->start, e->end - e->start});
        fprintf(out, ", \"start\": %u, \"end\": %u, \"says\": \"%s\"}", e->start, e->end, e->says);
    }
    fputs("], \"source\": {\"file\": ", out);
    write_text(out, ent_str_of(article->file ? article->file : "-"));
    if (article->url)
        write_name(out, "url", article->url);
    if (article->title)
        write_name(out, "title", article->title);
    if (article->publisher)
        write_name(out, "publisher", article->publisher);
    if (date->year)
        fprintf(out, ", \"date\": \"%04d-%02d-%02d\"", date->year, date->month, date->day);
    fputc('}', out);
    for (uint32_t i = 0; i < c->reason_count; i++) {
        fputs(i ? ", " : ", \"why\": [", out);
        write_text(out, ent_str_of(c->reasons[i]));
    }
    fputs(c->reason_count ? "]}\n" : "}\n", out);
}
