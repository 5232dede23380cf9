"""How numbers, names and times are written."""

import pytest

from creatorspark.portals.templatetags import ui


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "–"),
        (0, "0"),
        (948, "948"),
        (1_000, "1K"),
        (12_400, "12.4K"),
        (99_990, "100K"),
        (541_200, "541K"),
        (999_999, "1M"),
        (1_300_000, "1.3M"),
        (2_000_000_000, "2B"),
        (-12_400, "-12.4K"),
    ],
)
def test_counts_are_written_the_way_people_read_them(value: int | None, written: str) -> None:
    assert ui.compact(value) == written


@pytest.mark.parametrize(("value", "written"), [(120, "+120"), (-1234, "−1,234"), (0, "0")])
def test_changes_carry_their_sign(value: int, written: str) -> None:
    assert ui.signed(value) == written


@pytest.mark.parametrize(
    ("seconds", "written"), [(None, "–"), (0, "0:00"), (31, "0:31"), (3725, "1:02:05")]
)
def test_durations_are_written_as_a_clock(seconds: int | None, written: str) -> None:
    assert ui.clock(seconds) == written


@pytest.mark.parametrize(
    ("name", "letters"), [("Night Market", "NM"), ("@ana.cooks", "AC"), ("…", "…"), ("", "?")]
)
def test_avatars_show_initials(name: str, letters: str) -> None:
    assert ui.initials(name) == letters


def test_a_change_has_an_arrow_and_words_beside_its_colour() -> None:
    html = ui.delta(-40, "on last week")
    assert "delta--down" in html
    assert "#down" in html
    assert "−40 on last week" in html


def test_an_unknown_change_is_not_drawn() -> None:
    assert ui.delta(None) == ""


def test_what_people_write_is_escaped_in_a_sparkline() -> None:
    assert "<script>" not in ui.sparkline([1, 2], "<script>")


def test_money_is_written_in_the_readers_locale() -> None:
    assert ui.money(412_000, "USD") == "$4,120.00"
    assert ui.money(None, "USD") == "–"
    assert ui.money_change(610, "EUR") == "+€6.10"


@pytest.mark.parametrize(
    "address", ["https://pans.example/", "http://pans.example", "pans.example"]
)
def test_an_address_reads_as_people_say_it(address: str) -> None:
    assert ui.site_name(address) == "pans.example"


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, "–"), (0.0921, "9.2 %"), (0.0994, "9.9 %"), (0.0996, "10 %"), (0.13, "13 %")],
)
def test_a_rate_is_no_finer_than_it_is_known(value: float | None, written: str) -> None:
    assert ui.rate_about(value) == written
