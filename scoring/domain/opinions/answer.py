"""Reads a model's answer strictly: what isn't exactly as asked for isn't an opinion."""

import json
import re
from collections.abc import Mapping, Set
from dataclasses import asdict, dataclass
from typing import Any, Final

from scoring.domain.categories import TAXONOMY
from scoring.domain.opinions.prompts import MOST_CATEGORIES, MOST_CAUSES, PROMPT, SAFETY

LONGEST: Final = 8_000
LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
FINISHED: Final = "STOP"
# Ways to end that mean "I won't", as the protocol lists them; every other end is a broken answer.
REFUSALS: Final = frozenset(
    {
        "SAFETY",
        "RECITATION",
        "LANGUAGE",
        "BLOCKLIST",
        "PROHIBITED_CONTENT",
        "SPII",
        "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT",
        "ESCALATION",
        "MODEL_ARMOR",
        "OTHER",
    }
)
FIELDS: Final = frozenset(
    {"visual", "audio", "text", "sentiment", "language", "categories", "causes", "safety"}
)


class AnswerUnreadable(ValueError):
    """The answer isn't what was asked for; the message says where, without quoting it."""


class AnswerRefused(Exception):
    """The model won't answer; the message is its reason, one of the protocol's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An opinion: ratings 0 to 100 (None: nothing to rate), sentiment 0 to 1, and labels."""

    visual: int
    audio: int | None
    text: int | None
    sentiment: float
    language: str | None
    categories: tuple[tuple[str, float], ...]
    causes: tuple[str, ...]
    safety: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON, as it is stored."""
        return asdict(self)


def read_answer(body: Mapping[str, Any]) -> Answer:
    """Read the body of an answer of `generateContent`. Raises AnswerRefused, AnswerUnreadable."""
    blocked = _of(body, "promptFeedback", dict).get("blockReason")
    if blocked:
        raise AnswerRefused(_word(blocked))
    candidates = _of(body, "candidates", list)
    if not candidates or not isinstance(candidates[0], dict):
        raise AnswerUnreadable("no candidate")
    reason = candidates[0].get("finishReason")
    if isinstance(reason, str) and reason in REFUSALS:
        raise AnswerRefused(_word(reason))
    if reason != FINISHED:
        raise AnswerUnreadable(f"ended by {_word(reason)}")
    return _answer(_strict_json(_text(candidates[0])))


def _of(given: Mapping[str, Any], name: str, kind: type[Any]) -> Any:
    value = given.get(name)
    return value if isinstance(value, kind) else kind()


def _word(value: object) -> str:
    """One of the protocol's words, and nothing that only looks like one."""
    word = str(value)
    return word if re.fullmatch(r"[A-Z_]{1,40}", word) else "UNKNOWN"


def _text(candidate: Mapping[str, Any]) -> str:
    parts = _of(_of(candidate, "content", dict), "parts", list)
    texts = [
        part["text"]
        for part in parts
        if isinstance(part, dict) and isinstance(part.get("text"), str) and not part.get("thought")
    ]
    text = "".join(texts)
    if not text.strip():
        raise AnswerUnreadable("empty")
    if len(text) > LONGEST:
        raise AnswerUnreadable("too long")
    return text


def _strict_json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except AnswerUnreadable:
        raise
    except (ValueError, RecursionError) as error:
        raise AnswerUnreadable("not JSON, or not only JSON") from error
    if not isinstance(found, dict):
        raise AnswerUnreadable("not an object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise AnswerUnreadable("a name twice")
    return found


def _no_constant(name: str) -> float:
    raise AnswerUnreadable("a number that isn't one")


def _answer(given: dict[str, Any]) -> Answer:
    if set(given) != FIELDS:
        raise AnswerUnreadable("fields are missing or too many")
    return Answer(
        visual=_rating(given, "visual"),
        audio=None if given["audio"] is None else _rating(given, "audio"),
        text=None if given["text"] is None else _rating(given, "text"),
        sentiment=_share(given["sentiment"], "sentiment"),
        language=_language(given["language"]),
        categories=_categories(given["categories"]),
        causes=_labels(given, "causes", _CAUSES, most=MOST_CAUSES),
        safety=_labels(given, "safety", set(SAFETY), most=len(SAFETY)),
    )


def _rating(given: dict[str, Any], name: str) -> int:
    value = given[name]
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:
        raise AnswerUnreadable(f"{name} is out of range")
    return value


def _share(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise AnswerUnreadable(f"{name} is out of range")
    return float(value)


def _language(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not LANGUAGE.fullmatch(value):
        raise AnswerUnreadable("language is no code")
    return value


def _categories(value: object) -> tuple[tuple[str, float], ...]:
    if not isinstance(value, list) or len(value) > MOST_CATEGORIES:
        raise AnswerUnreadable("categories are no short list")
    found: dict[str, float] = {}
    for one in value:
        if not isinstance(one, dict) or set(one) != {"name", "confidence"}:
            raise AnswerUnreadable("a category without name and confidence")
        name = one["name"]
        if not isinstance(name, str) or name not in _CATEGORIES or name in found:
            raise AnswerUnreadable("a category that isn't one, or twice")
        found[name] = _share(one["confidence"], "confidence")
    return tuple(found.items())


def _labels(given: dict[str, Any], name: str, known: Set[str], *, most: int) -> tuple[str, ...]:
    value = given[name]
    if (
        not isinstance(value, list)
        or len(value) > most
        or not all(isinstance(one, str) and one in known for one in value)
        or len(set(value)) != len(value)
    ):
        raise AnswerUnreadable(f"{name} are no short list of known words")
    return tuple(value)


_CAUSES: Final = frozenset(PROMPT.schema["properties"]["causes"]["items"]["enum"])
_CATEGORIES: Final = frozenset(one.value for one in TAXONOMY)
