#include "core/store/page_format.h"

#include <string.h>

enum {
    META_MAGIC = 0xBEEFC0DE,
    META_VERSION = 1,
    AT_MAGIC = 16,
    AT_VERSION = 20,
    AT_FREE = 40,
    AT_MAIN = 88,
    AT_LAST_PAGE = 136,
    AT_TRANSACTION = 144,
    META_END = 152,
    SMALLEST_PAGE = 512,
    LARGEST_PAGE = 0x10000,
    FREE_TREE_FLAGS = 0x08, /* MDB_INTEGERKEY */
    NO_SUBDIR = 0x4000      /* how the file was opened when it was made: LMDB keeps it beside the tree's flags */
};

static uint16_t get16(const char *at)
{
    uint16_t n;
    memcpy(&n, at, sizeof n);
    return n;
}

static uint32_t get32(const char *at)
{
    uint32_t n;
    memcpy(&n, at, sizeof n);
    return n;
}

static uint64_t get64(const char *at)
{
    uint64_t n;
    memcpy(&n, at, sizeof n);
    return n;
}

ent_tree ent_tree_read(const char *bytes)
{
    return (ent_tree){.pad = get32(bytes),
                      .flags = get16(bytes + 4),
                      .depth = get16(bytes + 6),
                      .branch_pages = get64(bytes + 8),
                      .leaf_pages = get64(bytes + 16),
                      .overflow_pages = get64(bytes + 24),
                      .entries = get64(bytes + 32),
                      .root = get64(bytes + 40)};
}

const char *ent_tree_fault(const ent_tree *tree, uint64_t last_page)
{
    if (tree->root == ENT_NO_PAGE)
        return tree->depth == 0 && tree->entries == 0 && tree->leaf_pages == 0 ? NULL : "an empty table has entries";
    if (tree->root < 2 || tree->root > last_page)
        return "a table's root lies outside the file";
    if (tree->depth == 0 || tree->depth > ENT_MAX_DEPTH)
        return "a table's depth is out of range";
    if (tree->leaf_pages == 0 || tree->leaf_pages > last_page || tree->branch_pages > last_page ||
        tree->overflow_pages > last_page)
        return "a table's page counts are out of range";
    return NULL;
}

const char *ent_meta_read(const char *bytes, size_t size, ent_meta *out)
{
    if (size < META_END)
        return "it is too short";
    if (get32(bytes + AT_MAGIC) != META_MAGIC || !(get16(bytes + 10) & ENT_PAGE_META))
        return "a header page is not one";
    if (get32(bytes + AT_VERSION) != META_VERSION)
        return "a header page has an unknown version";
    out->free = ent_tree_read(bytes + AT_FREE);
    out->main = ent_tree_read(bytes + AT_MAIN);
    out->page_size = out->free.pad;
    out->last_page = get64(bytes + AT_LAST_PAGE);
    out->transaction = get64(bytes + AT_TRANSACTION);
    if (out->page_size < SMALLEST_PAGE || out->page_size > LARGEST_PAGE || (out->page_size & (out->page_size - 1)))
        return "its page size is out of range";
    if (out->last_page < 1 || out->last_page > UINT64_C(1) << 47)
        return "its number of pages is out of range";
    if ((out->free.flags & ~NO_SUBDIR) != FREE_TREE_FLAGS || out->main.flags != 0)
        return "its header has unknown flags";
    const char *fault = ent_tree_fault(&out->free, out->last_page);
    return fault ? fault : ent_tree_fault(&out->main, out->last_page);
}

const char *ent_page_read(const char *bytes, uint32_t size, uint64_t number, ent_page *out)
{
    *out = (ent_page){.bytes = bytes, .size = size};
    if (size < ENT_PAGE_HEAD)
        return "a page is too short";
    out->number = get64(bytes);
    out->pad = get16(bytes + 8);
    out->flags = get16(bytes + 10);
    bool sub = out->flags & ENT_PAGE_SUB;
    if (!sub && out->number != number)
        return "a page has the wrong number";
    uint16_t kind = out->flags & (ENT_PAGE_BRANCH | ENT_PAGE_LEAF | ENT_PAGE_OVERFLOW | ENT_PAGE_META);
    if (kind == ENT_PAGE_OVERFLOW)
        return NULL;
    if (kind != ENT_PAGE_BRANCH && kind != ENT_PAGE_LEAF)
        return "a page is of no known kind";
    uint32_t lower = get16(bytes + 12), upper = get16(bytes + 14);
    if (lower < ENT_PAGE_HEAD || lower > size || (lower & 1))
        return "a page's bounds are wrong";
    out->count = (lower - ENT_PAGE_HEAD) / 2;
    if (out->flags & ENT_PAGE_LEAF2) {
        if (kind != ENT_PAGE_LEAF || out->pad == 0 || out->count * out->pad > size - ENT_PAGE_HEAD)
            return "a packed page's bounds are wrong";
        return NULL;
    }
    if (upper < lower || upper > size)
        return "a page's bounds are wrong";
    return NULL;
}

const char *ent_page_node_read(const ent_page *page, uint32_t i, ent_page_node *out)
{
    uint32_t at = get16(page->bytes + ENT_PAGE_HEAD + 2 * (size_t)i);
    uint32_t lower = ENT_PAGE_HEAD + 2 * page->count;
    if (at < lower || at + ENT_NODE_HEAD > page->size || (at & 1))
        return "an entry lies outside its page";
    const char *node = page->bytes + at;
    uint32_t low = get16(node), high = get16(node + 2), flags = get16(node + 4);
    out->key_size = get16(node + 6);
    out->key = node + ENT_NODE_HEAD;
    out->data = out->key + out->key_size;
    uint32_t room = page->size - at - ENT_NODE_HEAD;
    if (out->key_size > room)
        return "a key lies outside its page";
    if (page->flags & ENT_PAGE_BRANCH) {
        out->child = low | (uint64_t)high << 16 | (uint64_t)flags << 32;
        out->flags = 0;
        out->data_size = 0;
        return NULL;
    }
    out->flags = (uint16_t)flags;
    out->data_size = low | high << 16;
    uint32_t held = flags & ENT_NODE_BIG ? 8 : out->data_size;
    if (held > room - out->key_size)
        return "data lie outside their page";
    if ((flags & ENT_NODE_TREE) && out->data_size != ENT_TREE_SIZE)
        return "a table's record has the wrong size";
    return NULL;
}
