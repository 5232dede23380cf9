"""Frozen references: one for each cohort, period and policy, computed at first need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from creatorspark.core.models import Policy
from creatorspark.lib.canonical import sha256_of
from scoring.domain.points.cohorts import months_before
from scoring.models import CohortReference
from scoring.services.cohorts import CohortGroups, Group
from scoring.services.locks import Report


@dataclass(frozen=True, slots=True)
class Frozen:
    """A stored reference, ready to score with."""

    pk: int
    parameters: Mapping[str, Any]


class NeedsWholeHistory(Exception):
    """Only the whole history can tell what is normal in a cohort."""


def freeze_references(
    index: CohortGroups,
    policy: Policy,
    *,
    groups: Sequence[Group],
    now: datetime,
    complete_from: date | None,
    report: Report,
) -> list[Frozen]:
    """Return the reference of each of some groups of the index, freezing those that are missing.

    What is frozen is never computed again, whatever is imported later. `complete_from` is the
    first month of which the index holds every video (None: it holds all there are); raises
    NeedsWholeHistory when a missing reference needs more.
    """
    known = _stored(policy, {group.period for group in groups})
    missing = [group for group in groups if _key(group) not in known]
    rows = []
    for done, group in enumerate(missing):
        report(_("Freezing references"), done=done, total=len(missing))
        rows.append(_row(index, group, policy, now=now, complete_from=complete_from))
    CohortReference.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    if rows:
        known = _stored(policy, {group.period for group in groups})
    return [known[_key(group)] for group in groups]


def _key(group: Group) -> tuple[date, str]:
    return group.period, group.cohort.key


def _stored(policy: Policy, periods: set[date]) -> dict[tuple[date, str], Frozen]:
    found = CohortReference.objects.filter(policy=policy, period__in=periods)
    return {
        (row.period, row.cohort): Frozen(row.pk, row.parameters)
        for row in found.only("period", "cohort", "parameters").iterator(chunk_size=2_000)
    }


def _row(
    index: CohortGroups, group: Group, policy: Policy, *, now: datetime, complete_from: date | None
) -> CohortReference:
    choice = index.choose(group)
    widest = months_before(group.period, index.rules.wide_window_months)
    if complete_from and (choice.bootstrap or widest < complete_from):
        raise NeedsWholeHistory
    parameters, sample_size = index.describe(choice)
    start, end = index.span(choice, group)
    return CohortReference(
        policy=policy,
        period=group.period,
        cohort=group.cohort.key,
        level=choice.step,
        window_start=start,
        window_end=end,
        bootstrap=choice.bootstrap,
        parameters=parameters,
        sample_size=sample_size,
        sha256=sha256_of(parameters),
        computed_at=now,
    )
