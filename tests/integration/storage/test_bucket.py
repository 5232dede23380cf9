"""A bucket behaves as the disk does: its files, and its faults."""

import multiprocessing
import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from creatorspark.storage_settings import BUCKET
from scoring.media.storage import FileMissing, StorageAway, local_file, stored_name
from tests.integration.storage.conftest import KEYS

FILM = os.urandom(6 * 1024 * 1024)


def test_a_file_comes_back_as_it_went(elsewhere, names):
    name = default_storage.save(stored_name(), ContentFile(FILM))
    assert names() == [f"media/{name}"]
    assert default_storage.exists(name)
    assert default_storage.size(name) == len(FILM)
    with default_storage.open(name, "rb") as file:
        assert file.read() == FILM
    with local_file(name) as path:
        assert path.read_bytes() == FILM
        kept = path
    assert not kept.exists()
    month, _slash, base = name.rpartition("/")
    assert default_storage.listdir(month) == ([], [base])
    assert default_storage.listdir("nothing/here") == ([], [])
    default_storage.delete(name)
    default_storage.delete(name)
    assert names() == []


def test_a_sender_does_not_choose_what_a_file_is_served_as(elsewhere):
    sent = SimpleUploadedFile("x.html", b"<script>", content_type="text/html")
    name = default_storage.save("videos/x", sent)
    found = elsewhere.Object(f"media/{name}")
    assert found.content_type == "application/octet-stream"
    grants = found.Acl().grants
    assert all("URI" not in grant["Grantee"] for grant in grants), "nobody but the owner"


def test_no_file_has_an_address(elsewhere):
    name = default_storage.save("videos/x", ContentFile(b"film"))
    with pytest.raises(ValueError, match="not accessible"):
        default_storage.url(name)


def test_a_file_never_takes_the_place_of_another(elsewhere):
    one, other = (default_storage.save("videos/x", ContentFile(part)) for part in (b"1", b"2"))
    assert one != other
    with default_storage.open(one) as file:
        assert file.read() == b"1"


@pytest.mark.parametrize("act", ["open", "size", "get_modified_time"])
def test_a_missing_file_is_said_as_the_disk_says_it(elsewhere, act):
    with pytest.raises(FileNotFoundError):
        getattr(default_storage, act)("videos/gone")
    with pytest.raises(FileMissing) as missing, local_file("videos/gone"):
        pytest.fail("there is no file")
    assert not isinstance(missing.value, StorageAway)


ACTS = {
    "open": lambda: default_storage.open("x"),
    "save": lambda: default_storage.save("x", ContentFile(b"x")),
    "exists": lambda: default_storage.exists("x"),
    "delete": lambda: default_storage.delete("x"),
    "listdir": lambda: default_storage.listdir("x"),
    "size": lambda: default_storage.size("x"),
    "get_modified_time": lambda: default_storage.get_modified_time("x"),
}


# A HEAD of a bucket that there isn't says 404 and no more, so only these tell a refusal.
CASES = [("away", act) for act in sorted(ACTS)] + [("refuses", "save"), ("refuses", "listdir")]


@pytest.mark.parametrize(("fault", "act"), CASES)
def test_a_storage_that_is_away_or_refuses_is_no_missing_file(
    settings, s3_address, act, fault, monkeypatch
):
    monkeypatch.setattr("creatorspark.core.s3.TRIES", 1)
    address = "http://127.0.0.1:1" if fault == "away" else s3_address
    options = KEYS | {"bucket_name": "there-is-none", "endpoint_url": address}
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": BUCKET, "OPTIONS": options}}
    if act == "save":
        # Looked for first, which isn't what this is about.
        monkeypatch.setattr("creatorspark.core.s3.PrivateBucket.exists", lambda self, name: False)
    with pytest.raises(OSError, match="storage") as found:
        ACTS[act]()
    assert not isinstance(found.value, FileNotFoundError)


def _read(name: str) -> None:
    with default_storage.open(name) as file:
        os._exit(0 if file.read() == FILM else 1)


def test_a_forked_worker_makes_a_line_of_its_own(elsewhere):
    name = default_storage.save(stored_name(), ContentFile(FILM))
    workers = [
        multiprocessing.get_context("fork").Process(target=_read, args=(name,)) for _ in range(3)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
