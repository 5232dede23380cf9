"""The course of an offer, step by step, and what the ledger holds after each."""

from datetime import timedelta

import pytest

from creatorspark.core.models import AuditEntry, Notification, Policy
from fraud.services.holds import place_hold
from marketplace.domain.offers.states import Side
from marketplace.domain.offers.terms import DEFAULT_PARAMETERS
from marketplace.models import Campaign, Listing, Offer, OfferMessage, OfferStep
from marketplace.services import listings
from marketplace.services.offers import answering, deciding, making, refusals, tending, working
from rewards.ledger.models import Transaction
from rewards.ledger.reconciliation import discrepancies
from rewards.models import StaffAdjustment
from tests.factories import NOW, BrandMemberFactory, CreatorFactory, UserFactory, VideoFactory
from tests.integration.marketplace.offers.scene import (
    COMMISSION,
    DELIVER_BY,
    FEE,
    Scene,
    commission_policy,
    commitments,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def commission(db):
    return commission_policy()


@pytest.fixture
def scene(commission) -> Scene:
    return Scene()


def notes(user) -> list[str]:
    return list(Notification.objects.filter(user=user).values_list("title", flat=True))


def test_accepting_commits_the_fee_and_the_commission(scene):
    offer = scene.accepted()
    assert offer.state == "accepted"
    assert (offer.amount, offer.commission) == (FEE, COMMISSION)
    assert commitments() == {
        "committed": FEE,
        "commission_later": COMMISSION,
        "promised": -(FEE + COMMISSION),
    }
    assert list(discrepancies()) == []


def test_an_offer_from_invitation_to_payment(scene):
    offer = scene.begin(None)
    assert (offer.state, offer.amount) == ("invited", None)
    answering.counter(
        offer.pk, amount=60_000, text="My price", version=1, actor=scene.creator_user, now=NOW
    )
    answering.offer_fee(offer.pk, amount=55_000, version=2, actor=scene.brand_user, now=NOW)
    assert commitments() == {}
    answering.accept(offer.pk, side=Side.CREATOR, version=3, actor=scene.creator_user, now=NOW)
    working.deliver(
        offer.pk,
        video_ids=[scene.video().pk],
        version=4,
        actor=scene.creator_user,
        now=NOW + timedelta(days=1),
    )
    working.complete(offer.pk, version=5, actor=scene.brand_user, now=NOW + timedelta(days=2))
    assert commitments() == {"owed_by_brands": -60_500, "fees": 55_000, "commission": 5_500}
    staff = UserFactory(staff=True)
    assert deciding.received(offer.pk, actor=staff, now=NOW + timedelta(days=3))
    assert not deciding.received(offer.pk, actor=staff, now=NOW + timedelta(days=3))
    assert commitments() == {"commission": 5_500, "received": -60_500, "earned": 55_000}
    assert StaffAdjustment.objects.get().amount == 55_000
    assert list(discrepancies()) == []
    states = OfferStep.objects.filter(offer=offer).values_list("state", flat=True)
    assert list(states) == [
        "invited",
        "countered",
        "offered",
        "accepted",
        "delivered",
        "completed",
    ]
    assert OfferMessage.objects.get(offer=offer).text == "My price"


def test_every_step_is_audited_and_told_to_the_other_side(scene):
    offer = scene.completed()
    acts = AuditEntry.objects.filter(target_id=str(offer.pk), target_type="marketplace.offer")
    assert list(acts.order_by("pk").values_list("action", flat=True)) == [
        "marketplace.offer.offer",
        "marketplace.offer.accept",
        "marketplace.offer.deliver",
        "marketplace.offer.complete",
    ]
    brand = scene.campaign.brand.name
    assert set(notes(scene.creator_user)) == {
        f"Done: {brand} owes you $500.00",
        f"{brand} offers you $500.00",
    }
    assert set(notes(scene.brand_user)) == {
        f"{scene.creator} accepted $500.00",
        f"{scene.creator} delivered for “Autumn”",
    }


def test_accepted_twice_commits_once(scene):
    offer = scene.begin()
    first = answering.accept(
        offer.pk, side=Side.CREATOR, version=1, actor=scene.creator_user, now=NOW
    )
    again = answering.accept(
        offer.pk, side=Side.CREATOR, version=1, actor=scene.creator_user, now=NOW
    )
    assert (first.is_new, again.is_new) == (True, False)
    assert first.version == again.version == 2
    assert Transaction.objects.filter(kind="commitment").count() == 1
    with pytest.raises(refusals.NotNow):
        answering.accept(offer.pk, side=Side.CREATOR, version=2, actor=scene.creator_user, now=NOW)


def test_two_answers_to_one_version_cant_both_win(scene):
    offer = scene.begin()
    answering.offer_fee(offer.pk, amount=40_000, version=1, actor=scene.brand_user, now=NOW)
    with pytest.raises(refusals.OfferChanged):
        scene.accept(offer)
    assert commitments() == {}


def test_another_fee_with_an_old_version_isnt_taken_for_a_second_click(scene):
    offer = scene.begin()
    answering.counter(offer.pk, amount=70_000, version=1, actor=scene.creator_user, now=NOW)
    with pytest.raises(refusals.OfferChanged):
        answering.counter(offer.pk, amount=90_000, version=1, actor=scene.creator_user, now=NOW)
    offer.refresh_from_db()
    assert offer.amount == 70_000


def test_a_brand_accepts_a_counter_offer(scene):
    offer = scene.begin()
    answering.counter(offer.pk, amount=70_000, version=1, actor=scene.creator_user, now=NOW)
    with pytest.raises(refusals.NotNow):
        answering.accept(offer.pk, side=Side.CREATOR, version=2, actor=scene.creator_user, now=NOW)
    answering.accept(offer.pk, side=Side.BRAND, version=2, actor=scene.brand_user, now=NOW)
    assert commitments()["committed"] == 70_000
    assert commitments()["commission_later"] == 7_000


@pytest.mark.parametrize("reason", ["fee_too_low", "not_my_topic"])
def test_declining_keeps_the_reason_that_teaches(scene, reason):
    offer = scene.begin()
    answering.decline(
        offer.pk,
        side=Side.CREATOR,
        reason=reason,
        version=1,
        actor=scene.creator_user,
        now=NOW,
    )
    offer.refresh_from_db()
    assert (offer.state, offer.answer_reason) == ("declined", reason)
    assert commitments() == {}


def test_a_reason_nobody_knows_is_refused(scene):
    offer = scene.begin()
    with pytest.raises(refusals.BadTerms):
        answering.decline(
            offer.pk,
            side=Side.CREATOR,
            reason="price_too_high",
            version=1,
            actor=scene.creator_user,
            now=NOW,
        )
    offer.refresh_from_db()
    assert (offer.state, offer.version) == ("offered", 1)


def test_a_late_answer_doesnt_count_even_before_the_clock_came_by(scene):
    offer = scene.begin()
    with pytest.raises(refusals.TooLate):
        scene.accept(offer, now=NOW + timedelta(days=8))
    assert tending.tend(now=NOW + timedelta(days=8)) == 1
    offer.refresh_from_db()
    assert offer.state == "expired"
    assert tending.tend(now=NOW + timedelta(days=9)) == 0


def test_silence_about_a_delivery_is_a_yes(scene):
    offer = scene.delivered()
    assert tending.tend(now=NOW + timedelta(days=8)) == 0
    assert tending.tend(now=NOW + timedelta(days=9)) == 1
    offer.refresh_from_db()
    assert (offer.state, offer.settled) == ("completed", FEE)
    assert commitments()["fees"] == FEE


def test_a_brand_that_accepted_is_bound_until_the_day_of_delivery(scene):
    offer = scene.accepted()

    def cancel(now):
        return working.cancel(
            offer.pk,
            side=Side.BRAND,
            reason="not_delivered",
            version=offer.version,
            actor=scene.brand_user,
            now=now,
        )

    with pytest.raises(refusals.TooEarly):
        cancel(DELIVER_BY - timedelta(seconds=1))
    assert commitments()["committed"] == FEE
    cancel(DELIVER_BY)
    assert commitments() == {}
    assert list(discrepancies()) == []


def test_a_creator_can_step_back_before_delivering(scene):
    offer = scene.accepted()
    working.cancel(
        offer.pk,
        side=Side.CREATOR,
        reason="no_time",
        version=offer.version,
        actor=scene.creator_user,
        now=NOW,
    )
    assert commitments() == {}


def test_staff_decide_a_dispute_in_part_and_the_commission_shrinks_with_it(scene):
    offer = scene.disputed()
    deciding.pay(
        offer.pk, amount=20_000, reason="Half of it", actor=UserFactory(staff=True), now=NOW
    )
    offer.refresh_from_db()
    assert (offer.state, offer.settled, offer.settled_commission) == ("completed", 20_000, 2_000)
    assert commitments() == {"owed_by_brands": -22_000, "fees": 20_000, "commission": 2_000}
    assert list(discrepancies()) == []


def test_staff_decide_that_nothing_is_owed(scene):
    offer = scene.disputed()
    deciding.stop(offer.pk, reason="Not made", actor=UserFactory(staff=True), now=NOW)
    assert commitments() == {}
    offer.refresh_from_db()
    assert offer.state == "cancelled"


def test_staff_never_decide_on_more_than_was_agreed(scene):
    offer = scene.disputed()
    for amount in (0, FEE + 1):
        with pytest.raises(refusals.BadTerms):
            deciding.pay(
                offer.pk, amount=amount, reason="x", actor=UserFactory(staff=True), now=NOW
            )
    assert commitments()["committed"] == FEE


def test_a_dispute_isnt_decided_by_others(scene):
    offer = scene.disputed()
    for person in (scene.brand_user, scene.creator_user, UserFactory()):
        with pytest.raises(refusals.NoSuchOffer):
            deciding.pay(offer.pk, amount=1, reason="x", actor=person, now=NOW)
        with pytest.raises(refusals.NoSuchOffer):
            deciding.received(offer.pk, actor=person, now=NOW)


# Who takes part ---------------------------------------------------------------------------------
def test_a_member_who_was_removed_meanwhile_can_do_nothing(scene):
    offer = scene.begin()
    answering.counter(offer.pk, amount=70_000, version=1, actor=scene.creator_user, now=NOW)
    scene.member.left_at = NOW
    scene.member.save()
    with pytest.raises(refusals.NoSuchOffer):
        answering.accept(offer.pk, side=Side.BRAND, version=2, actor=scene.brand_user, now=NOW)
    assert commitments() == {}


def test_strangers_have_no_such_offer(scene):
    offer = scene.begin()
    other = Scene(member=BrandMemberFactory(), creator=CreatorFactory(user=UserFactory()))
    person = other.creator_user
    with pytest.raises(refusals.NoSuchOffer):
        answering.accept(offer.pk, side=Side.CREATOR, version=1, actor=person, now=NOW)
    with pytest.raises(refusals.NoSuchOffer):
        answering.withdraw(offer.pk, reason="other", version=1, actor=other.brand_user, now=NOW)
    with pytest.raises(refusals.NoSuchOffer):
        answering.accept(offer.pk, side=Side.CREATOR, version=1, actor=scene.brand_user, now=NOW)


def test_a_creator_suspended_after_the_offer_agrees_to_nothing(scene):
    offer = scene.begin()
    place_hold(scene.creator, reason_code="test", reason="test", actor=None, now=NOW)
    with pytest.raises(refusals.UnderReview):
        scene.accept(offer)
    with pytest.raises(refusals.Unavailable):
        answering.offer_fee(offer.pk, amount=1_000, version=1, actor=scene.brand_user, now=NOW)
    assert commitments() == {}


def test_a_brand_cant_accept_the_price_of_a_creator_suspended_meanwhile(scene):
    offer = scene.begin()
    answering.counter(offer.pk, amount=70_000, version=1, actor=scene.creator_user, now=NOW)
    scene.creator_user.is_active = False
    scene.creator_user.save()
    with pytest.raises(refusals.Unavailable):
        answering.accept(offer.pk, side=Side.BRAND, version=2, actor=scene.brand_user, now=NOW)
    assert commitments() == {}


def test_a_deactivated_account_accepts_nothing_with_the_session_it_has(scene):
    offer = scene.begin()
    person = scene.creator_user
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(refusals.NoSuchOffer):
        answering.accept(offer.pk, side=Side.CREATOR, version=1, actor=person, now=NOW)


@pytest.mark.parametrize("values", [{"is_listed": False}, {"accepts_offers": False}])
def test_who_takes_no_offers_gets_none(scene, values):
    Listing.objects.filter(creator=scene.creator).update(**values)
    with pytest.raises(refusals.Unavailable):
        scene.begin()
    assert not Offer.objects.exists()


def test_a_refused_brand_isnt_told_that_it_is_refused(scene):
    listing = listings.of(scene.creator, now=NOW)
    listing.refused_brands.add(scene.campaign.brand)
    with pytest.raises(refusals.Unavailable) as caught:
        scene.begin()
    assert "refuse" not in str(caught.value)


# Sums and days ----------------------------------------------------------------------------------
def test_a_budget_carries_only_what_it_has(commission):
    scene = Scene(budget=100_000)
    scene.accepted(50_000)
    other = CreatorFactory(user=UserFactory())
    scene.creator = other
    with pytest.raises(refusals.OverBudget) as caught:
        scene.begin(45_000)
    assert "$495.00" in str(caught.value)
    assert "$450.00" in str(caught.value)
    assert scene.begin(40_000).commission == 4_000


def test_an_offer_that_ended_gives_its_budget_back(commission):
    scene = Scene(budget=60_000)
    offer = scene.begin(50_000)
    answering.withdraw(offer.pk, reason="plans_changed", version=1, actor=scene.brand_user, now=NOW)
    assert scene.begin(50_000).state == "offered"


def test_a_zero_budget_carries_nothing_but_an_invitation(commission):
    scene = Scene(budget=0)
    with pytest.raises(refusals.OverBudget):
        scene.begin(1)
    offer = scene.begin(None)
    answering.counter(offer.pk, amount=1_000, version=1, actor=scene.creator_user, now=NOW)
    with pytest.raises(refusals.OverBudget):
        answering.accept(offer.pk, side=Side.BRAND, version=2, actor=scene.brand_user, now=NOW)


@pytest.mark.parametrize("amount", [0, -1, 10**12])
def test_a_fee_is_above_zero_and_no_slip_of_the_finger(scene, amount):
    with pytest.raises(refusals.BadTerms):
        scene.begin(amount)
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("deadline", "deliver_by"),
    [
        (NOW, DELIVER_BY),
        (NOW + timedelta(days=900), None),
        (NOW + timedelta(days=5), NOW + timedelta(days=4)),
        (NOW + timedelta(days=5), None),
    ],
)
def test_days_are_in_order_and_an_offer_names_when_it_is_due(scene, deadline, deliver_by):
    with pytest.raises(refusals.BadTerms):
        making.begin(
            campaign_id=scene.campaign.pk,
            creator_id=scene.creator.pk,
            amount=1_000,
            wish="",
            deadline=deadline,
            deliver_by=deliver_by,
            actor=scene.brand_user,
            now=NOW,
        )


def test_a_campaign_thats_not_open_sends_nothing(scene):
    scene.campaign.state = Campaign.State.CLOSED
    scene.campaign.save()
    with pytest.raises(refusals.CampaignNotOpen):
        scene.begin()


def test_one_open_offer_a_campaign_and_creator(scene):
    scene.begin()
    with pytest.raises(refusals.AlreadyOpen):
        scene.begin()


def test_while_staff_only_drafted_a_policy_the_house_takes_nothing():
    Policy.objects.create(
        kind="commission", version="draft", parameters=DEFAULT_PARAMETERS, sha256="0" * 64
    )
    scene = Scene()
    offer = scene.accepted()
    assert (offer.policy, offer.commission) == (None, 0)
    assert commitments() == {"committed": FEE, "promised": -FEE}
    working.deliver(
        offer.pk,
        video_ids=[scene.video().pk],
        version=offer.version,
        actor=scene.creator_user,
        now=NOW + timedelta(days=1),
    )
    working.complete(offer.pk, version=3, actor=scene.brand_user, now=NOW + timedelta(days=2))
    assert commitments() == {"owed_by_brands": -FEE, "fees": FEE}


# Deliveries -------------------------------------------------------------------------------------
def test_only_own_videos_since_the_agreement_count(scene):
    offer = scene.accepted()
    older = VideoFactory(creator=scene.creator, posted_at=NOW - timedelta(days=1), snapshots=0)
    somebody_elses = VideoFactory(posted_at=NOW + timedelta(days=1), snapshots=0)
    for wrong in ([], [older.pk], [somebody_elses.pk], [10**9]):
        with pytest.raises(refusals.BadTerms):
            working.deliver(
                offer.pk,
                video_ids=wrong,
                version=offer.version,
                actor=scene.creator_user,
                now=NOW + timedelta(days=2),
            )
    assert not offer.deliveries.exists()


def test_one_video_is_delivered_once(scene):
    first = scene.delivered()
    video = first.deliveries.get().video
    scene.campaign = Campaign.objects.create(
        brand=scene.member.brand, name="Winter", state="open", created_at=NOW
    )
    second = scene.accepted()
    with pytest.raises(refusals.BadTerms):
        working.deliver(
            second.pk,
            video_ids=[video.pk],
            version=second.version,
            actor=scene.creator_user,
            now=NOW + timedelta(days=2),
        )
