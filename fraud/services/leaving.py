"""What holds say when a creator is erased or merged."""

from django.utils.translation import gettext as _

from creatorspark.core.models import Creator
from creatorspark.core.services.leaving import Chapter
from fraud.models import Hold


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


CHAPTER = Chapter(name="fraud", still_open=_still_open, in_the_way=_in_the_way)
