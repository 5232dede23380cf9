"""Bursts: what was bought is found at several sizes; fame, news, loops and appeals are not."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fraud.domain.activity import Activity, Events, Kind
from fraud.domain.bursts import Series, usual_views
from fraud.domain.cases import Tier, judge
from fraud.domain.detectors.bursts import detect, examine
from fraud.domain.findings import ReasonCode
from fraud.domain.parameters import BurstParameters, Parameters
from tests.unit.fraud.series import Weeks


def codes(weeks: Weeks) -> set[ReasonCode]:
    return {finding.code for finding in examine(Series.of(**weeks.series()))}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("size", [4_000, 12_000, 60_000])
def test_bought_views_are_found_at_several_sizes(size: int, seed: int):
    assert ReasonCode.VIEWS_WITHOUT_LIKES in codes(Weeks(seed).bought(size))


@pytest.mark.parametrize("seed", range(4))
def test_bought_views_with_a_few_likes_are_found(seed: int):
    assert ReasonCode.VIEWS_WITHOUT_LIKES in codes(Weeks(seed).bought(20_000, liking=0.1))


def accused(weeks: Weeks) -> bool:
    found = examine(Series.of(**weeks.series()), creator=1)
    return any(one.tier is Tier.CASE for one in judge(found))


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), times=st.floats(0.5, 80), liking=st.floats(0.5, 1.3))
def test_height_alone_never_accuses(seed: int, times: float, liking: float):
    assert not accused(Weeks(seed).hit(times, liking=liking))


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), views=st.floats(50, 200_000), rate=st.floats(0.01, 0.15))
def test_plain_weeks_never_accuse(seed: int, views: float, rate: float):
    assert not accused(Weeks(seed, views_a_day=views, rate=rate))


def test_at_most_two_in_a_hundred_plain_weeks_are_in_question():
    sizes = np.geomspace(50, 200_000, 100)
    asked = [
        bool(codes(Weeks(seed, views_a_day=size, rate=0.01 + 0.0014 * seed)))
        for seed, size in enumerate(sizes)
    ]
    assert sum(asked) <= 2


def test_at_most_five_in_a_hundred_genuine_spikes_are_in_question():
    times = np.geomspace(0.5, 80, 100)
    asked = [
        bool(codes(Weeks(seed).hit(each, liking=0.4 + 0.009 * (seed * 7 % 100))))
        for seed, each in enumerate(times)
    ]
    assert sum(asked) <= 5


@pytest.mark.parametrize(
    ("usual", "bought", "hours"), [(800, 2_400, 24), (3_000, 6_000, 48), (3_000, 12_000, 96)]
)
def test_seven_in_ten_are_found_that_add_a_usual_day_each_day(usual: int, bought: int, hours: int):
    found = [
        ReasonCode.VIEWS_WITHOUT_LIKES
        in codes(Weeks(seed, views_a_day=usual).bought(bought, hours=hours, liking=0.1))
        for seed in range(40)
    ]
    assert sum(found) >= 28


def test_a_burst_of_likes_is_no_measure_of_what_is_usual():
    for seed in range(20):
        weeks = Weeks(seed)
        none = np.zeros(6, int)
        weeks.add(300, none, likes=np.full(6, 900), viewers=none)
        assert codes(weeks) == {ReasonCode.LIKES_WITHOUT_VIEWS}


@pytest.mark.parametrize("seed", range(4))
def test_likes_without_views_are_found_where_few_people_like(seed: int):
    weeks = Weeks(seed, rate=0.015)
    none = np.zeros(12, int)
    found = codes(weeks.add(300, none, likes=np.full(12, 40), viewers=none))
    assert found == {ReasonCode.LIKES_WITHOUT_VIEWS}


@pytest.mark.parametrize("seed", range(6))
def test_a_news_page_that_shows_the_video_is_innocent(seed: int):
    weeks = Weeks(seed).shown_elsewhere(40_000)
    assert codes(weeks) == set()
    weeks.embedded[:] = 0  # the same views, had they come to the video's own page
    assert ReasonCode.VIEWS_WITHOUT_LIKES in codes(weeks)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("people", [300, 3_000])
def test_children_who_loop_a_video_are_innocent(seed: int, people: int):
    assert codes(Weeks(seed).looped(people)) == set()


@pytest.mark.parametrize("seed", range(4))
def test_few_viewers_with_many_views_are_found(seed: int):
    weeks = Weeks(seed)
    each = np.full(12, 2_000)
    found = codes(weeks.add(300, each, likes=0, viewers=np.full(12, 20)))
    assert ReasonCode.FEW_VIEWERS_MANY_VIEWS in found


@pytest.mark.parametrize("seed", range(4))
def test_likes_without_views_are_found(seed: int):
    weeks = Weeks(seed)
    none = np.zeros(6, int)
    found = codes(weeks.add(300, none, likes=np.full(6, 400), viewers=none))
    assert found == {ReasonCode.LIKES_WITHOUT_VIEWS}


@pytest.mark.parametrize("seed", range(4))
def test_an_appeal_that_everybody_likes_is_innocent(seed: int):
    weeks = Weeks(seed)
    views = weeks.chance.poisson(np.full(24, 500))
    weeks.add(300, views, likes=weeks.chance.binomial(views, 0.35), viewers=views)
    assert codes(weeks) == set()


@pytest.mark.parametrize("seed", range(4))
def test_views_by_the_clock_are_found_even_with_likes(seed: int):
    weeks = Weeks(seed, views_a_day=300)
    views = 400 + weeks.chance.integers(-2, 3, 48)
    likes = weeks.chance.binomial(views, 0.06)
    assert ReasonCode.CLOCKWORK_VIEWS in codes(weeks.add(300, views, likes=likes, viewers=views))


def test_a_source_that_always_counts_evenly_is_not_a_clock():
    level = np.repeat([100, 400, 100], [240, 48, 240])
    assert examine(Series.of(views=level, likes=level * 0.06)) == []


def test_a_finding_says_how_many_views_and_what_was_expected():
    finding = next(iter(examine(Series.of(start=7200, **Weeks(1).bought(20_000).series()))))
    assert 0.8 * 20_000 < finding.affected < 1.2 * 20_000
    assert finding.start >= 7200 + 290 * 3600
    assert finding.end <= 7200 + 340 * 3600
    assert float(finding.observed["likes"]) < 0.3 * float(finding.expected["likes"])
    assert set(finding.expected) <= set(finding.observed)
    assert "on top of your usual number" in str(finding.facts[0])
    assert len(finding.evidence) == (finding.end - finding.start) // 3600
    assert not any(reading.explains for reading in finding.readings)


def test_a_burst_of_less_than_half_the_days_is_not_taken_for_usual():
    quiet = np.full(28 * 24, 10.0)
    loud = quiet.copy()
    loud[: 12 * 24] *= 50
    assert usual_views(loud) == pytest.approx(usual_views(quiet))


def newcomer(liking: float, *, seed: int) -> list[Tier]:
    chance = np.random.default_rng(seed)
    quiet, hit = chance.poisson(0.8, 5 * 24), chance.poisson(180, 72)
    views = np.concatenate([quiet, hit])
    likes = np.concatenate([chance.binomial(quiet, 0.3), chance.binomial(hit, liking)])
    return [one.tier for one in judge(examine(Series.of(views=views, likes=likes), creator=1))]


@pytest.mark.parametrize("seed", range(10))
def test_a_newcomer_s_first_hit_isn_t_held_against_a_few_first_fans(seed: int):
    assert Tier.CASE not in newcomer(0.008, seed=seed)
    assert Tier.CASE in newcomer(0.001, seed=seed)


def test_series_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="one length"):
        Series.of(views=[1, 2], likes=[1])


def test_a_policy_may_ask_for_more_views():
    weeks = Weeks(3).bought(8_000)
    limits = BurstParameters(least_views=10**6)
    assert examine(Series.of(**weeks.series()), parameters=limits) == []


def test_events_lead_to_the_creator_and_the_video():
    start = int(datetime(2026, 3, 2, tzinfo=UTC).timestamp())
    weeks = Weeks(2).bought(9_000)
    hours = np.arange(len(weeks.views)) * 3600 + start
    views = np.repeat(hours, weeks.views)
    bought = (views >= start + 300 * 3600) & (views < start + 324 * 3600)
    likes = np.repeat(hours, weeks.likes)
    events = Events.of(
        at=np.concatenate([views, likes]),
        kind=np.repeat([Kind.VIEW, Kind.LIKE], [len(views), len(likes)]),
        actor=np.arange(1, len(views) + len(likes) + 1),
        creator=np.full(len(views) + len(likes), 77),
        video=np.concatenate([np.where(bought, 5, 6), np.full(len(likes), 6)]),
    )
    found = list(detect(Activity(events=events), Parameters()))
    assert [(one.code, one.creator, one.video) for one in found] == [
        (ReasonCode.VIEWS_WITHOUT_LIKES, 77, 5)
    ]


def test_no_events_no_findings():
    assert list(detect(Activity(events=Events.of(at=[])), Parameters())) == []
