"""The life of a redemption after it was requested."""

import pytest

from creatorspark.core.models import AuditEntry, Creator, Notification, User
from fraud.services.holds import place_hold
from rewards.ledger.models import Transaction
from rewards.ledger.reconciliation import discrepancies
from rewards.models import Redemption
from rewards.services import fulfilment, redemptions, refusals
from tests.factories import NOW, CreatorFactory, ShopItemFactory, UserFactory
from tests.integration.rewards.points import balance, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> User:
    return UserFactory(staff=True)


@pytest.fixture
def creator() -> Creator:
    made = CreatorFactory(user=UserFactory())
    give(made, 500)
    return made


@pytest.fixture
def row(creator: Creator) -> Redemption:
    item = ShopItemFactory(stock=5)
    receipt = redemptions.redeem(
        creator_id=creator.pk, item_id=item.pk, key="k", actor_id=creator.user_id, now=NOW
    )
    return Redemption.objects.get(pk=receipt.redemption_id)


def states(row: Redemption) -> list[str]:
    return [event.state for event in row.events.all()]


def test_approved_then_fulfilled(row: Redemption, creator: Creator, staff: User):
    fulfilment.approve(row.pk, actor=staff, now=NOW)
    done = fulfilment.fulfil(row.pk, actor=staff, now=NOW, note="Shown on Friday.")
    assert done.state == "fulfilled"
    assert states(row) == ["requested", "approved", "fulfilled"]
    assert balance(creator) == 300
    titles = list(Notification.objects.order_by("pk").values_list("title", flat=True))
    assert [title.rpartition("” ")[2] for title in titles[-2:]] == ["was approved", "is done"]


@pytest.mark.parametrize("through", [[], [fulfilment.approve]])
def test_a_rejection_gives_points_and_stock_back(
    row: Redemption, creator: Creator, staff: User, through: list
):
    for step in through:
        step(row.pk, actor=staff, now=NOW)
    done = fulfilment.reject(row.pk, reason="Sold out at our end.", actor=staff, now=NOW)
    row.item.refresh_from_db()
    assert done.state == "rejected"
    assert (balance(creator), row.item.stock) == (500, 5)
    assert done.refund is not None
    assert done.refund.reverses_id == row.payment_id
    assert done.refund.kind == Transaction.Kind.REFUND
    assert "Sold out at our end." in Notification.objects.latest("pk").body
    assert list(discrepancies()) == []


def test_a_creator_cancels_while_nobody_decided(row: Redemption, creator: Creator, staff: User):
    done = redemptions.cancel(row.pk, creator_id=creator.pk, actor=creator.user, now=NOW)
    assert (done.state, balance(creator)) == ("cancelled", 500)
    with pytest.raises(refusals.StepNotAllowed, match="Cancelled"):
        fulfilment.approve(row.pk, actor=staff, now=NOW)


def test_nobody_cancels_for_another(row: Redemption):
    with pytest.raises(refusals.NoSuchRedemption):
        redemptions.cancel(row.pk, creator_id=CreatorFactory().pk, actor=None, now=NOW)


def test_after_the_decision_it_can_not_be_cancelled(row: Redemption, creator: Creator, staff: User):
    fulfilment.approve(row.pk, actor=staff, now=NOW)
    with pytest.raises(refusals.StepNotAllowed):
        redemptions.cancel(row.pk, creator_id=creator.pk, actor=creator.user, now=NOW)
    assert balance(creator) == 300


@pytest.mark.parametrize("through", [[], [fulfilment.approve]])
def test_held_and_released_it_goes_on_from_where_it_was(
    row: Redemption, staff: User, through: list
):
    for step in through:
        step(row.pk, actor=staff, now=NOW)
    row.refresh_from_db()
    before = row.state
    fulfilment.hold(row.pk, reason="We look.", actor=staff, now=NOW)
    with pytest.raises(refusals.StepNotAllowed):
        fulfilment.fulfil(row.pk, actor=staff, now=NOW)
    assert fulfilment.release(row.pk, actor=staff, now=NOW).state == before


def test_a_held_one_can_be_rejected(row: Redemption, creator: Creator, staff: User):
    fulfilment.hold(row.pk, reason="We look.", actor=staff, now=NOW)
    fulfilment.reject(row.pk, reason="Bought views.", actor=staff, now=NOW)
    assert balance(creator) == 500


def test_twice_is_once(row: Redemption, creator: Creator, staff: User):
    fulfilment.reject(row.pk, reason="no", actor=staff, now=NOW)
    with pytest.raises(refusals.StepNotAllowed):
        fulfilment.reject(row.pk, reason="no", actor=staff, now=NOW)
    assert balance(creator) == 500


@pytest.mark.parametrize("step", [fulfilment.reject, fulfilment.hold])
def test_a_creator_is_told_why(row: Redemption, staff: User, step):
    with pytest.raises(refusals.ReasonMissing):
        step(row.pk, reason="  ", actor=staff, now=NOW)
    assert states(row) == ["requested"]


def test_nothing_is_given_out_to_a_creator_on_hold(row: Redemption, creator: Creator, staff: User):
    place_hold(creator, reason_code="test", reason="We look.", actor=staff, now=NOW)
    with pytest.raises(refusals.CreatorOnHold):
        fulfilment.approve(row.pk, actor=staff, now=NOW)
    assert fulfilment.reject(row.pk, reason="no", actor=staff, now=NOW).state == "rejected"


def test_every_step_is_audited_with_its_states(row: Redemption, staff: User):
    fulfilment.approve(row.pk, actor=staff, now=NOW)
    entry = AuditEntry.objects.get(action="rewards.redemption.approved")
    assert (entry.actor_id, entry.before, entry.after) == (
        staff.pk,
        {"state": "requested"},
        {"state": "approved", "reason": ""},
    )
