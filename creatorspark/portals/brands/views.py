"""What a brand sees after logging in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from creatorspark.core.models import User
from creatorspark.portals.brands.forms import BrandForm
from creatorspark.portals.brands.home_page import waiting_in
from creatorspark.portals.brands.presenters import topics_here
from creatorspark.portals.profile import profile_context, save_profile
from creatorspark.portals.roles import role_required, signed_in_as
from marketplace import interface as marketplace
from marketplace.interface import BrandRefused, TeamRefused

PER_PAGE = 24


@role_required(User.Role.BRAND)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits and the campaigns; to somebody of no team, how to begin."""
    user = signed_in_as(request)
    seats = marketplace.seats_of(user=user)
    page = {
        "seats": seats,
        "page": topics_here(),
        "invitations": marketplace.invitations_for(user=user, now=timezone.now()),
    }
    if not seats:
        return render(request, "brands/begin.html", page | {"form": BrandForm()})
    start = _start(request)
    lines = marketplace.my_campaigns(user=user, offset=start, limit=PER_PAGE + 1)
    context = page | {
        "lines": lines[:PER_PAGE],
        "waiting": waiting_in(lines[:PER_PAGE]) if not start else (),
        "start": start,
        "next_start": start + PER_PAGE if len(lines) > PER_PAGE else None,
    }
    return render(request, "brands/home.html", context)


@role_required(User.Role.BRAND)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Begin a brand with the reader as its owner; the form stands at home (GET)."""
    if request.method != "POST":
        return redirect("brands:home")
    form = BrandForm(request.POST)
    user = signed_in_as(request)
    if form.is_valid():
        try:
            marketplace.begin_brand(
                name=form.cleaned_data["name"],
                website=form.cleaned_data["website"],
                about=form.cleaned_data["about"],
                actor=user,
                now=timezone.now(),
            )
        except (BrandRefused, TeamRefused) as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Your brand is here. Now write your first brief."))
            return redirect("brands:campaign_new")
    context = {"form": form, "page": topics_here(), "seats": ()}
    return render(request, "brands/begin.html", context, status=422)


@role_required(User.Role.BRAND)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, log-in and security of a member of a brand."""
    form = save_profile(request) if request.method == "POST" else None
    if request.method == "POST" and form is None:
        return redirect("brands:profile")
    return render(request, "brands/profile.html", profile_context(request, form))


def _start(request: HttpRequest) -> int:
    asked = request.GET.get("start", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
