"""The nightly refresh is queued once, and only where it can work."""

import pytest

from creatorspark.core.models import Job
from creatorspark.core.tiktok.schedule import request_nightly_refresh
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_without_credentials_nothing_is_queued(settings):
    settings.TIKTOK_CLIENT_KEY = settings.TIKTOK_CLIENT_SECRET = ""
    assert request_nightly_refresh(now=NOW) is None
    assert not Job.objects.exists()


def test_with_credentials_one_refresh_is_queued_at_a_time(settings):
    settings.TIKTOK_CLIENT_KEY, settings.TIKTOK_CLIENT_SECRET = "key", "secret"
    first = request_nightly_refresh(now=NOW)
    assert first is not None
    assert first.kind == "tiktok.refresh"
    assert request_nightly_refresh(now=NOW) is None
    Job.objects.update(state=Job.State.SUCCEEDED)
    assert request_nightly_refresh(now=NOW) is not None
