"""Every command shown in README.md and docs/ is run, and must print what is shown there."""

import glob
import os
import re
import shlex
import shutil
import subprocess
import unittest

from program import DATA, PROGRAM, ProgramTest, main

ROOT = os.path.dirname(DATA)
# what prints rows shows them as a person sees them on a terminal
ROWS = {"agreements", "communities", "components", "cut-points", "cliques", "diff", "info", "partners", "paths", "query",
        "rank", "reach", "series", "similar", "sources", "timeline", "triads"}


def examples(path):
    """Pairs of a command and what is printed below it, from the fenced blocks of a page."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for block in re.findall(r"^```[a-z]*\n(.*?)^```$", text, re.M | re.S):
        if block.startswith("$ entente "):
            for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
                command, _, output = part.partition("\n")
                yield command, output.rstrip("\n")


class DocsTest(ProgramTest):
    def test_examples(self):
        pages = [os.path.join(ROOT, "README.md"), *sorted(glob.glob(os.path.join(ROOT, "docs", "**", "*.md"), recursive=True))]
        count = 0
        shutil.copytree(DATA, self.path("data"))
        self.run_ok("load", self.path("deals.db"), os.path.join(DATA, "agreements.jsonl"))
        for page in pages:
            for command, expected in examples(page):
                with self.subTest(page=os.path.relpath(page, ROOT), command=command):
                    words = shlex.split(command)
                    self.assertEqual(words[0], "entente")
                    arguments = words[1:]
                    if arguments[0] in ROWS and "--format" not in arguments:
                        arguments += ["--format", "table"]
                    process = subprocess.run(
                        [PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=120
                    )
                    printed = "\n".join(part.rstrip("\n") for part in (process.stdout, process.stderr) if part)
                    self.assertEqual(printed, expected)
                    count += 1
        self.assertGreater(count, 5)


if __name__ == "__main__":
    main()
