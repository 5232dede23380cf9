"""The curve of a cohort stays on its canvas and puts a video where it belongs."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from creatorspark.portals.cohort_curve import CohortCurve, cohort_curve

CUTS = (("A", 0.8, 0.149), ("B", 0.6, 0.105), ("C", 0.4, 0.076), ("D", 0.2, 0.048))
GRID = [0.2 * share / 100 for share in range(99)] + [0.9, 4.0]


def curve(place: float = 0.5, rate: float = 0.1, letter: str = "C") -> CohortCurve:
    return cohort_curve(GRID, cut_offs=CUTS, place=place, rate=rate, letter=letter)


@given(
    st.lists(st.floats(0, 100), min_size=101, max_size=101).map(sorted),
    st.floats(0, 1),
    st.floats(0, 100),
)
def test_everything_stays_on_the_canvas(grid: list[float], place: float, rate: float) -> None:
    cuts = [(letter, at, grid[int(at * 100)]) for letter, at, _rate in CUTS]
    drawn = cohort_curve(grid, cut_offs=cuts, place=place, rate=rate, letter="B")
    for x, y in [*drawn.line, (drawn.own.x, drawn.own.y)]:
        assert 0 <= x <= drawn.width
        assert 0 <= y <= drawn.base
    xs = [x for x, _y in drawn.line]
    assert xs == sorted(xs)


def test_letters_share_the_width_from_right_to_left() -> None:
    bands = curve().bands
    assert [band.letter for band in bands] == ["A", "B", "C", "D", "E"]
    assert [band.is_own for band in bands] == [False, False, True, False, False]
    for right, left in pairwise(bands):
        assert abs(left.x + left.width - right.x) < 0.11


def test_a_stronger_video_stands_further_right_and_higher() -> None:
    weak, strong = curve(0.2, 0.05), curve(0.9, 0.16)
    assert strong.own.x > weak.own.x
    assert strong.own.y < weak.own.y


def test_the_steep_end_leaves_the_canvas_instead_of_flattening_the_rest() -> None:
    drawn = curve()
    assert drawn.line[-1][1] == drawn.top
    middle = drawn.line[50]
    assert middle[1] < drawn.base - 50
