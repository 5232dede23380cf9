"""Gemini is off without a key, and its key goes nowhere but over TLS."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from creatorspark import gemini_settings


class Given(Env):
    def __init__(self, **values: str) -> None:
        super().__init__()
        self.ENVIRON = values


def test_it_is_off_without_a_key():
    found = gemini_settings.read(Given())
    assert not found.is_on
    assert found.consent == "creator"
    assert found.url.startswith("https://")


def test_the_key_is_not_shown():
    found = gemini_settings.read(Given(GEMINI_API_KEY="very-secret"))
    assert found.is_on
    assert "very-secret" not in repr(found)


@pytest.mark.parametrize(
    "values",
    [
        {"GEMINI_API_URL": "http://example.org"},
        {"GEMINI_API_URL": "ftp://example.org"},
        {"GEMINI_SENDS": "caption"},
        {"GEMINI_SENDS": "file,handle"},
        {"GEMINI_CONSENT": "nobody"},
    ],
)
def test_what_would_be_unsafe_is_refused(values):
    with pytest.raises(ImproperlyConfigured):
        gemini_settings.read(Given(**values))


def test_a_test_server_on_this_machine_may_go_without_tls():
    assert gemini_settings.read(Given(GEMINI_API_URL="http://127.0.0.1:9/")).url.endswith(":9")
