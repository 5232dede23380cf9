"""Scoring runs on PostgreSQL: once is once, frozen is frozen, two workers are one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import numpy as np
import pytest
from django.db import connection, connections
from django.db.utils import DatabaseError

from creatorspark.core.models import CountExclusion, MetricSnapshot, Policy, Video
from scoring.domain.points.classic import score_classic
from scoring.domain.points.cohorts import Step
from scoring.domain.points.fair import score_fair
from scoring.domain.points.policy import FairPolicy
from scoring.domain.points.reference import CohortParameters, freeze_reference
from scoring.models import CohortReference, PointsScore, SentimentScore
from scoring.services.points import score_videos
from scoring.services.policies import ensure_default_policies, policy_in_force, policy_named
from tests.integration.scoring.world import NOW, add_videos
from tests.unit.scoring.populations import long_tailed

pytestmark = pytest.mark.django_db
MARCH = datetime(2025, 3, 1, tzinfo=UTC)
APRIL = datetime(2025, 4, 1, tzinfo=UTC)
MAY = datetime(2025, 5, 1, tzinfo=UTC)


@pytest.fixture
def fair():
    ensure_default_policies(now=NOW)
    return policy_in_force(at=NOW)


def points_now(policy, videos=None):
    rows = PointsScore.objects.filter(policy=policy, is_current=True)
    if videos is not None:
        rows = rows.filter(video__in=videos)
    return dict(rows.values_list("video_id", "points"))


def test_scores_are_those_of_the_formula(fair):
    facts = long_tailed(1, 120)
    videos = add_videos(facts, posted_from=MARCH)
    result = score_videos(fair, now=NOW)
    assert (result.videos, result.written) == (120, 120)
    expected = score_fair(facts, freeze_reference(facts, FairPolicy())).points
    found = points_now(fair)
    assert [found[video.pk] for video in videos] == expected.tolist()


def test_stored_sums_can_be_redone_from_stored_numbers(fair):
    add_videos(long_tailed(2, 50), posted_from=MARCH)
    score_videos(fair, now=NOW)
    for score in PointsScore.objects.select_related("reference")[:10]:
        normal = CohortParameters.from_json(score.reference.parameters)
        z = [score.z_views, score.z_likes, score.z_shares, score.z_comments]
        z += [score.z_saves, score.z_engagement_rate, score.z_sentiment]
        total = sum(value * field.weight for value, field in zip(z, normal.fields, strict=True))
        assert total == pytest.approx(score.score)


def test_running_twice_is_running_once(fair):
    add_videos(long_tailed(3, 80), posted_from=MARCH)
    score_videos(fair, now=NOW)
    before = list(PointsScore.objects.order_by("pk").values())
    references = list(CohortReference.objects.order_by("pk").values())
    again = score_videos(fair, now=NOW + timedelta(days=1))
    assert again.written == 0
    assert list(PointsScore.objects.order_by("pk").values()) == before
    assert list(CohortReference.objects.order_by("pk").values()) == references


def test_a_change_of_facts_is_a_new_row_and_the_old_one_stays(fair):
    videos = add_videos(long_tailed(4, 60), posted_from=MARCH, age=timedelta(days=8))
    score_videos(fair, now=NOW)
    video = videos[7]
    MetricSnapshot.objects.create(
        video=video,
        observed_at=video.posted_at + timedelta(days=7),
        views=10**8,
        likes=10**7,
        comments=10**6,
        shares=10**6,
        saves=10**6,
        source="test",
    )
    result = score_videos(fair, now=NOW)
    assert result.written == 1
    rows = PointsScore.objects.filter(video=video).order_by("pk")
    assert [row.is_current for row in rows] == [False, True]
    assert rows[1].points > rows[0].points
    assert rows[1].reference_id == rows[0].reference_id


def test_what_happens_in_a_later_month_changes_nothing_in_an_earlier_one(fair):
    early = add_videos(long_tailed(5, 60), posted_from=MARCH)
    middle = add_videos(long_tailed(6, 60), posted_from=APRIL)
    score_videos(fair, now=APRIL + timedelta(days=40))
    before = points_now(fair)
    add_videos(long_tailed(7, 200, median_views=10**7), posted_from=MAY)
    add_videos(long_tailed(8, 30, median_views=10**7), posted_from=APRIL)
    score_videos(fair, now=NOW)
    after = points_now(fair)
    assert all(after[video.pk] == before[video.pk] for video in [*early, *middle])


def test_the_month_before_is_the_reference_and_is_frozen(fair):
    march = long_tailed(9, 60)
    add_videos(march, posted_from=MARCH)
    add_videos(long_tailed(10, 40, median_views=10**6), posted_from=APRIL)
    score_videos(fair, now=NOW)
    reference = CohortReference.objects.get(period=date(2025, 4, 1))
    assert (reference.level, reference.bootstrap, reference.sample_size) == (0, False, 60)
    assert reference.parameters["pool"] == "tiktok|0-15|dance"
    assert CohortParameters.from_json(reference.parameters) == freeze_reference(march, FairPolicy())
    with pytest.raises(DatabaseError, match="append-only"):
        CohortReference.objects.filter(pk=reference.pk).update(sample_size=1)


def test_the_first_run_starts_from_what_is_there_and_says_so(fair):
    add_videos(long_tailed(11, 40), posted_from=MARCH)
    score_videos(fair, now=NOW)
    assert CohortReference.objects.get().bootstrap


def test_few_videos_of_a_niche_are_compared_without_it(fair):
    add_videos(long_tailed(12, 40), posted_from=MARCH)
    add_videos(long_tailed(13, 5), posted_from=MARCH, niche="chess")
    add_videos(long_tailed(14, 5), posted_from=APRIL, niche="chess")
    score_videos(fair, now=NOW)
    reference = CohortReference.objects.get(cohort="tiktok|0-15|chess", period=date(2025, 4, 1))
    assert (reference.level, reference.sample_size) == (Step.NO_NICHE, 45)
    assert reference.parameters["pool"] == "tiktok|0-15|*"


def test_the_snapshot_nearest_to_seven_days_counts(fair):
    facts = long_tailed(15, 40)
    videos = add_videos(facts, posted_from=MARCH)
    for days, views in ((1, 1), (6, 2), (8, 3), (30, 4)):
        MetricSnapshot.objects.create(
            video=videos[0],
            observed_at=videos[0].posted_at + timedelta(days=days, minutes=1),
            views=views,
            source="test",
        )
    score_videos(fair, now=NOW)
    score = PointsScore.objects.get(video=videos[0])
    assert (score.views, score.off_age) == (facts.views[0], False)


def test_far_from_seven_days_the_latest_counts_and_is_flagged(fair):
    videos = add_videos(long_tailed(16, 40), posted_from=MARCH, age=timedelta(days=1))
    MetricSnapshot.objects.create(
        video=videos[0],
        observed_at=videos[0].posted_at + timedelta(days=50),
        views=777,
        source="test",
    )
    score_videos(fair, now=NOW)
    score = PointsScore.objects.get(video=videos[0])
    assert (score.views, score.likes, score.off_age) == (777, -1, True)
    assert PointsScore.objects.get(video=videos[1]).off_age


def test_what_does_not_count_is_taken_off(fair):
    facts = long_tailed(17, 40)
    videos = add_videos(facts, posted_from=MARCH)
    for source, start in (("alert 1", timedelta(0)), ("alert 2", timedelta(days=30))):
        CountExclusion.objects.create(
            video=videos[0],
            window_start=videos[0].posted_at + start,
            window_end=videos[0].posted_at + start + timedelta(hours=1),
            views=int(facts.views[0]) // 2,
            likes=10**9,
            reason="bought",
            source=source,
        )
    score_videos(fair, now=NOW)
    score = PointsScore.objects.get(video=videos[0])
    assert score.views == facts.views[0] - int(facts.views[0]) // 2
    assert score.likes == 0


def test_what_was_not_reported_is_left_out(fair):
    facts = long_tailed(18, 60)
    facts = replace(facts, bookmarks=np.full(60, np.nan))
    facts.sentiment[3] = np.nan
    videos = add_videos(facts, posted_from=MARCH)
    score_videos(fair, now=NOW)
    score = PointsScore.objects.get(video=videos[3])
    assert (score.saves, score.z_saves, score.sentiment, score.z_sentiment) == (-1, 0, -1, 0)
    assert score.left_out == (1 << 4) | (1 << 6)


def test_young_videos_and_videos_never_observed_are_not_scored(fair):
    add_videos(long_tailed(19, 3), posted_from=NOW - timedelta(days=6))
    lonely = add_videos(long_tailed(20, 1), posted_from=MARCH)[0]
    Video.objects.create(creator=lonely.creator, external_id="unseen", posted_at=MARCH)
    assert score_videos(fair, now=NOW).videos == 1


def test_the_nightly_run_scores_recent_months_as_the_whole_run_would(fair):
    for month in range(6):
        add_videos(
            long_tailed(30 + month, 50), posted_from=datetime(2025, 1 + month, 1, tzinfo=UTC)
        )
    score_videos(fair, now=datetime(2025, 6, 1, tzinfo=UTC))
    result = score_videos(fair, now=NOW, whole_history=False)
    assert 0 < result.videos < 300
    nightly = points_now(fair)
    assert score_videos(fair, now=NOW).written == 0
    assert points_now(fair) == nightly


def test_a_nightly_run_that_needs_more_reads_it_all(fair):
    add_videos(long_tailed(40, 40), posted_from=datetime(2024, 1, 1, tzinfo=UTC))
    add_videos(long_tailed(41, 5), posted_from=datetime(2025, 6, 1, tzinfo=UTC))
    assert score_videos(fair, now=NOW, whole_history=False).videos == 45


def test_nothing_to_score_is_no_fault(fair):
    assert score_videos(fair, now=NOW).videos == 0


def test_classic_scores_the_videos_that_have_a_sentiment(fair):
    facts = long_tailed(21, 60)
    facts.sentiment[50:] = np.nan
    videos = add_videos(facts, posted_from=MARCH)
    classic = policy_named("classic-1")
    assert score_videos(classic, now=NOW).written == 50
    found = points_now(classic)
    expected = score_classic(facts.take(slice(0, 50))).points
    assert [found[video.pk] for video in videos[:50]] == expected.tolist()
    assert score_videos(classic, now=NOW).written == 0


def test_a_language_the_model_cannot_read_is_neutral_for_classic_and_unknown_for_fair(fair):
    video = add_videos(long_tailed(23, 40), posted_from=MARCH)[0]
    SentimentScore.objects.filter(video=video).update(value=0.5, supported=False)
    classic = policy_named("classic-1")
    score_videos(fair, now=NOW)
    score_videos(classic, now=NOW)
    assert PointsScore.objects.get(video=video, policy=fair).sentiment == -1
    assert PointsScore.objects.get(video=video, policy=classic).sentiment == 0.5


def test_both_policies_keep_current_scores_of_their_own(fair):
    add_videos(long_tailed(22, 40), posted_from=MARCH)
    score_videos(fair, now=NOW)
    score_videos(policy_named("classic-1"), now=NOW)
    assert PointsScore.objects.filter(is_current=True).count() == 80


def test_policies_are_made_once_and_frozen(fair):
    ensure_default_policies(now=NOW + timedelta(days=1))
    assert list(Policy.objects.order_by("pk").values_list("version", "state")) == [
        ("classic-1", "retired"),
        ("fair-1", "active"),
        ("grade-1", "active"),
        ("originality-1", "active"),
        ("quality-1", "active"),
    ]
    with pytest.raises(DatabaseError, match="frozen"):
        Policy.objects.filter(pk=fair.pk).update(sha256="0" * 64)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_score_each_video_once():
    ensure_default_policies(now=NOW)
    fair = policy_in_force(at=NOW)
    add_videos(long_tailed(50, 300), posted_from=MARCH)
    together, results, faults = Barrier(3), [], []

    def work():
        try:
            together.wait()
            results.append(score_videos(fair, now=NOW))
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(result.written for result in results) == [0, 0, 300]
    assert PointsScore.objects.count() == 300


@pytest.mark.django_db(transaction=True)
def test_a_run_that_dies_half_way_is_finished_by_the_next(monkeypatch):
    ensure_default_policies(now=NOW)
    fair = policy_in_force(at=NOW)
    add_videos(long_tailed(51, 250), posted_from=MARCH)
    monkeypatch.setattr("scoring.services.points.CHUNK", 100)

    class Killed(Exception):
        pass

    def die(stage, *, done=0, total=0):
        if total == 250 and done == 200:
            raise Killed

    with pytest.raises(Killed):
        score_videos(fair, now=NOW, report=die)
    assert PointsScore.objects.count() == 200
    assert score_videos(fair, now=NOW).written == 50
    assert PointsScore.objects.filter(is_current=True).count() == 250


def test_rows_written_by_copy_read_back_through_the_models(fair):
    add_videos(long_tailed(52, 31), posted_from=MARCH)
    score_videos(fair, now=NOW)
    score = PointsScore.objects.select_related("video", "policy", "snapshot").earliest("pk")
    assert score.policy == fair
    assert score.computed_at == NOW
    assert score.snapshot.video == score.video
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT id) FROM scoring_pointsscore")
        assert cursor.fetchone() == (31,)
