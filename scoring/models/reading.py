"""What optional models read off a few frames of a file."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FrameReading(models.Model):
    """What one version of a model saw in a file: its text, or labels for the staff's eyes alone.

    Belongs to the file's content, so the same file is never read twice by the same version. A
    trigger refuses changes; rows go with a creator who is forgotten.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("Text on screen")
        SAFETY = "safety", _("Labels for review")

    kind = models.CharField(max_length=6, choices=Kind)
    sha256 = models.CharField(max_length=64, help_text=_("Of the file."))
    version = models.CharField(max_length=60)
    content = models.JSONField(help_text=_("By moment; boxes as shares of the picture."))
    frames = models.PositiveSmallIntegerField(help_text=_("How many were looked at."))
    problem = models.CharField(
        max_length=40, blank=True, help_text=_("Why nothing could be read; empty if it could.")
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "kind", "version"], name="reading_once_per_file_and_version"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["text", "safety"]), name="reading_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.sha256[:12]}"
