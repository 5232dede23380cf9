"""Cohorts, periods and the ladder of what to drop."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.points.cohorts import (
    Cohort,
    Step,
    choose_pool,
    cohort_of,
    length_bucket,
    months_before,
    period_of,
)
from scoring.domain.points.policy import FairPolicy

POLICY = FairPolicy()
DANCE = Cohort("tiktok", "0-15", "dance")
MAY = date(2025, 5, 1)


@pytest.mark.parametrize(
    ("seconds", "bucket"),
    [(0, "0-15"), (15, "0-15"), (16, "16-30"), (30, "16-30"), (60, "31-60"), (61, "61-180"),
     (180, "61-180"), (181, "181+"), (None, "*")],
)  # fmt: skip
def test_lengths_fall_into_buckets(seconds, bucket):
    assert length_bucket(seconds, POLICY) == bucket


def test_a_cohort_survives_its_key():
    cohort = cohort_of(platform="tiktok", seconds=12, niche=" Food | Home ", policy=POLICY)
    assert cohort.key == "tiktok|0-15|food   home"
    assert Cohort.from_key(cohort.key) == cohort
    assert cohort_of(platform="youtube", seconds=None, niche="", policy=POLICY).key == "youtube|*|*"


@pytest.mark.parametrize(
    ("posted", "period"),
    [
        (datetime(2025, 4, 23, 23, 59, tzinfo=UTC), date(2025, 4, 1)),
        (datetime(2025, 4, 24, 0, 0, tzinfo=UTC), date(2025, 5, 1)),
        (datetime(2024, 12, 28, tzinfo=UTC), date(2025, 1, 1)),
    ],
)
def test_the_period_is_the_month_of_scoring_age(posted, period):
    assert period_of(posted, POLICY) == period


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 40))
def test_months_before_counts_calendar_months(day, months):
    found = months_before(day.replace(day=1), months)
    assert (day.year - found.year) * 12 + day.month - found.month == months


def pools(**sizes):
    """Return a counter of pools; unnamed pools hold nothing."""

    def size(cohort, window):
        ever = window.start is None
        months = "ever" if ever else str((window.end.month - window.start.month) % 12)
        return sizes.get(f"{cohort.length}_{cohort.niche}_{months}".replace("-", "to"), 0)

    return size


@pytest.mark.parametrize(
    ("sizes", "step", "bootstrap"),
    [
        ({"0to15_dance_1": 30}, Step.EXACT, False),
        ({"0to15_dance_1": 29, "0to15_*_1": 30}, Step.NO_NICHE, False),
        ({"0to15_*_3": 30}, Step.WIDE_WINDOW, False),
        ({"*_*_3": 30}, Step.NO_LENGTH, False),
        ({"*_*_3": 29, "0to15_dance_ever": 30}, Step.EXACT, True),
        ({"0to15_*_ever": 30}, Step.NO_NICHE, True),
        ({"*_*_ever": 5}, Step.EVERYONE, True),
    ],
)
def test_the_ladder_drops_niche_then_widens_then_drops_length(sizes, step, bootstrap):
    choice = choose_pool(DANCE, period=MAY, policy=POLICY, size=pools(**sizes))
    assert (choice.step, choice.bootstrap) == (step, bootstrap)


def test_the_window_is_the_month_before_and_never_the_period_itself():
    choice = choose_pool(DANCE, period=MAY, policy=POLICY, size=lambda cohort, window: 30)
    assert choice.window.start == datetime(2025, 4, 1, tzinfo=UTC)
    assert choice.window.end == datetime(2025, 5, 1, tzinfo=UTC)
