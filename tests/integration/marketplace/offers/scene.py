"""A brand with a campaign, a creator, and an offer that goes as far as a test wants."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from creatorspark.core.models import Creator, Policy, User, Video
from creatorspark.lib.canonical import sha256_of
from marketplace.domain.offers.states import Side
from marketplace.models import BrandMember, Campaign, Listing, Offer
from marketplace.services.offers import answering, making, working
from marketplace.services.offers.terms import KIND
from rewards.ledger.models import Account, Entry
from tests.factories import (
    NOW,
    BrandMemberFactory,
    CreatorFactory,
    UserFactory,
    VideoFactory,
)

FEE = 50_000
COMMISSION = 5_000
DELIVER_BY = NOW + timedelta(days=30)


def commission_policy(share: str = "0.10", *, least: int = 0) -> Policy:
    """Put a commission in force."""
    parameters = {
        "commission": share,
        "least_commission_minor": least,
        "answer_days": 7,
        "confirm_days": 7,
    }
    return Policy.objects.create(
        kind=KIND,
        version="test",
        parameters=parameters,
        sha256=sha256_of(parameters),
        state=Policy.State.ACTIVE,
        effective_from=NOW - timedelta(days=400),
    )


@dataclass
class Scene:
    """Who takes part; `offer` begins one, and the others bring it further."""

    member: BrandMember = field(default_factory=BrandMemberFactory)
    creator: Creator = field(default_factory=lambda: CreatorFactory(user=UserFactory()))
    budget: int | None = None

    def __post_init__(self) -> None:
        Listing.objects.get_or_create(creator=self.creator)
        self.campaign = Campaign.objects.create(
            brand=self.member.brand,
            name="Autumn",
            state=Campaign.State.OPEN,
            budget=self.budget,
            currency="USD" if self.budget is not None else "",
            created_at=NOW,
        )

    @property
    def brand_user(self) -> User:
        return self.member.user

    @property
    def creator_user(self) -> User:
        assert self.creator.user is not None
        return self.creator.user

    def begin(self, amount: int | None = FEE, *, now: datetime = NOW) -> Offer:
        Listing.objects.get_or_create(creator=self.creator)
        receipt = making.begin(
            campaign_id=self.campaign.pk,
            creator_id=self.creator.pk,
            amount=amount,
            wish="A film of a minute",
            deliver_by=DELIVER_BY,
            actor=self.brand_user,
            now=now,
        )
        return Offer.objects.get(pk=receipt.offer_id)

    def accepted(self, amount: int = FEE) -> Offer:
        return self.accept(self.begin(amount))

    def accept(self, offer: Offer, *, now: datetime = NOW) -> Offer:
        answering.accept(
            offer.pk, side=Side.CREATOR, version=offer.version, actor=self.creator_user, now=now
        )
        offer.refresh_from_db()
        return offer

    def video(self) -> Video:
        return VideoFactory(creator=self.creator, posted_at=NOW + timedelta(hours=1), snapshots=0)

    def delivered(self, amount: int = FEE) -> Offer:
        offer = self.accepted(amount)
        working.deliver(
            offer.pk,
            video_ids=[self.video().pk],
            version=offer.version,
            actor=self.creator_user,
            now=NOW + timedelta(days=2),
        )
        offer.refresh_from_db()
        return offer

    def disputed(self, amount: int = FEE) -> Offer:
        offer = self.delivered(amount)
        working.dispute(
            offer.pk,
            side=Side.BRAND,
            reason="not_as_agreed",
            text="The wrong colour",
            version=offer.version,
            actor=self.brand_user,
            now=NOW + timedelta(days=3),
        )
        offer.refresh_from_db()
        return offer

    def completed(self, amount: int = FEE) -> Offer:
        offer = self.delivered(amount)
        working.complete(
            offer.pk,
            version=offer.version,
            actor=self.brand_user,
            now=NOW + timedelta(days=3),
        )
        offer.refresh_from_db()
        return offer


def standing(kind: str, *, creator: Creator | None = None) -> int:
    """Return the sum of the entries on the accounts of a kind, in cents."""
    rows = Entry.objects.filter(account__kind=kind, account__unit=Account.Unit.USD)
    if creator is not None:
        rows = rows.filter(account__creator=creator)
    return sum(rows.values_list("amount", flat=True))


def commitments() -> dict[str, int]:
    """Return what stands on every account that brands' promises move; zeros are left out."""
    kinds = (
        "committed",
        "commission_later",
        "promised",
        "owed_by_brands",
        "fees",
        "commission",
        "received",
        "earned",
    )
    return {kind: total for kind in kinds if (total := standing(kind))}
