"""What `entente export` writes for other programs: the script of statements is run again and gives the same graph; the
networks are read by networkx and compared with the records."""

import subprocess

import networkx

from program import DATA, ProgramTest, entente, main, shipped_records, ties_of
from times import status_on

EVERY_ELEMENT = """
MATCH (n) WITH count(*) AS nodes
MATCH (a)-[r]->(b)
RETURN nodes, type(r) AS type, labels(a) AS start, properties(a) AS a, properties(r) AS r, properties(b) AS b
ORDER BY type, start, a.id, a.code, a.key, a.written, a.note, b.id, b.code, b.key, r.position, r.id"""

STRANGE = """
CREATE (:`a ``b` {`key with space`: 'it\\'s \\\\ "x"\\n\\u0001', list: [1, 2], none: [], flag: true})
CREATE ({nan: 0.0/0.0, plus: 1.0/0.0, minus: -1.0/0.0, tiny: 1e-300, whole: 2.0, least: -9223372036854775808})
CREATE ({day: date('2025-02-28'), time: time('12:00:00.5+01:00'), local: localtime('23:59'),
         moment: datetime('2025-06-30T12:00[Europe/Berlin]'), here: localdatetime('2025-06-30T12:00'),
         span: duration('P1Y2M3DT4.5S'), days: [date('2025-01-01')], place: point({latitude: -1.9, longitude: 30.1})})
CREATE (a:A)-[:`is ``it`]->(a), (a)-[:MATCH {`return`: 'return'}]->(:B:`C d`)"""


class ScriptTest(ProgramTest):
    def again(self, database, name):
        script = self.run_ok("export", database, "-o", "-", "--type", "cypher").out
        path = self.path(name)
        self.run_ok("shell", path, stdin=script)
        self.assertIn("sound", self.run_ok("check", path).out)
        return path

    def test_the_shipped_graph(self):
        database = self.path("shipped.db")
        self.run_ok("load", database, f"{DATA}/agreements.jsonl")
        copy = self.again(database, "copy.db")
        for question in (EVERY_ELEMENT, "SHOW INDEXES"):
            self.assertEqual(*(self.rows("query", path, question) for path in (database, copy)))
        records = (self.run_ok("export", path, "-o", "-", "--type", "jsonl").out for path in (database, copy))
        self.assertEqual(*records)

    def test_strange_names_and_values(self):
        database = self.path("strange.db")
        self.run_ok("shell", database, stdin=STRANGE)
        self.run_ok("query", database, "CREATE INDEX `my index` FOR (n:`a ``b`) ON (n.`key with space`)")
        copy = self.again(database, "strange-copy.db")
        for question in (
            "MATCH (n) RETURN labels(n), [k IN keys(n) | [k, valueType(n[k]), n[k]]] AS properties ORDER BY id(n)",
            "MATCH (a)-[r]->(b) RETURN labels(a), type(r), r.return, labels(b) ORDER BY id(a), type(r)",
            "SHOW INDEXES",
        ):
            here, there = (self.run_ok("query", path, question, "--format", "csv").out for path in (database, copy))
            self.assertEqual(here, there)

    def test_an_empty_database(self):
        database = self.path("empty.db")
        self.run_ok("query", database, "CREATE (n) DELETE n")
        self.again(database, "empty-copy.db")


class NetworkTest(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = shipped_records()
        cls.database = f"{cls.folder}/network.db"
        assert entente("load", cls.database, f"{DATA}/agreements.jsonl").status == 0

    def read(self, name, *options):
        path = self.path(name)
        self.run_ok("export", self.database, "-o", path, *options)
        subprocess.run(["xmllint", "--noout", path], check=True)
        return networkx.read_graphml(path) if name.endswith("graphml") else networkx.read_gexf(path, version="1.2draft")

    def expected(self, keep):
        ties = []
        for record in filter(keep, self.records):
            for start, end, directed in ties_of(record):
                ties.append((start, end, record["id"], directed))
        return sorted(ties)

    def written(self, graph):
        return sorted((s, e, data["agreement"], data["moves"]) for s, e, data in graph.edges(data=True))

    def test_ties(self):
        for name in ("all.graphml", "all.gexf"):
            self.assertEqual(self.written(self.read(name)), self.expected(lambda record: True))

    def test_view_options(self):
        for name in ("visa.graphml", "visa.gexf"):
            graph = self.read(name, "--kind", "visa")
            self.assertEqual(
                self.written(graph),
                self.expected(lambda r: "visa" in [r["kind"], *r.get("also", [])]),
            )
            parties = {p["party"] for r in self.records if "visa" in [r["kind"], *r.get("also", [])] for p in r["parties"]}
            self.assertEqual(set(graph.nodes), parties)

    def test_time(self):
        day = "2025-06-30"
        graph = self.read("day.gexf", "--as-of", day)
        events = {record["id"]: status_on(record, day) for record in self.records}
        for _, _, data in graph.edges(data=True):
            self.assertEqual(data["status"], events[data["agreement"]]["status"])
            self.assertEqual(data.get("since"), data.get("start"))
            self.assertEqual(data.get("until"), data.get("end"))

    def test_parties(self):
        rwanda = self.read("all.graphml").nodes["RWA"]
        self.assertEqual((rwanda["name"], rwanda["type"], rwanda["region"]), ("Rwanda", "country", "Africa"))
        self.assertIsInstance(rwanda["lat"], float)

    def test_what_xml_forbids(self):
        record = dict(self.records[0], title="<a> & \u0001]]>\ufffe \"b\"")
        database = self.load("hostile.db", [record])
        path = self.path("hostile.graphml")
        self.run_ok("export", database, "-o", path)
        titles = {data["title"] for _, _, data in networkx.read_graphml(path).edges(data=True)}
        self.assertEqual(titles, {"<a> & ]]> \"b\""})

    def test_errors(self):
        result = entente("export", self.database, "-o", self.path("x.jsonl"), "--kind", "visa")
        self.assertEqual(result.status, 2)
        self.assertIn("`--kind` chooses part of the network", result.err)
        result = entente("export", self.database, "-o", "-", "--type", "gefx")
        self.assertEqual(result.status, 2)
        self.assertIn("did you mean `gexf`?", result.err)
        for kind in ("graphml", "gexf", "cypher"):
            result = entente("export", self.database, "-o", "/dev/full", "--type", kind)
            self.assertEqual((result.status, result.err), (1, "error: /dev/full cannot be written: No space left on device\n"))


if __name__ == "__main__":
    main()
