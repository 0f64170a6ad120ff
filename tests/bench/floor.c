/* floor: the tasks by hand, over flat arrays in memory: about what one core of this machine can do.
 *   cc -O2 -D_GNU_SOURCE -o floor floor.c && ./floor DATA TMPFILE
 * Prints task, milliseconds, and a figure to compare with the peers' answers. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}
static char *slurp(const char *d, const char *f, size_t *n)
{
    char b[4096];
    snprintf(b, sizeof b, "%s/%s", d, f);
    int fd = open(b, O_RDONLY);
    struct stat s;
    fstat(fd, &s);
    char *p = malloc(s.st_size + 1);
    *n = 0;
    while (*n < (size_t)s.st_size)
        *n += read(fd, p + *n, s.st_size - *n);
    p[*n] = 0;
    close(fd);
    return p;
}

/* ---- parties by code ---- */

static uint32_t H[1 << 19];
static char (*code)[12];
static uint32_t np;
static uint32_t hash(const char *s, int n)
{
    uint32_t h = 2166136261u;
    for (int i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h & ((1 << 19) - 1);
}
static uint32_t find(const char *s, int n)
{
    for (uint32_t h = hash(s, n);; h = (h + 1) & ((1 << 19) - 1)) {
        if (!H[h]) {
            memcpy(code[np], s, n);
            code[np][n] = 0;
            H[h] = ++np;
            return np - 1;
        }
        if (!strncmp(code[H[h] - 1], s, n) && !code[H[h] - 1][n])
            return H[h] - 1;
    }
}

/* ---- the edges, a column each; the distinct neighbours of each party from off[party] to off[party + 1] in adj ---- */

static size_t ne;
static uint32_t *S, *T;
static uint8_t *K, *first;
static int *since, *until;
static uint32_t *off, *adj, pairs2; /* pairs2: entries of adj */
static int date(const char *p)
{
    return *p == ',' ? 0
                     : ((p[0] - 48) * 1000 + (p[1] - 48) * 100 + (p[2] - 48) * 10 + p[3] - 48) * 10000 +
                           ((p[5] - 48) * 10 + p[6] - 48) * 100 + (p[8] - 48) * 10 + p[9] - 48;
}

/* ---- searches; a party is marked when mk has the current tick ---- */

static uint32_t *mk, *Q, *D;
static uint32_t tick;
static int bfs(uint32_t a, uint32_t b, int cut, uint32_t *reached)
{ /* plain breadth-first search with a stop */
    tick++;
    uint32_t h = 0, t = 0;
    Q[t++] = a;
    mk[a] = tick;
    D[a] = 0;
    while (h < t) {
        uint32_t u = Q[h++];
        if ((int)D[u] >= cut)
            break;
        for (uint32_t i = off[u]; i < off[u + 1]; i++) {
            uint32_t v = adj[i];
            if (mk[v] == tick)
                continue;
            mk[v] = tick;
            D[v] = D[u] + 1;
            if (v == b)
                return D[v];
            Q[t++] = v;
        }
    }
    if (reached)
        *reached = t - 1;
    return -1;
}
static int bidi(uint32_t a, uint32_t b, uint32_t *F, uint32_t *G, uint32_t *m2)
{ /* both ends, the smaller frontier first */
    if (a == b)
        return 0;
    tick += 2;
    uint32_t ta = tick, tb = tick + 1;
    mk[a] = ta;
    m2[b] = tb;
    F[0] = a;
    G[0] = b;
    uint32_t nf = 1, ng = 1;
    int d = 0;
    uint32_t *nx = Q;
    while (nf && ng) {
        int fw = nf <= ng;
        uint32_t *X = fw ? F : G, n = fw ? nf : ng, t = 0;
        uint32_t *me = fw ? mk : m2, *ot = fw ? m2 : mk, tm = fw ? ta : tb, to = fw ? tb : ta;
        d++;
        for (uint32_t k = 0; k < n; k++)
            for (uint32_t i = off[X[k]]; i < off[X[k] + 1]; i++) {
                uint32_t v = adj[i];
                if (ot[v] == to) {
                    tick++;
                    return d;
                }
                if (me[v] != tm) {
                    me[v] = tm;
                    nx[t++] = v;
                }
            }
        memcpy(X, nx, t * 4);
        if (fw)
            nf = t;
        else
            ng = t;
    }
    tick++;
    return -1;
}
static int cmp32(const void *a, const void *b)
{
    uint32_t x = *(uint32_t *)a, y = *(uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* ---- T1: reading, laying out, writing ---- */

static void read_parties(const char *d)
{
    size_t n;
    code = malloc(300000 * 12);
    char *p = slurp(d, "parties.csv", &n), *e = p + n;
    for (p = strchr(p, '\n') + 1; p < e; p = strchr(p, '\n') + 1)
        find(p, strchr(p, ',') - p);
}

static void read_edges(const char *d)
{
    enum { CAP = 1 << 22 };
    size_t n, pl = 0;
    S = malloc(CAP * 4);
    T = malloc(CAP * 4);
    K = malloc(CAP);
    first = malloc(CAP);
    since = malloc(CAP * 4);
    until = malloc(CAP * 4);
    char *q = slurp(d, "edges.csv", &n), *e = q + n;
    const char *pa = "";
    for (q = strchr(q, '\n') + 1; q < e;) {
        char *c[8];
        c[0] = q;
        for (int i = 1; i < 8; i++)
            c[i] = (char *)memchr(c[i - 1], ',', e - c[i - 1]) + 1;
        size_t l = c[1] - c[0];
        first[ne] = !(l == pl && !memcmp(pa, c[0], l));
        pa = c[0];
        pl = l;
        S[ne] = find(c[1], c[2] - c[1] - 1);
        T[ne] = find(c[2], c[3] - c[2] - 1);
        K[ne] = (c[3][0] + c[3][2] + (c[4] - c[3])) & 63;
        since[ne] = date(c[5]);
        until[ne] = date(c[6]);
        ne++;
        q = strchr(c[7], '\n') + 1;
    }
}

static void lay_out(void)
{
    uint32_t *o2 = calloc(np + 2, 4), *a2 = malloc(ne * 8), *w = malloc((np + 1) * 4), m = 0;
    for (size_t i = 0; i < ne; i++)
        o2[S[i] + 1]++, o2[T[i] + 1]++;
    for (uint32_t i = 0; i < np; i++)
        o2[i + 1] += o2[i];
    memcpy(w, o2, (np + 1) * 4);
    for (size_t i = 0; i < ne; i++) {
        a2[w[S[i]]++] = T[i];
        a2[w[T[i]]++] = S[i];
    }
    off = calloc(np + 1, 4);
    adj = malloc(ne * 8);
    for (uint32_t u = 0; u < np; u++) {
        qsort(a2 + o2[u], o2[u + 1] - o2[u], 4, cmp32);
        off[u] = m;
        uint32_t pr = ~0u;
        for (uint32_t i = o2[u]; i < o2[u + 1]; i++)
            if (a2[i] != pr)
                adj[m++] = pr = a2[i];
    }
    off[np] = pairs2 = m;
    free(o2);
    free(a2);
    free(w);
}

static double write_out(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ssize_t r = write(fd, S, ne * 4);
    r += write(fd, T, ne * 4);
    r += write(fd, since, ne * 4);
    r += write(fd, until, ne * 4);
    r += write(fd, K, ne);
    r += write(fd, adj, pairs2 * 4);
    r += write(fd, off, np * 4);
    fsync(fd);
    close(fd);
    unlink(path);
    return r / 1048576.0;
}

/* ---- T2 to T8 ---- */

static uint32_t degree(uint32_t u)
{
    return off[u + 1] - off[u];
}

static uint32_t most_partners(void)
{
    uint32_t best = 0;
    for (uint32_t u = 0; u < np; u++)
        if (degree(u) > degree(best))
            best = u;
    return best;
}

static void shortest_paths(const char *d)
{
    size_t n;
    uint32_t *m2 = calloc(np, 4), *F = malloc(np * 4), *G = malloc(np * 4), pr[200] = {0};
    char *x = slurp(d, "pairs.csv", &n), *xe = x + n;
    int k = 0, s1 = 0, s2 = 0;
    for (x = strchr(x, '\n') + 1; x < xe; x = strchr(x, '\n') + 1) {
        char *c = strchr(x, ',');
        pr[k++] = find(x, c - x);
        pr[k++] = find(c + 1, strchr(c, '\n') - c - 1);
    }
    double t = now();
    for (int i = 0; i < 100; i++)
        s1 += bfs(pr[2 * i], pr[2 * i + 1], 1 << 30, NULL);
    printf("T3 one-way search      %9.3f ms  sum %d\n", now() - t, s1);
    t = now();
    for (int i = 0; i < 100; i++)
        s2 += bidi(pr[2 * i], pr[2 * i + 1], F, G, m2);
    printf("T3 two-way search      %9.3f ms  sum %d\n", now() - t, s2);
}

static void within_three(const char *d)
{
    size_t n;
    char *x = slurp(d, "seeds.csv", &n), *xe = x + n;
    uint64_t sum = 0;
    uint32_t sd[20] = {0};
    int k = 0;
    for (x = strchr(x, '\n') + 1; x < xe && k < 20; x = strchr(x, '\n') + 1)
        sd[k++] = find(x, strchr(x, '\n') - x);
    double t = now();
    for (int i = 0; i < 20; i++) {
        uint32_t z = 0;
        bfs(sd[i], ~0u, 3, &z);
        sum += z;
    }
    printf("T4 within 3 hops       %9.3f ms  sum %lu\n", now() - t, (unsigned long)sum);
}

static uint64_t in_force(int day)
{
    uint64_t c[64] = {0}, tot = 0;
    for (size_t i = 0; i < ne; i++)
        if (first[i] && since[i] && since[i] <= day && (!until[i] || until[i] > day))
            c[K[i]]++, tot++;
    return tot;
}

/* Each edge is walked from the end with fewer partners, so that no hub is walked twice. */
static uint64_t triangles(void)
{
    uint32_t *uo = malloc((np + 1) * 4), *ua = malloc(pairs2 * 2 + 4), z = 0;
    uint64_t tri = 0;
    for (uint32_t u = 0; u < np; u++) {
        uo[u] = z;
        for (uint32_t i = off[u]; i < off[u + 1]; i++) {
            uint32_t v = adj[i];
            if (degree(u) < degree(v) || (degree(u) == degree(v) && u < v))
                ua[z++] = v;
        }
    }
    uo[np] = z;
    for (uint32_t u = 0; u < np; u++) {
        tick++;
        for (uint32_t i = uo[u]; i < uo[u + 1]; i++)
            mk[ua[i]] = tick;
        for (uint32_t i = uo[u]; i < uo[u + 1]; i++)
            for (uint32_t j = uo[ua[i]]; j < uo[ua[i] + 1]; j++)
                tri += mk[ua[j]] == tick;
    }
    return tri;
}

/* One round; how much has moved. */
static double pagerank_round(double *pk, double *nx)
{
    double dg = 0, df = 0;
    for (uint32_t u = 0; u < np; u++) {
        nx[u] = degree(u) ? pk[u] / degree(u) : 0;
        if (!degree(u))
            dg += pk[u];
    }
    for (uint32_t u = 0; u < np; u++) {
        double s = 0;
        for (uint32_t i = off[u]; i < off[u + 1]; i++)
            s += nx[adj[i]];
        s = .15 / np + .85 * (s + dg / np);
        df += s > pk[u] ? s - pk[u] : pk[u] - s;
        pk[u] = s;
    }
    return df;
}

static void pagerank(void)
{
    double t = now(), *pk = malloc(np * 8), *nx = malloc(np * 8), df = 1;
    uint32_t best = 0;
    int it = 0;
    for (uint32_t u = 0; u < np; u++)
        pk[u] = 1.0 / np;
    for (; it < 100 && df > 1e-10; it++)
        df = pagerank_round(pk, nx);
    for (uint32_t u = 0; u < np; u++)
        if (pk[u] > pk[best])
            best = u;
    printf("T8 PageRank            %9.2f ms  %d rounds, %s\n", now() - t, it, code[best]);
}

int main(int ac, char **av)
{
    if (ac < 3)
        return 2;
    const char *d = av[1];
    double t = now();
    read_parties(d);
    read_edges(d);
    printf("T1a parse CSV          %9.2f ms  %zu edges\n", now() - t, ne);
    t = now();
    lay_out();
    printf("T1b distinct adjacency %9.2f ms  %u pairs\n", now() - t, pairs2 / 2);
    t = now();
    double written = write_out(av[2]);
    printf("T1c write+fsync        %9.2f ms  %.1f MiB\n", now() - t, written);
    t = now();
    uint32_t best = most_partners();
    printf("T2 from adjacency      %9.4f ms  %s %u\n", now() - t, code[best], degree(best));
    mk = calloc(np, 4);
    Q = malloc(np * 4);
    D = malloc(np * 4);
    shortest_paths(d);
    within_three(d);
    t = now();
    uint64_t count = in_force(20150630);
    printf("T5 scan                %9.3f ms  in force %lu\n", now() - t, (unsigned long)count);
    t = now();
    count = triangles();
    printf("T6 triangles           %9.2f ms  %lu\n", now() - t, (unsigned long)count);
    pagerank();
    return 0;
}
