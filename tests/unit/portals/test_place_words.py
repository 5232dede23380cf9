"""A place among others is never told as better than all, or than nobody."""

from hypothesis import example, given
from hypothesis import strategies as st

from creatorspark.portals.creators.evaluation.words import place_words


@given(st.floats(0, 1))
@example(0.0)
@example(0.005)
@example(0.995)
@example(1.0)
def test_nobody_is_better_than_all_or_than_nobody(percentile):
    said = place_words(percentile)
    assert said
    assert "100 of 100" not in said
    assert not said.startswith("better than 0 ")


def test_the_ends_have_words_of_their_own():
    assert place_words(1.0) == "better than nearly all"
    assert place_words(0.0) == "most others rate higher"
    assert place_words(0.62) == "better than 62 of 100"
    assert place_words(None) == ""
