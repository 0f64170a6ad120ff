/* `--cite`: the sources behind each row, numbered in the order in which they are first cited. */
#ifndef CLI_CITE_H
#define CLI_CITE_H

#include "cli/cli.h"
#include "core/model/course.h"

extern const cli_option cli_cite_options[]; /* --cite */

/* The sources that a claim rests on. */
typedef struct {
    const uint32_t *sources;
    uint32_t count;
    bool of_record; /* it has none of its own: these are those of the record that it stands in */
} cli_citation;

/* Of an event of an agreement; event NULL: there is none, only the record. */
cli_citation cli_citation_of(const ent_course *course, uint32_t agreement, const ent_event *event);
/* Of the status of an agreement on the day that the view was read for. */
cli_citation cli_citation_of_status(const ent_course *course, uint32_t agreement, const ent_view_options *options);

typedef struct {
    const ent_course *course;
    ent_arena *arena;
    uint32_t *numbers; /* of each source of the course; 0: not cited yet */
    uint32_t *cited;   /* in order */
    uint32_t count;
    uint32_t *seen, cell; /* of each source: the last cell that has it, by number from 1 */
} cli_citations;

/* False after reporting that memory is out. */
bool cli_citations_init(cli_citations *citations, ent_arena *arena, const ent_course *course);

/* The number of a source, from 1. */
uint32_t cli_citation_number(cli_citations *citations, uint32_t source);

/* A cell with the sources of a row, each once: numbers in a table, `1, 2; of the record: 3`; objects in JSON; in CSV
 * and TSV, where no list can follow, the addresses themselves (the description of a source that has none). */
void cli_cell_citations(cli_table *table, cli_citations *citations, const cli_citation *of, uint32_t count);

/* Closes the table, then prints the numbered list below it where the format has numbers. The exit status. */
int cli_table_close_cited(cli_table *table, cli_citations *citations);

/* "Publisher. Title, date. address", in the arena; NULL: no memory. */
const char *cli_source_text(ent_arena *arena, const ent_source *source);
/* The list alone, for a page: a heading and a line a source. */
void cli_citations_print(const cli_citations *citations);

#endif
