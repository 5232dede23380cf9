"""Which alerts belong together, because the same accounts did what they are about."""

from dataclasses import dataclass
from typing import Final

from fraud.models import Alert

LOOKED_AT: Final = 300
SHOWN: Final = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Company:
    """Another creator's alert, and how many of the accounts that its evidence names are shared."""

    alert: Alert
    shared: int


def in_company(alert: Alert) -> list[Company]:
    """Return the alerts of other creators with accounts in common, most of them first.

    Those are looked at that are about the same time, the nearest to this one.
    """
    accounts = _accounts(alert)
    if not accounts:
        return []
    others = (
        Alert.objects.exclude(tier=Alert.Tier.SHADOW)
        .exclude(creator=alert.creator_id)
        .filter(window_start__lt=alert.window_end, window_end__gt=alert.window_start)
        .select_related("creator")
        .order_by("-pk")[:LOOKED_AT]
    )
    found = [Company(alert=one, shared=len(accounts & _accounts(one))) for one in others]
    found = [one for one in found if one.shared]
    return sorted(found, key=lambda one: (-one.shared, one.alert.pk))[:SHOWN]


def _accounts(alert: Alert) -> frozenset[str]:
    return frozenset(
        account
        for finding in alert.evidence.get("findings", ())
        for account in finding.get("accounts", ())
    )
