"""What pages know of a file of creators or brands on its way in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class CellFacts:
    """One value: as it stood, as it was understood ("" for not known), and what was odd."""

    label: str
    given: str
    cleaned: str
    problems: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        """Whether what was understood reads otherwise than what stood there."""
        return _bare(self.given) != _bare(self.cleaned)


@dataclass(frozen=True, kw_only=True)
class MarketRow:
    """One row of a file; `problems` are those of the row as a whole."""

    line: int
    name: str
    state: str
    state_label: str
    cells: tuple[CellFacts, ...]
    problems: tuple[str, ...]

    @property
    def to_look_at(self) -> int:
        """How many things are odd about it."""
        return len(self.problems) + sum(len(cell.problems) for cell in self.cells)


@dataclass(frozen=True, kw_only=True)
class FieldFacts:
    """A field and the column it is read from, "" for none."""

    field: str
    label: str
    column: str


@dataclass(frozen=True, kw_only=True)
class PreviewFacts:
    """The look at an uploaded file: its first rows as they would be read."""

    size: int
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    unused: tuple[str, ...]
    fields: tuple[FieldFacts, ...]
    rows: tuple[MarketRow, ...]
    rows_seen: int
    rows_good: int
    rows_noted: int
    is_whole_file: bool
    is_readable: bool


@dataclass(frozen=True, kw_only=True)
class JobFacts:
    """How far the worker is; percent 0 to 100."""

    state: str
    stage: str
    percent: int
    error: str

    @property
    def is_active(self) -> bool:
        """Whether it waits or runs."""
        return self.state in {"queued", "running"}


@dataclass(frozen=True, kw_only=True)
class ImportFacts:
    """One file and how it stands."""

    import_id: int
    kind: str
    kind_label: str
    state: str
    state_label: str
    file_name: str
    actor: str
    created_at: datetime
    error: str
    rows_read: int
    rows_added: int
    rows_updated: int
    rows_unchanged: int
    rows_rejected: int
    rows_noted: int
    mapping: Mapping[str, str]
    options: Mapping[str, Any]
    job: JobFacts | None
    preview: PreviewFacts | None

    @property
    def is_under_way(self) -> bool:
        """Whether a worker has it or will."""
        return self.state == "confirmed" and self.job is not None and self.job.is_active

    @property
    def can_retry(self) -> bool:
        """Whether its worker gave up."""
        return self.state == "confirmed" and self.job is not None and not self.job.is_active


def _bare(text: str) -> str:
    """Return letters and digits only: 1,200 reads like 1200, and @Ada like ada."""
    return "".join(sign for sign in text.lower() if sign.isalnum())
