"""Retention curves of many videos at once, for staff: a folder of exports, or one long CSV."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from creatorspark.core.models import User, Video
from scoring.models import RetentionCurve
from scoring.services.retention.giving import Giver, give_export
from scoring.services.retention.wording import RetentionRefused, gone

NAMES = ("video", "external_id", "video id", "content")
LARGEST_NUMBER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Export:
    """One video's export and the platform's number (or ours) by which the video is named."""

    name: str
    content: bytes
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What became of one export; `problem` is empty where it was kept."""

    name: str
    problem: str


def exports_in(source: Path) -> list[Export]:
    """Return the exports of a folder (each named by its video's platform id) or of one CSV.

    Raises OSError, UnicodeDecodeError and ValueError for what can't be read.
    """
    if source.is_dir():
        files = sorted(path for path in source.iterdir() if path.suffix.lower() == ".csv")
        return [Export(path.stem, path.read_bytes()) for path in files]
    return list(split(source.read_text(encoding="utf-8-sig")))


def split(text: str) -> Iterator[Export]:
    """Part a CSV by its column `video` (our number) or `external_id`. Raises ValueError."""
    rows = csv.reader(io.StringIO(text))
    head = [name.strip() for name in next(rows, [])]
    column = next((at for at, name in enumerate(head) if name.lower() in NAMES), None)
    if column is None:
        raise ValueError(_("The list needs a column “video” or “external_id”. Nothing was kept."))
    found: dict[str, list[list[str]]] = {}
    for row in rows:
        if len(row) > column and row[column].strip():
            found.setdefault(row[column].strip(), []).append(row)
    is_ours = head[column].lower() == "video"
    for name, lines in found.items():
        yield Export(name, _csv([head, *lines]), is_ours)


def _csv(rows: Iterable[list[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode()


def give_all(exports: Iterable[Export], *, actor: User | None, now: datetime) -> Iterator[Given]:
    """Keep each export by itself; one that is refused leaves the others alone."""
    giver = Giver(actor=actor, source=RetentionCurve.Source.STAFF, now=now)
    for export in exports:
        try:
            give_export(export.content, video_id=_video_of(export), giver=giver)
        except RetentionRefused as refused:
            yield Given(export.name, str(refused))
        else:
            yield Given(export.name, "")


def _video_of(export: Export) -> int:
    """Return the number of the video that an export names. Raises RetentionRefused."""
    name = export.name
    if export.is_ours:
        is_number = name.isascii() and name.isdigit() and int(name) <= LARGEST_NUMBER
        return int(name) if is_number else -1
    rows = Video.objects.filter(external_id=name).values_list("pk", flat=True)[:2]
    if len(rows) != 1:
        raise gone()
    return rows[0]
