"""A creator's alerts: the list, the report, the notes elsewhere, and nothing of other people."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from creatorspark.core.models import Appeal, Creator
from fraud.models import Alert
from fraud.services.alerts import resolve
from fraud.services.tending import tend
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.factories.alerts import held_alert
from tests.integration.portals.scenes import client_of, connected_creator


@pytest.fixture
def alert(creator: Creator) -> Alert:
    video = VideoFactory(creator=creator, caption="Night market")
    now = timezone.now()
    return held_alert(
        creator, video=video, at=now, start=now - timedelta(days=9), end=now - timedelta(days=8)
    )


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_nothing_in_question_says_so(signed_in: Client):
    assert "Nothing was ever in question" in page(signed_in, "/studio/alerts/")


def test_the_report_says_what_when_how_much_and_the_way_on(signed_in: Client, alert: Alert):
    shown = page(signed_in, f"/studio/alerts/{alert.pk}/")
    for part in (
        f"FR-{alert.pk:06}",
        "Night market",
        "9,000 views",
        "They left 3 likes",
        "We looked for innocent causes first",
        "No page that shows the video sent them",
        "A computer found this. It decides nothing.",
        "the hold ends by itself",
        "VIEWS_WITHOUT_LIKES",
        "Not affected",
        f"/appeals/new/fraud_alert/{alert.pk}/",
        alert.evidence_sha256,
    ):
        assert part in shown, part


def test_nothing_of_anybody_else_is_shown(signed_in: Client, alert: Alert):
    shown = page(signed_in, f"/studio/alerts/{alert.pk}/")
    assert ">77<" not in shown
    stranger = client_of(connected_creator())
    assert stranger.get(f"/studio/alerts/{alert.pk}/").status_code == 404
    assert stranger.get(f"/appeals/new/fraud_alert/{alert.pk}/").status_code == 404


@pytest.mark.parametrize("tier", ["shadow", "note"])
def test_what_is_tried_out_doesn_t_exist_for_a_creator(
    signed_in: Client, creator: Creator, tier: str
):
    alert = held_alert(creator, tier=tier, state="open", at=timezone.now())
    assert signed_in.get(f"/studio/alerts/{alert.pk}/").status_code == 404
    assert signed_in.get(f"/appeals/new/fraud_alert/{alert.pk}/").status_code == 404
    assert f"FR-{alert.pk:06}" not in page(signed_in, "/studio/alerts/")


def test_overview_and_video_lead_to_the_report(signed_in: Client, alert: Alert):
    address = f"/studio/alerts/{alert.pk}/"
    assert address in page(signed_in, "/studio/")
    assert address in page(signed_in, f"/studio/videos/{alert.video_id}/")
    assert address in page(signed_in, "/studio/alerts/")


def test_overview_video_and_list_show_what_waits_and_by_when(signed_in: Client, alert: Alert):
    for address in ("/studio/", f"/studio/videos/{alert.video_id}/"):
        shown = page(signed_in, address)
        assert "A person decides by" in shown, address
        assert "3 days left" in shown, address
    shown = page(signed_in, "/studio/videos/")
    assert "A person looks" in shown
    assert f"/studio/alerts/{alert.pk}/" in shown


@pytest.mark.parametrize("outcome", ["upheld", "partly"])
def test_what_is_set_aside_is_told_as_decided(signed_in: Client, alert: Alert, outcome: str):
    resolve(
        alert,
        outcome=outcome,
        reason="We looked.",
        actor=UserFactory(superuser=True),
        now=timezone.now(),
        false_views=100 if outcome == "partly" else None,
    )
    assert "A part of “Night market” is set aside" in page(signed_in, "/studio/")
    assert "Set aside" in page(signed_in, "/studio/videos/")
    shown = page(signed_in, f"/studio/alerts/{alert.pk}/")
    assert "You can appeal until" in shown
    assert "184 days left" in shown
    assert "A person decides by" not in shown


def test_all_clocks_of_an_appeal_are_shown(signed_in: Client, alert: Alert):
    sent = {"ground": "advert", "statement": "I paid for it."}
    signed_in.post(f"/appeals/new/fraud_alert/{alert.pk}/", sent)
    shown = page(signed_in, f"/studio/alerts/{alert.pk}/")
    # Speaking up before anybody decided doesn't move the day on which the hold ends.
    for words in ("Your appeal is decided by", "14 days left", "Free by itself", "7 days left"):
        assert words in shown, words
    assert "You can appeal until" not in shown


def test_what_was_cleared_is_told_as_over(signed_in: Client, alert: Alert):
    resolve(
        alert,
        outcome="cleared",
        reason="We rang the school.",
        actor=UserFactory(superuser=True),
        now=timezone.now(),
    )
    shown = page(signed_in, f"/studio/alerts/{alert.pk}/")
    assert "Nothing is on hold any more" in shown
    assert "are not counted" not in shown
    assert "Night market” is set aside" not in page(signed_in, "/studio/")
    assert f"/studio/alerts/{alert.pk}/" not in page(signed_in, "/studio/videos/")


def test_views_of_machines_are_told_as_not_counted(signed_in: Client, creator: Creator):
    video = VideoFactory(creator=creator)
    alert = held_alert(creator, video=video, at=timezone.now(), tier="discount", state="open")
    alert.holds.update(released_at=timezone.now())
    assert "9,000 views aren’t counted" in page(signed_in, f"/studio/videos/{video.pk}/")
    assert "aren’t counted" in page(signed_in, "/studio/")
    assert "Some views not counted" in page(signed_in, "/studio/videos/")
    shown = page(signed_in, f"/studio/alerts/{alert.pk}/")
    assert "Nothing is on hold, and nobody says that you did anything." in shown
    assert "On hold" not in shown


def test_a_creator_appeals_with_a_receipt(signed_in: Client, creator: Creator, alert: Alert):
    form = f"/appeals/new/fraud_alert/{alert.pk}/"
    assert "I paid for an advert" in page(signed_in, form)
    receipt = SimpleUploadedFile("receipt.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    sent = {"ground": "advert", "statement": "I paid for it.", "proofs": receipt}
    response = signed_in.post(form, sent)
    appeal = Appeal.objects.get()
    assert response.headers["Location"] == f"/appeals/{appeal.pk}/"
    assert "The numbers" in page(signed_in, f"/studio/alerts/{alert.pk}/")
    assert appeal.reference in page(signed_in, f"/studio/alerts/{alert.pk}/")
    assert "Unusual numbers on “Night market”" in page(signed_in, f"/appeals/{appeal.pk}/")


@pytest.mark.parametrize("outcome", ["cleared", "upheld", "partly"])
def test_a_decision_is_told_with_its_reason(signed_in: Client, alert: Alert, outcome: str):
    resolve(
        alert,
        outcome=outcome,
        reason="We rang the school.",
        actor=UserFactory(superuser=True),
        now=timezone.now(),
        false_views=100 if outcome == "partly" else None,
    )
    shown = page(signed_in, f"/studio/alerts/{alert.pk}/")
    assert "We rang the school." in shown
    assert ("Tell us what happened" in shown) is (outcome != "cleared")


def test_what_nobody_decided_ended_in_their_favour(signed_in: Client, alert: Alert):
    tend(now=timezone.now() + timedelta(days=8))
    shown = page(signed_in, f"/studio/alerts/{alert.pk}/")
    assert "It is over, and everything counts" in shown
    assert "250 points" in shown


def test_staff_decide_in_the_admin(alert: Alert):
    CreatorFactory()
    staff = client_of_staff()
    shown = page(staff, f"/admin/fraud/alert/{alert.pk}/change/")
    assert "VIEWS_WITHOUT_LIKES" in shown
    assert "Samples of evidence" in shown
    assert f"FR-{alert.pk:06}" in page(staff, "/admin/fraud/alert/")
    for address in ("/admin/fraud/hold/", "/admin/fraud/ruleswitch/", "/admin/fraud/rulesnooze/"):
        page(staff, address)
    act = f"/admin/fraud/alert/{alert.pk}/act/clear/"
    address = act if staff.get(act).status_code == 200 else act.rstrip("/")
    staff.post(address, {"reason": "A class watched."}, follow=True)
    alert.refresh_from_db()
    assert (alert.outcome, alert.holds.get().released_at is None) == ("cleared", False)


def client_of_staff() -> Client:
    client = Client()
    client.force_login(UserFactory(superuser=True))
    return client
