#include "core/query/procedure_set.h"

#include "core/query/function_tables.h"

#include <stdlib.h>

typedef struct entry {
    ent_procedure procedure; /* first: an entry is found again by its procedure */
    ent_arena arena;         /* names and fields */
    void (*destroy)(void *user);
    struct entry *next; /* of those that this set owns */
    bool replaced;
} entry;

struct ent_procedure_set {
    const ent_procedure **sorted; /* by name */
    uint32_t count, room;
    entry *owned;
};

static int compare_names(ent_str a, ent_str b)
{
    int order = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* Where the name stands or would stand. */
static uint32_t position(const ent_procedure_set *set, ent_str name, bool *found)
{
    uint32_t i = 0;
    *found = false;
    while (i < set->count) {
        int order = compare_names(set->sorted[i]->name, name);
        *found = order == 0;
        if (order >= 0)
            break;
        i++;
    }
    return i;
}

static bool insert(ent_procedure_set *set, uint32_t at, const ent_procedure *procedure)
{
    if (set->count == set->room) {
        uint32_t room = set->room ? set->room * 2 : 16;
        const ent_procedure **larger = realloc(set->sorted, room * sizeof *larger);
        if (!larger)
            return false;
        set->sorted = larger;
        set->room = room;
    }
    memmove(set->sorted + at + 1, set->sorted + at, (set->count - at) * sizeof *set->sorted);
    set->sorted[at] = procedure;
    set->count++;
    return true;
}

static ent_status no_memory(ent_error *error)
{
    return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
}

ent_status ent_procedure_set_new(ent_procedure_set **out, ent_error *error)
{
    ent_procedure_set *set = calloc(1, sizeof *set);
    bool ok = set != NULL, found;
    for (uint32_t i = 0; ok && i < ent_procedures_builtin.count; i++) {
        const ent_procedure *procedure = &ent_procedures_builtin.procedures[i];
        ok = insert(set, position(set, procedure->name, &found), procedure);
    }
    if (!ok) {
        ent_procedure_set_free(set);
        set = NULL;
    }
    *out = set;
    return set ? ENT_OK : no_memory(error);
}

static void free_entry(entry *e)
{
    ent_arena_fini(&e->arena);
    free(e);
}

void ent_procedure_set_free(ent_procedure_set *set)
{
    if (!set)
        return;
    while (set->owned) {
        entry *e = set->owned;
        set->owned = e->next;
        if (e->destroy && !e->replaced)
            e->destroy(e->procedure.user);
        free_entry(e);
    }
    free(set->sorted);
    free(set);
}

static ent_status run_replaced(ent_call *call, void *user, const ent_value *args, ent_procedure_rows *rows)
{
    ent_fail(call->context->error, ENT_PROCEDURE, ENT_PHASE_RUNTIME, call->where, NULL,
             "the procedure was replaced after the statement had been prepared");
    ent_hint(call->context->error, "prepare the statement again");
    return ENT_PROCEDURE;
}

/* Leaves the entry in memory for the statements that know it. */
static void retire(ent_procedure_set *set, const ent_procedure *procedure)
{
    for (entry *e = set->owned; e; e = e->next) {
        if (&e->procedure != procedure)
            continue;
        void *user = e->procedure.user;
        e->procedure.run = run_replaced;
        e->procedure.user = NULL;
        e->replaced = true;
        if (e->destroy)
            e->destroy(user);
    }
}

ent_status ent_procedure_register(ent_procedure_set *set, ent_str signature, ent_str help, ent_procedure_run run,
                                  void *user, void (*destroy)(void *user), const ent_procedure **out, ent_error *error)
{
    entry *e = calloc(1, sizeof *e);
    if (!e)
        return no_memory(error);
    ent_arena_init(&e->arena, NULL);
    ent_status status = ent_signature_parse(&e->arena, signature, &e->procedure, error);
    e->procedure.help = (ent_str){ent_arena_copy(&e->arena, help.p, help.n), help.n};
    e->procedure.user = user;
    e->procedure.run = run;
    e->destroy = destroy;
    if (status == ENT_OK)
        status = ent_arena_status(&e->arena, error);
    bool found = false;
    uint32_t at = status == ENT_OK ? position(set, e->procedure.name, &found) : 0;
    if (status == ENT_OK && !found && !insert(set, at, &e->procedure))
        status = no_memory(error);
    if (status != ENT_OK) {
        free_entry(e);
        return status;
    }
    if (found) {
        const ent_procedure *old = set->sorted[at];
        set->sorted[at] = &e->procedure;
        retire(set, old);
    }
    e->next = set->owned;
    set->owned = e;
    if (out)
        *out = &e->procedure;
    return ENT_OK;
}

uint32_t ent_procedure_count(const ent_procedure_set *set)
{
    return set ? set->count : ent_procedures_builtin.count;
}

const ent_procedure *ent_procedure_at(const ent_procedure_set *set, uint32_t i)
{
    return set ? set->sorted[i] : &ent_procedures_builtin.procedures[i];
}

/* As written, else in any case of letters. */
const ent_procedure *ent_procedure_find(const ent_procedure_set *set, ent_str name)
{
    const ent_procedure *alike = NULL;
    for (uint32_t i = 0; i < ent_procedure_count(set); i++) {
        const ent_procedure *procedure = ent_procedure_at(set, i);
        if (ent_str_equal(procedure->name, name))
            return procedure;
        if (!alike && ent_str_equal_nocase(procedure->name, name))
            alike = procedure;
    }
    return alike;
}
