"""Headers of every answer, and settings that a production server starts with."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories import CreatorFactory, UserFactory

ROOT = Path(__file__).resolve().parents[3]


def policy_of(response) -> dict[str, str]:
    """Return the content policy by directive."""
    parts = [part.strip() for part in response["Content-Security-Policy"].split(";")]
    return {part.partition(" ")[0]: part.partition(" ")[2] for part in parts if part}


@pytest.mark.django_db
class TestHeaders:
    def test_a_page_allows_no_inline_code(self, client):
        response = client.get("/accounts/login/")
        policy = policy_of(response)
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert "unsafe" not in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in response["Permissions-Policy"]

    def test_pages_hold_nothing_the_policy_would_block(self, client):
        for address in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"):
            page = client.get(address).content.decode()
            assert not re.search(r"<script(?![^>]*\ssrc=)[^>]*>\s*\S", page), address
            assert not re.search(r"\sstyle=|\son[a-z]+=|<style", page), address

    def test_the_relaxed_policy_stays_in_the_admin(self, client):
        client.force_login(UserFactory(superuser=True))
        inside = policy_of(client.get("/admin/"))
        assert "'unsafe-inline'" in inside["script-src"]
        assert inside["default-src"] == "'none'"
        assert inside["frame-ancestors"] == "'none'"
        for address in ("/administrator", "/?next=/admin/", "/accounts/email/"):
            response = client.get(address)
            assert "unsafe" not in response["Content-Security-Policy"], address

    def test_every_answer_names_its_request(self, client):
        one, two = client.get("/healthz"), client.get("/healthz")
        assert re.fullmatch(r"[0-9a-f-]{36}", one["X-Request-ID"])
        assert one["X-Request-ID"] != two["X-Request-ID"]

    def test_nobody_keeps_a_copy_of_what_one_person_reads(self, client):
        for address in ("/", "/learn/"):
            assert not client.get(address).has_header("Cache-Control"), address
        client.force_login(CreatorFactory(user=UserFactory()).user)
        for address in ("/studio/", "/studio/earnings/", "/messages/", "/studio/offers/"):
            assert client.get(address)["Cache-Control"] == "private, no-store", address

    def test_what_is_for_everybody_can_be_kept_by_whoever_is_signed_in_too(self, client):
        client.force_login(UserFactory())
        assert "public" in client.get("/.well-known/creatorspark-keys.json")["Cache-Control"]

    def test_a_form_without_its_token_is_refused(self, client):
        client.handler.enforce_csrf_checks = True
        answer = client.post("/accounts/login/", {"login": "a@test.example", "password": "x"})
        assert answer.status_code == 403


MEGABYTE = 1024 * 1024


@pytest.mark.django_db
class TestBodies:
    """What is announced is looked at before a byte of it is written to the disk."""

    def send(self, client, path: str, **announced: str) -> int:
        client.handler.enforce_csrf_checks = True
        client.cookies["csrftoken"] = "a" * 32
        head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
        kind = "multipart/form-data; boundary=x"
        body = head + b"0\r\n--x--\r\n"
        return client.generic("POST", path, body, content_type=kind, **announced).status_code

    @pytest.mark.parametrize("path", ["/accounts/login/", "/theme/", "/studio/videos/"])
    def test_a_stranger_fills_no_disk_by_a_page_that_takes_no_file(self, client, path):
        assert self.send(client, path, CONTENT_LENGTH=str(26 * MEGABYTE)) == 400
        assert self.send(client, path) == 403

    def test_where_there_is_no_page_nothing_is_read_and_that_is_no_fault_of_ours(self, client):
        assert self.send(client, "/nowhere/", CONTENT_LENGTH=str(26 * MEGABYTE)) == 404

    def test_who_is_signed_in_sends_no_more_than_the_largest_file(self, client, settings):
        client.force_login(UserFactory())
        largest = settings.MEDIA.file_bytes + 2 * MEGABYTE
        assert self.send(client, "/theme/", CONTENT_LENGTH=str(largest)) == 400
        assert self.send(client, "/theme/") == 403

    def test_staff_bring_in_files_as_large_as_imports_may_be(self, client, settings):
        client.force_login(UserFactory(superuser=True))
        largest = settings.IMPORT_MAX_BYTES + 2 * MEGABYTE
        assert self.send(client, "/theme/", CONTENT_LENGTH=str(largest)) == 400
        assert self.send(client, "/theme/") == 403


PRODUCTION = {
    "CREATORSPARK_ENV": "production",
    "SECRET_KEY": "k9$2m!x7q-w3e5r8t0y1u4i6o-p2a5s8d1f4g7h0j3l6z9x2c5v8b1n4",
    "EVENT_SECRET": "m4v8c2x6z0l9k7j5h3g1f-q8w6e4r2t0y9u7i5o3p1-a5s4d3f2g1",
    "ALLOWED_HOSTS": "spark.example",
    "DATABASE_URL": "postgres://spark@db.example/spark",
    "REDIS_URL": "redis://valkey.example/0",
}


def run_in_production(code: list[str], **changes: str) -> subprocess.CompletedProcess[str]:
    """Run Python as a production server would, with nothing else in the environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, *code],
        cwd=ROOT,
        env={**kept, **PRODUCTION, "DJANGO_SETTINGS_MODULE": "creatorspark.settings", **changes},
        capture_output=True,
        text=True,
        check=False,
    )


class TestProduction:
    def test_the_deployment_check_is_clean(self):
        done = run_in_production(["-m", "django", "check", "--deploy", "--fail-level", "WARNING"])
        assert done.returncode == 0, done.stderr
        assert "no issues" in done.stdout + done.stderr

    def test_the_check_would_see_a_fault(self):
        done = run_in_production(
            ["-m", "django", "check", "--deploy", "--fail-level", "WARNING"], BEHIND_TLS="false"
        )
        assert done.returncode != 0
        assert "security.W" in done.stderr

    def test_events_need_a_secret_of_their_own(self):
        done = run_in_production(
            ["-m", "django", "check", "--deploy", "--fail-level", "WARNING"], EVENT_SECRET=""
        )
        assert done.returncode != 0
        assert "fraud.W001" in done.stderr

    @pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
    def test_it_says_what_it_needs_and_does_not_start(self, missing):
        done = run_in_production(["-m", "django", "check"], **{missing: ""})
        assert done.returncode != 0
        assert f"Set {missing}" in done.stderr

    def test_staff_need_a_second_factor_and_logs_are_json(self):
        code = (
            "import django; django.setup(); from django.conf import settings; import structlog; "
            "print(settings.STAFF_SECOND_FACTOR, settings.DEBUG, settings.SESSION_COOKIE_SECURE);"
            "structlog.get_logger('t').warning('done', n=1)"
        )
        done = run_in_production(["-c", code])
        assert done.stdout.split() == ["True", "False", "True"]
        assert '"event": "done"' in done.stderr
