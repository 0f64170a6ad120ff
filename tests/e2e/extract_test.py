"""From articles to candidates, through the review, into a database. The articles are made up to try the language."""

import json
import os

from program import ProgramTest, entente, main

ARTICLE = """ date 2025-09-12 Ghana has received deportees from the United States, its president said on Wednesday.

The two countries signed an agreement last month. A court in Rome struck down Italy's deal with Albania on taking in asylum seekers in March 2024.
"""


class ExtractTest(ProgramTest):
    def candidates(self, text, *options):
        out = self.run_ok("extract", "-", *options, stdin=text).out
        return [json.loads(line) for line in out.splitlines()]

    def test_candidates(self):
        found = self.candidates(ARTICLE, "--url", "https://example.org/a", "--title", "A", "--publisher", "P")
        by_parties = {tuple(p["party"] for p in c["parties"]): c for c in found}
        self.assertEqual(set(by_parties), {("GHA", "USA"), ("ALB", "ITA")})
        ghana = by_parties["GHA", "USA"]
        self.assertEqual([p["role"] for p in ghana["parties"]], ["receiver", "sender"])
        self.assertEqual(ghana["kind"], "third_country_transfer")
        self.assertEqual(ghana["source"], {"file": "-", "url": "https://example.org/a", "title": "A", "publisher": "P",
                                           "date": "2025-09-12"})
        italy = by_parties["ALB", "ITA"]
        self.assertEqual((italy["status"], italy["date"]), ("struck_down", "2024-03"))
        for candidate in found:
            for evidence in candidate["evidence"]:
                span = ARTICLE.encode()[evidence["start"] : evidence["end"]].decode()
                self.assertEqual(span, evidence["text"])

    def test_nothing(self):
        self.assertEqual(self.candidates("France and Norway signed a trade deal.", "--date", "2020-01-01"), [])
        self.assertEqual(self.candidates("", "--date", "2020-01-01"), [])

    def test_no_date(self):
        result = self.run_ok("extract", "-", stdin="Rwanda is in talks with Britain about taking in migrants.")
        self.assertIn("no date", result.err)
        self.assertIsNone(json.loads(result.out)["date"])

    def test_encoding(self):
        for text, place in ((b"Rwanda \xff", "byte 7"), (b"ab\0c", "byte 2")):
            result = entente("extract", "-", stdin=text)
            self.assertEqual(result.status, 1)
            self.assertIn(place, result.err)

    def test_calls(self):
        self.assertEqual(entente("extract").status, 2)
        self.assertEqual(entente("extract", "-", "--date", "yesterday", stdin="").status, 2)
        missing = entente("extract", self.path("missing.txt"))
        self.assertEqual(missing.status, 1)
        self.assertIn("missing.txt", missing.err)

    def test_long(self):
        """Ten megabytes, with an agreement at the end."""
        if os.environ.get("ENTENTE_SANITIZED") == "1":
            self.skipTest("slow under sanitizers")
        text = ("Rain fell on the town of Nowhere, and people talked of the harvest. " * 150000
                + "Rwanda signed a deal with Denmark on taking in asylum seekers.")
        found = self.candidates(text, "--date", "2025-01-01")
        self.assertEqual([[p["party"] for p in c["parties"]] for c in found], [["DNK", "RWA"]])

    def test_review(self):
        path = self.path("candidates.jsonl")
        with open(path, "w") as file:
            file.write(self.run_ok("extract", "-", stdin=ARTICLE).out)
        answers = "x\na\ne\n\n\n\n\n2025-08\n\n\n\n\n\na\nr\n"
        result = self.run_ok("review", path, stdin=answers)
        self.assertIn("accepted 1, rejected 1", result.err)
        records = path + ".accepted.jsonl"
        self.assertIn("loaded 1 agreements, 2 parties", self.run_ok("load", self.path("reviewed.db"), records).err)
        # again: the id is taken, so that another one is proposed
        result = self.run_ok("review", path, stdin="e\n\n\n\n\n2025-08\n\n\n\n\n\na\nq\n")
        self.assertIn("--from 2", result.err)
        with open(records) as file:
            ids = [json.loads(line)["id"] for line in file]
        self.assertEqual(len(ids), len(set(ids)))

    def test_review_of_others(self):
        path = self.path("other.jsonl")
        with open(path, "w") as file:
            file.write('{"id": "x"}\n')
        result = entente("review", path, stdin="a\n")
        self.assertEqual(result.status, 1)
        self.assertIn("no candidate", result.err)


if __name__ == "__main__":
    main()
