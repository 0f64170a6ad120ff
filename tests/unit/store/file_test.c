/* What can be wrong with a file, and what must survive: every kind of wrong file, cut and garbled ones, other
 * processes, sudden death, a full disk, permissions, backups. */
#include "store_test.h"

#include <errno.h>
#include <lmdb.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { NOBODY = 65534 };

static void fill(ent_store *store, uint32_t nodes, uint32_t rels)
{
    ent_txn *txn = begin(store, true);
    uint32_t label = token(txn, ENT_TOKEN_LABEL, "Party"), type = token(txn, ENT_TOKEN_TYPE, "AGREEMENT");
    uint32_t key = token(txn, ENT_TOKEN_KEY, "code");
    uint64_t id, first = ent_next_node_id(txn);
    chance c = {first + 12345};
    bool existed;
    MUST(ent_index_create(txn, (ent_str){"", 0}, label, key, false, &existed, &error));
    for (uint32_t i = 0; i < nodes; i++) {
        ent_property props = {key, ent_int(i)};
        MUST(ent_node_create(txn, &label, 1, &props, 1, &id, &error));
    }
    for (uint32_t i = 0; i < rels; i++)
        MUST(ent_rel_create(txn, first + draw(&c, nodes), first + draw(&c, nodes), type, NULL, 0, &id, &error));
    commit(txn);
}

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size + 1);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

static void write_file(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static ent_status try_open(const char *path, unsigned flags, ent_error *error)
{
    ent_store *store;
    ent_status status = ent_store_open(path, flags, &store, error);
    if (status == ENT_OK)
        ent_store_close(store);
    return status;
}

static void must_say(const char *path, unsigned flags, ent_status wanted, const char *words)
{
    ent_error error = {0};
    ent_status status = try_open(path, flags, &error);
    if (status != wanted || !strstr(error.text, words))
        fail_msg("%s: %s: %s (expected: %s)", path, ent_status_type(status), error.text, words);
}

/* Runs body in a process of its own; its exit status, or 128 + the signal that ended it. */
static int in_child(int (*body)(void *), void *argument)
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(body(argument));
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* ---- wrong files ---- */

static void test_wrong_files(void **state)
{
    place *p = *state;
    char path[160];
    must_say(p->path, 0, ENT_MISSING, "no such database");
    must_say(p->path, ENT_STORE_READ_ONLY | ENT_STORE_CREATE, ENT_MISSING, "no such database");
    must_say("", ENT_STORE_CREATE, ENT_MISSING, "empty");
    must_say(p->folder, ENT_STORE_CREATE, ENT_NOT_DATABASE, "directory");
    snprintf(path, sizeof path, "%s/none/db", p->folder);
    must_say(path, ENT_STORE_CREATE, ENT_MISSING, "folder does not exist");
    snprintf(path, sizeof path, "%s/pipe", p->folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    must_say(path, ENT_STORE_CREATE, ENT_NOT_DATABASE, "not a regular file");
    snprintf(path, sizeof path, "%s/pipe/db", p->folder);
    must_say(path, ENT_STORE_CREATE, ENT_MISSING, "not a folder");
    char *garbage = calloc(1, 100000);
    write_file(p->path, "hello, world", 12);
    must_say(p->path, ENT_STORE_CREATE, ENT_NOT_DATABASE, "too short");
    write_file(p->path, garbage, 100000);
    must_say(p->path, ENT_STORE_CREATE, ENT_NOT_DATABASE, "something else");
    memset(garbage, 'a', 100000);
    write_file(p->path, garbage, 100000);
    must_say(p->path, ENT_STORE_CREATE, ENT_NOT_DATABASE, "something else");
    snprintf(path, sizeof path, "%s-lock", p->path);
    assert_int_equal(access(path, F_OK), -1); /* nothing was left beside what is not ours */
    free(garbage);
}

static void make_lmdb(const char *path, const char *table)
{
    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi dbi;
    assert_int_equal(mdb_env_create(&env), 0);
    mdb_env_set_maxdbs(env, 2);
    assert_int_equal(mdb_env_open(env, path, MDB_NOSUBDIR, 0600), 0);
    if (table) {
        assert_int_equal(mdb_txn_begin(env, NULL, 0, &txn), 0);
        assert_int_equal(mdb_dbi_open(txn, table, MDB_CREATE, &dbi), 0);
        assert_int_equal(mdb_txn_commit(txn), 0);
    }
    mdb_env_close(env);
}

static void test_empty_and_foreign(void **state)
{
    place *p = *state;
    write_file(p->path, "", 0);
    must_say(p->path, 0, ENT_NOT_DATABASE, "empty");
    must_say(p->path, ENT_STORE_CREATE, ENT_OK, "");
    must_say(p->path, 0, ENT_OK, "");
    unlink(p->path);
    make_lmdb(p->path, NULL); /* as after a crash between LMDB's first write and ours */
    must_say(p->path, ENT_STORE_READ_ONLY, ENT_NOT_DATABASE, "empty");
    must_say(p->path, ENT_STORE_CREATE, ENT_OK, "");
    unlink(p->path);
    make_lmdb(p->path, "nodes");
    must_say(p->path, ENT_STORE_CREATE, ENT_NOT_DATABASE, "another program");
    unlink(p->path);
    make_lmdb(p->path, "entente"); /* even when a table has our record's name */
    must_say(p->path, ENT_STORE_CREATE, ENT_NOT_DATABASE, "another program");
}

static void test_too_new(void **state)
{
    place *p = *state;
    ent_store_close(open_store(p->path));
    size_t size;
    char *bytes = read_file(p->path, &size);
    for (size_t i = 0; i + 12 < size; i++)
        if (memcmp(bytes + i, "entente\n\1\0\0\0", 12) == 0)
            bytes[i + 8] = 9;
    write_file(p->path, bytes, size);
    free(bytes);
    must_say(p->path, ENT_STORE_CREATE, ENT_TOO_NEW, "version 9");
}

/* ---- damage ---- */

typedef struct {
    const char *path;
    bool write;
} attempt;
enum { REFUSED = 10, MUTE = 11 }; /* a sanitizer's exit status is 1 */

/* Opens, checks and, when that finds nothing and it is wanted, writes. 0: all well, REFUSED: a clear error. */
static int use_file(void *argument)
{
    const attempt *a = argument;
    ent_store *store;
    ent_txn *txn;
    ent_error error = {0};
    uint64_t id;
    ent_status status = ent_store_open(a->path, 0, &store, &error);
    if (status != ENT_OK)
        return error.text[0] ? REFUSED : MUTE;
    status = ent_txn_begin(store, false, 0, &txn, &error);
    if (status == ENT_OK) {
        status = ent_store_check(txn, print_fault, NULL, &error);
        ent_txn_abort(txn);
    }
    if (status == ENT_OK && a->write)
        status = ent_txn_begin(store, true, 0, &txn, &error);
    if (status == ENT_OK && a->write) {
        for (int i = 0; i < 300 && status == ENT_OK; i++)
            status = ent_node_create(txn, NULL, 0, NULL, 0, &id, &error);
        if (status == ENT_OK)
            status = ent_txn_commit(txn, &error);
        else
            ent_txn_abort(txn);
    }
    ent_store_close(store);
    return status == ENT_OK ? 0 : error.text[0] ? REFUSED : MUTE;
}

static int use_quietly(void *argument)
{
    int null = open("/dev/null", O_WRONLY);
    dup2(null, 1);
    dup2(null, 2);
    return use_file(argument);
}

static void test_truncated(void **state)
{
    place *p = *state;
    char cut[160];
    ent_store *store = open_store(p->path);
    fill(store, 2000, 3000);
    ent_store_close(store);
    snprintf(cut, sizeof cut, "%s.cut", p->path);
    size_t size;
    char *bytes = read_file(p->path, &size);
    chance c = {7};
    for (size_t n = 0; n <= size; n += n < 9000 ? 97 : 4096 + draw(&c, 5000)) {
        write_file(cut, bytes, n);
        attempt a = {.path = cut, .write = true};
        int code = in_child(use_quietly, &a);
        if (code != REFUSED)
            fail_msg("cut to %zu of %zu bytes: %d", n, size, code);
    }
    write_file(cut, bytes, size / 2);
    must_say(cut, 0, ENT_CORRUPT, "truncated");
    free(bytes);
}

/* A sound file may be shorter than its header says: pages taken at the end and given back are never written. */
static void test_short_but_sound(void **state)
{
    place *p = *state;
    ent_store *store = open_store(p->path);
    fill(store, 10, 10);
    for (int round = 0; round < 20; round++) {
        ent_txn *txn = begin(store, true);
        uint64_t id, first = ent_next_node_id(txn);
        for (int i = 0; i < 3000; i++)
            MUST(ent_node_create(txn, NULL, 0, NULL, 0, &id, &error));
        for (uint64_t i = first; i <= id; i++)
            MUST(ent_node_delete(txn, i, &error));
        commit(txn);
        ent_store_close(store);
        store = open_store(p->path);
        check_store(store);
        fill(store, 20, 5 + round);
    }
    ent_store_close(store);
}

static void flip_and_use(const char *path, char *bytes, size_t size, size_t bit, bool write, int *refused)
{
    bytes[bit / 8] ^= (char)(1 << bit % 8);
    write_file(path, bytes, size);
    attempt a = {.path = path, .write = write};
    int code = in_child(use_quietly, &a);
    if (code != 0 && code != REFUSED)
        fail_msg("byte %zu, bit %zu flipped: %d", bit / 8, bit % 8, code);
    *refused += code == REFUSED;
    bytes[bit / 8] ^= (char)(1 << bit % 8);
}

static void test_flipped_header(void **state)
{
    place *p = *state;
    char path[160];
    ent_store *store = open_store(p->path);
    fill(store, 300, 300);
    ent_txn *txn = begin(store, true);
    uint64_t id;
    MUST(ent_node_create(txn, NULL, 0, NULL, 0, &id, &error));
    commit(txn); /* so that there are free pages */
    ent_store_close(store);
    snprintf(path, sizeof path, "%s.flip", p->path);
    size_t size;
    char *bytes = read_file(p->path, &size);
    int refused = 0;
    for (size_t page = 0; page < 2; page++)
        for (size_t bit = 0; bit < 152 * 8; bit += 3)
            flip_and_use(path, bytes, size, page * 4096 * 8 + bit, true, &refused);
    assert_true(refused > 300);
    free(bytes);
}

static void test_flipped_anywhere(void **state)
{
    place *p = *state;
    char path[160];
    ent_store *store = open_store(p->path);
    fill(store, 400, 900);
    ent_store_close(store);
    snprintf(path, sizeof path, "%s.flip", p->path);
    size_t size;
    char *bytes = read_file(p->path, &size);
    chance c = {99};
    int refused = 0;
    for (int i = 0; i < 600; i++)
        flip_and_use(path, bytes, size, draw(&c, (uint32_t)size) * (size_t)8 + draw(&c, 8), false, &refused);
    assert_true(refused > 100);
    /* whole pages of noise */
    for (int i = 0; i < 60; i++) {
        size_t at = (2 + draw(&c, (uint32_t)(size / 4096) - 2)) * (size_t)4096;
        char *kept = malloc(4096);
        memcpy(kept, bytes + at, 4096);
        for (int k = 16; k < 4096; k++)
            bytes[at + k] = (char)draw(&c, 256);
        write_file(path, bytes, size);
        attempt a = {.path = path};
        int code = in_child(use_quietly, &a);
        if (code != 0 && code != REFUSED)
            fail_msg("page %zu of noise: %d", at / 4096, code);
        memcpy(bytes + at, kept, 4096);
        free(kept);
    }
    free(bytes);
}

/* ---- other processes ---- */

static int hold_writer(void *argument)
{
    int *pipes = argument;
    ent_store *store;
    ent_txn *txn;
    char path[96], byte = 1;
    if (read(pipes[0], path, sizeof path) != sizeof path ||
        ent_store_open(path, ENT_STORE_CREATE, &store, NULL) != ENT_OK ||
        ent_txn_begin(store, true, 0, &txn, NULL) != ENT_OK)
        return 1;
    uint64_t id;
    for (int i = 0; i < 5000; i++)
        if (ent_node_create(txn, NULL, 0, NULL, 0, &id, NULL) != ENT_OK)
            return 1;
    if (write(pipes[3], &byte, 1) != 1)
        return 1;
    for (;;)
        pause();
}

static void test_busy_and_killed(void **state)
{
    place *p = *state;
    int pipes[4];
    char byte;
    assert_int_equal(pipe(pipes), 0);
    assert_int_equal(pipe(pipes + 2), 0);
    ent_store_close(open_store(p->path));
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        _exit(hold_writer(pipes));
    assert_int_equal(write(pipes[1], p->path, sizeof p->path), sizeof p->path);
    assert_int_equal(read(pipes[2], &byte, 1), 1);
    ent_store *store = open_store(p->path);
    ent_txn *txn;
    MUST_FAIL(ent_txn_begin(store, true, 0, &txn, &error), ENT_BUSY);
    MUST_FAIL(ent_txn_begin(store, true, 50, &txn, &error), ENT_BUSY);
    check_store(store); /* reading waits for nobody */
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    fill(store, 10, 10);
    txn = begin(store, false);
    assert_int_equal(ent_count_nodes(txn), 10); /* nothing of what it did not commit */
    ent_txn_abort(txn);
    check_store(store);
    ent_store_close(store);
    for (int i = 0; i < 4; i++)
        close(pipes[i]);
}

static int commit_for_ever(void *argument)
{
    ent_store *store;
    if (ent_store_open(argument, ENT_STORE_CREATE, &store, NULL) != ENT_OK)
        return 1;
    for (;;)
        fill(store, 50, 100);
}

static void test_killed_while_committing(void **state)
{
    place *p = *state;
    for (int i = 0; i < 12; i++) {
        fflush(NULL);
        pid_t child = fork();
        if (child == 0)
            _exit(commit_for_ever(p->path));
        struct timespec nap = {.tv_nsec = 3000000 + 7000000 * i};
        nanosleep(&nap, NULL);
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, NULL, 0), child);
        ent_store *store = open_store(p->path);
        check_store(store);
        ent_txn *txn = begin(store, false);
        assert_int_equal(ent_count_nodes(txn) % 50, 0); /* all of a transaction or nothing */
        assert_int_equal(ent_count_rels(txn), 2 * ent_count_nodes(txn));
        ent_txn_abort(txn);
        ent_store_close(store);
    }
}

static int use_inherited(void *argument)
{
    ent_txn *txn;
    ent_error error = {0};
    if (ent_txn_begin(argument, false, 0, &txn, &error) != ENT_MISUSE)
        return 1;
    ent_store_close(argument);
    return 0;
}

static int open_again(void *argument)
{
    attempt a = {.path = argument, .write = true};
    return use_file(&a);
}

static int end_inherited(void *argument)
{
    ent_txn **both = argument;
    ent_error error = {0};
    ent_txn_abort(both[0]);
    return ent_txn_commit(both[1], &error) == ENT_MISUSE ? 0 : 1;
}

static int find_busy(void *argument)
{
    ent_store *store;
    ent_txn *txn;
    if (ent_store_open(argument, 0, &store, NULL) != ENT_OK)
        return 1;
    return ent_txn_begin(store, true, 0, &txn, NULL) == ENT_BUSY ? 0 : 2;
}

static void test_fork(void **state)
{
    place *p = *state;
    ent_store *store = open_store(p->path);
    fill(store, 10, 10);
    ent_txn *reader = begin(store, false);
    assert_int_equal(in_child(use_inherited, store), 0);
    assert_int_equal(in_child(open_again, p->path), 0);
    assert_int_equal(ent_count_nodes(reader), 10);
    /* a child that ends its parent's transactions ends nothing */
    ent_txn *writer = begin(store, true);
    ent_txn *both[2] = {reader, writer};
    assert_int_equal(in_child(end_inherited, both), 0);
    assert_int_equal(in_child(find_busy, p->path), 0);
    ent_txn_abort(writer);
    for (int i = 0; i < 20; i++)
        fill(store, 10, 10); /* would reuse the reader's pages if it were thought gone */
    check_txn(reader);
    assert_int_equal(ent_count_nodes(reader), 10);
    ent_txn_abort(reader);
    reader = begin(store, false);
    assert_int_equal(ent_count_nodes(reader), 510);
    ent_txn_abort(reader);
    ent_store_close(store);
}

static void *write_in_thread(void *argument)
{
    for (int i = 0; i < 25; i++)
        fill(argument, 4, 4);
    return NULL;
}

static void test_threads(void **state)
{
    place *p = *state;
    pthread_t threads[4];
    ent_store *store = open_store(p->path);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_in_thread, store), 0);
    for (int i = 0; i < 50; i++)
        check_store(store);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    ent_txn *txn = begin(store, true), *second;
    assert_int_equal(ent_count_nodes(txn), 400);
    MUST_FAIL(ent_txn_begin(store, true, 20, &second, &error), ENT_BUSY);
    ent_txn_abort(txn);
    ent_store_close(store);
}

/* ---- handles ---- */

static void test_shared(void **state)
{
    place *p = *state;
    char link[160];
    ent_store *first = open_store(p->path), *second, *reader;
    ent_txn *txn;
    snprintf(link, sizeof link, "%s.link", p->path);
    assert_int_equal(symlink(p->path, link), 0);
    MUST(ent_store_open(p->path, ENT_STORE_READ_ONLY, &reader, &error));
    MUST(ent_store_open(link, 0, &second, &error));
    MUST_FAIL(ent_txn_begin(reader, true, 0, &txn, &error), ENT_READ_ONLY);
    ent_store_close(first);
    fill(second, 5, 5);
    txn = begin(reader, false);
    assert_int_equal(ent_count_nodes(txn), 5);
    ent_store_close(second);
    ent_store_close(reader);
    assert_int_equal(ent_count_nodes(txn), 5); /* the file stays open for the transaction */
    ent_txn_abort(txn);
    ent_store *a = open_store(":memory:"), *b = open_store(":memory:");
    fill(a, 5, 5);
    txn = begin(b, false);
    assert_int_equal(ent_count_nodes(txn), 0);
    ent_txn_abort(txn);
    ent_store_close(a);
    ent_store_close(b);
    ent_store_close(NULL);
}

/* ---- permissions and space ---- */

typedef struct {
    const char *path;
    ent_status open, begin; /* expected */
} permitted;

static int as_nobody(void *argument)
{
    const permitted *wanted = argument;
    ent_store *store;
    ent_txn *txn;
    ent_error error = {0};
    if (geteuid() == 0 && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
        return 77;
    ent_status status = ent_store_open(wanted->path, ENT_STORE_CREATE, &store, &error);
    if (status != wanted->open)
        return 3;
    if (status != ENT_OK)
        return error.text[0] ? 0 : 4;
    status = ent_txn_begin(store, false, 0, &txn, &error);
    if (status != ENT_OK || ent_count_nodes(txn) != 20)
        return 5;
    ent_txn_abort(txn);
    status = ent_txn_begin(store, true, 0, &txn, &error);
    if (status == ENT_OK)
        ent_txn_abort(txn);
    ent_store_close(store);
    return status == wanted->begin ? 0 : 6;
}

static void test_permissions(void **state)
{
    place *p = *state;
    char lock[160];
    ent_store *store = open_store(p->path);
    fill(store, 20, 20);
    ent_store_close(store);
    snprintf(lock, sizeof lock, "%s-lock", p->path);
    /* a file and a folder closed to writing, with and without a lock file */
    chmod(p->path, 0444);
    chmod(lock, 0444);
    chmod(p->folder, 0555);
    permitted reading = {p->path, ENT_OK, ENT_READ_ONLY};
    assert_int_equal(in_child(as_nobody, &reading), 0);
    assert_int_equal(unlink(lock), geteuid() == 0 ? 0 : -1);
    assert_int_equal(in_child(as_nobody, &reading), 0);
    /* a file that may be written, but its folder not: no lock file, so no writing */
    chmod(p->path, 0666);
    assert_int_equal(in_child(as_nobody, &reading), 0);
    chmod(p->path, 0000);
    permitted nothing = {p->path, ENT_IO, ENT_OK};
    assert_int_equal(in_child(as_nobody, &nothing), 0);
    snprintf(lock, sizeof lock, "%s/new", p->folder);
    permitted creating = {lock, ENT_IO, ENT_OK};
    assert_int_equal(in_child(as_nobody, &creating), 0);
    chmod(p->folder, 0777);
    chmod(p->path, 0666);
}

static int fill_small_disk(void *argument)
{
    struct rlimit limit = {.rlim_cur = 1 << 20, .rlim_max = 1 << 20};
    ent_store *store;
    ent_txn *txn;
    ent_error error = {0};
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return 77;
    if (ent_store_open(argument, 0, &store, &error) != ENT_OK)
        return 3;
    if (ent_txn_begin(store, true, 0, &txn, &error) != ENT_OK)
        return 4;
    char *big = calloc(1, 3 << 20);
    uint32_t key;
    uint64_t id;
    ent_token_make(txn, ENT_TOKEN_KEY, ENT_STR("big"), &key, &error);
    ent_property prop = {key, ent_string((ent_str){big, 3 << 20})};
    ent_status status = ent_node_create(txn, NULL, 0, &prop, 1, &id, &error);
    if (status == ENT_OK)
        status = ent_txn_commit(txn, &error);
    else
        ent_txn_abort(txn);
    free(big);
    if (status != ENT_FULL || !strstr(error.text, "no space"))
        return 5;
    /* and it goes on, with what fits */
    if (ent_txn_begin(store, true, 0, &txn, NULL) != ENT_OK)
        return 6;
    if (ent_token_find(txn, ENT_TOKEN_KEY, ENT_STR("big")) != ENT_NO_TOKEN)
        return 7;
    if (ent_node_create(txn, NULL, 0, NULL, 0, &id, NULL) != ENT_OK || ent_txn_commit(txn, NULL) != ENT_OK)
        return 8;
    ent_store_close(store);
    return 0;
}

static void test_disk_full(void **state)
{
    place *p = *state;
    ent_store *store = open_store(p->path);
    fill(store, 20, 20);
    ent_store_close(store);
    assert_int_equal(in_child(fill_small_disk, p->path), 0);
    store = open_store(p->path);
    check_store(store);
    ent_txn *txn = begin(store, false);
    assert_int_equal(ent_count_nodes(txn), 21);
    ent_txn_abort(txn);
    ent_store_close(store);
}

/* ---- backups ---- */

static void test_backup(void **state)
{
    place *p = *state;
    char copy[160], nowhere[160];
    snprintf(copy, sizeof copy, "%s.copy", p->path);
    snprintf(nowhere, sizeof nowhere, "%s/none/copy", p->folder);
    ent_store *store = open_store(p->path);
    fill(store, 500, 500);
    ent_txn *writer = begin(store, true);
    uint64_t id;
    MUST(ent_node_create(writer, NULL, 0, NULL, 0, &id, &error));
    ent_txn_abort(writer);
    MUST(ent_store_backup(store, copy, &error));
    MUST_FAIL(ent_store_backup(store, copy, &error), ENT_IO);
    MUST_FAIL(ent_store_backup(store, nowhere, &error), ENT_MISSING);
    fill(store, 10, 10);
    ent_store_close(store);
    store = open_store(copy);
    check_store(store);
    ent_txn *txn = begin(store, false);
    assert_int_equal(ent_count_nodes(txn), 500);
    ent_store_info info;
    ent_store_stat(txn, &info);
    assert_int_equal(info.version, ENT_FORMAT_VERSION);
    assert_true(info.used_bytes > 0 && info.used_bytes <= info.file_bytes);
    ent_txn_abort(txn);
    fill(store, 10, 10);
    check_store(store);
    ent_store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_wrong_files),
        TEST(test_empty_and_foreign),
        TEST(test_too_new),
        TEST(test_truncated),
        TEST(test_short_but_sound),
        TEST(test_flipped_header),
        TEST(test_flipped_anywhere),
        TEST(test_busy_and_killed),
        TEST(test_killed_while_committing),
        TEST(test_fork),
        TEST(test_threads),
        TEST(test_shared),
        TEST(test_permissions),
        TEST(test_disk_full),
        TEST(test_backup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
