"""Every error as a problem document (RFC 9457)."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import structlog
from django.core import exceptions as django_errors
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.http import Http404, HttpRequest, UnreadablePostError
from django.utils.translation import gettext_lazy as _
from psycopg_pool import PoolTimeout
from rest_framework import exceptions, status
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"
# Where the reference explains each kind; a relative address, as RFC 9457 allows.
TYPE_BASE = "/api/v1/docs/#problem-"
UNNAMED_FIELD = "non_field_errors"

log = structlog.get_logger(__name__)

TITLES = {
    "invalid": _("Some values can’t be accepted"),
    "malformed": _("The request can’t be read"),
    "not-authenticated": _("Sign in first"),
    "permission-denied": _("You may not do this"),
    "not-found": _("There is nothing at this address"),
    "method-not-allowed": _("This address can’t do that"),
    "not-acceptable": _("We only answer in JSON"),
    "refused": _("The rules don’t allow this now"),
    "in-progress": _("The same request is still under way"),
    "length-required": _("The length of the body is missing"),
    "too-large": _("The request is too large"),
    "unsupported-media-type": _("We only read JSON"),
    "key-required": _("An idempotency key is needed"),
    "key-invalid": _("The idempotency key can’t be used"),
    "key-reused": _("The idempotency key belongs to another request"),
    "throttled": _("Too many requests"),
    "unavailable": _("We can’t answer right now"),
    "unexpected": _("Something went wrong on our side"),
}
_BROKEN = (
    django_errors.SuspiciousOperation,
    django_errors.BadRequest,
    UnreadablePostError,  # the client left in the middle of a sentence
)
# What DRF and Django raise, in the words above.
KINDS = {
    400: "malformed",
    401: "not-authenticated",
    403: "permission-denied",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    409: "refused",
    411: "length-required",
    413: "too-large",
    415: "unsupported-media-type",
    429: "throttled",
    503: "unavailable",
}


class Problem(exceptions.APIException):
    """An error with a kind of its own; `headers` go into the answer."""

    def __init__(
        self,
        kind: str,
        detail: Any,
        *,
        status_code: int,
        headers: dict[str, str] | None = None,
        members: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(detail=detail, code=kind)
        self.kind = kind
        self.status_code = status_code
        self.headers = headers or {}
        self.members = members or {}


def malformed(detail: Any) -> Problem:
    """The bytes of the request are not what they claim to be."""
    return Problem("malformed", detail, status_code=status.HTTP_400_BAD_REQUEST)


def refused(detail: Any, *, reason: str = "") -> Problem:
    """A rule of the house says no; `reason` is its short name for machines."""
    members = {"reason": reason} if reason else {}
    return Problem("refused", detail, status_code=status.HTTP_409_CONFLICT, members=members)


def respond(error: Exception, context: dict[str, Any]) -> Response:
    """Turn any error into a problem document. Nothing of an unexpected one is shown."""
    request = context["request"]._request if context.get("request") else None
    known = _as_api_error(error)
    if known is None:
        known = _unexpected(error, request=request)
    headers = _headers(known)
    body = describe(known, path=request.path if request else "")
    return Response(body, status=known.status_code, headers=headers, content_type=MEDIA_TYPE)


def describe(error: exceptions.APIException, *, path: str) -> dict[str, Any]:
    """Return the members of the problem document for an API error."""
    kind, detail = _kind(error), error.detail
    document: dict[str, Any] = {
        "type": f"{TYPE_BASE}{kind}",
        "title": str(TITLES[kind]) if kind in TITLES else HTTPStatus(error.status_code).phrase,
        "status": error.status_code,
        "detail": str(detail),
        "instance": path,
    }
    if isinstance(error, exceptions.ValidationError):
        fields = list(flatten(detail))
        document["detail"] = " ".join(dict.fromkeys(field["detail"] for field in fields))[:1_000]
        document["errors"] = fields
    if isinstance(error, Problem):
        document |= error.members
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    if request_id:
        document["request_id"] = str(request_id)
    return document


def flatten(detail: Any, *, field: str = "") -> Iterator[dict[str, str]]:
    """Yield one `{field, code, detail}` for each leaf; fields are dotted, list places count from 0.

    An empty field means the request as a whole.
    """
    if isinstance(detail, dict):
        for name, inner in detail.items():
            place = field if name == UNNAMED_FIELD else f"{field}.{name}".lstrip(".")
            yield from flatten(inner, field=place)
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from flatten(inner, field=f"{field}.{number}".lstrip(".") if nested else field)
    else:
        code = getattr(detail, "code", None) or "invalid"
        yield {"field": field, "code": str(code), "detail": str(detail)}


def _kind(error: exceptions.APIException) -> str:
    if isinstance(error, Problem):
        return error.kind
    if isinstance(error, exceptions.ValidationError):
        return "invalid"
    return KINDS.get(error.status_code, "unexpected")


def _as_api_error(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, django_errors.PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, django_errors.RequestDataTooBig):
        return Problem("too-large", _("The request is too large."), status_code=413)
    if isinstance(error, _BROKEN):
        return malformed(_("The request can’t be read."))
    if isinstance(error, OperationalError | PoolTimeout):
        log.warning("api.unavailable", exc_info=error)
        return Problem(
            "unavailable",
            _("The database doesn’t answer. Nothing was changed; try again in a few seconds."),
            status_code=status.HTTP_503_SERVICE_UNAVAILABLE,
            headers={"Retry-After": "5"},
        )
    return None


def _unexpected(error: Exception, *, request: HttpRequest | None) -> exceptions.APIException:
    log.error("api.unexpected", exc_info=error)
    # The same signal a crashed page sends: error trackers and the test client listen to it.
    got_request_exception.send(sender=None, request=request)
    return Problem(
        "unexpected",
        _("We did not expect this. Nothing half-done was kept. Tell us the request id."),
        status_code=status.HTTP_500_INTERNAL_SERVER_ERROR,
    )


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = dict(getattr(error, "headers", {}))
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(max(1, round(wait)))
    return headers
