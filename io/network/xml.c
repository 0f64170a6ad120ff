#include "io/network/xml.h"

#include "core/base/str.h"

#include <libxml/chvalid.h>
#include <stdarg.h>

/* Failures are reported by whoever opened the file, in words; libxml2 would print its own. */
static void say_nothing(void *user, xmlErrorPtr error)
{
    (void)user;
    (void)error;
}

static void check(ent_xml *xml, int result)
{
    xml->failed = xml->failed || result < 0;
}

/* The text without the characters that no XML document may have, not even as references, such as U+0001: to be freed.
 * NULL: memory is out, which fails the document. */
static xmlChar *allowed(ent_xml *xml, const char *text)
{
    xmlChar *copy = xmlStrdup(BAD_CAST text), *to = copy;
    xml->failed = xml->failed || !copy;
    for (const char *p = text; copy && *p;) {
        const char *from = p;
        uint32_t c = ent_utf8_next(&p);
        if (xmlIsCharQ(c)) {
            memcpy(to, from, (size_t)(p - from));
            to += p - from;
        }
    }
    if (copy)
        *to = '\0';
    return copy;
}

void ent_xml_open(ent_xml *xml, FILE *out, const char *element, const char *namespace)
{
    *xml = (ent_xml){0};
    xmlSetStructuredErrorFunc(NULL, say_nothing);
    xmlOutputBufferPtr buffer = xmlOutputBufferCreateFile(out, NULL);
    xml->to = buffer ? xmlNewTextWriter(buffer) : NULL;
    if (!xml->to) {
        xmlOutputBufferClose(buffer);
        xml->failed = true;
        return;
    }
    check(xml, xmlTextWriterSetIndent(xml->to, 1));
    check(xml, xmlTextWriterStartDocument(xml->to, NULL, "UTF-8", NULL));
    ent_xml_begin(xml, element);
    ent_xml_attribute(xml, "xmlns", namespace);
}

bool ent_xml_close(ent_xml *xml, FILE *out)
{
    if (xml->to) {
        check(xml, xmlTextWriterEndDocument(xml->to));
        xmlFreeTextWriter(xml->to); /* writes what is left, closes nothing */
    }
    return !xml->failed && fflush(out) == 0 && !ferror(out);
}

void ent_xml_begin(ent_xml *xml, const char *element)
{
    if (!xml->failed)
        check(xml, xmlTextWriterStartElement(xml->to, BAD_CAST element));
}

void ent_xml_end(ent_xml *xml)
{
    if (!xml->failed)
        check(xml, xmlTextWriterEndElement(xml->to));
}

void ent_xml_attribute(ent_xml *xml, const char *name, const char *value)
{
    if (xml->failed || !value)
        return;
    xmlChar *clean = allowed(xml, value);
    if (clean)
        check(xml, xmlTextWriterWriteAttribute(xml->to, BAD_CAST name, clean));
    xmlFree(clean);
}

void ent_xml_attribute_format(ent_xml *xml, const char *name, const char *format, ...)
{
    if (xml->failed)
        return;
    va_list args;
    va_start(args, format);
    check(xml, xmlTextWriterWriteVFormatAttribute(xml->to, BAD_CAST name, format, args));
    va_end(args);
}

void ent_xml_text(ent_xml *xml, const char *text)
{
    if (xml->failed)
        return;
    xmlChar *clean = allowed(xml, text);
    if (clean)
        check(xml, xmlTextWriterWriteString(xml->to, clean));
    xmlFree(clean);
}
