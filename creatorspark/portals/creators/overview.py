"""The creator's home: money first, how the week went, what is near, what happened last."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import ngettext

from creatorspark.core.models import Creator
from creatorspark.portals.creators.activity import Movement, movement_of
from creatorspark.portals.creators.alerts import Alert, alerts_of
from creatorspark.portals.creators.goals import Goal, Price, goals_of
from creatorspark.portals.creators.identity import Identity, identity_of
from creatorspark.portals.creators.standing import Standing, standing_of
from marketplace import interface as marketplace
from rewards import interface as rewards

NEWEST_MOVEMENTS = 6


@dataclass(frozen=True)
class Overview:
    """Everything the page shows, drawn anew when points move or something is in question.

    `stamp` names the standing, the points and the alerts, and so all that is made of them; the
    question whether brands may find the creator stands outside of it.
    """

    creator: Identity
    points: rewards.Balance
    alerts: Sequence[Alert]
    standing: Standing
    stamp: str
    creator_id: int
    waits_for_choice: bool

    @property
    def balance(self) -> int:
        """The points there are."""
        return self.points.points

    @property
    def held(self) -> int:
        """The points that can't be spent now."""
        return self.points.points if self.points.all_held else self.points.frozen

    @property
    def has_points(self) -> bool:
        """Whether there is any week to show."""
        return any(week.points for week in self.standing.weeks)

    @property
    def balance_note(self) -> str:
        """What the balance is enough for."""
        return _balance_note(self.points.spendable, self.standing.prices)

    @cached_property
    def goals(self) -> Sequence[Goal]:
        """What is near."""
        return goals_of(
            balance=self.points.spendable,
            prices=self.standing.prices,
            weeks=self.standing.weeks,
            posted_this_week=self.standing.posted_this_week,
        )

    @cached_property
    def activity(self) -> Sequence[Movement]:
        """What happened last."""
        page = rewards.statement(creator_id=self.creator_id, limit=NEWEST_MOVEMENTS)
        return [movement_of(line) for line in page.lines]


def overview_of(creator: Creator, *, now: dt.datetime) -> Overview:
    """Gather the page in a fixed number of queries, whatever the creator has."""
    points = rewards.balance(creator_id=creator.pk)
    standing = standing_of(creator, now=now)
    alerts = alerts_of(creator)
    moved = f"{points.newest_entry_id}.{points.frozen}.{points.all_held}"
    in_question = ".".join(alert.key for alert in alerts)
    return Overview(
        creator=identity_of(creator),
        points=points,
        alerts=alerts,
        standing=standing,
        stamp=f"{standing.stamp}.{moved}.{in_question}",
        creator_id=creator.pk,
        waits_for_choice=marketplace.waits_for_choice(creator_id=creator.pk),
    )


def _balance_note(spendable: int, prices: Sequence[Price]) -> str:
    within = sum(price.cost <= spendable for price in prices)
    if not within:
        return ""
    return ngettext("Enough for %(n)d reward", "Enough for %(n)d rewards", within) % {"n": within}
