"""How many creators a brief leaves while it is being written, and what was read from its words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import timezone

from marketplace import interface as marketplace
from marketplace.interface import Brief, BriefRefused, EligibleCount, Sold

# When a campaign runs, and who said what it sells, leaves nobody out.
NOT_COUNTED = frozenset({"starts_on", "ends_on", "industries_source"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What the panel beside the editor says; `count` None where the brief can't be right yet."""

    count: EligibleCount | None
    sold: tuple[Sold, ...]
    sold_is_read: bool
    has_words: bool
    faults: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Return which part of the creators is left, 0 to 1."""
        if self.count is None or not self.count.creators:
            return 0.0
        return self.count.eligible / self.count.creators


def fit_of(brief: Brief, *, brand_id: int, left_out: Iterable[int] = ()) -> Fit:
    """Count for a brief that isn't kept."""
    read = () if brief.industries else marketplace.read_brief(goals=brief.goals)
    blank = Fit(
        count=None,
        sold=read,
        sold_is_read=not brief.industries,
        has_words=bool(brief.goals.strip()),
    )
    try:
        # A brief that is being begun has no name yet, which is no reason not to count.
        named = replace(brief, name=brief.name.strip() or "?")
        stored = marketplace.fields_of_brief(brief=named, now=timezone.now())
        fields = {name: value for name, value in stored.items() if name not in NOT_COUNTED}
        count = marketplace.count_eligible(
            brand_id=brand_id, fields=fields, excluded_creators=left_out
        )
    except BriefRefused as refusal:
        faults = tuple(text for texts in refusal.sentences.values() for text in texts)
        return replace(blank, faults=faults)
    return replace(blank, count=count)
