"""Media kits for others: a brand's view, and the page that everybody may read."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from creatorspark.core.models import User
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
@login_required
def for_brands(request: HttpRequest, creator_id: int) -> HttpResponse:
    """A kit as brands see it; staff see the same."""
    user = signed_in_as(request)
    if user.role not in {User.Role.BRAND, User.Role.STAFF}:
        raise PermissionDenied
    if user.role == User.Role.BRAND and not marketplace.speaks_for_a_brand(user_id=user.pk):
        raise PermissionDenied
    found = marketplace.kit_for_brands(creator_id=creator_id)
    if found is None:
        raise Http404
    page = kit_page(found, is_own=False, today=timezone.now().date())
    return render(request, "market/kit_for_brands.html", {"page": page})
