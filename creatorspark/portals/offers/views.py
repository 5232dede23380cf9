"""A creator's offers: the inbox, one offer, and what one does with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from creatorspark.core.models import Creator
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.offers.doing import act_on, detail_or_404, shown, write
from creatorspark.portals.offers.pages import line_of
from marketplace import interface as marketplace

SIDE = "creator"


def cursor_of(request: HttpRequest) -> int | None:
    """Return how many rows to skip, None for the first page or anything that isn't a number."""
    given = request.GET.get("from", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 7 else None


@require_safe
@for_creator
def inbox(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Offers to the creator, those that wait for an answer first."""
    cursor = cursor_of(request)
    page = marketplace.creator_offers(creator_id=creator.pk, cursor=cursor)
    context = {
        "lines": [line_of(one, side=SIDE) for one in page.rows],
        "waiting": page.waiting,
        "next_cursor": page.next_cursor,
        "cursor": cursor,
    }
    return render(request, "offers/inbox.html", context)


@require_safe
@for_creator
def offer(request: HttpRequest, creator: Creator, offer_id: int) -> HttpResponse:
    """One offer: why this creator, what it pays, and what can be done."""
    return shown(request, detail_or_404(request, offer_id, side=SIDE), side=SIDE)


@require_POST
@for_creator
def act(request: HttpRequest, creator: Creator, offer_id: int, act: str) -> HttpResponse:
    """Accept, ask for another fee, decline, deliver, step back, or ask a person to look."""
    return act_on(request, offer_id, act, side=SIDE)


@require_POST
@for_creator
def message(request: HttpRequest, creator: Creator, offer_id: int) -> HttpResponse:
    """Write to the brand."""
    return write(request, offer_id, side=SIDE)
