/* Plan nodes: what will be done, in what order. Read-only once made; the state of a run lies beside it (op.h), so that
 * a prepared statement runs again without copying.
 *
 * A plan is mostly a chain: a pattern needs no joins, because every operator of a pattern takes rows and gives each of
 * them as often as its element matches. `input` is where a node's rows come from; `inner` is a second chain that it
 * runs itself, fed through an argument frame (OPTIONAL MATCH, CALL { }, MERGE, FOREACH), or a second input (UNION). */
#ifndef ENT_QUERY_PLAN_H
#define ENT_QUERY_PLAN_H

#include "core/query/eval.h"
#include "core/query/execute.h"

/* id, table of functions, as EXPLAIN prints it */
#define ENT_OPS(X)                                           \
    X(ARGUMENT, argument, "Argument")                        \
    X(ALL_NODES, all_nodes, "AllNodesScan")                  \
    X(LABEL_SCAN, label_scan, "LabelScan")                   \
    X(INDEX_SEEK, index_seek, "IndexSeek")                   \
    X(UNIQUE_SEEK, unique_seek, "IndexSeek")                 \
    X(ID_SEEK, id_seek, "IdSeek")                            \
    X(REL_SCAN, rel_scan, "RelationshipScan")                \
    X(HASH_JOIN, hash_join, "HashJoin")                      \
    X(EXPAND, expand, "Expand")                              \
    X(EXPAND_INTO, expand_into, "ExpandInto")                \
    X(COMMON, common, "ExpandCommon")                        \
    X(VAR_EXPAND, var_expand, "VarLengthExpand")             \
    X(BOUND_REL, bound_rel, "BoundRelationship")             \
    X(REACH, reach, "Reach")                                 \
    X(SHORTEST, shortest, "ShortestPath")                    \
    X(PATH, path, "Path")                                    \
    X(NEAREST, nearest, "Nearest")                           \
    X(LABEL_FILTER, label_filter, "LabelFilter")             \
    X(FILTER, filter, "Filter")                              \
    X(PROJECT, project, "Project")                           \
    X(PROPS, props, "Properties")                            \
    X(AGGREGATE, aggregate, "Aggregate")                     \
    X(COUNT_NEIGHBOURS, count_neighbours, "CountNeighbours") \
    X(COUNT_STORE, count_store, "CountFromStore")            \
    X(RECALL, recall, "Recall")                              \
    X(DISTINCT, distinct, "Distinct")                        \
    X(SORT, sort, "Sort")                                    \
    X(TOP, top, "Top")                                       \
    X(SKIP, skip, "Skip")                                    \
    X(LIMIT, limit, "Limit")                                 \
    X(UNWIND, unwind, "Unwind")                              \
    X(EAGER, eager, "Eager")                                 \
    X(OPTIONAL, optional, "Optional")                        \
    X(APPLY, apply, "Apply")                                 \
    X(UNION, union, "Union")                                 \
    X(CREATE, create, "Create")                              \
    X(MERGE, merge, "Merge")                                 \
    X(SET, set, "Set")                                       \
    X(DELETE, delete, "Delete")                              \
    X(FOREACH, foreach, "Foreach")                           \
    X(CALL, call, "ProcedureCall")                           \
    X(SCHEMA, schema, "Schema")                              \
    X(RESULTS, results, "ProduceResults")

typedef enum {
#define X(id, table, name) ENT_OP_##id,
    ENT_OPS(X)
#undef X
        ENT_OP_COUNT
} ent_op_id;

/* Sets of slots; all sets of a plan have the same size. */
typedef struct {
    uint64_t *words;
    uint32_t word_count;
} ent_slots;

/* What a node reads or changes in the graph, as sets of names hashed to bits: two that meet may touch the same thing.
 * All bits: anything. A barrier too many costs memory, one too few a wrong answer. */
typedef struct {
    uint64_t nodes;  /* existence of nodes, by label */
    uint64_t rels;   /* existence of relationships, by type */
    uint64_t labels; /* labels of nodes that exist */
    uint64_t keys;   /* properties of what exists */
} ent_effects;

typedef struct {
    ent_str *names;
    uint32_t count;
} ent_names;

typedef struct {
    uint32_t slot;
    ent_program *program;
} ent_computed;

/* Relationships that a new one must differ from. */
typedef struct {
    uint32_t *slots; /* a relationship or a list of them each */
    uint32_t count;
} ent_unlike;

typedef enum { ENT_SEEK_EQUAL, ENT_SEEK_IN, ENT_SEEK_RANGE, ENT_SEEK_PREFIX } ent_seek_kind;

typedef struct {
    uint32_t slot, index;
    ent_seek_kind kind;
    ent_program *value;         /* EQUAL, IN (a list), PREFIX; of ID_SEEK: the id */
    ent_program *lower, *upper; /* RANGE; NULL: open */
    bool lower_inclusive, upper_inclusive;
    bool upto_now; /* ID_SEEK: only nodes that were there when it began */
} ent_plan_seek;

typedef struct ent_plan_expand {
    uint32_t from, rel, to;
    ent_direction direction; /* as seen from `from` */
    ent_names types;         /* count 0: all */
    ent_unlike unlike;
    bool rel_live; /* whether anything reads the relationship */
    /* COMMON: the second relationship to the same `to`; and bounds of its id, those of nodes bound before */
    struct ent_plan_expand *also;
    bool between; /* what the two must differ from lies between the bound nodes: they do, where `to` is neither */
    bool has_above, has_below;
    uint32_t above, below; /* slots */
    /* VAR_EXPAND and SHORTEST: */
    int64_t min, max;    /* max < 0: no bound */
    bool reversed;       /* walked from the pattern's right end: the list is turned round */
    bool into;           /* `to` is bound already */
    ent_program *step;   /* what each relationship must fulfil; NULL: nothing */
    uint32_t step_slot;  /* where the program finds it */
    uint32_t step_node;  /* and the node it leads to */
    bool deepening;      /* VAR_EXPAND: shorter walks first, by searching again for each length */
    ent_slots step_uses; /* other slots that the program reads */
    bool all;            /* SHORTEST: all of the shortest */
    bool has_path;
    uint32_t path;                      /* SHORTEST */
    bool from_bound, to_bound, is_list; /* BOUND_REL */
    ent_span where;
} ent_plan_expand;

typedef struct {
    uint32_t slot;
    uint32_t *elements; /* node, relationship or list, node, ... */
    bool *is_list;
    uint32_t count;
} ent_plan_path;

typedef struct {
    const ent_function *function; /* NULL: count(*) */
    ent_program **args;
    uint32_t arg_count;
    bool distinct;
    uint32_t slot;
    ent_span where;
    const ent_span *arg_spans;
} ent_plan_aggregate_call;

typedef struct {
    uint32_t slot; /* of the key's values, computed below */
    bool descending;
} ent_plan_sort_key;

typedef struct {
    bool is_rel;
    uint32_t slot, from, to;
    ent_names labels;   /* of a relationship: its type */
    ent_program *props; /* a map; NULL: none */
    bool late;          /* reads what the same clause makes */
    const ent_expr *props_expr;
    bool no_nulls; /* of MERGE: a null property can never be found again */
    bool from_set; /* props are those of a SET element = map behind the CREATE, or += where `adds` */
    bool adds;
    ent_span where;
} ent_plan_element;

typedef struct {
    ent_set_kind kind;
    ent_program *target;
    ent_str key;            /* of the PROPERTY kinds */
    ent_program *key_value; /* target[key]; NULL: `key` */
    ent_program *value;
    ent_names labels;
    ent_span where, value_where;
} ent_plan_set;

typedef struct {
    uint32_t slot;
    ent_str key;
    bool live; /* read above */
} ent_plan_prop;

/* What one of the properties must fulfil. */
typedef struct {
    ent_program *program;
    uint32_t item;
} ent_plan_condition;

typedef enum { ENT_COUNT_NODES, ENT_COUNT_LABEL, ENT_COUNT_RELS } ent_count_kind;

typedef struct ent_plan_node ent_plan_node;
struct ent_plan_node {
    ent_op_id op;
    uint32_t id; /* of the operator's state in a run */
    ent_plan_node *input, *inner;
    double rows;        /* how many are expected */
    const char *detail; /* for EXPLAIN; NULL: none */
    uint32_t *carry;    /* slots of the input that somebody above reads */
    uint32_t carry_count;
    uint32_t frame; /* of what feeds `inner`; of ARGUMENT: its own */
    /* of the planner: */
    ent_slots uses, defs;
    ent_effects reads, writes;
    bool impure;                  /* two rows alike need not give the same */
    struct ent_subplan *subplans; /* of its expressions */
    union {
        struct {
            uint32_t slot;
            ent_str label;
        } scan;
        ent_plan_seek seek;
        struct {
            ent_program *probe;
            uint32_t key;    /* slot of the inner rows' key */
            uint32_t *makes; /* what is read above of the inner rows; liveness.c */
            uint32_t make_count;
        } join;
        ent_plan_expand expand;
        ent_plan_path path;
        struct {
            ent_program *program;
        } filter;
        struct {
            ent_computed *items;
            uint32_t count;
        } project;
        struct {
            uint32_t from;
            ent_plan_prop *items;
            uint32_t count;
            ent_plan_condition *conditions; /* in the order in which they are asked */
            uint32_t condition_count;
        } props;
        struct {
            uint32_t *keys;
            uint32_t key_count;
            ent_plan_aggregate_call *calls;
            uint32_t call_count;
            const ent_plan_expand *along; /* COUNT_NEIGHBOURS */
            ent_names labels;             /* and of the neighbours */
        } aggregate;
        struct {
            ent_count_kind kind;
            ent_names names; /* the label, or the types; none: all */
            uint32_t slot;
        } count;
        struct {
            uint32_t *slots; /* of the frame's row; liveness.c */
            uint32_t count;
        } recall;
        struct {
            uint32_t *slots;
            uint32_t count;
        } distinct;
        struct {
            ent_plan_sort_key *keys;
            uint32_t count;
            ent_program *skip, *limit; /* TOP; skip may be NULL */
            ent_span skip_where, limit_where;
        } sort;
        struct {
            ent_program *program;
            ent_span where;
            bool drain; /* below are writers: they are run to their end */
        } limit;
        struct {
            uint32_t list; /* the relationships of the path */
            bool all;
        } nearest;
        struct {
            ent_program *program;
            uint32_t slot;
        } unwind;
        struct {
            uint32_t ordinal; /* slot of the row's number through the inner chain */
            uint32_t *nulls;  /* slots that are null where nothing matched */
            uint32_t null_count;
        } optional;
        struct {
            bool unit;     /* the subquery returns nothing: rows pass unchanged */
            bool optional; /* null where it gives no row */
            uint32_t *makes;
            uint32_t make_count;
        } apply;
        struct {
            uint32_t *left, *right, *out;
            uint32_t count;
        } union_;
        struct {
            ent_plan_element *elements;
            uint32_t count, room;
            ent_plan_set *on_create, *on_match;
            uint32_t on_create_count, on_match_count;
        } create; /* and MERGE */
        struct {
            ent_plan_set *items;
            uint32_t count;
            bool rowwise; /* a row may read what an earlier one has set */
        } set;
        struct {
            ent_program **programs;
            ent_span *spans;
            uint32_t count;
            bool detach;
        } del;
        struct {
            ent_program *program;
            uint32_t slot;
            ent_span where;
        } foreach_;
        struct {
            const ent_procedure *procedure;
            ent_program **args;
            uint32_t arg_count;
            ent_span where;
            const ent_span *arg_spans;
            uint32_t *outputs, *slots;
            uint32_t count;
            bool optional;
        } call;
    };
};

/* A query or pattern inside an expression. */
typedef struct ent_subplan {
    ent_plan_node *root;
    struct ent_subplan *next; /* of the same node */
    uint32_t frame, index;
    uint32_t slot; /* of the value that a row gives */
    ent_expr_kind kind;
    bool all; /* SHORTEST_PATH: a list of all */
} ent_subplan;

struct ent_plan {
    const ent_statement *statement; /* the planner's copy: with room for its own slots */
    ent_plan_node *root;            /* NULL: EXPLAIN text only */
    const ent_procedure_set *procedures;
    uint32_t slot_count, node_count, frame_count, subplan_count;
    ent_str *column_names;
    uint32_t *column_slots;
    uint32_t column_count;
    bool writes;
};

static inline bool ent_slots_has(const ent_slots *set, uint32_t slot)
{
    return set->words && (set->words[slot >> 6] >> (slot & 63) & 1);
}
static inline void ent_slots_add(ent_slots *set, uint32_t slot)
{
    if (set->words)
        set->words[slot >> 6] |= (uint64_t)1 << (slot & 63);
}
static inline void ent_slots_remove(ent_slots *set, uint32_t slot)
{
    if (set->words)
        set->words[slot >> 6] &= ~((uint64_t)1 << (slot & 63));
}
static inline void ent_slots_join(ent_slots *set, const ent_slots *other)
{
    if (set->words && other->words)
        for (uint32_t i = 0; i < set->word_count; i++)
            set->words[i] |= other->words[i];
}
static inline void ent_slots_subtract(ent_slots *set, const ent_slots *other)
{
    if (set->words && other->words)
        for (uint32_t i = 0; i < set->word_count; i++)
            set->words[i] &= ~other->words[i];
}
static inline bool ent_slots_meet(const ent_slots *a, const ent_slots *b)
{
    if (a->words && b->words)
        for (uint32_t i = 0; i < a->word_count; i++)
            if (a->words[i] & b->words[i])
                return true;
    return false;
}

const char *ent_op_name(ent_op_id op);

#endif
