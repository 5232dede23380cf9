"""The staff's import pages: who may, and the way through them."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import ImportRun, Job, MetricSnapshot
from tests.factories import NOW, UserFactory

CSV = b"video_id,creator,views,likes\n6907228749016714497,nina,5,1\n,=omar,5,1\n"


@pytest.fixture(autouse=True)
def _files_of_this_test(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "media"},
        }
    }
    ImportRun._meta.get_field("file").storage = default_storage


@pytest.fixture
def staff(client, transactional_db):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


def send(client, data=CSV):
    file = SimpleUploadedFile("../may.csv", data, content_type="text/csv")
    return client.post(reverse("imports:upload"), {"file": file}, follow=True)


def test_from_upload_to_result(client, staff):
    page = send(client)
    assert page.status_code == 200
    words = page.content.decode()
    assert "may.csv" in words
    assert "The video&#x27;s id is missing." in words
    run = ImportRun.objects.get()
    page = client.post(reverse("imports:confirm", args=[run.pk]), follow=True)
    assert "Waiting for a worker" in page.content.decode()
    assert not client.get(reverse("imports:progress", args=[run.pk])).has_header("HX-Refresh")
    run.refresh_from_db()
    jobs.run(Job.objects.get().pk, now=NOW)
    assert client.get(reverse("imports:progress", args=[run.pk])).has_header("HX-Refresh")
    page = client.get(reverse("imports:detail", args=[run.pk]))
    assert "Rejected rows as CSV" in page.content.decode()
    download = client.get(reverse("imports:problems", args=[run.pk]) + "?rejected=1")
    assert "attachment" in download["Content-Disposition"]
    assert b"id is missing" in b"".join(download.streaming_content)
    assert MetricSnapshot.objects.count() == 1
    assert client.get(reverse("imports:index")).status_code == 200


def test_columns_are_changed_on_the_page(client, staff):
    send(client, b"clip,n,m\nabc,5,6\n")
    run = ImportRun.objects.get()
    assert not run.preview["readable"]
    page = client.post(
        reverse("imports:columns", args=[run.pk]),
        {"platform": "youtube", "column_id": "clip", "column_views": "m", "delimiter": ","},
        follow=True,
    )
    run.refresh_from_db()
    assert (run.mapping, run.options["platform"]) == ({"id": "clip", "views": "m"}, "youtube")
    assert "chosen by you" in page.content.decode()
    wrong = client.post(
        reverse("imports:columns", args=[run.pk]),
        {"platform": "youtube", "column_id": "nope"},
    )
    assert wrong.status_code == 422


def test_a_bad_file_is_refused_with_a_sentence(client, staff):
    page = send(client, b"PK\x03\x04")
    assert "This is a workbook or a zip file" in page.content.decode()
    page = client.post(reverse("imports:upload"), {}, follow=True)
    assert "No file came with that" in page.content.decode()
    assert not ImportRun.objects.exists()


def test_an_announced_size_above_the_limit_is_refused_unread(client, staff, settings):
    settings.IMPORT_MAX_BYTES = 10
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = None
    page = send(client, b"x" * 100_000)
    assert "larger than the" in page.content.decode()
    assert not ImportRun.objects.exists()


def test_a_page_that_is_out_of_date_says_so(client, staff):
    send(client)
    run = ImportRun.objects.get()
    client.post(reverse("imports:discard", args=[run.pk]))
    page = client.post(reverse("imports:confirm", args=[run.pk]), follow=True)
    assert "has moved on" in page.content.decode()


def test_the_upload_is_guarded_against_forged_requests(staff):
    from django.test import Client

    forger = Client(enforce_csrf_checks=True)
    forger.force_login(staff)
    file = SimpleUploadedFile("may.csv", CSV)
    assert forger.post(reverse("imports:upload"), {"file": file}).status_code == 403
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("traits", [{}, {"brand": True}])
def test_nobody_else_finds_the_pages(client, transactional_db, traits):
    owner = UserFactory(staff=True)
    run = ImportRun.objects.create(format="metrics", file_name="x", created_by=owner)
    client.force_login(UserFactory(**traits))
    for name in ("index", "upload"):
        address = reverse(f"imports:{name}")
        assert (client.post if name == "upload" else client.get)(address).status_code == 404
    for name in ("detail", "progress", "problems"):
        assert client.get(reverse(f"imports:{name}", args=[run.pk])).status_code == 404
    for name in ("columns", "confirm", "discard", "stop", "retry"):
        assert client.post(reverse(f"imports:{name}", args=[run.pk])).status_code == 404


def test_strangers_log_in_first(client, db):
    answer = client.get(reverse("imports:index"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))
