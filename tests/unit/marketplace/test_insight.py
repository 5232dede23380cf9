"""Engagement by groups, distributions and relations: what is shown, and what is too small."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.insight import groups, relations
from marketplace.domain.insight.figures import Watchers, figures_of
from marketplace.domain.insight.videos import Videos
from marketplace.domain.matching.audiences import Audience

MONDAY_NOON = 1_746_446_400  # 5 May 2025, 12:00 UTC.


def videos_of(number: int, *, creators: int = 5, **columns: object) -> Videos:
    """Return that many videos, spread over creators, unknown where nothing is said."""
    unknown = np.full(number, np.nan)
    nowhere = np.full(number, -1)
    given_: dict[str, object] = {
        "creator": np.arange(number) % creators,
        "posted": np.full(number, MONDAY_NOON),
        "views": np.full(number, 1_000.0),
        "engagement": np.linspace(0.0, 0.2, number),
        **dict.fromkeys(
            ("comments", "shares", "seconds", "followers", "hashtags", "letters"), unknown
        ),
        **dict.fromkeys(("category", "country", "watched_in"), nowhere),
        **dict.fromkeys(("categories", "countries", "markets"), ()),
        **columns,
    }
    return Videos(**given_)  # type: ignore[arg-type]


def test_a_group_has_its_middle_half() -> None:
    row = groups.overall(videos_of(41))
    assert row is not None
    assert (row["low"], row["middle"], row["high"]) == (0.05, 0.1, 0.15)
    assert (row["videos"], row["creators"], row["views"]) == (41, 5, 1_000)


@pytest.mark.parametrize(("videos", "creators"), [(19, 5), (200, 4), (0, 1)])
def test_a_small_group_is_not_shown(videos: int, creators: int) -> None:
    assert groups.overall(videos_of(videos, creators=creators)) is None
    found = figures_of(videos_of(videos, creators=creators), [])
    assert found["all"] is None
    assert found["correlations"] is None
    assert not any(found["groups"].values())


def test_small_groups_are_counted() -> None:
    category = np.array([0] * 30 + [1] * 10)
    found = figures_of(videos_of(40, category=category, categories=("food", "art")), [])
    assert [row["key"] for row in found["groups"]["category"]] == ["food"]
    assert found["hidden"]["category"] == 1


def test_weekday_and_hour_are_those_of_utc() -> None:
    videos = videos_of(25)
    assert set(videos.weekday) == {0}
    assert set(videos.hour) == {12}
    week = groups.week(videos)
    assert week[0][12] == pytest.approx(0.1)
    assert sum(cell is not None for day in week for cell in day) == 1


def test_what_is_not_known_is_in_no_figure() -> None:
    engagement = np.array([0.1] * 30 + [np.nan] * 30)
    row = groups.overall(videos_of(60, engagement=engagement))
    assert row is not None
    assert (row["videos"], row["middle"]) == (30, 0.1)


def test_figures_that_rise_together_have_one() -> None:
    rising = np.arange(60.0)
    found = relations.correlations(
        videos_of(60, engagement=rising, seconds=rising**3, hashtags=-rising)
    )
    names = found["measures"]
    first = {names[place]: pairs[0] for place, pairs in enumerate(found["pairs"])}
    assert first["seconds"] == {"value": 1.0, "videos": 60}
    assert first["hashtags"]["value"] == -1.0
    assert first["views"]["value"] is None  # The same for all: nothing moves.
    assert first["followers"] == {"value": None, "videos": 0}


def test_a_part_of_a_distribution_with_few_creators_has_no_count() -> None:
    seconds = np.array([5.0] * 60 + [15.0] * 3)
    rows = relations.distribution(videos_of(63), seconds, (0, 10, 20))
    assert [row["videos"] for row in rows] == [60, None, 0]


def test_an_audience_of_few_creators_is_not_shown() -> None:
    one = Audience(female=0.5, markets={"US": 0.6, "DE": 0.4})
    few = figures_of(videos_of(0), [Watchers(n, one) for n in range(4)])["audiences"]
    assert (few["female"], few["markets"]) == (None, None)
    more = figures_of(videos_of(0), [Watchers(n, one) for n in range(5)])["audiences"]
    assert more["female"] == 0.5
    assert more["markets"] == [["US", 0.6], ["DE", 0.4]]
    assert more["ages"] is None


@given(seed=st.integers(0, 2**32 - 1), number=st.integers(20, 200))
def test_the_middle_lies_between_the_quarters(seed: int, number: int) -> None:
    engagement = np.random.default_rng(seed).random(number)
    row = groups.overall(videos_of(number, engagement=engagement))
    assert row is not None
    assert engagement.min() - 1e-5 <= row["low"] <= row["middle"] <= row["high"]
    assert row["high"] <= engagement.max() + 1e-5


def test_two_measures_that_few_creators_tell_move_together_for_nobody() -> None:
    known_of_two = np.where(np.arange(200) % 5 < 2, np.arange(200.0), np.nan)
    found = relations.correlations(
        videos_of(200, engagement=np.arange(200.0), followers=known_of_two)
    )
    place = found["measures"].index("followers")
    assert found["pairs"][place][0] == {"value": None, "videos": 80}
    assert found["pairs"][0][0]["value"] == 1.0
