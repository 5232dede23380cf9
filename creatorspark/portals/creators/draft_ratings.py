"""A clip's predicted ratings with their ranges, and what to change first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from creatorspark.portals.templatetags.ui import decimals, grouped, percentage
from scoring import interface as scoring


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One measure behind a rating."""

    label: str
    text: str
    score: str
    share: str
    target: str
    is_off: bool


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part's rating: `low` to `high` is where it lies nine times in ten, `value` of 100."""

    part: str
    label: str
    text: str
    value: float
    low: float
    width: float
    range: str
    place: str
    criteria: Sequence[CriterionRow]


@dataclass(frozen=True, slots=True)
class Ratings:
    """All ratings of a clip; `overall` and `range` in words of numbers."""

    overall: str
    range: str
    place: str
    parts: Sequence[PartRow]
    missing: Sequence[str]
    advice: Sequence[scoring.AdviceReport]
    small_print: str
    is_caption_only: bool


def ratings_of(found: scoring.QualityReport) -> Ratings | None:
    """Return the ratings of a clip; None while there are none."""
    if found.overall is None or not found.parts:
        return None
    return Ratings(
        overall=decimals(found.overall, 0),
        range=_overall_range(found),
        place=_place(found.percentile, found),
        parts=[_part(part, found) for part in found.parts],
        missing=[_missing(part) for part in found.missing],
        advice=found.advice,
        small_print=_("Rated by %(model)s under %(policy)s.")
        % {"model": found.model_version, "policy": found.policy},
        is_caption_only=found.measured_at is None,
    )


def _overall_range(found: scoring.QualityReport) -> str:
    if found.measured_at is None:
        return _("of 100, by the caption alone")
    return _("of 100")


def _part(part: scoring.PartReport, found: scoring.QualityReport) -> PartRow:
    return PartRow(
        part=part.part,
        label=part.label,
        text=decimals(part.value, 0),
        value=round(part.value, 1),
        low=round(part.low, 1),
        width=round(max(part.high - part.low, 0.6), 1),
        range=_range(part),
        place=_place(part.percentile, found),
        criteria=[_criterion(one) for one in part.criteria],
    )


def _range(part: scoring.PartReport) -> str:
    low, high = decimals(part.low, 0), decimals(part.high, 0)
    if low == high:
        return ""
    return _("%(low)s to %(high)s nine times in ten") % {"low": low, "high": high}


def _place(place: float | None, found: scoring.QualityReport) -> str:
    if place is None:
        return ""
    values = {
        "share": percentage(place, 0),
        "n": grouped(found.cohort_size),
        "topic": found.cohort.replace("_", " "),
    }
    if found.cohort:
        return _("better than %(share)s of %(n)s rated videos about %(topic)s") % values
    return _("better than %(share)s of %(n)s rated videos") % values


def _criterion(one: scoring.CriterionReport) -> CriterionRow:
    return CriterionRow(
        label=one.label,
        text=one.text,
        score=decimals(one.score, 0),
        share=percentage(one.weight, 0),
        target=one.target_text,
        is_off=bool(one.cause),
    )


def _missing(part: str) -> str:
    return {
        "visual": _("There is no picture to rate yet."),
        "audio": _("There is no sound to rate."),
        "text": _("There is no caption to rate yet; write one and see what it adds."),
    }[part]
