/* What a file is, found out by reading it before LMDB maps it.
 *
 * LMDB believes what it finds: a garbled header can make it read far outside the file, and a file that was cut off
 * gives SIGBUS on the first page that is missing. So the header, the roots of the two outer trees and the size are
 * checked here, with pread.
 *
 * One thing is easily got wrong: a sound file may be shorter than its last page number says, because pages that a
 * transaction took at the end and gave back are counted but never written. Such pages are all on the free list; a cut
 * file misses others. */
#include "core/store/pages.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FAULT_SIZE = 320 };

typedef struct {
    int fd;
    const char *path;
    ent_meta meta;
    uint64_t pages;  /* whole pages in the file */
    uint64_t missed; /* free pages at or behind `pages` */
} peek;

/* Gives bytes read, fewer at the end of the file, or -1. */
static ssize_t read_at(int fd, char *buffer, size_t size, uint64_t at)
{
    size_t got = 0;
    while (got < size) {
        ssize_t n = pread(fd, buffer + got, size - got, (off_t)(at + got));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        got += (size_t)n;
    }
    return (ssize_t)got;
}

static const char *read_page(const peek *file, uint64_t number, char *buffer, ent_page *out)
{
    uint32_t size = file->meta.page_size;
    if (number > file->meta.last_page || number < 2)
        return "a page number lies outside the file";
    if (read_at(file->fd, buffer, size, number * size) != (ssize_t)size)
        return "it is cut off";
    return ent_page_read(buffer, size, number, out);
}

/* Counts the pages of one record of the free list that lie behind the end of the file. */
static const char *count_free(peek *file, const ent_page_node *node)
{
    char *run = NULL;
    const char *list = node->data, *fault = NULL;
    uint32_t size = node->data_size;
    if (node->flags & ENT_NODE_BIG) {
        uint64_t number = ent_load64(node->data);
        if (number < 2 || number > file->meta.last_page)
            return "a page number lies outside the file";
        run = malloc(size + 1);
        if (!run)
            return ent_status_text(ENT_NOMEM);
        if (read_at(file->fd, run, size, number * file->meta.page_size + ENT_PAGE_HEAD) != (ssize_t)size)
            fault = "it is cut off";
        list = run;
    }
    if (!fault && (size < 8 || ent_load64(list) > size / 8 - 1))
        fault = "its list of free pages is damaged";
    for (uint64_t i = 0, n = fault ? 0 : ent_load64(list); i < n; i++)
        file->missed += ent_load64(list + 8 + 8 * i) >= file->pages;
    free(run);
    return fault;
}

static const char *walk_free(peek *file, uint64_t number, unsigned depth)
{
    char *buffer = depth > 0 ? malloc(file->meta.page_size) : NULL;
    if (!buffer)
        return depth ? ent_status_text(ENT_NOMEM) : "its list of free pages is damaged";
    ent_page page;
    const char *fault = read_page(file, number, buffer, &page);
    if (!fault && (page.flags & (ENT_PAGE_LEAF2 | ENT_PAGE_OVERFLOW)))
        fault = "its list of free pages is damaged";
    for (uint32_t i = 0; !fault && i < page.count; i++) {
        ent_page_node node;
        fault = ent_page_node_read(&page, i, &node);
        if (!fault)
            fault = page.flags & ENT_PAGE_BRANCH ? walk_free(file, node.child, depth - 1) : count_free(file, &node);
    }
    free(buffer);
    return fault;
}

/* The depth that a tree says it has must be the depth that it has: a garbled root then hardly passes. */
static const char *check_depth(const peek *file, const ent_tree *tree, char *buffer)
{
    if (tree->root == ENT_NO_PAGE)
        return NULL;
    uint64_t number = tree->root;
    for (unsigned depth = 1;; depth++) {
        ent_page page;
        ent_page_node node;
        const char *fault = read_page(file, number, buffer, &page);
        if (fault)
            return fault;
        if (page.flags & (ENT_PAGE_OVERFLOW | ENT_PAGE_LEAF2))
            return "a table's root is no table";
        if (page.flags & ENT_PAGE_LEAF)
            return depth == tree->depth && (depth > 1 || page.count == tree->entries)
                       ? NULL
                       : "a table's depth or number of entries is wrong";
        if (depth == tree->depth || page.count == 0)
            return "a table's depth is wrong";
        fault = ent_page_node_read(&page, 0, &node);
        if (fault)
            return fault;
        number = node.child;
    }
}

static ent_status cut_off(const peek *file, ent_error *error)
{
    ent_fail_io(error, ENT_CORRUPT, "%s is truncated: it has %llu bytes where its header promises %llu", file->path,
                (unsigned long long)file->pages * file->meta.page_size,
                ((unsigned long long)file->meta.last_page + 1) * file->meta.page_size);
    ent_hint(error, "part of the file is lost: copy it again, or go back to a backup");
    return ENT_CORRUPT;
}

static ent_status damaged(const peek *file, const char *fault, ent_error *error)
{
    ent_fail_io(error, ENT_CORRUPT, "%s is damaged: %s", file->path, fault);
    ent_hint(error, "go back to a backup");
    return ENT_CORRUPT;
}

/* Both header pages must be sound; the one with the higher transaction number counts. They are written in turn. */
static const char *read_metas(peek *file, char *buffer, size_t got)
{
    ent_meta first, second;
    const char *fault = ent_meta_read(buffer, got, &first);
    if (fault)
        return fault;
    char other[256];
    ssize_t n = read_at(file->fd, other, sizeof other, first.page_size);
    if (n < 0)
        return strerror(errno);
    fault = ent_meta_read(other, (size_t)n, &second);
    if (fault)
        return fault;
    if (first.page_size != second.page_size)
        return "its two header pages differ in page size";
    uint64_t a = first.transaction, b = second.transaction;
    if ((a > b ? a - b : b - a) > 1 || (a != b && ((a & 1) || !(b & 1))))
        return "the transaction numbers of its two header pages do not fit";
    file->meta = b > a ? second : first;
    return NULL;
}

/* The header record in the main table's only leaf, or the kind of a file that has none. */
static ent_status find_header(const peek *file, char *buffer, ent_file_kind *kind, ent_error *error)
{
    if (file->meta.main.root == ENT_NO_PAGE) {
        *kind = ENT_FILE_EMPTY;
        return ENT_OK;
    }
    ent_page page = {.count = 0};
    const char *fault = file->meta.main.depth > 1 ? NULL : read_page(file, file->meta.main.root, buffer, &page);
    if (fault)
        return damaged(file, fault, error);
    for (uint32_t i = 0; i < page.count; i++) {
        ent_page_node node;
        fault = ent_page_node_read(&page, i, &node);
        if (fault)
            return damaged(file, fault, error);
        if (node.key_size != strlen(ENT_HEADER_NAME) || memcmp(node.key, ENT_HEADER_NAME, node.key_size) != 0)
            continue;
        if (node.flags != 0 || node.data_size < 12 || memcmp(node.data, ENT_MAGIC, 8) != 0)
            break;
        uint32_t format = ent_load32(node.data + 8);
        if (format > ENT_FORMAT_VERSION) {
            ent_fail_io(error, ENT_TOO_NEW, "%s has format version %u; this program knows versions up to %d",
                        file->path, format, ENT_FORMAT_VERSION);
            ent_hint(error, "use a newer version of entente");
            return ENT_TOO_NEW;
        }
        if (format == 0 || node.data_size != sizeof(ent_header))
            return damaged(file, "its header record has the wrong size", error);
        *kind = ENT_FILE_OURS;
        return ENT_OK;
    }
    ent_fail_io(error, ENT_NOT_DATABASE, "%s is an LMDB file of another program, not an entente database", file->path);
    return ENT_NOT_DATABASE;
}

static bool first_fault(void *user, const char *fault)
{
    snprintf(user, FAULT_SIZE, "%s", fault);
    return false;
}

/* The tables that are read at once. */
static ent_status check_small(const peek *file, ent_error *error)
{
    char text[FAULT_SIZE];
    ent_report report = {.report = first_fault, .user = text};
    ENT_TRY(ent_pages_check_small(file->fd, &file->meta, &report, error));
    return report.faults == 0 ? ENT_OK : damaged(file, text, error);
}

static ent_status peek_once(peek *file, char *buffer, ent_file_kind *kind, ent_error *error)
{
    ssize_t got = read_at(file->fd, buffer, 256, 0);
    if (got < 0)
        return ent_system_fail(file->path, errno, "reading", error);
    if (got == 0) {
        *kind = ENT_FILE_EMPTY;
        return ENT_OK;
    }
    /* page number 0, flags META, magic: whoever has these began as an LMDB file */
    if (got < 24 || memcmp(buffer + 16, "\xDE\xC0\xEF\xBE", 4) != 0) {
        ent_fail_io(error, ENT_NOT_DATABASE, "%s is not an entente database: %s", file->path,
                    got < 24 ? "it is too short" : "its content is something else");
        return ENT_NOT_DATABASE;
    }
    const char *fault = read_metas(file, buffer, (size_t)got);
    if (fault)
        return damaged(file, fault, error);
    /* after the header: a file that another process is writing only grows */
    struct stat status;
    if (fstat(file->fd, &status) != 0)
        return ent_system_fail(file->path, errno, "reading", error);
    file->pages = (uint64_t)status.st_size / file->meta.page_size;
    if (file->pages <= file->meta.last_page) {
        fault = file->meta.free.root == ENT_NO_PAGE ? "" : walk_free(file, file->meta.free.root, file->meta.free.depth);
        if (fault || file->missed != file->meta.last_page + 1 - file->pages)
            return cut_off(file, error);
    }
    fault = check_depth(file, &file->meta.free, buffer);
    if (!fault)
        fault = check_depth(file, &file->meta.main, buffer);
    if (fault)
        return damaged(file, fault, error);
    ENT_TRY(find_header(file, buffer, kind, error));
    return *kind == ENT_FILE_OURS ? check_small(file, error) : ENT_OK;
}

ent_status ent_peek(int fd, const char *path, ent_file_kind *kind, ent_error *error)
{
    enum { BUFFER = 0x10000, TRIES = 20 };
    char *buffer = malloc(BUFFER);
    if (!buffer)
        return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
    /* a writer may have reused a page between the reads: a fault counts when the header stayed the same meanwhile */
    ent_status status = ENT_OK;
    uint64_t before = UINT64_MAX;
    for (int i = 0; i < TRIES; i++) {
        ent_error own = {0};
        peek file = {.fd = fd, .path = path};
        status = peek_once(&file, buffer, kind, &own);
        bool same = file.meta.transaction == before;
        before = file.meta.transaction;
        if (status != ENT_CORRUPT || same || i + 1 == TRIES) {
            if (status != ENT_OK && error && error->status == ENT_OK)
                *error = own;
            break;
        }
        struct timespec nap = {.tv_nsec = 1000000};
        nanosleep(&nap, NULL);
    }
    free(buffer);
    return status;
}
