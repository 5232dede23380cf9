"""The grade policies, and which of them grades which videos."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from creatorspark.core.models import Policy
from scoring.domain.engagement import GradePolicy
from scoring.domain.points.policy import FairPolicy
from scoring.services.policies import GRADE

LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reign:
    """The videos a policy grades for ever: those posted from a moment to before another.

    They are the videos that reach scoring age while the policy is in force, so a later policy
    never takes one over. Every video belongs to exactly one policy.
    """

    policy: Policy
    rules: GradePolicy
    posted_from: datetime
    posted_before: datetime | None

    @property
    def age(self) -> timedelta:
        """Return the scoring age."""
        return timedelta(days=self.rules.scoring_age_days)

    def last_moment(self, *, now: datetime) -> datetime:
        """Return the last moment of posting of the videos that can be graded by now."""
        grown = now - self.age
        if self.posted_before is None:
            return grown
        return min(grown, self.posted_before - timedelta(microseconds=1))


def reigns(*, now: datetime) -> list[Reign]:
    """Return the grade policies that were or are in force with the videos of each, oldest first."""
    found = Policy.objects.filter(kind=GRADE, effective_from__lte=now)
    return split(found.exclude(state=Policy.State.DRAFT).order_by("effective_from"))


def split(policies: Iterable[Policy]) -> list[Reign]:
    """Give every moment of posting to one policy. `policies` by when they came into force."""
    reigns, start = [], LONG_AGO
    for policy in policies:
        rules = rules_of(policy)
        until = policy.effective_until
        # Where a later policy has another scoring age, the earlier one keeps what it had.
        end = max(start, until - timedelta(days=rules.scoring_age_days)) if until else None
        reigns.append(Reign(policy, rules, start, end))
        start = end or start
    return reigns


def rules_of(policy: Policy) -> GradePolicy:
    """Return the checked parameters. Raises ValueError with a sentence."""
    return GradePolicy.from_parameters(policy.parameters)


def ladder_of(rules: GradePolicy) -> FairPolicy:
    """Return the cohort ladder of a grade policy in the form in which cohorts are chosen."""
    return FairPolicy(
        shrink_views=max(1, rules.shrink_views),
        length_edges=rules.length_edges,
        minimum_reference=rules.min_reference,
        wide_window_months=rules.wide_window_months,
        scoring_age_days=rules.scoring_age_days,
        snapshot_tolerance_days=rules.snapshot_tolerance_days,
    )
