"""What brands sell, the words that tell, and which videos suit it.

`suits` says how well videos of a category show what an industry sells, 0 to 1: 1 where the product
is itself what such videos are about, 0.8 where it is in every picture, 0.5 where it appears easily,
0.3 where an idea could bring it in. The figures are the authors' judgement, a starting point that
staff can replace by policy and that shortlists and offers correct once there are enough.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Industry(StrEnum):
    """What is sold; the value is what is stored."""

    SPORTSWEAR = "sportswear"
    FASHION = "fashion"
    LUXURY = "luxury"
    LINGERIE = "lingerie"
    BEAUTY = "beauty"
    SOFT_DRINKS = "soft_drinks"
    LIGHT_DRINKS = "light_drinks"
    ENERGY_DRINKS = "energy_drinks"
    ALCOHOL = "alcohol"
    COFFEE = "coffee"
    RESTAURANTS = "restaurants"
    FOOD = "food"
    ELECTRONICS = "electronics"
    SOFTWARE = "software"
    SHOPS = "shops"
    STREAMING = "streaming"
    FAMILY_ENTERTAINMENT = "family_entertainment"
    MUSIC = "music"
    GAMES = "games"
    TOYS = "toys"
    HOME = "home"
    CARS = "cars"
    TRUCKS = "trucks"
    TRAVEL = "travel"
    FITNESS = "fitness"
    EDUCATION = "education"
    FINANCE = "finance"
    GAMBLING = "gambling"
    TOBACCO = "tobacco"
    POLITICS = "politics"
    CHARITY = "charity"
    PETS = "pets"
    BABY = "baby"


@dataclass(frozen=True, slots=True)
class Trade:
    """One industry: words that tell it, how videos suit it, and who may see it advertised.

    Words that people use of everything (“energy”, “party”, “home”) tell nothing alone, so they
    stand as two ("energy_drinks"). `adults` is the age that the audience must have reached, and
    `adult_share` how much of it.
    """

    words: str
    suits: dict[str, float] = field(default_factory=dict)
    adults: int = 0
    adult_share: float = 0.0


# Alcohol: the industry's own code (DISCUS, 2023: at least 73.8 % of legal age); the age is the
# highest of the markets that matter, 21. The others take the same share at 18.
OF_AGE: Final = 0.738
# Energy drinks: the British Soft Drinks Association's code (2019) keeps out of media of whose
# audience more than 35 % are under 16.
PAST_CHILDHOOD: Final = 0.65

TRADES: Final[dict[Industry, Trade]] = {
    Industry.SPORTSWEAR: Trade(
        "athletic sportswear trainers sneakers activewear athletes shoes tracksuit jersey "
        "running_shoes running_socks sports_socks sports_bra yoga_pants",
        {"fitness": 1, "sports": 1, "dance": 0.85, "lifestyle": 0.5, "vlog": 0.5, "fashion": 0.6,
         "music": 0.3, "comedy": 0.2, "lip_sync": 0.4},
    ),
    Industry.FASHION: Trade(
        "fashion clothing clothes outfits outfit apparel wear styling dress "
        "jeans shirt t-shirt hoodie jewellery jewelry handbag sunglasses wristwatch",
        {"fashion": 1, "beauty": 0.6, "lifestyle": 0.85, "dance": 0.8, "vlog": 0.7, "music": 0.5,
         "lip_sync": 0.7, "travel": 0.4, "comedy": 0.25, "art": 0.3},
    ),
    Industry.LUXURY: Trade(
        "luxury luxurious high-end couture haute glamorous elegant trench_coats",
        {"fashion": 1, "beauty": 0.7, "lifestyle": 0.5, "travel": 0.4, "music": 0.4, "dance": 0.25,
         "vlog": 0.25, "lip_sync": 0.35},
    ),
    Industry.LINGERIE: Trade(
        "lingerie underwear",
        {"fashion": 0.9, "beauty": 0.7, "lifestyle": 0.4},
        adults=18, adult_share=OF_AGE,
    ),
    Industry.BEAUTY: Trade(
        "makeup make-up cosmetics skincare skin_care beauty perfume fragrance hair haircare "
        "sunscreen lipstick mascara shampoo moisturiser moisturizer deodorant nail_polish",
        {"beauty": 1, "fashion": 0.5, "lifestyle": 0.5, "dance": 0.2, "music": 0.3,
         "lip_sync": 0.4, "vlog": 0.3, "art": 0.3},
    ),
    Industry.SOFT_DRINKS: Trade(
        "beverages beverage soda cola drinks energy_drinks lemonade juice smoothie iced_tea "
        "mineral_water sparkling_water",
        {"comedy": 0.9, "music": 0.8, "dance": 0.75, "food": 0.7, "lip_sync": 0.55, "vlog": 0.65,
         "lifestyle": 0.55, "sports": 0.6, "editing": 0.55, "gaming": 0.5, "family": 0.5,
         "travel": 0.4},
    ),
    Industry.LIGHT_DRINKS: Trade(
        "sugar-free zero-calorie guilt-free low-calorie diet_soda diet_cola",
        {"fitness": 0.9, "sports": 0.6, "lifestyle": 0.7, "food": 0.6, "dance": 0.6, "comedy": 0.6,
         "vlog": 0.6, "music": 0.5, "lip_sync": 0.4, "editing": 0.4},
    ),
    Industry.ENERGY_DRINKS: Trade(
        "energy_drinks energy_drink adrenaline adrenaline-pumping extreme_sports",
        {"sports": 1, "fitness": 0.7, "gaming": 0.7, "dance": 0.6, "music": 0.7, "vehicles": 0.7,
         "editing": 0.5, "comedy": 0.4, "vlog": 0.35, "travel": 0.5},
        adults=16, adult_share=PAST_CHILDHOOD,
    ),
    Industry.ALCOHOL: Trade(
        "beer wine vodka whisky whiskey gin rum tequila bourbon champagne prosecco cider "
        "cocktail liqueur brewery alcohol distilled_spirits",
        {"food": 0.6, "lifestyle": 0.6, "comedy": 0.6, "sports": 0.6, "music": 0.5, "travel": 0.5,
         "vlog": 0.5},
        adults=21, adult_share=OF_AGE,
    ),
    Industry.COFFEE: Trade(
        "coffee cafe tea espresso",
        {"lifestyle": 0.9, "vlog": 0.85, "food": 0.7, "beauty": 0.4, "fashion": 0.4, "travel": 0.4,
         "work": 0.5, "comedy": 0.3, "dance": 0.3, "music": 0.35, "lip_sync": 0.3, "art": 0.3},
    ),
    Industry.RESTAURANTS: Trade(
        "menu_items restaurant burger burgers pizza meals fast_food takeaway fries",
        {"food": 1, "comedy": 0.75, "vlog": 0.7, "family": 0.6, "lifestyle": 0.5, "gaming": 0.5,
         "dance": 0.35, "music": 0.35, "lip_sync": 0.3, "sports": 0.4, "editing": 0.35},
    ),
    Industry.FOOD: Trade(
        "snacks snack chocolate food foods cereal sweets candy yoghurt yogurt cheese pasta "
        "bread biscuit ice_cream noodles sauces granola hot_dog",
        {"food": 1, "comedy": 0.7, "family": 0.6, "lifestyle": 0.5, "vlog": 0.6, "dance": 0.4,
         "music": 0.4, "gaming": 0.5, "editing": 0.4},
    ),
    Industry.ELECTRONICS: Trade(
        "smartphones smartphone phones phone technology devices device appliances laptops "
        "laptop tech tablets tvs television camera speakers speaker earbuds drone power_bank "
        "home_appliances",
        {"technology": 1, "editing": 0.9, "gaming": 0.6, "education": 0.5, "music": 0.45,
         "vlog": 0.45, "lifestyle": 0.45, "travel": 0.4, "art": 0.4, "comedy": 0.3, "work": 0.4,
         "dance": 0.25, "lip_sync": 0.3, "beauty": 0.25},
    ),
    Industry.SOFTWARE: Trade(
        "software app apps google search_engine cloud_software web_hosting website_builder",
        {"technology": 1, "editing": 0.85, "education": 0.8, "work": 0.5, "comedy": 0.4,
         "lifestyle": 0.4, "vlog": 0.4, "travel": 0.5, "music": 0.3, "dance": 0.2,
         "lip_sync": 0.2, "art": 0.4, "beauty": 0.2},
    ),
    Industry.SHOPS: Trade(
        "shopping retail store stores shops supermarket groceries online_shop "
        "shopping_experience competitive_prices",
        {"lifestyle": 0.95, "vlog": 0.8, "family": 0.7, "beauty": 0.6, "fashion": 0.7,
         "technology": 0.5, "comedy": 0.45, "editing": 0.45, "art": 0.5, "food": 0.5, "dance": 0.4,
         "music": 0.3, "lip_sync": 0.3},
    ),
    Industry.STREAMING: Trade(
        "tv_shows tv_series original_shows original_series movies movie films streaming "
        "sitcom",
        {"fandom": 1, "comedy": 0.9, "lip_sync": 0.65, "editing": 0.7, "music": 0.45, "vlog": 0.45,
         "news": 0.4, "dance": 0.35, "lifestyle": 0.35, "gaming": 0.4},
    ),
    Industry.FAMILY_ENTERTAINMENT: Trade(
        "theme_park theme_parks amusement_park kid-friendly kids_shows cartoons "
        "magical_experiences magical_moments",
        {"family": 1, "fandom": 0.9, "editing": 0.9, "comedy": 0.55, "music": 0.55, "travel": 0.5,
         "dance": 0.35, "vlog": 0.35, "lip_sync": 0.35, "lifestyle": 0.3, "art": 0.5},
    ),
    Industry.MUSIC: Trade(
        "music playlists playlist songs concerts headphones",
        {"music": 1, "dance": 0.95, "lip_sync": 0.9, "lifestyle": 0.45, "vlog": 0.35,
         "comedy": 0.3, "fitness": 0.4},
    ),
    Industry.GAMES: Trade(
        "games gaming consoles console esports videogame video_games",
        {"gaming": 1, "comedy": 0.65, "editing": 0.7, "technology": 0.7, "fandom": 0.6,
         "music": 0.35, "vlog": 0.35, "sports": 0.4, "dance": 0.2, "lip_sync": 0.35},
    ),
    Industry.TOYS: Trade(
        "toys toy building_sets building_blocks bricks dolls plush board_games jigsaw",
        {"art": 1, "family": 0.9, "editing": 0.9, "gaming": 0.5, "education": 0.5, "comedy": 0.4,
         "vlog": 0.3, "technology": 0.4, "fandom": 0.5},
    ),
    Industry.HOME: Trade(
        "furniture home_appliances home_decor interior garden gardening kitchen household cookware "
        "pans pan knives saucepan mattress bedding sofa lamps home_improvement",
        {"lifestyle": 0.85, "family": 0.7, "art": 0.9, "vlog": 0.55, "food": 0.4, "comedy": 0.25,
         "editing": 0.3, "fashion": 0.3, "beauty": 0.25},
    ),
    Industry.CARS: Trade(
        "car cars automotive vehicles test_drive test_drives test-drive driving_experiences "
        "suv",
        {"vehicles": 1, "technology": 0.6, "travel": 0.6, "sports": 0.5, "lifestyle": 0.35,
         "vlog": 0.35, "family": 0.4, "comedy": 0.25, "editing": 0.4, "music": 0.2},
        adults=16, adult_share=0.3,
    ),
    Industry.TRUCKS: Trade(
        "trucks truck pickup_truck rugged_performance rugged_features",
        {"vehicles": 1, "sports": 0.4, "work": 0.7, "travel": 0.5, "family": 0.2, "comedy": 0.2,
         "vlog": 0.2, "editing": 0.2},
        adults=16, adult_share=0.3,
    ),
    Industry.TRAVEL: Trade(
        "travel hotel hotels flights airline holidays tourism cruise suitcase luggage",
        {"travel": 1, "vlog": 0.8, "lifestyle": 0.7, "food": 0.5, "family": 0.5, "editing": 0.4,
         "comedy": 0.3, "dance": 0.2},
    ),
    Industry.FITNESS: Trade(
        "fitness gym gyms workout supplements protein bicycle bike cycling yoga dumbbell "
        "treadmill",
        {"fitness": 1, "sports": 0.9, "lifestyle": 0.5, "dance": 0.5, "food": 0.4, "vlog": 0.3},
    ),
    Industry.EDUCATION: Trade(
        "courses university education online_learning language_learning language_courses "
        "school_supplies e-learning tutoring textbook",
        {"education": 1, "technology": 0.6, "work": 0.6, "family": 0.4, "vlog": 0.3, "comedy": 0.3},
    ),
    Industry.FINANCE: Trade(
        "bank banking insurance loans investing crypto mobile_payments stock_trading "
        "trading_platform",
        {"education": 0.8, "work": 0.8, "technology": 0.6, "news": 0.5, "lifestyle": 0.3,
         "comedy": 0.25},
        adults=18, adult_share=OF_AGE,
    ),
    Industry.GAMBLING: Trade(
        "casino betting gambling poker lottery bets",
        {"sports": 0.8, "gaming": 0.6, "comedy": 0.3},
        adults=21, adult_share=OF_AGE,
    ),
    Industry.TOBACCO: Trade(
        "tobacco cigarettes cigars vape vapes nicotine",
        {"lifestyle": 0.2},
        adults=21, adult_share=OF_AGE,
    ),
    Industry.POLITICS: Trade(
        "election political political_party political_candidate referendum politics",
        {"news": 1, "education": 0.6, "comedy": 0.3},
        adults=18, adult_share=OF_AGE,
    ),
    Industry.CHARITY: Trade(
        "charity donate donations nonprofit awareness-raising disaster_relief",
        {"news": 0.7, "education": 0.7, "family": 0.6, "lifestyle": 0.5, "music": 0.5, "vlog": 0.5,
         "comedy": 0.4, "dance": 0.4},
    ),
    Industry.PETS: Trade(
        "pet pets dog dogs cat cats pet_food dog_food cat_food",
        {"animals": 1, "family": 0.6, "lifestyle": 0.4, "vlog": 0.4, "comedy": 0.4},
    ),
    Industry.BABY: Trade(
        "pram prams strollers stroller pushchair nappies diapers pacifier toddlers newborns",
        {"family": 1, "lifestyle": 0.7, "vlog": 0.6, "education": 0.3, "comedy": 0.3},
    ),
}  # fmt: skip
