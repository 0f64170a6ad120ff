"""What all end-to-end tests share: running the program as a user would, on databases in a folder of their own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.environ["ENTENTE"]
DATA = os.environ["ENTENTE_DATA"]
# a sanitizer build is some ten times slower: long tests do less there
SANITIZED = os.environ.get("ENTENTE_SANITIZED") == "1"


class Result:
    def __init__(self, process):
        self.status = process.returncode
        self.out = process.stdout.decode("utf-8")
        self.err = process.stderr.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.out)


def entente(*arguments, stdin=None, env=None):
    """Runs the program to its end; text on standard input may be given."""
    return Result(
        subprocess.run(
            [PROGRAM, *map(str, arguments)],
            input=stdin.encode("utf-8") if isinstance(stdin, str) else stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            timeout=300,
            env={**os.environ, **(env or {})},
        )
    )


class ProgramTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        # memory rather than disk: what a commit costs in syncing is not what these tests ask
        shm = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        cls.folder = tempfile.mkdtemp(prefix="entente-test-", dir=shm)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def run_ok(self, *arguments, **keywords):
        result = entente(*arguments, **keywords)
        self.assertEqual(result.status, 0, result.err)
        return result

    def rows(self, *arguments):
        return self.run_ok(*arguments, "--format", "json").json

    def load(self, name, records):
        """A database of records given as Python objects."""
        path = self.path(name)
        text = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
        self.run_ok("load", path, "-", stdin=text)
        return path


def shipped_records():
    with open(os.path.join(DATA, "agreements.jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def roles_of(party):
    return party.get("roles") or [party.get("role", "partner")]


def ties_of(record):
    """The edges between parties that follow from their roles, read from docs/graph-model.md: a set of (from, to,
    directed)."""
    roles = {p["party"]: set(roles_of(p)) for p in record["parties"]}
    codes = sorted(roles)
    ties = set()
    for i, x in enumerate(codes):
        for y in codes[i + 1 :]:
            forth = "sender" in roles[x] and "receiver" in roles[y]
            back = "sender" in roles[y] and "receiver" in roles[x]
            if forth:
                ties.add((x, y, True))
            if back:
                ties.add((y, x, True))
            moves = {"sender", "receiver"}
            if not forth and not back and (not roles[x] & moves or not roles[y] & moves):
                ties.add((x, y, False))
    if not any(directed for _, _, directed in ties):
        ties = {(x, y, False) for i, x in enumerate(codes) for y in codes[i + 1 :]}
    return ties


def main():
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[1:]])
