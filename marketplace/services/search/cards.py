"""Creators of a page as brands see them: what is known in the run, and still shown now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from creatorspark.core.models import Creator
from creatorspark.lib.countries import country_names
from creatorspark.lib.sentences import Sentence
from marketplace.domain.matching.audiences import Audience
from marketplace.domain.matching.explaining import (
    Explanation,
    Factor,
    Facts,
    Line,
    explain,
)
from marketplace.domain.matching.gates import Gate
from marketplace.domain.matching.profiles import Needs
from marketplace.domain.matching.tables import NEUTRAL
from marketplace.domain.searching.facets import Facet, size_of
from marketplace.models import Audience as StoredAudience
from marketplace.models import CreatorProfile, Listing, MatchRun
from marketplace.selectors import known, saying, standing
from marketplace.selectors.past_deals import deals_with_rivals
from marketplace.services.search.facts import (
    AudienceNote,
    CreatorCard,
    FactorLine,
    NamedShare,
    RateNote,
)
from marketplace.services.search.judging import Judged
from marketplace.services.tables.opening import Opened
from scoring.interface import CATEGORIES

MOST_CATEGORIES: Final = 3
MOST_MARKETS: Final = 5
LEAST_SHARE: Final = 0.05
# What goes off a profile when a creator stops showing it, and the factor that rests on it.
HIDDEN: Final[dict[str, tuple[dict[str, Any], Factor | None]]] = {
    "followers": ({"followers": None}, None),
    "audience": ({"audience": {}}, Factor.AUDIENCE),
    "categories": ({"mix": {}, "category": "", "words": {}}, Factor.CONTENT),
    "grade": ({"grade": "", "performance": {}}, Factor.PERFORMANCE),
    "originality": ({"originality": None, "trust": {}}, Factor.TRUST),
    "videos": ({"rhythm": {}, "words": {}}, None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a page is about: the run and its table, the brief, its judgement, and the day."""

    run: MatchRun
    opened: Opened
    needs: Needs
    judged: Judged
    currency: str
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A creator's rows, and the end of each deal with a rival."""

    profile: CreatorProfile
    listing: Listing
    rivals: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Labels in the reader's language, looked up once for a page."""

    factors: Mapping[Factor, str]
    categories: Mapping[str, str]
    sources: Mapping[str, str]

    @classmethod
    def in_this_language(cls) -> "Words":
        """Return the labels in the language that is active."""
        return cls(
            factors={factor: str(label) for factor, label in saying.FACTOR_LABELS.items()},
            categories={value: str(label) for value, label in CATEGORIES},
            sources={value: str(label) for value, label in StoredAudience.Source.choices},
        )


def cards_of(
    view: View, places: Sequence[int], *, first: int | None = None
) -> tuple[CreatorCard, ...]:
    """Return cards of the creators at these places of the table, in their order.

    `first` is the rank of the first one, None where ranks say nothing. Who has stopped being open
    for brands since the table was read is left out, and so is who refuses this brand, what it
    sells, or works for a rival. A few queries, whatever the number.
    """
    places = [place for place in places if not view.judged.keeps_quiet_about(place)]
    ids = [int(view.opened.table.ids[place]) for place in places]
    rows = CreatorProfile.objects.filter(run=view.run, creator_id__in=ids).defer("embedding")
    profiles = {row.creator_id: row for row in rows.select_related("creator")}
    listings = {one.creator_id: one for one in standing.open_listings().filter(creator_id__in=ids)}
    deals = deals_with_rivals(view.needs, ids, today=view.today)
    words = Words.in_this_language()
    found = []
    for number, (creator_id, place) in enumerate(zip(ids, places, strict=True)):
        if creator_id in profiles and creator_id in listings:
            known_of = Known(
                profile=profiles[creator_id],
                listing=listings[creator_id],
                rivals=deals.get(creator_id, ()),
            )
            rank = None if first is None else first + number
            found.append(_card(view, known_of, int(place), rank=rank, words=words))
    return tuple(found)


def _card(
    view: View, known_of: Known, place: int, *, rank: int | None, words: Words
) -> CreatorCard:
    profile, listing = known_of.profile, known_of.listing
    hidden = hide(profile, listing.shows)
    if _hides_its_fee(listing, view.run) or view.opened.table.rate[place] < 0:
        profile.rate = {}
    facts = known.facts_of(profile, rivals=known_of.rivals)
    values = _values(view.judged, place) | dict.fromkeys(hidden, NEUTRAL)
    why = explain(view.needs, facts, values, today=view.today)
    stopped = tuple(gate for gate, whom in view.judged.stopped if whom[place])
    return _described(
        profile,
        listing,
        facts,
        score=sum(line.points for line in why.lines)
        if hidden
        else float(view.judged.scores[place]),
        rank=rank if not stopped else None,
        stopped=stopped,
        why=why,
        currency=view.currency,
        words=words,
    )


def hide(profile: CreatorProfile, shows: Mapping[str, Any]) -> frozenset[Factor]:
    """Take off a profile what its creator has stopped showing since the run.

    Return the factors that would tell it nevertheless.
    """
    found: set[Factor] = set()
    for name, (fields, factor) in HIDDEN.items():
        if shows.get(name, True):
            continue
        taken = False
        for field, blank in fields.items():
            taken |= getattr(profile, field) != blank
            setattr(profile, field, blank)
        if taken and factor is not None:
            found.add(factor)
    return frozenset(found)


def _hides_its_fee(listing: Listing, run: MatchRun) -> bool:
    """Whether the run's estimate may tell a least fee that isn't shown any more."""
    return (
        listing.least_fee is not None
        and not listing.shows.get("rate", False)
        and listing.updated_at >= run.started_at
    )


def _values(judged: Judged, place: int) -> dict[Factor, float]:
    columns = {factor: getattr(judged.factors, factor.value) for factor in Factor}
    return {
        factor: 0.0 if column is None else float(column[place])
        for factor, column in columns.items()
    }


def _described(
    profile: CreatorProfile,
    listing: Listing,
    facts: Facts,
    *,
    score: float,
    rank: int | None,
    stopped: tuple[Gate, ...],
    why: Explanation,
    currency: str,
    words: Words,
) -> CreatorCard:
    creator: Creator = profile.creator
    followers = profile.followers
    size = "" if followers is None else size_of(followers)
    paid_in = str(profile.rate.get("currency") or currency)
    return CreatorCard(
        creator_id=creator.pk,
        name=creator.display_name or creator.handle,
        handle=creator.handle,
        platform=creator.get_platform_display(),
        verified=profile.verified,
        is_new=profile.is_new,
        kit=listing.public_kit,
        place=rank,
        score=round(score, 4),
        stopped_by=tuple(str(saying.RULE_LABELS[gate]) for gate in stopped),
        categories=_shares(_made(facts), words.categories)[:MOST_CATEGORIES],
        followers=followers,
        size=saying.facet_value_label(Facet.SIZE, size, currency=currency) if size else "",
        country=profile.country,
        language=saying.language_label(profile.language) if profile.language else "",
        grade=profile.grade,
        originality=profile.originality,
        rate=RateNote(low=facts.rate.low, high=facts.rate.high, currency=paid_in)
        if facts.rate
        else None,
        audience=_audience(facts.audience, words),
        lines=tuple(
            FactorLine(
                factor=line.factor.value,
                label=words.factors[line.factor],
                weight=line.weight,
                value=line.value,
                points=round(line.points, 4),
                is_known=line.is_known,
                speaks_for=line.speaks_for,
                sentence=_told(line, partial(saying.said, currency=paid_in)),
                yours=_told(line, partial(saying.said_to_creator, currency=paid_in)),
            )
            for line in why.lines
        ),
        warnings=tuple(saying.said(one, currency=paid_in) for one in why.warnings),
        your_warnings=tuple(saying.said_to_creator(one, currency=paid_in) for one in why.warnings),
        would_help=tuple(saying.said(one, currency=paid_in) for one in why.would_help),
        newest_data=_newest(profile.ages_of_data),
    )


def _told(line: Line, say: Callable[[Sentence], str]) -> str:
    return " ".join(say(one) for one in (line.sentence, line.also) if one is not None)


def _audience(audience: Audience, words: Words) -> AudienceNote:
    ages = known.ages_by_band(audience)
    return AudienceNote(
        ages=tuple(
            NamedShare(value=band, label=band.replace("-", "–"), share=round(share, 4))
            for band, share in ages.items()
        ),
        female=audience.female,
        markets=_shares(audience.markets, country_names())[:MOST_MARKETS],
        as_of=audience.as_of,
        source=words.sources.get(audience.source, audience.source),
    )


def _made(facts: Facts) -> Mapping[str, float]:
    """Return the share of the last posts that are of each category; as described without posts.

    Posts without a clear topic are posts too, and one may have two topics.
    """
    if not facts.videos:
        return facts.mix
    return {name: number / facts.videos for name, number in facts.counted.items()}


def _shares(shares: Mapping[str, float], labels: Mapping[str, str]) -> tuple[NamedShare, ...]:
    ordered = sorted(shares.items(), key=lambda one: (-one[1], one[0]))
    return tuple(
        NamedShare(value=value, label=labels.get(value, value), share=round(share, 4))
        for value, share in ordered
        if share >= LEAST_SHARE
    )


def _newest(ages: Mapping[str, Any]) -> date | None:
    return max((date.fromisoformat(str(day)[:10]) for day in ages.values() if day), default=None)
