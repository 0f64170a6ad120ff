"""Every measure against networkx and python-igraph, on the shipped agreements and on random ones."""

import os
import random
import re

import igraph
import networkx

from networks import Network, codes, random_records
from program import DATA, SANITIZED, ProgramTest, entente, main, shipped_records

NETWORKS = int(os.environ.get("NETWORKS", 5 if SANITIZED else 50))


def to_igraph(graph):
    names = sorted(graph)
    index = {name: i for i, name in enumerate(names)}
    edges = [(index[a], index[b]) for a, b in graph.edges]
    return names, igraph.Graph(n=len(names), edges=edges, directed=graph.is_directed())


class MeasuresTest(ProgramTest):
    def scores(self, database, measure):
        rows = self.rows("rank", database, "--by", measure)
        listed = [(-r["score"], r["party"]) for r in rows if r["score"] is not None]
        self.assertEqual(listed, sorted(listed), measure)
        return {r["party"]: r["score"] for r in rows}

    def compare(self, found, expected, places=9):
        self.assertEqual(set(found), set(expected))
        for party, score in expected.items():
            self.assertLessEqual(abs(found[party] - score), 10**-places * max(1, abs(score)), party)

    def compare_ranks(self, database, network):
        undirected, directed = network.undirected, network.directed
        self.compare(self.scores(database, "betweenness"), networkx.betweenness_centrality(undirected, normalized=False))
        self.compare(self.scores(database, "closeness"), networkx.closeness_centrality(undirected, wf_improved=False))
        self.compare(self.scores(database, "core"), networkx.core_number(undirected))
        self.compare(self.scores(database, "pagerank"), networkx.pagerank(directed, tol=1e-15, max_iter=10000))
        self.compare(self.scores(database, "partners"), dict(undirected.degree))
        self.compare(self.scores(database, "sends_to"), dict(network.flows.out_degree))
        self.compare(self.scores(database, "receives_from"), dict(network.flows.in_degree))
        self.compare(self.scores(database, "agreements"), {c: network.deals.count(a) for c, a in network.agreements.items()})

    def compare_hubs(self, database, network):
        """Hub scores need not be unique, so what is asked is what defines them: an eigenvector of A A', for the largest
        eigenvalue, scaled to a maximum of 1; authorities likewise with A' A."""
        names, graph = to_igraph(network.directed)
        for measure, forth in (("hub", graph.get_adjlist("out")), ("authority", graph.get_adjlist("in"))):
            found = self.scores(database, measure)
            scores = [found[name] for name in names]
            _, largest = getattr(graph, measure + "_score")(return_eigenvalue=True)
            middle = [0.0] * len(names)
            for i, row in enumerate(forth):
                for k in row:
                    middle[k] += scores[i]
            for i, row in enumerate(forth):
                self.assertAlmostEqual(sum(middle[k] for k in row), largest * scores[i], places=6)
            self.assertAlmostEqual(max(scores), 1, places=9)

    def compare_structure(self, database, network):
        graph = network.undirected
        groups = {}
        for row in self.rows("components", database):
            groups.setdefault(row["component"], set()).add(row["party"])
        self.assertEqual(
            sorted(map(sorted, groups.values())), sorted(map(sorted, networkx.connected_components(graph)))
        )
        cuts = self.rows("cut-points", database)
        self.assertEqual(
            [r["parties"][0] for r in cuts if r["cut"] == "party"], sorted(networkx.articulation_points(graph))
        )
        self.assertEqual(
            sorted(r["parties"] for r in cuts if r["cut"] == "tie"), sorted(map(sorted, networkx.bridges(graph)))
        )
        self.assertEqual(
            [r["parties"] for r in self.rows("cliques", database)],
            sorted((sorted(c) for c in networkx.find_cliques(graph) if len(c) >= 3), key=lambda c: (-len(c), c)),
        )
        census = {r["triad"]: r["count"] for r in self.rows("triads", database)}
        self.assertEqual(census, networkx.triadic_census(network.directed))

    def compare_party(self, database, network, party):
        for way, graph in (("any", network.undirected), ("out", network.directed), ("in", network.directed.reverse())):
            found = {r["party"]: r["steps"] for r in self.rows("reach", database, party, "--direction", way)}
            expected = networkx.single_source_shortest_path_length(graph, party)
            self.assertEqual(found, {p: n for p, n in expected.items() if p != party})
        within = self.rows("reach", database, party, "--steps", "1")
        self.assertEqual([r["party"] for r in within], sorted(network.undirected[party]))
        others = [(party, p) for p in network.undirected if p != party]
        expected = {p: j for _, p, j in networkx.jaccard_coefficient(network.undirected, others) if j > 0}
        rows = self.rows("similar", database, party)
        self.compare({r["party"]: r["score"] for r in rows}, expected)
        for row in rows:
            self.assertEqual(row["shared"], sorted(set(network.undirected[party]) & set(network.undirected[row["party"]])))

    def compare_communities(self, database, network):
        names, graph = to_igraph(network.undirected)
        for method in ("leiden", "louvain", "infomap"):
            result = self.run_ok("communities", database, "--method", method, "--format", "json")
            again = self.run_ok("communities", database, "--method", method, "--format", "json")
            self.assertEqual(result.out, again.out)
            membership = {r["party"]: r["community"] for r in result.json}
            modularity = graph.modularity([membership[name] for name in names])
            self.assertAlmostEqual(float(result.err.split()[-1]), modularity, places=5)
            if method == "leiden":
                other = graph.community_leiden(objective_function="modularity", n_iterations=10)
                self.assertGreater(modularity, graph.modularity(other) - 0.005)

    def compare_all(self, name, records, party):
        database = self.load(name, records)
        network = Network(records)
        self.compare_ranks(database, network)
        self.compare_hubs(database, network)
        self.compare_structure(database, network)
        self.compare_party(database, network, party)
        self.compare_communities(database, network)
        os.unlink(database)

    def test_shipped(self):
        self.compare_all("shipped.db", shipped_records(), "RWA")

    def test_random(self):
        known = codes()
        for seed in range(NETWORKS):
            with self.subTest(seed=seed):
                generator = random.Random(1000 + seed)
                records = random_records(generator, known)
                party = generator.choice(sorted(p["party"] for r in records for p in r["parties"]))
                self.compare_all(f"random{seed}.db", records, party)

    def test_series(self):
        records = shipped_records()
        database = self.load("series.db", records)
        first = min(int(e["date"][:4]) for r in records for e in r["events"])
        last = max(int(e["date"][:4]) for r in records for e in r["events"])
        for options in ([], ["--stage", "active"], ["--stage", "active", "--as-of", "2025-07-04", "--certainly"]):
            dated = "--as-of" in options
            series = self.rows("series", database, *options)
            self.assertEqual([row["year"] for row in series], list(range(first, (2025 if dated else last) + 1)))
            for row in series:
                if row["year"] % 10 == 5:
                    day = "2025-07-04" if dated and row["year"] == 2025 else f"{row['year']}-12-31"
                    filters = ["--stage", "active"] * (options != []) + ["--certainly"] * dated
                    rows = self.rows("agreements", database, *filters, "--as-of", day)
                    self.assertEqual(row["agreements"], len(rows))
                    self.assertEqual(row["parties"], len({p for r in rows for p in r["parties"]}))

    def test_every_measure_says_what_it_means_and_is_documented(self):
        with open(os.path.join(os.path.dirname(DATA), "docs", "measures.md"), encoding="utf-8") as file:
            page = " ".join(file.read().split())
        listed = {row["name"]: row["description"] for row in self.rows("query", self.load("help.db", []), "SHOW PROCEDURES")}
        measures = ["rank", "communities", "components", "reach", "cut-points", "cliques", "triads", "similar", "series"]
        for command in [*measures, "partners", "paths"]:
            with self.subTest(command=command):
                text = " ".join(self.run_ok(command, "--help").out.split())
                source = text.split("Source: ")[1].split(". Options:")[0]
                self.assertIn(source, page)
                self.assertIn(f"| `{command} DB", page)
                procedure = re.sub("-(.)", lambda match: match[1].upper(), command)
                self.assertIn(f"`analysis.{procedure}(", page)
                self.assertIn(" ".join(listed[f"analysis.{procedure}"].split()), text)

    def test_what_makes_no_sense_is_refused(self):
        record = {
            "id": "one", "title": "One way", "kind": "readmission", "events": [{"date": "2020", "status": "signed"}],
            "parties": [{"party": "DEU", "role": "sender"}, {"party": "RWA", "role": "receiver"}], "sources": [{"title": "x"}],
        }
        database = self.load("one.db", [record])
        result = entente("rank", database, "--by", "eigenvector")
        self.assertEqual((result.status, result.out), (1, ""))
        self.assertIn("no cycle", result.err)
        result = entente("rank", database, "--by", "hub", "--kind", "visa")
        self.assertEqual((result.status, result.out), (1, ""))
        self.assertIn("no tie", result.err)

    def test_procedures_give_what_the_commands_give(self):
        database = self.load("procedures.db", shipped_records())
        for call, command in (
            ("rank('pagerank', null)", ["rank", database, "--by", "pagerank"]),
            ("rank('betweenness', {asOf: date('2020-01-01')})", ["rank", database, "--by", "betweenness", "--as-of", "2020-01-01"]),
            ("communities('leiden', 1, {})", ["communities", database]),
            ("reach('EU', 'out', 2, {kinds: ['visa', 'readmission']})", ["reach", database, "EU", "--direction", "out", "--steps", "2", "--kind", "visa", "--kind", "readmission"]),
            ("cutPoints({stages: ['active']})", ["cut-points", database, "--stage", "active"]),
        ):
            expected = self.rows(*command)
            columns = ", ".join(expected[0]) if expected else "*"
            found = self.rows("query", database, f"CALL analysis.{call} YIELD {columns} RETURN {columns}")
            self.assertEqual(found, expected, call)


if __name__ == "__main__":
    main()
