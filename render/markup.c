#include "render/markup.h"

void markup_text(ent_buffer *out, const char *text)
{
    for (const char *p = text ? text : ""; *p; p++)
        switch (*p) {
        case '<':
            ent_buffer_text(out, "&lt;");
            break;
        case '>':
            ent_buffer_text(out, "&gt;");
            break;
        case '&':
            ent_buffer_text(out, "&amp;");
            break;
        case '"':
            ent_buffer_text(out, "&quot;");
            break;
        case '\'':
            ent_buffer_text(out, "&#39;");
            break;
        default:
            ent_buffer_char(out, *p);
        }
}

void markup_attribute(ent_buffer *out, const char *name, const char *value)
{
    if (!value)
        return;
    ent_buffer_printf(out, " %s=\"", name);
    markup_text(out, value);
    ent_buffer_char(out, '"');
}
