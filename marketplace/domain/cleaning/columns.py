"""Which column of a file of creators or brands says what, by its name."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from creatorspark.lib.headers import named_once


class Kind(StrEnum):
    """What a file is about."""

    CREATORS = "creators"
    BRANDS = "brands"


# The names that say it best come first.
FIELDS: Final[dict[Kind, dict[str, str]]] = {
    Kind.CREATORS: {
        "external_id": "creatorid influencerid accountid userid id",
        "name": "creatorname displayname influencername fullname name creator influencer nickname",
        "handle": "username handle tiktokhandle accountname screenname uniqueid account user",
        "content": "content contenttype contenttypes topics topic niche niches category categories "
        "genre genres description",
        "followers": "followers followercount followerscount subscribers subscribercount fans",
        "likes": "likes likecount totallikes hearts heartcount diggs",
        "comments": "comments commentcount totalcomments",
        "shares": "shares sharecount totalshares",
        "views": "views viewcount totalviews plays playcount",
        # A column “age” or “country” alone may be the creator's own, so it is left to a person.
        "audience_age": "audienceage audienceages audienceagerange targetaudienceage",
        "audience_gender": "audiencegender audiencegenders targetaudiencegender",
        "audience_market": "audiencelocation audiencemarket audiencemarkets audiencecountry "
        "audiencecountries targetaudiencelocation",
        "video_url": "videourl videourls videolinks videolink videos urls links url link",
    },
    Kind.BRANDS: {
        "external_id": "brandid companyid advertiserid id",
        "name": "brandname companyname brand company advertiser name",
        "target_age": "targetaudienceage targetage targetages audienceage agerange age ages",
        "target_gender": "targetaudiencegender targetgender targetgenders audiencegender gender "
        "genders",
        "target_market": "targetaudiencelocation targetmarket targetmarkets targetlocation "
        "targetcountry audiencelocation location market markets country countries",
        "goals": "marketinggoals marketinggoal campaigngoals goals goal objectives objective "
        "description about",
        "activities": "previoussponsorshipactivities previoussponsorships sponsorshipactivities "
        "pastsponsorships previousactivities activities sponsorships history",
    },
}
# Without these nothing can be done with a row.
NEEDED: Final = {Kind.CREATORS: ("name",), Kind.BRANDS: ("name",)}
PREAMBLE_ROWS: Final = 20


class NoSuchField(ValueError):
    """A choice names a field or a column that isn't there; `name` is it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def assign(
    columns: Sequence[str], *, kind: Kind, chosen: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return a column for each field that one names, the best first; a person's choice wins.

    `chosen` maps fields to columns, "" for none. Raises NoSuchField.
    """
    chosen = {field: _column(name, columns) for field, name in (chosen or {}).items()}
    for field in chosen:
        if field not in FIELDS[kind]:
            raise NoSuchField(field)
    taken = {name for name in chosen.values() if name}
    found = {field: name for field, name in chosen.items() if name}
    for _rank, _place, field, column in sorted(_candidates(columns, kind)):
        if field not in chosen and field not in found and column not in taken:
            found[field] = column
            taken.add(column)
    return {field: found[field] for field in FIELDS[kind] if field in found}


def header_place(rows: Sequence[Sequence[str]], *, kind: Kind) -> int | None:
    """Return which of the first rows names most fields; at least two of them. None for none.

    A header of which no name is known is the first row of more than one cell.
    """
    named = [len(assign(named_once(row), kind=kind)) for row in rows[:PREAMBLE_ROWS]]
    best = max(named, default=0)
    if best >= min(2, max((len(row) for row in rows[:1]), default=2)):
        return named.index(best)
    return next((place for place, row in enumerate(rows) if len(row) > 1), None)


def _candidates(columns: Sequence[str], kind: Kind) -> list[tuple[int, int, str, str]]:
    """Return (rank, place of the column, field, column) wherever a name says a field."""
    return [
        (words.split().index(plain), place, field, column)
        for place, column in enumerate(columns)
        if (plain := re.sub(r"[^a-z0-9]", "", column.lower()))
        for field, words in FIELDS[kind].items()
        if plain in words.split()
    ]


def _column(name: str, columns: Sequence[str]) -> str:
    if not name:
        return ""
    for column in columns:
        if column.casefold() == name.casefold():
            return column
    raise NoSuchField(name)
