"""The views by which layouts are judged: twelve of the shipped agreements and fifty generated ones, and how readable
the pictures of them are. Run as a program it prints a table:

    ENTENTE=build/cli/entente ENTENTE_DATA=data python3 tests/e2e/layout_views.py [--browser] [--stock] [NAME...]

--browser measures from outside, in headless Chromium, by ../shared/svg-metrics; --stock adds what the best of Graphviz's
engines with an aspect from 1:2 to 2:1 does with the same nodes and lines."""

import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile

from networks import codes
from program import DATA, entente, shipped_records

SHIPPED = {
    "denmark": ["--around", "DNK"],
    "united-kingdom-only": ["--party", "GBR", "--around", "GBR"],
    "rwanda": ["--around", "RWA"],
    "australia": ["--around", "AUS"],
    "usa": ["--around", "USA"],
    "eu": ["--around", "EU"],
    "nauru-2": ["--around", "NRU", "--hops", "2"],
    "transfers": ["--kind", "third_country_transfer"],
    "readmission": ["--kind", "readmission"],
    "usa-to-denmark": ["--path", "USA", "DNK"],
    "active": ["--stage", "active"],
    "whole": [],
}
GENERATED = 50
ENGINES = ("dot", "neato", "sfdp", "fdp", "twopi")


# ---- generated networks ----


def ego(pick, nodes):
    """A party with partners, some of them tied to each other."""
    pairs = [(0, i) for i in range(1, nodes)]
    return pairs + [tuple(pick.sample(range(1, nodes), 2)) for _ in range(nodes // 2 if nodes > 2 else 0)]


def hubs(pick, nodes):
    """A few parties that make most of the agreements."""
    few = max(2, nodes // 12)
    pairs = [(pick.randrange(few), i) for i in range(few, nodes)]
    pairs += [(i, (i + 1) % few) for i in range(few)]
    return pairs + [(pick.randrange(few), pick.randrange(few, nodes)) for _ in range(nodes // 4)]


def web(pick, nodes):
    """Ties that prefer whoever has many already."""
    pairs, ends = [(0, 1)], [0, 1]
    for i in range(2, nodes):
        for _ in range(pick.choice((1, 1, 2))):
            other = pick.choice(ends)
            if other != i:
                pairs.append((other, i))
                ends += [other, i]
    return pairs


def regions(pick, nodes):
    """Groups in which everyone is tied to everyone, with some ties between them."""
    groups, at = [], 0
    while at < nodes:
        size = min(pick.randint(3, 6), nodes - at)
        groups.append(range(at, at + size))
        at += size
    pairs = [(x, y) for g in groups for x in g for y in g if x < y]
    return pairs + [(pick.choice(g), pick.choice(h)) for g, h in zip(groups, groups[1:])]


def sides(pick, nodes):
    """Senders on one side, receivers on the other."""
    left = max(1, nodes // 3)
    return [(pick.randrange(left), i) for i in range(left, nodes) for _ in range(pick.choice((1, 1, 2)))]


def apart(pick, nodes):
    """Pairs, chains and small stars that have nothing to do with each other."""
    pairs, at = [], 0
    while at + 1 < nodes:
        size = min(pick.choice((2, 2, 3, 5, 8)), nodes - at)
        star = pick.random() < 0.5
        pairs += [(at if star else at + i - 1, at + i) for i in range(1, size)]
        at += size
    return pairs


SHAPES = (ego, hubs, web, regions, sides, apart)


def generated_size(number):
    """From 5 to 150 parties; two thirds have no more than 60."""
    return 5 + round(145 * (number / (GENERATED - 1)) ** 1.9)


def generated_records(number):
    """The records of the generated view of that number, always the same."""
    pick = random.Random(1000 + number)
    shape, nodes = SHAPES[number % len(SHAPES)], generated_size(number)
    names = pick.sample(codes(), nodes)
    records = []
    for x, y in shape(pick, nodes):
        for _ in range(pick.choice((1, 1, 1, 2, 3)) if x != y else 0):
            kind = pick.choice(("readmission", "readmission", "visa", "labour_mobility", "third_country_transfer"))
            roles = pick.choice((("sender", "receiver"), ("sender", "receiver"), ("receiver", "sender"), ("partner", "partner")))
            records.append(
                {
                    "id": f"r{len(records):04}",
                    "title": f"Agreement {len(records)}",
                    "kind": kind,
                    "parties": [{"party": names[x], "role": roles[0]}, {"party": names[y], "role": roles[1]}],
                    "events": [
                        {
                            "date": str(pick.randint(1960, 2025)),
                            "status": pick.choice(("signed", "in_force", "operating", "talks", "terminated")),
                        }
                    ],
                    "sources": [{"title": "a page"}],
                }
            )
    hub = names[0] if shape is ego else None
    return records, (["--around", hub] if hub else [])


# ---- drawing and measuring ----

MEASURES = {
    "nodes": "nodes",
    "edges": "edges",
    "texts": "texts",
    "collided": "texts collided",
    "crossed": "texts crossed by an edge",
    "overflow": "texts that overflow or are clipped",
    "left_out": "labels left out",
    "keyed": "labels in the key",
    "crossings": "edge crossings",
    "through": "edges through nodes",
    "min_pt": "smallest text at 180 mm, pt",
    "aspect": "aspect",
}


class Views:
    """The databases of all views, in a folder of their own, and the pictures that are drawn of them."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="entente-views-")
        self.loaded = {}

    def close(self):
        shutil.rmtree(self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    @staticmethod
    def names():
        return [*SHIPPED, *(f"generated-{i}" for i in range(GENERATED))]

    def database(self, name, records):
        if name not in self.loaded:
            path = self.path(name + ".db")
            text = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
            result = entente("load", path, "-", stdin=text)
            assert result.status == 0, result.err
            self.loaded[name] = path
        return self.loaded[name]

    def arguments(self, name):
        """The database of a view and what to draw of it."""
        if name in SHIPPED:
            return [self.database("shipped", shipped_records()), *SHIPPED[name]]
        records, options = generated_records(int(name.split("-")[1]))
        return [self.database(name, records), *options]

    def draw(self, name, *options):
        """Draws a view; gives the path of the SVG, what --metrics says of it, and the seconds of processor time."""
        picture = self.path(name + ".svg")
        arguments = self.arguments(name)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        result = entente("diagram", *arguments, *options, "-o", picture, "--metrics", "--format", "json")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert result.status == 0, result.err
        said = {row["measure"]: row["value"] for row in result.json}
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return picture, {short: said.get(long) for short, long in MEASURES.items()}, seconds


def faults(measured):
    """In which ways a picture misses what it should reach."""
    found = [f"{measured[m]} {m}" for m in ("collided", "crossed", "overflow", "through") if measured[m]]
    if not 0.5 <= measured["aspect"] <= 2:
        found.append(f"aspect {measured['aspect']}")
    if measured["nodes"] <= 60 and measured["min_pt"] < 6:
        found.append(f"{measured['min_pt']} pt")
    return found


# ---- stock Graphviz on the same nodes and lines ----


def curve_points(text):
    """The points along an edge's `pos`: cubic curves, flattened."""
    found = []
    for part in text.split(";"):
        points = [tuple(map(float, p.split(","))) for p in part.split() if p[0] not in "se"]
        for i in range(0, len(points) - 3, 3):
            p = points[i : i + 4]
            for k in range(17):
                t, s = k / 16, 1 - k / 16
                b = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
                found.append(tuple(sum(b[j] * p[j][axis] for j in range(4)) for axis in (0, 1)))
    return found


def crossings(edges):
    """How often lines cross that have no end in common; edges: (from, to, points)."""

    def side(a, b, c):
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0

    cells, seen, count = {}, set(), 0
    pieces = [(e, p, q) for e, edge in enumerate(edges) for p, q in zip(edge[2], edge[2][1:]) if p != q]
    for i, (_, p, q) in enumerate(pieces):
        for x in range(int(min(p[0], q[0]) // 60), int(max(p[0], q[0]) // 60) + 1):
            for y in range(int(min(p[1], q[1]) // 60), int(max(p[1], q[1]) // 60) + 1):
                cells.setdefault((x, y), []).append(i)
    for members in cells.values():
        for n, i in enumerate(members):
            e, a, b = pieces[i]
            for k in members[:n]:
                f, c, d = pieces[k]
                if e == f or (k, i) in seen or {*edges[e][:2]} & {*edges[f][:2]}:
                    continue
                seen.add((k, i))
                count += side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b)
    return count


def stock(views, name):
    """The fewest crossings that a stock engine with an aspect from 1:2 to 2:1 draws, and which; None: none does."""
    plain = views.path("stock.dot")
    picture = views.path(name + ".dot")
    result = entente("diagram", *views.arguments(name), "-o", picture)
    assert result.status == 0, result.err
    strip = "BEG_G{graph_t g=graph($.name,\"D\")} N{node_t n=node(g,$.name); n.label=$.label} E{edge(node(g,$.tail.name),node(g,$.head.name),$.name)} END_G{$O=g}"
    subprocess.run(["gvpr", "-o", plain, strip, picture], check=True)
    best = None
    for engine in ENGINES:
        for splines in ("true", "line"):
            try:
                run = subprocess.run(
                    [engine, "-Tjson", "-Goverlap=prism", f"-Gsplines={splines}", plain],
                    capture_output=True,
                    timeout=60,
                )
            except subprocess.TimeoutExpired:
                continue
            if run.returncode == 0:
                break
        else:
            continue
        graph = json.loads(run.stdout)
        _, _, width, height = map(float, graph["bb"].split(","))
        if not 0.5 <= width / height <= 2:
            continue
        lines = [(e["tail"], e["head"], curve_points(e["pos"])) for e in graph.get("edges", ()) if e["tail"] != e["head"]]
        found = (crossings(lines), engine)
        best = min(best, found) if best else found
    return best


# ---- the same from outside ----

MEASURE = os.path.join(DATA, "..", "..", "shared", "svg-metrics", "measure.js")


def outside_script():
    """What svg-metrics runs inside a page."""
    with open(MEASURE, encoding="utf-8") as file:
        text = file.read()
    begin = text.index("function measureInPage(")
    return "return (" + text[begin : text.index("\n}\n", begin) + 2] + ")({widthMm: 180, detail: true});"


def outside(browser, picture):
    browser.open(picture)
    found = browser.run(outside_script())
    return {
        "nodes": found["nodes"],
        "edges": found["edges"],
        "texts": found["texts"],
        "collided": found["collided"],
        "crossed": found["crossed"],
        "overflow": found["overflow"] + found["clipped"],
        "crossings": found["edge_crossings"],
        "through": found["edges_through_nodes"],
        "min_pt": found["min_text_pt"],
        "aspect": found["aspect"],
        "why": found.get("detail") or found.get("why") or [],
    }


def main(arguments):
    names = [a for a in arguments if not a.startswith("-")] or Views.names()
    columns = ["nodes", "edges", "texts", "collided", "crossed", "overflow", "left_out", "keyed", "crossings", "through", "min_pt", "aspect"]
    views, browser = Views(), None
    if "--browser" in arguments:
        from browser import Browser

        browser = Browser()
        columns = [c for c in columns if c not in ("left_out", "keyed")]
    print("| view | " + " | ".join(columns) + " | s | missed |" + (" stock crossings |" if "--stock" in arguments else ""))
    print("| --- |" + " ---: |" * (len(columns) + 1) + " --- |" + (" ---: |" if "--stock" in arguments else ""))
    missed = 0
    try:
        for name in names:
            picture, measured, seconds = views.draw(name)
            if browser:
                measured = outside(browser, picture)
            found = faults(measured)
            row = [name, *(str(measured[c]) for c in columns), f"{seconds:.2f}"]
            if "--stock" in arguments:
                best = stock(views, name)
                if best and measured["crossings"] >= max(best[0], 1):
                    found.append("crossings")
            row.append(", ".join(found))
            if "--stock" in arguments:
                row.append(f"{best[0]} ({best[1]})" if best else "none in range")
            missed += bool(found)
            print("| " + " | ".join(row) + " |", flush=True)
            for line in measured.get("why", ())[:10] if "--detail" in arguments else ():
                print("    ", line)
    finally:
        views.close()
        if browser:
            browser.close()
    print(f"\n{len(names)} views, {missed} miss something")
    return 0 if missed == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
