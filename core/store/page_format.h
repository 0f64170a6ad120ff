/* LMDB's file format, as far as it must be read without LMDB: to tell what a file is before LMDB trusts it, and to
 * verify pages. LMDB 0.9, data version 1, 64-bit, this machine's byte order.
 *
 *   meta page   16 bytes page head | magic u32 | version u32 | address u64 | map size u64 | free tree 48 | main tree 48
 *               | last page u64 | transaction u64
 *   tree        pad u32 | flags u16 | depth u16 | branch, leaf, overflow pages u64 each | entries u64 | root u64
 *   page head   number u64 | pad u16 | flags u16 | lower u16, upper u16 (of an overflow run: pages u32)
 *   page        head, offsets of nodes u16 each up to `lower`, room, nodes from `upper` to the end
 *   node        low u16 | high u16 | flags u16 | key size u16 | key | data
 *               branch: child page = low, high, flags; leaf: data size = low, high */
#ifndef ENT_STORE_PAGE_FORMAT_H
#define ENT_STORE_PAGE_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ENT_PAGE_HEAD = 16,
    ENT_NODE_HEAD = 8,
    ENT_TREE_SIZE = 48,
    ENT_MAX_DEPTH = 32, /* LMDB's cursor stack */
    ENT_PAGE_BRANCH = 0x01,
    ENT_PAGE_LEAF = 0x02,
    ENT_PAGE_OVERFLOW = 0x04,
    ENT_PAGE_META = 0x08,
    ENT_PAGE_LEAF2 = 0x20, /* keys of one size, packed; no nodes */
    ENT_PAGE_SUB = 0x40,   /* inside a node */
    ENT_NODE_BIG = 0x01,   /* data is the number of an overflow run */
    ENT_NODE_TREE = 0x02,  /* data is a tree */
    ENT_NODE_DUPS = 0x04   /* data is a sub-page, or with NODE_TREE a tree, of duplicates */
};
#define ENT_NO_PAGE UINT64_MAX

typedef struct {
    uint32_t pad;
    uint16_t flags, depth;
    uint64_t branch_pages, leaf_pages, overflow_pages, entries, root;
} ent_tree;

typedef struct {
    ent_tree free, main;
    uint64_t last_page, transaction;
    uint32_t page_size;
} ent_meta;

typedef struct {
    const char *key, *data;
    uint32_t key_size, data_size; /* of ENT_NODE_BIG: the size in the overflow run, while data is the page number */
    uint16_t flags;
    uint64_t child; /* of a branch */
} ent_page_node;

typedef struct {
    const char *bytes;
    uint32_t size; /* of the page or sub-page */
    uint16_t flags;
    uint32_t count; /* of nodes, or of LEAF2 keys of `pad` bytes */
    uint16_t pad;
    uint64_t number;
} ent_page;

/* Each gives what is wrong, or NULL. */
const char *ent_meta_read(const char *bytes, size_t size, ent_meta *out); /* bytes: a whole page's first 152 */
const char *ent_tree_fault(const ent_tree *tree, uint64_t last_page);
/* Checks the head and that all offsets lie inside. number: as expected, not checked for sub-pages. */
const char *ent_page_read(const char *bytes, uint32_t size, uint64_t number, ent_page *out);
const char *ent_page_node_read(const ent_page *page, uint32_t i, ent_page_node *out);
ent_tree ent_tree_read(const char *bytes);

#endif
