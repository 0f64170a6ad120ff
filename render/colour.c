#include "render/colour.h"

#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

static double to_linear(double c)
{
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double to_srgb(double c)
{
    c = fmin(fmax(c, 0), 1);
    return c <= 0.0031308 ? c * 12.92 : 1.055 * pow(c, 1 / 2.4) - 0.055;
}

static int digit(char c)
{
    return c <= '9' ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

bool colour_read(const char *text, colour *out)
{
    size_t length = strlen(text);
    if (text[0] != '#' || (length != 7 && length != 4) || strspn(text + 1, "0123456789abcdefABCDEF") != length - 1)
        return false;
    double c[3];
    for (size_t i = 0; i < 3; i++) {
        int high = digit(text[length == 7 ? 1 + 2 * i : 1 + i]), low = length == 7 ? digit(text[2 + 2 * i]) : high;
        c[i] = to_linear((high * 16 + low) / 255.0);
    }
    *out = (colour){c[0], c[1], c[2]};
    return true;
}

colour colour_over(colour top, colour ground, double opacity)
{
    const double a[] = {top.r, top.g, top.b}, b[] = {ground.r, ground.g, ground.b};
    double c[3];
    for (int i = 0; i < 3; i++)
        c[i] = to_linear(opacity * to_srgb(a[i]) + (1 - opacity) * to_srgb(b[i]));
    return (colour){c[0], c[1], c[2]};
}

static double luminance(colour c)
{
    return 0.2126 * c.r + 0.7152 * c.g + 0.0722 * c.b;
}

double colour_contrast(colour a, colour b)
{
    double x = luminance(a), y = luminance(b);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

static colour multiplied(const double m[9], colour c)
{
    return (colour){m[0] * c.r + m[1] * c.g + m[2] * c.b, m[3] * c.r + m[4] * c.g + m[5] * c.b,
                    m[6] * c.r + m[7] * c.g + m[8] * c.b};
}

colour colour_seen(colour c, colour_sight sight)
{
    static const double matrices[SIGHTS][9] = {
        [SIGHT_FULL] = {1, 0, 0, 0, 1, 0, 0, 0, 1},
        [SIGHT_NO_RED] = {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
        [SIGHT_NO_GREEN] = {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
        [SIGHT_GREY] = {0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722},
    };
    colour seen = multiplied(matrices[sight], c);
    return (colour){fmin(fmax(seen.r, 0), 1), fmin(fmax(seen.g, 0), 1), fmin(fmax(seen.b, 0), 1)};
}

/* OKLab: L, a and b in place of r, g and b. */
static colour oklab(colour c)
{
    static const double cones[9] = {0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451,
                                    0.1073969566, 0.0883024619, 0.2817188376, 0.6299787005};
    static const double opponents[9] = {0.2104542553, 0.7936177850, -0.0040720468, 1.9779984951, -2.4285922050,
                                        0.4505937099, 0.0259040371, 0.7827717662,  -0.8086757660};
    colour lms = multiplied(cones, c);
    return multiplied(opponents, (colour){cbrt(lms.r), cbrt(lms.g), cbrt(lms.b)});
}

double colour_distance(colour a, colour b)
{
    colour x = oklab(a), y = oklab(b);
    return sqrt((x.r - y.r) * (x.r - y.r) + (x.g - y.g) * (x.g - y.g) + (x.b - y.b) * (x.b - y.b));
}
