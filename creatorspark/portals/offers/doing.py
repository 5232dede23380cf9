"""An act on an offer, from a form to the one call, and back to the page with what went wrong."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from creatorspark.portals.offers.acts import SIDES, form_of, forms_of
from creatorspark.portals.offers.forms import ActForm, MessageForm
from creatorspark.portals.offers.pages import page_of
from creatorspark.portals.offers.words import SAID
from creatorspark.portals.roles import signed_in_as
from marketplace import interface as marketplace
from marketplace.interface import OfferDetail

CONFLICT, UNPROCESSABLE = 409, 422
ONE = {"creator": "offers:offer", "brand": "deals:offer"}


def detail_or_404(request: HttpRequest, offer_id: int, *, side: str) -> OfferDetail:
    """Return the reader's own offer; anybody else's doesn't exist."""
    read: Callable[..., OfferDetail | None] = (
        marketplace.creator_offer if side == "creator" else marketplace.member_offer
    )
    found = read(user=signed_in_as(request), offer_id=offer_id, now=timezone.now())
    if found is None:
        raise Http404
    return found


def shown(
    request: HttpRequest,
    detail: OfferDetail,
    *,
    side: str,
    bound: Mapping[str, ActForm] | None = None,
    message: MessageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show one offer with everything that can be done."""
    now = timezone.now()
    context = {
        "currency": marketplace.house_currency(now=now),
        "page": page_of(detail, side=side),
        "forms": forms_of(
            detail, side=side, user=signed_in_as(request), now=now, bound=bound or {}
        ),
        "tried": next(iter(bound), "") if bound else "",
        "message_form": message or MessageForm(auto_id="message_%s"),
    }
    return render(request, f"offers/{side}_offer.html", context, status=status)


def act_on(request: HttpRequest, offer_id: int, act: str, *, side: str) -> HttpResponse:
    """Do an act of a side; what is refused comes back to the page with the reason."""
    detail = detail_or_404(request, offer_id, side=side)
    if act not in SIDES[side]:
        raise Http404
    now, user = timezone.now(), signed_in_as(request)
    form = form_of(act, side=side, detail=detail, user=user, now=now, data=request.POST)
    if not form.is_valid():
        return shown(request, detail, side=side, bound={act: form}, status=UNPROCESSABLE)
    try:
        SIDES[side][act].run(offer_id=offer_id, actor=user, now=now, **form.answers)
    except marketplace.OfferRefused as refusal:
        return _refused(request, offer_id, act, form, refusal, side=side)
    messages.success(request, str(SAID[act]))
    return redirect(ONE[side], offer_id)


def _refused(
    request: HttpRequest,
    offer_id: int,
    act: str,
    form: ActForm,
    refusal: marketplace.OfferRefused,
    *,
    side: str,
) -> HttpResponse:
    """Show how the offer stands now; where the act is still possible, with what was written."""
    detail = detail_or_404(request, offer_id, side=side)
    moved_on = isinstance(refusal, marketplace.OfferChanged) or act not in detail.acts
    if moved_on:
        messages.error(request, str(refusal))
        return shown(request, detail, side=side, status=CONFLICT)
    form.add_error(None, str(refusal))
    return shown(request, detail, side=side, bound={act: form}, status=CONFLICT)


def write(request: HttpRequest, offer_id: int, *, side: str) -> HttpResponse:
    """Write to the other side."""
    detail = detail_or_404(request, offer_id, side=side)
    form = MessageForm(request.POST, auto_id="message_%s")
    if not form.is_valid():
        return shown(request, detail, side=side, message=form, status=UNPROCESSABLE)
    try:
        marketplace.write_to_offer(
            offer_id=offer_id,
            side=side,
            text=form.cleaned_data["text"],
            actor=signed_in_as(request),
            now=timezone.now(),
        )
    except marketplace.OfferRefused as refusal:
        form.add_error(None, str(refusal))
        return shown(request, detail, side=side, message=form, status=CONFLICT)
    messages.success(request, str(SAID["message"]))
    return redirect(ONE[side], offer_id)
