#include "io/network/fields.h"
#include "io/network/network.h"
#include "io/network/xml.h"

static void put_keys(ent_xml *xml, const char *of, const ent_network_field *fields, int count)
{
    for (int i = 0; i < count; i++) {
        ent_xml_begin(xml, "key");
        ent_xml_attribute_format(xml, "id", "%s-%s", of, fields[i].name);
        ent_xml_attribute(xml, "for", of);
        ent_xml_attribute(xml, "attr.name", fields[i].name);
        ent_xml_attribute(xml, "attr.type", fields[i].type);
        ent_xml_end(xml);
    }
}

static void put_data(ent_xml *xml, const ent_view *view, uint32_t element, const char *of,
                     const ent_network_field *fields, int count)
{
    char buffer[ENT_FIELD_TEXT];
    for (int i = 0; i < count; i++) {
        const char *value = fields[i].value(view, element, buffer);
        if (!value)
            continue;
        ent_xml_begin(xml, "data");
        ent_xml_attribute_format(xml, "key", "%s-%s", of, fields[i].name);
        ent_xml_text(xml, value);
        ent_xml_end(xml);
    }
}

bool ent_write_graphml(const ent_view *view, FILE *out)
{
    ent_xml xml;
    ent_xml_open(&xml, out, "graphml", "http://graphml.graphdrawing.org/xmlns");
    put_keys(&xml, "node", ent_party_fields, ENT_PARTY_FIELDS);
    put_keys(&xml, "edge", ent_tie_fields, ENT_TIE_FIELDS);
    ent_xml_begin(&xml, "graph");
    ent_xml_attribute(&xml, "id", "agreements");
    ent_xml_attribute(&xml, "edgedefault", "directed");
    for (uint32_t i = 0; i < view->party_count; i++) {
        ent_xml_begin(&xml, "node");
        ent_xml_attribute(&xml, "id", view->parties[i].code);
        put_data(&xml, view, i, "node", ent_party_fields, ENT_PARTY_FIELDS);
        ent_xml_end(&xml);
    }
    for (uint32_t i = 0; i < view->tie_count; i++) {
        const ent_view_tie *tie = &view->ties[i];
        ent_xml_begin(&xml, "edge");
        ent_xml_attribute_format(&xml, "id", "tie-%u", i);
        ent_xml_attribute(&xml, "source", view->parties[tie->from].code);
        ent_xml_attribute(&xml, "target", view->parties[tie->to].code);
        put_data(&xml, view, i, "edge", ent_tie_fields, ENT_TIE_FIELDS);
        ent_xml_end(&xml);
    }
    return ent_xml_close(&xml, out);
}
