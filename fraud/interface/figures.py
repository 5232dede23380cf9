"""How protection did, for those above who add money and show it: staff and everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from creatorspark.core.appeals.terms import terms_at
from creatorspark.core.models import Creator
from creatorspark.lib.calendar_periods import Length, Period
from fraud.domain.metrics import Decided, FirstDecisions, Tally, Times
from fraud.domain.outcomes import SUBJECT_KIND
from fraud.domain.period_figures import (
    AppealFigures,
    DiscountFigures,
    Figures,
    HoldFigures,
    figures_from_json,
)
from fraud.models import PeriodFigures
from fraud.selectors.metrics import figures_of, freed_holds
from fraud.services import figures as services
from fraud.services import policies

__all__ = [
    "AppealFigures",
    "Decided",
    "DiscountFigures",
    "Figures",
    "FirstDecisions",
    "FreedHold",
    "HoldFigures",
    "KeptFigures",
    "Promises",
    "Tally",
    "Times",
    "figures_from_json",
    "freed_in",
    "keep_period",
    "kept_periods",
    "promises",
    "protection_figures",
    "protection_since",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptFigures:
    """The figures of a period that is over. `published` is empty for a month."""

    period: Period
    figures: Mapping[str, Any]
    published: Mapping[str, Any]
    sha256: str
    computed_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class FreedHold:
    """A hold on a case that fell: a person said that it was wrong."""

    hold_id: int
    creator_id: int
    video_id: int | None
    period_start: datetime | None
    period_end: datetime | None
    freed_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Promises:
    """What the rules in force promise to whoever is accused."""

    decide_hours: int
    release_days: int
    appeal_days: int
    appeal_window_days: int
    apology_points: int
    second_person_views: int
    overturned_share: float
    policy_version: str


def promises(*, now: datetime) -> Promises:
    """Return what is promised now; what happened was decided under the terms of its time."""
    rule = policies.in_force(now=now)
    terms = rule.parameters.process
    return Promises(
        decide_hours=terms.decide_hours,
        release_days=terms.release_days,
        appeal_days=terms.appeal_days,
        appeal_window_days=terms_at(kind=SUBJECT_KIND, now=now).window_days,
        apology_points=terms.apology_points,
        second_person_views=terms.second_person_views,
        overturned_share=terms.overturned_share,
        policy_version=rule.version,
    )


def protection_figures(*, period: Period) -> Figures:
    """Return the exact figures of a period, or of what there is of it so far; for staff."""
    return figures_of(period)


def freed_in(*, period: Period) -> tuple[FreedHold, ...]:
    """Return the holds of cases that fell in a period: cleared, or overturned on appeal."""
    return tuple(
        FreedHold(
            hold_id=row.pk,
            creator_id=row.creator_id,
            video_id=row.video_id,
            period_start=row.period_start,
            period_end=row.period_end,
            freed_at=row.restored_at or row.released_at or period.end,
        )
        for row in freed_holds(period)
    )


def protection_since() -> datetime | None:
    """Return since when there is somebody to protect; None while there is nobody."""
    return Creator.objects.order_by("created_at").values_list("created_at", flat=True).first()


def keep_period(
    *,
    period: Period,
    figures: Mapping[str, Any],
    published: Mapping[str, Any] | None,
    now: datetime,
) -> bool:
    """Keep a period that is over, once; False when it is kept already."""
    return services.keep_figures(period, figures=figures, published=published, now=now)


def kept_periods(*, length: Length, limit: int | None = None) -> tuple[KeptFigures, ...]:
    """Return what is kept, the newest period first."""
    rows = PeriodFigures.objects.filter(length=length.value).order_by("-starts")[:limit]
    return tuple(
        KeptFigures(
            period=Period(length, row.starts),
            figures=row.figures,
            published=row.published or {},
            sha256=row.sha256,
            computed_at=row.computed_at,
        )
        for row in rows
    )
