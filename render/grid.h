/* A plane in cells, to ask what is near: numbered things lie in the cells that their boxes or lines touch. What it
 * finds is at most too much, never too little; the exact test is the asker's. */
#ifndef RENDER_GRID_H
#define RENDER_GRID_H

#include "core/base/arena.h"
#include "render/geometry.h"

typedef struct grid grid;

/* For things numbered below `items` in an area (what lies outside counts as at its rim). NULL when memory is out. */
grid *grid_new(ent_arena *arena, box area, uint32_t items);

/* The same thing may be added again, when it has moved: it is then found in both places. False when memory is out. */
bool grid_add_box(grid *grid, uint32_t item, box box);
bool grid_add_trace(grid *grid, uint32_t item, const trace *trace);

/* The numbers of what is near, each once; the list is the grid's own, until it is asked again. */
uint32_t grid_near_box(grid *grid, box box, const uint32_t **items);
uint32_t grid_near_trace(grid *grid, const trace *trace, const uint32_t **items);

#endif
