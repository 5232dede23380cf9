"""What a run knows of creators, and what it leaves out because they hide it."""

from datetime import timedelta

import pytest

from marketplace.domain.matching.policy import DEFAULT, parse
from marketplace.models import Audience, Listing, MatchRun
from marketplace.models.audiences import shown_at_first
from marketplace.selectors.kits import own_kit
from marketplace.selectors.known import facts_of
from marketplace.services.profiles.making import make_profiles
from scoring.domain.screen import TEXT_VERSION
from scoring.interface import assess_categories
from scoring.models import FrameReading
from tests.factories.originality import judge
from tests.factories.quality import measure
from tests.factories.times import NOW
from tests.factories.videos import CreatorFactory, VideoFactory

pytestmark = pytest.mark.django_db
POLICY = parse(DEFAULT)


@pytest.fixture
def run():
    return MatchRun.objects.create(version=1)


def known_creator(**listing):
    """Return a creator with two dance videos, one of them judged, and a known audience."""
    creator = CreatorFactory(verified=True)
    Listing.objects.create(creator=creator, **listing)
    videos = [VideoFactory(creator=creator, caption="dance #dance #choreo") for _ in range(2)]
    judge(videos[0], verdict="original", now=NOW)
    assess_categories(now=NOW)
    Audience.objects.create(
        creator=creator, ages={"18-20": 0.5, "21-24": 0.5}, female_share=0.7,
        markets={"US": 0.9}, source="creator", as_of=(NOW - timedelta(days=9)).date(),
    )  # fmt: skip
    return creator


def made(run, *creators):
    return make_profiles(run, [one.pk for one in creators], policy=POLICY, now=NOW)


def test_everything_that_is_shown_is_in_the_profile(run):
    creator = known_creator(topics=["dance videos"])
    (profile,) = made(run, creator)
    assert profile.category == "dance"
    assert profile.rhythm["counted"]["dance"] == 2
    assert (profile.trust["original"], profile.trust["looked_at"]) == (1, 1)
    assert (profile.originality, profile.followers, profile.verified) == (1.0, 12_000, True)
    assert profile.rate["low"] < profile.rate["middle"] == profile.rate_middle
    assert profile.ages_of_data["audience"] == (NOW - timedelta(days=9)).date().isoformat()
    facts = facts_of(profile)
    assert (facts.videos, facts.counted["dance"]) == (2, 2)
    assert facts.audience.female == 0.7


def test_what_is_hidden_is_not_used_anywhere(run):
    creator = known_creator(
        shows=dict.fromkeys(shown_at_first(), False), least_fee=5, currency="USD"
    )
    (profile,) = made(run, creator)
    assert profile.ages_of_data == {}
    for name in ("mix", "audience", "performance", "trust", "rate", "rhythm", "words"):
        assert getattr(profile, name) == {}, name
    assert (profile.followers, profile.originality, profile.rate_middle) == (None, None, None)
    assert (profile.grade, profile.category) == ("", "")


def test_words_come_from_captions_hashtags_pictures_and_the_profile(run):
    creator = CreatorFactory()
    listing = Listing.objects.create(creator=creator, about="I bake bread.")
    VideoFactory(creator=creator, caption="My oven", hashtags=["sourdough"], sha256="a" * 64)
    VideoFactory(creator=creator, caption="Ovens again", hashtags=[])
    FrameReading.objects.create(
        kind="text", sha256="a" * 64, version=TEXT_VERSION, content={"words": "rye flour"}, frames=1
    )
    (profile,) = made(run, creator)
    said = facts_of(profile).words
    assert {one.word: one.times for one in said.values()} == {
        "bake": 0, "bread": 0, "ovens": 2, "sourdough": 1, "rye": 1, "flour": 1,
    }  # fmt: skip
    assert [one.word for one in said.values() if one.in_profile] == ["bake", "bread"]
    listing.shows["videos"] = False
    listing.save()
    (profile,) = made(run, creator)
    assert set(facts_of(profile).words) == {"bake", "bread"}


def test_who_is_gone_has_no_profile(run):
    gone = CreatorFactory(erased_at=NOW)
    assert made(run, gone, CreatorFactory(merged_into=CreatorFactory())) == []


def test_many_creators_cost_no_more_queries_than_one(run, django_assert_max_num_queries):
    creators = [known_creator() for _ in range(3)]
    for some in (creators[:1], creators):
        with django_assert_max_num_queries(10):
            assert len(made(run, *some)) == len(some)


def test_figures_without_a_day_have_no_freshness(run):
    creator = known_creator()
    Audience.objects.update(is_dated=False)
    (profile,) = made(run, creator)
    assert "audience" not in profile.ages_of_data
    assert facts_of(profile).audience.as_of is None


def test_how_videos_look_is_told_where_they_are_shown(run):
    creator = known_creator()
    for number, video in enumerate(creator.videos.order_by("pk")):
        values = {"brightness": 150 + 20 * number, "colourfulness": None, "cuts_a_minute": 3.0}
        measure(video, values=values)
    (profile,) = made(run, creator)
    assert profile.rhythm["tone"] == {
        "brightness": 160, "colour": None, "cuts": 3.0, "videos": 2,
    }  # fmt: skip
    listing = Listing.objects.get()
    assert own_kit(listing).work.tone.words == ("bright", "calm")
    listing.shows["videos"] = False
    listing.save()
    (profile,) = made(run, creator)
    assert profile.rhythm == {}
