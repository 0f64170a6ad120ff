"""The pages of `entente show`: their sentences against an independent count, their parts, and lines on a terminal."""

import fcntl
import json
import os
import pty
import re
import struct
import termios
import unittest

from networks import Deals
from program import DATA, PROGRAM, ProgramTest, entente, main, shipped_records, ties_of
from times import STAGE_OF, days_of, events_of, parties_of, status_on


def names():
    with open(os.path.join(DATA, "places.jsonl"), encoding="utf-8") as file:
        return {place["code"]: place["name"] for place in map(json.loads, file)}


def on_terminal(width, *arguments):
    """What the program prints on a terminal of that width."""
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
        os.execve(PROGRAM, [PROGRAM, *arguments], {**os.environ, "NO_COLOR": "1"})
    out = b""
    while True:
        try:
            read = os.read(terminal, 1 << 16)
        except OSError:  # the other end is closed
            break
        if not read:
            break
        out += read
    os.waitpid(pid, 0)
    os.close(terminal)
    return out.decode("utf-8").replace("\r\n", "\n")


class ShowTest(ProgramTest):
    def sentences(self, records, code, day, certainly):
        """As the page has them, from the roles in the records."""
        there = {r["id"]: parties_of(r, day, certainly) for r in records if day is None or status_on(r, day, certainly)}
        shown = [r for r in records if code in there.get(r["id"], [])]
        groups = {"receives people from": {}, "sends people to": {}, "has other dealings with": {}}
        for record in shown:
            for x, y, directed in ties_of(record):
                if code in (x, y) and {x, y} <= set(there[record["id"]]):
                    verb = "has other dealings with"
                    if directed:
                        verb = "sends people to" if x == code else "receives people from"
                    groups[verb].setdefault(record["id"], set()).add(y if x == code else x)
        active = set()
        for record in shown:
            event = status_on(record, day, certainly)
            if event and STAGE_OF[event["status"]] == "active":
                active.add(record["id"])
        deals = Deals(records)
        when = f" on {day}" if day else ""
        lines = []
        for verb, found in groups.items():
            if not found:
                continue
            partners = len(set.union(*found.values()))
            count = deals.count(found)
            held = min(count, deals.count(active & set(found), in_force=True))
            if count == 1:
                tail = "in force" if held else "not in force"
            elif held in (0, count):
                tail = ("all" if held else "none") + " of them in force"
            else:
                tail = f"{held} of them in force"
            lines.append(
                f"{names()[code]} {verb} {partners} partner{'s' * (partners != 1)} under "
                f"{count} agreement{'s' * (count != 1)}, {tail}{when}."
            )
        return lines

    def test_sentences_of_parties(self):
        records = shipped_records()
        database = self.load("sentences.db", records)
        for code in ("RWA", "USA", "DNK", "EU", "CAN", "FRA", "MEX", "CPV", "MLI"):
            for options in ([], ["--as-of", "2025-06-30"], ["--as-of", "2007-03-01", "--certainly"]):
                with self.subTest(code=code, options=options):
                    out = self.run_ok("show", database, code, *options).out
                    found = re.findall(r"^\S.* partners? under .*\.$", out, re.M)
                    day = options[1] if options else None
                    self.assertEqual(found, self.sentences(records, code, day, "--certainly" in options))
                    shown = re.findall(r"^  \S+ +\S+ +.* \(([a-z0-9-]+)\)$", out.partition("\nMoney\n")[0], re.M)
                    expected = [
                        r["id"]
                        for r in sorted(records, key=lambda r: (days_of(events_of(r)[0]["date"])[0], r["id"]))
                        if code in parties_of(r, day, "--certainly" in options)
                        and (day is None or status_on(r, day, "--certainly" in options))
                    ]
                    self.assertEqual(shown, expected)

    def test_a_page_as_of_a_day_knows_nothing_later(self):
        database = self.load("past.db", shipped_records())
        out = self.run_ok("show", database, "gbr-rwa-2022-partnership", "--as-of", "2023-01-01").out
        self.assertIn("Status   disputed (contested) on 2023-01-01\n", out)
        self.assertNotIn("2023-06-29  struck_down", out)
        self.assertNotIn("replaced by", out)
        out = self.run_ok("show", database, "gbr-rwa-2022-partnership").out
        self.assertIn("replaced by UK-Rwanda Agreement for the provision of an asylum partnership", out)
        self.assertIn("  220,000,000 GBP paid by United Kingdom to Rwanda", out)
        out = self.run_ok("show", database, "gbr-rwa-2023-treaty").out
        self.assertIn("  replaces UK-Rwanda Migration and Economic Development Partnership", out)
        self.assertIn("  supplemented by Safety of Rwanda", out)
        out = self.run_ok("show", database, "Rwanda", "--as-of", "1950-01-01").out
        self.assertIn("Party to no agreement on 1950-01-01.\n", out)
        self.assertNotIn("Money", out)

    def test_sources_are_listed_and_numbered(self):
        records = shipped_records()
        database = self.load("numbered.db", records)
        for what, options in [("isr-rwa-2014-relocation", []), ("Rwanda", ["--cite"]), ("usa-mex-2018-mpp", ["--cite"])]:
            page, _, listed = self.run_ok("show", database, what, *options).out.partition("\nSources\n")
            numbers = [int(n) for n in re.findall(r"^  \[(\d+)\] ", listed, re.M)]
            self.assertEqual(numbers, list(range(1, len(numbers) + 1)))
            cited = {int(n) for n in re.findall(r"\[(\d+)\]", page)}
            self.assertTrue(cited and cited <= set(numbers))
        self.assertIn("from Israel (of the record: [1] [2] [3] [4] [5] [6])", self.run_ok("show", database, "isr-rwa-2014-relocation").out)
        self.assertNotIn("Sources", self.run_ok("show", database, "Rwanda").out)

    def test_lines_wrap_on_a_terminal_only(self):
        database = self.load("wrapped.db", shipped_records())
        for what in ("gbr-rwa-2023-treaty", "Rwanda"):
            plain = self.run_ok("show", database, what).out
            wrapped = on_terminal(72, "show", database, what)
            self.assertEqual(wrapped.split(), plain.split())
            self.assertGreater(len(wrapped.splitlines()), len(plain.splitlines()))
            for line in wrapped.splitlines():
                self.assertTrue(len(line) <= 72 or line.strip().startswith("http"), line)

    def test_amounts(self):
        record = {
            "id": "a",
            "title": "A",
            "kind": "visa",
            "parties": [{"party": "RWA"}, {"party": "USA"}],
            "events": [{"date": "2020", "status": "signed"}],
            "amounts": [
                {"amount": amount, "currency": "EUR", "basis": "paid", "from": "USA", "to": "RWA"}
                for amount in (7, 999, 1000, 1234567.5, 0.25, 12345678901)
            ],
            "sources": [{"title": "a page"}],
        }
        out = self.run_ok("show", self.load("amounts.db", [record]), "a").out
        self.assertEqual(re.findall(r"^  (\S+) EUR", out, re.M), ["7", "999", "1,000", "1,234,567.5", "0.25", "12,345,678,901"])

    def test_wrong_calls(self):
        database = self.load("wrong.db", shipped_records()[:3])
        self.assertEqual(entente("show", database, "AUS", "--certainly").status, 2)
        self.assertEqual(entente("show", database, "AUS", "--as-of", "2020").status, 2)
        result = entente("show", database, "Narnia")
        self.assertEqual((result.status, result.out), (1, ""))


if __name__ == "__main__":
    main()
