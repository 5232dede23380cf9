"""What each app says about its own policies: what is valid, and how one is tried on history."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from creatorspark.core.models import Policy

Report = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A job that runs a policy on real history and changes nothing.

    `parameters` says what the job is given, `form` asks staff for more, and `chosen` turns their
    answers into parameters. `report` turns the job's result into what a page shows:

        {"figures": [{"label": "Cost", "value": "41,200 points", "note": "…"}],
         "charts": [{"title": "…", "unit": "points", "labels": […],
                     "series": [{"name": "fair-1", "values": […]}]}],
         "tables": [{"title": "…", "headers": […], "rows": [[…]], "folded": False}],
         "notes": ["How to read this."]}

    `export` turns the result into rows for a spreadsheet, headers first.
    """

    job_kind: str
    parameters: Callable[[Policy], dict[str, Any]]
    report: Callable[[dict[str, Any]], Report]
    form: type[forms.Form] | None = None
    chosen: Callable[[Mapping[str, Any]], dict[str, Any]] = lambda answers: {}
    export: Callable[[dict[str, Any]], Sequence[Sequence[object]]] | None = None


@dataclass(frozen=True, kw_only=True)
class PolicyKind:
    """One kind of policy. `check` raises ValueError with a sentence for parameters it refuses, and
    `check_start` for a moment at which a policy of this kind can't come into force.

    `readiness` is given a draft and when it is to start. It returns what staff read before they
    say yes, or raises ValueError with a sentence while the draft mustn't start.
    """

    name: str
    check: Callable[[Mapping[str, Any]], object]
    trial: Trial | None = None
    check_start: Callable[[datetime], object] = lambda effective_from: None
    readiness: Callable[[Policy, datetime], str] = lambda policy, effective_from: ""


_KINDS: dict[str, PolicyKind] = {}


def register(kind: PolicyKind) -> None:
    """Make a kind known; an app calls it when Django is ready."""
    _KINDS[kind.name] = kind


def try_with(name: str, *, trial: Trial) -> None:
    """Say how a kind that another app made known is tried on history."""
    _KINDS[name] = replace(_KINDS[name], trial=trial)


def names() -> list[str]:
    """Return the known kinds, sorted."""
    return sorted(_KINDS)


def trial_of(policy: Policy) -> Trial | None:
    """Return how policies of this kind are tried, or None when they can't be."""
    kind = _KINDS.get(policy.kind)
    return kind.trial if kind else None


def check(kind: str, *, parameters: Any) -> None:
    """Raise ValueError with a sentence when an app refuses the parameters of its policy."""
    if not isinstance(parameters, Mapping):
        raise ValueError(_("The parameters are a JSON object, like {“name”: 1}."))
    known = _KINDS.get(kind)
    if known is not None:
        known.check(parameters)


def check_start(kind: str, *, effective_from: datetime) -> None:
    """Raise ValueError with a sentence when a policy of this kind can't start then."""
    known = _KINDS.get(kind)
    if known is not None:
        known.check_start(effective_from)


def readiness(policy: Policy, *, effective_from: datetime) -> str:
    """Return what staff read before a draft starts; ValueError with a sentence when it mustn't."""
    known = _KINDS.get(policy.kind)
    return known.readiness(policy, effective_from) if known else ""
