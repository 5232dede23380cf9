"""The views' common ground: who is asked first, and how often."""

import math
from typing import Any, NoReturn

from django.db.models import QuerySet
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework import mixins, status, views, viewsets
from rest_framework.exceptions import APIException, NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.problems import Problem

NUMBER = r"[0-9]{1,19}"


class Ordered(views.APIView):
    """Counts a request before it weighs it, so that failed sign-ins and refusals count too."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Negotiate, identify, count, then check permissions."""
        self.format_kwarg = None
        _refuse_unmeasured(request)
        chosen = self.perform_content_negotiation(request)
        request.accepted_renderer, request.accepted_media_type = chosen
        request.version, request.versioning_scheme = None, None
        try:
            self.perform_authentication(request)
        except APIException:
            self.check_throttles(request)
            raise
        self.check_throttles(request)
        self.check_permissions(request)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Keep answers out of every cache on the way: they are for one person."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        patch_vary_headers(response, ("Authorization", "Cookie"))
        return response

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Name the methods of this address in the header Allow."""
        return Response(status=status.HTTP_204_NO_CONTENT)

    def throttled(self, request: Request, wait: float | None) -> NoReturn:
        """Say when to come back."""
        seconds = max(1, math.ceil(wait or 0))
        detail = _("You asked more often than allowed. Nothing was changed; ask again in a moment.")
        raise Problem(
            "throttled",
            detail,
            status_code=status.HTTP_429_TOO_MANY_REQUESTS,
            headers={"Retry-After": str(seconds)},
        )


def _refuse_unmeasured(request: Request) -> None:
    """Refuse a body in chunks: the server would hand over an empty one instead."""
    if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
        raise Problem(
            "length-required",
            _("Send the header Content-Length. Nothing was read, and nothing was changed."),
            status_code=status.HTTP_411_LENGTH_REQUIRED,
        )


class ApiView(Ordered):
    """One address."""


class Resource(Ordered, viewsets.GenericViewSet):
    """A collection whose rows are those that the caller may know of.

    `scoped(user)` is the one place where object permissions are: what it leaves out answers 404.
    """

    lookup_value_regex = NUMBER
    tag: str
    model: Any

    def scoped(self, user: Any) -> QuerySet[Any]:
        """Return the rows that `user` may see."""
        raise LookupError(self.tag)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the caller's rows; the schema generator, which is nobody, gets none."""
        if getattr(self, "swagger_fake_view", False):
            return self.model.objects.none()
        return self.scoped(self.request.user)


class Readable(mixins.ListModelMixin, mixins.RetrieveModelMixin, Resource):
    """A collection to list and to look into."""


class Nowhere(ApiView):
    """Answers every address that isn't one."""

    public_read = True
    permission_classes = []
    schema = None

    def _refuse(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        raise NotFound

    get = post = put = patch = delete = _refuse
