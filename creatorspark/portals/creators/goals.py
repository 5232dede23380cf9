"""Goals with progress: the next reward, seven videos in full, and a better week."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.portals.creators.weeks import Week
from creatorspark.portals.templatetags.ui import grouped

FULL_VIDEOS_A_WEEK = 7
COMMON_POINTS = 150
"""The middle video of any group earns this many points (fair-1)."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Something to reach, how far it is, and a sentence."""

    title: str
    url: str
    done: int
    target: int
    words: str

    @property
    def shown(self) -> int:
        """Progress that a bar can show."""
        return min(self.done, self.target)

    @property
    def is_reached(self) -> bool:
        """Whether it is done."""
        return self.done >= self.target


@dataclass(frozen=True, slots=True)
class Price:
    """A reward one may save for."""

    name: str
    cost: int


def goals_of(
    *, balance: int, prices: Sequence[Price], weeks: Sequence[Week], posted_this_week: int
) -> list[Goal]:
    """Return up to three goals, the nearest first."""
    found = [_next_reward(balance, prices), _full_week(posted_this_week), _better_week(weeks)]
    return [goal for goal in found if goal is not None]


def _next_reward(balance: int, prices: Sequence[Price]) -> Goal | None:
    beyond = sorted((price for price in prices if price.cost > balance), key=lambda one: one.cost)
    if not beyond:
        return None
    price = beyond[0]
    missing = price.cost - balance
    videos = -(-missing // COMMON_POINTS)
    words = ngettext(
        "%(missing)s points to go: about %(videos)d good video.",
        "%(missing)s points to go: about %(videos)d good videos.",
        videos,
    ) % {"missing": grouped(missing), "videos": videos}
    return Goal(price.name, reverse("creators:shop"), balance, price.cost, words)


def _full_week(posted: int) -> Goal:
    words = (
        _("Done. Further videos of this week count a quarter.")
        if posted >= FULL_VIDEOS_A_WEEK
        else _("Your best seven of a week count in full.")
    )
    url = reverse("creators:videos")
    return Goal(_("Seven videos this week"), url, posted, FULL_VIDEOS_A_WEEK, words)


def _better_week(weeks: Sequence[Week]) -> Goal | None:
    best = max((week.points for week in weeks[:-1]), default=0)
    if not best:
        return None
    this = weeks[-1].points
    words = (
        _("Done: this is your best week of the last twelve.")
        if this >= best
        else _("Your best of the last twelve weeks was %(best)s.") % {"best": grouped(best)}
    )
    return Goal(_("Your best week"), "", this, best, words)
