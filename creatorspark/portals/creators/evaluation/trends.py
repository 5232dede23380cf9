"""How well a creator's videos are made, one after the other, and what comes up again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.core.models import Creator
from scoring import interface as scoring

SHOWN = 60
RECENT = 5
OFTEN = 10
MOST_CAUSES = 4
TITLE_LETTERS = 80


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A video's ratings as the table and its chart show them; `number` 1 is the oldest."""

    number: int
    video_id: int
    title: str
    posted_at: datetime
    overall: float
    visual: float | None
    audio: float | None
    text: float | None
    first_cause: str


@dataclass(frozen=True, slots=True)
class Habit:
    """What feedback says again and again: in how many of the last videos, and the guide to it."""

    name: str
    words: str
    count: int
    of: int
    learn: str


@dataclass(frozen=True, slots=True)
class Trend:
    """`mean` is that of the last few videos; `change` against as many before, None without."""

    rows: Sequence[TrendRow]
    mean: int | None
    recent: int
    change: int | None
    habits: Sequence[Habit]


def trend_of(creator: Creator) -> Trend:
    """Return the trend over the newest rated videos; one query."""
    found = scoring.rated_videos(creator_id=creator.pk, limit=SHOWN)
    newest = [one.overall for one in found[:RECENT]]
    before = [one.overall for one in found[RECENT : 2 * RECENT]]
    full = len(before) == RECENT
    return Trend(
        rows=[_row(len(found) - at, one) for at, one in enumerate(found)],
        mean=round(fmean(newest)) if newest else None,
        recent=len(newest),
        change=round(fmean(newest)) - round(fmean(before)) if full else None,
        habits=_habits(found[:OFTEN]),
    )


def _row(number: int, one: scoring.RatedVideo) -> TrendRow:
    words = " ".join(one.caption.split()) or _("Video without words")
    return TrendRow(
        number=number,
        video_id=one.video_id,
        title=words if len(words) <= TITLE_LETTERS else words[:TITLE_LETTERS].rstrip() + "…",
        posted_at=one.posted_at,
        overall=one.overall,
        visual=one.visual,
        audio=one.audio,
        text=one.text,
        first_cause=one.causes[0].name if one.causes else "",
    )


def _habits(found: Sequence[scoring.RatedVideo]) -> list[Habit]:
    """Return causes of more than one of these videos, by the points they cost in all."""
    cost: dict[str, float] = defaultdict(float)
    count: dict[str, int] = defaultdict(int)
    named: dict[str, scoring.NamedCause] = {}
    for video in found:
        for cause in video.causes:
            cost[cause.cause] += cause.points
            count[cause.cause] += 1
            named[cause.cause] = cause
    often = sorted((name for name in cost if count[name] > 1), key=lambda name: -cost[name])
    return [
        _habit(named[name], count[name], len(found), cost[name]) for name in often[:MOST_CAUSES]
    ]


def _habit(cause: scoring.NamedCause, count: int, of: int, cost: float) -> Habit:
    points = max(1, round(cost / of))
    return Habit(
        name=cause.name,
        words=ngettext(
            "In %(count)d of your last %(of)d videos; about %(points)d point on average",
            "In %(count)d of your last %(of)d videos; about %(points)d points on average",
            points,
        )
        % {"count": count, "of": of, "points": points},
        count=count,
        of=of,
        learn=f"{reverse('learn:better', args=[cause.learn])}#{cause.cause}",
    )
