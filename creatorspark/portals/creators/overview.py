"""The creator's home: what is there, how the week went, what is near, what happened last."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils.translation import ngettext

from creatorspark.core.models import Creator, Video
from creatorspark.lib.periods import WEEK, monday_of, week_start
from creatorspark.portals.creators.activity import Movement, movement_of
from creatorspark.portals.creators.goals import Goal, Price, goals_of
from creatorspark.portals.creators.identity import Identity, identity_of
from creatorspark.portals.creators.points_state import points_of_videos
from creatorspark.portals.creators.video_list import title_of
from creatorspark.portals.creators.weeks import (
    WEEKS_SHOWN,
    Week,
    WeekSummary,
    chart_of,
    summary_of,
    weeks_until,
)
from creatorspark.portals.drawing import BarChart
from rewards import interface as rewards

NEWEST_VIDEOS = 5
NEWEST_MOVEMENTS = 6


@dataclass(frozen=True, slots=True)
class NewVideo:
    """A line of the newest videos."""

    id: int
    title: str
    posted_at: dt.datetime
    views: int | None
    points: int | None
    points_state: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Videos, their views now, and how many were posted this ISO week."""

    videos: int
    views: int
    posted_this_week: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the page shows. `held` are points that can't be spent now."""

    creator: Identity
    balance: int
    held: int
    balance_note: str
    week: WeekSummary
    weeks: Sequence[Week]
    chart: BarChart
    views: int
    video_count: int
    goals: Sequence[Goal]
    newest: Sequence[NewVideo]
    activity: Sequence[Movement]

    @property
    def has_points(self) -> bool:
        """Whether there is any week to show."""
        return any(week.points for week in self.weeks)


def overview_of(creator: Creator, *, now: dt.datetime) -> Overview:
    """Gather the page in a fixed number of queries, whatever the creator has."""
    purse = rewards.balance(creator_id=creator.pk)
    weeks = weeks_until(now, _points_by_arrival(creator))
    totals = _totals(creator, now)
    prices = _prices(creator, now)
    held = purse.points if purse.all_held else purse.frozen
    return Overview(
        creator=identity_of(creator),
        balance=purse.points,
        held=held,
        balance_note=_balance_note(purse.points - held, prices),
        week=_week(creator, weeks),
        weeks=weeks,
        chart=chart_of(weeks),
        views=totals.views,
        video_count=totals.videos,
        goals=goals_of(
            balance=purse.points,
            prices=prices,
            weeks=weeks,
            posted_this_week=totals.posted_this_week,
        ),
        newest=_newest(creator, now),
        activity=_activity(creator),
    )


def _points_by_arrival(creator: Creator) -> dict[dt.date, int]:
    """Return points by the week they arrived: the one after the week they were earned in."""
    found = rewards.points_weeks(creator_id=creator.pk, limit=WEEKS_SHOWN)
    return {week.week + WEEK: week.counted_points for week in found}


def _week(creator: Creator, weeks: Sequence[Week]) -> WeekSummary:
    best_title, best_points = "", 0
    if weeks[-1].points:
        earned_in = weeks[-1].monday - WEEK
        best = rewards.awards_of(creator_id=creator.pk, week=earned_in, limit=1)
        if best:
            best_title = title_of(Video.objects.get(pk=best[0].video_id))
            best_points = best[0].counted_points
    return summary_of(list(weeks), best_title=best_title, best_points=best_points)


def _totals(creator: Creator, now: dt.datetime) -> Totals:
    monday = week_start(monday_of(now))
    row = Video.objects.filter(creator=creator).aggregate(
        videos=Count("pk"),
        views=Sum("latest__views"),
        fresh=Count("pk", filter=Q(posted_at__gte=monday)),
    )
    return Totals(row["videos"], row["views"] or 0, row["fresh"])


def _prices(creator: Creator, now: dt.datetime) -> list[Price]:
    items = rewards.shop_items(creator_id=creator.pk, now=now)
    return [
        Price(item.name, item.cost)
        for item in items
        if item.refusal in ("", rewards.Refusal.NOT_ENOUGH_POINTS)
    ]


def _balance_note(spendable: int, prices: Sequence[Price]) -> str:
    within = sum(price.cost <= spendable for price in prices)
    if not within:
        return ""
    return ngettext("Enough for %(n)d reward", "Enough for %(n)d rewards", within) % {"n": within}


def _newest(creator: Creator, now: dt.datetime) -> list[NewVideo]:
    found = Video.objects.filter(creator=creator).select_related("latest")
    videos = list(found.order_by("-posted_at")[:NEWEST_VIDEOS])
    points = points_of_videos(videos, now=now)
    return [
        NewVideo(
            id=video.pk,
            title=title_of(video),
            posted_at=video.posted_at,
            views=video.latest.views if video.latest else None,
            points=points[video.pk].points,
            points_state=points[video.pk].state,
        )
        for video in videos
    ]


def _activity(creator: Creator) -> list[Movement]:
    page = rewards.statement(creator_id=creator.pk, limit=NEWEST_MOVEMENTS)
    return [movement_of(line) for line in page.lines]
