"""Points in a creator's purse, posted as an adjustment."""

from uuid import uuid4

from creatorspark.core.models import Creator
from rewards.ledger import services as ledger
from rewards.ledger.accounts import creator_accounts, system_account
from rewards.ledger.models import Account, Transaction
from tests.factories import NOW


def give(creator: Creator, points: int) -> None:
    """Give a creator points."""
    purse = creator_accounts([creator.pk])[creator.pk]
    source = system_account(Account.Kind.ISSUANCE)
    ledger.post(
        ledger.Posting(
            kind=Transaction.Kind.ADJUSTMENT,
            key=f"test:{uuid4()}",
            legs=(ledger.Leg(purse, points), ledger.Leg(source, -points)),
        ),
        now=NOW,
        actor_id=None,
    )


def balance(creator: Creator) -> int:
    """What the ledger says the creator has."""
    return Account.objects.get(creator=creator, kind=Account.Kind.CREATOR).balance
