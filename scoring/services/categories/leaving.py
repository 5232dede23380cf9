"""What categories and readings do when a creator is forgotten."""

from creatorspark.core.models import Creator, Video
from creatorspark.core.services.leaving import Chapter, Leave
from scoring.models import CategoryAssessment, FrameReading


def _erase(creator: Creator, leave: Leave) -> None:
    """Assessments quote captions and readings quote pictures; corrections name categories only."""
    videos = Video.objects.filter(creator=creator)
    CategoryAssessment.objects.filter(video__in=videos).delete()
    digests = videos.exclude(sha256="").values("sha256")
    FrameReading.objects.filter(sha256__in=digests).delete()


CHAPTER = Chapter(name="scoring.categories", erase=_erase)
