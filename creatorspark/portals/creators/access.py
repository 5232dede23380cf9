"""Who may open a creator's pages, and which creator that is."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from creatorspark.core.models import Creator, User
from creatorspark.portals.creators.claims import waiting_claims
from creatorspark.portals.roles import role_required, signed_in_as

P = ParamSpec("P")
CreatorView = Callable[Concatenate[HttpRequest, Creator, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def own_creator(user: User) -> Creator | None:
    """Return the profile that an account is connected to, if any."""
    return Creator.objects.filter(user=user).first()


def for_creator(view: CreatorView[P]) -> View[P]:
    """Hand the reader's own profile to a view; without one, show how to connect it."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        user = signed_in_as(request)
        creator = own_creator(user)
        if creator is None:
            return render(request, "creators/unclaimed.html", {"pending": waiting_claims(user)})
        return view(request, creator, *args, **kwargs)

    return role_required(User.Role.CREATOR)(guarded)
