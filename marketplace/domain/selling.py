"""What a brand sells, read from its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from marketplace.domain.industries import TRADES, Industry

# What a brand paid for before says a third as much as what it wants.
ACTIVITIES: Final = 1 / 3
_CLAUSE: Final = re.compile(r"[.,;:!?()\n]+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Told:
    """An industry, how sure the words are of it (shares that add up to 1), and which they were."""

    industry: Industry
    share: float
    because: tuple[str, ...]


def industries_of(goals: str, *, activities: str = "") -> tuple[Told, ...]:
    """Return what a brand sells by its own words, the surest first; empty when nothing tells.

    Words of fewer industries say more of each; what it paid for before says a third as much as
    what it wants.
    """
    found: dict[Industry, dict[str, float]] = {}
    for text, weight in ((goals, 1.0), (activities, ACTIVITIES)):
        for word in dict.fromkeys(_telling(text)):
            for industry in _by_word()[word]:
                told = found.setdefault(industry, {})
                name = word.replace("_", " ")
                told[name] = max(told.get(name, 0.0), weight / len(_by_word()[word]))
    total = sum(weight for one in found.values() for weight in one.values())
    told_by = [
        Told(industry, round(sum(one.values()) / total, 4), tuple(sorted(one)))
        for industry, one in found.items()
    ]
    return tuple(sorted(told_by, key=lambda one: (-one.share, one.industry)))


def _telling(text: str) -> Iterator[str]:
    """Yield the words that tell something; two that belong together aren't read one by one."""
    for clause in _CLAUSE.split(text.lower()):
        words = _WORD.findall(clause)
        at = 0
        while at < len(words):
            pair = _known("_".join(words[at : at + 2])) if at + 1 < len(words) else ""
            found = pair or _known(words[at])
            if found:
                yield found
            at += 2 if pair else 1


def _known(word: str) -> str:
    """Return the word as it stands in a trade, of which the plural counts too; "" for others."""
    if word in _by_word():
        return word
    return single if (single := word.removesuffix("s")) in _by_word() else ""


@cache
def _by_word() -> dict[str, tuple[Industry, ...]]:
    named: dict[str, list[Industry]] = {}
    for industry, trade in TRADES.items():
        for word in trade.words.split():
            named.setdefault(word, []).append(industry)
    return {word: tuple(one) for word, one in named.items()}
