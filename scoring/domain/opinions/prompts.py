"""What the model is asked, by version. A version never changes: a test holds each one's digest."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).with_name("texts")
MOST_CATEGORIES: Final = 3
MOST_CAUSES: Final = 5
SAFETY: Final = ("nudity", "violence", "hate", "self_harm", "dangerous_act", "minor_at_risk")
LONGEST_CAPTION: Final = 4_000


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version: the instructions and the JSON schema of the answer.

    Both are files: what our own lists of words gain later is no part of what was asked before.
    In a schema every answer is a number or one of our own words, so that a model can't hand on
    what it was told.
    """

    version: str
    instructions: str
    schema: dict[str, Any]


@cache
def load(version: str) -> Prompt:
    """Return a version's prompt. Raises FileNotFoundError for one that there isn't."""
    text = (FOLDER / f"{version}.md").read_text(encoding="utf-8")
    schema = json.loads((FOLDER / f"{version}.json").read_text(encoding="utf-8"))
    return Prompt(version=version, instructions=text.strip(), schema=schema)


def caption_part(caption: str) -> str:
    """Return a caption as data: JSON in which nothing of it can end the string it stands in."""
    return json.dumps({"caption": caption[:LONGEST_CAPTION]}, ensure_ascii=True)


PROMPT: Final = load("video-opinion-1")
