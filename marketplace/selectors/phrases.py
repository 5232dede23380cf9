"""What categories, industries and countries are called in the middle of a sentence."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.lib.countries import country_names
from marketplace.domain.industries import Industry

# So many countries are named; of more, how many they are says more.
MOST_NAMED: Final = 3
_MAKES: Final = {
    "animals": gettext_lazy("animal videos"),
    "art": gettext_lazy("art and craft videos"),
    "beauty": gettext_lazy("beauty videos"),
    "comedy": gettext_lazy("comedy videos"),
    "dance": gettext_lazy("dance videos"),
    "editing": gettext_lazy("magic and editing videos"),
    "education": gettext_lazy("videos that explain things"),
    "family": gettext_lazy("family videos"),
    "fandom": gettext_lazy("fan videos"),
    "fashion": gettext_lazy("fashion videos"),
    "fitness": gettext_lazy("fitness videos"),
    "food": gettext_lazy("food videos"),
    "gaming": gettext_lazy("gaming videos"),
    "lifestyle": gettext_lazy("lifestyle videos"),
    "lip_sync": gettext_lazy("lip-sync videos"),
    "music": gettext_lazy("music videos"),
    "news": gettext_lazy("news videos"),
    "sports": gettext_lazy("sports videos"),
    "technology": gettext_lazy("technology videos"),
    "travel": gettext_lazy("travel videos"),
    "vehicles": gettext_lazy("videos about vehicles"),
    "vlog": gettext_lazy("vlogs"),
    "work": gettext_lazy("videos about work"),
}
_SELLERS: Final = {
    Industry.SPORTSWEAR: gettext_lazy("sportswear brands"),
    Industry.FASHION: gettext_lazy("fashion brands"),
    Industry.LUXURY: gettext_lazy("luxury brands"),
    Industry.LINGERIE: gettext_lazy("lingerie brands"),
    Industry.BEAUTY: gettext_lazy("beauty brands"),
    Industry.SOFT_DRINKS: gettext_lazy("soft drinks"),
    Industry.LIGHT_DRINKS: gettext_lazy("sugar-free drinks"),
    Industry.ENERGY_DRINKS: gettext_lazy("energy drinks"),
    Industry.ALCOHOL: gettext_lazy("drinks with alcohol"),
    Industry.COFFEE: gettext_lazy("coffee and tea"),
    Industry.RESTAURANTS: gettext_lazy("restaurants"),
    Industry.FOOD: gettext_lazy("food brands"),
    Industry.ELECTRONICS: gettext_lazy("electronics brands"),
    Industry.SOFTWARE: gettext_lazy("apps and internet brands"),
    Industry.SHOPS: gettext_lazy("shops"),
    Industry.STREAMING: gettext_lazy("films and series"),
    Industry.FAMILY_ENTERTAINMENT: gettext_lazy("family entertainment"),
    Industry.MUSIC: gettext_lazy("music brands"),
    Industry.GAMES: gettext_lazy("games"),
    Industry.TOYS: gettext_lazy("toys"),
    Industry.HOME: gettext_lazy("home and garden brands"),
    Industry.CARS: gettext_lazy("car brands"),
    Industry.TRUCKS: gettext_lazy("truck brands"),
    Industry.TRAVEL: gettext_lazy("travel brands"),
    Industry.FITNESS: gettext_lazy("fitness brands"),
    Industry.EDUCATION: gettext_lazy("courses and schools"),
    Industry.FINANCE: gettext_lazy("banks and insurers"),
    Industry.GAMBLING: gettext_lazy("betting brands"),
    Industry.TOBACCO: gettext_lazy("tobacco and vapes"),
    Industry.POLITICS: gettext_lazy("political campaigns"),
    Industry.CHARITY: gettext_lazy("charities"),
    Industry.PETS: gettext_lazy("pet brands"),
    Industry.BABY: gettext_lazy("baby brands"),
}
# English says “the” before some countries.
_THE: Final = frozenset(
    {"AE", "BS", "CC", "CD", "CF", "DO", "FK", "FO", "GB", "GM", "KM", "KY", "MH", "MP", "MV", "NL",
     "PH", "SB", "SC", "TC", "UM", "US", "VG", "VI"}
)  # fmt: skip


def makers_of(category: str) -> str:
    """Return what videos of a category are called; one without a name by its own."""
    return str(_MAKES.get(category, category))


def sellers_of(industry: str) -> str:
    """Return what those who sell something are called; one without a name by its own."""
    known = {one.value: label for one, label in _SELLERS.items()}
    return str(known.get(industry, industry))


def countries(codes: Sequence[str]) -> str:
    """Return countries as a sentence names them: “the United States or Canada”."""
    if len(codes) > MOST_NAMED:
        return _("one of the %(number)d countries asked for") % {"number": len(codes)}
    names = [_country(code) for code in codes]
    if len(names) == 1:
        return names[0]
    return _("%(countries)s or %(last)s") % {
        "countries": ", ".join(names[:-1]),
        "last": names[-1],
    }


def _country(code: str) -> str:
    name = country_names().get(code, code)
    return _("the %(country)s") % {"country": name} if code in _THE else name
