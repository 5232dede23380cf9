"""One statement laid out for reading, and the file in which it leaves the house. Pure."""

import json
from dataclasses import dataclass
from datetime import datetime

from rewards.domain.earnings_facts import EarningsStatement, LineFacts, StatementProof


@dataclass(frozen=True, kw_only=True, slots=True)
class LineGroup:
    """The lines of a statement about one video; `video_id` is None for those about none.

    `amount` in minor units is their sum.
    """

    video_id: int | None
    amount: int
    lines: tuple[LineFacts, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class LineGroupPage:
    """Some of a statement's groups, the largest sums first. `page` counts from 1."""

    groups: tuple[LineGroup, ...]
    page: int
    pages: int
    videos: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementSums:
    """A statement's total by kind of line, in minor units. `adjustments` may be below zero."""

    base: int
    bonus: int
    adjustments: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PayoutStep:
    """A step on a payout's way; `state` is one of the payout's states."""

    payout_id: int
    part: int
    state: str
    reason: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementView:
    """A statement as its page needs it; `proof` is what makes it checkable."""

    statement: EarningsStatement
    sums: StatementSums
    page: LineGroupPage
    steps: tuple[PayoutStep, ...]
    before: EarningsStatement | None
    proof: StatementProof


def envelope(proof: StatementProof) -> bytes:
    """Return the file that a person downloads: the signed bytes, untouched, and what proves them.

    The bytes stand in it as they were hashed and signed, so no reader of JSON can have altered
    them on the way.
    """
    rest = json.dumps(
        {
            "sha256": proof.sha256,
            "signature": proof.signature,
            "public_key": proof.public_key,
            "key_fingerprint": proof.key_fingerprint,
        }
    )
    return b'{"statement": ' + proof.body + b", " + rest[1:].encode() + b"\n"
