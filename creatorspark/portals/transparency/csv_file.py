"""Published periods as a table: a line a figure, so that periods can be set side by side."""

from collections.abc import Iterator, Mapping
from typing import Any

from creatorspark.portals.csv_files import BYTE_ORDER_MARK, csv_line
from creatorspark.portals.transparency.words import TITLES
from fraud import interface as fraud

HEAD = ("period", "table", "group", "figure", "value", "low", "high")
HIDDEN = "hidden"


def csv_of(periods: tuple[fraud.KeptFigures, ...]) -> Iterator[str]:
    """Return the lines of a file. What is hidden says so; what isn't known is empty."""
    yield BYTE_ORDER_MARK + csv_line(HEAD)
    for kept in periods:
        for row in _rows(kept.published):
            yield csv_line((kept.period.label, *row))


def _rows(told: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    yield ("", "", "creators", told["creators"], "", "")
    for name, count in told["counts"].items():
        yield ("counts", "", name, HIDDEN if count is None else count, "", "")
    yield ("", "", "holds_per_thousand", _known(told["holds_per_thousand"]), "", "")
    for name, share in told["shares"].items():
        yield _share("shares", "", name, share)
    for name, times in told["hours"].items():
        for which, hours in times.items():
            yield ("hours", name, which, _known(hours), "", "")
    yield from _sums(told["sums"])
    for table in TITLES:
        for group in told[table]["groups"]:
            for name in ("decided", "fell", "stood"):
                count = group[name]
                yield (table, group["name"], name, HIDDEN if count is None else count, "", "")
            yield _share(table, group["name"], "share", group["share"])
        yield (table, "", "left_out", told[table]["left_out"], "", "")


def _sums(sums: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    for name, value in sums.items():
        if isinstance(value, list):
            for one in value:
                yield ("sums", one["currency"], name, one["amount"], "", "")
        else:
            yield ("sums", "", name, HIDDEN if value is None else value, "", "")


def _share(
    table: str, group: str, name: str, share: Mapping[str, float] | None
) -> tuple[object, ...]:
    if share is None:
        return (table, group, name, "", "", "")
    return (table, group, name, share["value"], share["low"], share["high"])


def _known(value: float | None) -> object:
    return "" if value is None else value
