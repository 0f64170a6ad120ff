/* One scenario, from an empty database to its verdict. */
#ifndef TCK_SCENARIO_H
#define TCK_SCENARIO_H

#include "tests/tck/engine.h"

/* id, what it says in a report */
#define TCK_VERDICTS(X)                                        \
    X(PASSED, "passed")                                        \
    X(SKIPPED, "skipped")                                      \
    X(WRONG_ANSWER, "wrong answer")                            \
    X(WRONG_EFFECTS, "wrong side effects")                     \
    X(ERROR_FOR_ROWS, "error where rows were due")             \
    X(WRONG_ERROR, "another error than expected")              \
    X(NO_ERROR, "no error where one was due")                  \
    X(CRASHED, "the engine crashed or did not come to an end") \
    X(RUNNER_FAULT, "the runner cannot run this")

typedef enum {
#define X(id, text) TCK_##id,
    TCK_VERDICTS(X)
#undef X
        TCK_VERDICT_COUNT
} tck_verdict;

const char *tck_verdict_text(tck_verdict verdict);

/* Whether some step wants an error. */
bool tck_expects_error(const tck_scenario *scenario);
/* details: for a failure, what was expected and what came. graphs: the folder of the named graphs; may be NULL.
 * any_graph: the one to load for "any graph"; NULL: the empty one. */
tck_verdict tck_run_scenario(ent_arena *arena, const tck_scenario *scenario, const char *graphs, const char *any_graph,
                             ent_buffer *details);

/* When set, it takes the place of the query under test, and its verdict ends the scenario. */
typedef tck_verdict tck_rehearsal(entente *db, ent_str query, const tck_parameters *parameters, ent_buffer *details);
extern tck_rehearsal *tck_rehearse;

#endif
