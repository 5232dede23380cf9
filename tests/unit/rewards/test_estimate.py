"""An estimate's range holds whatever the open judgements turn out to be."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rewards.domain.bonus import Grade, Originality, bonus
from rewards.domain.earnings import (
    GradeFacts,
    PaidBase,
    PaidViews,
    VideoWeek,
    judgement_label,
    lines_for,
)
from rewards.domain.estimate import OpenBase, range_of
from rewards.domain.pay_policy import DEFAULT_PARAMETERS, PayPolicy, VideoTerms

POLICY = PayPolicy.from_parameters(DEFAULT_PARAMETERS, sha256="p")
TERMS = VideoTerms(platform="tiktok", market="US", niche="", tier="", seconds=30, age_days=8)
WEEK = "2026-W46"
WEEKS = ("2026-W43", "2026-W44", "2026-W45")
VERDICTS = st.sampled_from(list(Originality))
AMOUNTS = st.lists(st.integers(1, 10**7), max_size=len(WEEKS))


def grade(letter: Grade) -> GradeFacts:
    return GradeFacts(
        letter=letter, score="0.5", counts={}, policy_sha256="g", reference_sha256=None
    )


def video(views: int, **judged: object) -> VideoWeek:
    plain = VideoWeek(
        video_id=1,
        terms=TERMS,
        views=views,
        observed_at="2026-11-12T00:00:00Z",
        exclusions=(),
        before=PaidViews(),
        bases=(),
        grade=None,
        originality=Originality.PENDING,
    )
    return replace(plain, **judged)  # type: ignore[arg-type]


def total(facts: VideoWeek) -> int:
    return sum(line.amount for line in lines_for(facts, week=WEEK, policy=POLICY))


@given(st.integers(0, 10**8), AMOUNTS, st.sampled_from(list(Grade)), VERDICTS)
def test_a_video_without_a_grade_ends_within_its_range(
    views: int, amounts: list[int], letter: Grade, verdict: Originality
) -> None:
    pairs = list(zip(WEEKS, amounts, strict=False))
    earlier = [
        OpenBase(
            video_id=1, week=week, amount=amount, waiting=0, is_graded=False, rates=POLICY.bonus
        )
        for week, amount in pairs
    ]
    lines = lines_for(video(views), week=WEEK, policy=POLICY)
    found = range_of(lines, earlier=earlier, gets_grade=True, rates=POLICY.bonus)
    bases = [
        PaidBase(week=week, amount=amount, policy_sha256="p", rates=POLICY.bonus)
        for week, amount in pairs
    ]
    closed = video(views, bases=bases, grade=grade(letter), originality=verdict)
    assert found.low <= total(closed) <= found.high


@given(st.integers(0, 10**8), AMOUNTS, st.sampled_from([Grade.A, Grade.B, Grade.C]), VERDICTS)
def test_a_video_without_a_verdict_ends_within_its_range(
    views: int, amounts: list[int], letter: Grade, verdict: Originality
) -> None:
    pending = judgement_label(letter, Originality.PENDING)
    earlier, bases = [], []
    for week, amount in zip(WEEKS, amounts, strict=False):
        so_far = bonus(amount, grade=letter, originality=Originality.PENDING, rates=POLICY.bonus)
        earlier.append(
            OpenBase(
                video_id=1,
                week=week,
                amount=amount,
                waiting=so_far.waiting,
                is_graded=True,
                rates=POLICY.bonus,
            )
        )
        bases.append(
            PaidBase(
                week=week,
                amount=amount,
                policy_sha256="p",
                bonus_paid=so_far.sure,
                said=pending,
                rates=POLICY.bonus,
            )
        )
    now = video(views, grade=grade(letter))
    lines = lines_for(now, week=WEEK, policy=POLICY)
    found = range_of(lines, earlier=earlier, gets_grade=False, rates=POLICY.bonus)
    closed = replace(now, bases=bases, originality=verdict)
    assert found.low <= total(closed) <= found.high
    assert total(replace(closed, originality=Originality.ORIGINAL)) == found.high
