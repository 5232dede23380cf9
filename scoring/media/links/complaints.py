"""From what yt-dlp complains about to what is wrong with a link."""

import re
from collections.abc import Iterator

from scoring.media.problems import Problem

# What platforms' pages say, in the words that yt-dlp passes on. The first that fits counts.
SAYINGS: tuple[tuple[str, Problem], ...] = (
    (r"not a bot|captcha|rate.?limit", Problem.LINK_BUSY),
    (r"private|log ?in|sign in|members-only|age-restricted|friends only", Problem.LINK_PRIVATE),
    (r"not available (in|from) your (country|location|region)|geo.?restrict", Problem.LINK_GEO),
    (r"blocked it in your country|uploader has not made this video available", Problem.LINK_GEO),
    (r"live event|premieres? (in|will)|not currently live|stream (is )?offline", Problem.LINK_LIVE),
    (r"unavailable|removed|deleted|does ?n.t exist|not found|no longer", Problem.LINK_GONE),
    (r"unsupported url|no video formats|no suitable extractor", Problem.LINK_UNSUPPORTED),
    (r"timed? ?out", Problem.LINK_SLOW),
    (r"name or service|resolve|getaddrinfo|unreachable|refused|reset by", Problem.NETWORK_DOWN),
)
STATUSES = {
    401: Problem.LINK_PRIVATE,
    403: Problem.LINK_PRIVATE,
    404: Problem.LINK_GONE,
    410: Problem.LINK_GONE,
    408: Problem.LINK_SLOW,
    429: Problem.LINK_BUSY,
    451: Problem.LINK_GEO,
}
SERVER_FAULT = 500


def problem_of(error: BaseException) -> Problem:
    """Name the problem behind an error of yt-dlp."""
    causes = list(_causes(error))
    if any(isinstance(cause, TimeoutError) for cause in causes):
        return Problem.LINK_SLOW
    for cause in causes:
        found = _by_kind(cause)
        if found is not None:
            return found
    words = " ".join(str(cause) for cause in causes).lower()
    for pattern, problem in SAYINGS:
        if re.search(pattern, words):
            return problem
    return Problem.LINK_UNREADABLE


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what lies beneath it, the deepest last."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        cause = waiting.pop(0)
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        carried = getattr(cause, "exc_info", None)
        waiting += [
            carried[1] if isinstance(carried, tuple) else None,
            getattr(cause, "cause", None),
            cause.__cause__,
            cause.__context__,
        ]


def _by_kind(cause: BaseException) -> Problem | None:
    from yt_dlp.networking.exceptions import HTTPError, IncompleteRead, TransportError
    from yt_dlp.utils import GeoRestrictedError, UnsupportedError, UserNotLive

    if isinstance(cause, HTTPError):
        if cause.redirect_loop:
            return Problem.LINK_UNREADABLE
        fallback = Problem.LINK_BUSY if cause.status >= SERVER_FAULT else None
        return STATUSES.get(cause.status, fallback)
    if isinstance(cause, GeoRestrictedError):
        return Problem.LINK_GEO
    if isinstance(cause, UnsupportedError):
        return Problem.LINK_UNSUPPORTED
    if isinstance(cause, UserNotLive):
        return Problem.LINK_LIVE
    if isinstance(cause, IncompleteRead | ConnectionError):
        return Problem.NETWORK_DOWN
    if isinstance(cause, TransportError):
        slow = re.search(r"timed? ?out", str(cause).lower())
        return Problem.LINK_SLOW if slow else Problem.NETWORK_DOWN
    return None
