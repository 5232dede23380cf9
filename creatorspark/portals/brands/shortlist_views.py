"""Shortlists of a campaign: seen by the whole team, with notes, and as a file."""

from collections.abc import Callable, Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creatorspark.core.models import User
from creatorspark.portals.brands.access import campaign_or_404, shortlist_or_404
from creatorspark.portals.csv_files import BYTE_ORDER_MARK, csv_line, harmless
from creatorspark.portals.roles import role_required, signed_in_as
from marketplace import interface as marketplace
from marketplace.interface import CreatorCard, RunGone, ShortlistFacts, ShortlistRefused

HEAD = (
    "creator_id",
    "name",
    "handle",
    "platform",
    "score",
    "note",
    "added_by",
    "added_on",
    "offer",
)


@role_required(User.Role.BRAND)
@require_http_methods(["GET", "HEAD", "POST"])
def shortlists(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the lists of a campaign (GET) or begin one (POST)."""
    campaign = campaign_or_404(request, campaign_id)
    user = signed_in_as(request)
    if request.method == "POST":
        try:
            list_id = marketplace.create_shortlist(
                campaign_id=campaign_id,
                name=request.POST.get("name", ""),
                actor=user,
                now=timezone.now(),
            )
        except ShortlistRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("brands:shortlists", campaign_id)
        return redirect("brands:shortlist", campaign_id, list_id)
    found = marketplace.shortlists_of_campaign(user=user, campaign_id=campaign_id)
    return render(request, "brands/shortlists.html", {"campaign": campaign, "lists": found})


@role_required(User.Role.BRAND)
@require_safe
def shortlist(request: HttpRequest, campaign_id: int, shortlist_id: int) -> HttpResponse:
    """Show a list: each creator with how well it suits, what the team noted, and its offer."""
    campaign = campaign_or_404(request, campaign_id)
    found = shortlist_or_404(request, campaign_id, shortlist_id)
    cards = _cards(found)
    context = {
        "campaign": campaign,
        "shortlist": found,
        "rows": [(one, cards.get(one.creator.creator_id)) for one in found.entries],
    }
    return render(request, "brands/shortlist.html", context)


@role_required(User.Role.BRAND)
@require_POST
def rename(request: HttpRequest, campaign_id: int, shortlist_id: int) -> HttpResponse:
    """Give a list another name."""
    return _act(
        request,
        campaign_id,
        shortlist_id,
        lambda **who: marketplace.rename_shortlist(name=request.POST.get("name", ""), **who),
    )


@role_required(User.Role.BRAND)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, campaign_id: int, shortlist_id: int) -> HttpResponse:
    """Ask whether a list shall go (GET), or throw it away (POST)."""
    campaign = campaign_or_404(request, campaign_id)
    found = shortlist_or_404(request, campaign_id, shortlist_id)
    if request.method != "POST":
        context = {"campaign": campaign, "shortlist": found}
        return render(request, "brands/shortlist_delete.html", context)
    try:
        marketplace.delete_shortlist(
            shortlist_id=shortlist_id, actor=signed_in_as(request), now=timezone.now()
        )
    except ShortlistRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(name)s” is gone.") % {"name": found.name})
    return redirect("brands:shortlists", campaign_id)


@role_required(User.Role.BRAND)
@require_POST
def note(
    request: HttpRequest, campaign_id: int, shortlist_id: int, creator_id: int
) -> HttpResponse:
    """Write what the team thinks of a creator."""
    text = request.POST.get("note", "")
    return _act(
        request,
        campaign_id,
        shortlist_id,
        lambda **who: marketplace.note_on_shortlist(creator_id=creator_id, text=text, **who),
    )


@role_required(User.Role.BRAND)
@require_POST
def remove(
    request: HttpRequest, campaign_id: int, shortlist_id: int, creator_id: int
) -> HttpResponse:
    """Take a creator off a list."""
    return _act(
        request,
        campaign_id,
        shortlist_id,
        lambda **who: marketplace.remove_from_shortlist(creator_id=creator_id, **who),
    )


@role_required(User.Role.BRAND)
@require_safe
def csv(request: HttpRequest, campaign_id: int, shortlist_id: int) -> StreamingHttpResponse:
    """Download a list."""
    found = shortlist_or_404(request, campaign_id, shortlist_id)
    response = StreamingHttpResponse(
        _lines(found, _cards(found)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="shortlist-{shortlist_id}.csv"'
    return response


def _act(
    request: HttpRequest, campaign_id: int, shortlist_id: int, do: Callable[..., object]
) -> HttpResponse:
    shortlist_or_404(request, campaign_id, shortlist_id)
    try:
        do(shortlist_id=shortlist_id, actor=signed_in_as(request), now=timezone.now())
    except ShortlistRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("brands:shortlist", campaign_id, shortlist_id)


def _cards(found: ShortlistFacts) -> dict[int, CreatorCard]:
    """Return how the creators of a list suit its brief; those that no run knows are left out."""
    try:
        cards = marketplace.explained_creators(
            campaign_id=found.campaign_id,
            creator_ids=[one.creator.creator_id for one in found.entries],
            now=timezone.now(),
        )
    except RunGone:
        return {}
    return {one.creator_id: one for one in cards}


def _lines(found: ShortlistFacts, cards: dict[int, CreatorCard]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_line(HEAD)
    for one in found.entries:
        card = cards.get(one.creator.creator_id)
        yield csv_line(
            [
                one.creator.creator_id,
                harmless(one.creator.display_name),
                harmless(one.creator.handle),
                one.creator.platform,
                f"{card.score:.4f}" if card else "",
                harmless(one.note),
                harmless(one.added_by),
                one.added_at.date().isoformat(),
                one.offer_state,
            ]
        )
