"""A stored file gets a path on this machine, wherever the storage keeps it."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from scoring.media.storage import FileMissing, StorageAway, local_file
from tests.unit.scoring.media.elsewhere import AwayStorage, elsewhere


@pytest.fixture
def here(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    return tmp_path


def test_a_file_of_this_machine_is_used_where_it_lies(here):
    (here / "film").write_bytes(b"frames")
    with local_file("film") as path:
        assert path == here / "film"
    assert path.exists()


@pytest.mark.parametrize("name", ["gone", ""])
def test_a_file_that_is_gone_is_said_so(here, name):
    with pytest.raises(FileMissing) as missing, local_file(name):
        pytest.fail("there is no file")
    assert not isinstance(missing.value, StorageAway)


def test_a_file_of_another_machine_is_copied_for_as_long_as_it_is_needed(settings, tmp_path):
    settings.STORAGES = elsewhere()
    content = bytes(range(256)) * 8_192
    name = default_storage.save("film", ContentFile(content))
    with local_file(name, folder=tmp_path) as path:
        assert path.is_relative_to(tmp_path)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ZeroDivisionError), local_file(name, folder=tmp_path):
        1 / 0
    assert list(tmp_path.iterdir()) == []
    assert default_storage.exists(name)


@pytest.mark.parametrize("name", ["gone", ""])
def test_a_file_that_is_gone_elsewhere_is_said_so(settings, name):
    settings.STORAGES = elsewhere()
    with pytest.raises(FileMissing) as missing, local_file(name):
        pytest.fail("there is no file")
    assert not isinstance(missing.value, StorageAway)


def test_a_storage_that_does_not_answer_may_have_the_file_still(settings):
    settings.STORAGES = elsewhere(AwayStorage)
    with pytest.raises(StorageAway), local_file("film"):
        pytest.fail("there is no answer")
