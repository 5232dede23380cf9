"""What staff do: take, give back, ask, decide, put right. One function an act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.appeals import announcing, telling
from creatorspark.core.appeals.errors import AppealRefused
from creatorspark.core.appeals.handlers import (
    Ruling,
    asks_of,
    handler_of,
    needed,
    outcomes_of,
)
from creatorspark.core.appeals.steps import lock, move
from creatorspark.core.appeals.terms import terms_of
from creatorspark.core.domain.appeals import clock
from creatorspark.core.domain.appeals.states import Outcome, State, Step, step_of
from creatorspark.core.models import Appeal, Decision, ReasonTemplate, User


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a person decides. The reason is the template's words where none are written.

    `shown` is the judgement they looked at, and must still stand; None where a page showed none.
    `options` are the numbers that the outcome needs, by name.
    """

    outcome: Outcome
    reason: str = ""
    template_id: int | None = None
    note: str = ""
    shown: str | None = None
    options: Mapping[str, int] = field(default_factory=dict)


def conflict_of(appeal: Appeal, person: User) -> str:
    """Say in a sentence why this person can't decide this appeal; "" when they can."""
    if not (person.is_active and person.is_staff):
        return _("Only staff decide appeals.")
    if appeal.creator.user_id == person.pk:
        return _("It is about your own profile, so somebody else decides.")
    handler = handler_of(appeal.subject_kind)
    judgement = handler.judgement(appeal.subject_id) if handler else None
    if judgement is not None and judgement.made_by == person.pk:
        return _("You made this judgement, so somebody else looks at it.")
    if _decided_before(appeal, person):
        return _("You decided the first look, so somebody else takes the second.")
    if judgement is not None and person.pk in judgement.made_with:
        return _("You took part in this judgement, so somebody else looks at it.")
    return ""


def _decided_before(appeal: Appeal, person: User) -> bool:
    if appeal.earlier_id is None:
        return False
    return Decision.objects.filter(appeal_id=appeal.earlier_id, decided_by=person).exists()


def take(appeal_id: int, *, person: User, actor: User, now: datetime) -> Appeal:
    """Give an appeal to a member of staff, often oneself. Raises AppealRefused."""
    _check_staff(actor)
    with transaction.atomic():
        appeal = lock(appeal_id)
        if appeal.assigned_to_id == person.pk:
            return appeal
        _check_free(appeal, person)
        before = appeal.assigned_to_id
        appeal.assigned_to = person
        move(
            appeal,
            Step.TAKE,
            actor=actor,
            now=now,
            after={"assigned_to": person.pk, "assigned_before": before},
        )
        if person.pk != actor.pk:
            telling.tell_staff(
                appeal,
                f"taken.{person.pk}.{now.isoformat()}",
                title=_("%(appeal)s was given to you") % {"appeal": appeal.reference},
                body=telling.title_of(appeal),
                now=now,
            )
        return appeal


def give_back(appeal_id: int, *, actor: User, now: datetime) -> Appeal:
    """Put an appeal back in the queue; the clock goes on. Raises AppealRefused."""
    _check_staff(actor)
    with transaction.atomic():
        appeal = lock(appeal_id)
        if appeal.state == State.OPEN:
            return appeal
        appeal.assigned_to = None
        move(appeal, Step.GIVE_BACK, actor=actor, now=now)
        return appeal


def ask(appeal_id: int, *, question: str, actor: User, now: datetime) -> Appeal:
    """Ask the creator something; the clock stands still until they answer. Raises AppealRefused."""
    question = question.strip()
    if not question:
        raise AppealRefused(_("Write the question: the creator reads it."), code="no_question")
    with transaction.atomic():
        appeal = lock(appeal_id)
        last = appeal.steps.last()
        if appeal.state == State.WAITING and last is not None and last.words == question:
            return appeal
        _check_theirs(appeal, actor)
        # Before the step: the row may wait only while it says since when.
        appeal.waiting_since, appeal.answer_by = now, clock.answer_by(now, terms=terms_of(appeal))
        appeal.reminded_at = None
        step = move(appeal, Step.ASK, actor=actor, now=now, words=question)
        telling.tell_asked(appeal, step_id=step.pk, question=question, now=now)
        return appeal


def decide(appeal_id: int, verdict: Verdict, *, actor: User, now: datetime) -> Decision:
    """Decide, carry it out and tell the creator, all or nothing.

    The same decision by the same person twice is one. Raises AppealRefused.
    """
    with transaction.atomic():
        appeal = lock(appeal_id)
        made = appeal.decisions.last()
        if made is not None and made.decided_by_id == actor.pk and made.outcome == verdict.outcome:
            return made
        _check_theirs(appeal, actor)
        _check_stands(appeal)
        if verdict.outcome not in outcomes_of(appeal.subject_kind, appeal.subject_id):
            raise AppealRefused(_("This judgement can't be decided that way."), code="outcome")
        earlier = appeal.earlier.decisions.last() if appeal.earlier else None
        step = step_of(verdict.outcome)
        return _decide(appeal, verdict, step, earlier=earlier, actor=actor, now=now)


def correct(appeal_id: int, verdict: Verdict, *, actor: User, now: datetime) -> Decision:
    """Put right a decision that went against the creator; it overrides the one before it.

    Never against the creator, and not by who decided. Raises AppealRefused.
    """
    _check_staff(actor)
    with transaction.atomic():
        appeal = lock(appeal_id)
        made = appeal.decisions.last()
        if verdict.outcome is not Outcome.OVERTURNED:
            raise AppealRefused(_("A decision is only ever put right in the creator's favour."))
        if made is not None and made.outcome == Outcome.OVERTURNED:
            return made
        if made is None or hasattr(made, "overridden_by"):
            raise AppealRefused(_("There is no decision here to put right."))
        if made.decided_by_id == actor.pk:
            raise AppealRefused(_("You decided it, so somebody else puts it right."))
        _check_free(appeal, actor)
        return _decide(appeal, verdict, Step.CORRECT, earlier=made, actor=actor, now=now)


def _decide(
    appeal: Appeal,
    verdict: Verdict,
    step: Step,
    *,
    earlier: Decision | None,
    actor: User,
    now: datetime,
) -> Decision:
    _check_shown(appeal, verdict)
    handler = needed(appeal.subject_kind)
    code, reason = _reason(appeal, verdict)
    move(appeal, step, actor=actor, now=now, after={"reason_code": code})
    effect = handler.decide(
        Ruling(
            appeal_id=appeal.pk,
            subject_id=appeal.subject_id,
            creator_id=appeal.creator_id,
            ground=appeal.ground,
            outcome=verdict.outcome,
            reason=reason,
            actor=actor,
            now=now,
            options=_options(appeal, verdict),
        )
    )
    decision = Decision.objects.create(
        appeal=appeal,
        outcome=verdict.outcome.value,
        reason_code=code,
        reason=reason,
        note=verdict.note.strip(),
        effect=dict(effect),
        decided_by=actor,
        decided_at=now,
        override_of=earlier,
    )
    consequence = str(handler.consequence(verdict.outcome))
    telling.tell_decided(appeal, decision, consequence=consequence, now=now)
    announcing.announce_decided(appeal, decision, now=now)
    return decision


def _options(appeal: Appeal, verdict: Verdict) -> Mapping[str, int]:
    """Return the numbers that this outcome takes. Raises AppealRefused for one out of bounds."""
    taken: dict[str, int] = {}
    for ask in asks_of(appeal.subject_kind, appeal.subject_id):
        given = verdict.options.get(ask.name)
        if ask.outcome is not verdict.outcome or given is None:
            continue
        if not ask.least <= given <= ask.most:
            raise AppealRefused(
                _("%(label)s: from %(least)d to %(most)d.")
                % {"label": ask.label, "least": ask.least, "most": ask.most},
                code="option",
            )
        taken[ask.name] = given
    return taken


def _reason(appeal: Appeal, verdict: Verdict) -> tuple[str, str]:
    """Return the code and the words of a reason. Raises AppealRefused when there are none."""
    template = None
    if verdict.template_id is not None:
        fitting = ReasonTemplate.objects.filter(subject_kind__in=["", appeal.subject_kind])
        template = fitting.filter(pk=verdict.template_id, outcome=verdict.outcome.value).first()
        if template is None:
            raise AppealRefused(
                _("These words belong to another outcome. Choose others, or write your own."),
                code="template",
            )
    words = verdict.reason.strip() or (template.words if template else "")
    if not words:
        raise AppealRefused(_("Give the reason: the creator reads it."), code="no_reason")
    return (template.code if template else "own_words"), words


def _check_staff(actor: User) -> None:
    if not (actor.is_active and actor.is_staff):
        raise AppealRefused(_("Only staff decide appeals."), code="not_staff")


def _check_stands(appeal: Appeal) -> None:
    judgement = needed(appeal.subject_kind).judgement(appeal.subject_id)
    if judgement is None or judgement.nothing_to_appeal:
        raise AppealRefused(
            _("The judgement changed meanwhile, so nothing is left to decide."),
            code="settled",
        )


def _check_shown(appeal: Appeal, verdict: Verdict) -> None:
    if verdict.shown is not None and verdict.shown != shown_of(appeal):
        raise AppealRefused(
            _(
                "The judgement changed after you opened this page, so nothing was decided. Go "
                "back to the appeal, look at what stands now, and decide about that."
            ),
            code="changed",
        )


def shown_of(appeal: Appeal) -> str:
    """Return the judgement that stands, for a page to hand back with the decision; "" for none."""
    handler = handler_of(appeal.subject_kind)
    judgement = handler.judgement(appeal.subject_id) if handler else None
    return judgement.id if judgement else ""


def _check_free(appeal: Appeal, person: User) -> None:
    conflict = conflict_of(appeal, person)
    if conflict:
        raise AppealRefused(conflict, code="conflict")


def _check_theirs(appeal: Appeal, actor: User) -> None:
    _check_staff(actor)
    if appeal.assigned_to_id != actor.pk:
        raise AppealRefused(_("Take the appeal first; then it is yours."), code="not_taken")
    _check_free(appeal, actor)
