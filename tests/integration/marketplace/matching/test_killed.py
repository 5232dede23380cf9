"""A process is killed all over the making of a run: lists are whole, or still the last ones."""

import os
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

import marketplace
from creatorspark.core.jobs import services as jobs
from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import AuditEntry
from marketplace import interface
from marketplace.models import Audience, CreatorProfile, Listing, Match, MatchRun
from marketplace.services.runs import beginning
from marketplace.services.runs.making import make_run
from marketplace.services.runs.requesting import JOB_KIND
from tests.factories.marketplace import BrandFactory, CampaignFactory
from tests.factories.times import NOW
from tests.factories.videos import CreatorFactory
from tests.integration.scoring.killing import killed_at

pytestmark = pytest.mark.django_db(transaction=True)
CODE = Path(marketplace.__file__).parent / "services"
# Every line takes a while; a run of the suite looks at some of them.
STEP = int(os.environ.get("KILL_EVERY", "397"))


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def market() -> list[int]:
    """Return the creators of a small world of two brands and a brief."""
    creators = []
    for topics in (["dance videos"], ["makeup tutorials"], ["dance videos", "makeup tutorials"]):
        creators.append(CreatorFactory(niche=""))
        Listing.objects.create(creator=creators[-1], topics=topics)
        Audience.objects.create(
            creator=creators[-1], source="creator", as_of=(NOW - timedelta(days=20)).date(),
            ages={"18-20": 1.0}, female_share=0.9, markets={"US": 1.0},
        )  # fmt: skip
    lipstick = [{"industry": "beauty", "share": 1.0, "because": ["make-up"]}]
    BrandFactory(name="Lipstick", industries=lipstick)
    shoes = [{"industry": "sportswear", "share": 1.0, "because": ["sports"]}]
    CampaignFactory(brand=BrandFactory(name="Shoes", industries=shoes))
    return [one.pk for one in creators]


def make(*, job_id: UUID | None) -> MatchRun:
    return make_run(full=True, progress=JobProgress(None), job_id=job_id, now=NOW)


def read(creators: list[int]) -> list[tuple[int, list[int]]]:
    """Return, as pages would read it, the run of each creator's list and the brands in it."""
    lists = [interface.brands_for_creator(creator_id=one, now=NOW) for one in creators]
    return [
        (one.run.version, [match.brand_id for match in one.matches]) for one in lists if one.run
    ]


def nobody_makes_one() -> None:
    """Wait until the server has noticed that the killed one's connection is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [beginning.LOCK])
        cursor.execute("SELECT pg_advisory_unlock(%s)", [beginning.LOCK])


def test_a_run_is_whole_or_not_there_wherever_a_process_dies():
    creators = market()
    job = jobs.enqueue(JOB_KIND, parameters={"full": True}, actor=None, now=NOW)
    first = make(job_id=None)
    before = read(creators)
    assert all(brands for _version, brands in before)
    killed, half_made, line, alive = 0, 0, 1, False
    while not alive:
        alive = not killed_at(line, partial(make, job_id=job.pk), within=CODE)
        nobody_makes_one()
        killed += not alive
        line += STEP
        shown = MatchRun.objects.get(state=MatchRun.State.READY)
        published = AuditEntry.objects.filter(action="marketplace.run.published").count() - 1
        assert published == (shown != first)
        brands = [brands for _version, brands in before]
        assert read(creators) == [(shown.version, one) for one in brands], f"killed at line {line}"
        assert shown.sha256 == first.sha256
        half_made += MatchRun.objects.filter(state=MatchRun.State.BUILDING).exists()
        if published:
            break
    assert killed > 5, "it was killed nowhere"
    assert half_made > 2, "nothing was ever half-made"
    again = make(job_id=job.pk)
    assert (again.state, again.sha256) == (MatchRun.State.READY, first.sha256)
    assert set(MatchRun.objects.values_list("state", flat=True)) == {"ready", "retired"}
    for model in (Match, CreatorProfile):
        whole = model.objects.filter(run=again).count()
        assert model.objects.count() == whole * MatchRun.objects.count()
