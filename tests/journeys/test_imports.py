"""Staff bring in a file in a browser, on a phone as well: upload, look, correct, confirm."""

import os
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import ImportRun, Job
from tests.factories import NOW, UserFactory
from tests.journeys.conftest import PHONE, overflow, serious_problems, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

CSV = (
    "Video ID,Account,Plays,Hearts,Weird,Post date,Text\n"
    '6907228749016714497,@nina,541.2K,"1,234",x,03/04/2025,Night market\n'
    "6907228749016714498,@omar,10,200,x,05/04/2025,مرحبا 😀\n"
    "6.90723E+18,@nina,1,1,x,03/04/2025,Rounded\n"
    "Total,,541.2K,1434,,,\n"
)
WINDOWS: dict[str, dict[str, object]] = {
    "desktop": {},
    "phone": {"viewport": PHONE},
    "dark": {"color_scheme": "dark"},
}
SHOTS = os.environ.get("SCREENSHOTS", "")


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
def file(tmp_path):
    path = tmp_path / "may.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def look(page, name):
    """Check a page for everyone, and keep a picture when asked to."""
    assert serious_problems(page) == []
    assert overflow(page) <= 0
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("window", list(WINDOWS))
def test_a_file_comes_in(open_page, file, window):
    page = open_page(**WINDOWS[window])
    sign_in(page, UserFactory(staff=True).email)
    page.goto("/staff/imports/")
    look(page, f"imports-{window}-1-empty")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Upload and look").click()
    page.get_by_text("The dates can be read day first or month first").wait_for()
    look(page, f"imports-{window}-2-preview")
    page.get_by_label("Dates").select_option("dmy")
    page.get_by_label("Caption").select_option("")
    page.get_by_role("button", name="Read it again").click()
    page.get_by_role("button", name="Import this file").wait_for()
    page.get_by_role("button", name="Import this file").click()
    page.get_by_text("Waiting for a worker").wait_for()
    look(page, f"imports-{window}-3-progress")
    jobs.run(Job.objects.get().pk, now=NOW)
    # The page asks every two seconds and loads itself anew when the job is over.
    page.get_by_role("heading", name="Problems").wait_for()
    look(page, f"imports-{window}-4-result")
    with page.expect_download() as download:
        page.get_by_role("link", name="Rejected rows as CSV").click()
    assert "6.90723E+18" in Path(download.value.path()).read_text()
    run = ImportRun.objects.get()
    assert (run.rows_read, run.rows_rejected, run.videos_added) == (4, 2, 2)


def test_it_works_without_javascript(open_page, file):
    page = open_page(java_script_enabled=False)
    sign_in(page, UserFactory(staff=True).email)
    page.goto("/staff/imports/")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Upload and look").click()
    page.get_by_role("button", name="Import this file").click()
    page.get_by_text("Waiting for a worker").wait_for()
    jobs.run(Job.objects.get().pk, now=NOW)
    page.get_by_role("heading", name="Problems").wait_for()
