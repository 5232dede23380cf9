"""Countries by ISO 3166 code, with the names people write for them.

The list comes with the time zones (`tzdata`), which is kept up to date and in the public domain.
"""

import re
from functools import cache
from importlib import resources
from typing import Final

_ALIASES: Final = {
    "america": "US",
    "united states of america": "US",
    "us": "US",
    "usa": "US",
    "states": "US",
    "uk": "GB",
    "united kingdom": "GB",
    "great britain": "GB",
    "britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "south korea": "KR",
    "korea": "KR",
    "republic of korea": "KR",
    "north korea": "KP",
    "uae": "AE",
    "emirates": "AE",
    "czechia": "CZ",
    "holland": "NL",
    "ivory coast": "CI",
    "turkiye": "TR",
    "türkiye": "TR",
    "burma": "MM",
    "deutschland": "DE",
    "españa": "ES",
    "brasil": "BR",
    "méxico": "MX",
    "russian federation": "RU",
    "viet nam": "VN",
    "hong kong sar": "HK",
}
# Where the list's own name isn't the one that people expect to read.
_SHOWN: Final = {
    "GB": "United Kingdom",
    "KR": "South Korea",
    "KP": "North Korea",
    "CZ": "Czechia",
}
_ASIDE: Final = re.compile(r"\s*\([^)]*\)")


@cache
def country_names() -> dict[str, str]:
    """Return the name of each country by its code, sorted by name."""
    listed = resources.files("tzdata").joinpath("zoneinfo/iso3166.tab").read_text("utf-8")
    rows = (line.split("\t") for line in listed.splitlines() if line and line[0] != "#")
    names = {code: _SHOWN.get(code, name) for code, name, *_rest in rows}
    return dict(sorted(names.items(), key=lambda one: one[1]))


@cache
def country_codes() -> dict[str, str]:
    """Return codes by what people write, in lower case and without points."""
    found: dict[str, str] = {}
    for code, name in country_names().items():
        for written in (name, _ASIDE.sub("", name)):
            found.setdefault(written.lower().replace(".", ""), code)
    return {**found, **_ALIASES}
