"""What the clock does by itself: free what nobody decided, and close what nobody can appeal."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from creatorspark.core.appeals.permission import can_appeal
from creatorspark.core.appeals.terms import terms_of as appeal_terms_of
from creatorspark.core.domain.appeals.permission import Why
from creatorspark.core.models import Appeal
from creatorspark.core.services import audit
from fraud.domain.outcomes import KEEPING, RELEASING, SUBJECT_KIND, Outcome
from fraud.models import Alert
from fraud.selectors.shares import is_weighed
from fraud.services import announcing, telling
from fraud.services.alerts import Said, carry_out, lock, standing_decision, terms_of
from fraud.services.holds import weigh_again

OVER: Final = frozenset({Why.TOO_LATE, Why.LOOKED_TWICE, Why.TOO_OFTEN})

log = structlog.get_logger(__name__)


def tend(*, now: datetime) -> dict[str, int]:
    """Look at every alert whose holds wait for something, and do what its time asks for.

    Safe to run twice and at once: each alert is locked and looked at again. A fault in one
    doesn't keep the clock of the others.
    """
    done = {"expired": 0, "final": 0}
    for alert_id in _waiting():
        try:
            did = tend_one(alert_id, now=now)
        except Exception:
            log.exception("alert_not_tended", alert=alert_id)
            continue
        if did:
            done[did] += 1
    return done


def _waiting() -> list[int]:
    held = Alert.objects.filter(tier=Alert.Tier.CASE, final_at=None)
    # A case that is about gifts alone holds nothing; its clocks run all the same.
    open_now = Q(holds__released_at=None, holds__isnull=False)
    unheld = Q(holds__isnull=True) & ~Q(outcome__in=list(RELEASING))
    rows = held.filter(open_now | unheld)
    return list(rows.order_by("pk").values_list("pk", flat=True).distinct())


def tend_one(alert_id: int, *, now: datetime) -> str:
    """Do for one alert what is due; return “expired”, “final” or nothing."""
    with transaction.atomic():
        alert = lock(alert_id)
        if not _waits(alert):
            return ""
        if _is_overdue(alert, now=now):
            carry_out(alert, _said(), now=now)
            return "expired"
        if standing := standing_decision(alert) if alert.outcome in KEEPING else None:
            weigh_again(alert, false_views=standing.false_views, now=now)
        if alert.outcome in KEEPING and _is_over(alert, now=now) and _is_weighed(alert, now=now):
            _close(alert, now=now)
            return "final"
        if alert.outcome in KEEPING:
            _remind(alert, now=now)
        return ""


def _waits(alert: Alert) -> bool:
    if alert.holds.exists():
        return alert.holds.filter(released_at=None, final_at=None).exists()
    return alert.final_at is None and alert.outcome not in RELEASING


def _said() -> Said:
    return Said(
        outcome=Outcome.EXPIRED,
        reason=_(
            "We didn’t decide in time, so it is over in your favour. We are sorry for the wait."
        ),
        actor=None,
    )


def _is_overdue(alert: Alert, *, now: datetime) -> bool:
    free_at = freed_at(alert)
    return free_at is not None and now > free_at


def freed_at(alert: Alert) -> datetime | None:
    """Return when what is set aside goes free because nobody decided; None: no such clock runs.

    Before a first decision the hold's own day counts, whoever speaks up: an appeal can only bring
    it nearer. After one, the clock of an open appeal counts; it stands still while we wait for the
    creator.
    """
    appeal = open_appeal(alert)
    days = [] if appeal is None else _of_appeal(alert, appeal)
    if alert.state == Alert.State.HELD and alert.release_at is not None:
        days.append(alert.release_at)
    return min(days, default=None)


def open_appeal(alert: Alert) -> Appeal | None:
    """Return the appeal against an alert that nobody decided yet, if there is one."""
    found = Appeal.objects.filter(subject_kind=SUBJECT_KIND, subject_id=str(alert.pk))
    return found.filter(closed_at=None).first()


def _of_appeal(alert: Alert, appeal: Appeal) -> list[datetime]:
    if appeal.state == Appeal.State.WAITING:
        return []
    terms = appeal_terms_of(appeal)
    promised = terms.decide_days if appeal.look == 1 else terms.second_look_days
    # Whatever moved the promised day, a question that waited, moves this one as well.
    return [appeal.due_at + timedelta(days=max(0, terms_of(alert).appeal_days - promised))]


def _is_over(alert: Alert, *, now: datetime) -> bool:
    answer = can_appeal(kind=SUBJECT_KIND, subject_id=str(alert.pk), now=now).answer
    return not answer.allowed and answer.why in OVER


def _is_weighed(alert: Alert, *, now: datetime) -> bool:
    """What is lost can't be weighed again, so it isn't lost before its share is that of all."""
    return all(is_weighed(hold, alert=alert, now=now) for hold in alert.holds.all())


def _remind(alert: Alert, *, now: datetime) -> None:
    """Say once for each window that it ends soon, to whoever can still appeal."""
    answer = can_appeal(kind=SUBJECT_KIND, subject_id=str(alert.pk), now=now).answer
    if not answer.allowed or answer.until is None:
        return
    if now >= answer.until - timedelta(days=terms_of(alert).remind_days):
        telling.tell_window(alert, until=answer.until, now=now)


def _close(alert: Alert, *, now: datetime) -> None:
    """From now on what is withheld is lost; rewards book it where they follow holds."""
    Alert.objects.filter(pk=alert.pk).update(final_at=now)
    alert.holds.filter(released_at=None, final_at=None).update(final_at=now)
    audit.record("fraud.alert.final", target=alert, actor=None, after={"outcome": alert.outcome})
    telling.tell_final(alert, now=now)
    alert.refresh_from_db(fields=["final_at"])
    announcing.announce_final(alert, creator=alert.creator, now=now)
