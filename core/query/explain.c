/* EXPLAIN and PROFILE: a plan as a tree of operators, the last first. What an operator pulls its rows from hangs below
 * it, behind what it runs on its own: the pattern of an OPTIONAL MATCH, the subquery of a condition.
 *
 *   operator                                                  expected      rows        ms
 *   ProduceResults p.name                                           12         7     0.001
 *   └ Project p.name                                                12         7     0.002
 *     └ Filter EXISTS { (p)--(:Agreement) }                         12         7     0.009
 *       ├ (EXISTS)
 *       │ └ LabelFilter :Agreement                                   3         7     0.002
 *       │   └ Expand -[]-                                           14        30     0.011
 *       │     └ Argument                                             1        12     0.001
 *       └ IndexSeek :Country(name) = by index_Country_name           1        12     0.004
 *         └ Argument                                                 1         1     0.000 */
#include "core/query/op.h"
#include "core/query/planner.h"

#include <stdarg.h>
#include <stdio.h>

enum { MOST_LEVELS = 30, MOST_WIDTH = 100, LEAST_WIDTH = 32 };

typedef struct {
    char text[MOST_WIDTH * 4 + 1]; /* with what leads to it in the tree */
    size_t width;
    const ent_plan_node *node; /* NULL: no operator */
} tree_line;

typedef struct {
    ent_arena *arena;
    tree_line **lines;
    size_t count, room;
    char lead[MOST_LEVELS * 4 + 1]; /* before each line of the level */
    size_t lead_n;
    int level;
} tree;

static void add(tree *t, const char *branch, const char *what, const char *detail, const ent_plan_node *node)
{
    if (t->count == t->room) {
        size_t room = t->room ? t->room * 2 : 64;
        tree_line **lines = ENT_NEW_ARRAY(t->arena, tree_line *, room);
        if (!lines)
            return;
        if (t->count)
            memcpy(lines, t->lines, t->count * sizeof *lines);
        t->lines = lines;
        t->room = room;
    }
    tree_line *line = ENT_NEW(t->arena, tree_line);
    if (!line)
        return;
    int length = snprintf(line->text, sizeof line->text, "%s%s%s%s%s", t->lead, branch, what,
                          detail && detail[0] ? " " : "", detail ? detail : "");
    size_t n = length < (int)sizeof line->text ? (size_t)length : sizeof line->text - 1;
    n = ent_utf8_valid(line->text, n); /* not cut inside a letter */
    line->width = ent_utf8_count(line->text, n);
    for (; line->width > MOST_WIDTH - 1; line->width--)
        while (n > 0 && (line->text[--n] & 0xC0) == 0x80)
            ;
    if (n < (size_t)length && n + sizeof "…" <= sizeof line->text) {
        memcpy(line->text + n, "…", sizeof "…");
        line->width++;
    } else {
        line->text[n] = '\0';
    }
    line->node = node;
    t->lines[t->count++] = line;
}

/* A level below a line that hangs on `branch`. What is deeper than can be shown goes on straight down. */
static size_t enter(tree *t, const char *branch)
{
    size_t before = t->lead_n;
    const char *more = strcmp(branch, "├ ") == 0 ? "│ " : branch[0] ? "  " : "";
    if (++t->level <= MOST_LEVELS)
        t->lead_n += (size_t)snprintf(t->lead + before, sizeof t->lead - before, "%s", more);
    return before;
}

static void leave(tree *t, size_t before, int levels)
{
    t->lead_n = before;
    t->lead[before] = '\0';
    t->level -= levels;
}

static const char *subplan_name(ent_expr_kind kind)
{
    switch (kind) {
    case ENT_EXPR_EXISTS:
        return "(EXISTS)";
    case ENT_EXPR_COUNT:
        return "(COUNT)";
    case ENT_EXPR_COLLECT:
        return "(COLLECT)";
    case ENT_EXPR_PATTERN_COMPREHENSION:
        return "(pattern comprehension)";
    case ENT_EXPR_SHORTEST_PATH:
        return "(shortest path)";
    default:
        return "(pattern)";
    }
}

/* Inner chains nest as deep as subqueries do. */
static void add_chain(tree *t, const ent_plan_node *root, const char *branch)
{
    size_t begin = t->lead_n;
    int levels = 0;
    for (const ent_plan_node *node = root; node; node = node->input, levels++) {
        add(t, branch, ent_op_name(node->op), node->detail, node);
        enter(t, branch);
        branch = "├ ";
        for (const ent_subplan *sub = node->subplans; sub; sub = sub->next) {
            add(t, branch, subplan_name(sub->kind), NULL, NULL);
            size_t before = enter(t, branch);
            add_chain(t, sub->root, "└ ");
            leave(t, before, 1);
        }
        if (node->inner)
            add_chain(t, node->inner, node->input ? branch : "└ ");
        branch = "└ ";
    }
    leave(t, begin, levels);
}

/* ---- the figures ---- */

typedef struct {
    ent_arena *arena;
    char *text;
    size_t n, room;
} printer;

static void put(printer *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(printer *p, const char *format, ...)
{
    char line[MOST_WIDTH * 4 + 128];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    size_t n = length < 0 ? 0 : (size_t)length < sizeof line ? (size_t)length : sizeof line - 1;
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

static void put_line(printer *p, const tree_line *line, size_t width, const ent_run *run)
{
    put(p, "%s", line->text);
    if (!line->node) {
        put(p, "\n");
        return;
    }
    const ent_op *op = run ? run->ops[line->node->id] : NULL;
    double expected = line->node->rows < 1 ? 1 : line->node->rows;
    put(p, "%*s  %12.0f", (int)(width - line->width), "", expected);
    if (op) {
        uint64_t below = op->input ? op->input->ns : 0;
        below += op->inner ? op->inner->ns : 0;
        put(p, " %12llu %12.3f", (unsigned long long)op->rows, (double)(op->ns > below ? op->ns - below : 0) / 1e6);
    }
    put(p, "\n");
}

ent_str ent_plan_text(ent_arena *arena, const ent_plan *plan, const ent_run *run)
{
    tree t = {.arena = arena};
    printer p = {.arena = arena};
    add_chain(&t, plan->root, "");
    if (run && !run->profile)
        run = NULL;
    size_t width = LEAST_WIDTH;
    for (size_t i = 0; i < t.count; i++)
        width = t.lines[i]->width > width ? t.lines[i]->width : width;
    put(&p, "operator%*s  %12s", (int)(width - strlen("operator")), "", "expected");
    if (run)
        put(&p, " %12s %12s", "rows", "ms");
    put(&p, "\n");
    for (size_t i = 0; i < t.count; i++)
        put_line(&p, t.lines[i], width, run);
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
