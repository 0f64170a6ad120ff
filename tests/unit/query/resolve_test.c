/* The resolver. A refused case is a query, the error as the TCK names it, and the text that the error points at. An
 * accepted one is a query and its columns. Further tests look at what the resolver has written into the tree. */
#include "core/query/resolve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- procedures of the test ---- */

struct ent_procedure_set {
    const ent_procedure *procedures;
    uint32_t count;
};

#define BIT(id) ENT_TYPE_BIT(ENT_TYPE_##id)
#define NAME(text)            \
    {                         \
        text, sizeof text - 1 \
    }

static ent_field person_inputs[] = {{NAME("name"), BIT(STRING), true, false}, {NAME("id"), BIT(INTEGER), true, false}};
static ent_field person_outputs[] = {{NAME("city"), BIT(STRING), true, false},
                                     {NAME("code"), BIT(INTEGER), true, false}};
static ent_field number_input[] = {{NAME("in"), BIT(FLOAT), true, false}};
static const ent_procedure procedures[] = {
    {.name = NAME("test.person"),
     .inputs = person_inputs,
     .outputs = person_outputs,
     .input_count = 2,
     .output_count = 2},
    {.name = NAME("test.nothing")},
    {.name = NAME("test.take"), .inputs = number_input, .input_count = 1},
    {.name = NAME("test.write"), .writes = true},
};
static const struct ent_procedure_set all = {procedures, sizeof procedures / sizeof *procedures};

const ent_procedure *ent_procedure_find(const ent_procedure_set *set, ent_str name)
{
    for (uint32_t i = 0; i < set->count; i++)
        if (ent_str_equal(set->procedures[i].name, name))
            return &set->procedures[i];
    return NULL;
}

uint32_t ent_procedure_count(const ent_procedure_set *set)
{
    return set->count;
}

const ent_procedure *ent_procedure_at(const ent_procedure_set *set, uint32_t i)
{
    return &set->procedures[i];
}

/* ---- running ---- */

typedef struct {
    ent_arena arena;
    ent_error error;
    ent_statement *statement;
    ent_status status;
} resolved;

static void run(resolved *r, const char *query)
{
    memset(r, 0, sizeof *r);
    ent_arena_init(&r->arena, NULL);
    r->status = ent_parse(&r->arena, ent_str_of(query), &r->statement, &r->error);
    if (r->status == ENT_OK)
        r->status = ent_resolve(&r->arena, r->statement, &all, &r->error);
}

static const ent_projection *last_projection(const resolved *r)
{
    const ent_single_query *part = &r->statement->query->parts[0];
    return &part->clauses[part->count - 1]->projection;
}

static const ent_clause *clause_at(const resolved *r, uint32_t i)
{
    return r->statement->query->parts[0].clauses[i];
}

/* ---- refused ---- */

typedef struct {
    const char *query, *detail, *at;
} refused;

static const refused refused_variables[] = {
    {"MATCH () RETURN foo", "UndefinedVariable", "foo"},
    {"MATCH (a) WITH a.x AS x RETURN a", "UndefinedVariable", "a"},
    {"MATCH (a) WHERE b.x = 1 RETURN a", "UndefinedVariable", "b"},
    {"MATCH (a) DELETE x", "UndefinedVariable", "x"},
    {"MATCH (a) SET a.name = missing", "UndefinedVariable", "missing"},
    {"MATCH (a) SET b.name = 1", "UndefinedVariable", "b"},
    {"MATCH (a) REMOVE b.name", "UndefinedVariable", "b"},
    {"MERGE (n) ON CREATE SET x.num = 1", "UndefinedVariable", "x"},
    {"MERGE (n) ON MATCH SET x.num = 1", "UndefinedVariable", "x"},
    {"MATCH (a) CREATE (a)-[:KNOWS]->(b {name: missing})", "UndefinedVariable", "missing"},
    {"CREATE (a {x: 1})-[:T]->(b {y: a.x})", "UndefinedVariable", "a"},
    {"MERGE (a {x: a.y})", "UndefinedVariable", "a"},
    {"MATCH (n) WHERE (n)-[r]->() RETURN n", "UndefinedVariable", "r"},
    {"MATCH (n) WHERE (n)-[:T]->(a {num: 5}) RETURN n", "UndefinedVariable", "a"},
    {"MATCH (n) WHERE (a) RETURN n", "UndefinedVariable", "a"},
    {"RETURN [x IN [1] | x] + x", "UndefinedVariable", "x"},
    {"RETURN reduce(s = 0, x IN [1] | s + x) + s", "UndefinedVariable", "s"},
    {"MATCH (n) WHERE EXISTS { MATCH (n)-->(m) } RETURN m", "UndefinedVariable", "m"},
    {"MATCH (n) RETURN [(n)-->(m) | m.x] AS l, m", "UndefinedVariable", "m"},
    {"MATCH (n) CALL { RETURN n.x AS x } RETURN x", "UndefinedVariable", "n"},
    {"MATCH (n), (m) CALL (m) { RETURN n.x AS x } RETURN x", "UndefinedVariable", "n"},
    {"FOREACH (x IN [1] | CREATE ({x: x})) CREATE ({y: x})", "UndefinedVariable", "x"},
    {"RETURN shortestPath((a)-[*]-(b))", "UndefinedVariable", "a"},
    {"MATCH (a) RETURN a.x AS x UNION MATCH (b) RETURN a.x AS x", "UndefinedVariable", "a"},
    {"MATCH (a) CREATE (a)", "VariableAlreadyBound", "a"},
    {"CREATE (a), (a)", "VariableAlreadyBound", "a"},
    {"MATCH (a) CREATE (a {name: 'foo'})", "VariableAlreadyBound", "a"},
    {"CREATE (n:Foo)-[:T1]->(), (n:Bar)-[:T2]->()", "VariableAlreadyBound", "n"},
    {"CREATE (n:Foo) CREATE (n {})-[:T]->()", "VariableAlreadyBound", "n"},
    {"MATCH ()-[r]->() CREATE ()-[r]->()", "VariableAlreadyBound", "r"},
    {"CREATE ()-[r:T]->(), ()-[r:T]->()", "VariableAlreadyBound", "r"},
    {"MATCH (a) MERGE (a)", "VariableAlreadyBound", "a"},
    {"CREATE (a:Foo) MERGE (a)-[r:KNOWS]->(a:Bar)", "VariableAlreadyBound", "a"},
    {"MATCH (a)-[r]->(b) MERGE (a)-[r]->(b)", "VariableAlreadyBound", "r"},
    {"MATCH (p) MATCH p = ()-->() RETURN p", "VariableAlreadyBound", "p"},
    {"MATCH p = (p)-->() RETURN p", "VariableAlreadyBound", "p"},
    {"MATCH ()-[p*]-(), p = ()--() RETURN p", "VariableAlreadyBound", "p"},
    {"WITH 1 AS p MATCH p = ()-->() RETURN p", "VariableAlreadyBound", "p"},
    {"MATCH (a) UNWIND [1] AS a RETURN a", "VariableAlreadyBound", "a"},
    {"MATCH (a) FOREACH (a IN [1] | CREATE ())", "VariableAlreadyBound", "a"},
    {"MATCH (n) CALL { MATCH (n) RETURN n } RETURN n", "VariableAlreadyBound", "n"},
    {"MATCH (n) CALL (n, n) { RETURN 1 AS x } RETURN x", "VariableAlreadyBound", "n"},
    {"MATCH (n) WHERE EXISTS { MATCH (m) WITH m AS n RETURN n } RETURN n", "VariableAlreadyBound", "n"},
    {"WITH 'x' AS city CALL test.person('a', 1) YIELD city RETURN city", "VariableAlreadyBound", "city"},
    {"CALL test.person('a', 1) YIELD city AS c, code AS c RETURN c", "VariableAlreadyBound", "c"},
    {"CALL test.person('a', 1) YIELD city, code AS city RETURN city", "VariableAlreadyBound", "city"},
    {"MATCH ()-[r]-() MATCH (r) RETURN r", "VariableTypeConflict", "r"},
    {"MATCH r = ()-->(), (r) RETURN r", "VariableTypeConflict", "r"},
    {"MATCH r = ()-->(), ()-[r]-() RETURN r", "VariableTypeConflict", "r"},
    {"MATCH (r)-[r]-() RETURN r", "VariableTypeConflict", "r"},
    {"MATCH ()-[r*]-()--(r) RETURN r", "VariableTypeConflict", "r"},
    {"MATCH ()-[r]-() MATCH ()-[r*]-() RETURN r", "VariableTypeConflict", "r"},
    {"WITH 123 AS n MATCH (n) RETURN n", "VariableTypeConflict", "n"},
    {"WITH {x: []} AS r MATCH ()-[r]-() RETURN r", "VariableTypeConflict", "r"},
    {"MATCH (n) WITH [n] AS users MATCH (users)-->(m) RETURN m", "VariableTypeConflict", "users"},
    {"MATCH (n) WITH [n] AS rs MATCH ()-[rs*]-() RETURN rs", "VariableTypeConflict", "rs"},
    {"UNWIND [1, 2] AS a CREATE (a)-[:T]->()", "VariableTypeConflict", "a"},
    {"MATCH (a)-[r]->()-[r]->(a) RETURN r", "RelationshipUniquenessViolation", "r"},
    {"MATCH (a)-[r]->(), ()-[r]->(b) RETURN r", "RelationshipUniquenessViolation", "r"},
    {"MATCH ()-[r]->() MATCH ()-[r]->()-[r]->() RETURN r", "RelationshipUniquenessViolation", "r"},
};

static const refused refused_patterns[] = {
    {"CREATE ()-->()", "NoSingleRelationshipType", "-->"},
    {"CREATE ()-[:A|:B]->()", "NoSingleRelationshipType", "A|:B"},
    {"MATCH (a), (b) MERGE (a)-[NO_COLON]->(b)", "NoSingleRelationshipType", "-[NO_COLON]->"},
    {"CREATE (a)-[:FOO]-(b)", "RequiresDirectedRelationship", "-[:FOO]-"},
    {"CREATE (a)<-[:FOO]->(b)", "RequiresDirectedRelationship", "<-[:FOO]->"},
    {"CREATE ()-[:FOO*2]->()", "CreatingVarLength", "-[:FOO*2]->"},
    {"MERGE (a)-[:FOO*2]->(b)", "CreatingVarLength", "-[:FOO*2]->"},
    {"MATCH (n $p) RETURN n", "InvalidParameterUse", "$p"},
    {"MATCH ()-[r:FOO $p]->() RETURN r", "InvalidParameterUse", "$p"},
    {"MERGE (n $p) RETURN n", "InvalidParameterUse", "$p"},
    {"MATCH (n) RETURN [(n)-[$p]->() | 1]", "InvalidParameterUse", "$p"},
    {"MATCH (n) RETURN (n)-->()", "UnexpectedSyntax", "(n)-->()"},
    {"MATCH (n) WITH (n)-[]->() AS x RETURN x", "UnexpectedSyntax", "(n)-[]->()"},
    {"MATCH (n) SET n.prop = head(nodes(head((n)-[:REL]->()))).foo", "UnexpectedSyntax", "(n)-[:REL]->()"},
    {"MATCH (n) RETURN size((n)-->())", "UnexpectedSyntax", "(n)-->()"},
    {"MATCH (n) RETURN (n)-->() = true", "UnexpectedSyntax", "(n)-->()"},
    {"CREATE (n:!A)", "UnexpectedSyntax", "!A"},
    {"MATCH (n) DELETE n:Person", "InvalidDelete", "n:Person"},
    {"MATCH ()-[r:T]-() DELETE r:T", "InvalidDelete", "r:T"},
};

static const refused refused_types[] = {
    {"RETURN 123 AND true", "InvalidArgumentType", "123"},
    {"RETURN true OR 'a'", "InvalidArgumentType", "'a'"},
    {"RETURN null XOR [null]", "InvalidArgumentType", "[null]"},
    {"RETURN NOT {a: 1}", "InvalidArgumentType", "{a: 1}"},
    {"RETURN 1 IN true", "InvalidArgumentType", "true"},
    {"RETURN true + 1", "InvalidArgumentType", "+"},
    {"RETURN 'a' - 'b'", "InvalidArgumentType", "'a'"},
    {"RETURN 1 - date('2020-01-01')", "InvalidArgumentType", "date('2020-01-01')"},
    {"RETURN -'a'", "InvalidArgumentType", "'a'"},
    {"RETURN none(x IN ['Clara'] WHERE x % 2 = 0)", "InvalidArgumentType", "x"},
    {"RETURN [x IN [[1], [2]] | x % 2]", "InvalidArgumentType", "x"},
    {"RETURN any(x IN 5 WHERE x)", "InvalidArgumentType", "5"},
    {"MATCH (n) WHERE n RETURN n", "InvalidArgumentType", "n"},
    {"MATCH (n) WHERE (n) RETURN n", "InvalidArgumentType", "n"},
    {"MATCH (n) WITH n WHERE 'x' RETURN n", "InvalidArgumentType", "'x'"},
    {"MATCH p = (a) RETURN labels(p)", "InvalidArgumentType", "p"},
    {"MATCH (n) RETURN length(n)", "InvalidArgumentType", "n"},
    {"MATCH (n) RETURN type(n)", "InvalidArgumentType", "n"},
    {"MATCH p = (a)-[*]->(b) RETURN size(p)", "InvalidArgumentType", "p"},
    {"RETURN properties(1)", "InvalidArgumentType", "1"},
    {"WITH 123 AS x RETURN x.num", "InvalidArgumentType", "x"},
    {"MATCH p = (a) RETURN p.x", "InvalidArgumentType", "p"},
    {"WITH true AS list, 0 AS i RETURN list[i]", "InvalidArgumentType", "list"},
    {"WITH [1, 2] AS list, 'a' AS i RETURN list[i]", "InvalidArgumentType", "i"},
    {"RETURN 5[1..2]", "InvalidArgumentType", "5"},
    {"MATCH () DELETE 1 + 1", "InvalidArgumentType", "1 + 1"},
    {"WITH 1 AS n SET n.x = 2", "InvalidArgumentType", "n"},
    {"MATCH (n) SET n = 5", "InvalidArgumentType", "5"},
    {"MATCH ()-[r]-() SET r:Label", "InvalidArgumentType", "r"},
    {"RETURN 1:Label", "InvalidArgumentType", "1"},
    {"FOREACH (x IN 5 | CREATE ())", "InvalidArgumentType", "5"},
    {"MATCH (n) RETURN n LIMIT 1.7", "InvalidArgumentType", "1.7"},
    {"RETURN 1 AS a SKIP 'x'", "InvalidArgumentType", "'x'"},
    {"CALL test.person(true, 1)", "InvalidArgumentType", "true"},
    {"CALL test.person('a', 'b') YIELD city RETURN city", "InvalidArgumentType", "'b'"},
};

static const refused refused_aggregates[] = {
    {"MATCH (a) WHERE count(a) > 10 RETURN a", "InvalidAggregation", "count"},
    {"MATCH (n) RETURN [x IN [1, 2] | count(*)]", "InvalidAggregation", "count"},
    {"UNWIND [count(*)] AS x RETURN x", "InvalidAggregation", "count"},
    {"MATCH (n) SET n.x = count(*)", "InvalidAggregation", "count"},
    {"CREATE ({x: count(*)})", "InvalidAggregation", "count"},
    {"MATCH (n) CALL test.take(count(n)) RETURN n", "InvalidAggregation", "count"},
    {"MATCH (n) RETURN n.a ORDER BY max(n.b)", "InvalidAggregation", "max(n.b)"},
    {"MATCH (n) WITH n.a AS foo ORDER BY count(1) RETURN foo", "InvalidAggregation", "count(1)"},
    {"MATCH (n) WITH n.a AS foo ORDER BY n.a, max(n.b) RETURN foo", "InvalidAggregation", "max(n.b)"},
    {"MATCH (n) RETURN n.a AS a, count(*) AS c ORDER BY sum(a)", "InvalidAggregation", "sum(a)"},
    {"RETURN count(count(*))", "NestedAggregation", "count"},
    {"MATCH (n) RETURN max(1 + min(n.x))", "NestedAggregation", "min"},
    {"RETURN count(rand())", "NonConstantExpression", "rand()"},
    {"MATCH (n) RETURN n SKIP n.count", "NonConstantExpression", "n"},
    {"MATCH (n) RETURN n LIMIT n.count", "NonConstantExpression", "n"},
    {"MATCH (n) RETURN n LIMIT COUNT { MATCH (n) }", "NonConstantExpression", "COUNT { MATCH (n) }"},
    {"MATCH (n) RETURN n LIMIT -1", "NegativeIntegerArgument", "-1"},
    {"MATCH (n) RETURN n SKIP -1", "NegativeIntegerArgument", "-1"},
    {"MATCH (a)--(b) RETURN a.x + count(b.x)", "AmbiguousAggregationExpression", "a.x"},
    {"MATCH (a)--(b) RETURN a.x + b.x, a.x + b.x + count(*)", "AmbiguousAggregationExpression", "a.x"},
    {"MATCH (a)--(b) WITH a.x + b.x AS k, a.x + b.x + count(*) AS c RETURN *", "AmbiguousAggregationExpression", "a.x"},
    {"MATCH (a) RETURN a.x, a.y + count(*)", "AmbiguousAggregationExpression", "a.y"},
    {"MATCH (a) RETURN count(*) + size([x IN [1] | x + a.x])", "AmbiguousAggregationExpression", "a.x"},
    {"MATCH (a) RETURN count(*) + COUNT { MATCH (a)-->() }", "AmbiguousAggregationExpression", "a"},
    {"MATCH (a) RETURN count(*) + size([(a)-->(b) | b])", "AmbiguousAggregationExpression", "a"},
    {"MATCH (a)--(b) WITH a.x + b.x, count(*) AS c ORDER BY a.x + b.x + count(*) RETURN *",
     "AmbiguousAggregationExpression", "a.x + b.x"},
    {"MATCH (a) RETURN DISTINCT a.name ORDER BY a.age", "UndefinedVariable", "a"},
    {"MATCH (a)--(b) WITH count(b.x) AS c ORDER BY a.x + count(b.x) RETURN *", "UndefinedVariable", "a"},
    {"MATCH (a) WITH a.x AS x, min(a.y) AS m ORDER BY sum(a.y) RETURN x", "UndefinedVariable", "a"},
    {"MATCH (a) WITH a, a.x AS s WITH a.y AS y, min(s) AS m ORDER BY sum(s) RETURN y", "UndefinedVariable", "s"},
    {"WITH 1 AS a, 2 AS b, 3 AS c WITH a, b WITH a ORDER BY a, c RETURN a", "UndefinedVariable", "c"},
};

static const refused refused_shapes[] = {
    {"MATCH (a) RETURN foo(a)", "UnknownFunction", "foo"},
    {"RETURN toupper()", "InvalidNumberOfArguments", "toupper()"},
    {"RETURN substring('a', 1, 2, 3)", "InvalidNumberOfArguments", "substring('a', 1, 2, 3)"},
    {"RETURN toUpper(DISTINCT 'a')", "UnexpectedSyntax", "toUpper"},
    {"RETURN 1 AS a, 2 AS a", "ColumnNameConflict", "a"},
    {"WITH 1 AS a, 2 AS a RETURN a", "ColumnNameConflict", "a"},
    {"MATCH (a) RETURN *, 1 AS a", "ColumnNameConflict", "a"},
    {"RETURN 1 + 1, 1 + 1", "ColumnNameConflict", "1 + 1"},
    {"MATCH (a) WITH a, count(*) RETURN a", "NoExpressionAlias", "count(*)"},
    {"MATCH (a) WITH a.name RETURN 1", "NoExpressionAlias", "a.name"},
    {"MATCH () RETURN *", "NoVariablesInScope", "RETURN"},
    {"RETURN 1 AS a UNION RETURN 2 AS b", "DifferentColumnsInUnion", "b"},
    {"RETURN 1 AS a UNION ALL RETURN 2 AS a, 3 AS b", "DifferentColumnsInUnion", "b"},
    {"RETURN 1 AS a, 2 AS b UNION RETURN 2 AS a", "DifferentColumnsInUnion", "RETURN"},
    {"MATCH (n) CALL { WITH n MATCH (n)-->(m) RETURN m }", "InvalidClauseComposition", "CALL"},
    {"MATCH (n) CALL test.person('a', 1)", "InvalidClauseComposition", "CALL"},
    {"RETURN COLLECT { MATCH (n) RETURN n.a, n.b }", "InvalidNumberOfColumns", "MATCH (n) RETURN n.a, n.b"},
    {"MATCH (n) WHERE EXISTS { CALL test.write() } RETURN n", "InvalidClauseComposition", "test.write"},
    {"CALL test.nope", "ProcedureNotFound", "test.nope"},
    {"CALL test.persons() YIELD x RETURN x", "ProcedureNotFound", "test.persons"},
    {"CALL test.person('a')", "InvalidNumberOfArguments", "test.person"},
    {"CALL test.person('a', 1, 2) YIELD city RETURN city", "InvalidNumberOfArguments", "test.person"},
    {"CALL test.person YIELD city RETURN city", "InvalidArgumentPassingMode", "test.person"},
    {"CALL test.person('a', 1) YIELD * RETURN city", "UnexpectedSyntax", "RETURN"},
    {"CALL test.person('a', 1) YIELD town RETURN town", "UndefinedVariable", "town"},
    {"CALL test.person('a', 1) RETURN city", "UndefinedVariable", "city"},
};

static void check_refused(const refused *cases, size_t n)
{
    int wrong = 0;
    for (size_t i = 0; i < n; i++) {
        resolved r;
        run(&r, cases[i].query);
        const ent_error *e = &r.error;
        const char *at = cases[i].query + e->where.at;
        bool good = r.status != ENT_OK && e->phase == ENT_PHASE_COMPILE && strcmp(e->detail, cases[i].detail) == 0 &&
                    e->text[0] != '\0' && e->where.len == strlen(cases[i].at) &&
                    memcmp(at, cases[i].at, e->where.len) == 0;
        if (!good) {
            print_message("%s\n  wanted %s at `%s`\n  got %s at `%.*s` (%s)\n", cases[i].query, cases[i].detail,
                          cases[i].at, r.status == ENT_OK ? "no error" : e->detail, (int)e->where.len, at, e->text);
            wrong++;
        }
        ent_arena_fini(&r.arena);
    }
    assert_int_equal(wrong, 0);
}

#define REFUSED(cases) check_refused(cases, sizeof cases / sizeof *cases)

static void variables_are_refused(void **state)
{
    REFUSED(refused_variables);
}

static void patterns_are_refused(void **state)
{
    REFUSED(refused_patterns);
}

static void types_are_refused(void **state)
{
    REFUSED(refused_types);
}

static void aggregates_are_refused(void **state)
{
    REFUSED(refused_aggregates);
}

static void shapes_are_refused(void **state)
{
    REFUSED(refused_shapes);
}

/* ---- accepted ---- */

static const struct {
    const char *query, *columns;
} accepted[] = {
    {"RETURN 1", "1"},
    {"MATCH (b), (a) RETURN *", "a, b"},
    {"MATCH (b)-[r]->(), (a), (Z) RETURN *, 1 AS one", "Z, a, b, r, one"},
    {"MATCH (n) RETURN cOuNt( * ), n.num", "cOuNt( * ), n.num"},
    {"MATCH (n) RETURN (n)", "n"},
    {"MATCH (a {x: b.y}), (b) RETURN a", "a"},
    {"CREATE (a {n: 1}), (b {n: a.n})", ""},
    {"CREATE (a), (b), (a)-[:T]->(b)", ""},
    {"CREATE () WITH * MATCH (n) RETURN n", "n"},
    {"CREATE (n $p)", ""},
    {"MATCH (a) MERGE (a)-[:T]-(b) RETURN b", "b"},
    {"OPTIONAL MATCH (a) WITH a MATCH (a)-->(b) RETURN b", "b"},
    {"WITH null AS a MATCH (a) RETURN a", "a"},
    {"MATCH ()-[r]-() WITH [r] AS rs MATCH (a)-[rs*]-(b) RETURN rs", "rs"},
    {"MATCH (n) WHERE (n)-->() AND NOT (n)<--() RETURN n", "n"},
    {"MATCH (n) RETURN CASE WHEN (n)-->() THEN 1 ELSE 2 END AS x", "x"},
    {"MATCH (n) WHERE exists((n)-->()) RETURN n", "n"},
    {"RETURN [x IN [1, 'a'] | x % 2]", "[x IN [1, 'a'] | x % 2]"},
    {"RETURN [x IN [] | x % 2] AS l", "l"},
    {"WITH 1 AS x RETURN [x IN ['a'] | x] AS l, x", "l, x"},
    {"MATCH (n) RETURN size([x IN collect(n) WHERE x.a = 1]) AS s", "s"},
    {"MATCH (a) RETURN a, count(a) + 3", "a, count(a) + 3"},
    {"MATCH (a)--(b) RETURN a.x, a.x + count(b.x)", "a.x, a.x + count(b.x)"},
    {"MATCH (a)--(b) RETURN a, a.x.y + count(b.x)", "a, a.x.y + count(b.x)"},
    {"MATCH (a) RETURN $p + avg(a.x) - 1000", "$p + avg(a.x) - 1000"},
    {"MATCH (a) RETURN a, count(*) + COUNT { MATCH (a)-->() } AS c", "a, c"},
    {"MATCH (n) RETURN count(*) + size([x IN [1] | x]) AS c", "c"},
    {"MATCH (n) RETURN n LIMIT toInteger(rand() * 9) + size([x IN [1] | x])", "n"},
    {"MATCH (a) WITH a.x AS x WHERE a.y = x RETURN x", "x"},
    {"MATCH (a) WITH a.x AS x, count(*) AS c WHERE count(*) > 1 RETURN x", "x"},
    {"MATCH (n) RETURN n.num AS n ORDER BY n + 2", "n"},
    {"MATCH (n) RETURN n.num AS n ORDER BY n.num", "n"},
    {"MATCH (n) RETURN DISTINCT n AS m ORDER BY n.x", "m"},
    {"MATCH (n) CALL { WITH n MATCH (n)-->(m) RETURN m } RETURN n, m", "n, m"},
    {"MATCH (n) CALL { WITH * MATCH (n)-->(m) RETURN m UNION WITH n RETURN n AS m } RETURN m", "m"},
    {"MATCH (n) CALL (n) { WITH 1 AS one RETURN one, n.x AS x } RETURN *", "n, one, x"},
    {"MATCH (n) CALL (*) { SET n.x = 1 } RETURN n", "n"},
    {"UNWIND [1] AS x CALL { CREATE () }", ""},
    {"MATCH (n) WHERE EXISTS { MATCH (n)-->(m) WITH n, count(*) AS c WHERE c = 3 RETURN true } RETURN n", "n"},
    {"MATCH (n) RETURN COLLECT { MATCH (n)-->(m) RETURN m.name } AS names", "names"},
    {"RETURN 1 AS a, 2 AS b UNION RETURN 3 AS b, 4 AS a", "a, b"},
    {"FOREACH (x IN [1] | MERGE (n {x: x}) SET n.y = x)", ""},
    {"CALL test.person('a', 1)", "city, code"},
    {"CALL test.person", "city, code"},
    {"CALL test.person('a', null) YIELD code AS c, city", "c, city"},
    {"CALL test.person('a', 1) YIELD *", "city, code"},
    {"CALL test.nothing", ""},
    {"MATCH (n) CALL test.take(1) RETURN n", "n"},
    {"MATCH (n) CALL test.nothing()", ""},
    {"WITH date('2020-01-01') + duration('P1D') AS d RETURN d.year AS y", "y"},
    {"RETURN 'a' + 1 + 2.0 AS s, [1] + 2 AS l", "s, l"},
    {"WITH {a: 1} AS m, 0 AS i RETURN m[i]", "m[i]"},
    {"MATCH (n) RETURN n {.*, .name, x: 1, n} AS m", "m"},
    {"MATCH (a), (b) RETURN shortestPath((a)-[r*]-(b)) AS p", "p"},
};

static void queries_are_accepted(void **state)
{
    int wrong = 0;
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        resolved r;
        run(&r, accepted[i].query);
        char columns[400] = "";
        size_t used = 0;
        const ent_query *query = r.status == ENT_OK ? r.statement->query : NULL;
        for (uint32_t k = 0; query && k < query->column_count; k++)
            used += (size_t)snprintf(columns + used, sizeof columns - used, "%s%.*s", k ? ", " : "",
                                     ENT_STR_ARG(query->columns[k]->name));
        if (r.status != ENT_OK || strcmp(columns, accepted[i].columns) != 0) {
            print_message("%s\n  got %s `%s`, columns %s\n", accepted[i].query, r.error.detail, r.error.text, columns);
            wrong++;
        }
        ent_arena_fini(&r.arena);
    }
    assert_int_equal(wrong, 0);
}

/* ---- what is written into the tree ---- */

static void slots_are_numbered(void **state)
{
    resolved r;
    run(&r, "MATCH (a)-[r]->() WITH a, r AS s MATCH (a)-[s]-(b) RETURN a, b.x AS x");
    assert_int_equal(r.status, ENT_OK);
    const ent_path_pattern *first = &clause_at(&r, 0)->match.pattern.paths[0];
    const ent_path_pattern *second = &clause_at(&r, 2)->match.pattern.paths[0];
    assert_true(first->nodes[0].introduces && first->rels[0].introduces && first->nodes[1].introduces);
    assert_int_equal(first->nodes[1].var->name.n, 0);
    const ent_projection *with = &clause_at(&r, 1)->projection;
    assert_ptr_equal(with->items[0].var, first->nodes[0].var);
    assert_ptr_not_equal(with->items[1].var, first->rels[0].var);
    assert_false(second->nodes[0].introduces || second->rels[0].introduces);
    assert_true(second->nodes[1].introduces);
    assert_ptr_equal(second->nodes[0].var, first->nodes[0].var);
    assert_ptr_equal(second->rels[0].var, with->items[1].var);
    assert_int_equal(r.statement->slot_count, 6); /* a, r, anonymous, s, b, x */
    for (uint32_t i = 0; i < r.statement->slot_count; i++)
        assert_int_equal(r.statement->vars[i]->slot, i);
    ent_arena_fini(&r.arena);
}

/* query, and for each ORDER BY expression the index of the item that it has become; -1: none */
static void check_rewritten(const char *query, uint32_t clause, const int *items)
{
    resolved r;
    run(&r, query);
    if (r.status != ENT_OK)
        fail_msg("%s: %s", query, r.error.text);
    const ent_projection *p = &clause_at(&r, clause)->projection;
    for (uint32_t i = 0; i < p->order_count; i++) {
        const ent_expr *e = p->order[i].expr;
        if (items[i] < 0)
            assert_int_not_equal(e->kind, ENT_EXPR_VARIABLE);
        else
            assert_ptr_equal(e->var, p->items[items[i]].var);
    }
    ent_arena_fini(&r.arena);
}

static void sort_expressions_become_items(void **state)
{
    check_rewritten("MATCH (a) RETURN a.x AS p, a.y + 1 ORDER BY a.x, a . y+1, p", 1, (int[]){0, 1, 0});
    check_rewritten("MATCH (a) RETURN a.x, count(*) ORDER BY count( * ) DESC, a.x", 1, (int[]){1, 0});
    check_rewritten("MATCH (a) RETURN a.x AS x, sum(a.y) AS s ORDER BY SUM(a.y), x", 1, (int[]){1, 0});
    check_rewritten("MATCH (a) RETURN a.x AS x ORDER BY a.y", 1, (int[]){-1});
    /* the alias of another item takes the name */
    check_rewritten("MATCH (x), (z) RETURN x.a AS y, z AS x ORDER BY x.a", 1, (int[]){-1});
    /* a comprehension takes the name */
    check_rewritten("MATCH (x) RETURN x.a AS y ORDER BY [x IN [{a: 1}] | x.a]", 1, (int[]){-1});
}

static void parts_of_sort_expressions_become_items(void **state)
{
    resolved r;
    run(&r, "MATCH (a)--(b) WITH a.x AS x, count(b.y) AS c ORDER BY a.x + count(b.y) RETURN x");
    assert_int_equal(r.status, ENT_OK);
    const ent_projection *p = &clause_at(&r, 1)->projection;
    const ent_expr *sum = p->order[0].expr;
    assert_int_equal(sum->kind, ENT_EXPR_ADD);
    assert_false(sum->aggregate);
    assert_ptr_equal(sum->args[0]->var, p->items[0].var);
    assert_ptr_equal(sum->args[1]->var, p->items[1].var);
    ent_arena_fini(&r.arena);
}

static void types_are_known(void **state)
{
    static const struct {
        const char *expression;
        ent_type_set type;
    } cases[] = {
        {"1 + 2", BIT(INTEGER)},
        {"1 / 2.0", BIT(FLOAT)},
        {"1 + null", BIT(NULL)},
        {"[1, 2][0]", BIT(INTEGER) | BIT(NULL)},
        {"'a' + 'b'", BIT(STRING)},
        {"CASE WHEN true THEN 1 ELSE 'a' END", BIT(INTEGER) | BIT(STRING)},
        {"CASE WHEN true THEN 1 END", BIT(INTEGER) | BIT(NULL)},
        {"1 IS NULL", BIT(BOOLEAN)},
        {"reduce(s = 0, x IN ['a'] | x)", BIT(INTEGER) | BIT(STRING)},
        {"head([1, 'a'])", BIT(INTEGER) | BIT(STRING) | BIT(NULL)},
        {"[x IN [1] | x * 2.0][0]", BIT(FLOAT) | BIT(NULL)},
        {"date('2020-01-01') + duration('P1D')", BIT(DATE) | BIT(NULL)},
        {"$p", ENT_ANY_TYPE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char query[200];
        resolved r;
        snprintf(query, sizeof query, "RETURN %s AS x", cases[i].expression);
        run(&r, query);
        assert_int_equal(r.status, ENT_OK);
        if (last_projection(&r)->items[0].expr->type != cases[i].type)
            fail_msg("%s: %x, not %x", cases[i].expression, last_projection(&r)->items[0].expr->type, cases[i].type);
        ent_arena_fini(&r.arena);
    }
}

static void optional_matches_may_be_null(void **state)
{
    resolved r;
    run(&r, "MATCH (a) OPTIONAL MATCH (a)-->(b) RETURN a, b");
    assert_int_equal(r.status, ENT_OK);
    assert_int_equal(r.statement->query->columns[0]->types, BIT(NODE));
    assert_int_equal(r.statement->query->columns[1]->types, BIT(NODE) | BIT(NULL));
    ent_arena_fini(&r.arena);
}

static void implicit_arguments_are_parameters(void **state)
{
    resolved r;
    run(&r, "CALL test.person");
    assert_int_equal(r.status, ENT_OK);
    assert_int_equal(r.statement->parameter_count, 2);
    assert_memory_equal(r.statement->parameters[0].p, "name", 4);
    assert_int_equal(clause_at(&r, 0)->call.args[1]->kind, ENT_EXPR_PARAMETER);
    ent_arena_fini(&r.arena);
}

static void writing_is_known(void **state)
{
    static const struct {
        const char *query;
        bool writes;
    } cases[] = {
        {"MATCH (n) RETURN n", false},
        {"CREATE (n)", true},
        {"MATCH (n) CALL { WITH n SET n.x = 1 } RETURN n", true},
        {"CALL test.write()", true},
        {"CREATE INDEX FOR (n:A) ON (n.x)", true},
        {"SHOW FUNCTIONS", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        resolved r;
        run(&r, cases[i].query);
        assert_int_equal(r.status, ENT_OK);
        assert_int_equal(r.statement->writes, cases[i].writes);
        ent_arena_fini(&r.arena);
    }
}

static void advice_names_what_was_meant(void **state)
{
    static const struct {
        const char *query, *hint;
    } cases[] = {
        {"MATCH (party), (other) RETURN partty", "in scope here: other, party; did you mean `party`?"},
        {"MATCH (a:Party) RETURN code", "in scope here: a; did you mean `a.code`?"},
        {"MATCH (a), (b) RETURN code", "in scope here: a, b; text stands in quotes: 'code'"},
        {"RETURN 1 + name", "no variables are in scope here; text stands in quotes: 'name'"},
        {"MATCH (n) WITH n.x AS x RETURN n", "WITH did not pass it on: name it there, or write WITH *"},
        {"MATCH (n) WHERE n.x = Italy RETURN n", "in scope here: n; text stands in quotes: 'Italy'"},
        {"MATCH (a)-[r*2]->() RETURN r.since", "of each item: [x IN r | x.since]"},
        {"MATCH (n) RETURN n.name.toUpper()", "a function takes the value in its brackets: toUpper(n.name)"},
        {"RETURN ifnull(1, 2)", "coalesce(value, other) is the first that is not null"},
        {"RETURN cout(1)", "did you mean `count`? SHOW FUNCTIONS lists all"},
        {"MATCH (n) RETURN count(DISTINCT n.a, n.b)", "a list counts several together: count(DISTINCT [a, b])"},
        {"SHOW INDEXES YIELD size", "it gives name, label, property, unique, entries"},
        {"RETURN tuUpper('a')", "did you mean `toUpper`? SHOW FUNCTIONS lists all"},
        {"CALL test.nothin", "did you mean `test.nothing`? SHOW PROCEDURES lists all"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        resolved r;
        run(&r, cases[i].query);
        assert_string_equal(r.error.hint, cases[i].hint);
        ent_arena_fini(&r.arena);
    }
}

/* Thousands of names and clauses: nothing may be quadratic, and no chain of types endless. */
static void long_statements_are_quick(void **state)
{
    enum { MANY = 20000, ROOM = MANY * 40 };
    char *query = malloc(ROOM);
    assert_non_null(query);
    size_t used = 0;
    for (int i = 0; i < MANY; i++)
        used += (size_t)snprintf(query + used, ROOM - used, "CREATE (n%d {x: %d})\n", i, i);
    resolved r;
    run(&r, query);
    assert_int_equal(r.status, ENT_OK);
    assert_int_equal(r.statement->slot_count, MANY);
    ent_arena_fini(&r.arena);
    used = (size_t)snprintf(query, ROOM, "WITH [1] AS x\n");
    for (int i = 0; i < MANY; i++)
        used += (size_t)snprintf(query + used, ROOM - used, "WITH [x, 1] + [x] AS x\n");
    snprintf(query + used, ROOM - used, "RETURN x");
    run(&r, query);
    assert_int_equal(r.status, ENT_OK);
    ent_arena_fini(&r.arena);
    free(query);
}

/* The memory limit may be met at any allocation: each time it has to be said, and nothing more. */
static void memory_may_end_anywhere(void **state)
{
    static const char query[] =
        "MATCH (a)-[r]->(b) WHERE EXISTS { MATCH (b)-->(c) RETURN c } WITH *, count(*) + a.x AS c, a.x AS x ORDER BY x "
        "CALL { WITH a RETURN [y IN [1, 2] | y] AS l UNION RETURN [3] AS l } CALL test.person('a', 1) YIELD city "
        "RETURN *";
    for (size_t limit = 0; limit < 200000; limit += 256) {
        ent_budget budget = {.limit = limit};
        ent_arena text_arena, arena;
        ent_error error = {0};
        ent_statement *statement;
        ent_arena_init(&text_arena, NULL);
        ent_arena_init(&arena, &budget);
        assert_int_equal(ent_parse(&text_arena, ent_str_of(query), &statement, &error), ENT_OK);
        ent_status status = limit == 0 ? ENT_OK : ent_resolve(&arena, statement, &all, &error);
        assert_true(status == ENT_OK || status == ENT_MEMORY_LIMIT || error.detail[0] != '\0');
        ent_arena_fini(&arena);
        ent_arena_fini(&text_arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(variables_are_refused),
        cmocka_unit_test(patterns_are_refused),
        cmocka_unit_test(types_are_refused),
        cmocka_unit_test(aggregates_are_refused),
        cmocka_unit_test(shapes_are_refused),
        cmocka_unit_test(queries_are_accepted),
        cmocka_unit_test(slots_are_numbered),
        cmocka_unit_test(sort_expressions_become_items),
        cmocka_unit_test(parts_of_sort_expressions_become_items),
        cmocka_unit_test(types_are_known),
        cmocka_unit_test(optional_matches_may_be_null),
        cmocka_unit_test(implicit_arguments_are_parameters),
        cmocka_unit_test(writing_is_known),
        cmocka_unit_test(advice_names_what_was_meant),
        cmocka_unit_test(long_statements_are_quick),
        cmocka_unit_test(memory_may_end_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
