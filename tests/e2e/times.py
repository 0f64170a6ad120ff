"""An independent reading of the course of records: the days that a date can mean, the status on a day, what changed."""

import calendar
import random

STAGES = {
    "emerging": ["talks", "announced"],
    "agreed": ["signed"],
    "active": ["provisional", "in_force", "operating"],
    "contested": ["suspended", "disputed"],
    "ended": ["struck_down", "terminated", "expired", "superseded", "rejected"],
}
STAGE_OF = {status: stage for stage, statuses in STAGES.items() for status in statuses}


def days_of(date):
    """The first and the last day that a date can mean."""
    parts = [int(part) for part in date.rstrip("~?%").split("-")]
    first = parts + [1] * (3 - len(parts))
    last = list(parts)
    if len(last) == 1:
        last.append(12)
    if len(last) == 2:
        last.append(calendar.monthrange(*last)[1])
    return tuple("%04d-%02d-%02d" % tuple(day) for day in (first, last))


def events_of(record):
    """In order of the first day; the sort is stable, so those of one day stay in the file's order."""
    return sorted(record["events"], key=lambda event: days_of(event["date"])[0])


def counted(record, day, certainly=False):
    return [e for e in events_of(record) if day is None or days_of(e["date"])[1 if certainly else 0] <= day]


def status_on(record, day, certainly=False):
    """The event that the status comes from, or None."""
    return next((e for e in reversed(counted(record, day, certainly)) if e.get("status")), None)


def span_on(record, day, certainly=False):
    """The first day on which it was active, and the day since which it is no longer, or has ended without having been."""
    events = [e for e in counted(record, day, certainly) if e.get("status")]
    stages = [STAGE_OF[e["status"]] for e in events]
    days = [days_of(e["date"])[0] for e in events]
    if "active" in stages:
        last = len(stages) - 1 - stages[::-1].index("active")
        return days[stages.index("active")], (days[last + 1 :] or [None])[0]
    last = max((i for i, stage in enumerate(stages) if stage != "ended"), default=-1)
    return None, (days[last + 1 :] or [None])[0]


def began(record, day, certainly=False):
    """The event with which the status of a day began."""
    changes = []
    for event in counted(record, day, certainly):
        if event.get("status") and (not changes or changes[-1]["status"] != event["status"]):
            changes.append(event)
    return changes[-1] if changes else None


def is_in(party, day, certainly=False):
    """Whether a party that joined or left at another time than the whole is in on a day."""
    end = 1 if certainly else 0
    joined = "since" not in party or days_of(party["since"])[end] <= day
    left = "until" in party and days_of(party["until"])[end] <= day
    return joined and not left


def parties_of(record, day=None, certainly=False):
    return sorted({p["party"] for p in record["parties"] if day is None or is_in(p, day, certainly)})


def changes(records, start, end, certainly=False):
    """Rows of (agreement, from_status, to_status, event)."""
    rows = []
    for record in records:
        before, after = status_on(record, start, certainly), status_on(record, end, certainly)
        if after and (before is None or before["status"] != after["status"]):
            rows.append((record, before and before["status"], after["status"], began(record, end, certainly)))
    return sorted(rows, key=lambda row: (days_of(row[3]["date"])[0], row[0]["id"]))


def random_date(generator):
    year, month = generator.randint(2018, 2025), generator.randint(1, 12)
    day = generator.randint(1, calendar.monthrange(year, month)[1])
    written = generator.choice([f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{day:02}"])
    return written + generator.choice(["", "", "~", "?", "%"])


def random_stay(generator):
    """When a party joined and left: mostly nothing is said."""
    dates = sorted((random_date(generator) for _ in range(2)), key=days_of)
    if dates[0][:4] == dates[1][:4]:  # may overlap
        return {}
    stay = {"since": dates[0], "until": dates[1]}
    return {key: stay[key] for key in stay if generator.random() < 0.3}


def random_courses(generator, count=60):
    """Records with many imprecise dates, events of one day, and events without a status or a source."""
    sources = [{"id": f"s{i}", "title": f"Page {i}", "publisher": f"Paper {i % 4}", "url": f"https://example.org/{i}"}
               for i in range(12)]
    records = []
    for number in range(count):
        own = generator.sample(sources, generator.randint(1, 4))
        if generator.random() < 0.2:  # the same page under a second id
            own.append({**own[0], "id": "again"})
        events = []
        for _ in range(generator.randint(1, 7)):
            event = {"date": events[-1]["date"] if events and generator.random() < 0.2 else random_date(generator)}
            if generator.random() < 0.8:
                event["status"] = generator.choice(list(STAGE_OF))
            if generator.random() < 0.4:
                event["note"] = generator.choice(["a note", "with, comma", 'and "quotes" | bars', "été\\back"])
            if generator.random() < 0.6:
                event["cites"] = [s["id"] for s in generator.sample(own, generator.randint(1, len(own)))]
            events.append(event)
        records.append(
            {
                "id": f"c{number:03}",
                "title": f"Agreement {number}",
                "kind": generator.choice(["visa", "readmission"]),
                "parties": [
                    {"party": code, **random_stay(generator)}
                    for code in generator.sample(["RWA", "USA", "DNK", "BEL", "EU"], generator.randint(2, 4))
                ],
                "events": events,
                "sources": own,
            }
        )
    return records
