"""One request to TikTok's API: sent at our pace, tried again where that may help."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import httpx

from creatorspark.core.tiktok.errors import (
    TikTokAnswerUnreadable,
    TikTokError,
    TikTokRateLimited,
    TikTokUnavailable,
)
from creatorspark.core.tiktok.pacing import Pace

ATTEMPTS: Final = 6
LONGEST_WAIT: Final = 120.0
"""Seconds we sleep for a rate limit; above that the caller is told when to come back."""
QUOTA_CODES: Final = frozenset({"daily_quota_limit_exceeded"})
TIMEOUT: Final = httpx.Timeout(20.0, connect=10.0)


class Transport:
    """Speaks HTTP with one TikTok host. Close it, or use it in a `with`."""

    def __init__(self, base_url: str, *, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        # Redirects are not followed: a token must not travel to another host.
        self._http = httpx.Client(base_url=base_url, timeout=TIMEOUT, follow_redirects=False)

    def __enter__(self) -> "Transport":
        return self

    def __exit__(self, *fault: object) -> None:
        self._http.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        token: str = "",
        params: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Return the answer's JSON object. Raises TikTokError and its kinds.

        Network faults, 5xx and 429 are tried again, at most `ATTEMPTS` times in all.
        """
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        failure: TikTokError = TikTokUnavailable("no_answer")
        for attempt in range(ATTEMPTS):
            self.pace.wait_for_turn(path)
            try:
                response = self._http.request(
                    method, path, params=params, json=body, data=form, headers=headers
                )
            except httpx.TransportError as fault:
                failure = TikTokUnavailable("no_answer", type(fault).__name__)
                self._pause(attempt)
                continue
            if response.status_code == 429:
                failure = self._rate_limited(response, attempt)
            elif response.status_code >= 500:
                failure = _unavailable(response)
                self._pause(attempt)
            else:
                return _opened(response)
        raise failure

    def _pause(self, attempt: int) -> None:
        if attempt < ATTEMPTS - 1:
            self.pace.back_off(attempt)

    def _rate_limited(self, response: httpx.Response, attempt: int) -> TikTokError:
        """Sleep as told and return what to raise if it was the last try; raise if too long."""
        code, message, log_id = _error_of(_object(response) or {})
        code = code or "rate_limit_exceeded"
        asked = self.pace.seconds_asked_for(response.headers.get("Retry-After"))
        now = self.pace.now()
        if code in QUOTA_CODES:
            # The quota is renewed at midnight UTC.
            midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
            raise TikTokRateLimited(code, message, retry_at=midnight, log_id=log_id)
        retry_at = now + timedelta(seconds=asked or 60)
        failure = TikTokRateLimited(code, message, retry_at=retry_at, log_id=log_id)
        if asked is not None and asked > LONGEST_WAIT:
            raise failure
        if asked is None:
            self._pause(attempt)
        elif attempt < ATTEMPTS - 1:
            self.pace.sleep(asked)
        return failure


def _opened(response: httpx.Response) -> dict[str, Any]:
    """Return the answer's object, or raise the error inside it."""
    answer = _object(response)
    if answer is None:
        raise TikTokAnswerUnreadable(
            "unreadable_answer", "not a JSON object", status=response.status_code
        )
    code, message, log_id = _error_of(answer)
    if code and code != "ok":
        raise TikTokError(code, message, status=response.status_code, log_id=log_id)
    if response.status_code >= 300:
        raise TikTokError(f"http_{response.status_code}", status=response.status_code)
    return answer


def _unavailable(response: httpx.Response) -> TikTokUnavailable:
    code, message, log_id = _error_of(_object(response) or {})
    return TikTokUnavailable(
        code or f"http_{response.status_code}",
        message,
        status=response.status_code,
        log_id=log_id,
    )


def _object(response: httpx.Response) -> dict[str, Any] | None:
    try:
        answer = response.json()
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _error_of(answer: dict[str, Any]) -> tuple[str, str, str]:
    """Return code, message and log id; OAuth writes its errors in another form."""
    error = answer.get("error")
    if isinstance(error, dict):
        return (
            str(error.get("code", "")),
            str(error.get("message", "")),
            str(error.get("log_id", "")),
        )
    if isinstance(error, str) and error:
        return error, str(answer.get("error_description", "")), str(answer.get("log_id", ""))
    return "", "", ""
