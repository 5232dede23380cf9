"""What a token's scope, a session and a role allow. Which rows exist is up to the querysets."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from creatorspark.core.models import ApiToken, User

Scope = ApiToken.Scope
GRANTS: dict[str, frozenset[str]] = {
    Scope.READ: frozenset({Scope.READ}),
    Scope.WRITE: frozenset({Scope.READ, Scope.WRITE}),
    # A key that sends metrics reads nothing: leaked from a collector, it tells nobody anything.
    Scope.INGEST: frozenset({Scope.INGEST}),
}


def needed_scope(view: Any, method: str) -> str:
    """Return the scope a request to `view` needs; an action may name its own by `scope`."""
    if method in SAFE_METHODS:
        return str(Scope.READ)
    action = getattr(view, getattr(view, "action", None) or "", None)
    return str(getattr(action, "scope", None) or getattr(view, "scope", Scope.WRITE))


def needs(scope: str) -> Callable[[Any], Any]:
    """Name the scope that an action needs, where it isn't the usual one of its method."""

    def mark(handler: Any) -> Any:
        handler.scope = scope
        return handler

    return mark


class HasScope(BasePermission):
    """A signed-in person, or a token whose scope covers the method. `public_read` opens reading."""

    message: Any = None

    def has_permission(self, request: Request, view: Any) -> bool:
        """Say whether the caller may ask this at all."""
        if getattr(view, "public_read", False) and request.method in SAFE_METHODS:
            return True
        if not request.user.is_authenticated:
            return False
        token = request.auth
        needed = needed_scope(view, request.method or "GET")
        if not isinstance(token, ApiToken):
            return self._may_in_browser(request, needed)
        if needed in GRANTS.get(token.scope, frozenset()):
            return True
        self.message = _("This needs a token with the scope “%(needed)s”; yours has “%(has)s”.") % {
            "needed": needed,
            "has": token.scope,
        }
        return False

    def _may_in_browser(self, request: Request, needed: str) -> bool:
        """Creators don't deliver their own figures: points and money follow from them."""
        if needed == Scope.INGEST and not request.user.is_staff:
            self.message = _("Only staff, or a token made for it, can deliver metrics.")
            return False
        return True


class IsStaff(BasePermission):
    """Members of staff only."""

    message = _("Only staff can do this.")

    def has_permission(self, request: Request, view: Any) -> bool:
        """Say whether the caller is staff."""
        return bool(isinstance(request.user, User) and request.user.is_staff)


class IsBrowser(BasePermission):
    """A person in a browser: a leaked token must not make or revoke tokens."""

    message = _("Tokens are managed in the browser, not with a token.")

    def has_permission(self, request: Request, view: Any) -> bool:
        """Say whether the caller signed in with a session."""
        return request.auth is None
