"""Why a creator and a brief match: the factors that count, their evidence, doubts, what would help.

Nothing is said about a factor that has no weight, and nothing that isn't in the facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from creatorspark.lib.sentences import Sentence, gettext_noop
from marketplace.domain.matching.audiences import Audience
from marketplace.domain.matching.factors import weights_of
from marketplace.domain.matching.phrasing import (
    DOUBTS,
    FROM_WORDS,
    what_they_make,
    who_watches,
)
from marketplace.domain.matching.profiles import Needs, Rate
from marketplace.domain.matching.words import Said

OLD_DATA_DAYS: Final = 90
Values = dict[str, float | int | str]
# Under these a factor holds a match back; what would change it is told.
WEAK: Final = 0.45
HALF: Final = 0.5
MOST_WORDS: Final = 3


class Factor(StrEnum):
    """What a match is made of."""

    CONTENT = "content"
    AUDIENCE = "audience"
    PERFORMANCE = "performance"
    TRUST = "trust"
    PRICE = "price"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a creator beside the factors, for sentences.

    `mix` are shares of categories, `counted` how many of the last `videos` videos are of each;
    `words` are those that the creator says most in the last `posts`, by stem; `group` names the
    comparable ones.
    """

    mix: Mapping[str, float] = field(default_factory=dict)
    counted: Mapping[str, int] = field(default_factory=dict)
    videos: int = 0
    words: Mapping[str, Said] = field(default_factory=dict)
    posts: int = 0
    audience: Audience = field(default_factory=Audience)
    performance: float | None = None
    group: str = ""
    trust: float | None = None
    original: tuple[int, int] | None = None
    rate: Rate | None = None
    rival_deals: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One factor: its weight (together 1), value and product, whether it is known, and why.

    `also` is a second sentence, where there is more to say.
    """

    factor: Factor
    weight: float
    value: float
    is_known: bool
    sentence: Sentence
    also: Sentence | None = None

    @property
    def speaks_for(self) -> bool:
        """Whether what is said speaks for the match."""
        return speaks_for(self.sentence, value=self.value, is_known=self.is_known)

    @property
    def points(self) -> float:
        """Return what it brings to the score."""
        return self.weight * self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All of it, the factor that brings most first."""

    lines: tuple[Line, ...]
    warnings: tuple[Sentence, ...]
    would_help: tuple[Sentence, ...]


def speaks_for(sentence: Sentence, *, value: float, is_known: bool) -> bool:
    """Say whether what is said of a factor speaks for the match, or is only told."""
    return is_known and value >= WEAK and sentence.text not in DOUBTS


def explain(
    needs: Needs, facts: Facts, values: Mapping[Factor, float], *, today: date
) -> Explanation:
    """Put a match in words. `values` are the factors of `factors_of` for this pair."""
    weights = weights_of(needs)
    say = {
        Factor.CONTENT: what_they_make(
            needs, facts.mix, counted=facts.counted, videos=facts.videos
        ),
        Factor.AUDIENCE: who_watches(needs, facts.audience),
        Factor.PERFORMANCE: _performance(facts),
        Factor.TRUST: _trust(facts),
        Factor.PRICE: _price(needs, facts),
    }
    lines = [
        Line(
            factor=factor,
            weight=round(getattr(weights, factor.value), 4),
            value=round(values[factor], 4),
            is_known=known,
            sentence=sentence,
            also=words_in_common(needs, facts) if factor is Factor.CONTENT else None,
        )
        for factor, (known, sentence) in say.items()
        if getattr(weights, factor.value) > 0
    ]
    ordered = sorted(lines, key=lambda line: (-line.points, line.factor))
    return Explanation(
        lines=tuple(ordered),
        warnings=_warnings(facts, today=today),
        would_help=_would_help(ordered, needs, facts),
    )


def words_in_common(needs: Needs, facts: Facts) -> Sentence | None:
    """Return which words both say, those of the most posts first; None for none."""
    asked = frozenset(needs.words)
    shared = [one for name, one in facts.words.items() if name in asked]
    shared.sort(key=lambda one: (-one.times, one.word))
    said = [one for one in shared if one.posts] or shared
    if not said:
        return None
    values: Values = {"words": ", ".join(one.word for one in said[:MOST_WORDS])}
    posts = 0
    for one in said[:MOST_WORDS]:
        posts |= one.posts
    if not posts:
        return Sentence(gettext_noop("The profile speaks of %(words)s, as the brief does."), values)
    return Sentence(
        gettext_noop(
            "%(counted)d of the last %(posts)d posts speak of %(words)s, as the brief does."
        ),
        values | {"counted": posts.bit_count(), "posts": facts.posts},
    )


def _performance(facts: Facts) -> tuple[bool, Sentence]:
    if facts.performance is None:
        return False, Sentence(gettext_noop("How well the videos do is not yet known."))
    better = round(100 * facts.performance)
    if facts.performance >= HALF:
        text = gettext_noop("On average a video does better than %(better)d %% of %(group)s.")
    else:
        text = gettext_noop("On average a video does better than only %(better)d %% of %(group)s.")
    return True, Sentence(text, {"better": better, "group": facts.group})


def _trust(facts: Facts) -> tuple[bool, Sentence]:
    if facts.trust is None or facts.original is None:
        return False, Sentence(gettext_noop("There is no record of originality yet."))
    original, of = facts.original
    return True, Sentence(
        gettext_noop("%(original)d of %(of)d videos that were looked at are original."),
        {"original": original, "of": of},
    )


def _price(needs: Needs, facts: Facts) -> tuple[bool, Sentence]:
    if facts.rate is None:
        return False, Sentence(gettext_noop("What a video would cost is not yet known."))
    values: Values = {"low": facts.rate.low, "high": facts.rate.high, "budget": needs.budget or 0}
    within = facts.rate.high <= (needs.budget or 0)
    return True, Sentence(
        _AT_A_PRICE[_whole(facts.rate.low) == _whole(facts.rate.high), within], values
    )


def _whole(minor: int) -> int:
    return round(minor / 100)


# By whether the range is one sum, as it is written, and whether it is within the budget.
_AT_A_PRICE: Final = {
    (False, True): gettext_noop(
        "A video is estimated at %(low)s to %(high)s, within the budget of %(budget)s a creator."
    ),
    (False, False): gettext_noop(
        "A video is estimated at %(low)s to %(high)s; the budget is %(budget)s a creator."
    ),
    (True, True): gettext_noop(
        "A video is estimated at %(low)s, within the budget of %(budget)s a creator."
    ),
    (True, False): gettext_noop(
        "A video is estimated at %(low)s; the budget is %(budget)s a creator."
    ),
}


def _warnings(facts: Facts, *, today: date) -> tuple[Sentence, ...]:
    found = []
    as_of = facts.audience.as_of
    if as_of is not None and (today - as_of).days > OLD_DATA_DAYS:
        months = (today - as_of).days // 30
        found.append(
            Sentence(
                gettext_noop("The audience figures are %(months)d months old."),
                {"months": months},
            )
        )
    if as_of is None and facts.audience.is_known:
        found.append(Sentence(gettext_noop("The day of the audience figures isn't known.")))
    if facts.audience.source == FROM_WORDS:
        found.append(Sentence(gettext_noop("Who watches is described; nobody has counted it.")))
    found += [
        # With whom, and on which day, is between that brand and the creator.
        Sentence(
            gettext_noop("A deal with a rival ended in %(month)s."),
            {"month": month},
        )
        for month in sorted({f"{day:%Y-%m}" for day in facts.rival_deals})
    ]
    return tuple(found)


def _would_help(lines: list[Line], needs: Needs, facts: Facts) -> tuple[Sentence, ...]:
    """Say what would raise the score, for factors that are weak or not known."""
    found = []
    for line in lines:
        if not line.is_known:
            brand = line.factor is Factor.CONTENT and not needs.categories
            found.append(_BRAND_UNKNOWN if brand else _UNKNOWN[line.factor])
        elif line.value < WEAK and line.factor is Factor.PRICE and facts.rate is not None:
            found.append(
                Sentence(
                    gettext_noop("A budget of %(high)s a creator would cover the estimate."),
                    {"high": facts.rate.high},
                )
            )
        elif line.value < WEAK and line.factor in _WEAK:
            found.append(_WEAK[line.factor])
    return tuple(found)


_WEAK: Final = {
    Factor.CONTENT: Sentence(
        gettext_noop("More videos of what the brief asks for, or a brief that asks for this too.")
    ),
    Factor.AUDIENCE: Sentence(
        gettext_noop("A wider target of ages or countries would fit better.")
    ),
    Factor.PERFORMANCE: Sentence(gettext_noop("Newer videos that do better than the last ones.")),
    Factor.TRUST: Sentence(gettext_noop("More videos that are found to be original.")),
}


_UNKNOWN: Final = {
    Factor.CONTENT: Sentence(gettext_noop("A few videos with captions would show what they make.")),
    Factor.AUDIENCE: Sentence(gettext_noop("Figures of the audience, which the creator can give.")),
    Factor.PERFORMANCE: Sentence(gettext_noop("Some weeks of views and likes.")),
    Factor.TRUST: Sentence(gettext_noop("Videos as files, so that originality can be looked at.")),
    Factor.PRICE: Sentence(gettext_noop("A least fee, which the creator can name.")),
}
_BRAND_UNKNOWN: Final = Sentence(gettext_noop("Some words on what the brand sells."))
