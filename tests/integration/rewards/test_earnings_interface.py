"""What other apps read about earnings, from weeks that were really closed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from creatorspark.core.models import Creator, Video
from creatorspark.lib.periods import week_end
from creatorspark.lib.signing import is_valid
from rewards import interface as rewards
from rewards.services.adjustments import adjust_earnings
from scoring import interface as scoring
from tests.factories import NOW, CreatorFactory
from tests.integration.rewards.weeks import AFTER, MONDAY, WEEK, close, observed, staff, video_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def verdict(video: Video, words: str) -> None:
    scoring.record_verdict(
        video_id=video.pk, verdict=words, reason="Looked at both.", actor=staff(), now=AFTER
    )


@pytest.fixture
def creator() -> Creator:
    """A creator paid at the plain rate: 45 cents per 1,000 views."""
    row: Creator = CreatorFactory(country="", niche="food")
    return row


@pytest.fixture
def video(creator: Creator) -> Video:
    """A video with 222,222 views, graded A and awaiting its verdict; its week is closed."""
    row = video_of(creator, views=222_222)
    scoring.ensure_default_policies(now=AFTER)
    scoring.grade_everything(now=AFTER)
    close()
    return row


def test_a_creator_without_a_statement_has_zeros_and_no_week(creator: Creator) -> None:
    overview = rewards.earnings_overview(creator_id=creator.pk, now=NOW)
    assert (overview.total, overview.in_review, overview.on_hold, overview.ready) == (0, 0, 0, 0)
    assert overview.next_payout is None
    assert overview.last_week is None
    assert rewards.earnings_weeks(creator_id=creator.pk) == []
    assert rewards.earnings_statements(creator_id=creator.pk).rows == ()
    assert rewards.earnings_statement(creator_id=creator.pk, week=date(2026, 11, 9)) is None
    assert rewards.earnings_of_videos(video_ids=[1]) == {}
    assert rewards.earnings_of_video(video_id=1) == []


def test_the_overview_says_what_was_earned_and_where_it_is(creator: Creator, video: Video) -> None:
    overview = rewards.earnings_overview(creator_id=creator.pk, now=AFTER)
    assert (overview.currency, overview.total, overview.in_review) == ("USD", 110_00, 110_00)
    assert (overview.ready, overview.on_hold, overview.owed, overview.paid) == (0, 0, 0, 0)
    assert overview.next_payout == rewards.NextPayout(
        amount=110_00, on=AFTER + timedelta(days=7), is_ready=False
    )
    assert overview.last_week == rewards.WeekEarnings(
        week=MONDAY, currency="USD", total=110_00, base=100_00, bonus=10_00, adjustments=0
    )
    assert overview.week_before is not None
    assert (overview.week_before.week, overview.week_before.total) == (MONDAY - WEEK, 0)


def test_a_payout_waits_until_there_is_enough(creator: Creator) -> None:
    video = video_of(creator, views=2_000)
    close()
    overview = rewards.earnings_overview(creator_id=creator.pk, now=AFTER)
    assert (overview.total, overview.smallest_payout, overview.next_payout) == (90, 100, None)
    observed(video, 4_000, at=week_end(MONDAY) + DAY)
    close(MONDAY + WEEK)
    later = rewards.earnings_overview(creator_id=creator.pk, now=AFTER + WEEK)
    assert later.next_payout == rewards.NextPayout(
        amount=180, on=AFTER + WEEK + timedelta(days=7), is_ready=False
    )


def test_weeks_and_videos_are_summed(creator: Creator, video: Video) -> None:
    other = video_of(creator, views=10_000, week=MONDAY + WEEK)
    verdict(video, "original")
    close(MONDAY + WEEK)
    newest, oldest = rewards.earnings_weeks(creator_id=creator.pk)
    assert (newest.label, newest.base, newest.bonus, newest.total) == ("2025-W20", 450, 10_00, 1450)
    assert oldest.total == 110_00
    assert rewards.earnings_of_videos(video_ids=[video.pk, other.pk]) == {
        video.pk: rewards.VideoEarnings(
            video_id=video.pk, currency="USD", total=120_00, last_week=10_00
        ),
        other.pk: rewards.VideoEarnings(
            video_id=other.pk, currency="USD", total=450, last_week=450
        ),
    }
    best = rewards.earnings_of_week(creator_id=creator.pk, week=MONDAY + WEEK, limit=1)
    assert best == [rewards.VideoWeekEarnings(video_id=video.pk, amount=10_00)]


def test_the_lines_of_a_video_carry_their_inputs(creator: Creator, video: Video) -> None:
    verdict(video, "original")
    observed(video, 222_222, at=week_end(MONDAY) + DAY)
    close(MONDAY + WEEK)
    rest, views, bonus = rewards.earnings_of_video(video_id=video.pk)
    assert (rest.week_label, rest.kind, rest.amount) == ("2025-W20", "bonus_remainder", 10_00)
    assert rest.bonus is not None
    assert (rest.bonus.due, rest.bonus.paid_before, rest.bonus.rate) == (
        2000,
        1000,
        Decimal("0.20"),
    )
    assert views.views is not None
    assert (views.views.qualified_views, views.views.rpm_minor) == (222_222, Decimal(45))
    assert views.policy_version == "pay-1"
    assert bonus.bonus is not None
    assert (bonus.bonus.letter, bonus.bonus.originality, bonus.bonus.waiting) == (
        "A",
        "pending",
        10_00,
    )


def test_a_statement_comes_with_lines_payouts_and_proof(creator: Creator, video: Video) -> None:
    adjust_earnings(
        creator_id=creator.pk,
        amount=-50,
        reason="Paid twice by hand.",
        key="one",
        actor=staff(),
        now=AFTER,
    )
    observed(video, 230_000, at=week_end(MONDAY) + DAY)
    close(MONDAY + WEEK)
    found = rewards.earnings_statement(creator_id=creator.pk, week=MONDAY + WEEK)
    assert found is not None
    assert [line.kind for line in found.lines] == ["base", "bonus", "adjustment"]
    assert sum(line.amount for line in found.lines) == found.statement.total
    assert found.lines[-1].staff == rewards.StaffFacts(reason="Paid twice by hand.", link="")
    (part,) = found.statement.payouts
    assert (part.state, part.amount) == ("pending", found.statement.payable)
    assert is_valid(
        found.proof.body, signature=found.proof.signature, public_key=found.proof.public_key
    )
    first = rewards.earnings_statement(creator_id=creator.pk, week=MONDAY, limit=1)
    assert first is not None
    assert found.statement.previous_sha256 == first.statement.sha256
    assert (len(first.lines), first.next_cursor) == (1, 1)
    rest = rewards.earnings_statement(creator_id=creator.pk, week=MONDAY, cursor=1, limit=1)
    assert rest is not None
    assert ([line.position for line in rest.lines], rest.next_cursor) == ([2], None)


def test_statements_are_paged_newest_first(creator: Creator, video: Video) -> None:
    for number in range(1, 4):
        observed(video, 222_222 + 1_000 * number, at=week_end(MONDAY) + number * WEEK - DAY)
        close(MONDAY + number * WEEK)
    page = rewards.earnings_statements(creator_id=creator.pk, limit=3)
    assert [row.week for row in page.rows] == [MONDAY + n * WEEK for n in (3, 2, 1)]
    older = rewards.earnings_statements(creator_id=creator.pk, cursor=page.next_cursor, limit=3)
    assert [row.week for row in older.rows] == [MONDAY]
    assert older.next_cursor is None
