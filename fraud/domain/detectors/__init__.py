"""Detectors: one file each; whatever stands in this folder registers itself.

A detector is a function of plain data and its parameters that returns findings. It knows no
database and no clock, so it can be tried on anybody's data: see docs/detectors.md.
"""

import pkgutil
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module

from fraud.domain.activity import Activity
from fraud.domain.findings import Finding
from fraud.domain.parameters import Parameters

Detector = Callable[[Activity, Parameters], Iterator[Finding]]
_DETECTORS: dict[str, Detector] = {}


def register(name: str) -> Callable[[Detector], Detector]:
    """Make a detector known under a name. Decorates a function of activity and parameters."""

    def keep(detector: Detector) -> Detector:
        if name in _DETECTORS:
            raise ValueError(f"There are two detectors named {name}.")
        _DETECTORS[name] = detector
        return detector

    return keep


def names() -> tuple[str, ...]:
    """Return the names of all detectors, sorted."""
    _import_all()
    return tuple(sorted(_DETECTORS))


def run(activity: Activity, *, parameters: Parameters, only: Sequence[str] = ()) -> list[Finding]:
    """Return what the detectors (all, or `only` those) find, worst first.

    Raises ValueError for a name that no detector has.
    """
    known = names()
    chosen = (only,) if isinstance(only, str) else only or known
    if unknown := sorted(set(chosen) - set(known)):
        raise ValueError(f"No detector is called {unknown[0]}; there are {', '.join(known)}.")
    found = [finding for name in chosen for finding in _DETECTORS[name](activity, parameters)]
    return sorted(found, key=lambda finding: (-finding.severity, finding.code, finding.start))


def _import_all() -> None:
    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
