"""The API's description for machines, and the same as a page for people."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.advice import ADVICE
from creatorspark.core.api.outline import outline
from creatorspark.core.api.views import ApiView
from creatorspark.core.services.tokens import MARK


@cache
def description(language: str) -> dict[str, Any]:
    """Return the OpenAPI document. The code can't change while it runs, so it is made once."""
    generator: Any = SchemaGenerator
    document: dict[str, Any] = generator().get_schema(request=None, public=True)
    return document


class Description(ApiView):
    """The OpenAPI document."""

    public_read = True
    renderer_classes = [JSONRenderer, OpenApiJsonRenderer]
    schema = None

    def get(self, request: Request) -> Response:
        """Return it."""
        return Response(description(get_language() or "en"))


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show every operation, what it takes and what it answers, without any script."""
    document = description(get_language() or "en")
    context = {
        "info": document["info"],
        "groups": outline(document),
        "problems": ADVICE,
        "limits": settings.API_LIMITS,
        "rates": settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"],
        "mark": MARK,
    }
    return render(request, "api/reference.html", context)
