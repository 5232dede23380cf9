"""A week closes into one signed statement a creator, once, whatever comes twice or late."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import CountExclusion, Policy
from creatorspark.lib.periods import week_end, week_start
from creatorspark.lib.signing import is_valid
from rewards.domain.pay_policy import DEFAULT_PARAMETERS
from rewards.ledger.models import Account
from rewards.ledger.reconciliation import discrepancies
from rewards.models import EarningsLine, Payout, StaffAdjustment, Statement, WeekClose
from rewards.services.weeks import closing
from scoring import interface as scoring
from tests.factories import CreatorFactory, VideoFactory
from tests.factories.policies import PolicyFactory
from tests.integration.rewards.weeks import (
    AFTER,
    MONDAY,
    WEEK,
    close,
    lines_of,
    money,
    observed,
    staff,
    video_of,
)

pytestmark = pytest.mark.django_db

PENDING, RECOVERY = Account.Kind.PENDING, Account.Kind.RECOVERY


def test_the_worked_example_to_the_cent():
    """100.00 of base, grade A, original: 20.00 of bonus."""
    creator = CreatorFactory(country="", niche="food")
    video = video_of(creator, views=222_222)
    scoring.ensure_default_policies(now=AFTER)
    scoring.grade_everything(now=AFTER)
    verdict(video, "original")
    done = close()
    assert lines_of(creator) == [
        ("base", "views:2025-W19", 100_00),
        ("bonus", "base:2025-W19", 20_00),
    ]
    assert (done.statements, done.lines, done.total) == (1, 2, 120_00)
    assert money(creator, PENDING) == 120_00
    payout = Payout.objects.get()
    assert (payout.amount, payout.state) == (120_00, Payout.State.PENDING)
    assert payout.payable_from == AFTER + timedelta(days=7)
    assert list(discrepancies()) == []


def verdict(video, words, *, now=AFTER):
    scoring.record_verdict(
        video_id=video.pk, verdict=words, reason="Looked at both.", actor=staff(), now=now
    )


def test_the_bytes_hold_ids_and_match_hash_signature_and_lines():
    creator = CreatorFactory(handle="mara.cooks", display_name="Mara Cooks")
    video_of(creator, views=50_000, caption="A caption nobody should sign")
    close()
    statement = Statement.objects.select_related("key").get()
    body = bytes(statement.body)
    assert hashlib.sha256(body).hexdigest() == statement.sha256
    assert is_valid(body, signature=statement.signature, public_key=statement.key.public_key)
    assert b"mara" not in body.lower()
    assert b"caption" not in body.lower()
    stated = json.loads(body)
    stored = list(EarningsLine.objects.order_by("position").values_list("amount", "inputs"))
    assert [(line["amount"], line["inputs"]) for line in stated["lines"]] == stored


def test_only_views_gained_in_the_week_are_paid_and_weeks_chain():
    creator = CreatorFactory(country="", niche="food")
    video = video_of(creator, views=100_000)
    close()
    observed(video, 150_000, at=week_end(MONDAY) + timedelta(days=2))
    close(MONDAY + WEEK)
    assert lines_of(creator, week=MONDAY + WEEK) == [("base", "views:2025-W20", 22_50)]
    first, second = Statement.objects.order_by("week")
    assert second.previous == first
    assert json.loads(bytes(second.body))["previous_sha256"] == first.sha256


def test_closing_twice_writes_once():
    video_of(CreatorFactory(), views=50_000)
    first = close()
    again = closing.close_week(MONDAY, now=AFTER + WEEK, progress=JobProgress(None))
    assert again == first
    assert again.closed_at == AFTER
    assert Statement.objects.count() == 1


def test_a_creator_without_anything_new_gets_no_statement():
    creator = CreatorFactory()
    VideoFactory(creator=creator, snapshots=0, posted_at=week_start(MONDAY))
    video_of(CreatorFactory(), views=0)
    done = close()
    assert (done.statements, Statement.objects.count()) == (0, 0)


def test_a_counter_that_falls_is_taken_back_from_the_debt_up():
    creator = CreatorFactory(country="", niche="food")
    video = video_of(creator, views=100_000)
    close()
    observed(video, 40_000, at=week_end(MONDAY) + timedelta(days=1))
    close(MONDAY + WEEK)
    second = Statement.objects.latest("week")
    assert (second.total, second.payable, second.carried_out) == (-27_00, 0, -27_00)
    assert money(creator, RECOVERY) == -27_00
    observed(video, 140_000, at=week_end(MONDAY) + timedelta(days=8))
    close(MONDAY + 2 * WEEK)
    third = Statement.objects.latest("week")
    assert (third.total, third.carried_in, third.payable) == (45_00, -27_00, 18_00)
    assert (money(creator, RECOVERY), money(creator, PENDING)) == (0, 45_00 + 18_00)


def test_views_found_later_not_to_count_are_named_and_come_off_what_is_gained():
    creator = CreatorFactory(country="", niche="food")
    video = video_of(creator, views=100_000)
    close()
    CountExclusion.objects.create(
        video=video,
        window_start=week_start(MONDAY),
        window_end=week_end(MONDAY),
        views=10_000,
        reason="BURST_UNNATURAL",
        source="alert:1",
    )
    observed(video, 130_000, at=week_end(MONDAY + WEEK) - timedelta(hours=20))
    close(MONDAY + WEEK)
    line = EarningsLine.objects.get(week=MONDAY + WEEK, cause__startswith="views")
    assert (line.kind, line.amount) == ("base", 9_00)
    assert line.inputs["exclusions"] == [{"reason": "BURST_UNNATURAL", "views": 10_000}]


def test_the_policy_of_the_weeks_first_moment_pays_the_whole_week():
    creator = CreatorFactory(country="", niche="food")
    video_of(creator, views=100_000)
    dearer = {**DEFAULT_PARAMETERS, "rpm": [{"rpm_minor": "90"}]}
    close(MONDAY - WEEK)
    Policy.objects.filter(kind="pay").update(effective_until=week_start(MONDAY))
    PolicyFactory(kind="pay", parameters=dearer, active=True, effective_from=week_start(MONDAY))
    close()
    assert [amount for _kind, _cause, amount in lines_of(creator)] == [90_00]


def test_what_stood_there_before_pay_began_is_never_paid():
    PolicyFactory(
        kind="pay",
        parameters=DEFAULT_PARAMETERS,
        active=True,
        effective_from=week_start(MONDAY) + timedelta(hours=1),
    )
    creator = CreatorFactory(country="", niche="food")
    seen_before = VideoFactory(
        creator=creator, posted_at=week_start(MONDAY) - 3 * WEEK, snapshots=0
    )
    observed(seen_before, 70_000, at=week_start(MONDAY) - timedelta(days=1))
    observed(seen_before, 100_000, at=week_end(MONDAY) + timedelta(days=1))
    unseen_before = VideoFactory(
        creator=creator, posted_at=week_start(MONDAY) - 3 * WEEK, snapshots=0
    )
    observed(unseen_before, 500_000, at=week_end(MONDAY) + timedelta(days=1))
    observed(unseen_before, 510_000, at=week_end(MONDAY) + timedelta(days=2))
    close(MONDAY + WEEK)
    assert [amount for _k, _c, amount in lines_of(creator, week=MONDAY + WEEK)] == [13_50, 4_50]


def test_staff_corrections_are_lines_of_the_open_week_once():
    creator = CreatorFactory()
    row = StaffAdjustment.objects.create(
        creator=creator, amount=-5_00, reason="Paid twice by hand.", key="k1"
    )
    close()
    row.refresh_from_db()
    assert lines_of(creator) == [("adjustment", f"staff:{row.pk}", -5_00)]
    assert row.statement == Statement.objects.get()
    close(MONDAY + WEEK)
    assert Statement.objects.count() == 1


@pytest.mark.parametrize("week", [MONDAY + WEEK, MONDAY - WEEK])
def test_an_open_or_an_earlier_week_is_refused_with_a_sentence(week):
    close()
    with pytest.raises(closing.WeekFault, match=r"Nothing was written"):
        closing.close_week(week, now=AFTER, progress=JobProgress(None))
    assert WeekClose.objects.count() == 1


def test_a_clock_that_goes_backwards_closes_nothing():
    video_of(CreatorFactory(), views=50_000)
    close()
    assert closing.next_week(now=AFTER - 3 * WEEK) is None


def test_weeks_in_which_nothing_happened_are_passed_over():
    video_of(CreatorFactory(), views=50_000)
    close()
    video_of(CreatorFactory(), views=50_000, week=MONDAY + 8 * WEEK)
    closed = closing.close_due_weeks(JobProgress(None), now=AFTER + 20 * WEEK)
    assert [one.week for one in closed] == [
        MONDAY + 8 * WEEK,
        MONDAY + 20 * WEEK,
    ]


def test_without_a_policy_there_is_nothing_to_close():
    video_of(CreatorFactory(), views=50_000)
    assert closing.next_week(now=AFTER) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE rewards_statement SET total = total + 1",
        "DELETE FROM rewards_statement",
        "UPDATE rewards_earningsline SET amount = amount + 1",
        "DELETE FROM rewards_earningsline",
        "UPDATE rewards_weekclose SET total = 0",
        "UPDATE rewards_payout SET payable_from = now()",
        "UPDATE rewards_signingkey SET fingerprint = ''",
    ],
)
def test_nothing_that_was_written_can_be_changed(change):
    video_of(CreatorFactory(), views=50_000)
    close()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
