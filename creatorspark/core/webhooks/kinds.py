"""Which events there are. Apps register theirs when Django is ready; core knows only names."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEST: Final = "webhook.test"


@dataclass(frozen=True, kw_only=True, slots=True)
class EventKind:
    """One kind of event, named `subject.happened` as receivers see it."""

    name: str
    label: str | Promise


_KINDS: dict[str, EventKind] = {}


def register(*kinds: EventKind) -> None:
    """Make kinds known; doing it twice replaces them."""
    _KINDS.update({kind.name: kind for kind in kinds})


def kinds() -> list[EventKind]:
    """Return what one can subscribe to, by name."""
    return [_KINDS[name] for name in sorted(_KINDS)]


def is_known(name: str) -> bool:
    """Say whether one can subscribe to it. Test messages need no subscription."""
    return name in _KINDS


def label_of(name: str) -> str | Promise:
    """Return an event in words; its name where nobody knows it any more."""
    if name == TEST:
        return _("A test message")
    return _KINDS[name].label if name in _KINDS else name


def register_appeals() -> None:
    """Make the events of the appeals desk known."""
    register(
        EventKind(name="appeal.filed", label=_("An appeal was filed")),
        EventKind(name="appeal.decided", label=_("An appeal was decided")),
    )
