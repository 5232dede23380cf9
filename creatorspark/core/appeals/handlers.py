"""What each app says about its own judgements, so that one desk serves them all.

An app registers a handler when Django is ready; core calls it by the kind of subject and knows
nothing else about it. Subjects go by text, because a video has a number and an alert a UUID.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from django.utils.functional import Promise

from creatorspark.core.domain.appeals.states import Outcome
from creatorspark.core.models import User

Words = str | Promise


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """A reason that a creator may give. `helps` says which proof would help."""

    code: str
    label: Words
    helps: Words = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """The judgement that stands now. `nothing_to_appeal` says in a sentence why it isn't
    contestable; "" when it is. `made_by` is the account of the person who made it, if one did;
    `made_with` are those of all who proposed or decided something about it.
    `same_as` are earlier judgements that said the same; a look at one of them was a look at this.
    """

    id: str
    creator_id: int
    rule: str
    made_at: datetime
    made_by: int | None = None
    made_with: Collection[int] = frozenset()
    nothing_to_appeal: str = ""
    same_as: Collection[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """Where to read more."""

    label: Words
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Description:
    """The judgement as a person reads it before they write. `template` shows `evidence`, plain
    data, beneath the facts; with neither, sentences and facts are all there is.
    """

    title: str
    sentences: Sequence[Words] = ()
    facts: Sequence[tuple[Words, Words]] = ()
    links: Sequence[Link] = ()
    template: str = ""
    evidence: Any = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruling:
    """What was decided, for the handler to carry out."""

    appeal_id: int
    subject_id: str
    creator_id: int
    ground: str
    outcome: Outcome
    reason: str
    actor: User
    now: datetime
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """A whole number that one outcome needs, as `Ruling.options` gets it by its name."""

    name: str
    outcome: Outcome
    label: Words
    helps: Words = ""
    least: int = 1
    most: int = 1
    initial: int | None = None


class Handler(Protocol):
    """One kind of judgement.

    `judgement` returns None for a subject that isn't there or was never judged. `titles` names
    many subjects in one query. `consequence` says in a sentence what an outcome changes. `decide`
    runs in the transaction of the decision, with the creator's row locked; it returns what it did
    as plain data and raises AppealRefused when that is impossible.
    """

    @property
    def label(self) -> Words: ...

    @property
    def outcomes(self) -> Sequence[Outcome]: ...

    def grounds(self) -> Sequence[Ground]: ...

    def judgement(self, subject_id: str) -> Judgement | None: ...

    def titles(self, subject_ids: Collection[str]) -> Mapping[str, str]: ...

    def describe(self, subject_id: str, *, for_staff: bool) -> Description: ...

    def consequence(self, outcome: Outcome) -> Words: ...

    def decide(self, ruling: Ruling) -> Mapping[str, Any]: ...


@runtime_checkable
class Asking(Protocol):
    """A handler whose outcomes need numbers."""

    def asks(self, subject_id: str) -> Sequence[Ask]: ...


@runtime_checkable
class Choosing(Protocol):
    """A handler of which some subjects can't be decided in every way."""

    def outcomes_for(self, subject_id: str) -> Sequence[Outcome]: ...


@runtime_checkable
class Measuring(Protocol):
    """A handler that can say how much its subjects are about, many in one query."""

    def amounts(self, subject_ids: Collection[str]) -> Mapping[str, Words]: ...


_HANDLERS: dict[str, Handler] = {}
_TERMS: dict[str, dict[str, int]] = {}


def register(kind: str, handler: Handler, *, terms: Mapping[str, int] | None = None) -> None:
    """Make a kind of judgement known to the desk; doing it twice replaces it.

    `terms` are those of its own with which the first policy begins; a policy alters them.
    """
    _HANDLERS[kind] = handler
    _TERMS[kind] = dict(terms or {})


def first_terms() -> dict[str, dict[str, int]]:
    """Return the own terms of each kind that has any, as a policy's `by_kind`."""
    return {kind: dict(terms) for kind, terms in sorted(_TERMS.items()) if terms}


def handler_of(kind: str) -> Handler | None:
    """Return who knows this kind, or None."""
    return _HANDLERS.get(kind)


def needed(kind: str) -> Handler:
    """Return who knows this kind. Raises LookupError: a stored appeal has a handler."""
    return _HANDLERS[kind]


def asks_of(kind: str, subject_id: str) -> Sequence[Ask]:
    """Return the numbers that outcomes of this judgement need; most kinds need none."""
    handler = handler_of(kind)
    return handler.asks(subject_id) if isinstance(handler, Asking) else ()


def outcomes_of(kind: str, subject_id: str) -> tuple[Outcome, ...]:
    """Return how this judgement can be decided; nothing for a kind that isn't known."""
    handler = handler_of(kind)
    chosen = handler.outcomes_for(subject_id) if isinstance(handler, Choosing) else None
    return tuple(handler.outcomes if chosen is None and handler else chosen or ())


def amounts_of(kind: str, subject_ids: Collection[str]) -> Mapping[str, Words]:
    """Return how much these subjects are about, in words; what can't be measured is left out."""
    handler = handler_of(kind)
    return handler.amounts(subject_ids) if isinstance(handler, Measuring) else {}


def kinds() -> dict[str, Words]:
    """Return the known kinds with their names."""
    return {kind: handler.label for kind, handler in sorted(_HANDLERS.items())}


def ground_label(kind: str, code: str) -> Words:
    """Name a ground; the code itself where its handler no longer knows it."""
    handler = handler_of(kind)
    grounds = handler.grounds() if handler else ()
    return next((ground.label for ground in grounds if ground.code == code), code)
