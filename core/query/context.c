#include "core/query/context.h"

#include <time.h>

ent_status ent_context_poll(ent_context *context)
{
    if (context->interrupted && atomic_load_explicit(context->interrupted, memory_order_relaxed))
        return ent_fail_io(context->error, ENT_INTERRUPTED, "%s", ent_status_text(ENT_INTERRUPTED));
    if (context->deadline_ns != 0) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        if ((int64_t)now.tv_sec * 1000000000 + now.tv_nsec >= context->deadline_ns)
            return ent_fail_io(context->error, ENT_TIME_LIMIT, "%s", ent_status_text(ENT_TIME_LIMIT));
    }
    return ENT_OK;
}
