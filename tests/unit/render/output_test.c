/* SVG and DOT of hostile names, read back by other programs' parsers: the names are what they were, and nothing more.
 */
#include "render/dot.h"
#include "render/svg.h"
#include "render_test.h"

#include <graphviz/cgraph.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

static const char *const hostile[] = {
    "<script>alert(1)</script>",
    "]]>",
    "\"double\" 'single'",
    "ends in \\",
    "\\N \\G \\L \\n",
    "<<b>x</b>>",
    "&lt;&amp;&#65;",
    "مرحبا",
    "e\u0301\u0302",
    "%s%n%d",
    "{a|<b>|c}",
    "--><!--",
};
enum { NAMES = sizeof hostile / sizeof hostile[0] };

static layout *make(ent_arena *arena, text_measure *measure)
{
    bundle_tie ties[NAMES + 1];
    for (uint32_t i = 0; i < NAMES; i++)
        ties[i] = (bundle_tie){i, (i + 1) % NAMES, i, true};
    ties[NAMES] = (bundle_tie){0, 0, NAMES, true};
    diagram *d = make_diagram(arena, NAMES, hostile, ties, NAMES + 1);
    for (uint32_t i = 0; i < NAMES; i++)
        d->nodes[i].id = hostile[i];
    d->title = hostile[0];
    d->subtitle = hostile[4];
    layout *l = NULL;
    assert_int_equal(layout_make(d, &theme_light, measure, &l), ENTENTE_OK);
    return l;
}

/* Whether some element of that name holds this very text. */
static bool has_text(xmlNodePtr from, const char *element, const char *text)
{
    for (xmlNodePtr n = from; n; n = n->next) {
        xmlChar *content = n->type == XML_ELEMENT_NODE ? xmlNodeGetContent(n) : NULL;
        bool same = content && strcmp((const char *)n->name, element) == 0 && strcmp((const char *)content, text) == 0;
        xmlFree(content);
        if (same || has_text(n->children, element, text))
            return true;
    }
    return false;
}

static void test_svg(void **state)
{
    (void)state;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    text_measure *measure = text_measure_new(theme_light.font_face);
    layout *l = make(&arena, measure);
    size_t length;
    const char *svg =
        svg_write(l, page_of(l, legend_of(l->diagram, &theme_light)), (svg_options){.links = true}, &length);
    assert_non_null(svg);
    assert_int_equal(strlen(svg), length);
    xmlDocPtr doc = xmlReadMemory(svg, (int)length, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    assert_non_null(doc);
    xmlNodePtr root = xmlDocGetRootElement(doc);
    assert_true(has_text(root, "title", hostile[0]));
    for (uint32_t i = 0; i < NAMES; i++)
        if (l->nodes[i].line_count == 1)
            assert_true(has_text(root, "text", hostile[i]));
    assert_null(strstr(svg, "<script"));
    xmlFreeDoc(doc);
    text_measure_free(measure);
    ent_arena_fini(&arena);
}

static void test_dot(void **state)
{
    (void)state;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    text_measure *measure = text_measure_new(theme_light.font_face);
    layout *l = make(&arena, measure);
    size_t length;
    const char *dot = dot_write(l, legend_of(l->diagram, &theme_light), &length);
    assert_non_null(dot);
    Agraph_t *graph = agmemread(dot);
    assert_non_null(graph);
    assert_int_equal(agnnodes(graph), NAMES);
    assert_int_equal(agnedges(graph), NAMES + 1);
    Agnode_t *node = agfstnode(graph);
    for (; node; node = agnxtnode(graph, node)) {
        char *label = agget(node, (char *)(uintptr_t) "label");
        assert_false(aghtmlstr(label));
        assert_true(*label != '\0');
    }
    agclose(graph);
    text_measure_free(measure);
    ent_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_svg), cmocka_unit_test(test_dot)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
