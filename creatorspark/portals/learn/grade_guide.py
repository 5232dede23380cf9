"""How the engagement grade works, by the rules in force."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from creatorspark.portals.templatetags.ui import decimals
from scoring import interface as scoring

COUNTS = ("shares", "saves", "comments", "likes")


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter and the part of the group that gets it, in per cent from the best down."""

    letter: str
    place: str


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A reaction and how much it counts, a like being one."""

    label: str
    weight: str


@dataclass(frozen=True, slots=True)
class GradeGuide:
    """The rules of grades in numbers."""

    version: str
    age_days: int
    least_views: int
    least_group: int
    letters: Sequence[LetterRow]
    weights: Sequence[WeightRow]


def grade_guide(*, now: dt.datetime) -> GradeGuide | None:
    """Return the rules in force, None before there are any."""
    begun = [one for one in scoring.grade_policies() if one.effective_from <= now]
    if not begun:
        return None
    found, rules = begun[-1], begun[-1].parameters
    return GradeGuide(
        version=found.version,
        age_days=rules["scoring_age_days"],
        least_views=rules["min_views"],
        least_group=rules["min_reference"],
        letters=_letters(rules["cutoffs"]),
        weights=_weights(rules["weights"]),
    )


def _letters(cut_offs: Mapping[str, float]) -> list[LetterRow]:
    """Name the part of the group between each cut-off and the one above it."""
    ranked = sorted(cut_offs.items(), key=lambda pair: -pair[1])
    starts = [("", 1.0), *ranked, ("E", 0.0)]
    return [
        LetterRow(
            letter,
            _("from %(high)d to %(low)d of 100")
            % {"high": round(100 * (1 - above)), "low": round(100 * (1 - start))},
        )
        for (_above, above), (letter, start) in pairwise(starts)
    ]


def _weights(weights: Mapping[str, Any]) -> list[WeightRow]:
    labels = {
        "likes": _("A like"),
        "comments": _("A comment"),
        "shares": _("A share"),
        "saves": _("A save"),
    }
    return [
        WeightRow(labels[name], decimals(weights[name], 1).removesuffix(".0"))
        for name in sorted(COUNTS, key=lambda name: -weights[name])
    ]
