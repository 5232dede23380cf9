"""People leave and profiles become one: what was paid still verifies, and nothing is paid twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from creatorspark.core.models import AuditEntry, Creator, Notification, ProfileClaim, User, Video
from creatorspark.core.services import claims
from creatorspark.core.services.erasure import ErasureRefused, erase_creator, merge_creators
from creatorspark.core.services.notifications import notify
from creatorspark.lib.periods import week_end
from fraud import interface as fraud
from rewards import interface as rewards
from rewards.ledger.models import Account
from rewards.ledger.reconciliation import discrepancies
from rewards.models import BankAccount, CarriedHistory, EarningsLine, Payout, Statement
from rewards.services.adjustments import AdjustmentRefused, adjust_earnings
from rewards.services.payouts import accounts
from rewards.services.proof.recompute import verify
from scoring import interface as scoring
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.integration.rewards.weeks import AFTER, MONDAY, WEEK, close, money, observed, video_of

pytestmark = pytest.mark.django_db
IBAN = "DE89370400440532013000"


@pytest.fixture
def staff() -> User:
    return UserFactory(superuser=True)


def paid_creator(**options: Any) -> tuple[Creator, Video]:
    """A creator with an account, bank details, and a week of 100,000 views that is closed."""
    scoring.ensure_default_policies(now=NOW)
    creator = CreatorFactory(user=UserFactory(), **options)
    video = video_of(creator, views=100_000)
    accounts.set_bank_account(creator, holder="Ana Adams", iban=IBAN, actor=None, now=NOW)
    close()
    return creator, video


def all_agrees() -> None:
    assert [str(fault) for fault in verify().faults] == []
    assert not list(discrepancies())


# Erasing ----------------------------------------------------------------------------------------
def test_what_is_personal_goes_and_what_was_paid_still_verifies(staff: User) -> None:
    creator, video = paid_creator(handle="ana", display_name="Ana Adams", bio="I cook")
    user = creator.user
    assert user is not None
    notify(user, key="x", title="Hello Ana", now=NOW)
    ProfileClaim.objects.create(user=user, creator=creator, code="SPARK-1", message="It is me, Ana")
    before = [bytes(body) for body in Statement.objects.values_list("body", flat=True)]
    erase_creator(creator, reason="They asked", actor=staff, now=AFTER, though_open=True)
    creator.refresh_from_db()
    video.refresh_from_db()
    user.refresh_from_db()
    assert (creator.handle, creator.display_name, creator.bio, creator.user) == ("", "", "", None)
    assert (video.caption, video.url, video.hashtags, video.sound_title) == ("", "", [], "")
    assert (user.email, user.is_active) == (f"erased-{user.pk}@erased.invalid", False)
    assert not Notification.objects.filter(user=user).exists()
    assert not ProfileClaim.objects.exists()
    assert not BankAccount.objects.exists()
    assert [bytes(body) for body in Statement.objects.values_list("body", flat=True)] == before
    all_agrees()
    assert not [x for x in traces("Ana", "ana", "I cook") if x != "core_auditentry"]


def traces(*words: str) -> list[str]:
    """Name the tables in which one of the words still stands."""
    from django.apps import apps
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" t WHERE t::text ~ %s)',
                [r"\m(" + "|".join(words) + r")\M"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_staff_are_told_what_would_be_lost_first(staff: User) -> None:
    creator, _video = paid_creator()
    with pytest.raises(ErasureRefused, match=r"\$70\.00 is left on this profile"):
        erase_creator(creator, reason="They asked", actor=staff, now=AFTER)
    creator.refresh_from_db()
    assert creator.handle
    assert creator.erased_at is None


def test_erasing_needs_a_reason_and_happens_once(staff: User) -> None:
    creator = CreatorFactory()
    with pytest.raises(ErasureRefused, match="reason"):
        erase_creator(creator, reason=" ", actor=staff, now=NOW)
    first = erase_creator(creator, reason="They asked", actor=staff, now=NOW)
    again = erase_creator(creator, reason="Again", actor=staff, now=AFTER)
    assert again.erased_at == first.erased_at
    assert AuditEntry.objects.filter(action="core.creator.erased").count() == 1


def test_nobody_can_claim_or_pay_a_profile_that_is_gone(staff: User) -> None:
    creator = CreatorFactory()
    erase_creator(creator, reason="They asked", actor=staff, now=NOW)
    creator.refresh_from_db()
    with pytest.raises(claims.ClaimError, match="can't be claimed"):
        claims.start(UserFactory(), creator=creator, now=NOW)
    with pytest.raises(AdjustmentRefused, match="erased or merged"):
        adjust_earnings(creator_id=creator.pk, amount=5, reason="x", key="k", actor=staff, now=NOW)


def test_a_placeholder_for_a_handle_is_renamed(staff: User) -> None:
    creator = CreatorFactory(external_id="@ana", handle="ana")
    erase_creator(creator, reason="They asked", actor=staff, now=NOW)
    creator.refresh_from_db()
    assert creator.external_id == f"erased-{creator.pk}"


def test_records_from_elsewhere_go_too(staff: User) -> None:
    from tests.integration.rewards.proof.test_history import bring, record_from_elsewhere

    creator = CreatorFactory()
    bring(creator, record_from_elsewhere(creator), staff)
    erase_creator(creator, reason="They asked", actor=staff, now=NOW)
    assert not CarriedHistory.objects.exists()


# Merging ----------------------------------------------------------------------------------------
def merge(kept: Creator, absorbed: Creator, staff: User) -> None:
    merge_creators(kept, absorbed, reason="The same person", actor=staff, now=AFTER)
    kept.refresh_from_db()
    absorbed.refresh_from_db()


def test_views_that_were_paid_are_not_paid_again(staff: User) -> None:
    absorbed, video = paid_creator()
    kept = CreatorFactory()
    merge(kept, absorbed, staff)
    video.refresh_from_db()
    assert video.creator == kept
    observed(video, 130_000, at=week_end(MONDAY) + timedelta(days=2))
    close(MONDAY + WEEK)
    line = EarningsLine.objects.get(statement__creator=kept, kind="base")
    assert line.inputs["counted_before"] == 100_000
    assert line.inputs["qualified_views"] == 30_000
    assert not Statement.objects.filter(creator=absorbed, week=MONDAY + WEEK).exists()
    all_agrees()


def test_a_late_bonus_on_views_the_absorbed_was_paid_goes_to_the_kept(staff: User) -> None:
    absorbed, video = paid_creator()
    kept = CreatorFactory()
    merge(kept, absorbed, staff)
    scoring.grade_everything(now=week_end(MONDAY) + WEEK)
    observed(video, 100_001, at=week_end(MONDAY) + timedelta(days=2))
    close(MONDAY + WEEK)
    bonus = EarningsLine.objects.filter(statement__creator=kept, base_week=MONDAY).first()
    assert bonus is not None
    assert bonus.inputs["base"] == 7_000
    all_agrees()


def test_money_account_and_bank_details_move(staff: User) -> None:
    absorbed, _video = paid_creator()
    kept = CreatorFactory()
    user = absorbed.user
    rewards.adjust_points(
        creator_id=absorbed.pk, points=120, key="g", reason="Gift", actor=staff, now=NOW
    )
    merge(kept, absorbed, staff)
    assert (kept.user, absorbed.user, absorbed.merged_into) == (user, None, kept)
    assert money(kept, Account.Kind.PENDING) == 7_000
    assert money(absorbed, Account.Kind.PENDING) == 0
    assert rewards.balance(creator_id=kept.pk).points == 120
    assert rewards.balance(creator_id=absorbed.pk).points == 0
    assert Payout.objects.get().creator == kept
    assert BankAccount.objects.get().creator == kept
    assert Notification.objects.filter(user=user, title__contains="one now").exists()
    rewards.settle_payouts(now=AFTER + timedelta(days=8))
    assert money(kept, Account.Kind.CREATOR) == 7_000
    all_agrees()


def test_a_debt_becomes_a_line_of_the_kept_ones_next_statement(staff: User) -> None:
    absorbed, video = paid_creator()
    adjust_earnings(
        creator_id=absorbed.pk, amount=-9_000, reason="Paid twice", key="k", actor=staff, now=AFTER
    )
    observed(video, 100_000, at=week_end(MONDAY) + timedelta(days=1))
    close(MONDAY + WEEK)
    assert money(absorbed, Account.Kind.RECOVERY) == -9_000
    kept = CreatorFactory()
    merge(kept, absorbed, staff)
    assert money(absorbed, Account.Kind.RECOVERY) == 0
    close(MONDAY + 2 * WEEK)
    statement = Statement.objects.get(creator=kept)
    assert (statement.total, statement.payable, statement.carried_out) == (-9_000, 0, -9_000)
    assert money(kept, Account.Kind.RECOVERY) == -9_000
    all_agrees()


def test_points_that_are_owed_are_paid_from_the_kept_ones_points(staff: User) -> None:
    absorbed, kept = CreatorFactory(), CreatorFactory()
    for creator in (absorbed, kept):
        rewards.adjust_points(
            creator_id=creator.pk, points=100, key="g", reason="Gift", actor=staff, now=NOW
        )
    owe_points(absorbed, 40)
    merge(kept, absorbed, staff)
    balance = rewards.balance(creator_id=kept.pk)
    assert (balance.points, balance.owed) == (160, 0)
    assert not list(discrepancies())


def owe_points(creator: Creator, points: int) -> None:
    from rewards.ledger import services as ledger
    from rewards.ledger.accounts import creator_accounts, system_account
    from rewards.ledger.models import Transaction

    debt = creator_accounts([creator.pk], kind=Account.Kind.RECOVERY)[creator.pk]
    legs = (
        ledger.Leg(debt, -points),
        ledger.Leg(system_account(Account.Kind.ISSUANCE), points),
    )
    ledger.post(
        ledger.Posting(kind=Transaction.Kind.REVERSAL, key="owe", legs=legs),
        now=NOW,
        actor_id=None,
    )


def test_both_chains_go_on_verifying_with_the_stand_alone_program(
    staff: User, tmp_path: Any
) -> None:
    import json

    from rewards.services.proof.policy_file import whole_file
    from tests.integration.rewards.proof.verifier import load_verifier

    absorbed, video = paid_creator()
    kept = CreatorFactory()
    merge(kept, absorbed, staff)
    observed(video, 130_000, at=week_end(MONDAY) + timedelta(days=2))
    close(MONDAY + WEEK)
    (tmp_path / "p.json").write_bytes(b"".join(whole_file()))
    both = []
    for creator in (absorbed, kept):
        path = tmp_path / f"{creator.pk}.json"
        path.write_bytes(b"".join(rewards.creator_statements_file(creator_id=creator.pk)))
        policies = ["--policies", str(tmp_path / "p.json")]
        assert load_verifier().main(["--creator-file", str(path), *policies]) == 0
        both += json.loads(path.read_bytes())["statements"]
    # The kept creator's file holds the chain of the absorbed one as well.
    assert len(both) == 1 + 2
    record = json.loads(rewards.history_file(creator_id=kept.pk, now=AFTER))["history"]
    assert record["totals"] == {
        "videos": 1,
        "weeks": 2,
        "paid": {"USD": {"base": 9_100, "bonus": 0}},
    }
    assert len(record["profiles"]) == 2


@pytest.mark.parametrize("which", ["hold", "adjustment"])
def test_what_is_in_the_way_is_named_and_nothing_moves(which: str, staff: User) -> None:
    absorbed, video = paid_creator()
    kept = CreatorFactory()
    if which == "hold":
        fraud.place_hold(
            creator_id=absorbed.pk, reason_code="x", reason="We look", actor=staff, now=AFTER
        )
    else:
        adjust_earnings(
            creator_id=absorbed.pk, amount=5, reason="x", key="k", actor=staff, now=AFTER
        )
    with pytest.raises(ErasureRefused, match=r"hold|correction"):
        merge(kept, absorbed, staff)
    video.refresh_from_db()
    absorbed.refresh_from_db()
    assert (video.creator, absorbed.merged_into) == (absorbed, None)


def test_odd_pairs_are_refused(staff: User) -> None:
    one, two = CreatorFactory(user=UserFactory()), CreatorFactory(user=UserFactory())
    with pytest.raises(ErasureRefused, match="into itself"):
        merge(one, one, staff)
    with pytest.raises(ErasureRefused, match="Both profiles have an account"):
        merge(one, two, staff)
    gone = CreatorFactory()
    erase_creator(gone, reason="They asked", actor=staff, now=NOW)
    with pytest.raises(ErasureRefused, match="erased or merged before"):
        merge(one, gone, staff)


def test_merging_twice_merges_once_and_chains_are_refused(staff: User) -> None:
    one, two, three = CreatorFactory(), CreatorFactory(), CreatorFactory()
    merge(one, two, staff)
    merge(one, two, staff)
    assert AuditEntry.objects.filter(action="core.creator.merged").count() == 2
    with pytest.raises(ErasureRefused, match="erased or merged before"):
        merge(three, two, staff)
    merge(three, one, staff)
    two.refresh_from_db()
    assert two.merged_into == three


def test_erasing_the_kept_forgets_the_absorbed_as_well(staff: User) -> None:
    absorbed, _video = paid_creator(handle="ana", display_name="Ana Adams")
    kept = CreatorFactory(handle="anna")
    merge(kept, absorbed, staff)
    erase_creator(kept, reason="They asked", actor=staff, now=AFTER, though_open=True)
    absorbed.refresh_from_db()
    assert (absorbed.handle, absorbed.display_name) == ("", "")
    assert absorbed.erased_at == AFTER
    all_agrees()


# Staff ------------------------------------------------------------------------------------------
def test_owners_merge_and_erase_in_the_admin_after_a_question(client: Client, staff: User) -> None:
    absorbed, _video = paid_creator()
    kept = CreatorFactory()
    client.force_login(staff)
    merging = f"/admin/core/creator/{absorbed.pk}/act/merge/"
    assert "can’t be undone" in client.get(merging).content.decode()
    wrong = client.post(merging, {"kept": 999_999, "reason": "x"})
    assert "no profile with this number" in wrong.content.decode()
    client.post(merging, {"kept": kept.pk, "reason": "The same person"})
    absorbed.refresh_from_db()
    assert absorbed.merged_into == kept
    erasing = f"/admin/core/creator/{kept.pk}/act/erase/"
    refused = client.post(erasing, {"reason": "They asked"})
    assert "$70.00 is left" in refused.content.decode()
    client.post(erasing, {"reason": "They asked", "though_open": "on"})
    kept.refresh_from_db()
    assert kept.erased_at is not None


def test_other_staff_can_not(client: Client) -> None:
    creator = CreatorFactory()
    client.force_login(UserFactory(staff=True))
    client.post(f"/admin/core/creator/{creator.pk}/act/erase/", {"reason": "x"})
    creator.refresh_from_db()
    assert creator.erased_at is None
