"""Records into the graph and back, against an independent reading of the shipped records."""

import calendar
import copy
import json
import os
import random
import signal
import subprocess
import time
import unittest

from many_records import write_many_records
from program import DATA, PROGRAM, SANITIZED, ProgramTest, entente, main, roles_of, shipped_records, ties_of

AGREEMENTS = os.path.join(DATA, "agreements.jsonl")
with open(AGREEMENTS, encoding="utf-8") as shipped_file:
    SHIPPED = shipped_file.read()
STAGES = {
    "talks": "emerging", "announced": "emerging", "signed": "agreed", "provisional": "active", "in_force": "active",
    "operating": "active", "suspended": "contested", "disputed": "contested", "struck_down": "ended",
    "terminated": "ended", "expired": "ended", "superseded": "ended", "rejected": "ended",
}  # fmt: skip


def span(written):
    """First and last day that a date can mean."""
    date = written.rstrip("~?%")
    year, month, *_ = *map(int, date.split("-")), 12
    if len(date) == 10:
        return date, date
    last = calendar.monthrange(year, month)[1]
    if len(date) == 7:
        return date + "-01", f"{date}-{last:02}"
    return date + "-01-01", date + "-12-31"


def ordered(events):
    return sorted(events, key=lambda e: span(e["date"])[0])


def state_of(record):
    """status, stage, since, until: docs/graph-model.md read once more."""
    events = [e for e in ordered(record["events"]) if "status" in e]
    if not events:
        return None, None, None, None
    stages = [STAGES[e["status"]] for e in events]
    days = [span(e["date"])[0] for e in events]
    active = [i for i, stage in enumerate(stages) if stage == "active"]
    since = days[active[0]] if active else None
    until = None
    if active and active[-1] + 1 < len(events):
        until = days[active[-1] + 1]
    elif not active and stages[-1] == "ended":
        first = len(stages) - 1
        while first > 0 and stages[first - 1] == "ended":
            first -= 1
        until = days[first]
    return events[-1]["status"], stages[-1], since, until


def complete(record):
    """The record with what its defaults mean, so that two ways to write one thing compare equal."""
    full = copy.deepcopy(record)
    full.setdefault("form", "unknown")
    full.setdefault("text", "unknown")
    full.setdefault("confidence", "reported")
    for party in full["parties"]:
        party["roles"] = roles_of(party)
        party.pop("role", None)
    full["events"] = ordered(full["events"])
    for key in ("also", "covers", "places", "links", "amounts", "transfers"):
        if full.get(key) == []:
            del full[key]
    return full


class ShippedTest(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = shipped_records()
        cls.database = os.path.join(cls.folder, "shipped.db")
        loaded = entente("load", cls.database, AGREEMENTS)
        assert loaded.status == 0, loaded.err

    def query(self, cypher):
        return [tuple(row.values()) for row in self.rows("query", self.database, cypher)]

    def test_agreements(self):
        found = self.query(
            "MATCH (a:Agreement) RETURN a.id, a.title, a.kind, a.also, a.form, a.status, a.stage, toString(a.since), "
            "toString(a.until), a.people, a.covers, a.text, a.confidence, a.note ORDER BY a.id"
        )
        expected = [
            (r["id"], r["title"], r["kind"], r.get("also", []), r.get("form", "unknown"), *state_of(r), r.get("people"),
             r.get("covers", []), r.get("text", "unknown"), r.get("confidence", "reported"), r.get("note"))
            for r in self.records
        ]  # fmt: skip
        self.assertEqual(found, expected)

    def test_events(self):
        found = self.query(
            "MATCH (a:Agreement)-[:HAS_EVENT]->(e:Event) RETURN a.id, e.position, toString(e.date), toString(e.lastDay), "
            "e.written, e.status, toString(e.until), e.party, e.note ORDER BY a.id, e.position"
        )
        expected = []
        for record in self.records:
            events = ordered(record["events"])
            for i, e in enumerate(events):
                later = [f for f in events[i + 1 :] if "status" in f]
                until = span(later[0]["date"])[0] if later and "status" in e else None
                expected.append((record["id"], i, *span(e["date"]), e["date"], e.get("status"), until, e.get("party"),
                                 e.get("note")))  # fmt: skip
        self.assertEqual(found, expected)

    def test_status_on_a_day_follows_from_until(self):
        for day in ("1960-06-30", "1999-12-31", "2015-06-30", "2022-04-14", "2025-01-01"):
            found = self.query(
                f"MATCH (a:Agreement)-[:HAS_EVENT]->(e:Event) WHERE e.status IS NOT NULL AND e.date <= date('{day}') "
                f"AND (e.until IS NULL OR e.until > date('{day}')) RETURN a.id, e.status ORDER BY a.id"
            )
            expected = []
            for record in self.records:
                past = [e for e in ordered(record["events"]) if "status" in e and span(e["date"])[0] <= day]
                if past:
                    expected.append((record["id"], past[-1]["status"]))
            self.assertEqual(found, expected)

    def test_edges(self):
        found = set(
            self.query(
                "MATCH (x:Party)-[e:AGREEMENT]->(y:Party) RETURN e.id, x.code, y.code, e.directed, e.kind, e.status, e.stage"
            )
        )
        expected = {
            (r["id"], *tie, r["kind"], *state_of(r)[:2]) for r in self.records for tie in ties_of(r)
        }
        self.assertEqual(found, expected)

    def test_an_edge_lasts_while_both_are_parties(self):
        [row] = self.query(
            "MATCH (:Party {code: 'BFA'})-[e:AGREEMENT {id: 'ecowas-1979-free-movement'}]->(:Party {code: 'GHA'}) "
            "RETURN toString(e.since), toString(e.until)"
        )
        record = next(r for r in self.records if r["id"] == "ecowas-1979-free-movement")
        self.assertEqual(row, (state_of(record)[2], "2025-01-29"))

    def test_parties(self):
        with open(os.path.join(DATA, "places.jsonl"), encoding="utf-8") as file:
            places = {p["code"]: p for p in map(json.loads, file)}
        used = {p["party"] for r in self.records for p in r["parties"]}
        used |= {p["place"] for r in self.records for p in r.get("places", [])}
        found = self.query(
            "MATCH (p:Party) RETURN p.code, p:Country, p:Organization, p.name, p.iso2, p.region, p.subregion, p.lat, p.lon, "
            "toString(p.until) ORDER BY p.code"
        )
        expected = []
        for code in sorted(used):
            place = places[code]
            country = place["type"] == "country"
            expected.append((code, country, not country, *map(place.get, ("name", "iso2", "region", "subregion", "lat",
                                                                          "lon", "until"))))  # fmt: skip
        self.assertEqual(found, expected)

    def test_party_to(self):
        found = self.query(
            "MATCH (p:Party)-[t:PARTY_TO]->(a:Agreement) RETURN a.id, t.position, p.code, t.roles, toString(t.since), "
            "toString(t.until), t.sinceWritten, t.untilWritten ORDER BY a.id, t.position"
        )
        expected = []
        for record in self.records:
            for i, party in enumerate(record["parties"]):
                days = [span(party[k])[0] if k in party else None for k in ("since", "until")]
                written = [party[k] if k in party and len(party[k]) != 10 else None for k in ("since", "until")]
                expected.append((record["id"], i, party["party"], roles_of(party), *days, *written))
        self.assertEqual(found, expected)

    def test_members(self):
        with open(os.path.join(DATA, "memberships.jsonl"), encoding="utf-8") as file:
            memberships = list(map(json.loads, file))
        used = {p["party"] for r in self.records for p in r["parties"]}
        used |= {p["place"] for r in self.records for p in r.get("places", [])}
        found = self.query(
            "MATCH (p:Country)-[m:MEMBER_OF]->(o:Organization) RETURN p.code, o.code, toString(m.since), toString(m.until)"
        )

        def first(day):
            return span(day)[0] if day else None

        expected = [
            (m["member"], m["organisation"], first(m.get("since")), first(m.get("until")))
            for m in memberships
            if m["member"] in used and m["organisation"] in used
        ]
        self.assertEqual(sorted(found, key=str), sorted(expected, key=str))

    def test_sources(self):
        pages = {
            s.get("url") or " | ".join(s.get(k, "") for k in ("title", "publisher", "date"))
            for r in self.records
            for s in r["sources"]
        }
        self.assertEqual(sorted(k for (k,) in self.query("MATCH (s:Source) RETURN s.key")), sorted(pages))
        found = self.query(
            "MATCH (a:Agreement)-[:HAS_EVENT]->(e:Event)-[c:CITED_IN]->(s:Source) "
            "RETURN a.id, e.position, c.position, c.id, s.key ORDER BY a.id, e.position, c.position"
        )
        expected = []
        for record in self.records:
            urls = {s["id"]: s.get("url") or " | ".join(s.get(k, "") for k in ("title", "publisher", "date"))
                    for s in record["sources"]}  # fmt: skip
            for i, event in enumerate(ordered(record["events"])):
                expected += [(record["id"], i, n, c, urls[c]) for n, c in enumerate(event.get("cites", []))]
        self.assertEqual(found, expected)

    def test_money_and_people(self):
        found = self.query(
            "MATCH (a:Agreement)-[:HAS_PAYMENT]->(p:Payment) RETURN a.id, p.position, p.amount, p.currency, p.basis, p.from, "
            "p.to, p.written, p.note ORDER BY a.id, p.position"
        )
        keys = ("amount", "currency", "basis", "from", "to", "date", "note")
        expected = [
            (r["id"], i, *map(m.get, keys)) for r in self.records for i, m in enumerate(r.get("amounts", []))
        ]
        self.assertEqual(found, expected)
        found = self.query(
            "MATCH (a:Agreement)-[:HAS_TRANSFER]->(t:Transfer) RETURN a.id, t.position, t.count, t.written, t.note "
            "ORDER BY a.id, t.position"
        )
        expected = [
            (r["id"], i, t["count"], t["date"], t.get("note"))
            for r in self.records
            for i, t in enumerate(r.get("transfers", []))
        ]
        self.assertEqual(found, expected)

    def test_links(self):
        types = {"replaces": "REPLACES", "replaced_by": "REPLACES", "amends": "AMENDS", "implements": "IMPLEMENTS",
                 "supplements": "SUPPLEMENTS"}  # fmt: skip
        expected = set()
        for record in self.records:
            for link in record.get("links", []):
                ends = (record["id"], link["to"])
                if link["relation"] == "replaced_by":
                    ends = ends[::-1]
                expected.add((ends[0], types[link["relation"]], ends[1]))
        found = self.query("MATCH (a:Agreement)-[l]->(b:Agreement) RETURN a.id, type(l), b.id")
        self.assertEqual(len(found), len(expected))
        self.assertEqual(set(found), expected)

    def test_export_is_what_was_loaded(self):
        path = self.path("shipped.jsonl")
        self.run_ok("export", self.database, "-o", path)
        with open(path, encoding="utf-8", newline="") as out:
            self.assertEqual(out.read(), SHIPPED)

    def test_csv_is_what_was_loaded(self):
        path, again = self.path("shipped.csv"), self.path("from_csv.db")
        self.run_ok("export", self.database, "-o", path)
        self.run_ok("load", again, path)
        self.assertEqual(self.run_ok("export", again, "-o", "-", "--type", "jsonl").out, SHIPPED)

    def test_loading_again_changes_nothing(self):
        database = self.path("again.db")
        self.run_ok("load", database, AGREEMENTS)
        count = "MATCH (n) RETURN labels(n) AS l, count(*) AS n ORDER BY l"
        ends = "MATCH ()-[r]->() RETURN type(r) AS t, count(*) AS n ORDER BY t"
        before = self.rows("query", database, count), self.rows("query", database, ends)
        self.run_ok("load", database, AGREEMENTS)
        self.assertEqual((self.rows("query", database, count), self.rows("query", database, ends)), before)
        self.assertEqual(self.run_ok("export", database, "-o", "-", "--type", "jsonl").out, SHIPPED)
        self.run_ok("check", database)


def record(number, **fields):
    return {
        "id": f"r{number}",
        "title": f"Agreement {number}",
        "kind": "visa",
        "parties": [{"party": "FRA", "role": "sender"}, {"party": "DEU", "role": "receiver"}],
        "events": [{"date": "2020-01-01", "status": "signed"}],
        "sources": [{"url": "https://example.org/a", "title": "A page"}],
        **fields,
    }


class ReplacingTest(ProgramTest):
    def load_into(self, database, *records):
        text = "".join(json.dumps(r) + "\n" for r in records)
        return self.run_ok("load", database, "-", stdin=text)

    def count(self, database, label):
        return self.rows("query", database, f"MATCH (n:{label}) RETURN count(n) AS n")[0]["n"]

    def test_what_only_the_old_record_used_goes(self):
        database = self.path("replace.db")
        old = record(
            1,
            parties=[{"party": "FRA", "role": "sender"}, {"party": "RWA", "role": "receiver"}],
            places=[{"place": "ITA", "role": "transit"}],
            sources=[{"id": "s", "url": "https://example.org/old", "title": "Old"}],
            events=[{"date": "2019", "status": "signed", "cites": ["s"]}],
            amounts=[{"amount": 1.5, "currency": "EUR", "basis": "paid", "cites": ["s"]}],
            transfers=[{"count": 3, "date": "2020", "cites": ["s"]}],
        )
        self.load_into(database, old, record(2))
        self.load_into(database, record(1))
        self.assertEqual(self.count(database, "Party"), 2)
        self.assertEqual(self.count(database, "Source"), 1)
        self.assertEqual(self.count(database, "Event"), 2)
        self.assertEqual(self.count(database, "Payment") + self.count(database, "Transfer"), 0)
        self.assertEqual(self.rows("query", database, "MATCH ()-[e:AGREEMENT]->() RETURN e.id AS id ORDER BY id"),
                         [{"id": "r1"}, {"id": "r2"}])  # fmt: skip
        self.run_ok("check", database)

    def test_links_of_others_hold(self):
        database = self.path("links.db")
        self.load_into(database, record(1, links=[{"relation": "replaced_by", "to": "r2"}]), record(2))
        self.load_into(database, record(2, title="New"))
        links = "MATCH (a)-[l:REPLACES]->(b) RETURN a.id AS a, b.id AS b, l.position AS p, l.inversePosition AS i"
        self.assertEqual(self.rows("query", database, links), [{"a": "r2", "b": "r1", "p": None, "i": 0}])
        self.load_into(database, record(2, links=[{"relation": "replaces", "to": "r1"}]))
        self.assertEqual(self.rows("query", database, links), [{"a": "r2", "b": "r1", "p": 0, "i": 0}])
        self.load_into(database, record(1))
        self.assertEqual(self.rows("query", database, links), [{"a": "r2", "b": "r1", "p": 0, "i": None}])
        self.load_into(database, record(2))
        self.assertEqual(self.rows("query", database, links), [])

    def test_a_page_in_other_words(self):
        database = self.path("words.db")
        first = record(1, sources=[{"url": "https://example.org/a", "title": "A page", "date": "2020"}])
        other = record(2, sources=[{"id": "x", "url": "https://example.org/a", "publisher": "P"},
                                   {"id": "y", "url": "https://example.org/a", "title": "A page", "date": "2020"}],
                       events=[{"date": "2020", "cites": ["y", "x"]}])  # fmt: skip
        self.load_into(database, first, other)
        self.assertEqual(self.count(database, "Source"), 1)
        out = self.run_ok("export", database, "-o", "-", "--type", "jsonl").out
        self.assertEqual([json.loads(line) for line in out.splitlines()], [first, other])

    def test_the_node_of_a_page_follows_its_only_record(self):
        database = self.path("follows.db")
        self.load_into(database, record(1))
        self.load_into(database, record(1, sources=[{"url": "https://example.org/a", "title": "Mended"}]))
        self.assertEqual(self.rows("query", database, "MATCH (s:Source) RETURN s.title AS t"), [{"t": "Mended"}])

    def test_nothing_of_a_faulty_load_stays(self):
        database = self.path("faulty.db")
        self.load_into(database, record(1))
        good = [record(n) for n in range(2, 3000)]
        bad = record(1, kind="vsia")
        text = "".join(json.dumps(r) + "\n" for r in [*good, bad, record(2)])
        result = entente("load", database, "-", stdin=text)
        self.assertEqual(result.status, 1)
        self.assertIn("standard input:2999:46: r1: kind: unknown kind `vsia`; did you mean `visa`?", result.err)
        self.assertIn("standard input:3000:8: r2: id: the id stands in this load already: standard input, line 1", result.err)
        self.assertEqual(self.count(database, "Agreement"), 1)

    def test_a_faulty_load_leaves_no_constraints(self):
        database = self.path("constraints.db")
        self.run_ok("query", database, "CREATE (:Party {code: 'FRA', name: 'mine'})")
        self.assertEqual(entente("load", database, "-", stdin="{}").status, 1)
        self.assertEqual(self.rows("query", database, "SHOW CONSTRAINTS"), [])
        self.load_into(database, record(1))
        self.assertEqual(len(self.rows("query", database, "SHOW CONSTRAINTS")), 3)
        self.assertEqual(self.rows("query", database, "MATCH (p:Party {code: 'FRA'}) RETURN p.name AS n"), [{"n": "mine"}])

    def test_a_link_to_nowhere(self):
        database = self.path("nowhere.db")
        text = json.dumps(record(1, links=[{"relation": "amends", "to": "r9"}]))
        result = entente("load", database, "-", stdin=text)
        self.assertEqual(result.status, 1)
        self.assertIn("r1: links[0].to: the record `r9` is neither in these files nor in the database", result.err)
        self.assertFalse(os.path.exists(database))

    def test_links_are_checked_beside_other_faults(self):
        links = [{"relation": "amends", "to": "r2"}, {"relation": "amends", "to": "r7"}]
        text = "\n".join(json.dumps(r) for r in (record(1, kind="x", links=links), record(2, form="y")))
        result = entente("load", self.path("beside.db"), "-", stdin=text)
        self.assertIn("links[1].to: the record `r7`", result.err)
        self.assertIn("3 faults", result.err)
        # a record without an id might be the one that is meant
        result = entente("load", self.path("beside.db"), "-", stdin=text + "\n{}")
        self.assertNotIn("r7", result.err)

    def test_links_may_point_ahead_and_to_the_database(self):
        database = self.path("ahead.db")
        self.load_into(database, record(1, links=[{"relation": "amends", "to": "r2"}]), record(2))
        self.load_into(database, record(3, links=[{"relation": "implements", "to": "r1"}]))
        self.assertEqual(self.rows("query", database, "MATCH (a)-[l:AMENDS|IMPLEMENTS]->(b) RETURN a.id AS a, b.id AS b "
                                   "ORDER BY a"), [{"a": "r1", "b": "r2"}, {"a": "r3", "b": "r1"}])  # fmt: skip

    def test_a_dry_run_writes_nothing(self):
        database = self.path("dry.db")
        result = entente("load", database, AGREEMENTS, "--dry-run")
        self.assertEqual(result.status, 0, result.err)
        self.assertFalse(os.path.exists(database))
        self.load_into(database, record(1))
        text = json.dumps(record(2, links=[{"relation": "amends", "to": "r1"}]))
        self.assertEqual(entente("load", database, "-", "--dry-run", stdin=text).status, 0)
        self.assertEqual(self.count(database, "Agreement"), 1)


class InterruptTest(ProgramTest):
    """Ctrl-C ends a load at any moment, also while no statement runs, and nothing of it stays."""

    def start(self, *arguments, **keywords):
        process = subprocess.Popen([PROGRAM, "load", *arguments], stderr=subprocess.PIPE, **keywords)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        return process

    def test_while_it_waits_for_input(self):
        for arguments in ([], ["--dry-run"]):
            for exists in (False, True):
                with self.subTest(arguments=arguments, exists=exists):
                    database = self.path(f"waiting{len(arguments)}{exists}.db")
                    if exists:
                        self.run_ok("load", database, AGREEMENTS)
                    elif arguments:
                        continue  # without a database Ctrl-C simply ends the program
                    process = self.start(database, "-", *arguments, stdin=subprocess.PIPE)
                    process.stdin.write(SHIPPED.encode("utf-8")[:100000])
                    process.stdin.flush()
                    time.sleep(0.3)
                    process.send_signal(signal.SIGINT)
                    self.assertEqual(process.wait(10), 130)
                    process.stdin.close()
                    self.assertIn("interrupted: nothing was loaded", process.stderr.read().decode("utf-8"))
                    self.assertEqual(os.path.exists(database), exists)
                    if exists:
                        self.run_ok("check", database)

    def test_at_any_moment(self):
        records, database = self.path("many.jsonl"), self.path("any.db")
        write_many_records(records, 300 if SANITIZED else 3000)
        self.run_ok("query", database, "CREATE (:Before)")
        start = time.monotonic()
        self.run_ok("load", database + ".timed", records)
        whole = time.monotonic() - start
        count = "MATCH (n) RETURN count(n)"
        seen = set()
        for turn in range(12):
            process = self.start(database, records)
            time.sleep(whole * turn / 10)
            process.send_signal(signal.SIGINT)
            status = process.wait(20)
            seen.add(status)
            if status == -signal.SIGINT:
                continue  # before it had begun
            self.assertIn(status, (0, 130), process.stderr.read())
            rows = self.run_ok("query", database, count, "--format", "csv").out.split()
            self.assertEqual(rows[1] == "1", status == 130, rows)
            if status == 0:
                os.unlink(database)
                self.run_ok("query", database, "CREATE (:Before)")
        self.assertIn(130, seen)


class PlacesTest(ProgramTest):
    def test_declared_places(self):
        database, csv, jsonl = self.path("places.db"), self.path("places.csv"), self.path("places.jsonl")
        with open(csv, "w", encoding="utf-8") as file:
            file.write('code,name,type,lat\nX1,"Authority, first",other,1.5\nFRA,Francia,country,\n')
        with open(jsonl, "w", encoding="utf-8") as file:
            file.write('{"code": "ORG1", "type": "organisation", "name": "An organisation", "aliases": []}\n')
        parties = [{"party": "X1"}, {"party": "FRA"}, {"party": "ORG1"}, {"party": "DEU"}]
        text = json.dumps(record(1, parties=parties))
        refused = entente("load", database, "-", stdin=text)
        self.assertEqual(refused.status, 1)
        self.assertIn("unknown code `X1`", refused.err)
        self.run_ok("load", database, "-", "--places", csv, "--places", jsonl, stdin=text)
        found = self.rows("query", database, "MATCH (p:Party) RETURN p.code AS c, p.name AS n, p:Country AS k, "
                          "p:Organization AS o, p.lat AS lat ORDER BY c")  # fmt: skip
        self.assertEqual([tuple(r.values()) for r in found], [
            ("DEU", "Germany", True, False, 51.11), ("FRA", "Francia", True, False, None),
            ("ORG1", "An organisation", False, True, None), ("X1", "Authority, first", False, False, 1.5),
        ])  # fmt: skip
        # what the database knows need not be declared again, and keeps its words
        self.run_ok("load", database, "-", stdin=text)
        self.assertEqual(self.rows("query", database, "MATCH (p:Party {code: 'FRA'}) RETURN p.name AS n"), [{"n": "Francia"}])

    def test_faults_of_a_file_of_places(self):
        path = self.path("bad.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("code,name,type,lat\nx1,,thing,100\n")
        result = entente("load", self.path("none.db"), AGREEMENTS, "--places", path)
        self.assertEqual(result.status, 1)
        for message in ("2:1: code: expected a code of capital letters", "2:5: type: expected country, organisation or other",
                        "a place lacks `name`", "2:11: lat: expected degrees from -90 to 90"):  # fmt: skip
            self.assertIn(message, result.err)


class RandomTest(ProgramTest):
    """Random records through JSON and CSV: what comes back means the same, and a second trip gives the same bytes."""

    def random_record(self, g, number, ids):
        text = lambda: "".join(g.choices("ab \\;|:[]=+,\"'\n\té–漢🙂", k=g.randint(1, 12))).strip(" \n\t") or "x"
        date = lambda: g.choice(["2020", "2020-05", "2020-05-17", "1999-12-31"]) + g.choice(["", "", "~", "?", "%"])
        some = lambda words: g.sample(words, g.randint(0, len(words)))
        sources = [{"id": text() + str(n), "url": f"https://example.org/{g.randint(1, 9)}", "title": text(),
                    "publisher": text(), "date": date()} for n in range(g.randint(1, 3))]  # fmt: skip
        for source in sources:
            for key in ("url", "publisher", "date"):
                if g.random() < 0.3:
                    del source[key]
        cites = lambda: {"cites": c} if (c := some([s["id"] for s in sources])) else {}
        maybe = lambda **fields: {k: v for k, v in fields.items() if g.random() < 0.5}
        codes = g.sample(["FRA", "DEU", "ITA", "RWA", "EU", "YUG"], g.randint(2, 5))
        parties = []
        for code in codes:
            roles = g.sample(["sender", "receiver", "funder", "partner"], g.randint(1, 3))
            named = g.choice([{}, {"role": roles[0]}, {"roles": roles}])
            parties.append({"party": code, **named, **maybe(since=date())})
        others = [i for i in ids if i != f"r{number}"]
        fields = {
            "events": [{"date": date(), **maybe(status=g.choice(list(STAGES)), note=text(), party=g.choice(codes)), **cites()}
                       for _ in range(g.randint(1, 4))],
            "parties": parties,
            "sources": sources,
            "links": [{"relation": r, "to": g.choice(others)} for r in some(["replaces", "replaced_by", "amends"])],
            "amounts": [{"amount": g.choice([0, 5, 2.5, 1e21, 0.1]), "currency": "EUR", "basis": "paid",
                         **maybe(to=codes[0], date=date(), note=text()), **cites()} for _ in range(g.randint(0, 2))],
            "transfers": [{"count": 7, "date": date(), **maybe(note=text()), **cites()} for _ in range(g.randint(0, 2))],
        }  # fmt: skip
        return record(number, title=text(), **fields,
                      **maybe(note=text(), people=text(), external_ids={text(): text(), "UNTS": "1"}, form="treaty",
                              also=some(["readmission", "free_movement"]), covers=some(["workers", "refugees"]),
                              places=[{"place": "ESP", "role": "site"}], confidence="alleged"))  # fmt: skip

    def test_round_trips(self):
        g = random.Random(20261124)
        for trip in range(5):
            ids = [f"r{n}" for n in range(40)]
            records = [self.random_record(g, n, ids) for n in range(40)]
            database = self.load(f"random{trip}.db", records)
            exported = self.run_ok("export", database, "-o", "-", "--type", "jsonl").out
            found = {r["id"]: r for r in map(json.loads, exported.splitlines())}
            for expected in records:
                self.assertEqual(complete(found[expected["id"]]), complete(expected))
            for ending in ("jsonl", "csv"):
                path, again = self.path(f"random{trip}.{ending}"), self.path(f"random{trip}_{ending}.db")
                self.run_ok("export", database, "-o", path)
                self.run_ok("load", again, path)
                self.assertEqual(self.run_ok("export", again, "-o", "-", "--type", "jsonl").out, exported)


main()
