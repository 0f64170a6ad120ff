/* Named time zones, from ICU's own tables: the system's zone files differ from machine to machine (for Stockholm before
 * 1879, say), and answers should not.
 *
 * A zone's changes up to the year 2100 are read once and then found by halving. After 2100 every zone follows rules
 * that repeat with the calendar, every 400 years, so a later time is asked of ICU as its twin between 2100 and 2500.
 *
 * One table for the process, behind a lock; the tables themselves are never changed once they are there. */
#include "core/text/icu.h"
#include "core/text/text.h"

#include <pthread.h>
#include <stdlib.h>

static const int64_t YEAR_2100 = INT64_C(4102444800), CYCLE = INT64_C(12622780800); /* 400 years, in seconds */
static const int64_t BEGINNING = INT64_C(-8000000000); /* 1716: before all clocks of zones */

typedef struct {
    int64_t at;            /* the instant */
    int64_t local;         /* the local time from which on the new offset holds for sure */
    int32_t before, after; /* seconds east */
} change;

typedef struct {
    char *name;
    change *changes; /* NULL until asked for */
    uint32_t count;
    int32_t first; /* offset before all changes */
    UCalendar *calendar;
} zone_entry;

static struct {
    pthread_mutex_t lock;
    zone_entry *zones; /* sorted by name without regard to case */
    uint32_t count;
} table = {.lock = PTHREAD_MUTEX_INITIALIZER};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static int compare_nocase(ent_str a, ent_str b)
{
    for (uint32_t i = 0; i < a.n && i < b.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return lower(a.p[i]) < lower(b.p[i]) ? -1 : 1;
    return (a.n > b.n) - (a.n < b.n);
}

static int by_name(const void *a, const void *b)
{
    return compare_nocase(ent_str_of(((const zone_entry *)a)->name), ent_str_of(((const zone_entry *)b)->name));
}

/* ---- the list of names ---- */

static bool append(zone_entry **zones, uint32_t *count, uint32_t *room, const char *name)
{
    if (*count == *room) {
        uint32_t larger = *room ? *room * 2 : 640;
        zone_entry *grown = realloc(*zones, larger * sizeof *grown);
        if (!grown)
            return false;
        *zones = grown;
        *room = larger;
    }
    zone_entry z = {.name = strdup(name)};
    if (z.name)
        (*zones)[(*count)++] = z;
    return z.name != NULL;
}

static void free_names(zone_entry *zones, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        free(zones[i].name);
    free(zones);
}

static void list_names(const ent_icu *icu)
{
    UErrorCode code = U_ZERO_ERROR;
    UEnumeration *names = icu->ucal_openTimeZones(&code);
    zone_entry *zones = NULL;
    uint32_t count = 0, room = 0;
    bool ok = U_SUCCESS(code);
    for (const char *name; ok && (name = icu->uenum_next(names, NULL, &code)) != NULL;)
        ok = strcmp(name, "Etc/Unknown") == 0 || append(&zones, &count, &room, name);
    if (names)
        icu->uenum_close(names);
    if (!ok || U_FAILURE(code) || !zones) {
        free_names(zones, count);
        return;
    }
    qsort(zones, count, sizeof *zones, by_name);
    table.zones = zones;
    table.count = count;
}

/* Under the lock. */
static zone_entry *find(const ent_icu *icu, ent_str name)
{
    if (!table.zones)
        list_names(icu);
    uint32_t low = 0, high = table.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare_nocase(name, ent_str_of(table.zones[middle].name));
        if (order == 0)
            return &table.zones[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* ---- the changes of a zone ---- */

static int32_t offset_of(const ent_icu *icu, UCalendar *calendar, double millis, UErrorCode *code)
{
    icu->ucal_setMillis(calendar, millis, code);
    int32_t offset = icu->ucal_get(calendar, UCAL_ZONE_OFFSET, code);
    return (offset + icu->ucal_get(calendar, UCAL_DST_OFFSET, code)) / 1000;
}

static bool read_changes(const ent_icu *icu, zone_entry *z)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar name[64];
    uint32_t n = 0, room = 64;
    for (; n < 63 && z->name[n]; n++)
        name[n] = (UChar)z->name[n];
    UCalendar *calendar = icu->ucal_open(name, (int32_t)n, "", UCAL_GREGORIAN, &code);
    if (U_FAILURE(code))
        return false;
    change *changes = malloc(room * sizeof *changes);
    int32_t before = offset_of(icu, calendar, (double)BEGINNING * 1000, &code);
    z->first = before;
    UDate next;
    uint32_t count = 0;
    while (changes && icu->ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &next, &code) &&
           next < (double)YEAR_2100 * 1000) {
        int32_t after = offset_of(icu, calendar, next, &code);
        if (after == before)
            continue; /* its name or its share of summer time changed, not the clock */
        if (count == room) {
            change *grown = realloc(changes, 2 * room * sizeof *changes);
            if (!grown) {
                code = U_MEMORY_ALLOCATION_ERROR;
                break;
            }
            changes = grown;
            room *= 2;
        }
        int64_t at = (int64_t)(next / 1000);
        changes[count++] = (change){at, at + (after > before ? after : before), before, after};
        before = after;
    }
    if (!changes || U_FAILURE(code)) {
        free(changes);
        icu->ucal_close(calendar);
        return false;
    }
    z->calendar = calendar;
    z->count = count;
    z->changes = changes;
    return true;
}

/* The zone with its changes, under the lock; NULL: unknown, or memory is out. */
static zone_entry *ready(const ent_icu *icu, ent_str name)
{
    zone_entry *z = find(icu, name);
    return z && (z->changes || read_changes(icu, z)) ? z : NULL;
}

/* ---- after 2100 ---- */

static int64_t twin(int64_t seconds)
{
    return YEAR_2100 + (seconds - YEAR_2100) % CYCLE;
}

static int32_t late_offset(const ent_icu *icu, zone_entry *z, int64_t seconds, bool local)
{
    UErrorCode code = U_ZERO_ERROR;
    if (!local)
        return offset_of(icu, z->calendar, (double)twin(seconds) * 1000, &code);
    int32_t raw = 0, summer = 0;
    icu->ucal_setMillis(z->calendar, (double)twin(seconds) * 1000, &code);
    icu->ucal_getTimeZoneOffsetFromLocal(z->calendar, UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, &raw, &summer, &code);
    return (raw + summer) / 1000;
}

/* The offset after the last change that lies at or before the time. */
static int32_t offset_at(const zone_entry *z, int64_t seconds, bool local)
{
    uint32_t low = 0, high = z->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if ((local ? z->changes[middle].local : z->changes[middle].at) <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? z->changes[low - 1].after : z->first;
}

static int32_t offset(const char *name, int64_t seconds, bool local)
{
    const ent_icu *icu = ent_icu_get();
    int32_t answer = 0;
    if (!icu || !name)
        return 0;
    pthread_mutex_lock(&table.lock);
    zone_entry *z = ready(icu, ent_str_of(name));
    if (z)
        answer = seconds < YEAR_2100 ? offset_at(z, seconds, local) : late_offset(icu, z, seconds, local);
    pthread_mutex_unlock(&table.lock);
    return answer;
}

int32_t ent_zone_offset_at(const char *zone, int64_t unix_seconds)
{
    return offset(zone, unix_seconds, false);
}

int32_t ent_zone_offset_local(const char *zone, int64_t local_seconds)
{
    return offset(zone, local_seconds, true);
}

const char *ent_zone_name(ent_str name)
{
    const ent_icu *icu = ent_icu_get();
    if (!icu)
        return NULL;
    pthread_mutex_lock(&table.lock);
    zone_entry *z = ready(icu, name);
    pthread_mutex_unlock(&table.lock);
    return z ? z->name : NULL;
}

/* A host may unload the library. */
__attribute__((destructor)) static void free_table(void)
{
    for (uint32_t i = 0; i < table.count; i++) {
        free(table.zones[i].changes);
        if (table.zones[i].calendar)
            ent_icu_get()->ucal_close(table.zones[i].calendar);
    }
    free_names(table.zones, table.count);
    table.zones = NULL;
    table.count = 0;
}
