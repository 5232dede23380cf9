"""Words that a brief and a creator share, beyond those that tell a category.

A word counts by how rare it is among the creators of a run: what more than a tenth of them say
tells nobody apart. A run holds for each creator its commonest words as numbers (CRC-32 of the
stem, 0 for none), and an index turned the other way round, from a word to who says it.
"""

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# So many words are kept of a creator, and read of a text: nobody gains by writing more of them.
MOST_KEPT: Final = 24
MOST_READ: Final = 60
LONGEST_TEXT: Final = 20_000
# A word in a quarter of somebody's posts is as much theirs as one in all.
OFTEN: Final = 0.25
# A word that more creators than that say (and more than a few) tells nobody apart.
COMMON, A_FEW = 0.1, 3
# As good as it gets: half of what is asked for by weight, or three words that one creator says.
HALF: Final = 0.5
ENOUGH: Final = 3.0
STEPS: Final = 255
_PLACE_BITS: Final = np.uint64(32)
_WORD: Final = re.compile(r"[^\W\d_]{3,30}")
# Words of every text, and of every brief and caption, in languages that many write here.
_EMPTY_TEXT: Final = """
    about above after again against all also although always among and another any anything are
    around back because been before being below best better between big both but buy came can
    cannot come could did does doing done down each easy else even ever every everyone everything
    few find first for from fun get gets getting give goes going gonna good got great had happy
    has have having heart her here high him his home how into its itself just keep know last let
    life like likes little live long look looking lot love made make makes making many may maybe
    more most much must myself need never new next nice not nothing now off often old once one
    only open other our out over own part people perfect place please put quality real really
    right said same say see share she should show simple since some someone something special
    start still such take than that the their them then there these they thing things this those
    three time times today together too top try two under until upon use used using very want
    wants was way week well were what when where which while who why will with within without
    world would yes yet you your yours
    account ads advert advertise advertising also audience audiences aim aims achieve awareness
    boost brand brands brand's build building campaign campaigns celebrate channel clip clips
    collaborate collaborated collaborates collaboration collaborations collaborating comment
    community companies company connect connection consumer consumers content create created
    creates creating creation creative creativity creator creators culture customer customers
    daily demographic diverse drive drives edit encourage encouraging engage engaged engagement
    engaging enhance enthusiast enthusiasts experience experiences explore fans features feature
    featuring feed follow follower followers following foryou foryoupage fyp fypage goal goals
    grow growth hashtag highlight highlighting identity image increase increasing influence
    influencer influencers inspire inspiring innovative instagram interest introduce introducing
    launch lead leading link lovers loyalty market marketing memorable message moment moments
    nbsp offer offering offers online participate partner partnered partnering partners
    partnership partnerships platform platforms popular position post posts presence product
    products promote promoted promotes promoting promotion promotions reach reaching reel reels
    related relevant resonate sale sales sell series service services short showcase showcased
    showcasing social sponsor sponsored sponsoring sponsors sponsorship story stories strengthen
    style subscribe support talent target targeting tiktok tiktoker tiktokers trend trending
    trends trendy tutorial tutorials unique user users video videos viral visibility vlog vlogs
    watch young youth youtube youtuber youtubers
    aber als auch auf aus bei bin bis das dass dein dem den der des die dir doch durch ein eine
    einem einen einer eines für habe haben hat hier ich ihr immer ist jetzt kann mehr mein mit
    nach nicht noch nur oder schon sehr sein sich sie sind über und uns unser vom von vor was
    wenn wer wie wir wird zum zur
    avec ces cette dans des elle est pas plus pour que qui sont sur une vous como con del esta
    este las los más mas muy para pero por que sus una uma com não nao
"""
# They count as categories already.
_CATEGORIES: Final = """
    animal art beauty comedy craft dance dancing editing education family fandom fashion fitness
    food gaming lifestyle lip makeup magic movie music news sport sync syncing technology tech
    travel trick vehicle work
"""
_EMPTY: Final = frozenset(f"{_EMPTY_TEXT}{_CATEGORIES}".split())


def stem(word: str) -> str:
    """Return a word without its case and the ending of a plural: “Ovens” and “oven” are one."""
    plain = word.casefold()
    if len(plain) > 4 and plain.endswith("ies"):
        return plain[:-3] + "y"
    if len(plain) > 3 and plain.endswith("s") and not plain.endswith(("ss", "us", "is")):
        return plain[:-1]
    return plain


def words_in(*texts: str) -> dict[str, str]:
    """Return the words of texts that may tell something, as written first, by their stem."""
    found: dict[str, str] = {}
    for text in texts:
        for word in _WORD.findall(text[:LONGEST_TEXT]):
            plain = word.casefold()
            if plain in _EMPTY or stem(plain) in _EMPTY:
                continue
            found.setdefault(stem(plain), plain)
            if len(found) >= MOST_READ:
                return found
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """A word as it was written, the posts it is in (a bit each), and whether a profile has it."""

    word: str
    posts: int
    in_profile: bool = False

    @property
    def times(self) -> int:
        """Return in how many posts it is."""
        return self.posts.bit_count()


def said_in(posts: Sequence[Iterable[str]], *, profile: Iterable[str] = ()) -> dict[str, Said]:
    """Return the words that somebody says most, by stem: those of the profile, then by posts.

    Each of `posts` is the texts of one (caption, hashtags, words on screen), the newest first.
    """
    masks: dict[str, int] = {}
    written: dict[str, str] = {}
    own = words_in(*profile)
    for number, texts in enumerate(posts):
        for name, word in words_in(*texts).items():
            masks[name] = masks.get(name, 0) | 1 << number
            written.setdefault(name, word)
    found = [
        Said(own.get(name) or written[name], masks.get(name, 0), name in own)
        for name in {**own, **written}
    ]
    found.sort(key=lambda one: (not one.in_profile, -one.times, one.word))
    return {stem(one.word): one for one in found[:MOST_KEPT]}


def shares_said(said: Mapping[str, Said], *, posts: int) -> dict[str, float]:
    """Return how much each word is somebody's own, 0 to 1, by stem."""
    return {
        name: 1.0 if one.in_profile else min(1.0, one.times / max(1, posts) / OFTEN)
        for name, one in said.items()
    }


def number_of(name: str) -> int:
    """Return the number of a stem, never 0."""
    return zlib.crc32(name.encode()) or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Who says a word: for each number the rows from `starts` on, and how much they say it."""

    creators: int
    numbers: NDArray[np.uint32]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    shares: Floats

    def shared(self, names: Iterable[str]) -> Floats | None:
        """Return how much of what is asked for each creator says, 0 to 1; None for no word.

        Words that nobody says, or that too many do, are none of it.
        """
        wanted = np.unique(np.array([number_of(one) for one in names], np.uint32))
        places = np.searchsorted(self.numbers, wanted)
        there = places < len(self.numbers)
        there[there] = self.numbers[places[there]] == wanted[there]
        found = np.zeros(self.creators, np.float32)
        total = 0.0
        for place in places[there].tolist():
            start, end = int(self.starts[place]), int(self.starts[place + 1])
            if end - start > max(A_FEW, COMMON * self.creators):
                continue
            rarity = float(np.log1p(self.creators / (end - start)))
            total += rarity
            found[self.rows[start:end]] += np.float32(rarity) * self.shares[start:end]
        if not total:
            return None
        full = min(HALF * total, ENOUGH * float(np.log1p(self.creators)))
        found /= np.float32(full)
        return np.minimum(found, np.float32(1), out=found)


def index_of(numbers: NDArray[np.uint32], shares: NDArray[np.uint8]) -> Index | None:
    """Turn the words of creators, (words, n) each, the other way round; None for no words."""
    flat = np.asarray(numbers).ravel()
    places = np.flatnonzero(flat)
    if not len(places):
        return None
    # A word and where it stands are sorted as one number: who says it stays in the order of rows.
    pairs = flat[places].astype(np.uint64)
    pairs <<= _PLACE_BITS
    pairs |= places.view(np.uint64)
    del places
    pairs.sort()
    names, order = (pairs >> _PLACE_BITS).astype(np.uint32), pairs.astype(np.uint32)
    del pairs
    starts = np.flatnonzero(np.append(True, names[1:] != names[:-1]))
    return Index(
        creators=numbers.shape[1],
        numbers=names[starts],
        starts=np.append(starts, len(names)),
        rows=(order % numbers.shape[1]).astype(np.int32),
        shares=(np.asarray(shares).ravel()[order] / np.float32(STEPS)).astype(np.float32),
    )
