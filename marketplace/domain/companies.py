"""Which brands belong together and which compete, as suggestions that people accept or change."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from marketplace.domain.industries import Industry

# What follows a name and still means the same house.
_COMPANY: Final = frozenset({"co", "inc", "corp", "ltd", "group", "company", "holdings"})
_WORD: Final = re.compile(r"[\w&']+")
# Industries with a lead this small compete as little as shops and software do.
LEAST_SHARE: Final = 0.4
# Selling everything, or entertainment of every kind, makes nobody a rival by itself.
NOT_RIVALS: Final = frozenset({Industry.SHOPS, Industry.SOFTWARE, Industry.FOOD, Industry.CHARITY})


@dataclass(frozen=True, slots=True)
class Family:
    """A name that seems to be a line of another one, and the name that both share."""

    child: str
    parent: str
    because: str


def families(names: Sequence[str]) -> tuple[Family, ...]:
    """Return which names are lines of another one, each with the topmost of its house.

    A name that begins with another, whole words only, is its line ("Ford Trucks"); a name and a
    word for a company in one word is the house of the name ("PepsiCo" of "Pepsi").
    """
    known = {_words(name): name for name in sorted(names, key=lambda name: (len(name), name))}
    houses = {
        known[line]: name for words, name in known.items() for line in _lines_of(words, known)
    }
    found = []
    for words, name in known.items():
        shorter = next((known[words[:n]] for n in range(1, len(words)) if words[:n] in known), name)
        parent = houses.get(shorter, shorter)
        if parent != name:
            found.append(Family(name, parent, shorter))
    return tuple(found)


def rivals(
    brands: Mapping[str, Mapping[Industry, float]], *, parents: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return pairs of names, in order, that mostly sell the same and aren't one family.

    `brands` maps names to shares of industries.
    """
    mainly = {name: _main(shares) for name, shares in brands.items()}
    pairs = []
    for first, second in combinations(sorted(brands), 2):
        same_house = parents.get(first, first) == parents.get(second, second)
        if not same_house and mainly[first] & mainly[second]:
            pairs.append((first, second))
    return tuple(pairs)


def _main(shares: Mapping[Industry, float]) -> frozenset[Industry]:
    """Return the industries that make up most of what a brand sells."""
    return frozenset(
        one for one, share in shares.items() if share >= LEAST_SHARE and one not in NOT_RIVALS
    )


def readable(name: str) -> str:
    """Return a name as it can be seen: without signs that have no width, and on one line."""
    seen = "".join(sign for sign in name if unicodedata.category(sign) != "Cf")
    return " ".join(seen.split())


def skeleton(name: str) -> str:
    """Return what a name looks like, whatever its letters are made of; equal ones read alike."""
    return "".join(_words(name)) or readable(name).casefold()


def _words(name: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", readable(name)).casefold()
    return tuple(_WORD.findall(plain))


def _lines_of(
    words: tuple[str, ...], known: Mapping[tuple[str, ...], str]
) -> list[tuple[str, ...]]:
    """Return the known names of which one word is the company: "pepsi" of "pepsico"."""
    if len(words) != 1:
        return []
    plain = [(words[0].removesuffix(suffix),) for suffix in sorted(_COMPANY)]
    return [line for line in plain if line != words and line in known]
