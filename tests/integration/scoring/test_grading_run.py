"""Grading runs on PostgreSQL: fixed once graded, corrected by facts, never by a later policy."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from django.db.utils import DatabaseError

from creatorspark.core.models import (
    AuditEntry,
    CountExclusion,
    Creator,
    MetricSnapshot,
    Policy,
    Video,
)
from creatorspark.core.policies.services import activate, create_draft
from creatorspark.lib.canonical import sha256_of
from scoring import interface
from scoring.domain.engagement import (
    DEFAULT_PARAMETERS,
    Counts,
    GradePolicy,
    freeze_reference,
    grade_batch,
)
from scoring.domain.points.fields import VideoFacts
from scoring.models import CohortReference, EngagementGrade
from scoring.services.engagement.running import grade_videos
from scoring.services.policies import ensure_default_policies
from tests.factories.accounts import UserFactory
from tests.integration.scoring.world import NOW, add_videos
from tests.unit.scoring.populations import long_tailed

pytestmark = pytest.mark.django_db
MARCH = datetime(2025, 3, 1, tzinfo=UTC)
APRIL = datetime(2025, 4, 1, tzinfo=UTC)
MAY = datetime(2025, 5, 1, tzinfo=UTC)
RULES = GradePolicy.from_parameters(DEFAULT_PARAMETERS)


@pytest.fixture(autouse=True)
def grade_policy():
    ensure_default_policies(now=NOW)
    return Policy.objects.get(kind="grade")


def seen(seed: int, size: int) -> VideoFacts:
    """Facts of videos that all have enough views for a grade."""
    facts = long_tailed(seed, size)
    return replace(facts, views=facts.views + 5_000)


def counts_of(facts: VideoFacts) -> Counts:
    return Counts(
        views=facts.views,
        likes=facts.likes,
        comments=facts.comments,
        shares=facts.shares,
        saves=facts.bookmarks,
        watch_through=np.full(len(facts), np.nan),
    )


def grades_now(videos=None):
    rows = EngagementGrade.objects.filter(is_current=True)
    if videos is not None:
        rows = rows.filter(video__in=videos)
    return dict(rows.values_list("video_id", "score"))


def observe(video: Video, *, age: timedelta, **counts: float) -> None:
    MetricSnapshot.objects.create(
        video=video, observed_at=video.posted_at + age, source="test", **counts
    )


def test_grades_are_those_of_the_formula():
    facts = seen(1, 120)
    videos = add_videos(facts, posted_from=MARCH)
    result = grade_videos(now=NOW)
    assert (result.videos, result.written) == (120, 120)
    reference = freeze_reference(counts_of(facts), policy=RULES)
    _, scores, letters, _, _ = grade_batch(counts_of(facts), policy=RULES, reference=reference)
    found = interface.judgements(video_ids=[video.pk for video in videos])
    assert [found[v.pk].score for v in videos] == [f"{score:.6f}" for score in scores]
    assert [found[v.pk].letter for v in videos] == list(letters)


def test_a_reference_is_stored_as_policy_files_publish_it():
    facts = seen(2, 60)
    add_videos(facts, posted_from=MARCH)
    grade_videos(now=NOW)
    stored = CohortReference.objects.get()
    assert stored.parameters == freeze_reference(counts_of(facts), policy=RULES).to_json()
    assert stored.sha256 == sha256_of(stored.parameters)
    (public,) = interface.grade_references()
    assert (public.sha256, public.cohort) == (stored.sha256, "tiktok|0-15|dance")


def test_running_twice_is_running_once():
    add_videos(seen(3, 80), posted_from=MARCH)
    grade_videos(now=NOW)
    before = list(EngagementGrade.objects.order_by("pk").values())
    assert grade_videos(now=NOW + timedelta(days=1)).written == 0
    assert grade_videos(now=NOW + timedelta(days=1), whole_history=False).written == 0
    assert list(EngagementGrade.objects.order_by("pk").values()) == before


def test_a_later_policy_changes_no_grade_and_rules_what_is_due_under_it(grade_policy):
    old = add_videos(seen(4, 60), posted_from=APRIL)
    grade_videos(now=MAY)
    before = grades_now()
    strict = {**DEFAULT_PARAMETERS, "cutoffs": {"A": 0.99, "B": 0.98, "C": 0.97, "D": 0.96}}
    draft = create_draft("grade", version="grade-2", parameters=strict, actor=None)
    draft = activate(draft, effective_from=MAY, actor=None, now=MAY)
    new = add_videos(seen(5, 60), posted_from=MAY)
    late = add_videos(seen(6, 10), posted_from=APRIL)
    grade_videos(now=NOW)
    assert grades_now(old) == before
    by = dict(EngagementGrade.objects.values_list("video_id", "policy_id"))
    assert {by[video.pk] for video in new} == {draft.pk}
    assert {by[video.pk] for video in late} == {grade_policy.pk}
    # The new policy's first reference is made of videos that the old one graded.
    reference = CohortReference.objects.get(policy=draft, period=date(2025, 5, 1))
    assert (reference.bootstrap, reference.sample_size) == (False, 60 + 10)


def test_counts_that_do_not_count_give_a_new_row_in_the_same_cohort():
    videos = add_videos(seen(7, 60), posted_from=MARCH)
    grade_videos(now=NOW)
    video = videos[5]
    before = EngagementGrade.objects.get(video=video)
    CountExclusion.objects.create(
        video=video,
        window_start=video.posted_at,
        window_end=video.posted_at + timedelta(days=1),
        likes=before.likes,
        reason="bought",
        source="alert:1",
    )
    # A creator's new niche is no reason to compare with others.
    Creator.objects.filter(pk=video.creator_id).update(niche="chess")
    assert grade_videos(now=NOW).written == 1
    rows = EngagementGrade.objects.filter(video=video).order_by("pk")
    assert [(row.is_current, row.likes) for row in rows] == [(False, before.likes), (True, 0)]
    assert rows[1].reference_id == before.reference_id
    assert rows[1].score < before.score
    assert CohortReference.objects.count() == 1


def test_a_count_nearer_to_scoring_age_corrects_and_one_farther_does_not():
    videos = add_videos(seen(8, 60), posted_from=MARCH, age=timedelta(days=8))
    grade_videos(now=NOW)
    observe(videos[0], age=timedelta(days=7, hours=1), views=50_000, likes=5)
    observe(videos[1], age=timedelta(days=9), views=50_000, likes=5)
    observe(videos[2], age=timedelta(days=60), views=50_000, likes=5)
    assert grade_videos(now=NOW).written == 1
    assert EngagementGrade.objects.get(video=videos[0], is_current=True).views == 50_000


def test_without_a_count_at_scoring_age_the_first_after_it_serves_and_stays():
    (video, *_) = add_videos(seen(9, 40), posted_from=MARCH, age=timedelta(days=1))
    grade_videos(now=NOW)
    assert EngagementGrade.objects.get(video=video).off_age
    observe(video, age=timedelta(days=30), views=10_000, likes=30)
    assert grade_videos(now=NOW).written == 1
    observe(video, age=timedelta(days=40), views=20_000, likes=40)
    assert grade_videos(now=NOW).written == 0
    grade = EngagementGrade.objects.get(video=video, is_current=True)
    assert (grade.views, grade.off_age) == (10_000, True)


def test_a_video_without_a_count_waits_and_says_why():
    (video,) = add_videos(seen(10, 1), posted_from=MARCH)
    bare = Video.objects.create(
        creator=video.creator, external_id="bare", posted_at=MARCH, caption="no numbers"
    )
    young = Video.objects.create(
        creator=video.creator, external_id="young", posted_at=NOW - timedelta(days=2)
    )
    grade_videos(now=NOW)
    assert interface.judgements(video_ids=[bare.pk, young.pk]) == {}
    assert interface.grade_explanation(video_id=bare.pk, now=NOW) is None
    assert "No numbers" in interface.grade_wait(video_id=bare.pk, now=NOW)
    assert "July 6, 2025" in interface.grade_wait(video_id=young.pk, now=NOW)
    assert interface.grade_wait(video_id=video.pk, now=NOW) == ""


def test_a_cohort_of_one_falls_back_to_fixed_cut_offs():
    (video,) = add_videos(seen(11, 1), posted_from=MARCH, niche="curling")
    grade_videos(now=NOW)
    reference = CohortReference.objects.get()
    assert reference.parameters == {"mean_rate": 0, "grid": [], "sample_size": 1}
    judgement = interface.judgements(video_ids=[video.pk])[video.pk]
    assert judgement.reference_sha256 is None
    assert judgement.letter in "ABCDE"
    assert list(interface.grade_references()) == []
    explained = interface.grade_explanation(video_id=video.pk, now=NOW)
    assert (explained.state, explained.verified, explained.sample_size) == ("absolute", True, 1)


def test_no_views_and_more_engagements_than_views_are_states_and_make_no_reference():
    add_videos(seen(12, 40), posted_from=MARCH)
    few, odd = add_videos(seen(13, 2), posted_from=MARCH, age=timedelta(days=20))
    observe(few, age=timedelta(days=7), views=0, likes=3)
    observe(odd, age=timedelta(days=7), views=200, likes=150, comments=60, shares=0, saves=0)
    grade_videos(now=NOW)
    found = interface.judgements(video_ids=[few.pk, odd.pk])
    assert [(found[v.pk].letter, found[v.pk].score) for v in (few, odd)] == [
        ("too_early", ""),
        ("needs_review", ""),
    ]
    assert found[few.pk].counts["shares"] is None
    assert CohortReference.objects.get(cohort="tiktok|0-15|dance").sample_size == 40
    sentence = interface.grade_explanation(video_id=odd.pk, now=NOW).sentence
    assert "a person looks" in sentence


def test_videos_whose_platform_gives_more_are_compared_among_themselves():
    plain = add_videos(seen(14, 40), posted_from=MARCH)
    rich = add_videos(seen(15, 40), posted_from=MARCH, age=timedelta(days=20))
    for video in rich:
        first = video.snapshots.get()
        names = ("views", "likes", "comments", "shares", "saves")
        counts = {name: getattr(first, name) for name in names}
        observe(video, age=timedelta(days=7), watch_through=0.5, **counts)
    grade_videos(now=NOW)
    by = dict(EngagementGrade.objects.values_list("video_id", "reference__cohort"))
    assert {by[video.pk] for video in plain} == {"tiktok|0-15|dance"}
    assert {by[video.pk] for video in rich} == {"tiktok+watch|0-15|dance"}


def test_when_videos_arrive_does_not_matter_for_a_frozen_month():
    march = add_videos(seen(16, 60), posted_from=MARCH)
    april = add_videos(seen(17, 60), posted_from=APRIL)
    grade_videos(now=MAY)
    before = grades_now([*march, *april])
    add_videos(seen(18, 200), posted_from=MARCH)
    add_videos(seen(19, 90), posted_from=MAY)
    grade_videos(now=NOW)
    assert grades_now([*march, *april]) == before


def test_a_grade_is_never_rewritten():
    (video, *_) = add_videos(seen(20, 40), posted_from=MARCH)
    grade_videos(now=NOW)
    with pytest.raises(DatabaseError, match="only stop being current"):
        EngagementGrade.objects.filter(video=video).update(letter=1)


def test_a_stored_grade_explains_itself():
    videos = add_videos(seen(21, 80), posted_from=MARCH)
    grade_videos(now=NOW)
    for video in videos:
        found = interface.grade_explanation(video_id=video.pk, now=NOW)
        assert found.verified
        redone = (found.weighted + found.shrink_views * found.mean_rate) / (
            found.views + found.shrink_views
        )
        assert redone == found.rate
        assert len(found.grid) == 101
        if found.letter == "A":
            assert found.next_letter is None
        else:
            assert found.next_letter.gap > 0
            assert found.next_letter.needed


@pytest.fixture
def staff():
    return UserFactory(staff=True)


def test_verdicts_are_appended_with_a_reason_and_audited(staff):
    (video,) = add_videos(seen(22, 1), posted_from=MARCH)
    assert interface.originality(video_ids=[video.pk]) == {}
    for verdict in ("not_original", "original"):
        interface.record_verdict(
            video_id=video.pk, verdict=verdict, reason="I compared them.", actor=staff, now=NOW
        )
    assert interface.originality(video_ids=[video.pk]) == {video.pk: "original"}
    entries = AuditEntry.objects.filter(action="scoring.originality.decided").order_by("pk")
    assert [entry.before for entry in entries] == [
        {"verdict": None},
        {"verdict": "not_original"},
    ]


@pytest.mark.parametrize(
    "wrong", [{"reason": " "}, {"verdict": "stolen"}, {"similarity": 1.5}, {"video_id": 0}]
)
def test_a_verdict_without_what_it_needs_is_refused(staff, wrong):
    (video,) = add_videos(seen(23, 1), posted_from=MARCH)
    given = {"video_id": video.pk, "verdict": "original", "reason": "Seen.", "similarity": None}
    with pytest.raises(interface.VerdictRefused):
        interface.record_verdict(**(given | wrong), actor=staff, now=NOW)
    assert interface.originality(video_ids=[video.pk]) == {}
