"""Originality in plain words: states, standings, edits, and what a verdict costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.portals.creators.line_words import rate_words
from creatorspark.portals.templatetags.ui import money
from rewards import interface as rewards

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Look:
    """How a state looks: tone of its badge, icon, badge and headline."""

    tone: str
    icon: str
    badge: Words
    headline: Words


LOOKS: Mapping[str, Look] = {
    "no_file": Look(
        "", "video", gettext_lazy("No file yet"), gettext_lazy("We don’t have this video yet")
    ),
    "waiting": Look(
        "info", "clock", gettext_lazy("Waiting"), gettext_lazy("Your video is in line")
    ),
    "judging": Look(
        "info", "search", gettext_lazy("Being compared"), gettext_lazy("We are comparing it now")
    ),
    "failed": Look(
        "warn", "alert", gettext_lazy("Not judged"), gettext_lazy("We couldn’t read this file")
    ),
    "original": Look("good", "check", gettext_lazy("Original"), gettext_lazy("This one is yours")),
    "not_original": Look(
        "bad",
        "copy",
        gettext_lazy("Not original"),
        gettext_lazy("It matches an earlier video"),
    ),
    "not_judgeable": Look(
        "warn",
        "question",
        gettext_lazy("Can’t be judged"),
        gettext_lazy("We couldn’t tell for this one"),
    ),
}

STANDINGS: Mapping[str, tuple[str, Words]] = {
    "copied": ("bad", gettext_lazy("Theirs came first")),
    "own_earlier": ("good", gettext_lazy("Your own earlier post")),
    "later": ("info", gettext_lazy("Later than yours")),
    "declared": ("good", gettext_lazy("Duet or stitch, as you say")),
    "licensed": ("good", gettext_lazy("Licensed")),
    "allowed": ("good", gettext_lazy("Yours to share")),
    "below": ("", gettext_lazy("Too little alike")),
}

EDITS: Mapping[str, Words] = {
    "mirrored": gettext_lazy("Mirrored"),
    "rotated": gettext_lazy("Turned"),
    "cropped": gettext_lazy("Cropped"),
    "inset": gettext_lazy("Small in another picture"),
    "framed": gettext_lazy("In a frame"),
    "reversed": gettext_lazy("Backwards"),
    "faster": gettext_lazy("Sped up"),
    "slower": gettext_lazy("Slowed down"),
    "part": gettext_lazy("Only a part"),
    "overlaid": gettext_lazy("Something laid over it"),
}


def edit_words(edits: Sequence[str], *, speed: float) -> list[str]:
    """Name the edits suspected; a change of speed says how much."""
    return [
        _("%(edit)s × %(speed)s") % {"edit": EDITS[edit], "speed": f"{abs(speed):.2g}"}
        if edit in ("faster", "slower")
        else str(EDITS[edit])
        for edit in edits
        if edit in EDITS
    ]


def cost_words(verdict: str, lines: Sequence[rewards.LineFacts]) -> str:
    """Say what a verdict means for the bonus, with the sums of statements where there are any."""
    newest = _newest_bonus(lines)
    if not newest and any(line.bonus for line in lines):
        return _("Its grade brings no bonus, so this changes nothing of what it earned so far.")
    if verdict == "original":
        return _("Its whole bonus counts.") if newest else ""
    if verdict == "pending":
        return _("Until then the sure half of its bonus is paid; the rest waits.")
    lost = sum((_lost(bonus) for bonus in newest.values()), Decimal(0))
    if not lost:
        return _("While this stands, half of its bonus is paid. Its views are paid in full.")
    bonus = max(newest.values(), key=_lost)
    return _(
        "It costs you about %(sum)s of bonus so far: the rate is %(low)s instead of %(high)s. "
        "Its views are paid in full."
    ) % {
        "sum": money(int(lost.quantize(Decimal(1), ROUND_HALF_EVEN)), lines[0].currency),
        "low": rate_words(bonus.rate_not_original),
        "high": rate_words(bonus.rate_original),
    }


def _newest_bonus(lines: Sequence[rewards.LineFacts]) -> dict[object, rewards.BonusFacts]:
    """Return the last word on each week's bonus; lines come newest first."""
    found: dict[object, rewards.BonusFacts] = {}
    for line in lines:
        if line.bonus is not None and line.bonus.has_rate:
            found.setdefault(line.bonus.base_week, line.bonus)
    return found


def _lost(bonus: rewards.BonusFacts) -> Decimal:
    if bonus.originality in ("original", "pending"):
        return Decimal(0)
    return bonus.base * (bonus.rate_original - bonus.rate_not_original)
