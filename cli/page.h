/* A page for people: lines that wrap on a terminal, numbers that can be read, sources numbered as they are cited. */
#ifndef CLI_PAGE_H
#define CLI_PAGE_H

#include "cli/cli.h"
#include "cli/json.h"
#include "core/base/strmap.h"

typedef struct {
    entente *db;
    ent_arena *arena;
    const char *day; /* the page as of this day; NULL: the latest */
    bool certainly;  /* how imprecise dates are read on it */
    bool cite;       /* also the sources of other agreements that are named */
    cli_buffer line; /* the one being written */
    ent_strmap numbers;
    const char **cited; /* keys of sources, by number */
    uint32_t cited_count, cited_room;
} cli_page;

void cli_page_init(cli_page *page, ent_arena *arena, entente *db);
void cli_page_fini(cli_page *page);

/* Adds to the line. NULL adds nothing. */
void cli_page_add(cli_page *page, const char *text);
void cli_page_addf(cli_page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A number with its thousands apart: 1,234,567.5. */
void cli_page_add_number(cli_page *page, const entente_value *number);
/* " [1] [4]" for a list of keys of sources; where it is empty, " (of the record: [2])" for those of the record. */
void cli_page_add_citations(cli_page *page, const entente_value *keys, const entente_value *of_record);
/* One of them: " [1]". */
void cli_page_add_citation(cli_page *page, const char *key);
/* Prints the line after `first`, further ones indented, and begins a new one. */
void cli_page_end_line(cli_page *page, const char *first, uint32_t indent);

/* Runs a query whose parameters may be $id, $day and $certainly, and prints each row; before the first the heading, if
 * there is one. *rows (may be NULL) counts. CLI_DONE, or the exit status after reporting. */
int cli_page_each(cli_page *page, const char *query, const char *id, const char *heading,
                  void (*print)(cli_page *, entente_stmt *), uint32_t *rows);

/* A column as text, "" for null; borrowed until the next of the same statement. */
const char *cli_page_text(entente_stmt *stmt, uint32_t column);

/* The list of all sources cited so far. */
int cli_page_sources(cli_page *page);

/* In a query: whether something with `date` and `lastDay` counts on the page's day. */
#define CLI_PAGE_COUNTS(node) \
    "($day IS NULL OR date($day) >= CASE WHEN $certainly THEN " node ".lastDay ELSE " node ".date END)"
/* Whether a payment or transfer does: one without a date as soon as its agreement has a status. */
/* clang-format off */
#define CLI_PAGE_ITEM_COUNTS(agreement, node) \
    "CASE WHEN " node ".date IS NOT NULL THEN " CLI_PAGE_COUNTS(node) " ELSE $day IS NULL OR EXISTS { " \
    "MATCH (" agreement ")-[:HAS_EVENT]->(e) WHERE e.status IS NOT NULL AND " CLI_PAGE_COUNTS("e") " } END"
/* clang-format on */
/* The keys of the sources that a node cites, in the record's order. */
#define CLI_PAGE_CITED(node) "COLLECT { MATCH (" node ")-[c:CITED_IN]->(s:Source) RETURN s.key ORDER BY c.position }"

#endif
