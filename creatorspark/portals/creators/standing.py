"""The part of the Overview that only imports, weeks and banks change, kept for a minute.

Balance, activity and messages are never kept: what a creator has just done must show at once.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Q, Sum
from django.utils.translation import get_language

from creatorspark.core.models import Creator, Video
from creatorspark.lib.periods import WEEK, monday_of, week_start
from creatorspark.portals.creators.estimate_card import EstimateCard, estimate_card
from creatorspark.portals.creators.goals import Price
from creatorspark.portals.creators.money_weeks import MoneyWeeks, money_weeks_of
from creatorspark.portals.creators.points_state import points_of_videos
from creatorspark.portals.creators.purse import Purse, purse_of
from creatorspark.portals.creators.tier_page import TierCard, tier_card_of
from creatorspark.portals.creators.video_list import short_title_of, title_of
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

KEEP_SECONDS = 60
NEWEST_VIDEOS = 5
SHAPE = 4
"""Raised when the fields below change, so that nothing older is read from the cache."""
OPEN_TO_SOMEBODY = frozenset({"", rewards.Refusal.NOT_ENOUGH_POINTS, rewards.Refusal.ON_HOLD})


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
class Standing:
    """Weeks, totals, prices and newest videos of a creator; None before there is any money.

    `stamp` names this very standing, so that what was drawn of it is kept as long as it is.
    """

    stamp: str
    is_paying: bool
    purse: Purse
    tier: TierCard | None
    weeks: Sequence[Week]
    week: WeekSummary
    chart: BarChart
    money: MoneyWeeks | None
    estimate: EstimateCard | None
    videos: int
    views: int
    posted_this_week: int
    prices: Sequence[Price]
    newest: Sequence[NewVideo]


def standing_of(creator: Creator, *, now: dt.datetime) -> Standing:
    """Return a creator's standing, at most a minute old."""
    key = f"portals.standing.{SHAPE}.{creator.pk}.{get_language()}.{monday_of(now)}"
    kept: Standing | None = cache.get(key)
    if kept is None:
        kept = _gather(creator, stamp=f"{key}.{now.isoformat()}", now=now)
        cache.set(key, kept, KEEP_SECONDS)
    return kept


def _gather(creator: Creator, *, stamp: str, now: dt.datetime) -> Standing:
    earned = rewards.earnings_overview(creator_id=creator.pk, now=now)
    weeks = weeks_until(now, _points_by_arrival(creator))
    totals = _totals(creator, now)
    return Standing(
        stamp=stamp,
        is_paying=earned.is_paying,
        purse=purse_of(earned),
        tier=tier_card_of(creator, now=now),
        weeks=weeks,
        week=_week(creator, weeks),
        chart=chart_of(weeks),
        money=money_weeks_of(creator, earned, now=now),
        estimate=estimate_card(creator, now=now),
        videos=totals["videos"],
        views=totals["views"] or 0,
        posted_this_week=totals["fresh"],
        prices=_prices(creator, now),
        newest=_newest(creator, now),
    )


def _points_by_arrival(creator: Creator) -> dict[dt.date, int]:
    """Return points by the week they arrived: the one after the week they were earned in."""
    found = rewards.points_weeks(creator_id=creator.pk, limit=WEEKS_SHOWN)
    return {week.week + WEEK: week.counted_points for week in found}


def _week(creator: Creator, weeks: list[Week]) -> WeekSummary:
    best_title, best_points = "", 0
    if weeks[-1].points:
        earned_in = weeks[-1].monday - WEEK
        best = rewards.awards_of(creator_id=creator.pk, week=earned_in, limit=1)
        if best:
            best_title = short_title_of(Video.objects.only("caption").get(pk=best[0].video_id))
            best_points = best[0].counted_points
    return summary_of(weeks, best_title=best_title, best_points=best_points)


def _totals(creator: Creator, now: dt.datetime) -> dict[str, int]:
    monday = week_start(monday_of(now))
    return Video.objects.filter(creator=creator).aggregate(
        videos=Count("pk"),
        views=Sum("latest__views"),
        fresh=Count("pk", filter=Q(posted_at__gte=monday)),
    )


def _prices(creator: Creator, now: dt.datetime) -> list[Price]:
    items = rewards.shop_items(creator_id=creator.pk, now=now)
    return [Price(item.name, item.cost) for item in items if item.refusal in OPEN_TO_SOMEBODY]


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
