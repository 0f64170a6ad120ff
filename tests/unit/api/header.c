/* The public header needs nothing before it and is clean under the strictest flags; meson compiles this file and its
 * twin in C++. */
#include "core/entente.h"

typedef const char *header_is_complete(entente *db);
extern header_is_complete *const header_function;
header_is_complete *const header_function = (header_is_complete *)0;
