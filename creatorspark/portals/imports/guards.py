"""Who may bring in files, and how large they may be."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from creatorspark.core.importers import uploads
from creatorspark.core.importers.wording import fault_sentence
from creatorspark.core.models import User
from creatorspark.portals.roles import signed_in_as

FORM_OVERHEAD: Final = 64 * 1024
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def staff_only(view: View[P]) -> View[P]:
    """Strangers log in; for everyone but staff the page doesn't exist."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        user = signed_in_as(request)
        if not user.is_staff or user.role != User.Role.STAFF:
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)


def takes_file(*, index: str) -> Callable[[Callable[[HttpRequest], HttpResponse]], View[[]]]:
    """Guard a view that takes a staff member's file; `index` is where one too large is refused.

    It is refused by announced size, before a byte of the body is read; the CSRF check reads it.
    """

    def guard(view: Callable[[HttpRequest], HttpResponse]) -> View[[]]:
        checked = csrf_protect(view)

        @csrf_exempt
        @staff_only
        @require_POST
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            announced = int(request.META.get("CONTENT_LENGTH") or 0)
            if announced > settings.IMPORT_MAX_BYTES + FORM_OVERHEAD:
                messages.error(request, fault_sentence(uploads.too_large()))
                response = redirect(index)
                response["Connection"] = "close"
                return response
            return checked(request)

        return guarded

    return guard
