"""Compares files with a folder of files, on the command line, and prints JSON.

    python -m scoring.domain.originality LIBRARY_FOLDER FILE [FILE …]

Each line of the result is one file: its verdict (1 original, 0 not, null where it can't be judged),
similarity, and where it matches what. Files are read in the sandbox.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tqdm import tqdm

from scoring.domain.originality.fingerprint import Fingerprint
from scoring.domain.originality.jobs import FINGERPRINT
from scoring.domain.originality.library import THRESHOLD, Findings, Library, Match
from scoring.domain.originality.packing import unpack
from scoring.media.problems import MediaProblem
from scoring.media.sandbox import run_on_video


def main() -> int:
    """Fill a library from the folder, then search it for each file; 1 if a file can't be read."""
    parser = argparse.ArgumentParser(prog="python -m scoring.domain.originality")
    parser.add_argument("library", type=Path, help="folder of earlier videos")
    parser.add_argument("files", type=Path, nargs="+", help="videos to judge")
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    options = parser.parse_args()
    library = Library(threshold=options.threshold)
    known = sorted(path for path in options.library.iterdir() if path.is_file())
    for path in tqdm(known, desc="library", unit="video", file=sys.stderr):
        _add(library, path)
    failed = 0
    for path in options.files:
        document = _judged(library, path)
        failed |= "problem" in document
        print(json.dumps({"file": str(path), **document}))
    return int(failed)


def _read(path: Path) -> Fingerprint:
    return unpack(run_on_video(FINGERPRINT, path))


def _add(library: Library, path: Path) -> None:
    try:
        library.add(str(path), _read(path))
    except MediaProblem as refused:
        print(f"{path}: left out, {refused.problem.value}", file=sys.stderr)


def _judged(library: Library, path: Path) -> dict[str, Any]:
    try:
        query = _read(path)
    except MediaProblem as refused:
        return {"problem": refused.problem.value}
    itself = str(path)
    return as_json(library.search(query, skip=lambda key: key == itself))


def as_json(findings: Findings) -> dict[str, Any]:
    """Return findings as plain data; only matches over nothing are listed."""
    return {
        "original": None if findings.original is None else int(findings.original),
        "similarity": round(findings.similarity, 4),
        "version": findings.version,
        "matches": [_match(match) for match in findings.matches],
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "video": match.key,
        "similarity": round(match.similarity, 4),
        "covered": round(match.covered, 3),
        "speed": round(match.speed, 3),
        "edits": list(match.edits),
        "stretches": [
            {
                "query": [round(one.query_start, 2), round(one.query_end, 2)],
                "original": [round(one.reference_start, 2), round(one.reference_end, 2)],
            }
            for one in match.stretches
        ],
        "pairs": [[round(time, 2) for time in pair] for pair in match.pairs],
    }


if __name__ == "__main__":
    raise SystemExit(main())
