"""A creator's alerts: the list, and one report with what waits, why, until when, and the way on."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from creatorspark.core.appeals.permission import Permission, can_appeal
from creatorspark.core.appeals.wording import day, days_left
from creatorspark.core.models import Appeal, Creator, Video
from creatorspark.portals.creators.video_list import short_title_of
from creatorspark.portals.templatetags.ui import money
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
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class AlertPage:
    """One report. `clock` counts down; "" when nothing waits for anybody."""

    row: AlertRow
    lead: str
    clock: str
    video_id: int | None
    sums: Sequence[tuple[str, str]]
    sections: Sequence[fraud.ReportSection]
    evidence: fraud.Evidence
    decisions: Sequence[fraud.DecisionFacts]
    permission: Permission
    appeal: Appeal | None
    kind: str
    subject_id: str


def alert_rows(creator: Creator) -> list[AlertRow]:
    """Return every alert of a creator, newest first; two queries."""
    found = fraud.alerts_for(creator_id=creator.pk)
    videos = _videos({one.video_id for one in found if one.video_id})
    return [_row(one, videos.get(one.video_id or 0)) for one in found]


def _videos(ids: set[int]) -> dict[int, Video]:
    return Video.objects.only("caption").in_bulk(ids) if ids else {}


def _row(facts: fraud.AlertFacts, video: Video | None) -> AlertRow:
    tone, icon = LOOKS[facts.outcome or facts.state]
    return AlertRow(
        id=facts.alert_id,
        reference=f"FR-{facts.alert_id:06}",
        title=_("“%(title)s”") % {"title": short_title_of(video)} if video else _("Your profile"),
        state=_state(facts),
        tone=tone,
        icon=icon,
        sentence=facts.facts[0] if facts.facts else "",
        at=facts.created_at,
    )


def _state(facts: fraud.AlertFacts) -> str:
    return {
        "held": _("A person looks at it"),
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
    facts = report.facts
    video = _videos({facts.video_id}).get(facts.video_id) if facts.video_id else None
    permission = can_appeal(kind=KIND, subject_id=str(alert_id), now=now)
    appeals = Appeal.objects.filter(subject_kind=KIND, subject_id=str(alert_id))
    kept = rewards.withheld_by(creator_id=creator.pk, hold_ids=report.hold_ids, now=now)
    return AlertPage(
        row=_row(facts, video),
        lead=_lead(report),
        clock=_clock(report, now=now),
        video_id=facts.video_id,
        sums=_sums(report, kept),
        sections=fraud.statement_of(
            alert_id=alert_id,
            circumstances=_circumstances(report, kept, video, permission),
        ),
        evidence=report.evidence,
        decisions=report.decisions,
        permission=permission,
        appeal=appeals.order_by("-pk").first(),
        kind=KIND,
        subject_id=str(alert_id),
    )


def _lead(report: fraud.AlertReport) -> str:
    outcome, left_out = report.facts.outcome, report.facts.tier == "discount"
    if outcome in ("cleared", "overturned", "expired"):
        return _("It is over, and everything counts. %(words)s.") % {
            "words": report.decisions[-1].words if report.decisions else ""
        }
    if report.final_at is not None:
        return _("It is closed. What was in question isn’t paid; everything else is yours.")
    if outcome:
        return _(
            "A person decided. What is in question stays set aside while you can appeal; a "
            "different person decides then."
        )
    if left_out:
        return _("%(count)s came from programs, not people, and aren’t counted.") % {
            "count": report.evidence.affected
        }
    return _("A computer saw unusual numbers. A person looks at them; nothing is decided yet.")


def _clock(report: fraud.AlertReport, *, now: dt.datetime) -> str:
    if report.facts.state != "held" or report.release_at is None:
        return ""
    return days_left(report.release_at, now=now)


def _sums(report: fraud.AlertReport, kept: rewards.Withheld) -> list[tuple[str, str]]:
    told = [
        (_("In question"), report.evidence.affected),
        (_("Seen"), _days(report.facts)),
    ]
    if report.facts.tier == "discount":
        return told
    if kept.held or report.facts.state == "held":
        told.append((_("On hold"), _amount(kept)))
    if kept.forfeited:
        told.append((_("Won’t be paid"), money(kept.forfeited, kept.currency)))
    told.append((_("Not affected"), _safe(kept)))
    if report.apology_points:
        points = number_format(report.apology_points, force_grouping=True)
        told.append((_("Because you had to wait"), _("%(n)s points") % {"n": points}))
    return told


def _days(facts: fraud.AlertFacts) -> str:
    first, last = day(facts.window_start), day(facts.window_end)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _amount(kept: rewards.Withheld) -> str:
    parts = [money(kept.held, kept.currency)] if kept.held else []
    if kept.points:
        points = number_format(kept.points, force_grouping=True)
        parts.append(_("%(n)s points") % {"n": points})
    if not parts:
        return _("What these views will earn")
    return _(" and ").join(parts)


def _safe(kept: rewards.Withheld) -> str:
    return _("%(amount)s on its way to you, and all your other videos") % {
        "amount": money(kept.safe, kept.currency)
    }


def _circumstances(
    report: fraud.AlertReport,
    kept: rewards.Withheld,
    video: Video | None,
    permission: Permission,
) -> fraud.Circumstances:
    facts, until = report.facts, permission.answer.until
    held = facts.tier == "case" and facts.state == "held"
    return fraud.Circumstances(
        reference=report.reference,
        what=_("your video “%(title)s”") % {"title": short_title_of(video)}
        if video
        else _("your profile"),
        since=day(facts.window_start),
        until=day(facts.window_end),
        amount=_amount(kept) if held else "",
        safe=_safe(kept),
        decide_by=day(report.release_at) if report.release_at else "",
        appeal_until=day(until) if until else day(facts.created_at + dt.timedelta(days=184)),
        rule=facts.policy_version,
        affected=report.evidence.affected,
    )


def address_of(alert_id: int) -> str:
    """Return where a report is."""
    return reverse("creators:alert", args=[alert_id])
