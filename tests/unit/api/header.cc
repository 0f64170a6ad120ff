// The public header in C++: see header.c.
#include "core/entente.h"

namespace
{
const char *version()
{
    return entente_version();
}
} // namespace

extern const char *(*const header_function)();
const char *(*const header_function)() = version;
