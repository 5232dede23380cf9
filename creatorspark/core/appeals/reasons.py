"""Words that decisions begin with: kept by staff, changed for later decisions only."""

from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from creatorspark.core.appeals.errors import AppealRefused
from creatorspark.core.models import ReasonTemplate, User
from creatorspark.core.services import audit


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What a template holds. `subject_kind` "" fits every kind of judgement."""

    subject_kind: str
    outcome: str
    code: str
    title: str
    words: str
    is_active: bool = True


def save(words: Words, *, template_id: int | None, actor: User) -> ReasonTemplate:
    """Write a template, new where there is no id. Decisions made keep the words they had.

    Raises AppealRefused for a code that is taken, or someone who isn't staff.
    """
    if not (actor.is_active and actor.is_staff):
        raise AppealRefused(_("Only staff keep these words."), code="not_staff")
    try:
        with transaction.atomic():
            row = ReasonTemplate()
            if template_id is not None:
                row = ReasonTemplate.objects.select_for_update().get(pk=template_id)
            before = row.words
            for name, value in asdict(words).items():
                setattr(row, name, value)
            row.save()
            audit.record(
                "core.appeal.words_changed",
                target=row,
                actor=actor,
                before={"words": before} if before else None,
                after=asdict(words),
            )
            return row
    except IntegrityError as taken:
        raise AppealRefused(
            _("There are words with this code already; choose another."), code="code_taken"
        ) from taken
