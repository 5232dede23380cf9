"""Agreement as Krippendorff computes it."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.quality.learning.agreement import ordinal_alpha

# Example C of "Computing Krippendorff's Alpha-Reliability" (2011): four observers, twelve units.
OBSERVERS = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""


def given_by(text):
    rows = (line.split() for line in text.split("\n"))
    return [(unit, int(one)) for row in rows for unit, one in enumerate(row) if one != "."]


def test_the_published_example():
    found = ordinal_alpha(given_by(OBSERVERS))
    assert found.alpha == pytest.approx(0.815, abs=0.001)
    assert (found.videos, found.ratings) == (11, 40)


def test_all_agree():
    given_ = [(unit, unit % 5 + 1) for unit, _rater in product(range(10), range(3))]
    assert ordinal_alpha(given_).alpha == 1.0


def test_opposites_are_worse_than_chance():
    given_ = [(unit, grade) for unit in range(10) for grade in (1, 5)]
    assert (ordinal_alpha(given_).alpha or 0) < 0


def test_near_misses_count_less():
    near = [(n, n % 5 + 1) for n in range(10)] + [(n, min(5, n % 5 + 2)) for n in range(10)]
    far = [(n, n % 5 + 1) for n in range(10)] + [(n, 5 - n % 5) for n in range(10)]
    assert (ordinal_alpha(near).alpha or 0) > (ordinal_alpha(far).alpha or 0)


@pytest.mark.parametrize(
    "given_", [[], [(1, 3)], [(1, 3), (2, 4)], [(1, 3), (1, 3), (2, 3), (2, 3)]]
)
def test_nothing_to_compare(given_):
    assert ordinal_alpha(given_).alpha is None


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 5)), max_size=40), st.randoms())
def test_order_does_not_matter_and_one_is_the_most(given_, random):
    found = ordinal_alpha(given_)
    shuffled = list(given_)
    random.shuffle(shuffled)
    again = ordinal_alpha(shuffled)
    assert again.videos == found.videos
    if found.alpha is not None:
        assert again.alpha == pytest.approx(found.alpha, abs=1e-9)
        assert found.alpha <= 1
