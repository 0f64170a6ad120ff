/* Tokens: names of labels, types and keys as small numbers.
 *
 * Read from the file once and kept for the process. Numbers are only appended and only one writer exists, so one list
 * serves all snapshots: each knows how many of it are its own. */
#include "core/store/store_internal.h"

#include <stdlib.h>

static const char *const kind_names[ENT_TOKEN_KINDS] = {"labels", "relationship types", "property keys"};

uint64_t ent_token_table_key(ent_token_kind kind, uint32_t token)
{
    return (uint64_t)kind << 32 | token;
}

static uint32_t hash_name(ent_str name)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    for (uint32_t i = 0; i < name.n; i++)
        h = (h ^ (unsigned char)name.p[i]) * UINT64_C(0x100000001b3);
    return (uint32_t)(h ^ h >> 32);
}

static ent_str *name_at(const ent_names *names, uint32_t token)
{
    return &names->chunks[token / ENT_CHUNK][token % ENT_CHUNK];
}

static void place(ent_names *names, uint32_t token)
{
    uint32_t mask = names->slot_count - 1, slot = hash_name(*name_at(names, token)) & mask;
    while (names->slots[slot] != 0)
        slot = (slot + 1) & mask;
    names->slots[slot] = token + 1;
}

static void place_all(ent_names *names)
{
    memset(names->slots, 0, names->slot_count * sizeof *names->slots);
    for (uint32_t i = 0; i < names->count; i++)
        place(names, i);
}

static bool make_room(ent_names *names)
{
    ent_str **chunk = &names->chunks[names->count / ENT_CHUNK];
    if (!*chunk)
        *chunk = malloc(ENT_CHUNK * sizeof **chunk);
    if (!*chunk)
        return false;
    if (names->slot_count > 2 * (names->count + 1))
        return true;
    uint32_t wanted = names->slot_count ? names->slot_count * 2 : 64;
    uint32_t *slots = malloc(wanted * sizeof *slots);
    if (!slots)
        return false;
    free(names->slots);
    names->slots = slots;
    names->slot_count = wanted;
    place_all(names);
    return true;
}

static bool append(ent_names *names, ent_str name)
{
    char *copy = make_room(names) ? malloc((size_t)name.n + 1) : NULL;
    if (!copy)
        return false;
    if (name.n)
        memcpy(copy, name.p, name.n);
    copy[name.n] = '\0';
    *name_at(names, names->count) = (ent_str){copy, name.n};
    names->count++;
    place(names, names->count - 1);
    return true;
}

static uint32_t find(const ent_names *names, ent_str name)
{
    if (names->slot_count == 0)
        return ENT_NO_TOKEN;
    uint32_t mask = names->slot_count - 1;
    for (uint32_t slot = hash_name(name) & mask; names->slots[slot] != 0; slot = (slot + 1) & mask)
        if (ent_str_equal(*name_at(names, names->slots[slot] - 1), name))
            return names->slots[slot] - 1;
    return ENT_NO_TOKEN;
}

static void truncate_names(ent_names *names, uint32_t count)
{
    if (names->count <= count)
        return;
    for (uint32_t i = count; i < names->count; i++)
        free((char *)name_at(names, i)->p);
    names->count = count;
    place_all(names);
}

static ent_status load_kind(ent_txn *txn, ent_token_kind kind, ent_error *error)
{
    ent_names *names = &txn->file->names[kind];
    while (names->count < txn->header.tokens[kind]) {
        uint64_t number = ent_token_table_key(kind, names->count);
        MDB_val key = {sizeof number, &number}, data;
        int code = mdb_get(txn->lmdb, txn->file->tables[ENT_TABLE_TOKENS], &key, &data);
        if (code != 0)
            return ent_lmdb_fail(txn->file, code, "reading a name", error);
        if (!append(names, (ent_str){data.mv_data, (uint32_t)data.mv_size}))
            return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
    }
    return ENT_OK;
}

ent_status ent_names_load(ent_txn *txn, ent_error *error)
{
    ent_status status = ENT_OK;
    pthread_mutex_lock(&txn->file->mutex);
    for (int kind = 0; kind < ENT_TOKEN_KINDS && status == ENT_OK; kind++)
        status = load_kind(txn, (ent_token_kind)kind, error);
    pthread_mutex_unlock(&txn->file->mutex);
    return status;
}

void ent_names_retract(ent_txn *txn)
{
    pthread_mutex_lock(&txn->file->mutex);
    for (int kind = 0; kind < ENT_TOKEN_KINDS; kind++)
        truncate_names(&txn->file->names[kind], txn->tokens_before[kind]);
    pthread_mutex_unlock(&txn->file->mutex);
}

void ent_names_free(ent_names *names)
{
    for (uint32_t i = 0; i < names->count; i++)
        free((char *)name_at(names, i)->p);
    for (size_t i = 0; i < sizeof names->chunks / sizeof *names->chunks && names->chunks[i]; i++)
        free(names->chunks[i]);
    free(names->slots);
    *names = (ent_names){.count = 0};
}

uint32_t ent_token_find(ent_txn *txn, ent_token_kind kind, ent_str name)
{
    pthread_mutex_lock(&txn->file->mutex);
    uint32_t token = find(&txn->file->names[kind], name);
    pthread_mutex_unlock(&txn->file->mutex);
    return token < txn->header.tokens[kind] ? token : ENT_NO_TOKEN;
}

ent_str ent_token_name(ent_txn *txn, ent_token_kind kind, uint32_t token)
{
    if (token >= txn->header.tokens[kind])
        return (ent_str){"", 0};
    return *name_at(&txn->file->names[kind], token);
}

uint32_t ent_token_count(ent_txn *txn, ent_token_kind kind)
{
    return txn->header.tokens[kind];
}

ent_status ent_token_make(ent_txn *txn, ent_token_kind kind, ent_str name, uint32_t *out, ent_error *error)
{
    *out = ent_token_find(txn, kind, name);
    if (*out != ENT_NO_TOKEN)
        return ENT_OK;
    ENT_TRY(ent_txn_writing(txn, error));
    uint32_t limit = kind == ENT_TOKEN_TYPE ? ENT_MAX_TYPES : ENT_MAX_TOKENS, token = txn->header.tokens[kind];
    if (token >= limit)
        return ent_fail_io(error, ENT_ARGUMENT, "a database has at most %u different %s", limit, kind_names[kind]);
    if (name.n > ENT_MAX_RECORD)
        return ent_fail_io(error, ENT_ARGUMENT, "a name of %u bytes is too long", name.n);
    uint64_t number = ent_token_table_key(kind, token);
    MDB_val key = {sizeof number, &number}, data = {name.n, (void *)name.p};
    pthread_mutex_lock(&txn->file->mutex);
    bool kept = append(&txn->file->names[kind], name);
    pthread_mutex_unlock(&txn->file->mutex);
    if (!kept)
        return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
    txn->header.tokens[kind]++;
    ENT_TRY(ent_txn_put(txn, ENT_TABLE_TOKENS, &key, &data, 0, error));
    *out = token;
    return ENT_OK;
}
