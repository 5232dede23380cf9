"""Trying a fraud policy on stored events as a job: what it would have found, week by week.

Each week is looked at as the worker did at its end: whoever was active, over the usual span of
days, a piece at a time. After each look the row says how far it is, so that work which was cut
short goes on there. Nothing but that row is changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs.services import JobCancelled, JobFault, JobProgress, job_kind
from creatorspark.core.models import Policy
from creatorspark.lib.canonical import sha256_of
from fraud.domain import cases
from fraud.domain.comparing import SHOWN, compare
from fraud.domain.findings import Finding
from fraud.domain.loosening import TERMS
from fraud.domain.parameters import Parameters
from fraud.domain.trying import Found, WouldBe, weighed
from fraud.models import BackTest
from fraud.selectors.activity import activity_of
from fraud.selectors.due import CREATORS_AT_ONCE, EVENTS_AT_ONCE
from fraud.selectors.history import active_in, cases_made, first_event
from fraud.selectors.told import totals_between
from fraud.services import policies, regressions, rules
from fraud.services.detection import SPAN
from fraud.services.spam_hosts import with_listed

BACK_TEST: Final = "fraud.back_test"
WEEK: Final = timedelta(days=7)
WEEKS: Final = 8
STEPS: Final = 1_000


@dataclass(frozen=True)
class _Side:
    """One set of rules: those in force, or the draft's."""

    parameters: Parameters
    shadow: frozenset[str]
    found: Found


@job_kind(BACK_TEST)
def back_test(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Find out what a draft would have flagged in past weeks; the result is plain JSON.

    `weeks` says how many, `until` (ISO) when they end: now, unless it is given.
    """
    test = _begin(progress, parameters)
    sides = _sides(test)
    while test.looked_until < test.until:
        _look(test, sides, progress=progress)
    return _finish(test, sides, progress=progress)


def _begin(progress: JobProgress, parameters: Mapping[str, Any]) -> BackTest:
    """Return this job's row: a new one, or the one at which a worker stopped."""
    draft = Policy.objects.filter(pk=parameters["policy_id"]).first()
    if draft is None or draft.sha256 != parameters["sha256"]:
        raise JobFault(_("The draft was changed before the trial began. Try it again."))
    now = timezone.now()
    base = policies.in_force(now=now)
    until = _end(parameters.get("until"), now=now)
    since = until - int(parameters.get("weeks", WEEKS)) * WEEK
    return BackTest.objects.get_or_create(
        job_id=progress.job_id or uuid4(),
        defaults={
            "policy": draft,
            "parameters": draft.parameters,
            "parameters_sha256": draft.sha256,
            "base_version": base.version,
            "base_parameters": base.stated.as_policy(),
            "since": since,
            "until": until,
            "looked_until": since,
            "started_at": now,
        },
    )[0]


def _end(given: str | None, *, now: datetime) -> datetime:
    end = datetime.fromisoformat(given) if given else now
    return end.replace(minute=0, second=0, microsecond=0)


def _sides(test: BackTest) -> tuple[_Side, _Side]:
    both = (
        ("base", Parameters.from_policy(test.base_parameters)),
        ("draft", Parameters.from_policy(test.parameters)),
    )
    base, draft = (
        _Side(
            parameters=with_listed(parameters)[0],
            shadow=rules.in_shadow(parameters),
            found=Found.from_json(test.found.get(name, ())),
        )
        for name, parameters in both
    )
    return base, draft


def _look(test: BackTest, sides: tuple[_Side, _Side], *, progress: JobProgress) -> None:
    """Examine one more week, and keep what was found together with how far we are."""
    start = test.looked_until
    end = start + WEEK
    week, weeks = (start - test.since) // WEEK, (test.until - test.since) // WEEK
    pieces = active_in(
        start, end, sized_from=end - SPAN, events=EVENTS_AT_ONCE, creators=CREATORS_AT_ONCE
    )
    stage = _("Week %(n)d of %(all)d") % {"n": week + 1, "all": weeks}
    for place, creator_ids in enumerate(pieces):
        done = week * STEPS + place * STEPS // len(pieces)
        progress.report(stage, done=done, total=weeks * STEPS)
        _examine(creator_ids, sides, since=test.since, end=end, week=week)
    base, draft = (side.found.as_json() for side in sides)
    mine = BackTest.objects.filter(pk=test.pk, looked_until=start, finished_at=None)
    found = {"base": base, "draft": draft, "pieces": test.found.get("pieces", 0) + len(pieces)}
    if not mine.update(looked_until=end, found=found):
        # Another worker took over while this one was silent.
        raise JobCancelled
    test.looked_until, test.found = end, found


def _examine(
    creator_ids: Sequence[int],
    sides: tuple[_Side, _Side],
    *,
    since: datetime,
    end: datetime,
    week: int,
) -> None:
    """Add what each side would have made of these creators at the end of a week."""
    totals = totals_between(creator_ids, start=end - SPAN, end=end)
    for side, findings in zip(sides, _findings(creator_ids, sides, end=end), strict=True):
        made = weighed(
            rules.without_snoozed(findings, now=end),
            shadow=side.shadow,
            parameters=side.parameters,
            period_totals=totals,
        )
        for tier, judged in made:
            if judged.end > since.timestamp():
                side.found.add(WouldBe.of(tier, judged, week=week))


def _findings(
    creator_ids: Sequence[int], sides: tuple[_Side, _Side], *, end: datetime
) -> Iterator[list[Finding]]:
    activity = activity_of(creator_ids, end - SPAN, end)
    theirs = set(creator_ids)
    base, draft = (side.parameters for side in sides)
    found: list[Finding] = []
    for parameters in (base, draft):
        if parameters is base or not _find_alike(base, draft):
            everything = cases.examine(activity, parameters=parameters)
            found = [one for one in everything if one.creator in theirs]
        yield found


def _find_alike(one: Parameters, other: Parameters) -> bool:
    """Say whether detectors find the same; how findings are weighed may still differ."""
    weighing = {*TERMS, "cases"}
    return all(
        getattr(one, part.name) == getattr(other, part.name)
        for part in fields(Parameters)
        if part.name not in weighing
    )


def _finish(test: BackTest, sides: tuple[_Side, _Side], *, progress: JobProgress) -> dict[str, Any]:
    if test.result is not None:
        return dict(test.result)
    weeks = (test.until - test.since) // WEEK
    base, draft = sides
    oldest = first_event()
    result = {
        "draft": test.policy.version,
        "base": test.base_version,
        "sha256": test.parameters_sha256,
        "since": test.since.isoformat(),
        "until": test.until.isoformat(),
        "events_since": oldest.isoformat() if oldest else None,
        "weeks": weeks,
        "span_days": SPAN.days,
        "pieces": test.found.get("pieces", 0),
        **compare(
            base.found,
            draft.found,
            real=cases_made(test.since, test.until),
            weeks=weeks,
            shadow=(base.shadow, draft.shadow),
        ),
        "regressions": _regressions(sides, progress=progress),
    }
    BackTest.objects.filter(pk=test.pk, finished_at=None).update(
        found={}, result=result, result_sha256=sha256_of(result), finished_at=timezone.now()
    )
    return result


def _regressions(sides: tuple[_Side, _Side], *, progress: JobProgress) -> dict[str, Any]:
    """Run the cases in which rules were wrong: whom would the draft accuse again?"""
    base, draft = (_run_cases(side, progress=progress) for side in sides)
    rows = [
        {
            "case": case_id,
            "reference": new.reference,
            "base": list(base[case_id].codes),
            "draft": list(new.codes),
            "set_aside": new.is_set_aside,
        }
        for case_id, new in draft.items()
        # One that was captured meanwhile has been run by one side only.
        if case_id in base
    ]
    return {
        "cases": len(rows),
        "waiting": regressions.waiting(),
        "again": [sum(bool(row[name]) for row in rows) for name in ("base", "draft")],
        "rows": [row for row in rows if row["base"] or row["draft"]][:SHOWN],
    }


def _run_cases(side: _Side, *, progress: JobProgress) -> dict[int, regressions.Ran]:
    stage = _("People who were wrongly accused")

    def report(done: int, total: int) -> None:
        progress.report(stage, done=99, total=100)

    ran = regressions.run(side.parameters, shadow=side.shadow, report=report)
    return {one.case_id: one for one in ran}
