"""What is kept of a person in an event: hashes that only our salt repeats, and prefixes. Pure."""

import re
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final
from urllib.parse import urlsplit

from disposable_email_domains import blocklist

DISPOSABLE: Final = 1
HOSTING: Final = 2
ONLY_LINKS: Final = 4
_VARIES: Final = re.compile(r"[\d\W_]+")
_DIGITS: Final = re.compile(r"\d+")
_LINK: Final = re.compile(
    r"(?:https?://|www\.)\S+|\S+\.(?:com|net|org|ru|xyz|top|shop|link)(?:[/:?#]\S*|(?!\w))"
)
LONGEST_AGENT: Final = 1_000


def hasher(salt: bytes) -> Callable[[str], int]:
    """Return a function from an id to 63 bits that nobody without the salt can make. "" gives 0."""
    salted = blake2b(digest_size=8, key=salt)

    def hashed(text: str) -> int:
        if not text:
            return 0
        state = salted.copy()
        state.update(text.encode())
        return (int.from_bytes(state.digest(), "big") >> 1) or 1

    return hashed


@lru_cache(maxsize=1 << 16)
def prefix_of(address: str) -> int:
    """Return an address's first 24 bits, or 48 of an IPv6 one, as a number; 0 when there is none.

    ValueError when it isn't an address.
    """
    if not address:
        return 0
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if isinstance(parsed, IPv4Address):
        return (int(parsed) >> 8) + (1 << 48)
    return (int(parsed) >> 80) + (1 << 49)


@lru_cache(maxsize=1 << 14)
def origin_of(referrer: str) -> str:
    """Return scheme and host of a referrer, which is all that is kept, or what is no address."""
    if not referrer:
        return ""
    try:
        parts = urlsplit(referrer)
    except ValueError:
        return referrer[:100]
    if not parts.netloc:
        return referrer[:100]
    return f"{parts.scheme}://{parts.netloc.lower()}/"[:300]


def stem_of(text: str) -> str:
    """Return a name or comment without digits, links, signs and capitals: its template."""
    return _VARIES.sub("", _LINK.sub("", text).casefold())


def template_of(comment: str) -> str:
    """Return a comment's template; of one without letters, its signs, each number written as 0.

    "" for a comment that says nothing, or nothing but addresses.
    """
    words = stem_of(comment)
    return words or _DIGITS.sub("0", "".join(_LINK.sub("", comment).split()))


def only_links(text: str) -> bool:
    """Say whether a comment says nothing but addresses, of which it has one at least."""
    said, links = _LINK.subn("", text)
    return bool(links) and not _VARIES.sub("", said)


def is_disposable(mail_domain: str) -> bool:
    """Say whether mail to this host is thrown away."""
    labels = mail_domain.casefold().strip().rpartition("@")[2].split(".")
    return any(".".join(labels[place:]) in blocklist for place in range(len(labels) - 1))
