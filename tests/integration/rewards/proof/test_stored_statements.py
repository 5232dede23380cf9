"""What is stored about a week is what was signed."""

import json
from datetime import timedelta

import pytest

from creatorspark.lib.canonical import sha256_of
from creatorspark.lib.signing import is_valid
from rewards.ledger.models import Account
from rewards.ledger.reconciliation import discrepancies
from rewards.models import StaffAdjustment
from tests.factories import CreatorFactory, StatementFactory, VideoFactory
from tests.factories.statements import WEEK, grade_of, video_week, write_statement

pytestmark = pytest.mark.django_db


def test_a_statement_is_signed_over_the_bytes_it_keeps():
    statement = StatementFactory()
    body = bytes(statement.body)
    assert is_valid(body, signature=statement.signature, public_key=statement.key.public_key)
    assert sha256_of(json.loads(body)) == statement.sha256
    assert [x.kind for x in statement.lines.order_by("position")] == ["base", "bonus"]


def test_weeks_chain_debts_carry_over_and_the_ledger_adds_up():
    creator = CreatorFactory()
    video = VideoFactory(creator=creator)
    first = StatementFactory(video=video, views=100_000, letter=None)
    adjustment = StaffAdjustment.objects.create(
        creator=creator, amount=-50_000, reason="Paid twice in April", key="a"
    )
    facts = video_week(video, week=WEEK + timedelta(weeks=1), views=90_000, grade=grade_of("A"))
    second = write_statement(
        creator, week=WEEK + timedelta(weeks=1), videos=[facts], adjustments=[adjustment]
    )
    assert second.previous == first
    assert [x.kind for x in second.lines.order_by("position")] == [
        "adjustment",
        "bonus",
        "adjustment",
        "adjustment",
    ]
    assert second.payable == 0
    assert second.carried_out == second.total
    third = StatementFactory(video=video, views=91_000, week=WEEK + timedelta(weeks=2))
    assert third.carried_in == second.carried_out
    debt = Account.objects.get(kind="recovery", unit="USD", creator=creator)
    assert debt.balance == third.carried_out
    assert not list(discrepancies())
