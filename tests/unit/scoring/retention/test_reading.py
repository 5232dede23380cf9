"""Retention exports as platforms and spreadsheets write them, and as they break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.retention import Fault, RetentionFault, read_csv, reading
from scoring.domain.retention.reading import UNIT

YOUTUBE = "Video position (%),Absolute audience retention (%)\n0,102.65\n50,61.5\n99,20\n"


def test_youtube_counts_in_per_cent_of_the_length() -> None:
    reading = read_csv(YOUTUBE.encode())
    assert reading.is_relative
    assert reading.in_seconds(20) == ((0, 1.0265), (10, 0.615), (19.8, 0.2))


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Second;Retention rate\n0;100 %\n1;80,5 %\n2;40 %\n", ((0, 1), (1, 0.805), (2, 0.4))),
        ("Timestamp,Viewers (%)\n0:00,100\n0:01,81\n1:02,7\n", ((0, 1), (1, 0.81), (62, 0.07))),
        ("Time\tretention\n0s\t1\n1.5s\t0.8\n3s\t0.5\n", ((0, 1), (1.5, 0.8), (3, 0.5))),
        ("seconds,share\n2,0.5\n0,1\n1,0.75\n1,0.1\n", ((0, 1), (1, 0.75), (2, 0.5))),
        ("My video\n\nsecond,retention\n0,100\n1,\n2,50\n3,10", ((0, 1), (2, 0.5), (3, 0.1))),
    ],
)
def test_what_spreadsheets_write(text: str, points: tuple[tuple[float, float], ...]) -> None:
    assert read_csv(text.encode()).in_seconds(None) == points


def test_the_api_of_youtube_counts_in_shares() -> None:
    text = "elapsedVideoTimeRatio,audienceWatchRatio\n0.01,1.2\n0.5,0.6\n1,0.25\n"
    assert read_csv(text.encode("utf-16")).in_seconds(10) == ((0.1, 1.2), (5, 0.6), (10, 0.25))


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        ("a,b\n1,2\n", Fault.NO_COLUMNS, 0),
        ("", Fault.NO_COLUMNS, 0),
        ("second,retention\n0,1\n1,0.5\n", Fault.TOO_FEW, 0),
        ("second,retention\n0,1\n1,lots\n2,0\n", Fault.BAD_NUMBER, 3),
        ("second,retention\n0,1\n-1,1\n2,0\n", Fault.BAD_NUMBER, 0),
        ("second,retention (%)\n0,9999\n1,1\n2,0\n", Fault.NOT_A_SHARE, 0),
        ("second,retention\n" + "".join(f"{n},1\n" for n in range(2500)), Fault.TOO_MANY, 0),
        ("second,retention\0\n", Fault.NOT_TEXT, 0),
        ("second,retention\n" + "0,1\n" * 6000, Fault.TOO_MANY, 0),
        ("x" * 2_000_000, Fault.TOO_LARGE, 0),
        ("second,retention\n0,1\n1,0.9\n86401,0.5\n", Fault.TOO_LONG, 0),
        (f"second,retention\n0,1\n1,0.9\n{'9' * 300},0.5\n", Fault.BAD_NUMBER, 4),
        ("second,retention\n0%,1\n1%,0.9\n99999%,0.5\n", Fault.PAST_THE_END, 0),
        ("second,retention\n0%,1\n1%,0.9\n106%,0.5\n", Fault.PAST_THE_END, 0),
        ("," * 50 + "second,retention\n0,1\n1,0.9\n2,0.5\n", Fault.NO_COLUMNS, 0),
        (f"second{' ' * 80},retention\n0,1\n1,0.9\n2,0.5\n", Fault.NO_COLUMNS, 0),
    ],
)
def test_what_cannot_be_read_says_why(text: str, fault: Fault, line: int) -> None:
    with pytest.raises(RetentionFault) as caught:
        read_csv(text.encode())
    assert (caught.value.fault, caught.value.line) == (fault, line)


class Counted:
    """The pattern of units, that notes how long what it is given is."""

    def __init__(self) -> None:
        self.given: list[int] = []

    def sub(self, by: str, cell: str) -> str:
        self.given.append(len(cell))
        return UNIT.sub(by, cell)


def test_only_so_much_of_the_first_lines_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted()
    monkeypatch.setattr(reading, "UNIT", counted)
    lines = [",".join(["(" * length] * 50) for length in (80, 81, 400)] * 30
    with pytest.raises(RetentionFault, match="no_columns"):
        read_csv("\n".join(lines).encode())
    assert max(counted.given) <= 80
    assert len(counted.given) <= 20 * 50


@given(st.text("(a)", max_size=80))
def test_units_are_cut_off_without_looking_back(cell: str) -> None:
    assert "(" not in UNIT.sub("", cell)
    assert UNIT.pattern.startswith(r"\([^()]*\)"), "A bracket may not be searched past the next."


def test_a_video_longer_than_a_day_has_no_curve() -> None:
    with pytest.raises(RetentionFault, match="too_long"):
        read_csv(YOUTUBE.encode()).in_seconds(86_401)


def test_a_curve_of_another_video_is_noticed() -> None:
    reading = read_csv(b"second,retention\n0,1\n10,0.5\n40,0.1\n")
    assert reading.in_seconds(39)[-1][0] == 40
    with pytest.raises(RetentionFault, match="past_the_end"):
        reading.in_seconds(20)


def test_per_cent_of_an_unknown_length_are_no_seconds() -> None:
    with pytest.raises(RetentionFault, match="no_length"):
        read_csv(YOUTUBE.encode()).in_seconds(None)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        reading = read_csv(content)
    except RetentionFault:
        return
    places = [place for place, _share in reading.points]
    assert places == sorted(set(places))


@pytest.mark.parametrize(
    "counts",
    [
        ("1200", "900", "300"),
        ('"1,200"', "900", "300"),
        ('"1,200,000"', '"900,000"', '"300,000"'),
        ('"1,200.0"', "900.0", "300.0"),
        ("1 200", "900", "300"),
    ],
)
def test_counted_viewers_are_held_against_the_first(counts: tuple[str, ...]) -> None:
    rows = "".join(f"{second},{count}\n" for second, count in enumerate(counts))
    reading = read_csv(f"Second,Viewers\n{rows}".encode())
    assert reading.points == ((0, 1), (1, 0.75), (2, 0.25))


def test_the_first_moment_counts_wherever_it_stands() -> None:
    text = "Second,Viewers\n2,300\n0,1200\n1,1260\n"
    assert read_csv(text.encode()).points == ((0, 1), (1, 1.05), (2, 0.25))


def test_a_comma_before_three_digits_may_still_be_a_decimal_one() -> None:
    text = "Second;Retention\n0;1,000\n1;0,805\n2;0,400\n"
    assert read_csv(text.encode()).points == ((0, 1), (1, 0.805), (2, 0.4))
    text = "Second;Retention (%)\n0;100,000\n1;80,125\n2;40,000\n"
    assert read_csv(text.encode()).points == ((0, 1), (1, 0.80125), (2, 0.4))


def test_per_cent_without_a_sign_stay_per_cent() -> None:
    text = "Second,Retention\n0,102.5\n1,61.5\n2,20\n"
    assert read_csv(text.encode()).points == ((0, 1.025), (1, 0.615), (2, 0.2))
