"""TikTok's tokens: one for our own app (research), one for a person who connected (display)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from creatorspark.core.tiktok.errors import TikTokAnswerUnreadable
from creatorspark.core.tiktok.transport import Transport

TOKEN_PATH: Final = "/v2/oauth/token/"
EARLY: Final = timedelta(seconds=60)
"""A token is renewed this long before it ends, so that it doesn't end on the way."""


@dataclass(frozen=True, slots=True)
class UserTokens:
    """What TikTok gave for a person; the refresh token changes at every use."""

    open_id: str
    access_token: str
    refresh_token: str
    expires_at: datetime


class TokenStore(Protocol):
    """Keeps a person's tokens between runs."""

    def load(self) -> UserTokens | None:
        """Return the tokens kept, None where nobody connected."""

    def save(self, tokens: UserTokens) -> None:
        """Keep tokens, sealed."""


class TokenSource(Protocol):
    """Gives the token for the next request."""

    def token(self, *, renew: bool = False) -> str:
        """Return a token that works; `renew` after TikTok refused the last. Raises TikTokError."""


class ClientToken:
    """The app's own token, by client credentials; valid for two hours."""

    def __init__(self, transport: Transport, *, client_key: str, client_secret: str) -> None:
        self._transport = transport
        self._credentials = {"client_key": client_key, "client_secret": client_secret}
        self._token = ""
        self._ends: datetime | None = None

    def token(self, *, renew: bool = False) -> str:
        """Return the token, asked for when there is none or it is about to end."""
        now = self._transport.pace.now()
        if renew or self._ends is None or now >= self._ends - EARLY:
            answer = self._transport.call(
                "POST",
                TOKEN_PATH,
                form=self._credentials | {"grant_type": "client_credentials"},
            )
            self._token = _required(answer, "access_token")
            self._ends = now + timedelta(seconds=_seconds(answer))
        return self._token


class UserToken:
    """A person's token, renewed with the refresh token kept in a store."""

    def __init__(
        self, transport: Transport, *, client_key: str, client_secret: str, store: TokenStore
    ) -> None:
        self._transport = transport
        self._credentials = {"client_key": client_key, "client_secret": client_secret}
        self._store = store

    def connect(self, code: str, *, redirect_uri: str) -> UserTokens:
        """Trade the code a person brought back from TikTok for tokens, and keep them."""
        return self._ask(
            {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        )

    def token(self, *, renew: bool = False) -> str:
        """Return the token. Raises LookupError where nobody connected, TikTokError."""
        kept = self._store.load()
        if kept is None:
            raise LookupError("nobody has connected an account")
        if renew or self._transport.pace.now() >= kept.expires_at - EARLY:
            kept = self._ask({"grant_type": "refresh_token", "refresh_token": kept.refresh_token})
        return kept.access_token

    def _ask(self, grant: dict[str, str]) -> UserTokens:
        now = self._transport.pace.now()
        answer = self._transport.call("POST", TOKEN_PATH, form=self._credentials | grant)
        tokens = UserTokens(
            open_id=str(answer.get("open_id", "")),
            access_token=_required(answer, "access_token"),
            refresh_token=_required(answer, "refresh_token"),
            expires_at=now + timedelta(seconds=_seconds(answer)),
        )
        self._store.save(tokens)
        return tokens


def _required(answer: Mapping[str, Any], name: str) -> str:
    value = answer.get(name)
    if not isinstance(value, str) or not value:
        raise TikTokAnswerUnreadable("unreadable_answer", f"no {name}")
    return value


def _seconds(answer: Mapping[str, Any]) -> int:
    value = answer.get("expires_in")
    return value if isinstance(value, int) and value > 0 else 0
