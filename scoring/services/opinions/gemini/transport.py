"""One HTTP request to Gemini: the key in a header, bounded in size and time, faults told apart."""

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import httpx

LARGEST_ANSWER: Final = 1024 * 1024
CONNECT_SECONDS: Final = 10.0
LONGEST_PAUSE: Final = timedelta(hours=6)
TRIES: Final = 3
FIRST_PAUSE: Final = 0.5
SECONDS: Final = re.compile(r"(\d{1,6}(?:\.\d{1,9})?)s")


class GeminiError(Exception):
    """Gemini said no. `status` is HTTP's, 0 where nothing came."""

    def __init__(self, message: str, *, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class GeminiNoAnswer(GeminiError):
    """No answer, not in time, or a fault of the server's: another try may help."""


class GeminiBusy(GeminiError):
    """Too many questions; `after` is what the service asks us to wait."""

    def __init__(self, message: str, *, after: timedelta) -> None:
        super().__init__(message, status=429)
        self.after = after


class GeminiKeyRefused(GeminiError):
    """The key isn't accepted, or may not do this."""


class GeminiRequestRefused(GeminiError):
    """The request isn't accepted; the same one again won't be either."""


class GeminiProtocolError(GeminiError):
    """The answer isn't what the protocol promises."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that says yes: its headers and its body as it came."""

    headers: Mapping[str, str]
    body: bytes

    def as_object(self) -> dict[str, Any]:
        """Return the body's JSON object. Raises GeminiProtocolError."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise GeminiProtocolError("not JSON", status=200) from error
        if not isinstance(found, dict):
            raise GeminiProtocolError("not an object", status=200)
        return found


class Transport:
    """Speaks HTTP with one host and no other. Use it in a `with`."""

    def __init__(
        self,
        base_url: str,
        *,
        key: str,
        seconds: float,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._base = httpx.URL(base_url)
        self._seconds, self._sleep, self._clock = seconds, sleep, clock
        # Redirects aren't followed: the key must not travel to another host.
        self._http = httpx.Client(
            headers={"x-goog-api-key": key},
            timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
            follow_redirects=False,
        )

    def __enter__(self) -> "Transport":
        return self

    def __exit__(self, *fault: object) -> None:
        self._http.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        content: bytes | None = None,
    ) -> Reply:
        """Send once. `path` may be an address that the service gave us, on its own host only.

        Raises GeminiError and its kinds.
        """
        try:
            return self._read(
                self._http.build_request(
                    method, self._address(path), headers=headers, json=body, content=content
                )
            )
        except httpx.HTTPError as fault:
            raise GeminiNoAnswer(type(fault).__name__) from fault

    def insist(self, method: str, path: str, **given: Any) -> Reply:
        """Send what may be sent again, a few times if nothing comes. Raises GeminiError."""
        for tried in range(1, TRIES):
            try:
                return self.send(method, path, **given)
            except GeminiNoAnswer:
                self._sleep(FIRST_PAUSE * 2**tried)
        return self.send(method, path, **given)

    def _address(self, path: str) -> httpx.URL:
        address = self._base.join(path)
        if (address.scheme, address.host, address.port) != (
            self._base.scheme,
            self._base.host,
            self._base.port,
        ):
            raise GeminiProtocolError("an address on another host")
        return address

    def _read(self, request: httpx.Request) -> Reply:
        """Read an answer up to a size and a moment: one byte now and then isn't an answer."""
        until = self._clock() + self._seconds
        response = self._http.send(request, stream=True)
        try:
            body = bytearray()
            for piece in response.iter_bytes():
                body += piece
                if len(body) > LARGEST_ANSWER:
                    raise GeminiProtocolError("too large", status=response.status_code)
                if self._clock() > until:
                    raise GeminiNoAnswer("too slow", status=response.status_code)
        finally:
            response.close()
        if response.status_code != 200:
            raise _fault(response, bytes(body))
        return Reply(response.headers, bytes(body))


def _fault(response: httpx.Response, body: bytes) -> GeminiError:
    status = response.status_code
    error = _error_of(body)
    message = f"{status} {error.get('status', '')}".strip()
    if status == 429:
        return GeminiBusy(message, after=_asked_pause(response, error))
    if status >= 500 or status == 408:
        return GeminiNoAnswer(message, status=status)
    if status in (401, 403) or "API_KEY_INVALID" in _reasons(error):
        return GeminiKeyRefused(message, status=status)
    if status >= 400:
        return GeminiRequestRefused(message, status=status)
    return GeminiProtocolError(message, status=status)


def _error_of(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    error = found.get("error") if isinstance(found, dict) else None
    return error if isinstance(error, dict) else {}


def _details(error: Mapping[str, Any]) -> list[dict[str, Any]]:
    details = error.get("details")
    return [one for one in details if isinstance(one, dict)] if isinstance(details, list) else []


def _reasons(error: Mapping[str, Any]) -> set[str]:
    return {str(one.get("reason", "")) for one in _details(error)}


def _asked_pause(response: httpx.Response, error: Mapping[str, Any]) -> timedelta:
    """Return the wait that the header or the error's RetryInfo asks for, within reason."""
    said = [f"{response.headers.get('Retry-After', '')}s"]
    said += [str(one.get("retryDelay", "")) for one in _details(error)]
    seconds = [float(found[1]) for one in said if (found := SECONDS.fullmatch(one))]
    return min(timedelta(seconds=max(seconds, default=0.0)), LONGEST_PAUSE)
