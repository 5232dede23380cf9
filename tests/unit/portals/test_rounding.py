"""Parts that are shown add up to the whole that is shown."""

from hypothesis import given
from hypothesis import strategies as st

from creatorspark.portals.rounding import add_up


@given(st.lists(st.floats(0, 1), max_size=8))
def test_parts_add_up_and_none_is_off_by_one(parts: list[float]) -> None:
    whole = add_up(parts)
    assert sum(whole) == round(sum(100 * one for one in parts))
    assert all(abs(100 * one - shown) < 1 for one, shown in zip(parts, whole, strict=True))


def test_three_thirds_are_a_hundred() -> None:
    assert add_up([1 / 3, 1 / 3, 1 / 3]) == [34, 33, 33]
