"""Months and quarters follow one another without gaps, and are found by their names."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.lib.calendar_periods import Length, parse_period, period_of

MOMENTS = st.datetimes(
    min_value=datetime(2000, 1, 1),
    max_value=datetime(2100, 1, 1),
    timezones=st.just(UTC),
)


@given(MOMENTS, st.sampled_from(Length))
def test_every_moment_lies_in_one_period_that_is_found_by_its_name(moment, length):
    period = period_of(moment, length)
    assert period.start <= moment < period.end
    assert period.next().start == period.end
    assert parse_period(period.label) == period


def test_a_period_is_counted_in_utc():
    late = datetime(2026, 9, 30, 22, tzinfo=timezone(timedelta(hours=-5)))
    assert period_of(late, Length.QUARTER).label == "2026-Q4"
    assert period_of(late, Length.MONTH).label == "2026-10"


@pytest.mark.parametrize(
    "label", ["", "2026", "2026-Q5", "2026-13", "26-Q1", "2026-1", "x-Q1", "2026-Q٣"]
)
def test_what_is_no_period_is_refused(label):
    with pytest.raises(ValueError, match="no period"):
        parse_period(label)
