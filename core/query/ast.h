/* The syntax tree, and what the resolver writes into it.
 *
 * Everything lies in the statement's arena; nothing is freed alone. Every node keeps its span of the source text, so
 * that any error can point at it, and a column without alias is named by the text of its span. Fields under "resolver"
 * are zero until core/query/resolve.c has run; afterwards the tree is not changed any more. */
#ifndef ENT_QUERY_AST_H
#define ENT_QUERY_AST_H

#include "core/store/store.h"
#include "core/value/value.h"

typedef struct ent_expr ent_expr;
typedef struct ent_query ent_query;
typedef struct ent_clause ent_clause;

/* A variable as the resolver knows it: one object per introduction. A row of the statement has one column a slot;
 * WITH passes a variable on under its old slot where it is not renamed. Anonymous pattern elements have one, too. */
typedef struct ent_var {
    ent_str name; /* n 0: anonymous */
    ent_span where;
    uint32_t slot;
    ent_type_set types; /* what it may hold, as far as is known before running */
} ent_var;

/* ---- label expressions: of a node pattern, of a relationship pattern, of a predicate ---- */

typedef enum {
    ENT_LABEL_NAME,
    ENT_LABEL_AND, /* :A:B and :A&B */
    ENT_LABEL_OR,  /* :A|B, :A|:B */
    ENT_LABEL_NOT, /* :!A */
    ENT_LABEL_ANY  /* :% */
} ent_label_kind;

typedef struct ent_label {
    ent_label_kind kind;
    ent_span span;
    ent_str name;                   /* NAME */
    struct ent_label *left, *right; /* NOT: left */
} ent_label;

/* ---- patterns ---- */

typedef struct {
    ent_span span;
    ent_str name; /* n 0: none */
    ent_span name_span;
    ent_label *labels;    /* NULL: none */
    ent_expr *properties; /* MAP or PARAMETER; NULL: none */
    ent_expr *where;      /* (n WHERE n.x = 1); NULL: none */
    ent_var *var;         /* resolver */
    bool introduces;      /* resolver: this is where var comes into scope */
} ent_node_pattern;

typedef struct {
    ent_span span;
    ent_str name;
    ent_span name_span;
    ent_label *types;
    ent_expr *properties, *where;
    ent_direction direction; /* left to right: ENT_OUT for -->, ENT_IN for <--, ENT_BOTH for -- and <--> */
    bool var_length;
    bool has_min, has_max;
    int64_t min, max; /* of var_length; without has_min 1, without has_max no bound */
    ent_var *var;     /* resolver: a relationship, or the list of them for var_length */
    bool introduces;  /* resolver */
} ent_rel_pattern;

typedef enum { ENT_PATH_PLAIN, ENT_PATH_SHORTEST, ENT_PATH_ALL_SHORTEST } ent_path_kind;

typedef struct {
    ent_span span;
    ent_path_kind kind;
    bool selected; /* SHORTEST, ANY: conditions of WHERE are asked of what was found, not in looking for it */
    ent_str name;  /* p = ... */
    ent_span name_span;
    ent_node_pattern *nodes; /* rel_count + 1 */
    ent_rel_pattern *rels;
    uint32_t rel_count;
    ent_var *var; /* resolver; NULL without a name */
} ent_path_pattern;

typedef struct {
    ent_path_pattern *paths;
    uint32_t count;
} ent_pattern;

/* ---- expressions ---- */

/* id, how many args: -1 any */
/* clang-format off */
#define ENT_EXPRS(X) \
    X(LITERAL, 0) /* value */ \
    X(VARIABLE, 0) /* name; resolver: var */ \
    X(PARAMETER, 0) /* name */ \
    X(LIST, -1) \
    X(MAP, -1) /* keys[i] : args[i] */ \
    X(MAP_PROJECTION, -1) /* args[0]{...}: keys[i - 1] : args[i]; key n 0 with args[i] NULL is .* */ \
    X(PROPERTY, 1) /* args[0].name */ \
    X(INDEX, 2) /* args[0][args[1]] */ \
    X(SLICE, 3) /* args[0][args[1]..args[2]], either bound may be NULL */ \
    X(CALL, -1) /* name(args), distinct; resolver: function */ \
    X(COUNT_STAR, 0) \
    X(NOT, 1) \
    X(AND, 2) \
    X(OR, 2) \
    X(XOR, 2) \
    X(EQ, 2) \
    X(NE, 2) \
    X(LT, 2) \
    X(LE, 2) \
    X(GT, 2) \
    X(GE, 2) \
    X(COMPARE_CHAIN, -1) /* a < b <= c: args are the operands, ops[i] between i and i + 1 */ \
    X(ADD, 2) \
    X(SUBTRACT, 2) \
    X(MULTIPLY, 2) \
    X(DIVIDE, 2) \
    X(MODULO, 2) \
    X(POWER, 2) \
    X(CONCAT, 2) /* || */ \
    X(NEGATE, 1) \
    X(PLUS, 1) \
    X(IN, 2) \
    X(STARTS_WITH, 2) \
    X(ENDS_WITH, 2) \
    X(CONTAINS, 2) \
    X(REGEX, 2) \
    X(IS_NULL, 1) \
    X(IS_NOT_NULL, 1) \
    X(HAS_LABELS, 1) /* args[0]:labels, of a node or a relationship */ \
    X(IS_TYPED, 1) /* args[0] IS :: types */ \
    X(IS_NOT_TYPED, 1) \
    X(CASE, -1) /* args[0] subject or NULL; when, then, when, then, ...; last else or NULL */ \
    X(LIST_COMPREHENSION, 3) /* [name IN args[0] WHERE args[1] | args[2]]; 1 and 2 may be NULL */ \
    X(ALL, 2) /* (name IN args[0] WHERE args[1]); args[1] may be NULL */ \
    X(ANY, 2) \
    X(NONE, 2) \
    X(SINGLE, 2) \
    X(REDUCE, 3) /* reduce(accumulator = args[0], name IN args[1] | args[2]) */ \
    X(PATTERN_PREDICATE, 0) /* (a)-->(b) as a boolean: path */ \
    X(PATTERN_COMPREHENSION, 2) /* [path WHERE args[0] | args[1]]; args[0] may be NULL; path may be named */ \
    X(SHORTEST_PATH, 0) /* shortestPath((a)-[*]-(b)) as an expression: path */ \
    X(EXISTS, 0) /* { query } */ \
    X(COUNT, 0) /* { query } */ \
    X(COLLECT, 0) /* { query } */
/* clang-format on */

typedef enum {
#define X(id, args) ENT_EXPR_##id,
    ENT_EXPRS(X)
#undef X
        ENT_EXPR_COUNT_
} ent_expr_kind;

/* LIST<INTEGER NOT NULL> */
typedef struct ent_item_type {
    ent_type_set types;
    bool not_null;
    const struct ent_item_type *items; /* of a list among the types; NULL: anything */
} ent_item_type;

struct ent_expr {
    ent_expr_kind kind;
    ent_span span;    /* the whole expression, without brackets around it */
    ent_span op_span; /* the operator, key or function name: where a type error points */
    ent_str name;
    ent_value value; /* LITERAL */
    ent_expr **args;
    uint32_t arg_count;
    uint32_t depth;      /* of the tree below, 1 for a leaf; at most ENT_MAX_DEPTH, so walking it may recurse */
    bool distinct;       /* CALL */
    bool bracketed;      /* stood in ( ) */
    ent_str *keys;       /* MAP, MAP_PROJECTION */
    uint8_t *ops;        /* COMPARE_CHAIN: ent_expr_kind, EQ to GE */
    ent_label *labels;   /* HAS_LABELS */
    ent_type_set types;  /* IS_TYPED */
    bool types_not_null; /* IS_TYPED: INTEGER NOT NULL */
    const ent_item_type *item_type; /* IS_TYPED: what the items of a list must be; NULL: anything */
    ent_str accumulator;            /* REDUCE */
    ent_path_pattern *path;         /* PATTERN_*, SHORTEST_PATH */
    ent_query *query;               /* EXISTS, COUNT, COLLECT */
    /* resolver: */
    ent_var *var;                        /* VARIABLE; the variable of a comprehension, quantifier or REDUCE */
    ent_var *accumulator_var;            /* REDUCE */
    const struct ent_function *function; /* CALL */
    ent_type_set type;                   /* what it may give */
    bool aggregate;                      /* contains an aggregate function outside a nested subquery */
    /* planner: */
    void *plan; /* of PATTERN_*, SHORTEST_PATH, EXISTS, COUNT, COLLECT */
};

/* ---- clauses ---- */

typedef struct {
    ent_span span;
    ent_expr *expr;
    ent_str alias; /* n 0: none */
    ent_span alias_span;
    ent_str column; /* the alias, or the source text of the expression */
    ent_var *var;   /* resolver: what the projection makes */
} ent_projection_item;

typedef struct {
    ent_expr *expr;
    bool descending;
} ent_sort_item;

typedef struct {
    bool distinct, star;
    ent_projection_item *items; /* resolver: star is expanded into items in front, in order of name */
    uint32_t item_count;
    ent_sort_item *order; /* expressions over the variables before and the items of the projection */
    uint32_t order_count;
    ent_expr *skip, *limit, *where; /* NULL: none; where: of WITH */
    bool aggregate;                 /* resolver: some item aggregates */
} ent_projection;

typedef enum {
    ENT_SET_PROPERTY,
    ENT_SET_REPLACE,
    ENT_SET_MERGE,
    ENT_SET_LABELS,
    ENT_REMOVE_PROPERTY,
    ENT_REMOVE_LABELS
} ent_set_kind;

typedef struct {
    ent_set_kind kind;
    ent_span span;
    ent_expr *target; /* PROPERTY kinds: a PROPERTY or INDEX expression; else the entity */
    ent_expr *value;  /* SET_PROPERTY, SET_REPLACE (=), SET_MERGE (+=) */
    ent_str *labels;
    uint32_t label_count;
} ent_set_item;

typedef struct {
    ent_str name; /* the procedure's output */
    ent_str alias;
    ent_span span, alias_span;
    ent_var *var;    /* resolver */
    uint32_t output; /* resolver: index among the procedure's outputs */
} ent_yield_item;

typedef enum {
    ENT_CLAUSE_MATCH,
    ENT_CLAUSE_UNWIND,
    ENT_CLAUSE_WITH,
    ENT_CLAUSE_RETURN,
    ENT_CLAUSE_CREATE,
    ENT_CLAUSE_MERGE,
    ENT_CLAUSE_SET,
    ENT_CLAUSE_REMOVE,
    ENT_CLAUSE_DELETE,
    ENT_CLAUSE_FOREACH,
    ENT_CLAUSE_CALL,    /* a procedure */
    ENT_CLAUSE_SUBQUERY /* CALL { } and CALL (a, b) { } */
} ent_clause_kind;

struct ent_clause {
    ent_clause_kind kind;
    ent_span span;
    ent_span keyword; /* "OPTIONAL MATCH" */
    union {
        struct {
            ent_pattern pattern;
            ent_expr *where;
            bool optional;
        } match;
        struct {
            ent_expr *list;
            ent_str name;
            ent_span name_span;
            ent_var *var; /* resolver */
        } unwind;
        ent_projection projection; /* WITH, RETURN */
        ent_pattern create;
        struct {
            ent_path_pattern path;
            ent_set_item *on_create, *on_match;
            uint32_t on_create_count, on_match_count;
        } merge;
        struct {
            ent_set_item *items;
            uint32_t count;
        } set; /* SET and REMOVE */
        struct {
            ent_expr **exprs;
            uint32_t count;
            bool detach;
        } del;
        struct {
            ent_expr *list;
            ent_str name;
            ent_span name_span;
            ent_clause **clauses;
            uint32_t count;
            ent_var *var; /* resolver */
        } foreach_;
        struct {
            ent_str name; /* dotted */
            ent_span name_span;
            ent_expr **args;
            uint32_t arg_count;
            bool implicit_args; /* CALL name without brackets */
            bool yield_star;    /* YIELD * */
            bool has_yield;
            ent_yield_item *yields; /* resolver: filled with all outputs for a standalone call without YIELD */
            uint32_t yield_count;
            ent_expr *where;
            bool optional;
            const struct ent_procedure *procedure; /* resolver; of SHOW the parser */
        } call;
        struct {
            ent_query *query;
            bool optional;
            bool scoped;      /* CALL (a, b) { }; imports are in `imports` */
            bool import_star; /* CALL (*) { } */
            ent_str *imports;
            ent_span *import_spans;
            uint32_t import_count;
        } subquery;
    };
};

/* One query: parts joined by UNION; each part is a list of clauses. */
typedef struct {
    ent_span span;
    ent_clause **clauses;
    uint32_t count;
} ent_single_query;

struct ent_query {
    ent_span span;
    ent_single_query *parts;
    uint32_t part_count;
    bool union_all;    /* all joints are alike: mixing UNION and UNION ALL is an error (InvalidClauseComposition) */
    ent_var **columns; /* resolver: of the query's result, the first part's names; NULL when it returns nothing */
    uint32_t column_count;
};

typedef enum {
    ENT_STATEMENT_QUERY,
    ENT_STATEMENT_CREATE_INDEX,
    ENT_STATEMENT_DROP_INDEX,
    ENT_STATEMENT_CREATE_CONSTRAINT, /* ... IS UNIQUE */
    ENT_STATEMENT_DROP_CONSTRAINT
} ent_statement_kind;

typedef enum { ENT_MODE_RUN, ENT_MODE_EXPLAIN, ENT_MODE_PROFILE } ent_mode;

typedef struct {
    ent_statement_kind kind;
    ent_mode mode;
    ent_str text; /* the source, which lives as long as the statement */
    ent_query *query;
    /* schema commands: */
    ent_str name, label, key;
    ent_span name_span, label_span, key_span;
    bool if_exists; /* IF NOT EXISTS, IF EXISTS */
    /* every parameter that the text names, each once: */
    ent_str *parameters;
    ent_span *parameter_spans;
    uint32_t parameter_count;
    /* resolver: */
    ent_var **vars; /* by slot */
    uint32_t slot_count;
    bool writes; /* some clause may change the graph or the schema */
} ent_statement;

/* core/query/parse.c: the whole text as one statement (a trailing `;` is allowed). Error: ENT_SYNTAX at compile time
 * with the TCK's detail (UnexpectedSyntax, InvalidNumberLiteral, IntegerOverflow, FloatingPointOverflow, ...), or
 * ENT_UNSUPPORTED. Nesting deeper than ENT_MAX_DEPTH is an error, never a crash. */
enum { ENT_MAX_DEPTH = 1000 };
ent_status ent_parse(ent_arena *arena, ent_str text, ent_statement **out, ent_error *error);

/* core/query/ast_dump.c: the tree as indented text, for tests. */
ent_str ent_ast_dump(ent_arena *arena, const ent_statement *statement);

#endif
