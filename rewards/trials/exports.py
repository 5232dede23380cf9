"""A trial's outcome as rows for a spreadsheet: one number a row, sums in major units."""

from collections.abc import Iterator, Sequence
from typing import Any

from creatorspark.lib.money import plain_minor
from rewards.domain.groups import KINDS

HEADERS = ("section", "group", "measure", "paid", "draft")
Line = tuple[object, ...]


def export_of(outcome: dict[str, Any]) -> Sequence[Line]:
    """Return the headers and every number of the report, as it was paid and with the draft."""
    return [
        HEADERS,
        *(
            ("totals", "", name, plain_minor(now), plain_minor(then))
            for name, (now, then) in sorted(outcome["totals"].items())
        ),
        *_sums("week", outcome["by_week"]),
        *_letters(outcome["by_letter"]),
        *_people(outcome["people"]),
        *(line for kind in KINDS for line in _sums(kind, outcome["groups"][kind])),
        *(line for kind in KINDS for line in _fairness(kind, outcome)),
    ]


def _sums(section: str, rows: Sequence[dict[str, Any]]) -> Iterator[Line]:
    for row in rows:
        for measure in ("paid", "bonus"):
            if measure in row:
                now, then = row[measure]
                yield section, row["name"], measure, plain_minor(now), plain_minor(then)


def _letters(rows: Sequence[dict[str, Any]]) -> Iterator[Line]:
    for row in rows:
        yield ("grade", row["name"], "lines", *row["lines"])
        yield ("grade", row["name"], "bonus", *(plain_minor(x) for x in row["bonus"]))


def _people(people: dict[str, Any]) -> Iterator[Line]:
    for side in ("up", "down"):
        spread = people[side]
        yield "creators", side, "count", "", spread["creators"]
        yield "creators", side, "sum", "", plain_minor(spread["sum"])
        for name, value in zip(("p25", "p50", "p75"), spread["quartiles"], strict=False):
            yield "creators", side, name, "", plain_minor(value)
    for row in (*people["gains"], *people["losses"]):
        yield ("creator", row["creator"], "paid", *(plain_minor(x) for x in row["paid"]))


def _fairness(kind: str, outcome: dict[str, Any]) -> Iterator[Line]:
    sides = [
        {group["name"]: group for group in outcome["fairness"][side][kind]["groups"]}
        for side in ("now", "then")
    ]
    for name in {**sides[0], **sides[1]}:
        rows = [side.get(name) for side in sides]
        yield (f"fairness {kind}", name, "videos", *(row["videos"] if row else "" for row in rows))
        for measure in ("share", "money"):
            for part in ("of", "to_best", "to_all"):
                for number in ("value", "low", "high"):
                    found = [_number(row, measure, part, number) for row in rows]
                    yield (f"fairness {kind}", name, f"{measure} {part} {number}", *found)
        yield (f"fairness {kind}", name, "flag", *(row["flag"] if row else "" for row in rows))


def _number(row: dict[str, Any] | None, measure: str, part: str, number: str) -> object:
    found = row and row[measure][part]
    return "" if not found or found[number] is None else found[number]
