"""Text on screen: joined over moments, and judged by size, contrast and time."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.screen import Hindrance, Line, judge_all, lines_of, readability, words_of
from scoring.domain.screen.ink import ink_of
from scoring.domain.screen.readable import seconds_to_read

UPRIGHT = {"width": 720, "height": 1280}


def seen(text, *, top=0.3, letters=0.03, contrast=7.0, sure=0.9):
    return {
        "text": text,
        "sure": sure,
        "box": [0.1, top, 0.5, 0.04],
        "letters": letters,
        "contrast": contrast,
    }


def line(text="Leg day", *, start=0.0, end=4.0, letters=0.03, contrast=7.0):
    return Line(text, start, end, letters, contrast, 0.9, 0.3)


def test_a_line_that_stays_is_one_line_with_its_time():
    moments = [
        {"at": 0.5, "lines": [seen("Leg day")]},
        {"at": 1.5, "lines": [seen("Leg doy", sure=0.7), seen("and arms", top=0.6)]},
        {"at": 2.5, "lines": [seen("and arms", top=0.6)]},
    ]
    first, second = lines_of(moments, spacing=1.0)
    assert (first.text, first.start, first.end) == ("Leg day", 0.0, 2.0)
    assert (second.text, second.start, second.end) == ("and arms", 1.0, 3.0)
    assert words_of([first, second, first]) == "Leg day and arms"


def test_a_line_that_comes_back_is_another_line():
    moments = [
        {"at": 0.5, "lines": [seen("Leg day")]},
        {"at": 1.5, "lines": []},
        {"at": 2.5, "lines": [seen("Leg day")]},
    ]
    assert [(one.start, one.end) for one in lines_of(moments, spacing=1.0)] == [(0, 1), (2, 3)]


@pytest.mark.parametrize("mark", ["@somebody", "TikTok", "CapCut", "♪", "x"])
def test_marks_of_platforms_and_dirt_are_left_out(mark):
    assert lines_of([{"at": 0.5, "lines": [seen(mark)]}], spacing=1.0) == ()


@pytest.mark.parametrize(
    ("bad", "hindrance"),
    [
        (line(letters=0.005), Hindrance.SMALL),
        (line(contrast=1.3), Hindrance.FAINT),
        (line("a long sentence that nobody reads so fast", end=0.8), Hindrance.SHORT),
    ],
)
def test_what_hinders_reading_is_named(bad, hindrance):
    (good,) = judge_all([line()], **UPRIGHT)
    (found,) = judge_all([bad], **UPRIGHT)
    assert good.hindrance is Hindrance.NONE
    assert good.score > 90
    assert found.hindrance is hindrance
    assert found.score < 60


def test_what_stands_beside_a_line_is_read_in_the_same_time():
    alone = judge_all([line("ten words of advice", end=1.5)], **UPRIGHT)
    together = judge_all([line("ten words of advice", end=1.5)] * 4, **UPRIGHT)
    assert alone[0].hindrance is Hindrance.NONE
    assert together[0].hindrance is Hindrance.SHORT


def test_letters_are_smaller_on_a_phone_where_the_picture_lies_on_its_side():
    (upright,) = judge_all([line()], **UPRIGHT)
    (lying,) = judge_all([line()], width=1280, height=720)
    assert lying.millimetres < upright.millimetres / 2


def test_chinese_is_read_more_slowly_by_the_letter():
    assert seconds_to_read("今天我们一起做饭") > seconds_to_read("together")


def test_no_text_has_no_readability():
    assert readability(()) is None


@given(
    st.floats(0.001, 0.2),
    st.floats(0.001, 0.2),
    st.floats(1, 21),
    st.floats(1, 21),
    st.floats(0.1, 10),
    st.floats(0.1, 10),
)
def test_larger_clearer_and_longer_is_never_worse(small, large, faint, clear, short, long):
    small, large = sorted((small, large))
    faint, clear = sorted((faint, clear))
    short, long = sorted((short, long))
    (worse,) = judge_all([line(letters=small, contrast=faint, end=short)], **UPRIGHT)
    (better,) = judge_all([line(letters=large, contrast=clear, end=long)], **UPRIGHT)
    assert better.score >= worse.score


def written(ink: int, ground: int, size: float = 1.0):
    picture = np.full((60, 300, 3), ground, np.uint8)
    cv2.putText(picture, "HHHHH", (10, 45), cv2.FONT_HERSHEY_SIMPLEX, size, (ink,) * 3, 3)
    return picture


def test_ink_is_measured_in_both_polarities():
    white, black = ink_of(written(255, 0)), ink_of(written(0, 255))
    assert white.contrast == pytest.approx(21, abs=0.5)
    assert black.contrast == pytest.approx(21, abs=0.5)
    assert abs(white.height - black.height) <= 1
    assert 18 <= white.height <= 30


def test_pale_letters_have_little_contrast_and_larger_ones_are_higher():
    assert ink_of(written(150, 175)).contrast < 1.6
    assert ink_of(written(255, 0, size=1.5)).height > ink_of(written(255, 0)).height
    assert ink_of(np.full((20, 50, 3), 90, np.uint8)).contrast == 1.0
