"""Brands for a creator, why each, and what the creator says to them."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from creatorspark.core.models import Creator
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.market.brands_page import brand_cards
from creatorspark.portals.roles import signed_in_as
from marketplace import interface as marketplace


@require_safe
@for_creator
def brands(request: HttpRequest, creator: Creator) -> HttpResponse:
    """The creator's list in the run that is shown, or in the one the address names."""
    now = timezone.now()
    asked = request.GET.get("run", "")
    run = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else None
    is_gone = False
    try:
        found = marketplace.suggested_brands(creator_id=creator.pk, now=now, run=run)
    except marketplace.RunGone:
        is_gone = True
        found = marketplace.suggested_brands(creator_id=creator.pk, now=now)
    listing = marketplace.listing_of(creator_id=creator.pk)
    context = {
        "found": found,
        "cards": brand_cards(found),
        "is_gone": is_gone,
        "is_open": listing.is_listed and listing.accepts_offers,
        "can_join": not listing.is_listed,
        "reasons": marketplace.decline_reasons(),
    }
    return render(request, "market/brands.html", context)


@require_POST
@for_creator
def joined(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Let brands find the creator, with one click."""
    _choose(request, creator, is_in=True)
    messages.success(
        request,
        _(
            "Brands can find you now. Look at what they see; your first list of brands is worked "
            "out with the next matches."
        ),
    )
    return redirect("market:kit")


@require_POST
@for_creator
def stayed_away(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Keep that the creator doesn't want to be found; nobody asks again."""
    _choose(request, creator, is_in=False)
    messages.success(
        request, _("Kept: no brand finds you. You can change that at any time under Brands.")
    )
    return redirect("creators:overview")


def _choose(request: HttpRequest, creator: Creator, *, is_in: bool) -> None:
    marketplace.choose_to_be_found(
        creator_id=creator.pk, is_in=is_in, actor=signed_in_as(request), now=timezone.now()
    )


@require_POST
@for_creator
def wanted(request: HttpRequest, creator: Creator, brand_id: int) -> HttpResponse:
    """Say yes to a brand; its team is told."""
    return _answer(
        request,
        lambda: marketplace.say_interested(
            creator_id=creator.pk,
            brand_id=brand_id,
            actor=signed_in_as(request),
            now=timezone.now(),
        ),
        done=_("They know. If they write, you find it under Offers."),
    )


@require_POST
@for_creator
def declined(request: HttpRequest, creator: Creator, brand_id: int) -> HttpResponse:
    """Take a brand off the list, with a reason or without."""
    return _answer(
        request,
        lambda: marketplace.decline_brand(
            creator_id=creator.pk,
            brand_id=brand_id,
            reason=request.POST.get("reason", ""),
            actor=signed_in_as(request),
            now=timezone.now(),
        ),
        done=_("Taken off your list. You can take it back below."),
    )


@require_POST
@for_creator
def undo(request: HttpRequest, creator: Creator, brand_id: int) -> HttpResponse:
    """Take an answer back."""
    return _answer(
        request,
        lambda: marketplace.take_answer_back(
            creator_id=creator.pk,
            brand_id=brand_id,
            actor=signed_in_as(request),
            now=timezone.now(),
        ),
        done=_("Taken back."),
    )


def _answer(request: HttpRequest, say: Callable[[], None], *, done: str) -> HttpResponse:
    try:
        say()
    except ObjectDoesNotExist as nobody:
        raise Http404 from nobody
    except marketplace.AnswerRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("market:brands")
