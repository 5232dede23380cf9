"""Genders and markets as people write them."""

from dataclasses import dataclass
from typing import Final

FEMALE: Final = "female"
MALE: Final = "male"
WORLD: Final = "WORLD"

_EVERYBODY: Final = frozenset({"all", "any", "both", "everyone", "everybody", "mixed", "unisex"})
_GENDERS: Final = {
    "female": FEMALE,
    "females": FEMALE,
    "women": FEMALE,
    "woman": FEMALE,
    "girls": FEMALE,
    "f": FEMALE,
    "male": MALE,
    "males": MALE,
    "men": MALE,
    "man": MALE,
    "boys": MALE,
    "m": MALE,
}
_WORLD: Final = frozenset({"worldwide", "world", "global", "all", "international", "everywhere"})


@dataclass(frozen=True, slots=True)
class Markets:
    """Countries by ISO 3166 code; empty is the whole world."""

    codes: tuple[str, ...] = ()

    @property
    def is_world(self) -> bool:
        """Say whether no country is left out."""
        return not self.codes


def read_genders(text: str) -> frozenset[str]:
    """Return the genders that a text names. Raises ValueError for words that name none."""
    words = _parts(text)
    if len(words) == 1 and words[0] in _EVERYBODY:
        return frozenset({FEMALE, MALE})
    unknown = [word for word in words if word not in _GENDERS]
    if unknown or not words:
        raise ValueError(f"“{text}” names no gender that is known.")
    return frozenset(_GENDERS[word] for word in words)


def read_markets(text: str, *, countries: dict[str, str]) -> Markets:
    """Return the countries that a text names; `countries` maps lower-case names to codes.

    Raises ValueError for a name that is none.
    """
    words = _parts(text)
    if len(words) == 1 and words[0] in _WORLD:
        return Markets()
    codes = [_code(word, countries) for word in words]
    unknown = [word for word, code in zip(words, codes, strict=True) if code is None]
    if unknown or not words:
        raise ValueError(f"“{', '.join(unknown) or text}” is no country that is known.")
    return Markets(tuple(dict.fromkeys(code for code in codes if code)))


def _code(word: str, countries: dict[str, str]) -> str | None:
    plain = word.removeprefix("the ").replace(".", "")
    if plain.upper() in countries.values():
        return plain.upper()
    return countries.get(plain)


def _parts(text: str) -> list[str]:
    parts = text.lower().replace(";", ",").replace("/", ",").replace("&", ",")
    return [word for part in parts.split(",") if (word := " ".join(part.split()))]
