"""Points for tests, posted as the product posts them."""

from uuid import uuid4

from creatorspark.core.models import Creator
from rewards.ledger.models import Account
from rewards.services import corrections
from tests.factories import NOW


def give(creator: Creator, points: int) -> None:
    """Add points to a creator's balance."""
    corrections.adjust(
        creator.pk, points=points, key=uuid4().hex, reason="for a test", actor=None, now=NOW
    )


def balance(creator: Creator, kind: Account.Kind = Account.Kind.CREATOR) -> int:
    """Return what stands on a creator's account; 0 where there is none."""
    account = Account.objects.filter(kind=kind, unit="points", creator=creator).first()
    return account.balance if account else 0
