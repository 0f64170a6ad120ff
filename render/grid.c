#include "render/grid.h"

#include <math.h>
#include <string.h>

enum { MOST_CELLS = 64, /* a side */ SMALLEST = 32 /* px */ };

typedef struct {
    uint32_t item, next; /* next: index + 1 of the next entry of its cell; 0: none */
} entry;

struct grid {
    ent_arena *arena;
    box area;
    double size; /* of a cell */
    uint32_t columns, rows;
    uint32_t *cells; /* index + 1 of the first entry */
    entry *entries;
    uint32_t count, room;
    uint32_t *seen, turn; /* by item: in which turn it was found last */
    uint32_t *found, found_count;
};

grid *grid_new(ent_arena *arena, box area, uint32_t items)
{
    grid *g = ENT_NEW(arena, grid);
    if (!g)
        return NULL;
    double width = greater(area.x1 - area.x0, 1), height = greater(area.y1 - area.y0, 1);
    *g = (grid){.arena = arena, .area = area, .size = greater(greater(width, height) / MOST_CELLS, SMALLEST)};
    g->columns = (uint32_t)(width / g->size) + 1;
    g->rows = (uint32_t)(height / g->size) + 1;
    g->cells = ent_arena_zero(arena, (size_t)g->columns * g->rows * sizeof *g->cells);
    g->seen = ent_arena_zero(arena, ((size_t)items + 1) * sizeof *g->seen);
    g->found = ENT_NEW_ARRAY(arena, uint32_t, (size_t)items + 1);
    return g->cells && g->seen && g->found ? g : NULL;
}

static uint32_t cell_of(double at, double begin, double size, uint32_t count)
{
    double cell = (at - begin) / size;
    return cell <= 0 ? 0 : cell >= count - 1 ? count - 1 : (uint32_t)cell;
}

static uint32_t column_of(const grid *g, double x)
{
    return cell_of(x, g->area.x0, g->size, g->columns);
}

static uint32_t row_of(const grid *g, double y)
{
    return cell_of(y, g->area.y0, g->size, g->rows);
}

static bool add(grid *g, uint32_t cell, uint32_t item)
{
    uint32_t first = g->cells[cell];
    if (first && g->entries[first - 1].item == item) /* a line comes into a cell again and again */
        return true;
    if (g->count == g->room) {
        uint32_t room = g->room ? g->room * 2 : 256;
        entry *grown = ENT_NEW_ARRAY(g->arena, entry, room);
        if (!grown)
            return false;
        if (g->count)
            memcpy(grown, g->entries, g->count * sizeof *grown);
        g->entries = grown;
        g->room = room;
    }
    g->entries[g->count++] = (entry){item, first};
    g->cells[cell] = g->count;
    return true;
}

static void find(grid *g, uint32_t cell)
{
    for (uint32_t i = g->cells[cell]; i; i = g->entries[i - 1].next) {
        uint32_t item = g->entries[i - 1].item;
        if (g->seen[item] == g->turn)
            continue;
        g->seen[item] = g->turn;
        g->found[g->found_count++] = item;
    }
}

/* Adds the item to some cells, or finds what is there when `adding` is false. */
static bool visit(grid *g, uint32_t x0, uint32_t x1, uint32_t y0, uint32_t y1, bool adding, uint32_t item)
{
    for (uint32_t y = y0; y <= y1; y++)
        for (uint32_t x = x0; x <= x1; x++) {
            if (!adding)
                find(g, y * g->columns + x);
            else if (!add(g, y * g->columns + x, item))
                return false;
        }
    return true;
}

static bool visit_box(grid *g, box b, bool adding, uint32_t item)
{
    return visit(g, column_of(g, b.x0), column_of(g, b.x1), row_of(g, b.y0), row_of(g, b.y1), adding, item);
}

/* Column by column, the rows that the segment passes there. */
static bool visit_segment(grid *g, point a, point b, bool adding, uint32_t item)
{
    if (a.x > b.x) {
        point swap = a;
        a = b;
        b = swap;
    }
    uint32_t first = column_of(g, a.x), last = column_of(g, b.x);
    double slope = b.x > a.x ? (b.y - a.y) / (b.x - a.x) : 0;
    for (uint32_t x = first; x <= last; x++) {
        double y0 = x == first ? a.y : a.y + slope * (g->area.x0 + x * g->size - a.x);
        double y1 = x == last ? b.y : a.y + slope * (g->area.x0 + (x + 1) * g->size - a.x);
        if (!visit(g, x, x, row_of(g, lesser(y0, y1) - 0.01), row_of(g, greater(y0, y1) + 0.01), adding, item))
            return false;
    }
    return true;
}

static bool visit_trace(grid *g, const trace *t, bool adding, uint32_t item)
{
    for (uint32_t i = 0; i + 1 < t->count; i++)
        if (!visit_segment(g, t->p[i], t->p[i + 1], adding, item))
            return false;
    return true;
}

bool grid_add_box(grid *g, uint32_t item, box b)
{
    return visit_box(g, b, true, item);
}

bool grid_add_trace(grid *g, uint32_t item, const trace *t)
{
    return visit_trace(g, t, true, item);
}

uint32_t grid_near_box(grid *g, box b, const uint32_t **items)
{
    g->turn++;
    g->found_count = 0;
    visit_box(g, b, false, 0);
    *items = g->found;
    return g->found_count;
}

uint32_t grid_near_trace(grid *g, const trace *t, const uint32_t **items)
{
    g->turn++;
    g->found_count = 0;
    visit_trace(g, t, false, 0);
    *items = g->found;
    return g->found_count;
}
