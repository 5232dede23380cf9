"""A payout's states, which may follow which, and on which account its money stands in each."""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a payout is."""

    PENDING = "pending"
    HELD = "held"
    PAYABLE = "payable"
    SENT = "sent"
    PAID = "paid"
    REJECTED = "rejected"
    RETURNED = "returned"
    FORFEITED = "forfeited"


# state -> kind of the account that the money stands on
STANDS_ON: Final[dict[State, str]] = {
    State.PENDING: "pending",
    State.HELD: "held",
    State.PAYABLE: "creator",
    State.SENT: "sent",
    State.PAID: "paid_out",
    State.REJECTED: "creator",
    State.RETURNED: "creator",
    State.FORFEITED: "forfeited",
}

# (from, to) -> kind of the ledger transaction; empty where the money stays on its account
STEPS: Final[dict[tuple[State, State], str]] = {
    (State.PENDING, State.PAYABLE): "settlement",
    (State.PENDING, State.HELD): "freeze",
    (State.PAYABLE, State.HELD): "freeze",
    (State.HELD, State.PAYABLE): "thaw",
    (State.HELD, State.FORFEITED): "forfeit",
    # A decision that was put right after the window closed.
    (State.FORFEITED, State.PAYABLE): "thaw",
    (State.PAYABLE, State.SENT): "payout",
    (State.SENT, State.PAID): "paid",
    (State.SENT, State.REJECTED): "bounce",
    (State.SENT, State.RETURNED): "bounce",
    (State.PAID, State.RETURNED): "bounce",
    (State.REJECTED, State.PAYABLE): "",
    (State.RETURNED, State.PAYABLE): "",
}

# Nothing moves these on but new bank details, or a person.
WAITING_FOR_DETAILS: Final = frozenset({State.REJECTED, State.RETURNED})
