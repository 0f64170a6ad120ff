#include "io/graph_parties.h"

#include <stdlib.h>

void ent_known_parties_init(ent_known_parties *known)
{
    *known = (ent_known_parties){.room = 0};
    ent_string_set_init(&known->codes);
}

void ent_known_parties_fini(ent_known_parties *known)
{
    ent_string_set_fini(&known->codes);
    free(known->nodes);
}

ent_status ent_known_parties_add(ent_known_parties *known, ent_str code, uint32_t *number, bool *is_new)
{
    if (known->codes.count == known->room) {
        uint32_t room = known->room ? 2 * known->room : 256;
        int64_t *larger = realloc(known->nodes, room * sizeof *larger);
        if (!larger)
            return ENT_NOMEM;
        known->nodes = larger;
        known->room = room;
    }
    ENT_TRY(ent_string_set_add(&known->codes, code, number, is_new));
    if (*is_new)
        known->nodes[*number] = -1;
    return ENT_OK;
}

/* ---- learning ---- */

static const char *text_or_nothing(entente_stmt *stmt, uint32_t column)
{
    const char *text = entente_column_text(stmt, column, NULL);
    return text ? text : "";
}

entente_status ent_graph_learn_parties(entente *db, ent_known_parties *known, ent_places *places)
{
    entente_stmt *stmt;
    entente_status status = entente_prepare(db,
                                            "MATCH (p:Party) WHERE p.code IS NOT NULL RETURN p.code, p.name, "
                                            "CASE WHEN p:Country THEN 0 WHEN p:Organization THEN 1 ELSE 2 END, id(p)",
                                            -1, &stmt);
    while (status == ENTENTE_OK && (status = entente_step(stmt)) == ENTENTE_ROW) {
        ent_place place = {.code = text_or_nothing(stmt, 0),
                           .name = text_or_nothing(stmt, 1),
                           .type = (ent_place_type)entente_column_int64(stmt, 2)};
        ent_place there;
        uint32_t number;
        bool is_new;
        status = ENTENTE_OK;
        if (ent_known_parties_add(known, ent_str_of(place.code), &number, &is_new) != ENT_OK ||
            (!ent_places_find(places, ent_str_of(place.code), &there) && ent_places_add(places, &place) != ENT_OK))
            status = ENTENTE_NOMEM;
        else
            known->nodes[number] = entente_column_int64(stmt, 3);
    }
    entente_finalize(stmt);
    return status;
}

/* ---- writing ---- */

void ent_put_place(ent_rows *rows, const ent_place *place)
{
    const struct {
        const char *name, *value;
    } texts[] = {{"code", place->code},
                 {"name", place->name},
                 {"iso2", place->iso2},
                 {"region", place->region},
                 {"subregion", place->subregion}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (*texts[i].value)
            ent_rows_put_text(rows, texts[i].name, ent_str_of(texts[i].value));
    if (place->lat != 0 || place->lon != 0) {
        entente_put_key(rows->writer, "lat", -1);
        entente_put_double(rows->writer, place->lat);
        entente_put_key(rows->writer, "lon", -1);
        entente_put_double(rows->writer, place->lon);
    }
    ent_edtf until;
    uint32_t at;
    char reason[96];
    if (ent_edtf_read(ent_str_of(place->until), &until, &at, reason, sizeof reason))
        ent_rows_put_day(rows, "until", until.first);
}

entente_status ent_graph_update_parties(entente *db, const ent_places *places, uint32_t declared,
                                        const ent_known_parties *known)
{
    ent_rows rows;
    entente_status status = ent_rows_open(&rows, db, "UNWIND $rows AS r MATCH (p:Party {code: r.code}) SET p += r");
    for (uint32_t i = 0; i < declared && status == ENTENTE_OK; i++) {
        if (ent_string_set_find(&known->codes, places->codes.texts[i]) < 0)
            continue;
        ent_rows_begin(&rows);
        ent_put_place(&rows, &places->added[i]);
        ent_rows_end(&rows);
    }
    if (status == ENTENTE_OK)
        status = ent_rows_run(&rows);
    ent_rows_close(&rows);
    return status;
}

entente_status ent_graph_add_memberships(entente *db, const ent_known_parties *known, uint32_t first)
{
    ent_rows rows;
    entente_status status =
        ent_rows_open(&rows, db,
                      "UNWIND $rows AS r MATCH (p) WHERE id(p) = r.member MATCH (o) WHERE id(o) = r.organisation "
                      "CREATE (p)-[:MEMBER_OF {since: r.since, until: r.until}]->(o)");
    ent_membership m;
    for (uint32_t i = 0; status == ENTENTE_OK && ent_membership_at(i, &m); i++) {
        int64_t member = ent_string_set_find(&known->codes, ent_str_of(m.member));
        int64_t organisation = ent_string_set_find(&known->codes, ent_str_of(m.organisation));
        if (member < 0 || organisation < 0 || (member < first && organisation < first))
            continue;
        ent_edtf since, until;
        uint32_t at;
        char reason[96];
        ent_rows_begin(&rows);
        ent_rows_put_int(&rows, "member", known->nodes[member]);
        ent_rows_put_int(&rows, "organisation", known->nodes[organisation]);
        if (ent_edtf_read(ent_str_of(m.since), &since, &at, reason, sizeof reason))
            ent_rows_put_day(&rows, "since", since.first);
        if (ent_edtf_read(ent_str_of(m.until), &until, &at, reason, sizeof reason))
            ent_rows_put_day(&rows, "until", until.first);
        ent_rows_end(&rows);
    }
    if (status == ENTENTE_OK)
        status = ent_rows_run(&rows);
    ent_rows_close(&rows);
    return status;
}
