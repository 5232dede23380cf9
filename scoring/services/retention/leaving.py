"""What a creator who is erased leaves among retention curves: nothing."""

from creatorspark.core.models import Creator
from creatorspark.core.services.leaving import Chapter, Leave
from scoring.models import RetentionCurve


def erase(creator: Creator, leave: Leave) -> None:
    """Forget what the creator's own studio told us."""
    RetentionCurve.objects.filter(video__creator=creator).delete()


CHAPTER = Chapter(name="scoring.retention", erase=erase)
