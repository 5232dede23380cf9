"""How a video's words feel: VADER for English, our own lists for seven languages more.

In any other language it is neutral, and said so: nothing is guessed.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from scoring.domain.sentiment.language import ENGLISH, detect_language, likely_languages, words_of
from scoring.domain.sentiment.lexicons import LEXICONS
from scoring.domain.sentiment.lexicons.english import OF_CAPTIONS, superlatives
from scoring.domain.sentiment.mood import mood_of

# Part of every stored score: a new model, list or rule is a new version.
MODEL_VERSION = "vader-3.3.2+words-1+lid176-lite/2"
NEUTRAL = 0.5
# Those whose figures on examples that weren't seen before pass the bar (docs/sentiment.md).
LANGUAGES = frozenset({ENGLISH, *LEXICONS}) - {"nl"}
# Malay captions and Indonesian ones are told apart by chance, and share most words with a mood.
SAME = {"ms": "id"}
# "Never been so happy" denies nothing.
# Who can't stop does it all the more.
CANT_STOP = re.compile(r"\b(?:can't|cannot|cant|couldn't) stop\b", re.IGNORECASE)
NEVER_SO = re.compile(r"\bnever(?= (?:\w+ ){0,3}(?:more|so|such|better)\b)", re.IGNORECASE)
# VADER takes time in the square of the length; the mood of a caption shows well before this.
LONGEST = 600
REPEATED = re.compile(r"(\S)\1{3,}")
# Text in the pictures is often a part of a joke, or a quotation: it weighs less than the caption.
SCREEN_SHARE = 0.3
LEAST_SCREEN_WORDS = 3


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


def score_words(caption: str, *, screen: str = "") -> Sentiment:
    """Return how a video's caption and the text in its pictures feel together.

    Either speaks alone where the other has nothing to say or can't be read.
    """
    said = score_caption(caption)
    if len(screen.split()) < LEAST_SCREEN_WORDS:
        return said
    shown = score_caption(screen)
    if not (said.measured and shown.measured):
        return shown if shown.measured else said
    value = (1 - SCREEN_SHARE) * said.value + SCREEN_SHARE * shown.value
    return Sentiment(round(value, 5), said.language, True)


def score_caption(caption: str, *, languages: frozenset[str] = LANGUAGES) -> Sentiment:
    """Return how a caption feels. The same caption always gets the same answer.

    `languages` other than those that are claimed are for measuring only.
    """
    text = REPEATED.sub(r"\1\1\1", words_of(caption[: 8 * LONGEST]))[:LONGEST]
    language = detect_language(text)
    if not language:
        if not _emoji_words(text):
            return Sentiment(NEUTRAL, "", False, Note.NO_WORDS)
        return Sentiment(_vader(text), "emoji", True)
    language = _better_guess(text, SAME.get(language, language))
    if language == ENGLISH:
        return Sentiment(_vader(text), language, True)
    if language in languages:
        return Sentiment(_share(mood_of(text, language)[0]), language, True)
    return Sentiment(NEUTRAL, language, False, Note.LANGUAGE)


def _better_guess(text: str, language: str) -> str:
    """Of the languages it may be, one of ours whose words are in it, where the first has none."""
    for likely in (SAME.get(one, one) for one in likely_languages(text)):
        if likely == language or likely not in LEXICONS:
            continue
        if mood_of(text, likely)[1] and not _speaks(text, language):
            return likely
    return language


def _speaks(text: str, language: str) -> bool:
    if language == ENGLISH:
        return _vader(text) != NEUTRAL
    return language in LEXICONS and mood_of(text, language)[1] > 0


def _vader(text: str) -> float:
    return _share(
        _analyzer().polarity_scores(CANT_STOP.sub("", NEVER_SO.sub("", text)))["compound"]
    )


def _share(mood: float) -> float:
    """Bring -1..1 to 0..1. VADER's compound has four decimals; five hold its half exactly."""
    return round((mood + 1) / 2, 5)


def _emoji_words(text: str) -> bool:
    return any(character in _analyzer().emojis for character in text)


@lru_cache(maxsize=1)
def _analyzer() -> SentimentIntensityAnalyzer:
    analyzer = SentimentIntensityAnalyzer()
    analyzer.lexicon.update(OF_CAPTIONS)
    analyzer.lexicon.update(superlatives(analyzer.lexicon))
    return analyzer
