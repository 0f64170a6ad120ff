/* The parties of a graph, and what the gazetteer and the places that a caller declared say of them. */
#ifndef ENT_IO_GRAPH_PARTIES_H
#define ENT_IO_GRAPH_PARTIES_H

#include "io/places.h"
#include "io/rows.h"

/* Parties that the graph has, in the order in which they came, and the ids of their nodes, by the same numbers. An id
 * is good within the transaction that learnt it. */
typedef struct {
    ent_string_set codes;
    int64_t *nodes;
    uint32_t room;
} ent_known_parties;

void ent_known_parties_init(ent_known_parties *known);
void ent_known_parties_fini(ent_known_parties *known);
/* Adds a party that is not there yet; the id of its node can be put into known->nodes[*number] later. */
ent_status ent_known_parties_add(ent_known_parties *known, ent_str code, uint32_t *number, bool *is_new);

/* Puts the parties of the graph into `known`, and into places what they are, unless that is declared already: so codes
 * that an earlier load declared stay good. */
entente_status ent_graph_learn_parties(entente *db, ent_known_parties *known, ent_places *places);

/* The properties of a party's node, as entries of the map that is open. */
void ent_put_place(ent_rows *rows, const ent_place *place);

/* Brings the nodes of the first `declared` places up to date, where the graph has them. */
entente_status ent_graph_update_parties(entente *db, const ent_places *places, uint32_t declared,
                                        const ent_known_parties *known);
/* Memberships between the parties numbered from `first` on and all known ones. */
entente_status ent_graph_add_memberships(entente *db, const ent_known_parties *known, uint32_t first);

#endif
