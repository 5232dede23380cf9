"""Writing a brief: a new one, a change of one, and the count beside it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from creatorspark.core.api.throttles import MatchingThrottle
from creatorspark.core.models import User
from creatorspark.portals.brands.access import campaign_or_404, seats_or_404
from creatorspark.portals.brands.brief_forms import BriefForm
from creatorspark.portals.brands.fit import Fit, fit_of
from creatorspark.portals.pace import paced
from creatorspark.portals.roles import role_required, signed_in_as
from marketplace import interface as marketplace
from marketplace.interface import Brief, BriefRefused, CampaignFacts, CampaignRefused


@role_required(User.Role.BRAND)
@paced(MatchingThrottle)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show an empty brief (GET), keep it as a draft, or only count for it (POST)."""
    seats = seats_or_404(request)
    if request.method != "POST":
        form = BriefForm(seats=seats)
        fit = fit_of(Brief(name=""), brand_id=seats[0].brand_id)
        return _page(request, form, fit=fit, brand_id=seats[0].brand_id)
    form = BriefForm(request.POST, seats=seats)
    if not form.is_valid() or "look" in request.POST:
        return _again(request, form)
    try:
        campaign_id = marketplace.create_campaign(
            brand_id=form.cleaned_data["brand"],
            brief=form.brief(),
            actor=signed_in_as(request),
            now=timezone.now(),
        )
    except BriefRefused as refusal:
        form.refuse(refusal)
        return _again(request, form)
    messages.success(request, _("Kept as a draft. Open it when you want to invite creators."))
    return redirect("brands:creators", campaign_id)


@role_required(User.Role.BRAND)
@paced(MatchingThrottle)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show a brief as it is kept (GET), keep a change of it, or only count for it (POST)."""
    kept = campaign_or_404(request, campaign_id)
    if kept.state == "closed":
        messages.info(request, _("This campaign is closed. Open it again to change its brief."))
        return redirect("brands:campaign", campaign_id)
    if request.method != "POST":
        fit = _fit(kept.brief, brand_id=kept.brand_id, kept=kept)
        return _page(request, BriefForm(kept=kept), fit=fit, kept=kept)
    form = BriefForm(request.POST, kept=kept)
    if not form.is_valid() or "look" in request.POST:
        return _again(request, form, kept=kept)
    try:
        marketplace.edit_campaign(
            campaign_id=campaign_id,
            brief=form.brief(),
            version=form.cleaned_data["version"] or 0,
            actor=signed_in_as(request),
            now=timezone.now(),
        )
    except BriefRefused as refusal:
        form.refuse(refusal)
        return _again(request, form, kept=kept)
    except CampaignRefused as refusal:
        form.add_error(None, str(refusal))
        return _again(request, form, kept=kept)
    messages.success(request, _("Saved. The matches follow the new brief."))
    return redirect("brands:campaign", campaign_id)


@role_required(User.Role.BRAND)
@paced(MatchingThrottle)
@require_POST
def fit(request: HttpRequest) -> HttpResponse:
    """Answer htmx with how many creators the brief in the form leaves. Nothing is kept."""
    asked = request.POST.get("campaign", "")
    kept = campaign_or_404(request, int(asked)) if _is_number(asked) else None
    form = BriefForm(request.POST, kept=kept, seats=() if kept else seats_or_404(request))
    found = _fit_of_form(form, kept=kept)
    return render(request, "brands/_fit.html", {"fit": found, "form": form})


def _again(
    request: HttpRequest, form: BriefForm, *, kept: CampaignFacts | None = None
) -> HttpResponse:
    status = 422 if form.errors else 200
    fit = _fit_of_form(form, kept=kept)
    return _page(request, form, fit=fit, kept=kept, status=status)


def _fit_of_form(form: BriefForm, *, kept: CampaignFacts | None) -> Fit | None:
    if not form.is_valid():
        return None
    brand_id = kept.brand_id if kept else form.cleaned_data["brand"]
    return _fit(form.brief(), brand_id=brand_id, kept=kept)


def _fit(brief: Brief, *, brand_id: int, kept: CampaignFacts | None) -> Fit:
    out = marketplace.left_out(campaign_id=kept.campaign_id) if kept else ()
    return fit_of(brief, brand_id=brand_id, left_out=[one.creator_id for one in out])


def _page(
    request: HttpRequest,
    form: BriefForm,
    *,
    fit: Fit | None,
    kept: CampaignFacts | None = None,
    brand_id: int | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "fit": fit,
        "kept": kept,
        "currency": marketplace.campaign_currency(now=timezone.now()),
    }
    return render(request, "brands/brief.html", context, status=status)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
