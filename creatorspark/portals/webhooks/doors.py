"""Who may open these pages, and which endpoints are theirs."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from creatorspark.core.models import WebhookEndpoint
from creatorspark.core.webhooks import endpoints
from creatorspark.portals.roles import signed_in_as

FORM_LIVES_SECONDS = 24 * 3600
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_listeners(view: View[P]) -> View[P]:
    """Open a view to whoever there are events for; keep its answers out of every cache."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not endpoints.may_have(signed_in_as(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))


def own_endpoint(request: HttpRequest, endpoint_id: int) -> WebhookEndpoint:
    """Return an endpoint that the reader manages; another's doesn't exist."""
    return get_object_or_404(endpoints.endpoints_of(signed_in_as(request)), pk=endpoint_id)


def fresh_mark() -> str:
    """Return a mark that tells one copy of a form from another."""
    return secrets.token_urlsafe(12)


def is_first_time(request: HttpRequest, form: str) -> bool:
    """Whether this copy of the form wasn't sent before: reloading the answer sends it again."""
    once = request.POST.get("once", "")[:64]
    key = f"webhook-{form}:{signed_in_as(request).pk}:{once.encode().hex()}"
    return bool(cache.add(key, True, FORM_LIVES_SECONDS))
