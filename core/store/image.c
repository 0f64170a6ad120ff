/* Images: their life. An image belongs to the snapshot with its version number; a connection holds the newest that it
 * has seen, and each transaction holds its own, so what a running statement walks through stays while a later statement
 * has moved on. */
#include "core/store/image.h"

#include <stdlib.h>

void ent_image_retain(ent_image *image)
{
    if (image)
        image->refs++;
}

void ent_image_release(ent_image *image)
{
    if (!image || --image->refs > 0)
        return;
    while (image->near) {
        ent_near_part *next = image->near->next;
        ent_near_part_free(image->near);
        image->near = next;
    }
    while (image->columns) {
        ent_column_part *next = image->columns->next;
        ent_column_part_free(image->columns);
        image->columns = next;
    }
    ent_ends_part_free(&image->ends);
    free(image);
}

bool ent_txn_has_image(const ent_txn *txn)
{
    return txn->image != NULL;
}

size_t ent_txn_image_bytes(const ent_txn *txn)
{
    return txn->image ? txn->image->budget.used : 0;
}

void ent_txn_use_image(ent_txn *txn, ent_image **held, size_t limit)
{
    if (txn->write || txn->image)
        return;
    if (*held && (*held)->version != ent_txn_version(txn)) {
        ent_image_release(*held);
        *held = NULL;
    }
    if (!*held && (*held = calloc(1, sizeof **held)))
        **held = (ent_image){.refs = 1, .version = ent_txn_version(txn)};
    if (*held)
        (*held)->budget.limit = limit;
    txn->image = *held;
    ent_image_retain(txn->image);
}

static ent_image_note *note_of(const ent_txn *txn, uint64_t key)
{
    return txn->image && key ? &txn->image->notes[key % ENT_IMAGE_NOTES] : NULL;
}

bool ent_txn_noted(const ent_txn *txn, uint64_t key, double values[2])
{
    const ent_image_note *note = note_of(txn, key);
    if (!note || note->key != key)
        return false;
    memcpy(values, note->values, sizeof note->values);
    return true;
}

void ent_txn_note(ent_txn *txn, uint64_t key, const double values[2])
{
    ent_image_note *note = note_of(txn, key);
    if (!note)
        return;
    note->key = key;
    memcpy(note->values, values, sizeof note->values);
}

ent_served ent_txn_serve(ent_txn *txn, ent_served served)
{
    ent_served before = txn->served;
    txn->served = served;
    return before;
}

void *ent_image_alloc(ent_txn *txn, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || !ent_budget_take(&txn->image->budget, bytes))
        return NULL;
    void *memory = ent_budget_take(txn->served.budget, bytes) ? malloc(bytes ? bytes : 1) : NULL;
    if (memory)
        return memory;
    ent_budget_give(&txn->image->budget, bytes);
    return NULL;
}

void ent_image_free(ent_txn *txn, void *memory, size_t count, size_t size)
{
    if (!memory)
        return;
    free(memory);
    ent_budget_give(&txn->image->budget, count * size);
    ent_budget_give(txn->served.budget, count * size);
}
