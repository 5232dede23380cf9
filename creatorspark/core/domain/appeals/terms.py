"""The terms of appeals: how long, how often, how much. Kept in a versioned policy."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

KIND = "appeals"
FIRST_VERSION = "appeals-1"


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What we promise and ask for. Days are whole; an appeal keeps the terms it was filed under."""

    # A judgement may be appealed for this long, and a decision once more for that long.
    window_days: int = 184
    second_look_window_days: int = 30
    # A person decides within this time. It stands still only while we wait for the creator.
    decide_days: int = 7
    second_look_days: int = 7
    # How long the creator has to answer a question, and when we remind them of it.
    answer_days: int = 14
    remind_creator_days: int = 3
    remind_staff_hours: int = 48
    # Appeals against one judgement in all: withdrawn and unanswered ones count here too.
    filings: int = 4
    # Proofs: files an appeal may hold, and how long they are kept once it is over.
    proofs: int = 10
    keep_proofs_days: int = 400

    @property
    def to_decide(self) -> timedelta:
        """How long the first look may take."""
        return timedelta(days=self.decide_days)

    @property
    def to_answer(self) -> timedelta:
        """How long the creator has to answer."""
        return timedelta(days=self.answer_days)


DEFAULT = Terms()
LOOKS = 2
MOST_DAYS = 3650


def parameters(terms: Terms = DEFAULT) -> dict[str, Any]:
    """Return the terms as a policy's parameters, with room for other terms of one kind."""
    return {**{field.name: getattr(terms, field.name) for field in fields(Terms)}, "by_kind": {}}


def terms_from(given: Mapping[str, Any], *, kind: str = "") -> Terms:
    """Read a policy's parameters; `by_kind` alters them for one kind of judgement.

    Raises ValueError with a sentence.
    """
    general = {name: value for name, value in given.items() if name != "by_kind"}
    by_kind = given.get("by_kind", {})
    if not isinstance(by_kind, Mapping):
        raise ValueError("“by_kind” is an object with the terms of one kind in each.")
    special = by_kind.get(kind, {})
    if not isinstance(special, Mapping):
        raise ValueError(f"The terms of “{kind}” are an object.")
    return _checked({**general, **special})


def check(given: Mapping[str, Any]) -> None:
    """Raise ValueError with a sentence unless the terms of every kind can be kept."""
    terms_from(given)
    for kind in given.get("by_kind", {}):
        terms_from(given, kind=kind)


def _checked(values: Mapping[str, Any]) -> Terms:
    known = {field.name for field in fields(Terms)}
    for name, value in values.items():
        if name not in known:
            raise ValueError(f"There is no term “{name}”.")
        if type(value) is not int or not 1 <= value <= MOST_DAYS:
            raise ValueError(f"“{name}” is a whole number from 1 to {MOST_DAYS}.")
    terms = Terms(**values)
    if terms.remind_creator_days >= terms.answer_days:
        raise ValueError("The creator is reminded before the time to answer is over.")
    if terms.remind_staff_hours >= 24 * min(terms.decide_days, terms.second_look_days):
        raise ValueError("Staff are reminded before the time to decide is over, not at its start.")
    if terms.filings < LOOKS:
        raise ValueError(f"A judgement may be appealed at least {LOOKS} times.")
    return terms
