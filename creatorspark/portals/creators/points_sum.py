"""The points sum of a video, line by line, in numbers and words that a person can redo."""

import datetime as dt
import math
from dataclasses import dataclass

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.core.models.videos import Platform
from creatorspark.lib.money import MINUS
from creatorspark.portals.templatetags.ui import decimals, grouped, percentage
from creatorspark.portals.words import FIELD_LABELS
from scoring.interface import PointsBreakdown, PointsLine

ANY = "*"
SHARES = frozenset({"engagement_rate"})
LEFT_OUT: dict[str, Promise] = {
    "not_reported": gettext_lazy("Not counted: the platform does not report it."),
    "alike": gettext_lazy("Not counted: nearly all videos of the group have the same value."),
}


@dataclass(frozen=True, slots=True)
class SumLine:
    """One field of the sum. `share` (-1..1) draws the bar; the largest bar is full."""

    label: str | Promise
    raw: str
    middle: str
    compared: float | None
    median: float
    scale: float
    z: float
    weight: float
    adds: float
    share: float
    note: str

    @property
    def is_left_out(self) -> bool:
        """Whether the field has no weight here."""
        return bool(self.note)


@dataclass(frozen=True, slots=True)
class PointsSum:
    """The whole sum. `digits` is how many decimals the contributions need."""

    policy: str
    is_classic: bool
    sentence: str
    lines: tuple[SumLine, ...]
    total: float
    formula: str
    notes: tuple[str, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of small print: what and its value."""

    label: str
    text: str


def sum_of(found: PointsBreakdown) -> PointsSum:
    """Put a breakdown into words."""
    widest = max((abs(line.contribution) for line in found.lines), default=0.0) or 1.0
    is_classic = found.formula == "classic"
    return PointsSum(
        policy=found.policy_version,
        is_classic=is_classic,
        sentence=" ".join(
            [_place_words(found, is_classic), _strongest_words(found), _counted_words(found)]
        ).replace("  ", " "),
        lines=tuple(_line(line, widest, is_classic) for line in found.lines),
        total=found.total,
        formula=_formula(found, is_classic),
        notes=tuple(_notes(found)),
        verified=found.verified,
    )


def facts_of(found: PointsBreakdown) -> list[Fact]:
    """Return the small print: with whom, when, and the hash that freezes it."""
    return [
        Fact(_("Compared with"), pool_words(found)),
        Fact(_("Their seventh day"), _window_words(found)),
        Fact(_("Counted on"), formats.date_format(found.observed_at, "DATE_FORMAT")),
        Fact(_("Scored on"), formats.date_format(found.computed_at, "DATE_FORMAT")),
        Fact(_("Rule"), f"{found.policy_version} · {found.policy_sha256[:12]}"),
        Fact(_("Frozen normal"), found.reference_sha256[:12]),
    ]


def _window_words(found: PointsBreakdown) -> str:
    last = found.window_end - dt.timedelta(microseconds=1)
    return _("%(start)s to %(end)s") % {
        "start": formats.date_format(found.window_start, "DATE_FORMAT"),
        "end": formats.date_format(last, "DATE_FORMAT"),
    }


def pool_words(found: PointsBreakdown) -> str:
    """Say in words whom a video is compared with: “1,240 TikTok videos of 16–30 s about food”."""
    platform, length, niche = (*found.pool.split("|", 2), ANY, ANY)[:3]
    words = [grouped(found.sample_size)]
    if platform in Platform.values:
        words.append(str(Platform(platform).label))
    words.append(_("videos"))
    if length not in (ANY, "all"):
        words.append(_("of %(length)s s") % {"length": length.replace("-", "–")})
    if niche != ANY:
        words.append(_("about %(topic)s") % {"topic": niche.replace("_", " ")})
    else:
        words.append(_("on all topics"))
    return " ".join(words)


def _line(line: PointsLine, widest: float, is_classic: bool) -> SumLine:
    middle = line.middle if is_classic else _untransformed(line)
    return SumLine(
        label=FIELD_LABELS.get(line.field, line.field),
        raw=_shown(line.field, line.raw),
        middle=_shown(line.field, middle),
        compared=line.compared,
        median=line.middle,
        scale=line.scale,
        z=(line.compared or 0.0) if is_classic else line.z,
        weight=line.weight,
        adds=line.contribution,
        share=line.contribution / widest,
        note=_left_out_words(line),
    )


def _untransformed(line: PointsLine) -> float:
    """Return the group's middle in the field's own unit: counts are compared as logarithms."""
    if line.field in SHARES or line.field == "sentiment":
        return line.middle
    return math.expm1(line.middle)


def _shown(field: str, value: float | None) -> str:
    if value is None:
        return _("not reported")
    if field in SHARES:
        return percentage(value, 2)
    return decimals(value, 2) if field == "sentiment" else grouped(round(value))


def _left_out_words(line: PointsLine) -> str:
    if not line.left_out:
        return ""
    if line.field == "sentiment" and line.left_out == "not_reported":
        return _("Not counted: we can't read the words of too many videos like it.")
    return str(LEFT_OUT.get(line.left_out, _("Not counted for this video.")))


def _place_words(found: PointsBreakdown, is_classic: bool) -> str:
    values = {"points": grouped(found.points), "most": grouped(found.points_max)}
    if is_classic:
        return _("This video scored %(points)s of %(most)s points.") % values
    return _(
        "This video scored %(points)s of %(most)s points: it did better than %(place)s of the "
        "videos it is compared with."
    ) % (values | {"place": percentage(found.place, 0)})


def _strongest_words(found: PointsBreakdown) -> str:
    counted = [line for line in found.lines if not line.left_out]
    if not counted:
        return ""
    best = max(counted, key=lambda line: line.contribution)
    worst = min(counted, key=lambda line: line.contribution)
    if best.contribution <= 0:
        return ""
    helped = str(FIELD_LABELS[best.field]).lower()
    if worst.contribution >= 0:
        return _("What helped most: %(helped)s.") % {"helped": helped}
    return _("What helped most: %(helped)s. What held it back: %(held)s.") % {
        "helped": helped,
        "held": str(FIELD_LABELS[worst.field]).lower(),
    }


def _counted_words(found: PointsBreakdown) -> str:
    return _("Its counts are those of %(day)s.") % {
        "day": formats.date_format(found.observed_at, "MONTH_DAY_FORMAT")
    }


def _formula(found: PointsBreakdown, is_classic: bool) -> str:
    if is_classic:
        return _("round(%(total)s) = %(points)s points") % {
            "total": decimals(found.total, 3),
            "points": grouped(found.points),
        }
    return _(
        "%(most)s × Φ((%(total)s %(centre)s) ÷ %(spread)s) = %(most)s × %(place)s = "
        "%(exact)s → %(points)s points"
    ) % {
        "most": grouped(found.points_max),
        "total": decimals(found.total, 4),
        "centre": f"{MINUS if found.centre >= 0 else '+'} {decimals(abs(found.centre), 4)}",
        "spread": decimals(found.spread, 4),
        "place": decimals(found.place, 5),
        "exact": decimals(found.points_max * found.place, 2),
        "points": grouped(found.points),
    }


def _notes(found: PointsBreakdown) -> list[str]:
    notes = []
    widened = {
        "NO_NICHE": _("Too few videos share its topic and length, so all topics are compared."),
        "WIDE_WINDOW": _("Too few videos were posted in one month, so three months are compared."),
        "NO_LENGTH": _("Too few videos have this length, so all lengths are compared."),
        "EVERYONE": _("Too few videos are like it, so it is compared with all we know."),
    }.get(found.step)
    if widened:
        notes.append(widened)
    if found.bootstrap:
        notes.append(_("This was the first scoring run, so it used all videos known then."))
    if found.off_age:
        notes.append(_("There is no count near the seventh day, so the latest count was used."))
    return notes
