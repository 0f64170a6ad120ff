/* gen: synthetic migration agreements, the same data as JSON Lines and as CSV.
 *
 *   gen N P OUTDIR [SEED]
 *
 * Writes agreements.jsonl, parties.csv, edges.csv, pairs.csv (100 party pairs),
 * seeds.csv (20 parties), lookup.txt (1 party) and ego.dot (a 250-node ego net).
 * Deterministic: the same N, P and SEED give the same bytes.
 *
 * edges.csv has one row per sender -> receiver pair of an agreement, or per
 * unordered pair (src < dst) when the agreement has no sender/receiver roles.
 * since / until: the interval in which the agreement is in force (empty: never,
 * or still); date: its first event.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t s0;
static uint64_t rnd(void)
{ /* splitmix64 */
    uint64_t z = (s0 += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}
static double rndf(void)
{
    return (double)(rnd() >> 11) / 9007199254740992.0;
}
static uint32_t rndn(uint32_t n)
{
    return (uint32_t)(rnd() % n);
}

/* ---- alias tables (Vose) ---- */
typedef struct {
    uint32_t n;
    double *p;
    uint32_t *a, *id;
} Alias;
static void alias_build(Alias *t, const double *w, const uint32_t *id, uint32_t n)
{
    t->n = n;
    t->p = malloc(n * sizeof *t->p);
    t->a = calloc(n, sizeof *t->a);
    t->id = malloc(n * sizeof *t->id);
    memcpy(t->id, id, n * sizeof *id);
    uint32_t *small = malloc(n * 4), *large = malloc(n * 4), ns = 0, nl = 0;
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += w[i];
    for (uint32_t i = 0; i < n; i++) {
        t->p[i] = w[i] * n / sum;
        if (t->p[i] < 1)
            small[ns++] = i;
        else
            large[nl++] = i;
    }
    while (ns && nl) {
        uint32_t s = small[--ns], l = large[--nl];
        t->a[s] = l;
        t->p[l] -= 1 - t->p[s];
        if (t->p[l] < 1)
            small[ns++] = l;
        else
            large[nl++] = l;
    }
    while (nl)
        t->p[large[--nl]] = 1;
    while (ns)
        t->p[small[--ns]] = 1;
    free(small);
    free(large);
}
static uint32_t alias_pick(const Alias *t)
{
    uint32_t i = rndn(t->n);
    return t->id[rndf() < t->p[i] ? i : t->a[i]];
}

static const char *ISO = "AFGALBDZAANDAGOATGARGARMAUSAUTAZEBHSBHRBGDBRBBLRBELBLZBENBTNBOLBIHBWABRABRNBGR"
                         "BFABDICPVKHMCMRCANCAFTCDCHLCHNCOLCOMCODCOGCRICIVHRVCUBCYPCZEDNKDJIDMADOMECUEGY"
                         "SLVGNQERIESTSWZETHFJIFINFRAGABGMBGEODEUGHAGRCGRDGTMGINGNBGUYHTIHNDHUNISLINDIDN"
                         "IRNIRQIRLISRITAJAMJPNJORKAZKENKIRPRKKORKWTKGZLAOLVALBNLSOLBRLBYLIELTULUXMDGMWI"
                         "MYSMDVMLIMLTMHLMRTMUSMEXFSMMDAMCOMNGMNEMARMOZMMRNAMNRUNPLNLDNZLNICNERNGAMKDNOR"
                         "OMNPAKPLWPANPNGPRYPERPHLPOLPRTQATROURUSRWAKNALCAVCTWSMSMRSTPSAUSENSRBSYCSLESGP"
                         "SVKSVNSLBSOMZAFSSDESPLKASDNSURSWECHESYRTJKTZATHATLSTGOTONTTOTUNTURTKMTUVUGAUKR"
                         "AREGBRUSAURYUZBVUTVENVNMYEMZMBZWEPSETWNXKXHKGMACGIBFROGRLBMUGLP";

typedef struct {
    char code[12];
    char name[64];
    const char *type;
} Party;
static const char *KIND[] = {"third_country_transfer", "safe_third_country", "readmission",
                             "evacuation_transit",     "resettlement",       "border_cooperation",
                             "asylum_cooperation",     "labour_mobility",    "visa"};
static const int KINDW[] = {3, 4, 28, 3, 6, 14, 8, 20, 14};
static const char *FORM[] = {"treaty",      "memorandum", "exchange_of_notes", "joint_statement", "framework",
                             "legislation", "verbal",     "unpublished",       "unknown"};

static const int MD[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
static void ymd(int days, char *out)
{ /* days since 1950-01-01 */
    int y = 1950;
    for (;;) {
        int l = (y % 4 == 0 && (y % 100 || y % 400 == 0));
        int n = 365 + l;
        if (days < n)
            break;
        days -= n;
        y++;
    }
    int l = (y % 4 == 0 && (y % 100 || y % 400 == 0)), m = 0;
    for (;;) {
        int n = MD[m] + (m == 1 && l);
        if (days < n)
            break;
        days -= n;
        m++;
    }
    sprintf(out, "%04d-%02d-%02d", y, m + 1, days + 1);
}
static const int LASTDAY = 27758; /* 2025-12-31 */

static void lower(char *d, const char *s)
{
    while (*s) {
        *d++ = (*s >= 'A' && *s <= 'Z') ? *s + 32 : *s;
        s++;
    }
    *d = 0;
}
static FILE *op(const char *dir, const char *f)
{
    char b[4096];
    snprintf(b, sizeof b, "%s/%s", dir, f);
    FILE *x = fopen(b, "w");
    if (!x) {
        perror(b);
        exit(1);
    }
    setvbuf(x, NULL, _IOFBF, 1 << 20);
    return x;
}
static int cmpu64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

int main(int ac, char **av)
{
    if (ac < 4) {
        fprintf(stderr, "usage: gen N P OUTDIR [SEED]\n");
        return 2;
    }
    uint32_t N = strtoul(av[1], 0, 10), P = strtoul(av[2], 0, 10);
    const char *dir = av[3];
    s0 = ac > 4 ? strtoull(av[4], 0, 10) : 42;
    if (P < 250)
        P = 250;
    uint32_t NC = strlen(ISO) / 3;
    if (NC > 200)
        NC = 200;
    Party *pt = calloc(P, sizeof *pt);
    for (uint32_t i = 0; i < P; i++) {
        if (i < NC) {
            memcpy(pt[i].code, ISO + 3 * i, 3);
            pt[i].type = "country";
            if (i % 17 == 3)
                snprintf(pt[i].name, 64, "%s, Republic of", pt[i].code);
            else if (i % 23 == 5)
                snprintf(pt[i].name, 64, "C\xc3\xb4te %s", pt[i].code);
            else
                snprintf(pt[i].name, 64, "Country %s", pt[i].code);
        } else if (i < 250) {
            snprintf(pt[i].code, 12, "ORG%03u", i - NC + 1);
            pt[i].type = "organisation";
            snprintf(pt[i].name, 64, "Organisation %u", i - NC + 1);
        } else {
            snprintf(pt[i].code, 12, "X%06u", i);
            pt[i].type = "other";
            snprintf(pt[i].name, 64, "Authority %u", i);
        }
    }
    /* rank[r] = party at rank r; the first 250 ranks are shuffled countries and organisations */
    uint32_t *rank = malloc(P * 4);
    for (uint32_t i = 0; i < P; i++)
        rank[i] = i;
    for (uint32_t i = 249; i > 0; i--) {
        uint32_t j = rndn(i + 1), t = rank[i];
        rank[i] = rank[j];
        rank[j] = t;
    }
    for (uint32_t i = P - 1; i > 250; i--) {
        uint32_t j = 250 + rndn(i - 249), t = rank[i];
        rank[i] = rank[j];
        rank[j] = t;
    }
    double *w = malloc(P * sizeof *w);
    for (uint32_t r = 0; r < P; r++)
        w[r] = pow(r + 1.0, -0.8);
    Alias G;
    alias_build(&G, w, rank, P);
    uint32_t R = P / 100 < 8 ? 8 : P / 100;
    Alias *L = malloc(R * sizeof *L);
    uint32_t *region = malloc(P * 4);
    uint32_t *ids = malloc(P * 4);
    double *lw = malloc(P * sizeof *lw);
    for (uint32_t g = 0; g < R; g++) {
        uint32_t n = 0;
        for (uint32_t r = g; r < P; r += R) {
            ids[n] = rank[r];
            lw[n] = pow(n + 1.0, -0.5);
            region[rank[r]] = g;
            n++;
        }
        alias_build(&L[g], lw, ids, n);
    }

    FILE *f = op(dir, "parties.csv");
    fputs("code,name,type\n", f);
    for (uint32_t i = 0; i < P; i++)
        fprintf(f, strchr(pt[i].name, ',') ? "%s,\"%s\",%s\n" : "%s,%s,%s\n", pt[i].code, pt[i].name, pt[i].type);
    fclose(f);
    FILE *j = op(dir, "agreements.jsonl"), *e = op(dir, "edges.csv");
    fputs("agreement,src,dst,kind,status,since,until,date\n", e);
    uint8_t *seen = calloc(P, 1);
    size_t cap = (size_t)N * 2 + 1000, ne = 0;
    uint64_t *und = malloc(cap * 8);
    int kw = 0;
    for (int k = 0; k < 9; k++)
        kw += KINDW[k];
    for (uint32_t n = 0; n < N; n++) {
        int m = rndf() < 0.95 ? 2 : 3 + (int)rndn(8);
        uint32_t p[10];
        p[0] = alias_pick(&G);
        for (int i = 1; i < m; i++) {
            int tries = 0;
        again:
            p[i] = (tries < 20 && rndf() < 0.45) ? alias_pick(&L[region[p[0]]]) : alias_pick(&G);
            tries++;
            for (int q = 0; q < i; q++)
                if (p[q] == p[i])
                    goto again;
        }
        char role[10];
        int directed = m == 2 ? rndf() < 0.7 : rndf() < 0.5;
        for (int i = 0; i < m; i++)
            role[i] = 'p';
        if (directed) {
            role[0] = 's';
            role[1] = 'r';
            if (rndf() < 0.5) {
                role[0] = 'r';
                role[1] = 's';
            }
            for (int i = 2; i < m; i++) {
                double u = rndf();
                role[i] = u < 0.5 ? 's' : u < 0.65 ? 'r' : u < 0.8 ? 'f' : 'p';
            }
        }
        int kr = rndn(kw), kind = 0;
        while (kr >= KINDW[kind])
            kr -= KINDW[kind++];
        /* events */
        int ev[6] = {0};
        const char *st[6];
        int ne_ = 0;
        int d = (int)(LASTDAY * sqrt(rndf()));
        int since = -1, until = -1;
        double u = rndf();
#define EV(S) (ev[ne_] = d, st[ne_] = (S), ne_++)
        if (u < 0.25) {
            EV("talks");
            d += 20 + rndn(700);
        } else if (u < 0.35) {
            EV("announced");
            d += 10 + rndn(300);
        }
        if (d <= LASTDAY && !(ne_ && rndf() < 0.2)) {
            EV("signed");
            d += 1 + rndn(700);
            if (d <= LASTDAY && rndf() < 0.85) {
                since = d;
                EV("in_force");
                d += 100 + rndn(9000);
                if (d <= LASTDAY && rndf() < 0.45) {
                    double v = rndf();
                    until = d;
                    EV(v < .45 ? "terminated" : v < .75 ? "expired" : v < .95 ? "suspended" : "struck_down");
                }
            } else if (d <= LASTDAY && rndf() < 0.3)
                EV("rejected");
        }
        char D0[16], S[16] = "", U[16] = "", lo[12], lo2[12];
        ymd(ev[0], D0);
        if (since >= 0)
            ymd(since, S);
        if (until >= 0)
            ymd(until, U);
        lower(lo, pt[p[0]].code);
        lower(lo2, pt[p[1]].code);
        char id[64];
        snprintf(id, 64, "%s-%s-%.4s-%u", lo, lo2, D0, n);
        fprintf(j,
                "{\"id\":\"%s\",\"title\":\"Agreement %u between %s and %s on "
                "%s\",\"kind\":\"%s\",\"form\":\"%s\",\"parties\":[",
                id, n, pt[p[0]].name, pt[p[1]].name, KIND[kind], KIND[kind], FORM[rndn(9)]);
        for (int i = 0; i < m; i++) {
            fprintf(j, "%s{\"party\":\"%s\"", i ? "," : "", pt[p[i]].code);
            if (role[i] != 'p' || directed || (n & 1))
                fprintf(j, ",\"role\":\"%s\"",
                        role[i] == 's'   ? "sender"
                        : role[i] == 'r' ? "receiver"
                        : role[i] == 'f' ? "funder"
                                         : "partner");
            fputc('}', j);
        }
        fputs("],", j);
        if (n % 3 == 0)
            fprintf(j, "\"people\":\"nationals of %s and persons who transited through it\",", pt[p[1]].code);
        fputs("\"events\":[", j);
        for (int i = 0; i < ne_; i++) {
            char x[16];
            ymd(ev[i], x);
            fprintf(j, "%s{\"date\":\"%s\",\"status\":\"%s\"%s}", i ? "," : "", x, st[i],
                    (n + i) % 7 == 0 ? ",\"note\":\"reported by the ministry of the interior\"" : "");
        }
        fprintf(j,
                "],\"sources\":[{\"url\":\"https://example.org/treaties/%s\",\"title\":\"Register entry "
                "%u\",\"publisher\":\"Example register\",\"date\":\"%s\"}]",
                id, n, D0);
        if (n % 4 == 0)
            fprintf(j, ",\"note\":\"A synthetic record: number %u of the benchmark data, with no meaning of its own.\"",
                    n);
        fputs("}\n", j);
        for (int a = 0; a < m; a++)
            for (int b = 0; b < m; b++) {
                uint32_t x = p[a], y = p[b];
                if (directed) {
                    if (role[a] != 's' || role[b] != 'r')
                        continue;
                } else if (a == b || strcmp(pt[x].code, pt[y].code) >= 0)
                    continue;
                fprintf(e, "%s,%s,%s,%s,%s,%s,%s,%s\n", id, pt[x].code, pt[y].code, KIND[kind], st[ne_ - 1], S, U, D0);
                seen[x] = seen[y] = 1;
                if (ne + 1 >= cap)
                    und = realloc(und, (cap *= 2) * 8);
                und[ne++] = x < y ? (uint64_t)x << 32 | y : (uint64_t)y << 32 | x;
            }
    }
    fclose(j);
    fclose(e);
    f = op(dir, "pairs.csv");
    fputs("a,b\n", f);
    for (int i = 0; i < 100;) {
        uint32_t a = rndn(P), b = rndn(P);
        if (a == b || !seen[a] || !seen[b])
            continue;
        fprintf(f, "%s,%s\n", pt[a].code, pt[b].code);
        i++;
    }
    fclose(f);
    f = op(dir, "seeds.csv");
    fputs("code\n", f);
    for (uint32_t i = 0; i < 20; i++) {
        uint32_t r = i * (P / 20);
        while (!seen[rank[r]])
            r--;
        fprintf(f, "%s\n", pt[rank[r]].code);
    }
    fclose(f);
    uint32_t lk = 60;
    while (!seen[rank[lk]])
        lk--;
    f = op(dir, "lookup.txt");
    fprintf(f, "%s\n", pt[rank[lk]].code);
    fclose(f);
    /* ego net of rank 0: itself, up to 249 partners, edges among them (at most 750) */
    qsort(und, ne, 8, cmpu64);
    size_t m2 = 0;
    for (size_t i = 0; i < ne; i++)
        if (!m2 || und[m2 - 1] != und[i])
            und[m2++] = und[i];
    uint8_t *in = calloc(P, 1);
    uint32_t c = rank[0];
    int k = 0;
    in[c] = 1;
    for (size_t i = 0; i < m2 && k < 249; i++) {
        uint32_t x = und[i] >> 32, y = (uint32_t)und[i];
        if (x == c && !in[y])
            in[y] = 1, k++;
        else if (y == c && !in[x])
            in[x] = 1, k++;
    }
    f = op(dir, "ego.dot");
    fprintf(f, "graph ego {\n  node [shape=box,style=filled,fillcolor=lightsteelblue];\n  \"%s\" [fillcolor=gold];\n",
            pt[c].code);
    for (uint32_t i = 0; i < P; i++)
        if (in[i])
            fprintf(f, "  \"%s\" [label=\"%s\"];\n", pt[i].code, pt[i].name);
    int ee = 0;
    for (size_t i = 0; i < m2; i++) {
        uint32_t x = und[i] >> 32, y = (uint32_t)und[i];
        if (!in[x] || !in[y])
            continue;
        int cen = x == c || y == c;
        if (cen || ee < 501) {
            if (!cen)
                ee++;
            fprintf(f, "  \"%s\" -- \"%s\";\n", pt[x].code, pt[y].code);
        }
    }
    fputs("}\n", f);
    fclose(f);
    fprintf(stderr, "agreements=%u parties=%u edges=%zu distinct_pairs=%zu\n", N, P, ne, m2);
    return 0;
}
