/* An XML file in the making: libxml2's writer, with failures that stick. */
#ifndef ENT_IO_NETWORK_XML_H
#define ENT_IO_NETWORK_XML_H

#include <libxml/xmlwriter.h>
#include <stdbool.h>
#include <stdio.h>

typedef struct {
    xmlTextWriterPtr to;
    bool failed;
} ent_xml;

/* Begins the document and its outermost element. */
void ent_xml_open(ent_xml *xml, FILE *out, const char *element, const char *namespace);
/* Ends what is open. False when anything failed since ent_xml_open. */
bool ent_xml_close(ent_xml *xml, FILE *out);

void ent_xml_begin(ent_xml *xml, const char *element);
void ent_xml_end(ent_xml *xml);
void ent_xml_attribute(ent_xml *xml, const char *name, const char *value); /* value NULL: left out */
void ent_xml_attribute_format(ent_xml *xml, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void ent_xml_text(ent_xml *xml, const char *text);

#endif
