/* Where sentences end and what a word is. */
#include "io/extract/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

/* text, and its tokens: sentences parted by " / ", hyphens between the words that they join */
static const char *const cases[][2] = {
    {"Mr. Trump met Dr. Who. They talked.", "Mr Trump met Dr Who . / They talked ."},
    {"The U.S. Government agreed. It paid.", "The U.S. Government agreed . / It paid ."},
    {"He lives in the U.S. The court ruled.", "He lives in the U.S. / The court ruled ."},
    {"Olivier J.P. Nduhungirehe spoke at 5 p.m. on Sunday.", "Olivier J.P. Nduhungirehe spoke at 5 p.m. on Sunday ."},
    {"The EU-Turkey deal cost 6.5bn, or 1,000 each.", "The EU -Turkey deal cost 6.5 bn , or 1,000 each ."},
    {"Britain’s and the states’ plan", "Britain 's and the states 's plan"},
    {"Côte d’Ivoire isn't there", "Côte d'Ivoire isn't there"},
    {"No. 10 said no. The Home Office agreed.", "No 10 said no . / The Home Office agreed ."},
    {"A headline without a mark\n\nThe text", "A headline without a mark / The text"},
    {"wrapped\nlines go on", "wrapped lines go on"},
    {"He said “yes.” She left.", "He said “ yes . / She left ."},
    {"", ""},
    {"...", "."},
    {" date 2025-05-05 Rwanda spoke.", "Rwanda spoke ."},
};

static void write(const ent_document *d, char *out, size_t size)
{
    size_t n = 0;
    out[0] = '\0';
    for (uint32_t s = 0; s < d->sentence_count; s++)
        for (uint32_t i = 0; i < d->sentences[s].count; i++) {
            const ent_token *t = &d->tokens[d->sentences[s].first + i];
            n += (size_t)snprintf(out + n, size - n, "%s%s%.*s",
                                  n == 0   ? ""
                                  : i == 0 ? " / "
                                           : " ",
                                  t->hyphen ? "-" : "", ENT_STR_ARG(t->word));
            assert_true(n < size);
            assert_true(t->at + t->n <= d->text.n);
        }
}

static void test_tokens(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ent_arena arena;
        ent_document document;
        ent_day none = {0};
        char text[1000];
        ent_arena_init(&arena, NULL);
        assert_int_equal(ent_document_open(&document, &arena, ent_str_of(cases[i][0]), &none), ENT_OK);
        write(&document, text, sizeof text);
        assert_string_equal(text, cases[i][1]);
        ent_arena_fini(&arena);
    }
}

static void test_date(void **state)
{
    ent_arena arena;
    ent_document document;
    ent_day none = {0}, given = {2020, 1, 2};
    ent_str text = ENT_STR(" date 2025-05-05 Rwanda spoke.");
    ent_arena_init(&arena, NULL);
    assert_int_equal(ent_document_open(&document, &arena, text, &none), ENT_OK);
    assert_int_equal(document.date.year * 10000 + document.date.month * 100 + document.date.day, 20250505);
    assert_int_equal(ent_document_open(&document, &arena, text, &given), ENT_OK);
    assert_int_equal(document.date.year, 2020);
    ent_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tokens), cmocka_unit_test(test_date)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
