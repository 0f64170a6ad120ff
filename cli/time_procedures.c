/* Time as procedures, for queries that go on from what held on a day or changed between two. */
#include "cli/time_procedures.h"

#include "cli/procedure_options.h"
#include "core/model/changes.h"

#include <stdio.h>
#include <string.h>

/* ---- cells ---- */

static void put_text(entente_writer *writer, const char *text)
{
    text ? entente_put_text(writer, text, -1) : entente_put_null(writer);
}

/* The first day that the event's date can mean, as a DATE. */
static void put_day(entente_writer *writer, const ent_event *event)
{
    int year, month, day;
    if (event && sscanf(event->first, "%d-%d-%d", &year, &month, &day) == 3)
        entente_put_date(writer, year, month, day);
    else
        entente_put_null(writer);
}

static void put_parties(entente_writer *writer, const ent_view *view, const ent_view_agreement *a)
{
    entente_put_list(writer);
    for (uint32_t k = 0; k < a->role_count; k++)
        if (k == 0 || a->roles[k].party != a->roles[k - 1].party)
            entente_put_text(writer, view->parties[a->roles[k].party].code, -1);
    entente_put_end(writer);
}

/* ---- asOf ---- */

static void emit_state(entente_call *call, const ent_view *view, const ent_course *course,
                       const ent_view_options *options)
{
    for (uint32_t i = 0; i < view->agreement_count; i++) {
        const ent_view_agreement *a = &view->agreements[i];
        entente_writer *row = entente_call_row(call);
        put_text(row, a->id);
        put_text(row, a->title);
        put_text(row, a->kind);
        put_text(row, a->status);
        put_text(row, a->stage);
        put_day(row, ent_course_status(&course->agreements[i], options->as_of, options->certainly));
    }
}

static entente_status as_of(entente_call *call, ent_arena *arena)
{
    entente *db = entente_call_db(call);
    ent_view_options options;
    ent_view *view = NULL;
    ent_course *course;
    const char *day;
    entente_status status = cli_procedure_options(call, arena, entente_call_arg(call, 1), false, NULL, &options);
    if (status == ENTENTE_OK)
        status = cli_procedure_day(call, arena, "date", entente_call_arg(call, 0), &day);
    if (status != ENTENTE_OK)
        return status;
    if (!day && options.certainly)
        return entente_call_fail(call, ENTENTE_ARGUMENT,
                                 "certainly says how imprecise dates are read on a day, and the "
                                 "date is null");
    options.as_of = day;
    status = ent_view_open(db, &options, &view);
    if (status == ENTENTE_OK)
        status = ent_course_read(db, view, &course);
    if (status == ENTENTE_OK)
        emit_state(call, view, course, &options);
    ent_view_close(view);
    return status;
}

/* ---- changes ---- */

static void emit_changes(entente_call *call, const ent_view *view, const ent_change *changes, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const ent_view_agreement *a = &view->agreements[changes[i].agreement];
        entente_writer *row = entente_call_row(call);
        put_text(row, a->id);
        put_text(row, a->title);
        put_text(row, a->kind);
        put_parties(row, view, a);
        put_text(row, changes[i].from_status);
        put_text(row, changes[i].event->status);
        put_day(row, changes[i].event);
        put_text(row, changes[i].event->note);
    }
}

static entente_status read_changes(entente_call *call, const char *from, const char *to,
                                   const ent_view_options *options)
{
    entente *db = entente_call_db(call);
    ent_view_options all = *options;
    all.certainly = false;
    all.status_count = all.stage_count = 0;
    ent_view *view = NULL;
    ent_course *course;
    ent_change *changes;
    uint32_t count;
    entente_status status = ent_view_open(db, &all, &view);
    if (status == ENTENTE_OK)
        status = ent_course_read(db, view, &course);
    if (status == ENTENTE_OK)
        status = ent_changes(view, course, from, to, options, &changes, &count);
    if (status == ENTENTE_OK)
        emit_changes(call, view, changes, count);
    ent_view_close(view);
    return status;
}

static entente_status changes(entente_call *call, ent_arena *arena)
{
    const char *from, *to;
    ent_view_options options;
    entente_status status = cli_procedure_day(call, arena, "from", entente_call_arg(call, 0), &from);
    if (status == ENTENTE_OK)
        status = cli_procedure_day(call, arena, "to", entente_call_arg(call, 1), &to);
    if (status == ENTENTE_OK)
        status = cli_procedure_options(call, arena, entente_call_arg(call, 2), false, NULL, &options);
    if (status != ENTENTE_OK)
        return status;
    if (!from || !to)
        return entente_call_fail(call, ENTENTE_ARGUMENT, "changes are between two dates, and one is null");
    if (strcmp(from, to) > 0)
        return entente_call_fail(call, ENTENTE_ARGUMENT, "from (%s) is later than to (%s)", from, to);
    return read_changes(call, from, to, &options);
}

/* ---- registration ---- */

typedef struct {
    const char *signature, *help;
    entente_status (*run)(entente_call *call, ent_arena *arena);
} procedure;

static const procedure procedures[] = {
    {"agreements.asOf(date = null :: ANY?, options = null :: MAP?) :: (id :: STRING?, title :: STRING?, kind :: "
     "STRING?, "
     "status :: STRING?, stage :: STRING?, date :: DATE?)",
     "The status of every agreement on a day, and the day of the event that it comes from; date null: the latest.",
     as_of},
    {"agreements.changes(from :: ANY, to :: ANY, options = null :: MAP?) :: (id :: STRING?, title :: STRING?, kind :: "
     "STRING?, "
     "parties :: LIST?, from_status :: STRING?, to_status :: STRING?, date :: DATE?, note :: STRING?)",
     "The agreements whose status on two days differs, and the day on which the second one began.", changes},
};

static entente_status run(entente_call *call, void *user)
{
    const procedure *called = user;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    entente_status status = called->run(call, &arena);
    ent_arena_fini(&arena);
    return status;
}

entente_status cli_time_procedures_register(entente *db)
{
    entente_status status = ENTENTE_OK;
    for (size_t i = 0; status == ENTENTE_OK && i < sizeof procedures / sizeof procedures[0]; i++)
        status = entente_register_procedure(db, procedures[i].signature, procedures[i].help, run,
                                            (void *)&procedures[i], NULL);
    return status;
}
