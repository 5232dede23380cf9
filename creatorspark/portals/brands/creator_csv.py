"""The list of creators as a file: a line each, with factors and reasons."""

from collections.abc import Iterator
from datetime import datetime

from creatorspark.lib.money import plain_minor
from creatorspark.portals.brands.wishes import Wish
from creatorspark.portals.csv_files import BYTE_ORDER_MARK, csv_line, harmless
from marketplace import interface as marketplace
from marketplace.interface import CampaignFacts, CreatorCard

PER_PAGE = 100
MOST_PAGES = 50
FACTORS = ("content", "audience", "performance", "trust", "price")
HEAD = (
    *("rank", "creator_id", "name", "handle", "platform", "score"),
    *(f"{name}_{what}" for name in FACTORS for what in ("weight", "value")),
    *("categories", "followers", "country", "language", "grade", "original_share"),
    *("rate_low", "rate_high", "currency", "audience_as_of", "audience_source"),
    *("reasons", "warnings", "run", "brief_version"),
)


def lines_of(campaign: CampaignFacts, wish: Wish, *, now: datetime) -> Iterator[str]:
    """Yield the file's lines, at most 5,000 creators, all of one run. Raises RunGone at once.

    Each line names the version of the brief it is for: somebody may edit it meanwhile.
    """
    run, number, pages = wish.run, 1, 1
    while number <= min(pages, MOST_PAGES):
        found = marketplace.search_creators(
            campaign_id=campaign.campaign_id,
            chosen=wish.chosen,
            sort=wish.sort,
            page=number,
            per_page=PER_PAGE,
            run_version=run,
            now=now,
        )
        if number == 1:
            yield BYTE_ORDER_MARK + csv_line(HEAD)
        if found.run is None:
            return
        run, pages = found.run.version, found.pages
        for card in found.rows:
            yield csv_line(_cells(card, run=run, version=found.brief_version))
        number += 1


def _cells(card: CreatorCard, *, run: int, version: int) -> list[object]:
    lines = {one.factor: one for one in card.lines}
    return [
        *("" if card.place is None else card.place, card.creator_id, harmless(card.name)),
        *(harmless(card.handle), card.platform, f"{card.score:.4f}"),
        *(
            f"{value:.4f}" if name in lines else ""
            for name in FACTORS
            for value in ((lines[name].weight, lines[name].value) if name in lines else (0.0, 0.0))
        ),
        "; ".join(f"{one.value} {one.share:.2f}" for one in card.categories),
        "" if card.followers is None else card.followers,
        *(card.country, card.language, card.grade),
        "" if card.originality is None else f"{card.originality:.2f}",
        *_rate(card),
        "" if card.audience.as_of is None else card.audience.as_of.isoformat(),
        card.audience.source,
        harmless(" ".join(one.sentence for one in card.lines)),
        harmless(" ".join(card.warnings)),
        *(run, version),
    ]


def _rate(card: CreatorCard) -> tuple[str, str, str]:
    if card.rate is None:
        return "", "", ""
    return plain_minor(card.rate.low), plain_minor(card.rate.high), card.rate.currency
