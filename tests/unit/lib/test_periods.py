"""ISO weeks in UTC."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.lib.periods import monday_of, parse_week, week_end, week_label, week_start


@given(moment=st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)))
def test_every_moment_lies_in_its_own_week(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC)
    monday = monday_of(aware)
    assert week_start(monday) <= aware < week_end(monday)
    assert parse_week(week_label(monday)) == monday


def test_weeks_are_utc_and_cross_years() -> None:
    late = datetime(2026, 1, 5, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    assert monday_of(late) == date(2025, 12, 29)
    assert week_label(date(2025, 12, 29)) == "2026-W01"


@pytest.mark.parametrize("label", ["2026", "2026-W60", "2026-46", "W46", ""])
def test_what_is_no_week_is_refused_with_a_sentence(label: str) -> None:
    with pytest.raises(ValueError, match="no ISO week"):
        parse_week(label)
