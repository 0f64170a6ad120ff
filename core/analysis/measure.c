#include "core/analysis/measure.h"

#include "core/base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const ent_measure ent_measure_rank, ent_measure_communities, ent_measure_components, ent_measure_cut_points,
    ent_measure_cliques, ent_measure_triads, ent_measure_similar, ent_measure_reach, ent_measure_series;

const ent_measure *const ent_measures[] = {
    &ent_measure_rank,       &ent_measure_communities,
    &ent_measure_components, &ent_measure_reach,
    &ent_measure_cut_points, &ent_measure_cliques,
    &ent_measure_triads,     &ent_measure_similar,
    &ent_measure_series,     NULL,
};

enum { MOST_CHOICES = 16 };

const ent_measure *ent_measure_find(const char *name)
{
    for (const ent_measure *const *m = ent_measures; *m; m++)
        if (strcmp((*m)->name, name) == 0)
            return *m;
    return NULL;
}

int ent_measure_choice(const ent_measure *measure, ent_measure_call *call)
{
    for (int i = 0; measure->choices[i]; i++)
        if (!call->by || strcmp(measure->choices[i], call->by) == 0)
            return i;
    ent_str names[MOST_CHOICES];
    size_t count = 0;
    for (; count < MOST_CHOICES && measure->choices[count]; count++)
        names[count] = ent_str_of(measure->choices[count]);
    int near = ent_str_nearest(ent_str_of(call->by), names, count);
    int n = snprintf(call->problem, sizeof call->problem, "unknown choice `%.40s` of %s", call->by, measure->name);
    if (near >= 0)
        snprintf(call->problem + n, sizeof call->problem - (size_t)n, "; did you mean `%s`?", names[near].p);
    for (size_t i = 0; near < 0 && i < count && n < (int)sizeof call->problem; i++)
        n += snprintf(call->problem + n, sizeof call->problem - (size_t)n, "%s%s", i ? ", " : ": expected one of ",
                      names[i].p);
    return -1;
}

double ent_score(double score)
{
    char text[40];
    snprintf(text, sizeof text, "%.12g", score);
    return strtod(text, NULL);
}
