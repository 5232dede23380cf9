"""Taking in events: read, made small, and written, each once however often it comes."""

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Final

import numpy as np
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, Video
from creatorspark.lib.distinct import distinct
from creatorspark.lib.pgcopy import microseconds, moment
from fraud.domain.keyed import KEY_BYTES
from fraud.domain.minimising import LONGEST_AGENT, hasher, origin_of
from fraud.domain.shrinking import Columns, Known, Memory, Names, Shrinker, network_of, shrink
from fraud.domain.wire import Fault, Piece, read
from fraud.models import EventSource, Referrer, UserAgent
from fraud.services.events import partitions
from fraud.services.events.interning import NEW_AT_ONCE, Interned, numbers_of
from fraud.services.events.storing import write_columns

CLOCK_SLACK: Final = timedelta(hours=1)
FRESH: Final = timedelta(days=2)
_HOUR: Final = 3_600_000_000


class Busy(Exception):
    """The house can't take more now; come again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(_("There is more work waiting than can be done. Come again soon."))
        self.seconds = seconds


class Scattered(Exception):
    """A call touches so many old hours that summing them again would keep everybody waiting."""

    def __init__(self, hours: int) -> None:
        super().__init__(
            _(
                "A call holds events of at most %(most)d different hours that are older than two "
                "days; this one has %(hours)d. Nothing was kept. Send older events in the order of "
                "time, or from a file."
            )
            % {"most": settings.EVENT_OLD_HOURS, "hours": hours}
        )


def source_of(name: str, *, platform: str) -> str:
    """Return whose ids a collector's are. Tokens come and go; what they deliver for stays."""
    return f"{platform}:{name}"


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """What became of a delivery: counts of lines, and why those were left out that were."""

    accepted: int = 0
    duplicates: int = 0
    faults: tuple[Fault, ...] = field(default=())

    def __add__(self, other: "Delivered") -> "Delivered":
        return Delivered(
            accepted=self.accepted + other.accepted,
            duplicates=self.duplicates + other.duplicates,
            faults=self.faults + other.faults,
        )


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Lines that were read but not stored: the events they hold, and the faults of the others."""

    pieces: Sequence[Piece]
    faults: Sequence[Fault]


def unpack(body: bytes, *, now: datetime) -> Delivery:
    """Read lines without touching the database, so that it can be done while others are stored."""
    with _no_collecting():
        pieces, faults = read(body, earliest=partitions.earliest(now=now), latest=now + CLOCK_SLACK)
    return Delivery(pieces=pieces, faults=faults)


def take_in(
    body: bytes, *, source: str, platform: str, now: datetime, patient: bool = False
) -> Delivered:
    """Store the good lines of a body in one transaction and name the faults of the others.

    Raises Busy when the same source is delivering already, or its sums are far behind, and
    Scattered for too many old hours. The `patient` wait for their turn and don't mind the others.
    """
    delivery = unpack(body, now=now)
    if not patient:
        _refuse_scattered(delivery, now=now)
    return store(delivery, source=source, platform=platform, patient=patient)


def store(delivery: Delivery, *, source: str, platform: str, patient: bool = False) -> Delivered:
    """Store what was unpacked; see `take_in`."""
    faults = [*delivery.faults]
    size = written = 0
    with _no_collecting(), transaction.atomic():
        _take_turn(source, patient=patient)
        if delivery.pieces:
            rows, wrong = _rows(delivery.pieces, source=source, platform=platform)
            faults += wrong
            size, written = len(rows["at"]), write_columns(rows)
    return Delivered(
        accepted=written,
        duplicates=size - written,
        faults=tuple(sorted(faults, key=attrgetter("line"))),
    )


def _refuse_scattered(delivery: Delivery, *, now: datetime) -> None:
    limit = microseconds(now - FRESH)
    old = [distinct(piece.at[piece.at < limit] // _HOUR) for piece in delivery.pieces]
    hours = len(distinct(np.concatenate(old))) if old else 0
    if hours > settings.EVENT_OLD_HOURS:
        raise Scattered(hours)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Keep Python from looking for garbage among rows that all live until the end of the batch.

    Looking takes half of the time. Whoever came first turns it on again.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _rows(pieces: Sequence[Piece], *, source: str, platform: str) -> tuple[Columns, list[Fault]]:
    """Return all good rows as they are written, and the faults of the others."""
    names = _names(pieces, platform=platform)
    number = EventSource.objects.get_or_create(name=source)[0].pk
    shrinker = _shrinker(settings.EVENT_SECRET, source)
    shrinker.forget()
    shrunk = [shrink(piece, names=names, shrinker=shrinker) for piece in pieces]
    rows = {name: np.concatenate([columns[name] for columns, _ in shrunk]) for name in shrunk[0][0]}
    rows["source_id"] = np.full(len(rows["at"]), number)
    return rows, [fault for _, faults in shrunk for fault in faults]


@lru_cache(maxsize=2)
def _people(secret: str) -> tuple[Memory, Memory]:
    return Memory(hasher(_drawn(secret, b"creatorspark.events.1", 32))), Memory(network_of)


@lru_cache(maxsize=64)
def _shrinker(secret: str, source: str) -> Shrinker:
    people, networks = _people(secret)
    key = _drawn(secret, b"creatorspark.event ids.2." + source.encode(), KEY_BYTES)
    return Shrinker(people=people, networks=networks, id_key=key)


def _drawn(secret: str, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose).derive(secret.encode())


def _take_turn(source: str, *, patient: bool) -> None:
    """Let one delivery of a source write at a time, so that none waits for another's rows."""
    key = f"events:{source}"
    with connection.cursor() as cursor:
        if patient:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])
            return
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [key])
        if not cursor.fetchone()[0]:
            raise Busy(1)
        # What another source brought is no reason to send this one away.
        cursor.execute(
            "SELECT count(*) FROM fraud_stalehour WHERE source_id = "
            "(SELECT id FROM fraud_eventsource WHERE name = %s)",
            [source],
        )
        if cursor.fetchone()[0] > settings.EVENT_BACKLOG_HOURS:
            raise Busy(30)


def _names(pieces: Sequence[Piece], *, platform: str) -> Names:
    """Ask for our numbers of all that the events name, storing new clients and hosts."""
    videos = Video.objects.filter(
        platform=platform, external_id__in=_different(pieces, "video")
    ).values_list("external_id", "creator_id", "pk")
    rows = [*videos]
    month = moment(max(int(piece.at.max()) for piece in pieces)).date()
    creators: dict[str, int] = {}
    if named := _different(pieces, "creator"):
        found = Creator.objects.filter(platform=platform, external_id__in=named)
        creators = dict(found.values_list("external_id", "pk"))
    return Names(
        video=Known({name: video for name, _creator, video in rows}),
        owner={video: creator for _name, creator, video in rows},
        creator=Known(creators),
        agent=_interned(UserAgent, _different(pieces, "user_agent"), _shortened, month=month),
        referrer=_interned(Referrer, _different(pieces, "referrer"), origin_of, month=month),
    )


def _different(pieces: Iterable[Piece], name: str) -> set[str]:
    found: set[str] = set()
    for piece in pieces:
        found.update(text for text in piece.shared[name].texts if text)
    return found


def _interned(
    table: Interned, texts: set[str], shown: Callable[[str], str], *, month: date
) -> Known:
    kept = {text: shown(text) for text in texts}
    numbers: dict[str, int] = {}
    if kept:
        numbers = numbers_of(table, kept.values(), month=month, most=NEW_AT_ONCE)
    return Known({text: numbers[short] for text, short in kept.items()})


def _shortened(agent: str) -> str:
    return agent[:LONGEST_AGENT]


def tally(faults: Sequence[Fault]) -> dict[str, int]:
    """Return how often each fault occurred, the most frequent first."""
    counts = Counter(f"{fault.field or 'line'}: {fault.code}" for fault in faults)
    return dict(counts.most_common())
