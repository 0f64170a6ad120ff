#!/usr/bin/env python3
"""The benchmark: the same questions to entente and to its peers on the same data, one table. `./dev bench` runs it.

A cell is cold / warm in milliseconds. Cold: median wall time of a whole process that opens the database, answers one
query, prints and exits. Warm: median time of the same query repeated inside one process. All answers are compared byte
by byte. Behind the peers: the floor (the task by hand over arrays in memory), and entente's times as a multiple of the
best peer's and of the floor.
"""

import argparse
import collections
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
DAY = "2015-06-30"
TASKS = collections.OrderedDict(
    [
        ("t1", "T1 load"),
        ("t2", "T2 top 10 by distinct partners"),
        ("t3", "T3 shortest path, 100 pairs"),
        ("t4", "T4 parties within 3 hops, 20 seeds"),
        ("t5", "T5 in force on a date, by kind"),
        ("t6", "T6 triangles"),
        ("t7", "T7 one party's agreements"),
        ("t8p", "T8 PageRank, top 10"),
        ("t8b", "T8 betweenness, top 10"),
        ("t10", "T10 trivial query"),
    ]
)
JAVASCRIPT = ["kuzu", "duckdb", "graphology"]
PYTHON = ["sqlite", "networkx", "igraph"]
NPM = {
    "kuzu": ["kuzu@0.11.3"],
    "duckdb": ["@duckdb/node-api@1.5.6-r.1"],
    "graphology": ["graphology@0.26.0", "graphology-shortest-path@2.1.0", "graphology-metrics@2.4.0"],
}
FLOOR = {"t2": "T2", "t3": "T3 two-way", "t4": "T4", "t5": "T5", "t6": "T6", "t8p": "T8"}
FINE = (0, 139)  # 139: answered, then crashed on exit


def log(*words):
    print(*words, file=sys.stderr, flush=True)


def install(peer, cache):
    """Whether the peer can be run; npm packages go into the cache folder."""
    if peer == "sqlite":
        return shutil.which("sqlite3") is not None
    if peer not in NPM:
        return subprocess.run([python(), "-c", f"import {peer}"], capture_output=True).returncode == 0
    if not shutil.which("npm"):
        return False
    folder = os.path.join(cache, peer)
    done = os.path.join(folder, "installed")
    if os.path.exists(done):
        return True
    log(f"installing {peer} in {folder}")
    os.makedirs(folder, exist_ok=True)
    for command in (["npm", "init", "-y"], ["npm", "install", "--no-audit", "--no-fund", *NPM[peer]]):
        if subprocess.run(command, cwd=folder, capture_output=True).returncode != 0:
            return False
    if peer == "kuzu":  # npm 11 runs no install scripts unasked
        own = os.path.join(folder, "node_modules", "kuzu")
        if not os.path.exists(os.path.join(own, "kuzujs.node")):
            subprocess.run(["node", "install.js"], cwd=own, capture_output=True)
    open(done, "w").close()
    return True


def python():
    """A Python that has Debian's igraph and networkx; any other, where none has."""
    for program in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([program, "-c", "import igraph, networkx"], capture_output=True).returncode == 0:
            return program
    return sys.executable


def rows(path):
    with open(path, encoding="utf8") as file:
        return [line.rstrip("\n").split(",") for line in file][1:]


def literal(value):
    if isinstance(value, list):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    return "'" + value + "'"


class Bench:
    def __init__(self, options, peers):
        self.options, self.peers = options, peers
        self.count = int(float(options.size.lower().replace("k", "e3").replace("m", "e6")))
        self.parties = max(250, self.count // 20)
        self.data = os.path.join(options.cache, "data", options.size)
        self.databases = os.path.join(options.cache, "db", options.size)
        self.scratch = tempfile.TemporaryDirectory(prefix="entente-bench-")  # several runs may go on at once
        self.out = os.path.join(self.scratch.name, "out")
        self.limit = options.timeout or (20 if self.count <= 100000 else 60)
        self.env = dict(os.environ, BENCH_PEERS=options.cache)
        self.python = python()
        self.program = os.path.join(options.build, "cli", "entente")
        self.results = {}
        for folder in (self.data, self.databases):
            os.makedirs(folder, exist_ok=True)
        if not os.path.exists(os.path.join(self.data, "lookup.txt")):
            log(f"generating {options.size}")
            subprocess.run([self.helper("gen"), str(self.count), str(self.parties), self.data], check=True)

    def helper(self, name):
        return os.path.join(self.options.build, "tests", "bench", "bench-" + name)

    def own(self, name):
        return os.path.join(self.databases, "entente", name + ".db")

    def parameters(self, task):
        if task == "t3":
            return {"pairs": literal(rows(os.path.join(self.data, "pairs.csv")))}
        if task == "t4":
            return {"seeds": literal([row[0] for row in rows(os.path.join(self.data, "seeds.csv"))])}
        if task == "t5":
            return {"day": literal(DAY)}
        if task == "t7":
            with open(os.path.join(self.data, "lookup.txt"), encoding="utf8") as file:
                return {"code": literal(file.read().strip())}
        return {}

    def entente(self, mode, task):
        bench = os.path.join(self.options.build, "tests", "bench", "entente-bench")
        if mode == "load":
            return [bench, "load", self.own("pairs"), self.data]
        database = self.own("network" if task.startswith("t8") else "pairs")
        query = os.path.join(HERE, "queries", task + ".cypher")
        words = [f"{name}={value}" for name, value in self.parameters(task).items()]
        if mode == "warm":
            return [bench, "warm", database, query, *words]
        command = [self.program, "query", database, "-f", query, "--format", "tsv"]
        for word in words:
            command += ["-p", word]
        return command

    def command(self, peer, mode, task=None):
        """The command line and the file for its standard input."""
        if peer == "entente":
            return self.entente(mode, task), None
        folder = os.path.join(self.databases, peer)
        driver = os.path.join(HERE, "peers", "driver.py" if peer in PYTHON else "driver.js")
        base = [self.python if peer in PYTHON else "node", driver]
        if peer == "sqlite" and mode != "warm":  # its own shell is what a user types into
            script = self.out + ".sql"
            with open(script, "w", encoding="utf8") as file:
                subprocess.run([*base, "script", peer, folder, self.data, task or "load"], stdout=file, check=True)
            return ["sqlite3", os.path.join(folder, "g.sqlite")], script
        return [*base, mode, peer, folder, self.data, *([task] if task else [])], None

    def spawn(self, command, stdin=None, limit=None):
        words = [self.helper("spawn"), str(limit or self.limit), *(["-i", stdin] if stdin else []), self.out, *command]
        f = subprocess.run(words, capture_output=True, text=True, env=self.env, check=True).stdout.split()
        return {"wall": float(f[0]), "user": float(f[1]), "rss": int(f[3]), "rc": int(f[4])}

    def answer(self, peer, cold):
        """What was printed, as all print it: cells divided by commas, no heading."""
        with open(self.out, encoding="utf8") as file:
            text = file.read()
        if peer == "entente" and cold:
            text = text.partition("\n")[2].replace("\t", ",")
        return text

    # ---- loading ----

    def load(self):
        result = self.results["t1"] = {peer: {"runs": []} for peer in self.peers}
        for turn in range(self.options.cold if self.count <= 100000 else 1):
            for peer in self.peers:
                self.fresh(peer)
                command, stdin = self.command(peer, "load")
                run = self.spawn(command, stdin, self.limit * 15)
                result[peer]["runs"].append(run)
                if run["rc"] not in FINE:
                    log(self.errors())
                folder = os.path.join(self.databases, peer)
                result[peer]["disk"] = sum(os.path.getsize(os.path.join(folder, f)) for f in os.listdir(folder))
                log(self.options.size, "t1", peer, run)
        if "entente" in self.peers:
            self.load_own()

    def fresh(self, peer):
        shutil.rmtree(os.path.join(self.databases, peer), ignore_errors=True)
        os.makedirs(os.path.join(self.databases, peer))

    def load_own(self):
        """The whole records, which the peers do not load, and the databases of T8 and T9."""
        record = self.results["records"] = {"runs": []}
        for turn in range(self.options.cold if self.count <= 100000 else 1):
            for name in ("records.db", "records.db-lock"):
                if os.path.exists(os.path.join(self.databases, "entente", name)):
                    os.unlink(os.path.join(self.databases, "entente", name))
            files = [os.path.join(self.data, name) for name in ("agreements.jsonl", "parties.csv")]
            run = self.spawn(
                [self.program, "load", self.own("records"), files[0], "--places", files[1]], None, self.limit * 15
            )
            record["runs"].append(run)
            record["disk"] = os.path.getsize(self.own("records"))
            log(self.options.size, "records", run, self.errors().strip()[-200:])
        bench = os.path.join(self.options.build, "tests", "bench", "entente-bench")
        for name in ("network", "ego"):
            subprocess.run([bench, name, self.own(name), self.data], check=True)

    def errors(self):
        with open(self.out + ".err", encoding="utf8", errors="replace") as file:
            return file.read()

    # ---- asking ----

    def ask(self, task):
        result = self.results[task] = {peer: {"runs": [], "answers": []} for peer in self.peers}
        for turn in range(self.options.cold):  # in turn, so that a drift of the machine meets all
            for peer in self.peers:
                entry = result[peer]
                if turn and (entry["runs"][-1]["wall"] > 4000 or entry["runs"][-1]["rc"] not in FINE):
                    continue
                command, stdin = self.command(peer, "cold", task)
                run = self.spawn(command, stdin)
                text = self.answer(peer, True)
                if text.startswith("UNSUPPORTED"):
                    run["rc"] = 4
                elif run["rc"] not in FINE:
                    log(peer, task, self.errors()[:300])
                entry["runs"].append(run)
                entry["answers"].append(text)
        for peer in self.peers if task != "t10" else []:
            entry = result[peer]
            if entry["runs"][0]["rc"] not in FINE:
                continue
            command, stdin = self.command(peer, "warm", task)
            run = self.spawn(command, None, self.limit + 20)
            if run["rc"] in FINE:
                line, _, text = self.answer(peer, False).partition("\n")
                entry["warm"] = json.loads(line)
                entry["answers"].append(text)
            else:
                log(peer, task, "warm", self.errors()[:300])
        log(
            self.options.size,
            task,
            {p: (e["runs"][0]["wall"], e.get("warm", {}).get("median")) for p, e in result.items()},
        )

    def floor(self):
        out = subprocess.run(
            [self.helper("floor"), self.data, self.out], capture_output=True, text=True, check=True
        ).stdout
        figures = {}
        for line in out.splitlines():
            name, _, rest = line.partition("  ")
            figures[line[:22].strip()] = float(line[22:].split()[0])
        result = {t: v for t, prefix in FLOOR.items() for k, v in figures.items() if k.startswith(prefix)}
        result["t1"] = sum(v for k, v in figures.items() if k.startswith("T1"))
        empty = [self.spawn(["/bin/true"])["wall"] for _ in range(9)]
        result["t10"] = statistics.median(empty)
        return result

    # ---- the table ----

    def wall(self, entry):
        times = [run["wall"] for run in entry["runs"] if run["rc"] in FINE]
        return statistics.median(times) if times else None

    def cell(self, task, peer, wanted):
        entry = self.results[task][peer]
        code = entry["runs"][0]["rc"]
        if code not in FINE:
            return {4: "-", 124: "t/o"}.get(code, "err")
        text = number(self.wall(entry))
        if task not in ("t1", "t10"):
            text += " / " + (number(entry["warm"]["median"]) if "warm" in entry else "err")
        if any(answer != wanted for answer in entry.get("answers", [])):
            text += " !="
        return text + (" *" if code == 139 else "")

    def ratios(self, task, floor):
        """entente's times as multiples of the best peer's and the floor's."""
        if "entente" not in self.peers:
            return ["", ""]
        own, rest = self.results[task]["entente"], [self.results[task][p] for p in self.peers if p != "entente"]
        cold = [w for w in map(self.wall, rest) if w]
        warm = [e["warm"]["median"] for e in rest if "warm" in e]
        against = number(self.wall(own) / min(cold)) if cold and self.wall(own) else "-"
        if task not in ("t1", "t10"):
            against += " / " + (number(own["warm"]["median"] / min(warm)) if warm and "warm" in own else "-")
        time = own["warm"]["median"] if "warm" in own else self.wall(own)
        return [against, number(time / floor[task]) if task in floor and time else "-"]

    def table(self):
        floor = self.floor()
        print(f"### {self.count:,} agreements, {self.parties:,} parties\n")
        print("| task | " + " | ".join(self.peers) + " | floor | entente / best peer | entente / floor |")
        print("|---" * (len(self.peers) + 4) + "|")
        different = False
        for task in [t for t in TASKS if t in self.results]:
            answers = collections.Counter(
                a for e in self.results[task].values() if e["runs"][0]["rc"] in FINE for a in e.get("answers", [])[:1]
            )
            wanted = answers.most_common(1)[0][0] if answers else None
            cells = [self.cell(task, peer, wanted) for peer in self.peers]
            different |= "!=" in cells[0]
            cells.append(number(floor[task]) if task in floor else "-")
            print("| " + " | ".join([TASKS[task], *cells, *self.ratios(task, floor)]) + " |")
        if "t1" in self.results:
            loads = self.results["t1"]
            for name, figure in (
                ("database, MiB", lambda e: e["disk"]),
                ("peak memory of loading, MiB", lambda e: max(r["rss"] for r in e["runs"]) * 1024),
            ):
                print(f"| {name} | " + " | ".join(f"{figure(loads[p]) / 2**20:.0f}" for p in self.peers) + " | | | |")
        if "records" in self.results:
            record = self.results["records"]
            print(
                f"\nentente load of the whole records (JSON Lines): {number(self.wall(record))} ms, "
                f"{max(r['rss'] for r in record['runs']) / 1024:.0f} MiB of memory, {record['disk'] / 2**20:.0f} MiB on disk"
            )
        return different

    def diagrams(self):
        """T9: the same 250 parties as a picture."""
        print("\n| T9 diagram of 250 parties | ms | SVG, bytes |\n|---|---|---|")
        engines = {
            e: [e, "-Tsvg", os.path.join(self.data, "ego.dot")] for e in ("dot", "neato", "fdp", "sfdp", "twopi")
        }
        if "entente" in self.peers:
            query = "MATCH (a)-[r:PARTNER]->(b) RETURN a, r, b"
            svg = self.out + ".svg"
            engines = {
                "entente diagram": [self.program, "diagram", self.own("ego"), "--query", query, "-o", svg],
                **engines,
            }
        for name, command in engines.items():
            if not shutil.which(command[0]):
                continue
            runs = [self.spawn(command) for _ in range(self.options.cold)]
            if any(run["rc"] for run in runs):
                log(self.errors()[:300])
            size = os.path.getsize(svg if name.startswith("entente") and os.path.exists(svg) else self.out)
            print(f"| {name} | {number(statistics.median(r['wall'] for r in runs))} | {size} |")


def number(x):
    if x is None:
        return "err"
    return f"{x:.0f}" if x >= 100 else f"{x:.1f}" if x >= 10 else f"{x:.2f}" if x >= 0.1 else f"{x:.3f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, help="folder of a release build")
    parser.add_argument("--size", default="1k", help="agreements: 1k, 100k, 1M or any number")
    parser.add_argument("--peers", help="of " + ",".join(["entente", *JAVASCRIPT, *PYTHON]) + " (default: all)")
    parser.add_argument("--tasks", help="of " + ",".join([*TASKS, "t9"]) + " (default: all; t1 fills the databases)")
    parser.add_argument("--cold", type=int, default=3, help="runs of a whole process (default: 3)")
    parser.add_argument("--timeout", type=int, help="seconds for one answer")
    parser.add_argument(
        "--cache", default=os.path.expanduser("~/.cache/entente-bench"), help="folder of peers and data"
    )
    parser.add_argument("--json", help="writes all figures into this file")
    options = parser.parse_args()
    peers = []
    for peer in options.peers.split(",") if options.peers else ["entente", *JAVASCRIPT, *PYTHON]:
        if peer == "entente" or install(peer, options.cache):
            peers.append(peer)
        else:
            log(f"{peer} is not here and cannot be installed: left out")
    bench = Bench(options, peers)
    tasks = options.tasks.split(",") if options.tasks else [*TASKS, "t9"]
    if not options.tasks and bench.count > 100000:
        tasks.remove("t8b")
    if "t1" in tasks:
        bench.load()
    for task in tasks:
        if task not in ("t1", "t9"):
            bench.ask(task)
    different = bench.table()
    if "t9" in tasks:
        bench.diagrams()
    if options.json:
        with open(options.json, "w", encoding="utf8") as file:
            json.dump(bench.results, file, indent=1)
    return 1 if different else 0


sys.exit(main())
