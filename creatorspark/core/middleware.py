"""What every request passes: the log line, the headers, and what staff and auditors may."""

import re
from collections.abc import Callable
from typing import Any

import structlog
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import has_vary_header
from django.utils.translation import gettext as _
from django_structlog.middlewares import RequestMiddleware

from creatorspark.core.models import User

Handler = Callable[[HttpRequest], HttpResponse]

# Whoever reads such a link in a log could use it.
SECRET_IN_PATH = re.compile(r"^(/accounts/(?:confirm-email|password/reset/key)/)[^/]+")


class RequestLog(RequestMiddleware):
    """Logs a request without its secrets and tells the caller its id."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Name the request by method and path; the query string may hold personal data."""
        path = SECRET_IN_PATH.sub(r"\1…", request.path)
        return f"{request.method} {path}"

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        """Send the id that the log lines and the audit entries carry."""
        request_id = structlog.contextvars.get_contextvars().get("request_id")
        if request_id:
            response["X-Request-ID"] = request_id
        super().handle_response(request, response)


class Headers:
    """Sends what SecurityMiddleware doesn't, the admin theme's own content policy, and that nobody
    keeps a copy of what one person reads.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        if _is_personal(request, response):
            # Otherwise the next person at this machine reads it by going back.
            response.setdefault("Cache-Control", "private, no-store")
        match = request.resolver_match
        if match is not None and "admin" in match.app_names:
            # Read by the CSP middleware outside this one.
            vars(response)["_csp_replace"] = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response


def _is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether an answer depends on who is signed in, and somebody is."""
    if not has_vary_header(response, "Cookie"):
        return False
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


class StaffSecondFactor:
    """Sends staff who have no second factor to set one up, before anything else."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> Any:
        """Redirect, or return None to let the request through."""
        if not settings.STAFF_SECOND_FACTOR or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if (
            match is None
            or match.route.startswith(("accounts/", "api/"))
            or not request.user.is_staff
        ):
            return None
        if is_mfa_enabled(request.user):
            return None
        messages.warning(
            request,
            _("Staff sign in with a second factor. Set one up, then you can go on."),
        )
        return redirect("mfa_activate_totp")


# Addresses by name, or by what their names begin with. All else is closed to auditors, so that a
# page added later is closed until someone decides otherwise.
AUDITORS_READ = (
    "landing",
    "home",
    "learn:",
    "proof:",
    "transparency:",
    "public_keys",
    "healthz",
    "readyz",
    "jsi18n",
    "account_",
    "mfa_",
    "theme",
    "notifications",
)
# Their own sign-in and how pages look to them.
AUDITORS_WRITE = ("account_", "mfa_", "theme")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class AuditorsRead:
    """Lets auditors read what is for them or for everyone, and change nothing."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Raise PermissionDenied for an auditor at any other door."""
        match = request.resolver_match
        name = match.view_name if match else ""
        if request.method in SAFE_METHODS:
            is_open = name.startswith(AUDITORS_READ) or _is_public(view)
        else:
            is_open = name.startswith(AUDITORS_WRITE)
        # Who asks is looked up last: an answer that doesn't depend on it can be kept by caches.
        if not is_open and getattr(request.user, "role", None) == User.Role.AUDITOR:
            raise PermissionDenied


def _is_public(view: Any) -> bool:
    """Say whether an API view answers strangers."""
    return bool(getattr(getattr(view, "cls", None), "public_read", False))
