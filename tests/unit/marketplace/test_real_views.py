"""The estimate of false views lies in its range, which narrows with posts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.real_views import Confidence, false_views

POSTS = st.lists(
    st.integers(0, 10**9).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, 2 * n + 1)))
)


@given(POSTS)
def test_it_lies_within_its_range(counts):
    found = false_views(counts)
    if not any(views for views, _found in counts):
        assert found is None
        return
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert found.posts == sum(views > 0 for views, _found in counts)


def test_more_posts_make_it_surer():
    few, some, many = (false_views([(1_000, 100)] * posts) for posts in (2, 8, 20))
    assert few.share == some.share == many.share == 0.1
    assert few.high - few.low > some.high - some.low > many.high - many.low
    assert [one.confidence for one in (few, some, many)] == [*Confidence]


def test_nothing_found_is_no_proof_of_nothing():
    found = false_views([(500, 0)] * 4)
    assert (found.share, found.low) == (0, 0)
    assert found.high == pytest.approx(0.291, abs=0.001)
