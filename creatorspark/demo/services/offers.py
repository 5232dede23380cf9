"""Offers of the demo world: one to answer, one to accept, one to decide, and one that is done."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from creatorspark.core.models import Creator, User, Video
from creatorspark.demo.domain.cast import Story
from creatorspark.demo.selectors import creator_of, demo_user
from creatorspark.demo.services.logins import BRAND
from creatorspark.demo.services.messages import settle_messages
from creatorspark.demo.services.progress import Progress
from marketplace import interface as marketplace

RIVAL = "rival"
PAN, LUNCH, COPPER = "One pan, every evening", "Lunch boxes, last autumn", "Copper summer"
DAY = timedelta(days=1)


def make_offers(*, now: datetime, progress: Progress) -> None:
    """Put a commission in force and tell each offer's story, once."""
    marketplace.ensure_commission(now=now)
    told: tuple[Callable[..., None], ...] = (_one_is_done, _pan, _copper)
    progress.expect(len(told))
    for tell in told:
        with transaction.atomic():
            tell(now=now)
            settle_messages(now=now)
        progress.advance()


def _campaign(name: str, *, actor: User) -> int | None:
    """Return a campaign that has no offers yet."""
    for line in marketplace.my_campaigns(user=actor):
        campaign_id = line.campaign.campaign_id
        if line.campaign.name == name:
            there = marketplace.campaign_offers(user=actor, campaign_id=campaign_id)
            return campaign_id if there is not None and not there.rows else None
    return None


def _ask(
    campaign_id: int,
    creator: Creator,
    *,
    amount: int | None,
    wish: str,
    actor: User,
    now: datetime,
    answer_days: int = 7,
) -> int:
    return marketplace.begin_offer(
        campaign_id=campaign_id,
        creator_id=creator.pk,
        amount=amount,
        wish=wish,
        deadline=now + answer_days * DAY,
        deliver_by=now + (answer_days + 21) * DAY,
        actor=actor,
        now=now,
    ).offer_id


def _pan(*, now: datetime) -> None:
    """One waits for its creator, one for the brand, one for staff."""
    brand = demo_user(BRAND)
    campaign_id = _campaign(PAN, actor=brand)
    if campaign_id is None:
        return
    lina, viral = creator_of(Story.SMALL_BUT_GOOD), creator_of(Story.VIRAL_HIT)
    offer_id = _ask(
        campaign_id,
        lina,
        amount=85_000,
        wish=(
            "Two videos in which you cook one of your plates in our pan: one that shows how it is "
            "seasoned, one on an ordinary evening. The pan is yours to keep."
        ),
        actor=brand,
        now=now - 2 * DAY,
    )
    marketplace.write_to_offer(
        offer_id=offer_id,
        side="brand",
        text="Your kitchen is exactly the kitchen we make it for. Ask us anything.",
        actor=brand,
        now=now - 2 * DAY + timedelta(minutes=20),
    )
    asked = _ask(
        campaign_id, viral, amount=90_000, wish="One recipe.", actor=brand, now=now - 3 * DAY
    )
    _counter(asked, viral, amount=140_000, now=now - DAY)
    _disputed(campaign_id, creator_of(Story.BOT_VICTIM), actor=brand, now=now)


def _counter(offer_id: int, creator: Creator, *, amount: int, now: datetime) -> None:
    if creator.user is not None:
        marketplace.counter_offer(
            offer_id=offer_id,
            amount=amount,
            text="I'd love to. This is what a day in my kitchen costs.",
            version=1,
            actor=creator.user,
            now=now,
        )


def _disputed(campaign_id: int, creator: Creator, *, actor: User, now: datetime) -> None:
    delivered = _delivered(campaign_id, creator, amount=60_000, actor=actor, now=now - 20 * DAY)
    if delivered is not None:
        marketplace.dispute_offer(
            offer_id=delivered,
            side="brand",
            reason="not_as_agreed",
            text="The pan is in it for two seconds. We agreed on the whole recipe.",
            version=3,
            actor=actor,
            now=now - DAY,
        )


def _delivered(
    campaign_id: int, creator: Creator, *, amount: int, actor: User, now: datetime
) -> int | None:
    """Let a creator accept and deliver the first video posted since; None without one."""
    video = Video.objects.filter(creator=creator, posted_at__gt=now + DAY).order_by("posted_at")
    made = video.first()
    if creator.user is None or made is None:
        return None
    offer_id = _ask(campaign_id, creator, amount=amount, wish="One recipe.", actor=actor, now=now)
    marketplace.accept_offer(
        offer_id=offer_id, side="creator", version=1, actor=creator.user, now=now + DAY
    )
    marketplace.deliver_offer(
        offer_id=offer_id,
        video_ids=[made.pk],
        text="Here it is!",
        version=2,
        actor=creator.user,
        now=made.posted_at + timedelta(hours=1),
    )
    return offer_id


def _one_is_done(*, now: datetime) -> None:
    """The campaign of last autumn: opened for a moment, since closed ones send nothing."""
    brand = demo_user(BRAND)
    campaign_id = _campaign(LUNCH, actor=brand)
    if campaign_id is None:
        return
    began = now - 40 * DAY
    marketplace.open_campaign(campaign_id=campaign_id, actor=brand, now=began)
    lina = creator_of(Story.SMALL_BUT_GOOD)
    done = _delivered(campaign_id, lina, amount=62_000, actor=brand, now=began)
    if done is not None:
        marketplace.complete_offer(
            offer_id=done,
            text="Lovely. Our whole office wants lunch now.",
            version=3,
            actor=brand,
            now=began + 9 * DAY,
        )
    marketplace.close_campaign(campaign_id=campaign_id, actor=brand, now=began + 10 * DAY)


def _copper(*, now: datetime) -> None:
    """The rival asks for a fee."""
    actor = demo_user(RIVAL)
    campaign_id = _campaign(COPPER, actor=actor)
    if campaign_id is not None:
        _ask(
            campaign_id,
            creator_of(Story.SMALL_BUT_GOOD),
            amount=None,
            wish="An evening with friends and our small copper pot. What would you take for it?",
            actor=actor,
            now=now - DAY,
        )
