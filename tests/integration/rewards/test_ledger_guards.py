"""What the database refuses, whoever asks."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from rewards.ledger.accounts import creator_accounts, system_account
from rewards.ledger.models import Account, Entry, Transaction
from tests.factories import NOW, CreatorFactory
from tests.integration.rewards.points import balance, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def purse() -> Account:
    creator = CreatorFactory()
    return Account.objects.get(pk=creator_accounts([creator.pk])[creator.pk])


@pytest.fixture
def source() -> Account:
    return Account.objects.get(pk=system_account(Account.Kind.ISSUANCE))


def booked(*legs: tuple[Account, int], key: str = "test") -> Transaction:
    row = Transaction.objects.create(kind="adjustment", idempotency_key=key, posted_at=NOW)
    for account, amount in legs:
        Entry.objects.create(transaction=row, account=account, amount=amount)
    return row


def committed(*legs: tuple[Account, int]) -> None:
    booked(*legs)
    at_commit()


def committed_leg(row: Transaction, account: Account) -> None:
    Entry.objects.create(transaction=row, account=account, amount=5)
    at_commit()


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def at_commit() -> None:
    """Run now what waits for the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_balanced_legs_commit_and_move_the_balance(purse: Account, source: Account):
    booked((purse, 30), (source, -30))
    at_commit()
    purse.refresh_from_db()
    source.refresh_from_db()
    assert (purse.balance, source.balance) == (30, 0)


def test_legs_that_do_not_sum_to_zero_are_refused(purse: Account, source: Account):
    with pytest.raises(IntegrityError, match="not balanced"), transaction.atomic():
        committed((purse, 30), (source, -29))


def test_a_transaction_without_legs_is_refused(purse: Account):
    with pytest.raises(IntegrityError, match="not balanced"), transaction.atomic():
        committed()


def test_one_leg_alone_is_refused(purse: Account):
    with pytest.raises(IntegrityError, match="not balanced"), transaction.atomic():
        committed((purse, 30))


def test_points_do_not_balance_money(purse: Account):
    pk = system_account(Account.Kind.ISSUANCE, unit=Account.Unit.USD)
    dollars = Account.objects.get(pk=pk)
    with pytest.raises(IntegrityError, match="not balanced"), transaction.atomic():
        committed((purse, 30), (dollars, -30))


def test_legs_added_after_an_early_check_are_checked_too(purse: Account, source: Account):
    row = booked((purse, 30), (source, -30))
    at_commit()
    sink = Account.objects.get(pk=system_account(Account.Kind.REDEEMED))
    with pytest.raises(IntegrityError, match="not balanced"), transaction.atomic():
        committed_leg(row, sink)


def test_spending_more_than_there_is_is_refused(purse: Account, source: Account):
    booked((purse, 30), (source, -30))
    with pytest.raises(IntegrityError, match="account_never_below_zero"), transaction.atomic():
        booked((purse, -31), (source, 31), key="too much")


def test_a_debt_is_never_above_zero(purse: Account, source: Account):
    creator = CreatorFactory()
    debts = creator_accounts([creator.pk], kind=Account.Kind.RECOVERY)
    debt = Account.objects.get(pk=debts[creator.pk])
    with pytest.raises(IntegrityError, match="account_never_below_zero"), transaction.atomic():
        booked((debt, 1), (source, -1))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rewards_entry SET amount = amount * 2",
        "DELETE FROM rewards_entry",
        "UPDATE rewards_transaction SET memo = 'rewritten'",
        "DELETE FROM rewards_transaction",
        "UPDATE rewards_account SET balance = balance + 1",
        "UPDATE rewards_account SET kind = 'held' WHERE kind = 'creator'",
        "DELETE FROM rewards_account",
    ],
)
def test_what_was_written_stays(purse: Account, source: Account, statement: str):
    booked((purse, 30), (source, -30))
    at_commit()
    with pytest.raises(DatabaseError), transaction.atomic():
        run(statement)


def test_an_account_starts_at_zero():
    creator = CreatorFactory()
    with pytest.raises(DatabaseError, match="starts at zero"), transaction.atomic():
        Account.objects.create(
            kind="creator", unit="points", creator=creator, tracked=True, balance=5
        )


def test_emptying_is_refused_outside_a_test_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'rewards_refuse_truncate'")
        source = cursor.fetchone()[0].replace("current_database()", "'creatorspark'")
        cursor.execute(
            "CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS $guard$"
            + source
            + "$guard$"
        )
        cursor.execute("CREATE TEMP TABLE kept (id int)")
        cursor.execute(
            "CREATE TRIGGER guard BEFORE TRUNCATE ON kept EXECUTE FUNCTION pg_temp.refuse()"
        )
    with pytest.raises(DatabaseError, match="never emptied"), transaction.atomic():
        run("TRUNCATE kept")


@pytest.mark.django_db(transaction=True)
def test_a_committed_transaction_takes_no_more_entries():
    creator = CreatorFactory()
    give(creator, 30)
    row = Transaction.objects.get()
    sink = Account.objects.get(pk=system_account(Account.Kind.REDEEMED))
    held = creator_accounts([creator.pk], kind=Account.Kind.HELD)[creator.pk]
    with pytest.raises(DatabaseError, match="takes no more entries"), transaction.atomic():
        Entry.objects.bulk_create(
            [
                Entry(transaction=row, account=sink, amount=-5),
                Entry(transaction=row, account_id=held, amount=5),
            ]
        )
    assert balance(creator) == 30


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_may_post():
    creator = CreatorFactory()
    with transaction.atomic():
        with transaction.atomic():
            give(creator, 30)
        with transaction.atomic():
            give(creator, 12)
    assert balance(creator) == 42
