"""The staff's pages on categories: filters, reasons, and the acts that correct."""

import pytest
from django.urls import reverse

from creatorspark.core.models import Job
from scoring.models import CategoryAssessment, CategoryCorrection
from scoring.services.categories.assessing import assess_categories
from tests.factories import NOW, UserFactory, VideoFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def video(client):
    client.force_login(UserFactory(staff=True))
    made = VideoFactory(caption="#gym day", hashtags=[])
    VideoFactory(caption="#recipe", hashtags=[])
    assess_categories(now=NOW)
    return made


def act(model: str, pk: int, name: str) -> str:
    change = reverse(f"admin:{model}_change", args=[pk])
    return f"{change.removesuffix('change/')}act/{name}/"


def test_assessments_are_filtered_and_say_why(client, video):
    address = reverse("admin:scoring_categoryassessment_changelist")
    assert client.get(address, {"about": "fitness"}).context["cl"].result_count == 1
    assert client.get(address, {"about": "-"}).context["cl"].result_count == 0
    row = CategoryAssessment.objects.get(video=video)
    page = client.get(reverse("admin:scoring_categoryassessment_change", args=[row.pk]))
    assert "“#gym”" in page.content.decode()


def test_videos_are_filtered_by_what_they_are_about_now(client, video):
    address = reverse("admin:core_video_changelist")
    listed = client.get(address, {"about": "fitness"}).context["cl"]
    assert [row.pk for row in listed.result_list] == [video.pk]


def test_a_correction_is_made_from_the_video_and_handed_back(client, video):
    address = act("core_video", video.pk, "categories")
    form = client.get(address)
    assert form.context["form"].initial["categories"] == ["fitness"]
    client.post(address, {"categories": ["dance"], "reason": "She dances."})
    row = CategoryAssessment.objects.get(video=video, is_current=True)
    assert (row.source, row.categories) == ("staff", ["dance"])
    corrections = reverse("admin:scoring_categorycorrection_changelist")
    assert "Fitness" in client.get(corrections).content.decode()
    client.post(act("scoring_categoryassessment", row.pk, "categories_back"), {"reason": ""})
    row = CategoryAssessment.objects.get(video=video, is_current=True)
    assert (row.source, row.categories) == ("words", ["fitness"])
    assert CategoryCorrection.objects.count() == 2


@pytest.mark.parametrize("name", ["assess", "learn"])
def test_work_is_asked_for_once(client, video, name):
    address = reverse("admin:scoring_categoryassessment_changelist") + f"act/{name}/"
    for _time in range(2):
        client.post(address)
    assert Job.objects.count() == 1
