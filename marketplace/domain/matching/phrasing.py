"""The two factors that take most words: what somebody makes, and who watches."""

from collections.abc import Mapping
from typing import Final

from creatorspark.lib.sentences import Sentence, gettext_noop
from marketplace.domain.industries import TRADES
from marketplace.domain.matching.audiences import Audience, coverage
from marketplace.domain.matching.profiles import Needs

Values = dict[str, float | int | str]

LEAST_CATEGORY: Final = 0.1
# From these on what is sold is at home among such videos, well placed, or can have a place.
AT_HOME, WELL, SOMEHOW = 0.75, 0.5, 0.25
# A description is never exact: all, most, half, some, or few of an audience.
ALL, MOST, HALF, SOME = 0.95, 0.55, 0.45, 0.2
FROM_WORDS: Final = "file"  # Files say "13-24", never how many of each age.


def what_they_make(
    needs: Needs, mix: Mapping[str, float], *, counted: Mapping[str, int], videos: int
) -> tuple[bool, Sentence]:
    """Return whether it is known, and the category that suits best, with what is sold.

    `mix` are shares of categories, `counted` how many of the last `videos` videos are of each.
    """
    if not mix:
        return False, Sentence(gettext_noop("What the videos are about is not yet known."))
    if not needs.categories:
        return False, Sentence(gettext_noop("What the brand sells is not yet known."))
    name, share = max(
        mix.items(), key=lambda one: (one[1] * needs.categories.get(one[0], 0.0), one[1])
    )
    fit = needs.categories.get(name, 0.0)
    if fit < LEAST_CATEGORY:
        main = max(mix, key=lambda one: (mix[one], one))
        return True, Sentence(
            gettext_noop("Mostly %(makes)s, which have little to do with what is asked for."),
            {"makes": main},
        )
    industry = _sold(needs, category=name)
    values: Values = {"makes": name, "share": round(100 * share), "fit": round(100 * fit)}
    values |= {"sellers": industry} if industry else {}
    if videos and counted.get(name):
        values |= {"counted": counted[name], "videos": videos}
        return True, Sentence(_COUNTED[_level(fit, known=bool(industry))], values)
    texts = _DESCRIBED if share >= ALL else _DESCRIBED_TOO
    return True, Sentence(texts[_level(fit, known=bool(industry))], values)


def _sold(needs: Needs, *, category: str) -> str:
    """Return what the brand sells that such videos suit best; "" where its words don't say."""
    worth = {
        one: share * TRADES[one].suits.get(category, 0.0) for one, share in needs.industries.items()
    }
    best = max(worth, key=lambda one: (worth[one], one), default=None)
    return best.value if best is not None and worth[best] > 0 else ""


def _level(fit: float, *, known: bool) -> str:
    if not known:
        return "asked" if fit >= WELL else "asked in part"
    if fit >= AT_HOME:
        return "at home"
    if fit >= WELL:
        return "well"
    return "somehow" if fit >= SOMEHOW else "far"


_COUNTED: Final = {
    "at home": gettext_noop(
        "%(counted)d of the last %(videos)d posts are %(makes)s, a natural fit for %(sellers)s."
    ),
    "well": gettext_noop(
        "%(counted)d of the last %(videos)d posts are %(makes)s, a good place for %(sellers)s."
    ),
    "somehow": gettext_noop(
        "%(counted)d of the last %(videos)d posts are %(makes)s"
        ", where %(sellers)s can have a place."
    ),
    "far": gettext_noop(
        "%(counted)d of the last %(videos)d posts are %(makes)s"
        ", not the usual place for %(sellers)s."
    ),
    "asked": gettext_noop(
        "%(counted)d of the last %(videos)d posts are %(makes)s, as the brief asks for."
    ),
    "asked in part": gettext_noop(
        "%(counted)d of the last %(videos)d posts are %(makes)s, part of what the brief asks for."
    ),
}
_DESCRIBED: Final = {
    "at home": gettext_noop("Described as making %(makes)s, a natural fit for %(sellers)s."),
    "well": gettext_noop("Described as making %(makes)s, a good place for %(sellers)s."),
    "somehow": gettext_noop("Described as making %(makes)s, where %(sellers)s can have a place."),
    "far": gettext_noop("Described as making %(makes)s, not the usual place for %(sellers)s."),
    "asked": gettext_noop("Described as making %(makes)s, as the brief asks for."),
    "asked in part": gettext_noop(
        "Described as making %(makes)s, part of what the brief asks for."
    ),
}
_DESCRIBED_TOO: Final = {
    "at home": gettext_noop(
        "Described as making %(makes)s among others, a natural fit for %(sellers)s."
    ),
    "well": gettext_noop(
        "Described as making %(makes)s among others, a good place for %(sellers)s."
    ),
    "somehow": gettext_noop(
        "Described as making %(makes)s among others, where %(sellers)s can have a place."
    ),
    "far": gettext_noop(
        "Described as making %(makes)s among others, not the usual place for %(sellers)s."
    ),
    "asked": gettext_noop("Described as making %(makes)s among others, as the brief asks for."),
    "asked in part": gettext_noop(
        "Described as making %(makes)s among others, part of what the brief asks for."
    ),
}


def who_watches(needs: Needs, audience: Audience) -> tuple[bool, Sentence]:
    """Return whether it is known, and which part of the audience is what is asked for."""
    parts = _shares(needs, audience)
    if not parts:
        nobody_asked = needs.ages is None or needs.ages.is_everybody
        if nobody_asked and len(needs.genders) != 1 and _is_world(needs):
            return True, Sentence(
                gettext_noop("The brand wants to reach everybody, so any audience fits.")
            )
        return False, Sentence(gettext_noop("Who watches is not yet known."))
    values: Values = {name: one[1] for name, one in parts.items()}
    if audience.source == FROM_WORDS:
        values |= {f"{name}_part": part_of(one[0]) for name, one in parts.items()}
        return True, Sentence(_AS_DESCRIBED[tuple(parts)], values)
    values |= {f"{name}_share": round(100 * one[0]) for name, one in parts.items()}
    few = "market" in parts and len(parts) > 1 and parts["market"][0] < SOME
    return True, Sentence((_BUT_FEW if few else _AS_COUNTED)[tuple(parts)], values)


def part_of(share: float) -> str:
    """Return in a word how much a share is, for figures that are no counts."""
    if share >= ALL:
        return gettext_noop("all")
    if share > MOST:
        return gettext_noop("most")
    if share >= HALF:
        return gettext_noop("half")
    return gettext_noop("some") if share >= SOME else gettext_noop("little")


_AS_COUNTED: Final[Mapping[tuple[str, ...], str]] = {
    ("age",): gettext_noop("%(age_share)d %% of the audience is aged %(age)s."),
    ("gender",): gettext_noop("%(gender_share)d %% of the audience is %(gender)s."),
    ("market",): gettext_noop("%(market_share)d %% of the audience is in %(market)s."),
    ("age", "gender"): gettext_noop(
        "%(age_share)d %% of the audience is aged %(age)s and %(gender_share)d %% is %(gender)s."
    ),
    ("age", "market"): gettext_noop(
        "%(age_share)d %% of the audience is aged %(age)s and %(market_share)d %% is in %(market)s."
    ),
    ("gender", "market"): gettext_noop(
        "%(gender_share)d %% of the audience is %(gender)s and %(market_share)d %% is in "
        "%(market)s."
    ),
    ("age", "gender", "market"): gettext_noop(
        "%(age_share)d %% of the audience is aged %(age)s, %(gender_share)d %% is %(gender)s, "
        "and %(market_share)d %% is in %(market)s."
    ),
}
# Where those who fit are mostly elsewhere, “and 6 % is in …” would read as praise.
_BUT_FEW: Final[Mapping[tuple[str, ...], str]] = {
    ("age", "market"): gettext_noop(
        "%(age_share)d %% of the audience is aged %(age)s, but only %(market_share)d %% is in "
        "%(market)s."
    ),
    ("gender", "market"): gettext_noop(
        "%(gender_share)d %% of the audience is %(gender)s, but only %(market_share)d %% is in "
        "%(market)s."
    ),
    ("age", "gender", "market"): gettext_noop(
        "%(age_share)d %% of the audience is aged %(age)s and %(gender_share)d %% is %(gender)s, "
        "but only %(market_share)d %% is in %(market)s."
    ),
}
DOUBTS: Final = frozenset(_BUT_FEW.values())
"""Sentences that take back half of what they say."""
_AS_DESCRIBED: Final[Mapping[tuple[str, ...], str]] = {
    ("age",): gettext_noop("By the description, %(age_part)s of the audience is aged %(age)s."),
    ("gender",): gettext_noop("By the description, %(gender_part)s of the audience is %(gender)s."),
    ("market",): gettext_noop(
        "By the description, %(market_part)s of the audience is in %(market)s."
    ),
    ("age", "gender"): gettext_noop(
        "By the description, %(age_part)s of the audience is aged %(age)s and %(gender_part)s "
        "is %(gender)s."
    ),
    ("age", "market"): gettext_noop(
        "By the description, %(age_part)s of the audience is aged %(age)s and %(market_part)s "
        "is in %(market)s."
    ),
    ("gender", "market"): gettext_noop(
        "By the description, %(gender_part)s of the audience is %(gender)s and "
        "%(market_part)s is in %(market)s."
    ),
    ("age", "gender", "market"): gettext_noop(
        "By the description, %(age_part)s of the audience is aged %(age)s, %(gender_part)s is "
        "%(gender)s, and %(market_part)s is in %(market)s."
    ),
}


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
