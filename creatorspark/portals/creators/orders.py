"""Orders: where each stands, in words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rewards import interface as rewards


@dataclass(frozen=True, slots=True)
class StateWords:
    """How a state is shown: its name, colour, icon and the sentence that explains it."""

    label: str | Promise
    tone: str
    icon: str
    sentence: str | Promise


STATES: dict[str, StateWords] = {
    "requested": StateWords(
        _("Requested"),
        "info",
        "clock",
        _("We have your order. A person looks at it, and you hear from us when it is decided."),
    ),
    "held": StateWords(
        _("On hold"),
        "warn",
        "alert",
        _("A person is looking into it. Your points are set aside and safe."),
    ),
    "approved": StateWords(
        _("Approved"), "good", "check", _("It was approved and is on its way to you.")
    ),
    "fulfilled": StateWords(_("Done"), "good", "check", _("You have it. Enjoy!")),
    "rejected": StateWords(
        _("Refused, refunded"),
        "bad",
        "again",
        _("It could not be given. All your points are back in your balance."),
    ),
    "cancelled": StateWords(
        _("Cancelled"), "", "close", _("You cancelled it. All your points are back.")
    ),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an order's life."""

    label: str | Promise
    at: dt.datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Order:
    """An order. `steps` are empty in lists."""

    id: int
    item_name: str
    at: dt.datetime
    amount: int
    exposure: str
    state: StateWords
    can_cancel: bool
    steps: Sequence[Step] = ()


def order_of(
    facts: rewards.RedemptionFacts, events: Sequence[rewards.RedemptionEventFacts] = ()
) -> Order:
    """Put an order into words."""
    return Order(
        id=facts.redemption_id,
        item_name=facts.item_name,
        at=facts.creation_date,
        amount=facts.amount,
        exposure=facts.exposure,
        state=_words(facts.state),
        can_cancel=facts.can_cancel,
        steps=[Step(_words(event.state).label, event.at, event.reason) for event in events],
    )


def _words(state: str) -> StateWords:
    return STATES.get(state, StateWords(state, "", "info", ""))
