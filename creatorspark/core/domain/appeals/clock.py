"""The clock of an appeal: it runs for us, and stands still only while we wait for the creator."""

from datetime import datetime, timedelta

from creatorspark.core.domain.appeals.terms import Terms


def first_due(filed_at: datetime, *, look: int, terms: Terms) -> datetime:
    """Return by when a person decides."""
    days = terms.decide_days if look == 1 else terms.second_look_days
    return filed_at + timedelta(days=days)


def answer_by(asked_at: datetime, *, terms: Terms) -> datetime:
    """Return until when the creator can answer a question."""
    return asked_at + terms.to_answer


def resumed(due_at: datetime, *, waiting_since: datetime, now: datetime) -> datetime:
    """Return the new due time once the creator has answered: later by exactly the wait."""
    return due_at + max(now - waiting_since, timedelta(0))


def is_late(due_at: datetime, *, waiting: bool, now: datetime) -> bool:
    """Say whether we broke our promise. A clock that stands still can't become late."""
    return not waiting and now > due_at


def remind_staff_at(due_at: datetime, *, terms: Terms) -> datetime:
    """Return when whoever has the appeal is reminded of it."""
    return due_at - timedelta(hours=terms.remind_staff_hours)


def remind_creator_at(until: datetime, *, terms: Terms) -> datetime:
    """Return when the creator is reminded of our question."""
    return until - timedelta(days=terms.remind_creator_days)
