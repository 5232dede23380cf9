"""The clocks of an alert: what happens by when, and how long that still is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from creatorspark.core.appeals.permission import Permission
from creatorspark.core.appeals.wording import day, days_left
from creatorspark.core.domain.appeals.states import State
from creatorspark.core.models import Appeal
from fraud import interface as fraud


@dataclass(frozen=True, slots=True)
class Clock:
    """One time that matters: “A person decides by”, 24 November, “3 days left”.

    `key` names it for machines.
    """

    key: str
    label: str
    at: dt.datetime
    day: str
    left: str
    is_late: bool


def clocks_of(
    report: fraud.AlertReport,
    *,
    permission: Permission,
    appeal: Appeal | None,
    now: dt.datetime,
) -> Sequence[Clock]:
    """Return the clocks that run, the next first; none when nothing waits for anybody."""
    found: list[tuple[str, str, dt.datetime | None]] = []
    if appeal is not None and appeal.is_open:
        found += _of_appeal(appeal)
    elif report.facts.state == "held":
        found.append(("decide_by", _("A person decides by"), report.decide_by))
    # Views that aren't counted hold nothing that could go free.
    if report.freed_at is not None and report.facts.tier == "case":
        free, over = _("Free by itself, if nobody decides"), _("Over, if nobody decides")
        found.append(("freed_at", free if report.hold_ids else over, report.freed_at))
    if permission.allowed:
        found.append(("appeal_until", _("You can appeal until"), permission.answer.until))
    return [_clock(key, label, at, now=now) for key, label, at in found if at is not None]


def _of_appeal(appeal: Appeal) -> list[tuple[str, str, dt.datetime | None]]:
    if appeal.state == State.WAITING:
        return [("answer_by", _("Please answer our question by"), appeal.answer_by)]
    return [("appeal_decided_by", _("Your appeal is decided by"), appeal.due_at)]


def _clock(key: str, label: str, at: dt.datetime, *, now: dt.datetime) -> Clock:
    return Clock(
        key=key, label=label, at=at, day=day(at), left=days_left(at, now=now), is_late=now > at
    )
