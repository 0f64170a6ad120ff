/* What follows from a checked record: its status and span, and the edges that its roles make. */
#include "io/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SIZE = 4096 };

static ent_places places;
static ent_arena arena;

/* A checked record with these events and parties, as JSON. */
static ent_record read_record(const char *events, const char *parties, char text[SIZE])
{
    ent_faults faults = {0};
    snprintf(text, SIZE,
             "{\"id\": \"a\", \"title\": \"t\", \"kind\": \"visa\", \"parties\": [%s], \"events\": [%s], "
             "\"sources\": [{\"title\": \"s\"}]}",
             parties, events);
    ent_record record = {.file = "f", .line = 1, .column = 1, .source = ent_str_of(text)};
    assert_true(ent_record_read_json(&arena, &record, &faults));
    assert_true(ent_record_check(&record, &places, &faults));
    return record;
}

/* "YEAR:status ..." as events */
static void write_events(const char *short_form, char out[SIZE])
{
    int n = 0, used;
    char year[16], status[32];
    out[0] = 0;
    for (const char *p = short_form; sscanf(p, " %15[0-9-]:%31[a-z_]%n", year, status, &used) == 2; p += used)
        n += snprintf(out + n, SIZE - (size_t)n, "%s{\"date\": \"%s\"%s%s%s}", n ? ", " : "", year,
                      strcmp(status, "none") ? ", \"status\": \"" : "", strcmp(status, "none") ? status : "",
                      strcmp(status, "none") ? "\"" : "");
}

static void day_text(bool has, ent_day day, char out[16])
{
    if (has)
        snprintf(out, 16, "%04d-%02d-%02d", day.year, day.month, day.day);
    else
        snprintf(out, 16, "-");
}

/* events; status, since and until */
static const char *const spans[][2] = {
    {"2000:none", "- - -"},
    {"2000:signed", "signed - -"},
    {"2000:signed 2001:in_force", "in_force 2001-01-01 -"},
    {"2001:in_force 2000:signed", "in_force 2001-01-01 -"},
    {"2000:signed 2001:provisional 2002:in_force", "in_force 2001-01-01 -"},
    {"2001:in_force 2005-03:terminated", "terminated 2001-01-01 2005-03-01"},
    {"2001:in_force 2005:suspended", "suspended 2001-01-01 2005-01-01"},
    {"2001:in_force 2005:suspended 2006:terminated", "terminated 2001-01-01 2005-01-01"},
    {"2001:in_force 2005:suspended 2006:operating", "operating 2001-01-01 -"},
    {"2001:in_force 2005:suspended 2006:operating 2007:expired", "expired 2001-01-01 2007-01-01"},
    {"2001:in_force 2005:terminated 2006:talks", "talks 2001-01-01 2005-01-01"},
    {"2000:talks 2001:rejected", "rejected - 2001-01-01"},
    {"2000:talks 2001:rejected 2002:talks", "talks - -"},
    {"2000:signed 2001:suspended", "suspended - -"},
    {"2000:signed 2001:none 2002:superseded 2003:none", "superseded - 2002-01-01"},
    {"2000:signed 2000:in_force 2000:terminated", "terminated 2000-01-01 2000-01-01"},
};

static void test_spans(void **state)
{
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++) {
        char events[SIZE], text[SIZE], since[16], until[16], found[80];
        write_events(spans[i][0], events);
        ent_record record = read_record(events, "{\"party\": \"FRA\"}, {\"party\": \"DEU\"}", text);
        ent_record_span span = ent_record_span_of(&record);
        day_text(span.has_since, span.since, since);
        day_text(span.has_until, span.until, until);
        ent_str status = span.status < 0 ? ENT_STR("-") : ent_record_statuses.names[span.status];
        snprintf(found, sizeof found, "%.*s %s %s", ENT_STR_ARG(status), since, until);
        if (strcmp(found, spans[i][1]) != 0)
            fail_msg("%s: expected %s, found %s", spans[i][0], spans[i][1], found);
        ent_arena_reset(&arena);
    }
}

/* "CODE:letters ...", s a sender, r a receiver, f a funder, p a partner */
static void write_parties(const char *short_form, char out[SIZE])
{
    int n = 0, used;
    char code[16], roles[8];
    out[0] = 0;
    for (const char *p = short_form; sscanf(p, " %15[A-Z]:%7[srfp]%n", code, roles, &used) == 2; p += used) {
        n += snprintf(out + n, SIZE - (size_t)n, "%s{\"party\": \"%s\", \"roles\": [", n ? ", " : "", code);
        for (char *r = roles; *r; r++)
            n += snprintf(out + n, SIZE - (size_t)n, "%s\"%s\"", r > roles ? ", " : "",
                          *r == 's'   ? "sender"
                          : *r == 'r' ? "receiver"
                          : *r == 'f' ? "funder"
                                      : "partner");
        n += snprintf(out + n, SIZE - (size_t)n, "], \"since\": \"%d\"}", 1900 + n);
    }
}

/* parties; edges, `>` directed, `-` not */
static const char *const edges[][2] = {
    {"FRA:s RWA:r", "FRA>RWA"},
    {"FRA:r RWA:s", "RWA>FRA"},
    {"FRA:sr RWA:sr", "FRA>RWA RWA>FRA"},
    {"FRA:sr RWA:r", "FRA>RWA"},
    {"RWA:p FRA:p", "FRA-RWA"},
    {"RWA:f FRA:p ITA:p", "FRA-RWA ITA-RWA FRA-ITA"},
    {"FRA:sf RWA:r", "FRA>RWA"},
    /* a third that funds, or does nothing, has an undirected edge to each; two senders have none */
    {"FRA:s RWA:r EU:f", "FRA>RWA EU-FRA EU-RWA"},
    {"FRA:s ITA:s RWA:r", "FRA>RWA ITA>RWA"},
    {"FRA:s ITA:r RWA:r", "FRA>ITA FRA>RWA"},
    /* no sender meets a receiver: every pair, once */
    {"FRA:s ITA:s", "FRA-ITA"},
    {"ITA:r FRA:r EU:r", "FRA-ITA EU-ITA EU-FRA"},
    {"ITA:s FRA:s EU:f", "FRA-ITA EU-ITA EU-FRA"},
    {"FRA:sr ITA:p", "FRA-ITA"},
    /* a party with two entries is one, with the roles of both */
    {"FRA:s RWA:r FRA:r RWA:s", "FRA>RWA RWA>FRA"},
    {"FRA:s RWA:p FRA:p RWA:r", "FRA>RWA"},
};

static void test_edges(void **state)
{
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++) {
        char parties[SIZE], text[SIZE], found[200] = "";
        write_parties(edges[i][0], parties);
        ent_record record = read_record("{\"date\": \"2000\"}", parties, text);
        uint32_t count;
        const ent_record_edge *e = ent_record_edges_of(&record, &arena, &count);
        assert_non_null(e);
        for (uint32_t k = 0, n = 0; k < count; k++) {
            ent_str from = ENT_ITEM(record.parties, ent_record_party, e[k].from)->party.s;
            ent_str to = ENT_ITEM(record.parties, ent_record_party, e[k].to)->party.s;
            n += (uint32_t)snprintf(found + n, sizeof found - n, "%s%.*s%c%.*s", n ? " " : "", ENT_STR_ARG(from),
                                    e[k].directed ? '>' : '-', ENT_STR_ARG(to));
        }
        if (strcmp(found, edges[i][1]) != 0)
            fail_msg("%s: expected %s, found %s", edges[i][0], edges[i][1], found);
        ent_arena_reset(&arena);
    }
}

static const struct {
    const char *json, *written;
} numbers[] = {
    {"0", "0"},
    {"7500000", "7500000"},
    {"5e3", "5000"},
    {"5.0", "5"},
    {"0.1", "0.1"},
    {"2.50", "2.5"},
    {"9223372036854775807", "9223372036854775807"},
    {"1e21", "1e+21"},
    {"1.7976931348623157e308", "1.7976931348623157e+308"},
    {"0.30000000000000004", "0.30000000000000004"},
};

static void test_numbers(void **state)
{
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        char text[SIZE], found[32];
        ent_faults faults = {0};
        snprintf(
            text, SIZE,
            "{\"id\": \"a\", \"title\": \"t\", \"kind\": \"visa\", \"parties\": [{\"party\": \"FRA\"}, {\"party\": "
            "\"DEU\"}], \"events\": [{\"date\": \"2000\"}], \"sources\": [{\"title\": \"s\"}], \"amounts\": "
            "[{\"amount\": %s, \"currency\": \"EUR\", \"basis\": \"paid\"}]}",
            numbers[i].json);
        ent_record record = {.file = "f", .line = 1, .column = 1, .source = ent_str_of(text)};
        assert_true(ent_record_read_json(&arena, &record, &faults) && ent_record_check(&record, &places, &faults));
        ent_number_format(&ENT_ITEM(record.amounts, ent_record_amount, 0)->amount, found);
        assert_string_equal(found, numbers[i].written);
        ent_arena_reset(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spans),
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_numbers),
    };
    ent_places_init(&places);
    ent_arena_init(&arena, NULL);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ent_arena_fini(&arena);
    ent_places_fini(&places);
    return failed;
}
