"""Whether a judgement can be appealed now: one predicate, with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from creatorspark.core.domain.appeals.states import (
    BEING_DONE,
    DECIDED,
    LEAVES_SOMETHING,
    State,
)
from creatorspark.core.domain.appeals.terms import LOOKS, Terms


class Why(StrEnum):
    """The reason of the answer."""

    YES = "yes"
    SECOND_LOOK = "second_look"
    NOTHING = "nothing"
    UNDER_WAY = "under_way"
    OVERTURNED = "overturned"
    LOOKED_TWICE = "looked_twice"
    TOO_OFTEN = "too_often"
    TOO_LATE = "too_late"


@dataclass(frozen=True, kw_only=True, slots=True)
class Filed:
    """An appeal that was filed before, oldest first in a list."""

    id: int
    look: int
    state: State
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class MayAppeal:
    """The answer. `look` is which one it would be, `until` when the right ends (None: no right).

    `appeal_id` is the appeal in the way, or the one a second look is about.
    """

    allowed: bool
    why: Why
    look: int = 1
    until: datetime | None = None
    filings_left: int = 0
    appeal_id: int | None = None


def may_appeal(
    *,
    contestable: bool,
    judged_at: datetime,
    filed: Sequence[Filed],
    terms: Terms,
    now: datetime,
) -> MayAppeal:
    """Answer for one judgement. `filed` are the appeals against this very judgement so far."""
    under_way = next((one for one in filed if one.state in BEING_DONE), None)
    if under_way is not None:
        return MayAppeal(
            allowed=False, why=Why.UNDER_WAY, look=under_way.look, appeal_id=under_way.id
        )
    decided = [one for one in filed if one.state in DECIDED]
    last = decided[-1] if decided else None
    refusal = _refusal(contestable, decided, filed, terms)
    if refusal is not None:
        return MayAppeal(allowed=False, why=refusal, appeal_id=last.id if last else None)
    look = len(decided) + 1
    until = _until(judged_at, last, terms)
    left = terms.filings - len(filed)
    allowed = now <= until
    why = Why.TOO_LATE if not allowed else Why.SECOND_LOOK if last else Why.YES
    return MayAppeal(
        allowed=allowed,
        why=why,
        look=look,
        until=until,
        filings_left=left,
        appeal_id=last.id if last else None,
    )


def _refusal(
    contestable: bool, decided: Sequence[Filed], filed: Sequence[Filed], terms: Terms
) -> Why | None:
    if any(one.state not in LEAVES_SOMETHING for one in decided):
        return Why.OVERTURNED
    if not contestable:
        return Why.NOTHING
    if len(decided) >= LOOKS:
        return Why.LOOKED_TWICE
    if len(filed) >= terms.filings:
        return Why.TOO_OFTEN
    return None


def _until(judged_at: datetime, last: Filed | None, terms: Terms) -> datetime:
    if last is None or last.closed_at is None:
        return judged_at + timedelta(days=terms.window_days)
    return last.closed_at + timedelta(days=terms.second_look_window_days)
