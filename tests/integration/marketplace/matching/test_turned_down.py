"""A brand that a creator turned down makes room for another one in the next run."""

from datetime import timedelta

import pytest

from creatorspark.core.jobs.services import JobProgress
from marketplace.models import BrandAnswer, Match, Offer
from marketplace.selectors.turned_down import turned_down
from marketplace.services.runs.making import make_run
from tests.factories.marketplace import BrandFactory, CampaignFactory
from tests.factories.times import NOW
from tests.factories.videos import CreatorFactory
from tests.integration.marketplace.matching.test_runs import SPORT, listed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def brands_of(creator):
    run = make_run(full=True, progress=JobProgress(None), now=NOW)
    rows = Match.objects.filter(run=run, direction="brands", creator=creator)
    return {row.brand_id for row in rows}


def test_another_brand_takes_the_place():
    brands = [BrandFactory(industries=SPORT) for _ in range(6)]
    dancer = listed(["dance videos"])
    first = brands_of(dancer)
    gone = min(first)
    BrandAnswer.objects.create(
        creator=dancer, brand_id=gone, answer="declined", reason="content", answered_at=NOW
    )
    assert brands_of(dancer) == {one.pk for one in brands} - {gone}
    assert len(first) == 5


@pytest.mark.parametrize(
    ("reason", "days", "is_out"),
    [("brand", 900, True), ("not_now", 1, True), ("not_now", 91, False)],
)
def test_an_answer_counts_until_it_is_taken_back_and_not_now_for_a_while(reason, days, is_out):
    answer = BrandAnswer.objects.create(
        creator=CreatorFactory(), brand=BrandFactory(), answer="declined", reason=reason,
        answered_at=NOW - timedelta(days=days),
    )  # fmt: skip
    assert (answer.creator_id in turned_down(now=NOW)) == is_out


@pytest.mark.parametrize(
    ("reason", "is_out"),
    [("brand_not_for_me", True), ("rival_deal", True), ("no_time", False), ("fee_too_low", False)],
)
def test_a_declined_offer_counts_when_the_brand_was_the_reason(reason, is_out):
    campaign, creator = CampaignFactory(), CreatorFactory()
    Offer.objects.create(
        campaign=campaign, creator=creator, state="declined", amount=1, commission=0,
        currency="USD", answer_reason=reason, updated_at=NOW,
    )  # fmt: skip
    wanted = {creator.pk: frozenset({campaign.brand_id})} if is_out else {}
    assert turned_down(now=NOW) == wanted
