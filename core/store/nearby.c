/* Neighbours kept in memory. A statement that searches or joins comes to the same nodes again and again; the second
 * time, the entries of a node are read from the file once more and kept, 8 bytes each, and from the third time on they
 * are not looked up at all.
 *
 * Only for reading transactions, whose snapshot does not change, and for ids that fit 32 bits. A node is found by its
 * id in a table of two levels, of which only the parts that are touched exist. */
#include "core/store/store_internal.h"

#include <stdlib.h>

enum { PAGE = 1024, NEVER = 0, ONCE = 1, LISTS = 2 };

struct ent_nearby {
    ent_txn *txn;
    ent_arena *arena;
    ent_nearby *next;
    ent_table table;
    uint32_t *types, type_count;
    uint32_t **pages; /* by id / PAGE: how often asked for, or LISTS + the number of its list */
    uint64_t page_count;
    ent_near_list *lists;
    uint32_t list_count, list_room;
    uint32_t *read; /* neighbours of the node being read */
    uint32_t *read_rels;
    uint16_t *read_types;
    uint32_t read_count, read_room;
    size_t bytes, most;
};

static bool same_types(const ent_nearby *nearby, const uint32_t *types, uint32_t count)
{
    return nearby->type_count == count && (count == 0 || memcmp(nearby->types, types, count * sizeof *types) == 0);
}

ent_nearby *ent_nearby_find(ent_nearby **all, ent_txn *txn, ent_arena *arena, ent_table table, const uint32_t *types,
                            uint32_t type_count)
{
    for (ent_nearby *nearby = *all; nearby; nearby = nearby->next)
        if (nearby->table == table && same_types(nearby, types, type_count))
            return nearby;
    uint64_t nodes = txn->header.next_node;
    if (txn->write || nodes >= UINT32_MAX || txn->header.next_rel >= UINT32_MAX)
        return NULL;
    ent_nearby *nearby = ENT_NEW(arena, ent_nearby);
    uint32_t *kept_types = ENT_NEW_ARRAY(arena, uint32_t, type_count + 1);
    uint32_t **pages = ent_arena_zero(arena, (nodes / PAGE + 1) * sizeof *pages);
    if (!nearby || !kept_types || !pages)
        return NULL;
    if (type_count)
        memcpy(kept_types, types, type_count * sizeof *types);
    *nearby = (ent_nearby){.txn = txn,
                           .arena = arena,
                           .next = *all,
                           .table = table,
                           .types = kept_types,
                           .type_count = type_count,
                           .pages = pages,
                           .page_count = nodes / PAGE + 1,
                           .most = arena->budget && arena->budget->limit ? arena->budget->limit / 4 : SIZE_MAX};
    *all = nearby;
    return nearby;
}

const ent_near_list *ent_nearby_get(ent_nearby *nearby, uint64_t node, ent_asked asked, bool *keep)
{
    *keep = false;
    if (node / PAGE >= nearby->page_count)
        return NULL;
    uint32_t **page = &nearby->pages[node / PAGE];
    if (!*page) {
        if (nearby->bytes > nearby->most || !(*page = ent_arena_zero(nearby->arena, PAGE * sizeof **page)))
            return NULL;
        nearby->bytes += PAGE * sizeof **page;
    }
    uint32_t *state = &(*page)[node % PAGE];
    if (*state >= LISTS)
        return &nearby->lists[*state - LISTS];
    *keep = (*state == ONCE || asked == ENT_ASKED_OFTEN) && nearby->bytes <= nearby->most;
    if (asked != ENT_ASKED_NOT)
        *state = ONCE;
    nearby->read_count = 0;
    return NULL;
}

/* Doubles an array of the arena. What is left behind is at most as much again. */
static bool grow(ent_arena *arena, void **items, uint32_t count, uint32_t room, size_t size)
{
    void *grown = ent_arena_array(arena, room, size);
    if (!grown)
        return false;
    if (count)
        memcpy(grown, *items, count * size);
    *items = grown;
    return true;
}

bool ent_nearby_add(ent_nearby *nearby, const ent_adjacent *entry)
{
    if (nearby->read_count == nearby->read_room) {
        uint32_t room = nearby->read_room ? nearby->read_room * 2 : 256;
        if (!grow(nearby->arena, (void **)&nearby->read, nearby->read_count, room, sizeof *nearby->read) ||
            !grow(nearby->arena, (void **)&nearby->read_rels, nearby->read_count, room, sizeof *nearby->read_rels) ||
            !grow(nearby->arena, (void **)&nearby->read_types, nearby->read_count, room, sizeof *nearby->read_types))
            return false;
        nearby->read_room = room;
    }
    nearby->read[nearby->read_count] = (uint32_t)entry->neighbour;
    nearby->read_rels[nearby->read_count] = (uint32_t)entry->rel;
    nearby->read_types[nearby->read_count++] = (uint16_t)entry->type;
    return true;
}

const ent_near_list *ent_nearby_keep(ent_nearby *nearby, uint64_t node)
{
    uint32_t n = nearby->read_count;
    if (nearby->list_count == nearby->list_room) {
        uint32_t room = nearby->list_room ? nearby->list_room * 2 : 256;
        if (!grow(nearby->arena, (void **)&nearby->lists, nearby->list_count, room, sizeof *nearby->lists))
            return NULL;
        nearby->list_room = room;
    }
    uint32_t *neighbours = ENT_NEW_ARRAY(nearby->arena, uint32_t, n + 1);
    uint32_t *rels = ENT_NEW_ARRAY(nearby->arena, uint32_t, n + 1);
    uint16_t *types = nearby->type_count == 1 ? NULL : ENT_NEW_ARRAY(nearby->arena, uint16_t, n + 1);
    if (!neighbours || !rels || (nearby->type_count != 1 && !types))
        return NULL;
    if (n) {
        memcpy(neighbours, nearby->read, n * sizeof *neighbours);
        memcpy(rels, nearby->read_rels, n * sizeof *rels);
        if (types)
            memcpy(types, nearby->read_types, n * sizeof *types);
    }
    nearby->bytes += n * (sizeof *neighbours + sizeof *rels + (types ? sizeof *types : 0)) + sizeof *nearby->lists;
    nearby->lists[nearby->list_count] = (ent_near_list){.neighbours = neighbours,
                                                        .rels = rels,
                                                        .types = types,
                                                        .type = nearby->type_count == 1 ? nearby->types[0] : 0,
                                                        .n = n};
    nearby->pages[node / PAGE][node % PAGE] = LISTS + nearby->list_count;
    return &nearby->lists[nearby->list_count++];
}
