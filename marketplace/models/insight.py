"""How audiences behave, frozen once a night."""

from django.db import models
from django.utils import timezone


class InsightReport(models.Model):
    """The figures of one night, as `marketplace.domain.insight` makes them; never changed."""

    computed_at = models.DateTimeField(default=timezone.now)
    figures = models.JSONField()
    videos = models.PositiveIntegerField()
    creators = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["-computed_at", "-pk"]

    def __str__(self) -> str:
        return f"insight of {self.computed_at:%Y-%m-%d}"
