"""Categories in plain words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.domain.categories import SCREEN_MARK, SOUND_MARK, Category

LABELS: Mapping[Category, str | Promise] = {
    Category.DANCE: gettext_lazy("Dance"),
    Category.COMEDY: gettext_lazy("Comedy"),
    Category.BEAUTY: gettext_lazy("Beauty"),
    Category.FITNESS: gettext_lazy("Fitness"),
    Category.FOOD: gettext_lazy("Food"),
    Category.GAMING: gettext_lazy("Gaming"),
    Category.EDUCATION: gettext_lazy("Learning"),
    Category.MUSIC: gettext_lazy("Music"),
    Category.FASHION: gettext_lazy("Fashion"),
    Category.TRAVEL: gettext_lazy("Travel"),
    Category.ANIMALS: gettext_lazy("Animals"),
    Category.TECHNOLOGY: gettext_lazy("Technology"),
    Category.SPORTS: gettext_lazy("Sports"),
    Category.LIFESTYLE: gettext_lazy("Lifestyle"),
    Category.ART: gettext_lazy("Art and DIY"),
    Category.FAMILY: gettext_lazy("Family and relationships"),
    Category.NEWS: gettext_lazy("News and politics"),
    Category.VLOG: gettext_lazy("Vlog"),
    Category.EDITING: gettext_lazy("Magic and editing"),
    Category.LIP_SYNC: gettext_lazy("Lip-sync"),
    Category.FANDOM: gettext_lazy("Films, series and fans"),
    Category.VEHICLES: gettext_lazy("Cars and vehicles"),
    Category.WORK: gettext_lazy("Work and money"),
}
CHOICES = [(category.value, LABELS[category]) for category in Category]


def label_of(category: str) -> str:
    """Name a category as people read it."""
    return str(LABELS[Category(category)])


def reason_of(term: str) -> str:
    """Say where a word that speaks for a category stands."""
    if term.startswith(SOUND_MARK):
        return _("“%(word)s” in the sound’s name") % {"word": term[len(SOUND_MARK) :]}
    if term.startswith(SCREEN_MARK):
        return _("“%(word)s” on screen") % {"word": term[len(SCREEN_MARK) :]}
    return f"“{term}”"
