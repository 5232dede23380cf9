"""A creator's own kit, what it shows, whom it works for, and who watches."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from creatorspark.core.models import Creator
from creatorspark.lib.money import plain_minor
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.market.forms import (
    AudienceForm,
    PreferencesForm,
    ShownForm,
    WordsForm,
    audience_initial,
)
from creatorspark.portals.market.kit_page import audience_card, kit_page
from creatorspark.portals.roles import signed_in_as
from marketplace import interface as marketplace

UNPROCESSABLE = 422
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
@for_creator
def kit(request: HttpRequest, creator: Creator) -> HttpResponse:
    """The creator's own media kit, with what only they see."""
    found = marketplace.own_kit(creator_id=creator.pk)
    page = kit_page(found, is_own=True, today=timezone.now().date())
    return render(request, "market/kit.html", {"page": page})


@require_http_methods(GET_OR_POST)
@for_creator
def words(request: HttpRequest, creator: Creator) -> HttpResponse:
    """What a creator says of itself."""
    now = timezone.now()
    if request.method != "POST":
        known = marketplace.listing_of(creator_id=creator.pk)
        form = WordsForm(initial={"about": known.about, "topics": ", ".join(known.topics)})
        return render(request, "market/words.html", {"form": form})
    form = WordsForm(request.POST)
    if not form.is_valid():
        return render(request, "market/words.html", {"form": form}, status=UNPROCESSABLE)
    marketplace.describe_listing(
        creator_id=creator.pk, **form.cleaned_data, actor=signed_in_as(request), now=now
    )
    messages.success(request, _("Saved. Brands read it at once; matches follow in the night."))
    return redirect("market:kit")


@require_http_methods(GET_OR_POST)
@for_creator
def shown(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Which parts of the kit others see."""
    now = timezone.now()
    known = marketplace.listing_of(creator_id=creator.pk)
    if request.method != "POST":
        form = ShownForm(initial={**known.shows, "is_public": bool(known.public_address)})
        return render(request, "market/shown.html", {"form": form, "listing": known})
    form = ShownForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "listing": known}
        return render(request, "market/shown.html", context, status=UNPROCESSABLE)
    try:
        marketplace.show_parts(
            creator_id=creator.pk,
            parts=form.parts,
            is_public=form.cleaned_data["is_public"],
            actor=signed_in_as(request),
            now=now,
        )
    except marketplace.ListingError as refusal:
        form.add_error(None, str(refusal))
        context = {"form": form, "listing": known}
        return render(request, "market/shown.html", context, status=UNPROCESSABLE)
    messages.success(request, _("Saved. What you hide counts as not known, for matching too."))
    return redirect("market:kit")


@require_http_methods(GET_OR_POST)
@for_creator
def preferences(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Whether brands find a creator, for whom it never works, and the least it takes."""
    now = timezone.now()
    known = marketplace.listing_of(creator_id=creator.pk)
    brands = marketplace.brand_choices()
    refused = [number for number, _name in known.refused_brands]
    currency = marketplace.house_currency(now=now)
    context: dict[str, Any] = {"brands": brands, "currency": currency}
    if request.method != "POST":
        form = PreferencesForm(
            brands=brands,
            refused=refused,
            initial={
                "is_listed": known.is_listed,
                "accepts_offers": known.accepts_offers,
                "least_fee": None if known.least_fee is None else plain_minor(known.least_fee),
                "refuses": known.refuses,
                "refused_brands": refused,
            },
        )
        return render(request, "market/preferences.html", {**context, "form": form})
    form = PreferencesForm(request.POST, brands=brands, refused=refused)
    if form.is_valid():
        try:
            marketplace.set_preferences(
                creator_id=creator.pk,
                preferences=form.preferences(currency),
                actor=signed_in_as(request),
                now=now,
            )
        except marketplace.ListingError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. It counts from the next matches on."))
            return redirect("market:preferences")
    context["form"] = form
    return render(request, "market/preferences.html", context, status=UNPROCESSABLE)


@require_http_methods(GET_OR_POST)
@for_creator
def audience(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Who watches: what is known, and the creator's own figures."""
    now = timezone.now()
    form = AudienceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = marketplace.record_audience(
                creator_id=creator.pk, **form.statement, actor=signed_in_as(request), now=now
            )
        except marketplace.AudienceError as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell(request, kept)
            return redirect("market:audience")
    known = marketplace.audience_statements(creator_id=creator.pk)
    current = next((one.audience for one in known if one.is_current), None)
    today = now.date()
    if request.method != "POST":
        form = AudienceForm(initial=audience_initial(current, today=today))
    context = {
        "form": form,
        "today": today,
        "current": audience_card(current, is_own=True, today=today) if current else None,
        "statements": [
            (one, audience_card(one.audience, is_own=True, today=today)) for one in known
        ],
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "market/audience.html", context, status=status)


def _tell(request: HttpRequest, kept: marketplace.AudienceStatement) -> None:
    if kept.is_current:
        messages.success(request, _("Kept. Brands see these figures with their day from now on."))
    else:
        messages.info(
            request, _("Kept beside the others. Newer figures are there already, and they count.")
        )
