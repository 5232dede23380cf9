"""What a week owes a video: lines that converge, whatever the order in which facts arrive."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewards.domain.bonus import Grade, Originality
from rewards.domain.earnings import (
    Exclusion,
    GradeFacts,
    LineDraft,
    LineKind,
    PaidBase,
    PaidViews,
    VideoWeek,
    lines_for,
    taken_off,
)
from rewards.domain.pay_policy import DEFAULT_PARAMETERS, PayPolicy, VideoTerms

PARAMETERS: dict[str, Any] = {**DEFAULT_PARAMETERS, "rpm": [{"rpm_minor": "100"}]}
POLICY = PayPolicy.from_parameters(PARAMETERS, sha256="p" * 64)
TERMS = VideoTerms(platform="tiktok", market="US", niche="food", tier="", seconds=20, age_days=9)
GRADE_A = GradeFacts(
    letter=Grade.A, score="0.900000", counts={}, policy_sha256="g" * 64, reference_sha256=None
)


def facts(**changes: Any) -> VideoWeek:
    start = VideoWeek(
        video_id=1,
        terms=TERMS,
        views=100_000,
        observed_at="2026-11-15T00:00:00Z",
        exclusions=(),
        before=PaidViews(),
        bases=(),
        grade=GRADE_A,
        originality=Originality.ORIGINAL,
    )
    return replace(start, **changes)


class Ledger:
    """Plays weeks against the domain, keeping only what lines say."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, LineDraft]] = []

    def close(self, week: str, **changes: Any) -> list[LineDraft]:
        bases = [self._paid(w, x) for w, x in self.lines if x.counted is not None]
        new = lines_for(
            facts(before=self._before(), bases=bases, **changes), week=week, policy=POLICY
        )
        self.lines += [(week, line) for line in new]
        return new

    def _before(self) -> PaidViews:
        views = [x for _, x in self.lines if x.counted is not None]
        paid = [x for x in views if x.kind is LineKind.BASE and x.inputs["qualified_views"]]
        if not views:
            return PaidViews()
        last = VideoTerms.from_json(paid[-1].inputs) if paid else None
        return PaidViews(
            counted=views[-1].counted or 0,
            unpaid=views[-1].unpaid or 0,
            policy_sha256=POLICY.sha256,
            terms=last,
            rpm_minor=paid[-1].inputs["rpm_minor"] if paid else "",
            rates=POLICY.bonus,
        )

    def _paid(self, week: str, base: LineDraft) -> PaidBase:
        later = [x for _, x in self.lines if x.cause == f"base:{week}"]
        return PaidBase(
            week=week,
            amount=base.amount,
            policy_sha256=base.policy_sha256,
            is_correction=base.kind is LineKind.ADJUSTMENT,
            bonus_paid=sum(x.amount for x in later),
            said=later[-1].judgement if later else "",
            rates=POLICY.bonus,
        )

    @property
    def total(self) -> int:
        return sum(x.amount for _, x in self.lines)


def test_the_worked_example_as_lines() -> None:
    lines = lines_for(facts(), week="2026-W46", policy=POLICY)
    assert [(x.kind, x.amount) for x in lines] == [(LineKind.BASE, 100_00), (LineKind.BONUS, 20_00)]


def test_pending_then_original_pays_the_rest_as_its_own_line() -> None:
    book = Ledger()
    first = book.close("2026-W46", originality=Originality.PENDING)
    assert [x.amount for x in first] == [100_00, 10_00]
    assert first[1].inputs["waiting"] == 10_00
    second = book.close("2026-W47", originality=Originality.ORIGINAL)
    assert [(x.kind, x.amount) for x in second] == [(LineKind.BONUS_REMAINDER, 10_00)]
    assert book.close("2026-W48", originality=Originality.ORIGINAL) == []


def test_a_grade_that_comes_later_pays_the_bonus_of_the_weeks_before() -> None:
    book = Ledger()
    book.close("2026-W45", views=50_000, grade=None)
    lines = book.close("2026-W46", views=80_000)
    assert [(x.kind, x.cause, x.amount) for x in lines] == [
        (LineKind.BASE, "views:2026-W46", 30_00),
        (LineKind.BONUS, "base:2026-W45", 10_00),
        (LineKind.BONUS, "base:2026-W46", 6_00),
    ]


def test_pending_then_not_original_says_so_and_pays_nothing_more() -> None:
    book = Ledger()
    book.close("2026-W46", originality=Originality.PENDING)
    lines = book.close("2026-W47", originality=Originality.NOT_ORIGINAL)
    assert [(x.kind, x.amount) for x in lines] == [(LineKind.BONUS_REMAINDER, 0)]
    assert book.total == 110_00


def test_a_grade_without_bonus_still_gets_its_line() -> None:
    grade = replace(GRADE_A, letter=Grade.D)
    lines = lines_for(facts(grade=grade), week="2026-W46", policy=POLICY)
    assert [(x.kind, x.amount) for x in lines] == [(LineKind.BASE, 100_00), (LineKind.BONUS, 0)]


def test_an_overturned_verdict_is_an_adjustment_with_a_reason() -> None:
    book = Ledger()
    book.close("2026-W46", originality=Originality.NOT_ORIGINAL)
    lines = book.close("2026-W47", originality=Originality.ORIGINAL)
    assert [(x.kind, x.amount) for x in lines] == [(LineKind.ADJUSTMENT, 10_00)]
    assert lines[0].inputs["reason"] == "judgement_changed"


def test_views_that_vanish_are_an_adjustment_at_the_rate_that_paid_them() -> None:
    book = Ledger()
    book.close("2026-W46")
    lines = book.close("2026-W47", views=90_000)
    assert [(x.kind, x.amount) for x in lines] == [
        (LineKind.ADJUSTMENT, -10_00),
        (LineKind.ADJUSTMENT, -2_00),
    ]
    assert {x.inputs["reason"] for x in lines} == {"views_fell"}
    assert book.total == 108_00


def test_views_that_no_rule_pays_are_named_counted_and_never_taken_back() -> None:
    short = replace(TERMS, seconds=3)
    rules = {**PARAMETERS, "qualified_views": {"min_seconds": 5, "max_age_days": 0}}
    policy = PayPolicy.from_parameters(rules, sha256="q" * 64)
    line = lines_for(facts(terms=short), week="2026-W46", policy=policy)[0]
    assert (line.amount, line.inputs["unpaid_rule"]) == (0, "too_short")
    assert (line.counted, line.unpaid) == (100_000, 100_000)
    before = PaidViews(
        counted=100_000,
        unpaid=30_000,
        policy_sha256="q",
        terms=TERMS,
        rpm_minor="100",
        rates=policy.bonus,
    )
    fall = lines_for(facts(views=60_000, before=before), week="2026-W47", policy=policy)
    assert [x.amount for x in fall] == [-10_00, -2_00]
    assert fall[0].unpaid == 0


def test_a_tier_multiplies_the_rate() -> None:
    policy = PayPolicy.from_parameters(
        {**PARAMETERS, "tier_steps": {"gold": "1.05"}}, sha256="q" * 64
    )
    line = lines_for(facts(terms=replace(TERMS, tier="gold")), week="2026-W46", policy=policy)[0]
    assert (line.amount, line.inputs["rpm_minor"]) == (105_00, "105.00")


def test_exclusions_are_named_and_not_paid() -> None:
    excluded = (Exclusion(reason="UA_DECLARED_BOT", views=40_000),)
    base = lines_for(facts(exclusions=excluded), week="2026-W46", policy=POLICY)[0]
    assert base.amount == 60_00
    assert base.inputs["exclusions"] == [{"reason": "UA_DECLARED_BOT", "views": 40_000}]


def test_no_views_and_nothing_paid_owe_nothing() -> None:
    assert lines_for(facts(views=0), week="2026-W46", policy=POLICY) == []


@pytest.mark.parametrize("order", list(permutations(["grade", "verdict", "views"])))
def test_facts_pay_the_same_in_any_order(order: tuple[str, ...]) -> None:
    book = Ledger()
    known: dict[str, Any] = {"views": 40_000, "grade": None, "originality": Originality.PENDING}
    news = {"grade": GRADE_A, "verdict": Originality.ORIGINAL, "views": 100_000}
    for number, fact in enumerate(order):
        known["originality" if fact == "verdict" else fact] = news[fact]
        book.close(f"2026-W{46 + number}", **known)
    assert book.total == 120_00


@given(
    steps=st.lists(
        st.tuples(
            st.integers(0, 10**7),
            st.sampled_from([o for o in Originality if o is not Originality.PENDING]),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_closing_again_with_the_same_facts_writes_nothing(
    steps: list[tuple[int, Originality]],
) -> None:
    book = Ledger()
    for number, (views, verdict) in enumerate(steps):
        week = f"2026-W{10 + number}"
        book.close(week, views=views, originality=verdict)
        assert book.close(f"{week}b", views=views, originality=verdict) == []


def lived(steps: list[tuple[int, int]]) -> Ledger:
    """Close a week for each (views of the counter, views that are newly known not to count)."""
    book, known = Ledger(), 0
    for number, (views, more) in enumerate(steps):
        known += more
        exclusions = taken_off(
            [Exclusion(reason="BURST", views=known)], views=views, counted=book._before().counted
        )
        book.close(f"2026-W{10 + number}", views=views, exclusions=exclusions)
    return book


@given(steps=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=12))
def test_nothing_paid_goes_back_but_what_the_counter_lost(steps: list[tuple[int, int]]) -> None:
    on_views = [x for _, x in lived(steps).lines if x.counted is not None]
    for line in on_views:
        gone = max(0, line.inputs["counted_before"] - line.inputs["views_to"])
        assert line.inputs["qualified_views"] >= -gone
        assert (line.amount < 0) <= (gone > 0)
    assert sum(line.inputs["qualified_views"] for line in on_views) >= 0


@given(
    gains=st.lists(st.tuples(st.integers(0, 10**5), st.integers(0, 10**5)), min_size=1, max_size=9)
)
def test_what_does_not_count_is_taken_off_in_the_end(gains: list[tuple[int, int]]) -> None:
    views, steps = 0, []
    for gained, more in gains:
        views += gained
        steps.append((views, more))
    known = sum(more for _, more in gains)
    book = lived([*steps, (views + known, 0)])
    paid = sum(x.inputs["qualified_views"] for _, x in book.lines if x.counted is not None)
    assert paid == views
    assert all(x.kind is not LineKind.ADJUSTMENT for _, x in book.lines)


def test_the_most_specific_rpm_wins() -> None:
    policy = PayPolicy.from_parameters(DEFAULT_PARAMETERS, sha256="x")
    assert policy.rpm_for(TERMS) == 70
    assert policy.rpm_for(replace(TERMS, platform="youtube", niche="tech")) == 80
    assert policy.rpm_for(replace(TERMS, platform="other", market="", niche="")) == 45


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rpm": [{"market": "US", "rpm_minor": "1"}]}, "name nothing"),
        ({"rpm": [{"rpm_minor": "1"}, {"rpm_minor": "2"}]}, "same videos"),
        ({"rpm": [{"rpm_minor": "-1"}]}, "zero or more"),
        ({"rpm": [{"rpm_minor": "much"}]}, "decimal numbers"),
        ({"revew_days": 3}, "no rule “revew_days”"),
        ({"rpm": [{"rpm_minor": "1"}, {"marked": "US", "rpm_minor": "2"}]}, "no rule “marked”"),
        ({"qualified_views": {"min_second": 3}}, "no rule “min_second”"),
    ],
)
def test_a_pay_policy_with_holes_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        PayPolicy.from_parameters({**DEFAULT_PARAMETERS, **change}, sha256="x")
