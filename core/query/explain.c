/* EXPLAIN and PROFILE: a plan as text, the last operator first, what it pulls from below it. Inner chains are indented.
 *
 *   ProduceResults p.name                rows 12
 *   Project                              rows 12
 *   Expand -[:AGREEMENT]-                rows 12
 *   IndexSeek :Country(name) =           rows 1
 *   Argument                             rows 1 */
#include "core/query/op.h"
#include "core/query/planner.h"

#include <stdarg.h>
#include <stdio.h>

typedef struct {
    ent_arena *arena;
    const ent_run *run;
    char *text;
    size_t n, room;
} printer;

static void put(printer *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(printer *p, const char *format, ...)
{
    char line[512];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    size_t n = length < 0 ? 0 : (size_t)length < sizeof line ? (size_t)length : sizeof line - 1;
    n = ent_utf8_valid(line, n); /* not cut inside a letter */
    if (p->n + n + 1 > p->room) {
        size_t room = p->room * 2 > p->n + n + 1 ? p->room * 2 : p->n + n + 1024;
        char *text = ent_arena_alloc(p->arena, room);
        if (!text)
            return;
        if (p->n)
            memcpy(text, p->text, p->n);
        p->text = text;
        p->room = room;
    }
    memcpy(p->text + p->n, line, n);
    p->n += n;
}

static void print_node(printer *p, const ent_plan_node *node, int depth)
{
    char label[160];
    int length = snprintf(label, sizeof label, "%*s%s%s%s", depth * 2, "", ent_op_name(node->op),
                          node->detail && node->detail[0] ? " " : "", node->detail ? node->detail : "");
    size_t n = ent_utf8_valid(label, length < (int)sizeof label ? (size_t)length : sizeof label - 1);
    put(p, "%.*s", (int)n, label);
    size_t width = ent_utf8_count(label, n);
    double expected = node->rows < 1.5 ? 1 : node->rows;
    put(p, "%*s  %.0f row%s expected", width < 44 ? (int)(44 - width) : 0, "", expected, expected < 1.5 ? "" : "s");
    const ent_op *op = p->run && p->run->profile ? p->run->ops[node->id] : NULL;
    if (op) {
        uint64_t below = op->input ? op->input->ns : 0;
        below += op->inner ? op->inner->ns : 0;
        put(p, ", %llu rows, %.3f ms", (unsigned long long)op->rows,
            (double)(op->ns > below ? op->ns - below : 0) / 1e6);
    }
    put(p, "\n");
}

static const char *subplan_name(ent_expr_kind kind)
{
    switch (kind) {
    case ENT_EXPR_EXISTS:
        return "EXISTS";
    case ENT_EXPR_COUNT:
        return "COUNT";
    case ENT_EXPR_COLLECT:
        return "COLLECT";
    case ENT_EXPR_PATTERN_COMPREHENSION:
        return "pattern comprehension";
    case ENT_EXPR_SHORTEST_PATH:
        return "shortest path";
    default:
        return "pattern";
    }
}

/* Inner chains nest as deep as subqueries do. */
static void print_chain(printer *p, const ent_plan_node *root, int depth)
{
    for (const ent_plan_node *node = root; node; node = node->input) {
        print_node(p, node, depth);
        for (const ent_subplan *sub = node->subplans; sub; sub = sub->next) {
            put(p, "%*s(%s)\n", depth * 2 + 2, "", subplan_name(sub->kind));
            print_chain(p, sub->root, depth + 2);
        }
        if (node->inner)
            print_chain(p, node->inner, depth + 1);
    }
}

ent_str ent_plan_text(ent_arena *arena, const ent_plan *plan, const ent_run *run)
{
    printer p = {.arena = arena, .run = run};
    print_chain(&p, plan->root, 0);
    if (!p.text || arena->failed)
        return (ent_str){NULL, 0};
    p.text[p.n] = '\0';
    return (ent_str){p.text, (uint32_t)p.n};
}

/* ---- EXPLAIN as a result ---- */

ent_status ent_explain_columns(ent_arena *arena, ent_plan *plan, ent_error *error)
{
    plan->column_names = ENT_NEW_ARRAY(arena, ent_str, 1);
    plan->column_slots = ENT_NEW_ARRAY(arena, uint32_t, 1);
    if (!plan->column_names || !plan->column_slots)
        return ent_arena_status(arena, error);
    plan->column_names[0] = ENT_STR("plan");
    plan->column_slots[0] = 0;
    plan->column_count = 1;
    return ENT_OK;
}

ent_status ent_explain_start(ent_run *run)
{
    run->text = ent_plan_text(&run->arena, run->plan, NULL);
    run->batch.col = run->frames[0].col;
    run->batch.col[0] = ENT_NEW_ARRAY(&run->arena, ent_value, ENT_BATCH);
    return ent_arena_status(&run->arena, run->context.error);
}

ent_status ent_explain_next(ent_run *run)
{
    run->batch.n = 0;
    while (run->text.n > 0 && run->batch.n < ENT_BATCH) {
        const char *end = memchr(run->text.p, '\n', run->text.n);
        uint32_t n = end ? (uint32_t)(end - run->text.p) : run->text.n;
        run->batch.col[0][run->batch.n++] = ent_string((ent_str){run->text.p, n});
        run->text.p += n + (end != NULL);
        run->text.n -= n + (end != NULL);
    }
    return ENT_OK;
}
