"""Categories in the database: once for each evidence, again when it changes; people stand above."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from creatorspark.core.models import AuditEntry, Video
from creatorspark.core.services.erasure import erase_creator
from scoring import interface
from scoring.domain.categories import VERSION
from scoring.domain.screen import TEXT_VERSION
from scoring.models import CategoryAssessment, CategoryCorrection, FrameReading
from scoring.services.categories.assessing import assess_categories
from scoring.services.categories.correcting import (
    CorrectionRefused,
    correct_categories,
    hand_back_categories,
)
from scoring.services.categories.reporting import report_of
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory

pytestmark = pytest.mark.django_db


def about(video: Video) -> list[str]:
    return [one.category for one in interface.categories_report(video_id=video.pk).categories]


def correct(video: Video, *categories: str, **other):
    actor = other.pop("actor", None) or UserFactory(staff=True)
    correct_categories(
        video_id=video.pk, categories=categories, actor=actor, now=NOW, reason="Seen.", **other
    )


def test_each_video_is_read_once_and_says_why():
    video = VideoFactory(caption="Leg day #gym", hashtags=["gym"])
    VideoFactory(caption="", hashtags=[])
    assert interface.categories_report(video_id=video.pk).state == "waiting"
    assert assess_categories(now=NOW) == 2
    assert assess_categories(now=NOW) == 0
    report = interface.categories_report(video_id=video.pk)
    assert (report.state, report.source, report.model_version) == ("found", "words", VERSION)
    assert report.categories[0].label == "Fitness"
    assert report.categories[0].because[0] == "“#gym”"


def test_a_changed_caption_is_a_new_judgement():
    video = VideoFactory(caption="#gym", hashtags=[])
    assess_categories(now=NOW)
    Video.objects.filter(pk=video.pk).update(caption="#recipe")
    assert assess_categories(now=NOW) == 1
    old, new = CategoryAssessment.objects.filter(video=video).order_by("pk")
    assert (old.categories, old.is_current) == (["fitness"], False)
    assert (new.categories, new.is_current) == (["food"], True)


def test_text_on_screen_counts_once_it_was_read():
    video = VideoFactory(caption="wait for it", hashtags=[], sha256="ab" * 32)
    assess_categories(now=NOW)
    assert about(video) == []
    FrameReading.objects.create(
        kind="text",
        sha256=video.sha256,
        version=TEXT_VERSION,
        content={"words": "Leg day workout deadlift"},
        frames=4,
    )
    assert assess_categories(now=NOW) == 1
    report = interface.categories_report(video_id=video.pk)
    assert report.categories[0].category == "fitness"
    assert "“workout” on screen" in report.categories[0].because


def test_rows_only_retire():
    VideoFactory(caption="#gym")
    assess_categories(now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        CategoryAssessment.objects.update(categories=["food"])


def test_a_correction_stands_above_the_models_until_it_is_handed_back():
    video = VideoFactory(caption="#gym", hashtags=[])
    assess_categories(now=NOW)
    staff = UserFactory(staff=True)
    correct(video, "dance", "music", actor=staff)
    Video.objects.filter(pk=video.pk).update(caption="#recipe")
    assert assess_categories(now=NOW) == 0
    report = interface.categories_report(video_id=video.pk)
    assert [(one.category, one.confidence) for one in report.categories] == [
        ("dance", 1.0),
        ("music", 1.0),
    ]
    assert (report.source, report.reason, report.maybe) == ("staff", "Seen.", ())
    hand_back_categories(video_id=video.pk, reason="", actor=staff, now=NOW)
    assert about(video) == ["food"]
    assert [row.before for row in CategoryCorrection.objects.order_by("pk")] == [
        ["fitness"],
        ["dance", "music"],
    ]
    actions = AuditEntry.objects.filter(target_id=str(video.pk)).order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "scoring.categories.corrected",
        "scoring.categories.handed_back",
    ]


def test_a_video_may_be_about_nothing_on_the_list():
    video = VideoFactory(caption="#gym", hashtags=[])
    correct(video)
    report = interface.categories_report(video_id=video.pk)
    assert (report.state, report.categories) == ("found", ())


@pytest.mark.parametrize("named", [["cooking"], ["dance", "food", "art", "news", "vlog", "work"]])
def test_what_is_not_on_the_list_is_refused(named):
    video = VideoFactory()
    with pytest.raises(CorrectionRefused):
        correct(video, *named)
    assert not CategoryCorrection.objects.exists()


def test_only_staff_correct_and_never_their_own():
    creator = CreatorFactory(user=UserFactory(staff=True))
    video = VideoFactory(creator=creator)
    for actor in (UserFactory(), creator.user):
        with pytest.raises(CorrectionRefused):
            correct(video, "dance", actor=actor)
    with pytest.raises(CorrectionRefused):
        hand_back_categories(video_id=video.pk, reason="", actor=UserFactory(staff=True), now=NOW)


def test_many_videos_cost_one_query():
    videos = VideoFactory.create_batch(3, caption="#gym", hashtags=[])
    assess_categories(now=NOW)
    correct(videos[0], "news")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        facts = interface.categories_of_videos(video_ids=[video.pk for video in videos])
    assert len(queries) == 1
    assert facts[videos[0].pk].categories == (interface.CategoryShare("news", 1.0),)
    assert facts[videos[1].pk].categories[0].category == "fitness"


def test_words_go_with_a_creator_who_is_forgotten():
    video = VideoFactory(caption="#gymtimewithjane", hashtags=[], sha256="cd" * 32)
    FrameReading.objects.create(
        kind="text", sha256=video.sha256, version=TEXT_VERSION, content={"words": "Jane"}, frames=1
    )
    correct(video, "fitness")
    erase_creator(video.creator, reason="Asked.", actor=None, now=NOW, though_open=True)
    assert not CategoryAssessment.objects.filter(video=video).exists()
    assert not FrameReading.objects.exists()
    assert CategoryCorrection.objects.get().categories == ["fitness"]


def test_what_was_posted_later_waits():
    VideoFactory(caption="#gym", posted_at=NOW + timedelta(days=1))
    assert assess_categories(now=NOW) == 0
    assert assess_categories(now=NOW + timedelta(days=1)) == 1


def test_what_hardly_anything_speaks_for_is_not_shown():
    video = VideoFactory(caption="Leg day #gym", hashtags=[])
    assess_categories(now=NOW)
    row = CategoryAssessment.objects.get(video=video)
    for name, confidence in (("food", 0.09), ("dance", 0.1)):
        row.scores.append({"category": name, "confidence": confidence, "because": ["x"]})
    maybe = report_of(row).maybe
    assert "dance" in [one.category for one in maybe]
    assert "food" not in [one.category for one in maybe]
