"""Whether a video is its creator's own."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OriginalityVerdict(models.Model):
    """One verdict on a video. A new judgement is a new row; the current one is marked.

    A video without a verdict is pending. A trigger lets a row change in one way only: from
    current to not current.
    """

    class Verdict(models.TextChoices):
        ORIGINAL = "original", _("Original")
        NOT_ORIGINAL = "not_original", _("Not original")
        NOT_JUDGEABLE = "not_judgeable", _("Can't be judged")

    class Source(models.TextChoices):
        STAFF = "staff", _("A person")
        ENGINE = "engine", _("The originality engine")

    video = models.ForeignKey("core.Video", on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=14, choices=Verdict)
    similarity = models.FloatField(
        null=True, blank=True, help_text=_("To the nearest earlier video, 0 to 1.")
    )
    reason = models.TextField()
    source = models.CharField(max_length=8, choices=Source)
    evidence = models.JSONField(default=dict, blank=True)
    # Rows never change, so a user who goes leaves their number behind, as in the audit log.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        help_text=_("Empty when the engine decided."),
    )
    decided_at = models.DateTimeField(default=timezone.now)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["video"],
                condition=models.Q(is_current=True),
                name="originality_one_current_per_video",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["original", "not_original", "not_judgeable"]),
                name="originality_verdict_known",
            ),
            models.CheckConstraint(
                condition=models.Q(source="engine", decided_by__isnull=True)
                | models.Q(source="staff", decided_by__isnull=False),
                name="originality_source_known",
            ),
            models.CheckConstraint(
                condition=models.Q(similarity__isnull=True)
                | models.Q(similarity__gte=0, similarity__lte=1),
                name="originality_similarity_is_share",
            ),
        ]

    def __str__(self) -> str:
        return f"video {self.video_id}: {self.get_verdict_display()}"
