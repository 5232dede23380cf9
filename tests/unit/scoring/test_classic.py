"""classic-1 against two oracles that share no code with it."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from scoring.domain.points.classic import score_classic
from scoring.domain.points.fields import COUNTS, ENGAGEMENTS, BadFacts, VideoFacts
from scoring.domain.points.policy import ClassicPolicy
from tests.unit.scoring.populations import long_tailed, trending_is_here, trending_videos

POPULATIONS = {
    "1,000 long-tailed": lambda: long_tailed(1, 1_000),
    "3,000 of round counts": lambda: round_counts(2, 3_000),
    "few views": lambda: long_tailed(3, 500, median_views=20, tail=1.5),
}
if trending_is_here():
    POPULATIONS["1,000 real"] = trending_videos


def round_counts(seed, size):
    """Counts as platforms show them (44,800; 1,200,000), which make ties at five decimals."""
    facts = long_tailed(seed, size)
    views = np.maximum(np.round(facts.views, -2), 100)
    return VideoFacts.checked(
        **{name: getattr(facts, name) for name in facts.__dataclass_fields__} | {"views": views}
    )


def exact_oracle(facts):
    """The formula of the prototype in fractions, one video at a time."""
    columns: dict[str, list[Fraction]] = {
        name: [Fraction(int(x)) for x in np.nan_to_num(facts.count(name))] for name in COUNTS
    }
    rates = []
    for row, views in enumerate(columns["views"]):
        parts = [
            round(int(columns[name][row]) / int(views), 5) if views else 0.0 for name in ENGAGEMENTS
        ]
        rates.append(sum((Fraction(repr(part)) for part in parts), Fraction(0)))
    columns["engagement_rate"] = rates
    columns["sentiment"] = [Fraction(repr(float(x))) for x in facts.sentiment]
    totals = [Fraction(0) for _ in rates]
    for values in columns.values():
        low, high = min(values), max(values)
        for row, value in enumerate(values):
            if high > low:
                totals[row] += (value - low) / (high - low)
    return [round(200 * total) for total in totals]


def float_oracle(facts):
    """The same as someone would write it with pandas and SciPy."""
    frame = pd.DataFrame({name: np.nan_to_num(facts.count(name)) for name in COUNTS})
    shares = [
        pd.Series(
            [
                round(count / views, 5) if views else 0.0
                for count, views in zip(frame[name], frame["views"], strict=True)
            ]
        )
        for name in ENGAGEMENTS
    ]
    frame["engagement_rate"] = sum(shares)
    frame["sentiment"] = facts.sentiment
    total = np.zeros(len(frame))
    for name in frame:
        if frame[name].nunique() > 1:
            z = stats.zscore(frame[name].to_numpy(), ddof=0)
            total += (z - z.min()) / (z.max() - z.min())
    return [round(float(value) * 200) for value in total]


@pytest.mark.parametrize("name", POPULATIONS)
def test_matches_exact_fractions_in_every_integer(name):
    facts = POPULATIONS[name]()
    assert score_classic(facts).points.tolist() == exact_oracle(facts)


@pytest.mark.parametrize("name", POPULATIONS)
def test_matches_pandas_and_scipy_in_every_integer(name):
    facts = POPULATIONS[name]()
    assert score_classic(facts).points.tolist() == float_oracle(facts)


def test_matches_pandas_and_scipy_on_fifty_thousand():
    facts = long_tailed(4, 50_000)
    assert score_classic(facts).points.tolist() == float_oracle(facts)


def test_halves_go_to_the_even_neighbour():
    # Only sentiment varies, from 0 to 1: 200 × .0025 = .5, 200 × .0075 = 1.5, 200 × .0125 = 2.5.
    sentiment = [0.0, 0.0025, 0.0075, 0.0125, 1.0]
    same = np.full(5, 10.0)
    facts = VideoFacts.checked(
        views=same, likes=same, shares=same, comments=same, bookmarks=same, sentiment=sentiment
    )
    assert score_classic(facts).points.tolist() == [0, 0, 2, 2, 200]


def test_ratios_round_as_python_rounds_where_numpy_would_not():
    # 973 / 1,400,000 is 0.000695: Python's round gives 0.00069, numpy's 0.0007.
    one = np.array([1.0, 1.0])
    facts = VideoFacts.checked(
        views=[1_400_000, 1_400_000],
        likes=one,
        shares=one,
        comments=[973, 2_000],
        bookmarks=one,
        sentiment=[0, 1],
    )
    assert score_classic(facts).engagement_rate[0] == pytest.approx(0.00069, abs=1e-12)


def test_no_views_give_no_rate():
    facts = VideoFacts.checked(
        views=[0, 100], likes=[5, 5], shares=[0, 0], comments=[0, 0], bookmarks=[0, 0],
        sentiment=[0.5, 0.5],
    )  # fmt: skip
    scores = score_classic(facts)
    assert scores.engagement_rate.tolist() == [0.0, 0.05]
    assert scores.points.tolist() == [0, 400]


def test_a_field_in_which_all_are_alike_gives_nobody_anything():
    same = np.full(30, 0.1)
    facts = VideoFacts.checked(
        views=same * 10,
        likes=same * 10,
        shares=same * 10,
        comments=same * 10,
        bookmarks=np.full(30, np.nan),
        sentiment=same,
    )
    scores = score_classic(facts)
    assert scores.points.tolist() == [0] * 30
    assert not scores.z.any()
    assert all(field.constant for field in scores.ranges)


def test_videos_without_sentiment_are_refused():
    facts = long_tailed(5, 3)
    facts.sentiment[1] = np.nan
    with pytest.raises(BadFacts, match="sentiment"):
        score_classic(facts)


def test_a_video_alone_and_no_video():
    assert score_classic(long_tailed(6, 1)).points.tolist() == [0]
    assert score_classic(long_tailed(6, 1).take(slice(0, 0))).points.tolist() == []


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 60))
def test_stays_in_range_and_ignores_the_order_of_import(seed, size):
    facts = long_tailed(seed, size, median_views=500)
    order = np.random.default_rng(seed).permutation(size)
    points = score_classic(facts).points
    assert points.min() >= 0
    assert points.max() <= 1400
    assert (score_classic(facts.take(order)).points == points[order]).all()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(*[st.integers(0, 400)] * 5, st.integers(0, 400).map(lambda n: n / 400)),
        min_size=1,
        max_size=12,
    )
)
def test_small_whole_numbers_full_of_halves_match_exact_fractions(rows):
    views, likes, shares, comments, bookmarks, sentiment = zip(*rows, strict=True)
    facts = VideoFacts.checked(
        views=views,
        likes=likes,
        shares=shares,
        comments=comments,
        bookmarks=bookmarks,
        sentiment=sentiment,
    )
    assert score_classic(facts).points.tolist() == exact_oracle(facts)


def test_parameters_let_a_person_redo_the_sum():
    facts = long_tailed(7, 200)
    scores = score_classic(facts, ClassicPolicy())
    fields = scores.parameters()["fields"]
    columns = {name: facts.count(name) for name in COUNTS}
    columns |= {"engagement_rate": scores.engagement_rate, "sentiment": facts.sentiment}
    total = sum(
        (columns[name] - span["low"]) / (span["high"] - span["low"])
        for name, span in fields.items()
    )
    assert np.rint(200 * total).tolist() == scores.points.tolist()
