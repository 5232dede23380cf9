"""How the desk is doing: what waits, what is late, how often a judgement was wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from creatorspark.core.appeals.handlers import Words, ground_label, kinds
from creatorspark.core.domain.appeals.states import BEING_DONE, State
from creatorspark.core.models import Appeal, Decision


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """What is open. `late` leaves out what waits for its creator."""

    open: int
    late: int
    untaken: int
    mine: int
    next_due: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Overturned:
    """How often judgements of a kind fell, by what the creator gave as the reason.

    Only decisions that stand count: an overridden one has given way to a later one.
    """

    kind: str
    kind_label: Words
    ground: str
    ground_label: Words
    decided: int
    overturned: int

    @property
    def rate(self) -> float:
        """The share overturned, in full or in part, from 0 to 1."""
        return self.overturned / self.decided


def waiting(*, now: datetime, person_id: int | None = None) -> Waiting:
    """Count what is open, and what of it one person has; one query."""
    is_late = Q(due_at__lt=now) & ~Q(state=State.WAITING)
    found = Appeal.objects.filter(state__in=sorted(BEING_DONE)).aggregate(
        open=Count("pk"),
        late=Count("pk", filter=is_late),
        untaken=Count("pk", filter=Q(state=State.OPEN)),
        mine=Count("pk", filter=Q(assigned_to=person_id) if person_id else Q(pk__in=[])),
        next_due=Min("due_at", filter=~Q(state=State.WAITING)),
    )
    return Waiting(**found)


def overturned(*, since: datetime | None = None) -> Sequence[Overturned]:
    """Return the rates by kind and ground, the most decided first; one query."""
    stands = Decision.objects.filter(overridden_by=None)
    if since is not None:
        stands = stands.filter(decided_at__gte=since)
    names = kinds()
    rows = (
        stands.values("appeal__subject_kind", "appeal__ground")
        .annotate(
            decided=Count("pk"),
            fell=Count("pk", filter=~Q(outcome=Decision.Outcome.UPHELD)),
        )
        .order_by("-decided", "appeal__subject_kind", "appeal__ground")
    )
    return [
        Overturned(
            kind=row["appeal__subject_kind"],
            kind_label=names.get(row["appeal__subject_kind"], row["appeal__subject_kind"]),
            ground=row["appeal__ground"],
            ground_label=ground_label(row["appeal__subject_kind"], row["appeal__ground"]),
            decided=row["decided"],
            overturned=row["fell"],
        )
        for row in rows
    ]


def overturn_rate(*, kind: str, rule: str, since: datetime) -> tuple[int, int]:
    """Return how many decisions about judgements by one rule stand, and how many overturned it."""
    found = Decision.objects.filter(
        overridden_by=None,
        decided_at__gte=since,
        appeal__subject_kind=kind,
        appeal__rule=rule,
    ).aggregate(decided=Count("pk"), fell=Count("pk", filter=~Q(outcome=Decision.Outcome.UPHELD)))
    return found["decided"], found["fell"]
