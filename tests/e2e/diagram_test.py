"""Diagrams: what is drawn, that it is well-formed and harmless whatever the names, and that it is always the same."""

import os
import re
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

from program import SANITIZED, ProgramTest, entente, main, shipped_records, ties_of

SVG = "{http://www.w3.org/2000/svg}"

HOSTILE = [
    "<script>alert(1)</script>",
    "]]>",
    "\"double\" 'single'",
    "back\\slash\\",
    "\\N \\G \\L \\E",
    "<b>html</b>",
    "&lt;&amp;&#65;",
    "مرحبا بالعالم",
    "\u202eright to left\u202c",
    "e\u0301\u0302\u0303\u0304",
    "x" * 300,
    "many words " * 40,
    "👩\u200d👩\u200d👧 🇷🇼",
    "line\nbreak\tand tab",
    "\u0001\u0008control",
    "%s%n%d",
    "\ufffe\uffff",
    "{record|<port>}",
    "subgraph",
    " ",
]


def literal(text):
    for plain, escaped in (("\\", "\\\\"), ("'", "\\'"), ("\n", "\\n"), ("\t", "\\t"), ("\b", "\\b")):
        text = text.replace(plain, escaped)
    return f"'{text}'"


class Picture:
    """What an SVG of ours says."""

    def __init__(self, path):
        subprocess.run(["xmllint", "--noout", path], check=True)
        self.root = ElementTree.parse(path).getroot()
        self.nodes = self.of_class("node")
        self.edges = self.of_class("edge")
        words = ["".join(item.itertext()).strip().splitlines()[-1].strip() for item in self.of_class("legend-item")]
        self.legend = {re.sub(r" \(\d+\)$", "", w) for w in words}
        self.counts = {w.rpartition(" (")[0]: int(w.rpartition(" (")[2][:-1]) for w in words if w.endswith(")")}
        self.text = " ".join("".join(t.itertext()) for t in self.root.iter(SVG + "text"))

    def of_class(self, name):
        return [g for g in self.root.iter(SVG + "g") if name in g.get("class", "").split()]

    @property
    def codes(self):
        return {n.get("data-id") for n in self.nodes}

    @property
    def pairs(self):
        return {frozenset((e.get("data-from"), e.get("data-to"))) for e in self.edges}


def boxes(picture):
    """The boxes of the nodes whose shape is a rectangle."""
    found = {}
    for node in picture.nodes:
        for rect in node.iter(SVG + "rect"):
            x, y, w, h = (float(rect.get(k)) for k in ("x", "y", "width", "height"))
            found[node.get("data-id")] = (x, y, x + w, y + h)
    return found


class PictureTest(ProgramTest):
    """What draws pictures of the shipped agreements."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = shipped_records()
        cls.database = cls.load(cls(), "shipped.db", cls.records)

    def draw(self, *arguments, database=None):
        path = self.path("picture.svg")
        self.run_ok("diagram", database or self.database, "-o", path, *arguments)
        return Picture(path)


class DiagramTest(PictureTest):
    def plain(self, path):
        """The DOT file as Graphviz reads it: nodes and edges."""
        run = subprocess.run(["dot", "-Tplain", path], capture_output=True, check=True)
        lines = run.stdout.decode("utf-8").splitlines()
        return [l for l in lines if l.startswith("node ")], [l for l in lines if l.startswith("edge ")]

    def check_root(self, picture):
        root = picture.root
        self.assertEqual(root.get("role"), "graphics-document document")
        self.assertTrue(root.find(SVG + "title").text)
        self.assertTrue(root.find(SVG + "desc").text)
        _, _, width, height = map(float, root.get("viewBox").split())
        for element in picture.nodes + picture.edges:
            self.assertTrue(element.find(SVG + "title").text)
        for text in root.iter(SVG + "text"):
            self.assertGreater(float(text.get("textLength")), 0)
        return width / height

    def test_whole(self):
        picture = self.draw()
        ties = set().union(*(ties_of(r) for r in self.records))
        self.assertEqual(picture.codes, {p["party"] for r in self.records for p in r["parties"]})
        self.assertEqual(picture.pairs, {frozenset((x, y)) for x, y, _ in ties})
        aspect = self.check_root(picture)
        self.assertTrue(0.5 <= aspect <= 2)
        self.assertIn(f"Drawn: {len(self.records)} agreements", picture.text)

    def test_every_party(self):
        codes = sorted({p["party"] for r in self.records for p in r["parties"]})
        ties = set().union(*(ties_of(r) for r in self.records))
        for code in codes[:: 12 if SANITIZED else 1]:
            with self.subTest(party=code):
                picture = self.draw("--around", code)
                partners = {y if x == code else x for x, y, _ in ties if code in (x, y)} | {code}
                self.assertEqual(picture.codes, partners)
                self.assertEqual(
                    picture.pairs, {frozenset((x, y)) for x, y, _ in ties if x in partners and y in partners}
                )
                self.check_root(picture)
                places = sorted(boxes(picture).items())
                for i, (a, (ax0, ay0, ax1, ay1)) in enumerate(places):
                    for b, (bx0, by0, bx1, by1) in places[i + 1 :]:
                        apart = ax1 <= bx0 or bx1 <= ax0 or ay1 <= by0 or by1 <= ay0
                        self.assertTrue(apart, f"{a} and {b} overlap")

    def test_direction(self):
        """An arrow from sender to receiver; two heads where the same agreements let people go back."""
        record = {
            "id": "a",
            "title": "A",
            "kind": "readmission",
            "parties": [{"party": "FRA", "role": "sender"}, {"party": "MAR", "role": "receiver"}],
            "events": [{"date": "2001", "status": "in_force"}],
            "sources": [{"title": "page"}],
        }
        both = dict(record, id="b", kind="free_movement")
        both["parties"] = [{"party": c, "roles": ["sender", "receiver"]} for c in ("BEL", "NLD")]
        none = dict(record, id="c", kind="partnership")
        none["parties"] = [{"party": c, "role": "partner"} for c in ("ITA", "TUN")]
        database = self.load("direction.db", [record, both, none])
        picture = self.draw(database=database)
        heads = {
            (e.get("data-from"), e.get("data-to")): len([p for p in e.iter(SVG + "path") if p.get("class") == "head"])
            for e in picture.edges
        }
        self.assertEqual(heads, {("FRA", "MAR"): 1, ("BEL", "NLD"): 2, ("ITA", "TUN"): 0})
        for words in ("readmission", "free movement", "partnership", "both ways", "no direction", "the way that people go"):
            self.assertIn(words, picture.legend)

    def test_legend_is_of_what_is_drawn(self):
        picture = self.draw("--kind", "readmission", "--stage", "active")
        self.assertIn("active: in force or used", picture.legend)
        for words in ("ended or struck down", "visa", "free movement", "emerging: talks or announced"):
            self.assertNotIn(words, picture.legend)
        self.assertIn("Kind: readmission. Stage: active.", picture.text)
        picture = self.draw("--party", "RWA", "--as-of", "2020-06-30")
        self.assertIn("As of 30 June 2020. Drawn: ", picture.text)
        self.assertNotIn("Latest status", picture.text)

    def test_sources(self):
        for code in ("RWA", "DNK"):
            mine = [r for r in self.records if any(code in tie[:2] for tie in ties_of(r))]
            picture = self.draw("--party", code, "--around", code)
            links = {a.get("href") for a in picture.root.iter(SVG + "a")}
            pages = {s["url"] for r in mine for s in r["sources"] if "url" in s}
            self.assertTrue(links and links <= pages)
            expected = self.rows(
                "query",
                self.database,
                "UNWIND $ids AS id MATCH (a:Agreement {id: id}) OPTIONAL MATCH (a)-[:HAS_EVENT]->(e) "
                "WITH collect(a) + collect(e) AS cited UNWIND cited AS c MATCH (c)-[:CITED_IN]->(s) "
                "RETURN count(DISTINCT s) AS n",
                "-p",
                f"ids={[r['id'] for r in mine]}",
            )[0]["n"]
            self.assertIn(f"Drawn: {len(mine)} agreements, which {expected} sources bear out.", picture.text)

    def test_hops(self):
        near, far = self.draw("--around", "DNK"), self.draw("--around", "denmark", "--hops", "2")
        self.assertLess(near.codes, far.codes)
        everything = self.draw("--around", "DNK", "--hops", "50")
        self.assertLess(far.codes, everything.codes)

    def test_paths(self):
        rows = self.rows("paths", self.database, "USA", "DNK", "--all")
        picture = self.draw("--path", "USA", "Denmark")
        self.assertEqual(picture.codes, {c for r in rows for c in r["parties"]})
        steps = {frozenset(s) for r in rows for s in zip(r["parties"], r["parties"][1:])}
        self.assertEqual(picture.pairs, steps)

    def test_query(self):
        picture = self.draw("--query", "MATCH p = (:Party {code: 'RWA'})-[:PARTY_TO]->(:Agreement)-->(:Event) RETURN p")
        self.assertIn("RWA", picture.codes)
        self.assertGreater(len(picture.of_class("agreement")), 3)
        self.assertIn("agreement", picture.legend)
        self.assertIn("other relationship", picture.legend)
        alone = self.draw("--query", "MATCH (:Party {code: 'USA'})-[t:AGREEMENT]-() RETURN collect({tie: t}) AS ties")
        self.assertEqual(alone.codes, self.draw("--around", "USA").codes)
        self.assertTrue(all("USA" in pair for pair in alone.pairs))
        for element in alone.edges:
            self.assertNotIn("status unknown", element.find(SVG + "title").text)

    def test_same_bytes(self):
        for arguments in (["--around", "RWA"], []):
            for ending in ("svg", "dot", "pdf", "png"):
                first, second = self.path(f"first.{ending}"), self.path(f"second.{ending}")
                for path in (first, second):
                    self.run_ok("diagram", self.database, *arguments, "-o", path)
                with open(first, "rb") as a, open(second, "rb") as b:
                    self.assertEqual(a.read(), b.read(), ending)

    def test_formats(self):
        start = {"svg": b"<?xml", "dot": b"digraph", "png": b"\x89PNG", "pdf": b"%PDF"}
        for ending, bytes_ in start.items():
            path = self.path("picture." + ending)
            self.run_ok("diagram", self.database, "--around", "RWA", "-o", path)
            with open(path, "rb") as file:
                self.assertTrue(file.read().startswith(bytes_))
        out = self.run_ok("diagram", self.database, "--around", "RWA", "--type", "svg", "-o", "-").out
        ElementTree.fromstring(out.encode("utf-8"))
        self.run_ok("diagram", self.database, "--around", "RWA", "--width", "100", "--dpi", "254", "-o", self.path("w.png"))
        with open(self.path("w.png"), "rb") as file:
            self.assertEqual(int.from_bytes(file.read(20)[16:20], "big"), 1000)

    def test_dot(self):
        path = self.path("picture.dot")
        self.run_ok("diagram", self.database, "--around", "RWA", "-o", path)
        nodes, edges = self.plain(path)
        picture = self.draw("--around", "RWA")
        self.assertEqual({n.split()[1] for n in nodes}, picture.codes)
        self.assertEqual(len(edges), len(picture.edges))
        whole = self.path("whole.dot")
        self.run_ok("export", self.database, "-o", whole)
        nodes, edges = self.plain(whole)
        self.assertEqual(len(nodes), len(self.draw().nodes))

    def test_hostile_names(self):
        database = self.load("hostile.db", [])
        for i, name in enumerate(HOSTILE):
            self.run_ok(
                "query",
                database,
                "CREATE (:Party:Country {code: $name, name: $name, i: $i})",
                "-p",
                f"name={literal(name)}",
                "-p",
                f"i={i}",
            )
        self.run_ok(
            "query",
            database,
            "MATCH (a:Party), (b:Party) WHERE a.i + 1 = b.i OR (a.i = b.i AND a.i % 4 = 0) "
            "CREATE (a)-[:AGREEMENT {id: a.name, kind: b.name, status: a.name, stage: b.name}]->(b), "
            "(b)-[:`<\"']]>\\\\type`]->(a)",
        )
        query = ("--query", "MATCH (a)-[r]->(b) RETURN a, r, b", "--title", HOSTILE[0] + HOSTILE[4])
        picture = self.draw(*query, database=database)
        self.assertEqual(len(picture.nodes), len(HOSTILE))
        self.assertFalse(list(picture.root.iter(SVG + "script")))
        labels = ["".join(n.find(SVG + "text").itertext()) for n in picture.nodes]
        for name in ("]]>", "back\\slash\\", "\\N \\G \\L \\E", "&lt;&amp;&#65;", "مرحبا بالعالم", "line break and tab"):
            self.assertIn(name, labels)
        self.assertNotIn("\u202e", picture.text)
        path = self.path("hostile.dot")
        self.run_ok("diagram", database, *query, "-o", path)
        nodes, edges = self.plain(path)
        self.assertEqual(len(nodes), len(HOSTILE))
        self.assertEqual(len(edges), len(picture.edges))
        drawn = subprocess.run(["dot", "-Tsvg", path], capture_output=True, check=True).stdout
        words = {"".join(t.itertext()) for t in ElementTree.fromstring(drawn).iter(SVG + "text")}
        for name in ("]]>", "back\\slash\\", "\\N \\G \\L \\E", "<b>html</b>", "&lt;&amp;&#65;", "{record|<port>}"):
            self.assertIn(name, {w.replace("\xa0", " ") for w in words})
        for ending in ("png", "pdf"):
            self.run_ok("diagram", database, *query, "-o", self.path("hostile." + ending))

    def test_nothing_to_draw(self):
        database = self.load("empty.db", [])
        for arguments in ([], ["--query", "RETURN 1"]):
            result = self.run_ok("diagram", database, "-o", self.path("empty.svg"), *arguments)
            self.assertIn("nothing to draw", result.err)
            Picture(self.path("empty.svg"))

    def test_large(self):
        database = self.load("large.db", [])
        self.run_ok("query", database, "UNWIND range(1, 400) AS i CREATE (:Thing {name: 'thing ' + toString(i), i: i})")
        self.run_ok(
            "query",
            database,
            "MATCH (a:Thing), (b:Thing) WHERE b.i = a.i * 2 OR b.i = a.i * 3 CREATE (a)-[:REACHES]->(b)",
        )
        path = self.path("large.svg")
        result = self.run_ok("diagram", database, "--query", "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN n, r", "-o", path)
        self.assertIn("400 nodes are more than a reader takes in", result.err)
        self.assertEqual(len(Picture(path).nodes), 400)

    def test_calls_that_are_wrong(self):
        svg = self.path("wrong.svg")
        for arguments, words in (
            ([], "`-o FILE` is missing"),
            (["-o", self.path("wrong")], "give `--type`"),
            (["-o", self.path("wrong.svh")], "did you mean `svg`"),
            (["-o", svg, "--path", "USA"], "needs two values: FROM TO"),
            (["-o", svg, "--path", "USA", "DNK", "--around", "USA"], "one of them"),
            (["-o", svg, "--hops", "2"], "`--around PARTY`"),
            (["-o", svg, "--dpi", "100"], "has no dots"),
            (["-o", svg, "--query", "RETURN 1", "--kind", "visa"], "the query says that"),
        ):
            result = entente("diagram", self.database, *arguments)
            self.assertEqual(result.status, 2, result.err)
            self.assertIn(words, result.err)
        for arguments, words in (
            (["--around", "Atlantis"], "no party is called"),
            (["--query", "MATCH (n RETURN n"], "line 1"),
            (["--query", "CREATE (n) RETURN n"], "read"),
            (["--path", "USA", "Atlantis"], "no party is called"),
        ):
            result = entente("diagram", self.database, "-o", svg, *arguments)
            self.assertEqual(result.status, 1, result.err)
            self.assertIn(words, result.err)
        self.assertFalse(os.path.exists(svg))
        result = entente("diagram", self.database, "-o", self.path("no/such/folder.svg"))
        self.assertEqual(result.status, 1)
        self.assertTrue(re.search(r"cannot be written: .*[Nn]o such", result.err))


if __name__ == "__main__":
    main()
