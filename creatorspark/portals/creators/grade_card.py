"""A video's grade: the letter, whom it was compared with, the sum, and the next letter."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.core.models import Video
from creatorspark.portals.cohort_curve import CohortCurve, cohort_curve
from creatorspark.portals.creators.points_sum import Fact
from creatorspark.portals.templatetags.ui import decimals, grouped, percentage
from scoring import interface as scoring

PER = 100
"""Rates are shown per so many views."""
ACTIONS: Mapping[str, Promise] = {
    "likes": gettext_lazy("Likes"),
    "comments": gettext_lazy("Comments"),
    "shares": gettext_lazy("Shares"),
    "saves": gettext_lazy("Saves"),
}
MORE: Mapping[str, Promise] = {
    "likes": gettext_lazy("%(n)s more likes"),
    "comments": gettext_lazy("%(n)s more comments"),
    "shares": gettext_lazy("%(n)s more shares"),
    "saves": gettext_lazy("%(n)s more saves"),
}


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action of the sum: count × weight = points of engagement."""

    label: str | Promise
    count: int | None
    weight: str
    weighted: str


@dataclass(frozen=True, slots=True)
class CutOffRow:
    """Where a letter starts: its place in the group and its rate per 100 views."""

    letter: str
    place: str
    rate: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class GradeCard:
    """Everything about a grade. `curve` is None where no group decided; `letter` may be empty."""

    letter: str
    sentence: str
    group: str
    rate: str
    place: str
    unit: str
    curve: CohortCurve | None
    cut_offs: Sequence[CutOffRow]
    next_words: str
    lines: Sequence[ActionLine]
    formula: str
    notes: Sequence[str]
    facts: Sequence[Fact]
    verified: bool


def grade_card(video: Video, *, now: dt.datetime) -> GradeCard | None:
    """Return how a video's grade came about; None while it has none."""
    found = scoring.grade_explanation(video_id=video.pk, now=now)
    if found is None:
        return None
    return GradeCard(
        letter=found.letter or "",
        sentence=found.sentence,
        group=_group_words(found),
        rate=_per(_own_rate(found)),
        place=_place_words(found),
        unit=_unit(found),
        curve=_curve(found),
        cut_offs=_cut_offs(found),
        next_words=_next_words(found),
        lines=_lines(found),
        formula=_formula(found),
        notes=_notes(found),
        facts=_facts(found),
        verified=found.verified,
    )


def _own_rate(found: scoring.GradeExplanation) -> float:
    return found.rate if found.grid else found.plain_rate


def _per(rate: float) -> str:
    return decimals(rate * PER, 1)


def _group_words(found: scoring.GradeExplanation) -> str:
    if not found.grid:
        return ""
    return _("Compared with %(n)s %(videos)s.") % {
        "n": grouped(found.sample_size),
        "videos": found.cohort_words,
    }


def _place_words(found: scoring.GradeExplanation) -> str:
    if not found.grid or found.score is None:
        return _("%(rate)s reactions per 100 views") % {"rate": _per(_own_rate(found))}
    # Cut off, not rounded: nobody is ahead of all of a group that they are in.
    share = math.floor(found.score * PER) / PER
    return _("ahead of %(share)s of its group") % {"share": percentage(share, 0)}


def _unit(found: scoring.GradeExplanation) -> str:
    """Name what the curve shows."""
    if found.watch_through is None:
        return _("Weighted reactions per 100 views")
    return _("Weighted reactions and watch-through per 100 views")


def _curve(found: scoring.GradeExplanation) -> CohortCurve | None:
    if not found.grid or found.letter is None or found.score is None:
        return None
    return cohort_curve(
        [rate * PER for rate in found.grid],
        cut_offs=[(cut.letter, cut.score, cut.rate * PER) for cut in found.cut_offs],
        place=found.score,
        rate=found.rate * PER,
        letter=found.letter,
    )


def _cut_offs(found: scoring.GradeExplanation) -> list[CutOffRow]:
    if found.letter is None:
        return []
    rows = [
        CutOffRow(
            letter=cut.letter,
            place=_("top %(share)s") % {"share": percentage(1 - cut.score, 0)}
            if found.grid
            else "",
            rate=_per(cut.rate),
            is_own=cut.letter == found.letter,
        )
        for cut in found.cut_offs
    ]
    return [
        *rows,
        CutOffRow("E", _("the rest") if found.grid else "", _per(0), found.letter == "E"),
    ]


# The next letter --------------------------------------------------------------------------------
def _next_words(found: scoring.GradeExplanation) -> str:
    if found.letter is None:
        return ""
    nearest = found.next_letter
    if nearest is None:
        return _("There is no better grade.")
    starts = _("Grade %(letter)s starts at %(rate)s per 100 views; this video had %(own)s.") % {
        "letter": nearest.letter,
        "rate": _per(nearest.rate),
        "own": _per(_own_rate(found)),
    }
    needed = sorted(nearest.needed, key=lambda one: one.more)
    if not needed:
        return starts
    ways = [str(MORE[one.action]) % {"n": grouped(one.more)} for one in needed]
    return f"{starts} " + _("At the same views, about %(ways)s would have brought it.") % {
        "ways": _(" or ").join(ways)
    }


# The sum ----------------------------------------------------------------------------------------
def _lines(found: scoring.GradeExplanation) -> list[ActionLine]:
    return [
        ActionLine(
            label=ACTIONS[line.action],
            count=line.count,
            weight=f"{line.weight:g}",
            weighted=grouped(round(line.weighted)),
        )
        for line in found.lines
    ]


def _formula(found: scoring.GradeExplanation) -> str:
    weighted, views = grouped(round(found.weighted)), grouped(found.views)
    if not found.grid:
        return _("all reactions ÷ %(views)s views = %(rate)s per 100 views") % {
            "views": views,
            "rate": _per(found.plain_rate),
        }
    values = {
        "weighted": weighted,
        "views": views,
        "shrink": grouped(found.shrink_views),
        "mean": decimals(found.mean_rate, 5),
        "rate": _per(found.rate),
    }
    if found.watch_through is None:
        return (
            _(
                "(%(weighted)s + %(shrink)s × %(mean)s) ÷ (%(views)s + %(shrink)s) = "
                "%(rate)s per 100"
            )
            % values
        )
    return _(
        "(%(weighted)s + %(shrink)s × %(mean)s) ÷ (%(views)s + %(shrink)s) + %(weight)s × "
        "%(watch)s watched through = %(rate)s per 100"
    ) % (values | {"weight": f"{found.watch_weight:g}", "watch": decimals(found.watch_through, 3)})


def _notes(found: scoring.GradeExplanation) -> list[str]:
    notes = []
    if found.bootstrap:
        notes.append(_("This was the first grading, so the group is all videos known then."))
    if found.off_age:
        notes.append(_("There is no count near the seventh day, so the nearest one was used."))
    return notes


def _facts(found: scoring.GradeExplanation) -> list[Fact]:
    facts = [
        Fact(_("Counted on"), formats.date_format(found.observed_at, "DATE_FORMAT")),
        Fact(_("Graded on"), formats.date_format(found.computed_at, "DATE_FORMAT")),
        Fact(_("Rule"), f"{found.policy_version} · {found.policy_sha256[:12]}"),
    ]
    if found.reference_sha256:
        facts.append(Fact(_("Frozen group"), found.reference_sha256[:12]))
    return facts
