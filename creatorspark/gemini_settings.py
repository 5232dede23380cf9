"""Settings of Gemini, a model elsewhere that may be asked for its opinion. Off without a key."""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

HOME = "https://generativelanguage.googleapis.com"
PIECES = frozenset({"file", "caption"})
ASKED = frozenset({"creator", "terms"})
OURSELVES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GeminiSettings:
    """`sends` is what may leave the house; `consent` whether each creator is asked first.

    `daily_asks` and `daily_seconds` (of video) bound a day in UTC. `patience` is how long the
    service may take to prepare a file, `answer_seconds` how long one answer is waited for.
    """

    key: str = field(default="", repr=False)
    url: str = HOME
    model: str = "gemini-3.8-flash"
    sends: frozenset[str] = PIECES
    consent: str = "creator"
    daily_asks: int = 50
    daily_seconds: int = 3_000
    patience: timedelta = timedelta(minutes=15)
    answer_seconds: float = 120.0

    @property
    def is_on(self) -> bool:
        """Whether anything can be asked at all."""
        return bool(self.key)


def read(env: Env) -> GeminiSettings:
    """Read the settings of the environment. Raises ImproperlyConfigured; see docs/gemini.md."""
    url = env.str("GEMINI_API_URL", default=HOME).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in OURSELVES:
        raise ImproperlyConfigured("GEMINI_API_URL must begin with https://: the key goes there.")
    sends = frozenset(env.list("GEMINI_SENDS", default=sorted(PIECES)))
    if not sends <= PIECES or "file" not in sends:
        raise ImproperlyConfigured("GEMINI_SENDS is “file” or “file,caption”.")
    consent = env.str("GEMINI_CONSENT", default="creator")
    if consent not in ASKED:
        raise ImproperlyConfigured("GEMINI_CONSENT is “creator” or “terms”.")
    return GeminiSettings(
        key=env.str("GEMINI_API_KEY", default=""),
        url=url,
        model=env.str("GEMINI_MODEL", default="gemini-3.8-flash"),
        sends=sends,
        consent=consent,
        daily_asks=env.int("GEMINI_DAILY_ASKS", default=50),
        daily_seconds=env.int("GEMINI_DAILY_SECONDS", default=3_000),
        patience=timedelta(seconds=env.int("GEMINI_PATIENCE", default=900)),
        answer_seconds=float(env.int("GEMINI_ANSWER_SECONDS", default=120)),
    )
