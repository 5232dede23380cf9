"""Charts stay on their canvas, whatever the numbers are."""

import re

from hypothesis import given
from hypothesis import strategies as st

from fraud.domain.drawings.graphs import WIDTH, device_chart, gift_chart
from fraud.domain.drawings.meetings import meeting_chart
from fraud.domain.drawings.series import HOUR, series_chart

counts = st.lists(st.integers(0, 5_000), min_size=1, max_size=120)
edges = st.lists(
    st.tuples(st.integers(1, 60), st.integers(1, 60), st.integers(1, 99)),
    min_size=1,
    max_size=80,
    unique_by=lambda edge: edge[:2],
)


def series_of(views: list[int]) -> dict:
    """Return a series whose band follows the views."""
    return {
        "start": 1_772_409_600,
        "step": HOUR,
        "views": views,
        "viewers": views,
        "likes": [one // 20 for one in views],
        "machines": [0] * len(views),
        "low": [0.0] * len(views),
        "expected": [20.5] * len(views),
        "high": [40.5] * len(views),
    }


def points(written: str) -> list[tuple[float, float]]:
    """Read SVG points back."""
    numbers = [float(one) for one in re.findall(r"-?[\d.]+(?:e[+-]?\d+)?", written)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


@given(views=counts, first=st.integers(-50, 150), hours=st.integers(1, 400))
def test_counts_stay_in_their_panels(views, first, hours):
    series = series_of(views)
    start = series["start"] + first * HOUR
    chart = series_chart(series, start=start, end=start + hours * HOUR)
    assert 0 <= chart.since <= WIDTH
    assert chart.since + chart.width <= WIDTH + 2
    for panel in chart.panels:
        for x, y in points(panel.line) + points(panel.band) + points(panel.expected):
            assert 0 <= x <= WIDTH
            assert panel.y - 0.1 <= y <= panel.foot + 0.1
    assert all(0 <= x < WIDTH for x, _ in chart.ticks)
    assert len(chart.ticks) <= 8


def test_ordinary_days_are_drawn_once_more_beneath_a_burst():
    quiet = [panel.name for panel in series_chart(series_of([20] * 48), start=0, end=1).panels]
    burst = [panel.name for panel in series_chart(series_of([20, 900]), start=0, end=1).panels]
    assert quiet == ["views", "viewers", "likes"]
    assert burst == ["views", "usual", "viewers", "likes"]


@given(edges=edges)
def test_devices_and_accounts_have_one_dot_each_and_lines_between_them(edges):
    chart = device_chart({"edges": [list(edge) for edge in edges]})
    dots = [(node.kind, node.number) for node in chart.nodes]
    assert len(dots) == len(set(dots))
    assert {number for kind, number in dots if kind == "account"} == {edge[0] for edge in edges}
    assert {number for kind, number in dots if kind == "device"} == {edge[1] for edge in edges}
    assert len(chart.edges) == len(edges)
    assert all(0 <= node.x <= WIDTH and 0 <= node.y <= chart.height for node in chart.nodes)


@given(edges=edges, creators=st.sets(st.integers(1, 60)))
def test_gifts_have_dots_on_the_canvas_and_this_creator_is_one(edges, creators):
    given_ = [[giver, receiver % 7, 1, sum_, 0] for giver, receiver, sum_ in edges]
    chart = gift_chart({"edges": given_, "creators": sorted(creators)})
    assert [node.kind for node in chart.nodes].count("this") == 1
    assert len(chart.nodes) <= 25
    assert all(0 <= node.x <= WIDTH and 0 <= node.y <= chart.height for node in chart.nodes)


def test_money_that_goes_round_is_drawn_as_a_round():
    round_ = [[0, 3, 1, 90, 0], [3, 1, 1, 90, 0], [1, 2, 1, 90, 0], [2, 0, 1, 90, 0]]
    chart = gift_chart({"edges": round_, "creators": [1, 2, 3]})
    at = {node.number: (node.x, node.y) for node in chart.nodes}
    assert at[0][1] < at[3][1] < at[1][1]
    assert at[3][0] > at[1][0] > at[2][0]


@given(
    visits=st.lists(
        st.tuples(st.integers(1, 24), st.integers(1, 12), st.integers(0, 3_000_000)),
        min_size=1,
        max_size=80,
    )
)
def test_meetings_stay_on_their_lanes(visits):
    chart = meeting_chart(visits)
    assert sum(len(lane.spots) for lane in chart.lanes) == len(visits)
    assert all(0 <= x <= WIDTH for lane in chart.lanes for x in lane.spots)
    assert all(0 < lane.y < chart.height for lane in chart.lanes)
    assert [x for x, _ in chart.marks] == sorted(x for x, _ in chart.marks)
