"""Several answers at the same moment, each on a connection of its own; and a crash between."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from creatorspark.core.models import AuditEntry, Notification
from marketplace.domain.offers.states import Side
from marketplace.models import Brand, Offer, OfferStep
from marketplace.services import teams
from marketplace.services.offers import answering, making, moves, refusals
from rewards.ledger.models import Transaction
from rewards.ledger.reconciliation import discrepancies
from tests.factories import NOW, BrandMemberFactory
from tests.factories.matching import ListingFactory
from tests.integration.marketplace.offers.scene import (
    COMMISSION,
    DELIVER_BY,
    FEE,
    Scene,
    commission_policy,
    commitments,
)
from tests.waiting import until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(db) -> Scene:
    commission_policy()
    return Scene()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Start every work at the same moment in a thread of its own; return results or refusals."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        start.wait()
        try:
            return work()
        except refusals.OfferRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def accepting(scene: Scene, offer: Offer) -> Callable[[], moves.Receipt]:
    return lambda: answering.accept(
        offer.pk, side=Side.CREATOR, version=offer.version, actor=scene.creator_user, now=NOW
    )


def withdrawing(scene: Scene, offer: Offer) -> Callable[[], moves.Receipt]:
    return lambda: answering.withdraw(
        offer.pk, reason="other", version=offer.version, actor=scene.brand_user, now=NOW
    )


def test_ten_clicks_on_accept_commit_once(scene):
    offer = scene.begin()
    results = at_once(*[accepting(scene, offer)] * 10)
    assert sum(result.is_new for result in results) == 1
    assert Transaction.objects.filter(kind="commitment").count() == 1
    assert commitments()["committed"] == FEE
    assert list(discrepancies()) == []


@pytest.mark.parametrize("turn", range(4))
def test_accepting_and_withdrawing_at_once_one_wins(scene, turn):
    offer = scene.begin()
    results = at_once(accepting(scene, offer), withdrawing(scene, offer))
    offer.refresh_from_db()
    assert sum(isinstance(result, moves.Receipt) for result in results) == 1
    is_accepted = offer.state == "accepted"
    assert commitments().get("committed", 0) == (FEE if is_accepted else 0)
    assert offer.state in ("accepted", "withdrawn")


def test_two_members_who_send_the_same_offer_send_one(scene):
    def send() -> moves.Receipt:
        return making.begin(
            campaign_id=scene.campaign.pk,
            creator_id=scene.creator.pk,
            amount=FEE,
            wish="",
            deliver_by=DELIVER_BY,
            actor=scene.brand_user,
            now=NOW,
        )

    results = at_once(send, send, send)
    assert sum(isinstance(result, moves.Receipt) for result in results) == 1
    assert Offer.objects.count() == 1


def test_the_last_of_a_budget_is_promised_once(db):
    commission_policy()
    scene = Scene(budget=FEE + COMMISSION)
    people = [ListingFactory().creator for _ in range(6)]

    def send(person: Any) -> Callable[[], moves.Receipt]:
        return lambda: making.begin(
            campaign_id=scene.campaign.pk,
            creator_id=person.pk,
            amount=FEE,
            wish="",
            deliver_by=DELIVER_BY,
            actor=scene.brand_user,
            now=NOW,
        )

    results = at_once(*[send(person) for person in people])
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["OverBudget"] * 5 + ["Receipt"]


def test_who_is_taken_off_the_team_while_an_offer_is_being_sent_sends_none(scene):
    """Both lock the brand before the seat: the other way round they would lock each other out."""
    owner = BrandMemberFactory(brand=scene.member.brand)

    def send() -> Any:
        try:
            return scene.begin()
        except refusals.OfferRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            # What leaving locks first.
            Brand.objects.select_for_update(no_key=True).get(pk=scene.member.brand_id)
            sending = pool.submit(send)
            until_somebody_waits()
            teams.leave(scene.member, actor=owner.user, now=NOW)
        assert isinstance(sending.result(), refusals.NoSuchOffer)
    assert not Offer.objects.exists()


def test_a_crash_after_the_posting_leaves_nothing_and_the_next_try_goes_through(scene, monkeypatch):
    offer = scene.begin()
    told = Notification.objects.count()

    def crash(*args: Any, **kwargs: Any) -> None:
        assert commitments()["committed"] == FEE
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr("marketplace.services.offers.telling.tell", crash)
        with pytest.raises(RuntimeError):
            accepting(scene, offer)()
    offer.refresh_from_db()
    assert (offer.state, offer.version) == ("offered", 1)
    assert commitments() == {}
    assert OfferStep.objects.filter(offer=offer).count() == 1
    assert AuditEntry.objects.filter(action="marketplace.offer.accept").count() == 0
    assert Notification.objects.count() == told
    assert accepting(scene, offer)().is_new
    assert commitments()["committed"] == FEE
