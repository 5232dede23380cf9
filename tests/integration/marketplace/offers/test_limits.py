"""What one side may ask of the other, and what an offer can't be stuck on."""

from datetime import timedelta

import pytest

from creatorspark.core.models import Notification
from marketplace import interface
from marketplace.domain.offers.states import Side
from marketplace.models import Listing, Offer, OfferMessage
from marketplace.services import brands, campaigns
from marketplace.services.offers import (
    answering,
    least,
    moves,
    pace,
    refusals,
    tending,
    working,
    writing,
)
from tests.factories import NOW, BrandFactory, CreatorFactory, UserFactory
from tests.factories.matching import ListingFactory
from tests.integration.marketplace.offers.scene import (
    FEE,
    Scene,
    commission_policy,
    commitments,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def scene(db) -> Scene:
    commission_policy()
    return Scene()


def decline(scene, offer, *, reason="not_my_topic", now=NOW):
    answering.decline(
        offer.pk,
        side=Side.CREATOR,
        reason=reason,
        version=offer.version,
        actor=scene.creator_user,
        now=now,
    )


# Whom a brand reaches ---------------------------------------------------------------------------
def test_who_isnt_in_the_marketplace_gets_no_offers(scene):
    Listing.objects.all().delete()
    new = interface.new_offer(
        user=scene.brand_user, campaign_id=scene.campaign.pk, creator_id=scene.creator.pk, now=NOW
    )
    assert new is None or not new.is_available
    with pytest.raises(refusals.Unavailable):
        interface.begin_offer(
            campaign_id=scene.campaign.pk,
            creator_id=scene.creator.pk,
            amount=None,
            wish="",
            actor=scene.brand_user,
            now=NOW,
        )


def test_a_brand_nobody_checked_asks_few_creators_a_day(scene):
    for _turn in range(pace.MOST_NEW_UNCHECKED):
        scene.creator = ListingFactory().creator
        scene.begin(None)
    scene.creator = ListingFactory().creator
    with pytest.raises(refusals.TooMany):
        scene.begin(None)
    assert scene.begin(None, now=NOW + DAY).state == "invited"
    brand = scene.member.brand
    brand.verified_at = NOW
    brand.save()
    scene.creator = ListingFactory().creator
    assert scene.begin(None, now=NOW).state == "invited"


def test_a_no_counts_for_a_month(scene):
    decline(scene, scene.begin())
    with pytest.raises(refusals.SaidNo):
        scene.begin(now=NOW + 29 * DAY)
    assert Offer.objects.count() == 1


def test_the_brands_own_no_keeps_it_from_nothing(scene):
    offer = scene.begin()
    answering.counter(offer.pk, amount=70_000, version=1, actor=scene.creator_user, now=NOW)
    answering.decline(
        offer.pk,
        side=Side.BRAND,
        reason="price_too_high",
        version=2,
        actor=scene.brand_user,
        now=NOW,
    )
    assert scene.begin().state == "offered"


# How long it goes on ----------------------------------------------------------------------------
def test_fees_go_back_and_forth_only_so_often(scene):
    offer = scene.begin()
    version = 1
    for turn in range(1, pace.MOST_ROUNDS):
        version = answering.counter(
            offer.pk, amount=FEE + turn, version=version, actor=scene.creator_user, now=NOW
        ).version
    told = Notification.objects.count()
    with pytest.raises(refusals.BadTerms):
        answering.counter(offer.pk, amount=1, version=version, actor=scene.creator_user, now=NOW)
    with pytest.raises(refusals.BadTerms):
        answering.offer_fee(offer.pk, amount=1, version=version, actor=scene.brand_user, now=NOW)
    assert Notification.objects.count() == told
    answering.accept(offer.pk, side=Side.BRAND, version=version, actor=scene.brand_user, now=NOW)
    assert commitments()["committed"] == FEE + pace.MOST_ROUNDS - 1


def say(scene, offer, text="please", *, now=NOW, side=Side.BRAND):
    person = scene.brand_user if side is Side.BRAND else scene.creator_user
    return writing.write(offer.pk, side=side, text=text, actor=person, now=now)


def test_messages_have_a_measure_a_day(scene):
    offer = scene.begin()
    for turn in range(pace.MOST_MESSAGES_A_DAY):
        say(scene, offer, f"please {turn}")
    with pytest.raises(refusals.BadTerms):
        say(scene, offer, "once more")
    assert say(scene, offer, "good morning", now=NOW + DAY)


def test_an_offer_that_ended_takes_no_words_for_ever(scene):
    offer = scene.begin()
    decline(scene, offer)
    assert say(scene, offer, now=NOW + 13 * DAY)
    for side in (Side.BRAND, Side.CREATOR):
        with pytest.raises(refusals.BadTerms):
            say(scene, offer, now=NOW + 14 * DAY, side=side)
    for day, can in ((13, True), (14, False)):
        page = interface.creator_offer(
            user=scene.creator_user, offer_id=offer.pk, now=NOW + day * DAY
        )
        assert page is not None
        assert page.can_write is can


def test_a_refused_brand_writes_no_more(scene):
    offer = scene.begin()
    Listing.objects.get(creator=scene.creator).refused_brands.add(scene.campaign.brand)
    with pytest.raises(refusals.BadTerms) as caught:
        say(scene, offer)
    assert "refuse" not in str(caught.value)
    assert not OfferMessage.objects.exists()


# The same move, and another one -----------------------------------------------------------------
def test_another_delivery_with_an_old_version_isnt_lost_as_a_second_click(scene):
    offer = scene.accepted()
    first, second = scene.video(), scene.video()

    def deliver(video):
        return working.deliver(
            offer.pk,
            video_ids=[video.pk],
            version=offer.version,
            actor=scene.creator_user,
            now=NOW + 2 * DAY,
        )

    assert deliver(first).is_new
    assert not deliver(first).is_new
    with pytest.raises(refusals.OfferChanged):
        deliver(second)


@pytest.mark.parametrize("change", [{"deadline": NOW + 9 * DAY}, {"text": "Sooner, please"}])
def test_other_days_or_words_with_an_old_version_arent_lost(scene, change):
    offer = scene.begin()

    def name(**changes):
        return answering.offer_fee(
            offer.pk, amount=40_000, version=1, actor=scene.brand_user, now=NOW, **changes
        )

    assert name().is_new
    assert not name().is_new
    with pytest.raises(refusals.OfferChanged):
        name(**change)


# Whom it binds ----------------------------------------------------------------------------------
def test_a_brand_without_people_is_bound_to_nothing(scene):
    offer = scene.begin()
    scene.brand_user.is_active = False
    scene.brand_user.save()
    with pytest.raises(refusals.NobodySpeaks):
        scene.accept(offer)
    assert commitments() == {}


def test_a_suspended_brand_asks_nobody_and_is_bound_no_further(scene):
    kept, waits = scene.accepted(), None
    scene.creator = CreatorFactory(user=UserFactory())
    waits = scene.begin()
    staff = UserFactory(staff=True)
    brands.suspend(scene.member.brand, reason="Nobody knows them", actor=staff, now=NOW)
    with pytest.raises(refusals.NobodySpeaks):
        scene.accept(waits)
    scene.campaign.refresh_from_db()
    assert scene.campaign.state == "closed"
    with pytest.raises(campaigns.CampaignRefused):
        campaigns.open_(scene.campaign, actor=scene.brand_user, now=NOW)
    with pytest.raises(refusals.OfferRefused):
        answering.offer_fee(waits.pk, amount=1, version=1, actor=scene.brand_user, now=NOW)
    assert tending.tend(now=NOW) == 1
    for offer, state in ((waits, "withdrawn"), (kept, "accepted")):
        offer.refresh_from_db()
        assert offer.state == state
    brands.resume(scene.member.brand, reason="They showed papers", actor=staff, now=NOW)
    campaigns.open_(scene.campaign, actor=scene.brand_user, now=NOW)
    assert scene.begin().state == "offered"


def test_a_fee_that_is_accepted_has_a_day_of_delivery(scene):
    receipt = interface.begin_offer(
        campaign_id=scene.campaign.pk,
        creator_id=scene.creator.pk,
        amount=None,
        wish="",
        actor=scene.brand_user,
        now=NOW,
    )
    answering.counter(receipt.offer_id, amount=FEE, version=1, actor=scene.creator_user, now=NOW)
    offer = Offer.objects.get()
    assert offer.deliver_by is not None
    assert offer.deadline is not None
    assert offer.deliver_by > offer.deadline


def test_work_that_nobody_showed_is_given_up_in_the_end(scene):
    offer = scene.accepted()
    assert offer.deliver_by is not None
    assert tending.tend(now=offer.deliver_by + 59 * DAY) == 0
    assert tending.tend(now=offer.deliver_by + 60 * DAY) == 1
    offer.refresh_from_db()
    assert offer.state == "cancelled"
    assert commitments() == {}


def test_accepted_work_of_old_without_a_day_is_given_up_too(scene):
    offer = scene.accepted()
    Offer.objects.update(deliver_by=None)
    assert tending.tend(now=NOW + 90 * DAY) == 1
    offer.refresh_from_db()
    assert offer.state == "cancelled"


def test_one_offer_that_fails_holds_up_no_other(scene, monkeypatch):
    poison = scene.begin()
    scene.creator = ListingFactory().creator
    other = scene.begin()
    make = moves.make

    def fails(move, *rest):
        if move.offer_id == poison.pk:
            raise ValueError("poison")
        return make(move, *rest)

    monkeypatch.setattr(tending, "make", fails)
    assert tending.tend(now=NOW + 8 * DAY) == 1
    other.refresh_from_db()
    assert other.state == "expired"


# What the creator reads -------------------------------------------------------------------------
def test_a_creator_doesnt_read_what_the_brand_could_spend(scene):
    offer = scene.begin()
    line = {"label": "Price", "weight": 0.1, "value": 0.5, "sentence": "Within the $900.00."}
    content = {"factor": "content", "label": "Content", "sentence": "They dance."}
    other = line | content | {"yours": "You dance."}
    offer.reasons = {"run": 1, "score": 0.5, "lines": [line | {"factor": "price"}, other]}
    offer.save()
    mine = interface.creator_offer(user=scene.creator_user, offer_id=offer.pk, now=NOW)
    theirs = interface.member_offer(user=scene.brand_user, offer_id=offer.pk, now=NOW)
    assert mine is not None
    assert mine.why is not None
    assert theirs is not None
    assert theirs.why is not None
    assert [one.factor for one in mine.why.lines] == ["content"]
    assert [(one.label, one.sentence) for one in mine.why.lines] == [
        ("What you make", "You dance.")
    ]
    assert theirs.why.lines[1].sentence == "They dance."
    assert [one.factor for one in theirs.why.lines] == ["price", "content"]


# Whom pages don't show, and what is too little ---------------------------------------------------
@pytest.mark.parametrize("of", ["brand", "campaign"])
def test_a_creator_who_refuses_what_is_sold_isnt_asked_by_hand_either(scene, of):
    sold = [{"industry": "alcohol", "share": 1.0, "because": []}]
    row = scene.member.brand if of == "brand" else scene.campaign
    row.industries = sold
    row.save()
    Listing.objects.filter(creator=scene.creator).update(refuses=["alcohol"])
    with pytest.raises(refusals.Unavailable):
        scene.begin()
    Listing.objects.filter(creator=scene.creator).update(refuses=["games"])
    assert scene.begin().state == "offered"


def test_a_house_that_is_refused_asks_nobody_through_its_brands(scene):
    brand = scene.member.brand
    brand.parent, brand.parent_source = BrandFactory(), "staff"
    brand.save()
    Listing.objects.get(creator=scene.creator).refused_brands.add(brand.parent)
    with pytest.raises(refusals.Unavailable):
        scene.begin()


def test_less_than_the_least_isnt_sent_and_the_least_isnt_told(scene):
    Listing.objects.filter(creator=scene.creator).update(least_fee=61_234, currency="USD")
    with pytest.raises(refusals.FeeTooLow) as caught:
        scene.begin(61_233)
    assert "61" not in str(caught.value)
    assert not Offer.objects.exists()
    assert scene.begin(None).state == "invited"
    offer = Offer.objects.get()
    with pytest.raises(refusals.FeeTooLow):
        answering.offer_fee(
            offer.pk,
            amount=100,
            deliver_by=offer.deliver_by,
            version=1,
            actor=scene.brand_user,
            now=NOW,
        )
    offer.refresh_from_db()
    assert (offer.state, offer.amount) == ("invited", None)
    assert scene.creator_user.notifications.count() == 1


def test_a_least_fee_cant_be_felt_for(scene):
    Listing.objects.filter(creator=scene.creator).update(least_fee=61_234, currency="USD")
    for amount in range(1, least.MOST_TRIES + 1):
        with pytest.raises(refusals.FeeTooLow):
            scene.begin(amount)
    with pytest.raises(refusals.FeeTooLow, match="several times"):
        scene.begin(70_000)
    assert scene.begin(None).state == "invited"


# What a campaign's end does ---------------------------------------------------------------------
def test_closing_takes_back_what_waits_and_tells_the_creators(scene):
    kept = scene.accepted()
    scene.creator = ListingFactory(creator__user=UserFactory()).creator
    offered = scene.begin()
    campaigns.close(scene.campaign, actor=scene.brand_user, now=NOW)
    with pytest.raises(refusals.CampaignOver):
        scene.accept(offered)
    with pytest.raises(refusals.CampaignOver):
        answering.counter(offered.pk, amount=1, version=1, actor=scene.creator_user, now=NOW)
    mine = interface.creator_offer(user=scene.creator_user, offer_id=offered.pk, now=NOW)
    assert mine is not None
    assert mine.acts == ("decline",)
    assert tending.tend(now=NOW) == 1
    for offer, state in ((offered, "withdrawn"), (kept, "accepted")):
        offer.refresh_from_db()
        assert offer.state == state
    told = Notification.objects.get(user=scene.creator_user, title__contains="took an offer back")
    assert told.url == f"/studio/offers/{offered.pk}/"
    assert offered.steps.order_by("pk").last().reason == "closed"


def test_a_counter_offer_in_a_closed_campaign_binds_nobody(scene):
    offer = scene.begin()
    answering.counter(offer.pk, amount=70_000, version=1, actor=scene.creator_user, now=NOW)
    campaigns.close(scene.campaign, actor=scene.brand_user, now=NOW)
    with pytest.raises(refusals.CampaignOver):
        answering.accept(offer.pk, side=Side.BRAND, version=2, actor=scene.brand_user, now=NOW)
    assert tending.tend(now=NOW) == 1
    assert commitments() == {}


def test_a_campaign_that_is_open_again_keeps_what_nobody_took_back(scene, monkeypatch):
    offer = scene.begin()
    campaigns.close(scene.campaign, actor=scene.brand_user, now=NOW)
    due = list(tending._due(now=NOW))
    campaigns.open_(scene.campaign, actor=scene.brand_user, now=NOW)
    monkeypatch.setattr(tending, "_due", lambda now: iter(due))
    assert tending.tend(now=NOW) == 0
    offer.refresh_from_db()
    assert offer.state == "offered"


def test_an_answer_counts_no_longer_than_the_campaign(scene):
    scene.campaign.ends_on = (NOW + 3 * DAY).date()
    scene.campaign.save()
    offer = scene.begin()
    assert offer.deadline is not None
    assert (offer.deadline - timedelta(seconds=1)).date() == scene.campaign.ends_on
    with pytest.raises(refusals.BadTerms, match="last day"):
        answering.offer_fee(
            offer.pk,
            amount=FEE,
            deadline=NOW + 5 * DAY,
            version=1,
            actor=scene.brand_user,
            now=NOW,
        )
    answering.counter(offer.pk, amount=70_000, version=1, actor=scene.creator_user, now=NOW)
    offer.refresh_from_db()
    assert (offer.deadline - timedelta(seconds=1)).date() == scene.campaign.ends_on


# The house's share ------------------------------------------------------------------------------
def test_a_new_house_has_its_commission_before_anybody_is_asked():
    scene = Scene()
    new = interface.new_offer(
        user=scene.brand_user, campaign_id=scene.campaign.pk, creator_id=scene.creator.pk, now=NOW
    )
    assert new is not None
    assert new.commission == "0.10"
    assert scene.begin().commission == FEE // 10
