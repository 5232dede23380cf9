"""`Idempotency-Key` on writes: the same request twice does one thing and gets one answer."""

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.problems import Problem
from creatorspark.core.services import idempotency
from creatorspark.lib.canonical import sha256_of

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_HEADERS = ("Location",)
KEY = re.compile(r"[\x21-\x7e]{1,255}")

Handler = Callable[..., Response]


def idempotent(
    *, required: bool = False, secret_fields: tuple[str, ...] = ()
) -> Callable[[Handler], Handler]:
    """Make a view's write safe to repeat under one key.

    The act and its answer share one transaction. Only successes are kept: a refusal changed
    nothing, so asking again is asking afresh. `secret_fields` are blank when the answer is given
    again, because what is shown once is not stored.
    """

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        def wrapped(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
            key = read_key(request, required=required)
            if key is None:
                return handler(view, request, *args, **kwargs)
            claim = idempotency.Claim(
                user=caller(request), key=key, request_digest=_digest_of(request)
            )
            with transaction.atomic():
                answer = _claim(claim)
                if answer is not None:
                    return _replay(answer)
                response = handler(view, request, *args, **kwargs)
                if status.is_success(response.status_code):
                    _keep(claim, request=request, response=response, secrets=secret_fields)
            return response

        wrapped.idempotency = "required" if required else "optional"  # type: ignore[attr-defined]
        return wrapped

    return decorate


def read_key(request: Request, *, required: bool) -> str | None:
    """Return the key of a request. Raises a problem for a missing or unusable one."""
    key = request.headers.get(HEADER)
    if key is None:
        if required:
            raise Problem(
                "key-required",
                _(
                    "This moves points or money, so it needs the header %(header)s: a text of "
                    "your own (a UUID is good) that you repeat when you retry. Nothing was changed."
                )
                % {"header": HEADER},
                status_code=400,
            )
        return None
    if not KEY.fullmatch(key):
        raise Problem(
            "key-invalid",
            _("The header %(header)s holds 1 to 255 visible ASCII characters.")
            % {"header": HEADER},
            status_code=400,
        )
    return key


def _digest_of(request: Request) -> str:
    body = request.data
    if isinstance(body, QueryDict):
        body = {name: [_plain(value) for value in body.getlist(name)] for name in body}
    return sha256_of({"method": request.method, "path": request.path, "body": body})


def _plain(value: Any) -> Any:
    """Stand for an uploaded file by its bytes."""
    if not isinstance(value, UploadedFile):
        return value
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return {"file": digest.hexdigest()}


def _claim(claim: idempotency.Claim) -> idempotency.Answer | None:
    try:
        return idempotency.claim(claim)
    except idempotency.InProgress as error:
        raise Problem(
            "in-progress",
            _("A request with this key is still being answered. Ask again in a second."),
            status_code=409,
            headers={"Retry-After": "1"},
        ) from error
    except idempotency.KeyReused as error:
        raise Problem(
            "key-reused",
            _("You used this key for another request. Nothing was changed; take a new key."),
            status_code=422,
        ) from error


def _replay(answer: idempotency.Answer) -> Response:
    body = json.loads(answer.text) if answer.text else None
    headers = answer.headers | {REPLAYED: "true"}
    return Response(body, status=answer.status_code, headers=headers)


def _keep(
    claim: idempotency.Claim, *, request: Request, response: Response, secrets: tuple[str, ...]
) -> None:
    data = response.data
    if secrets and isinstance(data, dict):
        data = data | dict.fromkeys(secrets)
    answer = idempotency.Answer(
        status_code=response.status_code,
        text="" if data is None else JSONRenderer().render(data).decode(),
        headers={name: response[name] for name in KEPT_HEADERS if name in response},
    )
    idempotency.keep(
        claim,
        answer=answer,
        method=request.method or "",
        path=request.path,
        now=timezone.now(),
    )
