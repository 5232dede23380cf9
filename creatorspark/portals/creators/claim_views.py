"""Profile and security, and connecting an account to its creator profile."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from creatorspark.core.models import Creator, ProfileClaim, User
from creatorspark.core.services import claims as claim_service
from creatorspark.portals.creators.access import own_creator
from creatorspark.portals.creators.claims import find_profiles, waiting_claims
from creatorspark.portals.creators.identity import identity_of
from creatorspark.portals.creators.tier_page import tier_card_of
from creatorspark.portals.profile import profile_context, save_profile
from creatorspark.portals.roles import role_required, signed_in_as


@role_required(User.Role.CREATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and save what a creator tells about themselves; lead to log-in and security."""
    form = save_profile(request) if request.method == "POST" else None
    if request.method == "POST" and form is None:
        return redirect("creators:profile")
    user = signed_in_as(request)
    creator = own_creator(user)
    context = profile_context(request, form) | {
        "creator": identity_of(creator) if creator else None,
        "tier": tier_card_of(creator, now=timezone.now()) if creator else None,
        "claims": [] if creator else waiting_claims(user),
    }
    return render(request, "creators/profile.html", context)


@role_required(User.Role.CREATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Search for a profile by handle (GET) or say which one is one's own (POST)."""
    user = signed_in_as(request)
    if request.method == "POST":
        wanted = request.POST.get("creator", "")
        creator = get_object_or_404(Creator, pk=int(wanted) if wanted.isdecimal() else 0)
        try:
            claim_service.start(user, creator=creator, now=timezone.now())
        except claim_service.ClaimError as problem:
            messages.error(request, str(problem))
        return redirect("creators:claim")
    handle = request.GET.get("handle", "").replace("\x00", "")[:120]
    context = {
        "handle": handle,
        "found": find_profiles(handle),
        "pending": waiting_claims(user),
    }
    return render(request, "creators/claim.html", context)


@role_required(User.Role.CREATOR)
@require_POST
def check(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Look for the code in the bio now."""
    waiting = _own_claim(request, claim_id)
    try:
        claim_service.prove_by_bio(waiting, now=timezone.now())
    except claim_service.ClaimError as problem:
        messages.warning(request, str(problem))
        return redirect("creators:claim")
    messages.success(request, _("Connected. Your videos and points are here now."))
    return redirect("creators:overview")


@role_required(User.Role.CREATOR)
@require_POST
def withdraw(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Take a claim back."""
    waiting = _own_claim(request, claim_id)
    try:
        claim_service.withdraw(waiting, actor=signed_in_as(request), now=timezone.now())
        messages.success(request, _("Taken back. You can claim another profile."))
    except claim_service.ClaimError as problem:
        messages.warning(request, str(problem))
    return redirect("creators:claim")


def _own_claim(request: HttpRequest, claim_id: int) -> ProfileClaim:
    return get_object_or_404(ProfileClaim, pk=claim_id, user=signed_in_as(request))
