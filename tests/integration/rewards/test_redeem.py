"""Redeeming: what is written when it works, and the sentence when it doesn't."""

from datetime import timedelta

import pytest
from django.db import transaction

from creatorspark.core.models import AuditEntry, Creator, Notification
from fraud.services.holds import place_hold
from rewards.ledger.models import Account, Transaction
from rewards.models import PointsAward, Redemption, ShopItem
from rewards.services import fulfilment, redemptions, refusals
from tests.factories import (
    NOW,
    CreatorFactory,
    PolicyFactory,
    ShopItemFactory,
    UserFactory,
    VideoFactory,
)
from tests.integration.rewards.points import balance, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def creator() -> Creator:
    made = CreatorFactory(user=UserFactory())
    give(made, 500)
    return made


@pytest.fixture
def item() -> ShopItem:
    return ShopItemFactory(name="30 min exposure")


def redeem(creator: Creator, item: ShopItem, key: str = "k", **more) -> redemptions.Receipt:
    return redemptions.redeem(
        creator_id=creator.pk,
        item_id=item.pk,
        key=key,
        **{"actor_id": creator.user_id, "now": NOW} | more,
    )


def refused(creator: Creator, item: ShopItem, kind: type[Exception], **more) -> str:
    """Return the sentence of the refusal, after checking that nothing was taken or written."""
    before = (balance(creator), Redemption.objects.count(), Transaction.objects.count())
    with pytest.raises(kind) as caught:
        redeem(creator, item, **more)
    assert (balance(creator), Redemption.objects.count(), Transaction.objects.count()) == before
    return str(caught.value)


def test_it_takes_the_points_and_writes_the_log(creator: Creator, item: ShopItem):
    receipt = redeem(creator, item)
    row = Redemption.objects.get(pk=receipt.redemption_id)
    assert receipt.is_new
    assert receipt.balance == balance(creator) == 300
    assert (row.creator_id, row.item_id, row.amount, row.exposure, row.creation_date) == (
        creator.pk,
        item.pk,
        200,
        "30 min exposure",
        NOW,
    )
    assert row.state == "requested"
    assert [event.state for event in row.events.all()] == ["requested"]
    legs = {entry.account.kind: entry.amount for entry in row.payment.entries.all()}
    assert legs == {"creator": -200, "redeemed": 200}


def test_it_is_audited_and_told_once(creator: Creator, item: ShopItem):
    receipt = redeem(creator, item)
    redeem(creator, item)
    entry = AuditEntry.objects.get(action="rewards.redemption.requested")
    assert (entry.actor_id, entry.target_id) == (creator.user_id, str(receipt.redemption_id))
    assert entry.after == {"item": item.pk, "amount": 200}
    message = Notification.objects.get(key__endswith=".requested")
    assert message.title == "We have your request for “30 min exposure”"
    assert message.body.startswith("200 points were taken")


def test_the_same_key_again_is_the_same_redemption(creator: Creator, item: ShopItem):
    first, again = redeem(creator, item), redeem(creator, item)
    assert again.redemption_id == first.redemption_id
    assert not again.is_new
    assert balance(creator) == 300


def test_a_percent_sign_in_a_name_is_just_a_name(creator: Creator):
    redeem(creator, ShopItemFactory(name="100 % of %1$s %s"))
    assert "“100 % of %1$s %s”" in Notification.objects.get(key__endswith=".requested").title


def test_a_key_is_the_creators_own(creator: Creator, item: ShopItem):
    other = CreatorFactory()
    give(other, 500)
    redeem(creator, item)
    assert redeem(other, item).is_new


def test_a_key_used_for_another_item_is_refused(creator: Creator, item: ShopItem):
    redeem(creator, item)
    said = refused(creator, ShopItemFactory(), refusals.KeyReused)
    assert "another reward" in said


def test_too_few_points_says_how_many_are_missing(item: ShopItem):
    poor = CreatorFactory()
    give(poor, 120)
    said = refused(poor, item, refusals.NotEnoughPoints)
    assert said == "You have 120 points and this costs 200; 80 more to go."


def test_a_creator_who_never_earned_anything(item: ShopItem):
    said = refused(CreatorFactory(), item, refusals.NotEnoughPoints)
    assert said == "You have 0 points and this costs 200; 200 more to go."


@pytest.mark.parametrize(
    ("terms", "kind", "part"),
    [
        ({"is_active": False}, refusals.Inactive, "isn't offered"),
        ({"active_from": NOW + timedelta(days=3)}, refusals.NotYet, "starts on May 17, 2025"),
        ({"active_until": NOW - timedelta(days=3)}, refusals.Over, "ended on May 11, 2025"),
        ({"active_until": NOW}, refusals.Over, "ended on"),
        ({"stock": 0}, refusals.OutOfStock, "sold out"),
    ],
)
def test_terms_that_are_not_met(creator: Creator, terms: dict, kind: type, part: str):
    assert part in refused(creator, ShopItemFactory(**terms), kind)


def test_the_moment_it_starts_it_can_be_had(creator: Creator):
    assert redeem(creator, ShopItemFactory(active_from=NOW)).is_new


def test_another_price_than_the_one_agreed_to(creator: Creator, item: ShopItem):
    said = refused(creator, item, refusals.PriceChanged, agreed_cost=150)
    assert "now costs 200 points" in said
    assert redeem(creator, item, agreed_cost=200).is_new


def test_stock_is_taken_and_runs_out(creator: Creator):
    item = ShopItemFactory(stock=1)
    redeem(creator, item)
    item.refresh_from_db()
    assert item.stock == 0
    refused(creator, item, refusals.OutOfStock, key="second")


def test_a_limit_counts_what_was_not_given_back(creator: Creator):
    item = ShopItemFactory(limit_per_creator=1)
    first = redeem(creator, item)
    said = refused(creator, item, refusals.LimitReached, key="second")
    assert "once, which is the most" in said
    redemptions.cancel(first.redemption_id, creator_id=creator.pk, actor=None, now=NOW)
    assert redeem(creator, item, key="third").is_new


def test_nothing_such(creator: Creator, item: ShopItem):
    with pytest.raises(refusals.NotFound):
        redemptions.redeem(creator_id=creator.pk, item_id=0, key="k", actor_id=None, now=NOW)
    with pytest.raises(refusals.CreatorNotFound):
        redemptions.redeem(creator_id=0, item_id=item.pk, key="k", actor_id=None, now=NOW)


def hold(creator: Creator, **scope) -> None:
    place_hold(creator, reason_code="test", reason="We look.", actor=None, now=NOW, **scope)


def awarded(creator: Creator, points: int) -> int:
    """Give points for a video and return the video's id."""
    video = VideoFactory(creator=creator)
    give(creator, points)
    policy = PolicyFactory()
    PointsAward.objects.create(
        video=video,
        creator=creator,
        policy=policy,
        score_id=1,
        week="2025-05-05",
        video_points=points,
        rank=1,
        counted_points=points,
        transaction=Transaction.objects.latest("pk"),
    )
    return video.pk


def test_a_hold_of_everything_stops_everything(creator: Creator, item: ShopItem):
    hold(creator)
    assert "on hold while a person looks" in refused(creator, item, refusals.OnHold)


def test_a_hold_of_a_video_freezes_its_points_only(item: ShopItem):
    creator = CreatorFactory()
    give(creator, 150)
    hold(creator, video_id=awarded(creator, 100))
    said = refused(creator, item, refusals.NotEnoughPoints)
    assert said == "You have 250 points, 100 of them on hold, and this costs 200; 50 more to go."
    give(creator, 50)
    assert redeem(creator, item).is_new


def test_a_hold_of_a_period_freezes_the_weeks_it_meets(item: ShopItem):
    creator = CreatorFactory()
    give(creator, 150)
    awarded(creator, 100)
    monday = NOW.replace(day=5, hour=0)
    hold(creator, period_start=monday - timedelta(days=9), period_end=monday)
    hold(creator, period_start=monday + timedelta(days=7), period_end=monday + timedelta(days=9))
    receipt = redeem(creator, item)
    fulfilment.reject(receipt.redemption_id, reason="test", actor=UserFactory(staff=True), now=NOW)
    hold(creator, period_start=monday - timedelta(days=2), period_end=monday + timedelta(hours=1))
    refused(creator, item, refusals.NotEnoughPoints, key="second")


def test_inside_a_larger_transaction_a_refusal_leaves_it_usable(item: ShopItem):
    creator = CreatorFactory()
    with transaction.atomic():
        with pytest.raises(refusals.NotEnoughPoints):
            redeem(creator, item)
        give(creator, 200)
        redeem(creator, item)
    assert balance(creator) == 0
    assert Account.objects.get(kind="redeemed").balance == 0  # untracked: a sum, never a hot row
