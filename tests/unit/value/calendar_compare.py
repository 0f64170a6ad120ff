"""Compares the calendar with Python's datetime, which was written by others: calendar_compare.py CALENDAR_TABLE."""

import datetime
import subprocess
import sys

EPOCH = datetime.date(1970, 1, 1).toordinal()


def expected(days):
    date = datetime.date.fromordinal(days + EPOCH)
    ordinal = date.toordinal() - datetime.date(date.year, 1, 1).toordinal() + 1
    return [days, date.year, date.month, date.day, *date.isocalendar(), ordinal, days, days]


def main():
    table = subprocess.run([sys.argv[1]], stdout=subprocess.PIPE, check=True, text=True).stdout
    rows = [[int(n) for n in line.split()] for line in table.splitlines()]
    wrong = [row for row in rows if row != expected(row[0])]
    for row in wrong[:10]:
        print("got", row, "expected", expected(row[0]))
    print(f"{len(rows)} days compared, {len(wrong)} differ")
    return 1 if wrong or len(rows) < 280000 else 0


if __name__ == "__main__":
    sys.exit(main())
