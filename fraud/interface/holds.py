"""Holds as other apps see them: facts, never sums."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from creatorspark.core.models import Creator, User
from fraud.domain.outcomes import Outcome
from fraud.models import Alert, Hold
from fraud.services import holds


@dataclass(frozen=True, kw_only=True)
class HoldFacts:
    """What a hold freezes and why; `video_id` None means all of the creator.

    `share` is the part of it in ten-thousandths. `is_final`: nobody can appeal any more, so this
    part is lost. `is_decided`: a person decided its alert; until then one means to by `decide_by`.
    """

    hold_id: int
    creator_id: int
    video_id: int | None
    period_start: datetime | None
    period_end: datetime | None
    reason_code: str
    reason: str
    placed_at: datetime
    share: int = 10_000
    is_final: bool = False
    alert_id: int | None = None
    is_decided: bool = False
    decide_by: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class EndedHold:
    """A hold whose share is lost for good, or that was given back after it was."""

    hold_id: int
    creator_id: int
    video_id: int | None
    period_start: datetime | None
    period_end: datetime | None
    share: int
    is_restored: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class Apology:
    """Points that say sorry, once an alert. `is_late`: nobody decided, so nobody found it wrong;
    `was_held`: something was on hold.
    """

    alert_id: int
    creator_id: int
    points: int
    is_late: bool = False
    was_held: bool = True


def holds_for(*, creator_id: int) -> tuple[HoldFacts, ...]:
    """Return the creator's open holds, oldest first; those that became final freeze nothing more.

    Call it while the `core.Creator` row is locked, as `place_hold` does, so that nothing slips
    between the check and the freeze.
    """
    rows = Hold.objects.filter(creator_id=creator_id, released_at=None, final_at=None)
    rows = _with_alert(rows).order_by("pk")
    return tuple(_facts(row) for row in rows)


def open_holds(
    *, creator_ids: Collection[int] | None = None, with_final: bool = False
) -> dict[int, tuple[HoldFacts, ...]]:
    """Return the open holds of these creators (None: of all), oldest first, as `holds_for` does.

    Creators without one are absent. `with_final`: those too of which nothing can come back.
    """
    rows = _with_alert(Hold.objects.filter(released_at=None)).order_by("pk")
    if not with_final:
        rows = rows.filter(final_at=None)
    if creator_ids is not None:
        rows = rows.filter(creator_id__in=creator_ids)
    found: defaultdict[int, list[HoldFacts]] = defaultdict(list)
    for row in rows:
        found[row.creator_id].append(_facts(row))
    return {creator_id: tuple(holds) for creator_id, holds in found.items()}


def _with_alert(rows: QuerySet[Hold]) -> QuerySet[Hold]:
    """Join what is told of the alerts; their evidence is long and not needed here."""
    return rows.select_related("alert").defer("alert__evidence")


def ended_holds(*, since: datetime) -> tuple[EndedHold, ...]:
    """Return the holds that became final, or were given back after that, since a moment."""
    rows = Hold.objects.filter(Q(final_at__gte=since) | Q(restored_at__gte=since)).order_by("pk")
    return tuple(
        EndedHold(
            hold_id=row.pk,
            creator_id=row.creator_id,
            video_id=row.video_id,
            period_start=row.period_start,
            period_end=row.period_end,
            share=row.share,
            is_restored=row.final_at is None,
            reason=row.reason,
        )
        for row in rows
    )


def apologies(*, since: datetime) -> tuple[Apology, ...]:
    """Return the points that are owed for cases that were wrong or late, ended since a moment."""
    rows = Alert.objects.filter(apology_points__gt=0, resolved_at__gte=since).order_by("pk")
    held = Exists(Hold.objects.filter(alert=OuterRef("pk")))
    return tuple(
        Apology(
            alert_id=row.pk,
            creator_id=row.creator_id,
            points=row.apology_points,
            is_late=row.outcome == Outcome.EXPIRED,
            was_held=row.was_held,
        )
        for row in rows.defer("evidence").annotate(was_held=held)
    )


def place_hold(
    *,
    creator_id: int,
    video_id: int | None = None,
    reason_code: str,
    reason: str,
    actor: User | None,
    now: datetime,
) -> HoldFacts:
    """Freeze one video, or all of a creator, until a person decides; `reason` is read by them."""
    hold = holds.place_hold(
        Creator.objects.get(pk=creator_id),
        video_id=video_id,
        reason_code=reason_code,
        reason=reason,
        actor=actor,
        now=now,
    )
    return _facts(hold)


def _facts(row: Hold) -> HoldFacts:
    return HoldFacts(
        hold_id=row.pk,
        creator_id=row.creator_id,
        video_id=row.video_id,
        period_start=row.period_start,
        period_end=row.period_end,
        reason_code=row.reason_code,
        reason=row.reason,
        placed_at=row.placed_at,
        share=row.share,
        is_final=row.final_at is not None,
        alert_id=row.alert_id,
        is_decided=bool(row.alert and row.alert.outcome),
        decide_by=row.alert.decide_by if row.alert else None,
    )
