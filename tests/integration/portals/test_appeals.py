"""The pages of appeals: evidence before the form, files for two people only, strangers see none."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from creatorspark.core.appeals import desk
from creatorspark.core.models import Appeal
from creatorspark.portals.creators.alerts import alerts_of
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.integration.core.appeals.scene import PNG, Scene, accuse, make_scene

HOUR = timedelta(hours=1)


@pytest.fixture
def scene(db: None) -> Scene:
    """A verdict of an hour ago: the pages ask the clock."""
    made = make_scene()
    accuse(made.video, made.other, at=timezone.now() - HOUR)
    return made


@pytest.fixture
def browser(scene: Scene) -> Client:
    """The owner's."""
    return client_of(scene.owner)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def new(scene: Scene) -> str:
    return f"/appeals/new/originality/{scene.video.pk}/"


def words(**given) -> dict:
    return {"ground": "mine", "statement": "I filmed it."} | given


def file(scene: Scene, **given) -> Appeal:
    return scene.file(now=timezone.now(), **given)


def test_evidence_comes_before_the_form(scene: Scene, browser: Client):
    page = browser.get(new(scene)).content.decode()
    words = f"Seconds 3–11 match {scene.other.creator}’s video"
    assert page.index(words) < page.index('class="film"') < page.index("<form")
    assert page.count(words) == 1
    assert "A person decides within 7 days" in page


def test_an_appeal_with_a_file_leads_to_its_page(scene: Scene, browser: Client, media):
    proof = SimpleUploadedFile("raw take.png", PNG)
    answer = browser.post(new(scene), words(proofs=[proof]), follow=True)
    appeal = Appeal.objects.get()
    assert answer.redirect_chain == [(f"/appeals/{appeal.pk}/", 302)]
    page = answer.content.decode()
    assert "A person decides by" in page
    assert "raw take.png" in page
    assert "I filmed it." in page


def test_words_are_kept_when_a_file_is_refused(scene: Scene, browser: Client, media):
    thing = SimpleUploadedFile("thing.exe", b"MZ\0\0" + b"\0" * 80)
    answer = browser.post(new(scene), words(statement="Long words.", proofs=[thing]))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Long words." in page
    assert "thing.exe" in page
    assert "please choose the files again" in page
    assert not Appeal.objects.exists()


def test_an_empty_form_says_what_is_missing(scene: Scene, browser: Client):
    page = browser.post(new(scene), {}).content.decode()
    assert "Choose the reason that fits best." in page
    assert "Tell us in a sentence or two what happened." in page


def test_too_much_is_refused_before_it_is_read(scene: Scene, browser: Client):
    answer = browser.post(new(scene), words(), CONTENT_LENGTH=str(2**31))
    assert (answer.status_code, answer["Location"]) == (302, new(scene))
    assert not Appeal.objects.exists()


def test_a_form_of_another_site_is_refused(scene: Scene):
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.owner)
    assert client.post(new(scene), words()).status_code == 403
    assert not Appeal.objects.exists()


def test_an_open_appeal_is_led_to(scene: Scene, browser: Client):
    appeal = file(scene)
    page = browser.get(new(scene)).content.decode()
    assert "Your appeal is under way" in page
    assert f'href="/appeals/{appeal.pk}/"' in page
    assert "Send the appeal" not in page
    again = browser.post(new(scene), words())
    assert again["Location"] == f"/appeals/{appeal.pk}/"


@pytest.mark.parametrize(
    "address", ["new/weather/1/", "new/originality/0/", "new/originality/x/", "1/"]
)
def test_what_is_not_there_is_not_found(browser: Client, address: str):
    assert browser.get(f"/appeals/{address}").status_code == 404


def test_to_a_stranger_nothing_of_it_exists(scene: Scene, media):
    appeal = file(scene, files=[SimpleUploadedFile("a.png", PNG)])
    proof = appeal.proofs.get()
    stranger = client_of(CreatorFactory(user=UserFactory()).user)
    for address in (
        new(scene),
        f"/appeals/{appeal.pk}/",
        f"/appeals/{appeal.pk}/proofs/{proof.pk}/",
    ):
        assert stranger.get(address).status_code == 404
    for step in ("answer", "withdraw"):
        assert stranger.post(f"/appeals/{appeal.pk}/{step}/", {"words": "x"}).status_code == 404
    assert stranger.post(new(scene), words()).status_code == 404
    assert b"No appeals" in stranger.get("/appeals/").content
    appeal.refresh_from_db()
    assert appeal.state == "open"


@pytest.mark.parametrize("address", ["/appeals/", "/appeals/1/", "/appeals/1/proofs/1/"])
def test_who_is_not_signed_in_is_asked_to(db: None, client: Client, address: str):
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


def test_brands_are_told_that_it_is_not_for_them(db: None):
    assert client_of(UserFactory(brand=True)).get("/appeals/").status_code == 403


def test_who_has_no_profile_is_helped_to_one(db: None):
    page = client_of(UserFactory()).get("/appeals/")
    assert page.status_code == 200
    assert b"/studio/profile/claim/" in page.content


def test_a_file_is_a_download_for_its_owner_and_staff(scene: Scene, browser: Client, media):
    appeal = file(scene, files=[SimpleUploadedFile("raw.png", PNG)])
    address = f"/appeals/{appeal.pk}/proofs/{appeal.proofs.get().pk}/"
    for reader in (browser, client_of(scene.ana)):
        answer = reader.get(address)
        assert answer.getvalue() == PNG
        assert answer["Content-Disposition"] == 'attachment; filename="raw.png"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["Content-Type"] == "image/png"
        assert "no-store" in answer["Cache-Control"]
    assert client_of(UserFactory(brand=True)).get(address).status_code == 404
    other = file(scene, subject_id=str(_another(scene).pk))
    wrong = f"/appeals/{other.pk}/proofs/{appeal.proofs.get().pk}/"
    assert browser.get(wrong).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "saved"),
    [
        ("invoice.html", b"<p>hello <script>run()</script>", "invoice.html.txt"),
        ("list.csv", b"=HYPERLINK(1)", "list.csv.txt"),
        ("photo.exe", PNG, "photo.exe.png"),
        ("photo", PNG, "photo.png"),
        ("PHOTO.PNG", PNG, "PHOTO.PNG"),
        ("photo.JPEG", b"\xff\xd8\xff\xe0", "photo.JPEG"),
    ],
)
def test_a_saved_file_ends_in_what_it_is(scene: Scene, media, name, content, saved):
    appeal = file(scene, files=[SimpleUploadedFile(name, content)])
    answer = client_of(scene.ana).get(f"/appeals/{appeal.pk}/proofs/{appeal.proofs.get().pk}/")
    assert answer["Content-Disposition"] == f'attachment; filename="{saved}"'


def _another(scene: Scene):
    video = VideoFactory(creator=scene.creator)
    accuse(video, scene.other, at=timezone.now() - HOUR)
    return video


def test_a_question_is_answered_on_the_page(scene: Scene, browser: Client):
    appeal = file(scene)
    now = timezone.now()
    desk.take(appeal.pk, person=scene.ana, actor=scene.ana, now=now)
    desk.ask(appeal.pk, question="Which phone was it?", actor=scene.ana, now=now)
    page = browser.get(f"/appeals/{appeal.pk}/").content.decode()
    assert "Which phone was it?" in page
    [alert] = alerts_of(scene.creator)
    assert alert.url == f"/appeals/{appeal.pk}/"
    assert "our clock waits for you" in page
    empty = browser.post(f"/appeals/{appeal.pk}/answer/", {"words": " "})
    assert (empty.status_code, b"Write an answer, or add a file." in empty.content) == (422, True)
    answer = browser.post(f"/appeals/{appeal.pk}/answer/", {"words": "A small one."}, follow=True)
    assert b"Your answer is with the person who decides." in answer.content
    late = browser.post(f"/appeals/{appeal.pk}/answer/", {"words": "And red."})
    assert late.status_code == 422


def test_a_decision_is_read_and_a_second_look_is_one_click_away(scene: Scene, browser: Client):
    appeal = file(scene)
    scene.decide(appeal, "upheld", reason="Both show one recording.", now=timezone.now())
    page = browser.get(f"/appeals/{appeal.pk}/").content.decode()
    assert "Both show one recording." in page
    assert scene.ana.email not in page
    assert f'href="{new(scene)}"' in page
    second = browser.get(new(scene)).content.decode()
    assert "Ask for a second look" in second
    assert "Both show one recording." in second
    browser.post(new(scene), words(statement="Look at the shadows."))
    assert Appeal.objects.latest("pk").look == 2
    page = browser.get(f"/appeals/{appeal.pk}/").content.decode()
    assert f'href="{new(scene)}"' not in page


def test_lateness_is_said_and_so_is_the_end(scene: Scene, browser: Client):
    late = file(scene)
    Appeal.objects.filter(pk=late.pk).update(
        filed_at=timezone.now() - 9 * 24 * HOUR, due_at=timezone.now() - HOUR
    )
    assert b"We are late" in browser.get("/appeals/").content
    assert b"are late. We are sorry." in browser.get(f"/appeals/{late.pk}/").content
    answer = browser.post(f"/appeals/{late.pk}/withdraw/", follow=True)
    assert b"You withdrew it on" in answer.content
    assert b"Withdraw the appeal" not in answer.content


def test_a_long_list_takes_as_many_queries_as_a_short_one(scene: Scene, browser: Client):
    file(scene)

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get("/appeals/").status_code == 200
        return len(seen)

    count()
    few = count()
    for _ in range(6):
        file(scene, subject_id=str(_another(scene).pk))
    assert count() == few


def test_the_way_there_stands_in_the_frame(scene: Scene, browser: Client):
    for address in ("/messages/", "/studio/profile/"):
        assert b'href="/appeals/"' in browser.get(address).content
    assert b'href="/appeals/"' not in client_of(UserFactory(brand=True)).get("/brand/").content
