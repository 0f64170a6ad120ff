"""openCypher's values, written once more and as plainly as can be, to compare the engine with.

Null is None; nodes, relationships and paths are the classes below; the rest is Python's own. Truth has three values:
True, False and None."""

from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Node:
    id: int
    labels: frozenset = field(compare=False, default=frozenset())
    props: dict = field(compare=False, default_factory=dict, hash=False)


@dataclass(frozen=True)
class Rel:
    id: int
    type: str = field(compare=False, default="")
    start: int = field(compare=False, default=0)
    end: int = field(compare=False, default=0)
    props: dict = field(compare=False, default_factory=dict, hash=False)


@dataclass(frozen=True)
class Path:
    elements: tuple  # node, relationship, node, ...


class Invalid(Exception):
    """The query makes no sense, or would take too long here: it is not asked."""


def is_number(v):
    return isinstance(v, (int, float)) and not isinstance(v, bool)


def kind(v):
    """The type, in openCypher's order of types."""
    for rank, what in enumerate((dict, Node, Rel, list, Path, str, bool)):
        if isinstance(v, what):
            return rank
    if isinstance(v, date):
        return 4.5
    if is_number(v):
        return 7
    if v is None:
        return 8
    raise Invalid(f"no such value: {v!r}")


# ---- three-valued logic ----


def not3(a):
    return None if a is None else not a


def and3(a, b):
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def or3(a, b):
    return not3(and3(not3(a), not3(b)))


def xor3(a, b):
    return None if a is None or b is None else a != b


def equal3(a, b):
    if a is None or b is None:
        return None
    if kind(a) != kind(b):
        return False
    if isinstance(a, list):
        if len(a) != len(b):
            return False
        answer = True
        for x, y in zip(a, b):
            answer = and3(answer, equal3(x, y))
        return answer
    return a == b


def less3(a, b):
    """a < b; None where the two have no order."""
    if a is None or b is None or kind(a) != kind(b):
        return None
    if isinstance(a, list):
        for x, y in zip(a, b):
            same = equal3(x, y)
            if same is not True:
                return None if same is None else less3(x, y)
        return len(a) < len(b)
    if kind(a) in (4.5, 5, 6, 7):
        return a < b
    raise Invalid("order of such values")


def compare3(op, a, b):
    if op == "=":
        return equal3(a, b)
    if op == "<>":
        return not3(equal3(a, b))
    if op == "<":
        return less3(a, b)
    if op == ">":
        return less3(b, a)
    if kind(a) == 3 and equal3(a, b) is None:  # not known to be less, nor to be equal: neither is it to be greater
        return less3(a, b) if op == "<=" else less3(b, a)
    if op == "<=":
        return not3(less3(b, a))
    return not3(less3(a, b))


def in3(item, items):
    if items is None:
        return None
    answer = False
    for other in items:
        answer = or3(answer, equal3(item, other))
    return answer


# ---- order and equivalence ----


def order_key(v):
    """Sorts as ORDER BY does, ascending. Nodes and relationships have no order that is promised."""
    k = kind(v)
    if isinstance(v, list):
        return (k, tuple(order_key(x) for x in v))
    if k in (4.5, 5, 6, 7):
        return (k, v)
    if v is None:
        return (k,)
    raise Invalid("order of such values")


def group_key(v):
    """Equal for values that DISTINCT and grouping take for the same."""
    if isinstance(v, list):
        return (3, tuple(group_key(x) for x in v))
    if isinstance(v, dict):
        return (0, tuple(sorted((k, group_key(x)) for k, x in v.items())))
    return (kind(v), v)


# ---- dates ----


def add_to_date(v, months, days):
    """Months first, to the last day of a month that has no such day; then days."""
    whole = v.year * 12 + v.month - 1 + months
    year, month = divmod(whole, 12)
    try:
        first = date(year, month + 1, 1)
        after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
        return first + timedelta(min(v.day, (after - first).days) - 1 + days)
    except (ValueError, OverflowError) as problem:
        raise Invalid("too far away") from problem


# ---- arithmetic ----


def arithmetic(op, a, b):
    if a is None or b is None:
        return None
    if op == "+" and (isinstance(a, list) or isinstance(b, list)):
        return (a if isinstance(a, list) else [a]) + (b if isinstance(b, list) else [b])
    if op == "+" and isinstance(a, str) and isinstance(b, str):
        return a + b
    if not is_number(a) or not is_number(b):
        raise Invalid("arithmetic on such values")
    whole = isinstance(a, int) and isinstance(b, int)
    if op == "+":
        answer = a + b
    elif op == "-":
        answer = a - b
    elif op == "*":
        answer = a * b
    elif op == "^":
        answer = float(a) ** float(b)
    elif b == 0:
        raise Invalid("division by zero")
    elif op == "/":
        answer = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1) if whole else a / b
    else:
        answer = abs(a) % abs(b) * (-1 if a < 0 else 1)
    if isinstance(answer, complex) or abs(answer) > 2**53:
        raise Invalid("too large a number")
    return answer
