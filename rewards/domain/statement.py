"""A week's statement: the exact bytes that are hashed, chained and signed.

The bytes hold ids, never handles or titles, so that personal data can go and the proof stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from creatorspark.lib.canonical import canonical_json, sha256_of

FORMAT: Final = "creatorspark-statement-1"


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """A stored earnings line, as the statement states it; `amount` in minor units."""

    video_id: int | None
    kind: str
    cause: str
    amount: int
    policy_sha256: str
    inputs: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the line with ids as strings, which no reader of JSON can round."""
        return {
            "video": None if self.video_id is None else str(self.video_id),
            "kind": self.kind,
            "cause": self.cause,
            "amount": self.amount,
            "policy_sha256": self.policy_sha256,
            "inputs": self.inputs,
        }


@dataclass(frozen=True, kw_only=True)
class StatementBody:
    """What is hashed. `carried_in` and `carried_out` are debts: zero or less."""

    creator_id: int
    week: str
    currency: str
    previous_sha256: str | None
    carried_in: int
    lines: Sequence[StatementLine]

    @property
    def total(self) -> int:
        """Return the sum of the lines; it may be negative in a week of corrections."""
        return sum(line.amount for line in self.lines)

    @property
    def payable(self) -> int:
        """Return what is paid: never below zero."""
        return max(self.total + self.carried_in, 0)

    @property
    def carried_out(self) -> int:
        """Return the debt that the next statement starts with."""
        return min(self.total + self.carried_in, 0)

    def to_json(self) -> dict[str, Any]:
        """Return the statement as plain JSON."""
        return {
            "format": FORMAT,
            "creator": str(self.creator_id),
            "week": self.week,
            "currency": self.currency,
            "previous_sha256": self.previous_sha256,
            "carried_in": self.carried_in,
            "lines": [line.to_json() for line in self.lines],
            "total": self.total,
            "payable": self.payable,
            "carried_out": self.carried_out,
        }

    def to_bytes(self) -> bytes:
        """Return the canonical bytes that are hashed and signed."""
        return canonical_json(self.to_json())

    @property
    def sha256(self) -> str:
        """Return the statement's hash."""
        return sha256_of(self.to_json())
