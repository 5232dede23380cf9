"""The report on a clip by the API: what its page shows, and never anybody else's."""

import pytest
from django.utils import timezone

from rewards.services.policies import ensure_default_policies
from scoring.interface import draft_quality
from scoring.models import OriginalitySearch, Submission
from scoring.services.policies import ensure_default_policies as ensure_scoring_policies
from scoring.services.quality.rating import rate_draft
from tests.factories import VideoFactory
from tests.factories.quality import measure
from tests.integration.api.callers import Caller, assert_problem, browser, machine

pytestmark = pytest.mark.django_db


@pytest.fixture
def clip(creator):
    ensure_default_policies(now=timezone.now())
    return Submission.objects.create(
        purpose="draft",
        source="api",
        creator=creator,
        submitted_by=creator.user,
        state="received",
        file="drafts/clip",
        seconds=12.0,
        caption="A night market after the rain, with my grandmother. #food #market",
        received_at=timezone.now(),
    )


def test_a_report_as_far_as_it_is(creator, clip):
    OriginalitySearch.objects.create(
        submission=clip,
        state="done",
        findings={"original": True, "similarity": 0.1, "threshold": 0.6, "matches": []},
        finished_at=timezone.now(),
    )
    found = machine(creator.user, scope="read").get(f"/submissions/{clip.pk}/report/")
    assert found.status == 200
    body = found.body
    assert [(one["key"], one["state"]) for one in body["stages"]] == [
        ("received", "done"),
        ("looked", "waiting"),
        ("compared", "done"),
        ("rated", "waiting"),
    ]
    assert body["is_moving"] is True
    assert (body["originality"]["original"], body["originality"]["similarity"]) == (True, 0.1)
    assert [part["part"] for part in body["ratings"]["parts"]] == ["text"]
    assert {rule["key"] for rule in body["rules"]} >= {"profile", "length", "original", "sound"}
    assert body["likely"]["chances"] == {}
    assert body["likely"]["words"]


def test_nothing_is_awaited_of_a_clip_whose_file_is_gone(creator, clip):
    Submission.objects.filter(pk=clip.pk).update(file="", caption="")
    body = machine(creator.user, scope="read").get(f"/submissions/{clip.pk}/report/").body
    assert body["is_moving"] is False
    assert "removed" in body["headline"]
    assert [one["state"] for one in body["stages"]] == ["done", "skipped", "skipped", "skipped"]


def test_an_expired_rating_stays_without_being_awaited(creator, clip):
    video = VideoFactory()
    measure(video)
    Submission.objects.filter(pk=clip.pk).update(sha256=video.sha256)
    ensure_scoring_policies(now=timezone.now())
    assert rate_draft(clip.pk, now=timezone.now())
    Submission.objects.filter(pk=clip.pk).update(file="", caption="")
    body = machine(creator.user, scope="read").get(f"/submissions/{clip.pk}/report/").body
    assert body["is_moving"] is False
    assert body["stages"][3]["state"] == "done"
    assert body["ratings"]["overall"]
    assert not draft_quality(submission_id=clip.pk).is_stale


def test_sums_are_text_with_a_currency(creator, clip):
    type(creator).objects.filter(pk=creator.pk).update(country="", niche="", platform="tiktok")
    outlook = browser(creator.user).get(f"/submissions/{clip.pk}/report/").body["outlook"]
    assert (outlook["views"], outlook["videos"], outlook["policy"]) == (10_000, 0, "pay-1")
    assert outlook["base"] == {"amount": "4.50", "currency": "USD"}
    assert outlook["grades"][0] == {
        "grade": "A",
        "rate": "0.2000",
        "rate_of_a_copy": "0.1000",
        "bonus": {"amount": "0.90", "currency": "USD"},
        "bonus_of_a_copy": {"amount": "0.45", "currency": "USD"},
    }


def test_others_and_what_is_no_draft_do_not_exist(creator, rival, clip, staff):
    for user in (rival.user, staff):
        reply = browser(user).get(f"/submissions/{clip.pk}/report/")
        assert_problem(reply, 404, "not-found")
    assert_problem(Caller().get(f"/submissions/{clip.pk}/report/"), 401, "not-authenticated")
    posted = Submission.objects.create(
        purpose="video", source="api", video=VideoFactory(creator=creator), creator=creator
    )
    reply = browser(creator.user).get(f"/submissions/{posted.pk}/report/")
    assert_problem(reply, 404, "not-found")
