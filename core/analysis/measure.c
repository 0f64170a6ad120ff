#include "core/analysis/measure.h"

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
    snprintf(call->problem, sizeof call->problem, "`%s` is none of what %s takes", call->by, measure->name);
    return -1;
}

double ent_score(double score)
{
    char text[40];
    snprintf(text, sizeof text, "%.12g", score);
    return strtod(text, NULL);
}
