"""Writes the trees of generate.py as openCypher, with no more brackets than precedence asks for."""

from datetime import date

PRECEDENCE = {"OR": 1, "XOR": 2, "AND": 3, "NOT": 4, "compare": 5, "test": 6, "+": 7, "-": 7, "*": 8, "/": 8, "%": 8,
              "^": 9, "neg": 10, "access": 11, "atom": 12}


def literal(v):
    if v is None:
        return "null"
    if v is True or v is False:
        return "true" if v else "false"
    if isinstance(v, str):
        return "'" + v.replace("\\", "\\\\").replace("'", "\\'") + "'"
    if isinstance(v, date):
        return f"date('{v}')"
    if isinstance(v, list):
        return "[" + ", ".join(literal(x) for x in v) + "]"
    return repr(v)


def at_least(e, level):
    """The expression in brackets, when it binds less than the level."""
    text, binds = expr_level(e)
    return text if binds >= level else f"({text})"


def expr(e):
    return expr_level(e)[0]


def condition(where):
    return "" if where is None else " WHERE " + expr(where)


def expr_level(e):
    """(text, how tightly it binds)"""
    kind, p = e[0], PRECEDENCE
    if kind == "lit":
        negative = isinstance(e[1], (int, float)) and not isinstance(e[1], bool) and e[1] < 0
        return literal(e[1]), p["neg"] if negative else p["atom"]
    if kind == "var":
        return e[1], p["atom"]
    if kind == "prop":
        return f"{at_least(e[1], p['access'])}.{e[2]}", p["access"]
    if kind == "list":
        return "[" + ", ".join(expr(x) for x in e[1]) + "]", p["atom"]
    if kind == "arith":
        return f"{at_least(e[2], p[e[1]])} {e[1]} {at_least(e[3], p[e[1]] + 1)}", p[e[1]]
    if kind == "dateadd":
        _, date_of, op, months, days = e
        return f"{at_least(date_of, p['+'])} {op} duration({{months: {months}, days: {days}}})", p["+"]
    if kind == "days":
        return f"duration.inDays({expr(e[1])}, {expr(e[2])}).days", p["access"]
    if kind == "neg":
        return f"-{at_least(e[1], p['access'])}", p["neg"]
    if kind == "compare":
        return f"{at_least(e[2], p['test'])} {e[1]} {at_least(e[3], p['test'])}", p["compare"]
    if kind == "chain":
        text = at_least(e[2][0], p["test"])
        for op, x in zip(e[1], e[2][1:]):
            text += f" {op} {at_least(x, p['test'])}"
        return text, p["compare"]
    if kind == "logic":
        return f"{at_least(e[2], p[e[1]])} {e[1]} {at_least(e[3], p[e[1]] + 1)}", p[e[1]]
    if kind == "not":
        return f"NOT {at_least(e[1], p['NOT'])}", p["NOT"]
    if kind == "isnull":
        return f"{at_least(e[1], p['+'])} IS {'' if e[2] else 'NOT '}NULL", p["test"]
    if kind == "in":
        return f"{at_least(e[1], p['+'])} IN {at_least(e[2], p['+'])}", p["test"]
    if kind == "string":
        return f"{at_least(e[2], p['+'])} {e[1]} {at_least(e[3], p['+'])}", p["test"]
    if kind == "labels":
        return f"{at_least(e[1], p['access'])}:{e[2]}", p["test"]
    if kind == "index":
        return f"{at_least(e[1], p['access'])}[{expr(e[2])}]", p["access"]
    if kind == "slice":
        low, high = ("" if b is None else expr(b) for b in e[2:4])
        return f"{at_least(e[1], p['access'])}[{low}..{high}]", p["access"]
    return other(e), p["atom"]


def other(e):
    kind = e[0]
    if kind == "case":
        whens = "".join(f" WHEN {expr(w)} THEN {expr(t)}" for w, t in e[1])
        return f"CASE{whens}{'' if e[2] is None else ' ELSE ' + expr(e[2])} END"
    if kind == "comp":
        return f"[{e[1]} IN {expr(e[2])}{condition(e[3])} | {expr(e[4])}]"
    if kind == "quant":
        return f"{e[1]}({e[2]} IN {expr(e[3])}{condition(e[4])})"
    if kind == "reduce":
        return f"reduce({e[1]} = {expr(e[2])}, {e[3]} IN {expr(e[4])} | {expr(e[5])})"
    if kind in ("exists", "countsub"):
        word = "EXISTS" if kind == "exists" else "COUNT"
        return f"{word} {{ MATCH {', '.join(map(path, e[1]))}{condition(e[2])} }}"
    if kind == "querysub":
        return f"{e[1]} {{ {query(e[2])} }}"
    if kind == "patcomp":
        return f"[{path(e[1])}{condition(e[2])} | {expr(e[3])}]"
    if kind == "map":
        return "{" + ", ".join(f"{k}: {expr(x)}" for k, x in e[1].items()) + "}"
    if kind == "mapproj":
        parts = ["." + k for k in e[2]] + [f"{k}: {expr(x)}" for k, x in e[3].items()]
        return f"{expr(e[1])} {{{', '.join(parts)}}}"
    if kind == "predicate":
        return path(e[1])
    if kind == "call":
        return f"{e[1]}({', '.join(map(expr, e[2]))})"
    if kind == "countstar":
        return "count(*)"
    if kind == "agg":
        return f"{e[1]}({'DISTINCT ' if e[3] else ''}{expr(e[2])})"
    raise ValueError(kind)


# ---- patterns ----


def properties(props):
    return " {" + ", ".join(f"{k}: {expr(e)}" for k, e in props.items()) + "}" if props else ""


def node(n):
    labels = "".join(":" + l for l in sorted(n["labels"]))
    if "either" in n:
        a, b, other = n["either"]
        labels = f":{a}|{'!' if other else ''}{b}"
    return f"({n['var'] or ''}{labels}{properties(n['props'])}{condition(n.get('where'))})"


def rel(r):
    length = ""
    if r["length"] is not None:
        low, high = r["length"]
        length = "*" if (low, high) == (1, None) else f"*{low}.." if high is None else f"*{low}..{high}"
    types = ":" + "|".join(sorted(r["types"])) if r["types"] else ""
    inside = f"{r['var'] or ''}{types}{length}{properties(r['props'])}{condition(r.get('where'))}"
    inside = f"[{inside}]" if inside else ""
    return f"{'<' if r['dir'] == '<' else ''}-{inside}-{'>' if r['dir'] == '>' else ''}"


def path(p):
    text = "" if p["name"] is None else p["name"] + " = "
    if p.get("shortest"):
        function = {"all": "allShortestPaths", "one": "shortestPath"}[p["shortest"]]
        return f"{text}{function}({path({**p, 'name': None, 'shortest': None})})"
    for i, n in enumerate(p["nodes"]):
        text += node(n)
        if i < len(p["rels"]):
            text += rel(p["rels"][i])
    return text


# ---- clauses ----


def item(e, alias):
    return alias if e == ("var", alias) else f"{expr(e)} AS {alias}"


def write_set(c):
    if c["what"] == "labels":
        return f"SET {c['var']}{''.join(':' + l for l in c['labels'])}"
    if c.get("single"):
        return "SET " + ", ".join(f"{c['var']}.{k} = {expr(e)}" for k, e in c["props"].items())
    return f"SET {c['var']} {'=' if c['what'] == 'replace' else '+='}{properties(c['props'])}"


def write_remove(c):
    return f"REMOVE {c['var']}" + ("".join(":" + l for l in c["labels"]) if c["labels"] else "." + c["key"])


def write_merge(c):
    text = f"MERGE {path(c['path'])}"
    for mark, when in zip(c["marks"], ("CREATE", "MATCH")):
        if mark:
            text += f" ON {when} SET {c['marked']}.{mark[0]} = {mark[1]}"
    return text


WRITES = {
    "create": lambda c: "CREATE " + path(c["path"]),
    "set": write_set,
    "remove": write_remove,
    "merge": write_merge,
    "delete": lambda c: ("DETACH " if c["detach"] else "") + "DELETE " + ", ".join(c["vars"]),
    "unit": lambda c: f"CALL ({', '.join(c['imports'])}) {{ {' '.join(map(clause, c['clauses']))} }}",
    "foreach": lambda c: f"FOREACH ({c['var']} IN {expr(c['list'])} | {' '.join(map(clause, c['clauses']))})",
}


def clause(c):
    kind = c["kind"]
    if kind == "match":
        return f"{'OPTIONAL ' if c['optional'] else ''}MATCH {', '.join(map(path, c['paths']))}{condition(c['where'])}"
    if kind == "unwind":
        return f"UNWIND {expr(c['list'])} AS {c['var']}"
    if kind == "call":
        if c["old"] and c["imports"]:
            return f"CALL {{ {query(c['query'], 'WITH ' + ', '.join(c['imports']) + ' ')} }}"
        return f"CALL ({', '.join(c['imports'])}) {{ {query(c['query'])} }}"
    if kind in WRITES:
        return WRITES[kind](c)
    text = f"{kind.upper()} {'DISTINCT ' if c['distinct'] else ''}{', '.join(item(e, a) for e, a in c['items'])}"
    if c["order"]:
        text += " ORDER BY " + ", ".join(expr(e) + (" DESC" if d else "") for e, d in c["order"])
    if c["skip"] is not None:
        text += f" SKIP {c['skip']}"
    if c["limit"] is not None:
        text += f" LIMIT {c['limit']}"
    return text + condition(c.get("where"))


def query(q, before=""):
    joint = " UNION ALL " if q["all"] else " UNION "
    return joint.join(before + " ".join(map(clause, part)) for part in q["parts"])


def graph(nodes, rels):
    """The statement that makes a graph."""
    parts = []
    for n in nodes:
        props = ", ".join(f"{k}: {literal(v)}" for k, v in n.props.items())
        parts.append(f"(n{n.id}{''.join(':' + l for l in sorted(n.labels))} {{{props}}})")
    for r in rels:
        props = ", ".join(f"{k}: {literal(v)}" for k, v in r.props.items())
        parts.append(f"(n{r.start})-[:{r.type} {{{props}}}]->(n{r.end})")
    return "CREATE " + ", ".join(parts)
