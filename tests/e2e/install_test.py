"""What is installed: the program finds its modules wherever the whole was put, and other programs find the library."""

import os
import shutil
import subprocess
import unittest

from program import SANITIZED, ProgramTest, main

BUILD = os.environ["ENTENTE_BUILD"]
SOURCE = r"""
#include <entente.h>
#include <stdio.h>

int main(void)
{
    entente *db;
    entente_stmt *stmt;
    if (entente_open(":memory:", ENTENTE_CREATE, &db) != ENTENTE_OK ||
        entente_prepare(db, "UNWIND range(1, 4) AS i CREATE (:A {i: i}) RETURN sum(i)", -1, &stmt) != ENTENTE_OK ||
        entente_step(stmt) != ENTENTE_ROW)
        return 1;
    printf("%d\n", (int)entente_column_int64(stmt, 0));
    entente_finalize(stmt);
    entente_close(db);
    return 0;
}
"""


def found(folder, name):
    for path, _, files in os.walk(folder):
        if name in files:
            return os.path.join(path, name)
    return None


class InstallTest(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.place = os.path.join(cls.folder, "place")
        installed = subprocess.run(
            ["meson", "install", "--no-rebuild", "-C", BUILD, "--destdir", cls.place], capture_output=True
        )
        assert installed.returncode == 0, installed.stderr

    def run_installed(self, *arguments):
        program = found(self.place, "entente")
        result = subprocess.run([program, *arguments], capture_output=True, cwd=self.folder)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout.decode("utf-8")

    def test_the_program_in_another_place(self):
        data = found(self.place, "agreements.jsonl")
        self.run_installed("load", "deals.db", data)
        self.assertIn("Denmark", self.run_installed("partners", "deals.db", "RWA"))
        self.run_installed("diagram", "deals.db", "--around", "RWA", "-o", "rwanda.svg")
        self.assertGreater(os.path.getsize(self.path("rwanda.svg")), 1000)

    def test_what_comes_with_it(self):
        for name in ("entente.h", "entente.pc", "libentente.so", "libentente.a", "LICENSE", "README.md", "places.jsonl"):
            self.assertTrue(found(self.place, name), name)

    @unittest.skipIf(SANITIZED or not shutil.which("pkg-config"), "a library that needs its sanitizer")
    def test_a_program_with_the_library(self):
        package = os.path.dirname(found(self.place, "entente.pc"))
        library = os.path.dirname(found(self.place, "libentente.so"))
        environment = {**os.environ, "PKG_CONFIG_PATH": package, "PKG_CONFIG_SYSROOT_DIR": self.place, "LD_LIBRARY_PATH": library}
        flags = subprocess.run(
            ["pkg-config", "--cflags", "--libs", "entente"], capture_output=True, env=environment, text=True, check=True
        ).stdout.split()
        with open(self.path("user.c"), "w", encoding="utf-8") as file:
            file.write(SOURCE)
        subprocess.run(["cc", self.path("user.c"), "-o", self.path("user"), *flags], check=True, env=environment)
        result = subprocess.run([self.path("user")], capture_output=True, env=environment, text=True)
        self.assertEqual((result.returncode, result.stdout), (0, "10\n"), result.stderr)


if __name__ == "__main__":
    main()
