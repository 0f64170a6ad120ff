/* Text read as every temporal type, truncated, added to itself: nothing may crash, and what can be read must be written
 * so that it reads back as the same value. */
#include "core/value/temporal.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_round_trip(ent_temporal_context *context, ent_value v)
{
    char text[ENT_TEMPORAL_TEXT];
    ent_str written = {text, (uint32_t)ent_temporal_text(text, v)};
    ent_value again;
    if (ent_temporal_parse(context, (ent_type)v.type, written, &again) != ENT_OK || !ent_temporal_equal(v, again))
        abort();
}

static void compute(ent_temporal_context *context, ent_value v)
{
    static const ent_str components[] = {{"week", 4}, {"epochMillis", 11}, {"nanoseconds", 11}, {"offset", 6}};
    static const char *const units[] = {"millennium", "weekYear", "week", "hour", "microsecond"};
    ent_value out, month;
    ent_status status;
    for (size_t i = 0; i < sizeof components / sizeof *components; i++)
        ent_temporal_component(context->arena, v, components[i]);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        ent_temporal_truncate(context, (ent_type)v.type, ent_str_of(units[i]), v, ENT_NULL, &out);
    if (ent_temporal_parse(context, ENT_TYPE_DURATION, ENT_STR("P1M1DT25H"), &month) == ENT_OK) {
        ent_temporal_arithmetic(context, '+', v, month, &out, &status);
        ent_temporal_arithmetic(context, '-', v, month, &out, &status);
    }
    ent_temporal_arithmetic(context, '*', v, ent_float(-0.3), &out, &status);
    ent_temporal_arithmetic(context, '/', v, ent_int(INT64_MIN), &out, &status);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const ent_type types[] = {ENT_TYPE_DATE,           ENT_TYPE_LOCAL_TIME, ENT_TYPE_TIME,
                                     ENT_TYPE_LOCAL_DATETIME, ENT_TYPE_DATETIME,   ENT_TYPE_DURATION};
    if (size > 1000 || ent_utf8_valid((const char *)data, size) != size)
        return 0;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        ent_arena arena;
        ent_error error = {0};
        ent_value v;
        ent_arena_init(&arena, NULL);
        ent_temporal_context context = {&arena, &error, {0, 0}};
        if (ent_temporal_parse(&context, types[i], (ent_str){(const char *)data, (uint32_t)size}, &v) == ENT_OK) {
            check_round_trip(&context, v);
            compute(&context, v);
        }
        ent_arena_fini(&arena);
    }
    return 0;
}
