"""How a caption feels by its words: the method of VADER (Hutto and Gilbert 2014), any language.

Each word with a mood counts by its strength; what denies it turns it, what strengthens it adds,
and after "but" comes what is meant.
"""

import math
import re
from functools import lru_cache

from scoring.domain.sentiment.emoji import EMOJI
from scoring.domain.sentiment.lexicons import LEXICONS, Lexicon
from scoring.domain.sentiment.lexicons.words import folded

WORD = re.compile(r"[^\W\d_]+")
CLAUSE = re.compile(r"[.,;:!?…\n()|]+")
HASHTAG = re.compile(r"#(\w+)")
TURNED = -0.74
NEAR = 3
BEFORE_BUT, AFTER_BUT = 0.5, 1.5
# VADER's: how fast more words bring the whole towards its ends.
SPREAD = 15
MOST_MARKS, MARK = 4, 0.292
IN_HASHTAG = 0.7


def mood_of(text: str, language: str) -> tuple[float, int]:
    """Return how a text feels, -1 to 1, and how many of its words and emoji have a mood."""
    lexicon = LEXICONS[language]
    plain = HASHTAG.sub(" ", text)
    found = [value for value in _of_words(_clauses(plain), lexicon) if value]
    found += [IN_HASHTAG * value for tag in HASHTAG.findall(text) if (value := _tag(tag, lexicon))]
    found += [EMOJI[one] for one in dict.fromkeys(text) if one in EMOJI]
    total = sum(found)
    if total:
        total += math.copysign(min(text.count("!"), MOST_MARKS) * MARK, total)
    return total / math.sqrt(total * total + SPREAD), len(found)


def _of_words(clauses: list[list[str]], lexicon: Lexicon) -> list[float]:
    words = [word for clause in clauses for word in clause]
    moods = [mood for clause in clauses for mood in _of_clause(clause, lexicon)]
    return _weighed_by_but(words, moods, lexicon)


def _of_clause(words: list[str], lexicon: Lexicon) -> list[float]:
    """Words that deny or strengthen do so within their clause."""
    values = [lexicon.value_of(word) for word in words]
    for at in range(len(words) - 1):
        pair = lexicon.values.get(f"{words[at]}_{words[at + 1]}")
        if pair is not None:
            values[at], values[at + 1] = pair, 0.0
    return [
        value * _strength(words, at, lexicon) * _turned(words, at, values, lexicon)
        for at, value in enumerate(values)
    ]


def _strength(words: list[str], at: int, lexicon: Lexicon) -> float:
    return math.prod(lexicon.boosters.get(word, 1.0) for word in words[max(0, at - 2) : at])


def _turned(words: list[str], at: int, values: list[float], lexicon: Lexicon) -> float:
    """-0.74 where it is denied: by a word before it, or by one after it with no mood between."""
    if not values[at]:
        return 1.0
    before = words[max(0, at - NEAR) : at]
    if lexicon.negations.intersection(before):
        never, so = lexicon.never_so
        return 1.0 if never.intersection(before) and so.intersection(before) else TURNED
    for after in range(at + 1, min(len(words), at + 1 + lexicon.denies_back)):
        if values[after] or words[after] in lexicon.contrasts:
            return 1.0
        if words[after] in lexicon.negations:
            ahead = values[after + 1 : after + 1 + NEAR]
            # "schade, nicht gut": it denies what follows it, if that has a mood.
            return 1.0 if any(ahead) else TURNED
    return 1.0


def _weighed_by_but(words: list[str], moods: list[float], lexicon: Lexicon) -> list[float]:
    turn = next((at for at, word in enumerate(words) if word in lexicon.contrasts), None)
    if turn is None or not any(moods[turn:]):
        return moods
    return [mood * (BEFORE_BUT if at < turn else AFTER_BUT) for at, mood in enumerate(moods)]


def _tag(tag: str, lexicon: Lexicon) -> float:
    return lexicon.value_of(folded(tag))


@lru_cache(maxsize=256)
def _clauses(text: str) -> list[list[str]]:
    return [WORD.findall(clause) for clause in CLAUSE.split(folded(text))]
