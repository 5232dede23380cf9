"""What other apps are told about records that travel: frozen facts, never rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class PaidSum:
    """What an instance says it paid in one currency, in minor units."""

    currency: str
    base: int
    bonus: int

    @property
    def total(self) -> int:
        """Return base and bonus together."""
        return self.base + self.bonus


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordSums:
    """What a record adds up to."""

    videos: int
    weeks: int
    paid: tuple[PaidSum, ...]

    @classmethod
    def from_totals(cls, totals: Mapping[str, object]) -> "RecordSums":
        """Read the totals of a history; they were checked when it was read."""
        paid = totals["paid"]
        assert isinstance(paid, Mapping)
        return cls(
            videos=int(str(totals["videos"])),
            weeks=int(str(totals["weeks"])),
            paid=tuple(
                PaidSum(currency=str(name), base=int(own["base"]), bonus=int(own["bonus"]))
                for name, own in paid.items()
            ),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class CarriedRecord:
    """A record that a creator brought from another instance.

    `basis` is trusted, key_brought, key_unknown, changed, not_signed or another_profile; `verdict`
    says it in a sentence. Only a trusted one `is_verified`.
    """

    history_id: int
    issuer: str
    url: str
    issued_at: datetime
    basis: str
    is_verified: bool
    verdict: str
    sums: RecordSums
    imported_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CarriedVideo:
    """What a carried record says of one video; sums in minor units of `currency`."""

    platform: str
    external_id: str
    posted_on: str
    grade: str
    originality: str
    base: int
    bonus: int
    currency: str
    weeks: int
