"""The staff's pages, the command, and the page on which a creator decides."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from creatorspark.core.models import AuditEntry
from scoring.models import Opinion, OpinionRequest
from scoring.services.opinions import asking, consent
from scoring.services.opinions.requests import request_opinion
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.unit.scoring.opinions.answers import GOOD, body

pytestmark = pytest.mark.django_db
PAGE = "/learn/outside/"


@pytest.fixture
def staff(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


def test_staff_ask_about_a_video_and_read_the_answer(client, staff, service, video, clock):
    listed = reverse("admin:scoring_opinion_changelist")
    asks = client.get(f"{listed}act/ask/")
    assert b"0 of 50 questions" in asks.content
    done = client.post(f"{listed}act/ask/", {"video": video.pk}, follow=True)
    assert b"Asked." in done.content
    assert AuditEntry.objects.filter(action="scoring.opinion.requested", actor=staff).exists()
    service.answer = body(GOOD | {"language": "<script>alert(1)</script>"})
    asking.ask_about(video.pk, clock=clock, sleep=clock.sleep)
    opinion = Opinion.objects.get()
    page = client.get(reverse("admin:scoring_opinion_change", args=[opinion.pk])).content
    assert b"<script>alert(1)" not in page
    assert b"alert(1)" in page
    assert client.get(listed).status_code == 200
    row = OpinionRequest.objects.get()
    page = client.get(reverse("admin:scoring_opinionrequest_change", args=[row.pk])).content
    assert "wasn’t what we asked for".encode() in page
    assert client.get(reverse("admin:scoring_opinionrequest_changelist")).status_code == 200


def test_staff_read_why_a_video_can_not_be_asked_about(client, staff, video, creator):
    consent.end(creator_id=creator.pk, actor=creator.user, now=NOW)
    listed = reverse("admin:scoring_opinion_changelist")
    page = client.post(f"{listed}act/ask/", {"video": video.pk}).content
    assert "hasn’t agreed".encode() in page
    assert b"no video with this number" in client.post(f"{listed}act/ask/", {"video": 1}).content


def run(**options) -> str:
    out = StringIO()
    call_command("ask_gemini", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_the_command_asks_and_says_what_came_of_it(service, make_video):
    one, other = make_video(), make_video(b"\0\0\0\x20ftypisom" + bytes(99))
    told = run(video=[one.pk])
    assert "1  Done" in told
    assert "1 of 50 questions, 30 of 3000 s" in told
    assert "1  Done" in run()
    assert set(Opinion.objects.values_list("video_id", flat=True)) == {one.pk, other.pk}


def test_the_command_says_that_it_is_off(setting, video):
    setting(key="")
    with pytest.raises(CommandError, match="no key"):
        run(video=[video.pk])


def test_without_a_key_nothing_leaves_and_the_page_says_so(client, db, settings):
    page = client.get(PAGE).content.decode()
    assert "no company elsewhere is asked" in page
    assert "Gemini" not in page


def test_a_creator_reads_what_is_sent_and_decides(client, service):
    creator = CreatorFactory(user=UserFactory())
    client.force_login(creator.user)
    page = client.get(PAGE).content.decode()
    assert "at most 10 % of the scale" in page
    assert "Its caption goes with it" in page
    client.post(f"{PAGE}consent/", {"agrees": "yes"})
    assert consent.has_agreed(creator_id=creator.pk)
    assert "You agreed" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}consent/", {"agrees": "no"})
    assert not consent.has_agreed(creator_id=creator.pk)


@pytest.mark.parametrize("who", [None, "staff", "brand"])
def test_nobody_else_decides_for_a_creator(client, service, creator, who):
    consent.end(creator_id=creator.pk, actor=creator.user, now=NOW)
    if who:
        client.force_login(UserFactory(**{who: True}))
    client.post(f"{PAGE}consent/", {"agrees": "yes", "creator": creator.pk})
    assert not consent.has_agreed(creator_id=creator.pk)


def test_a_creator_without_a_profile_can_not_agree(client, service):
    client.force_login(UserFactory())
    page = client.post(f"{PAGE}consent/", {"agrees": "yes"}, follow=True).content.decode()
    assert "Only the creator" in page


def test_what_the_settings_send_is_what_the_page_says(client, setting, video):
    setting(sends=frozenset({"file"}), consent="terms")
    page = client.get(PAGE).content.decode()
    assert "Its caption goes with it" not in page
    assert "platform’s terms" in page
    request_opinion(video_id=video.pk, actor=None, now=NOW)
