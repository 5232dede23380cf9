"""What people are told about an offer, in the portal and by e-mail, each once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.core.models import User
from creatorspark.core.services.notifications import notify
from creatorspark.lib.money import format_minor
from marketplace.domain.offers.states import Side
from marketplace.models import Offer, OfferMessage, OfferStep
from marketplace.services.offers.terms import terms_of_offer

Words = Any  # a lazily translated string

# What each side reads when an offer came to this state and somebody else brought it there.
FOR_CREATOR: dict[str, tuple[Words, Words]] = {
    "invited": (
        gettext_lazy("%(brand)s would like to work with you"),
        gettext_lazy("Read why, and name your fee if you are interested: by %(deadline)s."),
    ),
    "offered": (
        gettext_lazy("%(brand)s offers you %(amount)s"),
        gettext_lazy("Read what it is about and why you. Your answer counts until %(deadline)s."),
    ),
    "accepted": (
        gettext_lazy("%(brand)s accepted: %(amount)s are promised to you"),
        gettext_lazy("Show what you made on the offer's page, by %(deliver_by)s."),
    ),
    "declined": (
        gettext_lazy("%(brand)s didn’t accept your fee"),
        gettext_lazy("Nothing was agreed. They may come back with another offer."),
    ),
    "withdrawn": (
        gettext_lazy("%(brand)s took an offer back"),
        gettext_lazy("Nothing was agreed, so there is nothing for you to do."),
    ),
    "expired": (
        gettext_lazy("The time to answer %(brand)s is over"),
        gettext_lazy("Nothing was agreed. They may ask again."),
    ),
    "delivered": (gettext_lazy("%(brand)s’s offer was delivered"), ""),
    "disputed": (
        gettext_lazy("%(brand)s asked for a person to look at an offer"),
        gettext_lazy("The promised %(amount)s stay as they are until our staff decide."),
    ),
    "completed": (
        gettext_lazy("Done: %(brand)s owes you %(due)s"),
        gettext_lazy("It joins your next statement as soon as the brand’s payment arrives."),
    ),
    "cancelled": (
        gettext_lazy("The work for %(brand)s was cancelled"),
        gettext_lazy("Nothing is owed any more. The offer's page says why."),
    ),
}
FOR_BRAND: dict[str, tuple[Words, Words]] = {
    "invited": (gettext_lazy("%(creator)s was invited"), ""),
    "offered": (gettext_lazy("%(creator)s has an offer of %(amount)s"), ""),
    "countered": (
        gettext_lazy("%(creator)s asks for %(amount)s"),
        gettext_lazy("For “%(campaign)s”. Accept or decline by %(deadline)s."),
    ),
    "accepted": (
        gettext_lazy("%(creator)s accepted %(amount)s"),
        gettext_lazy("For “%(campaign)s”. The work is due by %(deliver_by)s."),
    ),
    "declined": (
        gettext_lazy("%(creator)s declined"),
        gettext_lazy("For “%(campaign)s”. The offer's page says why; nothing was promised."),
    ),
    "expired": (
        gettext_lazy("%(creator)s didn’t answer in time"),
        gettext_lazy("Nothing was promised for “%(campaign)s”. You can ask again."),
    ),
    "delivered": (
        gettext_lazy("%(creator)s delivered for “%(campaign)s”"),
        gettext_lazy(
            "Look at it and say that it is done. If nobody objects by %(confirm_by)s, it counts "
            "as done."
        ),
    ),
    "disputed": (
        gettext_lazy("%(creator)s asked for a person to look at an offer"),
        gettext_lazy("What you promised stays as it is until our staff decide."),
    ),
    "completed": (
        gettext_lazy("Done: %(creator)s delivered for “%(campaign)s”"),
        gettext_lazy("You owe %(cost)s with our commission."),
    ),
    "cancelled": (
        gettext_lazy("The work of %(creator)s was cancelled"),
        gettext_lazy("Nothing is owed for it any more. The offer's page says why."),
    ),
}


def tell(offer: Offer, *, step: OfferStep, side: Side, text: str, now: datetime) -> None:
    """Tell everybody but the side that acted about a step; staff hear of disputes."""
    key = f"marketplace.offer.{offer.pk}.{step.pk}"
    if side is not Side.CREATOR and step.state in FOR_CREATOR:
        title, body = FOR_CREATOR[step.state]
        _send(_creator_of(offer), offer, key, title, body, text=text, now=now, at="studio/offers")
    if side is not Side.BRAND and step.state in FOR_BRAND:
        title, body = FOR_BRAND[step.state]
        _send(_team_of(offer), offer, key, title, body, text=text, now=now, at="brand/offers")
    if step.state == Offer.State.DISPUTED:
        _tell_staff(offer, key=key, text=text, now=now)


def tell_message(offer: Offer, *, message: OfferMessage, now: datetime) -> None:
    """Tell the others that somebody wrote."""
    key = f"marketplace.offer.{offer.pk}.message.{message.pk}"
    side = Side(message.side)
    if side is not Side.CREATOR:
        who = _("%(brand)s wrote to you") if side is Side.BRAND else _("Our staff wrote to you")
        people = _creator_of(offer)
        _send(people, offer, key, who, "", text=message.text, now=now, at="studio/offers")
    if side is not Side.BRAND:
        who = _("Our staff wrote to you")
        if side is Side.CREATOR:
            who = _("%(creator)s wrote to you")
        _send(_team_of(offer), offer, key, who, "", text=message.text, now=now, at="brand/offers")


def tell_paid(offer: Offer, *, now: datetime) -> None:
    """Thank the brand; the creator hears of it with the correction of their week."""
    _send(
        _team_of(offer),
        offer,
        f"marketplace.offer.{offer.pk}.paid",
        _("Your payment for %(creator)s arrived"),
        _("Thank you. The fee is on its way with the creator's next statement."),
        text="",
        now=now,
        at="brand/offers",
    )


def _tell_staff(offer: Offer, *, key: str, text: str, now: datetime) -> None:
    for user in User.objects.filter(is_staff=True, is_active=True).order_by("pk"):
        notify(
            user,
            key=f"{key}.staff",
            title=_("A dispute about an offer waits for a decision"),
            body=text,
            url=f"/admin/marketplace/offer/{offer.pk}/change/",
            now=now,
        )


def _creator_of(offer: Offer) -> list[User]:
    return [offer.creator.user] if offer.creator.user is not None else []


def _team_of(offer: Offer) -> Iterable[User]:
    return User.objects.filter(
        brand_memberships__brand_id=offer.campaign.brand_id,
        brand_memberships__left_at=None,
        is_active=True,
    ).order_by("pk")


def _send(
    people: Iterable[User],
    offer: Offer,
    key: str,
    title: Words,
    body: Words,
    *,
    text: str,
    now: datetime,
    at: str,
) -> None:
    values = _values(offer)
    for user in people:
        notify(
            user,
            key=key,
            title=(str(title) % values)[:200],
            body="\n\n".join(part for part in (str(body) % values, text) if part),
            url=f"/{at}/{offer.pk}/",
            now=now,
        )


def _values(offer: Offer) -> dict[str, str]:
    due = offer.settled if offer.settled is not None else offer.amount
    share = offer.settled_commission if offer.settled is not None else offer.commission
    confirm_by = None
    if offer.delivered_at is not None:
        confirm_by = offer.delivered_at + terms_of_offer(offer).confirm_after
    return {
        "brand": offer.campaign.brand.name,
        "campaign": offer.campaign.name,
        "creator": str(offer.creator),
        "amount": _money(offer.amount, offer.currency),
        "due": _money(due, offer.currency),
        "cost": _money((due or 0) + (share or 0), offer.currency),
        "deadline": _day(offer.deadline),
        "deliver_by": _day(offer.deliver_by),
        "confirm_by": _day(confirm_by),
    }


def _money(amount: int | None, currency: str) -> str:
    return "" if amount is None else format_minor(amount, currency=currency)


def _day(moment: datetime | None) -> str:
    return date_format(moment, "j F Y") if moment is not None else ""
