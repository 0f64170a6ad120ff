"""The sources behind each row, and what each source carries, against an independent reading of the records."""

import csv
import io
import random
import re
import unittest

from program import ProgramTest, entente, main, shipped_records, ties_of
from times import changes, counted, events_of, parties_of, random_courses, status_on


def key_of(source):
    return source.get("url") or " | ".join(source.get(k, "") for k in ("title", "publisher", "date"))


class Pages:
    """One page is one source, in the words of the record that came first."""

    def __init__(self, records):
        self.words = {}
        for record in records:
            for source in record["sources"]:
                self.words.setdefault(key_of(source), source)

    def object(self, key, of_record=False):
        row = {k: self.words[key].get(k) for k in ("publisher", "title", "date", "url")}
        return {**row, "of_the_record": True} if of_record else row

    @staticmethod
    def of_record(record):
        return [key_of(s) for s in record["sources"]]

    @staticmethod
    def of_item(record, item):
        keys = {s.get("id"): key_of(s) for s in record["sources"]}
        return [keys[c] for c in item.get("cites", [])]

    def cited(self, claims):
        """What a row cites whose claims are pairs of a record and an event, or None."""
        own, fallen = [], []
        for record, event in claims:
            keys = self.of_item(record, event) if event else []
            if keys:
                own += keys
            else:
                fallen += self.of_record(record)
        own = list(dict.fromkeys(own))
        fallen = [key for key in dict.fromkeys(fallen) if key not in own]
        return [self.object(key) for key in own] + [self.object(key, True) for key in fallen]


def tally(records, group):
    """Claims by what group makes of the key of a page: [events, payments, transfers, records]."""
    counts = {}

    def add(keys, column):
        for name in {group(key) for key in keys}:
            counts.setdefault(name, [0, 0, 0, 0])[column] += 1

    for record in records:
        for event in record["events"]:
            add(Pages.of_item(record, event), 0)
        for payment in record.get("amounts", []):
            add(Pages.of_item(record, payment), 1)
        for transfer in record.get("transfers", []):
            add(Pages.of_item(record, transfer), 2)
        add(Pages.of_record(record), 3)
    return counts


class EvidenceTest(ProgramTest):
    def compare_citations(self, database, records, day, certainly):
        pages = Pages(records)
        options = ["--cite"] + (["--as-of", day] if day else []) + ["--certainly"] * certainly
        shown = [r for r in records if day is None or status_on(r, day, certainly)]
        claims = {r["id"]: (r, status_on(r, day, certainly)) for r in shown}
        rows = self.rows("agreements", database, *options)
        self.assertEqual({r["id"]: r["sources"] for r in rows}, {i: pages.cited([c]) for i, c in claims.items()})
        events = {r["id"]: iter(counted(r, day, certainly)) for r in shown}
        for row in self.rows("timeline", database, *options):
            event = next(events[row["agreement"]])
            self.assertEqual(row["sources"], pages.cited([(claims[row["agreement"]][0], event)]))
        for party in ("RWA", "USA"):
            for row in self.rows("partners", database, party, *options):
                pair = {party, row["party"]}
                there = [r for r in shown if pair <= set(parties_of(r, day, certainly))]
                tied = [r for r in there if any({x, y} == pair for x, y, _ in ties_of(r))]
                expected = pages.cited([claims[r["id"]] for r in sorted(tied, key=lambda r: r["id"])])
                self.assertEqual(row["sources"], expected)

    def compare_diff(self, database, records, start, end):
        pages = Pages(records)
        rows = self.rows("diff", database, "--from", start, "--to", end, "--cite")
        expected = [(e.get("note"), pages.cited([(r, e)])) for r, _, _, e in changes(records, start, end)]
        self.assertEqual([(row["note"], row["sources"]) for row in rows], expected)

    def compare_sources(self, database, records):
        pages = Pages(records)
        columns = ["events", "payments", "transfers", "records"]
        rows = self.rows("sources", database)
        found = {row["url"] or " | ".join(row[k] or "" for k in ("title", "publisher", "date")): row for row in rows}
        self.assertEqual(len(found), len(rows))
        self.assertEqual(
            {key: [row[c] for c in columns] for key, row in found.items()}, tally(records, lambda key: key)
        )
        claims = [row["claims"] for row in rows]
        self.assertEqual(claims, sorted(claims, reverse=True))
        self.assertEqual(claims, [sum(row[c] for c in columns) for row in rows])
        publisher = lambda key: pages.words[key].get("publisher")
        rows = self.rows("sources", database, "--by", "publisher")
        self.assertEqual({r["publisher"]: [r[c] for c in columns] for r in rows}, tally(records, publisher))
        pages_of = {}
        for key in pages.words:
            pages_of[publisher(key)] = pages_of.get(publisher(key), 0) + 1
        self.assertEqual({r["publisher"]: r["sources"] for r in rows}, pages_of)

    def compare_weak_places(self, database, records):
        single = [r["id"] for r in sorted(records, key=lambda r: r["id"]) if len(set(Pages.of_record(r))) == 1]
        self.assertEqual([r["agreement"] for r in self.rows("sources", database, "--single")], single)
        uncited = [
            (e["date"], r["id"], e.get("status"), parties_of(r))
            for r in sorted(records, key=lambda r: r["id"])
            for e in events_of(r)
            if not e.get("cites")
        ]
        rows = self.rows("sources", database, "--uncited")
        self.assertEqual([(r["date"], r["agreement"], r["status"], r["parties"]) for r in rows], uncited)

    def compare(self, name, records, day):
        database = self.load(name, records)
        for when, certainly in ((None, False), (day, False), (day, True)):
            self.compare_citations(database, records, when, certainly)
        self.compare_diff(database, records, "2022-01-01", day)
        self.compare_sources(database, records)
        self.compare_weak_places(database, records)
        return database

    def test_shipped(self):
        database = self.compare("shipped.db", shipped_records(), "2025-06-30")
        party = [r for r in shipped_records() if "RWA" in parties_of(r)]
        rows = self.rows("sources", database, "--party", "Rwanda")
        self.assertEqual(sum(r["records"] for r in rows), sum(len(set(Pages.of_record(r))) for r in party))

    def test_random(self):
        for seed in range(6):
            with self.subTest(seed=seed):
                self.compare(f"random{seed}.db", random_courses(random.Random(seed)), "2023-07-01")

    def test_numbers_lead_to_the_list(self):
        records = shipped_records()
        database = self.load("numbers.db", records)
        expected = self.rows("agreements", database, "Rwanda", "--cite")
        for shape, entry in (("table", r"^  \[(\d+)\] (.*)$"), ("markdown", r"^(\d+)\. (.*)$")):
            out = self.run_ok("agreements", database, "Rwanda", "--cite", "--format", shape).out
            listed = dict(re.findall(entry, out, re.M))
            self.assertEqual(list(listed), [str(i + 1) for i in range(len(listed))])
            ids = "|".join(re.escape(row["id"]) for row in expected)
            lines = [line for line in out.splitlines() if re.match(rf"(\| )?({ids}) ", line)]
            self.assertEqual(len(lines), len(expected))
            for line, row in zip(lines, expected):
                cell = re.search(r"(?:  |\| )((?:of the record: )?\d+(?:[,;] (?:of the record: )?\d+)*)(?: \|)?$", line)
                numbers = re.findall(r"\d+", cell[1])
                self.assertEqual(len(numbers), len(row["sources"]))
                self.assertEqual("of the record" in cell[1], any("of_the_record" in s for s in row["sources"]))
                for number, source in zip(numbers, row["sources"]):
                    for word in ("publisher", "title", "date", "url"):
                        self.assertIn(source[word] or "", listed[number])

    def test_lists_that_nothing_can_follow_hold_the_addresses(self):
        database = self.load("addresses.db", shipped_records())
        expected = self.rows("timeline", database, "isr-rwa-2014-relocation", "--cite")
        out = self.run_ok("timeline", database, "isr-rwa-2014-relocation", "--cite", "--format", "csv").out
        for row, wanted in zip(csv.DictReader(io.StringIO(out)), expected):
            mark = "of the record: " if any("of_the_record" in s for s in wanted["sources"]) else ""
            self.assertTrue(row["sources"].startswith(mark))
            for source in wanted["sources"]:
                self.assertIn(source["url"] or source["title"], row["sources"])

    def test_wrong_calls(self):
        database = self.load("wrong.db", shipped_records()[:3])
        for message, call in [
            ("no party is named", ["partners", database, "--cite"]),
            ("one of them, please", ["sources", database, "--single", "--uncited"]),
            ("did you mean `publisher`?", ["sources", database, "--by", "publishr"]),
        ]:
            result = entente(*call)
            self.assertEqual((result.status, result.out), (2, ""))
            self.assertIn(message, result.err)


if __name__ == "__main__":
    main()
