"""Tiers as rules: what earns one, what the next one needs, and how a tier moves."""

import copy
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rewards.domain.tier_course import Decision, Move, decide, starts_on
from rewards.domain.tier_policy import DEFAULT_PARAMETERS, Need, TierPolicy
from rewards.domain.tiers import JudgedVideo, TierFacts, facts_of, tier_for

POLICY = TierPolicy.from_parameters(DEFAULT_PARAMETERS)
MONDAY = date(2026, 11, 9)
WEEK = timedelta(days=7)
NAMES = ["", "silver", "gold", "platinum"]

videos = st.lists(
    st.builds(
        JudgedVideo,
        video_id=st.just(1),
        letter=st.sampled_from(["A", "B", "C", "D", "E", "too_early", "needs_review", ""]),
        originality=st.sampled_from(["", "original", "not_original", "not_judgeable"]),
        quality=st.none() | st.integers(0, 100).map(Decimal),
    ),
    max_size=30,
)


@st.composite
def policies(draw: st.DrawFn) -> TierPolicy:
    """Any valid policy of up to four tiers."""
    count = draw(st.integers(1, 4))
    rows = [copy.deepcopy(DEFAULT_PARAMETERS["tiers"][0]) for _ in range(count)]
    for need in Need:
        highest = 20 if need in (Need.GRADED, Need.ORIGINALS) else 100
        values = sorted(draw(st.lists(st.integers(0, highest), min_size=count, max_size=count)))
        for place, (row, value) in enumerate(zip(rows, values, strict=True)):
            row["name"] = f"tier{place}"
            row["needs"][need] = value
    return TierPolicy.from_parameters({**DEFAULT_PARAMETERS, "tiers": rows})


def rank(seen: list[JudgedVideo], policy: TierPolicy) -> int:
    return policy.rank(tier_for(facts_of(seen, policy), policy).tier)


@given(videos, policies(), st.sampled_from(["", "original", "not_judgeable"]))
def test_one_more_best_grade_never_lowers_a_tier(
    seen: list[JudgedVideo], policy: TierPolicy, originality: str
) -> None:
    better = [*seen, JudgedVideo(video_id=2, letter="A", originality=originality)]
    assert rank(better, policy) >= rank(seen, policy)


@given(videos, policies(), st.data())
def test_a_better_letter_never_lowers_a_tier(
    seen: list[JudgedVideo], policy: TierPolicy, data: st.DataObject
) -> None:
    assume(any(video.letter in "BCDE" and video.letter for video in seen))
    place = data.draw(
        st.sampled_from([n for n, one in enumerate(seen) if one.letter and one.letter in "BCDE"])
    )
    better = list(seen)
    better[place] = replace(better[place], letter=data.draw(st.sampled_from(["A", "B"])))
    assume(better[place].letter <= seen[place].letter)
    assert rank(better, policy) >= rank(seen, policy)


@given(videos, policies(), st.data())
def test_pending_originality_neither_helps_nor_harms_and_copies_never_help(
    seen: list[JudgedVideo], policy: TierPolicy, data: st.DataObject
) -> None:
    before = rank(seen, policy)
    ungraded = JudgedVideo(video_id=2, letter="too_early")
    for nothing in ("", "not_judgeable"):
        assert rank([*seen, replace(ungraded, originality=nothing)], policy) == before
    assert rank([*seen, replace(ungraded, originality="original")], policy) >= before
    known = [*seen, replace(ungraded, originality="original")]
    copied = [*seen, replace(ungraded, originality="not_original")]
    assert rank(copied, policy) <= rank(known, policy)


@given(videos, st.randoms(use_true_random=False))
def test_order_does_not_matter(seen: list[JudgedVideo], random: Any) -> None:
    mixed = list(seen)
    random.shuffle(mixed)
    assert tier_for(facts_of(mixed, POLICY), POLICY) == tier_for(facts_of(seen, POLICY), POLICY)


@given(videos, policies())
def test_gaps_are_exactly_what_separates_from_the_next_tier(
    seen: list[JudgedVideo], policy: TierPolicy
) -> None:
    result = tier_for(facts_of(seen, policy), policy)
    assert all(measure.is_met for measure in result.reasons)
    assert bool(result.gaps) == bool(result.next_tier)
    for gap in result.gaps:
        assert gap.missing is None or gap.missing > 0
        assert gap.need in (Need.STRONG, Need.ORIGINAL) or gap.have < gap.wanted


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 99))
def test_the_missing_videos_of_a_share_are_enough_and_not_one_too_many(
    strong: int, others: int, wanted: int
) -> None:
    row = copy.deepcopy(DEFAULT_PARAMETERS["tiers"][0])
    row["needs"] = dict.fromkeys(Need, 0) | {Need.STRONG: wanted}
    policy = TierPolicy.from_parameters({**DEFAULT_PARAMETERS, "tiers": [row]})

    def gaps(more: int) -> dict[Need, Any]:
        facts = TierFacts(graded=strong + others + more, strong=strong + more)
        return {gap.need: gap for gap in tier_for(facts, policy).gaps}

    gap = gaps(0).get(Need.STRONG)
    if gap is not None:
        assert Need.STRONG not in gaps(gap.missing)
        assert gap.missing == 1 or Need.STRONG in gaps(gap.missing - 1)


def test_the_default_policy_by_example() -> None:
    def tier(**counts: Any) -> str:
        return tier_for(TierFacts(**counts), POLICY).tier

    assert tier() == ""
    assert tier(graded=3, strong=3) == ""
    assert tier(graded=4, strong=2) == "silver"
    assert tier(graded=10, strong=4) == "silver"
    assert tier(graded=10, strong=3) == ""
    assert tier(graded=10, strong=6) == "gold"
    assert tier(graded=10, strong=6, originals=8, not_originals=2) == "silver"
    assert tier(graded=12, strong=12) == "gold"
    assert tier(graded=12, strong=12, originals=3) == "platinum"
    assert tier(graded=12, strong=12, originals=3, quality=Decimal("59.9")) == "gold"
    assert tier(graded=12, strong=12, originals=3, quality=Decimal(60)) == "platinum"


def test_what_the_next_tier_needs_in_numbers() -> None:
    result = tier_for(TierFacts(graded=6, strong=3), POLICY)
    assert (result.tier, result.next_tier) == ("silver", "gold")
    assert [(gap.need, gap.have, gap.wanted, gap.missing) for gap in result.gaps] == [
        (Need.GRADED, 6, 8, 2),
        (Need.STRONG, 50, 55, 1),
    ]
    top = tier_for(TierFacts(graded=12, strong=12, originals=3), POLICY)
    assert (top.next_tier, top.next) == ("", ())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"window_weeks": 0}, "window_weeks must be a whole number from 1 to 52"),
        ({"grace_weeks": 0}, "grace_weeks"),
        ({"notice_weeks": 0}, "notice_weeks"),
        ({"notice_weeks": True}, "notice_weeks"),
        ({"strong_letters": ["B"]}, "must begin with A"),
        ({"strong_letters": ["A", "Z"]}, "some of A, B"),
        ({"tiers": []}, "one tier or more"),
        ({"more": 1}, "doesn't know “more”"),
        ({"tiers": DEFAULT_PARAMETERS["tiers"][::-1]}, "never needs less"),
        ({"tiers": [DEFAULT_PARAMETERS["tiers"][0]] * 2}, "a name of its own"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        TierPolicy.from_parameters({**DEFAULT_PARAMETERS, **change})


def test_a_need_that_is_misspelt_is_named() -> None:
    parameters = copy.deepcopy(DEFAULT_PARAMETERS)
    parameters["tiers"][1]["needs"]["grades"] = 3
    with pytest.raises(ValueError, match="needs of “gold” doesn't know “grades”"):
        TierPolicy.from_parameters(parameters)
    parameters = copy.deepcopy(DEFAULT_PARAMETERS)
    parameters["tiers"][1]["brings"]["shop_discount_percent"] = 100
    with pytest.raises(ValueError, match="from 0 to 90"):
        TierPolicy.from_parameters(parameters)


def decided(present: str, earned: str, *below: str) -> Decision:
    """Decide on MONDAY; `below` is what was earned in the warned weeks before, newest first."""
    warned = {MONDAY - WEEK * (n + 1): tier for n, tier in enumerate(below)}
    return decide(POLICY, present=present, earned=earned, warned=warned, week=MONDAY)


def test_a_tier_rises_at_once_and_falls_only_after_two_warnings() -> None:
    assert decided("silver", "gold") == Decision(move=Move.RISE, tier="gold")
    assert decided("gold", "gold", "silver") == Decision(move=Move.STAY, tier="gold")
    assert decided("gold", "") == Decision(move=Move.WARN, tier="", weeks_left=2)
    assert decided("gold", "", "") == Decision(move=Move.WARN, tier="", weeks_left=1)
    assert decided("gold", "", "", "") == Decision(move=Move.FALL, tier="")


def test_a_fall_stops_at_the_best_of_the_weeks_below() -> None:
    assert decided("platinum", "", "gold", "silver") == Decision(move=Move.FALL, tier="gold")
    assert decided("platinum", "", "", "silver", "gold").tier == "silver"


def test_a_week_in_between_that_was_good_begins_the_count_again() -> None:
    warned = {MONDAY - WEEK: "", MONDAY - 3 * WEEK: "", MONDAY - 4 * WEEK: ""}
    outcome = decide(POLICY, present="gold", earned="", warned=warned, week=MONDAY)
    assert outcome == Decision(move=Move.WARN, tier="", weeks_left=1)


def test_a_tier_that_no_longer_exists_becomes_the_one_that_was_earned() -> None:
    assert decided("bronze", "silver") == Decision(move=Move.RENAME, tier="silver")
    assert decided("bronze", "") == Decision(move=Move.RENAME, tier="")


@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4))
def test_no_tier_falls_without_warnings_and_none_rises_on_a_fall(
    present: str, earned: str, below: list[str]
) -> None:
    lower = [tier for tier in below if POLICY.rank(tier) < POLICY.rank(present)]
    outcome = decided(present, earned, *lower)
    if outcome.move is Move.FALL:
        assert len(lower) >= POLICY.grace_weeks
        assert POLICY.rank(outcome.tier) < POLICY.rank(present)
    if outcome.move is Move.RISE:
        assert POLICY.rank(outcome.tier) > POLICY.rank(present)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(1, 12))
def test_a_change_starts_on_a_monday_with_the_whole_notice(day: date, notice: int) -> None:
    start = starts_on(day, notice_weeks=notice, after=None)
    assert start.weekday() == 0
    assert timedelta(0) <= start - day - notice * WEEK < WEEK


def test_what_is_announced_on_monday_starts_on_the_next_one_and_never_before_another() -> None:
    assert starts_on(MONDAY, notice_weeks=1, after=None) == MONDAY + WEEK
    assert starts_on(MONDAY + timedelta(days=1), notice_weeks=1, after=None) == MONDAY + 2 * WEEK
    assert starts_on(MONDAY, notice_weeks=1, after=MONDAY + 3 * WEEK) == MONDAY + 4 * WEEK
