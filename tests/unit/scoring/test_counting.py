"""The creator's weekly cap and the week's pool."""

from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.points.counting import WeekVideo, count_week, share_pool
from scoring.domain.points.policy import FairPolicy


def week(points, creator=1):
    return [WeekVideo(number, creator, value) for number, value in enumerate(points, start=1)]


def test_the_best_seven_count_in_full_and_the_others_at_a_quarter():
    counted = count_week(week([10, 300, 200, 202, 204, 206, 208, 100, 90]), FairPolicy())
    assert [video.counted for video in counted] == [300, 208, 206, 204, 202, 200, 100, 22, 2]
    assert [video.rank for video in counted] == list(range(1, 10))
    assert [video.points for video in counted][-2:] == [90, 10]


def test_quarters_round_half_to_even():
    counted = count_week(week([300] * 7 + [10, 6, 2]), FairPolicy())
    assert [video.counted for video in counted][7:] == [2, 2, 0]


def test_the_cap_is_a_creators_own():
    two = week([100] * 7, creator=1) + [WeekVideo(50 + n, 2, 100) for n in range(7)]
    assert {video.counted for video in count_week(two, FairPolicy())} == {100}


def test_the_pool_is_spent_to_the_last_point():
    counted = count_week(week([100, 100, 100]), FairPolicy(weekly_pool=100))
    assert [video.counted for video in counted] == [34, 33, 33]
    assert [video.before_pool for video in counted] == [100, 100, 100]


def test_a_pool_that_is_large_enough_changes_nothing():
    counted = count_week(week([100, 100]), FairPolicy(weekly_pool=200))
    assert [video.counted for video in counted] == [100, 100]


@given(st.integers(0, 10_000), st.lists(st.integers(0, 1_000), max_size=30))
def test_shares_conserve_the_pool_and_stay_within_one_of_the_exact(pool, claims):
    shares = share_pool(pool, claims)
    total = sum(claims)
    assert sum(shares) == (pool if total else 0)
    for share, claim in zip(shares, claims, strict=True):
        assert share >= 0
        assert not total or abs(share * total - pool * claim) < total


rows = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 300)), max_size=40)


@given(rows, st.one_of(st.none(), st.integers(0, 3_000)), st.randoms())
def test_order_of_input_changes_nothing_and_nobody_gains(pairs, pool, random):
    videos = [WeekVideo(number, *pair) for number, pair in enumerate(pairs)]
    policy = FairPolicy(weekly_pool=pool)
    counted = count_week(videos, policy)
    random.shuffle(videos)
    assert count_week(videos, policy) == counted
    assert all(0 <= video.counted <= video.points for video in counted)
    if pool is not None:
        assert sum(video.counted for video in counted) <= pool
