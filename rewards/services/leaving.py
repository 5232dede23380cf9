"""What happens to money, points and bank details when a creator is erased or merged.

Statements, lines and the ledger stay as they are: they hold numbers only. A merge moves what is
open by ledger transactions and lets payouts follow; a debt becomes a line of the kept creator's
next statement, because a chain of statements can't take over another one's.
"""

from django.db.models import Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.core.models import Creator
from creatorspark.core.services.leaving import Chapter, Leave
from creatorspark.lib.money import format_minor
from rewards.ledger import services as ledger
from rewards.ledger.accounts import creator_accounts, system_account
from rewards.ledger.models import Account, Transaction
from rewards.models import (
    BankAccount,
    CarriedHistory,
    Payout,
    Redemption,
    StaffAdjustment,
    WeekEstimate,
)
from rewards.services.adjustments import adjust_earnings

POINTS = Account.Unit.POINTS
OWNED = (Account.Kind.CREATOR, Account.Kind.HELD, Account.Kind.PENDING)
# What brands promise and owe follows a creator too, but isn't theirs to lose yet.
FROM_BRANDS = (Account.Kind.COMMITTED, Account.Kind.FEES)
OPEN_ORDERS = (Redemption.State.REQUESTED, Redemption.State.APPROVED, Redemption.State.HELD)
AT_THE_BANK = (Payout.State.SENT,)


# Erasing ----------------------------------------------------------------------------------------
def _still_open(creator: Creator) -> list[str]:
    return [*_unpaid(creator), *_waiting(creator)]


def _unpaid(creator: Creator) -> list[str]:
    """Say what stands on the creator's accounts: points, and money in review, held or ready."""
    rows = (
        Account.objects.filter(creator=creator, kind__in=OWNED, balance__gt=0)
        .values_list("unit")
        .annotate(Sum("balance"))
        .order_by("unit")
    )
    said = []
    for unit, balance in rows:
        if unit == POINTS:
            words = ngettext("%(n)s point", "%(n)s points", balance)
            left = words % {"n": number_format(balance, force_grouping=True)}
        else:
            left = format_minor(balance, currency=unit)
        said.append(_("%(left)s is left on this profile.") % {"left": left})
    sent = Payout.objects.filter(creator=creator, state__in=AT_THE_BANK)
    if sent.exists():
        said.append(_("A payout is on its way to the bank."))
    return said


def _waiting(creator: Creator) -> list[str]:
    said = []
    if Redemption.objects.filter(creator=creator, state__in=OPEN_ORDERS).exists():
        said.append(_("An order from the shop is open."))
    if StaffAdjustment.objects.filter(creator=creator, statement=None).exists():
        said.append(_("A correction of earnings waits for the week to close."))
    return said


def _erase(creator: Creator, leave: Leave) -> None:
    """Forget bank details and what was brought from elsewhere; nothing of it was ever signed."""
    BankAccount.objects.filter(creator=creator).delete()
    CarriedHistory.objects.filter(creator=creator).delete()
    WeekEstimate.objects.filter(creator=creator).delete()


# Merging ----------------------------------------------------------------------------------------
def _in_the_way(kept: Creator, absorbed: Creator) -> list[str]:
    return [
        _("Profile %(id)s: %(what)s") % {"id": absorbed.pk, "what": sentence}
        for sentence in _waiting(absorbed)
    ]


def _merge(kept: Creator, absorbed: Creator, leave: Leave) -> None:
    _move_balances(kept, absorbed, leave)
    _move_debts(kept, absorbed, leave)
    Payout.objects.filter(creator=absorbed).update(creator=kept, updated_at=leave.now)
    _move_bank_account(kept, absorbed)
    WeekEstimate.objects.filter(creator=absorbed).delete()


def _move_balances(kept: Creator, absorbed: Creator, leave: Leave) -> None:
    """Post what stands on the absorbed accounts over to the kept ones, a transaction a unit."""
    rows = Account.objects.filter(creator=absorbed, kind__in=(*OWNED, *FROM_BRANDS), balance__gt=0)
    owed = Account.objects.filter(
        creator=absorbed, kind=Account.Kind.RECOVERY, unit=POINTS, balance__lt=0
    )
    by_unit: dict[str, list[Account]] = {}
    for row in (*rows, *owed):
        by_unit.setdefault(row.unit, []).append(row)
    for unit, accounts in by_unit.items():
        legs = []
        for account in accounts:
            theirs = creator_accounts(
                [kept.pk], kind=Account.Kind(account.kind), unit=Account.Unit(unit)
            )[kept.pk]
            legs += [ledger.Leg(account.pk, -account.balance), ledger.Leg(theirs, account.balance)]
        _post(f"merge:{absorbed.pk}:{unit}", legs, absorbed=absorbed, leave=leave)
    ledger.settle_debts([kept.pk], now=leave.now)


def _move_debts(kept: Creator, absorbed: Creator, leave: Leave) -> None:
    """Turn money that is owed into a line of the kept creator's next statement.

    The debt leaves the absorbed chain's account for the one that the line will post against.
    """
    debts = Account.objects.filter(
        creator=absorbed, kind=Account.Kind.RECOVERY, balance__lt=0
    ).exclude(unit=POINTS)
    for account in debts:
        earned = system_account(Account.Kind.EARNED, unit=Account.Unit(account.unit))
        key = f"merge:{absorbed.pk}:{account.unit}:debt"
        legs = [ledger.Leg(account.pk, -account.balance), ledger.Leg(earned, account.balance)]
        _post(key, legs, absorbed=absorbed, leave=leave)
        adjust_earnings(
            creator_id=kept.pk,
            amount=account.balance,
            reason=_("Owed by profile %(id)s, which was merged into this one.")
            % {"id": absorbed.pk},
            key=key,
            actor=leave.actor,
            now=leave.now,
        )


def _post(key: str, legs: list[ledger.Leg], *, absorbed: Creator, leave: Leave) -> None:
    ledger.post(
        ledger.Posting(
            kind=Transaction.Kind.ADJUSTMENT,
            key=key,
            legs=tuple(legs),
            reference=("core.creator", str(absorbed.pk)),
            memo=_("Two profiles became one"),
        ),
        now=leave.now,
        actor_id=leave.actor.pk if leave.actor else None,
    )


def _move_bank_account(kept: Creator, absorbed: Creator) -> None:
    """Keep the kept creator's bank details; without any, take the absorbed one's."""
    theirs = BankAccount.objects.filter(creator=absorbed)
    if BankAccount.objects.filter(creator=kept).exists():
        theirs.delete()
    else:
        theirs.update(creator=kept)


CHAPTER = Chapter(
    name="rewards", still_open=_still_open, erase=_erase, in_the_way=_in_the_way, merge=_merge
)
