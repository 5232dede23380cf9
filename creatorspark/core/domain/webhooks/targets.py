"""Which addresses may be told something. Where a name leads is looked at when we connect."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final
from urllib.parse import SplitResult, urlsplit

from creatorspark.lib.addresses import is_numeric, is_public

LONGEST: Final = 500
HTTPS: Final = 443
# Below are mail, remote shells and the like, which never meant to hear from us.
FIRST_FREE_PORT: Final = 1024
INWARD_ENDINGS: Final = (".local", ".localhost", ".internal", ".lan", ".home.arpa", ".onion")

Place = tuple[str, int]


class Fault(StrEnum):
    """What is wrong with an address."""

    UNREADABLE = "unreadable"
    TOO_LONG = "too_long"
    NOT_HTTPS = "not_https"
    CREDENTIALS = "credentials"
    FRAGMENT = "fragment"
    PORT = "port"
    INWARD = "inward"


def fault_of(url: str, *, allowed: Collection[Place] = ()) -> Fault | None:
    """Say what is wrong with an address, if anything. `allowed` are test servers of this machine,
    which need neither HTTPS nor a public address.
    """
    if len(url) > LONGEST:
        return Fault.TOO_LONG
    parts = _split(url)
    if parts is None:
        return Fault.UNREADABLE
    if (parts.hostname, parts.port) in allowed:
        return None
    if parts.scheme != "https":
        return Fault.NOT_HTTPS
    if parts.username is not None or parts.password is not None:
        return Fault.CREDENTIALS
    if "#" in url:
        return Fault.FRAGMENT
    if (parts.port or HTTPS) != HTTPS and (parts.port or 0) < FIRST_FREE_PORT:
        return Fault.PORT
    return None if _may_be_public(parts.hostname or "") else Fault.INWARD


def _split(url: str) -> SplitResult | None:
    if not url.isascii() or any(letter <= " " or letter == "\x7f" for letter in url):
        return None
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0 and not _is_odd(parts)
    except ValueError:
        return None
    return parts if named and parts.scheme in {"http", "https"} else None


def _is_odd(parts: SplitResult) -> bool:
    """Say whether brackets hold something else than an address (“[v1.a]”)."""
    return "[" in parts.netloc and not is_numeric(parts.hostname)


def _may_be_public(host: str) -> bool:
    host = host.rstrip(".")
    if is_numeric(host):
        return is_public(host)
    return "." in host and not host.endswith(INWARD_ENDINGS) and not host[-1].isdigit()
