"""A media kit as a page shows it, to its owner, to brands and to everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from creatorspark.lib.countries import country_names
from creatorspark.portals.market.forms import BAND_LABELS
from creatorspark.portals.market.words import CONFIDENCES, OWN_SOURCES, REPORTED, SOURCES
from creatorspark.portals.templatetags.ui import money_about, money_short, percentage
from marketplace import interface as marketplace
from scoring import interface as scoring

OLD_DAYS = 90
TOP_COUNTRIES = 6
TOP_CATEGORIES = 6


@dataclass(frozen=True, slots=True)
class Share:
    """One line of a chart of shares: 0 to 1, which is how wide its bar is."""

    label: str
    share: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceCard:
    """Who watches, ready to be drawn; `is_old` from 90 days on. `as_of` None: nobody said."""

    ages: Sequence[Share]
    genders: Sequence[Share]
    countries: Sequence[Share]
    source: str
    as_of: date | None
    is_old: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoCard:
    """One of the best videos, with the category in words."""

    facts: marketplace.KitVideo
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KitPage:
    """A kit with its charts. `hidden` names the parts that only the owner sees."""

    kit: marketplace.Kit
    is_own: bool
    where: str
    categories: Sequence[Share]
    audience: AudienceCard | None
    grades: Sequence[Share]
    original: float | None
    confidence: str
    tone: str
    videos: Sequence[VideoCard]
    reported: Sequence[tuple[str, int]]
    price: str
    least: str


def kit_page(kit: marketplace.Kit, *, is_own: bool, today: date) -> KitPage:
    """Put a kit into words and charts."""
    labels = {code: str(label) for code, label in scoring.CATEGORIES}
    original, examined = kit.original or (0, 0)
    return KitPage(
        kit=kit,
        is_own=is_own,
        where=country_names().get(kit.country, ""),
        categories=_of_posts(kit, labels),
        audience=audience_card(kit.audience, is_own=is_own, today=today) if kit.audience else None,
        grades=_counted(kit.grades),
        original=original / examined if examined else None,
        confidence=str(CONFIDENCES[kit.false_views.confidence.value]) if kit.false_views else "",
        tone=_tone(kit.work.tone) if kit.work and kit.work.tone else "",
        videos=[
            VideoCard(facts=video, category=labels.get(video.category, ""))
            for video in (kit.work.best if kit.work else ())
        ],
        price=_price(kit.rate) if kit.rate else "",
        least=_least(kit.rate) if kit.rate else "",
        reported=[(str(REPORTED[name]), n) for name, n in kit.reported.items() if name in REPORTED],
    )


def _tone(tone: marketplace.Tone) -> str:
    return ", ".join(_(word) for word in tone.words)


def _price(rate: marketplace.KitRate) -> str:
    """Return the estimate in a few letters, or the least fee where there is none."""
    if rate.low is None or rate.high is None:
        return _least(rate)
    low, high = money_about(rate.low, rate.currency), money_about(rate.high, rate.currency)
    return low if low == high else f"{low}–{high}"


def _least(rate: marketplace.KitRate) -> str:
    return "" if rate.least is None else money_short(rate.least, rate.currency)


def audience_card(known: marketplace.KitAudience, *, is_own: bool, today: date) -> AudienceCard:
    """Put an audience into words and charts."""
    ages, genders, countries = audience_shares(known.ages, known.female, known.markets)
    sources = OWN_SOURCES if is_own else SOURCES
    return AudienceCard(
        ages=ages,
        genders=genders,
        countries=countries,
        source=str(sources.get(known.source, known.source)),
        as_of=known.as_of,
        is_old=known.as_of is not None and (today - known.as_of).days > OLD_DAYS,
    )


def audience_shares(
    shares: Mapping[str, float], female: float | None, markets: Sequence[tuple[str, float]]
) -> tuple[list[Share], list[Share], list[Share]]:
    """Return ages, genders and countries as lines of charts; empty where not known."""
    names = country_names()
    countries = [(names.get(code, code), share) for code, share in markets[:TOP_COUNTRIES]]
    elsewhere = 1 - sum(share for _name, share in countries)
    if countries and elsewhere >= 0.01:
        countries.append((_("Elsewhere"), elsewhere))
    genders = [] if female is None else [(_("Female"), female), (_("Male or not said"), 1 - female)]
    ages = [(BAND_LABELS.get(band, band), share) for band, share in shares.items()]
    return _shares(ages), _shares(genders), _shares(countries)


def _shares(rows: Sequence[tuple[str, float]]) -> list[Share]:
    return [Share(label, round(share, 4), percentage(share, 0)) for label, share in rows]


def _of_posts(kit: marketplace.Kit, labels: Mapping[str, str]) -> list[Share]:
    return [
        Share(
            labels.get(name, name),
            round(n / kit.posts, 4),
            _("%(n)d of %(posts)d") % {"n": n, "posts": kit.posts},
        )
        for name, n in kit.categories[:TOP_CATEGORIES]
    ]


def _counted(rows: Sequence[tuple[str, int]]) -> list[Share]:
    total = sum(number for _label, number in rows) or 1
    return [Share(label, round(n / total, 4), str(n)) for label, n in rows]
