"""The policy of matching in force, or the one every installation starts with."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from creatorspark.core.models import Policy
from creatorspark.core.policies import kinds, services
from marketplace.domain.matching.policy import DEFAULT, KIND, MatchPolicy, parse

FIRST = "match-1"


@dataclass(frozen=True, slots=True)
class InForce:
    """A policy and what it says; without one, what the house starts with."""

    row: Policy | None
    says: MatchPolicy


def in_force(*, at: datetime) -> InForce:
    """Return the policy of matching at a moment."""
    row = services.policy_at(KIND, at=at)
    return InForce(row, parse(row.parameters if row else DEFAULT))


def ensure_default(*, now: datetime) -> None:
    """Put the first policy of matching in force where there is none; it may be called again."""
    if Policy.objects.filter(kind=KIND).exists():
        return
    draft = services.create_draft(
        KIND,
        version=FIRST,
        parameters=DEFAULT,
        note=_("What every house starts with."),
        actor=None,
    )
    services.activate(draft, effective_from=now, actor=None, now=now)


kinds.register(kinds.PolicyKind(name=KIND, check=parse))
