/* What the parts of the resolver share: one object that walks along, and one function a kind of thing. resolve.c has
 * the entry, the variables, the parts of a query and the order of clauses; resolve_same.c tells whether two expressions
 * are written alike; resolve_hint.c gives advice for errors; the others are named for what they resolve.
 *
 * All functions give ENT_OK or a failure that is set in r->error; after a failure nothing else is called. */
#ifndef ENT_QUERY_RESOLVER_H
#define ENT_QUERY_RESOLVER_H

#include "core/query/resolve.h"
#include "core/query/scope.h"
#include "core/query/typing.h"

/* A variable with what is known of it; `var` is what the tree points to. */
typedef struct {
    ent_var var;
    ent_typing typing;
    uint32_t pattern; /* the last pattern (r->pattern) in which it stood for a relationship */
} ent_known_var;

/* A place where an expression of a projection reads a variable from before the projection, outside of aggregates. */
typedef struct {
    const ent_expr *expr; /* VARIABLE, or a chain of PROPERTY on one; NULL: a pattern reads it */
    const ent_var *var;
    ent_span where;
} ent_read;

typedef struct ent_reads {
    struct ent_reads *outer; /* of the projection around the subquery in which this one stands */
    uint32_t depth;          /* variables of deeper scopes belong to the expression itself */
    ent_read *items;
    uint32_t count, capacity;
} ent_reads;

/* Set while ORDER BY and WHERE behind a projection are resolved: expressions that equal an item become its variable. */
typedef struct {
    const ent_projection *projection;
    const ent_scope *scope; /* the items, and behind it, unless closed, the variables from before */
    bool closed;            /* DISTINCT or aggregation: only items may be read */
    bool aggregates;        /* the expression at hand has an aggregate function inside */
    const ent_expr *whole;  /* the expression at hand */
} ent_projected;

typedef struct {
    ent_arena *arena;
    ent_error *error;
    ent_statement *statement;
    const ent_procedure_set *procedures;
    ent_scope *scope;
    const ent_scope *dropped; /* what the last WITH did not pass on; for advice; NULL: nothing */
    const ent_scope *imports; /* what a CALL { } around might have imported; for advice; NULL: none */
    uint32_t var_capacity, parameter_capacity;
    uint32_t pattern; /* counts patterns */
    /* where the walk stands: */
    bool may_aggregate;
    bool in_aggregate;
    bool reading_only;     /* inside EXISTS, COUNT or COLLECT { } */
    const char *place;     /* "WHERE": where aggregates are not allowed */
    const char *constant;  /* "LIMIT": variables are not allowed; NULL: they are */
    const char *introduce; /* "CREATE": its own variables cannot be read in it yet; NULL: no such clause */
    const ent_pattern *introduced;
    const ent_expr *chain; /* the outermost PROPERTY of the chain that leads to the expression at hand; else NULL */
    ent_reads *reads;
    ent_projected *projected;
} ent_resolver;

#define ENT_REJECT(r, span, detail, ...) \
    ent_fail((r)->error, ENT_SYNTAX, ENT_PHASE_COMPILE, (span), (detail), __VA_ARGS__)

/* ---- variables (resolve.c) ---- */

/* A new variable with its slot. name n 0: anonymous, in no scope. */
ent_status ent_resolver_new_var(ent_resolver *r, ent_str name, ent_span where, ent_typing typing, ent_var **out);
/* The same, and brings it into the current scope; an error when the name is visible already. */
ent_status ent_resolver_introduce(ent_resolver *r, ent_str name, ent_span where, ent_typing typing, ent_var **out);
static inline ent_typing ent_var_typing(const ent_var *var)
{
    return ((const ent_known_var *)(const void *)var)->typing;
}
void ent_var_set_typing(ent_var *var, ent_typing typing);
/* Finds a variable for reading, and notes that it is read. expr: the VARIABLE or PROPERTY chain, NULL in patterns. */
ent_status ent_resolver_read(ent_resolver *r, ent_str name, ent_span where, const ent_expr *expr, ent_var **out);
/* UndefinedVariable, with what is in scope. */
ent_status ent_resolver_undefined(ent_resolver *r, ent_str name, ent_span where);
/* A parameter that the text does not name itself. */
ent_status ent_resolver_parameter(ent_resolver *r, ent_str name, ent_span where);

/* ---- expressions ---- */

ent_status ent_resolve_expr(ent_resolver *r, ent_expr *expr, ent_typing *out);
/* An expression that stands for a condition; pattern predicates are allowed in it. */
ent_status ent_resolve_predicate(ent_resolver *r, ent_expr *expr);
/* The same where aggregates are not allowed: place is for the message. */
ent_status ent_resolve_plain(ent_resolver *r, ent_expr *expr, const char *place, ent_typing *out);
ent_status ent_resolve_condition(ent_resolver *r, ent_expr *expr, const char *place);
/* CALL and COUNT_STAR expressions. */
ent_status ent_resolve_function(ent_resolver *r, ent_expr *expr, ent_typing *out);
/* Fails with InvalidArgumentType (of status: ENT_SYNTAX or ENT_TYPE) unless the expression may have a wanted type.
 * who: what wants it, such as "`AND`". */
ent_status ent_resolver_want(ent_resolver *r, const ent_expr *expr, ent_typing typing, ent_type_set wanted,
                             ent_status status, const char *who);

/* Whether an aggregate function stands in an expression that is not resolved yet. */
bool ent_expr_has_aggregate(const ent_expr *expr);
/* Whether two expressions are written alike: blanks, brackets and case of function names aside. Names are compared, not
 * variables. */
bool ent_expr_same(const ent_resolver *r, const ent_expr *a, const ent_expr *b);

/* ---- patterns ---- */

typedef enum {
    ENT_PATTERN_MATCH,
    ENT_PATTERN_CREATE,
    ENT_PATTERN_MERGE,
    ENT_PATTERN_PREDICATE,    /* introduces nothing that has a name */
    ENT_PATTERN_COMPREHENSION /* the current scope is its own */
} ent_pattern_use;

/* nullable: what it introduces may be null (OPTIONAL MATCH). */
ent_status ent_resolve_pattern(ent_resolver *r, const ent_pattern *pattern, ent_pattern_use use, bool nullable);

/* ---- clauses and queries ---- */

ent_status ent_resolve_projection(ent_resolver *r, ent_clause *clause);
ent_status ent_resolve_clause(ent_resolver *r, ent_clause *clause);
/* alone: the only clause of the statement. */
ent_status ent_resolve_procedure_call(ent_resolver *r, ent_clause *clause, bool alone);
ent_status ent_resolve_subquery(ent_resolver *r, ent_clause *clause);

typedef enum {
    ENT_QUERY_STATEMENT,
    ENT_QUERY_CALL,    /* CALL { }: may write, need not return */
    ENT_QUERY_EXISTS,  /* EXISTS { }, COUNT { }: need not return */
    ENT_QUERY_COLLECT, /* COLLECT { }: returns one column */
} ent_query_use;

/* Each part starts in a scope of its own below `outer` (may be NULL). imports: where WITH as the first clause of a part
 * may fetch variables from; NULL: nowhere. */
ent_status ent_resolve_query(ent_resolver *r, ent_query *query, ent_query_use use, const ent_scope *outer,
                             const ent_scope *imports);

/* ---- advice ---- */

/* "in scope here: a, b; did you mean `a`?" */
void ent_hint_variables(ent_resolver *r, const ent_scope *scope, ent_str wanted);
void ent_hint_functions(ent_resolver *r, ent_str wanted);
void ent_hint_procedures(ent_resolver *r, ent_str wanted);

#endif
