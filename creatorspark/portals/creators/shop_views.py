"""The shop: the shelf, the confirm page, and orders."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creatorspark.core.models import Creator
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.creators.orders import order_of
from creatorspark.portals.creators.shop_page import checkout_of, shelf_of
from creatorspark.portals.roles import signed_in_as
from rewards import interface as rewards

CONFLICT = 409


@require_safe
@for_creator
def shop(request: HttpRequest, creator: Creator) -> HttpResponse:
    """What points can buy, and the creator's orders."""
    before = request.GET.get("before", "")
    cursor = int(before) if before.isdecimal() and len(before) < 19 else None
    page = rewards.redemption_page(creator_id=creator.pk, cursor=cursor)
    context = {
        "page": shelf_of(creator, now=timezone.now()),
        "orders": [order_of(row) for row in page.rows],
        "next_cursor": page.next_cursor,
        "cursor": cursor,
    }
    return render(request, "creators/shop.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_creator
def redeem(request: HttpRequest, creator: Creator, item_id: int) -> HttpResponse:
    """Confirm (GET) and pay (POST). The key in the form makes a second click the same order."""
    if request.method == "POST":
        return _pay(request, creator, item_id)
    return _confirm(request, creator, item_id)


@require_safe
@for_creator
def redemption(request: HttpRequest, creator: Creator, redemption_id: int) -> HttpResponse:
    """One order and its steps; other people's orders don't exist."""
    found = rewards.redemption(creator_id=creator.pk, redemption_id=redemption_id)
    if found is None:
        raise Http404
    order = order_of(found.redemption, found.events)
    return render(request, "creators/redemption.html", {"order": order})


@require_POST
@for_creator
def cancel(request: HttpRequest, creator: Creator, redemption_id: int) -> HttpResponse:
    """Take an order back while nobody has decided on it."""
    if rewards.redemption(creator_id=creator.pk, redemption_id=redemption_id) is None:
        raise Http404
    try:
        rewards.cancel(
            redemption_id=redemption_id,
            creator_id=creator.pk,
            actor=signed_in_as(request),
            now=timezone.now(),
        )
        messages.success(request, _("Cancelled. Your points are back in your balance."))
    except rewards.RedemptionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("creators:redemption", redemption_id)


def _pay(request: HttpRequest, creator: Creator, item_id: int) -> HttpResponse:
    key, cost = _key(request), _cost(request)
    if key is None or cost is None:
        incomplete = _("This form arrived incomplete. Nothing was taken; look again and confirm.")
        return _confirm(request, creator, item_id, refusal=incomplete)
    try:
        receipt = rewards.redeem(
            creator_id=creator.pk,
            item_id=item_id,
            key=key,
            agreed_cost=cost,
            actor_id=signed_in_as(request).pk,
            now=timezone.now(),
        )
    except rewards.RedemptionRefused as refusal:
        return _confirm(request, creator, item_id, refusal=str(refusal))
    if receipt.is_new:
        messages.success(request, _("Ordered. The points were taken from your balance."))
    return redirect("creators:redemption", receipt.redemption_id)


def _confirm(
    request: HttpRequest, creator: Creator, item_id: int, *, refusal: str = ""
) -> HttpResponse:
    page = checkout_of(creator, item_id, key=str(uuid.uuid4()), now=timezone.now())
    if page is None and not refusal:
        raise Http404
    context = {"page": page, "refusal": refusal}
    status = CONFLICT if refusal else 200
    return render(request, "creators/redeem.html", context, status=status)


def _key(request: HttpRequest) -> str | None:
    """Return the form's key, or None: without one a retry could not be told from a new order."""
    try:
        return f"portal:{uuid.UUID(request.POST.get('key', ''))}"
    except ValueError:
        return None


def _cost(request: HttpRequest) -> int | None:
    """Return the price that the creator was shown, or None when the form doesn't say."""
    cost = request.POST.get("cost", "")
    return int(cost) if cost.isascii() and cost.isdecimal() and len(cost) < 10 else None
