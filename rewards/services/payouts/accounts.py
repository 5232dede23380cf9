"""Where a creator is paid: checked, sealed, and told to them when it changes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit
from creatorspark.core.services.notifications import notify
from creatorspark.core.services.sealing import seal, unseal
from rewards.domain.bank.batch import NAME_LENGTH, clean
from rewards.domain.bank.iban import NoIban, read_iban
from rewards.domain.payout import WAITING_FOR_DETAILS, State
from rewards.models import BankAccount, Payout
from rewards.services.payouts.moves import Move, lock_creators, make
from rewards.services.payouts.refusals import BankDetailsRefused

ENDING = 4


def set_bank_account(
    creator: Creator, *, holder: str, iban: str, actor: User | None, now: datetime
) -> BankAccount:
    """Store where a creator wants to be paid; what a bank refused before is ready to pay again.

    Saving what is there already changes nothing. Raises BankDetailsRefused.
    """
    name, number = _checked(holder, iban)
    with transaction.atomic():
        locked = lock_creators([creator.pk])[creator.pk]
        before = BankAccount.objects.filter(creator=locked).first()
        if before is not None and (before.holder, unseal(before.sealed_iban)) == (name, number):
            return before
        account, _created = BankAccount.objects.update_or_create(
            creator=locked,
            defaults={
                "holder": name,
                "sealed_iban": seal(number),
                "ending": number[-ENDING:],
                "country": number[:2],
                "updated_at": now,
            },
        )
        entry = audit.record(
            "rewards.bank_account.set",
            target=account,
            actor=actor,
            before=_trace(before),
            after=_trace(account),
        )
        _tell(locked, account, change=entry.pk, is_new=before is None, now=now)
        _free(locked, actor=actor, now=now)
    return account


def _checked(holder: str, iban: str) -> tuple[str, str]:
    name = clean(holder, length=NAME_LENGTH + 1)
    if not name:
        raise BankDetailsRefused(
            _("Write the name that your bank knows you by. Nothing was changed."), field="holder"
        )
    if len(name) > NAME_LENGTH:
        raise BankDetailsRefused(
            _("Banks take names of 70 characters at most. Shorten it as your bank does."),
            field="holder",
        )
    try:
        return name, read_iban(iban)
    except NoIban as error:
        raise BankDetailsRefused.for_iban(error) from error


def _trace(account: BankAccount | None) -> dict[str, str] | None:
    """Return what the audit may keep: enough to tell accounts apart, too little to pay to one."""
    if account is None:
        return None
    return {"ending": account.ending, "country": account.country}


def _free(creator: Creator, *, actor: User | None, now: datetime) -> None:
    waiting = Payout.objects.filter(creator=creator, state__in=WAITING_FOR_DETAILS).select_related(
        "statement"
    )
    reason = _("You gave new bank details.")
    moves = [Move(payout=row, state=State.PAYABLE, reason=reason) for row in waiting]
    make(moves, actor=actor, now=now)


def _tell(
    creator: Creator, account: BankAccount, *, change: int, is_new: bool, now: datetime
) -> None:
    if creator.user is None:
        return
    title = _("Your bank details were saved") if is_new else _("Your bank details were changed")
    notify(
        creator.user,
        key=f"rewards.bank_account.{change}",
        title=title,
        body=_(
            "Payouts go to the account that ends in %(ending)s. If that wasn't you, change your "
            "password and write to us at once."
        )
        % {"ending": account.ending},
        url="/studio/payouts/account/",
        now=now,
    )
