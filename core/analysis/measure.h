/* Measures: what network analysis can tell of a view, each as a table of rows.
 *
 * A measure is one constant entry: its name, columns, meaning and source, and the function that gives its rows. The
 * program's subcommands and the procedures `CALL analysis.*` are both read from these entries, so that they cannot
 * differ. */
#ifndef ENT_ANALYSIS_MEASURE_H
#define ENT_ANALYSIS_MEASURE_H

#include "core/analysis/network.h"

typedef enum { ENT_CELL_TEXT, ENT_CELL_INTEGER, ENT_CELL_FLOAT, ENT_CELL_LIST } ent_cell_type;

typedef struct {
    const char *name;
    ent_cell_type type; /* every cell may be null */
} ent_measure_column;

/* Where rows go: cells in order of the columns, row after row. */
typedef struct ent_sink {
    void (*null)(struct ent_sink *);
    void (*text)(struct ent_sink *, const char *value);
    void (*integer)(struct ent_sink *, int64_t value);
    void (*real)(struct ent_sink *, double value);
    void (*list)(struct ent_sink *, const char *const *items, uint32_t count);
} ent_sink;

enum { ENT_DEFAULT_SEED = 1 }; /* where nobody gives one */

/* What a measure works on. */
typedef struct {
    const ent_view_options *options; /* those that the network's view was read with */
    ent_network *network;
    ent_arena *arena;  /* of the call */
    const char *party; /* a code; of measures that take one */
    const char *by;    /* which score, method or direction; NULL: the first */
    uint64_t seed;     /* of measures that draw by chance: the same seed gives the same result */
    int64_t limit;     /* steps of reach, least size of cliques; 0: the measure's own */
    char problem[200]; /* out, on ENTENTE_ARGUMENT: why the measure makes no sense here */
    char summary[200]; /* out: one figure of the whole, such as "modularity 0.413"; "" for none */
} ent_measure_call;

typedef struct {
    const char *name;
    const ent_measure_column *columns;
    uint32_t column_count;
    const char *const *choices; /* of `by`, the first is the default, NULL at the end; NULL: takes none */
    bool takes_party;
    const char *limit; /* what limit stands for, as the help says it; NULL: takes none */
    bool takes_seed;
    ent_view_detail detail; /* of the view that it needs */
    bool over_years;        /* the view is to have years and all_days */
    const char *meaning;    /* what it tells; one or more sentences */
    const char *source;     /* of the method */
    /* Nothing has gone to the sink when it fails. ENTENTE_ARGUMENT: see problem. */
    entente_status (*run)(ent_measure_call *call, ent_sink *sink);
} ent_measure;

extern const ent_measure *const ent_measures[]; /* NULL at the end */
const ent_measure *ent_measure_find(const char *name);

/* The index of call->by among the choices; 0 for NULL; -1 after setting the problem. */
int ent_measure_choice(const ent_measure *measure, ent_measure_call *call);

/* A score as it is ranked and shown: 12 digits, so that what rounding made different counts as equal. */
double ent_score(double score);

#endif
