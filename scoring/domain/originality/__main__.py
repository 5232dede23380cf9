"""Compares files with a folder of files, on the command line, and prints JSON.

    python -m scoring.domain.originality LIBRARY_FOLDER FILE [FILE …]

Each line of the result is one file: its verdict (1 original, 0 not, null where it can't be judged),
similarity, and where it matches what. Files are read in the sandbox.
"""

import argparse
import json
import sys
from pathlib import Path

from tqdm import tqdm

from scoring.domain.originality.folders import files_of, judged, library_of
from scoring.domain.originality.library import THRESHOLD
from scoring.media.problems import MediaProblem


def main() -> int:
    """Fill a library from the folder, then search it for each file; 1 if a file can't be read."""
    parser = argparse.ArgumentParser(prog="python -m scoring.domain.originality")
    parser.add_argument("library", type=Path, help="folder of earlier videos")
    parser.add_argument("files", type=Path, nargs="+", help="videos to judge")
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    options = parser.parse_args()
    library = library_of(
        files_of(options.library),
        refuse=_left_out,
        threshold=options.threshold,
        track=lambda paths: tqdm(paths, desc="library", unit="video", file=sys.stderr),
    )
    failed = 0
    for path in options.files:
        document = judged(library, path)
        failed |= "problem" in document
        print(json.dumps(document), flush=True)
    return int(failed)


def _left_out(path: Path, refused: MediaProblem) -> None:
    print(f"{path}: left out, {refused.problem.value}", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
