"""Staff read a model's card, and owners let it serve or take it off."""

import pytest
from django.urls import reverse

from creatorspark.core.models import AuditEntry, Job
from scoring.models import LearnedModel
from scoring.services.training.quality import train_quality
from tests.factories import NOW, UserFactory
from tests.unit.scoring.learning.corpora import pieces

pytestmark = pytest.mark.django_db
LIST = reverse("admin:scoring_learnedmodel_changelist")


@pytest.fixture(scope="module")
def misled():
    return pieces(misled=1.0)


@pytest.fixture
def model(misled) -> LearnedModel:
    return train_quality(misled, source="folder", left_out={"empty": 1}, actor=None, now=NOW)


@pytest.fixture
def owner(client):
    person = UserFactory(superuser=True)
    client.force_login(person)
    return person


def act(client, row, name, **answers):
    address = reverse("admin:scoring_learnedmodel_change", args=[row.pk])
    return client.post(f"{address.removesuffix('change/')}act/{name}/", answers, follow=True)


def test_the_card_is_shown_with_its_figures_and_limits(client, owner, model):
    page = client.get(reverse("admin:scoring_learnedmodel_change", args=[model.pk]))
    for words in ("Tested on", "Pairs told rightly", "Limits", "empty 1", "8 to learn from"):
        assert words in page.content.decode()
    assert client.get(LIST).status_code == 200


def test_a_model_without_a_card_of_ours_is_shown_too(client, owner):
    other = LearnedModel.objects.create(
        kind="categories",
        version="categories-1",
        parameters={},
        sha256="0" * 64,
        metrics={"wins": True},
        card={"data": "Corrections of staff."},
        made_at=NOW,
    )
    page = client.get(reverse("admin:scoring_learnedmodel_change", args=[other.pk]))
    assert "Corrections of staff." in page.content.decode()


def test_an_owner_takes_it_off_with_a_reason_and_lets_it_serve_again(client, owner, model):
    act(client, model, "stop")
    model.refresh_from_db()
    assert model.serves, "A reason is needed."
    act(client, model, "stop", reason="Creators complain.")
    model.refresh_from_db()
    assert not model.serves
    entry = AuditEntry.objects.get(action="scoring.model.ended")
    assert (entry.after or {})["reason"] == "Creators complain."
    act(client, model, "serve")
    model.refresh_from_db()
    assert model.serves


def test_other_staff_only_read(client, model):
    client.force_login(UserFactory(staff=True))
    act(client, model, "stop", reason="No.")
    model.refresh_from_db()
    assert model.serves
    assert client.get(LIST).status_code == 200


def test_learning_grades_is_queued_once(client, owner):
    for _ in range(2):
        client.post(f"{LIST}act/learn_grades/", follow=True)
    assert Job.objects.filter(kind="scoring.train_potential").count() == 1


def test_figures_are_rounded_not_cut(client, owner, model):
    test = model.metrics["parts"]["visual"]["test"]
    page = client.get(reverse("admin:scoring_learnedmodel_change", args=[model.pk]))
    for figures in (test["accuracy"], test["steps"]):
        for share in figures.values():
            assert f"{100 * share:.1f} %" in page.content.decode()
