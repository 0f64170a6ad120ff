/* Signatures, and the set of procedures that a connection knows. */
#include "core/query/procedure_set.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void print(char *out, size_t room, const ent_procedure *p)
{
    size_t n = (size_t)snprintf(out, room, "%.*s(", ENT_STR_ARG(p->name));
    for (uint32_t i = 0; i < p->input_count + p->output_count; i++) {
        const ent_field *field = i < p->input_count ? &p->inputs[i] : &p->outputs[i - p->input_count];
        char type[96];
        ent_field_type_text(type, field);
        n += (size_t)snprintf(out + n, room - n, "%s%.*s%s :: %s",
                              i == p->input_count ? "|"
                              : i                 ? ", "
                                                  : "",
                              ENT_STR_ARG(field->name), field->optional ? " = null" : "", type);
    }
    snprintf(out + n, room - n, ")");
}

static void test_signatures(void **state)
{
    static const struct {
        const char *text, *read; /* read NULL: not a signature, and where that shows */
        uint32_t at;
    } cases[] = {
        {"test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, code :: INTEGER?)",
         "test.my.proc(name :: STRING?, id :: INTEGER?|city :: STRING?, code :: INTEGER?)", 0},
        {"test.doNothing() :: ()", "test.doNothing()", 0},
        {"test.doNothing ( )::VOID", "test.doNothing()", 0},
        {"p(x::NUMBER)::(y::ANY?)", "p(x :: NUMBER|y :: ANY?)", 0},
        {"p(x :: list of string?) :: (y :: LIST<LIST<INTEGER>>?)", "p(x :: LIST|y :: LIST?)", 0},
        {"p(a :: LOCAL DATETIME, b :: ZONED TIME?, c :: localtime) :: ()",
         "p(a :: LOCAL DATETIME, b :: ZONED TIME?, c :: LOCAL TIME)", 0},
        {"p(x :: ANY, y = null :: MAP?, z = NULL :: INTEGER?) :: ()",
         "p(x :: ANY, y = null :: MAP?, z = null :: INTEGER?)", 0},
        {"p(y = 1 :: MAP?) :: ()", NULL, 6},
        {"p(y = null :: MAP) :: ()", NULL, 17},
        {"p(y = null :: MAP?, z :: MAP?) :: ()", NULL, 22},
        {"p() :: (y = null :: MAP?)", NULL, 10},
        {"", NULL, 0},
        {"p", NULL, 1},
        {"p(", NULL, 2},
        {"p(x)", NULL, 3},
        {"p(x :: WORD) :: ()", NULL, 7},
        {"p(x :: LOCAL) :: ()", NULL, 7},
        {"p(x :: STRING x :: STRING) :: ()", NULL, 14},
        {"p(x :: STRING, x :: STRING) :: ()", NULL, 15},
        {"p() : ()", NULL, 4},
        {"p() :: () and more", NULL, 10},
        {"p..q() :: ()", NULL, 2},
        {"1p() :: ()", NULL, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        ent_arena arena;
        ent_procedure p = {0};
        ent_error error = {0};
        ent_arena_init(&arena, NULL);
        ent_status status = ent_signature_parse(&arena, ent_str_of(cases[i].text), &p, &error);
        if (cases[i].read) {
            char out[400];
            print(out, sizeof out, &p);
            assert_string_equal(out, cases[i].read);
        } else {
            assert_int_equal(status, ENT_SYNTAX);
            assert_int_equal(error.where.at, cases[i].at);
        }
        ent_arena_fini(&arena);
    }
}

static void test_nested_type(void **state)
{
    char text[4096] = "p(x :: ";
    for (int i = 0; i < 500; i++)
        strcat(text, "LIST<");
    ent_arena arena;
    ent_procedure p = {0};
    ent_error error = {0};
    ent_arena_init(&arena, NULL);
    assert_int_equal(ent_signature_parse(&arena, ent_str_of(text), &p, &error), ENT_SYNTAX);
    ent_arena_fini(&arena);
}

static int destroyed;

static void destroy(void *user)
{
    destroyed += *(int *)user;
}

static ent_status run(ent_call *call, void *user, const ent_value *args, ent_procedure_rows *rows)
{
    return ENT_OK;
}

static void test_set(void **state)
{
    ent_procedure_set *set;
    ent_error error = {0};
    const ent_procedure *first, *second;
    int one = 1, ten = 10;
    assert_int_equal(ent_procedure_set_new(&set, &error), ENT_OK);
    uint32_t builtin = ent_procedure_count(set);
    assert_true(builtin > 0);
    assert_int_equal(ent_procedure_count(NULL), builtin);
    assert_non_null(ent_procedure_find(NULL, ENT_STR("db.labels")));

    assert_int_equal(
        ent_procedure_register(set, ENT_STR("a.b() :: ()"), ENT_STR("helps"), run, &one, destroy, &first, &error),
        ENT_OK);
    assert_ptr_equal(ent_procedure_find(set, ENT_STR("a.b")), first);
    assert_ptr_equal(ent_procedure_find(set, ENT_STR("A.B")), first);
    assert_null(ent_procedure_find(set, ENT_STR("a.c")));
    assert_int_equal(
        ent_procedure_register(set, ENT_STR("a.b(x :: ANY) :: ()"), ENT_STR(""), run, &ten, destroy, &second, &error),
        ENT_OK);
    assert_int_equal(destroyed, 1);
    assert_ptr_equal(ent_procedure_find(set, ENT_STR("a.b")), second);
    assert_int_equal(ent_procedure_count(set), builtin + 1);
    assert_string_equal(first->help.p, "helps"); /* still there for statements that know it */

    assert_int_equal(ent_procedure_register(set, ENT_STR("a.b("), ENT_STR(""), run, &ten, destroy, NULL, &error),
                     ENT_SYNTAX);
    assert_int_equal(destroyed, 1);
    for (uint32_t i = 1; i < ent_procedure_count(set); i++) {
        ent_str a = ent_procedure_at(set, i - 1)->name, b = ent_procedure_at(set, i)->name;
        int order = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);
        assert_true(order < 0 || (order == 0 && a.n < b.n));
    }
    ent_procedure_set_free(set);
    assert_int_equal(destroyed, 11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signatures),
        cmocka_unit_test(test_nested_type),
        cmocka_unit_test(test_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
