"""What a creator does: file, answer, withdraw. One function an act; doing it twice does it once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.appeals import announcing, proofs, telling
from creatorspark.core.appeals.errors import AppealRefused, NotYours
from creatorspark.core.appeals.handlers import handler_of, needed
from creatorspark.core.appeals.permission import Permission, can_appeal
from creatorspark.core.appeals.steps import lock, lock_creator, move, record
from creatorspark.core.appeals.terms import policy_for_filing
from creatorspark.core.domain.appeals import clock
from creatorspark.core.domain.appeals.states import State, Step
from creatorspark.core.domain.appeals.terms import terms_from
from creatorspark.core.models import Appeal, Creator, Policy, User

LONGEST_STATEMENT = 4000


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What a creator hands in."""

    kind: str
    subject_id: str
    ground: str
    statement: str = ""


def file_appeal(
    wish: Wish, *, actor: User, now: datetime, files: "Sequence[File[bytes]]" = ()
) -> Appeal:
    """File an appeal, or add the files to the one that is already open on the subject.

    Raises NotYours for somebody else's judgement, AppealRefused with the reason otherwise.
    """
    checked = proofs.check(files)
    owner = _owner(wish, actor)
    policy = policy_for_filing(now=now)
    with transaction.atomic():
        creator = lock_creator(owner)
        _check_holds(creator, actor)
        under_way = Appeal.objects.filter(
            subject_kind=wish.kind,
            subject_id=wish.subject_id,
            state__in=[State.OPEN, State.ASSIGNED, State.WAITING],
        ).first()
        if under_way is not None:
            # A second click, perhaps with a file that was missing the first time.
            proofs.keep(
                under_way, under_way.steps.get(kind=Step.FILE), checked, actor=actor, now=now
            )
            return under_way
        _check_words(wish)
        permission = can_appeal(kind=wish.kind, subject_id=wish.subject_id, now=now)
        if not permission.allowed:
            raise AppealRefused(permission.sentence, code=permission.answer.why.value)
        appeal = _create(wish, permission, policy=policy, creator=creator, actor=actor, now=now)
        step = record(
            appeal,
            Step.FILE,
            actor=actor,
            now=now,
            words=appeal.statement,
            after={"kind": wish.kind, "subject": wish.subject_id, "look": appeal.look},
        )
        proofs.keep(appeal, step, checked, actor=actor, now=now)
        telling.tell_filed(appeal, now=now)
        announcing.announce_filed(appeal, now=now)
        return appeal


def _owner(wish: Wish, actor: User) -> int:
    """Return whose judgement it is. A stranger's looks as if it didn't exist."""
    handler = handler_of(wish.kind)
    judgement = handler.judgement(wish.subject_id) if handler else None
    owners = Creator.objects.filter(user_id=actor.pk)
    if judgement is None or not owners.filter(pk=judgement.creator_id).exists():
        raise NotYours(_("There is nothing of yours to appeal here."), code="not_found")
    return judgement.creator_id


def _check_holds(creator: Creator, actor: User) -> None:
    if creator.user_id != actor.pk or not actor.is_active:
        raise NotYours(_("There is nothing of yours to appeal here."), code="not_found")


def _check_words(wish: Wish) -> None:
    codes = {ground.code for ground in needed(wish.kind).grounds()}
    if wish.ground not in codes:
        raise AppealRefused(_("Choose what your appeal rests on."), code="ground_unknown")
    if not wish.statement.strip():
        raise AppealRefused(_("Tell us in a sentence or two what happened."), code="no_statement")
    if len(wish.statement) > LONGEST_STATEMENT:
        raise AppealRefused(
            _("Please keep to %(n)d characters; files can say the rest.")
            % {"n": LONGEST_STATEMENT},
            code="statement_too_long",
        )


def _create(
    wish: Wish,
    permission: Permission,
    *,
    policy: Policy,
    creator: Creator,
    actor: User,
    now: datetime,
) -> Appeal:
    judgement = permission.judgement
    assert judgement is not None
    answer = permission.answer
    terms = terms_from(policy.parameters, kind=wish.kind)
    return Appeal.objects.create(
        subject_kind=wish.kind,
        subject_id=wish.subject_id,
        judgement=judgement.id,
        rule=judgement.rule,
        creator=creator,
        look=answer.look,
        earlier_id=answer.appeal_id if answer.look > 1 else None,
        ground=wish.ground,
        statement=wish.statement.strip(),
        policy=policy,
        filed_by=actor,
        filed_at=now,
        due_at=clock.first_due(now, look=answer.look, terms=terms),
    )


def answer(
    appeal_id: int,
    *,
    words: str,
    actor: User,
    now: datetime,
    files: "Sequence[File[bytes]]" = (),
) -> Appeal:
    """Answer staff's question; our clock runs again. The same answer twice is one answer,
    to which files are added that weren't there.

    Raises NotYours, AppealRefused.
    """
    checked = proofs.check(files)
    words = words.strip()
    if not words and not checked:
        raise AppealRefused(_("Write an answer, or add a file."), code="no_answer")
    if len(words) > LONGEST_STATEMENT:
        raise AppealRefused(
            _("Please keep to %(n)d characters; files can say the rest.")
            % {"n": LONGEST_STATEMENT},
            code="answer_too_long",
        )
    with transaction.atomic():
        appeal = _lock_own(appeal_id, actor)
        last = appeal.steps.last()
        if last is not None and last.kind == Step.ANSWER and last.words == words:
            # The same words again, perhaps with a file that was missing the first time.
            proofs.keep(appeal, last, checked, actor=actor, now=now)
            return appeal
        since = appeal.waiting_since
        if since is not None:
            appeal.due_at = clock.resumed(appeal.due_at, waiting_since=since, now=now)
            appeal.reminded_at = None
        step = move(appeal, Step.ANSWER, actor=actor, now=now, words=words)
        proofs.keep(appeal, step, checked, actor=actor, now=now)
        telling.tell_assignee(
            appeal, f"answered.{step.pk}", title=_("%(appeal)s: the creator answered"), now=now
        )
        return appeal


def withdraw(appeal_id: int, *, actor: User, now: datetime) -> Appeal:
    """Take an appeal back; nothing about the judgement changes. Raises NotYours, AppealRefused."""
    with transaction.atomic():
        appeal = _lock_own(appeal_id, actor)
        if appeal.state != State.WITHDRAWN:
            move(appeal, Step.WITHDRAW, actor=actor, now=now)
            telling.tell_assignee(appeal, "withdrawn", title=_("%(appeal)s was withdrawn"), now=now)
        return appeal


def _lock_own(appeal_id: int, actor: User) -> Appeal:
    appeal = lock(appeal_id)
    _check_holds(appeal.creator, actor)
    return appeal
