"""How often a caller may ask: fixed windows counted atomically in the cache."""

import hashlib
import time
from collections.abc import Callable
from typing import Any, ClassVar

import structlog
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

from creatorspark.core.models import ApiToken

SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
BLIND_FOR = 5.0
log = structlog.get_logger(__name__)


def parse_rate(rate: str) -> tuple[int, int]:
    """Return requests and seconds of a rate such as “60/minute”. Raises ValueError for others."""
    allowed, _slash, period = rate.partition("/")
    if period not in SECONDS:
        raise ValueError(f"“{rate}” is not a rate; write for example 60/minute")
    return int(allowed), SECONDS[period]


class WindowThrottle(BaseThrottle):
    """Allows so many requests per window of the clock. A cache that is away lets all pass."""

    scope: str
    clock: Callable[[], float] = staticmethod(time.time)
    # A client of a dead cache tries for a second or two; one request in BLIND_FOR pays for that.
    blind_until: ClassVar[float] = 0.0

    def __init__(self) -> None:
        self._wait = 0.0

    def who(self, request: Request) -> str:
        """Return what is counted, or an empty text when this throttle doesn't apply."""
        raise LookupError(self.scope)

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the request and say whether it is within the rate."""
        who = self.who(request)
        rate = api_settings.DEFAULT_THROTTLE_RATES.get(self.scope)
        now = self.clock()
        if not who or not rate or now < WindowThrottle.blind_until:
            return True
        allowed, seconds = parse_rate(str(rate))
        window = int(now // seconds)
        self._wait = (window + 1) * seconds - now
        name = hashlib.sha256(who.encode()).hexdigest()[:32]
        try:
            return _count(f"throttle:{self.scope}:{name}:{window}", ttl=seconds) <= allowed
        except (RedisError, OSError):
            log.warning("api.throttle_blind", exc_info=True)
            WindowThrottle.blind_until = now + BLIND_FOR
            return True

    def wait(self) -> float:
        """Return the seconds until the window ends."""
        return self._wait


def _count(key: str, *, ttl: int) -> int:
    if cache.add(key, 1, timeout=ttl + 5):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it expired between the two calls
        cache.set(key, 1, timeout=ttl + 5)
        return 1


class AnonymousThrottle(WindowThrottle):
    """Counts strangers, failed sign-ins included, by address."""

    scope = "anonymous"

    def who(self, request: Request) -> str:
        """Return the address of a stranger."""
        user = getattr(request, "_user", None)
        if user is not None and user.is_authenticated:
            return ""
        return f"address:{self.get_ident(request)}"


class UserThrottle(WindowThrottle):
    """Counts a person, whatever tokens they use."""

    scope = "user"

    def who(self, request: Request) -> str:
        """Return the person."""
        return f"user:{request.user.pk}" if request.user.is_authenticated else ""


class TokenThrottle(WindowThrottle):
    """Counts one token, so that one machine gone wild leaves the others their share."""

    scope = "token"

    def who(self, request: Request) -> str:
        """Return the token."""
        return f"token:{request.auth.pk}" if isinstance(request.auth, ApiToken) else ""


class IngestThrottle(UserThrottle):
    """Counts bulk deliveries, each of which may hold many rows."""

    scope = "ingest"


class MatchingThrottle(UserThrottle):
    """Counts what holds every creator of a run against a brief, by pages and by the API alike."""

    scope = "matching"


class MatchingFileThrottle(UserThrottle):
    """Counts whole lists as files."""

    scope = "matching_file"
