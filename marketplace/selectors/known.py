"""Rows of a run as matching reads them. The shapes of the JSON fields stand here and nowhere else.

- `mix`: share by category.
- `audience`: `ages` by band ("13-17"), `female_share`, `markets` by ISO code, `source`, `as_of`.
- `performance`: `place` 0 to 1 among comparable ones, `group` in words.
- `trust`: `value` 0 to 1, `original` of `looked_at` videos.
- `rate`: `low` and `high` in minor units, `currency`.
- `words`: by stem, the word, the posts it is in as bits, and 1 where the profile has it.
- `rhythm`: `videos` looked at, `counted` of them by category, `tone` of those measured.
- `ages_of_data`: the newest day of each kind of data.

Whatever is missing is “not yet known”.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np

from marketplace.domain.matching.audiences import BANDS, Audience
from marketplace.domain.matching.explaining import Facts
from marketplace.domain.matching.profiles import Creator, Rate, Vector
from marketplace.domain.matching.words import Said, shares_said
from marketplace.models import CreatorProfile

# What `facts_of` reads of a profile.
TOLD: Final = (
    *("creator_id", "mix", "words", "rhythm", "audience", "performance", "trust", "rate"),
)


def creator_of(row: CreatorProfile) -> Creator:
    """Return a profile as matching reads it; what it refuses and whether it can be asked are not
    in a run, since they count from the moment they are said.
    """
    return Creator(
        creator_id=row.creator_id,
        mix=row.mix,
        embedding=vector_of(bytes(row.embedding)),
        words=shares_said(words_of(row.words), posts=int(row.rhythm.get("videos") or 0)),
        audience=audience_of(row.audience),
        performance=_number(row.performance.get("place")),
        trust=_number(row.trust.get("value")),
        rate=rate_of(row.rate),
        followers=row.followers,
        languages=frozenset({row.language} if row.language else ()),
        grade=row.grade,
        originality=row.originality,
        verified=row.verified,
        is_new=row.is_new,
    )


def facts_of(row: CreatorProfile, *, rivals: tuple[date, ...] = ()) -> Facts:
    """Return what sentences may name of a profile; `rivals` are the days on which deals ended."""
    original, looked_at = row.trust.get("original"), row.trust.get("looked_at")
    return Facts(
        mix=row.mix,
        words=words_of(row.words),
        posts=int(row.rhythm.get("videos") or 0),
        counted=row.rhythm.get("counted", {}),
        videos=int(row.rhythm.get("videos") or 0) if row.rhythm.get("counted") else 0,
        audience=audience_of(row.audience),
        performance=_number(row.performance.get("place")),
        group=str(row.performance.get("group", "")),
        trust=_number(row.trust.get("value")),
        original=(int(original), int(looked_at)) if looked_at and original is not None else None,
        rate=rate_of(row.rate),
        rival_deals=rivals,
    )


def words_of(stored: Mapping[str, Any]) -> dict[str, Said]:
    """Return the words somebody says, by stem."""
    return {
        name: Said(str(word), int(posts), bool(in_profile))
        for name, (word, posts, in_profile) in stored.items()
    }


def audience_of(stored: Mapping[str, Any]) -> Audience:
    """Return an audience as it is stored; one whose shares can't be is not known."""
    ages = stored.get("ages") or {}
    as_of = stored.get("as_of")
    try:
        return Audience(
            ages=tuple(ages.get(f"{low}-{high}", 0.0) for low, high in BANDS) if ages else None,
            female=_number(stored.get("female_share")),
            markets=stored.get("markets") or {},
            as_of=date.fromisoformat(as_of) if as_of else None,
            source=str(stored.get("source", "")),
        )
    except ValueError:
        return Audience()


def rate_of(stored: Mapping[str, Any]) -> Rate | None:
    """Return a rate in minor units of the house's currency, None when there is no estimate."""
    low, high = stored.get("low"), stored.get("high")
    if low is None or high is None or not 0 <= int(low) <= int(high):
        return None
    return Rate(low=int(low), high=int(high))


def vector_of(stored: bytes) -> Vector | None:
    """Return an embedding, None when there was nothing to embed."""
    return np.frombuffer(stored, "<f4").astype(np.float32) if stored else None


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def ages_by_band(audience: Audience) -> dict[str, float]:
    """Return the shares of ages by band ("13-17"); empty when they aren't known."""
    if audience.ages is None:
        return {}
    return {f"{low}-{high}": share for (low, high), share in zip(BANDS, audience.ages, strict=True)}
