"""Partner counts and paths against networkx, on the shipped agreements and on random ones."""

import itertools
import os
import random

import networkx

from networks import Deals, Network, codes, random_records
from program import SANITIZED, ProgramTest, entente, main, shipped_records, ties_of

NETWORKS = int(os.environ.get("NETWORKS", 5 if SANITIZED else 50))


class NetworkTest(ProgramTest):
    def compare_counts(self, database, network, *options):
        for amendments in (False, True):
            rows = self.rows("partners", database, *options, *["--count-amendments"] * amendments)
            self.assertEqual(
                [(-r["partners"], r["party"], r["agreements"], r["sends_to"], r["receives_from"]) for r in rows],
                network.counts(amendments),
            )

    def compare_active(self, database, records, status_of):
        active = [r for r in records if status_of(r) in ("provisional", "in_force", "operating")]
        self.compare_counts(database, Network(active, Deals(records), in_force=True), "--stage", "active")

    def compare_paths(self, database, network, x, y):
        graph = network.undirected
        rows = self.rows("paths", database, x, y, "--all")
        try:
            expected = sorted(networkx.all_shortest_paths(graph, x, y))
        except networkx.NetworkXNoPath:
            expected = []
        self.assertEqual([r["parties"] for r in rows], expected)
        one = self.rows("paths", database, x, y)
        self.assertEqual([r["parties"] for r in one], expected[:1])
        self.assertEqual([r["length"] for r in one], [len(p) - 1 for p in expected[:1]])
        for row in rows:
            self.assertEqual(len(row["agreements"]), row["length"])
        directed = self.rows("paths", database, x, y, "--directed")
        try:
            length = [networkx.shortest_path_length(network.directed, x, y)]
        except networkx.NetworkXNoPath:
            length = []
        self.assertEqual([r["length"] for r in directed], length)

    def compare_weighted(self, database, network, x, y, k=5):
        """Distances are exact fractions here, so equal ones are equal."""
        for directed in (False, True):
            for amendments in (False, True):
                graph = network.weighted(directed, amendments)
                options = ["--weighted", *["--directed"] * directed, *["--count-amendments"] * amendments]
                rows = self.rows("paths", database, x, y, "--all", *options)
                one = self.rows("paths", database, x, y, *options)
                several = self.rows("paths", database, x, y, "-k", str(k), *options)
                if not networkx.has_path(graph, x, y):
                    self.assertEqual((rows, one, several), ([], [], []))
                    continue
                distance = networkx.dijkstra_path_length(graph, x, y, weight="length")
                expected = sorted(networkx.all_shortest_paths(graph, x, y, weight="length"))
                self.assertEqual([r["parties"] for r in rows], expected)
                self.assertEqual(one, rows[:1])
                for row in rows:
                    self.assertAlmostEqual(row["distance"], float(distance), places=11)
                    self.assertEqual(row["length"], len(row["parties"]) - 1)
                found = networkx.shortest_simple_paths(graph, x, y, weight="length")
                for row, path in itertools.zip_longest(several, itertools.islice(found, k)):
                    length = sum(graph[a][b]["length"] for a, b in zip(path, path[1:]))
                    self.assertAlmostEqual(row["distance"], float(length), places=11)

    def compare_k_shortest(self, database, network, x, y):
        rows = self.rows("paths", database, x, y, "-k", "5")
        try:
            found = networkx.shortest_simple_paths(network.undirected, x, y)
            expected = [len(path) - 1 for _, path in zip(range(5), found)]
        except networkx.NetworkXNoPath:
            expected = []
        self.assertEqual([r["length"] for r in rows], expected)
        for row in rows:
            self.assertTrue(networkx.is_simple_path(network.undirected, row["parties"]))

    def test_shipped(self):
        records = shipped_records()
        database = self.load("shipped.db", records)
        network = Network(records)
        self.compare_counts(database, network)
        generator = random.Random(7)
        parties = sorted(network.undirected)
        for _ in range(10 if SANITIZED else 40):
            x, y = generator.sample(parties, 2)
            self.compare_paths(database, network, x, y)
            self.compare_k_shortest(database, network, x, y)
        for _ in range(3 if SANITIZED else 12):
            self.compare_weighted(database, network, *generator.sample(parties, 2))

    def test_procedures_give_what_the_commands_give(self):
        database = self.load("procedures.db", shipped_records())
        for call, command in (
            ("partners({})", ["partners", database]),
            ("partners()", ["partners", database]),
            ("partners({stages: ['active'], countAmendments: true})", ["partners", database, "--stage", "active", "--count-amendments"]),
            ("partnersOf('RWA', null)", ["partners", database, "RWA"]),
            ("partnersOf('EU', {asOf: '2019-05-05', certainly: true})", ["partners", database, "EU", "--as-of", "2019-05-05", "--certainly"]),
            ("paths('USA', 'DNK')", ["paths", database, "USA", "DNK"]),
            ("paths('USA', 'DNK', {all: true, directed: true})", ["paths", database, "USA", "DNK", "--all", "--directed"]),
            ("paths('MAR', 'NRU', {shortest: 7, maxLength: 4})", ["paths", database, "MAR", "NRU", "-k", "7", "--max-length", "4"]),
            ("paths('MAR', 'NRU', {shortest: 7, weighted: true})", ["paths", database, "MAR", "NRU", "-k", "7", "--weighted"]),
        ):
            expected = self.rows(*command)
            columns = ", ".join(expected[0])
            found = self.rows("query", database, f"CALL analysis.{call} YIELD {columns} RETURN {columns}")
            self.assertEqual(found, expected, call)
            self.assertGreater(len(found), 0, call)

    def test_wrong_calls(self):
        database = self.load("wrong.db", shipped_records()[:40])
        for message, options in (
            ("ask for different things", ["--all", "-k", "3"]),
            ("`--max-length` counts steps", ["--weighted", "--max-length", "3"]),
            ("says what `--weighted` counts", ["--count-amendments"]),
        ):
            result = entente("paths", database, "USA", "RWA", *options)
            self.assertEqual((result.status, result.out), (2, ""))
            self.assertIn(message, result.err)
        for message, call in (
            ("all and shortest ask for different things", "paths('USA', 'RWA', {all: true, shortest: 2})"),
            ("maxLength counts steps", "paths('USA', 'RWA', {weighted: true, maxLength: 2})"),
            ("shortest: expected a whole number from 1", "paths('USA', 'RWA', {shortest: 0})"),
            ("weighted: expected true or false", "paths('USA', 'RWA', {weighted: 1})"),
            ("unknown option `amendments`", "partners({amendments: true})"),
            ("did you mean `pagerank`?", "rank('pagernk', {})"),
            ("`analysis.paths` takes 2 to 3 arguments, but 1 is given here", "paths('USA')"),
        ):
            result = entente("query", database, f"CALL analysis.{call}")
            self.assertEqual(result.status, 1)
            self.assertIn(message, result.err)

    def test_steps_name_their_agreements(self):
        records = shipped_records()
        database = self.load("steps.db", records)
        row = self.rows("paths", database, "USA", "DNK")[0]
        for (x, y), agreements in zip(zip(row["parties"], row["parties"][1:]), row["agreements"]):
            expected = sorted(
                r["id"] for r in records if any({x, y} == {a, b} for a, b, _ in ties_of(r))
            )
            self.assertEqual(agreements, expected)

    def test_partners_of_one(self):
        records = shipped_records()
        database = self.load("one.db", records)
        for code in ["RWA", "USA", "EU", "DNK", "CAN", "FRA"]:
            expected = {}
            for record in records:
                others = {b if a == code else a for a, b, _ in ties_of(record) if code in (a, b)}
                for other in others:
                    expected.setdefault(other, []).append(record)
            deals = Deals(records)
            for amendments in (False, True):
                rows = self.rows("partners", database, code, *["--count-amendments"] * amendments)
                self.assertEqual(
                    [(-r["agreements"], r["party"]) for r in rows],
                    sorted(
                        (-deals.count((r["id"] for r in found), amendments=amendments), other)
                        for other, found in expected.items()
                    ),
                )
            for row in rows:
                found = expected[row["party"]]
                self.assertEqual(row["kinds"], sorted({r["kind"] for r in found}))
                years = [int(e["date"][:4]) for r in found for e in r["events"]]
                self.assertEqual((row["first"], row["last"]), (min(years), max(years)))

    def test_random(self):
        known = codes()
        for seed in range(NETWORKS):
            with self.subTest(seed=seed):
                generator = random.Random(seed)
                records = random_records(generator, known)
                database = self.load(f"random{seed}.db", records)
                network = Network(records)
                self.compare_counts(database, network)
                self.compare_active(database, records, lambda r: r["events"][0]["status"])
                parties = sorted(network.undirected)
                for _ in range(2):
                    x, y = generator.sample(parties, 2)
                    self.compare_paths(database, network, x, y)
                    self.compare_k_shortest(database, network, x, y)
                    if seed % 5 == 0:
                        self.compare_weighted(database, network, x, y)
                os.unlink(database)


if __name__ == "__main__":
    main()
