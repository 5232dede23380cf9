"""Runs: made whole or not at all, the same from the same facts, and never mixed."""

from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from creatorspark.core.jobs import services as jobs
from creatorspark.core.jobs.services import JobCancelled, JobFault, JobProgress
from creatorspark.core.models import Job
from marketplace.domain.matching import learning
from marketplace.models import (
    Audience,
    CreatorProfile,
    Listing,
    Match,
    MatchRun,
    Shortlist,
    ShortlistEntry,
)
from marketplace.services.needs import needs_of_brands
from marketplace.services.runs import beginning, profiling, requesting
from marketplace.services.runs.making import make_run
from tests.factories.marketplace import BrandFactory, CampaignFactory
from tests.factories.times import NOW
from tests.factories.videos import CreatorFactory

pytestmark = pytest.mark.django_db
BEAUTY = [{"industry": "beauty", "share": 1.0, "because": ["make-up"]}]
SPORT = [{"industry": "sportswear", "share": 1.0, "because": ["sports"]}]
BEER = [{"industry": "alcohol", "share": 1.0, "because": ["beer"]}]
NOBODY_WATCHES = JobProgress(None)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def listed(topics, **audience):
    creator = CreatorFactory(niche="")
    Listing.objects.create(creator=creator, topics=topics)
    Audience.objects.create(
        creator=creator, source="creator", as_of=(NOW - timedelta(days=200)).date(),
        **{"ages": {"13-17": 1.0}, "female_share": 0.9, "markets": {"US": 1.0}, **audience},
    )  # fmt: skip
    return creator


@pytest.fixture
def market():
    """Return a make-up creator and a dancer, and brands of make-up, sport and beer."""
    makeup, dancer = listed(["makeup tutorials"]), listed(["dance videos"])
    brands = {
        "lipstick": BrandFactory(name="Lipstick", industries=BEAUTY, target_genders=["female"]),
        "shoes": BrandFactory(name="Shoes", industries=SPORT),
        "beer": BrandFactory(name="Beer", industries=BEER),
    }
    return {"makeup": makeup, "dancer": dancer, **brands}


def run_now(**options) -> MatchRun:
    return make_run(**{"full": True, "progress": NOBODY_WATCHES, "now": NOW, **options})


def brands_of(run, creator):
    rows = Match.objects.filter(run=run, direction="brands", creator=creator).order_by("rank")
    return [row.brand for row in rows]


def test_both_sides_get_their_lists_with_reasons(market):
    run = run_now()
    assert run.state == MatchRun.State.READY
    assert brands_of(run, market["makeup"])[0] == market["lipstick"]
    assert brands_of(run, market["dancer"])[0] == market["shoes"]
    first = Match.objects.get(run=run, direction="creators", brand=market["lipstick"], rank=1)
    assert first.creator == market["makeup"]
    content = next(one for one in first.factors if one["factor"] == "content")
    assert content["values"]["makes"] == "beauty"
    assert sum(one["weight"] for one in first.factors) == pytest.approx(1, abs=0.001)
    assert first.warnings[0]["kind"] == "warning"
    assert first.warnings[0]["values"] == {"months": 6}


def test_beer_is_offered_to_nobody_whose_audience_is_under_age(market):
    run = run_now()
    assert not Match.objects.filter(run=run, brand=market["beer"]).exists()
    assert run.quality["creators_for_brands"]["empty"] == 1


def test_an_open_brief_has_a_list_of_its_version_and_a_draft_none(market):
    brief = CampaignFactory(brand=market["shoes"], version=3)
    CampaignFactory(brand=market["shoes"], state="draft")
    run = run_now()
    rows = Match.objects.filter(run=run, campaign__isnull=False)
    assert {(row.campaign_id, row.campaign_version) for row in rows} == {(brief.pk, 3)}
    assert [row.creator for row in rows.order_by("rank")] == [market["dancer"]]


def test_nobody_is_recommended_whose_videos_have_nothing_to_do_with_it(market):
    run = run_now()
    assert not Match.objects.filter(
        run=run, brand=market["shoes"], creator=market["makeup"]
    ).exists()


def test_the_same_facts_give_the_same_lists(market):
    assert run_now().sha256 == run_now().sha256
    market["shoes"].industries = BEER
    market["shoes"].save()
    assert run_now().sha256 != MatchRun.objects.get(version=2).sha256


def test_at_most_one_brand_of_a_house_is_in_a_creators_list(market):
    for number in range(4):
        BrandFactory(name=f"Shoes {number}", industries=SPORT, parent=market["shoes"])
    houses = [brand.parent_id or brand.pk for brand in brands_of(run_now(), market["dancer"])]
    assert len(houses) == len(set(houses))


def test_whoever_cannot_be_asked_is_in_no_list(market):
    Listing.objects.filter(creator=market["dancer"]).update(accepts_offers=False)
    Listing.objects.filter(creator=market["makeup"]).update(refuses=["sportswear"])
    run = run_now()
    assert not Match.objects.filter(run=run, creator=market["dancer"]).exists()
    assert market["shoes"] not in brands_of(run, market["makeup"])


def test_the_last_three_runs_are_kept_and_one_is_shown(market):
    for _ in range(4):
        run_now()
    rows = MatchRun.objects.order_by("version").values_list("version", "state")
    assert list(rows) == [(2, "retired"), (3, "retired"), (4, "ready")]
    assert set(CreatorProfile.objects.values_list("run__version", flat=True)) == {2, 3, 4}


def test_a_run_of_changes_takes_over_what_did_not_change(market):
    first = run_now()
    Listing.objects.update(updated_at=NOW - timedelta(days=1))
    type(market["dancer"]).objects.update(updated_at=NOW - timedelta(days=1))
    Audience.objects.update(recorded_at=NOW - timedelta(days=1))
    late = listed(["comedy"])
    Listing.objects.filter(creator=market["dancer"]).update(
        topics=["makeup tutorials"], updated_at=NOW
    )
    run = run_now(full=False, now=NOW + timedelta(hours=1))
    assert run.quality["creators_looked_at"] == 2
    profiles = {one.creator_id: one.category for one in CreatorProfile.objects.filter(run=run)}
    assert profiles == {
        market["makeup"].pk: "beauty", market["dancer"].pk: "beauty", late.pk: "comedy",
    }  # fmt: skip
    assert CreatorProfile.objects.filter(run=first).count() == 2


class StopsAt(JobProgress):
    """Is cancelled when it hears of a stage for the given time."""

    def __init__(self, job_id, *, reports: int) -> None:
        super().__init__(job_id)
        self.left = reports

    def report(self, stage, *, done=0, total=0):
        self.left -= 1
        if self.left < 0:
            raise JobCancelled


@pytest.mark.parametrize("reports", [1, 2, 3, 4])
def test_a_run_that_was_stopped_changes_nothing_and_goes_on(market, monkeypatch, reports):
    monkeypatch.setattr(profiling, "CHUNK", 1)
    shown = run_now()
    job = Job.objects.create(kind=requesting.JOB_KIND, parameters={})
    with pytest.raises(JobCancelled):
        run_now(progress=StopsAt(job.pk, reports=reports), job_id=job.pk)
    assert MatchRun.objects.get(state="ready") == shown
    half = MatchRun.objects.get(state="building")
    run = run_now(job_id=job.pk)
    assert run == half
    assert run.sha256 == shown.sha256
    assert CreatorProfile.objects.filter(run=run).count() == 2


def test_what_another_job_left_half_made_is_thrown_away(market):
    job = Job.objects.create(kind=requesting.JOB_KIND, parameters={})
    with pytest.raises(JobCancelled):
        run_now(progress=StopsAt(job.pk, reports=1), job_id=job.pk)
    run = run_now()
    assert list(MatchRun.objects.all()) == [run]
    assert CreatorProfile.objects.count() == 2


def test_the_job_makes_a_run_and_says_what_came_of_it(market):
    job = requesting.request_run(full=True, actor=None, now=NOW)
    assert requesting.request_run(full=False, actor=None, now=NOW) == job
    assert jobs.run(job.pk, now=NOW)
    job.refresh_from_db()
    assert job.result is not None
    assert job.result["creators"] == 2


def test_nothing_is_due_until_something_changed(market):
    assert requesting.is_due(now=NOW)
    run_now()
    later = timezone.now() + timedelta(hours=1)
    MatchRun.objects.update(started_at=later, finished_at=later)
    assert not requesting.is_due(now=later + timedelta(hours=1))
    market["shoes"].save()
    type(market["shoes"]).objects.update(updated_at=later + timedelta(minutes=1))
    assert requesting.is_due(now=later + timedelta(hours=1))
    MatchRun.objects.update(quality={"seconds": 3600})
    assert not requesting.is_due(now=later + timedelta(hours=1))


def test_nobody_makes_a_run_while_another_one_is_made():
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [beginning.LOCK])
        with pytest.raises(JobFault, match="Another run"):
            run_now()
    finally:
        other.close()


def test_nobody_to_match_is_a_run_too():
    run = run_now()
    assert run.quality["places"] == 0
    assert run.quality["brands_for_creators"]["lists"] == 0


def test_choices_of_brands_move_the_weights_once_they_are_enough_and_help(market, monkeypatch):
    monkeypatch.setattr(learning, "LEAST_BRIEFS", 5)
    monkeypatch.setattr(learning, "LEAST_CHOICES", 5)
    unloved = listed(["dance videos"], markets={"US": 0.2})
    briefs = CampaignFactory.create_batch(6, brand=market["shoes"], markets=["US"])
    for brief in briefs:
        wanted = Shortlist.objects.create(campaign=brief, name="Yes")
        ShortlistEntry.objects.create(shortlist=wanted, creator=unloved)
    learned = run_now().quality["learned"]
    assert (learned["briefs"], learned["choices"]) == (6, 6)
    assert learned["after"] > learned["before"]
    assert learned["weights"]["audience"] < 0.25
    assert needs_of_brands([market["shoes"]], now=NOW)[0].weights.audience < 0.25


def test_few_choices_are_counted_and_leave_the_weights_alone(market):
    brief = CampaignFactory(brand=market["shoes"])
    wanted = Shortlist.objects.create(campaign=brief, name="Yes")
    ShortlistEntry.objects.create(shortlist=wanted, creator=market["dancer"])
    assert run_now().quality["learned"] == {"briefs": 1, "choices": 1}
