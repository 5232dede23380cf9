"""A brand's team: who is on it, joining and leaving."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creatorspark.core.models import User
from creatorspark.portals.brands.forms import InviteForm
from creatorspark.portals.roles import role_required, signed_in_as
from marketplace import interface as marketplace
from marketplace.interface import TeamFacts, TeamRefused


@role_required(User.Role.BRAND)
@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """Show the reader's team, or all of them when they speak for several brands."""
    seats = marketplace.seats_of(user=signed_in_as(request))
    if len(seats) == 1:
        return redirect("brands:team", seats[0].brand_id)
    return render(request, "brands/teams.html", {"seats": seats})


@role_required(User.Role.BRAND)
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, brand_id: int) -> HttpResponse:
    """Show who is on a team (GET); an owner adds somebody (POST)."""
    found = _team_or_404(request, brand_id)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            marketplace.invite_member(
                brand_id=brand_id,
                email=form.cleaned_data["email"],
                actor=signed_in_as(request),
                now=timezone.now(),
            )
        except TeamRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(
                request,
                _(
                    "If a brand account uses this address, its person is on the team now. If you "
                    "don't see them below, ask them to sign up as a brand and add them again."
                ),
            )
            return redirect("brands:team", brand_id)
    status = 422 if form.errors else 200
    return render(request, "brands/team.html", {"team": found, "form": form}, status=status)


@role_required(User.Role.BRAND)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, brand_id: int, member_id: int) -> HttpResponse:
    """Ask whether a membership shall end (GET), or end it (POST)."""
    found = _team_or_404(request, brand_id)
    member = next((one for one in found.members if one.member_id == member_id), None)
    if member is None:
        raise Http404(_("Nobody of that number is on this team."))
    if request.method != "POST":
        return render(request, "brands/leave.html", {"team": found, "member": member})
    said = _("You left the team.") if member.is_reader else _("They are off the team now.")
    _act(request, marketplace.end_membership, brand_id, member_id, said)
    return redirect("brands:teams" if member.is_reader else "brands:team", *_ids(member, brand_id))


@role_required(User.Role.BRAND)
@require_POST
def role(request: HttpRequest, brand_id: int, member_id: int) -> HttpResponse:
    """Make somebody an owner, or a member again."""
    _team_or_404(request, brand_id)
    owner = request.POST.get("owner") == "1"
    said = _("They own the team now, with you.") if owner else _("They are a member now.")

    def act(**who: object) -> None:
        marketplace.hand_role(owner=owner, **who)  # type: ignore[arg-type]

    _act(request, act, brand_id, member_id, said)
    return redirect("brands:team", brand_id)


def _act(
    request: HttpRequest, act: Callable[..., None], brand_id: int, member_id: int, said: str
) -> None:
    try:
        act(
            member_id=member_id,
            brand_id=brand_id,
            actor=signed_in_as(request),
            now=timezone.now(),
        )
    except TeamRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)


def _ids(member: marketplace.MemberFacts, brand_id: int) -> list[int]:
    return [] if member.is_reader else [brand_id]


def _team_or_404(request: HttpRequest, brand_id: int) -> TeamFacts:
    found = marketplace.my_team(user=signed_in_as(request), brand_id=brand_id)
    if found is None:
        raise Http404(_("There is no such team."))
    return found
