"""How a list of words is written, and how a word is found in it."""

from dataclasses import dataclass
from functools import cached_property
from unicodedata import combining, normalize

STRONG, PLAIN = 3.0, 2.0
SHORTEST_STEM = 3


@dataclass(frozen=True)
class Lexicon:
    """Words by strength, separated by spaces; `word*` is a stem, `two_words` belong together.

    A word that denies turns what follows it within three words, and what stands up to
    `denies_back` words before it ("gefällt mir nicht").
    """

    wonderful: str
    good: str
    bad: str
    awful: str
    denies: str
    strengthens: str
    weakens: str
    turns: str
    # "never so happy" denies nothing: one of these, then one of those, then the mood.
    nevers: str = ""
    so: str = ""
    denies_back: int = 0

    @cached_property
    def values(self) -> dict[str, float]:
        """Return whole words and pairs with their values."""
        return {entry: value for entry, value in self._entries if not entry.endswith("*")}

    @cached_property
    def stems(self) -> dict[str, float]:
        """Return stems with their values."""
        return {entry[:-1]: value for entry, value in self._entries if entry.endswith("*")}

    def value_of(self, word: str) -> float:
        """Return a word's mood: whole words first, then the longest stem; 0 for most words."""
        if word in self.values:
            return self.values[word]
        for length in range(len(word), SHORTEST_STEM - 1, -1):
            if word[:length] in self.stems:
                return self.stems[word[:length]]
        return 0.0

    @cached_property
    def negations(self) -> frozenset[str]:
        """Return the words that deny."""
        return frozenset(folded(self.denies).split())

    @cached_property
    def never_so(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the words for "never", and those for "so" that undo it."""
        return frozenset(folded(self.nevers).split()), frozenset(folded(self.so).split())

    @cached_property
    def boosters(self) -> dict[str, float]:
        """Return the words that make the next one more, or less."""
        more = dict.fromkeys(folded(self.strengthens).split(), 1.3)
        return more | dict.fromkeys(folded(self.weakens).split(), 0.7)

    @cached_property
    def contrasts(self) -> frozenset[str]:
        """Return the words after which the point is made."""
        return frozenset(folded(self.turns).split())

    @cached_property
    def _entries(self) -> list[tuple[str, float]]:
        groups = (
            (self.wonderful, STRONG),
            (self.good, PLAIN),
            (self.bad, -PLAIN),
            (self.awful, -STRONG),
        )
        return [(entry, value) for words, value in groups for entry in folded(words).split()]


def folded(text: str) -> str:
    """Return text in lower case without accents: captions leave them out as often as not."""
    apart = normalize("NFKD", text.lower())
    return "".join(character for character in apart if not combining(character))
