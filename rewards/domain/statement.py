"""A week's statement: the exact bytes that are hashed, chained and signed.

The bytes hold ids, never handles or titles, so that personal data can go and the proof stays.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

from creatorspark.lib.canonical import canonical_json

FORMAT: Final = "creatorspark-statement-1"


@lru_cache(maxsize=4_096)
def _canonical_text(text: str) -> bytes:
    """Return the canonical JSON of one of the few texts that many lines share."""
    return canonical_json(text)


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

    @cached_property
    def canonical_inputs(self) -> bytes:
        """Return the canonical bytes of the inputs, which storing the line needs as well."""
        return canonical_json(self.inputs)

    def to_bytes(self) -> bytes:
        """Return the canonical bytes of the line; as `canonical_json(self.to_json())`, but once."""
        video = "null" if self.video_id is None else f'"{self.video_id}"'
        return b'{"amount":%d,"cause":%b,"inputs":%b,"kind":%b,"policy_sha256":%b,"video":%b}' % (
            self.amount,
            _canonical_text(self.cause),
            self.canonical_inputs,
            _canonical_text(self.kind),
            _canonical_text(self.policy_sha256),
            video.encode(),
        )


@dataclass(frozen=True, kw_only=True)
class StatementBody:
    """What is hashed. `carried_in` and `carried_out` are debts: zero or less."""

    creator_id: int
    week: str
    currency: str
    previous_sha256: str | None
    carried_in: int
    lines: Sequence[StatementLine]

    @cached_property
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

    @cached_property
    def signed_bytes(self) -> bytes:
        """Return the canonical bytes that are hashed and signed."""
        lines = b",".join(line.to_bytes() for line in self.lines)
        return (
            b'{"carried_in":%d,"carried_out":%d,"creator":"%d","currency":%b,"format":%b,'
            b'"lines":[%b],"payable":%d,"previous_sha256":%b,"total":%d,"week":%b}'
        ) % (
            self.carried_in,
            self.carried_out,
            self.creator_id,
            canonical_json(self.currency),
            canonical_json(FORMAT),
            lines,
            self.payable,
            canonical_json(self.previous_sha256),
            self.total,
            canonical_json(self.week),
        )

    @cached_property
    def sha256(self) -> str:
        """Return the statement's hash."""
        return hashlib.sha256(self.signed_bytes).hexdigest()
