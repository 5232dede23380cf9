"""What holds say when a creator is erased or merged."""

from django.db.models import Q
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator
from creatorspark.core.services.leaving import Chapter, Leave
from fraud.models import Alert, AlertDecision, Hold, RuleSnooze


def _in_the_way(kept: Creator, absorbed: Creator) -> list[str]:
    """A hold names a creator, and a question about one person must not change who is meant."""
    open_holds = Hold.objects.filter(creator__in=[kept, absorbed], released_at=None, final_at=None)
    if not open_holds.exists():
        return []
    return [_("A hold on one of the profiles is open. Decide it first.")]


def _still_open(creator: Creator) -> list[str]:
    if not Hold.objects.filter(creator=creator, released_at=None, final_at=None).exists():
        return []
    return [_("A hold on this profile is open, so a person is still looking at it.")]


def _erase(creator: Creator, leave: Leave) -> None:
    """Empty what people wrote; what was found holds numbers and hashes only, and stays."""
    theirs = Creator.objects.filter(Q(pk=creator.pk) | Q(merged_into=creator))
    Hold.objects.filter(creator__in=theirs).update(reason="", release_reason="")
    AlertDecision.objects.filter(alert__creator__in=theirs).update(reason="", note="")
    RuleSnooze.objects.filter(creator__in=theirs).update(reason="")


def _merge(kept: Creator, absorbed: Creator, leave: Leave) -> None:
    """Move alerts with the videos and payouts that they are about: the right to appeal, what was
    lost and may come back, and the rules that rest. No hold is open now.
    """
    for model in (Alert, Hold, RuleSnooze):
        model._default_manager.filter(creator=absorbed).update(creator=kept)


CHAPTER = Chapter(
    name="fraud", still_open=_still_open, erase=_erase, in_the_way=_in_the_way, merge=_merge
)
