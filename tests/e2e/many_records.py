"""Any number of valid agreement records, made up from a seed: `many_records.py COUNT [SEED]` writes them as JSON Lines.

They look like real ones in what a load has to do (parties of the gazetteer, events with dates of every precision, shared
sources, links, amounts, letters beyond ASCII) and are about nothing.
"""

import json
import os
import random
import sys

DATA = os.environ.get("ENTENTE_DATA") or os.path.join(os.path.dirname(__file__), "..", "..", "data")
KINDS = ["third_country_transfer", "readmission", "resettlement", "border_cooperation", "labour_mobility", "visa", "partnership"]
ROLES = ["sender", "receiver", "funder", "partner"]
STATUSES = ["talks", "announced", "signed", "provisional", "in_force", "operating", "suspended", "terminated", "expired"]
COVERS = ["own_nationals", "third_country_nationals", "stateless", "refugees", "workers"]
WORDS = ["Accord", "migração", "Abkommen", "про", "реадмісію", "协定", "اتفاق", "readmission", "ñandú", "Türkiye"]


def codes():
    with open(os.path.join(DATA, "places.jsonl"), encoding="utf-8") as file:
        return [json.loads(line)["code"] for line in file]


def made_up_date(generator, year):
    precision = generator.random()
    if precision < 0.6:
        return f"{year}-{generator.randint(1, 12):02}-{generator.randint(1, 28):02}"
    if precision < 0.8:
        return f"{year}-{generator.randint(1, 12):02}"
    return f"{year}{generator.choice(['', '', '~', '?', '%'])}"


def made_up_record(generator, number, known):
    parties = generator.sample(known, generator.choice([2, 2, 2, 2, 3, 5]))
    year = generator.randint(1950, 2020)
    record = {
        "id": f"made-up-{number}",
        "title": f"{' '.join(generator.sample(WORDS, 3))} {number}",
        "kind": generator.choice(KINDS),
        "parties": [{"party": code, "roles": generator.sample(ROLES, generator.choice([1, 1, 2]))} for code in parties],
        "events": [
            {"date": made_up_date(generator, year + i), "status": generator.choice(STATUSES), "cites": ["s1"]}
            for i in range(generator.randint(1, 4))
        ],
        "sources": [{"id": "s1", "url": f"https://example.org/{generator.randint(1, 5000)}", "title": "A made-up page"}],
    }
    if generator.random() < 0.3:
        record["covers"] = generator.sample(COVERS, 2)
    if generator.random() < 0.2:
        record["amounts"] = [{"amount": generator.randint(1, 10**9), "currency": "EUR", "basis": "pledged"}]
    if generator.random() < 0.2:
        record["transfers"] = [{"count": generator.randint(0, 10**5), "date": str(year)}]
    if number > 0 and generator.random() < 0.2:
        record["links"] = [{"relation": "amends", "to": f"made-up-{generator.randrange(number)}"}]
    if generator.random() < 0.2:
        record["note"] = "Nobody agreed on this. " * generator.randint(1, 20)
    return record


def many_records(count, seed=1):
    generator = random.Random(seed)
    known = codes()
    for number in range(count):
        yield made_up_record(generator, number, known)


def write_many_records(path, count, seed=1):
    with open(path, "w", encoding="utf-8") as file:
        for record in many_records(count, seed):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    for line in many_records(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        print(json.dumps(line, ensure_ascii=False))
