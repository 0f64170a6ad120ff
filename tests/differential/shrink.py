"""Makes a query and a graph on which the answers differ as small as it can, keeping the kind of the difference."""

import copy

from evaluate import map_children

MOST_TRIES = 3000


def smaller_exprs(e):
    """Expressions that could stand for this one."""
    inside = []
    map_children(e, lambda x: inside.append(x) or x)
    yield from inside
    if e[0] != "lit":
        for value in (None, True, 1, "a"):
            yield ("lit", value)
    for i in range(len(inside)):
        for smaller in smaller_exprs(inside[i]):
            at = [-1]

            def put(x, i=i, smaller=smaller, at=at):
                at[0] += 1
                return smaller if at[0] == i else x

            yield map_children(e, put)


def smaller_pattern(paths):
    for i in range(len(paths)):
        if len(paths) > 1:
            yield paths[:i] + paths[i + 1:]
        path = paths[i]
        variants = []
        if path["name"] is not None:
            variants.append({**path, "name": None})
        if path["rels"]:
            variants.append({**path, "nodes": path["nodes"][:-1], "rels": path["rels"][:-1]})
            variants.append({**path, "nodes": path["nodes"][1:], "rels": path["rels"][1:]})
        for what in ("nodes", "rels"):
            for k, element in enumerate(path[what]):
                for key, empty in (("var", None), ("props", {}), ("labels", frozenset()), ("types", frozenset()),
                                   ("length", None)):
                    if key in element and element[key] != empty:
                        variants.append({**path, what: path[what][:k] + [{**element, key: empty}] + path[what][k + 1:]})
        for variant in variants:
            yield paths[:i] + [variant] + paths[i + 1:]


def smaller_clause(clause):
    for key, empty in (("where", None), ("order", []), ("skip", None), ("limit", None), ("distinct", False),
                       ("optional", False)):
        if clause.get(key) not in (None, False, []) and key in clause:
            variant = {**clause, key: empty}
            if key == "order":
                variant.update(total=False, skip=None, limit=None)
            yield variant
    if clause.get("where"):
        for e in smaller_exprs(clause["where"]):
            yield {**clause, "where": e}
    if clause["kind"] == "match":
        for paths in smaller_pattern(clause["paths"]):
            yield {**clause, "paths": paths}
    if clause["kind"] == "unwind":
        for e in smaller_exprs(clause["list"]):
            yield {**clause, "list": e}
    if clause["kind"] == "call":
        for query in smaller_query(clause["query"]):
            yield {**clause, "query": query}
    for i, (e, alias) in enumerate(clause.get("items", [])):
        rest = clause["items"]
        if len(rest) > 1:
            yield {**clause, "items": rest[:i] + rest[i + 1:]}
        for smaller in smaller_exprs(e):
            yield {**clause, "items": rest[:i] + [(smaller, alias)] + rest[i + 1:]}


def smaller_query(query):
    parts = query["parts"]
    for i in range(len(parts)):
        if len(parts) > 1:
            yield {**query, "parts": parts[:i] + parts[i + 1:]}
        for k in range(len(parts[i]) - 1):
            yield {**query, "parts": parts[:i] + [parts[i][:k] + parts[i][k + 1:]] + parts[i + 1:]}
        for k, clause in enumerate(parts[i]):
            for smaller in smaller_clause(clause):
                yield {**query, "parts": parts[:i] + [parts[i][:k] + [smaller] + parts[i][k + 1:]] + parts[i + 1:]}


def smaller_graph(nodes, rels):
    for i in range(len(rels)):
        yield nodes, rels[:i] + rels[i + 1:]
    for i, node in enumerate(nodes):
        if all(node.id not in (r.start, r.end) for r in rels):
            yield nodes[:i] + nodes[i + 1:], rels
    for what in (0, 1):
        elements = (nodes, rels)[what]
        for i, element in enumerate(elements):
            for key in element.props:
                if key != "id":
                    other = copy.copy(element)
                    object.__setattr__(other, "props", {k: v for k, v in element.props.items() if k != key})
                    changed = elements[:i] + [other] + elements[i + 1:]
                    yield (changed, rels) if what == 0 else (nodes, changed)


def same_kind(a, b):
    """Wrong rows stay wrong rows, an error stays the same error."""
    if isinstance(a, str) or isinstance(b, str):
        return isinstance(a, str) and isinstance(b, str) and a.split(":")[:2] == b.split(":")[:2]
    return True


def smallest(nodes, rels, query, answers, differs):
    tries = 0
    again = True
    while again:
        again = False
        candidates = [lambda: ((nodes, rels, q) for q in smaller_query(query)),
                      lambda: ((n, r, query) for n, r in smaller_graph(nodes, rels))]
        for make in candidates:
            for candidate in make():
                tries += 1
                if tries > MOST_TRIES:
                    return nodes, rels, query, answers
                try:
                    found = differs(*candidate)
                except (AttributeError, IndexError, KeyError, TypeError):
                    continue  # it makes no sense any more
                if found and same_kind(found[1], answers[1]):
                    (nodes, rels, query), answers, again = candidate, found, True
                    break
            if again:
                break
    return nodes, rels, query, answers
