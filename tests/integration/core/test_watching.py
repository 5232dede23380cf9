"""Health, metrics and log lines."""

import json
import logging

import pytest
import structlog
from django.test import Client

from creatorspark.core import logging as lines
from creatorspark.core.models import AuditEntry
from creatorspark.core.services import audit
from tests.factories import UserFactory

AWAY = "redis://127.0.0.1:1/0"


class TestHealth:
    def test_alive_needs_nothing_else(self, client):
        # No django_db mark: a query would fail this test.
        response = client.get("/healthz")
        assert (response.status_code, response.content) == (200, b"ok\n")

    @pytest.mark.django_db
    def test_ready_when_all_answer(self, client):
        response = client.get("/readyz")
        assert response.status_code == 200, response.content
        assert response.json() == {"database": "ok", "cache": "ok", "broker": "ok"}

    @pytest.mark.django_db
    def test_not_ready_says_what_is_away_and_no_more(self, client, settings):
        settings.CACHES = {
            "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": AWAY}
        }
        response = client.get("/readyz")
        assert response.status_code == 503
        assert response.json()["cache"] == "unreachable"
        assert response.json()["database"] == "ok"
        assert "127.0.0.1" not in response.content.decode()


@pytest.mark.django_db
class TestMetrics:
    def test_a_scraper_on_this_machine_reads_them(self, client):
        body = client.get("/metrics", REMOTE_ADDR="127.0.0.1").content.decode()
        assert "django_http_requests" in body

    def test_a_stranger_learns_nothing(self):
        outside = Client(REMOTE_ADDR="203.0.113.9")
        proxied = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9")
        for client in (outside, proxied):
            assert client.get("/metrics").status_code == 404
            client.force_login(UserFactory())
            assert client.get("/metrics").status_code == 404

    def test_staff_and_the_token_read_them(self, settings):
        settings.METRICS_TOKEN = "scrape-me"
        outside = Client(REMOTE_ADDR="203.0.113.9")
        for given, status in (("Bearer scrape-me", 200), ("Bearer wrong", 404), ("Bearer ", 404)):
            answer = outside.get("/metrics", headers={"Authorization": given})
            assert answer.status_code == status
        outside.force_login(UserFactory(staff=True))
        assert outside.get("/metrics").status_code == 200

    def test_an_empty_token_opens_nothing(self, settings):
        settings.METRICS_TOKEN = ""
        outside = Client(REMOTE_ADDR="203.0.113.9")
        answer = outside.get("/metrics", headers={"Authorization": "Bearer "})
        assert answer.status_code == 404


@pytest.fixture
def written(monkeypatch):
    """Collect log lines as the production format writes them."""
    config = lines.configure(as_json=True, level="INFO")
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=config["formatters"]["line"]["processors"], foreign_pre_chain=lines.SHARED
    )
    collected: list[dict] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            collected.append(json.loads(formatter.format(record)))

    root = logging.getLogger()
    handler = Collector()
    root.addHandler(handler)
    level = root.level
    root.setLevel("INFO")
    yield collected
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.django_db
class TestLogLines:
    def test_a_request_is_one_line_with_its_id(self, client, written):
        user = UserFactory()
        client.force_login(user)
        response = client.get("/accounts/email/?secret=abc")
        line = next(line for line in written if line["event"] == "request_finished")
        assert line["request_id"] == response["X-Request-ID"]
        assert line["request"] == "GET /accounts/email/"
        assert line["user_id"] == user.pk
        assert line["code"] == 200
        assert {"timestamp", "level", "logger"} <= line.keys()
        assert "ip" not in line
        assert sum(line.get("request_id") == response["X-Request-ID"] for line in written) == 1

    def test_a_line_of_the_standard_library_has_the_same_form(self, written):
        logging.getLogger("some.library").warning("it %s", "broke")
        assert written[-1]["event"] == "it broke"
        assert written[-1]["level"] == "warning"

    def test_secret_links_stay_out_of_the_log(self, client, written):
        client.get("/accounts/confirm-email/MTIz:abcdef:secret-key/")
        client.get("/accounts/password/reset/key/1-c0ffee-secret/")
        requests = [line["request"] for line in written if "request" in line]
        assert requests
        assert "secret" not in json.dumps(written)

    def test_an_audit_entry_carries_the_request_id(self, client):
        with structlog.contextvars.bound_contextvars(request_id="1f0c"):
            audit.record("core.test.done", target=UserFactory(), actor=None)
        assert AuditEntry.objects.get().request_id == "1f0c"

    def test_an_audit_entry_of_a_worker_carries_the_task_id(self):
        with structlog.contextvars.bound_contextvars(task_id="7a55"):
            audit.record("core.test.done", target=UserFactory(), actor=None)
        assert AuditEntry.objects.get().request_id == "7a55"
