#include "core/text/icu.h"

#include <dlfcn.h>
#include <pthread.h>

#define TEXT_(x) #x
#define TEXT(x)  TEXT_(x)

static ent_icu table;
static bool usable;

static bool look_up(void *library, const char *name, void *slot)
{
    void *symbol = dlsym(library, name);
    *(void **)slot = symbol; /* POSIX: a function's address fits */
    return symbol != NULL;
}

/* Stays open until the process ends: threads may be inside it. */
static void open_icu(void)
{
    void *uc = dlopen("libicuuc.so." TEXT(U_ICU_VERSION_MAJOR_NUM), RTLD_NOW | RTLD_LOCAL);
    void *i18n = dlopen("libicui18n.so." TEXT(U_ICU_VERSION_MAJOR_NUM), RTLD_NOW | RTLD_LOCAL);
    if (!uc || !i18n)
        return;
    bool found = true;
#define X(library, function) found = look_up(library, TEXT(function), &table.function) && found;
    ENT_ICU_FUNCTIONS(X)
#undef X
    if (!found)
        return;
    UErrorCode code = U_ZERO_ERROR;
    table.casemap = table.ucasemap_open("", 0, &code);
    usable = U_SUCCESS(code);
}

const ent_icu *ent_icu_get(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_icu);
    return usable ? &table : NULL;
}
