"""Folders of videos: one as a library to search, one with labelled pairs to calibrate with.

Every file is read in the sandbox. A file that can't be read is named and left out.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.domain.originality.fingerprint import Fingerprint
from scoring.domain.originality.jobs import FINGERPRINT
from scoring.domain.originality.library import THRESHOLD, Library
from scoring.domain.originality.packing import unpack
from scoring.domain.originality.reporting import as_json
from scoring.media.problems import MediaProblem
from scoring.media.sandbox import run_on_video

PAIRS = "pairs.csv"
COLUMNS = ("query", "original", "label")

Track = Callable[[list[Path]], Iterable[Path]]
Refuse = Callable[[Path, MediaProblem], object]


def read(path: Path) -> Fingerprint:
    """Return the fingerprint of a file; raises MediaProblem with what is wrong with it."""
    return unpack(run_on_video(FINGERPRINT, path))


def library_of(
    paths: list[Path],
    *,
    refuse: Refuse,
    threshold: float = THRESHOLD,
    track: Track = lambda paths: paths,
) -> Library:
    """Return a library of these files under their paths; `track` may show how far it is."""
    library = Library(threshold=threshold)
    for path in track(paths):
        try:
            library.add(str(path), read(path))
        except MediaProblem as refused:
            refuse(path, refused)
    return library


def files_of(folder: Path) -> list[Path]:
    """Return the files of a folder, by name."""
    return sorted(path for path in folder.iterdir() if path.is_file())


def judged(library: Library, path: Path) -> dict[str, Any]:
    """Search for one file and return plain data: what was found, or `problem`, a code."""
    try:
        query = read(path)
    except MediaProblem as refused:
        return {"file": str(path), "problem": refused.problem.value}
    itself = str(path)
    findings = library.search(query, skip=lambda key: key == itself)
    return {"file": str(path), **as_json(findings)}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A query and whether it is a copy; `original` is None where it is compared with everything."""

    query: Path
    original: Path | None
    is_copy: bool


@dataclass(frozen=True, slots=True)
class Scores:
    """Similarities of copies to their originals, and of innocent videos to what is likest them."""

    copies: list[float]
    innocent: list[float]


def labelled_pairs(folder: Path) -> list[Labelled]:
    """Read `pairs.csv` of a folder: query, original, label (1 is a copy, 0 is none).

    File names are relative to the folder. A 0 without an original is a novel video: compared with
    every original of the list. Raises ValueError with a sentence naming the line.
    """
    path = folder / PAIRS
    if not path.is_file():
        raise ValueError(f"There is no {PAIRS} in {folder}.")
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        if not set(COLUMNS) <= set(rows.fieldnames or ()):
            raise ValueError(f"{PAIRS} needs the columns {', '.join(COLUMNS)}.")
        return [_labelled(folder, row, number) for number, row in enumerate(rows, 2)]


def _labelled(folder: Path, row: dict[str, str], number: int) -> Labelled:
    label, original = row["label"].strip(), (row["original"] or "").strip()
    if label not in {"0", "1"}:
        raise ValueError(f"Line {number} of {PAIRS}: the label is 1 (a copy) or 0 (none).")
    if label == "1" and not original:
        raise ValueError(f"Line {number} of {PAIRS}: a copy needs its original.")
    pair = Labelled(
        folder / row["query"].strip(), folder / original if original else None, label == "1"
    )
    for path in (pair.query, pair.original):
        if path is not None and not path.is_file():
            raise ValueError(f"Line {number} of {PAIRS}: there is no file {path}.")
    return pair


def scores_of(
    pairs: list[Labelled], *, refuse: Refuse, track: Track = lambda paths: paths
) -> Scores:
    """Search for every query among all originals of the list, as the platform would.

    A copy that isn't among the matches scores 0: what is never found can't be accused.
    """
    originals = sorted({pair.original for pair in pairs if pair.original is not None})
    library = library_of(originals, refuse=refuse, track=track)
    wanted: dict[Path, list[Labelled]] = {}
    for pair in pairs:
        wanted.setdefault(pair.query, []).append(pair)
    copies: list[float] = []
    innocent: list[float] = []
    for path in track(sorted(wanted)):
        try:
            query = read(path)
        except MediaProblem as refused:
            refuse(path, refused)
            continue
        for pair, score in _scored(library, query, path, wanted[path]):
            (copies if pair.is_copy else innocent).append(score)
    return Scores(copies, innocent)


def _scored(
    library: Library, query: Fingerprint, path: Path, pairs: list[Labelled]
) -> Iterator[tuple[Labelled, float]]:
    found = {
        match.key: match.similarity
        for match in library.search(
            query, count=len(library), skip=lambda key: key == str(path)
        ).matches
    }
    for pair in pairs:
        if pair.original is None:
            yield pair, max(found.values(), default=0.0)
        else:
            yield pair, found.get(str(pair.original), 0.0)
