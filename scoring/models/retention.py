"""How long viewers of a video stay, as its platform counted it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scoring.domain.retention import LONGEST


class RetentionCurve(models.Model):
    """Which share of the viewers is still there at each moment of a video.

    A newer export is a new row; the current one is marked. A trigger lets a row change in one way
    only: from current to not current.
    """

    class Source(models.TextChoices):
        STUDIO = "studio", _("Export from the platform’s studio")
        API = "api", _("API")
        STAFF = "staff", _("Brought in by staff")

    video = models.ForeignKey("core.Video", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=6, choices=Source)
    points = models.JSONField(
        help_text=_("[second, share of the viewers]; over 1 where people watch a part again.")
    )
    seconds = models.FloatField(help_text=_("How long the video is."))
    # Rows never change, so a user who goes leaves their number behind, as in the audit log.
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    given_at = models.DateTimeField(default=timezone.now)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["video"],
                condition=models.Q(is_current=True),
                name="retention_one_current_per_video",
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=["studio", "api", "staff"]),
                name="retention_source_known",
            ),
            models.CheckConstraint(
                condition=models.Q(seconds__gt=0), name="retention_seconds_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(seconds__lte=LONGEST), name="retention_seconds_within_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"video {self.video_id}: {self.get_source_display()}, {self.given_at:%Y-%m-%d}"
