"""How hard a text is to read: the grade of Flesch and Kincaid."""

import re


def syllables(word: str) -> int:
    """Count the syllables of an English word, about."""
    groups = len(re.findall(r"[aeiouy]+", word))
    return max(1, groups - (word.endswith("e") and not word.endswith("le") and groups > 1))


def grade(text: str) -> float:
    """Return the school grade at which a text is easy."""
    sentences = max(1, len(re.findall(r"[.!?:](?:\s|$)|\n\n", text)))
    words = re.findall(r"[a-z’']+", text.lower())
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
