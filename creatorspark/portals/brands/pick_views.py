"""What is done with the creators that were picked on a list: kept, compared, likened, left out."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from creatorspark.core.models import User
from creatorspark.portals.brands.access import campaign_or_404, shortlist_or_404
from creatorspark.portals.brands.creator_views import MOST_COMPARED, MOST_LIKE
from creatorspark.portals.brands.wishes import number_in, numbers_in
from creatorspark.portals.roles import role_required, signed_in_as
from marketplace import interface as marketplace
from marketplace.interface import CampaignRefused, ShortlistRefused

MOST_PICKED = 100


@role_required(User.Role.BRAND)
@require_POST
def pick(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Do what the button said with the creators that were picked."""
    campaign_or_404(request, campaign_id)
    only = numbers_in(request.POST.getlist("only"), most=1)
    ids = only or numbers_in(request.POST.getlist("creator"), most=MOST_PICKED)
    if not ids:
        messages.info(request, _("Pick creators first: tick the box beside their names."))
        return _back(request, campaign_id)
    do = "keep" if only else request.POST.get("do", "")
    if do == "compare":
        return _to("brands:compare", campaign_id, ids[:MOST_COMPARED], request)
    if do == "alike":
        return _to("brands:alike", campaign_id, ids[:MOST_LIKE], request)
    _keep(request, campaign_id, ids)
    return _back(request, campaign_id)


@role_required(User.Role.BRAND)
@require_POST
def leave_out(request: HttpRequest, campaign_id: int, creator_id: int) -> HttpResponse:
    """Say that a creator isn't for this brief, or may be again."""
    campaign_or_404(request, campaign_id)
    is_out = request.POST.get("out") == "1"
    try:
        marketplace.leave_out_creator(
            campaign_id=campaign_id,
            creator_id=creator_id,
            is_out=is_out,
            actor=signed_in_as(request),
            now=timezone.now(),
        )
    except CampaignRefused as refusal:
        messages.error(request, str(refusal))
    else:
        left = _("Left out of this campaign. Nobody is told.")
        messages.success(request, left if is_out else _("Back among the creators."))
    return redirect("brands:match", campaign_id, creator_id)


def _keep(request: HttpRequest, campaign_id: int, ids: list[int]) -> None:
    """Put creators on the list that was chosen, or on one of the name that was written."""
    user, now = signed_in_as(request), timezone.now()
    chosen = number_in(request.POST.get("list", ""), digits=18)
    try:
        if chosen is None:
            name = request.POST.get("name", "").strip() or _("Shortlist")
            chosen = marketplace.create_shortlist(
                campaign_id=campaign_id, name=name, actor=user, now=now
            )
        kept = shortlist_or_404(request, campaign_id, chosen)
        added = marketplace.add_to_shortlist(
            shortlist_id=chosen, creator_ids=ids, actor=user, now=now
        )
    except ShortlistRefused as refusal:
        messages.error(request, str(refusal))
        return
    words = ngettext(
        "%(n)d creator added to “%(name)s”.", "%(n)d creators added to “%(name)s”.", added
    )
    said = words if added else _("All of them were on “%(name)s” already.")
    messages.success(request, said % {"n": added, "name": kept.name})


def _to(name: str, campaign_id: int, ids: list[int], request: HttpRequest) -> HttpResponse:
    query: dict[str, object] = {"creator": ids}
    run = number_in(request.POST.get("run", ""))
    if run:
        query["run"] = run
    return redirect(f"{reverse(name, args=[campaign_id])}?{urlencode(query, doseq=True)}")


def _back(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Return to where the reader picked, if that is one of our pages."""
    asked = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts=None, require_https=request.is_secure()
    )
    return redirect(
        asked
        if ours and asked.startswith("/brand/")
        else reverse("brands:creators", args=[campaign_id])
    )
