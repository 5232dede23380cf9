"""The staff's pages about judgements: they open, and a verdict is recorded by its one service."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from creatorspark.core.models import AuditEntry, Job, Video
from scoring import interface
from scoring.models import CohortReference, EngagementGrade, OriginalityVerdict, PointsScore
from tests.factories import NOW, UserFactory, VideoFactory

pytestmark = pytest.mark.django_db
MODELS = [CohortReference, EngagementGrade, OriginalityVerdict, PointsScore]


@pytest.fixture
def staff(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def video(staff) -> Video:
    interface.ensure_default_policies(now=NOW)
    made = VideoFactory(views=5_000)
    interface.score_everything(now=NOW)
    interface.grade_everything(now=NOW)
    return made


def page(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def record(client, row, **answers):
    given = {"verdict": "original", "reason": "I saw the raw take."} | answers
    return client.post(f"{page(row).removesuffix('change/')}act/verdict/", given, follow=True)


@pytest.mark.parametrize("model", MODELS)
def test_every_list_and_page_opens(client, staff, video, model):
    interface.record_verdict(
        video_id=video.pk, verdict="original", reason="Seen.", actor=staff, now=NOW
    )
    listed = client.get(reverse(f"admin:scoring_{model._meta.model_name}_changelist"), {"q": "7"})
    assert listed.status_code == 200
    assert client.get(page(model.objects.first())).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_edited_past_a_service(staff, model, rf):
    site = admin.site.get_model_admin(model)
    request = rf.get("/")
    request.user = staff
    assert not site.has_add_permission(request)
    assert not site.has_change_permission(request)
    assert not site.has_delete_permission(request)


@pytest.mark.parametrize("of", [Video, EngagementGrade])
def test_a_verdict_is_recorded_from_the_page_of_a_video_or_a_grade(client, video, of):
    row = video if of is Video else EngagementGrade.objects.get(video=video)
    assert "Record a verdict" in client.get(page(row)).content.decode()
    reply = record(client, row, similarity="0.25")
    assert "Recorded." in reply.content.decode()
    verdict = OriginalityVerdict.objects.get()
    assert (verdict.video_id, verdict.similarity, verdict.source) == (video.pk, 0.25, "staff")
    assert AuditEntry.objects.filter(action="scoring.originality.decided").count() == 1


def test_a_second_verdict_from_the_first_ones_page_replaces_it(client, video):
    record(client, video)
    record(client, OriginalityVerdict.objects.get(), verdict="not_original")
    assert interface.originality(video_ids=[video.pk]) == {video.pk: "not_original"}
    assert OriginalityVerdict.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"reason": "  "}, {"similarity": "1.2"}, {"verdict": "mine"}])
def test_a_verdict_without_what_it_needs_is_not_recorded(client, video, wrong):
    record(client, video, **wrong)
    assert not OriginalityVerdict.objects.exists()


def test_a_grades_page_says_what_its_creator_reads(client, video):
    grade = EngagementGrade.objects.get(video=video)
    explained = interface.grade_explanation(video_id=video.pk, now=NOW)
    assert explained is not None
    text = client.get(page(grade)).content.decode()
    assert explained.sentence.split(",")[0] in text


def test_a_grading_is_asked_for_from_the_list(client, staff):
    reply = client.post("/admin/scoring/engagementgrade/act/grade/", follow=True)
    assert "The grading is queued" in reply.content.decode()
    assert Job.objects.get().kind == "scoring.grade_videos"


def test_the_list_of_grades_asks_no_more_for_more_rows(client, staff, video):
    address = reverse("admin:scoring_engagementgrade_changelist")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as context:
            client.get(address)
        return len(context)

    queries()
    few = queries()
    for _ in range(6):
        VideoFactory(views=9_000)
    interface.grade_everything(now=NOW)
    assert queries() == few
