"""The open week, as it looks now: the same rules on the facts known so far. Writes no line."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from creatorspark.core.models import Policy
from creatorspark.lib.periods import monday_of, week_end, week_label, week_start
from rewards.domain.bonus import Grade
from rewards.domain.earnings import LineDraft, VideoWeek, lines_for
from rewards.domain.earnings_facts import LineFacts, VideoEstimate, WeekEstimateFacts
from rewards.domain.estimate import OpenBase, Range, range_of
from rewards.domain.line_facts import line_facts
from rewards.domain.pay_policy import PayPolicy
from rewards.models import StaffAdjustment, WeekClose
from rewards.services.policies import pay_policy_at
from rewards.services.weeks.closing import next_week
from rewards.services.weeks.facts import Rules, read_facts
from scoring import interface as scoring

DAY = timedelta(days=1)
# A bonus of a closed week is open while its last line waits for a verdict, for a person's look at
# the numbers, or for a grade that isn't there yet.
_OPEN_BASES = """
SELECT stated.creator_id, base.video_id, base.week, base.policy_id, base.amount,
    coalesce(said.waiting, 0), coalesce(said.judgement, ''), video.posted_at
FROM rewards_statement stated
JOIN rewards_earningsline base ON base.statement_id = stated.id
JOIN core_video video ON video.id = base.video_id
LEFT JOIN LATERAL (
    SELECT waiting, judgement FROM rewards_earningsline
    WHERE video_id = base.video_id AND base_week = base.week ORDER BY id DESC LIMIT 1
) said ON true
WHERE stated.creator_id = ANY(%s) AND base.counted IS NOT NULL AND base.amount <> 0
    AND (said.judgement IS NULL OR said.judgement LIKE '%%:pending'
        OR said.judgement LIKE 'needs_review:%%')
"""


@dataclass(frozen=True, kw_only=True)
class OpenWeek:
    """The week that closes next, the rules it pays by, and how far it is known."""

    week: date
    until: datetime
    policy: PayPolicy
    rules: Rules
    versions: Mapping[str, str]
    scoring_age: timedelta

    @property
    def ends_at(self) -> datetime:
        """Return the first moment after the week."""
        return week_end(self.week)

    def may_grade(self, posted_at: datetime) -> bool:
        """Say whether a video posted then reaches scoring age before the week closes."""
        return posted_at + self.scoring_age <= self.ends_at


@dataclass(frozen=True, kw_only=True)
class VideoRange:
    """A video's lines of the open week so far, and what they may become."""

    video_id: int
    drafts: Sequence[LineDraft]
    sums: Range


@dataclass(frozen=True, kw_only=True)
class CreatorWeek:
    """The open week of a creator. `adjustments` wait for the close: (id, video, amount)."""

    creator_id: int
    videos: Sequence[VideoRange]
    adjustments: Sequence[tuple[int, int | None, int]]

    @property
    def by_staff(self) -> int:
        """Return what staff added or took back, in minor units."""
        return sum(amount for _pk, _video, amount in self.adjustments)

    @property
    def low(self) -> int:
        """Return what is sure."""
        return sum(video.sums.low for video in self.videos) + self.by_staff

    @property
    def high(self) -> int:
        """Return the sum if every open judgement turns out well."""
        return sum(video.sums.high for video in self.videos) + self.by_staff


def open_week(*, now: datetime) -> OpenWeek | None:
    """Return the week that closes next; None while no pay policy rules it."""
    week = next_week(now=now) or monday_of(now)
    pinned = WeekClose.objects.filter(week=week).select_related("policy").first()
    policy = pinned.policy if pinned else pay_policy_at(at=week_start(week))
    if policy is None:
        return None
    rules = Rules()
    return OpenWeek(
        week=week,
        until=min(now, week_end(week)),
        policy=rules.of(policy.pk),
        rules=rules,
        versions=dict(Policy.objects.filter(kind=policy.kind).values_list("sha256", "version")),
        scoring_age=_scoring_age(),
    )


def _scoring_age() -> timedelta:
    policies = scoring.grade_policies()
    days = policies[-1].parameters.get("scoring_age_days", 7) if policies else 7
    return timedelta(days=int(days))


def creator_weeks(creator_ids: Collection[int], *, week: OpenWeek) -> Iterator[CreatorWeek]:
    """Yield the open week of each creator about whom there is something to say."""
    facts = read_facts(creator_ids, week=week.week, until=week.until, rules=week.rules)
    earlier = _open_bases(creator_ids, rules=week.rules)
    by_staff = _adjustments(creator_ids)
    for creator_id in sorted({*facts, *earlier, *by_staff}):
        bases = earlier.get(creator_id, {})
        videos = {video.video_id: video for video in facts.get(creator_id, ())}
        ranges = [
            _video_range(key, videos.get(key), bases.get(key, ()), week=week)
            for key in sorted({*videos, *bases})
        ]
        yield CreatorWeek(
            creator_id=creator_id,
            videos=[one for one in ranges if one.drafts or one.sums.high],
            adjustments=by_staff.get(creator_id, ()),
        )


def _video_range(
    video_id: int,
    facts: VideoWeek | None,
    earlier: Sequence[tuple[OpenBase, datetime]],
    *,
    week: OpenWeek,
) -> VideoRange:
    lines = lines_for(facts, week=week_label(week.week), policy=week.policy) if facts else []
    bases = [base for base, _posted_at in earlier]
    sums = range_of(
        lines, earlier=bases, gets_grade=_gets_grade(facts, earlier, week), rates=week.policy.bonus
    )
    return VideoRange(video_id=video_id, drafts=lines, sums=sums)


def _gets_grade(
    facts: VideoWeek | None, earlier: Sequence[tuple[OpenBase, datetime]], week: OpenWeek
) -> bool:
    """Say whether a video without a letter may have one when the week closes."""
    if facts is not None and facts.grade is not None:
        return facts.grade.letter is Grade.NEEDS_REVIEW
    if facts is not None:
        # Whole days are known, so it was posted up to a day earlier than they say.
        return week.may_grade(week.until - (facts.terms.age_days + 1) * DAY)
    return any(not base.is_graded and week.may_grade(at) for base, at in earlier)


def _open_bases(
    creator_ids: Collection[int], *, rules: Rules
) -> Mapping[int, Mapping[int, Sequence[tuple[OpenBase, datetime]]]]:
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_BASES, [list(creator_ids)])
        rows = cursor.fetchall()
    found: defaultdict[int, defaultdict[int, list[tuple[OpenBase, datetime]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for creator_id, video_id, week, policy_id, amount, waiting, said, posted_at in rows:
        base = OpenBase(
            video_id=video_id,
            week=week_label(week),
            amount=amount,
            waiting=waiting,
            is_graded=bool(said) and not said.startswith(Grade.NEEDS_REVIEW),
            rates=rules.of(policy_id).bonus,
        )
        found[creator_id][video_id].append((base, posted_at))
    return found


def _adjustments(
    creator_ids: Collection[int],
) -> Mapping[int, Sequence[tuple[int, int | None, int]]]:
    found: defaultdict[int, list[tuple[int, int | None, int]]] = defaultdict(list)
    rows = StaffAdjustment.objects.filter(creator_id__in=creator_ids, statement=None)
    for pk, creator_id, video_id, amount in rows.order_by("pk").values_list(
        "pk", "creator_id", "video_id", "amount"
    ):
        found[creator_id].append((pk, video_id, amount))
    return found


# As facts ---------------------------------------------------------------------------------------
def estimate_of(creator_id: int, *, now: datetime) -> WeekEstimateFacts | None:
    """Return the open week of a creator as it looks now; None while no pay policy rules it."""
    week = open_week(now=now)
    if week is None:
        return None
    found = next(creator_weeks([creator_id], week=week), None)
    own = found or CreatorWeek(creator_id=creator_id, videos=(), adjustments=())
    videos = sorted(own.videos, key=lambda video: (-video.sums.high, video.video_id))
    return WeekEstimateFacts(
        week=week.week,
        currency=week.policy.currency,
        until=week.until,
        ends_at=week.ends_at,
        low=own.low,
        high=own.high,
        for_originality=sum(video.sums.for_originality for video in videos),
        for_grade=sum(video.sums.for_grade for video in videos),
        adjustments=own.by_staff,
        videos=tuple(_video_facts(video, week) for video in videos),
    )


def _video_facts(video: VideoRange, week: OpenWeek) -> VideoEstimate:
    return VideoEstimate(
        video_id=video.video_id,
        low=video.sums.low,
        high=video.sums.high,
        for_originality=video.sums.for_originality,
        for_grade=video.sums.for_grade,
        lines=tuple(_line_facts(video.drafts, week)),
    )


def _line_facts(drafts: Sequence[LineDraft], week: OpenWeek) -> Iterator[LineFacts]:
    for position, draft in enumerate(drafts, start=1):
        sha256 = draft.policy_sha256
        yield line_facts(
            position=position,
            week=week.week,
            video_id=draft.video_id,
            kind=str(draft.kind),
            cause=draft.cause,
            amount=draft.amount,
            inputs=draft.inputs,
            policy=week.rules.of(week.rules.id_of(sha256)),
            policy_version=week.versions.get(sha256, ""),
        )
