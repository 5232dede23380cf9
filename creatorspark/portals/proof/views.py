"""Keys, rules and the program by which anyone checks a statement. No login, for caches too."""

import hashlib
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from creatorspark.lib.canonical import canonical_json
from creatorspark.portals.proof.presenters import proof_page
from creatorspark.portals.proof.presenters import script as program
from rewards import interface as rewards

Response = TypeVar("Response", bound=HttpResponseBase)
MINUTES_5 = 300
HOUR = 3600


@require_safe
def proof(request: HttpRequest) -> HttpResponse:
    """Say in five steps how a stranger checks what somebody was paid."""
    return render(request, "proof/proof.html", {"page": proof_page()})


@require_safe
@cache_control(public=True, max_age=MINUTES_5)
def keys(request: HttpRequest) -> HttpResponse:
    """Publish the public half of every key that ever signed a statement."""
    body = canonical_json(rewards.public_keys_file())
    response = HttpResponse(body, content_type="application/json")
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return _for_everyone(response)


def _policies_version(_request: HttpRequest) -> str:
    return f'"{rewards.policies_file_version()}"'


@require_safe
@cache_control(public=True, max_age=MINUTES_5)
@condition(etag_func=_policies_version)
def policies(request: HttpRequest) -> HttpResponseBase:
    """Publish every pay and grade policy that was ever in force, with the frozen cohorts."""
    response = StreamingHttpResponse(rewards.policies_file(), content_type="application/json")
    return _for_everyone(response)


@require_safe
@cache_control(public=True, max_age=HOUR)
def script(request: HttpRequest) -> HttpResponse:
    """Hand out the program that checks statements."""
    response = HttpResponse(program().source, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify_statement.py"'
    response["ETag"] = f'"{program().sha256[:20]}"'
    return _for_everyone(response)


def _for_everyone(response: Response) -> Response:
    """Let pages of other sites read it: whoever checks needs no server of ours."""
    response["Access-Control-Allow-Origin"] = "*"
    return response
