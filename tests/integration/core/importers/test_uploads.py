"""Upload, look, correct, confirm, and the job that imports."""

import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from creatorspark.core.importers import uploads
from creatorspark.core.importers.downloads import defuse, problems_csv
from creatorspark.core.importers.options import ImportOptions
from creatorspark.core.importers.problems import Fault, FileFault
from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import AuditEntry, ImportRun, Job, MetricSnapshot
from tests.factories import NOW, UserFactory

CSV = b"video_id,creator,views,likes\n6907228749016714497,nina,5,1\n,omar,5,1\n"


@pytest.fixture(autouse=True)
def _files_of_this_test(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "media"},
        }
    }
    ImportRun._meta.get_field("file").storage = default_storage
    return tmp_path


@pytest.fixture
def staff(db):
    return UserFactory(staff=True)


def bring(staff, data=CSV, name="may.csv"):
    return uploads.upload(ContentFile(data, name=name), name=name, actor=staff, now=NOW)


def do(run):
    """Do the job of a confirmed import, as a worker would."""
    assert run.job is not None
    return jobs.run(run.job.pk, now=NOW)


def stored():
    """Names of all files kept."""
    return [name for _, _, names in os.walk(default_storage.path("")) for name in names]


@pytest.mark.django_db
def test_an_upload_is_looked_at_and_nothing_is_imported(staff):
    run = bring(staff)
    assert run.state == ImportRun.State.UPLOADED
    assert run.format == ImportRun.Format.METRICS
    assert (run.preview["rows_seen"], run.preview["rows_good"]) == (2, 1)
    assert run.preview["problems"][0]["line"] == 3
    assert not MetricSnapshot.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\may.csv", "may.csv"),
        ("a\x00b\x1b.csv", "ab.csv"),
        ("x" * 400, "x" * 255),
        ("..", ".."),
        ("", "upload"),
    ],
)
def test_a_name_is_only_ever_shown(staff, name, shown):
    run = uploads.upload(ContentFile(CSV), name=name, actor=staff, now=NOW)
    assert run.file_name == shown
    kept = run.file.name or ""
    assert kept.startswith("imports/")
    assert kept.endswith(".upload")
    assert "passwd" not in kept


@pytest.mark.django_db
@pytest.mark.parametrize(("data", "fault"), [(b"", Fault.EMPTY), (b"PK\x03\x04", Fault.WORKBOOK)])
def test_a_refused_upload_leaves_no_file(staff, data, fault):
    with pytest.raises(FileFault) as refused:
        bring(staff, data)
    assert refused.value.fault == fault
    assert stored() == []
    assert not ImportRun.objects.exists()


@pytest.mark.django_db
def test_an_upload_above_the_limit_is_refused(staff, settings):
    settings.IMPORT_MAX_BYTES = 10
    with pytest.raises(FileFault) as refused:
        bring(staff)
    assert refused.value.fault == Fault.TOO_LARGE
    assert stored() == []


@pytest.mark.django_db
def test_json_is_known_by_its_content(staff):
    run = bring(staff, b'\xef\xbb\xbf {"collector": []}'.replace(b"[]", b'[{"id": "1"}]'), "x.csv")
    assert run.format == ImportRun.Format.TIKTOK


@pytest.mark.django_db
def test_columns_we_cannot_tell_are_chosen_by_a_person(staff):
    run = bring(staff, b"clip,n\nabc,5\n")
    assert not run.preview["readable"]
    with pytest.raises(uploads.WrongState):
        uploads.confirm(run.pk, actor=staff, now=NOW)
    options = ImportOptions(mapping={"id": "clip", "views": "n"})
    run = uploads.choose(run.pk, options=options, actor=staff, now=NOW)
    assert run.preview["readable"]
    assert run.preview["rows_good"] == 1


@pytest.mark.django_db(transaction=True)
def test_a_confirmed_upload_is_imported_by_its_job(staff):
    run = uploads.confirm(bring(staff).pk, actor=staff, now=NOW)
    assert Job.objects.get().kind == "import.metrics"
    assert do(run)
    run.refresh_from_db()
    job = Job.objects.get()
    assert (job.state, job.percent) == (Job.State.SUCCEEDED, 100)
    assert (run.state, run.rows_read, run.rows_rejected) == (ImportRun.State.IMPORTED, 2, 1)
    assert MetricSnapshot.objects.get().source == f"import:{run.pk}"
    assert (run.file.name, stored()) == ("", [])
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"core.import.uploaded", "core.import.confirmed", "core.import.finished"} <= actions


@pytest.mark.django_db(transaction=True)
def test_a_job_started_again_after_its_import_was_done_does_nothing_more(staff):
    run = uploads.confirm(bring(staff).pk, actor=staff, now=NOW)
    do(run)
    Job.objects.update(state=Job.State.QUEUED)
    assert do(run)
    assert Job.objects.get().state == Job.State.SUCCEEDED
    assert MetricSnapshot.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_that_is_asked_to_stop_keeps_nothing_and_can_be_confirmed_again(staff):
    run = uploads.confirm(bring(staff).pk, actor=staff, now=NOW)
    Job.objects.update(cancel_requested=True)
    do(run)
    run.refresh_from_db()
    if run.state == ImportRun.State.UPLOADED:  # the heart beat before the file was in
        assert not MetricSnapshot.objects.exists()
        assert Job.objects.get().state == Job.State.CANCELLED
        again = uploads.confirm(run.pk, actor=staff, now=NOW)
        do(again)
    assert MetricSnapshot.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_waiting_job_that_is_stopped_reopens_the_preview(staff):
    run = uploads.confirm(bring(staff).pk, actor=staff, now=NOW)
    uploads.stop(run.pk, actor=staff, now=NOW)
    run.refresh_from_db()
    assert (run.state, run.job) == (ImportRun.State.UPLOADED, None)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_turns_out_unreadable_fails_with_its_sentence(staff):
    run = uploads.confirm(bring(staff).pk, actor=staff, now=NOW)
    with default_storage.open(run.file.name or "", "wb") as file:
        file.write(b"PK\x03\x04")
    do(run)
    run.refresh_from_db()
    assert run.state == ImportRun.State.FAILED
    assert "workbook" in run.error
    assert Job.objects.get().error == run.error
    assert stored() == []


@pytest.mark.django_db
def test_a_discarded_upload_is_deleted(staff, django_capture_on_commit_callbacks):
    run = bring(staff)
    with django_capture_on_commit_callbacks(execute=True):
        uploads.discard(run.pk, actor=staff, now=NOW)
    assert stored() == []
    with pytest.raises(uploads.WrongState):
        uploads.confirm(run.pk, actor=staff, now=NOW)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "\r=", "＝", "＠"])
def test_no_cell_runs_as_a_formula(start):
    assert defuse(f"{start}1+1").startswith("'")


@pytest.mark.django_db(transaction=True)
def test_the_list_of_problems_is_safe_and_complete(staff):
    rows = b"".join(b"=HYPERLINK(%d),nina,5,1\n" % n for n in range(30))
    run = uploads.confirm(
        bring(staff, b"video_id,creator,views,likes\n6907228749016714497,nina,5,1\n" + rows).pk,
        actor=staff,
        now=NOW,
    )
    do(run)
    lines = list(problems_csv(run, rejected_only=True))
    assert len(lines) == 31
    assert all(",'=HYPERLINK(" in line for line in lines[1:])
