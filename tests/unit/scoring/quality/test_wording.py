"""Feedback in words: every cause has its name and its fix, and numbers read as people say them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scoring.domain.quality import Advice, Cause, Moment, Part
from scoring.domain.quality.captions import TEXT
from scoring.domain.quality.criteria import AUDIO, VISUAL
from scoring.services.quality.fixes import FIXES, NAMES
from scoring.services.quality.wording import (
    COUNTED,
    SHARES,
    UNITS,
    measured_words,
    target_words,
    value_words,
    worded,
)


def advice(measure, value, cause, target, *moments):
    return Advice(cause, Part.VISUAL, measure, value, target, 3.4, moments)


def test_every_cause_has_words_and_every_measure_its_unit():
    assert set(NAMES) == set(FIXES) == set(Cause)
    assert {*UNITS, *COUNTED} >= {one.measure for one in (*VISUAL, *AUDIO, *TEXT)}
    for cause in Cause:
        assert str(FIXES[cause]).endswith((".", ")."))


def test_a_dark_stretch_is_told_with_its_moment_value_and_target():
    found = worded(
        advice(
            "brightness", 31.2, Cause.DARK, (90.0, 170.0), Moment(3, 7, 31.2), Moment(63, 65, 30)
        )
    )
    assert found.name == "The picture is too dark"
    assert found.when == "0:03–0:07, 1:03–1:05"
    assert found.measured == "brightness 31 of 255"
    assert found.target == "aim for 90 to 170 of 255"
    assert found.points == "about 3 points"
    assert "Exposure" in found.fix


@pytest.mark.parametrize(
    ("measure", "value", "cause", "target", "measured", "wanted"),
    [
        ("hum", -12.3, Cause.HUM, (-1e9, -48.0), "hum at −12.3 dB", "aim for −48 dB or less"),
        ("loudness", -31.0, Cause.QUIET, (-19.0, -11.0), "−31 LUFS", "aim for −19 to −11 LUFS"),
        ("clipping", 0.034, Cause.CLIPPED, (0.0, 0.002), "3.4 % of the sound", "0.2 % or less"),
        ("short_side", 360, Cause.SMALL, (720.0, 1e9), "360 px", "aim for 720 px or more"),
        ("links", 2, Cause.LINKS, (0.0, 0.0), "2 links", "aim for 0 links"),
        ("loudness", None, Cause.SILENT, (-19.0, -11.0), "", "aim for −19 to −11 LUFS"),
        ("true_peak", 2.0, Cause.CLIPPED, (-1e9, -0.5), "2 dBTP", "−0.5 dBTP or less"),
    ],
)
def test_values_and_targets_read_as_people_say_them(
    measure, value, cause, target, measured, wanted
):
    found = worded(advice(measure, value, cause, target))
    assert measured in found.measured
    assert wanted in found.target
    assert found.when == "All through the video"


def test_what_is_fine_on_the_whole_but_not_in_parts_says_so():
    found = worded(advice("edge_blur", 0.78, Cause.SOFT, (0.0, 0.8)))
    assert found.measured == "edges 0.78 px wide on average"
    just = worded(advice("edge_blur", 0.803, Cause.SOFT, (0.0, 0.8)))
    assert just.measured == "edges 0.8 px wide, just over"
    assert measured_words("clipping", 0.0001) == "under 0.1 % of the sound at full scale"
    assert measured_words("hashtags", 1.0) == "1 hashtag"
    assert measured_words("bits_a_second", 1_461_066.0) == "1.5 Mbit a second"
    assert measured_words("clipping", 0.0) == "0 % of the sound at full scale"


def test_every_target_can_be_said():
    for one in (*VISUAL, *AUDIO, *TEXT):
        for value, cause in ((one.target[0] - 1, one.below), (one.target[1] + 1, one.above)):
            if cause is not None:
                said = worded(advice(one.measure, value, cause, one.target)).target
                assert said.startswith("aim for")
                assert "000000" not in said


def test_every_cause_is_one_that_something_measures():
    assert {one for c in CRITERIA for one in (c.below, c.above) if one is not None} == set(Cause)


CRITERIA = (*VISUAL, *AUDIO, *TEXT)


@given(st.sampled_from(sorted(UNITS)), st.floats(-1e7, 1e7))
@example("bits_a_second", 1_000.0)
@example("blockiness", 0.001)
@example("hum", -0.001)
@example("roll_off", 0.999)
def test_no_number_ends_in_a_point_or_is_less_than_nothing_by_nothing(measure, value):
    value = abs(value) if measure in SHARES else value
    said = measured_words(measure, value)
    assert not re.search(r"\d\.(\D|$)", said)
    assert not re.search(r"−0(\D|$)", said.replace("−0.", ""))


@given(st.sampled_from(CRITERIA), st.data())
def test_a_value_off_its_target_never_reads_like_it(criterion, data):
    for edge, cause, off in zip(
        criterion.target, (criterion.below, criterion.above), (-1, 1), strict=True
    ):
        if cause is None:
            continue
        value = edge + off * data.draw(st.floats(1e-6, 1))
        said = value_words(criterion.measure, value, criterion.target)
        alike = measured_words(criterion.measure, value) == measured_words(criterion.measure, edge)
        assert said.endswith((", just over", ", just under")) == alike


def test_a_target_names_only_the_side_that_something_can_be_wrong_on():
    assert target_words("contrast", (120.0, 255.0)) == "aim for 120 of 255 or more"
    assert target_words("screen_filled", (0.7, 1.0)) == "aim for 70 % or more"
    for one in CRITERIA:
        said = target_words(one.measure, one.target)
        assert (" or more" in said) == (one.above is None)
        if one.target[0] != one.target[1]:
            assert (" or less" in said) == (one.below is None)
