"""What a folder of files, a list or an upload says about which file belongs to which video."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.files import File
from django.utils.translation import gettext as _

from scoring.services.media.sending import plain_name

VIDEO, EXTERNAL, PLATFORM, FILE = "video", "external_id", "platform", "file"
LINKS = ("link", "url")
MOST_ROWS = 100_000
LARGEST_NUMBER = 2**63 - 1


class ListFault(ValueError):
    """A list can't be read at all; the message is for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a list or one file. `place` names it to people.

    A video is named by our number or by its platform's. A file is on the server's disk or came as
    an upload; without one, the link counts, and without that the video's own address.
    """

    place: str
    video_id: int | None = None
    external_id: str = ""
    platform: str = ""
    path: Path | None = None
    upload: "File[bytes] | None" = None
    link: str = ""

    @property
    def has_file(self) -> bool:
        """Whether there is a file to send, rather than a link."""
        return self.path is not None or self.upload is not None

    @property
    def file_name(self) -> str:
        """The file's name as its sender has it."""
        if self.path is not None:
            return self.path.name
        return self.upload.name or "" if self.upload is not None else ""


def read_folder(folder: Path) -> list[Item]:
    """Return the files of a folder, each named by its video's id on the platform."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name[0] != ".")
    return [Item(place=path.name, external_id=path.stem, path=path) for path in files]


def read_uploads(files: "Iterable[File[bytes]]") -> list[Item]:
    """Return uploaded files, named likewise."""
    return [
        Item(place=name, external_id=Path(name).stem, upload=file)
        for file in files
        for name in [plain_name(file.name or "")]
    ]


def read_list(text: str, *, folder: Path | None) -> list[Item]:
    """Return the lines of a CSV with `video` or `external_id`, and `file` or `link`.

    Files lie in `folder` (None: a list from a browser, where they can't be named). Raises
    ListFault.
    """
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    columns = {name.strip().lower(): name for name in reader.fieldnames or [] if name}
    if VIDEO not in columns and EXTERNAL not in columns:
        raise ListFault(
            _("The list needs a column “video” or “external_id”. Nothing was brought in.")
        )
    items: list[Item] = []
    try:
        for row in reader:
            if len(items) == MOST_ROWS:
                raise ListFault(_("A list has at most %(n)s lines.") % {"n": f"{MOST_ROWS:,}"})
            cells = {name: (row[column] or "").strip() for name, column in columns.items()}
            items.append(_item(cells, line=reader.line_num, folder=folder))
    except csv.Error as error:
        raise ListFault(
            _("Line %(n)s isn't CSV: %(why)s.") % {"n": reader.line_num, "why": error}
        ) from error
    return items


def _item(cells: dict[str, str], *, line: int, folder: Path | None) -> Item:
    number = cells.get(VIDEO, "")
    known = number.isascii() and number.isdigit() and int(number) <= LARGEST_NUMBER
    return Item(
        place=_("line %(n)s") % {"n": line},
        # A number that no row can have finds none.
        video_id=int(number) if known else -1 if number else None,
        external_id="" if number else cells.get(EXTERNAL, ""),
        platform=cells.get(PLATFORM, "").lower(),
        path=_inside(folder, cells.get(FILE, ""), line=line),
        link=next((cells[name] for name in LINKS if cells.get(name)), ""),
    )


def _inside(folder: Path | None, name: str, *, line: int) -> Path | None:
    """Return a file that a list names: within its folder, whatever dots and links are in it."""
    if not name:
        return None
    if folder is None:
        raise ListFault(
            _("Line %(n)s names a file on a disk that we can't see. Send links or upload files.")
            % {"n": line}
        )
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ListFault(
            _("Line %(n)s names a file outside the list's folder: %(name)s.")
            % {"n": line, "name": name}
        )
    return path
