"""What the sandbox runs to read a stranger's pictures: their text, and labels for review.

Both models are optional packages (requirements-models.txt) and bring their own weights.
"""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from scoring.domain.screen.ink import Ink, ink_of
from scoring.media.decoding import Limits, opened
from scoring.media.stills import Picture, pictures_at

TEXT, SAFETY = "scoring.domain.screen.jobs:read_text", "scoring.domain.screen.jobs:read_labels"
MOST_TEXT_FRAMES, MOST_LABEL_FRAMES = 24, 12
LEAST_SPACING, UNKNOWN_SECONDS = 0.5, 24.0
LEAST_SURE = 0.6
MOST_LINES = 40
# Nothing changed in any part of the picture: what was read a moment ago still stands there.
PARTS, SAME_PART = (24, 40), 6.0
LEAST_LABEL = 0.5
LABELS = frozenset(
    {
        "ANUS_EXPOSED",
        "BUTTOCKS_EXPOSED",
        "FEMALE_BREAST_EXPOSED",
        "FEMALE_GENITALIA_EXPOSED",
        "MALE_GENITALIA_EXPOSED",
    }
)


def can_read_text() -> bool:
    """Whether the package that reads text is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def can_label() -> bool:
    """Whether the package that labels pictures is installed."""
    return find_spec("nudenet") is not None and find_spec("onnxruntime") is not None


def read_text(path: Path, *, limits: Limits) -> bytes:
    """Return the lines of text at moments spread over a video, as JSON."""
    cv2.setNumThreads(1)
    read = _text_reader()
    seen = _Seen()
    moments = []
    spacing, pictures = _pictures(path, most=MOST_TEXT_FRAMES, limits=limits)
    for at, picture in pictures:
        if not seen.same_as_before(picture):
            lines = read(picture)
        moments.append({"at": round(at, 2), "lines": lines})
    height, width = picture.shape[:2]
    shape = {"spacing": round(spacing, 3), "width": width, "height": height}
    return json.dumps(shape | {"moments": moments}).encode()


def read_labels(path: Path, *, limits: Limits) -> bytes:
    """Return labels that staff may want to look at, by moment, as JSON."""
    from nudenet import NudeDetector

    cv2.setNumThreads(1)
    detector = NudeDetector()
    moments = []
    spacing, pictures = _pictures(path, most=MOST_LABEL_FRAMES, limits=limits)
    for at, picture in pictures:
        found = [
            {"label": one["class"].lower(), "score": round(float(one["score"]), 3)}
            for one in detector.detect(picture)
            if one["class"] in LABELS and one["score"] >= LEAST_LABEL
        ]
        moments.append({"at": round(at, 2), "labels": found})
    return json.dumps({"spacing": round(spacing, 3), "moments": moments}).encode()


def _pictures(
    path: Path, *, most: int, limits: Limits
) -> tuple[float, Iterator[tuple[float, Picture]]]:
    """Return how far moments are apart, and the pictures in their order."""
    with opened(path) as container:
        length = container.duration / 1_000_000 if container.duration else UNKNOWN_SECONDS
    seconds = min(max(length, LEAST_SPACING), limits.seconds)
    spacing = max(LEAST_SPACING, seconds / most)
    moments = [spacing * (number + 0.5) for number in range(max(1, int(seconds / spacing)))]
    found = pictures_at(path, moments, limits=limits)
    return spacing, ((at, found[at]) for at in moments)


@dataclass
class _Seen:
    """The picture before this one, in small parts."""

    parts: Picture | None = None

    def same_as_before(self, picture: Picture) -> bool:
        """Whether no part of the picture has changed since the one before."""
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        parts = np.asarray(cv2.resize(grey, PARTS, interpolation=cv2.INTER_AREA), np.uint8)
        before, self.parts = self.parts, parts
        return before is not None and float(np.max(cv2.absdiff(parts, before))) < SAME_PART


def _text_reader() -> Callable[[Picture], list[dict[str, Any]]]:
    from rapidocr import RapidOCR

    # What a library writes to standard output would be taken for the job's.
    logging.disable(logging.CRITICAL)
    engine: Any = RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )

    def read(picture: Picture) -> list[dict[str, Any]]:
        result = engine(picture)
        if result.txts is None or result.boxes is None or result.scores is None:
            return []
        rows = zip(result.txts, result.scores, result.boxes, strict=True)
        lines = [
            _line(text, float(score), np.asarray(box), picture)
            for text, score, box in rows
            if score >= LEAST_SURE and text.strip()
        ]
        return lines[:MOST_LINES]

    return read


def _line(text: str, score: float, box: Any, picture: Picture) -> dict[str, Any]:
    """One line: its place as shares of the picture, its letters' height, its contrast."""
    height, width = picture.shape[:2]
    left, top = np.clip(box.min(axis=0), 0, (width - 1, height - 1))
    right, bottom = np.clip(box.max(axis=0), 1, (width, height))
    crop = picture[int(top) : int(np.ceil(bottom)), int(left) : int(np.ceil(right))]
    ink = ink_of(crop) if crop.size else Ink(0, 1.0)
    return {
        "text": text.strip(),
        "sure": round(score, 3),
        "box": [
            round(float(value), 4)
            for value in (
                left / width,
                top / height,
                (right - left) / width,
                (bottom - top) / height,
            )
        ],
        "letters": round(ink.height / height, 5),
        "contrast": round(ink.contrast, 2),
    }
