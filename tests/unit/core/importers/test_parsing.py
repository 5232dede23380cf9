"""One cell at a time: what people and spreadsheets write."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.core.importers.parsing import (
    date_order_of,
    identifier_in_url,
    parse_count,
    parse_duration,
    parse_identifier,
    parse_moment,
    posted_at_of_tiktok_id,
)
from creatorspark.core.importers.problems import CellFault, Reason


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        ("1,234", 1234),
        ("1 234", 1234),
        ("1\u202f234\u202f567", 1234567),
        ("12,34,567", 1234567),
        ("1.234.567", 1234567),
        ("1'234", 1234),
        ("541.2K", 541_200),
        ("1,5k", 1_500),
        ("1.3M", 1_300_000),
        ("2B", 2_000_000_000),
        ("10K+", 10_000),
        ("1.2万", 12_000),
        ("1234.0", 1234),
        ("1.2E+06", 1_200_000),
        ("'77", 77),
        ('="77"', 77),
        ("", None),
        ("  ", None),
        ("-", None),
        ("N/A", None),
        ("null", None),
        ("nan", None),
    ],
)
def test_counts_as_people_write_them(text, count):
    assert parse_count(text) == count


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-5", Reason.COUNT_NEGATIVE),
        ("-5K", Reason.COUNT_NEGATIVE),
        ("3.7", Reason.COUNT_INVALID),
        ("1.2345K", Reason.COUNT_INVALID),
        ("many", Reason.COUNT_INVALID),
        ("1,2,3", Reason.COUNT_INVALID),
        ("1.234", Reason.COUNT_AMBIGUOUS),
        ("1,234K", Reason.COUNT_AMBIGUOUS),
        ("9223372036854775808", Reason.COUNT_TOO_LARGE),
        ("9" * 5000, Reason.COUNT_TOO_LARGE),
        ("1e999", Reason.COUNT_TOO_LARGE),
        ("=1+1", Reason.COUNT_INVALID),
    ],
)
def test_counts_that_cannot_be_trusted(text, reason):
    with pytest.raises(CellFault) as fault:
        parse_count(text)
    assert fault.value.reason == reason


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_every_count_survives_with_and_without_separators(count):
    assert parse_count(str(count)) == count
    assert parse_count(f"{count:,}") == count


@given(st.text(max_size=40))
def test_any_text_is_a_count_or_a_reason(text):
    try:
        count = parse_count(text)
    except CellFault:
        return
    assert count is None or 0 <= count < 2**63


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_a_reason(text):
    try:
        moment = parse_moment(text)
    except CellFault:
        return
    assert moment is None or moment.utcoffset() == timedelta(0)


@given(st.text(max_size=40))
def test_any_text_is_a_length_or_a_reason(text):
    try:
        seconds = parse_duration(text)
    except CellFault:
        return
    assert seconds is None or seconds >= 0


@given(st.integers(min_value=10**18, max_value=10**19 - 1))
def test_nineteen_digits_keep_every_digit(number):
    assert parse_identifier(str(number)) == str(number)
    assert parse_identifier(f'="{number}"') == str(number)
    assert parse_identifier(f" '{number} ") == str(number)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("6.90723E+18", Reason.ID_ROUNDED),
        ("6907228749016714497.0", Reason.ID_ROUNDED),
        ("", Reason.ID_MISSING),
        ("Total", Reason.TOTAL),
        ("Grand total:", Reason.TOTAL),
        ("two words", Reason.ID_INVALID),
        ("x" * 101, Reason.ID_INVALID),
        ("=cmd|' /C calc'!A0", Reason.ID_INVALID),
    ],
)
def test_identifiers_that_cannot_be_trusted(text, reason):
    with pytest.raises(CellFault) as fault:
        parse_identifier(text)
    assert fault.value.reason == reason


def test_an_address_holds_the_id():
    url = "https://www.tiktok.com/@nina/video/6907228749016714497?lang=en"
    assert identifier_in_url(url) == "6907228749016714497"
    assert parse_identifier(url) == "6907228749016714497"
    assert identifier_in_url("https://youtu.be/dQw4w9WgXcQ") == "dQw4w9WgXcQ"
    assert identifier_in_url("https://example.org/") is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:31", 31),
        ("1:02:03", 3723),
        ("31", 31),
        ("31.4", 31),
        ("31s", 31),
        ("1m 3s", 63),
        ("PT1M3S", 63),
        ("15000ms", 15),
        ("", None),
    ],
)
def test_lengths(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["soon", "-3", "99999999"])
def test_lengths_that_are_none(text):
    with pytest.raises(CellFault):
        parse_duration(text)


@pytest.mark.parametrize(
    "text",
    [
        "2020-12-17T14:15:17Z",
        "2020-12-17 14:15:17",
        "2020-12-17T16:15:17+02:00",
        "2020-12-17 14:15:17 UTC",
        "1608214517",
        "1608214517000",
        "1608214517000000",
        "12/17/2020 14:15:17",
        "12/17/2020 2:15:17 pm",
        "Dec 17, 2020 14:15:17",
        "Thu, 17 Dec 2020 14:15:17 GMT",
    ],
)
def test_one_moment_in_many_ways(text):
    assert parse_moment(text, order="mdy") == datetime(2020, 12, 17, 14, 15, 17, tzinfo=UTC)


def test_a_date_is_read_in_the_order_given():
    april = datetime(2024, 4, 3, tzinfo=UTC)
    assert parse_moment("03/04/2024", order="dmy") == april
    assert parse_moment("04/03/2024", order="mdy") == april
    assert parse_moment("45385", order="dmy") == april


@pytest.mark.parametrize("text", ["1999-01-01", "yesterday", "2024-13-01", "31/31/2024", "5"])
def test_times_that_are_none(text):
    with pytest.raises(CellFault):
        parse_moment(text)


@pytest.mark.parametrize(
    ("samples", "order"),
    [
        (["2024-01-31"], "ymd"),
        (["03/04/2024", "31/01/2024"], "dmy"),
        (["03/04/2024", "01/31/2024"], "mdy"),
        (["03/04/2024"], None),
    ],
)
def test_the_order_of_day_and_month_is_read_from_the_column(samples, order):
    assert date_order_of(samples) == order


def test_a_tiktok_id_tells_when_it_was_made():
    posted = posted_at_of_tiktok_id("6907228749016714497")
    assert posted is not None
    assert abs((posted - datetime.fromtimestamp(1608214517, tz=UTC)).total_seconds()) < 300
    assert posted_at_of_tiktok_id("12345") is None
