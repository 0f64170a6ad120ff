"""Answers a query by trying everything: the slow model that the engine is compared with.

A query is a tree of tuples and dicts, as generate.py makes it; text.py writes it as openCypher."""

from datetime import date

from values import (Invalid, Node, Path, Rel, add_to_date, and3, arithmetic, compare3, equal3, group_key, in3, is_number, not3, or3,
                    order_key, xor3)

MOST_ROWS = 3000
MOST_STEPS = 200_000
AGGREGATES = {"count", "sum", "avg", "min", "max", "collect"}


class Graph:
    def __init__(self, nodes, rels):
        self.nodes = nodes
        self.rels = rels
        self.by_id = {n.id: n for n in nodes}


class Evaluator:
    def __init__(self, graph):
        self.graph = graph
        self.steps = 0

    def step(self):
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Invalid("takes too long")

    # ---- patterns ----

    def fits_node(self, pattern, node, row):
        if not isinstance(node, Node) or not pattern["labels"] <= node.labels:
            return False
        if "either" in pattern:
            a, b, other = pattern["either"]
            if not (a in node.labels or ((b in node.labels) != other)):
                return False
        if pattern.get("where") and self.boolean(pattern["where"], row) is not True:
            return False
        return all(equal3(node.props.get(k), self.expr(e, row)) is True for k, e in pattern["props"].items())

    def fits_rel(self, pattern, rel, row):
        if not isinstance(rel, Rel) or (pattern["types"] and rel.type not in pattern["types"]):
            return False
        if pattern.get("where") and self.boolean(pattern["where"], {**row, pattern["var"]: rel}) is not True:
            return False
        return all(equal3(rel.props.get(k), self.expr(e, row)) is True for k, e in pattern["props"].items())

    def steps_from(self, node, direction):
        """(relationship, node at its other end)"""
        for rel in self.graph.rels:
            if direction in (">", "-") and rel.start == node.id:
                yield rel, self.graph.by_id[rel.end]
            if direction in ("<", "-") and rel.end == node.id and not (direction == "-" and rel.start == rel.end):
                yield rel, self.graph.by_id[rel.start]

    def trails(self, pattern, node, used, row):
        """Every way along one relationship pattern: (what its variable holds, relationships and nodes passed, end)."""
        if pattern["length"] is None:
            for rel, end in self.steps_from(node, pattern["dir"]):
                self.step()
                if rel not in used and self.fits_rel(pattern, rel, row):
                    yield rel, (rel, end), end
            return
        low, high = pattern["length"]
        stack = [(node, ())]
        while stack:
            self.step()
            here, passed = stack.pop()
            rels = passed[::2]
            if len(rels) >= low:
                yield list(rels), passed, here
            if high is not None and len(rels) >= high:
                continue
            for rel, end in self.steps_from(here, pattern["dir"]):
                if rel not in used and rel not in rels and self.fits_rel(pattern, rel, row):
                    stack.append((end, passed + (rel, end)))

    def bind(self, row, var, value):
        """The row with the variable; None when it holds something else already."""
        if var is None:
            return row
        if var in row:
            return row if group_key(row[var]) == group_key(value) and row[var] is not None else None
        return {**row, var: value}

    def walk(self, path, i, node, row, used, passed):
        """From node i of a path on."""
        if i == len(path["rels"]):
            yield row if path["name"] is None else {**row, path["name"]: Path(passed)}, used
            return
        pattern = path["rels"][i]
        for value, elements, end in self.trails(pattern, node, used, row):
            after = self.bind(row, pattern["var"], value)
            if after is None:
                continue
            after = self.bind(after, path["nodes"][i + 1]["var"], end)
            if after is None or not self.fits_node(path["nodes"][i + 1], end, row):
                continue
            yield from self.walk(path, i + 1, end, after, used | set(elements[::2]), passed + elements)

    def match(self, paths, row, used=frozenset()):
        if not paths:
            yield row
            return
        first = paths[0]["nodes"][0]
        for node in self.graph.nodes:
            self.step()
            after = self.bind(row, first["var"], node)
            if after is None or not self.fits_node(first, node, row):
                continue
            for matched, now_used in self.walk(paths[0], 0, node, after, used, (node,)):
                yield from self.match(paths[1:], matched, now_used)

    def shortest_where(self, path, where, row):
        """The shortest of those paths that fulfil the condition."""
        start, rel, end = path["nodes"][0], path["rels"][0], path["nodes"][1]
        if row[start["var"]] is None or row[end["var"]] is None:
            return
        found = []
        for matched in self.match([{**path, "shortest": None}], row):
            if where is None or self.boolean(where, matched) is True:
                found.append(matched)
        least = min((len(m[rel["var"]]) for m in found), default=0)
        found = [m for m in found if len(m[rel["var"]]) == least]
        yield from found if path["shortest"] == "all" else found[:1]

    def match_where(self, paths, where, row):
        if paths[0].get("shortest"):
            yield from self.shortest_where(paths[0], where, row)
            return
        for matched in self.match(paths, row):
            if where is None or self.expr(where, matched) is True:
                yield matched

    # ---- expressions ----

    def expr(self, e, row):
        self.step()
        return getattr(self, "expr_" + e[0])(e, row)

    def expr_lit(self, e, row):
        return e[1]

    def expr_var(self, e, row):
        if e[1] not in row:
            raise Invalid("undefined variable")
        return row[e[1]]

    def expr_prop(self, e, row):
        owner = self.expr(e[1], row)
        if owner is None:
            return None
        if isinstance(owner, dict):
            return owner.get(e[2])
        if isinstance(owner, date):
            return {"year": owner.year, "month": owner.month, "day": owner.day, "dayOfWeek": owner.isoweekday(),
                    "week": owner.isocalendar()[1], "ordinalDay": owner.timetuple().tm_yday}[e[2]]
        if not isinstance(owner, (Node, Rel)):
            raise Invalid("property of such a value")
        return owner.props.get(e[2])

    def expr_map(self, e, row):
        return {k: self.expr(x, row) for k, x in e[1].items()}

    def expr_mapproj(self, e, row):
        owner = self.expr(e[1], row)
        if owner is None:
            return None
        return {**{k: owner.props.get(k) for k in e[2]}, **{k: self.expr(x, row) for k, x in e[3].items()}}

    def expr_list(self, e, row):
        return [self.expr(x, row) for x in e[1]]

    def expr_arith(self, e, row):
        return arithmetic(e[1], self.expr(e[2], row), self.expr(e[3], row))

    def expr_neg(self, e, row):
        return arithmetic("-", 0, self.expr(e[1], row))

    def expr_compare(self, e, row):
        return compare3(e[1], self.expr(e[2], row), self.expr(e[3], row))

    def expr_chain(self, e, row):
        """a < b <= c is a < b AND b <= c."""
        values = [self.expr(x, row) for x in e[2]]
        answer = True
        for op, a, b in zip(e[1], values, values[1:]):
            answer = and3(answer, compare3(op, a, b))
        return answer

    def boolean(self, e, row):
        v = self.expr(e, row)
        if v is not None and not isinstance(v, bool):
            raise Invalid("no condition")
        return v

    def expr_logic(self, e, row):
        a, b = self.boolean(e[2], row), self.boolean(e[3], row)
        return {"AND": and3, "OR": or3, "XOR": xor3}[e[1]](a, b)

    def expr_dateadd(self, e, row):
        _, of, op, months, days = e
        there, sign = self.expr(of, row), -1 if op == "-" else 1
        return None if there is None else add_to_date(there, sign * months, sign * days)

    def expr_days(self, e, row):
        a, b = self.expr(e[1], row), self.expr(e[2], row)
        return None if a is None or b is None else (b - a).days

    def expr_not(self, e, row):
        return not3(self.boolean(e[1], row))

    def expr_isnull(self, e, row):
        return (self.expr(e[1], row) is None) == e[2]

    def expr_in(self, e, row):
        return in3(self.expr(e[1], row), self.expr(e[2], row))

    def expr_string(self, e, row):
        a, b = self.expr(e[2], row), self.expr(e[3], row)
        if not isinstance(a, str) or not isinstance(b, str):
            return None
        return {"STARTS WITH": a.startswith, "ENDS WITH": a.endswith, "CONTAINS": a.__contains__}[e[1]](b)

    def expr_labels(self, e, row):
        node = self.expr(e[1], row)
        return None if node is None else e[2] in node.labels

    def expr_index(self, e, row):
        items, at = self.expr(e[1], row), self.expr(e[2], row)
        if items is None or at is None:
            return None
        if isinstance(items, dict):
            return items.get(at)
        if isinstance(items, (Node, Rel)):
            return items.props.get(at)
        return items[at] if -len(items) <= at < len(items) else None

    def expr_slice(self, e, row):
        items = self.expr(e[1], row)
        bounds = [None if b is None else self.expr(b, row) for b in e[2:4]]
        if items is None or any(v is None and b is not None for v, b in zip(bounds, e[2:4])):
            return None
        return items[bounds[0]:bounds[1]]

    def expr_case(self, e, row):
        for when, then in e[1]:
            if self.boolean(when, row) is True:
                return self.expr(then, row)
        return None if e[2] is None else self.expr(e[2], row)

    def expr_comp(self, e, row):
        _, var, items, where, body = e
        values = self.expr(items, row)
        if values is None:
            return None
        rows = [{**row, var: v} for v in values]
        return [self.expr(body, r) for r in rows if where is None or self.boolean(where, r) is True]

    def expr_quant(self, e, row):
        _, what, var, items, where = e
        values = self.expr(items, row)
        if values is None:
            return None
        answers = [self.boolean(where, {**row, var: v}) for v in values]
        true, unknown = answers.count(True), answers.count(None)
        if what == "single":
            return False if true > 1 else None if unknown else true == 1
        if what in ("any", "none"):
            found = True if true else None if unknown else False
            return found if what == "any" else not3(found)
        return False if answers.count(False) else None if unknown else True

    def expr_reduce(self, e, row):
        _, total, start, var, items, body = e
        values, sum_so_far = self.expr(items, row), self.expr(start, row)
        if values is None:
            return None
        for v in values:
            sum_so_far = self.expr(body, {**row, total: sum_so_far, var: v})
        return sum_so_far

    def expr_exists(self, e, row):
        return any(True for _ in self.match_where(e[1], e[2], row))

    def expr_predicate(self, e, row):
        if any(v not in row for v in pattern_vars([e[1]])):
            raise Invalid("undefined variable")
        return any(True for _ in self.match([e[1]], row))

    def expr_countsub(self, e, row):
        return sum(1 for _ in self.match_where(e[1], e[2], row))

    def expr_querysub(self, e, row):
        columns, rows = self.query(e[2], row)
        return {"EXISTS": bool(rows), "COUNT": len(rows), "COLLECT": [r[columns[0]] for r in rows]}[e[1]]

    def expr_patcomp(self, e, row):
        _, path, where, body = e
        return [self.expr(body, r) for r in self.match_where([path], where, row)]

    def expr_call(self, e, row):
        name, args = e[1], [self.expr(a, row) for a in e[2]]
        if name == "coalesce":
            return next((a for a in args if a is not None), None)
        if any(a is None for a in args):
            return None
        return self.function(name, args)

    def function(self, name, args):
        a = args[0]
        if name == "size":
            return len(a)
        if name in ("head", "last"):
            return (a[0] if name == "head" else a[-1]) if a else None
        if name == "tail":
            return a[1:]
        if name == "reverse":
            return a[::-1]
        if name == "range":
            return list(range(a, args[1] + 1))
        if name == "abs":
            return abs(a)
        if name == "sign":
            return (a > 0) - (a < 0)
        if name == "toString":
            return str(a)
        if name == "toFloat":
            return float(a)
        if name == "toUpper":
            return a.upper()
        if name == "toLower":
            return a.lower()
        if name in ("keys", "labels"):
            return list(a.props if name == "keys" else a.labels)
        if name == "toInteger":
            return int(a) if a.lstrip("-").isdigit() else None
        if name == "replace":
            if not args[1]:
                raise Invalid("replacing nothing")
            return a.replace(args[1], args[2])
        if name in ("left", "right"):
            return a[:args[1]] if name == "left" else a[max(len(a) - args[1], 0):]
        if name == "substring":
            return a[args[1]:args[1] + args[2]]
        if name == "type":
            return a.type
        if name in ("startNode", "endNode"):
            return self.graph.by_id[a.start if name == "startNode" else a.end]
        if name == "length":
            return len(a.elements) // 2
        if name == "nodes":
            return list(a.elements[::2])
        if name == "relationships":
            return list(a.elements[1::2])
        raise Invalid("no such function")

    # ---- aggregation ----

    def aggregate(self, e, rows):
        """An expression over a group."""
        if e[0] == "countstar":
            return len(rows)
        if e[0] == "agg":
            return self.aggregate_call(e, rows)
        if not has_aggregate(e):
            return self.expr(e, rows[0] if rows else {})
        return self.expr(map_children(e, lambda x: ("lit", self.aggregate(x, rows))), {})

    def aggregate_call(self, e, rows):
        _, name, arg, distinct = e
        values = [v for v in (self.expr(arg, r) for r in rows) if v is not None]
        if distinct:
            values = list({group_key(v): v for v in reversed(values)}.values())
        if name == "count":
            return len(values)
        if name == "collect":
            return values
        if name == "sum":
            return sum(values)
        if name == "avg":
            return sum(values) / len(values) if values else None
        if not values:
            return None
        return (min if name == "min" else max)(values, key=order_key)

    # ---- projections ----

    def project(self, clause, rows, outer):
        """outer: the row around a subquery, which no WITH takes away."""
        items = clause["items"]
        aggregates = any(has_aggregate(e) for e, _ in items)
        pairs = []  # (row before or None, row after)
        if aggregates:
            keys = [(e, a) for e, a in items if not has_aggregate(e)]
            groups = {}
            for row in rows:
                groups.setdefault(tuple(group_key(self.expr(e, row)) for e, _ in keys), []).append(row)
            if not keys and not groups:
                groups[()] = []
            for group in groups.values():
                pairs.append((None, {**outer, **{a: self.aggregate(e, group) for e, a in items}}))
        else:
            pairs = [(row, {**outer, **{a: self.expr(e, row) for e, a in items}}) for row in rows]
        if clause["distinct"]:
            found = {}
            for _, after in pairs:
                found.setdefault(tuple(group_key(after[a]) for _, a in items), after)
            pairs = [(None, after) for after in found.values()]
        return self.sort_and_cut(clause, pairs)

    def sort_and_cut(self, clause, pairs):
        def seen(pair):
            return {**(pair[0] or {}), **pair[1]}

        def with_items(e):
            """What equals an item is the item."""
            for item, alias in clause["items"]:
                if item == e and e[0] not in ("lit", "var"):
                    return ("var", alias)
            return map_children(e, with_items)

        for e, descending in reversed(clause["order"]):
            key = with_items(e)
            pairs.sort(key=lambda p: order_key(self.expr(key, seen(p))), reverse=descending)
        low = clause["skip"] or 0
        high = None if clause["limit"] is None else low + clause["limit"]
        pairs = pairs[low:high]
        where = clause.get("where")
        return [after for before, after in pairs if where is None or self.boolean(where, seen((before, after))) is True]

    # ---- clauses ----

    def clause(self, clause, rows, outer):
        kind, out = clause["kind"], []
        if kind in ("with", "return"):
            return self.project(clause, rows, outer)
        for row in rows:
            if kind == "match":
                found = list(self.match_where(clause["paths"], clause["where"], row))
                if clause["optional"] and not found:
                    found = [{**{v: None for v in pattern_vars(clause["paths"])}, **row}]
                out += found
            elif kind == "unwind":
                items = self.expr(clause["list"], row)
                out += [{**row, clause["var"]: v} for v in items or []]
            else:
                if any(v not in row for v in clause["imports"]):
                    raise Invalid("undefined variable")
                inside = {v: row[v] for v in clause["imports"]}
                columns, found = self.query(clause["query"], inside)
                out += [{**row, **{c: r[c] for c in columns}} for r in found]
            if len(out) > MOST_ROWS:
                raise Invalid("too many rows")
        return out

    def query(self, query, start=None):
        """(columns, rows)"""
        rows = []
        for part in query["parts"]:
            now = [dict(start or {})]
            for clause in part:
                now = self.clause(clause, now, start or {})
            rows += now
        columns = [a for _, a in query["parts"][0][-1]["items"]]
        if len(query["parts"]) > 1 and not query["all"]:
            found = {}
            for row in rows:
                found.setdefault(tuple(group_key(row[c]) for c in columns), row)
            rows = list(found.values())
        return columns, rows


# ---- trees ----


def pattern_vars(paths):
    for path in paths:
        yield from (x["var"] for x in path["nodes"] + path["rels"] if x["var"] is not None)
        if path["name"] is not None:
            yield path["name"]


def map_children(e, f):
    """The tuple with f over the expressions directly inside."""
    def one(x):
        if isinstance(x, tuple) and x and isinstance(x[0], str) and hasattr(Evaluator, "expr_" + x[0]):
            return f(x)
        if isinstance(x, tuple) and x and x[0] in ("agg", "countstar"):
            return f(x)
        if isinstance(x, list):
            return [one(y) for y in x]
        if isinstance(x, dict) and e[0] in ("map", "mapproj"):
            return {k: one(y) for k, y in x.items()}
        if isinstance(x, tuple):
            return tuple(one(y) for y in x)
        return x

    return e if e[0] == "lit" else (e[0],) + tuple(one(x) for x in e[1:])


def has_aggregate(e):
    if e[0] in ("agg", "countstar"):
        return True
    found = False

    def look(x):
        nonlocal found
        found = found or has_aggregate(x)
        return x

    map_children(e, look)
    return found
