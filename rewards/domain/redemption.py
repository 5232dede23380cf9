"""The life of a redemption, and the reasons why the shop may refuse one."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Refusal(StrEnum):
    """Why a redemption can't be made; the codes that the database's rules return."""

    NO_CREATOR = "no_creator"
    NO_ITEM = "no_item"
    INACTIVE = "inactive"
    NOT_YET = "not_yet"
    OVER = "over"
    OUT_OF_STOCK = "out_of_stock"
    LIMIT_REACHED = "limit_reached"
    ON_HOLD = "on_hold"
    NOT_ENOUGH_POINTS = "not_enough_points"
    PRICE_CHANGED = "price_changed"
    KEY_REUSED = "key_reused"


class Step(StrEnum):
    """What can happen to a redemption."""

    APPROVE = "approve"
    FULFIL = "fulfil"
    REJECT = "reject"
    CANCEL = "cancel"
    HOLD = "hold"
    RELEASE = "release"


# step -> the states it may start from; only a release returns to where a hold began.
ALLOWED_FROM: Final[Mapping[Step, frozenset[str]]] = {
    Step.APPROVE: frozenset({"requested"}),
    Step.FULFIL: frozenset({"approved"}),
    Step.REJECT: frozenset({"requested", "approved", "held"}),
    Step.CANCEL: frozenset({"requested"}),
    Step.HOLD: frozenset({"requested", "approved"}),
    Step.RELEASE: frozenset({"held"}),
}

LEADS_TO: Final[Mapping[Step, str]] = {
    Step.APPROVE: "approved",
    Step.FULFIL: "fulfilled",
    Step.REJECT: "rejected",
    Step.CANCEL: "cancelled",
    Step.HOLD: "held",
}

REFUNDING: Final = frozenset({Step.REJECT, Step.CANCEL})


def state_after(step: Step, *, state: str, state_before_hold: str) -> str | None:
    """Return the state that `step` leads to, or None when it isn't allowed from `state`."""
    if state not in ALLOWED_FROM[step]:
        return None
    return state_before_hold if step is Step.RELEASE else LEADS_TO[step]
