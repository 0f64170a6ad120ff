"""The program as its users call it: arguments, formats, messages, exit statuses."""

import csv
import io
import json
import os
import stat
import unittest

from program import DATA, ProgramTest, entente, main, shipped_records


class ArgumentsTest(ProgramTest):
    def usage(self, *arguments):
        result = entente(*arguments)
        self.assertEqual(result.status, 2, result)
        self.assertEqual(result.out, "")
        return result.err

    def test_without_arguments_the_usage_is_told(self):
        self.assertIn("Usage: entente COMMAND DATABASE", self.usage())

    def test_version(self):
        self.assertRegex(self.run_ok("--version").out, r"^entente \d+\.\d+\.\d+\n$")

    def test_every_command_has_help(self):
        out = self.run_ok("--help").out
        for line in out.splitlines():
            if line.startswith("  "):
                name = line.split()[0]
                for option in ("-h", "--help"):
                    self.assertIn(f"Usage: entente {name} ", self.run_ok(name, option).out)

    def test_unknown_command_names_the_nearest(self):
        self.assertIn("did you mean `partners`?", self.usage("partner", "x.db"))

    def test_unknown_option_names_the_nearest(self):
        self.assertIn("did you mean `--format`?", self.usage("query", "x.db", "RETURN 1", "--fromat", "csv"))

    def test_option_without_its_value(self):
        self.assertIn("option `--format` needs a value", self.usage("query", "x.db", "RETURN 1", "--format"))

    def test_option_given_twice(self):
        self.assertIn("is given twice", self.usage("query", "x.db", "RETURN 1", "--format", "csv", "--format", "csv"))

    def test_too_few_and_too_many_arguments(self):
        self.assertIn("too few arguments", self.usage("paths", "x.db", "RWA"))
        self.assertIn("unexpected argument `c`", self.usage("check", "x.db", "c"))

    def test_options_may_stand_anywhere_and_dashes_end_them(self):
        database = self.path("anywhere.db")
        self.run_ok("query", database, "CREATE (:A)")
        out = self.run_ok("query", "--format=json", database, "RETURN 1 AS x").out
        self.assertEqual(json.loads(out), [{"x": 1}])
        out = self.run_ok("query", database, "--format", "json", "--", "RETURN -1 AS x").out
        self.assertEqual(json.loads(out), [{"x": -1}])

    def test_a_missing_database_is_an_error_and_stays_missing(self):
        path = self.path("none.db")
        for call in (["query", path, "RETURN 1"], ["partners", path], ["check", path], ["info", path]):
            result = entente(*call)
            self.assertEqual(result.status, 1)
            self.assertIn(path, result.err)
            self.assertFalse(os.path.exists(path))

    def test_a_file_that_is_no_database(self):
        path = self.path("text.db")
        with open(path, "w", encoding="utf-8") as file:
            file.write("these are not the bytes of a database\n" * 500)
        result = entente("query", path, "RETURN 1")
        self.assertEqual(result.status, 1)
        self.assertIn("not an entente database", result.err)


class QueryTest(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = os.path.join(cls.folder, "query.db")
        assert entente("query", cls.database, "CREATE (:A {n: 1})-[:T {w: 0.5}]->(:B {n: 2, s: 'a|b,\"c\"\\n\\td'})").status == 0

    def test_formats(self):
        query = "MATCH (b:B) RETURN b.n AS n, b.s AS s, null AS nothing, [1, 'x'] AS list"
        text = 'a|b,"c"\n\td'
        run = lambda format: self.run_ok("query", self.database, query, "--format", format).out
        self.assertEqual(json.loads(run("json")), [{"n": 2, "s": text, "nothing": None, "list": [1, "x"]}])
        self.assertEqual(json.loads(run("jsonl")), {"n": 2, "s": text, "nothing": None, "list": [1, "x"]})
        rows = list(csv.reader(io.StringIO(run("csv"), newline="")))
        self.assertEqual(rows, [["n", "s", "nothing", "list"], ["2", text, "", "[1, 'x']"]])
        self.assertEqual(run("tsv"), "n\ts\tnothing\tlist\n2\ta|b,\"c\"\\n\\td\t\t[1, 'x']\n")
        self.assertEqual(
            run("markdown"),
            "| n | s | nothing | list |\n| --- | --- | --- | --- |\n| 2 | a\\|b,\"c\"<br>\td |  | [1, 'x'] |\n",
        )
        self.assertEqual(run("table").splitlines()[0].split(), ["n", "s", "nothing", "list"])

    def test_no_rows(self):
        query = "MATCH (x:C) RETURN x.n AS n"
        self.assertEqual(self.run_ok("query", self.database, query, "--format", "json").out, "[]\n")
        self.assertEqual(self.run_ok("query", self.database, query, "--format", "csv").out, "n\r\n")
        self.assertEqual(self.run_ok("query", self.database, query).out, "n\n")

    def test_many_rows_in_a_table(self):
        out = self.run_ok("query", self.database, "UNWIND range(1, 1500) AS i RETURN i", "--format", "table").out
        lines = out.splitlines()
        self.assertEqual([int(line) for line in lines[2:]], list(range(1, 1501)))

    def test_graph_values_as_json(self):
        rows = self.rows("query", self.database, "MATCH p = (a:A)-[r:T]->(b) RETURN a, r, p")
        row = rows[0]
        self.assertEqual(row["a"]["labels"], ["A"])
        self.assertEqual(row["a"]["properties"], {"n": 1})
        self.assertEqual((row["r"]["type"], row["r"]["properties"]), ("T", {"w": 0.5}))
        self.assertEqual(row["r"]["start"], row["a"]["id"])
        self.assertEqual([n["labels"] for n in row["p"]["nodes"]], [["A"], ["B"]])

    def test_parameters(self):
        rows = self.rows(
            "query", self.database, "RETURN $i AS i, $l AS l, $s AS s, $d AS d",
            "-p", "i=42", "-p", "l=[1, 'a']", "-p", "s=just a text", "-p", "d=date('2025-01-31')",
        )
        self.assertEqual(rows, [{"i": 42, "l": [1, "a"], "s": "just a text", "d": "2025-01-31"}])

    def test_a_missing_parameter(self):
        result = entente("query", self.database, "RETURN $x")
        self.assertEqual(result.status, 1)
        self.assertIn("x", result.err)

    def test_the_query_from_a_file_and_from_standard_input(self):
        path = self.path("q.cypher")
        with open(path, "w", encoding="utf-8") as file:
            file.write("MATCH (a:A)\nRETURN a.n AS n\n")
        self.assertEqual(self.rows("query", self.database, "-f", path), [{"n": 1}])
        result = self.run_ok("query", self.database, "-f", "-", "--format", "json", stdin="RETURN 3 AS n")
        self.assertEqual(result.json, [{"n": 3}])

    def test_read_only_refuses_to_write(self):
        result = entente("query", self.database, "CREATE (:A)", "--read-only")
        self.assertEqual(result.status, 1)
        self.assertEqual(self.rows("query", self.database, "MATCH (a:A) RETURN count(*) AS n"), [{"n": 1}])

    def test_a_mistake_is_shown_with_a_caret(self):
        result = entente("query", self.database, "MATCH (a:A) RETURN code")
        self.assertEqual(result.status, 1)
        lines = result.err.splitlines()
        self.assertIn("`code` is not defined", lines[0])
        self.assertIn("line 1, column 20", lines[0])
        self.assertEqual(lines[2].index("^"), lines[1].index("code"))
        self.assertEqual(lines[2].count("^"), 4)

    def test_a_time_limit(self):
        result = entente(
            "query", self.database, "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b)",
            "--timeout", "0.2",
        )
        self.assertEqual(result.status, 1)
        self.assertIn("longer", result.err)

    def test_a_memory_limit(self):
        result = entente("query", self.database, "RETURN size(range(1, 50000000))", "--memory", "20M")
        self.assertEqual(result.status, 1)
        self.assertIn("memory", result.err)


class ShellTest(ProgramTest):
    def shell(self, text, *options):
        return entente("shell", self.path("shell.db"), *options, stdin=text)

    def test_statements_end_with_a_semicolon_outside_of_text(self):
        result = self.shell("RETURN 'a;b' AS x, 1 AS `y;`; // no; end\nRETURN 2 AS z")
        self.assertEqual((result.status, result.out), (0, "x\ty;\na;b\t1\nz\n2\n"), result.err)

    def test_a_script_stops_at_the_first_error(self):
        result = self.shell("RETURN 1 AS x;\nRETURN nothing;\nRETURN 3 AS y;")
        self.assertEqual((result.status, result.out), (1, "x\n1\n"))
        self.assertIn("`nothing` is not defined", result.err)

    def test_transactions(self):
        count = "MATCH (t:Thing) RETURN count(*) AS n;\n"
        result = self.shell(":begin\nCREATE (:Thing);\n" + count + ":rollback\n" + count, "--format", "csv")
        self.assertEqual((result.status, result.out), (0, "n\r\n1\r\nn\r\n0\r\n"), result.err)
        result = self.shell(":begin\nCREATE (:Thing);\n:commit\n" + count)
        self.assertEqual(result.out, "n\n1\n")
        result = self.shell(":begin\nCREATE (:Thing);\n")
        self.assertIn("rolled back", result.err)
        self.assertEqual(self.shell(count).out, "n\n1\n")

    def test_commands(self):
        self.assertIn("did you mean `:schema`?", self.shell(":schma\n").err)
        self.assertIn("label\n", self.shell("CREATE (:Other);\n:schema\n").out)
        self.assertEqual(self.shell(":quit\nRETURN 1;").out, "")


class ShippedTest(ProgramTest):
    """The shipped agreements, asked as cli.md says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = os.path.join(cls.folder, "deals.db")
        cls.loaded = entente("load", cls.database, os.path.join(DATA, "agreements.jsonl"))
        assert cls.loaded.status == 0, cls.loaded.err
        cls.records = {r["id"]: r for r in shipped_records()}

    def test_load_counts(self):
        events = sum(len(r["events"]) for r in self.records.values())
        parties = {p["party"] for r in self.records.values() for p in r["parties"]}
        last = self.loaded.err.splitlines()[-1]
        self.assertRegex(last, rf"^loaded {len(self.records)} agreements, {len(parties)} parties, {events} events, \d+ sources$")

    def test_agreements(self):
        rows = self.rows("agreements", self.database)
        self.assertEqual([r["id"] for r in rows], sorted(self.records))
        for row in rows:
            record = self.records[row["id"]]
            self.assertEqual(row["parties"], sorted(p["party"] for p in record["parties"]))
            self.assertEqual(row["kind"], record["kind"])

    def test_kind_matches_further_kinds(self):
        rows = self.rows("agreements", self.database, "--kind", "border_cooperation")
        expected = sorted(
            i for i, r in self.records.items() if "border_cooperation" in [r["kind"], *r.get("also", [])]
        )
        self.assertEqual([r["id"] for r in rows], expected)

    def test_status_on_a_day(self):
        def first(d):
            d = d.rstrip("~?%")
            return d + "-01-01"[len(d) - 4 :] if len(d) < 10 else d

        for day in ("1990-01-01", "2016-07-15", "2024-01-01", "2025-06-30"):
            expected = {}
            for i, record in self.records.items():
                for event in sorted(record["events"], key=lambda e: first(e["date"])):
                    if "status" in event and first(event["date"]) <= day:
                        expected[i] = event["status"]
            rows = self.rows("agreements", self.database, "--as-of", day)
            self.assertEqual({r["id"]: r["status"] for r in rows}, expected)

    def test_party_names(self):
        expected = self.rows("partners", self.database, "RWA")
        for name in ("rwa", "RW", "rwanda", "Republic of Rwanda"):
            self.assertEqual(self.rows("partners", self.database, name), expected, name)

    def test_a_name_that_fits_several(self):
        result = entente("partners", self.database, "Congo")
        self.assertEqual(result.status, 1)
        self.assertIn("COD", result.err)
        self.assertIn("COG", result.err)

    def test_an_unknown_name_names_the_nearest(self):
        result = entente("partners", self.database, "Ruanda-Land")
        self.assertEqual(result.status, 1)
        self.assertIn("Ruanda-Land", result.err)
        result = entente("partners", self.database, "Rwannda")
        self.assertIn("Rwanda", result.err)

    def test_wrong_dates(self):
        for day, words in (("2023-02-30", "February 2023 has 28 days"), ("2023-13-01", "no month 13"), ("then", "such as")):
            result = entente("agreements", self.database, "--as-of", day)
            self.assertEqual(result.status, 2)
            self.assertIn(words, result.err)

    def test_wrong_words(self):
        result = entente("agreements", self.database, "--kind", "readmision")
        self.assertEqual(result.status, 2)
        self.assertIn("did you mean `readmission`?", result.err)

    def test_show(self):
        page = self.run_ok("show", self.database, "gbr-rwa-2022-partnership").out
        self.assertIn("struck_down", page)
        self.assertIn("[1]", page)
        self.assertIn("United Kingdom (GBR)", page)
        page = self.run_ok("show", self.database, "rwanda").out
        self.assertIn("Rwanda (RWA)", page)
        self.assertIn("gbr-rwa-2022-partnership", page)

    def test_output_to_what_is_no_plain_file(self):
        pipe, record, behind = self.path("pipe"), self.path("record.jsonl"), self.path("link.jsonl")
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        small = self.load("small.db", [self.records["dnk-rwa-2021-asylum-mou"]])
        self.run_ok("export", small, "-o", pipe, "--type", "dot")
        self.assertTrue(stat.S_ISFIFO(os.stat(pipe).st_mode), "a pipe stays a pipe")
        self.assertTrue(os.read(reader, 7))
        os.close(reader)
        with open(record, "w", encoding="utf-8"):
            pass
        os.symlink(record, behind)
        self.run_ok("export", self.database, "-o", behind)
        self.assertTrue(os.path.islink(behind), "a link stays a link")
        self.assertGreater(os.path.getsize(record), 0)

    def test_text_does_not_steer_the_terminal(self):
        hostile = "'a\x1b[31mb\u202ec\u009bd'"
        shown = self.run_ok("query", self.database, f"RETURN {hostile} AS x", "--format", "table").out
        self.assertIn("a[31mbcd", shown)
        self.assertEqual(self.rows("query", self.database, f"RETURN {hostile} AS x")[0]["x"], hostile[1:-1])
        self.assertNotIn("\x1b", entente("show", self.database, "\x1b[31m").err)

    def test_info_and_check_and_backup(self):
        rows = {(r["what"], r["name"]): r["value"] for r in self.rows("info", self.database)}
        self.assertEqual(rows[("label", "Agreement")], len(self.records))
        self.assertIn("sound", self.run_ok("check", self.database).out)
        copy = self.path("copy.db")
        self.run_ok("backup", self.database, copy)
        self.assertEqual(self.rows("agreements", copy), self.rows("agreements", self.database))
        self.assertEqual(entente("backup", self.database, copy).status, 1)


if __name__ == "__main__":
    main()
