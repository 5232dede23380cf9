"""A stored rating in the reader's words."""

from collections.abc import Mapping, Sequence
from typing import Any

from scoring.domain.quality import Advice, Part
from scoring.domain.quality.measured import Measured
from scoring.domain.quality.measures import MEASURES
from scoring.models import QualityAssessment, QualityFrame
from scoring.services.quality.cohorts import Cohort
from scoring.services.quality.documents import read_advice
from scoring.services.quality.labels import CAPTION_MEASURES, GUIDES, LABELS, PARTS
from scoring.services.quality.report import (
    AdviceReport,
    CriterionReport,
    FrameReport,
    MeasureReport,
    PartReport,
)
from scoring.services.quality.vectors import facts_of, language_of, profiles_of
from scoring.services.quality.wording import measured_words, target_words, value_words, worded

Document = Mapping[str, Any]
Frames = Sequence[QualityFrame]


def parts_of(row: QualityAssessment, cohort: Cohort) -> tuple[PartReport, ...]:
    """Return the parts that were rated, in their order."""
    return tuple(
        _part(part, row.ratings[part.value], cohort) for part in Part if part.value in row.ratings
    )


def advice_of(row: QualityAssessment, frames: Frames) -> tuple[AdviceReport, ...]:
    """Return what to change, the most points first, with the pictures that are kept."""
    middle = row.measurement.seconds / 2 if row.measurement else 0.0
    return tuple(_advice(one, frames, middle) for one in read_advice(row.advice))


def measures_of(
    row: QualityAssessment | None, measured: Measured | None
) -> tuple[MeasureReport, ...]:
    """Return everything that is stored, rated or not, the caption's last."""
    found = [
        _measure(definition.part.value, name, measured.values[name], definition.unit)
        for name, definition in MEASURES.items()
        if measured is not None and name in measured.values
    ]
    if measured is not None:
        found += [*facts_of(measured), *profiles_of(measured)]
    counted = (row.ratings.get(Part.TEXT.value, {}) if row else {}).get("caption", {})
    found += [
        _measure(Part.TEXT.value, name, counted[name], unit)
        for name, (unit, _meaning, _source) in CAPTION_MEASURES.items()
        if name in counted
    ]
    if "language" in counted:
        found.append(language_of(counted["language"]))
    return tuple(found)


def _part(part: Part, document: Document, cohort: Cohort) -> PartReport:
    return PartReport(
        part=part.value,
        label=str(PARTS[part]),
        value=document["value"],
        low=document["low"],
        high=document["high"],
        percentile=cohort.place(part.value, document["value"]),
        criteria=tuple(_criterion(one) for one in document["criteria"]),
    )


def _criterion(document: Document) -> CriterionReport:
    low, high = document["target"]
    measure, value = document["measure"], document["value"]
    return CriterionReport(
        measure=measure,
        label=str(LABELS.get(measure, measure)),
        value=value,
        text=value_words(measure, value, (low, high)),
        score=document["score"],
        weight=document["weight"],
        target=(low, high),
        target_text=target_words(measure, (low, high)),
        cause=document["cause"],
    )


def _advice(advice: Advice, frames: Frames, middle: float) -> AdviceReport:
    words = worded(advice)
    return AdviceReport(
        cause=advice.cause.value,
        part=advice.part.value,
        measure=advice.measure,
        name=words.name,
        when=words.when,
        measured=words.measured,
        value=advice.value,
        target=advice.target,
        target_text=words.target,
        fix=words.fix,
        points=advice.points,
        points_text=words.points,
        moments=tuple((moment.start, moment.end) for moment in advice.moments),
        frames=_frames(advice, frames, middle),
        learn=GUIDES[advice.part],
    )


def _frames(advice: Advice, frames: Frames, middle: float) -> tuple[FrameReport, ...]:
    """Return a picture of each moment; what is to be seen throughout is shown by the middle."""
    spans = [(moment.start, moment.end) for moment in advice.moments]
    if not spans and advice.part == Part.VISUAL:
        spans = [(int(middle), int(middle) + 1)]
    chosen = []
    for start, end in spans:
        inside = [frame for frame in frames if start <= frame.second <= end]
        inside.sort(key=lambda frame: abs(frame.second - (start + end) / 2))
        chosen += [FrameReport(frame.pk, frame.second) for frame in inside[:1]]
    return tuple(chosen)


def _measure(part: str, name: str, value: float | None, unit: str) -> MeasureReport:
    if name in MEASURES:
        meaning, source = MEASURES[name].meaning, MEASURES[name].source
    else:
        _unit, meaning, source = CAPTION_MEASURES[name]
    return MeasureReport(
        part=part,
        name=name,
        label=str(LABELS.get(name, name)),
        value=value,
        text=measured_words(name, value),
        unit=unit,
        meaning=meaning,
        source=source,
    )
