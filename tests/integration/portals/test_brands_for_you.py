"""Brands for a creator: the list with its reasons, yes, no, and taking it back."""

import pytest
from django.test import Client
from django.utils import timezone

from creatorspark.core.models import AuditEntry, Creator, Notification
from marketplace import interface as marketplace
from marketplace.models import Brand, BrandAnswer, Listing, Match, MatchRun
from tests.factories import BrandFactory, BrandMemberFactory, UserFactory

PAGE = "/studio/market/"
FACTOR = {
    "factor": "content",
    "weight": 0.4,
    "value": 0.8,
    "known": True,
    "text": "%(counted)d of the last %(videos)d posts are %(makes)s, a natural fit for "
    "%(sellers)s.",
    "values": {"counted": 12, "videos": 20, "makes": "food", "sellers": "food", "fit": 90},
}


@pytest.fixture
def listing(creator: Creator) -> Listing:
    """A creator who is open to brands."""
    return Listing.objects.create(creator=creator)


@pytest.fixture
def brands(creator: Creator, listing: Listing) -> list[Brand]:
    """Two brands in the creator's list of a ready run."""
    run = MatchRun.objects.create(version=1, state="ready", finished_at=timezone.now())
    found: list[Brand] = [
        BrandFactory(name="Night Cola", industries=[{"industry": "soft_drinks", "share": 1}]),
        BrandFactory(name="Pan & Co", industries=[{"industry": "home", "share": 1}]),
    ]
    for rank, brand in enumerate(found, 1):
        Match.objects.create(
            run=run,
            direction="brands",
            brand=brand,
            creator=creator,
            rank=rank,
            score=0.9 - rank / 10,
            factors=[FACTOR],
            warnings=[
                {
                    "kind": "warning",
                    "text": "The audience figures are %(months)d months old.",
                    "values": {"months": 5},
                }
            ],
        )
    return found


def test_the_list_says_why(signed_in: Client, brands: list[Brand]) -> None:
    page = signed_in.get(PAGE).content.decode()
    assert page.index("Night Cola") < page.index("Pan &amp; Co")
    assert "12 of your last 20 posts are food videos, a natural fit for food brands." in page
    assert "Your audience figures are 5 months old." in page
    assert "What you make" in page
    assert "What they make" not in page
    assert "Soft drinks" in page


def test_without_a_run_it_says_when(signed_in: Client, creator: Creator) -> None:
    page = signed_in.get(PAGE).content.decode()
    assert "Shall brands find you?" in page
    assert "No list yet" not in page
    Listing.objects.create(creator=creator)
    assert "No list yet" in signed_in.get(PAGE).content.decode()


def test_an_older_run_is_readable_and_a_gone_one_says_so(
    signed_in: Client, brands: list[Brand]
) -> None:
    MatchRun.objects.update(state="retired")
    MatchRun.objects.create(version=2, state="ready", finished_at=timezone.now())
    assert b"Night Cola" not in signed_in.get(PAGE).content
    older = signed_in.get(f"{PAGE}?run=1").content.decode()
    assert "Night Cola" in older
    assert "This is an older list" in older
    assert "isn't kept any more" in signed_in.get(f"{PAGE}?run=77").content.decode()
    assert signed_in.get(f"{PAGE}?run=%D9%A3x").status_code == 200


def test_a_yes_reaches_the_team_once(
    signed_in: Client, creator: Creator, brands: list[Brand]
) -> None:
    member = BrandMemberFactory(brand=brands[0])
    for _again in range(2):
        signed_in.post(f"{PAGE}{brands[0].pk}/yes/")
    told = Notification.objects.get(user=member.user)
    assert "Lina Night would like to work with Night Cola" in told.title
    assert told.url == f"/kit/creators/{creator.pk}/"
    assert marketplace.interested_in_brand(brand_id=brands[0].pk) == {creator.pk}
    assert "You said yes" in signed_in.get(PAGE).content.decode()
    signed_in.post(f"{PAGE}{brands[0].pk}/undo/")
    assert not BrandAnswer.objects.exists()


def test_who_cannot_be_seen_says_no_yes(
    signed_in: Client, creator: Creator, listing: Listing, brands: list[Brand]
) -> None:
    Listing.objects.update(is_listed=False)
    page = signed_in.post(f"{PAGE}{brands[0].pk}/yes/", follow=True).content.decode()
    assert "nothing was sent" in page
    assert not BrandAnswer.objects.exists()
    Listing.objects.update(is_listed=True)
    listing.refused_brands.add(brands[0])
    page = signed_in.post(f"{PAGE}{brands[0].pk}/yes/", follow=True).content.decode()
    assert "You said that you never work for them" in page


@pytest.mark.parametrize("reason", ["", "pay", "industry", "brand"])
def test_a_no_takes_it_off_and_never_becomes_a_rule(
    signed_in: Client, creator: Creator, listing: Listing, brands: list[Brand], reason: str
) -> None:
    brand = brands[0]
    signed_in.post(f"{PAGE}{brand.pk}/no/", {"reason": reason})
    listing.refresh_from_db()
    assert listing.refuses == (["soft_drinks"] if reason == "industry" else [])
    assert list(listing.refused_brands.all()) == ([brand] if reason == "brand" else [])
    shown = marketplace.suggested_brands(creator_id=creator.pk, now=timezone.now())
    assert [one.match.name for one in shown.brands] == ["Pan & Co"]
    assert AuditEntry.objects.filter(action="marketplace.answer.given").count() == 1
    signed_in.post(f"{PAGE}{brand.pk}/undo/")
    assert not listing.refused_brands.exists()
    shown = marketplace.suggested_brands(creator_id=creator.pk, now=timezone.now())
    assert len(shown.brands) == (1 if reason == "industry" else 2)


def test_what_does_not_exist_is_not_found_or_refused(
    signed_in: Client, brands: list[Brand]
) -> None:
    assert signed_in.post(f"{PAGE}99999/yes/").status_code == 404
    assert signed_in.post(f"{PAGE}99999/undo/").status_code == 404
    assert signed_in.get(f"{PAGE}{brands[0].pk}/yes/").status_code == 405
    page = signed_in.post(f"{PAGE}{brands[0].pk}/no/", {"reason": "xyz"}, follow=True)
    assert "Choose one of the reasons" in page.content.decode()
    assert not BrandAnswer.objects.exists()


def test_it_is_for_creators(client: Client, brands: list[Brand]) -> None:
    client.force_login(UserFactory(brand=True))
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{brands[0].pk}/no/").status_code == 403


def test_what_is_refused_since_the_run_is_gone_at_once(
    creator: Creator, listing: Listing, brands: list[Brand]
) -> None:
    def names() -> list[str]:
        shown = marketplace.suggested_brands(creator_id=creator.pk, now=timezone.now())
        return [one.match.name for one in shown.brands]

    Listing.objects.update(refuses=["soft_drinks"])
    assert names() == ["Pan & Co"]
    Listing.objects.update(refuses=[])
    house = BrandFactory()
    Brand.objects.filter(pk=brands[1].pk).update(parent=house, parent_source="staff")
    listing.refused_brands.add(house)
    assert names() == ["Night Cola"]


# The choice to be found ------------------------------------------------------------------------
def test_who_never_chose_meets_the_question_on_the_first_page(
    signed_in: Client, creator: Creator
) -> None:
    assert "Shall brands find you?" in signed_in.get("/studio/").content.decode()
    signed_in.post(f"{PAGE}join/")
    listing = Listing.objects.get()
    assert (listing.is_listed, listing.accepts_offers) == (True, True)
    assert listing.chosen_at is not None
    assert (listing.public_kit, listing.shows["rate"]) == ("", False)
    assert AuditEntry.objects.get(action="marketplace.listing.chosen").actor == creator.user
    for address in ("/studio/", PAGE):
        assert "Shall brands find you?" not in signed_in.get(address).content.decode()


def test_a_no_is_kept_and_not_asked_again(signed_in: Client, creator: Creator) -> None:
    signed_in.post(f"{PAGE}stay-away/")
    assert not Listing.objects.get().is_listed
    assert "Shall brands find you?" not in signed_in.get("/studio/").content.decode()
    assert "Let brands find me" in signed_in.get(PAGE).content.decode()


def test_joining_keeps_what_was_refused(signed_in: Client, creator: Creator) -> None:
    Listing.objects.create(
        creator=creator, is_listed=False, refuses=["alcohol"], least_fee=10_000, currency="USD"
    )
    signed_in.post(f"{PAGE}join/")
    listing = Listing.objects.get()
    assert (listing.is_listed, listing.refuses, listing.least_fee) == (True, ["alcohol"], 10_000)


def test_a_suspended_brand_is_gone_at_once(
    signed_in: Client, creator: Creator, brands: list[Brand]
) -> None:
    Brand.objects.filter(pk=brands[0].pk).update(suspended_at=timezone.now())
    page = signed_in.get(PAGE).content.decode()
    assert "Night Cola" not in page
    assert "Pan &amp; Co" in page
    said = signed_in.post(f"{PAGE}{brands[0].pk}/yes/", follow=True).content.decode()
    assert "nothing was sent" in said
    assert not BrandAnswer.objects.exists()


def test_a_tick_is_for_what_speaks_for_a_brand(signed_in: Client, brands: list[Brand]) -> None:
    Match.objects.filter(brand=brands[0]).update(factors=[FACTOR | {"value": 0.1}])
    page = signed_in.get(PAGE).content.decode()
    weak, good = page[: page.index("Pan &amp; Co")], page[page.index("Pan &amp; Co") :]
    assert "fit__weak" in weak
    assert "fit__weak" not in good
