/* Candidates to records and back to the person who decides. */
#include "io/extract/review.h"

#include "core/base/buffer.h"
#include "io/json.h"

#include <stdio.h>

static ent_str text_of(ent_arena *arena, const cJSON *object, const char *name)
{
    const cJSON *m = cJSON_GetObjectItemCaseSensitive(object, name);
    if (!cJSON_IsString(m))
        return (ent_str){"", 0};
    ent_str text = ent_str_of(m->valuestring);
    return (ent_str){ent_arena_copy(arena, text.p, text.n), text.n};
}

static ent_str roles_of(ent_arena *arena, const cJSON *party)
{
    const cJSON *roles = cJSON_GetObjectItemCaseSensitive(party, "roles"), *role;
    ent_buffer joined;
    if (!roles)
        return text_of(arena, party, "role");
    ent_buffer_init(&joined, arena);
    cJSON_ArrayForEach(role, roles)
    {
        if (joined.n > 0)
            ent_buffer_char(&joined, '+');
        if (cJSON_IsString(role))
            ent_buffer_text(&joined, role->valuestring);
    }
    return ent_buffer_take(&joined);
}

static void read_candidate(ent_arena *arena, const cJSON *object, ent_review *out)
{
    const cJSON *item, *source = cJSON_GetObjectItemCaseSensitive(object, "source");
    const cJSON *confidence = cJSON_GetObjectItemCaseSensitive(object, "confidence");
    out->id = text_of(arena, object, "id");
    out->title = text_of(arena, object, "title");
    out->kind = text_of(arena, object, "kind");
    out->status = text_of(arena, object, "status");
    out->date = text_of(arena, object, "date");
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(object, "parties"))
    {
        if (out->party_count == ENT_REVIEW_PARTIES)
            break;
        out->parties[out->party_count].code = text_of(arena, item, "party");
        out->parties[out->party_count++].roles = roles_of(arena, item);
    }
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(object, "evidence"))
    {
        if (out->evidence_count == ENT_CANDIDATE_EVIDENCE)
            break;
        out->evidence[out->evidence_count].text = text_of(arena, item, "text");
        out->evidence[out->evidence_count++].says = text_of(arena, item, "says");
    }
    out->url = text_of(arena, source, "url");
    out->source_title = text_of(arena, source, "title");
    out->publisher = text_of(arena, source, "publisher");
    out->source_date = text_of(arena, source, "date");
    out->file = text_of(arena, source, "file");
    if (cJSON_IsNumber(confidence))
        out->confidence = confidence->valuedouble;
}

bool ent_review_read(ent_arena *arena, ent_str line, ent_review *out, char *reason, size_t size)
{
    ent_json json;
    ent_json_error error;
    *out = (ent_review){0};
    reason[0] = '\0';
    bool good = ent_json_read(&json, arena, line, &error);
    if (!good && *error.reason) {
        snprintf(reason, size, "not JSON: %s (byte %u)", error.reason, error.at);
    } else if (good) {
        good = cJSON_IsObject(json.root) && cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(json.root, "parties")) &&
               cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(json.root, "evidence"));
        if (good)
            read_candidate(arena, json.root, out);
        else
            snprintf(reason, size,
                     "no candidate: it lacks `parties` or `evidence`; expected a line of `entente extract`");
    }
    ent_json_close(&json);
    return good && arena->failed == ENT_OK;
}

/* ---- the record ---- */

static void put_text(ent_buffer *out, ent_str s)
{
    ent_buffer_char(out, '"');
    for (uint32_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            ent_buffer_printf(out, "\\%c", c);
        else if (c < 0x20)
            ent_buffer_printf(out, "\\u%04x", c);
        else
            ent_buffer_char(out, (char)c);
    }
    ent_buffer_char(out, '"');
}

static void put(ent_buffer *out, const char *key, ent_str value)
{
    if (value.n == 0)
        return;
    if (out->n > 0 && out->p && out->p[out->n - 1] != '{')
        ent_buffer_text(out, ", ");
    put_text(out, ent_str_of(key));
    ent_buffer_text(out, ": ");
    put_text(out, value);
}

static void put_roles(ent_buffer *out, ent_str roles)
{
    if (roles.n == 0)
        return;
    ent_buffer_text(out, ", \"roles\": [");
    for (uint32_t from = 0, i = 0; i <= roles.n; i++)
        if (i == roles.n || roles.p[i] == '+') {
            if (from > 0)
                ent_buffer_text(out, ", ");
            put_text(out, (ent_str){roles.p + from, i - from});
            from = i + 1;
        }
    ent_buffer_char(out, ']');
}

ent_str ent_review_to_json(ent_arena *arena, const ent_review *r)
{
    ent_buffer out;
    ent_buffer_init(&out, arena);
    ent_buffer_char(&out, '{');
    put(&out, "id", r->id);
    put(&out, "title", r->title);
    put(&out, "kind", r->kind);
    ent_buffer_text(&out, ", \"parties\": [");
    for (uint32_t i = 0; i < r->party_count; i++) {
        ent_buffer_text(&out, i ? ", {" : "{");
        put(&out, "party", r->parties[i].code);
        put_roles(&out, r->parties[i].roles);
        ent_buffer_char(&out, '}');
    }
    ent_buffer_text(&out, "], \"events\": [{");
    put(&out, "date", r->date);
    put(&out, "status", r->status);
    ent_buffer_text(&out, ", \"cites\": [\"s1\"]}], \"sources\": [{\"id\": \"s1\"");
    put(&out, "url", r->url);
    put(&out, "title", r->source_title.n > 0 ? r->source_title : r->file);
    put(&out, "publisher", r->publisher);
    put(&out, "date", r->source_date);
    ent_buffer_text(&out, "}]");
    put(&out, "note", r->note);
    ent_buffer_char(&out, '}');
    return ent_buffer_take(&out);
}

bool ent_review_check(ent_arena *arena, ent_str json, ent_record *out, ent_faults *faults)
{
    ent_places places;
    ent_places_init(&places);
    *out = (ent_record){.file = "the candidate", .line = 1, .column = 1, .source = json};
    uint64_t before = faults->count;
    bool sound = ent_record_read_json(arena, out, faults) && ent_record_check(out, &places, faults);
    ent_places_fini(&places);
    return sound && faults->count == before && arena->failed == ENT_OK;
}
