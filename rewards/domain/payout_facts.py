"""What rewards tell other apps about payouts: frozen facts, amounts in minor units."""

from dataclasses import dataclass
from datetime import date, datetime

from rewards.domain.statement_facts import PayoutStep


@dataclass(frozen=True, kw_only=True, slots=True)
class PayoutSummary:
    """Where a creator's money is. `refused` was rejected or returned by their bank.

    `next_amount` is what goes to the bank next and `next_date` the first day it can; both None
    while nothing reaches `smallest_payout`. `bank_account_ending` is None without bank details.
    """

    currency: str
    pending: int
    held: int
    payable: int
    in_transit: int
    paid: int
    refused: int
    payouts: int
    next_amount: int | None
    next_date: date | None
    smallest_payout: int
    bank_account_ending: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Withheld:
    """What holds keep: `held` and `forfeited` in minor units, and `points` that can't be spent.

    `safe` is what is on its way to the creator as before.
    """

    currency: str
    held: int
    forfeited: int
    safe: int
    points: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PayoutFacts:
    """One payout; a statement has several where a hold keeps a part of it.

    `week` is the statement's Monday; `reason` what the creator was told at the last step, empty
    where nothing was.
    """

    payout_id: int
    creator_id: int
    week: date
    part: int
    amount: int
    currency: str
    state: str
    payable_from: datetime
    reason: str
    attempt: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldLineFacts:
    """A line that a hold kept apart in this payout; no video: it is about all of the creator."""

    video_id: int | None
    kind: str
    amount: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PayoutDetail:
    """A payout with its timeline, oldest step first, and the lines that were held in it."""

    payout: PayoutFacts
    steps: tuple[PayoutStep, ...]
    held_lines: tuple[HeldLineFacts, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PayoutPage:
    """Payouts, newest first; `next_cursor` asks for older ones, None when there are none."""

    rows: tuple[PayoutFacts, ...]
    next_cursor: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class BankAccountFacts:
    """Where a creator is paid; of the number only its end is told."""

    holder: str
    ending: str
    country: str
    updated_at: datetime
