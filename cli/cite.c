#include "cli/cite.h"

#include "cli/json.h"
#include "cli/wrap.h"

#include <stdio.h>
#include <string.h>

const cli_option cli_cite_options[] = {
    {"cite", 0, NULL, "with each row its sources, numbered, and the list of them below the rows", false},
    CLI_OPTIONS_END,
};

cli_citation cli_citation_of(const ent_course *course, uint32_t agreement, const ent_event *event)
{
    const ent_agreement_course *record = &course->agreements[agreement];
    if (event && event->source_count)
        return (cli_citation){event->sources, event->source_count, false};
    return (cli_citation){record->sources, record->source_count, true};
}

cli_citation cli_citation_of_status(const ent_course *course, uint32_t agreement, const ent_view_options *options)
{
    const ent_event *event = ent_course_status(&course->agreements[agreement], options->as_of, options->certainly);
    return cli_citation_of(course, agreement, event);
}

bool cli_citations_init(cli_citations *citations, ent_arena *arena, const ent_course *course)
{
    size_t count = (size_t)course->source_count + 1;
    *citations = (cli_citations){.course = course, .arena = arena};
    citations->numbers = ent_arena_zero(arena, count * sizeof *citations->numbers);
    citations->cited = ENT_NEW_ARRAY(arena, uint32_t, count);
    citations->seen = ent_arena_zero(arena, count * sizeof *citations->seen);
    if (citations->numbers && citations->cited && citations->seen)
        return true;
    cli_report(NULL);
    return false;
}

uint32_t cli_citation_number(cli_citations *citations, uint32_t source)
{
    if (citations->numbers[source] == 0) {
        citations->cited[citations->count++] = source;
        citations->numbers[source] = citations->count;
    }
    return citations->numbers[source];
}

const char *cli_source_text(ent_arena *arena, const ent_source *s)
{
    const char *head = s->publisher && s->title ? ent_arena_printf(arena, "%s. %s", s->publisher, s->title)
                       : s->publisher           ? s->publisher
                       : s->title               ? s->title
                                                : "";
    const char *dated = head && s->date ? ent_arena_printf(arena, "%s%s%s", head, *head ? ", " : "", s->date) : head;
    return dated && s->url ? ent_arena_printf(arena, "%s%s%s", dated, *dated ? ". " : "", s->url) : dated;
}

/* ---- a cell ---- */

static void add_key(cli_buffer *buffer, const char *key, const char *value, const char *before)
{
    cli_buffer_text(buffer, before);
    cli_json_string(buffer, key, strlen(key));
    cli_buffer_text(buffer, ": ");
    if (value)
        cli_json_string(buffer, value, strlen(value));
    else
        cli_buffer_text(buffer, "null");
}

static void add_object(cli_buffer *buffer, const ent_source *source, bool of_record)
{
    add_key(buffer, "publisher", source->publisher, "{");
    add_key(buffer, "title", source->title, ", ");
    add_key(buffer, "date", source->date, ", ");
    add_key(buffer, "url", source->url, ", ");
    cli_buffer_text(buffer, of_record ? ", \"of_the_record\": true}" : "}");
}

static void add_source(cli_buffer *buffer, cli_citations *c, uint32_t source, cli_table_notes notes, bool of_record)
{
    const ent_source *s = &c->course->sources[source];
    char number[16];
    switch (notes) {
    case CLI_NOTES_IN_JSON:
        add_object(buffer, s, of_record);
        break;
    case CLI_NOTES_NUMBERED:
    case CLI_NOTES_MARKDOWN:
        snprintf(number, sizeof number, "%u", cli_citation_number(c, source));
        cli_buffer_text(buffer, number);
        break;
    case CLI_NOTES_INLINE: {
        const char *text = s->url ? s->url : cli_source_text(c->arena, s);
        cli_buffer_text(buffer, text ? text : "");
    }
    }
}

/* Adds those of the citations that are, or are not, of a record; *any: whether the cell has something already. */
static void add_sources(cli_buffer *buffer, cli_citations *c, const cli_citation *of, uint32_t count,
                        cli_table_notes notes, bool of_record, bool *any)
{
    bool begun = false;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; of[i].of_record == of_record && k < of[i].count; k++) {
            uint32_t source = of[i].sources[k];
            if (c->seen[source] == c->cell)
                continue;
            c->seen[source] = c->cell;
            bool marked = of_record && !begun && notes != CLI_NOTES_IN_JSON;
            if (*any)
                cli_buffer_text(buffer, notes == CLI_NOTES_INLINE ? ";" : marked ? "; " : ", ");
            cli_buffer_text(buffer, marked ? "of the record: " : "");
            add_source(buffer, c, source, notes, of_record);
            *any = begun = true;
        }
}

void cli_cell_citations(cli_table *table, cli_citations *c, const cli_citation *of, uint32_t count)
{
    cli_buffer buffer = {0};
    cli_table_notes notes = cli_table_notes_of(table);
    bool any = false;
    c->cell++;
    cli_buffer_text(&buffer, notes == CLI_NOTES_IN_JSON ? "[" : "");
    for (int of_record = 0; of_record < 2; of_record++) /* what an event cites itself is stronger */
        add_sources(&buffer, c, of, count, notes, of_record, &any);
    cli_buffer_text(&buffer, notes == CLI_NOTES_IN_JSON ? "]" : "");
    bool whole = !buffer.failed && c->arena->failed == ENT_OK;
    cli_cell_json(table, whole ? buffer.text : NULL, buffer.text);
    cli_buffer_fini(&buffer);
}

/* ---- the list ---- */

static void print_list(const cli_citations *c, bool markdown)
{
    for (uint32_t i = 0; i < c->count; i++) {
        char head[32];
        int width = snprintf(head, sizeof head, markdown ? "%u. " : "  [%u] ", i + 1);
        const char *text = cli_source_text(c->arena, &c->course->sources[c->cited[i]]);
        if (text && markdown)
            printf("%s%s\n", head, text);
        else if (text)
            cli_wrap(head, text, (uint32_t)width);
    }
}

void cli_citations_print(const cli_citations *c)
{
    if (c->count)
        puts("\nSources");
    print_list(c, false);
}

int cli_table_close_cited(cli_table *table, cli_citations *c)
{
    cli_table_notes notes = cli_table_notes_of(table);
    int status = cli_table_close(table);
    if (status != CLI_DONE)
        return status;
    if (notes == CLI_NOTES_NUMBERED)
        cli_citations_print(c);
    if (notes == CLI_NOTES_MARKDOWN && c->count) {
        putchar('\n');
        print_list(c, true);
    }
    return c->arena->failed == ENT_OK ? cli_flush() : cli_report(NULL);
}
