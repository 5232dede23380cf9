"""Media kits for others: a brand's view, and the page that everybody may read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from creatorspark.portals.market.access import for_brands_and_staff
from creatorspark.portals.market.kit_page import kit_page
from creatorspark.portals.roles import signed_in_as
from marketplace import interface as marketplace


@require_safe
def public(request: HttpRequest, address: str) -> HttpResponse:
    """A kit that its creator made public."""
    found = marketplace.public_kit(address=address)
    if found is None:
        raise Http404
    page = kit_page(found, is_own=False, today=timezone.now().date())
    return render(request, "market/kit_public.html", {"page": page})


@require_safe
@for_brands_and_staff
def for_brands(request: HttpRequest, creator_id: int) -> HttpResponse:
    """A kit as brands see it; staff see the same."""
    found = marketplace.kit_for_brands(creator_id=creator_id, user_id=signed_in_as(request).pk)
    if found is None:
        raise Http404
    page = kit_page(found, is_own=False, today=timezone.now().date())
    return render(request, "market/kit_for_brands.html", {"page": page})
