"""An offer and lists of offers as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from creatorspark.portals.offers.words import StateWords, Words, event_of, words_of
from marketplace.interface import OfferDetail, OfferFacts, StepFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLine:
    """An offer in a list: what it is, how it stands, and until when it waits for the reader."""

    offer: OfferFacts
    state: StateWords
    waits_for_me: bool
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPage:
    """One offer for one side."""

    detail: OfferDetail
    offer: OfferFacts
    state: StateWords
    side: str
    waits_for_me: bool
    until: datetime | None
    steps: Sequence[tuple[StepFacts, Words]]

    @property
    def is_open(self) -> bool:
        """Say whether messages can still matter."""
        return bool(self.detail.acts) or self.offer.turn != ""


def line_of(offer: OfferFacts, *, side: str) -> OfferLine:
    """Return an offer as a list shows it to a side."""
    return OfferLine(
        offer=offer,
        state=words_of(offer.state, side=side),
        waits_for_me=offer.turn == side,
        until=_until(offer),
    )


def page_of(detail: OfferDetail, *, side: str) -> OfferPage:
    """Return an offer's page for a side."""
    offer = detail.offer
    return OfferPage(
        detail=detail,
        offer=offer,
        state=words_of(offer.state, side=side),
        side=side,
        waits_for_me=offer.turn == side,
        until=detail.confirm_by or _until(offer),
        steps=[(step, event_of(step.state)) for step in detail.steps],
    )


def _until(offer: OfferFacts) -> datetime | None:
    if offer.state in ("invited", "offered", "countered"):
        return offer.deadline
    return offer.deliver_by if offer.state == "accepted" else None


def percent_of(share: str) -> str:
    """Write a share like “0.125” as “12.5 %”, with no more decimals than it has."""
    return f"{(Decimal(share) * 100).normalize():f} %"
