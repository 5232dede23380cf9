"""Read what decides the lines of a week: views, exclusions, judgements, and what was paid."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection

from creatorspark.core.models import CountExclusion, Policy
from creatorspark.lib.periods import week_label
from rewards.domain.bonus import Grade, Originality
from rewards.domain.earnings import (
    Exclusion,
    GradeFacts,
    LineKind,
    PaidBase,
    PaidViews,
    VideoWeek,
    judgement_label,
    taken_off,
)
from rewards.domain.pay_policy import PayPolicy, VideoTerms
from rewards.services.policies import pay_began, rules_of
from rewards.services.tiers import tiers_at
from scoring import interface as scoring

GRADES = {letter.value: letter for letter in Grade}
VERDICTS = {verdict.value: verdict for verdict in Originality}

# A video has one views line a week at most, and all its lines of a week rest on one judgement.
_VIDEOS = """
SELECT v.id, v.creator_id, v.platform, v.duration_seconds,
    floor(extract(epoch FROM %(until)s - v.posted_at) / 86400)::int, v.posted_at < %(began)s,
    c.country, c.niche, s.views,
    to_char(s.observed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    seen.counted, seen.unpaid, coalesce(said.judgement, '')
FROM core_video v
JOIN core_creator c ON c.id = v.creator_id
JOIN LATERAL (
    SELECT views, observed_at FROM core_metricsnapshot
    WHERE video_id = v.id AND observed_at < %(until)s ORDER BY observed_at DESC LIMIT 1
) s ON true
LEFT JOIN LATERAL (
    SELECT counted, unpaid FROM rewards_earningsline
    WHERE video_id = v.id AND counted IS NOT NULL ORDER BY week DESC LIMIT 1
) seen ON true
LEFT JOIN LATERAL (
    SELECT judgement FROM rewards_earningsline
    WHERE video_id = v.id AND judgement <> '' ORDER BY week DESC LIMIT 1
) said ON true
WHERE v.creator_id = ANY(%(creators)s)
ORDER BY v.id
"""
_LAST_PAID = """
SELECT DISTINCT ON (video_id) video_id, policy_id, inputs FROM rewards_earningsline
WHERE video_id = ANY(%s) AND counted IS NOT NULL AND kind = 'base'
    AND (inputs ->> 'qualified_views')::bigint > 0
ORDER BY video_id, week DESC
"""
_BASES = """
SELECT base.video_id, base.week, base.amount, base.policy_id, base.kind,
    coalesce(sum(later.amount), 0), (array_agg(later.judgement ORDER BY later.week DESC))[1]
FROM rewards_earningsline base
LEFT JOIN rewards_earningsline later
    ON later.video_id = base.video_id AND later.base_week = base.week
WHERE base.video_id = ANY(%s) AND base.counted IS NOT NULL
GROUP BY base.id ORDER BY base.video_id, base.week
"""
# What stood there when pay began is counted as seen, and never paid. Where nobody looked before,
# the first observation of a video that is older than that is the start.
_START = """
SELECT v.id, s.views FROM core_video v JOIN LATERAL (
    SELECT views FROM core_metricsnapshot WHERE video_id = v.id
    ORDER BY observed_at >= %(began)s,
        CASE WHEN observed_at < %(began)s THEN %(began)s - observed_at
             ELSE observed_at - %(began)s END
    LIMIT 1
) s ON true
WHERE v.id = ANY(%(videos)s) AND v.posted_at < %(began)s
"""


@dataclass(frozen=True, slots=True)
class _Video:
    """A row of the query above."""

    video_id: int
    creator_id: int
    platform: str
    seconds: int | None
    age_days: int
    is_older_than_pay: bool
    market: str
    niche: str
    views: int
    observed_at: str
    counted: int | None
    unpaid: int | None
    said: str


class Rules:
    """Pay policies, each read once."""

    def __init__(self) -> None:
        self._known: dict[int, PayPolicy] = {}
        self._ids: dict[str, int] = {}

    def of(self, policy_id: int) -> PayPolicy:
        """Return the rules of a policy."""
        if policy_id not in self._known:
            rules = rules_of(Policy.objects.get(pk=policy_id))
            self._known[policy_id] = rules
            self._ids[rules.sha256] = policy_id
        return self._known[policy_id]

    def id_of(self, sha256: str) -> int:
        """Return the id of a policy that was read before."""
        return self._ids[sha256]


def read_facts(
    creator_ids: Collection[int], *, week: date, until: datetime, rules: Rules
) -> dict[int, list[VideoWeek]]:
    """Return the videos of each creator about which something may be due, in the order of ids.

    Counts are the latest observed before `until`: the end of the week when it closes, an earlier
    moment for an estimate. Call it while the creators are locked.
    """
    began = pay_began() or until
    videos = _read_videos(creator_ids, until=until, began=began)
    ids = [video.video_id for video in videos]
    known = _exclusions(ids, until=until)
    seen = _seen(videos, known, began=began)
    excluded = {
        v.video_id: taken_off(known[v.video_id], views=v.views, counted=seen[v.video_id].counted)
        for v in videos
    }
    gained = {
        v.video_id: v.views - _sum(excluded[v.video_id]) - seen[v.video_id].counted for v in videos
    }
    grades = scoring.judgements(video_ids=ids)
    verdicts = scoring.originality(video_ids=ids)
    judged = {
        v.video_id: (_grade(grades.get(v.video_id)), _verdict(verdicts.get(v.video_id)))
        for v in videos
    }
    fell = [video_id for video_id, views in gained.items() if views < 0]
    paid = _last_paid(fell, rules=rules)
    open_ids = [v.video_id for v in videos if _is_open(v, *judged[v.video_id])]
    bases = _bases(open_ids, rules=rules)
    tiers = tiers_at(creator_ids, week=week)
    found: defaultdict[int, list[VideoWeek]] = defaultdict(list)
    for video in videos:
        key = video.video_id
        if not gained[key] and not bases[key]:
            continue
        before = seen[key]
        if key in paid:
            before = replace(paid[key], counted=before.counted, unpaid=before.unpaid)
        found[video.creator_id].append(
            VideoWeek(
                video_id=key,
                terms=_terms(video, tier=tiers.get(video.creator_id, "")),
                views=video.views,
                observed_at=video.observed_at,
                exclusions=excluded[key],
                before=before,
                bases=bases[key],
                grade=judged[key][0],
                originality=judged[key][1],
            )
        )
    return dict(found)


def _read_videos(creator_ids: Collection[int], *, until: datetime, began: datetime) -> list[_Video]:
    with connection.cursor() as cursor:
        cursor.execute(_VIDEOS, {"creators": list(creator_ids), "until": until, "began": began})
        return [_Video(*row) for row in cursor.fetchall()]


def _exclusions(video_ids: Sequence[int], *, until: datetime) -> Mapping[int, Sequence[Exclusion]]:
    """Return each video's exclusions that began before a moment, summed up by reason."""
    rows = CountExclusion.objects.extra(  # one array parameter, whatever the number of ids
        where=["video_id = ANY(%s::bigint[])"], params=[list(video_ids)]
    ).filter(window_start__lt=until, views__gt=0)
    sums: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for video_id, reason, views in rows.values_list("video_id", "reason", "views"):
        sums[video_id][reason] += views
    found: defaultdict[int, Sequence[Exclusion]] = defaultdict(tuple)
    for video_id, reasons in sums.items():
        found[video_id] = [Exclusion(reason=r, views=n) for r, n in sorted(reasons.items())]
    return found


def _sum(exclusions: Sequence[Exclusion]) -> int:
    return sum(one.views for one in exclusions)


def _seen(
    videos: Sequence[_Video],
    excluded: Mapping[int, Sequence[Exclusion]],
    *,
    began: datetime,
) -> dict[int, PaidViews]:
    """Return how far each video's views were counted before."""
    found = {v.video_id: PaidViews(counted=v.counted or 0, unpaid=v.unpaid or 0) for v in videos}
    fresh = [v.video_id for v in videos if v.counted is None and v.is_older_than_pay]
    if fresh:
        with connection.cursor() as cursor:
            cursor.execute(_START, {"began": began, "videos": fresh})
            for video_id, views in cursor.fetchall():
                found[video_id] = PaidViews(counted=views - _sum(excluded[video_id]))
    return found


def _grade(judgement: scoring.Judgement | None) -> GradeFacts | None:
    if judgement is None:
        return None
    return GradeFacts(
        letter=GRADES[judgement.letter],
        score=judgement.score,
        counts=judgement.counts,
        policy_sha256=judgement.grade_policy_sha256,
        reference_sha256=judgement.reference_sha256,
    )


def _verdict(verdict: str | None) -> Originality:
    return VERDICTS[verdict] if verdict else Originality.PENDING


def _is_open(video: _Video, grade: GradeFacts | None, verdict: Originality) -> bool:
    """Say whether the bases written so far may be owed something."""
    if grade is None or video.counted is None:
        return False
    return video.said != judgement_label(grade.letter, verdict)


def _last_paid(video_ids: Sequence[int], *, rules: Rules) -> dict[int, PaidViews]:
    if not video_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_LAST_PAID, [list(video_ids)])
        rows = cursor.fetchall()
    return {video_id: _paid_as(policy_id, stored, rules) for video_id, policy_id, stored in rows}


def _paid_as(policy_id: int, stored: str, rules: Rules) -> PaidViews:
    policy = rules.of(policy_id)
    inputs = json.loads(stored)
    return PaidViews(
        policy_sha256=policy.sha256,
        terms=VideoTerms.from_json(inputs),
        rpm_minor=inputs["rpm_minor"],
        rates=policy.bonus,
    )


def _bases(video_ids: Sequence[int], *, rules: Rules) -> defaultdict[int, list[PaidBase]]:
    found: defaultdict[int, list[PaidBase]] = defaultdict(list)
    if not video_ids:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_BASES, [list(video_ids)])
        rows = cursor.fetchall()
    for video_id, week, amount, policy_id, kind, paid, said in rows:
        policy = rules.of(policy_id)
        found[video_id].append(
            PaidBase(
                week=week_label(week),
                amount=amount,
                policy_sha256=policy.sha256,
                is_correction=kind == LineKind.ADJUSTMENT,
                bonus_paid=int(paid),
                said=said or "",
                rates=policy.bonus,
            )
        )
    return found


def _terms(video: _Video, *, tier: str) -> VideoTerms:
    return VideoTerms(
        platform=video.platform,
        market=video.market,
        niche=video.niche,
        tier=tier,
        seconds=video.seconds,
        age_days=video.age_days,
    )
