"""Is the process alive, can it serve, and how does it fare: for machines that watch."""

import hmac
from collections.abc import Callable

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django_prometheus.exports import ExportToDjangoView

LOOPBACK = {"127.0.0.1", "::1"}
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP")


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers, and ask nothing of anyone else."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether database, cache and broker answer; 503 when one of them does not."""
    checks = {"database": _database, "cache": _cache, "broker": _broker}
    answers = {name: _answers(check) for name, check in checks.items()}
    body = {name: "ok" if well else "unreachable" for name, well in answers.items()}
    return JsonResponse(body, status=200 if all(answers.values()) else 503)


def _answers(check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception:
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    cache.get("core.readyz")


def _broker() -> None:
    with current_app.connection_for_write(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=0, timeout=2)


def metrics(request: HttpRequest) -> HttpResponse:
    """Give Prometheus its figures: to staff, to the holder of METRICS_TOKEN, or on this machine."""
    if not _may_read_metrics(request):
        return HttpResponse(status=404)
    return ExportToDjangoView(request)


def _may_read_metrics(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    # A proxy on this machine makes everyone look local; it names the client, a scraper does not.
    if request.META.get("REMOTE_ADDR") in LOOPBACK and not _is_forwarded(request):
        return True
    return request.user.is_authenticated and request.user.is_staff


def _is_forwarded(request: HttpRequest) -> bool:
    return any(name in request.headers for name in FORWARDED)
