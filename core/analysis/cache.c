#include "core/analysis/cache.h"

#include "core/base/buffer.h"

#include <stdlib.h>

enum { SLOTS = 16 };

static const size_t most_bytes = (size_t)512 << 20;

typedef struct {
    ent_network *network;
    char *key;         /* the options as text */
    uint64_t snapshot; /* 0: of a transaction that had changed something */
    uint64_t asked;    /* when it was last asked for, as a count */
} slot;

struct ent_network_cache {
    unsigned owners;
    uint64_t clock;
    slot slots[SLOTS];
};

ent_network_cache *ent_network_cache_new(void)
{
    ent_network_cache *cache = calloc(1, sizeof *cache);
    if (cache)
        cache->owners = 1;
    return cache;
}

ent_network_cache *ent_network_cache_retain(ent_network_cache *cache)
{
    cache->owners++;
    return cache;
}

static void empty(slot *s)
{
    ent_network_free(s->network);
    free(s->key);
    *s = (slot){0};
}

void ent_network_cache_release(ent_network_cache *cache)
{
    if (!cache || --cache->owners > 0)
        return;
    for (int i = 0; i < SLOTS; i++)
        empty(&cache->slots[i]);
    free(cache);
}

/* ---- options as text ---- */

static void add_list(ent_buffer *key, const char *const *items, uint32_t count)
{
    ent_buffer_printf(key, ";%u", count);
    for (uint32_t i = 0; i < count; i++) /* with its length, so that no list reads as another */
        ent_buffer_printf(key, ",%zu:%s", strlen(items[i]), items[i]);
}

/* Two views with the same key are the same, in all that was asked of them. NULL when memory is out. */
static char *key_of(const ent_view_options *o)
{
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    ent_buffer key;
    ent_buffer_init(&key, &arena);
    ent_buffer_printf(&key, "%s;%s;%s;%d%d%d%d%d", o->as_of ? o->as_of : "", o->of ? o->of : "", o->only ? o->only : "",
                      o->certainly, o->count_amendments, o->years, o->all_days, (int)o->detail);
    add_list(&key, o->kinds, o->kind_count);
    add_list(&key, o->statuses, o->status_count);
    add_list(&key, o->stages, o->stage_count);
    add_list(&key, o->parties, o->party_count);
    ent_str text = ent_buffer_take(&key);
    char *copy = text.p ? strdup(text.p) : NULL;
    ent_arena_fini(&arena);
    return copy;
}

/* ---- keeping ---- */

static slot *find(ent_network_cache *cache, const char *key, uint64_t snapshot)
{
    for (int i = 0; snapshot && i < SLOTS; i++)
        if (cache->slots[i].network && cache->slots[i].snapshot == snapshot && strcmp(cache->slots[i].key, key) == 0)
            return &cache->slots[i];
    return NULL;
}

/* A slot for a new network: an empty one, else the one that was asked for least lately. */
static slot *make_room(ent_network_cache *cache)
{
    slot *oldest = &cache->slots[0];
    for (int i = 0; i < SLOTS; i++) {
        if (!cache->slots[i].network)
            return &cache->slots[i];
        if (cache->slots[i].asked < oldest->asked)
            oldest = &cache->slots[i];
    }
    empty(oldest);
    return oldest;
}

/* What was read of another state of the database does not serve any more. */
static void forget_others(ent_network_cache *cache, uint64_t snapshot)
{
    for (int i = 0; snapshot && i < SLOTS; i++)
        if (cache->slots[i].network && cache->slots[i].snapshot != snapshot)
            empty(&cache->slots[i]);
}

entente_status ent_network_cache_get(ent_network_cache *cache, entente *db, const ent_view_options *options,
                                     ent_network **out)
{
    uint64_t snapshot = entente_snapshot(db);
    char *key = key_of(options);
    *out = NULL;
    if (!key)
        return ENTENTE_NOMEM;
    slot *s = find(cache, key, snapshot);
    if (s) {
        free(key);
        s->asked = ++cache->clock;
        *out = s->network;
        return ENTENTE_OK;
    }
    forget_others(cache, snapshot);
    ent_view *view;
    entente_status status = ent_view_open(db, options, &view);
    if (status == ENTENTE_OK)
        status = ent_network_new(view, out);
    if (status != ENTENTE_OK) {
        free(key);
        return status;
    }
    *make_room(cache) = (slot){*out, key, snapshot, ++cache->clock};
    return ENTENTE_OK;
}

void ent_network_cache_settle(ent_network_cache *cache, const entente *db)
{
    uint64_t limit = entente_limit_of(db, ENTENTE_LIMIT_MEMORY);
    size_t most = limit && limit / 4 < most_bytes ? (size_t)(limit / 4) : most_bytes, all = 0;
    for (int i = 0; i < SLOTS; i++) {
        slot *s = &cache->slots[i];
        if (s->network && s->snapshot == 0)
            empty(s);
        all += s->network ? ent_network_size(s->network) : 0;
    }
    while (all > most) {
        slot *oldest = NULL;
        for (int i = 0; i < SLOTS; i++)
            if (cache->slots[i].network && (!oldest || cache->slots[i].asked < oldest->asked))
                oldest = &cache->slots[i];
        all -= ent_network_size(oldest->network);
        empty(oldest);
    }
}
