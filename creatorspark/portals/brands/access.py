"""What of a brand a person may open: membership is asked at every request, others get a 404."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from creatorspark.portals.roles import signed_in_as
from marketplace import interface as marketplace
from marketplace.interface import CampaignFacts, CampaignLine, Seat, ShortlistFacts


def campaign_or_404(request: HttpRequest, campaign_id: int) -> CampaignFacts:
    """Return a campaign of the reader's brands."""
    found = marketplace.my_campaign(user=signed_in_as(request), campaign_id=campaign_id)
    if found is None:
        raise Http404(_("There is no such campaign."))
    return found


def campaign_line_or_404(request: HttpRequest, campaign_id: int) -> CampaignLine:
    """Return a campaign of the reader's brands with what happened in it."""
    found = marketplace.my_campaign_line(user=signed_in_as(request), campaign_id=campaign_id)
    if found is None:
        raise Http404(_("There is no such campaign."))
    return found


def shortlist_or_404(request: HttpRequest, campaign_id: int, shortlist_id: int) -> ShortlistFacts:
    """Return a shortlist of a campaign of the reader's brands."""
    found = marketplace.my_shortlist(user=signed_in_as(request), shortlist_id=shortlist_id)
    if found is None or found.campaign_id != campaign_id:
        raise Http404(_("There is no such list."))
    return found


def seats_or_404(request: HttpRequest) -> tuple[Seat, ...]:
    """Return the brands that the reader speaks for, at least one."""
    seats = marketplace.seats_of(user=signed_in_as(request))
    if not seats:
        raise Http404(_("You aren't on a brand's team."))
    return seats
