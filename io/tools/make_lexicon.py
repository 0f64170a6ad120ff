#!/usr/bin/env python3
"""Writes data/lexicon and the surface forms of the gazetteer as C tables: io/extract/lexicon.c includes the result.

    make_lexicon.py DATA_FOLDER CLASSES_OUT TABLES_OUT

Phrases and patterns are expanded here: `sign|signs a? deal` is four phrases. A rule can so be added without touching C.
docs/lexicon.md tells the language.
"""
import json
import os
import sys
import unicodedata

KINDS = ("third_country_transfer safe_third_country readmission evacuation_transit resettlement border_cooperation "
         "asylum_cooperation labour_mobility free_movement visa asylum_responsibility partnership").split()
STATUSES = ("talks announced signed provisional in_force operating suspended disputed struck_down terminated expired "
            "superseded rejected").split()
FORM_TYPES = ["name", "organisation", "actor", "adjective", "people", "person", "description", "nothing"]
MOST_TOKENS = 8
SLOT_FLAGS = {"&": 1, "'": 2, "~": 4, "@": 8, "-": 16, "!": 32}


def fail(where, text):
    sys.exit("make_lexicon.py: %s: %s" % (where, text))


def read(folder, name):
    path = os.path.join(folder, name)
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            if line.strip():
                try:
                    yield "%s:%d" % (path, number), json.loads(line)
                except ValueError as e:
                    fail("%s:%d" % (path, number), e)


def quote(s):
    return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\?' else "\\%03o" % b for b in s.encode()) + '"'


def words_of(text):
    """Splits a form as the tokens of a document are: hyphens part words, a possessive is a word of its own."""
    text = text.replace("\u2019", "'").replace("\u2013", "-")
    out = []
    for word in text.replace("-", " ").replace("/", " ").split():
        end = ""
        if word.endswith("'s"):
            word, end = word[:-2], "'s"
        elif word.endswith("s'"):
            word, end = word[:-1], "'s"
        out.append(word)
        if end:
            out.append(end)
    return out


def expand(where, form):
    """All phrases of a form: `a|b` either, `a?` or nothing; `a_b` two words in one alternative."""
    phrases = [[]]
    for word in form.split():
        optional = word.endswith("?") and len(word) > 1
        choices = [words_of(w.replace("_", " ")) for w in (word[:-1] if optional else word).split("|")]
        phrases = [p + c for p in phrases for c in choices + ([[]] if optional else [])]
    for p in phrases:
        if not 0 < len(p) <= MOST_TOKENS:
            fail(where, "a phrase of %d words: %s" % (len(p), form))
    return {" ".join(p) for p in phrases}


def plain(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def hash_of(key):
    h = 2166136261
    for b in key.encode():
        h = ((h ^ b) * 16777619) & 0xFFFFFFFF
    return h


POOL = {"": 0}
POOL_SIZE = [1]


def pooled(s):
    """Where a string lies in the pool: offsets need no relocation when the program starts."""
    if s not in POOL:
        POOL[s] = POOL_SIZE[0]
        POOL_SIZE[0] += len(s.encode()) + 1
    return POOL[s]


def write_slots(out, name, table):
    """table: key -> (first, count). Each first word has a row, which tells how long the longest phrase is."""
    longest = {}
    for key in table:
        words = key.split(" ")
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    table = {key: table.get(key, (0, 0)) for key in {*table, *longest}}
    room = 1
    while room < 2 * len(table):
        room *= 2
    slots = [None] * room
    for key in sorted(table):
        i = hash_of(key) & (room - 1)
        while slots[i]:
            i = (i + 1) & (room - 1)
        slots[i] = key
    out.write("enum { %s_ROOM = %d };\n" % (name.upper(), room))
    out.write("static const slot_row %s_slots[] = {\n" % name)
    for key in slots:
        out.write("    {%d, %d, %d, %d, %d},\n" % (pooled(key), table[key][0], len(key.encode()), table[key][1],
                                                longest.get(key, 0)) if key else "    {0},\n")
    out.write("};\n")


class Cues:
    def __init__(self):
        self.phrases = {}
        self.classes = ["none", "abbreviation", "opening"]
        self.literals = {}

    def class_of(self, name):
        if name not in self.classes:
            self.classes.append(name)
        return self.classes.index(name)

    def add(self, phrase, entry):
        entries = self.phrases.setdefault(phrase, [])
        if entry not in entries:
            entries.append(entry)

    def read(self, folder, name):
        for where, row in read(folder, name):
            unknown = set(row) - {"class", "forms", "kind", "status", "weight", "why"}
            if unknown:
                fail(where, "unknown field " + ", ".join(sorted(unknown)))
            if row.get("kind", KINDS[0]) not in KINDS or row.get("status", STATUSES[0]) not in STATUSES:
                fail(where, "unknown kind or status")
            entry_of = lambda c: (self.class_of(c), STATUSES.index(row["status"]) if "status" in row else -1,
                                  KINDS.index(row["kind"]) if "kind" in row else -1, row.get("weight", 1))
            for form in row["forms"]:
                for phrase in expand(where, form):
                    for c in row["class"].split():
                        self.add(phrase.lower(), entry_of(c))

    def literal(self, words):
        """A class of its own for words that a pattern names."""
        if words not in self.literals:
            name = "literal_%d" % len(self.literals)
            self.literals[words] = self.class_of(name)
            for w in words.split("|"):
                self.add(" ".join(words_of(w.replace("_", " "))).lower(), (self.literals[words], -1, -1, 1))
        return self.literals[words]


def read_patterns(cues, folder):
    ops, patterns = [], []
    for where, row in read(folder, "patterns.jsonl"):
        unknown = set(row) - {"pattern", "frame", "roles", "status", "kind", "priority", "why"}
        if unknown:
            fail(where, "unknown field " + ", ".join(sorted(unknown)))
        first, subject = len(ops), 0
        for part in row["pattern"].split():
            optional = part.endswith("?")
            part = part[:-1] if optional else part
            if part == "S":
                subject = 1
            elif part == "H":
                subject = 2
            elif part[0] in "AB" and all(c in SLOT_FLAGS for c in part[1:]):
                ops.append((3, optional, "AB".index(part[0]), sum(SLOT_FLAGS[c] for c in part[1:]), 0, 0))
            elif part[0] in "*+" and part[1:].isdigit():
                ops.append((2, optional, int(part[1:]), int(part[0] == "+"), 0, 0))
            elif part[0] == "[":
                names = part[1:-1].split("|")
                for n in names:
                    if n not in cues.classes:
                        fail(where, "no cue has the class " + n)
                if len(names) > 4:
                    fail(where, "at most four classes: " + part)
                ops.append((1, optional, *([cues.class_of(n) for n in names] + [0] * (4 - len(names)))))
            else:
                ops.append((1, optional, cues.literal(part), 0, 0, 0))
        ops.append((0, 0, 0, 0, 0, 0))
        frame = ["deal", "move", "measure", "role"].index(row["frame"])
        patterns.append((first, frame, subject, STATUSES.index(row["status"]) if "status" in row else -1,
                         KINDS.index(row["kind"]) if "kind" in row else -1, row.get("roles", "").replace("S", "A"),
                         row.get("priority", 5), row["pattern"]))
    return ops, patterns


def read_forms(data, folder):
    """form -> [(type, code, until)]"""
    forms = {}

    def add(form, kind, code, until=""):
        for f in {form, plain(form), form.replace("St. ", "St ")}:
            key = " ".join(words_of(f))
            if 0 < len(key.split()) <= MOST_TOKENS:
                rows = forms.setdefault(key, [])
                row = (FORM_TYPES.index(kind), code, until)
                if not any(r[1] == code and r[0] <= row[0] for r in rows):
                    rows.append(row)

    for _, p in read(data, "places.jsonl"):
        until = p.get("until", "")
        main = "organisation" if p["type"] == "organisation" else "name"
        for f in [p["name"], *p["aliases"]]:
            add(f, main, p["code"], until)
        for f in p.get("actors", []):
            add(f, "actor", p["code"], until)
        for f in p.get("adjectives", []):
            add(f, "adjective", p["code"], until)
        for f in p.get("people", []):
            if f not in p.get("adjectives", []):
                add(f, "people", p["code"], until)
    for _, a in read(data, "ambiguous.jsonl"):
        if a["default"] is None and not a["codes"]:
            forms[" ".join(words_of(a["form"]))] = [(FORM_TYPES.index("nothing"), "", "")]
    for where, row in read(folder, "parties.jsonl"):
        if row["type"] not in FORM_TYPES:
            fail(where, "unknown type " + row["type"])
        for form in row["forms"]:
            for f in expand(where, form):
                if row.get("replace"):
                    forms.pop(f, None)
                add(f, row["type"], row["code"], row.get("until", ""))
    return forms


def read_rules(data, folder):
    """form -> index of its first rule, from 1; and all rules."""
    at, rules = {}, []
    given = {}
    for where, row in read(folder, "ambiguous_rules.jsonl"):
        for form in row["forms"]:
            given.setdefault(" ".join(words_of(form)), []).append(
                (row["code"], row.get("where", ""), "|".join(row.get("words", []))))
    for _, a in read(data, "ambiguous.jsonl"):
        key = " ".join(words_of(a["form"]))
        if key not in given and (a["codes"] or a["default"]) and (a["default"] is None or len(a["codes"]) > 1):
            given[key] = [(a["default"] or "", "", "")]
    for form, mine in given.items():
        at[form] = len(rules) + 1
        for i, (code, where, words) in enumerate(mine):
            rules.append((code, where, words, i == len(mine) - 1))
    return at, rules


def descriptions(data, folder):
    rows = {}
    for _, p in read(data, "places.jsonl"):
        if p["type"] == "country" and "until" not in p:
            for key in {p.get("region"), p.get("subregion")} - {None, ""}:
                rows.setdefault(key, []).append(p["code"])
    for _, row in read(folder, "descriptions.jsonl"):
        rows.setdefault(row["name"], []).extend(row["codes"])
    return rows


def main():
    data, classes_path, tables_path = sys.argv[1:]
    folder = os.path.join(data, "lexicon")
    cues = Cues()
    for name in ("cues.jsonl", "topics.jsonl", "statuses.jsonl", "words.jsonl"):
        cues.read(folder, name)
    ops, patterns = read_patterns(cues, folder)
    forms = read_forms(data, folder)
    rules_at, rules = read_rules(data, folder)
    with open(classes_path, "w", encoding="utf-8") as out:
        out.write("/* Made by make_lexicon.py: the classes of data/lexicon. */\n#define ENT_CUE_CLASSES(X) \\\n")
        out.write(" \\\n".join("    X(%s)" % c for c in cues.classes) + "\n")
    with open(tables_path, "w", encoding="utf-8") as out:
        out.write("/* Made by make_lexicon.py from data/lexicon, data/places.jsonl and data/ambiguous.jsonl. */\n")
        table, n = {}, 0
        out.write("static const ent_cue_entry cue_entries[] = {\n")
        for phrase, entries in cues.phrases.items():
            table[phrase] = (n, len(entries))
            n += len(entries)
            for e in entries:
                out.write("    {%d, %d, %d, %d},\n" % e)
        out.write("};\n")
        write_slots(out, "cue", table)
        table, n = {}, 0
        out.write("static const ent_surface form_surfaces[] = {\n")
        for form, rows in forms.items():
            rows = sorted(rows, key=lambda r: (r[2] != "" and r[0] != 5, r[0], r[1]))
            table[form] = (n, len(rows))
            n += len(rows)
            for kind, code, until in rows:
                out.write("    {%d, %s, %s, %d},\n" % (kind, quote(code), quote(until), rules_at.get(form, 0)))
        out.write("};\n")
        write_slots(out, "form", table)
        out.write("static const char pool[] =\n    \"\\0\"\n")
        for text in list(POOL)[1:]:
            out.write('    %s\n' % (quote(text)[:-1] + '\\0"'))
        out.write("    ;\nstatic const ent_form_rule form_rules[] = {\n")
        for code, where, words, last in rules:
            out.write("    {%s, %s, %s, %d},\n" % (quote(code), quote(where), quote(words), last))
        out.write("};\nstatic const struct {\n    const char *name, *codes;\n} description_rows[] = {\n")
        for name, codes in sorted(descriptions(data, folder).items()):
            out.write("    {%s, %s},\n" % (quote(name), quote(" " + " ".join(codes) + " ")))
        out.write("};\nconst ent_pattern_op ent_pattern_ops[] = {\n")
        for op in ops:
            out.write("    {%d, %d, %d, %d, %d, %d},\n" % op)
        out.write("};\nconst ent_pattern ent_patterns[] = {\n")
        for p in patterns:
            out.write("    {%d, %d, %d, %d, %d, %s, %d, %s},\n" % (*p[:5], quote(p[5]), p[6], quote(p[7])))
        out.write("};\nconst uint32_t ent_pattern_count = %d;\n" % len(patterns))


main()
