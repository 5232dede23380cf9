"""Ratings follow their criteria, whatever the numbers, and feedback their losses."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.quality import Cause, Measured, Part, advise, rate
from scoring.domain.quality.captions import TEXT, measure_caption, rate_caption
from scoring.domain.quality.criteria import AUDIO, VISUAL
from scoring.domain.quality.measured import VERSION
from scoring.domain.quality.ratings import combined, overall

CRITERIA = (*VISUAL, *AUDIO, *TEXT)
SECONDS = 8


def good(*, has_sound=True, seconds=SECONDS, **changes):
    """A video with every value in the middle of its target, some changed."""
    criteria = (*VISUAL, *(AUDIO if has_sound else ()))
    values = {one.measure: ideal(one) for one in criteria} | changes
    series = {one.measure: (values[one.measure],) * seconds for one in criteria if one.by_second}
    return Measured(VERSION, float(seconds), has_sound, values, series, {}, {})


def ideal(criterion):
    return max((place for place, _ in criterion.points), key=criterion.score)


def with_seconds(measured, measure, row):
    middle = sorted(row)[len(row) // 2]
    return replace(
        measured,
        values={**measured.values, measure: middle},
        series={**measured.series, measure: tuple(row)},
    )


def mean_of(measured, measure):
    row = measured.series[measure]
    return replace(measured, values={**measured.values, measure: sum(row) / len(row)})


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda one: one.measure)
def test_curves_have_one_best_place_and_get_worse_away_from_it(criterion):
    places, scores = zip(*criterion.points, strict=True)
    assert list(places) == sorted(set(places))
    assert all(0 <= score <= 100 for score in scores)
    best = scores.index(max(scores))
    last = len(scores) - 1 - scores[::-1].index(max(scores))
    rising, falling = scores[: best + 1], scores[last:]
    assert list(rising) == sorted(set(rising))
    assert list(falling) == sorted(set(falling), reverse=True)
    assert max(scores) == 100


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda one: one.measure)
def test_each_side_of_a_target_has_its_cause(criterion):
    low, high = criterion.target
    assert low <= high
    scores = [score for _, score in criterion.points]
    assert (criterion.below is not None) == (scores[0] < 90)
    assert (criterion.above is not None) == (scores[-1] < 90)
    assert criterion.cause(ideal(criterion)) is None


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda one: one.measure)
def test_nothing_much_is_lost_within_a_target(criterion):
    ends = [place for place in criterion.target if abs(place) < 1e6]
    assert min(criterion.score(place) for place in ends) >= 85


scores = st.floats(0, 100)


@given(st.lists(scores, min_size=len(VISUAL), max_size=len(VISUAL)), st.data())
def test_a_part_never_rises_when_a_criterion_falls(all_scores, data):
    table = dict(zip(VISUAL, all_scores, strict=True))
    worse = data.draw(st.sampled_from(VISUAL))
    lower = table | {worse: data.draw(st.floats(0, table[worse]))}
    assert combined(lower) <= combined(table) + 1e-9
    assert 0 <= combined(lower) <= 100 + 1e-9


def test_all_good_is_a_hundred_and_all_bad_is_nothing():
    assert combined(dict.fromkeys(VISUAL, 100.0)) == pytest.approx(100)
    assert combined(dict.fromkeys(VISUAL, 0.0)) == 0
    assert rate(good()).overall == 100


def test_one_bad_thing_isn_t_paid_for_by_the_others():
    rating = rate(good(brightness=10.0, contrast=15.0)).parts[Part.VISUAL].value
    assert rating < 70


def test_without_sound_or_caption_what_there_is_counts():
    ratings = rate(good(has_sound=False))
    assert ratings.missing == (Part.AUDIO, Part.TEXT)
    assert ratings.overall == ratings.parts[Part.VISUAL].value
    text = rate_caption(measure_caption("How to fold a dumpling in ten seconds #food #dumpling"))
    assert rate(good(), text=text).missing == ()


@given(st.dictionaries(st.sampled_from(list(Part)), scores, min_size=1))
def test_the_whole_lies_among_its_parts(values):
    assert min(values.values()) - 0.01 <= overall(values) <= max(values.values()) + 0.01


def test_a_bad_stretch_isn_t_hidden_by_the_middle():
    dark = with_seconds(good(), "brightness", [130.0] * 5 + [20.0] * 3)
    ratings = rate(dark)
    assert ratings.parts[Part.VISUAL].value < rate(good()).parts[Part.VISUAL].value - 3
    advice = advise(ratings, dark)[0]
    assert advice.cause is Cause.DARK
    assert [(one.start, one.end, one.value) for one in advice.moments] == [(5, 8, 20.0)]


def test_too_bright_seconds_are_called_bright():
    bright = with_seconds(good(), "brightness", [130.0] * 5 + [250.0] * 3)
    advice = advise(rate(bright), bright)[0]
    assert advice.cause is Cause.BRIGHT
    assert advice.value == 250


def test_moments_are_the_seconds_of_that_very_cause():
    """Dark and bright halves are fine on average, and neither is to be seen all through."""
    halves = mean_of(with_seconds(good(), "brightness", [40.0] * 5 + [240.0] * 5), "brightness")
    advice = advise(rate(halves), halves)[0]
    assert advice.cause is Cause.BRIGHT
    assert [(one.start, one.end, one.value) for one in advice.moments] == [(5, 10, 240.0)]
    assert advice.value == 240
    all_well = mean_of(with_seconds(good(), "brightness", [40.0] * 5 + [130.0] * 5), "brightness")
    assert advice.points == pytest.approx(rate(all_well).overall - rate(halves).overall, abs=0.5)


def test_the_value_shown_is_that_of_the_moments_shown():
    row = [100.0] * 4 + [68.0, 67.0, 70.0] + [100.0]
    dim = with_seconds(good(brightness=88.0), "brightness", row)
    dim = replace(dim, values={**dim.values, "brightness": 88.0})
    advice = advise(rate(dim), dim, least_points=0.0)[0]
    assert [(one.start, one.end) for one in advice.moments] == [(4, 7)]
    assert advice.value == pytest.approx(68.333, abs=0.01)


def test_what_is_within_its_target_in_every_second_is_no_fault():
    for row in ([0.74] * SECONDS, [0.7, 0.78, *[0.74] * (SECONDS - 2)], [0.85, *[0.7] * 7]):
        fine = with_seconds(good(), "edge_blur", row)
        assert advise(rate(fine), fine, least_points=0.0) == ()


def test_what_is_a_little_off_all_through_is_told_without_moments():
    soft = good(edge_blur=0.95)
    advice = advise(rate(soft), soft, least_points=0.0)[0]
    assert (advice.cause, advice.value, advice.moments) == (Cause.SOFT, 0.95, ())


@given(
    st.sampled_from([one for one in VISUAL if one.by_second]),
    st.data(),
)
def test_no_advice_contradicts_what_was_measured(criterion, data):
    """The value is off its target, on the side of its cause, and it is that of the moments."""
    places = [place for place, _ in criterion.points]
    values = st.floats(min(places), max(places))
    row = data.draw(st.lists(values, min_size=3, max_size=12))
    found = mean_of(with_seconds(good(seconds=len(row)), criterion.measure, row), criterion.measure)
    for one in advise(rate(found), found, least_points=0.0):
        assert one.measure == criterion.measure
        assert one.value is not None
        assert criterion.cause(one.value) is one.cause
        for moment in one.moments:
            assert all(
                criterion.cause(value) is one.cause for value in row[moment.start : moment.end]
            )
        if one.moments:
            values_of = [moment.value for moment in one.moments]
            assert min(values_of) - 1e-4 <= one.value <= max(values_of) + 1e-4


def test_a_changeable_video_is_known_less_well():
    even = rate(good(brightness=60.0)).parts[Part.VISUAL]
    uneven = rate(with_seconds(good(), "brightness", [130.0, 15.0] * 4)).parts[Part.VISUAL]
    assert even.high - even.low == 0
    assert uneven.high - uneven.low > 2


def test_feedback_is_ordered_by_points_and_short():
    many = good(
        edge_blur=4.0,
        brightness=25.0,
        noise=12.0,
        quantiser=42.0,
        jitter=3.0,
        loudness=-40.0,
        hum=-12.0,
        signal_to_noise=9.0,
    )
    found = advise(rate(many), many)
    assert len(found) == 5
    points = [one.points for one in found]
    assert points == sorted(points, reverse=True)
    assert len({one.cause for one in found}) == 5


@pytest.mark.parametrize(
    ("measure", "value", "cause"),
    [
        ("edge_blur", 5.0, Cause.SOFT),
        ("brightness", 20.0, Cause.DARK),
        ("brightness", 245.0, Cause.BRIGHT),
        ("contrast", 30.0, Cause.FLAT),
        ("noise", 15.0, Cause.GRAINY),
        ("quantiser", 45.0, Cause.COMPRESSED),
        ("blockiness", 2.0, Cause.COMPRESSED),
        ("jitter", 4.0, Cause.SHAKY),
        ("frozen", 0.9, Cause.FROZEN),
        ("black_bars", 0.5, Cause.BARS),
        ("short_side", 240.0, Cause.SMALL),
        ("frame_rate", 8.0, Cause.CHOPPY),
        ("screen_filled", 0.3, Cause.NOT_UPRIGHT),
        ("loudness", -40.0, Cause.QUIET),
        ("loudness", -4.0, Cause.LOUD),
        ("clipping", 0.2, Cause.CLIPPED),
        ("true_peak", 5.0, Cause.CLIPPED),
        ("signal_to_noise", 10.0, Cause.HISS),
        ("hum", -10.0, Cause.HUM),
        ("silence", 0.5, Cause.SILENT),
        ("imbalance", 25.0, Cause.LOPSIDED),
    ],
)
def test_one_flaw_is_the_first_advice_with_its_value_and_target(measure, value, cause):
    flawed = good(**{measure: value})
    advice = advise(rate(flawed), flawed)
    assert [one.cause for one in advice] == [cause]
    assert advice[0].value == value
    assert not advice[0].target[0] <= value <= advice[0].target[1]
    assert advice[0].points > 0


def test_mending_brings_the_points_that_were_promised():
    flawed = good(noise=12.0)
    promised = advise(rate(flawed), flawed)[0].points
    target = good(noise=1.8)
    gained = rate(target).overall - rate(flawed).overall
    assert promised >= gained - 0.1
    assert promised <= rate(good()).overall - rate(flawed).overall + 0.1


def test_a_perfect_video_gets_no_advice():
    assert advise(rate(good()), good()) == ()


def test_a_silent_track_is_called_silent_and_nothing_else():
    silent = good(silence=1.0, loudness=-70.0, signal_to_noise=None, hum=None, roll_off=None)
    ratings = rate(silent)
    assert ratings.parts[Part.AUDIO].value < 10
    assert [one.cause for one in advise(ratings, silent)] == [Cause.SILENT]


def test_a_black_video_is_rated_low():
    black = good(brightness=0.0, contrast=0.0, edge_blur=None, noise=None, colourfulness=0.0)
    ratings = rate(black)
    assert ratings.parts[Part.VISUAL].value < 25
    assert advise(ratings, black)[0].cause is Cause.DARK


def test_a_black_video_is_told_of_light_and_of_nothing_that_light_would_show():
    """A lens isn't dirty and a picture isn't frozen because there is nothing to see."""
    black = good(
        brightness=0.0,
        contrast=0.0,
        edge_blur=None,
        noise=None,
        colourfulness=40.0,
        frozen=1.0,
        has_sound=False,
    )
    found = advise(rate(black), black)
    assert [one.cause for one in found] == [Cause.DARK]
    assert (found[0].measure, found[0].value) == ("brightness", 0.0)


def test_a_dim_but_still_picture_is_dark_and_frozen():
    dim = good(brightness=30.0, frozen=1.0, has_sound=False)
    assert {one.cause for one in advise(rate(dim), dim)} == {Cause.DARK, Cause.FROZEN}
