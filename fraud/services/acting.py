"""From a judgement to an alert and what it means: a freeze, or views that aren't counted. Once."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import CountExclusion, Creator
from creatorspark.core.services import audit
from creatorspark.lib.canonical import sha256_of
from fraud.domain.cases import Judgement, Unit, unit_of
from fraud.domain.context import Witness
from fraud.domain.findings import Finding, ReasonCode, Sentence
from fraud.domain.growing import what_is_new
from fraud.domain.outcomes import held_videos
from fraud.models import Alert
from fraud.selectors.sentences import say
from fraud.selectors.told import told_between
from fraud.services.announcing import announce_alert
from fraud.services.evidence import evidence_of
from fraud.services.holds import hold_for
from fraud.services.policies import InForce
from fraud.services.telling import tell_unheld

_BY_AGENT: Final = (ReasonCode.UA_DECLARED_BOT, ReasonCode.UA_IMPOSSIBLE)


def act(
    judged: Judgement,
    *,
    witness: Witness,
    rule: InForce,
    now: datetime,
    is_trial: bool = False,
) -> Alert | None:
    """Make the alert of what is new in a judgement and do what it means; None: nothing is.

    A trial only writes down what a rule in shadow would have done. Doing it twice does it once.
    """
    with transaction.atomic():
        creator = Creator.objects.select_for_update(no_key=True).filter(pk=judged.creator).first()
        if creator is None or creator.merged_into_id or creator.erased_at:
            return None
        tier = Alert.Tier.SHADOW if is_trial else Alert.Tier(judged.tier.value)
        told = told_between(creator.pk, tier=tier, start=judged.start, end=judged.end)
        new = what_is_new(
            judged,
            told,
            witness=witness,
            parameters=rule.parameters,
            now=int(now.timestamp()),
        )
        if new is None:
            return None
        judged = new
        evidence = evidence_of(judged, creator=creator, rule=rule, witness=witness)
        alert = _alert(judged, evidence, tier=tier, creator=creator, rule=rule, now=now)
        audit.record(
            "fraud.alert.created",
            target=alert,
            actor=None,
            after={"reason_code": alert.reason_code, "tier": alert.tier},
        )
        announce_alert(alert, creator=creator, now=now)
        if tier == Alert.Tier.DISCOUNT:
            _leave_out(judged, alert=alert, now=now)
        elif tier == Alert.Tier.CASE:
            hold_or_tell(judged, alert=alert, creator=creator, now=now)
        return alert


def _alert(
    judged: Judgement,
    evidence: Mapping[str, Any],
    *,
    tier: Alert.Tier,
    creator: Creator,
    rule: InForce,
    now: datetime,
) -> Alert:
    worst = max(judged.findings, key=lambda one: one.severity)
    return Alert.objects.create(
        tier=tier,
        state=Alert.State.HELD if tier == Alert.Tier.CASE else Alert.State.OPEN,
        creator=creator,
        video_id=_one_video(judged),
        reason_code=worst.code.value,
        severity=worst.severity,
        window_start=_moment(judged.start),
        window_end=_moment(judged.end),
        affected=judged.affected,
        share=judged.share,
        evidence=evidence,
        evidence_sha256=sha256_of(evidence),
        policy_version=rule.version,
        parameters_sha256=rule.sha256,
        created_at=now,
        **_deadlines(tier, rule=rule, now=now),
    )


def _deadlines(tier: Alert.Tier, *, rule: InForce, now: datetime) -> dict[str, datetime]:
    if tier != Alert.Tier.CASE:
        return {}
    terms = rule.parameters.process
    return {
        "decide_by": now + timedelta(hours=terms.decide_hours),
        "release_at": now + timedelta(days=terms.release_days),
    }


def _one_video(judged: Judgement) -> int | None:
    """Return the video when all findings are about the same one."""
    named = {finding.video for finding in judged.findings}
    return named.pop() if len(named) == 1 else None


def hold_or_tell(judged: Judgement, *, alert: Alert, creator: Creator, now: datetime) -> None:
    """Freeze what a case names, or tell of one that holds nothing."""
    videos = held_videos(judged.findings)
    if videos:
        hold_for(alert, creator, videos=videos, reason=_in_words(judged.findings), now=now)
    else:
        tell_unheld(alert, reason=_in_words(judged.findings), now=now)


def _in_words(findings: Sequence[Finding]) -> str:
    facts = [fact for one in sorted(findings, key=lambda one: -one.severity) for fact in one.facts]
    intro = _("Some numbers look unusual, and a person will decide. You may have no part in it.")
    return " ".join([intro, *dict.fromkeys(_said(fact) for fact in facts)])


def _said(sentence: Sentence) -> str:
    return say(sentence.text, sentence.values)


def _leave_out(judged: Judgement, *, alert: Alert, now: datetime) -> None:
    """Take views off the counts that pay; nobody is accused."""
    for finding in _without_overlap(judged.findings):
        CountExclusion.objects.get_or_create(
            video_id=int(finding.video or 0),
            window_start=_moment(finding.start),
            window_end=_moment(finding.end),
            source=f"fraud.alert.{alert.pk}.{finding.code.value}",
            defaults={
                unit_of(finding.code).value: finding.affected,
                "reason": finding.code.value,
                "created_at": now,
            },
        )


def _without_overlap(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings whose counts are surely different ones: none leaves twice.

    A view has one user agent; for all else the largest finding of a video stands for the others.
    """
    kept: list[Finding] = []
    for unit in (Unit.VIEWS, Unit.LIKES):
        there = [one for one in findings if one.affected and unit_of(one.code) is unit]
        for video in sorted({one.video for one in there if one.video is not None}):
            here = [one for one in there if one.video == video]
            by_agent = [one for one in here if one.code in _BY_AGENT]
            largest = max(here, key=lambda one: one.affected)
            is_more = sum(one.affected for one in by_agent) >= largest.affected
            kept += by_agent if is_more else [largest]
    return kept


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
