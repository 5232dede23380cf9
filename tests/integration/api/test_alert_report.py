"""The statement of reasons by the API: what the page says, and never anybody else's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import VideoFactory
from tests.factories.alerts import held_alert
from tests.integration.api.callers import assert_problem, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert(creator):
    now = timezone.now()
    return held_alert(
        creator,
        video=VideoFactory(creator=creator, caption="Night market"),
        at=now,
        start=now - timedelta(days=9),
        end=now - timedelta(days=8),
    )


def test_a_report_says_what_waits_why_and_by_when(creator, alert):
    reply = browser(creator.user).get(f"/alerts/{alert.pk}/report/")
    assert reply.status == 200
    told = reply.body
    assert (told["standing"], told["can_appeal"]) == ("held", True)
    assert [clock["key"] for clock in told["clocks"]] == ["decide_by", "freed_at", "appeal_until"]
    assert told["sums"]["in_question"] == "9,000 views"
    assert set(told["sums"]) >= {"held", "held_points", "lost", "safe", "apology_points"}
    headings = [section["heading"] for section in told["sections"]]
    for heading in ("What happened", "What is on hold", "What is not affected", "What would help"):
        assert heading in headings
    assert told["evidence_sha256"] == alert.evidence_sha256


def test_somebody_elses_report_isnt_there(rival, alert):
    assert_problem(browser(rival.user).get(f"/alerts/{alert.pk}/report/"), 404, "not-found")


def test_what_is_tried_out_isnt_there(creator):
    trial = held_alert(creator, tier="shadow", state="open", at=timezone.now())
    for number in (trial.pk, 10**30):
        reply = browser(creator.user).get(f"/alerts/{number}/report/")
        assert_problem(reply, 404, "not-found")
