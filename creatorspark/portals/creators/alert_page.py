"""A creator's alerts: the list, and one report with what waits, why, until when, and the way on."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from creatorspark.core.appeals.permission import Permission, can_appeal
from creatorspark.core.appeals.wording import day, days_left
from creatorspark.core.models import Appeal, Creator, Video
from creatorspark.portals.creators.alert_clocks import Clock, clocks_of
from creatorspark.portals.creators.alert_sums import (
    Told,
    circumstances_of,
    holds_nothing,
    standing_of,
    sums_of,
)
from creatorspark.portals.creators.video_list import short_title_of
from fraud import interface as fraud
from rewards import interface as rewards

KIND = "fraud_alert"
# outcome, or the state while there is none -> tone and icon
LOOKS: Mapping[str, tuple[str, str]] = {
    "held": ("warn", "clock"),
    "open": ("info", "info"),
    "cleared": ("good", "check"),
    "overturned": ("good", "check"),
    "expired": ("good", "check"),
    "upheld": ("bad", "alert"),
    "partly": ("warn", "alert"),
}


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert in the list."""

    id: int
    reference: str
    title: str
    state: str
    tone: str
    icon: str
    sentence: str
    clock: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class AlertPage:
    """One report, as a page, a letter and the API show it. `clocks` are those that run."""

    row: AlertRow
    report: fraud.AlertReport
    standing: fraud.Standing
    kept: rewards.Withheld
    lead: str
    clocks: Sequence[Clock]
    video_id: int | None
    sums: Sequence[tuple[str, str]]
    sections: Sequence[fraud.ReportSection]
    evidence: fraud.Evidence
    decisions: Sequence[fraud.DecisionFacts]
    permission: Permission
    appeal: Appeal | None
    kind: str
    subject_id: str


def alert_rows(creator: Creator, *, now: dt.datetime) -> list[AlertRow]:
    """Return every alert of a creator, newest first; two queries."""
    found = fraud.alerts_for(creator_id=creator.pk)
    videos = _videos({one.video_id for one in found if one.video_id})
    return [_row(one, videos.get(one.video_id or 0), now=now) for one in found]


def _videos(ids: set[int]) -> dict[int, Video]:
    return Video.objects.only("caption").in_bulk(ids) if ids else {}


def _by(facts: fraud.AlertFacts, *, now: dt.datetime) -> str:
    if facts.state != "held" or facts.decide_by is None:
        return ""
    return _("decided by %(day)s, %(left)s") % {
        "day": day(facts.decide_by),
        "left": days_left(facts.decide_by, now=now),
    }


def _row(facts: fraud.AlertFacts, video: Video | None, *, now: dt.datetime) -> AlertRow:
    tone, icon = LOOKS[facts.outcome or facts.state]
    return AlertRow(
        id=facts.alert_id,
        reference=f"FR-{facts.alert_id:06}",
        title=_("“%(title)s”") % {"title": short_title_of(video)} if video else _("Your profile"),
        state=_state(facts),
        tone=tone,
        icon=icon,
        sentence=facts.facts[0] if facts.facts else "",
        clock=_by(facts, now=now),
        at=facts.created_at,
    )


def _state(facts: fraud.AlertFacts) -> str:
    return {
        "held": _("Waiting for a person"),
        "open": _("Not counted"),
        "cleared": _("All is fine"),
        "overturned": _("You were right"),
        "expired": _("Over: nobody decided"),
        "upheld": _("Doesn’t count"),
        "partly": _("A part doesn’t count"),
    }[facts.outcome or facts.state]


def alert_page(creator: Creator, alert_id: int, *, now: dt.datetime) -> AlertPage | None:
    """Gather a report; None for somebody else's. The number of queries is fixed."""
    report = fraud.report_of(alert_id=alert_id, creator_id=creator.pk)
    if report is None:
        return None
    facts, standing = report.facts, standing_of(report)
    video = _videos({facts.video_id}).get(facts.video_id) if facts.video_id else None
    permission = can_appeal(kind=KIND, subject_id=str(alert_id), now=now)
    appeals = Appeal.objects.filter(subject_kind=KIND, subject_id=str(alert_id))
    appeal = appeals.order_by("-pk").first()
    kept = rewards.withheld_by(creator_id=creator.pk, hold_ids=report.hold_ids, now=now)
    told = Told(report=report, kept=kept, video=video, permission=permission)
    return AlertPage(
        row=_row(facts, video, now=now),
        report=report,
        standing=standing,
        kept=kept,
        lead=_lead(report, standing),
        clocks=clocks_of(report, permission=permission, appeal=appeal, now=now),
        video_id=facts.video_id,
        sums=sums_of(told),
        sections=fraud.statement_of(
            alert_id=alert_id, circumstances=circumstances_of(told, kind=KIND, now=now)
        ),
        evidence=report.evidence,
        decisions=report.decisions,
        permission=permission,
        appeal=appeal,
        kind=KIND,
        subject_id=str(alert_id),
    )


def _lead(report: fraud.AlertReport, standing: fraud.Standing) -> str:
    if standing is fraud.Standing.OVER:
        return _("It is over, and everything counts. %(words)s.") % {
            "words": report.decisions[-1].words if report.decisions else ""
        }
    if standing is fraud.Standing.LEFT_OUT:
        return _("%(count)s came from programs, not people, and aren’t counted.") % {
            "count": report.evidence.affected
        }
    if holds_nothing(report) and standing is not fraud.Standing.HELD:
        return _("A person decided about gifts that you got. Nothing of your pay is on hold.")
    return {
        fraud.Standing.LOST: _(
            "It is closed. What was in question isn’t paid; everything else is yours."
        ),
        fraud.Standing.KEPT: _(
            "A person decided. What is in question stays set aside while you can appeal; a "
            "different person decides then."
        ),
        fraud.Standing.HELD: _(
            "A computer saw unusual numbers. A person will look at them; nothing is decided yet."
        ),
    }[standing]


def address_of(alert_id: int) -> str:
    """Return where a report is."""
    return reverse("creators:alert", args=[alert_id])
