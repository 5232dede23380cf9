"""What a caption measures, and its rating, in every language.

Readability is told only where words have spaces between them.
"""

import re
from dataclasses import dataclass

from scoring.domain.quality.curves import Cause, Criterion, Part
from scoring.domain.quality.ratings import Judged, Rating, part_of
from scoring.domain.sentiment.language import HASHTAGS, detect_language, words_of

LINKS = re.compile(r"https?://\S+|www\.\S+")
NAMES = re.compile(r"@[\w.]+")
ENDS = re.compile(r"[.!?…।؟。！？]+|\n+")
# Written without spaces between words: neither words nor their length can be counted.
NO_SPACES = frozenset({"zh", "ja", "th", "lo", "km", "my", "yue", "wuu", "bo"})
LONG_WORD = 6
LEAST_WORDS = 8
LEAST_CAPITALS = 3


@dataclass(frozen=True, slots=True)
class Caption:
    """Counts and measures of one caption.

    `characters` and `words` leave hashtags, names and links out. `lix` is Björnsson's readability
    index (under 30 easy, over 50 hard), None where it can't be told. `shouting` is the share of
    words in capitals.
    """

    language: str
    characters: int
    words: int
    hashtags: int
    names: int
    links: int
    emoji: int
    lix: float | None
    shouting: float

    @property
    def says_something(self) -> bool:
        """Whether there is anything to rate."""
        return bool(self.characters or self.hashtags)


def measure_caption(caption: str) -> Caption:
    """Measure a caption as it was posted, hashtags and all."""
    text = HASHTAGS.sub(" ", words_of(caption))
    words = [word for word in (_letters(part) for part in text.split()) if word]
    language = detect_language(caption)
    return Caption(
        language=language,
        characters=len(" ".join(text.split())),
        words=len(words),
        hashtags=len(HASHTAGS.findall(caption)),
        names=len(NAMES.findall(caption)),
        links=len(LINKS.findall(caption)),
        emoji=sum(_is_emoji(character) for character in caption),
        lix=None if language in NO_SPACES else _lix(caption, words),
        shouting=_shouting(words),
    )


def rate_caption(caption: Caption, *, screen: float | None = None) -> Rating | None:
    """Rate a video's text, None where there is none: its caption, and the text on screen.

    `screen` is how readable that is, 0 to 100; None where there is none or it wasn't read.
    """
    if not caption.says_something:
        return None
    values: dict[str, float | None] = {
        "characters": float(caption.characters),
        "lix": caption.lix,
        "hashtags": float(caption.hashtags),
        "shouting": caption.shouting,
        "links": float(caption.links),
        "screen_readability": screen,
    }
    judged = tuple(
        Judged(criterion, value, criterion.score(value), criterion.cause(value))
        for criterion in TEXT
        if (value := values[criterion.measure]) is not None
    )
    return part_of(Part.TEXT, judged)


def _lix(caption: str, words: list[str]) -> float | None:
    """Words a sentence, and long words in a hundred (C. H. Björnsson, Läsbarhet, 1968)."""
    if len(words) < LEAST_WORDS:
        return None
    plain = LINKS.sub(" ", HASHTAGS.sub(" ", caption))
    sentences = sum(1 for part in ENDS.split(plain) if _letters(part))
    hard = sum(len(word) > LONG_WORD for word in words)
    return len(words) / max(1, sentences) + 100 * hard / len(words)


def _shouting(words: list[str]) -> float:
    long = [word for word in words if len(word) >= LEAST_CAPITALS]
    return sum(word.isupper() for word in long) / len(long) if long else 0.0


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalpha())


def _is_emoji(character: str) -> bool:
    return "\U0001f300" <= character <= "\U0001faff" or "\u2600" <= character <= "\u27bf"


TEXT = (
    Criterion(
        "characters",
        Part.TEXT,
        0.3,
        (
            *((0, 30), (10, 62), (30, 88), (60, 97), (100, 100)),
            *((160, 100), (300, 93), (600, 76), (1500, 55), (4000, 30)),
        ),
        (30.0, 350.0),
        Cause.CAPTION_SHORT,
        Cause.CAPTION_LONG,
    ),
    Criterion(
        "lix",
        Part.TEXT,
        0.25,
        ((0, 100), (30, 98), (40, 90), (50, 70), (60, 45), (80, 15), (120, 0)),
        (0.0, 40.0),
        None,
        Cause.HARD_TO_READ,
    ),
    Criterion(
        "hashtags",
        Part.TEXT,
        0.25,
        ((0, 68), (1, 84), (2, 94), (3, 100), (5, 100), (8, 88), (12, 66), (20, 36), (40, 5)),
        (2.0, 7.0),
        Cause.FEW_HASHTAGS,
        Cause.MANY_HASHTAGS,
    ),
    Criterion(
        "shouting",
        Part.TEXT,
        0.1,
        ((0, 100), (0.1, 95), (0.3, 76), (0.6, 40), (1, 12)),
        (0.0, 0.2),
        None,
        Cause.SHOUTING,
    ),
    Criterion(
        "links",
        Part.TEXT,
        0.1,
        ((0, 100), (1, 68), (2, 42), (5, 10), (10, 0)),
        (0.0, 0.0),
        None,
        Cause.LINKS,
    ),
    Criterion(
        "screen_readability",
        Part.TEXT,
        0.25,
        ((0, 0), (30, 20), (60, 60), (80, 90), (100, 100)),
        (80.0, 100.0),
        Cause.SCREEN_TEXT,
        None,
    ),
)
