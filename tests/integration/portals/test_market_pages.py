"""A creator's kit, what it shows, whom it works for and who watches; and what others see of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from creatorspark.core.models import AuditEntry, CountExclusion, Creator
from marketplace import interface as marketplace
from marketplace.models import Audience, BrandMember, CreatorProfile, Listing, MatchRun
from marketplace.services import listings
from tests.factories import (
    BrandFactory,
    BrandMemberFactory,
    CreatorFactory,
    UserFactory,
    VideoFactory,
)

OWN_PAGES = (
    "/studio/market/kit/",
    "/studio/market/kit/words/",
    "/studio/market/kit/shown/",
    "/studio/market/preferences/",
    "/studio/market/audience/",
)
ALL_SHOWN = dict.fromkeys(
    ("followers", "audience", "categories", "grade", "originality", "rate", "videos"), "on"
)
AGES = {"ages_13_17": "10", "ages_18_20": "20", "ages_21_24": "30", "ages_25_34": "40"}


@pytest.fixture
def listing(creator: Creator) -> Listing:
    """A creator who is open to brands, with figures."""
    VideoFactory(creator=creator, caption="Soup at night", views=2_000, likes=200)
    Audience.objects.create(
        creator=creator,
        ages={"18-20": 0.6, "21-24": 0.4},
        female_share=0.7,
        markets={"US": 0.8},
        source="creator",
        as_of=timezone.now().date(),
    )
    return Listing.objects.create(creator=creator, about="I cook at night.", topics=["night food"])


@pytest.fixture
def brand(db: None) -> Client:
    """A browser of a brand's owner."""
    client = Client()
    client.force_login(BrandMemberFactory().user)
    return client


@pytest.mark.parametrize("path", OWN_PAGES)
def test_pages_are_for_creators(signed_in: Client, brand: Client, path: str) -> None:
    assert signed_in.get(path).status_code == 200
    assert brand.get(path).status_code == 403
    assert Client().get(path)["Location"] == f"/accounts/login/?next={path}"


def test_looking_lists_nobody(signed_in: Client, creator: Creator) -> None:
    for path in OWN_PAGES:
        signed_in.get(path)
    assert not Listing.objects.filter(creator=creator).exists()
    signed_in.post("/studio/market/kit/words/", {"about": "Hello", "topics": "dance, dance"})
    listing = Listing.objects.get(creator=creator)
    assert (listing.is_listed, listing.accepts_offers) == (False, False)
    assert listing.topics == ["dance"]


def test_preferences_are_kept_and_written_down(
    signed_in: Client, creator: Creator, listing: Listing
) -> None:
    kept, added = BrandFactory(name="Kept"), BrandFactory(name="Night Cola")
    listing.refused_brands.add(kept)
    answer = signed_in.post(
        "/studio/market/preferences/",
        {
            "is_listed": "on",
            "least_fee": "120.50",
            "refuses": ["alcohol", "politics"],
            "refused_brands": [kept.pk],
            "another_brand": "night cola",
        },
    )
    assert answer.status_code == 302
    listing.refresh_from_db()
    assert (listing.is_listed, listing.accepts_offers) == (True, False)
    assert (listing.least_fee, listing.currency) == (12_050, "USD")
    assert listing.refuses == ["alcohol", "politics"]
    assert set(listing.refused_brands.all()) == {kept, added}
    acts = AuditEntry.objects.filter(actor=creator.user).values_list("action", flat=True)
    assert {*acts} >= {"marketplace.listing.preferred", "marketplace.listing.brands_refused"}


def test_a_brand_nobody_knows_keeps_the_rest(signed_in: Client, listing: Listing) -> None:
    answer = signed_in.post(
        "/studio/market/preferences/", {"refuses": ["alcohol"], "another_brand": "Nobody"}
    )
    assert answer.status_code == 422
    assert b"We know no brand of that name" in answer.content
    listing.refresh_from_db()
    assert listing.refuses == []


def test_own_figures_are_added_and_older_ones_stay(
    signed_in: Client, creator: Creator, listing: Listing
) -> None:
    day = timezone.now().date()
    said = {**AGES, "as_of": day, "female": "55", "country_1": "DE", "share_1": "62.5"}
    assert signed_in.post("/studio/market/audience/", said).status_code == 302
    first, newest = Audience.objects.filter(creator=creator).order_by("pk")
    assert (first.is_current, newest.is_current) == (False, True)
    assert (newest.ages["25-34"], newest.markets) == (0.4, {"DE": 0.625})
    older = {**said, "as_of": day - timedelta(days=40), "female": "10"}
    signed_in.post("/studio/market/audience/", older)
    assert Audience.objects.get(creator=creator, is_current=True) == newest


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Nothing was given yet"),
        ({"ages_13_17": "50"}, "add up to 50"),
        ({"country_1": "DE"}, "How much of your audience"),
        ({"share_1": "20"}, "Which country"),
        ({"country_1": "DE", "share_1": "60", "country_2": "US", "share_2": "60"}, "more than 100"),
        ({"country_1": "DE", "share_1": "6", "country_2": "DE", "share_2": "6"}, "twice"),
        ({"as_of": "2999-01-01", "female": "50"}, "still to come"),
    ],
)
def test_figures_that_cannot_be_are_not_kept(
    signed_in: Client, creator: Creator, said: dict[str, str], words: str
) -> None:
    answer = signed_in.post(
        "/studio/market/audience/", {"as_of": str(timezone.now().date()), **said}
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Audience.objects.filter(creator=creator).exists()


def test_a_kit_is_public_only_when_wished(signed_in: Client, listing: Listing) -> None:
    stranger = Client()
    signed_in.post("/studio/market/kit/shown/", {**ALL_SHOWN, "is_public": "on"})
    listing.refresh_from_db()
    address = f"/kit/{listing.public_kit}/"
    assert b"I cook at night." in stranger.get(address).content
    signed_in.post("/studio/market/kit/shown/", ALL_SHOWN)
    assert stranger.get(address).status_code == 404


def test_what_is_hidden_is_not_known_to_others(
    signed_in: Client, brand: Client, creator: Creator, listing: Listing
) -> None:
    listing.least_fee, listing.currency = 77_700, "USD"
    listing.save()
    signed_in.post("/studio/market/kit/shown/", {"is_public": "on"})
    listing.refresh_from_db()
    own = signed_in.get("/studio/market/kit/").content.decode()
    assert "Soup at night" in own
    assert "$777" in own
    for page in (
        brand.get(f"/kit/creators/{creator.pk}/"),
        Client().get(f"/kit/{listing.public_kit}/"),
    ):
        words = page.content.decode()
        for secret in ("Soup at night", "$777", "night food", "United States</span>", "12K"):
            assert secret not in words
        assert "Not yet known" in words
    shown = marketplace.kit_for_brands(creator_id=creator.pk, user_id=0)
    assert shown is not None
    assert (shown.followers, shown.audience, shown.rate, shown.work) == (None,) * 4


def test_counts_that_do_not_count_are_not_in_a_kit(creator: Creator, listing: Listing) -> None:
    video = creator.videos.get()
    CountExclusion.objects.create(
        video=video,
        window_start=video.posted_at,
        window_end=video.posted_at + timedelta(days=1),
        views=500,
        likes=150,
        reason="bought",
        source="alert 1",
    )
    work = marketplace.own_kit(creator_id=creator.pk).work
    assert work is not None
    assert work.views == 1_500
    assert work.engagement == pytest.approx((50 + 6 + 9 + 12) / 1_500)


def test_only_the_creator_and_staff_read_how_much_was_found_false(
    signed_in: Client, brand: Client, creator: Creator, listing: Listing
) -> None:
    video = creator.videos.get()
    CountExclusion.objects.create(
        video=video,
        window_start=video.posted_at,
        window_end=video.posted_at + timedelta(days=1),
        views=500,
        likes=0,
        reason="bought",
        source="alert 1",
    )
    own = signed_in.get("/studio/market/kit/").content.decode()
    assert "of the views of your last counted post was found false" in own
    assert "rough estimate" in own
    assert "found false" not in brand.get(f"/kit/creators/{creator.pk}/").content.decode()
    found = marketplace.own_kit(creator_id=creator.pk).false_views
    assert found is not None
    assert (found.share, found.posts) == (0.25, 1)
    shown = marketplace.kit_for_brands(creator_id=creator.pk, user_id=0)
    assert shown is not None
    assert shown.false_views is None


def test_others_read_rounded_counts_that_tell_nothing_of_what_does_not_count(
    creator: Creator, listing: Listing
) -> None:
    video = creator.videos.get()
    CountExclusion.objects.create(
        video=video,
        window_start=video.posted_at,
        window_end=video.posted_at + timedelta(days=1),
        views=23,
        likes=3,
        reason="bought",
        source="alert 1",
    )
    staff = UserFactory(staff=True)
    kit = marketplace.kit_for_brands(creator_id=creator.pk, user_id=staff.pk)
    assert kit is not None
    assert kit.work is not None
    best = kit.work.best[0]
    assert (kit.work.views, best.views) == (2_000, 2_000)
    assert best.engagement == kit.work.engagement
    assert best.engagement == float(f"{best.engagement:.2g}")


@pytest.mark.parametrize(
    ("handle", "others", "address"),
    [
        ("Night.Kitchen", [], "nightkitchen"),
        ("admin", [], "admin-{pk}"),
        ("nora", ["nora"], "nora-{pk}"),
        ("nora", ["nora", "nora-{pk}"], "nora-{pk}-2"),
        ("", [], "creator-{pk}"),
    ],
)
def test_addresses_are_free_and_never_the_houses_own(
    signed_in: Client,
    creator: Creator,
    listing: Listing,
    handle: str,
    others: list[str],
    address: str,
) -> None:
    Creator.objects.filter(pk=creator.pk).update(handle=handle, display_name="")
    for one in others:
        Listing.objects.create(creator=CreatorFactory(), public_kit=one.format(pk=creator.pk))
    page = signed_in.post("/studio/market/kit/shown/", {**ALL_SHOWN, "is_public": "on"})
    assert page.status_code == 302
    listing.refresh_from_db()
    assert listing.public_kit == address.format(pk=creator.pk)


def test_an_address_that_was_taken_at_that_moment_is_a_sentence(
    signed_in: Client, listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    Listing.objects.create(creator=CreatorFactory(), public_kit="just-taken")
    monkeypatch.setattr(listings, "_address", lambda listing: "just-taken")
    page = signed_in.post("/studio/market/kit/shown/", {**ALL_SHOWN, "is_public": "on"})
    assert page.status_code == 422
    assert "try again" in page.content.decode()
    listing.refresh_from_db()
    assert listing.public_kit == ""


@pytest.mark.parametrize("reason", ["not listed", "closed", "erased"])
def test_who_is_not_open_to_brands_has_no_kit(
    brand: Client, creator: Creator, listing: Listing, reason: str
) -> None:
    address = f"/kit/creators/{creator.pk}/"
    assert brand.get(address).status_code == 200
    if reason == "not listed":
        Listing.objects.update(is_listed=False)
    elif reason == "closed":
        assert creator.user is not None
        creator.user.is_active = False
        creator.user.save()
    else:
        Creator.objects.filter(pk=creator.pk).update(user=None, erased_at=timezone.now())
    assert brand.get(address).status_code == 404


def test_somebody_who_left_the_team_reads_no_kits(creator: Creator, listing: Listing) -> None:
    member = BrandMemberFactory()
    client = Client()
    client.force_login(member.user)
    assert client.get(f"/kit/creators/{creator.pk}/").status_code == 200
    BrandMember.objects.update(left_at=timezone.now())
    assert client.get(f"/kit/creators/{creator.pk}/").status_code == 403


def test_staff_read_what_brands_read(creator: Creator, listing: Listing) -> None:
    client = Client()
    client.force_login(UserFactory(staff=True))
    assert client.get(f"/kit/creators/{creator.pk}/").status_code == 200


def test_a_fee_that_was_hidden_since_is_not_told_by_the_run(
    creator: Creator, listing: Listing
) -> None:
    now = timezone.now()
    run = MatchRun.objects.create(version=1, state="ready", started_at=now, finished_at=now)
    rate = {"low": 77_700, "high": 77_700, "currency": "USD"}
    CreatorProfile.objects.create(run=run, creator=creator, rate=rate)
    listing.least_fee, listing.currency, listing.shows = 77_700, "USD", {"rate": False}
    listing.save()
    shown = marketplace.kit_for_brands(creator_id=creator.pk, user_id=0)
    assert shown is not None
    assert shown.rate is None
    MatchRun.objects.update(started_at=timezone.now())
    shown = marketplace.kit_for_brands(creator_id=creator.pk, user_id=0)
    assert shown is not None
    assert shown.rate is not None
    assert (shown.rate.low, shown.rate.least) == (77_700, None)
