"""Checks of what a policy states: every name known, every number within its bounds."""

import math
from collections.abc import Iterable, Mapping
from typing import Any


def check_names(given: object, *, title: str, wanted: Iterable[str]) -> None:
    """Refuse a missing or unknown name: a typing mistake must not leave a rule unchanged.

    Raises ValueError with a sentence that begins with `title`.
    """
    names = [str(name) for name in wanted]
    if not isinstance(given, Mapping):
        raise ValueError(f"{title} must be an object that names {', '.join(names)}.")
    missing, unknown = sorted(set(names) - set(given)), sorted(set(given) - set(names))
    if missing:
        raise ValueError(f"{title} lacks “{missing[0]}”.")
    if unknown:
        raise ValueError(f"{title} doesn't know “{unknown[0]}”; it knows {', '.join(names)}.")


def whole(given: Mapping[str, Any], *, name: str, low: int, high: int) -> int:
    """Return a whole number from `low` to `high`. Raises ValueError with a sentence."""
    value = given[name]
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}.")
    return value


def number(given: Mapping[str, Any], *, name: str, low: float = 0.0, high: float = 1.0) -> float:
    """Return a finite number from `low` to `high`. Raises ValueError with a sentence."""
    value = given[name]
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or not low <= value <= high
    ):
        raise ValueError(f"{name} must be a number from {low:g} to {high:g}.")
    return float(value)
