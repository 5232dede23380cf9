"""Look at every creator's tier once a week: announce changes ahead, warn before a fall.

Creators are taken a few hundred at a time, each piece in a transaction of its own under their
locks. Whoever has a decision of this week already is passed over, so that a second run, a second
worker or one after a crash adds nothing. Weeks in which nobody looked are not made up for: a
change that was never announced never happened.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Creator, Job, User
from creatorspark.core.services import audit
from creatorspark.lib.periods import monday_of, week_label, week_start
from rewards.domain.tier_course import Move, starts_on
from rewards.models import TierStanding, TierWarning, TierWeek
from rewards.services import tier_messages
from rewards.services.policies import (
    ensure_tier_policy,
    rpm_steps,
    tier_policy_at,
    tier_rules_of,
)
from rewards.services.tier_cases import Case, Look, undecided
from rewards.services.tier_facts import as_inputs, judged_videos, window_before

JOB_KIND = "rewards.assess_tiers"
CREATORS_AT_ONCE = 400


def assess_tiers(progress: jobs.JobProgress, *, now: datetime) -> TierWeek | None:
    """Look at everybody's tier in the week of `now`; a week that was looked at stays as it is.

    Returns None when no tier policy or no grade policy rules this week.
    """
    look = _begin(now=now)
    if look is None or look.record.finished_at is not None:
        return look.record if look else None
    stage = _("Looking at tiers in %(week)s") % {"week": week_label(look.week)}
    total, done, last = Creator.objects.count(), 0, 0
    progress.report(stage, done=0, total=total)
    while creators := _next_creators(after=last):
        _look_at(creators, look=look)
        last, done = creators[-1], done + len(creators)
        progress.report(stage, done=done, total=total)
    return _finish(look.record, creators=done, now=now)


def _begin(*, now: datetime) -> Look | None:
    week = monday_of(now)
    record = TierWeek.objects.select_related("policy").filter(week=week).first()
    policy = record.policy if record else tier_policy_at(at=week_start(week))
    if policy is None:
        return None
    rules = tier_rules_of(policy)
    window = window_before(week, rules=rules)
    if window is None:
        return None
    if record is None:
        record, _created = TierWeek.objects.get_or_create(
            week=week, defaults={"policy": policy, "started_at": now}
        )
    return Look(
        record=record, rules=rules, window=window, rpm_steps=rpm_steps(at=week_start(week)), now=now
    )


def _next_creators(*, after: int) -> list[int]:
    rows = Creator.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    return list(rows[:CREATORS_AT_ONCE])


def _look_at(creator_ids: Sequence[int], *, look: Look) -> None:
    videos = judged_videos(creator_ids, window=look.window)
    with transaction.atomic():
        locked = (
            Creator.objects.select_for_update(no_key=True)
            .filter(pk__in=creator_ids)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        # Asked after the lock: another worker may have decided while we waited.
        cases = undecided(list(locked), videos=videos, look=look)
        moved = [case for case in cases if case.decision.move is not Move.STAY]
        if moved:
            _write(moved, look=look)


def _write(cases: Sequence[Case], *, look: Look) -> None:
    warned = [case for case in cases if case.decision.move is Move.WARN]
    TierWarning.objects.bulk_create(_warning(case, look=look) for case in warned)
    changed = [
        (case, _standing(case, look=look)) for case in cases if case.decision.move is not Move.WARN
    ]
    TierStanding.objects.bulk_create(standing for _case, standing in changed)
    tier_messages.tell(
        [
            *(tier_messages.warning(case, look=look) for case in warned),
            *(tier_messages.change(case, standing, look=look) for case, standing in changed),
        ],
        now=look.now,
    )


def _warning(case: Case, *, look: Look) -> TierWarning:
    return TierWarning(
        creator_id=case.creator_id,
        week=look.week,
        tier=case.present,
        earned=case.result.tier,
        weeks_left=case.decision.weeks_left,
        policy_id=look.record.policy_id,
        inputs=_inputs(case, look=look),
        decided_at=look.now,
    )


def _standing(case: Case, *, look: Look) -> TierStanding:
    return TierStanding(
        creator_id=case.creator_id,
        week=starts_on(
            look.now.date(),
            notice_weeks=look.rules.notice_weeks,
            after=case.latest.week if case.latest else None,
        ),
        tier=case.decision.tier,
        policy_id=look.record.policy_id,
        inputs=_inputs(case, look=look),
        decided_at=look.now,
    )


def _inputs(case: Case, *, look: Look) -> dict[str, Any]:
    return {
        "week": week_label(look.week),
        "move": case.decision.move.value,
        "before": case.present,
        "earned": case.result.tier,
        "warned": {week_label(week): earned for week, earned in sorted(case.warned.items())},
        **as_inputs(case.videos, window=look.window),
    }


def _finish(record: TierWeek, *, creators: int, now: datetime) -> TierWeek:
    since = week_start(record.week)
    # A plain count where the announcement raised or lowered; by what it was before.
    moves = TierStanding.objects.filter(decided_at__gte=since, inputs__week=week_label(record.week))
    counts = moves.aggregate(
        raised=Count("pk", filter=Q(inputs__move=Move.RISE)),
        lowered=Count("pk", filter=Q(inputs__move=Move.FALL)),
    )
    warned = TierWarning.objects.filter(week=record.week).count()
    with transaction.atomic():
        ended = TierWeek.objects.filter(pk=record.pk, finished_at=None).update(
            creators=creators, warned=warned, finished_at=now, **counts
        )
        record.refresh_from_db()
        if ended:
            audit.record(
                "rewards.tiers.assessed",
                target=record,
                actor=None,
                after={
                    "week": week_label(record.week),
                    "policy": record.policy.version,
                    "warned": warned,
                    **counts,
                },
            )
    return record


def request_assessment(*, actor: User | None, now: datetime) -> Job:
    """Queue a look at this week's tiers; return the waiting job when there is one."""
    with transaction.atomic():
        waiting = Job.objects.filter(kind=JOB_KIND, state=Job.State.QUEUED).first()
        if waiting is not None:
            return waiting
        return jobs.enqueue(JOB_KIND, parameters={}, actor=actor, now=now)


@jobs.job_kind(JOB_KIND)
def _work(progress: jobs.JobProgress, _parameters: dict[str, Any]) -> dict[str, Any]:
    now = timezone.now()
    ensure_tier_policy(now=now)
    record = assess_tiers(progress, now=now)
    if record is None:
        return {}
    return {
        "week": week_label(record.week),
        "creators": record.creators,
        "raised": record.raised,
        "lowered": record.lowered,
        "warned": record.warned,
    }
