"""The plans chosen for forty queries on the shipped agreements: operators in order, and the index used. A change of the
planner shows here. With ENTENTE_WRITE=1 in the environment they are written anew: read the difference before you keep it."""

import os
import re
import unittest

from program import DATA, ProgramTest, main

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "plans.script")


def cases():
    """Pairs of a query and the plan written below it."""
    with open(SCRIPT, encoding="utf-8") as file:
        for block in file.read().split("\n\n"):
            query, _, plan = block.strip("\n").partition("\n")
            yield query, plan


class PlansTest(ProgramTest):
    def plan(self, query):
        lines = self.run_ok("query", self.path("plans.db"), "EXPLAIN " + query, "--format", "json").json
        # at the end of a line is the estimate, which new records may move
        return "\n".join(re.sub(r"  +\d+$", "", line["plan"]) for line in lines[1:])

    def test_plans(self):
        self.run_ok("load", self.path("plans.db"), os.path.join(DATA, "agreements.jsonl"))
        found = [(query, self.plan(query)) for query, _ in cases()]
        self.assertEqual(len(found), 40)
        if "ENTENTE_WRITE" in os.environ:
            with open(SCRIPT, "w", encoding="utf-8") as file:
                file.write("\n\n".join(f"{query}\n{plan}" for query, plan in found) + "\n")
            return
        for (query, wanted), (_, plan) in zip(cases(), found):
            with self.subTest(query=query):
                self.assertEqual(plan, wanted)


if __name__ == "__main__":
    main()
