/* A diagram says what is drawn: nodes, the edges between them, and what stands around them (title, filters in words,
 * legend, sources). How it looks is the theme's matter (theme.h), where things stand the layout's (layout.h).
 *
 * A diagram lies in an arena that its maker gives; it borrows nothing. Its texts are harmless (text.h). Nodes and edges
 * are in a fixed order, so that the same view always gives the same bytes. */
#ifndef RENDER_DIAGRAM_H
#define RENDER_DIAGRAM_H

#include "core/model/view.h"

typedef enum { NODE_COUNTRY, NODE_ORGANIZATION, NODE_AGREEMENT, NODE_OTHER, NODE_SHAPES } node_shape;

enum { DIAGRAM_NO_GROUP = 0 }; /* groups count from 1 */

typedef struct {
    const char *id;    /* unique: a party's code, or what a query's element is called by */
    const char *label; /* what is written on it */
    const char *note;  /* one line that a reader sees when pointing at it */
    node_shape shape;
    bool focus;            /* a picture around this one, or an end of a path */
    uint32_t partners;     /* distinct neighbours in the diagram: its size */
    uint32_t distance;     /* steps from the focus or from the start of the paths; UINT32_MAX: not known */
    const char *agreement; /* the id of an agreement that is a node, kind and stage if known; else NULL */
    const char *kind, *stage;
    bool placed;        /* whether it is known where in the world it is */
    double lat, lon;    /* degrees */
    const char *url;    /* of an agreement: where to read about it; or NULL */
    const char *region; /* of the world; NULL: none */
    double score;       /* by the diagram's measure */
    uint32_t group;     /* of the diagram's groups; DIAGRAM_NO_GROUP: in none */
} diagram_node;

/* What an edge stands for. */
typedef struct {
    const char *id;                            /* NULL: a relationship that is no agreement */
    const char *title, *kind, *status, *stage; /* NULL: unknown */
    const char *date; /* of its first active day or its first event: "2019", "2019-07-01"; or NULL */
    const char *type; /* "has event", of a relationship that is no agreement; else NULL */
} diagram_agreement;

/* All ties of one pair and direction, drawn as one; when the same agreements let people go back as well, those of both
 * directions. Undirected or both ways: from has the lower index. */
typedef struct {
    uint32_t from, to; /* nodes */
    bool directed;
    bool both;                  /* directed, and people go back by the same agreements */
    const uint32_t *agreements; /* ascending */
    uint32_t agreement_count;
    const char *kind;  /* the one kind of all its agreements; NULL: several, or not known */
    bool several;      /* kinds */
    const char *stage; /* the most alive of their stages: active, agreed, contested, emerging, ended; NULL: unknown */
    bool other;        /* none of them is an agreement */
    const char *url;   /* where to read about the first of its agreements that has a page; or NULL */
    const char *label; /* short: the year of one agreement, "3 · 2009–2024" for several; "" for none */
    const char *note;
} diagram_edge;

typedef struct {
    ent_arena *arena;
    const char *title, *subtitle; /* subtitle: filters in words; may be "" */
    const char *as_of;            /* "2025-06-30"; NULL: the latest status */
    diagram_node *nodes;
    diagram_edge *edges;
    diagram_agreement *agreements; /* in order of id, behind them what is no agreement */
    uint32_t node_count, edge_count, agreement_count;
    bool paths;                /* nodes stand in the order of their distance */
    uint32_t drawn_count;      /* agreements that are drawn, as edges or as nodes */
    uint32_t source_count;     /* distinct sources that bear them out */
    const struct story *story; /* courses and sources of the agreements (story.h); NULL: not read */
    const char *const *endnotes, *const *endnote_urls; /* numbered sources below the picture; a url may be NULL */
    uint32_t endnote_count;
    const char *const *groups; /* names of what fills show, such as regions: group 1 first */
    uint32_t group_count;
    const char *measure; /* what sizes show: "betweenness"; NULL: partners in the picture */
    bool uncounted;      /* the legend tells no counts: the diagram is of several days */
} diagram;

/* More nodes than a reader takes in at a glance. */
enum { DIAGRAM_READABLE = 150 };

/* ---- making one: title and subtitle are left "", sources 0 ---- */

/* Every party and tie of the view, which is as of that day (NULL: the latest state). */
entente_status diagram_of_view(ent_arena *arena, const ent_view *view, const char *as_of, diagram **out);

/* The parties within `hops` steps of one (which becomes the focus) and the edges among them. */
entente_status diagram_around(ent_arena *arena, const ent_view *view, const char *as_of, uint32_t party, uint32_t hops,
                              diagram **out);

/* The wanted agreements of a view (by their index there), with the ties that they make. */
entente_status diagram_of_agreements(ent_arena *arena, const ent_view *view, const char *as_of, const bool *wanted,
                                     diagram **out);

/* All shortest paths between two parties, along ties of any direction. *path_count: 0, 1, or 2 for several; with 0,
 * *out is NULL. */
entente_status diagram_between(ent_arena *arena, const ent_view *view, const char *as_of, uint32_t start, uint32_t end,
                               uint32_t *path_count, diagram **out);

/* The nodes, relationships and paths in the rows of a statement (which is stepped to its end), also inside lists and
 * maps; of a relationship without its ends in the rows also those. Any label and type can be drawn. Error: the
 * connection's, but for ENTENTE_NOMEM. */
entente_status diagram_of_rows(ent_arena *arena, entente *db, entente_stmt *stmt, diagram **out);

/* Asks how many distinct sources bear out the agreements that are drawn and their events, and sets the url of edges and
 * of agreements that are nodes. */
entente_status diagram_read_sources(diagram *diagram, entente *db);

#endif
