"""Why a creator and a brief match: the factors that count, their evidence, doubts, what would help.

Nothing is said about a factor that has no weight, and nothing that isn't in the facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from creatorspark.lib.sentences import Sentence, gettext_noop
from marketplace.domain.matching.audiences import Audience, coverage
from marketplace.domain.matching.factors import weights_of
from marketplace.domain.matching.profiles import Needs, Rate

OLD_DATA_DAYS: Final = 90
FROM_WORDS: Final = "file"  # Files say "13-24", never how many of each age.
Values = dict[str, float | int | str]
LEAST_CATEGORY: Final = 0.1
# Under these a factor holds a match back; what would change it is told.
WEAK: Final = 0.45
STRONG: Final = 0.6


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
    `stated` says that the categories come from a description; `group` names the comparable ones.
    """

    mix: Mapping[str, float] = field(default_factory=dict)
    counted: Mapping[str, int] = field(default_factory=dict)
    videos: int = 0
    audience: Audience = field(default_factory=Audience)
    performance: float | None = None
    group: str = ""
    trust: float | None = None
    original: tuple[int, int] | None = None
    rate: Rate | None = None
    rival_deals: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One factor: its weight (together 1), value and product, whether it is known, and why."""

    factor: Factor
    weight: float
    value: float
    is_known: bool
    sentence: Sentence

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


def explain(
    needs: Needs, facts: Facts, values: Mapping[Factor, float], *, today: date
) -> Explanation:
    """Put a match in words. `values` are the factors of `factors_of` for this pair."""
    weights = weights_of(needs)
    say = {
        Factor.CONTENT: _content(needs, facts),
        Factor.AUDIENCE: _audience(needs, facts.audience),
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


def _content(needs: Needs, facts: Facts) -> tuple[bool, Sentence]:
    if not facts.mix:
        return False, Sentence(gettext_noop("What the videos are about is not yet known."))
    name, share = max(
        facts.mix.items(), key=lambda one: (one[1] * needs.categories.get(one[0], 0.0), one[1])
    )
    fit = needs.categories.get(name, 0.0)
    if fit < LEAST_CATEGORY:
        main = max(facts.mix, key=lambda one: (facts.mix[one], one))
        return True, Sentence(
            gettext_noop("Mostly %(category)s, which has little to do with what is asked for."),
            {"category": main},
        )
    values: Values = {
        "category": name,
        "share": round(100 * share),
        "fit": round(100 * fit),
    }
    if facts.videos:
        values |= {"counted": facts.counted.get(name, 0), "videos": facts.videos}
        return True, Sentence(
            gettext_noop(
                "%(counted)d of the last %(videos)d videos are %(category)s, which suits "
                "what is asked for at %(fit)d of 100."
            ),
            values,
        )
    return True, Sentence(
        gettext_noop(
            "By their own description %(share)d %% of what they make is %(category)s, which "
            "suits what is asked for at %(fit)d of 100."
        ),
        values,
    )


def _audience(needs: Needs, audience: Audience) -> tuple[bool, Sentence]:
    parts = _shares(needs, audience)
    if not parts:
        nobody_asked = needs.ages is None or needs.ages.is_everybody
        if nobody_asked and len(needs.genders) != 1 and _is_world(needs):
            return True, Sentence(gettext_noop("It is meant for everybody, so any audience fits."))
        return False, Sentence(gettext_noop("Who watches is not yet known."))
    age, gender, market = (parts.get(name) for name in ("age", "gender", "market"))
    values: Values = {f"{name}_share": round(100 * one[0]) for name, one in parts.items()}
    values |= {name: one[1] for name, one in parts.items()}
    text = _AUDIENCES[(age is not None, gender is not None, market is not None)]
    return True, Sentence(text, values)


_AUDIENCES: Final = {
    (True, False, False): gettext_noop("About %(age_share)d %% of the audience is %(age)s."),
    (False, True, False): gettext_noop(
        "About %(gender_share)d %% of the audience is %(gender)s."
    ),
    (False, False, True): gettext_noop(
        "About %(market_share)d %% of the audience is in %(market)s."
    ),
    (True, True, False): gettext_noop(
        "About %(age_share)d %% of the audience is %(age)s, and %(gender_share)d %% %(gender)s."
    ),
    (True, False, True): gettext_noop(
        "About %(age_share)d %% of the audience is %(age)s, and %(market_share)d %% in %(market)s."
    ),
    (False, True, True): gettext_noop(
        "About %(gender_share)d %% of the audience is %(gender)s, and %(market_share)d %% in "
        "%(market)s."
    ),
    (True, True, True): gettext_noop(
        "About %(age_share)d %% of the audience is %(age)s, %(gender_share)d %% %(gender)s, and "
        "%(market_share)d %% in %(market)s."
    ),
}  # fmt: skip


def _shares(needs: Needs, audience: Audience) -> dict[str, tuple[float, str]]:
    """Return the shares of what is asked for and known, with the words for it."""
    parts: dict[str, tuple[float, str]] = {}
    if needs.ages is not None and not needs.ages.is_everybody and audience.ages is not None:
        covered = coverage(needs.ages)
        share = sum(one * part for one, part in zip(audience.ages, covered, strict=True))
        parts["age"] = (share, str(needs.ages))
    if len(needs.genders) == 1 and audience.female is not None:
        (gender,) = needs.genders
        parts["gender"] = (audience.female if gender == "female" else 1 - audience.female, gender)
    if not _is_world(needs) and audience.markets:
        assert needs.markets is not None
        share = sum(audience.markets.get(code, 0.0) for code in needs.markets.codes)
        parts["market"] = (share, ", ".join(needs.markets.codes))
    return parts


def _is_world(needs: Needs) -> bool:
    return needs.markets is None or needs.markets.is_world


def _performance(facts: Facts) -> tuple[bool, Sentence]:
    if facts.performance is None:
        return False, Sentence(gettext_noop("How well the videos do is not yet known."))
    top = max(1, round(100 * (1 - facts.performance)))
    if facts.performance >= 0.5:
        text = gettext_noop("Engagement is in the top %(top)d %% of %(group)s.")
    else:
        text = gettext_noop("Engagement is below the middle of %(group)s: top %(top)d %%.")
    return True, Sentence(text, {"top": top, "group": facts.group})


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
    text = (
        gettext_noop(
            "A video is estimated at %(low)s to %(high)s, within the %(budget)s a creator."
        )
        if within
        else gettext_noop(
            "A video is estimated at %(low)s to %(high)s; %(budget)s a creator is set."
        )
    )
    return True, Sentence(text, values)


def _warnings(facts: Facts, *, today: date) -> tuple[Sentence, ...]:
    found = []
    as_of = facts.audience.as_of
    if as_of is not None and (today - as_of).days > OLD_DATA_DAYS:
        months = (today - as_of).days // 30
        found.append(
            Sentence(
                gettext_noop("What is known of the audience is %(months)d months old."),
                {"months": months},
            )
        )
    if facts.audience.ages and facts.audience.source == FROM_WORDS:
        found.append(
            Sentence(gettext_noop("Ages were given as a range; shares are spread evenly over it."))
        )
    found += [
        Sentence(
            gettext_noop("A deal with a rival, %(brand)s, ended on %(day)s."),
            {"brand": name, "day": day.isoformat()},
        )
        for name, day in facts.rival_deals
    ]
    return tuple(found)


def _would_help(lines: list[Line], needs: Needs, facts: Facts) -> tuple[Sentence, ...]:
    """Say what would raise the score, for factors that are weak or not known."""
    found = []
    for line in lines:
        if not line.is_known:
            found.append(_UNKNOWN[line.factor])
        elif line.value < WEAK and line.factor is Factor.PRICE and facts.rate is not None:
            found.append(
                Sentence(
                    gettext_noop("A budget of %(high)s a creator would cover the estimate."),
                    {"high": facts.rate.high},
                )
            )
        elif line.value < WEAK and line.factor is Factor.AUDIENCE:
            found.append(
                Sentence(gettext_noop("A wider target of ages or countries would fit better."))
            )
    return tuple(found)


_UNKNOWN: Final = {
    Factor.CONTENT: Sentence(gettext_noop("A few videos with captions would show what they make.")),
    Factor.AUDIENCE: Sentence(gettext_noop("Figures of the audience, which the creator can give.")),
    Factor.PERFORMANCE: Sentence(gettext_noop("Some weeks of views and likes.")),
    Factor.TRUST: Sentence(gettext_noop("Videos as files, so that originality can be looked at.")),
    Factor.PRICE: Sentence(gettext_noop("A least fee, which the creator can name.")),
}
