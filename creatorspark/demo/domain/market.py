"""What the brands of the cast want: their words, briefs and shortlists."""

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandWords:
    """What a brand says of itself and whom it wants."""

    goals: str
    activities: str = ""
    ages: str = ""
    markets: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A creator that a team keeps: by place among the best matches of a kind, with a note."""

    handle: str = ""
    note: str = ""
    login: str = "brand"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPart:
    """A shortlist of a campaign."""

    name: str
    kept: tuple[Kept, ...] = ()
    niche: str = ""
    others: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignPart:
    """A brief of a brand; money in whole units of the house's currency."""

    brand: str
    login: str
    name: str
    goals: str
    days_ago: int
    state: str = "open"
    ages: str = ""
    markets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    budget: int | None = None
    per_creator: int | None = None
    excluded_categories: tuple[str, ...] = ()
    exclusivity_days: int = 0
    runs_days: int | None = None
    lists: tuple[ListPart, ...] = field(default=())


BRAND_WORDS: Final[dict[str, BrandWords]] = {
    "Kestrel Kitchenware": BrandWords(
        goals="Pans and knives that last, for food that people really cook at home.",
        activities="Recipes with cooking creators, kitchen tours",
        ages="25-54",
        markets="US, Canada, United Kingdom",
    ),
    "Copperleaf Cookware": BrandWords(
        goals="Copper pans for home cooking and food that looks as good as it tastes.",
        activities="Recipes with cooking creators",
        ages="25-44",
        markets="US",
    ),
    "Pebble & Pine": BrandWords(
        goals="Quiet furniture and home decor for small homes.",
        activities="Room makeovers with lifestyle creators",
        ages="25-44",
    ),
    "Fernway Outdoors": BrandWords(
        goals="Backpacks and tents for travel and long walks.",
        activities="Travel vlogs, first hikes",
        ages="18-44",
    ),
    "Lumo Audio": BrandWords(
        goals="Small speakers and headphones for music at home.",
        activities="Music sessions",
        ages="18-34",
    ),
    "Tonic Sound": BrandWords(
        goals="Headphones for music in loud cities, with an app that tunes them.",
        activities="Music and street interviews",
        ages="18-34",
    ),
}

CAMPAIGNS: Final[tuple[CampaignPart, ...]] = (
    CampaignPart(
        brand="Kestrel Kitchenware",
        login="brand",
        name="One pan, every evening",
        goals=(
            "Sell our carbon steel pan to people who cook their own food most evenings.\n"
            "Real recipes in a real kitchen: how it is seasoned, used, and washed. "
            "No studio light, no script."
        ),
        days_ago=12,
        ages="25-54",
        markets=("US", "CA", "GB"),
        languages=("en",),
        budget=12_000,
        per_creator=900,
        excluded_categories=("gaming",),
        exclusivity_days=60,
        runs_days=60,
        lists=(
            ListPart(
                name="First choice",
                kept=(
                    Kept(
                        handle="lina.nightmarket",
                        note="Cooks on two square metres, exactly our story. Ask her first.",
                    ),
                    Kept(
                        handle="juno.builds",
                        note="Not a cook, but the workshop would love a pan rack. Sol?",
                        login="brand-team",
                    ),
                ),
                niche="cooking",
                others=2,
            ),
            ListPart(name="Maybe in autumn", niche="diy", others=2),
        ),
    ),
    CampaignPart(
        brand="Kestrel Kitchenware",
        login="brand-team",
        name="A knife for beginners",
        goals="One good knife instead of six. Cooking for people who just moved out.",
        days_ago=2,
        state="draft",
        ages="18-24",
        markets=("US",),
        budget=4_000,
    ),
    CampaignPart(
        brand="Kestrel Kitchenware",
        login="brand",
        name="Lunch boxes, last autumn",
        goals="Lunch boxes for school mornings: food that is ready in ten minutes.",
        days_ago=70,
        state="closed",
        ages="25-44",
        budget=6_500,
        lists=(ListPart(name="Asked in September", niche="education", others=2),),
    ),
    CampaignPart(
        brand="Copperleaf Cookware",
        login="rival",
        name="Copper summer",
        goals="Copper pans for food on the balcony: cooking together on warm evenings.",
        days_ago=9,
        ages="25-44",
        markets=("US", "GB"),
        languages=("en",),
        budget=9_000,
        per_creator=700,
        lists=(ListPart(name="Balcony cooks", niche="cooking", others=2),),
    ),
)
