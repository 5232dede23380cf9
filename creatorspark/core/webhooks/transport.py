"""One signed POST to somebody else's address: public addresses only, no redirects, soon over."""

import socket
import ssl
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from types import TracebackType
from typing import Any, Final

import httpcore
import httpx

from creatorspark.core.domain.webhooks.targets import Place
from creatorspark.lib.addresses import is_public

CONNECT_SECONDS: Final = 5.0
WHOLE_SECONDS: Final = 10.0
MOST_READ: Final = 64 * 1024
LONGEST_NUMBER: Final = 6


class Trouble(StrEnum):
    """Why there was no answer."""

    NOT_PUBLIC = "not_public"
    NAME = "name"
    CONNECTION = "connection"
    TLS = "tls"
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"
    SECRET = "secret"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came of a try: a status, or the trouble instead."""

    status: int | None
    trouble: Trouble | None
    took: timedelta
    retry_after: int | None = None

    @property
    def taken(self) -> bool:
        """Whether the other side has the message."""
        return self.status is not None and 200 <= self.status < 300


class NotPublic(Exception):
    """The name leads to an address that is not on the public network."""


class NoSuchName(Exception):
    """The name leads nowhere."""


class Sender:
    """Posts to one endpoint; keeps its connection from message to message. Use it in a `with`."""

    def __init__(self, *, allowed: Collection[Place] = ()) -> None:
        self._network = PublicNetwork(allowed=allowed)
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trust(), network_backend=self._network, max_connections=1
        )

    def __enter__(self) -> "Sender":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.close()

    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send it once and say what came of it. Raises nothing that the other side can cause."""
        began = time.monotonic()
        self._network.until = began + WHOLE_SECONDS
        status, trouble, retry_after = None, None, None
        try:
            status, retry_after = self._posted(url, headers, body)
        except NotPublic:
            trouble = Trouble.NOT_PUBLIC
        except NoSuchName:
            trouble = Trouble.NAME
        except httpcore.TimeoutException:
            trouble = Trouble.TIMEOUT
        except httpcore.NetworkError as fault:
            trouble = Trouble.TLS if _is_tls(fault) else Trouble.CONNECTION
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, ValueError):
            trouble = Trouble.PROTOCOL
        took = timedelta(seconds=time.monotonic() - began)
        return Answer(status=status, trouble=trouble, took=took, retry_after=retry_after)

    def _posted(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, int | None]:
        timeouts = {
            "connect": CONNECT_SECONDS,
            "read": WHOLE_SECONDS,
            "write": WHOLE_SECONDS,
            "pool": WHOLE_SECONDS,
        }
        sent: list[tuple[bytes | str, bytes | str]] = [
            *headers.items(),
            ("host", _authority(url)),
            ("content-length", str(len(body))),
        ]
        with self._pool.stream(
            "POST", url, headers=sent, content=body, extensions={"timeout": timeouts}
        ) as response:
            status, asked = response.status, _retry_after(response.headers)
            _drain(response)
        return status, asked


def _drain(response: httpcore.Response) -> None:
    """Read a short answer, so that the connection can be used again; nobody looks at it.

    The status says what we came for: what goes wrong after it changes nothing.
    """
    read = 0
    try:
        for piece in response.iter_stream():
            read += len(piece)
            if read > MOST_READ:
                return
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
        return


def _authority(url: str) -> str:
    return httpx.URL(url).netloc.decode("ascii")


def _retry_after(headers: Iterable[tuple[bytes, bytes]]) -> int | None:
    """Return the seconds that the other side asked for; dates are not worth a parser here."""
    for name, value in headers:
        if name.lower() == b"retry-after" and value.isdigit() and len(value) <= LONGEST_NUMBER:
            return int(value)
    return None


def _is_tls(fault: BaseException) -> bool:
    cause: BaseException | None = fault
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


@cache
def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context()


class PublicNetwork(httpcore.NetworkBackend):
    """Connects to public addresses only, and to the very address that was looked at.

    A name is resolved once, here; one inward address among the answers spoils them all, and what
    it says a moment later no longer matters. `until` (monotonic) ends the whole exchange, however
    slowly the other side talks.
    """

    def __init__(self, *, allowed: Collection[Place]) -> None:
        self.allowed = frozenset(allowed)
        self.until = 0.0
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a name that answers. Raises NotPublic, NoSuchName."""
        failure: Exception = NoSuchName(host)
        for address in self._addresses(host, port):
            seconds = min(timeout or CONNECT_SECONDS, self._left())
            try:
                stream = self._sockets.connect_tcp(
                    address, port, timeout=seconds, socket_options=socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return Hurried(stream, self)
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NoSuchName(host) from error
        addresses = list(dict.fromkeys(str(place[0]) for *_kind, place in found))
        for address in addresses:
            if (address, port) not in self.allowed and not is_public(address):
                raise NotPublic(address)
        return addresses

    def _left(self) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore.ConnectTimeout
        return left

    def seconds_left(self, asked: float | None) -> float:
        """Return how long one step of an exchange may take. Raises ReadTimeout when it is over."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if asked is None else min(asked, left)


class Hurried(httpcore.NetworkStream):
    """A connection on which all steps together take no longer than the network allows."""

    def __init__(self, stream: httpcore.NetworkStream, network: PublicNetwork) -> None:
        self._stream = stream
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read some bytes."""
        return self._stream.read(max_bytes, self._network.seconds_left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        self._stream.write(buffer, self._network.seconds_left(timeout))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> "Hurried":
        """Go on encrypted, with the name that was asked for, not the number."""
        seconds = self._network.seconds_left(timeout)
        return Hurried(self._stream.start_tls(ssl_context, server_hostname, seconds), self._network)

    def get_extra_info(self, info: str) -> Any:
        """Return what is known about the connection."""
        return self._stream.get_extra_info(info)
