"""What each side can do on an offer's page: the form it fills and the call it makes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from creatorspark.core.models import User
from creatorspark.portals.offers.forms import (
    DUE_AFTER,
    ActForm,
    DeliverForm,
    DisputeForm,
    FeeForm,
    OfferForm,
    ReasonForm,
)
from marketplace import interface as marketplace
from marketplace.interface import OfferDetail


@dataclass(frozen=True, slots=True)
class Doing:
    """One act: what it asks for, and the call that does it."""

    form: type[ActForm]
    run: Callable[..., object]


CREATOR: Final[Mapping[str, Doing]] = {
    "accept": Doing(ActForm, partial(marketplace.accept_offer, side="creator")),
    "counter": Doing(FeeForm, marketplace.counter_offer),
    "decline": Doing(ReasonForm, partial(marketplace.decline_offer, side="creator")),
    "deliver": Doing(DeliverForm, marketplace.deliver_offer),
    "cancel": Doing(ReasonForm, partial(marketplace.cancel_offer, side="creator")),
    "dispute": Doing(DisputeForm, partial(marketplace.dispute_offer, side="creator")),
}
BRAND: Final[Mapping[str, Doing]] = {
    "offer": Doing(OfferForm, marketplace.name_fee),
    "accept": Doing(ActForm, partial(marketplace.accept_offer, side="brand")),
    "decline": Doing(ReasonForm, partial(marketplace.decline_offer, side="brand")),
    "withdraw": Doing(ReasonForm, marketplace.withdraw_offer),
    "complete": Doing(ActForm, marketplace.complete_offer),
    "cancel": Doing(ReasonForm, partial(marketplace.cancel_offer, side="brand")),
    "dispute": Doing(DisputeForm, partial(marketplace.dispute_offer, side="brand")),
}
SIDES: Final[Mapping[str, Mapping[str, Doing]]] = {"creator": CREATOR, "brand": BRAND}


def form_of(
    act: str, *, side: str, detail: OfferDetail, user: User, now: datetime, data: Any = None
) -> ActForm:
    """Return the form of an act on an offer, filled with what was sent or with what suits."""
    videos: tuple[tuple[int, str], ...] = ()
    if act == "deliver":
        videos = marketplace.deliverable_videos(user=user, offer_id=detail.offer.offer_id)
    return SIDES[side][act].form(
        data,
        auto_id=f"{act}_%s",
        initial=_initial(detail, now=now),
        reasons=marketplace.answer_reasons(act=act, side=side),
        videos=videos,
    )


def forms_of(
    detail: OfferDetail, *, side: str, user: User, now: datetime, bound: Mapping[str, ActForm]
) -> dict[str, ActForm]:
    """Return a form for each act that is possible now; `bound` are those that were sent."""
    return {
        act: bound.get(act) or form_of(act, side=side, detail=detail, user=user, now=now)
        for act in detail.acts
        if act in SIDES[side]
    }


def _initial(detail: OfferDetail, *, now: datetime) -> dict[str, Any]:
    offer = detail.offer
    week = (now + timedelta(days=7)).date()
    week = min(week, detail.campaign_ends_on or week)
    due = offer.deliver_by.date() if offer.deliver_by else week + DUE_AFTER
    return {
        "version": offer.version,
        "amount": None if offer.fee is None else f"{offer.fee // 100}.{offer.fee % 100:02}",
        "deadline": week,
        "deliver_by": max(due, week),
    }
