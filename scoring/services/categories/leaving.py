"""What categories do when a creator is forgotten."""

from creatorspark.core.models import Creator, Video
from creatorspark.core.services.leaving import Chapter, Leave
from scoring.models import CategoryAssessment


def _erase(creator: Creator, leave: Leave) -> None:
    """Assessments quote captions; corrections name categories only."""
    videos = Video.objects.filter(creator=creator)
    CategoryAssessment.objects.filter(video__in=videos).delete()


CHAPTER = Chapter(name="scoring.categories", erase=_erase)
