"""Every stored number of a video, with its unit, what it means, and what it did to the rating."""

from collections.abc import Sequence
from dataclasses import dataclass

from creatorspark.portals.creators.evaluation.measure_words import MEANINGS
from scoring import interface as scoring


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure. `score` is None where it is shown but not rated; `weight` is of its part."""

    label: str
    meaning: str
    source: str
    text: str
    target: str
    score: int | None
    weight: float | None
    is_off: bool


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    """A part's measures: those that made its rating, the heaviest first, then the others."""

    part: str
    label: str
    value: int | None
    rated: tuple[MeasureRow, ...]
    shown: tuple[MeasureRow, ...]


def measure_groups(report: scoring.QualityReport) -> list[MeasureGroup]:
    """Return the measures by part."""
    return [_group(part, report.measures) for part in report.parts]


def _group(part: scoring.PartReport, measures: Sequence[scoring.MeasureReport]) -> MeasureGroup:
    known = {one.name: one for one in measures}
    judged = {one.measure for one in part.criteria}
    heaviest = sorted(part.criteria, key=lambda one: -one.weight)
    return MeasureGroup(
        part=part.part,
        label=part.label,
        value=round(part.value),
        rated=tuple(_rated(one, known.get(one.measure)) for one in heaviest),
        shown=tuple(
            _shown(one) for one in measures if one.part == part.part and one.name not in judged
        ),
    )


def _rated(one: scoring.CriterionReport, known: scoring.MeasureReport | None) -> MeasureRow:
    return MeasureRow(
        label=one.label,
        meaning=str(MEANINGS.get(one.measure, "")),
        source=known.source if known else "",
        text=one.text,
        target=one.target_text,
        score=round(one.score),
        weight=one.weight,
        is_off=bool(one.cause),
    )


def _shown(one: scoring.MeasureReport) -> MeasureRow:
    return MeasureRow(
        label=one.label,
        meaning=str(MEANINGS.get(one.name, "")),
        source=one.source,
        text=one.text,
        target="",
        score=None,
        weight=None,
        is_off=False,
    )
