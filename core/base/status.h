/* Status codes and the error record that a caller holds.
 *
 * Every function that can fail returns an ent_status. The message is written once, where the fault is understood, into
 * the ent_error that the caller owns; those above pass the status on with ENT_TRY. The buffers are fixed, so that
 * "out of memory" needs no memory. The first error wins: ent_fail leaves a record that is already set alone.
 *
 * type, phase and detail are the three parts that the openCypher TCK compares. */
#ifndef ENT_BASE_STATUS_H
#define ENT_BASE_STATUS_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

/* id, openCypher's name of the error type, and a text for where no better one is known */
#define ENT_STATUSES(X)                                                                \
    X(OK, "", "no error")                                                              \
    X(SYNTAX, "SyntaxError", "the query is not valid openCypher")                      \
    X(SEMANTIC, "SemanticError", "the query cannot be carried out as written")         \
    X(TYPE, "TypeError", "a value has the wrong type")                                 \
    X(ARGUMENT, "ArgumentError", "an argument is out of range")                        \
    X(ARITHMETIC, "ArithmeticError", "the result of a computation does not exist")     \
    X(PARAMETER, "ParameterMissing", "a parameter has no value")                       \
    X(NOT_FOUND, "EntityNotFound", "a node or relationship no longer exists")          \
    X(CONSTRAINT, "ConstraintValidationFailed", "a constraint forbids it")             \
    X(VERIFICATION, "ConstraintVerificationFailed", "the graph would be inconsistent") \
    X(PROCEDURE, "ProcedureError", "the procedure cannot be called")                   \
    X(UNSUPPORTED, "NotSupported", "not supported yet")                                \
    X(NOMEM, "OutOfMemory", "out of memory")                                           \
    X(MEMORY_LIMIT, "MemoryLimit", "the statement needs more memory than its limit")   \
    X(TIME_LIMIT, "TimeLimit", "the statement took longer than its limit")             \
    X(INTERRUPTED, "Interrupted", "the statement was interrupted")                     \
    X(IO, "IOError", "reading or writing the file failed")                             \
    X(FULL, "DiskFull", "no space is left for the database")                           \
    X(MISSING, "NoSuchFile", "there is no such database")                              \
    X(NOT_DATABASE, "NotADatabase", "the file is not an entente database")             \
    X(TOO_NEW, "TooNew", "the database was written by a newer version of entente")     \
    X(CORRUPT, "Corrupt", "the database is damaged")                                   \
    X(READ_ONLY, "ReadOnly", "the database is open for reading only")                  \
    X(BUSY, "Busy", "another process is writing to the database")                      \
    X(MISUSE, "Misuse", "the function was called in the wrong state")

typedef enum {
#define X(id, type, text) ENT_##id,
    ENT_STATUSES(X)
#undef X
} ent_status;

typedef enum { ENT_PHASE_NONE, ENT_PHASE_COMPILE, ENT_PHASE_RUNTIME } ent_phase;

/* Bytes of the query text. len 0: no place. */
typedef struct {
    uint32_t at, len;
} ent_span;

typedef struct ent_error {
    ent_status status;
    ent_phase phase;
    ent_span where;
    char detail[48]; /* the TCK's detail, such as "UndefinedVariable"; "" where it names none */
    char text[400];  /* one line: what was wrong; no full stop, no line break */
    char hint[400];  /* what was expected or probably meant; "" for none */
} ent_error;

/* Returns from the enclosing function when CALL fails. */
#define ENT_TRY(call)             \
    do {                          \
        ent_status try_ = (call); \
        if (try_ != ENT_OK)       \
            return try_;          \
    } while (0)

/* Sets *error (unless one is set already) and returns status, so that `return ent_fail(...)` reads well.
 * detail may be NULL. error may be NULL: then only the status is passed on. */
ent_status ent_fail(ent_error *error, ent_status status, ent_phase phase, ent_span where, const char *detail,
                    const char *format, ...) __attribute__((format(printf, 6, 7)));

/* The same for faults of the file, the system or the caller: no phase, no place, no detail. */
ent_status ent_fail_io(ent_error *error, ent_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds the line of advice to an error just set. */
void ent_hint(ent_error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

void ent_error_clear(ent_error *error);

const char *ent_status_type(ent_status status); /* "SyntaxError" */
const char *ent_status_text(ent_status status); /* "the query is not valid openCypher" */

#endif
