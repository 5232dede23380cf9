"""What a reader asked the list of creators for, from its address and back into one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.interface import SearchPage

FACETS: Final = (
    *("category", "market", "age", "gender", "size", "grade"),
    *("originality", "rate", "language", "verified"),
)
VIEWS: Final[tuple[tuple[str, Promise], ...]] = (("cards", _("Cards")), ("table", _("Table")))
MOST_VALUES: Final = 50
LONGEST: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Facets, order, page, look and run of a list."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "match"
    page: int = 1
    view: str = "cards"
    run: int | None = None

    @classmethod
    def read(cls, query: QueryDict) -> "Wish":
        """Read an address; anything unknown falls back to the default."""
        view = query.get("view", "")
        return cls(
            chosen={
                name: tuple(value[:LONGEST] for value in values[:MOST_VALUES])
                for name in FACETS
                if (values := query.getlist(name))
            },
            sort=query.get("sort", "match")[:LONGEST],
            page=number_in(query.get("page", "")) or 1,
            view=view if view in dict(VIEWS) else "cards",
            run=number_in(query.get("run", "")),
        )

    def address(self, found: SearchPage, /, **changes: object) -> str:
        """Return the query of the same list with changes, in the run that `found` shows."""
        parts: dict[str, object] = {
            **{name: list(values) for name, values in found.chosen.items()},
            "sort": "" if self.sort == "match" else self.sort,
            "view": "" if self.view == "cards" else self.view,
            "run": found.run.version if found.run else "",
        }
        parts |= changes
        kept = {name: value for name, value in parts.items() if value}
        return "?" + urlencode(kept, doseq=True)


def number_in(text: str, *, digits: int = 9) -> int | None:
    """Return a number that stands in an address, None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def numbers_in(texts: list[str], *, most: int) -> list[int]:
    """Return the first numbers among what an address or form names, each once."""
    found = (number_in(text, digits=18) for text in texts)
    return list(dict.fromkeys(one for one in found if one is not None))[:most]
