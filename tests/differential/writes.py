"""Statements that write: how they are made and what they do to the model's graph.

Rows have no promised order, so only such statements are made whose effect does not depend on it: SET on elements that
stand in one row each, MERGE by values that it does not change; and what is written does not depend on a pattern that the
same clause may change."""

import copy

from evaluate import Evaluator, Graph
from generate import KEYS, LABELS, TYPES, Generator
from values import Invalid, Node, Rel


class WriteGenerator(Generator):
    def new_node(self, env, var):
        props = {k: self.some(KEYS[k], env, 1) for k in ("x", "s") if self.chance(0.5)}
        return {"var": var, "labels": frozenset(l for l in LABELS if self.chance(0.3)), "props": props}

    def bound_node(self, env):
        known = self.known(env, "node")
        return {"var": self.pick(known), "labels": frozenset(), "props": {}} if known and self.chance(0.6) else None

    def create(self, env):
        before, path = dict(env), {"name": None, "nodes": [], "rels": []}
        for i in range(self.pick([1, 2, 2, 3])):
            if i > 0:
                path["rels"].append({"var": None, "types": frozenset([self.pick(TYPES)]), "length": None,
                                     "dir": self.pick("<>"), "props": self.pattern_properties(before, 0.4)})
            var = self.name("n")
            path["nodes"].append(self.bound_node(before) or self.new_node(before, var))
            if path["nodes"][-1]["var"] == var:
                env[var] = "node"
        if not path["rels"] and path["nodes"][0]["var"] in before:
            path["nodes"][0] = self.new_node(before, None)
        return {"kind": "create", "path": path}

    def set(self, env, var, is_rel=False):
        kind = self.random.randrange(1 if is_rel else 0, 4)
        if kind == 0:
            return {"kind": "set", "what": "labels", "var": var, "labels": self.random.sample(LABELS, 1)}
        props = {k: self.some(KEYS[k], env, 2) for k in self.random.sample(["x", "y", "s", "b", "l", "d"], self.pick([1, 2]))}
        if kind == 1:
            return {"kind": "set", "what": self.pick(["merge", "replace"]), "var": var, "props": props}
        key = self.pick(sorted(props))
        return {"kind": "set", "what": "merge", "single": True, "var": var, "props": {key: props[key]}}

    def remove(self, var, is_rel=False):
        if not is_rel and self.chance(0.5):
            return {"kind": "remove", "var": var, "labels": self.random.sample(LABELS, 1), "key": None}
        return {"kind": "remove", "var": var, "labels": [], "key": self.pick(["x", "y", "s", "nothing"])}

    def merge_node(self, env):
        key = self.pick(["x", "s"])
        value = ("call", "coalesce", [self.some(KEYS[key], env, 1), ("lit", self.value(KEYS[key]))])
        node = {"var": self.name("n"), "labels": frozenset([self.pick(LABELS)]), "props": {key: value}}
        marks = [("created", 1) if self.chance(0.5) else None, ("matched", 1) if self.chance(0.5) else None]
        env[node["var"]] = "node"
        return {"kind": "merge", "path": {"name": None, "nodes": [node], "rels": []}, "marked": node["var"],
                "marks": marks}

    def merge(self, env):
        known = self.known(env, "node")
        marks = [("created", 1) if self.chance(0.5) else None, ("matched", 1) if self.chance(0.5) else None]
        if len(known) > 0 and self.chance(0.5):
            ends = [{"var": self.pick(known), "labels": frozenset(), "props": {}} for _ in range(2)]
            rel = {"var": self.name("r"), "types": frozenset([self.pick(TYPES)]), "length": None,
                   "dir": self.pick("<>"), "props": {}}
            env[rel["var"]] = "rel"
            return {"kind": "merge", "path": {"name": None, "nodes": ends, "rels": [rel]}, "marked": rel["var"],
                    "marks": marks}
        return self.merge_node(env)

    def foreach(self, env, own=None, depth=1):
        """own: an element that stands in one row alone, which may be changed."""
        var = self.name("i")
        inner = {**env, var: "int"}
        clauses = []
        for _ in range(self.pick([1, 1, 2])):
            kind = self.random.randrange(5)
            if own and kind < 3:
                clauses.append(self.set(inner, own))
            elif depth > 0 and kind == 3:
                clauses.append(self.foreach(inner, own, depth - 1))
            elif kind == 4:
                clauses.append(self.merge_node(inner))
            else:
                clauses.append(self.create(inner))
        return {"kind": "foreach", "var": var, "list": self.some("ints", env, 1), "clauses": clauses}

    def unit(self, env):
        """A subquery that returns nothing."""
        imports = [v for v in env if self.chance(0.6)]
        inner = {v: env[v] for v in imports}
        clauses = [self.unwind(inner)] if self.chance(0.4) else []
        clauses.append(self.pick([self.create, self.merge_node, self.foreach])(inner))
        return {"kind": "unit", "imports": imports, "clauses": clauses}

    def returned(self, items, **more):
        return {"kind": "return", "distinct": False, "items": items, "order": [], "skip": None, "limit": None,
                "total": False, "bags": [], **more}

    def ending(self, env, deleted):
        """What reads after the writing, and sees it."""
        star = ("countstar",)
        if self.chance(0.2):
            return [self.returned([(("lit", 1), "one")], limit=0)]
        if self.chance(0.3):
            return [self.returned([(star, "c")])]
        clauses = []
        scalar = [v for v, k in env.items() if k in ("int", "str", "bool")]
        passed = {} if deleted else dict(env)
        items = [(("var", v), v) for v in passed] or [(("lit", 1), "one")]
        if self.chance(0.5):
            passed = {v: passed[v] for v in scalar if v in passed}
            items = [(("var", v), v) for v in passed] + [(star, "c")]
            passed["c"] = "int"
        clauses.append(self.returned(items, kind="with"))
        env = dict(passed)
        clauses.append(self.match(env))
        if self.chance(0.4):
            self.reads_graph = False
            clauses.append(self.pick([self.create, self.merge, self.foreach, self.unit])(env))
            self.reads_graph = True
        kinds = ["int", "str", "bool"]
        if self.chance(0.5):
            return clauses + [self.returned([(star, "d")])]
        return clauses + [self.returned([(self.some(self.pick(kinds), env, 1), "e"), (star, "d")])]

    def statement(self):
        env, clauses = {}, []
        deleted = self.write(env, clauses)
        return {"parts": [clauses + self.ending(env, deleted)], "all": False}

    def write(self, env, clauses):
        """Appends the clauses; whether they delete."""
        one = self.name("n")
        kind = self.random.randrange(8)
        if kind == 7:
            env[one] = "rel"
            ends = [{"var": None, "labels": frozenset(), "props": {}} for _ in range(2)]
            rel = {"var": one, "types": frozenset(), "length": None, "dir": ">", "props": {}}
            where = self.expr("bool", env, 2) if self.chance(0.5) else None
            clauses.append({"kind": "match", "optional": False, "where": where,
                            "paths": [{"name": None, "nodes": ends, "rels": [rel]}]})
            self.reads_graph = False
            clauses.append(self.pick([lambda: self.set(env, one, True), lambda: self.remove(one, True)])())
        elif kind == 0:
            env[one] = "node"
            node = {"var": one, "labels": frozenset(l for l in LABELS if self.chance(0.2)), "props": {}}
            where = self.expr("bool", env, 2) if self.chance(0.5) else None
            clauses.append({"kind": "match", "optional": False, "where": where,
                            "paths": [{"name": None, "nodes": [node], "rels": []}]})
            self.reads_graph = False
            for _ in range(self.random.randint(1, 3)):
                clauses.append(self.pick([lambda: self.set(env, one), lambda: self.remove(one),
                                          lambda: self.foreach(env, one)])())
        else:
            for _ in range(self.random.randint(0, 2)):
                clauses.append(self.match(env) if self.chance(0.7) else self.unwind(env))
            self.reads_graph = False
            elements = self.known(env, "node") + self.known(env, "rel")
            if kind == 1 and elements:
                gone = self.random.sample(elements, min(len(elements), 2))
                clauses.append({"kind": "delete", "vars": gone, "detach": any(env[v] == "node" for v in gone)})
                self.reads_graph = True
                return True
            elif kind in (2, 3):
                clauses += [self.merge(env) for _ in range(self.pick([1, 1, 2]))]
            elif kind == 4:
                clauses.append(self.foreach(env))
            elif kind == 6:
                clauses.append(self.unit(env))
            else:
                clauses += [self.create(env) for _ in range(self.pick([1, 1, 2]))]
        self.reads_graph = True
        return False


class Writer(Evaluator):
    """Works on a copy of the graph."""

    def __init__(self, nodes, rels):
        nodes, rels = copy.deepcopy(nodes), copy.deepcopy(rels)
        super().__init__(Graph(list(nodes), list(rels)))
        self.next_id = 1000

    def new_id(self):
        self.next_id += 1
        return self.next_id

    def set_property(self, element, key, value):
        if isinstance(value, list) and None in value:
            raise Invalid("a list with null as a property")
        if value is None:
            element.props.pop(key, None)
        else:
            element.props[key] = value

    def make_node(self, pattern, row):
        values = {k: self.expr(e, row) for k, e in pattern["props"].items()}
        node = Node(self.new_id(), pattern["labels"], {k: v for k, v in values.items() if v is not None})
        self.graph.nodes.append(node)
        self.graph.by_id[node.id] = node
        return node

    def make_path(self, path, row):
        before, nodes = row, []
        for pattern in path["nodes"]:
            node = row.get(pattern["var"]) if pattern["var"] is not None else None
            if pattern["var"] in row and node is None:
                raise Invalid("a relationship to null")
            if node is None:
                node = self.make_node(pattern, before)
                if pattern["var"] is not None:
                    row = {**row, pattern["var"]: node}
            nodes.append(node)
        for i, pattern in enumerate(path["rels"]):
            start, end = (nodes[i + 1], nodes[i]) if pattern["dir"] == "<" else (nodes[i], nodes[i + 1])
            values = {k: self.expr(e, before) for k, e in pattern["props"].items()}
            rel = Rel(self.new_id(), min(pattern["types"]), start.id, end.id,
                      {k: v for k, v in values.items() if v is not None})
            self.graph.rels.append(rel)
            if pattern["var"] is not None:
                row = {**row, pattern["var"]: rel}
        return row

    def write_create(self, clause, rows):
        return [self.make_path(clause["path"], row) for row in rows]

    def write_set(self, clause, rows):
        for row in rows:
            element = row[clause["var"]]
            if element is None:
                continue
            if clause["what"] == "labels":
                object.__setattr__(element, "labels", element.labels | set(clause["labels"]))
                continue
            values = {k: self.expr(e, row) for k, e in clause["props"].items()}
            if clause["what"] == "replace":
                element.props.clear()
            for key, value in values.items():
                self.set_property(element, key, value)
        return rows

    def write_remove(self, clause, rows):
        for row in rows:
            element = row[clause["var"]]
            if element is None:
                continue
            if isinstance(element, Node):
                object.__setattr__(element, "labels", element.labels - set(clause["labels"]))
            element.props.pop(clause["key"], None)
        return rows

    def write_delete(self, clause, rows):
        gone = {row[v] for row in rows for v in clause["vars"] if row[v] is not None}
        nodes = {e.id for e in gone if isinstance(e, Node)}
        self.graph.nodes[:] = [n for n in self.graph.nodes if n not in gone]
        self.graph.rels[:] = [r for r in self.graph.rels if r not in gone and r.start not in nodes and r.end not in nodes]
        return rows

    def write_merge(self, clause, rows):
        out = []
        for row in rows:
            if any(n["var"] in row and row[n["var"]] is None for n in clause["path"]["nodes"]):
                raise Invalid("a relationship to null")
            found = list(self.match([clause["path"]], row))
            mark = clause["marks"][1 if found else 0]
            found = found or [self.make_path(clause["path"], row)]
            for one in found:
                if mark:
                    one[clause["marked"]].props[mark[0]] = mark[1]
            out += found
        return out

    def write_foreach(self, clause, rows):
        for row in rows:
            for value in self.expr(clause["list"], row) or []:
                inner = [{**row, clause["var"]: value}]
                for one in clause["clauses"]:
                    inner = self.clause(one, inner, {})
        return rows

    def write_unit(self, clause, rows):
        if any(v not in row for row in rows for v in clause["imports"]):
            raise Invalid("undefined variable")
        for row in rows:
            inner = [{v: row[v] for v in clause["imports"]}]
            for one in clause["clauses"]:
                inner = self.clause(one, inner, {})
        return rows

    def clause(self, clause, rows, outer):
        write = getattr(self, "write_" + clause["kind"], None)
        return write(clause, rows) if write else super().clause(clause, rows, outer)
