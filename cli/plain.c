#include "cli/plain.h"

/* Bytes of the steering sign that begins at p; 0: another sign begins there. All of them have no width. */
static size_t steering(const unsigned char *p, size_t left)
{
    if ((p[0] < 0x20 && p[0] != '\n' && p[0] != '\t') || p[0] == 0x7F)
        return 1;
    if (left >= 2 && p[0] == 0xC2 && p[1] >= 0x80 && p[1] <= 0x9F) /* U+0080 to U+009F: controls in one sign */
        return 2;
    if (left >= 3 && p[0] == 0xE2 &&
        ((p[1] == 0x80 && p[2] >= 0xAA && p[2] <= 0xAE) || /* U+202A to U+202E: embeddings and overrides */
         (p[1] == 0x81 && p[2] >= 0xA6 && p[2] <= 0xA9)))  /* U+2066 to U+2069: isolates */
        return 3;
    return 0;
}

void cli_put_plain(FILE *out, const char *text, size_t n)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t begun = 0;
    for (size_t at = 0; at < n;) {
        size_t skip = steering(bytes + at, n - at);
        if (skip)
            fwrite(text + begun, 1, at - begun, out);
        at += skip ? skip : 1;
        if (skip)
            begun = at;
    }
    fwrite(text + begun, 1, n - begun, out);
}
