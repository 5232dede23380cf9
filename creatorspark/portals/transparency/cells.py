"""Which counts of a period are published, and how they add up. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from creatorspark.lib.suppression import Sum, hidden_cells
from fraud import interface as fraud
from rewards import interface as rewards

TABLES = ("rules", "markets", "devices")
APOLOGISED = frozenset({"expired", "fell", "cleared", "freed_by_appeal", "overturned_later"})
FELL, STOOD, DECIDED = "fell", "stood", "decided"


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts by name, and the names of those that nobody may see."""

    counts: Mapping[str, int]
    hidden: frozenset[str]

    def shown(self, name: str) -> int | None:
        """Return a count; None where it is hidden."""
        return None if name in self.hidden else self.counts[name]


def name_in(table: str, group: str, what: str) -> str:
    """Return the name of a count in one of the tables."""
    return f"{table}/{group}/{what}"


def cells_of(figures: fraud.Figures, money: rewards.HeldInError) -> Cells:
    """Return the counts of a period without those that are small or would give one away."""
    counts = _alone(figures, money) | _of_decisions(figures) | _of_appeals(figures.appeals)
    sums = _sums(counts)
    for table in TABLES:
        more, rows = _table(table, getattr(figures.decided, table))
        counts |= more
        sums += rows
    return Cells(counts, _with_apologies(hidden_cells(counts, sums)))


def _with_apologies(hidden: frozenset[str]) -> frozenset[str]:
    """Hide the apologies with any count they follow: nearly each of these is one, so they tell it.

    They aren't declared as a sum, because one is credited a little later than it is decided.
    """
    return hidden | {"apologies"} if hidden & APOLOGISED else hidden


def _alone(figures: fraud.Figures, money: rewards.HeldInError) -> dict[str, int]:
    return {
        "holds": figures.holds.placed,
        "creators_held": figures.holds.creators,
        "open_at_end": figures.holds.open,
        "wronged": figures.decided.wronged,
        "money_creators": money.creators,
        "apologies": money.apologies,
        "second_asked": figures.proposed,
        "second_agreed": figures.agreed,
        "discounts": figures.discounts.alerts,
        "discount_creators": figures.discounts.creators,
        "discounts_given_back": figures.discounts.given_back,
        "appeals_filed": figures.appeals.filed,
        "appeals_withdrawn": figures.appeals.withdrawn,
        "appeals_open_at_end": figures.appeals.open,
        "put_right": figures.appeals.put_right,
    }


def _of_decisions(figures: fraud.Figures) -> dict[str, int]:
    first, total = figures.decided.first, figures.decided.total
    return {
        "first": first.all,
        "by_people": first.by_people,
        "cleared": first.cleared,
        "partly": first.partly,
        "upheld": first.upheld,
        "freed_by_appeal": first.freed_by_appeal,
        "expired": first.expired,
        "in_time": first.in_time,
        "late": first.late,
        "again": first.again,
        "decided": total.decided,
        "fell": total.fell,
        "stood": total.decided - total.fell,
        # What fell after it had been decided the other way; it follows from the others.
        "overturned_later": max(0, total.fell - first.cleared - first.freed_by_appeal),
    }


def _of_appeals(appeals: fraud.AppealFigures) -> dict[str, int]:
    return {
        "appeals_decided": appeals.decided,
        "appeals_overturned": appeals.overturned,
        "appeals_partly": appeals.partly,
        "appeals_upheld": appeals.upheld,
        "appeals_in_time": appeals.in_time,
        "appeals_late": appeals.late,
    }


def _sums(counts: Mapping[str, int]) -> list[Sum]:
    sums = [
        Sum("first", ("by_people", "expired")),
        Sum("first", ("in_time", "late")),
        Sum("by_people", ("cleared", "partly", "upheld", "freed_by_appeal")),
        Sum("decided", ("by_people", "again")),
        Sum("decided", ("fell", "stood")),
        Sum("fell", ("cleared", "freed_by_appeal", "overturned_later")),
        Sum("appeals_decided", ("appeals_overturned", "appeals_partly", "appeals_upheld")),
        Sum("appeals_decided", ("appeals_in_time", "appeals_late")),
    ]
    # Cases whose first decision was overridden within the period don't follow all of them; what
    # doesn't add up can't be worked out either.
    return [one for one in sums if counts[one.total] == sum(counts[part] for part in one.parts)]


def _table(table: str, groups: Mapping[str, fraud.Tally]) -> tuple[dict[str, int], list[Sum]]:
    counts: dict[str, int] = {}
    sums = []
    for group, tally in groups.items():
        name = {what: name_in(table, group, what) for what in (DECIDED, FELL, STOOD)}
        counts[name[DECIDED]] = tally.decided
        counts[name[FELL]] = tally.fell
        counts[name[STOOD]] = tally.decided - tally.fell
        sums.append(Sum(name[DECIDED], (name[FELL], name[STOOD])))
    if groups:
        sums += [
            Sum(what, tuple(name_in(table, group, what) for group in groups))
            for what in (DECIDED, FELL, STOOD)
        ]
    return counts, sums
