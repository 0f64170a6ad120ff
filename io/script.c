#include "io/script.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define LABEL "`entente export`"
#define KEY   "`entente id`"

/* Statements a transaction: a commit for each would wait for the disk each time. */
enum { TRANSACTION = 10000 };

typedef struct {
    entente_stmt *stmt;
    FILE *out;
    bool failed; /* memory ran out */
} script;

/* ---- names and values ---- */

static bool is_plain_name(const char *name)
{
    bool letters = (*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z');
    return letters && name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] == '\0';
}

/* A name may be a word of the language in some dialect, so only names that look like ours go without backticks:
 * nobody's keyword stands behind a colon or before one in a map. */
static void put_name(FILE *out, const char *name)
{
    if (is_plain_name(name)) {
        fputs(name, out);
        return;
    }
    putc('`', out);
    for (const char *p = name; *p; p++) {
        if (*p == '`')
            putc('`', out);
        putc(*p, out);
    }
    putc('`', out);
}

static void put_text(script *s, const entente_value *value, bool bare)
{
    size_t n;
    const char *text = entente_value_string(s->stmt, value, bare, &n);
    s->failed = s->failed || !text;
    if (text)
        fwrite(text, 1, n, s->out);
}

static void put_call(script *s, const char *function, const entente_value *value)
{
    fprintf(s->out, "%s('", function);
    put_text(s, value, true);
    fputs("')", s->out);
}

static void put_value(script *s, const entente_value *value)
{
    switch (entente_value_type(value)) {
    case ENTENTE_FLOAT: {
        double number = entente_value_double(value);
        if (isfinite(number))
            put_text(s, value, false);
        else
            fputs(isnan(number) ? "(0.0/0.0)" : number > 0 ? "(1.0/0.0)" : "(-1.0/0.0)", s->out);
        break;
    }
    case ENTENTE_DATE:
        put_call(s, "date", value);
        break;
    case ENTENTE_TIME:
        put_call(s, "time", value);
        break;
    case ENTENTE_LOCAL_TIME:
        put_call(s, "localtime", value);
        break;
    case ENTENTE_DATETIME:
        put_call(s, "datetime", value);
        break;
    case ENTENTE_LOCAL_DATETIME:
        put_call(s, "localdatetime", value);
        break;
    case ENTENTE_DURATION:
        put_call(s, "duration", value);
        break;
    case ENTENTE_LIST: /* a property's list has no list in it, so this ends */
        putc('[', s->out);
        for (uint32_t i = 0; i < entente_value_size(value); i++) {
            fputs(i ? ", " : "", s->out);
            put_value(s, entente_value_item(value, i));
        }
        putc(']', s->out);
        break;
    default:
        put_text(s, value, false);
    }
}

/* Entries of a map; own: the first one is the script's id of a node. */
static void put_properties(script *s, const entente_value *element, bool own)
{
    uint32_t count = entente_value_key_count(element);
    if (!own && count == 0)
        return;
    fputs(" {", s->out);
    if (own)
        fprintf(s->out, KEY ": %" PRId64, entente_value_id(element));
    for (uint32_t i = 0; i < count; i++) {
        fputs(own || i ? ", " : "", s->out);
        put_name(s->out, entente_value_key(element, i, NULL));
        fputs(": ", s->out);
        put_value(s, entente_value_at(element, i));
    }
    putc('}', s->out);
}

/* ---- statements ---- */

/* A row of SHOW INDEXES: name, label, property, unique. */
static void put_schema(script *s)
{
    const entente_value *name = entente_column_value(s->stmt, 0);
    bool unique = entente_column_bool(s->stmt, 3);
    fputs(unique ? "CREATE CONSTRAINT " : "CREATE INDEX ", s->out);
    put_name(s->out, entente_value_text(name, NULL));
    fputs(" IF NOT EXISTS FOR (n:", s->out);
    put_name(s->out, entente_column_text(s->stmt, 1, NULL));
    fputs(unique ? ") REQUIRE n." : ") ON (n.", s->out);
    put_name(s->out, entente_column_text(s->stmt, 2, NULL));
    fputs(unique ? " IS UNIQUE;\n" : ");\n", s->out);
}

static void put_node(script *s)
{
    const entente_value *node = entente_column_value(s->stmt, 0);
    fputs("CREATE (:" LABEL, s->out);
    for (uint32_t i = 0; i < entente_value_size(node); i++) {
        putc(':', s->out);
        put_name(s->out, entente_value_text(entente_value_item(node, i), NULL));
    }
    put_properties(s, node, true);
    fputs(");\n", s->out);
}

static void put_relationship(script *s)
{
    const entente_value *relationship = entente_column_value(s->stmt, 0);
    fprintf(s->out, "MATCH (a:" LABEL " {" KEY ": %" PRId64 "}), (b:" LABEL " {" KEY ": %" PRId64 "}) CREATE (a)-[:",
            entente_value_start(relationship), entente_value_end(relationship));
    put_name(s->out, entente_value_reltype(relationship));
    put_properties(s, relationship, false);
    fputs("]->(b);\n", s->out);
}

/* A statement for each row of a query, in transactions of their own. */
static entente_status each(script *s, entente *db, const char *cypher, void (*put)(script *), bool transactions)
{
    entente_status status = entente_prepare(db, cypher, -1, &s->stmt);
    uint64_t count = 0;
    while (status == ENTENTE_OK && (status = entente_step(s->stmt)) == ENTENTE_ROW) {
        if (transactions && count % TRANSACTION == 0)
            fputs(count ? ":commit\n:begin\n" : ":begin\n", s->out);
        count++;
        put(s);
        status = s->failed ? ENTENTE_NOMEM : ferror(s->out) ? ENTENTE_IO : ENTENTE_OK;
    }
    if (transactions && count)
        fputs(":commit\n", s->out);
    entente_finalize(s->stmt);
    return status;
}

static entente_status write_script(script *s, entente *db)
{
    entente_status status = each(s, db, "SHOW INDEXES", put_schema, false);
    if (status != ENTENTE_OK)
        return status;
    fputs("CREATE CONSTRAINT `entente export id` IF NOT EXISTS FOR (n:" LABEL ") REQUIRE n." KEY " IS UNIQUE;\n",
          s->out);
    status = each(s, db, "MATCH (n) RETURN n", put_node, true);
    if (status == ENTENTE_OK)
        status = each(s, db, "MATCH ()-[r]->() RETURN r", put_relationship, true);
    if (status != ENTENTE_OK)
        return status;
    fputs("DROP CONSTRAINT `entente export id`;\nMATCH (n:" LABEL ") REMOVE n:" LABEL ", n." KEY ";\n", s->out);
    return fflush(s->out) != 0 || ferror(s->out) ? ENTENTE_IO : ENTENTE_OK;
}

entente_status ent_export_cypher(entente *db, FILE *out)
{
    script s = {.out = out};
    bool own_transaction = !entente_in_transaction(db);
    errno = 0;
    entente_status status = own_transaction ? entente_begin(db, false) : ENTENTE_OK;
    if (status == ENTENTE_OK)
        status = write_script(&s, db);
    if (own_transaction && status == ENTENTE_OK)
        status = entente_commit(db);
    return status;
}
