"""What a creator makes, as a list of plain words, with spelling set right where it is sure."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

MOST: Final = 40
LONGEST: Final = 60
# Words that descriptions of channels are made of. A word one slip away from one of them is it.
_WORDS_OF_CHANNELS: Final = """
animals art beatboxing beauty books cars challenge challenges comedy content cooking crafts
creator dance dancing design duets editing education entertainment family fashion films fitness
food football gaming gymnastics hacks health history home humor humour illusions impressions
interviews kids language learning lifestyle lipsync magic makeup memes motivation movies music
nails nature news outfits painting parodies parody pets photography podcast politics pranks
reaction reactions recipes reviews science shopping singing skating sketches skincare songs
sports stories streaming stunts syncing teaching technology travel tricks tutorials unboxing
video videos vlog vlogs workout
"""
VOCABULARY: Final = frozenset(_WORDS_OF_CHANNELS.split())
_SEPARATORS: Final = re.compile(r"[,;|/\n]+")
_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Topics:
    """Phrases in lower case, each once; and the words that were set right, by what stood there."""

    phrases: tuple[str, ...]
    corrected: dict[str, str]
    left_out: int = 0


def read_topics(text: str) -> Topics:
    """Return the phrases of a description, at most 40 of at most 60 letters."""
    corrected: dict[str, str] = {}

    def set_right(found: re.Match[str]) -> str:
        word = found[0]
        right = _spelt(word)
        if right != word:
            corrected[word] = right
        return right

    parts = (" ".join(part.lower().split()) for part in _SEPARATORS.split(text))
    phrases = list(dict.fromkeys(_WORD.sub(set_right, part)[:LONGEST] for part in parts if part))
    return Topics(tuple(phrases[:MOST]), corrected, left_out=max(0, len(phrases) - MOST))


def _spelt(word: str) -> str:
    """Return the known word that a long word is one slip away from, or the word itself.

    A slip is two letters swapped, or one too many, too few or wrong.
    """
    if len(word) < 5 or word in VOCABULARY:
        return word
    for candidate in get_close_matches(word, sorted(VOCABULARY), n=3, cutoff=0.8):
        if candidate[0] == word[0] and _is_one_slip(word, candidate):
            return candidate
    return word


def _is_one_slip(word: str, right: str) -> bool:
    start = next((i for i, (a, b) in enumerate(zip(word, right, strict=False)) if a != b), None)
    if start is None:  # A letter is missing at the end; one more makes another word ("dancer").
        return len(right) == len(word) + 1 and right[-1] != "s"
    a, b = word[start:], right[start:]
    swapped = len(a) >= 2 and a[1::-1] + a[2:] == b
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]
