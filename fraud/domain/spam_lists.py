"""Lists of hosts known for false referrers, as others keep them: one host a line. Pure."""

from dataclasses import dataclass
from typing import Final

from fraud.domain.referrers import Source, classify, host_of

MOST_HOSTS: Final = 100_000


class ListError(ValueError):
    """The text is no list of hosts; the message is for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpamList:
    """Hosts in lower case, sorted, each once; `left_out` are lines with why they don't count."""

    hosts: tuple[str, ...]
    left_out: tuple[tuple[int, str], ...]


def read(text: str) -> SpamList:
    """Return the hosts of a list. Empty lines and what follows a # don't count.

    Platforms and search engines are left out, whoever lists them: their views would stop counting.
    Raises ListError when hardly anything is a host, as in a page that says something else.
    """
    hosts: set[str] = set()
    left_out: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        entry = line.partition("#")[0].strip().lower()
        if not entry:
            continue
        host = None if any(one in entry for one in "/ <>@") else host_of(entry)
        if not host:
            left_out.append((number, "not_a_host"))
        elif classify(host) in (Source.PLATFORM, Source.SEARCH):
            left_out.append((number, "platform"))
        else:
            hosts.add(host)
    if not hosts or len(left_out) > len(hosts):
        raise ListError("This is no list of hosts, one a line. The list in force stays as it is.")
    if len(hosts) > MOST_HOSTS:
        raise ListError(
            f"The list names more than {MOST_HOSTS} hosts. The list in force stays as it is."
        )
    return SpamList(hosts=tuple(sorted(hosts)), left_out=tuple(left_out))
