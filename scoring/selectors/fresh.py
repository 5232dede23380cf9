"""Whose videos were judged lately."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from creatorspark.core.models import Video
from scoring.models import CategoryAssessment, EngagementGrade, OriginalityVerdict


def creators_judged_since(*, since: datetime) -> QuerySet[Video, Any]:
    """Return the creators of whose videos a category, a grade or a verdict was found since.

    It is for the inside of another query: after a night these may be all creators.
    """
    sorted_ = CategoryAssessment.objects.filter(computed_at__gte=since).values("video_id")
    graded = EngagementGrade.objects.filter(computed_at__gte=since).values("video_id")
    judged = OriginalityVerdict.objects.filter(decided_at__gte=since).values("video_id")
    news = Q(pk__in=sorted_) | Q(pk__in=graded) | Q(pk__in=judged)
    return Video.objects.filter(news).order_by().values("creator_id")
