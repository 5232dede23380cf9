"""Two films above one another: what matches is joined, what doesn't is beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.portals.creators.film_strip import WIDTH, Stretch, film_strip

SECONDS = st.floats(0, 60, allow_nan=False)


def test_a_stretch_is_a_frame_on_each_film():
    film = film_strip([Stretch(2, 6, 0, 4)], own_seconds=8, other_seconds=8)
    (band,) = film.bands
    assert (band.x, band.width) == (WIDTH / 4, WIDTH / 2)
    assert (band.other_x, band.other_width) == (0, WIDTH / 2)
    assert band.label == "0:02–0:06"
    assert film.gaps == ((0, WIDTH / 4), (WIDTH * 3 / 4, WIDTH / 4))
    assert film.other_gaps == ((WIDTH / 2, WIDTH / 2),)


def test_what_plays_backwards_crosses():
    straight, crossed = (
        film_strip(
            [Stretch(0, 4, 0, 4)],
            own_seconds=4,
            other_seconds=4,
            own_picture="a",
            backwards=backwards,
        ).bands[0]
        for backwards in (False, True)
    )
    assert straight.corners.split() == ["0.0,80", "720.0,80", "720.0,140", "0.0,140"]
    assert crossed.corners.split() == ["0.0,80", "720.0,80", "0.0,140", "720.0,140"]


def test_without_lengths_the_last_stretch_ends_the_film():
    film = film_strip([Stretch(0, 3, 5, 9)], own_seconds=0, other_seconds=0)
    assert (film.own_length, film.other_length) == ("0:03", "0:09")


@given(
    spans=st.lists(st.tuples(SECONDS, SECONDS, SECONDS, SECONDS), max_size=6),
    own=SECONDS,
    other=SECONDS,
)
def test_nothing_is_drawn_beside_the_films(spans, own, other):
    stretches = [Stretch(min(a, b), max(a, b), min(c, d), max(c, d)) for a, b, c, d in spans]
    film = film_strip(stretches, own_seconds=own, other_seconds=other)
    for x, width in [
        *((band.x, band.width) for band in film.bands),
        *((band.other_x, band.other_width) for band in film.bands),
        *film.gaps,
        *film.other_gaps,
    ]:
        assert x >= 0
        assert width >= 0
        assert x + width == pytest.approx(min(x + width, WIDTH), abs=0.2)
