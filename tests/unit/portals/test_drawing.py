"""Geometry of the charts drawn on the server."""

from hypothesis import given
from hypothesis import strategies as st

from creatorspark.portals.drawing import (
    SPARK_HEIGHT,
    SPARK_WIDTH,
    BarRow,
    bar_chart,
    spark_points,
)


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=60))
def test_a_sparkline_stays_on_its_canvas_and_runs_from_left_to_right(values: list[int]) -> None:
    points = spark_points(values)
    assert len(points) == len(values)
    assert all(0 <= x <= SPARK_WIDTH and 0 <= y <= SPARK_HEIGHT for x, y in points)
    assert [x for x, _ in points] == sorted(x for x, _ in points)


def test_a_sparkline_rises_when_the_values_rise() -> None:
    heights = [y for _, y in spark_points([1, 5, 9])]
    assert heights == sorted(heights, reverse=True)


def test_a_flat_line_runs_in_the_middle() -> None:
    assert {y for _, y in spark_points([4, 4, 4])} == {SPARK_HEIGHT / 2}


def test_no_values_draw_nothing() -> None:
    assert spark_points([]) == []


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_the_height_of_a_bar_is_its_value_from_zero(values: list[int]) -> None:
    chart = bar_chart([BarRow(str(value), value, "") for value in values])
    tallest = max(values)
    for bar in chart.bars:
        assert abs(bar.y + bar.height - chart.base) < 0.11
        assert bar.height == 0 if not bar.value else bar.height >= 0
        if tallest:
            room = chart.base - min(other.y for other in chart.bars)
            assert abs(bar.height - room * bar.value / tallest) < 0.2


def test_bars_stand_side_by_side_inside_the_chart() -> None:
    chart = bar_chart([BarRow("a", 3, ""), BarRow("b", 0, ""), BarRow("c", 9, "", is_now=True)])
    edges = [(bar.x, bar.x + bar.width) for bar in chart.bars]
    assert edges == sorted(edges)
    assert edges[0][0] >= 0
    assert edges[-1][1] <= chart.width
    assert [bar.is_now for bar in chart.bars] == [False, False, True]


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20))
def test_what_is_below_zero_hangs_from_the_zero_line(values: list[int]) -> None:
    chart = bar_chart([BarRow(str(value), value, "") for value in values])
    for bar in chart.bars:
        assert 0 <= bar.y <= chart.height
        assert bar.y + bar.height <= chart.height
        edge = bar.y if bar.value < 0 else bar.y + bar.height
        assert abs(edge - chart.base) < 0.11
