"""Ratios between groups: right against independent oracles, honest about doubt, blind to few."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binomtest
from scipy.stats.contingency import relative_risk

from creatorspark.lib.intervals import wilson
from rewards.domain.fairness import (
    MIN_CREATORS,
    MIN_VIDEOS,
    Comparison,
    Flag,
    Group,
    Outcomes,
    compare,
    flag_of,
)
from rewards.domain.intervals import effective_videos


def videos(
    shares: list[tuple[int, int]], *, each: int = 1, base: int = 100
) -> tuple[Outcomes, np.ndarray]:
    """(with bonus, all) videos of each group; every creator has `each` videos, all in a group."""
    group = np.repeat(np.arange(len(shares)), [n for _, n in shares])
    has = np.concatenate([np.arange(n) < k for k, n in shares])
    owner = np.arange(len(group)) // each
    money = np.full(len(group), base)
    return (
        Outcomes(owner=owner, has_bonus=has, base=money, bonus=np.where(has, base // 5, 0)),
        group,
    )


def compared(outcomes: Outcomes, group: np.ndarray, **limits: int) -> Comparison:
    names = [f"g{code}" for code in range(int(group.max()) + 1)]
    return compare(outcomes, group=group, names=names, **limits)


def by_name(comparison: Comparison) -> dict[str, Group]:
    return {group.name: group for group in comparison.groups}


@given(n=st.integers(1, 5_000), share=st.floats(0, 1))
def test_wilson_agrees_with_scipy(n: int, share: float) -> None:
    k = round(share * n)
    ours = wilson(k, n)
    theirs = binomtest(k, n).proportion_ci(method="wilson")
    assert ours.low == pytest.approx(theirs.low, abs=1e-9)
    assert ours.high == pytest.approx(theirs.high, abs=1e-9)


@given(
    a=st.tuples(st.integers(1, 200), st.integers(0, 200)),
    b=st.tuples(st.integers(1, 200), st.integers(0, 200)),
)
def test_ratio_of_shares_agrees_with_scipy_where_every_video_has_its_own_creator(
    a: tuple[int, int], b: tuple[int, int]
) -> None:
    shares = [(a[0], a[0] + a[1]), (b[0], b[0] + b[1])]
    assume(all(n >= MIN_VIDEOS for _, n in shares))
    assume(shares[0][0] * shares[1][1] < shares[1][0] * shares[0][1])
    ratio = by_name(compared(*videos(shares)))["g0"].share.to_best
    assert ratio is not None
    theirs = relative_risk(*shares[0], *shares[1])
    assert ratio.value == pytest.approx(theirs.relative_risk)
    interval = theirs.confidence_interval()
    # Ours divides by one creator less, as variances over clusters do.
    people = shares[0][1] + shares[1][1]
    wider = (people / (people - 1)) ** 0.5
    width = np.log(interval.high / theirs.relative_risk) * wider
    assert ratio.high is not None
    assert np.log(ratio.high / ratio.value) == pytest.approx(width)
    assert ratio.low == pytest.approx(ratio.value**2 / ratio.high)


@given(
    shares=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=5),
    each=st.integers(1, 4),
    order=st.randoms(use_true_random=False),
)
def test_what_is_shown_never_contradicts_itself(
    shares: list[tuple[int, int]], each: int, order: np.random.Generator
) -> None:
    assume(any(k + rest for k, rest in shares))
    outcomes, group = videos([(k, k + rest) for k, rest in shares], each=each)
    found = compared(outcomes, group)
    shuffled = list(range(len(group)))
    order.shuffle(shuffled)
    mixed = Outcomes(**{name: column[shuffled] for name, column in vars(outcomes).items()})
    again = compared(mixed, group[shuffled])
    assert [g.name for g in again.groups] == [g.name for g in found.groups]
    shown = sum(g.videos for g in found.groups)
    assert shown + found.hidden_videos == len(group)
    for one, other in zip(found.groups, again.groups, strict=True):
        assert one.videos >= MIN_VIDEOS
        assert one.creators >= MIN_CREATORS
        assert (one.videos, one.flag) == (other.videos, other.flag)
        assert one.share.of.low is not None
        assert one.share.of.high is not None
        assert 0 <= one.share.of.low <= one.share.of.value <= one.share.of.high <= 1
        best = one.share.to_best
        if best is not None:
            assert best.value <= 1
            assert best.high is None or best.low is None or best.low <= best.value <= best.high


@given(
    shares=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=2, max_size=6),
    min_videos=st.integers(2, 60),
    min_creators=st.integers(1, 20),
)
def test_what_is_hidden_can_not_be_worked_out_from_the_rest(
    shares: list[tuple[int, int]], min_videos: int, min_creators: int
) -> None:
    assume(any(k + rest for k, rest in shares))
    outcomes, group = videos([(k, k + rest) for k, rest in shares], each=2)
    found = compared(outcomes, group, min_videos=min_videos, min_creators=min_creators)
    names = {g.name for g in found.groups}
    hidden = np.array([f"g{code}" not in names for code in group])
    people = len(np.unique(outcomes.owner[hidden]))
    assert not names or not hidden.any() or (hidden.sum() >= min_videos and people >= min_creators)


def test_a_clear_gap_is_flagged_and_an_unclear_one_is_for_a_look() -> None:
    clear = by_name(compared(*videos([(100, 1_000), (200, 1_000)])))["g0"]
    unclear = by_name(compared(*videos([(12, 40), (16, 40)])))["g0"]
    assert clear.share.to_best is not None
    assert clear.share.to_best.value == pytest.approx(0.5)
    assert (clear.flag, unclear.flag) == (Flag.FLAGGED, Flag.LOOK)
    assert by_name(compared(*videos([(170, 1_000), (200, 1_000)])))["g0"].flag is Flag.FINE


@pytest.mark.parametrize(
    ("value", "high", "flag"),
    [
        (0.8, 0.9, Flag.FINE),
        (0.79, 0.99, Flag.FLAGGED),
        (0.79, 1.0, Flag.LOOK),
        (0.1, None, Flag.LOOK),
        (1.4, 3.0, Flag.FINE),
    ],
)
def test_the_four_fifths_rule(value: float, high: float | None, flag: Flag) -> None:
    assert flag_of(value, high=high) is flag


def test_a_group_without_any_bonus_is_flagged_though_its_logarithm_is_not_defined() -> None:
    group = by_name(compared(*videos([(0, 400), (120, 400)])))["g0"]
    assert group.share.to_best is not None
    assert (group.share.to_best.value, group.share.to_best.flag) == (0.0, Flag.FLAGGED)
    assert group.money.to_best is not None
    assert group.money.to_best.flag is Flag.LOOK


def test_nobody_with_a_bonus_leaves_nothing_to_compare() -> None:
    for group in compared(*videos([(0, 40), (0, 50)])).groups:
        assert (group.share.of.value, group.money.of.value) == (0, 0)
        assert group.flag is Flag.FINE


def test_many_videos_of_few_creators_widen_the_interval() -> None:
    one_each = by_name(compared(*videos([(100, 500), (150, 500)])))["g0"].share
    ten_each = by_name(compared(*videos([(100, 500), (150, 500)], each=10)))["g0"].share
    for narrow, wide in ((one_each.of, ten_each.of), (one_each.to_best, ten_each.to_best)):
        assert narrow is not None
        assert wide is not None
        assert narrow.value == wide.value
        assert narrow.high is not None
        assert wide.high is not None
        assert wide.high > narrow.high
    owner = np.repeat(np.arange(50), 10)
    alike = np.repeat(np.arange(50) < 10, 10)
    assert effective_videos(owner, alike) == pytest.approx(50, rel=0.05)
    assert effective_videos(owner, np.ones(500, bool)) == 50


def test_a_few_people_are_hidden_however_many_videos_they_have() -> None:
    outcomes, group = videos([(90, 180), (400, 1_000), (100, 200)], each=20)
    found = compared(outcomes, group)
    assert [g.name for g in found.groups] == ["g1"]
    assert (found.hidden_groups, found.hidden_videos) == (2, 380)


def test_the_smallest_shown_group_goes_when_one_small_group_could_be_worked_out() -> None:
    found = compared(*videos([(5, 20), (20, 60), (30, 90)]))
    assert [g.name for g in found.groups] == ["g2"]
    assert (found.hidden_groups, found.hidden_videos) == (2, 80)


def test_money_is_set_against_base_pay() -> None:
    outcomes, group = videos([(50, 100), (50, 100)])
    richer = Outcomes(
        owner=outcomes.owner,
        has_bonus=outcomes.has_bonus,
        base=outcomes.base,
        bonus=np.where(group == 0, outcomes.bonus // 2, outcomes.bonus),
    )
    found = by_name(compared(richer, group))
    assert found["g0"].share.to_best is not None
    assert found["g0"].money.to_best is not None
    assert found["g0"].share.to_best.value == 1
    assert found["g0"].money.to_best.value == pytest.approx(0.5)
    assert found["g0"].money.of.value == pytest.approx(0.05)
    assert found["g1"].money.to_all is not None
    assert found["g1"].money.to_all.value == pytest.approx(0.1 / 0.075)


@pytest.mark.parametrize("each", [1, 5])
def test_intervals_hold_the_truth_about_as_often_as_they_say(each: int) -> None:
    """900 draws of 2 x 60 creators; creators differ, so their videos are alike."""
    draw = np.random.default_rng(7)
    truth, held = 0.7, {"share": 0, "ratio": 0, "money": 0}
    rounds, people = 900, 60
    for _ in range(rounds):
        chance = np.concatenate(
            [0.28 * draw.uniform(0.5, 1.5, people), 0.40 * draw.uniform(0.5, 1.5, people)]
        )
        owner = np.repeat(np.arange(2 * people), each)
        has = draw.uniform(size=len(owner)) < chance[owner]
        base = draw.integers(50, 500, len(owner))
        outcomes = Outcomes(
            owner=owner, has_bonus=has, base=base, bonus=np.where(has, base // 5, 0)
        )
        found = by_name(compared(outcomes, (owner >= people).astype(np.int64)))
        low = found["g0"]
        one, two = low.share.to_best, low.money.to_best
        assert low.share.of.low is not None
        assert low.share.of.high is not None
        held["share"] += low.share.of.low <= 0.28 <= low.share.of.high
        for name, ratio in (("ratio", one), ("money", two)):
            # Where chance made the other group the best one, the ratio is turned round.
            turned = found["g1"].share.to_best if name == "ratio" else found["g1"].money.to_best
            seen, goal = (ratio, truth) if ratio and ratio.low is not None else (turned, 1 / truth)
            assert seen is not None
            assert seen.low is not None
            assert seen.high is not None
            held[name] += seen.low <= goal <= seen.high
    assert all(0.92 <= count / rounds <= 0.985 for count in held.values()), held
