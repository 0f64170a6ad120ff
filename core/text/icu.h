/* ICU, opened when the first text needs it: linking it would double the time in which the program starts.
 *
 * One list of functions; the table below, and the names under which they are looked up, are made from it. ICU's headers
 * rename each function to carry the version (u_strFromUTF8_72), so the library opened is the one compiled against. */
#ifndef ENT_TEXT_ICU_H
#define ENT_TEXT_ICU_H

#include <stdbool.h>
#include <unicode/ubrk.h>
#include <unicode/ucal.h>
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uregex.h>
#include <unicode/ustring.h>

/* library, function */
#define ENT_ICU_FUNCTIONS(X)                 \
    X(uc, u_strFromUTF8)                     \
    X(uc, u_strToUTF8)                       \
    X(uc, u_charType)                        \
    X(uc, u_getIntPropertyValue)             \
    X(uc, u_hasBinaryProperty)               \
    X(uc, ucasemap_open)                     \
    X(uc, ucasemap_utf8ToLower)              \
    X(uc, ucasemap_utf8ToUpper)              \
    X(uc, ucasemap_utf8FoldCase)             \
    X(uc, unorm2_getNFCInstance)             \
    X(uc, unorm2_getNFDInstance)             \
    X(uc, unorm2_getNFKCInstance)            \
    X(uc, unorm2_getNFKDInstance)            \
    X(uc, unorm2_normalize)                  \
    X(uc, ubrk_open)                         \
    X(uc, ubrk_first)                        \
    X(uc, ubrk_next)                         \
    X(uc, ubrk_close)                        \
    X(uc, uenum_next)                        \
    X(uc, uenum_close)                       \
    X(i18n, uregex_open)                     \
    X(i18n, uregex_setTimeLimit)             \
    X(i18n, uregex_setStackLimit)            \
    X(i18n, uregex_setText)                  \
    X(i18n, uregex_matches)                  \
    X(i18n, uregex_close)                    \
    X(i18n, ucal_open)                       \
    X(i18n, ucal_close)                      \
    X(i18n, ucal_setMillis)                  \
    X(i18n, ucal_get)                        \
    X(i18n, ucal_getTimeZoneTransitionDate)  \
    X(i18n, ucal_getTimeZoneOffsetFromLocal) \
    X(i18n, ucal_openTimeZones)

typedef struct {
#define X(library, function) __typeof__(&function) function;
    ENT_ICU_FUNCTIONS(X)
#undef X
    UCaseMap *casemap; /* of no language; for reading by any thread */
} ent_icu;

/* NULL when the library is not installed or broken. */
const ent_icu *ent_icu_get(void);

#endif
