"""What the model is asked, by version. A version never changes: a test holds each one's digest."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from scoring.domain.categories import TAXONOMY
from scoring.domain.quality import Cause

FOLDER: Final = Path(__file__).with_name("texts")
MOST_CATEGORIES: Final = 3
MOST_CAUSES: Final = 5
SAFETY: Final = ("nudity", "violence", "hate", "self_harm", "dangerous_act", "minor_at_risk")
LONGEST_CAPTION: Final = 4_000


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version: the instructions and the JSON schema of the answer."""

    version: str
    instructions: str
    schema: dict[str, Any]


@cache
def load(version: str) -> Prompt:
    """Return a version's prompt. Raises FileNotFoundError for one that there isn't."""
    text = (FOLDER / f"{version}.md").read_text(encoding="utf-8")
    return Prompt(version=version, instructions=text.strip(), schema=_schema())


def caption_part(caption: str) -> str:
    """Return a caption as data: JSON in which nothing of it can end the string it stands in."""
    return json.dumps({"caption": caption[:LONGEST_CAPTION]}, ensure_ascii=True)


def _schema() -> dict[str, Any]:
    """Every answer is a number or one of our own words: a model can't hand on what it was told."""
    fields: dict[str, Any] = {
        "visual": {"type": "INTEGER", "minimum": 0, "maximum": 100},
        "audio": {"type": "INTEGER", "minimum": 0, "maximum": 100, "nullable": True},
        "text": {"type": "INTEGER", "minimum": 0, "maximum": 100, "nullable": True},
        "sentiment": {"type": "NUMBER", "minimum": 0, "maximum": 1},
        "language": {"type": "STRING", "nullable": True},
        "categories": {
            "type": "ARRAY",
            "maxItems": str(MOST_CATEGORIES),
            "items": {
                "type": "OBJECT",
                "properties": {
                    "name": {"type": "STRING", "enum": [one.value for one in TAXONOMY]},
                    "confidence": {"type": "NUMBER", "minimum": 0, "maximum": 1},
                },
                "required": ["name", "confidence"],
            },
        },
        "causes": _labels([one.value for one in Cause], most=MOST_CAUSES),
        "safety": _labels(list(SAFETY), most=len(SAFETY)),
    }
    return {
        "type": "OBJECT",
        "properties": fields,
        "required": list(fields),
        "propertyOrdering": list(fields),
    }


def _labels(names: list[str], *, most: int) -> dict[str, Any]:
    return {
        "type": "ARRAY",
        "maxItems": str(most),
        "items": {"type": "STRING", "enum": names},
    }


PROMPT: Final = load("video-opinion-1")
