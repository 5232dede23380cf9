"""Whether a creator may appeal a judgement now, with the facts from the database."""

from dataclasses import dataclass
from datetime import datetime

from creatorspark.core.appeals.handlers import Judgement, handler_of
from creatorspark.core.appeals.terms import terms_at
from creatorspark.core.appeals.wording import permission_sentence
from creatorspark.core.domain.appeals.permission import Filed, MayAppeal, Why, may_appeal
from creatorspark.core.domain.appeals.states import State
from creatorspark.core.domain.appeals.terms import Terms
from creatorspark.core.models import Appeal


@dataclass(frozen=True, kw_only=True, slots=True)
class Permission:
    """The answer with its sentence; `judgement` is what an appeal would be against."""

    answer: MayAppeal
    sentence: str
    judgement: Judgement | None

    @property
    def allowed(self) -> bool:
        """Whether an appeal can be filed now."""
        return self.answer.allowed


def can_appeal(*, kind: str, subject_id: str, now: datetime) -> Permission:
    """Say whether the judgement that stands on a subject can be appealed, and why (not)."""
    handler = handler_of(kind)
    judgement = handler.judgement(subject_id) if handler else None
    if judgement is None:
        answer = MayAppeal(allowed=False, why=Why.NOTHING)
        return Permission(answer=answer, sentence=permission_sentence(answer), judgement=None)
    terms = terms_at(kind=kind, now=now)
    answer = may_appeal(
        contestable=not judgement.nothing_to_appeal,
        judged_at=judgement.made_at,
        filed=filed_before(kind=kind, subject_id=subject_id, judgement=judgement),
        terms=terms,
        now=now,
    )
    return Permission(
        answer=answer, sentence=_sentence(answer, judgement, terms), judgement=judgement
    )


def _sentence(answer: MayAppeal, judgement: Judgement, terms: Terms) -> str:
    if answer.why is Why.NOTHING and judgement.nothing_to_appeal:
        return judgement.nothing_to_appeal
    return permission_sentence(answer, terms=terms)


def filed_before(*, kind: str, subject_id: str, judgement: Judgement) -> list[Filed]:
    """Return the appeals against this judgement or one that said the same, and any under way."""
    same = {judgement.id, *judgement.same_as}
    rows = Appeal.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("pk")
    return [
        Filed(id=row.pk, look=row.look, state=State(row.state), closed_at=row.closed_at)
        for row in rows
        if row.judgement in same or row.is_open
    ]
