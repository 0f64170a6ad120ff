#include "io/network/fields.h"
#include "io/network/network.h"
#include "io/network/xml.h"

static void put_attributes(ent_xml *xml, const char *of, const ent_network_field *fields, int count)
{
    ent_xml_begin(xml, "attributes");
    ent_xml_attribute(xml, "class", of);
    for (int i = 0; i < count; i++) {
        ent_xml_begin(xml, "attribute");
        ent_xml_attribute(xml, "id", fields[i].name);
        ent_xml_attribute(xml, "title", fields[i].name);
        ent_xml_attribute(xml, "type", fields[i].type);
        ent_xml_end(xml);
    }
    ent_xml_end(xml);
}

static void put_values(ent_xml *xml, const ent_view *view, uint32_t element, const ent_network_field *fields, int count)
{
    char buffer[ENT_FIELD_TEXT];
    ent_xml_begin(xml, "attvalues");
    for (int i = 0; i < count; i++) {
        const char *value = fields[i].value(view, element, buffer);
        if (!value)
            continue;
        ent_xml_begin(xml, "attvalue");
        ent_xml_attribute(xml, "for", fields[i].name);
        ent_xml_attribute(xml, "value", value);
        ent_xml_end(xml);
    }
    ent_xml_end(xml);
}

static void put_nodes(ent_xml *xml, const ent_view *view)
{
    ent_xml_begin(xml, "nodes");
    for (uint32_t i = 0; i < view->party_count; i++) {
        ent_xml_begin(xml, "node");
        ent_xml_attribute(xml, "id", view->parties[i].code);
        ent_xml_attribute(xml, "label", view->parties[i].name);
        put_values(xml, view, i, ent_party_fields, ENT_PARTY_FIELDS);
        ent_xml_end(xml);
    }
    ent_xml_end(xml);
}

static void put_edges(ent_xml *xml, const ent_view *view)
{
    ent_xml_begin(xml, "edges");
    for (uint32_t i = 0; i < view->tie_count; i++) {
        const ent_view_tie *tie = &view->ties[i];
        const ent_view_agreement *a = &view->agreements[tie->agreement];
        ent_xml_begin(xml, "edge");
        ent_xml_attribute_format(xml, "id", "%u", i);
        ent_xml_attribute(xml, "source", view->parties[tie->from].code);
        ent_xml_attribute(xml, "target", view->parties[tie->to].code);
        ent_xml_attribute(xml, "kind", a->kind); /* tells parallel edges apart */
        ent_xml_attribute(xml, "label", a->title);
        ent_xml_attribute(xml, "start", a->since);
        ent_xml_attribute(xml, "end", a->until);
        put_values(xml, view, i, ent_tie_fields, ENT_TIE_FIELDS);
        ent_xml_end(xml);
    }
    ent_xml_end(xml);
}

bool ent_write_gexf(const ent_view *view, FILE *out)
{
    ent_xml xml;
    ent_xml_open(&xml, out, "gexf", "http://www.gexf.net/1.2draft");
    ent_xml_attribute(&xml, "version", "1.2");
    ent_xml_begin(&xml, "graph");
    ent_xml_attribute(&xml, "mode", "dynamic");
    ent_xml_attribute(&xml, "timeformat", "date");
    ent_xml_attribute(&xml, "defaultedgetype", "directed");
    put_attributes(&xml, "node", ent_party_fields, ENT_PARTY_FIELDS);
    put_attributes(&xml, "edge", ent_tie_fields, ENT_TIE_FIELDS);
    put_nodes(&xml, view);
    put_edges(&xml, view);
    return ent_xml_close(&xml, out);
}
