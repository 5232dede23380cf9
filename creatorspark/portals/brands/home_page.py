"""What the brand's home shows: what waits for the team, and the campaigns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.interface import CampaignLine

MOST_WAITING = 6


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that a person of the team should do next."""

    icon: str
    title: str
    text: str
    url: str


def waiting_in(lines: Sequence[CampaignLine]) -> tuple[Waiting, ...]:
    """Return what waits, what others wait for first."""
    found = [one for look in (_answers, _first_offers, _drafts) for one in look(lines)]
    return tuple(found[:MOST_WAITING])


def _answers(lines: Sequence[CampaignLine]) -> Iterator[Waiting]:
    for line in lines:
        if line.offers_waiting:
            yield Waiting(
                icon="mail",
                title=ngettext(
                    "%(n)d creator waits for your answer",
                    "%(n)d creators wait for your answer",
                    line.offers_waiting,
                )
                % {"n": line.offers_waiting},
                text=line.campaign.name,
                url=reverse("deals:campaign", args=[line.campaign.campaign_id]),
            )


def _first_offers(lines: Sequence[CampaignLine]) -> Iterator[Waiting]:
    for line in lines:
        asked = line.offers_open or line.offers_waiting or line.offers_agreed
        if line.campaign.is_open and line.shortlisted and not asked:
            yield Waiting(
                icon="people",
                title=ngettext(
                    "%(n)d creator on your lists was never asked",
                    "%(n)d creators on your lists were never asked",
                    line.shortlisted,
                )
                % {"n": line.shortlisted},
                text=line.campaign.name,
                url=reverse("brands:shortlists", args=[line.campaign.campaign_id]),
            )


def _drafts(lines: Sequence[CampaignLine]) -> Iterator[Waiting]:
    for line in lines:
        if line.campaign.state == "draft" and not line.campaign.brand_is_suspended:
            yield Waiting(
                icon="rocket",
                title=_("A draft is ready to be opened"),
                text=line.campaign.name,
                url=reverse("brands:campaign", args=[line.campaign.campaign_id]),
            )
