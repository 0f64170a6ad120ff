"""Killed, cut short, out of room: whatever happens to a writing program, the database is as before or as after.

CRASH_RECORDS and CRASH_KILLS ask for more than is run by default (`./dev fuzz` does)."""

import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import time
import unittest

from many_records import write_many_records
from program import DATA, PROGRAM, SANITIZED, ProgramTest, entente, main

RECORDS = int(os.environ.get("CRASH_RECORDS", 400))
KILLS = int(os.environ.get("CRASH_KILLS", 30 if SANITIZED else 200))
EVERYTHING = [
    "MATCH (n) RETURN id(n), labels(n), properties(n) ORDER BY id(n)",
    "MATCH (a)-[r]->(b) RETURN id(r), id(a), type(r), id(b), properties(r) ORDER BY id(r)",
    "SHOW INDEXES",
    "SHOW CONSTRAINTS",
]
WRITES = {
    "load": ["load", "DATABASE", "RECORDS"],
    "create": ["query", "DATABASE", "UNWIND range(1, 20000) AS i CREATE (:X {i: i, text: 'x' + i})-[:T]->(:Y)"],
    "delete": ["query", "DATABASE", "MATCH (n) WHERE id(n) % 3 > 0 DETACH DELETE n"],
    "set": ["query", "DATABASE", "MATCH (n) SET n.id = n.id + '-again', n:Again"],
    "index": ["query", "DATABASE", "CREATE INDEX dates FOR (e:Event) ON (e.date)"],
}


def content(database):
    """A digest of every node, relationship, index and constraint, ids included."""
    digest = hashlib.sha256()
    for query in EVERYTHING:
        result = entente("query", database, query, "--format", "jsonl", "--read-only")
        assert result.status == 0, result.err
        digest.update(result.out.encode("utf-8"))
    return digest.hexdigest()


def counts(database):
    result = entente("query", database, "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n), count(r), sum(id(r))")
    assert result.status == 0, result.err
    return result.out


class CrashTest(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = os.path.join(cls.folder, "many.jsonl")
        cls.base = os.path.join(cls.folder, "base.db")
        cls.number = 0
        write_many_records(cls.records, RECORDS)
        loaded = entente("load", cls.base, os.path.join(DATA, "agreements.jsonl"))
        assert loaded.status == 0, loaded.err

    def copy(self):
        """The database of the shipped agreements, under a new name."""
        type(self).number += 1
        path = self.path(f"copy{self.number}.db")
        shutil.copyfile(self.base, path)
        self.addCleanup(self.remove, path)
        return path

    def remove(self, path):
        for file in (path, path + "-lock"):
            if os.path.exists(file):
                os.unlink(file)

    def command(self, name, database):
        return [{"DATABASE": database, "RECORDS": self.records}.get(word, word) for word in WRITES[name]]

    def sound(self, database):
        result = entente("check", database)
        self.assertEqual(result.status, 0, result.err)


class KillTest(CrashTest):
    def killed_after(self, command, seconds):
        """The seconds that the program took where it was done before it could be killed; None: it was killed."""
        start = time.monotonic()
        process = subprocess.Popen([PROGRAM, *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            _, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            _, errors = process.communicate()
        self.assertIn(process.returncode, (0, -signal.SIGKILL), errors)
        return time.monotonic() - start if process.returncode == 0 else None

    def kill_again_and_again(self, name, times, seed, state):
        database = self.copy()
        before = state(database)
        start = time.monotonic()
        self.run_ok(*self.command(name, database))
        whole = time.monotonic() - start
        after = state(database)
        self.assertNotEqual(before, after)
        generator = random.Random(seed)
        seen = {"before": 0, "after": 0}
        killed = 0
        for turn in range(times):
            database = self.copy()
            # half of them anywhere, half where the commit is to be expected
            moment = whole * (generator.uniform(0, 1) if turn % 2 else generator.uniform(0.7, 1.1))
            took = self.killed_after(self.command(name, database), moment)
            killed += took is None
            whole = min(whole, took or whole)  # the first time, on a machine with much to do, tells little of the rest
            self.sound(database)
            found = state(database)
            self.assertIn(found, (before, after), f"killed after {moment:.4f} s of {whole:.4f} s")
            seen["before" if found == before else "after"] += 1
            if turn % 10 == 0:
                # and the next writer is not kept waiting by a lock that the dead one held
                self.run_ok("query", database, "CREATE (:Later)")
                self.sound(database)
            self.remove(database)
        self.assertGreater(killed, times // 10, "most were done before they were killed")
        print(f"{name}: {killed} of {times} killed, database {seen}")

    def test_load(self):
        self.kill_again_and_again("load", KILLS, 1, content if RECORDS < 10000 else counts)

    def test_query(self):
        for seed, name in enumerate(["create", "delete", "set", "index"]):
            self.kill_again_and_again(name, max(KILLS // 20, 5), seed, content)


class CutTest(CrashTest):
    def test_a_file_cut_short(self):
        size = os.path.getsize(self.base)
        generator = random.Random(5)
        lengths = [1, 100, 4095, 4096, 8191, 8192, 12288, size - 4096, size - 1]
        lengths += [generator.randrange(size) for _ in range(5 if SANITIZED else 20)]
        for length in lengths:
            with self.subTest(length=length):
                database = self.copy()
                os.truncate(database, length)
                for call in (["query", database, EVERYTHING[0]], ["check", database], ["query", database, "CREATE (:X)"]):
                    result = entente(*call)
                    self.assertEqual((result.status, result.out), (1, ""), result.err)
                    self.assertIn(database, result.err)
                    self.assertRegex(result.err, "truncated|too short|not an entente database")
                self.assertEqual(os.path.getsize(database), length)

    def test_pages_overwritten(self):
        """What the disk lost or mixed up is told by check, wherever it lies, unless nothing lies there."""
        size = os.path.getsize(self.base)
        generator = random.Random(6)
        for turn in range(10 if SANITIZED else 60):
            database = self.copy()
            page = generator.randrange(size // 4096)
            start = page * 4096 + generator.choice([0, 0, 16, 2048])
            with open(database, "r+b") as file:
                file.seek(start)
                file.write(bytes(512) if turn % 2 else generator.randbytes(512))
            result = entente("check", database)
            self.assertIn(result.status, (0, 1), f"{start}: {result.err}")
            if result.status == 1:
                self.assertIn(database, result.err + result.out)


class FullTest(CrashTest):
    def refused(self, command, database, before, size=None):
        """Runs a write in a file that may not grow beyond size."""
        limit = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))) if size else None
        process = subprocess.run([PROGRAM, *command], capture_output=True, preexec_fn=limit, timeout=300)
        errors = process.stderr.decode("utf-8")
        self.assertEqual(process.returncode, 1, errors)
        self.assertIn("no space is left", errors)
        self.sound(database)
        self.assertEqual(content(database), before)

    def test_a_limit_of_the_file_size(self):
        for name in ("load", "create"):
            database = self.copy()
            before = content(database)
            start = os.path.getsize(database)
            self.run_ok(*self.command(name, database))
            end = os.path.getsize(database)
            after = content(database)
            self.assertGreater(end, start + 100000)
            steps = 3 if SANITIZED else 10
            for step in range(steps):
                database = self.copy()
                size = start + (end - start) * step // steps + 1
                self.refused(self.command(name, database), database, before, size)
            # with room again, it is done as if nothing had been
            self.run_ok(*self.command(name, database))
            self.assertEqual(content(database), after)

    def test_a_new_database(self):
        database = self.path("new.db")
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))
        process = subprocess.run([PROGRAM, "load", database, self.records], capture_output=True, preexec_fn=limit, timeout=300)
        errors = process.stderr.decode("utf-8")
        self.assertEqual(process.returncode, 1, errors)
        self.assertIn("no space is left", errors)
        self.run_ok("load", database, self.records)
        self.sound(database)

    def on_small_disk(self, kilobytes, script):
        """Runs a script of the shell where $disk is a file system of that size, in a namespace that ends with it."""
        disk = self.path("disk")
        os.makedirs(disk, exist_ok=True)
        command = f'mount -t tmpfs -o size={kilobytes}k none "$disk" || exit 77; {script}'
        process = subprocess.run(
            ["unshare", "--mount", "--map-root-user", "sh", "-c", command],
            env={**os.environ, "disk": disk, "program": PROGRAM, "base": self.base, "records": self.records, "out": self.folder},
            capture_output=True,
            timeout=300,
        )
        if process.returncode == 77 or b"unshare failed" in process.stderr:
            self.skipTest("no file system can be mounted here")
        return process.returncode, process.stderr.decode("utf-8")

    def test_a_full_disk(self):
        before = content(self.base)
        size = os.path.getsize(self.base) // 1024
        for room in (80, 200, 500):
            for name in ("load", "create"):
                words = " ".join(f'"{w}"' for w in WRITES[name])
                words = words.replace("DATABASE", "$disk/small.db").replace("RECORDS", "$records")
                script = f'cp "$base" "$disk/small.db"; "$program" {words}; s=$?; cp "$disk/small.db" "$out/kept.db"; exit $s'
                status, errors = self.on_small_disk(size + room, script)
                self.assertEqual(status, 1, errors)
                self.assertIn("no space is left", errors)
                self.sound(self.path("kept.db"))
                self.assertEqual(content(self.path("kept.db")), before)

    def test_a_disk_with_no_room_at_all(self):
        size = os.path.getsize(self.base) // 1024
        fill = 'cp "$base" "$disk/small.db"; dd if=/dev/zero of="$disk/filler" bs=4k 2>/dev/null; '
        for call in ('query "$disk/small.db" "CREATE (:X)"', 'load "$disk/new.db" "$records"'):
            status, errors = self.on_small_disk(size + 32, fill + '"$program" ' + call)
            self.assertEqual(status, 1, errors)
            self.assertIn("no space is left", errors)
        # but it can be read
        status, errors = self.on_small_disk(size + 32, fill + '"$program" query "$disk/small.db" "MATCH (n) RETURN count(n)"')
        self.assertEqual((status, errors), (0, ""))


if __name__ == "__main__":
    main()
