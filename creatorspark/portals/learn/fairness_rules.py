"""The rules that are or were in force, as a reviewer reads them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creatorspark.core.models import Policy

TITLES: dict[str, str | Promise] = {
    "pay": _("Pay: RPM, bonus rates and which views count"),
    "grade": _("Grades: what an engagement grade is made of"),
    "tier": _("Tiers: what they need and bring"),
    "points": _("Points"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A version of a policy, with its parameters laid out for reading."""

    version: str
    sha256: str
    effective_from: datetime | None
    effective_until: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All versions of a kind, newest first."""

    title: str | Promise
    rules: Sequence[Rule]


def rules_page() -> list[RuleBook]:
    """Return every policy but drafts, by what it rules."""
    rows = Policy.objects.exclude(state=Policy.State.DRAFT).order_by("-effective_from", "-pk")
    books: dict[str, list[Rule]] = {kind: [] for kind in TITLES}
    for row in rows:
        books.setdefault(row.kind, []).append(_rule(row))
    return [RuleBook(TITLES.get(kind, kind), rules) for kind, rules in books.items() if rules]


def _rule(row: Policy) -> Rule:
    return Rule(
        version=row.version,
        sha256=row.sha256,
        effective_from=row.effective_from,
        effective_until=row.effective_until,
        text=json.dumps(row.parameters, indent=2, ensure_ascii=False),
    )
