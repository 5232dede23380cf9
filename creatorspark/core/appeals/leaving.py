"""Appeals of a creator who is erased or merged: words and files go, what was decided stays."""

from django.db.models import Q
from django.utils.translation import gettext as _

from creatorspark.core.appeals import proofs
from creatorspark.core.appeals.steps import move
from creatorspark.core.domain.appeals.states import BEING_DONE, Step
from creatorspark.core.models import Appeal, AppealProof, AppealStep, Creator, Decision
from creatorspark.core.services.leaving import Chapter, Leave


def _still_open(creator: Creator) -> list[str]:
    if Appeal.objects.filter(creator=creator, state__in=sorted(BEING_DONE)).exists():
        return [_("An appeal of theirs is not decided yet.")]
    return []


def _erase(creator: Creator, leave: Leave) -> None:
    theirs = Appeal.objects.filter(Q(creator=creator) | Q(creator__merged_into=creator))
    for appeal in theirs.filter(state__in=sorted(BEING_DONE)).select_for_update(of=("self",)):
        move(appeal, Step.WITHDRAW, actor=leave.actor, now=leave.now)
    for proof in AppealProof.objects.filter(appeal__in=theirs, removed_at=None):
        proofs.remove(proof, now=leave.now)
    AppealStep.objects.filter(appeal__in=theirs).update(words="")
    Decision.objects.filter(appeal__in=theirs).update(reason="", note="")
    theirs.update(statement="", filed_by=None)


def _merge(kept: Creator, absorbed: Creator, leave: Leave) -> None:
    Appeal.objects.filter(creator=absorbed).update(creator=kept)


CHAPTER = Chapter(name="core.appeals", still_open=_still_open, erase=_erase, merge=_merge)
