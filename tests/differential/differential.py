"""Random queries, answered by the engine and by a model that tries everything; the answers have to be the same.

    differential.py --program PROGRAM [--count N] [--seed S] [--failures N] [--show]

PROGRAM is run.c. What differs is made as small as it can be and printed with both answers; the exit status is 1
then. A seed gives the same queries again."""

import argparse
import json
import random
import subprocess
import sys
from datetime import date

import shrink
import text
from values import Invalid, Node, Path, Rel
from writes import Writer, WriteGenerator

QUERIES_PER_GRAPH = 25
WRITES = 5  # of them


class Engine:
    def __init__(self, program):
        self.program = program
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen([self.program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, kind, query):
        try:
            self.process.stdin.write(f"{kind} {query}\n".encode())
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = b""
        if not line:
            status = self.process.wait()
            self.start()
            return {"error": "the program ended", "detail": f"status {status}", "message": ""}
        try:
            return json.loads(line)
        except ValueError:
            return {"error": "the rows ended in an error", "detail": "", "message": line.decode()[-400:]}

    def load(self, nodes, rels, indexes):
        answer = self.ask("G", text.graph(nodes, rels) if nodes else "RETURN 1")
        for statement in indexes:
            if "error" not in answer:
                answer = self.ask("Q", statement)
        return answer


# ---- answers ----


def plain(v):
    """A value of the model as the program writes it, hashable."""
    if isinstance(v, Node):
        return ("node", v.id)
    if isinstance(v, Rel):
        return ("rel", v.id)
    if isinstance(v, Path):
        return ("path", tuple(e.id for e in v.elements))
    if isinstance(v, list):
        return ("list", tuple(plain(x) for x in v))
    if isinstance(v, dict):
        return ("map", tuple(sorted((k, plain(x)) for k, x in v.items())))
    if isinstance(v, bool) or v is None:
        return ("const", v)
    return (type(v).__name__, v)


def parsed(v):
    """The same of a value that the program wrote."""
    if isinstance(v, dict):
        (kind, inside), = v.items()
        if kind == "float":
            return ("float", float(inside))
        if kind == "date":
            return ("date", date.fromisoformat(inside))
        if kind == "map":
            return ("map", tuple(sorted((k, parsed(x)) for k, x in inside.items())))
        return (kind, tuple(inside) if isinstance(inside, list) else inside)
    if isinstance(v, list):
        return ("list", tuple(parsed(x) for x in v))
    if isinstance(v, bool) or v is None:
        return ("const", v)
    return (type(v).__name__, v)


def unordered(v):
    return ("list", tuple(sorted(v[1], key=repr))) if v[0] == "list" else v


def comparable(query, columns, rows):
    """Rows that can be compared with ==: sorted, unless the query promises an order."""
    last = query["parts"][0][-1]
    bags = set().union(*(part[-1]["bags"] for part in query["parts"]))
    bags = {i for i, c in enumerate(columns) if c in bags} | set(query.get("bag_columns", ()))
    rows = [tuple(unordered(v) if i in bags else v for i, v in enumerate(row)) for row in rows]
    if len(query["parts"]) == 1 and last["total"]:
        return rows
    return sorted(rows, key=repr)


def show_elements(engine):
    """All nodes and relationships as the engine has them."""
    shown = []
    for what, count in (("MATCH (n) RETURN labels(n), properties(n)", 2),
                        ("MATCH (a)-[r]->(b) RETURN labels(a), properties(a), type(r), properties(r), labels(b), "
                         "properties(b)", 6)):
        answer = engine.ask("Q", what)
        shown += [tuple(tidy(v) for v in row) for row in answer.get("rows", [["an error"] * count])]
    return sorted(map(repr, shown))


def tidy(v):
    """Labels and properties in an order that does not matter."""
    if isinstance(v, dict):
        return tuple(sorted((k, repr(parsed(x))) for k, x in v["map"].items()))
    return tuple(sorted(v)) if isinstance(v, list) else v


def model_elements(graph):
    def node(n):
        return (tuple(sorted(n.labels)), tuple(sorted((k, repr(plain(x))) for k, x in n.props.items())))

    rels = [node(graph.by_id[r.start]) + (r.type, tuple(sorted((k, repr(plain(x))) for k, x in r.props.items()))) +
            node(graph.by_id[r.end]) for r in graph.rels]
    return sorted(map(repr, [node(n) for n in graph.nodes] + rels))


def writes(query):
    return any(clause["kind"] in text.WRITES for part in query["parts"] for clause in part)


def differs(engine, indexes, nodes, rels, query, loaded=False):
    """None when both agree or the query is not asked; else (what the model says, what the engine says)."""
    model = Writer(nodes, rels)
    try:
        columns, rows = model.query(query)
        wanted = comparable(query, columns, [tuple(plain(row[c]) for c in columns) for row in rows])
    except (Invalid, RecursionError, OverflowError):
        return None
    if (not loaded or writes(query)) and "error" in engine.load(nodes, rels, indexes):
        return None
    answer = engine.ask("Q", text.query(query))
    if answer.get("error") == "ArithmeticError":
        return None  # a row that the model did not need to look at
    if "error" in answer:
        return wanted, f"{answer['error']}: {answer['detail']}: {answer['message']}"
    if answer["columns"] != columns:
        return wanted, f"columns {answer['columns']}"
    got = comparable(query, columns, [tuple(parsed(v) for v in row) for row in answer["rows"]])
    if got != wanted:
        return wanted, got
    if not writes(query):
        return None
    wanted, got = model_elements(model.graph), show_elements(engine)
    both = set(wanted) & set(got)
    return None if got == wanted else ([e for e in wanted if e not in both] or wanted,
                                       [e for e in got if e not in both] or got)


def report(nodes, rels, query, answers):
    print(text.graph(nodes, rels) if nodes else "(an empty graph)")
    print(text.query(query))
    for who, answer in zip(("model ", "engine"), answers):
        shown = answer if isinstance(answer, str) else f"{len(answer)} rows: {answer[:10]}"
        print(f"  {who}: {shown}")
    print()


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--program", required=True)
    options.add_argument("--count", type=int, default=500)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--failures", type=int, default=5, help="stop after so many")
    options.add_argument("--show", action="store_true", help="print every query")
    given = options.parse_args()
    engine = Engine(given.program)
    failures = asked = 0
    for number in range((given.count + QUERIES_PER_GRAPH - 1) // QUERIES_PER_GRAPH):
        generator = WriteGenerator(random.Random(f"{given.seed}/{number}"))
        nodes, rels = generator.graph()
        indexes = generator.indexes()
        loaded = engine.load(nodes, rels, indexes)
        if "error" in loaded:
            print(text.graph(nodes, rels), loaded)
            return 1
        for i in range(min(QUERIES_PER_GRAPH, given.count - number * QUERIES_PER_GRAPH)):
            query = generator.query() if i < QUERIES_PER_GRAPH - WRITES else generator.statement()
            asked += 1
            if given.show:
                print(text.query(query))
            answers = differs(engine, indexes, nodes, rels, query, loaded=True)
            if not answers:
                continue
            failures += 1
            print(f"seed {given.seed}, graph {number}:", *indexes, sep="\n")
            report(*shrink.smallest(nodes, rels, query, answers, lambda *q: differs(engine, indexes, *q)))
            if failures >= given.failures:
                return 1
            engine.load(nodes, rels, indexes)
    print(f"{asked} queries, {failures} answered differently")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
