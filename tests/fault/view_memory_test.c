/* Every allocation of reading views and courses fails once, alone and with all after it. */
#include "core/model/changes.h"
#include "core/model/deals.h"
#include "tests/fault/rehearse.h"
#include "tests/unit/api/api_test.h"

static const char graph[] =
    "CREATE (r:Party:Country {code: 'RWA', name: 'Rwanda', lat: 1.0, lon: 2.0}), (u:Party {code: 'USA'}), "
    "(s:Source {key: 's', date: date('2020-01-01')}), "
    "(a:Agreement {id: 'a', title: 'A', kind: 'visa', also: ['readmission'], status: 'in_force', since: "
    "date('2020-01-01')}), "
    "(b:Agreement {id: 'b', kind: 'visa', status: 'superseded'}), (b)-[:AMENDS]->(a), (a)-[:REPLACES]->(b), "
    "(a)-[:HAS_EVENT]->(e:Event {date: date('2020-01-01'), lastDay: date('2020-12-31'), status: 'in_force'}), "
    "(a)-[:HAS_EVENT]->(:Event {date: date('2019-01-01'), status: 'signed', note: 'n'}), "
    "(b)-[:HAS_EVENT]->(:Event {date: date('2018-01-01'), status: 'signed'}), "
    "(e)-[:CITED_IN {position: 0}]->(s), (a)-[:CITED_IN {position: 0}]->(s), "
    "(r)-[:PARTY_TO {roles: ['sender'], since: date('2019-01-01'), sinceWritten: '2019'}]->(a), "
    "(u)-[:PARTY_TO {roles: ['receiver', 'funder']}]->(a), (r)-[:PARTY_TO]->(b), (u)-[:PARTY_TO]->(b), "
    "(r)-[:AGREEMENT {id: 'a', directed: true}]->(u), (r)-[:AGREEMENT {id: 'b', directed: false}]->(u)";

static entente_status read_view(entente *db, const ent_view_options *options, const char *other_day)
{
    ent_view *view, *other = NULL;
    ent_course *course;
    ent_change *changes;
    uint32_t count;
    entente_status s = ent_view_open(db, options, &view);
    if (s == ENTENTE_OK && view->party_count) {
        assert_string_equal(view->parties[0].code, "RWA");
        ent_deals_count(view, &view->holdings[view->holding_first[0]], view->holding_first[1], false);
    }
    if (s == ENTENTE_OK && view->tells_agreements)
        s = ent_course_read(db, view, &course);
    if (s == ENTENTE_OK && view->tells_agreements)
        s = ent_changes(view, course, "2018-06-01", "2020-06-01", options, &changes, &count);
    if (s == ENTENTE_OK && other_day)
        s = ent_view_on(view, options, other_day, &other);
    ent_view_close(other);
    ent_view_close(view);
    return s;
}

static entente_status work(entente *db)
{
    static const char *const visa[] = {"visa"}, *const usa[] = {"USA"};
    entente_status s = entente_exec(db, graph);
    if (s == ENTENTE_OK)
        s = read_view(db, &(ent_view_options){.detail = ENT_VIEW_NETWORK}, NULL);
    if (s == ENTENTE_OK)
        s = read_view(db, &(ent_view_options){.years = true, .all_days = true, .kinds = visa, .kind_count = 1},
                      "2019-06-01");
    if (s == ENTENTE_OK)
        s = read_view(
            db, &(ent_view_options){.as_of = "2020-06-01", .certainly = true, .parties = usa, .party_count = 1}, NULL);
    if (s == ENTENTE_OK)
        s = read_view(db, &(ent_view_options){.only = "b", .detail = ENT_VIEW_TERSE}, NULL);
    return s;
}

static void test_one_fails(void **state)
{
    rehearse(work, NULL, false);
}

static void test_all_fail_from_there(void **state)
{
    rehearse(work, NULL, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_fails),
        cmocka_unit_test(test_all_fail_from_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
