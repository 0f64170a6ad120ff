"""Random records, and the party network of records as networkx sees it."""

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
                "events": [{"date": str(generator.randint(1950, 2025)), "status": "signed"}],
                "sources": [{"title": "a page"}],
            }
        )
    return records


class Network:
    """The party network of records, as networkx sees it."""

    def __init__(self, records):
        self.undirected = networkx.Graph()
        self.directed = networkx.DiGraph()
        self.flows = networkx.DiGraph()
        self.agreements = {}
        for record in records:
            for party in record["parties"]:
                for graph in (self.undirected, self.directed, self.flows):
                    graph.add_node(party["party"])
                self.agreements.setdefault(party["party"], set()).add(record["id"])
            for x, y, directed in ties_of(record):
                self.undirected.add_edge(x, y)
                self.directed.add_edge(x, y)
                if directed:
                    self.flows.add_edge(x, y)
                else:
                    self.directed.add_edge(y, x)

    def counts(self):
        return sorted(
            (
                -self.undirected.degree(code),
                code,
                len(self.agreements[code]),
                self.flows.out_degree(code),
                self.flows.in_degree(code),
            )
            for code in self.undirected
        )
