"""The words for what was odd in a row, for fields, and for what brands sell."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.domain.cleaning.problems import Code
from marketplace.domain.industries import Industry

SHOWN: Final = 120
_LONG_NUMBER: Final = re.compile(r"(?<![\w.])\d{5,14}(?![\w.])")
SENTENCES: Final[dict[Code, Promise]] = {
    Code.EMPTY: gettext_lazy("Nothing stands here, so it counts as not known."),
    Code.UNREADABLE: gettext_lazy(
        "We couldn't read “%(original)s”, so it counts as not known. Nothing was guessed."
    ),
    Code.SPELLING: gettext_lazy("“%(original)s” was taken as “%(taken)s”."),
    Code.ASSUMED: gettext_lazy("“%(original)s” was taken as %(taken)s, which is an assumption."),
    Code.CONTRADICTS: gettext_lazy(
        "%(original)s %(taken)s: these can't be counts of the same videos, so no rate is made of "
        "them."
    ),
    Code.UNKNOWN_WORDS: gettext_lazy(
        "None of the words says what this brand sells; set its industries yourself."
    ),
    Code.TWICE: gettext_lazy("Line %(taken)s is about the same one; that line counts."),
    Code.FAMILY: gettext_lazy(
        "Seems to be a line of “%(taken)s”, which is suggested as its parent company."
    ),
    Code.TOO_MANY: gettext_lazy("%(original)s more were left out."),
    Code.SHORTENED: gettext_lazy("The text is too long and was shortened."),
    Code.NAMELESS: gettext_lazy("The row has no name."),
    Code.UNPLACEABLE: gettext_lazy(
        "Neither a username nor the platform's number: we can't tell which profile this is."
    ),
    Code.WIDTH: gettext_lazy("The row has more or fewer cells than the header."),
    Code.QUOTE_OPEN: gettext_lazy(
        "A quotation mark opens on this line and doesn't close as it should."
    ),
    Code.GONE: gettext_lazy("This profile was erased at its owner's wish; it isn't added again."),
    Code.OWNED: gettext_lazy("The creator looks after this; their own words were kept: %(taken)s"),
    Code.TAKEN: gettext_lazy(
        "The number %(original)s belongs to “%(taken)s” here; it was left blank for this one."
    ),
    Code.OTHER_NAME: gettext_lazy("We know this profile as “%(taken)s” and kept that."),
}
FIELD_LABELS: Final[dict[str, Promise]] = {
    "external_id": gettext_lazy("Number in the file"),
    "name": gettext_lazy("Name"),
    "handle": gettext_lazy("Username"),
    "content": gettext_lazy("What they make"),
    "followers": gettext_lazy("Followers"),
    "likes": gettext_lazy("Likes"),
    "comments": gettext_lazy("Comments"),
    "shares": gettext_lazy("Shares"),
    "views": gettext_lazy("Views"),
    "audience_age": gettext_lazy("Age of the audience"),
    "audience_gender": gettext_lazy("Gender of the audience"),
    "audience_market": gettext_lazy("Market of the audience"),
    "video_url": gettext_lazy("Addresses of videos"),
    "target_age": gettext_lazy("Age wanted"),
    "target_gender": gettext_lazy("Gender wanted"),
    "target_market": gettext_lazy("Market wanted"),
    "goals": gettext_lazy("Goals"),
    "activities": gettext_lazy("Past work with creators"),
    "industries": gettext_lazy("What it sells"),
}
INDUSTRY_LABELS: Final[dict[Industry, Promise]] = {
    Industry.SPORTSWEAR: gettext_lazy("Sportswear"),
    Industry.FASHION: gettext_lazy("Fashion"),
    Industry.LUXURY: gettext_lazy("Luxury"),
    Industry.LINGERIE: gettext_lazy("Lingerie"),
    Industry.BEAUTY: gettext_lazy("Beauty"),
    Industry.SOFT_DRINKS: gettext_lazy("Soft drinks"),
    Industry.LIGHT_DRINKS: gettext_lazy("Drinks without sugar"),
    Industry.ENERGY_DRINKS: gettext_lazy("Energy drinks"),
    Industry.ALCOHOL: gettext_lazy("Alcohol"),
    Industry.COFFEE: gettext_lazy("Coffee and tea"),
    Industry.RESTAURANTS: gettext_lazy("Restaurants"),
    Industry.FOOD: gettext_lazy("Food"),
    Industry.ELECTRONICS: gettext_lazy("Electronics"),
    Industry.SOFTWARE: gettext_lazy("Software and internet"),
    Industry.SHOPS: gettext_lazy("Shops"),
    Industry.STREAMING: gettext_lazy("Films and series"),
    Industry.FAMILY_ENTERTAINMENT: gettext_lazy("Family entertainment"),
    Industry.MUSIC: gettext_lazy("Music"),
    Industry.GAMES: gettext_lazy("Games"),
    Industry.TOYS: gettext_lazy("Toys"),
    Industry.HOME: gettext_lazy("Home and garden"),
    Industry.CARS: gettext_lazy("Cars"),
    Industry.TRUCKS: gettext_lazy("Trucks"),
    Industry.TRAVEL: gettext_lazy("Travel"),
    Industry.FITNESS: gettext_lazy("Fitness"),
    Industry.EDUCATION: gettext_lazy("Education"),
    Industry.FINANCE: gettext_lazy("Finance"),
    Industry.GAMBLING: gettext_lazy("Gambling"),
    Industry.TOBACCO: gettext_lazy("Tobacco and vapes"),
    Industry.POLITICS: gettext_lazy("Politics"),
    Industry.CHARITY: gettext_lazy("Charity"),
    Industry.PETS: gettext_lazy("Pets"),
    Industry.BABY: gettext_lazy("For babies"),
}


def problem_sentence(problem: Mapping[str, Any]) -> str:
    """Return the sentence for a stored problem; a code of another version is named as it is."""
    try:
        code = Code(problem["code"])
    except ValueError:
        return str(problem["code"])
    if code is Code.UNREADABLE and problem["column"] == "video_url":
        return _("These aren't addresses on the web, so no video was added.")
    return str(SENTENCES[code]) % {
        "original": _written(problem["original"]),
        "taken": _written(problem["taken_as"]),
    }


def field_label(field: str) -> str:
    """Return what people call a field; a column of a file is called what it is."""
    return str(FIELD_LABELS.get(field, field))


def industry_label(industry: str) -> str:
    """Return what people call an industry."""
    known = {one.value: label for one, label in INDUSTRY_LABELS.items()}
    return str(known.get(industry, industry))


def shown(field: str, value: Any) -> str:
    """Return a cleaned value as a person reads it."""
    if field == "industries":
        return ", ".join(
            f"{industry_label(one['industry'])} {one['share']:.0%}" for one in value or []
        )
    if field in {"audience_gender", "target_gender"}:
        return _genders(value or [])
    if field in {"audience_market", "target_market"} and value == ["WORLD"]:
        return _("The whole world")
    if field in {"audience_age", "target_age"} and value == "all":
        return _("Everybody")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, int) and field != "external_id":
        return f"{value:,}"
    return str(value)


def _written(text: str) -> str:
    """Return what stood there, not too long, with long numbers in groups."""
    short = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return _LONG_NUMBER.sub(lambda found: f"{int(found[0]):,}", short)


def _genders(genders: list[str]) -> str:
    if len(genders) > 1:
        return _("Everybody")
    words = {"female": _("Female"), "male": _("Male")}
    return ", ".join(words.get(one, one) for one in genders)
