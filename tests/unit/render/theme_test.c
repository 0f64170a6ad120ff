/* The themes cover the vocabulary, can be read (contrast after WCAG 2.1), and tell kinds apart for readers of every
 * sight. */
#include "core/model/vocabulary.h"
#include "render/colour.h"
#include "render/theme.h"
#include "render_test.h"

#include <math.h>

static colour read(const char *text)
{
    colour c = {0};
    assert_true(colour_read(text, &c));
    return c;
}

static double contrast(const char *a, const char *b)
{
    return colour_contrast(read(a), read(b));
}

static void test_vocabulary(void **state)
{
    (void)state;
    assert_int_equal(ent_kinds.count, THEME_KINDS);
    for (uint32_t i = 0; i < ent_kinds.count; i++)
        assert_true(theme_kind_find(ent_kinds.names[i].p) >= 0);
    assert_int_equal(ent_stages.count, THEME_STAGES - 1);
    for (uint32_t i = 0; i < ent_stages.count; i++)
        assert_true(theme_stage_find(ent_stages.names[i].p) < THEME_STAGES - 1);
    assert_int_equal(theme_kind_find("no such kind"), -1);
    assert_int_equal(theme_kind_find(NULL), -1);
    assert_int_equal(theme_stage_find(NULL), THEME_STAGES - 1);
}

/* Colours against values that others have published: contrast by WCAG's definition, OKLab by Ottosson's table (XYZ of
 * white and of the red primary), and a red and a green that look alike without red cones. */
static void test_colours(void **state)
{
    (void)state;
    colour c;
    assert_true(colour_read("#fff", &c) && c.r == 1 && c.g == 1 && c.b == 1);
    for (const char *const *bad = (const char *const[]){"", "#", "fff", "#ffff", "#12345g", "#1234567", "red", NULL};
         *bad; bad++)
        assert_false(colour_read(*bad, &c));
    assert_true(fabs(contrast("#000000", "#ffffff") - 21) < 1e-9);
    assert_true(fabs(contrast("#777777", "#ffffff") - 4.48) < 0.005);
    assert_true(fabs(contrast("#0000ff", "#ffffff") - 8.59) < 0.005);
    assert_true(fabs(colour_distance(read("#000000"), read("#ffffff")) - 1) < 1e-4);
    /* red: L 0.6280, a 0.2249, b 0.1258 */
    assert_true(fabs(colour_distance(read("#ff0000"), read("#000000")) -
                     sqrt(0.6280 * 0.6280 + 0.2249 * 0.2249 + 0.1258 * 0.1258)) < 1e-3);
    colour red = read("#b04a00"), green = read("#5d6b00");
    assert_true(colour_distance(red, green) > 0.1);
    assert_true(colour_distance(colour_seen(red, SIGHT_NO_GREEN), colour_seen(green, SIGHT_NO_GREEN)) <
                0.5 * colour_distance(red, green));
    for (int sight = 0; sight < SIGHTS; sight++) /* greys stay what they are */
        assert_true(colour_distance(colour_seen(read("#808080"), (colour_sight)sight), read("#808080")) < 0.002);
    assert_true(colour_distance(colour_over(read("#000"), read("#fff"), 0.5), read("#808080")) < 0.005);
}

static double least_distance(const char *a, const char *b)
{
    double least = 1;
    for (int sight = SIGHT_FULL; sight <= SIGHT_NO_GREEN; sight++)
        least = fmin(least, colour_distance(colour_seen(read(a), (colour_sight)sight),
                                            colour_seen(read(b), (colour_sight)sight)));
    return least;
}

/* Any two kinds can stand side by side. By dash and arrowhead alone they differ in every theme, so on grey paper too.
 * Where colours are used, two differ for each kind of sight as well; where dashes are the same, as lines without a head
 * have nothing else, they differ clearly. */
static void test_kinds_differ(void **state)
{
    (void)state;
    for (int n = 0; n < THEMES; n++) {
        const theme *t = themes[n];
        bool mono = strcmp(t->name, "mono") == 0, paper = mono || strcmp(t->name, "print") == 0;
        for (int i = 0; i < THEME_KINDS; i++) {
            const theme_stroke *a = &t->kinds[i];
            for (int k = 0; k < i; k++) {
                const theme_stroke *b = &t->kinds[k];
                bool same_dash = strcmp(a->dash, b->dash) == 0;
                assert_string_not_equal(theme_kinds[i].mark, theme_kinds[k].mark);
                assert_true(!same_dash || (a->head != b->head && !paper));
                if (mono)
                    continue;
                assert_true(colour_distance(read(a->colour), read(b->colour)) >= 0.08);
                assert_true(least_distance(a->colour, b->colour) >= (same_dash ? 0.1 : 0.04));
            }
            assert_true(strcmp(a->dash, t->several.dash) != 0 || a->head != t->several.head);
            assert_true(strcmp(a->dash, t->other.dash) != 0 || a->head != t->other.head);
            if (paper)
                assert_string_not_equal(a->dash, t->several.dash);
        }
    }
}

static void test_stages_differ(void **state)
{
    (void)state;
    assert_int_equal(theme_stages[theme_stage_find("ended")].sign, SIGN_CROSS);
    assert_int_equal(theme_stages[theme_stage_find("contested")].sign, SIGN_BARS);
    for (int n = 0; n < THEMES; n++) {
        const theme_weight *active = theme_weight_of(themes[n], "active"),
                           *agreed = theme_weight_of(themes[n], "agreed"),
                           *emerging = theme_weight_of(themes[n], "emerging");
        assert_true(active->width >= 1.3 * agreed->width && agreed->width >= 1.3 * emerging->width);
        assert_true(active->opacity >= agreed->opacity && agreed->opacity >= emerging->opacity);
    }
}

static void test_contrast(void **state)
{
    (void)state;
    for (int n = 0; n < THEMES; n++) {
        const theme *t = themes[n];
        const char *const fills[] = {t->background,     t->country_fill, t->organization_fill,
                                     t->agreement_fill, t->other_fill,   t->focus_fill};
        for (size_t i = 0; i < sizeof fills / sizeof fills[0]; i++)
            assert_true(contrast(t->ink, fills[i]) >= 7);
        for (int i = 0; i < THEME_FILLS; i++)
            assert_true(contrast(t->ink, t->fills[i]) >= 7);
        assert_true(contrast(t->faint, t->background) >= 7);
        const char *const lines[] = {t->several.colour, t->other.colour, t->node_line, t->focus_line};
        for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
            assert_true(contrast(lines[i], t->background) >= 3);
        for (int i = 0; i < THEME_KINDS; i++) /* as pale as its lines can be */
            for (int k = 0; k <= THEME_STAGES; k++) {
                double opacity = k < THEME_STAGES ? t->stages[k].opacity : t->aside.opacity;
                const colour grounds[] = {read(t->background), read(t->changed_fill)};
                for (int g = 0; g < 2; g++)
                    assert_true(
                        colour_contrast(colour_over(read(t->kinds[i].colour), grounds[g], opacity), grounds[g]) >= 3);
            }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vocabulary),    cmocka_unit_test(test_colours),  cmocka_unit_test(test_kinds_differ),
        cmocka_unit_test(test_stages_differ), cmocka_unit_test(test_contrast),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
