/* Places by Graphviz's engines. Graphviz 2.42 is known to die with a signal, to hang and to take all memory on real
 * networks, and its state is the whole process's: each layout is made in a child process with limits, from which only
 * the places come back. Its header has a `point` and a `box` of its own, so that ours stay away from here. */
#ifndef RENDER_GRAPHVIZ_H
#define RENDER_GRAPHVIZ_H

#include <stdbool.h>
#include <stdint.h>

typedef enum { GRAPHVIZ_DOT, GRAPHVIZ_NEATO, GRAPHVIZ_SFDP, GRAPHVIZ_FDP, GRAPHVIZ_TWOPI, GRAPHVIZ_ENGINES } graphviz;

typedef struct {
    double width, height; /* px, of the box */
    double x, y;          /* of its centre, y downwards: the answer */
} graphviz_node;

typedef struct {
    uint32_t from, to;
    bool free; /* dot need not put its ends into different ranks */
} graphviz_edge;

typedef struct {
    graphviz engine;
    bool splines;    /* also has Graphviz route lines, which it is known to die of: for tests */
    double gap;      /* px between boxes, as far as the engine keeps one */
    double seconds;  /* of processor time that the child may take; 0: far more than a graph of this size needs */
    uint64_t memory; /* bytes that it may take; 0: a gigabyte */
} graphviz_order;

/* Sets the place of every node; with GRAPHVIZ_DOT, ranks are from left to right, and all nodes of one have the same x.
 * False, places undefined: the child died, took too much, or Graphviz is not there. The same graph gives the same
 * places; the machine's speed matters only where a limit ends the child. */
bool graphviz_place(graphviz_node *nodes, uint32_t node_count, const graphviz_edge *edges, uint32_t edge_count,
                    const graphviz_order *order);

#endif
