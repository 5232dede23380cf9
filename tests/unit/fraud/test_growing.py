"""What goes on is told once more, for its new hours only; what was freed stays free."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraud.domain.activity import Activity, Events
from fraud.domain.cases import Judgement, judge
from fraud.domain.context import Witness
from fraud.domain.findings import Finding, ReasonCode
from fraud.domain.growing import DAY, Told, what_is_new
from fraud.domain.parameters import Parameters

HOUR = 3_600
WEEK = 7 * DAY
MONDAY = 1_767_571_200  # 5 January 2026, 00:00
BOT = "python-requests/2.31"
BURST = Finding(
    code=ReasonCode.VIEWS_WITHOUT_LIKES, severity=0.9, start=MONDAY, end=MONDAY + 10 * HOUR,
    creator=7, video=1, affected=1_000, total=5_000, conclusive=True,
)  # fmt: skip
MACHINES = replace(BURST, code=ReasonCode.UA_DECLARED_BOT, conclusive=False)


def witness(*, hours: int, an_hour: int = 100, video: int = 1, agent: str = "") -> Witness:
    at = MONDAY + np.arange(hours * an_hour) * HOUR // an_hour
    size = len(at)
    events = Events.of(at=at, creator=np.full(size, 7), video=np.full(size, video))
    return Witness(Activity(events=events, agents=(agent,), referrers=("",)))


def told(finding: Finding, **more: Any) -> Told:
    values: dict[str, Any] = {
        "reference": "FR-000001",
        "made": finding.end,
        "code": finding.code,
        "video": finding.video,
        "start": finding.start,
        "end": finding.end,
        "covers": (finding.start, finding.end),
        "affected": finding.affected,
        "is_open": True,
    }
    return Told(**values | more)


def judged(*findings: Finding) -> Judgement:
    (one,) = judge(findings)
    return one


def new(finding: Finding, *known: Told, hours: int = 30, now: int = MONDAY + 3 * DAY, agent=""):
    return what_is_new(
        judged(finding),
        known,
        witness=witness(hours=hours, video=finding.video or 1, agent=agent),
        parameters=Parameters(),
        now=now,
    )


LONGER = replace(BURST, end=MONDAY + 30 * HOUR, affected=3_000)


def test_what_goes_on_is_a_further_alert_for_the_rest():
    rest = new(LONGER, told(BURST))
    assert rest is not None
    assert (rest.start, rest.end, rest.affected) == (BURST.end, LONGER.end, 2_000)
    assert rest.continues == "FR-000001"
    assert "FR-000001" in str(rest.findings[0].facts[0])


def test_at_most_once_a_day():
    assert new(LONGER, told(BURST, made=MONDAY + 2 * DAY + HOUR)) is None
    assert new(LONGER, told(BURST, made=MONDAY + 2 * DAY)) is not None


def test_the_same_or_little_more_is_nothing_new():
    assert new(BURST, told(BURST)) is None
    assert new(replace(BURST, end=BURST.end + 2 * HOUR, affected=1_050), told(BURST)) is None


def test_ordinary_views_after_a_burst_are_not_its_rest():
    wider = replace(BURST, end=MONDAY + 24 * HOUR, affected=1_040)
    assert new(wider, told(BURST)) is None


def test_another_video_is_told_by_itself():
    other = replace(BURST, code=ReasonCode.UA_MONOCULTURE, video=2)
    known = told(replace(other, video=1))
    rest = new(other, known)
    assert rest is not None
    assert (rest.start, rest.affected, rest.continues) == (other.start, 1_000, "")


def test_a_burst_that_is_named_after_another_video_now_is_nothing_new():
    assert new(replace(BURST, video=2), told(BURST)) is None
    rest = new(replace(BURST, video=2, affected=2_500), told(BURST))
    assert rest is not None
    assert rest.affected == 1_500


def test_what_was_freed_is_not_accused_again_for_the_same_hours():
    freed = told(BURST, is_freed=True, is_open=False)
    assert new(replace(BURST, affected=9_000), freed) is None
    rest = new(LONGER, freed)
    assert rest is not None
    assert rest.start == BURST.end


def test_late_events_of_the_same_hours_wait_for_the_decision():
    more = replace(BURST, affected=2_000)
    assert new(more, told(BURST)) is None
    rest = new(more, told(BURST, is_open=False))
    assert rest is not None
    assert (rest.start, rest.end, rest.affected) == (BURST.start, BURST.end, 1_000)


def test_programs_that_go_on_leave_the_counts_before_their_week_is_paid():
    hour = replace(MACHINES, end=MONDAY + 10 * HOUR)
    longer = replace(MACHINES, end=MONDAY + 10 * HOUR + 36, affected=1_001)
    few: dict[str, Any] = {"hours": 11, "agent": BOT}
    assert new(longer, told(hour), **few) is None
    rest = new(longer, told(hour), now=MONDAY + WEEK + HOUR, **few)
    assert rest is not None
    assert rest.affected == 1


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_no_view_of_a_program_leaves_the_counts_twice_and_none_stays(steps):
    known: list[Told] = []
    hours = 0
    for number, step in enumerate(steps):
        hours += step
        finding = replace(MACHINES, end=MONDAY + hours * HOUR, affected=100 * hours)
        rest = new(finding, *known, hours=hours, agent=BOT, now=MONDAY + (2 * number + 1) * DAY)
        assert rest is not None
        known.append(
            told(rest.findings[0], reference=f"FR-{number:06}", made=MONDAY + 2 * number * DAY)
        )
    assert sum(one.affected for one in known) == 100 * hours


@pytest.mark.parametrize("slid", [0, 5, 9])
def test_a_span_that_slides_on_overlooks_no_program(slid: int):
    later = replace(MACHINES, start=MONDAY + slid * HOUR, end=MONDAY + 20 * HOUR)
    later = replace(later, affected=(20 - slid) * 100)
    rest = new(later, told(MACHINES), hours=20, agent=BOT)
    assert rest is not None
    assert rest.affected == 1_000
