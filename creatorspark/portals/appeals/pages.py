"""What the pages of appeals show."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F
from django.utils.functional import Promise

from creatorspark.core.appeals.handlers import Description, ground_label, handler_of
from creatorspark.core.appeals.permission import Permission, can_appeal
from creatorspark.core.appeals.wording import days_left, where_it_is
from creatorspark.core.domain.appeals.states import Outcome, State, Step
from creatorspark.core.models import Appeal, AppealProof, AppealStep, Creator, Decision
from creatorspark.portals.appeals.evidence import describe
from creatorspark.portals.appeals.words import LATE, STATES, STEPS

Words = str | Promise
PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class AppealRow:
    """One appeal in a list. `left` says how long its clock still runs; "" when it is over."""

    id: int
    reference: str
    title: str
    state: Words
    tone: str
    icon: str
    sentence: str
    left: str
    filed_at: dt.datetime
    look: int


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A file that was sent; `is_there` while it can still be opened."""

    id: int
    name: str
    type: Words
    size: int
    is_there: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of the timeline."""

    label: Words
    at: dt.datetime
    words: str
    proofs: Sequence[ProofLine]


@dataclass(frozen=True, slots=True)
class DecisionWords:
    """What was decided, why, and what it changes."""

    reason: str
    consequence: str
    at: dt.datetime
    is_good: bool


@dataclass(frozen=True, slots=True)
class AppealPage:
    """One appeal."""

    row: AppealRow
    kind: str
    subject_id: str
    ground: Words
    is_open: bool
    is_late: bool
    due_at: dt.datetime
    question: str
    steps: Sequence[StepLine]
    decision: DecisionWords | None
    description: Description | None
    second_look: Permission | None
    earlier_id: int | None


def list_page(
    creator: Creator, *, number: str, now: dt.datetime
) -> tuple[Page[Appeal], list[AppealRow]]:
    """Gather a page of a creator's appeals, what is open first; two queries and one a kind."""
    open_first = F("closed_at").desc(nulls_first=True)
    rows = Appeal.objects.filter(creator=creator).order_by(open_first, "-pk")
    page = Paginator(rows, PER_PAGE).get_page(number)
    shown = list(page.object_list)
    titles = _titles(shown)
    return page, [_row(one, titles[one.pk], now=now) for one in shown]


def _titles(appeals: Sequence[Appeal]) -> dict[int, str]:
    """Name what each is about, one query a kind."""
    found: dict[tuple[str, str], str] = {}
    for kind in {one.subject_kind for one in appeals}:
        handler = handler_of(kind)
        wanted = [one.subject_id for one in appeals if one.subject_kind == kind]
        for subject, title in (handler.titles(wanted) if handler else {}).items():
            found[kind, subject] = title
    return {one.pk: found.get((one.subject_kind, one.subject_id), one.reference) for one in appeals}


def _row(appeal: Appeal, title: str, *, now: dt.datetime) -> AppealRow:
    late = _is_late(appeal, now)
    state, tone, icon = LATE if late else STATES[State(appeal.state)]
    until = appeal.answer_by or appeal.due_at
    return AppealRow(
        id=appeal.pk,
        reference=appeal.reference,
        title=title,
        state=state,
        tone=tone,
        icon=icon,
        sentence=where_it_is(appeal, now=now),
        left=days_left(until, now=now) if appeal.is_open and not late else "",
        filed_at=appeal.filed_at,
        look=appeal.look,
    )


def _is_late(appeal: Appeal, now: dt.datetime) -> bool:
    return appeal.is_open and appeal.state != State.WAITING and now > appeal.due_at


def appeal_page(appeal: Appeal, *, now: dt.datetime) -> AppealPage:
    """Gather one appeal's page; the number of queries doesn't grow with its steps."""
    steps = list(appeal.steps.prefetch_related("proofs"))
    made = appeal.decisions.last()
    question = next((step.words for step in reversed(steps) if step.kind == Step.ASK), "")
    return AppealPage(
        row=_row(appeal, _titles([appeal])[appeal.pk], now=now),
        kind=appeal.subject_kind,
        subject_id=appeal.subject_id,
        ground=ground_label(appeal.subject_kind, appeal.ground),
        is_open=appeal.is_open,
        is_late=_is_late(appeal, now),
        due_at=appeal.due_at,
        question=question if appeal.state == State.WAITING else "",
        steps=_lines(steps),
        decision=_decision(appeal, made) if made else None,
        description=describe(appeal.subject_kind, appeal.subject_id) if appeal.is_open else None,
        second_look=_second_look(appeal, now=now),
        earlier_id=appeal.earlier_id,
    )


def _lines(steps: Sequence[AppealStep]) -> list[StepLine]:
    lines: list[StepLine] = []
    taken = False
    for step in steps:
        kind = Step(step.kind)
        if kind not in STEPS or (kind is Step.TAKE and taken):
            continue
        taken = taken or kind is Step.TAKE
        proofs = [_proof(proof) for proof in step.proofs.all()]
        lines.append(StepLine(label=STEPS[kind], at=step.at, words=step.words, proofs=proofs))
    return lines


def _proof(proof: AppealProof) -> ProofLine:
    return ProofLine(
        id=proof.pk,
        name=proof.name,
        type=proof.get_type_display(),
        size=proof.size,
        is_there=proof.removed_at is None,
    )


def _decision(appeal: Appeal, decision: Decision) -> DecisionWords:
    handler = handler_of(appeal.subject_kind)
    outcome = Outcome(decision.outcome)
    return DecisionWords(
        reason=decision.reason,
        consequence=str(handler.consequence(outcome)) if handler else "",
        at=decision.decided_at,
        is_good=outcome is not Outcome.UPHELD,
    )


def _second_look(appeal: Appeal, *, now: dt.datetime) -> Permission | None:
    """Say whether another person can be asked, where this is the decision it would be about."""
    if appeal.state not in (State.UPHELD, State.PARTLY):
        return None
    permission = can_appeal(kind=appeal.subject_kind, subject_id=appeal.subject_id, now=now)
    about_this = permission.answer.appeal_id == appeal.pk
    return permission if permission.allowed and about_this else None
