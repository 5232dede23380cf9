"""Who is asking: a machine with a token, or a browser with a session."""

from copy import copy
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, UnsupportedMediaType
from rest_framework.request import Request

from creatorspark.core.api.problems import malformed
from creatorspark.core.models import ApiToken, User
from creatorspark.core.services import tokens

SECRET_PARAMETERS = frozenset({"access_token", "api_key", "apikey", "token"})


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer …`. Never in the address, because addresses are logged."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return the token and its user, or None when there is no token."""
        _refuse_secret_in_address(request)
        scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = tokens.authenticate(secret.strip(), now=timezone.now())
        if token is None:
            raise AuthenticationFailed(
                _("This token is unknown, expired or revoked. Make a new one on your profile.")
            )
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Tell a stranger how to prove who they are."""
        return 'Bearer realm="Creator Spark"'


def caller(request: Request) -> User:
    """Return the person who asks. For views that only signed-in people reach."""
    assert isinstance(request.user, User)
    return request.user


def token_of(request: Request) -> ApiToken | None:
    """Return the token that the request came with, None in a browser."""
    return request.auth if isinstance(request.auth, ApiToken) else None


def _refuse_secret_in_address(request: Request) -> None:
    named = SECRET_PARAMETERS.intersection(request.GET)
    if named or any(str(value).startswith(tokens.MARK) for value in request.GET.values()):
        raise malformed(
            _(
                "A token doesn’t belong in an address, where logs keep it. Send it in the header "
                "“Authorization: Bearer …”, and revoke the one you sent here."
            )
        )


class BrowserAuthentication(SessionAuthentication):
    """The portal's session; every unsafe request proves that it comes from our own pages."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """Return the user of the session, or None for a stranger."""
        found = super().authenticate(request)
        if found is not None:
            _check_second_factor(found[0])
        return found

    def enforce_csrf(self, request: Any) -> None:
        """Check the CSRF token, which must come in the header."""
        kind = request.content_type
        if kind and request.negotiator.select_parser(request, request.parsers) is None:
            raise UnsupportedMediaType(kind)
        # Django's check would read a whole form, files included, to look for a token in it.
        bodiless = copy(request._request)
        bodiless._post, bodiless._files = QueryDict(), MultiValueDict()
        super().enforce_csrf(bodiless)


def _check_second_factor(user: User) -> None:
    required = getattr(settings, "STAFF_SECOND_FACTOR", False)
    if required and user.is_staff and not is_mfa_enabled(user):
        raise PermissionDenied(_("Staff sign in with a second factor. Set one up first."))
