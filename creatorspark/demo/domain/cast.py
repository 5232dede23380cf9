"""The cast: people with a story that pages, detectors and tests rely on.

Handles and stories are stable for every seed, scale and moment. Later work finds its subject
by `Story`, never by a row's number.
"""

from dataclasses import dataclass
from enum import StrEnum


class Story(StrEnum):
    """Why a member of the cast is there."""

    SMALL_BUT_GOOD = "small_but_good"
    VIRAL_HIT = "viral_hit"
    REPOSTER = "reposter"
    BOUGHT_BURST = "bought_burst"
    BOT_VICTIM = "bot_victim"
    GIFTING_RING = "gifting_ring"
    SHARED_TABLETS = "shared_tablets"
    DORMANT = "dormant"


@dataclass(frozen=True, kw_only=True)
class CastMember:
    """A creator with a part to play.

    `posts_per_week`: mean. `appeal`: engagement per view against the average creator.
    `reach`: views per video against what the followers would give. `login`: the part of the
    demo e-mail address before the @, empty when nobody logs in as them.
    """

    story: Story
    handle: str
    display_name: str
    bio: str
    niche: str
    language: str
    country: str
    utc_offset: int
    followers: int
    posts_per_week: float
    appeal: float = 1.0
    reach: float = 1.0
    login: str = ""


DORMANT_FOR_WEEKS = 10

_RING = (
    ("starlit.ona", "Ona Starlit", "music", "BR", "pt", -3, 2_900),
    ("starlit.bex", "Bex Starlit", "gaming", "GB", "en", 0, 1_700),
    ("starlit.tomo", "Tomo Starlit", "music", "JP", "ja", 9, 2_100),
    ("starlit.rue", "Rue Starlit", "beauty", "FR", "fr", 1, 1_300),
    ("starlit.kai", "Kai Starlit", "comedy", "US", "en", -6, 2_400),
)
_CLASSROOMS = (
    ("riverbend.school", "Riverbend School", "Our school's own channel.", 1_150, "school"),
    ("riverbend.class4", "Riverbend Class 4", "Science on Fridays.", 380, ""),
    ("riverbend.class6", "Riverbend Class 6", "We build volcanoes.", 420, ""),
    ("riverbend.choir", "Riverbend Choir", "Forty voices, six tablets.", 610, ""),
)

CAST: tuple[CastMember, ...] = (
    CastMember(
        story=Story.SMALL_BUT_GOOD,
        handle="lina.nightmarket",
        display_name="Lina Amberly",
        bio="Street food from my tiny kitchen. New plate every other evening.",
        niche="cooking",
        language="en",
        country="US",
        utc_offset=-6,
        followers=8_430,
        posts_per_week=4.4,
        appeal=1.65,
        reach=1.35,
        login="creator",
    ),
    CastMember(
        story=Story.VIRAL_HIT,
        handle="juno.builds",
        display_name="Juno Harrowby",
        bio="I build furniture out of what others throw away.",
        niche="diy",
        language="en",
        country="GB",
        utc_offset=0,
        followers=14_200,
        posts_per_week=3.0,
        appeal=1.15,
        login="viral",
    ),
    CastMember(
        story=Story.REPOSTER,
        handle="clip.carousel",
        display_name="Clip Carousel",
        bio="The best of everything. Follow for more.",
        niche="comedy",
        language="en",
        country="US",
        utc_offset=-5,
        followers=212_000,
        posts_per_week=5.0,
        appeal=0.70,
        login="reposter",
    ),
    CastMember(
        story=Story.BOUGHT_BURST,
        handle="maxvale.fit",
        display_name="Max Vale",
        bio="Coach. No excuses.",
        niche="fitness",
        language="en",
        country="US",
        utc_offset=-5,
        followers=31_500,
        posts_per_week=3.4,
        appeal=0.80,
        login="burst",
    ),
    CastMember(
        story=Story.BOT_VICTIM,
        handle="amara.hums",
        display_name="Amara Sunder",
        bio="Songs I hum while walking home.",
        niche="music",
        language="en",
        country="NG",
        utc_offset=1,
        followers=22_700,
        posts_per_week=2.8,
        appeal=1.20,
        login="victim",
    ),
    *(
        CastMember(
            story=Story.GIFTING_RING,
            handle=handle,
            display_name=name,
            bio="Live every night. Gifts welcome.",
            niche=niche,
            language=language,
            country=country,
            utc_offset=offset,
            followers=followers,
            posts_per_week=1.6,
            appeal=0.85,
            login="ring" if handle == "starlit.ona" else "",
        )
        for handle, name, niche, country, language, offset, followers in _RING
    ),
    *(
        CastMember(
            story=Story.SHARED_TABLETS,
            handle=handle,
            display_name=name,
            bio=bio,
            niche="music" if handle == "riverbend.choir" else "education",
            language="en",
            country="CA",
            utc_offset=-5,
            followers=followers,
            posts_per_week=1.5,
            appeal=1.10,
            login=login,
        )
        for handle, name, bio, followers, login in _CLASSROOMS
    ),
    CastMember(
        story=Story.DORMANT,
        handle="oldharbour.tales",
        display_name="Old Harbour Tales",
        bio="Short histories of long piers. Back when the boat is fixed.",
        niche="travel",
        language="en",
        country="GB",
        utc_offset=0,
        followers=47_900,
        posts_per_week=2.6,
        login="dormant",
    ),
)

# What the small creator cooks; each plate is a video's title.
NIGHT_MARKET_PLATES = (
    "Night market",
    "Charcoal corn with lime",
    "Scallion pancakes",
    "Sticky rice in a leaf",
    "Three-pepper skewers",
    "Peanut noodles",
    "Coconut griddle cakes",
    "Salt and pepper mushrooms",
    "Steamed buns, slowly",
    "Sesame cucumber",
    "Ginger broth at midnight",
    "Crispy tofu ribbons",
    "Mango on ice",
    "Sugar-crusted bananas",
    "Fried dough sticks",
    "Turmeric fish balls",
    "Pickled radish jars",
    "Black vinegar dumplings",
    "The loudest wok",
    "Lemongrass wings",
    "Red bean pockets",
    "Egg in a flatbread",
    "Smoked aubergine",
    "Tea eggs for Monday",
    "Chilli oil from scratch",
    "A stall for one",
)


@dataclass(frozen=True, kw_only=True)
class BrandMemberPart:
    """A person of a brand's team; `login` as in `CastMember`."""

    login: str
    display_name: str
    owner: bool


@dataclass(frozen=True, kw_only=True)
class BrandPart:
    """A brand of the cast. `rival` names the brand it may never share a creator's five with."""

    name: str
    about: str
    website: str
    parent: str = ""
    rival: str = ""
    team: tuple[BrandMemberPart, ...] = ()


# Parents stand before their children.
BRANDS: tuple[BrandPart, ...] = (
    BrandPart(
        name="Northgate Home Group",
        about="Owns kitchen and homeware brands.",
        website="https://northgate.demo.example",
    ),
    BrandPart(
        name="Kestrel Kitchenware",
        about="Pans and knives that last. We look for people who really cook.",
        website="https://kestrel.demo.example",
        parent="Northgate Home Group",
        rival="Copperleaf Cookware",
        team=(
            BrandMemberPart(login="brand", display_name="Robin Kessler", owner=True),
            BrandMemberPart(login="brand-team", display_name="Sol Marchetti", owner=False),
        ),
    ),
    BrandPart(
        name="Pebble & Pine",
        about="Quiet furniture for small homes.",
        website="https://pebblepine.demo.example",
        parent="Northgate Home Group",
    ),
    BrandPart(
        name="Copperleaf Cookware",
        about="Bright copper for bold kitchens.",
        website="https://copperleaf.demo.example",
        rival="Kestrel Kitchenware",
        team=(BrandMemberPart(login="rival", display_name="Ines Copperfold", owner=True),),
    ),
    BrandPart(
        name="Fernway Outdoors",
        about="Packs and tents for people who walk.",
        website="https://fernway.demo.example",
    ),
    BrandPart(
        name="Lumo Audio",
        about="Small speakers, honest sound.",
        website="https://lumo.demo.example",
        rival="Tonic Sound",
    ),
    BrandPart(
        name="Tonic Sound",
        about="Headphones for loud cities.",
        website="https://tonic.demo.example",
        rival="Lumo Audio",
    ),
)
