"""Creators for a brief: the list with its facets, one match, several side by side, and alike."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from creatorspark.core.api.throttles import MatchingFileThrottle, MatchingThrottle
from creatorspark.core.models import User
from creatorspark.portals.brands.access import campaign_or_404
from creatorspark.portals.brands.creator_csv import lines_of
from creatorspark.portals.brands.creator_list import list_of
from creatorspark.portals.brands.match_page import compared, factor_rows
from creatorspark.portals.brands.wishes import Wish, number_in, numbers_in
from creatorspark.portals.htmx import wants_part
from creatorspark.portals.pace import paced
from creatorspark.portals.roles import role_required, signed_in_as
from marketplace import interface as marketplace
from marketplace.interface import CampaignFacts, RunGone

MOST_COMPARED = 4
MOST_LIKE = 10
# Below, a creator is another one rather than one like these.
LEAST_ALIKE = 0.35


@role_required(User.Role.BRAND)
@paced(MatchingThrottle)
@require_safe
def creators(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """List explained creators for a brief, as cards or as a table, narrowed by facets."""
    campaign = campaign_or_404(request, campaign_id)
    wish = Wish.read(request.GET)
    try:
        found = marketplace.search_creators(
            campaign_id=campaign_id,
            chosen=wish.chosen,
            sort=wish.sort,
            page=wish.page,
            run_version=wish.run,
            now=timezone.now(),
        )
    except RunGone:
        return _newest(request, "brands:creators", campaign_id)
    context = _shared(request, campaign) | {
        "found": found,
        "run": found.run,
        "wish": wish,
        "list": list_of(found, wish, listed=marketplace.shortlisted(campaign_id=campaign_id)),
    }
    name = "brands/_creators.html" if wants_part(request) else "brands/creators.html"
    return render(request, name, context)


@role_required(User.Role.BRAND)
@paced(MatchingFileThrottle)
@require_safe
def creators_csv(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """Download the list with its factors and reasons, as narrowed and ordered on the page."""
    campaign = campaign_or_404(request, campaign_id)
    wish = Wish.read(request.GET)
    lines: Iterator[str] = lines_of(campaign, wish, now=timezone.now())
    try:
        head = next(lines)
    except RunGone:
        return _newest(request, "brands:creators", campaign_id)
    response = StreamingHttpResponse(_together(head, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="creators-{campaign_id}.csv"'
    return response


@role_required(User.Role.BRAND)
@paced(MatchingThrottle)
@require_safe
def match(request: HttpRequest, campaign_id: int, creator_id: int) -> HttpResponse:
    """Show why a creator suits a brief, factor by factor, and what would change it."""
    campaign = campaign_or_404(request, campaign_id)
    try:
        cards = marketplace.explained_creators(
            campaign_id=campaign_id,
            creator_ids=[creator_id],
            run_version=number_in(request.GET.get("run", "")),
            now=timezone.now(),
        )
    except RunGone:
        return redirect("brands:match", campaign_id, creator_id)
    if not cards:
        raise Http404(_("This creator isn't open to brands, or isn't here any more."))
    listed = marketplace.shortlisted(campaign_id=campaign_id)
    out = {one.creator_id for one in marketplace.left_out(campaign_id=campaign_id)}
    context = _shared(request, campaign) | {
        "card": cards[0],
        "rows": factor_rows(cards[0]),
        "listed": listed.get(creator_id, ()),
        "is_out": creator_id in out,
    }
    return render(request, "brands/match.html", context)


@role_required(User.Role.BRAND)
@paced(MatchingThrottle)
@require_safe
def compare(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show up to four creators side by side for a brief."""
    campaign = campaign_or_404(request, campaign_id)
    ids = numbers_in(request.GET.getlist("creator"), most=MOST_COMPARED)
    try:
        found = marketplace.compare_creators(
            campaign_id=campaign_id,
            creator_ids=ids,
            run_version=number_in(request.GET.get("run", "")),
            now=timezone.now(),
        )
    except RunGone:
        return _newest(request, "brands:creators", campaign_id)
    context = _shared(request, campaign) | {
        "compared": compared(found),
        "found": found,
        "run": found.run,
    }
    return render(request, "brands/compare.html", context)


@role_required(User.Role.BRAND)
@paced(MatchingThrottle)
@require_safe
def alike(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show creators like the ones named, who pass the brief too."""
    campaign = campaign_or_404(request, campaign_id)
    ids = numbers_in(request.GET.getlist("creator"), most=MOST_LIKE)
    try:
        found = marketplace.alike_creators(
            campaign_id=campaign_id,
            creator_ids=ids,
            run_version=number_in(request.GET.get("run", "")),
            now=timezone.now(),
        )
    except RunGone:
        return _newest(request, "brands:creators", campaign_id)
    listed = marketplace.shortlisted(campaign_id=campaign_id)
    rows = [
        (one, listed.get(one.creator.creator_id, ()))
        for one in found.rows
        if one.likeness >= LEAST_ALIKE
    ]
    context = _shared(request, campaign) | {"found": found, "rows": rows, "run": found.run}
    return render(request, "brands/alike.html", context)


def _shared(request: HttpRequest, campaign: CampaignFacts) -> dict[str, Any]:
    lists = marketplace.shortlists_of_campaign(
        user=signed_in_as(request), campaign_id=campaign.campaign_id
    )
    return {"campaign": campaign, "lists": lists}


def _newest(request: HttpRequest, name: str, campaign_id: int) -> HttpResponse:
    messages.info(request, _("That computation isn't kept any more. These are the newest matches."))
    return redirect(name, campaign_id)


def _together(head: str, rest: Iterator[str]) -> Iterator[str]:
    yield head
    yield from rest
