"""Files lie on disk unless a bucket is named, and secrets don't travel in plain."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from creatorspark import storage_settings
from tests.unit.core.test_gemini_settings import Given


def test_the_disk_is_the_default(tmp_path):
    found = storage_settings.read(Given(), var=tmp_path)
    assert found["OPTIONS"] == {"location": tmp_path / "media", "base_url": None}


def test_a_bucket_of_any_storage_that_speaks_s3(tmp_path):
    given = Given(
        S3_BUCKET="films",
        S3_ENDPOINT_URL="https://s3.example.org",
        S3_REGION="eu",
        S3_ACCESS_KEY="a",
        S3_SECRET_KEY="b",
        S3_PREFIX="media",
        S3_ENCRYPTION="AES256",
    )
    options = storage_settings.read(given, var=tmp_path)["OPTIONS"]
    assert options["bucket_name"] == "films"
    assert options["object_parameters"] == {"ServerSideEncryption": "AES256"}
    assert options["location"] == "media"


def test_plain_http_has_to_be_said(tmp_path):
    given = {"S3_BUCKET": "films", "S3_ENDPOINT_URL": "http://storage.internal:9000"}
    with pytest.raises(ImproperlyConfigured, match="https"):
        storage_settings.read(Given(**given), var=tmp_path)
    assert storage_settings.read(Given(**given, S3_PLAIN_HTTP="true"), var=tmp_path)


def test_what_is_not_installed_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(storage_settings, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements-s3\.txt"):
        storage_settings.read(Given(S3_BUCKET="films"), var=tmp_path)
