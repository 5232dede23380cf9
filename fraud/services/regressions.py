"""Cases in which rules were wrong about somebody: captured once, and run against every draft."""

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import User
from creatorspark.core.services import audit
from creatorspark.core.services.nudges import nudge_on_commit
from fraud.domain.activity import Activity
from fraud.domain.parameters import Parameters
from fraud.domain.slices import LIMIT, SUBJECT, Slice, cut, restore
from fraud.domain.trying import accusations
from fraud.models import Alert, RegressionCase
from fraud.selectors.activity import activity_of
from fraud.services.detection import SPAN

CAPTURE: Final = "fraud.capture_regressions"

log = structlog.get_logger(__name__)


class RegressionError(Exception):
    """The case can't do this; the message is for a person."""


@dataclass(frozen=True, kw_only=True)
class Ran:
    """A case that was run: which rules would accuse again; none: all is well."""

    case_id: int
    reference: str
    codes: tuple[str, ...]
    is_set_aside: bool


def ask(alert: Alert, *, now: datetime) -> None:
    """Have a case captured, in the transaction that decides for the creator."""
    RegressionCase.objects.get_or_create(alert=alert, defaults={"created_at": now})
    nudge_on_commit(CAPTURE)


def capture_pending(*, now: datetime) -> int:
    """Capture every case that waits; return how many were. Others may work beside us.

    A case that can't be captured stays as it is and doesn't keep the others.
    """
    done, failed = 0, list[int]()
    while (case_id := _next(but=failed)) is not None:
        try:
            done += capture(case_id, now=now)
        except Exception:
            log.exception("regression_not_captured", case=case_id)
            failed.append(case_id)
    return done


def _next(*, but: Collection[int]) -> int | None:
    waiting = RegressionCase.objects.filter(state=RegressionCase.State.PENDING)
    row = waiting.exclude(pk__in=but).order_by("created_at", "pk").values_list("pk", flat=True)
    return row.first()


def capture(case_id: int, *, now: datetime) -> bool:
    """Store what detectors saw when they made the alert; False when somebody else did or does."""
    with transaction.atomic():
        pending = RegressionCase.objects.filter(pk=case_id, state=RegressionCase.State.PENDING)
        case = pending.select_for_update(of=("self",)).select_related("alert").first()
        if case is None:
            return False
        seen = _seen(case.alert)
        if not _is_there(seen, case.alert):
            pending.update(state=RegressionCase.State.GONE, captured_at=now)
            return True
        made = cut(seen, creator=case.alert.creator_id, limit=LIMIT)
        pending.update(
            state=RegressionCase.State.CAPTURED,
            slice=made.data,
            slice_sha256=hashlib.sha256(made.data).hexdigest(),
            events=made.events,
            one_of=made.one_of,
            shows_it=_shows(made, case.alert),
            captured_at=now,
        )
        audit.record(
            "fraud.regression.captured",
            target=case,
            actor=None,
            after={"alert": case.alert_id, "events": made.events},
        )
    return True


def _seen(alert: Alert) -> Activity:
    """Return what the worker had before it when it made the alert, by the times of events."""
    start = min(alert.created_at - SPAN, alert.window_start)
    return activity_of([alert.creator_id], start, max(alert.created_at, alert.window_end))


def _is_there(seen: Activity, alert: Alert) -> bool:
    events = seen.events.where(seen.events.creator == alert.creator_id)
    first, end = alert.window_start.timestamp(), alert.window_end.timestamp()
    return bool(((events.at >= first) & (events.at < end)).any())


def _shows(made: Slice, alert: Alert) -> bool:
    parameters = Parameters.of_stored(alert.evidence["parameters"])
    return bool(_accusing(made.data, alert, parameters=parameters, shadow=()))


def _accusing(
    data: bytes, alert: Alert, *, parameters: Parameters, shadow: Collection[str]
) -> tuple[str, ...]:
    return accusations(
        restore(data),
        creator=SUBJECT,
        tier=alert.tier,
        start=int(alert.window_start.timestamp()),
        end=int(alert.window_end.timestamp()),
        parameters=parameters,
        shadow=shadow,
    )


def run(
    parameters: Parameters,
    *,
    shadow: Collection[str],
    report: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Ran]:
    """Run every captured case under these parameters, one in memory at a time.

    `report` is told how many of how many are done.
    """
    captured = RegressionCase.objects.filter(state=RegressionCase.State.CAPTURED)
    ids = list(captured.order_by("pk").values_list("pk", flat=True))
    for done, case_id in enumerate(ids, start=1):
        case = captured.select_related("alert").get(pk=case_id)
        codes = _accusing(
            bytes(case.slice or b""), case.alert, parameters=parameters, shadow=shadow
        )
        yield Ran(
            case_id=case.pk,
            reference=case.alert.reference,
            codes=codes,
            is_set_aside=case.set_aside_at is not None,
        )
        report(done, len(ids))


def waiting() -> int:
    """Return how many cases wait to be captured."""
    return RegressionCase.objects.filter(state=RegressionCase.State.PENDING).count()


def set_aside(case: RegressionCase, *, reason: str, actor: User, now: datetime) -> None:
    """Ask no rule any more to get a case right: what cleared it doesn't show in numbers.

    It is still run and told about. Doing it twice does it once. Raises RegressionError.
    """
    if not reason.strip():
        raise RegressionError(_("Say why."))
    with transaction.atomic():
        changed = RegressionCase.objects.filter(pk=case.pk, set_aside_at=None).update(
            set_aside_at=now, set_aside_by=actor, set_aside_reason=reason.strip()
        )
        if changed:
            audit.record(
                "fraud.regression.set_aside", target=case, actor=actor, after={"reason": reason}
            )


def take_up(case: RegressionCase, *, actor: User, now: datetime) -> None:
    """Ask rules again to get a case right; doing it twice does it once."""
    with transaction.atomic():
        changed = (
            RegressionCase.objects.filter(pk=case.pk)
            .exclude(set_aside_at=None)
            .update(set_aside_at=None, set_aside_by=None, set_aside_reason="")
        )
        if changed:
            audit.record("fraud.regression.taken_up", target=case, actor=actor)
