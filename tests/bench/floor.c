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
static uint32_t *off, *adj, *uo, *ua;
static size_t ne, cap;
static uint32_t *S, *T;
static uint8_t *K, *first;
static int *since, *until;
static int date(const char *p)
{
    return *p == ',' ? 0
                     : ((p[0] - 48) * 1000 + (p[1] - 48) * 100 + (p[2] - 48) * 10 + p[3] - 48) * 10000 +
                           ((p[5] - 48) * 10 + p[6] - 48) * 100 + (p[8] - 48) * 10 + p[9] - 48;
}
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
int main(int ac, char **av)
{
    if (ac < 3)
        return 2;
    const char *d = av[1];
    size_t n;
    double t0 = now(), t;
    code = malloc(300000 * 12);
    char *p = slurp(d, "parties.csv", &n), *e = p + n;
    for (p = strchr(p, '\n') + 1; p < e; p = strchr(p, '\n') + 1) {
        find(p, strchr(p, ',') - p);
    }
    uint32_t P = np;
    cap = 1 << 22;
    S = malloc(cap * 4);
    T = malloc(cap * 4);
    K = malloc(cap);
    first = malloc(cap);
    since = malloc(cap * 4);
    until = malloc(cap * 4);
    char *q = slurp(d, "edges.csv", &n);
    e = q + n;
    const char *pa = "";
    size_t pl = 0;
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
    printf("T1a parse CSV          %9.2f ms  %zu edges\n", now() - t0, ne);
    t = now();
    uint32_t *o2 = calloc(P + 2, 4), *a2 = malloc(ne * 8);
    for (size_t i = 0; i < ne; i++)
        o2[S[i] + 1]++, o2[T[i] + 1]++;
    for (uint32_t i = 0; i < P; i++)
        o2[i + 1] += o2[i];
    uint32_t *w = malloc((P + 1) * 4);
    memcpy(w, o2, (P + 1) * 4);
    for (size_t i = 0; i < ne; i++) {
        a2[w[S[i]]++] = T[i];
        a2[w[T[i]]++] = S[i];
    }
    off = calloc(P + 1, 4);
    adj = malloc(ne * 8);
    uint32_t m = 0;
    for (uint32_t u = 0; u < P; u++) {
        qsort(a2 + o2[u], o2[u + 1] - o2[u], 4, cmp32);
        off[u] = m;
        uint32_t pr = ~0u;
        for (uint32_t i = o2[u]; i < o2[u + 1]; i++)
            if (a2[i] != pr)
                adj[m++] = pr = a2[i];
    }
    off[P] = m;
    printf("T1b distinct adjacency %9.2f ms  %u pairs\n", now() - t, m / 2);
    t = now();
    int fd = open(av[2], O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ssize_t r = write(fd, S, ne * 4);
    r += write(fd, T, ne * 4);
    r += write(fd, since, ne * 4);
    r += write(fd, until, ne * 4);
    r += write(fd, K, ne);
    r += write(fd, adj, m * 4);
    r += write(fd, off, P * 4);
    fsync(fd);
    close(fd);
    unlink(av[2]);
    printf("T1c write+fsync        %9.2f ms  %.1f MiB\n", now() - t, r / 1048576.0);
    t = now();
    uint32_t best = 0;
    for (uint32_t u = 0; u < P; u++)
        if (off[u + 1] - off[u] > off[best + 1] - off[best])
            best = u;
    printf("T2 from adjacency      %9.4f ms  %s %u\n", now() - t, code[best], off[best + 1] - off[best]);
    mk = calloc(P, 4);
    Q = malloc(P * 4);
    D = malloc(P * 4);
    uint32_t *m2 = calloc(P, 4), *F = malloc(P * 4), *G = malloc(P * 4);
    char *x = slurp(d, "pairs.csv", &n), *xe = x + n;
    uint32_t pr[200];
    int k = 0;
    for (x = strchr(x, '\n') + 1; x < xe; x = strchr(x, '\n') + 1) {
        char *c = strchr(x, ',');
        pr[k++] = find(x, c - x);
        pr[k++] = find(c + 1, strchr(c, '\n') - c - 1);
    }
    int s1 = 0, s2 = 0;
    t = now();
    for (int i = 0; i < 100; i++)
        s1 += bfs(pr[2 * i], pr[2 * i + 1], 1 << 30, NULL);
    printf("T3 one-way search      %9.3f ms  sum %d\n", now() - t, s1);
    t = now();
    for (int i = 0; i < 100; i++)
        s2 += bidi(pr[2 * i], pr[2 * i + 1], F, G, m2);
    printf("T3 two-way search      %9.3f ms  sum %d\n", now() - t, s2);
    x = slurp(d, "seeds.csv", &n);
    xe = x + n;
    uint64_t sum = 0;
    uint32_t sd[20];
    k = 0;
    for (x = strchr(x, '\n') + 1; x < xe && k < 20; x = strchr(x, '\n') + 1)
        sd[k++] = find(x, strchr(x, '\n') - x);
    t = now();
    for (int i = 0; i < 20; i++) {
        uint32_t z = 0;
        bfs(sd[i], ~0u, 3, &z);
        sum += z;
    }
    printf("T4 within 3 hops       %9.3f ms  sum %lu\n", now() - t, (unsigned long)sum);
    t = now();
    uint64_t c[64] = {0}, tot = 0;
    for (size_t i = 0; i < ne; i++)
        if (first[i] && since[i] && since[i] <= 20150630 && (!until[i] || until[i] > 20150630))
            c[K[i]]++, tot++;
    printf("T5 scan                %9.3f ms  in force %lu\n", now() - t, (unsigned long)tot);
    t = now();
    uo = malloc((P + 1) * 4);
    ua = malloc(m * 2 + 4);
    uint32_t z = 0;
    for (uint32_t u = 0; u < P; u++) {
        uo[u] = z;
        uint32_t du = off[u + 1] - off[u];
        for (uint32_t i = off[u]; i < off[u + 1]; i++) {
            uint32_t v = adj[i], dv = off[v + 1] - off[v];
            if (du < dv || (du == dv && u < v))
                ua[z++] = v;
        }
    }
    uo[P] = z;
    uint64_t tri = 0;
    tick++;
    for (uint32_t u = 0; u < P; u++) {
        tick++;
        for (uint32_t i = uo[u]; i < uo[u + 1]; i++)
            mk[ua[i]] = tick;
        for (uint32_t i = uo[u]; i < uo[u + 1]; i++)
            for (uint32_t j = uo[ua[i]]; j < uo[ua[i] + 1]; j++)
                tri += mk[ua[j]] == tick;
    }
    printf("T6 triangles           %9.2f ms  %lu\n", now() - t, (unsigned long)tri);
    t = now();
    double *pk = malloc(P * 8), *nx = malloc(P * 8);
    for (uint32_t u = 0; u < P; u++)
        pk[u] = 1.0 / P;
    int it = 0;
    double df = 1;
    for (; it < 100 && df > 1e-10; it++) {
        double dg = 0;
        for (uint32_t u = 0; u < P; u++) {
            uint32_t du = off[u + 1] - off[u];
            nx[u] = du ? pk[u] / du : 0;
            if (!du)
                dg += pk[u];
        }
        df = 0;
        for (uint32_t u = 0; u < P; u++) {
            double s = 0;
            for (uint32_t i = off[u]; i < off[u + 1]; i++)
                s += nx[adj[i]];
            s = .15 / P + .85 * (s + dg / P);
            df += s > pk[u] ? s - pk[u] : pk[u] - s;
            pk[u] = s;
        }
    }
    best = 0;
    for (uint32_t u = 0; u < P; u++)
        if (pk[u] > pk[best])
            best = u;
    printf("T8 PageRank            %9.2f ms  %d rounds, %s\n", now() - t, it, code[best]);
    return 0;
}
