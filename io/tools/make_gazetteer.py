#!/usr/bin/env python3
"""Writes the gazetteer of data/ as C tables: io/gazetteer.c includes the result.

    make_gazetteer.py places.jsonl memberships.jsonl ambiguous.jsonl OUT

Everything that can be done before the program runs is done here: names are folded, sorted and ranked, and all
strings share one pool, so that the tables need no start-up and no relocation.
"""
import json
import sys
import unicodedata

# How a form names a place; the lowest rank that is found wins. Must match the comment in gazetteer.c.
CODE, ISO2, OLD_ISO2, NAME, ALIAS, OLD_NAME, OLD_ALIAS, SHARED = range(8)


def key(form):
    """The folded form: no case, accents, blanks or punctuation. gazetteer.c folds the question the same way."""
    form = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", form).casefold())
    return "".join(c for c in form if c.isalnum())


class Pool:
    """All strings, each once, one behind the other, each ended by a NUL; 0 is the empty string."""

    def __init__(self):
        self.at = {"": 0}
        self.text = [""]
        self.size = 1

    def add(self, s):
        if s not in self.at:
            self.at[s] = self.size
            self.text.append(s)
            self.size += len(s.encode()) + 1
        return self.at[s]

    def write(self, out):
        out.write("static const char pool[] =\n")
        for s in self.text:
            escaped = "".join(chr(b) if 32 <= b < 127 and b not in b'"\\?' else "\\%03o" % b for b in s.encode())
            out.write('    "%s\\0"\n' % escaped)
        out.write("    ;\n")


def read(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def names_of(places, ambiguous):
    """(key, rank, index of the place, shown form), one for each form of each place, best rank only."""
    best = {}
    index = {p["code"]: i for i, p in enumerate(places)}

    def add(form, rank, i):
        k = (key(form), i)
        if k not in best or rank < best[k][0]:
            best[k] = (rank, form)

    for i, p in enumerate(places):
        old = "until" in p
        add(p["code"], CODE, i)
        if "iso2" in p:
            add(p["iso2"], OLD_ISO2 if old else ISO2, i)
        add(p["name"], OLD_NAME if old else NAME, i)
        for alias in p["aliases"]:
            add(alias, OLD_ALIAS if old else ALIAS, i)
    for a in ambiguous:
        if a["default"] is None and len(a["codes"]) > 1:
            for code in a["codes"]:
                add(a["form"], SHARED, index[code])
    rows = [(k, rank, i, form) for (k, i), (rank, form) in best.items()]
    if not all(row[0].isascii() for row in rows):
        sys.exit("make_gazetteer.py: a name that does not fold to ASCII: " + str([r for r in rows if not r[0].isascii()]))
    return sorted(rows)


def main():
    places_path, memberships_path, ambiguous_path, out_path = sys.argv[1:]
    places = sorted(read(places_path), key=lambda p: p["code"])
    index = {p["code"]: i for i, p in enumerate(places)}
    memberships = sorted(
        ((index[m["member"]], index[m["organisation"]], m.get("since", ""), m.get("until", ""))
         for m in read(memberships_path)))
    names = names_of(places, read(ambiguous_path))
    pool = Pool()
    with open(out_path, "w", encoding="utf-8") as out:
        out.write("/* Made by make_gazetteer.py from data/places.jsonl, data/memberships.jsonl and data/ambiguous.jsonl. */\n")
        out.write("static const place_row place_rows[] = {\n")
        for p in places:
            out.write("    {%d, %d, %d, %d, %d, %d, %d, %s, %s, %s},\n" % (
                pool.add(p["code"]), pool.add(p["name"]), pool.add(p.get("iso2", "")), pool.add(p.get("region", "")),
                pool.add(p.get("subregion", "")), pool.add(p.get("sovereign", "")), pool.add(p.get("until", "")),
                "ENT_PLACE_COUNTRY" if p["type"] == "country" else "ENT_PLACE_ORGANISATION",
                repr(float(p.get("lat", 0))), repr(float(p.get("lon", 0)))))
        out.write("};\nstatic const membership_row membership_rows[] = {\n")
        for member, organisation, since, until in memberships:
            out.write("    {%d, %d, %d, %d},\n" % (member, organisation, pool.add(since), pool.add(until)))
        out.write("};\nstatic const name_row name_rows[] = {\n")
        for k, rank, i, form in names:
            out.write("    {%d, %d, %d, %d},\n" % (pool.add(k), pool.add(form), i, rank))
        out.write("};\n")
        pool.write(out)


main()
