"""A process is killed at every line of accepting: the promise is whole, or there is none."""

import os
from functools import partial
from pathlib import Path

import pytest

import marketplace
from creatorspark.core.models import AuditEntry, Notification, WebhookDelivery
from marketplace.domain.offers.states import Side
from marketplace.models import Offer, OfferStep
from marketplace.services.offers import answering, moves
from rewards.ledger.models import Transaction
from rewards.ledger.reconciliation import discrepancies
from tests.factories import NOW
from tests.integration.marketplace.offers.scene import Scene, commission_policy, commitments
from tests.integration.scoring.killing import killed_at

pytestmark = pytest.mark.django_db(transaction=True)
CODE = Path(marketplace.__file__).parent / "services" / "offers"
# Every line takes a while; a run of the suite looks at some of them.
STEP = int(os.environ.get("KILL_EVERY", "9"))


def accept(scene: Scene, offer: Offer) -> moves.Receipt:
    return answering.accept(
        offer.pk, side=Side.CREATOR, version=offer.version, actor=scene.creator_user, now=NOW
    )


def test_a_promise_is_whole_or_not_there_wherever_a_process_dies():
    commission_policy()
    scene = Scene()
    offer = scene.begin()
    told = Notification.objects.count()
    killed, line, alive = 0, 1, False
    while not alive:
        alive = not killed_at(line, partial(accept, scene, offer), within=CODE)
        offer.refresh_from_db()
        promised = offer.state == "accepted"
        killed += not alive
        line += STEP
        acts = AuditEntry.objects.filter(action="marketplace.offer.accept").count()
        steps = OfferStep.objects.filter(offer=offer, state="accepted").count()
        messages = Notification.objects.count() - told
        seen = (Transaction.objects.count(), acts, steps, messages)
        assert seen == ((1, 1, 1, 1) if promised else (0, 0, 0, 0)), f"killed at line {line}"
        assert bool(commitments()) is promised
        if promised:
            break
    assert killed > 5, "it was killed nowhere"
    again = accept(scene, Offer.objects.get(pk=offer.pk)) if not promised else None
    assert again is None or again.is_new
    assert [*discrepancies()] == []
    assert WebhookDelivery.objects.count() == 0
