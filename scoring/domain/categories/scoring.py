"""Scores a caption against every category: 0 nothing speaks for it, towards 1 the more does.

Hashtags and words are weighed by how much they say (a term of many categories says less of each:
the inverse document frequency of TF-IDF), and pieces of evidence add up as independent ones do.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

from scoring.domain.categories.taxonomy import TAXONOMY, Category

# Part of every stored result: whatever changes a score is a new version.
VERSION = "category-words-3"
CONFIDENT = 0.5
HASHTAG_STRONG, WORD_STRONG = 0.75, 0.48
HASHTAG_WEAK, WORD_WEAK = 0.3, 0.2
# A hashtag that holds a term ("mygymtime") says nearly as much as the term.
WITHIN = 0.8
SHORTEST_START, SHORTEST_END = 5, 7
# A sound is chosen for many reasons; what is read off a picture is read wrongly now and then.
SOUND, SCREEN = 0.5, 0.7
SOUND_MARK, SCREEN_MARK = "♪ ", "▤ "
HASHTAG = re.compile(r"#(\w+)")
WORD = re.compile(r"[^\W\d_]+|\w+")
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
NAMES_AND_LINKS = re.compile(r"https?://\S+|@[\w.]+")
# They say where a video wants to be shown, or how it was made, not what it is about.
REACH = re.compile(
    r"^(f+y+p*|4u|4yp|fyp\w*|for(yo)?u\w*|foru\w*|viral\w*|viraal|trend\w*|xyzbca|parati|"
    r"voorjou\w*|vjp?|recommendations?|рек\w*|tiktok\w*|keşfet|duet|stitch|explore|rec)$"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a video says: caption, hashtags beside it, its sound's name, text in its pictures."""

    caption: str
    hashtags: tuple[str, ...] = ()
    sound_name: str = ""
    screen: str = ""


@dataclass(frozen=True, slots=True)
class CategoryScore:
    """One category's confidence, 0 to 1, and the words that spoke for it, the most first."""

    category: Category
    confidence: float
    because: tuple[str, ...]


def score_categories(
    caption: str, *, hashtags: Iterable[str] = (), sound_name: str = "", screen: str = ""
) -> tuple[CategoryScore, ...]:
    """Return every category that anything speaks for, the surest first.

    `hashtags` adds to those written in the caption; `screen` is text read off the pictures. The
    same words always get the same answer.
    """
    return score_evidence(Evidence(caption, tuple(hashtags), sound_name, screen))


def score_evidence(evidence: Evidence) -> tuple[CategoryScore, ...]:
    """Return every category that anything of a video speaks for, the surest first."""
    spoken: dict[Category, dict[str, float]] = defaultdict(dict)
    for term, weight in _spoken(evidence):
        for category, share in weight.items():
            spoken[category][term] = max(share, spoken[category].get(term, 0.0))
    found = [
        CategoryScore(
            category,
            round(1 - math.prod(1 - share for share in terms.values()), 4),
            tuple(sorted(terms, key=lambda term: (-terms[term], term))[:5]),
        )
        for category, terms in spoken.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.confidence, one.category)))


def categories_of(scores: Iterable[CategoryScore]) -> tuple[Category, ...]:
    """Return the categories that enough speaks for: a hashtag, or two words."""
    return tuple(one.category for one in scores if one.confidence >= CONFIDENT)


def terms_of(evidence: Evidence) -> tuple[str, ...]:
    """Return what speaks, each once and marked by where it stands: "#gym", "gym", "♪ gym"."""
    text = NAMES_AND_LINKS.sub(" ", normalize("NFKC", evidence.caption).lower())
    tags = {tag.lower() for tag in (*HASHTAG.findall(text), *evidence.hashtags)}
    plain = HASHTAG.sub(" ", text)
    return (
        *(f"#{tag}" for tag in sorted(tags) if not REACH.match(tag)),
        *sorted({*WORD.findall(plain), *EMOJI.findall(plain)}),
        *(f"{SOUND_MARK}{term}" for term in _words(evidence.sound_name)),
        *(f"{SCREEN_MARK}{term}" for term in _words(evidence.screen)),
    )


def _words(text: str) -> list[str]:
    return sorted(set(WORD.findall(normalize("NFKC", text).lower())))


def _spoken(evidence: Evidence) -> Iterable[tuple[str, dict[Category, float]]]:
    for term in terms_of(evidence):
        bare = term[len(SOUND_MARK) :]
        if term.startswith("#"):
            yield term, _of_hashtag(term[1:])
        elif term.startswith(SOUND_MARK):
            yield term, _of_word(bare, strong=SOUND * WORD_STRONG, weak=0.0)
        elif term.startswith(SCREEN_MARK):
            yield term, _of_word(bare, strong=SCREEN * WORD_STRONG, weak=0.0)
        else:
            yield term, _of_word(term, strong=WORD_STRONG, weak=WORD_WEAK)


def _of_word(term: str, *, strong: float, weak: float) -> dict[Category, float]:
    found = {one: strong * share for one, share in _terms().strong.get(term, {}).items()}
    for one, share in _terms().weak.get(term, {}).items():
        found[one] = max(found.get(one, 0.0), weak * share)
    return {one: share for one, share in found.items() if share > 0}


def _of_hashtag(tag: str) -> dict[Category, float]:
    """Of the whole hashtag, or of the longest term in it ("deadliftday")."""
    whole = _of_word(tag, strong=HASHTAG_STRONG, weak=HASHTAG_WEAK)
    if whole:
        return whole
    inside = [
        term
        for term in _terms().strong
        if (len(term) >= SHORTEST_START and tag.startswith(term))
        or (len(term) >= SHORTEST_END and tag.endswith(term))
    ]
    if not inside:
        return {}
    return _of_word(max(inside, key=len), strong=WITHIN * HASHTAG_STRONG, weak=0.0)


@dataclass(frozen=True)
class _Terms:
    """For every term, the categories it speaks for and how much of it each gets."""

    strong: dict[str, dict[Category, float]]
    weak: dict[str, dict[Category, float]]


@cache
def _terms() -> _Terms:
    return _Terms(strong=_shares("strong"), weak=_shares("weak"))


def _shares(kind: str) -> dict[str, dict[Category, float]]:
    """A term of one category speaks fully for it; the more have it, the less it says of each."""
    belongs: dict[str, set[Category]] = defaultdict(set)
    for category, meaning in TAXONOMY.items():
        for term in getattr(meaning, kind).split():
            belongs[term].add(category)
    most = math.log(1 + len(TAXONOMY))
    return {
        term: dict.fromkeys(
            sorted(categories), math.log(1 + len(TAXONOMY) / len(categories)) / most
        )
        for term, categories in belongs.items()
    }
