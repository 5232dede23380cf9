"""The staff's pages about rewards: they open, acts do one thing, services alone write."""

import pytest
from django.contrib import admin
from django.urls import reverse

from creatorspark.core.models import AuditEntry, Creator
from rewards.ledger.models import Account, Entry, Transaction
from rewards.models import AwardWeek, PointsAward, Redemption, ShopItem
from rewards.services import redemptions
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
def staff(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def creator() -> Creator:
    made = CreatorFactory(handle="mina")
    give(made, 500)
    return made


def request_by(creator: Creator, key: str = "k") -> Redemption:
    item = ShopItemFactory(name="Half an hour")
    receipt = redemptions.redeem(
        creator_id=creator.pk, item_id=item.pk, key=key, actor_id=None, now=NOW
    )
    return Redemption.objects.get(pk=receipt.redemption_id)


def page(row) -> str:
    return reverse(f"admin:rewards_{row._meta.model_name}_change", args=[row.pk])


def act(client, row, name: str, **answers):
    return client.post(f"{page(row).removesuffix('change/')}act/{name}/", answers, follow=True)


@pytest.mark.parametrize(
    "model", [ShopItem, Redemption, Transaction, Account, PointsAward, AwardWeek]
)
def test_every_list_and_page_opens(client, staff, creator, model):
    request_by(creator)
    policy = PolicyFactory()
    PointsAward.objects.create(
        video=VideoFactory(creator=creator),
        creator=creator,
        policy=policy,
        score_id=1,
        week="2025-05-05",
        video_points=5,
        rank=1,
        counted_points=5,
        transaction=Transaction.objects.earliest("pk"),
    )
    AwardWeek.objects.create(
        week="2025-05-05", policy=policy, videos=1, video_points=5, counted_points=5
    )
    listed = client.get(reverse(f"admin:rewards_{model._meta.model_name}_changelist"))
    assert listed.status_code == 200
    assert client.get(page(model.objects.latest("pk"))).status_code == 200


@pytest.mark.parametrize("model", [Redemption, Transaction, Account, PointsAward, AwardWeek])
def test_nobody_edits_what_services_write(rf, creator, model):
    request = rf.get("/")
    request.user = UserFactory(superuser=True)
    staff_page = admin.site._registry[model]
    assert not staff_page.has_add_permission(request)
    assert not staff_page.has_change_permission(request)
    assert not staff_page.has_delete_permission(request)


def test_search_finds_a_creators_redemptions(client, staff, creator):
    request_by(creator)
    address = reverse("admin:rewards_redemption_changelist")
    assert b"Half an hour" in client.get(address, {"q": "mina"}).content
    assert b"Half an hour" not in client.get(address, {"q": "somebody"}).content


def test_approve_and_fulfil(client, staff, creator):
    row = request_by(creator)
    act(client, row, "approve")
    act(client, row, "fulfil", note="Shown on Friday.")
    row.refresh_from_db()
    assert row.state == "fulfilled"
    assert row.events.latest("pk").reason == "Shown on Friday."
    assert b"Shown on Friday." in client.get(page(row)).content


def test_reject_needs_a_reason_and_refunds(client, staff, creator):
    row = request_by(creator)
    act(client, row, "reject", reason="")
    row.refresh_from_db()
    assert row.state == "requested"
    answer = act(client, row, "reject", reason="No slot left.")
    assert b"The points are back" in answer.content
    assert balance(creator) == 500


def test_opening_an_act_changes_nothing(client, staff, creator):
    row = request_by(creator)
    client.get(f"{page(row).removesuffix('change/')}act/approve/")
    row.refresh_from_db()
    assert row.state == "requested"


def test_many_at_once_and_what_could_not_be(client, staff, creator):
    first = request_by(creator, key="1")
    second = request_by(creator, key="2")
    act(client, second, "hold", reason="We look.")
    answer = client.post(
        reverse("admin:rewards_redemption_changelist"),
        {"action": "approve_chosen", "_selected_action": [first.pk, second.pk]},
        follow=True,
    )
    assert b"1 redemption moved on." in answer.content
    assert f"#{second.pk}: This redemption is “On hold”".encode() in answer.content


def test_an_award_is_taken_back_with_a_reason(client, staff):
    creator = CreatorFactory()
    give(creator, 5)
    award = PointsAward.objects.create(
        video=VideoFactory(creator=creator),
        creator=creator,
        policy=PolicyFactory(),
        score_id=1,
        week="2025-05-05",
        video_points=5,
        rank=1,
        counted_points=5,
        transaction=Transaction.objects.latest("pk"),
    )
    act(client, award, "reverse", reason="Bought views.")
    assert balance(creator) == 0


def test_the_shop_is_arranged_and_the_stock_is_not_written_back(client, staff, creator):
    item = ShopItemFactory(name="Half an hour", stock=5)
    form = {
        "name": "Half an hour",
        "description": "",
        "kind": "exposure",
        "cost": "200",
        "exposure": "30 min exposure",
        "value_minor": "",
        "stock": "5",
        "limit_per_creator": "",
        "is_active": "on",
        "active_from_0": "",
        "active_from_1": "",
        "active_until_0": "",
        "active_until_1": "",
        "position": "0",
    }
    redemptions.redeem(creator_id=creator.pk, item_id=item.pk, key="k", actor_id=None, now=NOW)
    client.post(page(item), form | {"stock": "4", "cost": "250"})
    item.refresh_from_db()
    assert (item.cost, item.stock) == (250, 4)
    entry = AuditEntry.objects.get(action="rewards.item.edited")
    assert (entry.before, entry.after) == ({"cost": 200}, {"cost": 250})
    client.post(reverse("admin:rewards_shopitem_add"), form | {"name": "New"})
    assert ShopItem.objects.get(name="New").cost == 200


def test_a_page_opened_before_a_redemption_keeps_the_stock(staff, creator):
    from rewards.services import catalogue

    item = ShopItemFactory(stock=5)
    redemptions.redeem(creator_id=creator.pk, item_id=item.pk, key="k", actor_id=None, now=NOW)
    item.cost = 250
    catalogue.edit_item(item, fields=["cost"], actor=staff)
    item.refresh_from_db()
    assert (item.cost, item.stock) == (250, 4)


def test_the_first_page_counts_what_waits(client, staff, creator):
    request_by(creator)
    assert b"Redemptions waiting" in client.get(reverse("admin:index")).content


def test_strangers_are_sent_away(client, creator):
    row = request_by(creator)
    client.force_login(UserFactory())
    act(client, row, "approve")
    row.refresh_from_db()
    assert row.state == "requested"
    assert Entry.objects.filter(amount__lt=0, account__kind="creator").count() == 1
