"""A brand's offers: those of a campaign, one offer, a new one, and what the campaign brought."""

from datetime import timedelta
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creatorspark.core.models import User
from creatorspark.portals.offers.doing import CONFLICT, UNPROCESSABLE, act_on, shown, write
from creatorspark.portals.offers.doing import detail_or_404 as found_or_404
from creatorspark.portals.offers.forms import DUE_AFTER, AskForm
from creatorspark.portals.offers.pages import line_of, percent_of
from creatorspark.portals.offers.report_csv import report_csv
from creatorspark.portals.offers.views import cursor_of
from creatorspark.portals.roles import role_required, signed_in_as
from marketplace import interface as marketplace
from marketplace.interface import NewOffer

SIDE = "brand"


@role_required(User.Role.BRAND)
@require_safe
def campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The offers of a campaign, those that wait for the brand first."""
    user, cursor = signed_in_as(request), cursor_of(request)
    brief = marketplace.my_campaign(user=user, campaign_id=campaign_id)
    page = marketplace.campaign_offers(user=user, campaign_id=campaign_id, cursor=cursor)
    if brief is None or page is None:
        raise Http404
    context = {
        "campaign": brief,
        "lines": [line_of(one, side=SIDE) for one in page.rows],
        "waiting": page.waiting,
        "next_cursor": page.next_cursor,
        "cursor": cursor,
    }
    return render(request, "offers/campaign.html", context)


@role_required(User.Role.BRAND)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, campaign_id: int, creator_id: int) -> HttpResponse:
    """Write an offer or an invitation (GET) and send it (POST)."""
    now, user = timezone.now(), signed_in_as(request)
    new = marketplace.new_offer(user=user, campaign_id=campaign_id, creator_id=creator_id, now=now)
    if new is None:
        raise Http404
    if request.method != "POST":
        return _ask(request, new, AskForm(initial=_initial(new)))
    form = AskForm(request.POST)
    if not form.is_valid():
        return _ask(request, new, form, status=UNPROCESSABLE)
    try:
        receipt = marketplace.begin_offer(
            campaign_id=campaign_id, creator_id=creator_id, actor=user, now=now, **form.ask
        )
    except marketplace.OfferRefused as refusal:
        form.add_error(None, str(refusal))
        return _ask(request, new, form, status=CONFLICT)
    messages.success(request, _("Sent. The creator hears of it now."))
    return redirect("deals:offer", receipt.offer_id)


def _ask(request: HttpRequest, new: NewOffer, form: AskForm, *, status: int = 200) -> HttpResponse:
    takes = Decimal(new.commission) > 0 or new.least_commission > 0
    percent = percent_of(new.commission) if takes else ""
    context = {"new": new, "form": form, "commission_percent": percent}
    return render(request, "offers/ask.html", context, status=status)


def _initial(new: NewOffer) -> dict[str, object]:
    usual = (timezone.now() + timedelta(days=new.answer_days)).date()
    answer_by = min(usual, new.campaign_ends_on or usual)
    suggested = new.suggested
    return {
        "amount": None if suggested is None else f"{suggested // 100}.{suggested % 100:02}",
        "deadline": answer_by,
        "deliver_by": answer_by + DUE_AFTER,
    }


@role_required(User.Role.BRAND)
@require_safe
def offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """One offer of the reader's brands."""
    return shown(request, found_or_404(request, offer_id, side=SIDE), side=SIDE)


@role_required(User.Role.BRAND)
@require_POST
def act(request: HttpRequest, offer_id: int, act: str) -> HttpResponse:
    """Change the offer, accept, decline, take back, say done, cancel, or ask a person to look."""
    return act_on(request, offer_id, act, side=SIDE)


@role_required(User.Role.BRAND)
@require_POST
def message(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Write to the creator."""
    return write(request, offer_id, side=SIDE)


@role_required(User.Role.BRAND)
@require_safe
def report(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """What a campaign brought and cost."""
    user = signed_in_as(request)
    brief = marketplace.my_campaign(user=user, campaign_id=campaign_id)
    found = marketplace.campaign_report(user=user, campaign_id=campaign_id)
    if brief is None or found is None:
        raise Http404
    return render(request, "offers/report.html", {"campaign": brief, "report": found})


@role_required(User.Role.BRAND)
@require_safe
def report_file(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The same as a spreadsheet."""
    found = marketplace.campaign_report(user=signed_in_as(request), campaign_id=campaign_id)
    if found is None:
        raise Http404
    response = HttpResponse(report_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="campaign-{campaign_id}.csv"'
    return response
