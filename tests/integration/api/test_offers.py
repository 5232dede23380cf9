"""Offers by the API: each side acts on its own, keys make it once, strangers get a 404."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from marketplace.models import Offer
from tests.factories import BrandMemberFactory, CreatorFactory, UserFactory, VideoFactory
from tests.integration.api.callers import Caller, Reply, assert_problem, browser, queries_of
from tests.integration.marketplace.offers.scene import FEE, Scene, commission_policy, commitments

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    commission_policy()
    return Scene()


def by(user: Any) -> Caller:
    return browser(user)


def send(caller: Caller, path: str, body: Any = None, *, key: str = "") -> Reply:
    return caller.post(path, body, key=key or str(uuid4()))


def begin(scene: Scene, *, key: str = "", **changes: Any) -> Reply:
    now = timezone.now()
    body = {
        "campaign": str(scene.campaign.pk),
        "creator": str(scene.creator.pk),
        "amount": "500.00",
        "wish": "A film",
        "deadline": (now + timedelta(days=5)).isoformat(),
        "deliver_by": (now + timedelta(days=20)).isoformat(),
        **changes,
    }
    return send(by(scene.brand_user), "/offers/", body, key=key)


def test_from_asking_to_done(scene: Scene) -> None:
    asked = begin(scene)
    assert asked.status == 201, asked.raw
    assert asked.body["amount"] == {"amount": "500.00", "currency": "USD"}
    assert asked.body["commission"] == {"amount": "50.00", "currency": "USD"}
    here = f"/offers/{asked.body['id']}/"
    brand, creator = by(scene.brand_user), by(scene.creator_user)
    countered = send(creator, f"{here}counter/", {"version": 1, "amount": "600.00"})
    assert countered.body["state"] == "countered", countered.raw
    accepted = send(brand, f"{here}accept/", {"version": 2})
    assert accepted.body["state"] == "accepted", accepted.raw
    assert commitments()["committed"] == 60_000
    video = VideoFactory(
        creator=scene.creator, posted_at=timezone.now() + timedelta(minutes=1), snapshots=0
    )
    made = send(creator, f"{here}deliver/", {"version": 3, "videos": [str(video.pk)]})
    assert made.body["deliveries"][0]["video"] == str(video.pk)
    done = send(brand, f"{here}complete/", {"version": 4})
    assert done.body["settled"] == {"amount": "600.00", "currency": "USD"}
    assert [step["state"] for step in done.body["steps"]] == [
        "offered",
        "countered",
        "accepted",
        "delivered",
        "completed",
    ]
    paid = send(by(UserFactory(staff=True)), f"{here}received/")
    assert paid.body["paid_at"], paid.raw


def test_one_key_asks_once_and_accepts_once(scene: Scene) -> None:
    now = timezone.now()
    days = {
        "deadline": (now + timedelta(days=5)).isoformat(),
        "deliver_by": (now + timedelta(days=20)).isoformat(),
    }
    first, again = begin(scene, key="ask", **days), begin(scene, key="ask", **days)
    assert first.raw == again.raw
    offer = Offer.objects.get()
    creator = by(scene.creator_user)
    for key in ("one", "one", "another"):
        answer = send(creator, f"/offers/{offer.pk}/accept/", {"version": 1}, key=key)
        assert answer.status == 200, answer.raw
    assert commitments()["committed"] == FEE


def test_what_changed_meanwhile_is_a_conflict_with_a_reason(scene: Scene) -> None:
    offer = begin(scene).body["id"]
    send(by(scene.brand_user), f"/offers/{offer}/offer/", {"version": 1, "amount": "400.00"})
    answer = send(by(scene.creator_user), f"/offers/{offer}/accept/", {"version": 1})
    problem = assert_problem(answer, 409, "refused")
    assert problem["reason"] == "changed"
    assert commitments() == {}


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "1", "1.000", "one", 5, None])
def test_a_sum_is_text_above_zero_with_two_decimals(scene: Scene, amount: Any) -> None:
    assert begin(scene, amount=amount).status in (400, 409, 422)
    assert not Offer.objects.exists()


def test_strangers_have_no_such_offer(scene: Scene) -> None:
    offer = begin(scene).body["id"]
    for user in (BrandMemberFactory().user, UserFactory()):
        caller = by(user)
        assert caller.get("/offers/").body["results"] == []
        assert caller.get(f"/offers/{offer}/").status == 404
        assert send(caller, f"/offers/{offer}/accept/", {"version": 1}).status == 404
        assert send(caller, "/offers/", {"campaign": "1", "creator": "1"}).status == 404
    for user in (scene.brand_user, scene.creator_user, UserFactory(staff=True)):
        assert by(user).get(f"/offers/{offer}/").status == 200


def test_only_staff_decide_and_write_down_payments(scene: Scene) -> None:
    offer = begin(scene).body["id"]
    for act in ("decide", "received"):
        body = {"amount": "1.00", "reason": "x"}
        answer = send(by(scene.brand_user), f"/offers/{offer}/{act}/", body)
        assert answer.status == 403


def test_nothing_private_is_told(scene: Scene) -> None:
    offer = begin(scene).body["id"]
    raw = by(scene.brand_user).get(f"/offers/{offer}/").raw
    assert scene.creator_user.email.encode() not in raw


def test_a_list_asks_no_more_for_more_rows(scene: Scene) -> None:
    caller = by(scene.brand_user)
    begin(scene)
    few = queries_of(lambda: caller.get("/offers/"))
    for _one in range(4):
        scene.creator = CreatorFactory(user=UserFactory())
        begin(scene)
    assert queries_of(lambda: caller.get("/offers/")) <= few


def test_a_campaigns_report_is_for_its_brand(scene: Scene) -> None:
    offer = begin(scene).body["id"]
    send(by(scene.creator_user), f"/offers/{offer}/accept/", {"version": 1})
    here = f"/campaigns/{scene.campaign.pk}/report/"
    report = by(scene.brand_user).get(here)
    assert report.body["promised"] == {"amount": "550.00", "currency": "USD"}
    assert report.body["offers"][0]["views"] is None
    assert by(scene.creator_user).get(here).status == 404
    assert by(BrandMemberFactory().user).get(here).status == 404
