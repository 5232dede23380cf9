"""Who may open a page: strangers log in, other roles get the “not open to you” page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from creatorspark.core.models import User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in_as(request: HttpRequest) -> User:
    """Return the user behind a request that passed `login_required`."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def role_required(role: User.Role) -> Callable[[View[P]], View[P]]:
    """Open a view to one role only."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if signed_in_as(request).role != role:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return decorate
