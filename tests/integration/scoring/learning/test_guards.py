"""What was learned, and what people said, never changes behind anybody's back."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from scoring.models import HumanRating, LearnedModel
from tests.factories import NOW, UserFactory, VideoFactory

pytestmark = pytest.mark.django_db


def learned(version: str, **fields) -> LearnedModel:
    return LearnedModel.objects.create(
        **{
            "kind": "quality",
            "version": version,
            "parameters": {"weights": [1]},
            "sha256": "0" * 64,
            "metrics": {},
            "card": {},
            "made_at": NOW,
            **fields,
        }
    )


def rated(**fields) -> HumanRating:
    return HumanRating.objects.create(
        **{"overall": 3, "visual": 3, "caption_sha256": "0" * 64, "rated_at": NOW, **fields}
    )


def test_a_model_may_begin_and_cease_to_serve():
    model = learned("one")
    LearnedModel.objects.filter(pk=model.pk).update(serves=True)
    LearnedModel.objects.filter(pk=model.pk).update(serves=False)
    LearnedModel.objects.filter(pk=model.pk).update(is_stopped=True)
    model.refresh_from_db()
    assert not model.serves
    with pytest.raises(IntegrityError, match="stopped_does_not_serve"), transaction.atomic():
        LearnedModel.objects.filter(pk=model.pk).update(serves=True)


@pytest.mark.parametrize("change", [{"parameters": {}}, {"card": {"limits": []}}, {"version": "x"}])
def test_a_model_changes_in_no_other_way(change):
    model = learned("one")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LearnedModel.objects.filter(pk=model.pk).update(serves=True, **change)


def test_a_model_is_never_deleted():
    model = learned("one")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.delete()


def test_one_model_of_a_kind_serves():
    learned("one", serves=True)
    learned("other-kind", kind="categories", serves=True)
    with pytest.raises(IntegrityError, match="learned_one_serves"), transaction.atomic():
        learned("two", serves=True)


def test_a_rating_stays_as_it_was_given():
    rating = rated(video=VideoFactory(), rater=UserFactory(staff=True))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        HumanRating.objects.filter(pk=rating.pk).update(overall=5)
    HumanRating.objects.filter(pk=rating.pk).update(is_current=False)


def test_one_rating_of_a_person_and_video_is_current():
    video, rater = VideoFactory(), UserFactory(staff=True)
    rated(video=video, rater=rater)
    rated(video=video, rater=UserFactory(staff=True))
    with pytest.raises(IntegrityError, match="one_current"), transaction.atomic():
        rated(video=video, rater=rater)


@pytest.mark.parametrize("value", [0, 6])
def test_ratings_are_one_to_five(value):
    with pytest.raises(IntegrityError, match="visual_1_to_5"), transaction.atomic():
        rated(video=VideoFactory(), rater=UserFactory(staff=True), visual=value)
