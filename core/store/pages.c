/* Verifies LMDB's pages by reading the file, so that damage is reported instead of crashing the reader.
 *
 * Walks the tree of free pages, the main tree and every tree in it: each page must lie inside the file, say its own
 * number, keep its entries inside and in order, and belong to one place alone; each tree must have the depth and the
 * numbers of pages and entries that its record tells; each page must be used or free, not both. */
#include "core/store/pages.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    int fd;
    ent_meta meta;
    unsigned char *taken; /* a bit a page */
    bool small_only;      /* only the tables that each transaction reads at its beginning */
    ent_report *report;
} walk;

typedef struct {
    walk *walk;
    const char *name; /* of the table */
    ent_tree expected, found;
    bool is_main; /* its entries are tables */
} tree_walk;

typedef unsigned long long number; /* for printf */

void ent_report_fault(ent_report *report, const char *format, ...)
{
    char text[400];
    if (report->stopped)
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    report->faults++;
    report->stopped = !report->report(report->user, text);
}

static bool read_bytes(const walk *w, char *buffer, size_t size, uint64_t at)
{
    size_t got = 0;
    while (got < size) {
        ssize_t n = pread(w->fd, buffer + got, size - got, (off_t)(at + got));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        got += (size_t)n;
    }
    return true;
}

/* False, with a report, when the page is outside or belongs to something already. */
static bool take(walk *w, uint64_t page, const char *for_what)
{
    if (page < 2 || page > w->meta.last_page) {
        ent_report_fault(w->report, "table %s names page %llu, which does not exist", for_what, (number)page);
        return false;
    }
    unsigned char bit = (unsigned char)(1 << page % 8);
    if (w->taken[page / 8] & bit) {
        ent_report_fault(w->report, "page %llu is used twice, the second time by table %s", (number)page, for_what);
        return false;
    }
    w->taken[page / 8] |= bit;
    return true;
}

static int compare_keys(const tree_walk *t, const ent_page_node *a, const ent_page_node *b)
{
    if (t->expected.flags & MDB_INTEGERKEY) {
        uint64_t x = a->key_size == 4 ? ent_load32(a->key) : ent_load64(a->key);
        uint64_t y = b->key_size == 4 ? ent_load32(b->key) : ent_load64(b->key);
        return x < y ? -1 : x > y;
    }
    uint32_t shorter = a->key_size < b->key_size ? a->key_size : b->key_size;
    int order = shorter ? memcmp(a->key, b->key, shorter) : 0;
    return order ? order : a->key_size < b->key_size ? -1 : a->key_size > b->key_size;
}

static const char *key_fault(const tree_walk *t, const ent_page_node *node, const ent_page_node *before)
{
    if ((t->expected.flags & MDB_INTEGERKEY) && node->key_size != 4 && node->key_size != 8)
        return "a key has the wrong size";
    if (before && before->key_size != node->key_size && (t->expected.flags & MDB_INTEGERKEY))
        return "keys differ in size";
    return before && compare_keys(t, before, node) >= 0 ? "keys are out of order" : NULL;
}

static void walk_tree(tree_walk *t, uint64_t page_number, unsigned depth);

/* A tree within a tree: a table, or the duplicates of a key. */
static void walk_inner(tree_walk *t, const ent_page_node *node)
{
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)(node->key_size < 40 ? node->key_size : 40), node->key);
    tree_walk inner = {.walk = t->walk, .name = t->is_main ? name : t->name, .expected = ent_tree_read(node->data)};
    const char *fault = ent_tree_fault(&inner.expected, t->walk->meta.last_page);
    if (fault) {
        ent_report_fault(t->walk->report, "table %s: %s", inner.name, fault);
        return;
    }
    uint16_t known = MDB_REVERSEKEY | MDB_DUPSORT | MDB_INTEGERKEY | MDB_DUPFIXED | MDB_INTEGERDUP | MDB_REVERSEDUP;
    if (inner.expected.flags & ~known) {
        ent_report_fault(t->walk->report, "table %s has unknown flags", inner.name);
        return;
    }
    if (inner.expected.root != ENT_NO_PAGE)
        walk_tree(&inner, inner.expected.root, inner.expected.depth);
    if (t->walk->report->stopped)
        return;
    const ent_tree *e = &inner.expected, *f = &inner.found;
    if (e->entries != f->entries || e->branch_pages != f->branch_pages || e->leaf_pages != f->leaf_pages ||
        e->overflow_pages != f->overflow_pages)
        ent_report_fault(t->walk->report, "table %s has %llu entries on %llu pages where its record tells %llu on %llu",
                         inner.name, (number)f->entries, (number)f->branch_pages + f->leaf_pages + f->overflow_pages,
                         (number)e->entries, (number)e->branch_pages + e->leaf_pages + e->overflow_pages);
    if (!t->is_main)
        t->found.entries += e->entries;
}

static void check_sub_page(tree_walk *t, const ent_page_node *node)
{
    ent_page page;
    const char *fault = ent_page_read(node->data, node->data_size, 0, &page);
    if (!fault && (page.flags & (ENT_PAGE_LEAF | ENT_PAGE_SUB)) != (ENT_PAGE_LEAF | ENT_PAGE_SUB))
        fault = "a page of duplicates is none";
    if (!fault && !(page.flags & ENT_PAGE_LEAF2))
        fault = "duplicates are not packed"; /* all our tables of duplicates have entries of one size */
    if (fault)
        ent_report_fault(t->walk->report, "table %s: %s", t->name, fault);
    else
        t->found.entries += page.count;
}

static void take_overflow(tree_walk *t, const ent_page_node *node)
{
    walk *w = t->walk;
    char head[ENT_PAGE_HEAD];
    uint64_t first = ent_load64(node->data), page_size = w->meta.page_size;
    uint64_t pages = (node->data_size + ENT_PAGE_HEAD + page_size - 1) / page_size;
    if (!read_bytes(w, head, sizeof head, first * page_size) || ent_load64(head) != first ||
        !(ent_load16(head + 10) & ENT_PAGE_OVERFLOW) || ent_load32(head + 12) < pages) {
        ent_report_fault(w->report, "table %s: a large record does not lie at page %llu", t->name, (number)first);
        return;
    }
    pages = ent_load32(head + 12);
    for (uint64_t i = 0; i < pages; i++)
        if (!take(w, first + i, t->name))
            return;
    t->found.overflow_pages += pages;
}

/* The tables that LMDB reads before anybody can ask for a check. */
static bool is_small(const ent_page_node *node)
{
    static const char *const names[] = {"tokens", "schema", "counts"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (node->key_size == strlen(names[i]) && memcmp(node->key, names[i], node->key_size) == 0)
            return true;
    return false;
}

static void walk_leaf(tree_walk *t, const ent_page *page)
{
    ent_page_node node, before;
    for (uint32_t i = 0; i < page->count && !t->walk->report->stopped; i++) {
        const char *fault = ent_page_node_read(page, i, &node);
        if (!fault)
            fault = key_fault(t, &node, i ? &before : NULL);
        if (fault) {
            ent_report_fault(t->walk->report, "table %s, page %llu: %s", t->name, (number)page->number, fault);
            return;
        }
        before = node;
        if (node.flags & ENT_NODE_BIG)
            take_overflow(t, &node);
        if (node.flags & ENT_NODE_TREE) {
            if (!t->is_main || !t->walk->small_only || is_small(&node))
                walk_inner(t, &node);
            t->found.entries += t->is_main;
        } else if (node.flags & ENT_NODE_DUPS) {
            check_sub_page(t, &node);
        } else {
            t->found.entries++;
        }
    }
}

static void walk_branch(tree_walk *t, const ent_page *page, unsigned depth)
{
    ent_page_node node, before;
    for (uint32_t i = 0; i < page->count && !t->walk->report->stopped; i++) {
        const char *fault = ent_page_node_read(page, i, &node);
        if (!fault && i > 0) /* the first key of a branch is not used */
            fault = key_fault(t, &node, i > 1 ? &before : NULL);
        if (fault) {
            ent_report_fault(t->walk->report, "table %s, page %llu: %s", t->name, (number)page->number, fault);
            return;
        }
        before = node;
        walk_tree(t, node.child, depth - 1);
    }
}

/* depth: levels from here down to the leaves. */
static void walk_tree(tree_walk *t, uint64_t page_number, unsigned depth)
{
    walk *w = t->walk;
    ent_page page;
    if (!take(w, page_number, t->name))
        return;
    char *bytes = malloc(w->meta.page_size);
    if (!bytes) {
        w->report->failed = ENT_NOMEM;
        w->report->stopped = true;
        return;
    }
    const char *fault = NULL;
    if (!read_bytes(w, bytes, w->meta.page_size, page_number * w->meta.page_size))
        fault = "it cannot be read";
    if (!fault)
        fault = ent_page_read(bytes, w->meta.page_size, page_number, &page);
    if (!fault && (page.flags & (ENT_PAGE_OVERFLOW | ENT_PAGE_SUB | ENT_PAGE_META)))
        fault = "it is of the wrong kind";
    if (!fault && ((page.flags & ENT_PAGE_LEAF) != 0) != (depth == 1))
        fault = "the tree has the wrong depth here";
    if (!fault && page.count == 0)
        fault = "it is empty";
    if (fault) {
        ent_report_fault(w->report, "table %s, page %llu: %s", t->name, (number)page_number, fault);
    } else if (page.flags & ENT_PAGE_BRANCH) {
        t->found.branch_pages++;
        walk_branch(t, &page, depth);
    } else {
        t->found.leaf_pages++;
        if (page.flags & ENT_PAGE_LEAF2)
            t->found.entries += page.count;
        else
            walk_leaf(t, &page);
    }
    free(bytes);
}

static void walk_outer(walk *w, const char *name, const ent_tree *tree, bool is_main)
{
    tree_walk t = {.walk = w, .name = name, .expected = *tree, .is_main = is_main};
    if (tree->root != ENT_NO_PAGE)
        walk_tree(&t, tree->root, tree->depth);
    if (!w->report->stopped && t.found.entries != tree->entries)
        ent_report_fault(w->report, "table %s has %llu entries where its record tells %llu", name,
                         (number)t.found.entries, (number)tree->entries);
}

/* ---- the free list: LMDB reads it, once its pages were found sound ---- */

static void take_free(walk *w, MDB_txn *lmdb)
{
    MDB_cursor *cursor;
    MDB_val key, data;
    if (mdb_cursor_open(lmdb, 0, &cursor) != 0) {
        w->report->failed = ENT_NOMEM;
        w->report->stopped = true;
        return;
    }
    int code = mdb_cursor_get(cursor, &key, &data, MDB_FIRST);
    for (; code == 0 && !w->report->stopped; code = mdb_cursor_get(cursor, &key, &data, MDB_NEXT)) {
        const char *list = data.mv_data;
        uint64_t count = data.mv_size >= 8 ? ent_load64(list) : UINT64_MAX;
        if (count > data.mv_size / 8 - 1 || data.mv_size < 8) {
            ent_report_fault(w->report, "a list of free pages has the wrong size");
            break;
        }
        for (uint64_t i = 1; i <= count; i++)
            take(w, ent_load64(list + 8 * i), "free pages");
    }
    mdb_cursor_close(cursor);
}

static void report_leaks(walk *w)
{
    uint64_t lost = 0;
    if (w->report->faults > 0 || w->report->stopped)
        return; /* what was not walked would count as lost */
    for (uint64_t page = 2; page <= w->meta.last_page; page++)
        lost += !(w->taken[page / 8] & 1 << page % 8);
    if (lost > 0)
        ent_report_fault(w->report, "%llu pages are neither used nor free", (number)lost);
}

/* The header page of the transaction's snapshot. False: overwritten by now, since others have committed twice. */
static bool snapshot_meta(int fd, uint64_t transaction, ent_meta *out)
{
    char bytes[256];
    uint64_t at = 0;
    for (int i = 0; i < 2; i++) {
        if (pread(fd, bytes, sizeof bytes, (off_t)at) != (ssize_t)sizeof bytes ||
            ent_meta_read(bytes, sizeof bytes, out) != NULL)
            return false;
        if (out->transaction == transaction)
            return true;
        at = out->page_size;
    }
    return false;
}

static ent_status stopped_by(const ent_report *report, ent_error *error)
{
    return report->failed == ENT_OK ? ENT_OK
                                    : ent_fail_io(error, report->failed, "%s", ent_status_text(report->failed));
}

ent_status ent_pages_check_small(int fd, const ent_meta *meta, ent_report *report, ent_error *error)
{
    walk w = {.fd = fd, .meta = *meta, .small_only = true, .report = report};
    w.taken = calloc(w.meta.last_page / 8 + 1, 1);
    if (!w.taken)
        return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
    walk_outer(&w, "of tables", &w.meta.main, true);
    free(w.taken);
    return stopped_by(report, error);
}

ent_status ent_pages_check(ent_txn *txn, ent_report *report, ent_error *error)
{
    walk w = {.fd = txn->file->fd, .report = report};
    uint64_t transaction = mdb_txn_id(txn->lmdb) - txn->write; /* a writer's own pages are not in the file yet */
    if (!snapshot_meta(w.fd, transaction, &w.meta))
        return ENT_OK;
    w.taken = calloc(w.meta.last_page / 8 + 1, 1);
    if (!w.taken)
        return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
    walk_outer(&w, "of free pages", &w.meta.free, false);
    walk_outer(&w, "of tables", &w.meta.main, true);
    if (report->faults == 0 && !report->stopped && !txn->write) {
        take_free(&w, txn->lmdb);
        report_leaks(&w);
    }
    free(w.taken);
    return stopped_by(report, error);
}
