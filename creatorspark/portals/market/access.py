"""Who reads what creators show: people of a brand's team, asked anew each time, and staff."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from creatorspark.core.models import User
from creatorspark.portals.roles import signed_in_as
from marketplace import interface as marketplace

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_brands_and_staff(view: View[P]) -> View[P]:
    """Open a view to staff and to whoever is in a brand's team now."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        user = signed_in_as(request)
        in_a_team = user.role == User.Role.BRAND and marketplace.speaks_for_a_brand(user_id=user.pk)
        if user.role != User.Role.STAFF and not in_a_team:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)
