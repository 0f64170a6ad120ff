/* The theme covers the vocabulary, and can be read: contrast after WCAG 2.1. */
#include "core/model/vocabulary.h"
#include "render/theme.h"
#include "render_test.h"

#include <math.h>
#include <stdlib.h>

static double channel(const char *hex)
{
    char two[3] = {hex[0], hex[1], '\0'};
    double c = (double)strtol(two, NULL, 16) / 255;
    return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(const char *colour)
{
    assert_int_equal(strlen(colour), 7);
    return 0.2126 * channel(colour + 1) + 0.7152 * channel(colour + 3) + 0.0722 * channel(colour + 5);
}

static double contrast(const char *a, const char *b)
{
    double x = luminance(a), y = luminance(b);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

static void test_vocabulary(void **state)
{
    (void)state;
    assert_int_equal(ent_kinds.count, THEME_KINDS);
    for (uint32_t i = 0; i < ent_kinds.count; i++)
        assert_true(theme_kind_find(ent_kinds.names[i].p) >= 0);
    assert_int_equal(ent_stages.count, THEME_LINES - 1);
    for (uint32_t i = 0; i < ent_stages.count; i++)
        assert_true(theme_line_find(ent_stages.names[i].p) < THEME_LINES - 1);
    assert_int_equal(theme_kind_find("no such kind"), -1);
    assert_int_equal(theme_kind_find(NULL), -1);
    assert_int_equal(theme_line_find(NULL), THEME_LINES - 1);
}

/* Colour is never the only sign of a kind, nor dashes of a stage the same. */
static void test_signs_differ(void **state)
{
    (void)state;
    for (int i = 0; i < THEME_KINDS; i++)
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(theme_kinds[i].colour, theme_kinds[k].colour);
            assert_string_not_equal(theme_kinds[i].mark, theme_kinds[k].mark);
        }
    for (int i = 0; i < THEME_LINES; i++)
        for (int k = 0; k < i; k++)
            assert_true(strcmp(theme_lines[i].dash, theme_lines[k].dash) != 0 ||
                        theme_lines[i].width != theme_lines[k].width);
}

static void test_contrast(void **state)
{
    (void)state;
    const theme *t = &theme_light;
    const char *const fills[] = {t->background,     t->country_fill, t->organization_fill,
                                 t->agreement_fill, t->other_fill,   t->focus_fill};
    for (size_t i = 0; i < sizeof fills / sizeof fills[0]; i++)
        assert_true(contrast(t->ink, fills[i]) >= 7);
    assert_true(contrast(t->faint, t->background) >= 7);
    const char *const lines[] = {t->several, t->other, t->node_line, t->focus_line};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_true(contrast(lines[i], t->background) >= 3);
    for (int i = 0; i < THEME_KINDS; i++)
        assert_true(contrast(theme_kinds[i].colour, t->background) >= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vocabulary),
        cmocka_unit_test(test_signs_differ),
        cmocka_unit_test(test_contrast),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
