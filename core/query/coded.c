#include "core/query/coded.h"

enum { MOST = 64 };

typedef struct ent_coded_uses {
    uint64_t asked[MOST]; /* key and kind of element */
    uint32_t count;
} ent_coded_uses;

/* Whether the run asks for the first time. What is beyond the room is never asked for. */
static bool first_time(ent_context *context, bool rels, uint32_t key)
{
    ent_coded_uses *uses = context->coded;
    uint64_t wanted = (uint64_t)key << 1 | rels;
    for (uint32_t i = 0; i < uses->count; i++)
        if (uses->asked[i] == wanted)
            return false;
    if (uses->count == MOST)
        return false;
    uses->asked[uses->count++] = wanted;
    return true;
}

ent_status ent_coded_ask(ent_context *context, bool rels, const uint32_t *keys, uint32_t count, uint64_t rows,
                         const ent_coded **out)
{
    bool first = false;
    if (!ent_txn_has_image(context->txn)) {
        memset(out, 0, count * sizeof *out);
        return ENT_OK;
    }
    if (!context->coded && !(context->coded = ENT_NEW(context->arena, ent_coded_uses)))
        return ent_arena_status(context->arena, context->error);
    for (uint32_t i = 0; i < count; i++)
        first |= first_time(context, rels, keys[i]);
    return ent_txn_coded(context->txn, rels, keys, count, rows, first, out, context->error);
}
