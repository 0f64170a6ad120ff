#!/usr/bin/env python3
"""Measures `entente extract` on passages with known answers.

    score.py PROGRAM [--show] [--min-pairs F] PASSAGES...

A passage is a line {"id", "page", "text", "gold": [{"parties": {code: [roles]}, "kind", "status", "date"}]}. An
agreement of many parties counts as one pair of each two of them. For direction, kind, status and date a pair counts when
the parties are right and the field is, too: F1 of that is what is printed, and the share among the right pairs. A
`null` in the answer is right only when the program leaves the field open.
"""
import argparse
import itertools
import json
import subprocess
import sys

FIELDS = ["direction", "kind", "status", "date"]


def pairs_of(records):
    """[(pair, {field: value})], roles read as who sends to whom."""
    out = []
    for r in records:
        for a, b in itertools.combinations(sorted(r["parties"]), 2):
            moves = lambda x: sorted(set(r["parties"][x]) & {"sender", "receiver", "partner"})
            out.append(((a, b), {"direction": (moves(a), moves(b)), **{f: r[f] for f in FIELDS[1:]}}))
    return out


def found_by(program, passage):
    command = [program, "extract", "-"] + (["--date", passage["page"]] if passage.get("page") else [])
    done = subprocess.run(command, input=passage["text"].encode(), capture_output=True)
    if done.returncode:
        sys.exit("score.py: %s: %s" % (passage["id"], done.stderr.decode()))
    records = []
    for line in done.stdout.decode().splitlines():
        d = json.loads(line)
        roles = lambda p: p.get("roles") or ([p["role"]] if p["role"] else [])
        records.append({"parties": {p["party"]: roles(p) for p in d["parties"]},
                        **{f: d[f] for f in FIELDS[1:]}, "evidence": d["evidence"]})
    return records


def match(gold, found):
    """Pairs off the two lists, those that agree most first."""
    options = sorted(((sum(g[1][f] == s[1][f] for f in FIELDS), i, k) for i, g in enumerate(gold)
                      for k, s in enumerate(found) if g[0] == s[0]), reverse=True)
    left, right, out = set(), set(), []
    for _, i, k in options:
        if i not in left and k not in right:
            left.add(i)
            right.add(k)
            out.append((gold[i], found[k]))
    return out


def breakdown(table):
    """Recall by what is to be found, with the share of right fields among what was found."""
    for key, rows in sorted(table.items()):
        found = [fields for fields in rows if fields is not None]
        shares = ["%s %.2f" % (f, sum(x[f] for x in found) / len(found)) for f in FIELDS] if found else []
        print("  %-40s recall %.2f (%d of %d)  %s" % (key, len(found) / len(rows), len(found), len(rows), "  ".join(shares)))


def f1(hits, answers, expected):
    p, r = hits / answers if answers else 1.0, hits / expected if expected else 1.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("passages", nargs="+")
    parser.add_argument("--show", action="store_true", help="tell each passage that is not right")
    parser.add_argument("--by", action="store_true", help="tell figures by kind, status and form of what is to be found")
    parser.add_argument("--min-pairs", type=float, default=0, help="fail below this F1 of pairs")
    parser.add_argument("--min-fields", type=float, default=0, help="fail below this F1 of any field")
    args = parser.parse_args()
    hits, answers, expected, right, false_alarms, negatives = 0, 0, 0, dict.fromkeys(FIELDS, 0), 0, 0
    by = {}
    for path in args.passages:
        for line in open(path, encoding="utf-8"):
            passage = json.loads(line)
            gold, found = pairs_of(passage["gold"]), pairs_of(found_by(args.program, passage))
            both = match(gold, found)
            for g in gold:
                got = next((s for x, s in both if x is g), None)
                fields = {f: g[1][f] == got[1][f] for f in FIELDS} if got else None
                sizes = [len(r["parties"]) for r in passage["gold"] if set(g[0]) <= set(r["parties"])]
                form = "many parties" if sizes and min(sizes) > 2 else "one of several" if len(passage["gold"]) > 1 else "alone"
                form += ", long text" if len(passage["text"]) > 400 else ""
                for key in ("form: " + form, "kind: %s" % g[1]["kind"], "status: %s" % g[1]["status"]):
                    by.setdefault(key, []).append(fields)
            hits, answers, expected = hits + len(both), answers + len(found), expected + len(gold)
            negatives += not gold
            false_alarms += not gold and bool(found)
            wrong = []
            for g, s in both:
                for f in FIELDS:
                    right[f] += g[1][f] == s[1][f]
                    if g[1][f] != s[1][f]:
                        wrong.append("%s-%s %s: %s, not %s" % (*g[0], f, s[1][f], g[1][f]))
            wrong += ["missing " + "-".join(g[0]) for g in gold if not any(g is b[0] for b in both)]
            wrong += ["too much " + "-".join(s[0]) for s in found if not any(s is b[1] for b in both)]
            if args.show and wrong:
                print(passage["id"], passage["page"], passage["text"])
                print("    " + "\n    ".join(wrong))
    worst = 1.0
    pairs = f1(hits, answers, expected)
    print("pairs      precision %.3f  recall %.3f  F1 %.3f   (%d expected, %d found, %d right)" % (*pairs, expected, answers, hits))
    for f in FIELDS:
        value = f1(right[f], answers, expected)[2]
        worst = min(worst, value)
        print("%-10s F1 %.3f   right among the right pairs %.3f" % (f, value, right[f] / hits if hits else 0))
    if args.by:
        breakdown(by)
    print("passages without agreements: %d of %d with a false alarm" % (false_alarms, negatives))
    if pairs[2] < args.min_pairs or worst < args.min_fields:
        sys.exit("score.py: below what is asked")


main()
