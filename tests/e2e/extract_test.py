"""From articles to candidates, through the review, into a database. The articles are made up to try the language."""

import json
import os

from program import ProgramTest, entente, main

ARTICLE = """ date 2025-09-12 Ghana has received deportees from the United States, its president said on Wednesday.

The two countries signed an agreement last month. A court in Rome struck down Italy's deal with Albania on taking in asylum seekers in March 2024.
"""


HUB = """ date 2024-03-11 Ghana is negotiating with the Dutch government about taking in asylum seekers whose claims were rejected in the Netherlands, the first state of West Africa to do so since the coalition took office in The Hague.
Ghana's interior minister, Kofi A.B. Mensah, said late on Saturday that his government was in "early" talks about receiving people whom the Netherlands expels and who are no Ghanaians.
"It is true that we are talking," Mr. Mensah told Radio Accra. "It is too soon to tell how it will end," he added.
The Dutch ministry of migration did not answer questions.
Ghana has long offered itself to European states that want fewer migrants, sometimes for money. Critics say that asylum seekers are not safe there.
The Dutch government has tried a number of hard measures. In January it deported dozens of Moroccans' neighbours, among them Algerians, to Senegal, while a court still heard their case. The Hague has been looking for more countries that would take people in.
In early February the Dutch foreign minister revoked visas for all Gambian nationals in a row over the west African country's failure to take back its citizens.
If Ghana agrees, it would be the latest of its agreements on migrants.
The coastal nation hosts hundreds of refugees evacuated from Libya and awaiting resettlement elsewhere in a joint programme with the United Nations refugee agency. It has also signed a deal with Norway to improve cooperation on asylum and migration, and it entered into a quiet arrangement with Austria to receive deported African migrants.
Ghana also agreed on a deal with Sweden to receive asylum seekers from third countries in 2019, a plan that was later deemed unlawful by the Swedish Supreme Court.
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

    def test_article(self):
        """One hub and many partners, news and background: each pair once, with what is told of it alone."""
        found = {tuple(p["party"] for p in c["parties"]): c for c in self.candidates(HUB)}
        told = {pair: (c["kind"], c["status"], c["date"]) for pair, c in found.items()}
        self.assertEqual(told, {
            ("GHA", "NLD"): ("third_country_transfer", "talks", "2024-03"),
            ("NLD", "SEN"): ("third_country_transfer", "operating", "2024-01"),
            ("GMB", "NLD"): ("visa", "in_force", "2024-02"),
            ("GHA", "UNHCR"): ("evacuation_transit", "operating", "2024-03"),
            ("GHA", "NOR"): ("asylum_cooperation", "signed", None),
            ("AUT", "GHA"): ("third_country_transfer", "signed", None),
            ("GHA", "SWE"): ("third_country_transfer", "struck_down", None),
        })

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
        for encoding, named in (("utf-16", "UTF-16LE"), ("utf-32", "UTF-32LE")):
            result = entente("extract", "-", stdin="Rwanda".encode(encoding))
            self.assertEqual(result.status, 1)
            self.assertIn(named, result.err)
        text = "Gérald Darmanin said nothing."
        self.assertIn("Windows-1252", self.run_ok("extract", "-", stdin=text.encode().decode("cp1252")).err)
        self.assertIn("1 characters were lost", self.run_ok("extract", "-", stdin="G\ufffdrald").err)
        self.assertEqual(len(self.candidates("\ufeff" + ARTICLE)), 2)

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
        self.assertIn("accepted 1, merged 0, rejected 1", result.err)
        records = path + ".accepted.jsonl"
        self.assertIn("loaded 1 agreements, 2 parties", self.run_ok("load", self.path("reviewed.db"), records).err)
        # again: the id is taken, so that another one is proposed
        result = self.run_ok("review", path, "--again", stdin="e\n\n\n\n\n2025-08\n\n\n\n\n\na\nq\n")
        self.assertIn("--from 2", result.err)
        self.assertIn("same parties, same kind", result.err)
        ids = [record["id"] for record in self.lines(records)]
        self.assertEqual(len(ids), 2)
        self.assertEqual(len(set(ids)), 2)

    def lines(self, path):
        with open(path) as file:
            return [json.loads(line) for line in file]

    def extracted(self, name):
        path = self.path(name)
        with open(path, "w") as file:
            file.write(self.run_ok("extract", "-", stdin=ARTICLE).out)
        return path

    def test_review_goes_on(self):
        """What was decided is not asked again, and the reasons are kept."""
        path = self.extracted("stopped.jsonl")
        self.assertIn("stopped before candidate 2", self.run_ok("review", path, stdin="r only a hope\nq\n").err)
        result = self.run_ok("review", path, stdin="a\n")
        self.assertIn("accepted 1", result.err)
        self.assertIn("1 were decided before", result.err)
        decisions = self.lines(path + ".decisions.jsonl")
        self.assertEqual([d["decision"] for d in decisions], ["rejected", "accepted"])
        self.assertEqual(decisions[0]["reason"], "only a hope")
        self.assertNotIn("?", self.run_ok("review", path, stdin="").err)

    def test_review_merge(self):
        """A candidate becomes an event of a record that is there, which a load then replaces."""
        path = self.extracted("merged.jsonl")
        known = self.path("known.jsonl")
        with open(known, "w") as file:
            file.write('{"id": "ita-alb-2023", "title": "Protocol of Rome", "kind": "third_country_transfer", '
                       '"parties": [{"party": "ITA", "role": "sender"}, {"party": "ALB", "role": "receiver"}], '
                       '"events": [{"date": "2023-11-06", "status": "signed", "cites": ["s1"]}], '
                       '"sources": [{"id": "s1", "title": "A paper"}]}\n')
        result = self.run_ok("review", path, "--known", known, stdin="r\nm\n")
        self.assertIn("like      ita-alb-2023: same parties, same kind; its last event: 2023-11-06 signed", result.err)
        self.assertIn("merged 1", result.err)
        (record,) = self.lines(path + ".accepted.jsonl")
        self.assertEqual([(e["date"], e["status"]) for e in record["events"]],
                         [("2023-11-06", "signed"), ("2024-03", "struck_down")])
        self.assertEqual(record["events"][1]["cites"], ["s2"])
        decision = self.lines(path + ".decisions.jsonl")[1]
        self.assertEqual((decision["decision"], decision["record"]), ("merged", "ita-alb-2023"))
        self.assertIn("same parties", decision["reason"])
        # once more into the record of the output: the source is added, the event is not doubled
        again = self.run_ok("review", path, "--again", "--from", "2", stdin="m nobody x\nm ita-alb-2023 told twice\n")
        self.assertIn("no record has this id", again.err)
        (record,) = self.lines(path + ".accepted.jsonl")
        self.assertEqual(len(record["events"]), 2)
        self.assertEqual(record["events"][1]["cites"], ["s2", "s3"])
        database = self.path("merged.db")
        self.run_ok("load", database, known)
        self.assertIn("loaded 1", self.run_ok("load", database, path + ".accepted.jsonl").err)

    def test_review_editor(self):
        path = self.extracted("edited.jsonl")
        editor = self.path("editor.sh")
        with open(editor, "w") as file:
            file.write("#!/bin/sh\nsed -i 's/\"id\":.*gha.*\"/\"id\": \"my-id\"/; s/\"id\":.*alb.*\"/\"id\": \"my-id\"/' \"$1\"\n")
        os.chmod(editor, 0o755)
        env = dict(os.environ, EDITOR=editor, VISUAL="")
        result = entente("review", path, stdin="r\ne\na\n", env=env)
        self.assertEqual(result.status, 0, result.err)
        (record,) = self.lines(path + ".accepted.jsonl")
        self.assertEqual(record["id"], "my-id")
        failed = entente("review", path, "--again", stdin="e\nq\n", env=dict(env, EDITOR="false"))
        self.assertIn("false failed", failed.err)

    def test_explain_and_all(self):
        text = "Britain should strike a deal with Albania on taking in asylum seekers, the think tank said."
        self.assertEqual(self.candidates(text, "--date", "2024-01-01"), [])
        (refused,) = self.candidates(text, "--date", "2024-01-01", "--all", "--explain")
        self.assertLess(refused["confidence"], 0.3)
        self.assertIn("refused: a hope, a plan or advice", refused["why"])
        for candidate in self.candidates(ARTICLE, "--explain"):
            self.assertGreaterEqual(candidate["confidence"], 0.3)
            self.assertTrue(any(why.startswith("parties: ") for why in candidate["why"]))

    def test_order(self):
        """The same bytes give the same lines, in the order of their place."""
        text = ARTICLE * 3
        once = self.run_ok("extract", "-", "--all", stdin=text).out
        self.assertEqual(once, self.run_ok("extract", "-", "--all", stdin=text).out)
        starts = [json.loads(line)["evidence"][0]["start"] for line in once.splitlines()]
        self.assertEqual(starts, sorted(starts))

    def test_review_of_others(self):
        path = self.path("other.jsonl")
        with open(path, "w") as file:
            file.write('{"id": "x"}\n')
        result = entente("review", path, stdin="a\n")
        self.assertEqual(result.status, 1)
        self.assertIn("no candidate", result.err)


if __name__ == "__main__":
    main()
