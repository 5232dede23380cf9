"""A brief as a person wrote it, what can't be right in it, and what of it is stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from marketplace.domain.cleaning.ages import read_ages
from marketplace.domain.cleaning.people import FEMALE, MALE, read_markets
from marketplace.domain.industries import Industry
from marketplace.domain.matching.explaining import Factor

LONGEST_NAME: Final = 200
LONGEST_GOALS: Final = 5_000
MOST_MONEY: Final = 10**12
MOST_FOLLOWERS: Final = 10**10
MOST_DAYS: Final = 730
HEAVIEST: Final = 100
GRADES: Final = ("A", "B", "C", "D")


class Fault(StrEnum):
    """What can't be right in a brief; each has a sentence where people read it."""

    NAME_MISSING = "name_missing"
    TOO_LONG = "too_long"
    AGES_UNREADABLE = "ages_unreadable"
    MARKETS_UNREADABLE = "markets_unreadable"
    LANGUAGES_UNREADABLE = "languages_unreadable"
    UNKNOWN = "unknown"
    BUDGET_ZERO = "budget_zero"
    BUDGET_RANGE = "budget_range"
    BUDGET_SMALLER = "budget_smaller"
    FOLLOWERS_RANGE = "followers_range"
    FOLLOWERS_BACKWARD = "followers_backward"
    DATES_BACKWARD = "dates_backward"
    CATEGORY_TWICE = "category_twice"
    WEIGHTS_NOTHING = "weights_nothing"
    WEIGHT_RANGE = "weight_range"
    DAYS_RANGE = "days_range"
    SHARE_RANGE = "share_range"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One fault: the field it is about, and what stood there."""

    field: str
    fault: Fault
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a brand asks for, as a person wrote it. Empty and None ask for nothing.

    `industries` empty: they are read from the goals. `categories` weigh 0 to 1; empty: those that
    suit what is sold. Money in minor units; `markets` and `languages` are names or codes.
    """

    name: str
    goals: str = ""
    industries: tuple[str, ...] = ()
    categories: Mapping[str, float] = field(default_factory=dict)
    ages: str = ""
    genders: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    budget: int | None = None
    per_creator_budget: int | None = None
    excluded_categories: tuple[str, ...] = ()
    exclusivity_days: int = 0
    weights: Mapping[str, float] = field(default_factory=dict)
    least_followers: int | None = None
    most_followers: int | None = None
    least_grade: str = ""
    least_originality: float | None = None
    verified_only: bool = False
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The names that a brief may use: lower-case names of countries and languages to codes."""

    countries: Mapping[str, str]
    languages: Mapping[str, str]
    categories: frozenset[str]


def faults_of(brief: Brief, *, words: Vocabulary) -> tuple[Found, ...]:
    """Return everything that can't be right in a brief; none when it can be kept."""
    return tuple(
        found
        for look in (_texts, _people, _lists, _money, _limits, _weights)
        for found in look(brief, words)
    )


def stored(brief: Brief, *, words: Vocabulary) -> dict[str, Any]:
    """Return a brief without faults as it is stored, without what is sold."""
    return {
        "name": " ".join(brief.name.split()),
        "goals": brief.goals.strip(),
        "categories": {name: weight for name, weight in sorted(brief.categories.items()) if weight},
        "ages": str(read_ages(brief.ages)) if brief.ages.strip() else "",
        "genders": sorted(set(brief.genders)) if len(set(brief.genders)) == 1 else [],
        "markets": _codes(brief.markets, words),
        "languages": _unique(
            tuple(words.languages[one.strip().lower()] for one in _unique(brief.languages))
        ),
        "budget": brief.budget,
        "per_creator_budget": brief.per_creator_budget,
        "excluded_categories": sorted(set(brief.excluded_categories)),
        "exclusivity_days": brief.exclusivity_days,
        "weights": {name: brief.weights[name] for name in sorted(brief.weights)},
        "least_followers": brief.least_followers,
        "most_followers": brief.most_followers,
        "least_grade": brief.least_grade,
        "least_originality": brief.least_originality,
        "verified_only": brief.verified_only,
        "starts_on": brief.starts_on,
        "ends_on": brief.ends_on,
    }


def _texts(brief: Brief, words: Vocabulary) -> Iterator[Found]:
    if not brief.name.strip():
        yield Found(field="name", fault=Fault.NAME_MISSING)
    if len(brief.name.strip()) > LONGEST_NAME:
        yield Found(field="name", fault=Fault.TOO_LONG, text=str(LONGEST_NAME))
    if len(brief.goals.strip()) > LONGEST_GOALS:
        yield Found(field="goals", fault=Fault.TOO_LONG, text=f"{LONGEST_GOALS:,}")
    for name in ("name", "goals"):
        if "\x00" in getattr(brief, name):
            yield Found(field=name, fault=Fault.UNKNOWN)


def _people(brief: Brief, words: Vocabulary) -> Iterator[Found]:
    if brief.ages.strip():
        try:
            read_ages(brief.ages)
        except ValueError:
            yield Found(field="ages", fault=Fault.AGES_UNREADABLE, text=brief.ages.strip())
    try:
        _codes(brief.markets, words)
    except ValueError:
        text = ", ".join(brief.markets)
        yield Found(field="markets", fault=Fault.MARKETS_UNREADABLE, text=text)
    unknown = [
        one for one in _unique(brief.languages) if one.strip().lower() not in words.languages
    ]
    if unknown:
        text = ", ".join(unknown)
        yield Found(field="languages", fault=Fault.LANGUAGES_UNREADABLE, text=text)


def _lists(brief: Brief, words: Vocabulary) -> Iterator[Found]:
    industries = frozenset(one.value for one in Industry)
    for name, known in (
        ("industries", industries),
        ("categories", words.categories),
        ("excluded_categories", words.categories),
        ("genders", frozenset({FEMALE, MALE})),
    ):
        unknown = sorted(set(getattr(brief, name)) - known)
        if unknown:
            yield Found(field=name, fault=Fault.UNKNOWN, text=", ".join(unknown))
    if any(not 0 <= weight <= 1 for weight in brief.categories.values()):
        yield Found(field="categories", fault=Fault.SHARE_RANGE)
    twice = sorted(set(brief.categories) & set(brief.excluded_categories))
    if twice:
        yield Found(field="excluded_categories", fault=Fault.CATEGORY_TWICE, text=", ".join(twice))


def _money(brief: Brief, words: Vocabulary) -> Iterator[Found]:
    for name in ("budget", "per_creator_budget"):
        amount = getattr(brief, name)
        if amount == 0:
            yield Found(field=name, fault=Fault.BUDGET_ZERO)
        elif amount is not None and not 0 < amount <= MOST_MONEY:
            yield Found(field=name, fault=Fault.BUDGET_RANGE)
    if brief.budget and brief.per_creator_budget and brief.per_creator_budget > brief.budget:
        yield Found(field="per_creator_budget", fault=Fault.BUDGET_SMALLER)


def _limits(brief: Brief, words: Vocabulary) -> Iterator[Found]:
    low, high = brief.least_followers, brief.most_followers
    for name, count in (("least_followers", low), ("most_followers", high)):
        if count is not None and not 0 <= count <= MOST_FOLLOWERS:
            yield Found(field=name, fault=Fault.FOLLOWERS_RANGE)
    if low is not None and high is not None and low > high:
        yield Found(field="most_followers", fault=Fault.FOLLOWERS_BACKWARD)
    if brief.least_grade and brief.least_grade not in GRADES:
        yield Found(field="least_grade", fault=Fault.UNKNOWN, text=brief.least_grade)
    if brief.least_originality is not None and not 0 <= brief.least_originality <= 1:
        yield Found(field="least_originality", fault=Fault.SHARE_RANGE)
    if not 0 <= brief.exclusivity_days <= MOST_DAYS:
        yield Found(field="exclusivity_days", fault=Fault.DAYS_RANGE, text=str(MOST_DAYS))
    if brief.starts_on and brief.ends_on and brief.ends_on < brief.starts_on:
        yield Found(field="ends_on", fault=Fault.DATES_BACKWARD)


def _weights(brief: Brief, words: Vocabulary) -> Iterator[Found]:
    unknown = sorted(set(brief.weights) - {one.value for one in Factor})
    if unknown:
        yield Found(field="weights", fault=Fault.UNKNOWN, text=", ".join(unknown))
    if any(not 0 <= weight <= HEAVIEST for weight in brief.weights.values()):
        yield Found(field="weights", fault=Fault.WEIGHT_RANGE, text=str(HEAVIEST))
    elif brief.weights and not any(brief.weights.values()):
        yield Found(field="weights", fault=Fault.WEIGHTS_NOTHING)


def _codes(markets: tuple[str, ...], words: Vocabulary) -> list[str]:
    text = ", ".join(one for one in markets if one.strip())
    return list(read_markets(text, countries=dict(words.countries)).codes) if text else []


def _unique(names: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name.strip()))
