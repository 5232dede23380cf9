"""The creator's home: money first, how the week went, what is near, what happened last."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from creatorspark.core.models import Creator
from creatorspark.portals.creators.activity import Movement, movement_of
from creatorspark.portals.creators.alerts import Alert, alerts_of
from creatorspark.portals.creators.goals import Goal, Price, goals_of
from creatorspark.portals.creators.identity import Identity, identity_of
from creatorspark.portals.creators.purse import Purse, purse_of
from creatorspark.portals.creators.standing import Standing, standing_of
from creatorspark.portals.creators.tier_page import TierCard, tier_card_of
from rewards import interface as rewards

NEWEST_MOVEMENTS = 6


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the page shows. `held` are points that can't be spent now."""

    creator: Identity
    balance: int
    held: int
    balance_note: str
    is_paying: bool
    purse: Purse
    alerts: Sequence[Alert]
    tier: TierCard | None
    standing: Standing
    goals: Sequence[Goal]
    activity: Sequence[Movement]

    @property
    def has_points(self) -> bool:
        """Whether there is any week to show."""
        return any(week.points for week in self.standing.weeks)


def overview_of(creator: Creator, *, now: dt.datetime) -> Overview:
    """Gather the page in a fixed number of queries, whatever the creator has."""
    points = rewards.balance(creator_id=creator.pk)
    earned = rewards.earnings_overview(creator_id=creator.pk, now=now)
    standing = standing_of(creator, earned, now=now)
    held = points.points if points.all_held else points.frozen
    return Overview(
        creator=identity_of(creator),
        balance=points.points,
        held=held,
        balance_note=_balance_note(points.spendable, standing.prices),
        is_paying=earned.is_paying,
        purse=purse_of(earned),
        alerts=alerts_of(creator),
        tier=tier_card_of(creator, now=now),
        standing=standing,
        goals=goals_of(
            balance=points.spendable,
            prices=standing.prices,
            weeks=standing.weeks,
            posted_this_week=standing.posted_this_week,
        ),
        activity=_activity(creator),
    )


def _balance_note(spendable: int, prices: Sequence[Price]) -> str:
    within = sum(price.cost <= spendable for price in prices)
    if not within:
        return ""
    return ngettext("Enough for %(n)d reward", "Enough for %(n)d rewards", within) % {"n": within}


def _activity(creator: Creator) -> list[Movement]:
    page = rewards.statement(creator_id=creator.pk, limit=NEWEST_MOVEMENTS)
    return [movement_of(line) for line in page.lines]
