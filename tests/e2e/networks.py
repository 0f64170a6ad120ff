"""Random records, and the party network of records as networkx sees it."""

import fractions
import json
import os

import networkx

from program import DATA, ties_of


def codes():
    with open(os.path.join(DATA, "places.jsonl"), encoding="utf-8") as file:
        return [json.loads(line)["code"] for line in file]


def random_records(generator, known):
    parties = generator.sample(known, generator.randint(4, 30))
    records = []
    for number in range(generator.randint(1, 60)):
        chosen = generator.sample(parties, min(len(parties), generator.choice([2, 2, 2, 2, 3, 4])))
        records.append(
            {
                "id": f"r{number}",
                "title": f"Agreement {number}",
                "kind": generator.choice(["readmission", "visa", "labour_mobility"]),
                "parties": [
                    {
                        "party": code,
                        "roles": generator.sample(
                            ["sender", "receiver", "funder", "partner"], generator.choice([1, 1, 1, 2])
                        ),
                    }
                    for code in chosen
                ],
                "events": [
                    {
                        "date": str(generator.randint(1950, 2025)),
                        "status": generator.choice(["signed", "in_force", "operating", "superseded"]),
                    }
                ],
                "sources": [{"title": "a page"}],
            }
        )
    for record in records:  # chains, circles and branches; each pair is linked once at most
        others = generator.sample(records, min(len(records), generator.choice([0, 0, 0, 1, 1, 2])))
        record["links"] = [
            {"relation": generator.choice(["amends", "implements", "supplements", "replaces"]), "to": other["id"]}
            for other in others
            if other is not record
        ]
    return records


class Deals:
    """How many deals some agreements are, by docs/time.md: over the whole graph of links, circles drawn together."""

    def __init__(self, records):
        self.builds_on = networkx.DiGraph()
        self.replaced_by = networkx.DiGraph()
        for record in records:
            self.builds_on.add_node(record["id"])
            self.replaced_by.add_node(record["id"])
            for link in record.get("links", []):
                if link["relation"] == "replaces":
                    self.replaced_by.add_edge(link["to"], record["id"])
                elif link["relation"] == "replaced_by":
                    self.replaced_by.add_edge(record["id"], link["to"])
                else:
                    self.builds_on.add_edge(record["id"], link["to"])

    @staticmethod
    def standing(graph, ids):
        """Those of the ids that no other one stands before."""
        circles = networkx.condensation(graph)
        of = circles.graph["mapping"]
        taken = {of[i] for i in ids}
        return {
            min(i for i in ids if of[i] == circle)
            for circle in taken
            if not networkx.descendants(circles, circle) & taken
        }

    def count(self, ids, in_force=False, amendments=False):
        ids = set(ids)
        counted = ids if amendments else self.standing(self.builds_on, ids)
        return len(counted & self.standing(self.replaced_by, ids) if in_force else counted)


class Network:
    """The party network of records, as networkx sees it. Of a view, deals are those of all records; in_force: whether
    the view lets nothing through but what is."""

    def __init__(self, records, deals=None, in_force=False):
        self.deals = deals or Deals(records)
        self.in_force = in_force
        self.undirected = networkx.Graph()
        self.directed = networkx.DiGraph()
        self.flows = networkx.DiGraph()
        self.agreements = {}
        self.steps = {}  # (x, y) -> ids of what lets one go from x to y
        for record in records:
            for party in record["parties"]:
                for graph in (self.undirected, self.directed, self.flows):
                    graph.add_node(party["party"])
                self.agreements.setdefault(party["party"], set()).add(record["id"])
            for x, y, directed in ties_of(record):
                self.steps.setdefault((x, y), set()).add(record["id"])
                if not directed:
                    self.steps.setdefault((y, x), set()).add(record["id"])
                self.undirected.add_edge(x, y)
                self.directed.add_edge(x, y)
                if directed:
                    self.flows.add_edge(x, y)
                else:
                    self.directed.add_edge(y, x)

    def weighted(self, directed=False, amendments=False):
        """The network with a length of each step: one over the number of its agreements, exact."""
        graph = (self.directed if directed else self.undirected).copy()
        for x, y, data in graph.edges(data=True):
            ids = self.steps.get((x, y), set())
            if not directed:
                ids = ids | self.steps.get((y, x), set())
            data["length"] = fractions.Fraction(1, self.deals.count(ids, amendments=amendments))
        return graph

    def counts(self, amendments=False):
        return sorted(
            (
                -self.undirected.degree(code),
                code,
                self.deals.count(self.agreements[code], self.in_force, amendments),
                self.flows.out_degree(code),
                self.flows.in_degree(code),
            )
            for code in self.undirected
        )
