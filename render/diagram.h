/* A diagram says what is drawn: parties, the edges between them, and what stands around them (title, filters in words,
 * legend, sources). How it looks is the theme's matter (theme.h), where things stand the layout's (layout.h).
 *
 * A diagram lies in an arena that its maker gives; it borrows nothing. Nodes and edges are in a fixed order, so that
 * the same view always gives the same bytes. */
#ifndef RENDER_DIAGRAM_H
#define RENDER_DIAGRAM_H

#include "core/model/view.h"

typedef struct {
    const char *id;    /* unique: a party's code, or what a query's element is called by */
    const char *label; /* what is written on it */
    const char *note;  /* one line that a reader sees when pointing at it */
    bool organization; /* organisations and countries differ by shape */
    bool focus;        /* a picture around this one */
    uint32_t partners; /* distinct neighbours in the diagram: its size */
    uint32_t distance; /* steps from the nearest focus; UINT32_MAX: none leads there, or there is no focus */
    bool placed;
    double lat, lon;
    const char *region; /* NULL: none */
} diagram_node;

/* What an edge stands for. */
typedef struct {
    const char *id, *title, *kind, *status, *stage; /* NULL: unknown */
    const char *date;                               /* since, or NULL */
} diagram_agreement;

/* All ties of one pair and direction, drawn as one. Undirected: from has the lower code. */
typedef struct {
    uint32_t from, to; /* nodes */
    bool directed;
    const uint32_t *agreements; /* by id */
    uint32_t agreement_count;
    const char *kind;  /* the one kind of all its agreements; NULL: several */
    const char *stage; /* the most alive of their stages: active, agreed, contested, emerging, ended; NULL: unknown */
    const char *label; /* short: the year of one agreement, "3 · 2009–2024" for several; "" for none */
    const char *note;
} diagram_edge;

typedef struct {
    ent_arena *arena;
    const char *title, *subtitle; /* subtitle: filters and date in words, counts; may be "" */
    diagram_node *nodes;
    diagram_edge *edges;
    diagram_agreement *agreements;
    uint32_t node_count, edge_count, agreement_count;
    uint32_t source_count; /* distinct sources that bear out what is drawn */
} diagram;

/* More nodes than a reader takes in at a glance. */
enum { DIAGRAM_READABLE = 150 };

/* ---- making one ---- */

/* Every party and tie of the view. */
entente_status diagram_of_view(ent_arena *arena, const ent_view *view, diagram **out);

/* Keeps the nodes within `hops` steps of one (which becomes the focus) and the edges among them; with hops 1 only the
 * edges at the focus and those between its partners. */
entente_status diagram_around(ent_arena *arena, const ent_view *view, uint32_t party, uint32_t hops, diagram **out);

/* All shortest paths between two parties, as given: lists of parties. Only the edges along them. */
entente_status diagram_of_paths(ent_arena *arena, const ent_view *view, const uint32_t *const *paths,
                                const uint32_t *lengths, uint32_t path_count, diagram **out);

/* The nodes, relationships and paths in the rows of a statement (which is stepped to its end), also inside lists and
 * maps. Any label and type can be drawn. Error: the connection's. */
entente_status diagram_of_rows(ent_arena *arena, entente *db, entente_stmt *stmt, diagram **out);

#endif
