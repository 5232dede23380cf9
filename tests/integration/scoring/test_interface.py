"""What rewards and the portals may ask scoring."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta

import pytest

from creatorspark.core.jobs.services import run as run_job
from creatorspark.core.models import Job
from scoring import interface
from scoring.services import jobs
from scoring.services.points import score_videos
from scoring.services.policies import ensure_default_policies, policy_in_force, policy_named
from tests.factories import PolicyFactory
from tests.integration.scoring.world import NOW, add_videos
from tests.unit.scoring.populations import long_tailed

pytestmark = pytest.mark.django_db
# A Monday; videos posted in this week reach scoring age in the next one.
MONDAY = datetime(2025, 3, 3, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def videos():
    ensure_default_policies(now=NOW)
    videos = add_videos(long_tailed(1, 70), posted_from=MONDAY, spread=WEEK)
    add_videos(long_tailed(2, 30), posted_from=MONDAY + WEEK, spread=WEEK)
    score_videos(policy_in_force(at=NOW), now=NOW)
    return videos


def test_a_closed_week_hands_over_its_videos_by_creator(videos):
    found = list(interface.points_for_award(week_start=MONDAY + WEEK, now=NOW))
    assert {row.video_id for row in found} == {video.pk for video in videos}
    assert [row.creator_id for row in found] == sorted(row.creator_id for row in found)
    points = interface.current_points(video_ids=[row.video_id for row in found], now=NOW)
    assert all(points[row.video_id].points == row.points for row in found)
    assert all(MONDAY + WEEK <= row.due_at < MONDAY + 2 * WEEK for row in found)


def test_an_open_week_hands_over_nothing(videos):
    almost = MONDAY + 2 * WEEK - timedelta(seconds=1)
    assert list(interface.points_for_award(week_start=MONDAY + WEEK, now=almost)) == []


def test_weeks_with_scores_are_the_closed_ones(videos):
    weeks = [MONDAY + WEEK, MONDAY + 2 * WEEK]
    assert interface.weeks_with_scores(now=NOW) == weeks
    assert interface.weeks_with_scores(now=NOW, since=weeks[1]) == weeks[1:]
    assert interface.weeks_with_scores(now=MONDAY + 2 * WEEK) == weeks[:1]


def test_the_policy_of_a_week_is_named(videos):
    week = interface.week_policy(week_start=MONDAY)
    assert (week.version, week.scoring_age) == ("fair-1", timedelta(days=7))
    with pytest.raises(FrozenInstanceError):
        setattr(week, "version", "other")  # noqa: B010


def test_counting_follows_the_policy():
    ensure_default_policies(now=NOW)
    week = [interface.WeekVideo(n, 1, 100) for n in range(8)]
    fair = interface.counted_points(videos=week, policy_version="fair-1")
    assert [video.counted for video in fair] == [100] * 7 + [25]
    classic = interface.counted_points(videos=week, policy_version="classic-1")
    assert [video.counted for video in classic] == [100] * 8


@pytest.mark.parametrize("version", ["fair-1", "classic-1"])
def test_a_breakdown_recomputes_to_the_stored_points(videos, version):
    score_videos(policy_named(version), now=NOW)
    for video in videos[:20]:
        shown = interface.points_breakdown(video_id=video.pk, now=NOW, policy_version=version)
        assert shown is not None
        assert shown.verified
        assert sum(line.contribution for line in shown.lines) == pytest.approx(shown.total)
        assert shown.policy_version == version
        assert len(shown.reference_sha256) == 64
        assert shown.sample_size == 100


def test_a_breakdown_says_whom_the_video_was_compared_with(videos):
    shown = interface.points_breakdown(video_id=videos[0].pk, now=NOW)
    assert shown is not None
    assert (shown.cohort, shown.pool, shown.step) == (
        "tiktok|0-15|dance",
        "tiktok|0-15|dance",
        "EXACT",
    )
    assert shown.bootstrap
    assert not shown.off_age
    assert shown.observed_at == videos[0].posted_at + timedelta(days=7)


def test_hints_are_best_first(videos):
    gains = [
        hint.points_gained for hint in interface.next_points_hint(video_id=videos[0].pk, now=NOW)
    ]
    assert len(gains) == 4
    assert gains == sorted(gains, reverse=True)


def test_what_is_not_scored_is_absent(videos):
    assert interface.current_points(video_ids=[0], now=NOW) == {}
    assert interface.points_breakdown(video_id=0, now=NOW) is None
    assert interface.next_points_hint(video_id=0, now=NOW) == []


def test_a_requested_run_is_a_job_that_scores(videos):
    add_videos(long_tailed(3, 10), posted_from=MONDAY)
    job_id = interface.request_scoring(actor=None, now=NOW)
    assert interface.request_scoring(actor=None, now=NOW) == job_id
    run_job(job_id, now=NOW)
    job = Job.objects.get(pk=job_id)
    assert (job.state, job.percent) == (Job.State.SUCCEEDED, 100)
    assert job.result is not None
    assert job.result["runs"][0]["policy"] == "fair-1"
    assert job.result["runs"][0]["scored"] >= 10


def test_an_unknown_policy_cannot_be_requested(videos):
    with pytest.raises(interface.UnknownPolicy, match="best-9"):
        interface.request_scoring(actor=None, now=NOW, policy_version="best-9")


def test_a_simulation_says_who_wins_and_what_it_costs(videos):
    base = policy_in_force(at=NOW).parameters
    draft = PolicyFactory(
        kind="points",
        version="fair-2",
        parameters=base
        | {"points_max": 150, "weights": base["weights"] | {"views": 0.05, "shares": 0.25}},
    )
    job = jobs.request_simulation(draft, actor=None, now=NOW)
    run_job(job.pk, now=NOW)
    job.refresh_from_db()
    result = job.result
    assert result is not None
    assert (job.state, result["videos"], result["draft"]) == ("succeeded", 100, "fair-2")
    totals = result["totals"]
    assert totals["points_after"] == pytest.approx(totals["points_before"] / 2, rel=0.05)
    assert totals["counted_before"] <= totals["points_before"]
    assert sum(row["videos"] for row in result["by_niche"]) == 100
    assert sum(row["counted_after"] for row in result["by_size"]) == totals["counted_after"]
    assert result["creators_down"] == 10
    assert result["losers"][0]["change"] == min(row["change"] for row in result["losers"])
    assert sum(result["distribution"]["after"]) == 100


def test_a_simulation_of_nonsense_fails_with_a_sentence(videos):
    draft = PolicyFactory(kind="points", version="fair-3", parameters={"formula": "magic"})
    job = jobs.request_simulation(draft, actor=None, now=NOW)
    run_job(job.pk, now=NOW)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "formula" in job.error
