"""VADER on captions that it can read; neutral, and said so, on the others."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from scoring.domain.sentiment.language import ENGLISH, detect_language, words_of

# Part of every stored score: a new model or rule is a new version.
MODEL_VERSION = "vader-3.3.2+lid176-lite/1"
NEUTRAL = 0.5
# VADER takes time in the square of the length; the mood of a caption shows well before this.
LONGEST = 600
REPEATED = re.compile(r"(\S)\1{3,}")


class Note(StrEnum):
    """Why a sentiment is neutral without having been measured."""

    NONE = ""
    NO_WORDS = "no_words"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Sentiment:
    """0 negative, 1 positive. `measured` False: 0.5 stands for "not known", for the noted reason.

    `language` is a code such as "en", "emoji" for emoji alone, "" for nothing to read.
    """

    value: float
    language: str
    measured: bool
    note: Note = Note.NONE


def score_caption(caption: str) -> Sentiment:
    """Return how a caption feels. The same caption always gets the same answer."""
    text = REPEATED.sub(r"\1\1\1", words_of(caption[: 8 * LONGEST]))[:LONGEST]
    language = detect_language(text)
    if not language:
        if not _emoji_words(text):
            return Sentiment(NEUTRAL, "", False, Note.NO_WORDS)
        return Sentiment(_vader(text), "emoji", True)
    if language != ENGLISH:
        return Sentiment(NEUTRAL, language, False, Note.LANGUAGE)
    return Sentiment(_vader(text), language, True)


def _vader(text: str) -> float:
    compound: float = _analyzer().polarity_scores(text)["compound"]
    # Compound has four decimals; five hold its half exactly.
    return round((compound + 1) / 2, 5)


def _emoji_words(text: str) -> bool:
    return any(character in _analyzer().emojis for character in text)


@lru_cache(maxsize=1)
def _analyzer() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()
