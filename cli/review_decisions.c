/* Decisions, one JSON object a line beside the candidates, so that a review can stop anywhere and go on. A candidate is
 * known by what its line says, not by its number: files may be put together anew. */
#include "cli/review.h"

#include "io/input.h"
#include "io/json.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

enum { KEY = 17 };

/* FNV-1a over the line. */
static ent_str key_of(ent_str line, char out[KEY])
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (uint32_t i = 0; i < line.n; i++)
        h = (h ^ (unsigned char)line.p[i]) * UINT64_C(1099511628211);
    snprintf(out, KEY, "%016" PRIx64, h);
    return (ent_str){out, KEY - 1};
}

static bool read_decided(review_decisions *d)
{
    ent_input input;
    ent_arena arena;
    bool sound = true;
    size_t n;
    ent_arena_init(&arena, NULL);
    if (ent_input_open(&input, d->path) != ENT_OK) {
        cli_error("%s: %s", d->path, strerror(input.system_error));
        sound = false;
    }
    while (sound && (ent_input_skip_blanks(&input), ent_input_peek(&input, 0) >= 0) && ent_input_line(&input, &n)) {
        uint64_t line = input.line;
        ent_json json;
        ent_json_error error;
        ent_str text = {ent_input_take(&input, n), (uint32_t)n};
        bool good = ent_json_read(&json, &arena, text, &error);
        const cJSON *key = good ? cJSON_GetObjectItemCaseSensitive(json.root, "candidate") : NULL;
        if (!cJSON_IsString(key)) {
            cli_error("%s: line %" PRIu64 " is no decision of a review", d->path, line);
            sound = false;
        } else {
            uint32_t number;
            bool is_new;
            sound = ent_string_set_add(&d->decided, ent_str_of(key->valuestring), &number, &is_new) == ENT_OK;
        }
        ent_json_close(&json);
        ent_arena_reset(&arena);
    }
    ent_input_close(&input);
    ent_arena_fini(&arena);
    return sound;
}

bool review_decisions_open(review_decisions *decisions, const char *path)
{
    *decisions = (review_decisions){.path = path};
    ent_string_set_init(&decisions->decided);
    if (access(path, F_OK) == 0 && !read_decided(decisions))
        return false;
    decisions->file = fopen(path, "a");
    if (!decisions->file)
        cli_error("%s: %s", path, strerror(errno));
    return decisions->file != NULL;
}

bool review_decisions_close(review_decisions *decisions)
{
    bool written = !decisions->file || fclose(decisions->file) == 0;
    if (!written)
        cli_error("%s: %s", decisions->path, strerror(errno));
    ent_string_set_fini(&decisions->decided);
    return written;
}

bool review_decisions_has(const review_decisions *decisions, ent_str line)
{
    char key[KEY];
    return ent_string_set_find(&decisions->decided, key_of(line, key)) >= 0;
}

static void write_text(FILE *out, ent_str s)
{
    fputc('"', out);
    for (uint32_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20)
            fprintf(out, "\\u%04x", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

bool review_decisions_add(review_decisions *decisions, ent_str line, const ent_review *review, const char *decision,
                          ent_str record, const char *reason)
{
    char key[KEY];
    uint32_t number;
    bool is_new;
    ent_str k = key_of(line, key);
    fprintf(decisions->file, "{\"candidate\": \"%s\", \"title\": ", key);
    write_text(decisions->file, review->title);
    fprintf(decisions->file, ", \"decision\": \"%s\"", decision);
    if (record.n > 0) {
        fputs(", \"record\": ", decisions->file);
        write_text(decisions->file, record);
    }
    if (reason && *reason) {
        fputs(", \"reason\": ", decisions->file);
        write_text(decisions->file, ent_str_of(reason));
    }
    fputs("}\n", decisions->file);
    return fflush(decisions->file) == 0 && ent_string_set_add(&decisions->decided, k, &number, &is_new) == ENT_OK;
}
