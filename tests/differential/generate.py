"""Random graphs and random queries that make sense on them.

Expressions are made for a wanted type, so that few queries end in type errors; nulls come from missing properties,
OPTIONAL MATCH and literals. Types: int, float, str, bool, date, ints (a list), bag (a list whose order is not promised),
node, rel, path, nodes, rels, any (one of the first few, row by row)."""

from datetime import date, timedelta

from values import Node, Rel

LABELS = ["A", "B", "C"]
TYPES = ["R", "S", "T"]
KEYS = {"x": "int", "y": "int", "f": "float", "s": "str", "b": "bool", "l": "ints", "d": "date"}
WORDS = ["", "a", "b", "ab", "Ba", "é", "abc"]


class Generator:
    def __init__(self, random):
        self.random = random
        self.made = 0
        self.nested = 0  # subqueries around
        self.reads_graph = True  # whether expressions may look for patterns
        self.outer = {}  # what the row around the subquery has

    # ---- small choices ----

    def chance(self, p):
        return self.random.random() < p

    def pick(self, items):
        return self.random.choice(items)

    def name(self, letter):
        self.made += 1
        return f"{letter}{self.made}"

    # ---- graphs ----

    def value(self, kind):
        if kind == "int":
            return self.random.randint(-3, 5)
        if kind == "float":
            return self.random.randint(-8, 8) / 4
        if kind == "str":
            return self.pick(WORDS)
        if kind == "bool":
            return self.chance(0.5)
        if kind == "date":
            return date(2024, 1, 1) + timedelta(self.random.randint(-40, 440))
        if kind == "any":
            of = self.pick(["int", "str", "bool", "ints", "float"])
            return self.random.randint(-2, 2) + 0.25 if of == "float" else self.value(of)
        return [self.random.randint(0, 3) for _ in range(self.random.randint(0, 3))]

    def properties(self, number):
        props = {"id": number}
        for key, kind in KEYS.items():
            if self.chance(0.5):
                props[key] = self.value(kind)
        return props

    def graph(self):
        n = self.pick([0, 1, 2, 3, 4, 5, 6, 7])
        nodes = [Node(i, frozenset(l for l in LABELS if self.chance(0.4)), self.properties(i)) for i in range(n)]
        rels = []
        for i in range(self.random.randint(0, 12) if n else 0):
            start, end = self.random.randrange(n), self.random.randrange(n)
            rels.append(Rel(100 + i, self.pick(TYPES), start, end, self.properties(100 + i)))
        return nodes, rels

    def indexes(self):
        """Statements that make some: the answers must be the same with them."""
        made = [(l, k) for l in LABELS for k in ("x", "s", "f") if self.chance(0.15)]
        return [f"CREATE INDEX FOR (n:{label}) ON (n.{key})" for label, key in made]

    # ---- expressions ----

    def known(self, env, kind):
        return [v for v, k in env.items() if k == kind]

    def leaf(self, kind, env):
        choices = [("var", v) for v in self.known(env, kind)] * 3
        for key, of in KEYS.items():
            if of == kind:
                choices += [("prop", ("var", v), key) for v in self.known(env, "node") + self.known(env, "rel")]
        if kind in ("int", "float", "str", "bool", "ints", "date", "any"):
            choices += [("lit", self.value(kind))] * 2
            if kind != "float" and self.chance(0.2):
                choices.append(("lit", None))
        if kind == "any":
            choices += [("var", v) for v, of in env.items() if of in ("int", "str", "bool", "ints")]
        if kind == "int":
            choices += [("prop", ("var", v), "id") for v in self.known(env, "node")]
        return self.pick(choices) if choices else None

    def expr(self, kind, env, depth=2):
        """None where there is no way to make such a value."""
        if depth <= 0 or self.chance(0.25):
            return self.leaf(kind, env)
        make = getattr(self, "make_" + kind, None)
        return (make(env, depth - 1) if make else None) or self.leaf(kind, env)

    def some(self, kind, env, depth):
        """Like expr, but a literal rather than None."""
        return self.expr(kind, env, depth) or ("lit", None)

    def make_int(self, env, d):
        kind = self.random.randrange(16)
        if kind == 13:
            return ("prop", self.some("date", env, d), self.pick(["year", "month", "day", "dayOfWeek", "week", "ordinalDay"]))
        if kind == 14:
            return ("days", self.some("date", env, d), self.some("date", env, d))
        if kind == 15:
            elements = self.known(env, "node") + self.known(env, "rel")
            if elements and self.chance(0.5):
                return ("index", ("var", self.pick(elements)), ("lit", self.pick(["x", "y"])))
            if self.known(env, "node"):
                return ("call", "size", [("call", self.pick(["keys", "labels"]), [("var", self.pick(self.known(env, "node")))])])
            return ("call", "toInteger", [("call", "toString", [self.some("int", env, d)])])
        if kind == 12:
            there = self.expr("map", env, d)
            return self.pick([("prop", there, "a"), ("index", there, ("lit", "a"))]) if there else None
        if kind < 4:
            op = self.pick(["+", "-", "*", "/", "%"])
            right = ("lit", self.pick([-3, -2, 1, 2, 3])) if op in "/%" else self.some("int", env, d)
            return ("arith", op, self.some("int", env, d), right)
        if kind == 4:
            return ("neg", self.some("int", env, d))
        if kind == 5:
            return ("call", "size", [self.some(self.pick(["ints", "str"]), env, d)])
        if kind == 6:
            return ("call", self.pick(["abs", "sign"]), [self.some("int", env, d)])
        if kind == 7:
            return self.pick([("call", self.pick(["head", "last"]), [self.some("ints", env, d)]),
                              ("index", self.some("ints", env, d), ("lit", self.random.randint(-3, 3)))])
        if kind == 8:
            return self.make_case("int", env, d)
        if kind == 9:
            return ("call", "coalesce", [self.some("int", env, d), self.some("int", env, d)])
        if kind == 10:
            total, var = self.name("s"), self.name("i")
            inner = {total: "int", var: "int"}
            return ("reduce", total, self.some("int", env, d), var, self.some("ints", env, d),
                    ("arith", self.pick("+-"), ("var", total), self.some("int", inner, 1)))
        return self.make_counted(env, d)

    def querysub(self, what, env):
        """EXISTS, COUNT or COLLECT { a whole query }; None when there are enough of them."""
        if self.nested >= 2 or not self.reads_graph:
            return None
        wanted = [self.pick(["int", "str", "bool"])] if what == "COLLECT" else None
        return ("querysub", what, self.query(env, 0, wanted))

    def make_counted(self, env, d):
        if self.chance(0.2):
            nested = self.querysub("COUNT", env)
            if nested:
                return nested
        paths = self.known(env, "path") + self.known(env, "length")
        if paths and self.chance(0.5):
            return ("call", "length", [("var", self.pick(paths))])
        bags = self.known(env, "bag") + self.known(env, "nodes") + self.known(env, "rels")
        if bags and self.chance(0.5):
            return ("call", "size", [("var", self.pick(bags))])
        if not self.reads_graph:
            return None
        found, where = self.subpattern(env, d)
        return ("countsub", found, where)

    def make_float(self, env, d):
        kind = self.random.randrange(5)
        if kind == 0:
            return ("arith", self.pick("+-*"), self.some("float", env, d), self.some("int", env, d))
        if kind == 1:
            return ("arith", "/", self.some("float", env, d), ("lit", self.pick([2, 4, -2, 0.5])))
        if kind == 2:
            return ("call", "toFloat", [self.some("int", env, d)])
        if kind == 3:
            return ("call", "abs", [self.some("float", env, d)])
        return ("arith", "^", self.some("int", env, 0), ("lit", self.pick([0, 1, 2])))

    def make_date(self, env, d):
        if self.chance(0.25):
            return self.make_case("date", env, d)
        return ("dateadd", self.some("date", env, d), self.pick("+-"), self.random.randint(-14, 14),
                self.random.randint(-40, 40))

    def make_any(self, env, d):
        if self.chance(0.5):
            kinds = [self.pick(["int", "str", "bool", "ints"]) for _ in range(2)]
            return ("case", [(self.some("bool", env, d), self.some(kinds[0], env, d))], self.some(kinds[1], env, d))
        if self.chance(0.3):
            return ("call", "coalesce", [self.some("any", env, d), self.some("any", env, d)])
        return self.some(self.pick(["int", "str", "bool", "ints"]), env, d)

    def make_str(self, env, d):
        kind = self.random.randrange(9)
        if kind == 6:
            return ("call", "replace", [self.some("str", env, d), ("lit", self.pick(["a", "b", "ab"])), self.some("str", env, d)])
        if kind == 7:
            return ("call", self.pick(["left", "right"]), [self.some("str", env, d), ("lit", self.random.randint(0, 3))])
        if kind == 8:
            return ("call", "toString", [self.some("date", env, d)])
        if kind == 0:
            return ("arith", "+", self.some("str", env, d), self.some("str", env, d))
        if kind == 1:
            return ("call", self.pick(["toUpper", "toLower", "reverse"]), [self.some("str", env, d)])
        if kind == 2:
            return ("call", "toString", [self.some("int", env, d)])
        if kind == 3:
            return ("call", "substring", [self.some("str", env, d), ("lit", self.random.randint(0, 2)),
                                          ("lit", self.random.randint(0, 2))])
        if kind == 4 and self.known(env, "rel"):
            return ("call", "type", [("var", self.pick(self.known(env, "rel")))])
        return self.make_case("str", env, d)

    def make_case(self, kind, env, d):
        whens = [(self.some("bool", env, d), self.some(kind, env, d)) for _ in range(self.random.randint(1, 2))]
        return ("case", whens, self.some(kind, env, d) if self.chance(0.6) else None)

    def make_ints(self, env, d):
        kind = self.random.randrange(7)
        if kind == 0:
            return ("list", [self.some("int", env, d) for _ in range(self.random.randint(0, 3))])
        if kind == 1:
            return ("call", self.pick(["tail", "reverse"]), [self.some("ints", env, d)])
        if kind == 2:
            return ("call", "range", [("lit", self.random.randint(-1, 2)), ("lit", self.random.randint(-2, 4))])
        if kind == 3:
            bounds = [("lit", self.random.randint(-3, 3)) if self.chance(0.7) else None for _ in range(2)]
            if bounds == [None, None]:
                bounds[0] = ("lit", 1)
            return ("slice", self.some("ints", env, d), bounds[0], bounds[1])
        if kind == 4:
            return ("arith", "+", self.some("ints", env, d), self.some("ints", env, d))
        var = self.name("i")
        inner = {**env, var: "int"}
        where = self.expr("bool", inner, d) if self.chance(0.5) else None
        return ("comp", var, self.some("ints", env, d), where, self.some("int", inner, d))

    def make_bool(self, env, d):
        kind = self.random.randrange(22)
        if kind == 18:
            return ("compare", self.pick(["=", "<>", "<", "<=", ">", ">="]), self.some("date", env, d), self.some("date", env, d))
        if kind == 19:
            return ("compare", self.pick(["=", "<>", "<", "<=", ">", ">="]), self.some("any", env, d),
                    self.some(self.pick(["any", "int", "ints"]), env, d))
        if kind == 20:
            return ("in", self.some("any", env, d), ("list", [self.some("any", env, d) for _ in range(self.random.randint(0, 3))]))
        if kind == 21:
            if self.known(env, "node") and self.chance(0.5):
                return ("in", ("lit", self.pick(LABELS)), ("call", "labels", [("var", self.pick(self.known(env, "node")))]))
            return ("isnull", self.some(self.pick(["any", "date"]), env, d), self.chance(0.5))
        if kind == 17:
            nested = self.querysub("EXISTS", env)
            if nested:
                return nested
        if kind == 14:
            return ("compare", self.pick(["=", "<>", "<", ">="]), self.some(self.pick(["int", "str", "bool"]), env, d),
                    self.some(self.pick(["int", "str", "bool", "float"]), env, d))
        if kind == 15:
            return ("compare", self.pick(["=", "<>"]), self.some("ints", env, d), self.some("ints", env, d))
        if kind == 16 and self.known(env, "node") and self.reads_graph:
            bound = {**env}
            path = self.path(bound, 1, False, set(env), least=1)
            for element in path["nodes"] + path["rels"]:
                element["var"] = element["var"] if element["var"] in env else None
                element.pop("where", None)
            # a pattern can stand only where a condition is expected
            there = ("predicate", path)
            return self.pick([("not", there), ("logic", self.pick(["AND", "OR"]), there, self.some("bool", env, d))])
        if kind < 3:
            of = self.pick(["int", "int", "float", "str", "bool"])
            other = self.pick(["int", "float"]) if of in ("int", "float") else of
            return ("compare", self.pick(["=", "<>", "<", "<=", ">", ">="]), self.some(of, env, d),
                    self.some(other, env, d))
        if kind < 6:
            return ("logic", self.pick(["AND", "OR", "XOR"]), self.some("bool", env, d), self.some("bool", env, d))
        if kind == 6:
            return ("not", self.some("bool", env, d))
        if kind == 7:
            return ("isnull", self.some(self.pick(["int", "str", "node", "bool"]), env, d), self.chance(0.5))
        if kind == 8:
            return ("in", self.some("int", env, d), self.some("ints", env, d))
        if kind == 9:
            return ("string", self.pick(["STARTS WITH", "ENDS WITH", "CONTAINS"]), self.some("str", env, d),
                    self.some("str", env, d))
        if kind == 10:
            var = self.name("i")
            return ("quant", self.pick(["all", "any", "none", "single"]), var, self.some("ints", env, d),
                    self.some("bool", {**env, var: "int"}, d))
        if kind == 11:
            n = self.random.randint(2, 3)
            return ("chain", [self.pick(["<", "<=", ">", ">=", "="]) for _ in range(n)],
                    [self.some("int", env, 0) for _ in range(n + 1)])
        nodes = self.known(env, "node")
        if kind == 12 and nodes:
            if len(nodes) > 1 and self.chance(0.5):
                return ("compare", self.pick(["=", "<>"]), ("var", self.pick(nodes)), ("var", self.pick(nodes)))
            return ("labels", ("var", self.pick(nodes)), self.pick(LABELS))
        if kind == 13 and nodes:
            key = self.pick(["x", "s", "f"])
            prop, value = ("prop", ("var", self.pick(nodes)), key), self.some(KEYS[key], env, 1)
            return self.pick([("compare", self.pick(["=", "<", "<=", ">", ">="]), prop, value),
                              ("compare", "=", value, prop),
                              ("in", prop, ("list", [value, ("lit", self.value(KEYS[key]))]))])
        if not self.reads_graph:
            return None
        found, where = self.subpattern(env, d)
        return ("exists", found, where)

    def make_bag(self, env, d):
        nested = self.querysub("COLLECT", env) if self.chance(0.5) else None
        if nested:
            return nested
        if not self.reads_graph:
            return None
        inner = dict(env)
        path = self.path(inner, 0.5, False, least=1)
        where = self.expr("bool", inner, d) if self.chance(0.3) else None
        return ("patcomp", path, where, self.some("int", inner, d))

    def make_map(self, env, d):
        nodes = self.known(env, "node") + self.known(env, "rel")
        if nodes and self.chance(0.5):
            picked = self.random.sample(["x", "y", "s", "nothing"], self.random.randint(0, 2))
            extra = {"a": self.some("int", env, d)} if self.chance(0.5) else {}
            return ("mapproj", ("var", self.pick(nodes)), picked, extra)
        return ("map", {"a": self.some("int", env, d), "b": self.some("str", env, d)})

    def make_node(self, env, d):
        rels = self.known(env, "rel")
        if rels:
            return ("call", self.pick(["startNode", "endNode"]), [("var", self.pick(rels))])
        return None

    def make_nodes(self, env, d):
        paths = self.known(env, "path")
        return ("call", "nodes", [("var", self.pick(paths))]) if paths else None

    def make_rels(self, env, d):
        paths = self.known(env, "path")
        return ("call", "relationships", [("var", self.pick(paths))]) if paths else None

    # ---- patterns ----

    def pattern_properties(self, env, p):
        props = {}
        if self.chance(p):
            key = self.pick(["x", "y", "s", "b"])
            props[key] = self.some(KEYS[key], env, 1)
        return props

    def node(self, env, before, reuse):
        known = self.known(env, "node")
        node = {"var": None, "labels": frozenset(), "props": self.pattern_properties(before, 0.08)}
        if known and self.chance(reuse):
            node["var"] = self.pick(known)
        elif self.chance(0.7):
            node["var"] = self.name("n")
            env[node["var"]] = "node"
        if self.chance(0.25):
            node["labels"] = frozenset(self.random.sample(LABELS, self.pick([1, 1, 2])))
        if node["var"] is not None and self.chance(0.1):
            node["where"] = self.some("bool", {**before, node["var"]: "node"}, 2)
        if not node["labels"] and self.chance(0.06):
            node["either"] = self.random.sample(LABELS, 2) + [self.chance(0.5)]
        return node

    def rel(self, env, before, used):
        rel = {"var": None, "types": frozenset(), "length": None, "dir": self.pick("<>>-"),
               "props": self.pattern_properties(before, 0.05)}
        if self.chance(0.5):
            rel["types"] = frozenset(self.random.sample(TYPES, self.random.randint(1, 2)))
        if self.chance(0.2):
            low = self.random.randint(0, 2)
            rel["length"] = self.pick([(1, None), (low, low + self.random.randint(0, 2)), (0, 1)])
        free = [v for v in self.known(before, "rel") if v not in used]
        lists = [v for v in self.known(before, "rels") if v not in used]
        if free and rel["length"] is None and self.chance(0.2):
            rel["var"] = self.pick(free)
        elif lists and rel["length"] is not None and self.chance(0.3):
            rel["var"] = self.pick(lists)
        elif self.chance(0.5):
            rel["var"] = self.name("r")
            env[rel["var"]] = "rel" if rel["length"] is None else "rels"
        if rel["var"] is not None and rel["length"] is None and self.chance(0.1):
            rel["where"] = self.some("bool", {**before, rel["var"]: "rel"}, 2)
        used.add(rel["var"])
        return rel

    def path(self, env, reuse, named, used=None, least=0):
        """Adds its variables to env. least: how many relationships it has at least."""
        before, used = dict(env), set() if used is None else used
        path = {"name": None, "nodes": [self.node(env, before, reuse)], "rels": []}
        for _ in range(max(least, self.pick([0, 1, 1, 1, 2, 2, 3]))):
            path["rels"].append(self.rel(env, before, used))
            path["nodes"].append(self.node(env, before, reuse))
        if named and self.chance(0.25):
            path["name"] = self.name("p")
            env[path["name"]] = "path"
        return path

    def paths(self, env):
        used = set()
        return [self.path(env, 0.4, True, used) for _ in range(self.pick([1, 1, 1, 2]))]

    def subpattern(self, env, d):
        inner = dict(env)
        paths = [self.path(inner, 0.7, False)]
        return paths, self.expr("bool", inner, d) if self.chance(0.4) else None

    # ---- clauses ----

    def match(self, env):
        before = dict(env)
        optional = self.chance(0.3)
        paths = self.paths(env)
        where = self.expr("bool", env, 3) if self.chance(0.5) else None
        if before == env and not before:
            optional = False
        return {"kind": "match", "optional": optional, "paths": paths, "where": where}

    def shortest(self, env):
        """Two different nodes, and the shortest paths between them. Of one alone only the length is promised."""
        a, b, all_of_them = self.name("n"), self.name("n"), self.chance(0.6)
        ends = [{"var": v, "labels": frozenset(), "props": {}} for v in (a, b)]
        env.update({a: "node", b: "node"})
        different = ("compare", "<>", ("prop", ("var", a), "id"), ("prop", ("var", b), "id"))
        first = {"kind": "match", "optional": False, "where": different,
                 "paths": [{"name": None, "nodes": [end], "rels": []} for end in ends]}
        before = dict(env)
        rel = self.rel(env, before, set())
        if rel["var"] is not None:
            env.pop(rel["var"], None)
        rel["length"] = self.pick([(1, None), (1, 3), (0, 2), (2, None)])
        rel.pop("where", None)
        rel["var"] = self.name("r")
        path = {"name": self.name("p"), "nodes": ends, "rels": [rel], "shortest": "all" if all_of_them else "one"}
        inner = {**env, rel["var"]: "rels", path["name"]: "path"}
        where = self.expr("bool", inner, 2) if self.chance(0.4) else None
        if self.chance(0.4):
            var = self.name("x")
            each = self.expr("bool", {**before, var: "rel"}, 1)
            where = ("quant", self.pick(["all", "none", "any"]), var, ("var", rel["var"]), each)
        if where and has_path_predicate(where):
            where = None
        env[path["name"]] = "path" if all_of_them else "length"
        return [first, {"kind": "match", "optional": self.chance(0.2), "paths": [path], "where": where}]

    def unwind(self, env):
        items = self.some("ints", env, 2)
        if self.nested == 0 and self.chance(0.1):  # more rows than a batch holds
            items = ("call", "range", [("lit", 1), ("lit", self.random.randint(1000, 1100))])
        var = self.name("u")
        kind = "int"
        if self.chance(0.35):
            kind = self.pick(["any", "any", "date", "str"])
            items = ("list", [self.some(kind, env, 2) for _ in range(self.random.randint(0, 6))])
        env[var] = kind
        return {"kind": "unwind", "list": items, "var": var}

    def call(self, env, depth):
        imports = [v for v in env if self.chance(0.6)]
        query = self.query({v: env[v] for v in imports}, depth - 1)
        for (_, alias), kind in zip(query["parts"][0][-1]["items"], query["kinds"]):
            env[alias] = kind
        return {"kind": "call", "imports": imports, "query": query, "old": self.chance(0.6) and keeps_imports(query)}

    def aggregate(self, env, keys):
        """(expression, type)"""
        kind = self.pick(["int", "int", "float", "str", "any", "date"])
        what = self.pick(["count", "sum", "avg", "min", "max", "collect", "countstar"])
        if what in ("sum", "avg") and kind in ("str", "any", "date"):
            kind = "int"
        if what == "countstar":
            e, of = ("countstar",), "int"
        else:
            e = ("agg", what, self.some(kind, env, 2), self.chance(0.3))
            of = {"count": "int", "avg": "avg", "collect": "bag"}.get(what, kind)
        if of == "bag" and self.chance(0.4):
            e, of = ("call", "size", [e]), "int"
        if of == "int" and self.chance(0.2):
            second = ("agg", self.pick(["count", "sum", "max"]), self.some("int", env, 2), self.chance(0.3))
            e = ("arith", self.pick("+-*"), e, second)
        if of == "int" and self.chance(0.15):
            e = ("case", [(("compare", self.pick("<>"), e, ("lit", self.random.randint(0, 2))), ("countstar",))], e)
        if of == "int" and self.chance(0.3):
            simple = [k for k, t in keys if t == "int" and (k[0] == "var" or (k[0] == "prop" and k[1][0] == "var"))]
            other = self.pick(simple) if simple else ("lit", self.random.randint(1, 3))
            e = ("arith", self.pick("+-*"), e, other)
        return e, of

    def items(self, env, last, wanted):
        """[(expression, alias, type)]; wanted: the types, or None."""
        kinds = wanted or [self.pick(["int", "int", "str", "bool", "float", "node", "rel", "ints", "bag", "nodes", "rels",
                                      "path", "map", "any", "date"]) for _ in range(self.random.randint(1, 3))]
        aggregates = self.chance(0.3) and not wanted
        out, keys = [], []
        for kind in kinds:
            if aggregates and self.chance(0.6):
                e, kind = self.aggregate(env, keys)
                out.append((e, self.name("c"), kind))
                continue
            e = self.expr(kind, env, 2)
            if e is None:
                kind = "int" if not wanted else kind
                e = self.some(kind, env, 2)
            if e[0] == "var" and not last and self.chance(0.8) and all(a != e[1] for _, a, _ in out):
                out.append((e, e[1], kind))
            else:
                out.append((e, self.name("c"), kind))
            keys.append((e, kind))
        if not last and not aggregates:
            for v, kind in env.items():
                if v not in self.outer and self.chance(0.5) and kind != "length" and all(a != v for _, a, _ in out):
                    out.append((("var", v), v, kind))
        return out

    def sort_keys(self, items):
        """Keys that leave no two different rows in any order; None when there are none."""
        keys = []
        for e, alias, kind in items:
            if kind in ("node", "rel"):
                keys.append(("prop", ("var", alias), "id"))
            elif kind in ("int", "float", "str", "bool", "ints", "avg", "any", "date"):
                keys.append(self.pick([("var", alias), e]) if e[0] not in ("lit", "var") else ("var", alias))
            else:
                return None
        self.random.shuffle(keys)
        return [(k, self.chance(0.4)) for k in keys]

    def sort_extra(self, env, made, closed):
        """A sort key that is no item, but may contain one."""
        numbers = [(e, a) for e, a, k in made if k == "int" and e[0] not in ("lit", "var")]
        if numbers and self.chance(0.6):
            e, alias = self.pick(numbers)
            return ("arith", self.pick("+-*"), self.pick([e, ("var", alias)]), ("lit", self.random.randint(-2, 2)))
        seen = {a: k for _, a, k in made if k != "avg"}
        return self.some("int", {**self.outer, **seen} if closed else {**env, **seen}, 2)

    def projection(self, env, kind, wanted=None):
        made = self.items(env, kind == "return", wanted)
        distinct = self.chance(0.2)
        clause = {"kind": kind, "distinct": distinct, "items": [(e, a) for e, a, _ in made], "order": [], "skip": None,
                  "limit": None, "total": False, "bags": [a for _, a, k in made if k == "bag"]}
        after = {a: k for _, a, k in made}
        if distinct and clause["bags"]:
            clause["distinct"] = False
        keys = self.sort_keys(made) if self.chance(0.5) else None
        closed = distinct or has_group(clause)
        if keys and self.chance(0.3):
            keys.insert(0, (self.sort_extra(env, made, closed), self.chance(0.5)))
        if keys:
            clause["order"], clause["total"] = keys, True
            if self.chance(0.5):
                clause["limit"] = self.random.randint(0, 5)
            if self.chance(0.3):
                clause["skip"] = self.random.randint(0, 2)
        if kind == "with" and self.chance(0.3):
            aggregates = any(k == "avg" for k in after.values())
            seen = {**(self.outer if distinct or aggregates or has_group(clause) else env), **after}
            clause["where"] = self.expr("bool", seen, 2)
        env.clear()
        env.update(self.outer)
        env.update(after)
        return clause

    def part(self, start, depth, wanted):
        env = dict(start)
        clauses = []
        for _ in range(self.random.randint(0, 3)):
            kind = self.random.random()
            if kind < 0.55:
                clauses.append(self.match(env))
            elif kind < 0.6:
                clauses += self.shortest(env)
            elif kind < 0.65:
                clauses.append(self.unwind(env))
            elif kind < 0.72 and depth > 0:
                clauses.append(self.call(env, depth))
            else:
                clauses.append(self.projection(env, "with"))
        clauses.append(self.projection(env, "return", wanted))
        return clauses, [env[a] for _, a in clauses[-1]["items"]]

    def query(self, start=None, depth=1, wanted=None):
        around = self.outer
        self.outer = dict(start or {})
        self.nested += start is not None
        query = self.parts(start, depth, wanted)
        self.nested -= start is not None
        self.outer = around
        return query

    def parts(self, start, depth, wanted):
        first, kinds = self.part(start or {}, depth, wanted)
        query = {"parts": [first], "all": False, "kinds": kinds}
        plain = all(k in ("int", "str", "bool", "ints", "node", "any") for k in kinds)
        if plain and self.chance(0.12):
            query["all"] = self.chance(0.5)
            second, _ = self.part(start or {}, 0, kinds)
            last = second[-1]
            rename = {a: b for (_, a), (_, b) in zip(last["items"], first[-1]["items"])}
            last["items"] = [(e, rename[a]) for e, a in last["items"]]
            last["order"], last["limit"], last["skip"], last["total"] = [], None, None, False
            query["parts"].append(second)
        return query


def keeps_imports(query):
    """Whether no clause takes away what CALL { WITH ... } has imported, and needs it afterwards."""
    return all(c["kind"] != "with" and not c.get("order") for part in query["parts"] for c in part)


def has_path_predicate(e):
    from evaluate import map_children
    found = e[0] == "predicate"

    def look(x):
        nonlocal found
        found = found or has_path_predicate(x)
        return x

    map_children(e, look)
    return found


def has_group(clause):
    from evaluate import has_aggregate
    return any(has_aggregate(e) for e, _ in clause["items"])
