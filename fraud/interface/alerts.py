"""Alerts as other apps see them, and the statement of reasons that a creator reads."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from fraud.domain.outcomes import KEEPING
from fraud.domain.report_parts import Circumstances
from fraud.domain.reports import statement
from fraud.models import Alert
from fraud.selectors.reports import Evidence, evidence_of, findings_of, outcome_words
from fraud.selectors.sentences import say
from fraud.services.alerts import terms_of
from fraud.services.tending import freed_at


@dataclass(frozen=True, kw_only=True)
class AlertFacts:
    """What was found about a creator, in views, likes or minor units of gifts; never in earnings.

    `facts` are plain sentences in the reader's language.
    """

    alert_id: int
    creator_id: int
    video_id: int | None
    tier: str
    state: str
    outcome: str
    reason_code: str
    severity: float
    window_start: datetime
    window_end: datetime
    affected: int
    facts: tuple[str, ...]
    policy_version: str
    created_at: datetime
    resolved_at: datetime | None
    decide_by: datetime | None


def alerts_for(*, creator_id: int, video_id: int | None = None) -> tuple[AlertFacts, ...]:
    """Return the alerts about a creator (or one video of theirs), newest first."""
    rows = _shown().filter(creator_id=creator_id).order_by("-created_at", "-pk")
    if video_id is not None:
        rows = rows.filter(video_id=video_id)
    return tuple(_alert_facts(row) for row in rows)


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Views of a video that aren't counted, and since when that is known."""

    alert_id: int
    video_id: int | None
    affected: int
    at: datetime


def left_out(
    *, creator_id: int, video_id: int | None = None, since: datetime | None = None
) -> tuple[LeftOut, ...]:
    """Return what of a creator (or one video) isn't counted and accuses nobody, newest first."""
    rows = Alert.objects.filter(
        creator_id=creator_id, tier=Alert.Tier.DISCOUNT, state=Alert.State.OPEN
    ).order_by("-created_at", "-pk")
    if video_id is not None:
        rows = rows.filter(video_id=video_id)
    if since is not None:
        rows = rows.filter(created_at__gte=since)
    return tuple(
        LeftOut(alert_id=alert_id, video_id=video, affected=affected, at=at)
        for alert_id, video, affected, at in rows.values_list(
            "pk", "video_id", "affected", "created_at"
        )
    )


@dataclass(frozen=True, kw_only=True)
class VideoMark:
    """What a list says of a video: “held”, “kept” (decided, set aside) or “left_out”."""

    alert_id: int
    mark: str


def marks_of(*, video_ids: Collection[int]) -> dict[int, VideoMark]:
    """Return what waits about these videos or isn't counted, the gravest for each; one query.

    Videos of which nothing is in question are absent.
    """
    rows = (
        _shown()
        .filter(Q(video_id__in=video_ids) | Q(holds__video_id__in=video_ids), final_at=None)
        .filter(Q(resolved_at=None) | Q(outcome__in=list(KEEPING)))
        .values_list("video_id", "holds__video_id", "pk", "tier", "outcome")
    )
    found: dict[int, VideoMark] = {}
    for about, held, alert_id, tier, outcome in rows:
        # A case marks what it holds: it may be several videos, or none where gifts are meant.
        video_id = about if tier == Alert.Tier.DISCOUNT else held
        if video_id not in video_ids:
            continue
        mark = "left_out" if tier == Alert.Tier.DISCOUNT else "kept" if outcome else "held"
        best = found.get(video_id)
        if best is None or _GRAVITY[mark] > _GRAVITY[best.mark]:
            found[video_id] = VideoMark(alert_id=alert_id, mark=mark)
    return found


_GRAVITY: Final = {"left_out": 0, "kept": 1, "held": 2}


def _alert_facts(row: Alert) -> AlertFacts:
    sentences = [fact for one in row.evidence["findings"] for fact in one["facts"]]
    return AlertFacts(
        alert_id=row.pk,
        creator_id=row.creator_id,
        video_id=row.video_id,
        tier=row.tier,
        state=row.state,
        outcome=row.outcome,
        reason_code=row.reason_code,
        severity=row.severity,
        window_start=row.window_start,
        window_end=row.window_end,
        affected=row.affected,
        facts=tuple(say(one["text"], one["values"]) for one in sentences),
        policy_version=row.policy_version,
        created_at=row.created_at,
        resolved_at=row.resolved_at,
        decide_by=row.decide_by,
    )


@dataclass(frozen=True, kw_only=True)
class DecisionFacts:
    """What was decided, by a person or by the clock, and the reason that the creator reads."""

    outcome: str
    words: str
    reason: str
    by_person: bool
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AlertReport:
    """One alert with all that its creator may know: no one else's data is in it.

    `freed_at`: when what is set aside goes free if nobody decides; None where no such clock runs.
    `appeal_latest_days`: after how many days without a decision an appeal does that.
    """

    facts: AlertFacts
    reference: str
    evidence: Evidence
    decide_by: datetime | None
    release_at: datetime | None
    final_at: datetime | None
    freed_at: datetime | None
    appeal_latest_days: int
    apology_points: int
    hold_ids: tuple[int, ...]
    decisions: tuple[DecisionFacts, ...]


@dataclass(frozen=True, kw_only=True)
class ReportSection:
    """A heading and its sentences, in the reader's language."""

    heading: str
    sentences: tuple[str, ...]


def report_of(*, alert_id: int, creator_id: int) -> AlertReport | None:
    """Return a creator's report of an alert; None for anybody else's."""
    row = _shown().filter(pk=alert_id, creator_id=creator_id).first()
    return _report(row) if row else None


def statement_of(*, alert_id: int, circumstances: Circumstances) -> tuple[ReportSection, ...]:
    """Return the statement of reasons of an alert in plain sentences.

    Raises Alert.DoesNotExist.
    """
    sections = statement(findings_of(Alert.objects.get(pk=alert_id)), circumstances=circumstances)
    return tuple(
        ReportSection(
            heading=gettext(part.heading.text),
            sentences=tuple(say(one.text, one.values) for one in part.sentences),
        )
        for part in sections
    )


def _shown() -> QuerySet[Alert]:
    return Alert.objects.filter(tier__in=[Alert.Tier.CASE, Alert.Tier.DISCOUNT])


def _report(row: Alert) -> AlertReport:
    words = outcome_words()
    return AlertReport(
        facts=_alert_facts(row),
        reference=row.reference,
        evidence=evidence_of(row, for_staff=False),
        decide_by=row.decide_by,
        release_at=row.release_at,
        final_at=row.final_at,
        freed_at=freed_at(row),
        appeal_latest_days=terms_of(row).appeal_days,
        apology_points=row.apology_points,
        hold_ids=tuple(row.holds.order_by("pk").values_list("pk", flat=True)),
        decisions=tuple(
            DecisionFacts(
                outcome=one.outcome,
                words=words[one.outcome],
                reason=one.reason,
                by_person=one.decided_by_id is not None,
                at=one.decided_at,
            )
            for one in row.decisions.filter(is_proposal=False)
        ),
    )
