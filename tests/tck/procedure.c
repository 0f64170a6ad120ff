/* A procedure that is a table: a call gives the outputs of those rows whose inputs equal the arguments. */
#include "tests/tck/engine.h"

typedef struct {
    uint32_t input_count, output_count, row_count;
    bool *float_inputs; /* an integer argument is turned into a float first */
    tck_value **rows;
} procedure;

static bool matches(entente_call *call, ent_arena *arena, const procedure *p, const tck_value *row)
{
    for (uint32_t i = 0; i < p->input_count; i++) {
        tck_value argument;
        tck_from_engine(arena, NULL, entente_call_arg(call, i), &argument);
        if (p->float_inputs[i] && argument.kind == TCK_INTEGER)
            argument = (tck_value){.kind = TCK_FLOAT, .real = (double)argument.integer};
        if (arena->failed != ENT_OK || !tck_equal(&argument, &row[i], 0))
            return false;
    }
    return true;
}

static entente_status run(entente_call *call, void *user)
{
    const procedure *p = user;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    for (uint32_t i = 0; p->output_count && i < p->row_count; i++) {
        if (!matches(call, &arena, p, p->rows[i]))
            continue;
        entente_writer *writer = entente_call_row(call);
        for (uint32_t k = 0; k < p->output_count; k++)
            tck_put(writer, &p->rows[i][p->input_count + k]);
    }
    entente_status status = arena.failed == ENT_OK ? ENTENTE_OK : ENTENTE_NOMEM;
    ent_arena_fini(&arena);
    return status;
}

/* Counts the fields of one bracketed list, from '(' on; marks those of type FLOAT. Gives what follows the list. */
static const char *count_fields(ent_arena *arena, const char *at, const char *end, uint32_t *count, bool **floats)
{
    const char *close = memchr(at, ')', (size_t)(end - at));
    *count = 0;
    *floats = NULL;
    if (!close)
        return end;
    for (const char *type = at; (type = memmem(type, (size_t)(close - type), "::", 2)); type += 2) {
        *floats = tck_grow(arena, *floats, *count, sizeof **floats);
        if (!*floats)
            return end;
        const char *name = type + 2;
        while (name < close && *name == ' ')
            name++;
        (*floats)[(*count)++] = close - name >= 5 && memcmp(name, "FLOAT", 5) == 0;
    }
    return close + 1;
}

bool tck_register(entente *db, ent_arena *arena, ent_str signature, const tck_table *table, const char **fault)
{
    procedure *p = ent_arena_zero(arena, sizeof *p);
    const char *end = signature.p + signature.n, *at = memchr(signature.p, '(', signature.n);
    bool *unused;
    *fault = "out of memory";
    if (!p)
        return false;
    *fault = "the procedure's signature cannot be read";
    if (!at)
        return false;
    at = count_fields(arena, at, end, &p->input_count, &p->float_inputs);
    at = at < end ? memchr(at, '(', (size_t)(end - at)) : NULL;
    if (!at)
        return false;
    count_fields(arena, at, end, &p->output_count, &unused);
    uint32_t columns = p->input_count + p->output_count;
    p->row_count = table->count > 1 ? table->count - 1 : 0;
    p->rows = ent_arena_array(arena, p->row_count, sizeof(tck_value *));
    for (uint32_t i = 0; p->rows && i < p->row_count; i++) {
        const tck_row *row = &table->rows[i + 1];
        p->rows[i] = ent_arena_array(arena, columns, sizeof **p->rows);
        *fault = "the procedure's table cannot be read";
        if (!p->rows[i] || row->count != columns)
            return false;
        for (uint32_t k = 0; k < columns; k++)
            if (!tck_read_value(arena, row->cells[k], &p->rows[i][k]))
                return false;
    }
    const char *text = ent_arena_copy(arena, signature.p, signature.n);
    *fault = "the engine refuses the procedure";
    return p->rows && text && entente_register_procedure(db, text, "A table of the TCK.", run, p, NULL) == ENTENTE_OK;
}
