"""Statuses on a day, timelines and differences against an independent reading of the records."""

import random
import unittest

from program import ProgramTest, entente, main, shipped_records, ties_of
from times import STAGE_OF, changes, counted, days_of, parties_of, random_courses, span_on, status_on


def some_days(generator, records, count):
    """Days on which something begins to count, those before them, and others."""
    edges = sorted({day for r in records for e in r["events"] for day in days_of(e["date"])})
    days = set(generator.sample(edges, min(len(edges), count // 2)))
    while len(days) < count:
        days.add(f"{generator.randint(1955, 2026)}-{generator.randint(1, 12):02}-{generator.randint(1, 28):02}")
    return sorted(days)


class TimeTest(ProgramTest):
    def compare_statuses(self, database, records, day):
        for certainly in (False, True):
            options = ["--as-of", day] + ["--certainly"] * certainly
            rows = self.rows("agreements", database, *options)
            found = {r["id"]: (r["status"], r["stage"], r["since"], r["until"], r["parties"]) for r in rows}
            expected = {}
            for record in records:
                event = status_on(record, day, certainly)
                if event:
                    status = event["status"]
                    span = span_on(record, day, certainly)
                    expected[record["id"]] = (status, STAGE_OF[status], *span, parties_of(record, day, certainly))
            self.assertEqual(found, expected)

    def compare_procedure(self, database, records, day):
        for certainly in (False, True):
            query = (
                f"CALL agreements.asOf(date('{day}'), {{certainly: {str(certainly).lower()}}}) "
                "YIELD id, title, kind, status, stage, date RETURN *"
            )
            found = sorted(
                (r["id"], r["title"], r["kind"], r["status"], r["stage"], r["date"])
                for r in self.rows("query", database, query)
            )
            expected = []
            for record in records:
                event = status_on(record, day, certainly)
                if event:
                    status = event["status"]
                    row = (record["id"], record["title"], record["kind"], status, STAGE_OF[status])
                    expected.append((*row, days_of(event["date"])[0]))
            self.assertEqual(found, sorted(expected))
            query = (
                f"MATCH (a:Agreement) WITH a, agreements.statusOn(a, date('{day}'), {str(certainly).lower()}) AS status "
                "WHERE status IS NOT NULL RETURN a.id AS id, status"
            )
            found = sorted((r["id"], r["status"]) for r in self.rows("query", database, query))
            self.assertEqual(found, sorted((row[0], row[3]) for row in expected))

    def compare_partners(self, database, records, day):
        for certainly in (False, True):
            partners = {}
            for record in records:
                if status_on(record, day, certainly):
                    there = parties_of(record, day, certainly)
                    for x, y, _ in ties_of(record):
                        if x in there and y in there:
                            partners.setdefault(x, set()).add(y)
                            partners.setdefault(y, set()).add(x)
                    for code in there:
                        partners.setdefault(code, set())
            rows = self.rows("partners", database, "--as-of", day, *["--certainly"] * certainly)
            self.assertEqual({r["party"]: r["partners"] for r in rows}, {c: len(p) for c, p in partners.items()})

    def compare_timeline(self, database, records, *options, day=None, certainly=False):
        rows = [
            (event["date"], r["id"], r["title"], event.get("status"), parties_of(r, day, certainly), event.get("note"))
            for r in sorted(records, key=lambda r: r["id"])
            for event in counted(r, day, certainly)
            if day is None or status_on(r, day, certainly)
        ]
        rows.sort(key=lambda row: days_of(row[0])[0])
        columns = ["date", "agreement", "title", "status", "parties", "note"]
        dated = ["--as-of", day] * (day is not None) + ["--certainly"] * certainly
        found = self.rows("timeline", database, *options, *dated)
        self.assertEqual([tuple(row[c] for c in columns) for row in found], rows)

    def compare_diff(self, database, records, start, end):
        for certainly in (False, True):
            options = ["--certainly"] * certainly
            found = self.rows("diff", database, "--from", start, "--to", end, *options)
            expected = [
                {
                    "agreement": record["id"],
                    "title": record["title"],
                    "parties": parties_of(record),
                    "from_status": before,
                    "to_status": after,
                    "date": event["date"],
                }
                for record, before, after, event in changes(records, start, end, certainly)
            ]
            self.assertEqual(found, expected)
            query = (
                f"CALL agreements.changes('{start}', '{end}', {{certainly: {str(certainly).lower()}}}) YIELD id, "
                "parties, from_status, to_status, date, note RETURN id, parties, from_status, to_status, date, note"
            )
            self.assertEqual(
                [tuple(row.values()) for row in self.rows("query", database, query)],
                [
                    (r["id"], parties_of(r), before, after, days_of(event["date"])[0], event.get("note"))
                    for r, before, after, event in changes(records, start, end, certainly)
                ],
            )

    def test_shipped(self):
        records = shipped_records()
        database = self.load("shipped.db", records)
        generator = random.Random(3)
        days = some_days(generator, records, 40)
        for number, day in enumerate(days):
            with self.subTest(day=day):
                self.compare_statuses(database, records, day)
                if number % 4 == 0:
                    self.compare_partners(database, records, day)
                    self.compare_procedure(database, records, day)
                    self.compare_timeline(database, records, day=day, certainly=number % 8 == 0)
        self.compare_timeline(database, records)
        rwanda = [r for r in records if "RWA" in parties_of(r)]
        self.compare_timeline(database, rwanda, "Rwanda")
        self.compare_timeline(database, rwanda[:1], rwanda[0]["id"])
        visas = [r for r in records if "visa" in [r["kind"], *r.get("also", [])]]
        self.compare_timeline(database, visas, "--kind", "visa")
        for start, end in zip(days[::5], days[5::5]):
            self.compare_diff(database, records, start, end)
        self.compare_diff(database, records, "2025-01-01", "2026-01-01")

    def test_random(self):
        for seed in range(8):
            with self.subTest(seed=seed):
                generator = random.Random(seed)
                records = random_courses(generator)
                database = self.load(f"random{seed}.db", records)
                days = some_days(generator, records, 8)
                for day in days:
                    self.compare_statuses(database, records, day)
                    self.compare_partners(database, records, day)
                self.compare_procedure(database, records, days[4])
                self.compare_timeline(database, records)
                self.compare_timeline(database, records, day=days[5], certainly=True)
                self.compare_diff(database, records, days[2], days[6])
                self.compare_diff(database, records, days[3], days[3])

    def test_filters_of_a_difference_look_at_both_days(self):
        records = shipped_records()
        database = self.load("filters.db", records)
        dates = ["--from", "2024-01-01", "--to", "2026-01-01"]
        found = self.rows("diff", database, *dates, "--stage", "active", "--party", "USA")
        expected = [
            record["id"]
            for record, before, after, _ in changes(records, "2024-01-01", "2026-01-01")
            if "USA" in parties_of(record) and "active" in (STAGE_OF.get(before), STAGE_OF[after])
        ]
        self.assertEqual([row["agreement"] for row in found], expected)
        self.assertGreater(len(found), 5)

    def test_possibly_and_certainly_differ(self):
        record = {
            "id": "a",
            "title": "A",
            "kind": "visa",
            "parties": [{"party": "RWA"}, {"party": "USA"}],
            "events": [{"date": "2025", "status": "in_force"}, {"date": "2025-06", "status": "suspended"}],
            "sources": [{"title": "a page"}],
        }
        database = self.load("imprecise.db", [record])
        for day, possibly, certainly in [
            ("2024-12-31", [], []),
            ("2025-01-01", ["in_force"], []),
            ("2025-06-01", ["suspended"], []),
            ("2025-06-30", ["suspended"], ["suspended"]),  # the year is not over, the month is
            ("2025-12-31", ["suspended"], ["suspended"]),  # by order of first days the suspension came later
        ]:
            for options, expected in (([], possibly), (["--certainly"], certainly)):
                rows = self.rows("agreements", database, "--as-of", day, *options)
                self.assertEqual([row["status"] for row in rows], expected, day)

    def test_what_began_and_went_back_is_no_difference(self):
        statuses = ["in_force", "suspended", "in_force", "in_force"]
        record = {
            "id": "a",
            "title": "A",
            "kind": "visa",
            "parties": [{"party": "RWA"}, {"party": "USA"}],
            "events": [{"date": f"202{i}-01-01", "status": s} for i, s in enumerate(statuses)],
            "sources": [{"title": "a page"}],
        }
        database = self.load("back.db", [record])
        self.assertEqual(self.rows("diff", database, "--from", "2020-06-01", "--to", "2024-01-01"), [])
        row = self.rows("diff", database, "--from", "2021-06-01", "--to", "2024-01-01")[0]
        self.assertEqual((row["from_status"], row["to_status"], row["date"]), ("suspended", "in_force", "2022-01-01"))

    def test_wrong_calls(self):
        database = self.load("wrong.db", shipped_records()[:3])
        for message, call in [
            ("`--to DATE` is missing", ["diff", database, "--from", "2025-01-01"]),
            ("`--from DATE` is missing", ["diff", database]),
            ("is later than", ["diff", database, "--from", "2025-01-02", "--to", "2025-01-01"]),
            ("February 2025 has 28 days", ["diff", database, "--from", "2025-02-29", "--to", "2025-03-01"]),
            ("unknown option `--as-of`", ["diff", database, "--as-of", "2025-01-01"]),
            ("no date is given", ["timeline", database, "--certainly"]),
        ]:
            result = entente(*call)
            self.assertEqual((result.status, result.out), (2, ""))
            self.assertIn(message, result.err)
        for message, arguments in [
            ("expected a date", "'2025-02-30', {}"),
            ("expected a date", "7, {}"),
            ("unknown option `asof`", "'2025-01-01', {asof: 1}"),
            ("did you mean `visa`?", "'2025-01-01', {kinds: ['vsia']}"),
            ("kinds: expected a list of strings", "'2025-01-01', {kinds: 'visa'}"),
            ("certainly: expected true or false", "'2025-01-01', {certainly: 'yes'}"),
            ("the date is null", "null, {certainly: true}"),
        ]:
            result = entente("query", database, f"CALL agreements.asOf({arguments}) YIELD id RETURN id")
            self.assertEqual(result.status, 1)
            self.assertIn(message, result.err)


if __name__ == "__main__":
    main()
