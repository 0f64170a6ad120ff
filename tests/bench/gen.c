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

/* ---- alias tables (Vose): a draw by weight in constant time ---- */

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
static FILE *open_out(const char *dir, const char *f)
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

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* What is drawn from, and what has come of it. */
typedef struct {
    const char *dir;
    uint32_t agreements, parties;
    Party *party;
    uint32_t *rank; /* party at each rank: the higher, the more agreements */
    Alias all, *regional;
    uint32_t *region; /* of a party */
    uint8_t *seen;    /* parties with an edge */
    uint64_t *pairs;  /* the ends of each edge, the lower first */
    size_t pair_count, pair_room;
} World;

typedef struct {
    uint32_t number;
    int members, directed, kind;
    uint32_t member[10];
    char role[10]; /* sender, receiver, funder, partner */
    int events, day[6], since, until;
    const char *status[6], *form;
    char id[64], first[16];
} Agreement;

/* ---- parties ---- */

static void name_party(Party *party, uint32_t i, uint32_t countries)
{
    if (i < countries) {
        memcpy(party->code, ISO + 3 * i, 3);
        party->type = "country";
        if (i % 17 == 3)
            snprintf(party->name, 64, "%s, Republic of", party->code);
        else if (i % 23 == 5)
            snprintf(party->name, 64, "C\xc3\xb4te %s", party->code);
        else
            snprintf(party->name, 64, "Country %s", party->code);
    } else if (i < 250) {
        snprintf(party->code, 12, "ORG%03u", i - countries + 1);
        party->type = "organisation";
        snprintf(party->name, 64, "Organisation %u", i - countries + 1);
    } else {
        snprintf(party->code, 12, "X%06u", i);
        party->type = "other";
        snprintf(party->name, 64, "Authority %u", i);
    }
}

static void swap_ranks(World *w, uint32_t i, uint32_t j)
{
    uint32_t moved = w->rank[i];
    w->rank[i] = w->rank[j];
    w->rank[j] = moved;
}

/* The first 250 ranks are shuffled countries and organisations. */
static void make_ranks(World *w)
{
    w->rank = malloc(w->parties * 4);
    for (uint32_t i = 0; i < w->parties; i++)
        w->rank[i] = i;
    for (uint32_t i = 249; i > 0; i--)
        swap_ranks(w, i, rndn(i + 1));
    for (uint32_t i = w->parties - 1; i > 250; i--)
        swap_ranks(w, i, 250 + rndn(i - 249));
}

static void make_weights(World *w)
{
    uint32_t regions = w->parties / 100 < 8 ? 8 : w->parties / 100;
    double *weights = malloc(w->parties * sizeof *weights);
    uint32_t *ids = malloc(w->parties * 4);
    for (uint32_t r = 0; r < w->parties; r++)
        weights[r] = pow(r + 1.0, -0.8);
    alias_build(&w->all, weights, w->rank, w->parties);
    w->regional = malloc(regions * sizeof *w->regional);
    w->region = malloc(w->parties * 4);
    for (uint32_t g = 0; g < regions; g++) {
        uint32_t n = 0;
        for (uint32_t r = g; r < w->parties; r += regions) {
            ids[n] = w->rank[r];
            weights[n] = pow(n + 1.0, -0.5);
            w->region[w->rank[r]] = g;
            n++;
        }
        alias_build(&w->regional[g], weights, ids, n);
    }
    free(weights);
    free(ids);
}

static void make_parties(World *w)
{
    uint32_t countries = strlen(ISO) / 3;
    if (countries > 200)
        countries = 200;
    w->party = calloc(w->parties, sizeof *w->party);
    for (uint32_t i = 0; i < w->parties; i++)
        name_party(&w->party[i], i, countries);
    make_ranks(w);
    make_weights(w);
    FILE *f = open_out(w->dir, "parties.csv");
    fputs("code,name,type\n", f);
    for (uint32_t i = 0; i < w->parties; i++)
        fprintf(f, strchr(w->party[i].name, ',') ? "%s,\"%s\",%s\n" : "%s,%s,%s\n", w->party[i].code, w->party[i].name,
                w->party[i].type);
    fclose(f);
}

/* ---- drawing an agreement ---- */

static int has_member(const Agreement *a, int among, uint32_t party)
{
    for (int i = 0; i < among; i++)
        if (a->member[i] == party)
            return 1;
    return 0;
}

static void draw_members(const World *w, Agreement *a)
{
    a->members = rndf() < 0.95 ? 2 : 3 + (int)rndn(8);
    a->member[0] = alias_pick(&w->all);
    for (int i = 1; i < a->members; i++) {
        int tries = 0;
        do {
            int near = tries < 20 && rndf() < 0.45;
            a->member[i] = alias_pick(near ? &w->regional[w->region[a->member[0]]] : &w->all);
            tries++;
        } while (has_member(a, i, a->member[i]));
    }
}

static void draw_roles(Agreement *a)
{
    a->directed = a->members == 2 ? rndf() < 0.7 : rndf() < 0.5;
    memset(a->role, 'p', sizeof a->role);
    if (!a->directed)
        return;
    int turned = rndf() < 0.5;
    a->role[0] = turned ? 'r' : 's';
    a->role[1] = turned ? 's' : 'r';
    for (int i = 2; i < a->members; i++) {
        double u = rndf();
        a->role[i] = u < 0.5 ? 's' : u < 0.65 ? 'r' : u < 0.8 ? 'f' : 'p';
    }
}

static void draw_kind(Agreement *a)
{
    int all = 0;
    for (int k = 0; k < 9; k++)
        all += KINDW[k];
    int left = rndn(all);
    a->kind = 0;
    while (left >= KINDW[a->kind])
        left -= KINDW[a->kind++];
}

static void add_event(Agreement *a, int day, const char *status)
{
    a->day[a->events] = day;
    a->status[a->events++] = status;
}

static void draw_end(Agreement *a, int day)
{
    if (day > LASTDAY || rndf() >= 0.45)
        return;
    double u = rndf();
    a->until = day;
    add_event(a, day, u < .45 ? "terminated" : u < .75 ? "expired" : u < .95 ? "suspended" : "struck_down");
}

static void draw_events(Agreement *a)
{
    int day = (int)(LASTDAY * sqrt(rndf()));
    double u = rndf();
    a->events = 0;
    a->since = a->until = -1;
    if (u < 0.25) {
        add_event(a, day, "talks");
        day += 20 + rndn(700);
    } else if (u < 0.35) {
        add_event(a, day, "announced");
        day += 10 + rndn(300);
    }
    if (day > LASTDAY || (a->events && rndf() < 0.2))
        return;
    add_event(a, day, "signed");
    day += 1 + rndn(700);
    if (day <= LASTDAY && rndf() < 0.85) {
        a->since = day;
        add_event(a, day, "in_force");
        day += 100 + rndn(9000);
        draw_end(a, day);
    } else if (day <= LASTDAY && rndf() < 0.3) {
        add_event(a, day, "rejected");
    }
}

static void draw(const World *w, Agreement *a)
{
    char one[12], other[12];
    draw_members(w, a);
    draw_roles(a);
    draw_kind(a);
    draw_events(a);
    a->form = FORM[rndn(9)];
    ymd(a->day[0], a->first);
    lower(one, w->party[a->member[0]].code);
    lower(other, w->party[a->member[1]].code);
    snprintf(a->id, sizeof a->id, "%s-%s-%.4s-%u", one, other, a->first, a->number);
}

/* ---- writing it ---- */

static const char *role_name(char role)
{
    return role == 's' ? "sender" : role == 'r' ? "receiver" : role == 'f' ? "funder" : "partner";
}

static void write_members(const World *w, const Agreement *a, FILE *f)
{
    fputs("\"parties\":[", f);
    for (int i = 0; i < a->members; i++) {
        fprintf(f, "%s{\"party\":\"%s\"", i ? "," : "", w->party[a->member[i]].code);
        if (a->role[i] != 'p' || a->directed || (a->number & 1))
            fprintf(f, ",\"role\":\"%s\"", role_name(a->role[i]));
        fputc('}', f);
    }
    fputs("],", f);
}

static void write_record(const World *w, const Agreement *a, FILE *f)
{
    fprintf(f, "{\"id\":\"%s\",\"title\":\"Agreement %u between %s and %s on %s\",\"kind\":\"%s\",\"form\":\"%s\",",
            a->id, a->number, w->party[a->member[0]].name, w->party[a->member[1]].name, KIND[a->kind], KIND[a->kind],
            a->form);
    write_members(w, a, f);
    if (a->number % 3 == 0)
        fprintf(f, "\"people\":\"nationals of %s and persons who transited through it\",", w->party[a->member[1]].code);
    fputs("\"events\":[", f);
    for (int i = 0; i < a->events; i++) {
        char day[16];
        ymd(a->day[i], day);
        fprintf(f, "%s{\"date\":\"%s\",\"status\":\"%s\"%s}", i ? "," : "", day, a->status[i],
                (a->number + i) % 7 == 0 ? ",\"note\":\"reported by the ministry of the interior\"" : "");
    }
    fprintf(f,
            "],\"sources\":[{\"url\":\"https://example.org/treaties/%s\",\"title\":\"Register entry "
            "%u\",\"publisher\":\"Example register\",\"date\":\"%s\"}]",
            a->id, a->number, a->first);
    if (a->number % 4 == 0)
        fprintf(f, ",\"note\":\"A synthetic record: number %u of the benchmark data, with no meaning of its own.\"",
                a->number);
    fputs("}\n", f);
}

static void note_pair(World *w, uint32_t x, uint32_t y)
{
    w->seen[x] = w->seen[y] = 1;
    if (w->pair_count + 1 >= w->pair_room)
        w->pairs = realloc(w->pairs, (w->pair_room *= 2) * 8);
    w->pairs[w->pair_count++] = x < y ? (uint64_t)x << 32 | y : (uint64_t)y << 32 | x;
}

static void write_edges(World *w, const Agreement *a, FILE *f)
{
    char since[16] = "", until[16] = "";
    if (a->since >= 0)
        ymd(a->since, since);
    if (a->until >= 0)
        ymd(a->until, until);
    for (int i = 0; i < a->members; i++)
        for (int k = 0; k < a->members; k++) {
            const char *from = w->party[a->member[i]].code, *to = w->party[a->member[k]].code;
            if (a->directed ? a->role[i] != 's' || a->role[k] != 'r' : i == k || strcmp(from, to) >= 0)
                continue;
            fprintf(f, "%s,%s,%s,%s,%s,%s,%s,%s\n", a->id, from, to, KIND[a->kind], a->status[a->events - 1], since,
                    until, a->first);
            note_pair(w, a->member[i], a->member[k]);
        }
}

static void make_agreements(World *w)
{
    FILE *records = open_out(w->dir, "agreements.jsonl"), *edges = open_out(w->dir, "edges.csv");
    fputs("agreement,src,dst,kind,status,since,until,date\n", edges);
    w->seen = calloc(w->parties, 1);
    w->pair_room = (size_t)w->agreements * 2 + 1000;
    w->pairs = malloc(w->pair_room * 8);
    for (uint32_t n = 0; n < w->agreements; n++) {
        Agreement a = {.number = n};
        draw(w, &a);
        write_record(w, &a, records);
        write_edges(w, &a, edges);
    }
    fclose(records);
    fclose(edges);
}

/* ---- what is asked about ---- */

/* The party at a rank, or the next one above it that has an edge. */
static const char *code_near_rank(const World *w, uint32_t rank)
{
    while (!w->seen[w->rank[rank]])
        rank--;
    return w->party[w->rank[rank]].code;
}

static void write_questions(const World *w)
{
    FILE *f = open_out(w->dir, "pairs.csv");
    fputs("a,b\n", f);
    for (int i = 0; i < 100;) {
        uint32_t a = rndn(w->parties), b = rndn(w->parties);
        if (a == b || !w->seen[a] || !w->seen[b])
            continue;
        fprintf(f, "%s,%s\n", w->party[a].code, w->party[b].code);
        i++;
    }
    fclose(f);
    f = open_out(w->dir, "seeds.csv");
    fputs("code\n", f);
    for (uint32_t i = 0; i < 20; i++)
        fprintf(f, "%s\n", code_near_rank(w, i * (w->parties / 20)));
    fclose(f);
    f = open_out(w->dir, "lookup.txt");
    fprintf(f, "%s\n", code_near_rank(w, 60));
    fclose(f);
}

/* ---- the ego net of the first rank: itself, up to 249 partners, edges among them (at most 750) ---- */

static size_t make_distinct(World *w)
{
    size_t n = 0;
    qsort(w->pairs, w->pair_count, 8, by_number);
    for (size_t i = 0; i < w->pair_count; i++)
        if (!n || w->pairs[n - 1] != w->pairs[i])
            w->pairs[n++] = w->pairs[i];
    return n;
}

static uint8_t *choose_partners(const World *w, size_t distinct, uint32_t centre)
{
    uint8_t *in = calloc(w->parties, 1);
    int chosen = 0;
    in[centre] = 1;
    for (size_t i = 0; i < distinct && chosen < 249; i++) {
        uint32_t x = w->pairs[i] >> 32, y = (uint32_t)w->pairs[i];
        if (x != centre && y != centre)
            continue;
        uint32_t partner = x == centre ? y : x;
        chosen += !in[partner];
        in[partner] = 1;
    }
    return in;
}

static void write_ego(const World *w, size_t distinct)
{
    uint32_t centre = w->rank[0];
    uint8_t *in = choose_partners(w, distinct, centre);
    int among = 0;
    FILE *f = open_out(w->dir, "ego.dot");
    fprintf(f, "graph ego {\n  node [shape=box,style=filled,fillcolor=lightsteelblue];\n  \"%s\" [fillcolor=gold];\n",
            w->party[centre].code);
    for (uint32_t i = 0; i < w->parties; i++)
        if (in[i])
            fprintf(f, "  \"%s\" [label=\"%s\"];\n", w->party[i].code, w->party[i].name);
    for (size_t i = 0; i < distinct; i++) {
        uint32_t x = w->pairs[i] >> 32, y = (uint32_t)w->pairs[i];
        int central = x == centre || y == centre;
        if (!in[x] || !in[y] || (!central && among >= 501))
            continue;
        among += !central;
        fprintf(f, "  \"%s\" -- \"%s\";\n", w->party[x].code, w->party[y].code);
    }
    fputs("}\n", f);
    fclose(f);
    free(in);
}

int main(int ac, char **av)
{
    if (ac < 4) {
        fprintf(stderr, "usage: gen N P OUTDIR [SEED]\n");
        return 2;
    }
    World w = {.dir = av[3], .agreements = strtoul(av[1], 0, 10), .parties = strtoul(av[2], 0, 10)};
    s0 = ac > 4 ? strtoull(av[4], 0, 10) : 42;
    if (w.parties < 250)
        w.parties = 250;
    make_parties(&w);
    make_agreements(&w);
    write_questions(&w);
    size_t distinct = make_distinct(&w);
    write_ego(&w, distinct);
    fprintf(stderr, "agreements=%u parties=%u edges=%zu distinct_pairs=%zu\n", w.agreements, w.parties, w.pair_count,
            distinct);
    return 0;
}
