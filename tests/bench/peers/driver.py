# One driver for sqlite3, networkx and igraph.
#   python3 driver.py MODE PEER DBDIR DATADIR [TASK]     MODE: load | cold | warm
# cold prints one answer; warm repeats, prints a line of JSON and the last answer. networkx and igraph are libraries: "load" pickles the graph, "open" reads it back.
import csv, json, os, pickle, sys, time

mode, peer, db, data = sys.argv[1:5]
task = sys.argv[5] if len(sys.argv) > 5 else None
J = lambda rows: "\n".join(",".join(map(str, r)) for r in rows)
DAY = "2015-06-30"


def rd(f):
    with open(os.path.join(data, f), newline="", encoding="utf8") as h:
        r = csv.reader(h)
        next(r)
        return list(r)


def pairs():
    return rd("pairs.csv")


def seeds():
    return [r[0] for r in rd("seeds.csv")]


def lookup():
    return open(os.path.join(data, "lookup.txt")).read().strip()


def dump(obj):
    with open(os.path.join(db, "g.pickle"), "wb") as f:
        pickle.dump(obj, f, 5)
        f.flush()
        os.fsync(f.fileno())


def undump():
    import gc

    gc.disable()
    with open(os.path.join(db, "g.pickle"), "rb") as f:
        o = pickle.load(f)
    gc.enable()
    return o


def by_kind(it):
    m = {}
    for ag, kind, since, until in it:
        if since and since <= DAY and (not until or until > DAY):
            m.setdefault(kind, set()).add(ag)
    return J(sorted((k, len(v)) for k, v in m.items()))


class Sqlite:
    SQL = {
        "t2": "SELECT c, count(*) n FROM (SELECT src c, dst o FROM edges UNION SELECT dst, src FROM edges) GROUP BY c ORDER BY n DESC, c LIMIT 10",
        "t3": "SELECT coalesce((WITH RECURSIVE bfs(id,d) AS (SELECT p.id,0 UNION SELECT adj.b, bfs.d+1 FROM bfs JOIN adj ON adj.a=bfs.id WHERE bfs.d<10) SELECT d FROM bfs WHERE id=q.id LIMIT 1),-1) FROM pairs JOIN party p ON p.code=pairs.a JOIN party q ON q.code=pairs.b ORDER BY pairs.rowid",
        "t4": "SELECT (WITH RECURSIVE n(id,d) AS (SELECT p.id,0 UNION SELECT adj.b, n.d+1 FROM n JOIN adj ON adj.a=n.id WHERE n.d<3) SELECT count(DISTINCT id)-1 FROM n) FROM seeds JOIN party p USING(code) ORDER BY seeds.rowid",
        "t5": f"SELECT kind, count(DISTINCT agreement) FROM edges WHERE since<>'' AND since<='{DAY}' AND (until='' OR until>'{DAY}') GROUP BY kind ORDER BY kind",
        "t6": "SELECT count(*) FROM adj x JOIN adj y ON y.a=x.b AND y.b>y.a JOIN adj z ON z.a=x.a AND z.b=y.b WHERE x.a<x.b",
        "t7": "SELECT agreement,o,p.name,kind,status,date FROM (SELECT *,dst o FROM edges WHERE src=:c UNION ALL SELECT *,src FROM edges WHERE dst=:c) JOIN party p ON p.code=o ORDER BY date,agreement,o",
        "t10": "SELECT 1",
    }
    LOAD = [
        "CREATE TABLE party(id INTEGER PRIMARY KEY, code TEXT UNIQUE, name TEXT, type TEXT)",
        "INSERT INTO party(code,name,type) SELECT * FROM p0",
        "DROP TABLE p0",
        "CREATE INDEX es ON edges(src)",
        "CREATE INDEX ed ON edges(dst)",
        "CREATE TABLE adj(a INTEGER, b INTEGER, PRIMARY KEY(a,b)) WITHOUT ROWID",
        "INSERT INTO adj SELECT DISTINCT p.id, q.id FROM (SELECT src x, dst y FROM edges UNION ALL SELECT dst, src FROM edges) JOIN party p ON p.code=x JOIN party q ON q.code=y ORDER BY 1,2",
    ]

    def script(self, t):  # what a user would type into the sqlite3 shell
        pre = ""
        if t == "t3":
            pre = f".mode csv\nCREATE TEMP TABLE pairs(a,b);\n.import --skip 1 {data}/pairs.csv pairs\n"
        if t == "t4":
            pre = f".mode csv\nCREATE TEMP TABLE seeds(code);\n.import --skip 1 {data}/seeds.csv seeds\n"
        return pre + ".mode list\n.separator ,\n" + self.SQL[t].replace(":c", f"'{lookup()}'") + ";\n"

    def load_script(self):
        return (
            f".mode csv\nCREATE TABLE p0(code TEXT,name TEXT,type TEXT);\nCREATE TABLE edges(agreement TEXT,src TEXT,dst TEXT,kind TEXT,status TEXT,since TEXT,until TEXT,date TEXT);\n.import --skip 1 {data}/parties.csv p0\n.import --skip 1 {data}/edges.csv edges\n"
            + "".join(s + ";\n" for s in self.LOAD)
        )

    def open(self):
        import sqlite3

        c = sqlite3.connect(os.path.join(db, "g.sqlite"))
        self.c = c
        c.execute("CREATE TEMP TABLE pairs(a,b)")
        c.executemany("INSERT INTO pairs VALUES(?,?)", pairs())
        c.execute("CREATE TEMP TABLE seeds(code)")
        c.executemany("INSERT INTO seeds VALUES(?)", [(s,) for s in seeds()])

    def run(self, t):
        if t not in self.SQL:
            return None
        return J(self.c.execute(self.SQL[t], {"c": lookup()} if t == "t7" else {}).fetchall())


class Nx:
    def load(self):
        import networkx as nx

        g = nx.MultiDiGraph()
        for code, name, typ in rd("parties.csv"):
            g.add_node(code, name=name, type=typ)
        for ag, s, d, kind, st, since, until, date in rd("edges.csv"):
            g.add_edge(s, d, agreement=ag, kind=kind, status=st, since=since, until=until, date=date)
        dump(g)

    def open(self):
        import networkx as nx

        self.nx = nx
        self.g = undump()
        self._s = None

    @property
    def s(self):
        if self._s is None:
            self._s = self.nx.Graph()
            self._s.add_nodes_from(self.g)
            self._s.add_edges_from(self.g.edges())
        return self._s

    def run(self, t):
        nx, g = self.nx, self.g
        if t == "t2":
            return J(sorted(((n, len(set(g.succ[n]) | set(g.pred[n]))) for n in g), key=lambda r: (-r[1], r[0]))[:10])
        if t == "t3":
            o = []
            for a, b in pairs():
                try:
                    o.append(nx.shortest_path_length(self.s, a, b))
                except nx.NetworkXNoPath:
                    o.append(-1)
            return "\n".join(map(str, o))
        if t == "t4":
            return "\n".join(str(len(nx.single_source_shortest_path_length(self.s, c, cutoff=3)) - 1) for c in seeds())
        if t == "t5":
            return by_kind((d["agreement"], d["kind"], d["since"], d["until"]) for _, _, d in g.edges(data=True))
        if t == "t6":
            return str(sum(nx.triangles(self.s).values()) // 3)
        if t == "t7":
            c = lookup()
            r = [(d["date"], d["agreement"], q, d) for _, q, d in g.out_edges(c, data=True)] + [
                (d["date"], d["agreement"], q, d) for q, _, d in g.in_edges(c, data=True)
            ]
            r.sort(key=lambda x: x[:3])
            return J((a, q, g.nodes[q]["name"], d["kind"], d["status"], dt) for dt, a, q, d in r)
        if t == "t8p":
            return "\n".join(sorted((p := nx.pagerank(self.s, tol=1e-10, max_iter=200)), key=lambda n: -p[n])[:10])
        if t == "t8b":
            return "\n".join(sorted((p := nx.betweenness_centrality(self.s)), key=lambda n: -p[n])[:10])
        if t == "t10":
            return "1"


class Ig:
    def load(self):
        import igraph

        P = rd("parties.csv")
        ix = {r[0]: i for i, r in enumerate(P)}
        E = rd("edges.csv")
        g = igraph.Graph(n=len(P), edges=[(ix[e[1]], ix[e[2]]) for e in E], directed=True)
        g.vs["name"] = [r[0] for r in P]
        g.vs["label"] = [r[1] for r in P]
        g.vs["type"] = [r[2] for r in P]
        for i, k in ((0, "agreement"), (3, "kind"), (4, "status"), (5, "since"), (6, "until"), (7, "date")):
            g.es[k] = [e[i] for e in E]
        dump(g)

    def open(self):
        import igraph

        self.g = undump()
        self._s = None

    @property
    def s(self):
        if self._s is None:
            self._s = self.g.as_undirected(mode="collapse", combine_edges=None)
        return self._s

    def ids(self, names):
        return [self.g.vs.find(n).index for n in names]

    def run(self, t):
        g = self.g
        if t == "t2":
            s = self.s
            d = s.degree()
            n = g.vs["name"]
            return J(sorted(zip(n, d), key=lambda r: (-r[1], r[0]))[:10])
        if t == "t3":
            o = []
            for a, b in pairs():
                x = self.s.distances(source=self.ids([a]), target=self.ids([b]))[0][0]
                o.append(-1 if x == float("inf") else int(x))
            return "\n".join(map(str, o))
        if t == "t4":
            return "\n".join(str(x - 1) for x in self.s.neighborhood_size(self.ids(seeds()), order=3))
        if t == "t5":
            return by_kind(zip(g.es["agreement"], g.es["kind"], g.es["since"], g.es["until"]))
        if t == "t6":
            return str(len(self.s.list_triangles()))
        if t == "t7":
            c = g.vs.find(lookup()).index
            r = []
            for e in g.es[g.incident(c, mode="all")]:
                q = g.vs[e.target if e.source == c else e.source]
                r.append((e["agreement"], q["name"], q["label"], e["kind"], e["status"], e["date"]))
            r.sort(key=lambda x: (x[5], x[0], x[1]))
            return J(r)
        if t == "t8p":
            p = self.s.pagerank(damping=0.85)
            return "\n".join(g.vs[i]["name"] for i in sorted(range(len(p)), key=lambda i: -p[i])[:10])
        if t == "t8b":
            p = self.s.betweenness()
            return "\n".join(g.vs[i]["name"] for i in sorted(range(len(p)), key=lambda i: -p[i])[:10])
        if t == "t10":
            return "1"


P = {"sqlite": Sqlite, "networkx": Nx, "igraph": Ig}[peer]()
if mode == "script":
    sys.stdout.write(
        P.load_script() if task == "load" else P.script(task) if task in P.SQL else "SELECT 'UNSUPPORTED';\n"
    )
elif mode == "load":
    P.load()
else:
    P.open()
    if mode == "cold":
        a = P.run(task)
        if a is None:
            print("UNSUPPORTED")
            sys.exit(4)
        print(a)
    else:
        ms = []
        begin = time.perf_counter()
        while len(ms) < 21 and (len(ms) < 3 or time.perf_counter() - begin < 1.5):
            start = time.perf_counter()
            a = P.run(task)
            ms.append((time.perf_counter() - start) * 1e3)
            if a is None:
                print("UNSUPPORTED")
                sys.exit(4)
        print(json.dumps({"first": ms[0], "median": sorted(ms[1:])[(len(ms) - 1) // 2], "n": len(ms)}))
        print(a)
