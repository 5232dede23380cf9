"""A brand's team: who is on it, joining and leaving."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
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
    """Show who is on a team and who is invited (GET); an owner invites somebody (POST)."""
    found, now = _team_or_404(request, brand_id), timezone.now()
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            until = marketplace.invite_member(
                brand_id=brand_id,
                email=form.cleaned_data["email"],
                actor=signed_in_as(request),
                now=now,
            )
        except TeamRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(
                request,
                _(
                    "Invited until %(day)s. They join once they accept: whoever logs in with this "
                    "address and a brand account reads it on their first page."
                )
                % {"day": date_format(until, "j F Y")},
            )
            return redirect("brands:team", brand_id)
    status = 422 if form.errors else 200
    context = {
        "team": found,
        "form": form,
        "invited": marketplace.invitations_of_team(
            user=signed_in_as(request), brand_id=brand_id, now=now
        ),
    }
    return render(request, "brands/team.html", context, status=status)


@role_required(User.Role.BRAND)
@require_POST
def revoke(request: HttpRequest, brand_id: int, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    _team_or_404(request, brand_id)
    now, user = timezone.now(), signed_in_as(request)
    sent = marketplace.invitations_of_team(user=user, brand_id=brand_id, now=now)
    if invitation_id in {one.invitation_id for one in sent}:
        marketplace.revoke_invitation(invitation_id=invitation_id, actor=user, now=now)
    messages.success(request, _("Taken back. Nobody can accept it any more."))
    return redirect("brands:team", brand_id)


@role_required(User.Role.BRAND)
@require_POST
def accept(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Join the team that invited the reader."""
    try:
        marketplace.accept_invitation(
            invitation_id=invitation_id, actor=signed_in_as(request), now=timezone.now()
        )
    except TeamRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You are on the team. Here are its campaigns."))
    return redirect("brands:home")


@role_required(User.Role.BRAND)
@require_POST
def decline(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Turn an invitation down."""
    try:
        marketplace.decline_invitation(
            invitation_id=invitation_id, actor=signed_in_as(request), now=timezone.now()
        )
    except TeamRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Declined. You see nothing of the team, and they of you."))
    return redirect("brands:home")


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
