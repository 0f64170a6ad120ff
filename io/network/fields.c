#include "io/network/fields.h"

#include <stdio.h>

static const ent_view_agreement *agreement_of(const ent_view *view, uint32_t tie)
{
    return &view->agreements[view->ties[tie].agreement];
}

#define PARTY(name, expression)                                                     \
    static const char *party_##name(const ent_view *view, uint32_t i, char *buffer) \
    {                                                                               \
        const ent_view_party *party = &view->parties[i];                            \
        (void)buffer;                                                               \
        return expression;                                                          \
    }
#define TIE(name)                                                                 \
    static const char *tie_##name(const ent_view *view, uint32_t i, char *buffer) \
    {                                                                             \
        (void)buffer;                                                             \
        return agreement_of(view, i)->name;                                       \
    }

/* Fifteen digits: as many as every decimal number keeps when it becomes a double. */
static const char *degrees(const ent_view_party *party, double value, char *buffer)
{
    if (!party->placed)
        return NULL;
    snprintf(buffer, ENT_FIELD_TEXT, "%.15g", value);
    return buffer;
}

PARTY(name, party->name)
PARTY(type, party->organization ? "organisation" : "country")
PARTY(region, party->region)
PARTY(subregion, party->subregion)
PARTY(lat, degrees(party, party->lat, buffer))
PARTY(lon, degrees(party, party->lon, buffer))

TIE(id)
TIE(title)
TIE(kind)
TIE(status)
TIE(stage)
TIE(since)
TIE(until)

static const char *tie_moves(const ent_view *view, uint32_t i, char *buffer)
{
    (void)buffer;
    return view->ties[i].directed ? "true" : "false";
}

const ent_network_field ent_party_fields[ENT_PARTY_FIELDS] = {
    {"name", "string", party_name},           {"type", "string", party_type}, {"region", "string", party_region},
    {"subregion", "string", party_subregion}, {"lat", "double", party_lat},   {"lon", "double", party_lon},
};

const ent_network_field ent_tie_fields[ENT_TIE_FIELDS] = {
    {"agreement", "string", tie_id},  {"title", "string", tie_title},  {"kind", "string", tie_kind},
    {"status", "string", tie_status}, {"stage", "string", tie_stage},  {"since", "string", tie_since},
    {"until", "string", tie_until},   {"moves", "boolean", tie_moves},
};
