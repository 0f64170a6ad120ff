#include "io/fault.h"

#include <inttypes.h>
#include <stdio.h>

void ent_faults_add(ent_faults *faults, const ent_fault *fault)
{
    if (faults->count++ < ENT_FAULTS_TOLD && faults->tell)
        faults->tell(faults->user, fault);
}

void ent_fault_format(const ent_fault *fault, char *out, size_t size)
{
    char place[64] = "";
    if (fault->line > 0)
        snprintf(place, sizeof place, "%" PRIu64 ":%" PRIu64 ":", fault->line, fault->column);
    snprintf(out, size, "%s:%s %s%s%s%s%s%s%s", strcmp(fault->file, "-") == 0 ? "standard input" : fault->file, place,
             fault->record, *fault->record ? ": " : "", fault->path, *fault->path ? ": " : "", fault->text,
             *fault->hint ? "; " : "", fault->hint);
}
