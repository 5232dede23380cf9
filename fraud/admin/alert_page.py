"""What staff read about one alert before they decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from creatorspark.core.appeals.wording import day, days_left
from creatorspark.core.models import Appeal, User
from fraud.domain.outcomes import SUBJECT_KIND
from fraud.models import Alert
from fraud.selectors.company import in_company
from fraud.selectors.desk import StaffEvidence, staff_evidence
from fraud.selectors.queue import after
from fraud.selectors.reports import outcome_words
from fraud.selectors.sums import sums_of
from fraud.services.claims import holder
from fraud.services.tending import freed_at, open_appeal
from fraud.services.two_people import how_many, too_few, two_people


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A decision or a proposal, with who made it; `overridden` when a later one took its place."""

    outcome: str
    is_proposal: bool
    how_many: str
    who: str
    at: datetime
    reason: str
    note: str
    overridden: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A link with its words."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertDesk:
    """Everything above the bare facts."""

    alert: Alert
    clock: str
    promise: str
    is_late: bool
    looking: str
    two: Sequence[str]
    sentences: Sequence[str]
    sums: Sequence[tuple[str, str]]
    decisions: Sequence[Made]
    links: Sequence[Named]
    staff: StaffEvidence
    following: str


def alert_desk(alert: Alert, *, reader: User, now: datetime) -> AlertDesk:
    """Gather one alert for staff; the number of queries doesn't grow with its decisions."""
    staff = staff_evidence(alert)
    decisions = _decisions(alert)
    following = after(alert, reader_id=reader.pk, now=now)
    appeal = open_appeal(alert)
    return AlertDesk(
        alert=alert,
        clock=_clock(alert, now),
        promise=_promise(alert, appeal),
        is_late=_is_late(alert, appeal, now=now),
        looking=_looking(alert, reader=reader, now=now),
        two=(
            *(two_people(alert, reader=reader) if alert.resolved_at is None else ()),
            *too_few(alert),
        ),
        sentences=staff.evidence.sentences,
        sums=sums_of(alert, now=now),
        decisions=decisions,
        links=_links(alert),
        staff=staff,
        following=_page("fraud_alert", following) if following else "",
    )


def _clock(alert: Alert, now: datetime) -> str:
    free = freed_at(alert)
    if free is None and alert.resolved_at is not None:
        return _("Decided on %(day)s") % {"day": day(alert.resolved_at)}
    if free is None:
        return _("Nothing is on hold")
    ends = {"day": day(free), "left": days_left(free, now=now)}
    if alert.resolved_at is not None:
        return (
            _("Decided and appealed; what is set aside goes free by itself on %(day)s, %(left)s")
            % ends
        )
    return _("The hold ends by itself on %(day)s, %(left)s") % ends


def _promise(alert: Alert, appeal: Appeal | None) -> str:
    if appeal is not None and appeal.answer_by is not None:
        return _("%(appeal)s waits for the creator until %(day)s") % {
            "appeal": appeal.reference,
            "day": day(appeal.answer_by),
        }
    if appeal is not None:
        return _("%(appeal)s is promised by %(day)s, %(time)s UTC") % {
            "appeal": appeal.reference,
            **_moment(appeal.due_at),
        }
    if alert.resolved_at is not None or alert.decide_by is None:
        return ""
    return _("Promised by %(day)s, %(time)s UTC") % _moment(alert.decide_by)


def _moment(at: datetime) -> dict[str, str]:
    return {"day": day(at), "time": formats.time_format(at, "H:i")}


def _is_late(alert: Alert, appeal: Appeal | None, *, now: datetime) -> bool:
    if appeal is not None:
        return appeal.answer_by is None and appeal.due_at < now
    return alert.resolved_at is None and alert.decide_by is not None and alert.decide_by < now


def _looking(alert: Alert, *, reader: User, now: datetime) -> str:
    who = holder(alert, now=now)
    if who is None or alert.looked_until is None:
        return _("Nobody looks at it now") if alert.resolved_at is None else ""
    until = {"who": who, "time": formats.time_format(alert.looked_until, "H:i")}
    if who == reader:
        return _("You have it to yourself until %(time)s UTC") % until
    return _("%(who)s looks at it until %(time)s UTC") % until


def _decisions(alert: Alert) -> list[Made]:
    rows = alert.decisions.select_related("alert", "decided_by", "overridden_by").order_by("pk")
    words = outcome_words(for_staff=True)
    return [
        Made(
            outcome=words[row.outcome],
            is_proposal=row.is_proposal,
            how_many=how_many(row),
            who=str(row.decided_by or _("the clock")),
            at=row.decided_at,
            reason=row.reason,
            note=row.note,
            overridden=hasattr(row, "overridden_by"),
        )
        for row in rows
    ]


def _page(model: str, number: int) -> str:
    return reverse(f"admin:{model}_change", args=[number])


def _links(alert: Alert) -> list[Named]:
    links = [Named(label=_("The creator"), url=_page("core_creator", alert.creator_id))]
    if alert.video_id:
        links.append(Named(label=_("The video"), url=_page("core_video", alert.video_id)))
    links += [
        Named(
            label=_("%(alert)s of @%(handle)s: %(n)s of the same accounts")
            % {"alert": one.alert.reference, "handle": one.alert.creator.handle, "n": one.shared},
            url=_page("fraud_alert", one.alert.pk),
        )
        for one in in_company(alert)
    ]
    links += [
        Named(label=_("Hold %(n)d") % {"n": hold.pk}, url=_page("fraud_hold", hold.pk))
        for hold in alert.holds.order_by("pk")
    ]
    appeals = Appeal.objects.filter(subject_kind=SUBJECT_KIND, subject_id=str(alert.pk))
    links += [
        Named(
            label=_("Appeal %(name)s, %(state)s")
            % {"name": appeal.reference, "state": appeal.get_state_display()},
            url=_page("core_appeal", appeal.pk),
        )
        for appeal in appeals.order_by("pk")
    ]
    return links
