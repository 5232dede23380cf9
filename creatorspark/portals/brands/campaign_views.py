"""A campaign: its overview, and opening and closing it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creatorspark.core.models import User
from creatorspark.portals.brands.access import campaign_line_or_404, campaign_or_404
from creatorspark.portals.brands.campaign_page import history_of, wishes_of
from creatorspark.portals.roles import role_required, signed_in_as
from marketplace import interface as marketplace
from marketplace.interface import CampaignRefused

MOST_NAMED = 20


@role_required(User.Role.BRAND)
@require_safe
def campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show a campaign at a glance: numbers, the best matches, lists, the brief, its history."""
    line = campaign_line_or_404(request, campaign_id)
    user = signed_in_as(request)
    context = {
        "line": line,
        "campaign": line.campaign,
        "wishes": wishes_of(line.campaign),
        "history": history_of(marketplace.campaign_changes(campaign_id=campaign_id)),
        "left_out": marketplace.left_out(campaign_id=campaign_id)[:MOST_NAMED],
        "lists": marketplace.shortlists_of_campaign(user=user, campaign_id=campaign_id),
        "matches": marketplace.search_creators(
            campaign_id=campaign_id, per_page=3, now=timezone.now()
        ),
    }
    return render(request, "brands/campaign.html", context)


@role_required(User.Role.BRAND)
@require_POST
def open_(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Let a campaign find creators."""
    return _move(
        request, campaign_id, marketplace.open_campaign, _("Open. You can ask creators now.")
    )


@role_required(User.Role.BRAND)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Say what closing a campaign does (GET), and do it (POST)."""
    if request.method != "POST":
        line = campaign_line_or_404(request, campaign_id)
        return render(request, "brands/close.html", {"line": line, "campaign": line.campaign})
    said = _("Closed. What was agreed goes on; offers without an answer are taken back.")
    return _move(request, campaign_id, marketplace.close_campaign, said)


def _move(
    request: HttpRequest, campaign_id: int, act: Callable[..., None], said: str
) -> HttpResponse:
    campaign_or_404(request, campaign_id)
    try:
        act(campaign_id=campaign_id, actor=signed_in_as(request), now=timezone.now())
    except CampaignRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("brands:campaign", campaign_id)
