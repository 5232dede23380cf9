"""What fails before a view is reached answers API callers in JSON too."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from creatorspark.core.api.problems import KINDS, MEDIA_TYPE, TITLES, TYPE_BASE
from creatorspark.core.api.schema import VERSION_PREFIX


class ApiErrors:
    """Turns a page that reports an error under the API's addresses into a problem document."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < 400 or not request.path.startswith(VERSION_PREFIX):
            return response
        if response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
            return response
        kind = KINDS.get(response.status_code, "unexpected")
        document = {
            "type": f"{TYPE_BASE}{kind}",
            "title": str(TITLES[kind]),
            "status": response.status_code,
            "detail": HTTPStatus(response.status_code).phrase
            if response.status_code < 500
            else _("We did not expect this. Nothing half-done was kept."),
            "instance": request.path,
        }
        return JsonResponse(document, status=response.status_code, content_type=MEDIA_TYPE)
