"""A row of a file judged: what it was taken for, what was odd, and whether it is of use."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from creatorspark.lib.countries import country_codes
from marketplace.domain.cleaning.ages import Ages
from marketplace.domain.cleaning.columns import Kind
from marketplace.domain.cleaning.people import WORLD, Markets
from marketplace.domain.cleaning.problems import REJECTING, Code, Problem
from marketplace.domain.cleaning.records import (
    CleanBrand,
    CleanCreator,
    Unusable,
    clean_brand,
    clean_creator,
)
from marketplace.services.brands import read_industries
from marketplace.services.bringing.reading import Layout, RawRow

# The platforms' own numbers; a shorter one counts the rows of somebody's file.
PLATFORM_ID: Final = re.compile(r"\d{15,20}")
EVERYBODY: Final = "all"


@dataclass(slots=True)
class Judged:
    """One row on its way. `problems` grows as more becomes known; `record` None: not of use.

    `original` are the cells by column, `given` those by field, `cleaned` what was understood.
    """

    number: int
    original: dict[str, str]
    record: CleanCreator | CleanBrand | None
    given: dict[str, str] = field(default_factory=dict)
    cleaned: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_rejected(self) -> bool:
        """Whether nothing is kept of the row."""
        return self.record is None or any(one.code in REJECTING for one in self.problems)

    def note(self, code: Code, column: str, original: str, taken_as: str = "") -> None:
        """List one thing more."""
        self.problems.append(Problem(code, column, original[:300], taken_as[:300]))

    def problems_json(self) -> list[dict[str, str]]:
        """Return the problems as they are stored."""
        return [asdict(one) | {"code": one.code.value} for one in self.problems]


class Judge:
    """Judges the rows of one file in turn, remembering which names it has met."""

    def __init__(self, kind: Kind, layout: Layout) -> None:
        self._kind = kind
        self._layout = layout
        self._met: dict[str, int] = {}

    def judge(self, raw: RawRow) -> Judged:
        """Return what a row was taken for."""
        if raw.fault is not None:
            judged = Judged(raw.line, raw.original, None)
            judged.note(raw.fault, "", next(iter(raw.original.values()), ""))
            return judged
        row = raw.fields(self._layout)
        try:
            record = _clean(self._kind, row)
        except Unusable:
            judged = Judged(raw.line, raw.original, None, row)
            judged.note(Code.NAMELESS, "name", row.get("name", ""))
            return judged
        judged = Judged(
            raw.line, raw.original, record, row, _cleaned(record), list(record.problems)
        )
        if isinstance(record, CleanCreator) and not key_of(record):
            judged.note(Code.UNPLACEABLE, "handle", row.get("handle", ""))
        if record_has_words(record) and not judged.cleaned.get("industries"):
            judged.note(Code.UNKNOWN_WORDS, "goals", row.get("goals", ""))
        self._note_again(judged)
        return judged

    def _note_again(self, judged: Judged) -> None:
        """List a row that names what an earlier one named."""
        if judged.is_rejected or judged.record is None:
            return
        keys = {key_of(judged.record)}
        if isinstance(judged.record, CleanCreator) and judged.record.handle:
            keys.add(f"@{judged.record.handle}")
        first = min(self._met.setdefault(key, judged.number) for key in sorted(keys))
        if first != judged.number:
            judged.note(Code.TWICE, "name", judged.record.name, str(first))


def key_of(record: CleanCreator | CleanBrand) -> str:
    """Return what tells one creator or brand from another, "" when nothing does.

    A creator is known by the platform's number or else by the username, a brand by its name in
    any case of letters.
    """
    if isinstance(record, CleanBrand):
        return record.name.lower()
    if PLATFORM_ID.fullmatch(record.external_id):
        return record.external_id
    return f"@{record.handle}" if record.handle else ""


def record_has_words(record: CleanCreator | CleanBrand) -> bool:
    """Whether it is a brand that says something about itself."""
    return isinstance(record, CleanBrand) and bool(record.goals or record.activities)


def _clean(kind: Kind, row: Mapping[str, str]) -> CleanCreator | CleanBrand:
    if kind is Kind.CREATORS:
        return clean_creator(row, countries=country_codes())
    return clean_brand(row, countries=country_codes())


def _cleaned(record: CleanCreator | CleanBrand) -> dict[str, Any]:
    """Return what was understood, by field, fit for JSON; what isn't known is left out."""
    if isinstance(record, CleanBrand):
        found: dict[str, Any] = {
            "external_id": record.external_id,
            "name": record.name,
            "target_age": _ages(record.ages),
            "target_gender": sorted(record.genders),
            "target_market": _markets(record.markets),
            "goals": record.goals,
            "activities": record.activities,
            "industries": read_industries(record.goals, record.activities),
        }
    else:
        found = {
            "external_id": record.external_id,
            "name": record.name,
            "handle": record.handle,
            "content": list(record.topics),
            **record.counts,
            "audience_age": _ages(record.ages),
            "audience_gender": sorted(record.genders),
            "audience_market": _markets(record.markets),
            "video_url": list(record.videos),
        }
    return {name: value for name, value in found.items() if value not in ("", [], None)}


def _ages(ages: Ages | None) -> str | None:
    return None if ages is None else str(ages) or EVERYBODY


def _markets(markets: Markets | None) -> list[str] | None:
    if markets is None:
        return None
    return [WORLD] if markets.is_world else list(markets.codes)
