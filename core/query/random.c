#include "core/query/random.h"

#include <sys/random.h>

static uint64_t rotate(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

ent_status ent_random_next(ent_context *context, uint64_t *out)
{
    uint64_t *s = context->random;
    while ((s[0] | s[1] | s[2] | s[3]) == 0)
        if (getrandom(s, sizeof context->random, 0) != (ssize_t)sizeof context->random)
            return ent_fail_io(context->error, ENT_IO, "the system gave no random numbers");
    *out = rotate(s[0] + s[3], 23) + s[0];
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return ENT_OK;
}
