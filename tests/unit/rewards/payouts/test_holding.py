"""What a hold keeps back of a payout."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rewards.domain.holding import (
    NOTHING,
    HoldScope,
    PayLine,
    covers,
    held_part,
    lost_part,
    touches_points,
)

MONDAY = date(2025, 5, 5)
START = datetime(2025, 5, 5, tzinfo=UTC)
DAY = timedelta(days=1)


def line(amount: int, video: int | None = 1, weeks: tuple[date, ...] = (MONDAY,)) -> PayLine:
    return PayLine(line_id=amount, video_id=video, weeks=weeks, amount=amount)


def hold(
    video: int | None = None, start: datetime | None = None, end: datetime | None = None
) -> HoldScope:
    return HoldScope(hold_id=1, reason="We look.", video_id=video, start=start, end=end)


def test_a_hold_of_everything_covers_lines_without_a_video():
    assert covers(hold(), line(5, video=None))
    assert not covers(hold(video=1), line(5, video=None))


def test_a_hold_of_a_video_covers_its_lines_only():
    assert covers(hold(video=1), line(5, video=1))
    assert not covers(hold(video=2), line(5, video=1))


def test_a_period_covers_the_weeks_it_touches():
    assert covers(hold(start=START + 7 * DAY - DAY, end=START + 30 * DAY), line(5))
    assert not covers(hold(start=START + 7 * DAY, end=START + 30 * DAY), line(5))
    assert covers(hold(end=START + DAY), line(5))
    assert not covers(hold(end=START), line(5))
    assert covers(hold(start=START - DAY), line(5))


def test_a_bonus_is_covered_with_the_week_it_is_a_bonus_on():
    bonus = line(5, weeks=(MONDAY + 7 * DAY, MONDAY))
    assert covers(hold(start=START, end=START + DAY), bonus)


def test_a_line_pays_for_what_came_since_the_counter_was_read_last():
    read = START + 5 * DAY
    late = PayLine(line_id=1, video_id=1, weeks=(MONDAY + 7 * DAY,), amount=5, since=read)
    assert covers(hold(start=read, end=read + DAY), late)
    assert not covers(hold(start=START, end=read), late)
    assert covers(hold(start=START + 8 * DAY, end=START + 9 * DAY), late)
    bonus = replace(late, weeks=(MONDAY + 14 * DAY, MONDAY + 7 * DAY))
    assert covers(hold(start=read, end=read + DAY), bonus)
    assert not covers(hold(start=START, end=read), bonus)


def test_the_held_part_is_the_sum_of_held_lines():
    held = held_part(100, [line(60), line(-10), line(50, video=2)], [hold(video=1)])
    assert held.amount == 50
    assert [one.line.amount for one in held.lines] == [60, -10]
    assert held.reason == "We look."


def test_a_debt_can_make_all_of_a_payout_held():
    assert held_part(70, [line(90), line(10, video=2)], [hold(video=1)]).amount == 70


def test_lines_that_sum_to_nothing_hold_nothing():
    assert held_part(70, [line(-20), line(20), line(90, video=2)], [hold(video=1)]) == NOTHING


lines = st.lists(st.builds(line, st.integers(-500, 500), st.integers(1, 3)), min_size=1, max_size=6)
holds = st.lists(st.builds(hold, st.one_of(st.none(), st.integers(1, 3))), max_size=3)


@given(amount=st.integers(1, 1_000), lines=lines, holds=holds)
def test_never_more_than_the_payout_and_never_less_than_nothing(amount, lines, holds):
    held = held_part(amount, lines, holds)
    assert 0 <= held.amount <= amount
    assert held_part(amount, lines, []) == NOTHING


@given(lines=lines, owed=st.integers(0, 300))
def test_a_hold_of_everything_holds_the_whole_payout(lines, owed):
    payable = sum(one.amount for one in lines) - owed
    if payable > 0:
        assert held_part(payable, lines, [hold()]).amount == payable


def test_a_share_of_a_line_is_held_and_fractions_stay_the_creators():
    part = HoldScope(hold_id=1, reason="We look.", share=3_333)
    assert held_part(100, [line(100)], [part]).amount == 33
    assert held_part(100, [line(100)], [part, hold()]).amount == 100


def test_only_what_final_holds_alone_cover_is_lost():
    final = HoldScope(hold_id=2, reason="Decided.", video_id=1, is_final=True)
    assert lost_part(100, [line(100)], [final]).amount == 100
    assert lost_part(100, [line(100)], [final, hold()]).amount == 0
    assert lost_part(100, [line(100)], [hold()]).amount == 0


def test_the_parts_of_several_cases_add_up_to_the_whole_line_at_most():
    def of(number: int, share: int) -> HoldScope:
        return HoldScope(hold_id=number, reason=f"Case {number}.", share=share)

    both = held_part(1_000, [line(1_000)], [of(1, 2_000), of(2, 4_000)])
    assert both.amount == 600
    # The one that keeps most is named.
    assert [one.hold.hold_id for one in both.lines] == [2]
    assert held_part(1_000, [line(1_000)], [of(1, 7_000), of(2, 4_000)]).amount == 1_000


def test_points_stand_for_a_videos_time_from_posting_to_the_week_they_were_counted_in():
    week = MONDAY + timedelta(days=7)

    def touched(start: int, end: int) -> bool:
        return touches_points(
            start=START + start * DAY, end=START + end * DAY, posted_at=START + 2 * DAY, week=week
        )

    # Posted on Wednesday, counted with the next week: a burst of the first Friday is in them.
    assert touched(4, 5)
    assert not touched(0, 1)
    assert touched(13, 20)
    # Months later it is not.
    assert not touched(14, 20)
    assert touches_points(start=None, end=None, posted_at=START, week=week)
