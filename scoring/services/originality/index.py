"""Which stored videos are worth comparing with one: asked of an index that keeps up by itself.

Each process has its own. A small library is held in memory; a large one lies in volumes on disk
that all processes share, and only what came in since is held here. Either is made from the
database alone.
"""

import contextlib
from threading import Lock

from django.utils.translation import gettext as _

from scoring.domain.originality import VERSION
from scoring.domain.originality import Fingerprint as Print
from scoring.domain.originality.candidates import Candidate, VotingIndex
from scoring.services.locks import Report, silent
from scoring.services.originality import volumes
from scoring.services.originality.fingerprints import prints_after

# So many newer fingerprints are held in memory before they go to disk.
VOLUME = 500
# Another process may replace the list while we open what it named.
TRIES = 3


class IndexBusy(Exception):
    """Another process is writing volumes; the message is for a person."""


class LibraryIndex:
    """The candidates of all stored fingerprints of one version, by their numbers."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._listing: volumes.Listing | None = None
        self._votes = VotingIndex()
        self._last = 0
        self._held = 0

    @property
    def held(self) -> int:
        """How many fingerprints are in memory and not on disk."""
        return self._held

    @property
    def bytes(self) -> int:
        """Bytes of codes and tables, on disk and in memory."""
        return self._votes.bytes

    def candidates(self, query: Print, *, count: int) -> list[Candidate]:
        """Return up to twice `count` fingerprints by their numbers, the likest first.

        Everything committed before the call takes part.
        """
        with self._lock:
            self._keep_up()
            return self._votes.candidates(query, count=count)

    def keep_up(self, *, report: Report = silent) -> None:
        """Take in what was committed since; write volumes when there is enough for one."""
        with self._lock:
            self._keep_up(report=report)
        if self._held >= VOLUME:
            with contextlib.suppress(IndexBusy):
                write_volumes(report=report)

    def _keep_up(self, *, report: Report = silent) -> None:
        self._adopt()
        for number, content in prints_after(self._last):
            self._votes.add(number, content)
            self._last, self._held = number, self._held + 1
            if self._held % 100 == 0:
                report(_("Reading fingerprints"), done=self._held)

    def _adopt(self) -> None:
        """Take the volumes that are listed now; everything newer comes from the database."""
        for _attempt in range(TRIES):
            listed = volumes.listing()
            if listed == self._listing:
                return
            try:
                self._votes = volumes.load(listed.volumes)
            except (OSError, ValueError):
                continue
            self._listing, self._last, self._held = listed, listed.last, 0
            return
        # Torn by a crash of the machine: memory serves until they are written again.
        self._votes, self._listing, self._last, self._held = VotingIndex(), listed, 0, 0


def write_volumes(*, report: Report = silent, from_scratch: bool = False) -> int:
    """Put on disk what the database has and the volumes lack; return how many fingerprints.

    `from_scratch` throws the volumes away first. What a crash leaves half-written is never listed
    and goes with the next call. Raises IndexBusy while another process is at it.
    """
    with volumes.writing() as held:
        if not held:
            raise IndexBusy(_("Another process is writing the index; wait for it to end."))
        if from_scratch or not volumes.are_whole():
            volumes.discard()
        return _write(report)


def _write(report: Report) -> int:
    total, waiting, part = 0, 0, VotingIndex()
    last = start = volumes.listing().last
    for last, content in prints_after(start):
        part.add(last, content)
        total, waiting = total + 1, waiting + 1
        report(_("Indexing"), done=total)
        if waiting >= 8 * VOLUME:
            volumes.append(part, videos=waiting, last=last)
            waiting, part = 0, VotingIndex()
    if waiting:
        volumes.append(part, videos=waiting, last=last)
    return total


_indexes: dict[int, LibraryIndex] = {}


def library_index() -> LibraryIndex:
    """Return this process's index of the current version of fingerprints."""
    return _indexes.setdefault(VERSION, LibraryIndex())


def forget_index() -> None:
    """Let go of this process's index; the next search makes it again."""
    _indexes.clear()
