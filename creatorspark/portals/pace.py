"""Pages that cost much are had so many times a minute, by the counters that the API goes by."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from creatorspark.core.api.throttles import WindowThrottle

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


def paced(
    throttle: type[WindowThrottle],
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], R]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Answer 429, with the seconds to wait, whoever asks more often than the throttle allows."""

    def around(
        view: Callable[Concatenate[HttpRequest, P], R],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            counter: Any = throttle()
            if counter.allow_request(request, None):
                return view(request, *args, **kwargs)
            response = render(request, "slower.html", status=429)
            response["Retry-After"] = str(max(1, round(counter.wait())))
            return response

        return inner

    return around
