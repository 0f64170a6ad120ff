/* Text that is made harmless, measured and broken into lines. */
#include "core/base/str.h"
#include "render/text.h"
#include "render/theme.h"
#include "render_test.h"

#include <math.h>

static void check_clean(const char *text, const char *expected)
{
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    assert_string_equal(text_clean(&arena, text), expected);
    ent_arena_fini(&arena);
}

static void test_clean(void **state)
{
    (void)state;
    check_clean("plain", "plain");
    check_clean("  a \n\t b  ", "a b");
    check_clean("\x01\x02", "");
    check_clean("a\xE2\x80\xAE"
                "b\xE2\x81\xA9",
                "ab"); /* override and isolate */
    check_clean("a\xEF\xBF\xBE\xEF\xBF\xBF", "a");
    check_clean("\xC2\x85x", "x");
    check_clean("<b>&\"'\\", "<b>&\"'\\");
    check_clean("👩‍👧", "👩‍👧");
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    assert_null(text_clean(&arena, NULL));
    ent_arena_fini(&arena);
}

static void test_isolate(void **state)
{
    (void)state;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    assert_string_equal(text_isolate(&arena, "Rwanda"), "Rwanda");
    assert_string_equal(text_isolate(&arena, "مرحبا"), "\u2068مرحبا\u2069");
    ent_arena_fini(&arena);
}

static void check_wrap(text_measure *m, const char *text, double width, uint32_t max_lines)
{
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    text_line *lines;
    uint32_t count = text_wrap(m, &arena, text, 12, false, width, max_lines, &lines);
    assert_in_range(count, 1, max_lines);
    for (uint32_t i = 0; i < count; i++) {
        size_t length = strlen(lines[i].text);
        assert_int_equal(ent_utf8_valid(lines[i].text, length), length);
        /* one family of emoji is one character and may be wider than a narrow line */
        assert_true(lines[i].width <= fmax(width, 60));
        assert_true(lines[i].width == text_width(m, lines[i].text, length, 12, false));
    }
    ent_arena_fini(&arena);
}

static void test_wrap(void **state)
{
    (void)state;
    text_measure *m = text_measure_new(theme_light.font_face);
    char x[1001], words[2001];
    memset(x, 'x', 1000);
    x[1000] = '\0';
    for (int i = 0; i < 2000; i++)
        words[i] = i % 5 == 4 ? ' ' : 'w';
    words[2000] = '\0';
    const char *const texts[] = {
        "",
        "a",
        "Democratic Republic of the Congo",
        "United Nations High Commissioner for Refugees",
        x,
        words,
        "日本国日本国日本国日本国日本国日本国日本国",
        "مرحبا بالعالم مرحبا بالعالم",
        "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
        "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍"
        "👩"
        "‍"
        "👧"
        "‍"
        "👦",
        "-----------------------------"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        for (uint32_t lines = 1; lines <= 4; lines++)
            for (double width = 20; width <= 320; width *= 2)
                check_wrap(m, texts[i], width, lines);
    text_measure_free(m);
}

static void test_wrap_is_even_and_complete(void **state)
{
    (void)state;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    text_measure *m = text_measure_new(theme_light.font_face);
    text_line *lines;
    assert_int_equal(text_wrap(m, &arena, "Central African Republic", 12, false, 120, 3, &lines), 2);
    assert_string_equal(lines[0].text, "Central African");
    assert_string_equal(lines[1].text, "Republic");
    assert_int_equal(text_wrap(m, &arena, "Rwanda", 12, false, 120, 3, &lines), 1);
    assert_string_equal(lines[0].text, "Rwanda");
    uint32_t count = text_wrap(m, &arena, "one two three four five six seven eight nine ten", 12, false, 60, 3, &lines);
    assert_int_equal(count, 3);
    assert_non_null(strstr(lines[2].text, "…"));
    assert_null(strstr(lines[1].text, "…"));
    assert_true(text_width(m, "Rwanda", 6, 12, true) > text_width(m, "Rwanda", 6, 12, false));
    text_measure_free(m);
    ent_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_isolate),
        cmocka_unit_test(test_wrap),
        cmocka_unit_test(test_wrap_is_even_and_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
