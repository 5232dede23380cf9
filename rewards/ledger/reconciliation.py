"""Add everything up again and name each difference. Empty means the ledger is whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Discrepancy:
    """Something that doesn't add up: what, where, and the two numbers that should agree."""

    check: str
    subject: str
    expected: int
    found: int

    def __str__(self) -> str:
        return f"{self.check}: {self.subject} should be {self.expected} and is {self.found}"


# name of the check -> a query of (subject, expected, found) rows, one a difference
CHECKS: dict[str, str] = {
    "every transaction is balanced": """
        SELECT 'transaction ' || entry.transaction_id || ' ' || account.unit, 0, sum(entry.amount)
        FROM rewards_entry entry JOIN rewards_account account ON account.id = entry.account_id
        GROUP BY entry.transaction_id, account.unit HAVING sum(entry.amount) <> 0
    """,
    "every transaction has two legs or more": """
        SELECT 'transaction ' || booked.id, 2, count(entry.id)
        FROM rewards_transaction booked
        LEFT JOIN rewards_entry entry ON entry.transaction_id = booked.id
        GROUP BY booked.id HAVING count(entry.id) < 2
    """,
    "every kept balance is the sum of its entries": """
        SELECT 'account ' || account.id, coalesce(moved.total, 0), account.balance
        FROM rewards_account account
        LEFT JOIN (
            SELECT account_id, sum(amount) AS total FROM rewards_entry GROUP BY account_id
        ) moved ON moved.account_id = account.id
        WHERE account.tracked AND account.balance <> coalesce(moved.total, 0)
    """,
    "every award was posted for what it counts": """
        SELECT 'award ' || award.id, award.counted_points, coalesce(sum(entry.amount), 0)
        FROM rewards_pointsaward award
        LEFT JOIN rewards_entry entry ON entry.transaction_id = award.transaction_id
            AND entry.amount > 0
        WHERE award.transaction_id IS NOT NULL
        GROUP BY award.id HAVING award.counted_points <> coalesce(sum(entry.amount), 0)
    """,
    "every redemption was paid for what it cost": """
        SELECT 'redemption ' || redemption.id, redemption.amount, coalesce(-sum(entry.amount), 0)
        FROM rewards_redemption redemption
        LEFT JOIN rewards_entry entry ON entry.transaction_id = redemption.payment_id
            AND entry.amount < 0
        GROUP BY redemption.id HAVING redemption.amount <> coalesce(-sum(entry.amount), 0)
    """,
    "every refund gave back what was paid": """
        SELECT 'redemption ' || redemption.id, redemption.amount, coalesce(sum(entry.amount), 0)
        FROM rewards_redemption redemption
        LEFT JOIN rewards_entry entry ON entry.transaction_id = redemption.refund_id
            AND entry.amount > 0
        WHERE redemption.refund_id IS NOT NULL
        GROUP BY redemption.id HAVING redemption.amount <> coalesce(sum(entry.amount), 0)
    """,
}

# What payouts say in each state, against the account on which their money stands.
_OWNED = """
    SELECT 'creator ' || creator_id || ' ' || unit,
        coalesce(due.total, 0), coalesce(account.balance, 0)
    FROM (
        SELECT creator_id, currency AS unit, sum(amount) AS total FROM rewards_payout
        WHERE state IN ({states}) GROUP BY creator_id, currency
    ) due
    FULL JOIN (
        SELECT creator_id, unit, balance FROM rewards_account
        WHERE kind = '{kind}' AND unit <> 'points'
    ) account USING (creator_id, unit)
    WHERE coalesce(due.total, 0) <> coalesce(account.balance, 0)
"""
_ON_ITS_WAY = """
    SELECT unit, coalesce(due.total, 0), coalesce(stands.total, 0)
    FROM (
        SELECT currency AS unit, sum(amount) AS total FROM rewards_payout
        WHERE state = '{state}' GROUP BY currency
    ) due
    FULL JOIN (
        SELECT account.unit, sum(entry.amount) AS total
        FROM rewards_account account JOIN rewards_entry entry ON entry.account_id = account.id
        WHERE account.kind = '{kind}' GROUP BY account.unit
    ) stands USING (unit)
    WHERE coalesce(due.total, 0) <> coalesce(stands.total, 0)
"""
CHECKS |= {
    "every balance in review is its payouts": _OWNED.format(kind="pending", states="'pending'"),
    "every held balance is its payouts": _OWNED.format(kind="held", states="'held'"),
    "every money balance is its payouts": _OWNED.format(
        kind="creator", states="'payable', 'rejected', 'returned'"
    ),
    "what is on its way to banks is its payouts": _ON_ITS_WAY.format(kind="sent", state="sent"),
    "what was paid out is its payouts": _ON_ITS_WAY.format(kind="paid_out", state="paid"),
    "what was forfeited is its payouts": _ON_ITS_WAY.format(kind="forfeited", state="forfeited"),
    "every statement is its payouts": """
        SELECT 'statement ' || statement.id, statement.payable, coalesce(sum(payout.amount), 0)
        FROM rewards_statement statement
        LEFT JOIN rewards_payout payout ON payout.statement_id = statement.id
        GROUP BY statement.id HAVING statement.payable <> coalesce(sum(payout.amount), 0)
    """,
}


def register(name: str, query: str) -> None:
    """Add a check of an app above; doing it twice replaces it.

    The query yields rows of (subject, expected, found), one a difference.
    """
    CHECKS[name] = query


def discrepancies() -> Iterator[Discrepancy]:
    """Yield every difference that the checks find."""
    with connection.cursor() as cursor:
        for name, query in CHECKS.items():
            cursor.execute(query)
            for subject, expected, found in cursor.fetchall():
                yield Discrepancy(name, subject, int(expected), int(found))
