#include "render/graphviz.h"

#include <errno.h>
#include <fcntl.h>
#include <graphviz/gvc.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    FEW = 60,        /* nodes */
    FEW_SECONDS = 2, /* of processor time, of which engines need a tenth */
    MANY_SECONDS = 10,
    PATIENCE = 4,     /* times as long on the clock, as other programs want the processor too */
    MEMORY = 1 << 30, /* bytes */
    BATCH = 128
};

typedef struct {
    double x, y;
} place;

static const char *const engines[GRAPHVIZ_ENGINES] = {"dot", "neato", "sfdp", "fdp", "twopi"};

/* ---- in the child ---- */

/* What kills the child must not be seen outside of it: no core files, no words on the terminal, no life after the
 * parent's. RLIMIT_DATA and not RLIMIT_AS, as a database's map may be larger than any sensible limit. */
static void set_limits(uint64_t memory, unsigned seconds)
{
    static const int signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGINT, SIGTERM, SIGPIPE, SIGALRM};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        signal(signals[i], SIG_DFL);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    setrlimit(RLIMIT_CPU, &(struct rlimit){seconds, seconds + 1});
#ifndef __SANITIZE_ADDRESS__ /* which reserves more for itself than any limit */
    setrlimit(RLIMIT_DATA, &(struct rlimit){memory, memory});
#else
    (void)memory;
#endif
    int nowhere = open("/dev/null", O_RDWR);
    for (int fd = 0; nowhere >= 0 && fd < 3; fd++)
        dup2(nowhere, fd);
}

static void set(void *of, const char *name, const char *value)
{
    agsafeset(of, (char *)name, (char *)value, (char *)"");
}

static void set_inches(void *of, const char *name, double px)
{
    char text[64];
    snprintf(text, sizeof text, "%.4f", px / 72);
    set(of, name, text);
}

static void set_defaults(Agraph_t *g, const graphviz_order *order)
{
    agattr(g, AGNODE, (char *)"shape", (char *)"box");
    agattr(g, AGNODE, (char *)"fixedsize", (char *)"true");
    agattr(g, AGNODE, (char *)"label", (char *)"");
    set(g, "splines", order->splines ? "true" : "none");
    set(g, "start", "1"); /* chance begins the same each time */
    if (order->engine == GRAPHVIZ_DOT) {
        set(g, "rankdir", "LR");
        set_inches(g, "nodesep", order->gap);
        set_inches(g, "ranksep", order->gap * 4);
        return;
    }
    char separation[64];
    snprintf(separation, sizeof separation, "+%d", (int)(order->gap / 2));
    set(g, "sep", separation);
    set(g, "overlap", "prism");
    set(g, "pack", "true");
}

/* Lays out and gives Graphviz's nodes. The graph is not set free: the child ends with it. */
static Agnode_t **lay_out(const graphviz_node *nodes, uint32_t node_count, const graphviz_edge *edges,
                          uint32_t edge_count, const graphviz_order *order)
{
    GVC_t *context = gvContext();
    Agraph_t *g = context ? agopen((char *)"g", order->engine == GRAPHVIZ_DOT ? Agdirected : Agundirected, NULL) : NULL;
    Agnode_t **made = calloc(node_count + 1u, sizeof(Agnode_t *));
    if (!g || !made) {
        free(made);
        return NULL;
    }
    set_defaults(g, order);
    for (uint32_t i = 0; i < node_count; i++) {
        char name[16];
        snprintf(name, sizeof name, "%u", i);
        made[i] = agnode(g, name, 1);
        if (!made[i]) {
            free(made);
            return NULL;
        }
        set_inches(made[i], "width", nodes[i].width);
        set_inches(made[i], "height", nodes[i].height);
    }
    for (uint32_t i = 0; i < edge_count; i++) {
        Agedge_t *edge = agedge(g, made[edges[i].from], made[edges[i].to], NULL, 1);
        if (edge && edges[i].free)
            agsafeset(edge, (char *)"constraint", (char *)"false", (char *)"true");
    }
    if (gvLayout(context, g, engines[order->engine]) == 0)
        return made;
    free(made);
    return NULL;
}

static bool send_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = write(fd, bytes, length);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

static bool send_places(int fd, Agnode_t **made, uint32_t count)
{
    place batch[BATCH];
    for (uint32_t at = 0; made && at < count;) {
        uint32_t n = 0;
        for (; n < BATCH && at < count; n++, at++)
            batch[n] = (place){ND_coord(made[at]).x, -ND_coord(made[at]).y};
        if (!send_all(fd, (const char *)batch, n * sizeof *batch))
            return false;
    }
    return made != NULL;
}

/* ---- in the parent ---- */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* False when the other end closes before all is there, or time is up. */
static bool receive_all(int fd, char *bytes, size_t length, double end)
{
    while (length > 0) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        double left = end - now();
        int ready = left > 0 ? poll(&wait, 1, (int)ceil(left * 1000)) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        ssize_t got = ready > 0 ? read(fd, bytes, length) : 0;
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        bytes += got;
        length -= (size_t)got;
    }
    return true;
}

static bool receive_places(int fd, graphviz_node *nodes, uint32_t count, double end)
{
    place batch[BATCH];
    for (uint32_t at = 0; at < count;) {
        uint32_t n = count - at < BATCH ? count - at : BATCH;
        if (!receive_all(fd, (char *)batch, n * sizeof *batch, end))
            return false;
        for (uint32_t i = 0; i < n; i++, at++) {
            nodes[at].x = round(batch[i].x * 16) / 16; /* the last digits differ from run to run */
            nodes[at].y = round(batch[i].y * 16) / 16;
            if (!(fabs(batch[i].x) < 1e7 && fabs(batch[i].y) < 1e7)) /* not a number is no place either */
                return false;
        }
    }
    return true;
}

bool graphviz_place(graphviz_node *nodes, uint32_t node_count, const graphviz_edge *edges, uint32_t edge_count,
                    const graphviz_order *order)
{
    double seconds = order->seconds > 0 ? order->seconds : node_count <= FEW ? FEW_SECONDS : MANY_SECONDS;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    pid_t child = fork();
    if (child == 0) {
        set_limits(order->memory ? order->memory : MEMORY, (unsigned)ceil(seconds));
        bool done = send_places(ends[1], lay_out(nodes, node_count, edges, edge_count, order), node_count);
        _exit(done ? 0 : 1); /* what the parent has open, it closes itself */
    }
    close(ends[1]);
    bool placed = child > 0 && receive_places(ends[0], nodes, node_count, now() + seconds * PATIENCE);
    close(ends[0]);
    if (child > 0) {
        kill(child, SIGKILL); /* it has nothing more to say */
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    return placed;
}
