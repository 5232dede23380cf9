"""The figures of the Insight page as one long table."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from creatorspark.portals.csv_files import BYTE_ORDER_MARK, csv_line
from creatorspark.portals.insight.labels import group_label, measure_label
from marketplace import interface as marketplace

HEADER: Final = (
    *("part", "name", "label", "against", "videos", "creators"),
    *("lower_quarter", "middle", "upper_quarter", "middle_views", "correlation", "share"),
)


def insight_csv(facts: marketplace.InsightFacts) -> Iterator[str]:
    """Yield the lines of the file, the header first."""
    yield BYTE_ORDER_MARK + csv_line(HEADER)
    figures = facts.figures
    if figures["all"]:
        yield _group("all", "", figures["all"])
    for kind, rows in figures["groups"].items():
        for row in rows:
            yield _group(kind, group_label(kind, row["key"]), row)
    for name, rows in figures["spread"].items():
        for row in rows:
            high = "" if row["high"] is None else f"{row['high']:g}"
            span = f"{row['low']:g}-{high}"
            count = "" if row["videos"] is None else row["videos"]
            yield csv_line(
                ("spread", span, measure_label(name), "", count, "", "", "", "", "", "", "")
            )
    yield from _correlations(figures["correlations"])
    yield from _audiences(figures["audiences"])


def _group(kind: str, label: str, row: Mapping[str, Any]) -> str:
    numbers = (row["low"], row["middle"], row["high"], row["views"])
    return csv_line((kind, row["key"], label, "", row["videos"], row["creators"], *numbers, "", ""))


def _correlations(found: Mapping[str, Any] | None) -> Iterator[str]:
    if not found:
        return
    names = found["measures"]
    for place, pairs in enumerate(found["pairs"]):
        for other, pair in enumerate(pairs[:-1]):
            value = "" if pair["value"] is None else pair["value"]
            start = ("correlation", names[place], measure_label(names[place]), names[other])
            yield csv_line((*start, pair["videos"], "", "", "", "", "", value, ""))


def _audiences(found: Mapping[str, Any]) -> Iterator[str]:
    shares = [("audience age", band, share, found["ages_of"])
              for band, share in (found["ages"] or {}).items()]  # fmt: skip
    if found["female"] is not None:
        shares.append(("audience gender", "female", found["female"], found["female_of"]))
    shares += [("audience country", code, share, found["markets_of"])
               for code, share in found["markets"] or ()]  # fmt: skip
    for part, name, share, creators in shares:
        yield csv_line((part, name, "", "", "", creators, "", "", "", "", "", share))
