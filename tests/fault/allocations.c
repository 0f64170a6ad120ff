#include "tests/fault/allocations.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* What is tested may have threads: which of them meets the failure is left to chance. */
static atomic_long countdown, hits, live; /* countdown 0: nothing fails */
static atomic_bool stays;

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *memory, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void __wrap_free(void *memory);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t n);

static bool fails(void)
{
    long left = atomic_load(&countdown);
    while (left > 1 || (left == 1 && !stays))
        if (atomic_compare_exchange_weak(&countdown, &left, left - 1))
            break;
    if (left != 1)
        return false;
    hits++;
    return true;
}

void *__wrap_malloc(size_t size)
{
    void *memory = fails() ? NULL : __real_malloc(size);
    live += memory != NULL;
    return memory;
}

void *__wrap_calloc(size_t n, size_t size)
{
    void *memory = fails() ? NULL : __real_calloc(n, size);
    live += memory != NULL;
    return memory;
}

void *__wrap_realloc(void *memory, size_t size)
{
    void *other = fails() ? NULL : __real_realloc(memory, size);
    live += other != NULL && memory == NULL;
    return other;
}

void __wrap_free(void *memory)
{
    live -= memory != NULL;
    __real_free(memory);
}

static char *copy(const char *text, size_t length)
{
    char *memory = __wrap_malloc(length + 1);
    if (!memory)
        return NULL;
    memcpy(memory, text, length);
    memory[length] = '\0';
    return memory;
}

char *__wrap_strndup(const char *text, size_t n)
{
    return copy(text, strnlen(text, n));
}

char *__wrap_strdup(const char *text)
{
    return copy(text, strlen(text));
}

void allocations_fail(long nth, bool with_all_after_it)
{
    hits = 0;
    stays = with_all_after_it;
    countdown = nth;
}

long allocations_failed(void)
{
    countdown = 0;
    return hits;
}

long allocations_live(void)
{
    return live;
}
