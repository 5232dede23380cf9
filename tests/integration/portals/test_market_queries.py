"""How many queries the pages for creators and brands make doesn't grow with what is there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from creatorspark.core.models import Creator
from marketplace import interface as marketplace
from marketplace.models import Audience, BrandAnswer, Listing, Match, MatchRun
from tests.factories import BrandFactory, BrandMemberFactory, VideoFactory
from tests.integration.portals.test_query_counts import queries_of

PAGES = (
    "/studio/market/",
    "/studio/market/kit/",
    "/studio/market/audience/",
    "/studio/market/preferences/",
)


def fill(creator: Creator, run: MatchRun, rows: int) -> None:
    """Give a creator that many videos, audiences, brands, answers and refusals."""
    now = timezone.now()
    listing = Listing.objects.get(creator=creator)
    first = Match.objects.filter(creator=creator).count()
    for number in range(rows):
        VideoFactory(creator=creator, posted_at=now - timedelta(days=9 + number))
        Audience.objects.create(
            creator=creator,
            source="creator",
            as_of=now.date() - timedelta(days=first + number),
            is_current=False,
            female_share=0.5,
        )
        brand = BrandFactory()
        Match.objects.create(
            run=run, direction="brands", brand=brand, creator=creator, rank=first + number + 1,
            score=0.5,
        )  # fmt: skip
        listing.refused_brands.add(BrandFactory())
        BrandAnswer.objects.create(creator=creator, brand=BrandFactory(), answer="interested")


def test_queries_do_not_grow(creator: Creator, signed_in: Client) -> None:
    Listing.objects.create(creator=creator, public_kit="lina")
    run = MatchRun.objects.create(version=1, state="ready", finished_at=timezone.now())
    brand = Client()
    brand.force_login(BrandMemberFactory().user)

    def count() -> list[int]:
        others = (f"/kit/creators/{creator.pk}/", "/insight/")
        marketplace.freeze_insight(now=timezone.now())
        return [
            *(queries_of(signed_in, path) for path in PAGES),
            *(queries_of(brand, path) for path in others),
            queries_of(Client(), "/kit/lina/"),
        ]

    fill(creator, run, 2)
    few = count()
    fill(creator, run, 12)
    assert count() == few
    assert max(few) <= 20


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_where_it_is(signed_in: Client, page: str) -> None:
    words = signed_in.get(page).content.decode()
    assert f'href="{page}" aria-current="page"' in words
