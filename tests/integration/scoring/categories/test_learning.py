"""Corrections train a layer, which serves only where it does better than the words."""

import pytest

from creatorspark.core.jobs.services import run
from creatorspark.core.models import AuditEntry, Job
from scoring import interface
from scoring.models import CategoryAssessment, LearnedModel
from scoring.services.categories import learning
from scoring.services.categories.assessing import assess_categories
from scoring.services.categories.correcting import correct_categories
from scoring.services.training import cards, keeping
from tests.factories import NOW, UserFactory, VideoFactory

pytestmark = pytest.mark.django_db
# Words that aren't in the taxonomy, so that only corrections can teach them.
TAUGHT = (("spinfluencer blaze", "fitness"), ("knead levain", "food"), ("kerning", "art"))


def corrected(captions: list[tuple[str, str]]) -> None:
    staff = UserFactory(staff=True)
    for caption, category in captions:
        video = VideoFactory(caption=caption, hashtags=[], sound_title="")
        correct_categories(
            video_id=video.pk, categories=[category], reason="", actor=staff, now=NOW
        )


def taught(times: int) -> list[tuple[str, str]]:
    return [(f"{words} number{n}", category) for n in range(times) for words, category in TAUGHT]


def test_what_the_words_do_not_know_is_learned_and_serves():
    corrected(taught(25))
    new = VideoFactory(caption="my levain", hashtags=[], sound_title="")
    assess_categories(now=NOW)
    assert interface.categories_report(video_id=new.pk).categories == ()
    job = learning.request_learning(actor=None, now=NOW)
    assert run(job.pk, now=NOW)
    job.refresh_from_db()
    assert job.state == Job.State.SUCCEEDED
    assert job.result
    assert job.result["serves"]
    model = LearnedModel.objects.get()
    assert (model.kind, model.serves, model.metrics["videos"]) == ("categories", True, 75)
    assert model.metrics["learned_f1"] > model.metrics["words_f1"]
    report = interface.categories_report(video_id=new.pk)
    assert (report.source, report.categories[0].category) == ("learned", "food")
    assert report.model_version.endswith("+categories-1")
    assert "“levain”" in report.categories[0].because
    assert AuditEntry.objects.filter(action="scoring.categories.learned").count() == 1


def test_where_the_words_do_as_well_they_go_on_serving():
    captions = [(f"#gym day {n}", "fitness") for n in range(40)]
    captions += [(f"#recipe {n}", "food") for n in range(40)]
    corrected(captions)
    model = learning.learn_categories(now=NOW, actor=None)
    assert not model.serves
    assert model.metrics["words_f1"] == 1.0


def test_a_worse_layer_hands_over_to_the_words():
    corrected(taught(25))
    assert learning.learn_categories(now=NOW, actor=None).serves
    # From here on the same words mean anything: nothing can be learned any more.
    staff = UserFactory(staff=True)
    names = ["fitness", "food", "art", "news", "music"]
    rows = CategoryAssessment.objects.filter(is_current=True).order_by("pk")
    for number, row in enumerate(rows):
        correct_categories(
            video_id=row.video_id,
            categories=[names[(number * 7 + number // 3) % 5]],
            reason="",
            actor=staff,
            now=NOW,
        )
    second = learning.learn_categories(now=NOW, actor=None)
    assert (second.version, second.serves) == ("categories-2", False)
    assert not LearnedModel.objects.filter(serves=True).exists()


def test_a_layer_that_a_person_stopped_keeps_the_next_waiting():
    corrected(taught(25))
    first = learning.learn_categories(now=NOW, actor=None)
    keeping.stop_serving(first.pk, reason="Unfair.", actor=UserFactory(superuser=True))
    corrected(taught(1))
    second = learning.learn_categories(now=NOW, actor=None)
    assert second.metrics["wins"]
    assert not second.serves
    assert keeping.start_serving(second.pk, actor=UserFactory(superuser=True)).serves
    assert learning.learn_categories(now=NOW, actor=None).serves


def test_too_few_corrections_are_said_to_be_too_few():
    corrected(taught(5))
    job = learning.request_learning(actor=None, now=NOW)
    run(job.pk, now=NOW)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "60" in job.error
    assert not LearnedModel.objects.exists()


def test_the_night_learns_only_where_there_is_something_new():
    corrected(taught(5))
    learning.request_nightly(now=NOW)
    assert list(Job.objects.values_list("kind", flat=True)) == [learning.ASSESS]
    corrected(taught(2))
    learning.request_nightly(now=NOW)
    assert set(Job.objects.values_list("kind", flat=True)) == {learning.ASSESS, learning.LEARN}


def test_a_layer_of_another_release_hands_over_to_the_words_and_staff_are_told():
    row = LearnedModel.objects.create(
        kind="categories",
        version="categories-1",
        serves=True,
        parameters={"rarity": {}, "lines": {"alchemy": {"bias": 0.0, "weights": {}}}},
        card={},
        metrics={},
    )
    video = VideoFactory(caption="#gym day", hashtags=[], sound_title="")
    assess_categories(now=NOW)
    report = interface.categories_report(video_id=video.pk)
    assert (report.source, report.categories[0].category) == ("words", "fitness")
    assert "the words answer alone" in cards.as_text(row)
