/* Arrays in arenas: growth, search, sorting by small numbers. */
#include "core/base/array.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void grows_and_keeps_what_it_has(void **state)
{
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    uint64_t *items = NULL;
    uint32_t room = 0;
    for (uint32_t i = 0; i < 10000; i++) {
        assert_true(ent_array_grow(&arena, (void **)&items, i, &room, sizeof *items));
        assert_true(i < room);
        items[i] = i * UINT64_C(0x123456789);
    }
    for (uint32_t i = 0; i < 10000; i++)
        assert_int_equal(items[i], i * UINT64_C(0x123456789));
    ent_arena_fini(&arena);
}

static void says_when_memory_is_out(void **state)
{
    ent_budget budget = {.limit = 10000};
    ent_arena arena;
    ent_arena_init(&arena, &budget);
    char(*items)[100] = NULL;
    uint32_t room = 0, count = 0;
    while (ent_array_grow(&arena, (void **)&items, count, &room, sizeof *items))
        memset(items[count++], 'x', sizeof *items);
    assert_int_equal(arena.failed, ENT_MEMORY_LIMIT);
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(items[i][99], 'x');
    ent_arena_fini(&arena);
}

static void finds_by_text(void **state)
{
    const struct {
        const char *code;
        double more[3];
    } items[] = {{"AFG", {0}}, {"DEU", {0}}, {"EU", {0}}, {"RWA", {0}}, {"USA", {0}}};
    for (uint32_t count = 0; count <= 5; count++)
        for (uint32_t i = 0; i < 5; i++)
            assert_int_equal(ent_array_find(items, count, sizeof *items, items[i].code), i < count ? i : UINT32_MAX);
    static const char *const absent[] = {"", "AAA", "DEUX", "ZZZ", "eu"};
    for (int i = 0; i < 5; i++)
        assert_int_equal(ent_array_find(items, 5, sizeof *items, absent[i]), UINT32_MAX);
}

typedef struct {
    char before;
    uint32_t key, order;
} item;

static void sorts_by_small_numbers(void **state)
{
    enum { COUNT = 5000, BOUND = 37 };
    item from[COUNT], to[COUNT];
    uint32_t starts[BOUND + 1];
    srand(7);
    for (uint32_t i = 0; i < COUNT; i++)
        from[i] = (item){'b', (uint32_t)rand() % BOUND, i};
    ent_array_sort_by(from, to, COUNT, sizeof *from, offsetof(item, key), BOUND, starts);
    assert_int_equal(starts[0], 0);
    assert_int_equal(starts[BOUND], COUNT);
    for (uint32_t k = 0; k < BOUND; k++)
        for (uint32_t i = starts[k]; i < starts[k + 1]; i++) {
            assert_int_equal(to[i].key, k);
            assert_int_equal(to[i].before, 'b');
            assert_true(i == starts[k] || to[i - 1].order < to[i].order); /* equal ones keep their order */
        }
    ent_array_sort_by(from, to, 0, sizeof *from, offsetof(item, key), 0, starts);
    assert_int_equal(starts[0], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_and_keeps_what_it_has),
        cmocka_unit_test(says_when_memory_is_out),
        cmocka_unit_test(finds_by_text),
        cmocka_unit_test(sorts_by_small_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
