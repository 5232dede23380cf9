"""What offers brought: delivered videos with what counts of their views, and the sums."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from django.db.models import Min, Sum
from django.utils.translation import gettext as _

from creatorspark.core.models import CountExclusion, MetricSnapshot
from marketplace.domain.offers.facts import CampaignReport, DeliveryFacts, ReportLine
from marketplace.domain.offers.states import COMMITTED
from marketplace.domain.offers.yields import cost_per, total
from marketplace.models import Campaign, Delivery, Offer

ACTIONS: Final = ("likes", "comments", "shares", "saves")
THOUSAND: Final = 1_000


def deliveries_of(offer_ids: Collection[int]) -> dict[int, list[DeliveryFacts]]:
    """Return what was delivered for each offer, with what counts of its newest counts."""
    rows = list(
        Delivery.objects.filter(offer_id__in=offer_ids)
        .select_related("video__latest")
        .order_by("delivered_at", "pk")
    )
    left_out = _excluded([row.video_id for row in rows])
    found: dict[int, list[DeliveryFacts]] = {number: [] for number in offer_ids}
    for row in rows:
        found[row.offer_id].append(_delivery(row, left_out.get(row.video_id, {})))
    return found


def _excluded(video_ids: Collection[int]) -> dict[int, dict[str, int]]:
    counts = ("views", *ACTIONS)
    rows = (
        CountExclusion.objects.filter(video_id__in=video_ids)
        .values_list("video_id")
        .annotate(*(Sum(name) for name in counts))
        .order_by()
    )
    return {
        video_id: {name: total or 0 for name, total in zip(counts, sums, strict=True)}
        for video_id, *sums in rows
    }


def _delivery(row: Delivery, left_out: dict[str, int]) -> DeliveryFacts:
    video = row.video
    latest = video.latest
    return DeliveryFacts(
        video_id=video.pk,
        title=video.caption or _("Video without a caption"),
        url=video.url,
        posted_at=video.posted_at,
        delivered_at=row.delivered_at,
        is_approved=row.approved_at is not None,
        views=max(0, latest.views - left_out.get("views", 0)) if latest else None,
        engagement=_engagement(latest, left_out) if latest else None,
    )


def _engagement(latest: MetricSnapshot, left_out: dict[str, int]) -> int | None:
    known = [
        max(0, value - left_out.get(name, 0))
        for name in ACTIONS
        if (value := getattr(latest, name)) is not None
    ]
    return sum(known) if known else None


def report_of(campaign: Campaign) -> CampaignReport:
    """Return what a campaign brought, by agreed offer and in all."""
    offers = list(
        Offer.objects.filter(
            campaign=campaign,
            state__in=[*(state.value for state in COMMITTED), "completed"],
        )
        .select_related("creator")
        .order_by("accepted_at", "pk")
    )
    made = deliveries_of([offer.pk for offer in offers])
    lines = tuple(_line(offer, made[offer.pk]) for offer in offers)
    cost = sum(line.cost for line in lines)
    views = total([line.views for line in lines])
    engagement = total([line.engagement for line in lines])
    return CampaignReport(
        campaign_id=campaign.pk,
        campaign_name=campaign.name,
        currency=next((offer.currency for offer in offers), campaign.currency),
        budget=campaign.budget,
        lines=lines,
        videos=sum(line.videos for line in lines),
        views=views,
        engagement=engagement,
        cost=cost,
        promised=sum(line.cost for line in lines if line.state != "completed"),
        owed=sum(line.cost for line in lines if line.state == "completed"),
        commission=sum(_commission(offer) for offer in offers),
        per_engagement=cost_per(_cost_of_counted(lines), engagement),
        per_thousand_views=cost_per(_cost_of_counted(lines), views, each=THOUSAND),
        counted_at=_oldest_count(offers),
    )


def _cost_of_counted(lines: Iterable[ReportLine]) -> int:
    """The cost of work that has counts: what isn't delivered yet would make the rest look dear."""
    return sum(line.cost for line in lines if line.views is not None)


def _commission(offer: Offer) -> int:
    settled = offer.settled_commission
    return settled if settled is not None else offer.commission or 0


def _line(offer: Offer, made: list[DeliveryFacts]) -> ReportLine:
    fee = offer.settled if offer.settled is not None else offer.amount or 0
    cost = fee + _commission(offer)
    views = total([one.views for one in made])
    engagement = total([one.engagement for one in made])
    return ReportLine(
        offer_id=offer.pk,
        brief_version=offer.campaign_version,
        creator_id=offer.creator_id,
        creator_name=offer.creator.display_name or str(offer.creator),
        state=offer.state,
        state_label=str(offer.get_state_display()),
        videos=len(made),
        views=views,
        engagement=engagement,
        cost=cost,
        per_engagement=cost_per(cost, engagement),
        per_thousand_views=cost_per(cost, views, each=THOUSAND),
    )


def _oldest_count(offers: list[Offer]) -> datetime | None:
    rows = Delivery.objects.filter(offer__in=offers, video__latest__isnull=False)
    oldest: datetime | None = rows.aggregate(at=Min("video__latest__observed_at"))["at"]
    return oldest
