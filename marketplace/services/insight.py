"""How audiences behave: worked out once a night and kept, so that a page never changes by day."""

from datetime import datetime, timedelta
from typing import Final

import numpy as np
import structlog
from django.db import transaction

from creatorspark.lib.canonical import sha256_of
from marketplace.domain.insight.figures import figures_of
from marketplace.models import InsightReport
from marketplace.selectors import behaviour

logger = structlog.get_logger(__name__)
KEEP: Final = timedelta(days=400)


def freeze(*, now: datetime) -> InsightReport:
    """Work out the figures of now and keep them; those of more than 400 days ago are forgotten."""
    videos = behaviour.graded_videos()
    figures = figures_of(videos, behaviour.shown_audiences())
    with transaction.atomic():
        report = InsightReport.objects.create(
            computed_at=now,
            figures=figures,
            videos=len(videos),
            creators=len(np.unique(videos.creator)),
            sha256=sha256_of(figures),
        )
        InsightReport.objects.filter(computed_at__lt=now - KEEP).delete()
    logger.info("insight_frozen", videos=report.videos, creators=report.creators)
    return report
