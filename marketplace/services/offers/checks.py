"""What the ledger is compared with: the offers whose promises and fees it holds."""

from typing import Final

_OF_CREATOR: Final = """
    SELECT 'creator ' || creator_id || ' ' || unit,
        coalesce(due.total, 0), coalesce(account.balance, 0)
    FROM (
        SELECT creator_id, currency AS unit, sum({amount}) AS total FROM marketplace_offer
        WHERE {which} GROUP BY creator_id, currency
    ) due
    FULL JOIN (
        SELECT creator_id, unit, balance FROM rewards_account WHERE kind = '{kind}'
    ) account USING (creator_id, unit)
    WHERE coalesce(due.total, 0) <> coalesce(account.balance, 0)
"""
_OF_HOUSE: Final = """
    SELECT unit, coalesce(due.total, 0), coalesce(stands.total, 0)
    FROM (
        SELECT currency AS unit, sum({amount}) AS total FROM marketplace_offer
        WHERE {which} GROUP BY currency
    ) due
    FULL JOIN (
        SELECT account.unit, sum(entry.amount) AS total
        FROM rewards_account account JOIN rewards_entry entry ON entry.account_id = account.id
        WHERE account.kind = '{kind}' GROUP BY account.unit
    ) stands USING (unit)
    WHERE coalesce(due.total, 0) <> coalesce(stands.total, 0)
"""
_COMMITTED: Final = "state IN ('accepted', 'delivered', 'disputed')"
_OWED: Final = "state = 'completed' AND paid_at IS NULL"

CHECKS: Final[dict[str, str]] = {
    "every promise to a creator is an accepted offer": _OF_CREATOR.format(
        amount="amount", which=_COMMITTED, kind="committed"
    ),
    "every fee due to a creator is a completed offer": _OF_CREATOR.format(
        amount="settled", which=_OWED, kind="fees"
    ),
    "what brands promised is their accepted offers": _OF_HOUSE.format(
        amount="-(amount + commission)", which=_COMMITTED, kind="promised"
    ),
    "commission to come is that of accepted offers": _OF_HOUSE.format(
        amount="commission", which=_COMMITTED, kind="commission_later"
    ),
    "what brands owe is their completed offers": _OF_HOUSE.format(
        amount="-(settled + settled_commission)", which=_OWED, kind="owed_by_brands"
    ),
    "commission earned is that of completed offers": _OF_HOUSE.format(
        amount="settled_commission", which="state = 'completed'", kind="commission"
    ),
    "what was received from brands is paid offers": _OF_HOUSE.format(
        amount="-(settled + settled_commission)",
        which="paid_at IS NOT NULL",
        kind="received",
    ),
}
