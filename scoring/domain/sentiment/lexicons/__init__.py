"""Words that carry a mood, for each language that VADER doesn't read; written by us."""

from collections.abc import Mapping

from scoring.domain.sentiment.lexicons.dutch import DUTCH
from scoring.domain.sentiment.lexicons.french import FRENCH
from scoring.domain.sentiment.lexicons.german import GERMAN
from scoring.domain.sentiment.lexicons.indonesian import INDONESIAN
from scoring.domain.sentiment.lexicons.italian import ITALIAN
from scoring.domain.sentiment.lexicons.portuguese import PORTUGUESE
from scoring.domain.sentiment.lexicons.russian import RUSSIAN
from scoring.domain.sentiment.lexicons.spanish import SPANISH
from scoring.domain.sentiment.lexicons.words import Lexicon

LEXICONS: Mapping[str, Lexicon] = {
    "de": GERMAN,
    "es": SPANISH,
    "fr": FRENCH,
    "id": INDONESIAN,
    "it": ITALIAN,
    "nl": DUTCH,
    "pt": PORTUGUESE,
    "ru": RUSSIAN,
}

__all__ = ["LEXICONS", "Lexicon"]
