"""How a video is made: what was measured of its file, and the ratings that rest on it."""

import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FOLDER = "quality"


def frame_name(instance: Any = None, file_name: str = "") -> str:
    """Return a new random name by month."""
    return f"{FOLDER}/{timezone.now():%Y/%m}/{uuid.uuid4().hex}.jpg"


class Measurement(models.Model):
    """What one version of the measures found in a file; whoever sends the same file shares it.

    A trigger refuses changes. The row goes when no video and no clip holds the file any more.
    """

    sha256 = models.CharField(max_length=64, help_text=_("Of the file."))
    version = models.CharField(max_length=40, help_text=_("Of the measures."))
    content = models.JSONField()
    seconds = models.FloatField(help_text=_("How long the video is."))
    has_sound = models.BooleanField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "version"], name="measurement_once_per_file_and_version"
            ),
        ]
        indexes = [models.Index(fields=["version", "id"], name="measurement_by_version")]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}: {self.seconds:.1f} s"


class MeasuringFailure(models.Model):
    """That a file couldn't be measured. It isn't tried again before `retry_at`; never if empty."""

    sha256 = models.CharField(max_length=64, help_text=_("Of the file."))
    version = models.CharField(max_length=40, help_text=_("Of the measures."))
    problem = models.CharField(max_length=40)
    attempts = models.PositiveSmallIntegerField(default=1)
    retry_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "version"], name="measuring_failure_once_per_file_and_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}: {self.problem}"


class QualityAssessment(models.Model):
    """Ratings of a video, or of a clip that isn't posted yet. A new rating is a new row.

    A trigger lets a row change in one way only: from current to not current. Rows of clips go when
    the clip is taken back.
    """

    video = models.ForeignKey(
        "core.Video", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submission = models.ForeignKey(
        "scoring.Submission", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # Rows never change, so a measurement that goes leaves its number behind.
    measurement = models.ForeignKey(
        Measurement,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        help_text=_("Empty where only the caption was rated."),
    )
    policy = models.CharField(max_length=40, help_text=_("The quality policy’s version."))
    model_version = models.CharField(max_length=60, help_text=_("What the ratings come from."))
    measures_version = models.CharField(max_length=40, blank=True)
    reading_version = models.CharField(
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text=_("Of the reading of text on screen that it takes in; empty: none."),
    )
    sha256 = models.CharField(max_length=64, blank=True, help_text=_("Of the file that was rated."))
    caption_sha256 = models.CharField(max_length=64)
    overall = models.DecimalField(max_digits=5, decimal_places=2)
    visual = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    audio = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    text = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    ratings = models.JSONField(
        help_text=_("By part: value, low, high, and the criteria that made it.")
    )
    advice = models.JSONField(help_text=_("What to change first, the most points first."))
    opinion = models.JSONField(
        null=True,
        blank=True,
        help_text=_("What a model elsewhere said, and the overall rating before it."),
    )
    computed_at = models.DateTimeField(default=timezone.now)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["video"],
                condition=models.Q(is_current=True, video__isnull=False),
                name="quality_one_current_per_video",
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(is_current=True, submission__isnull=False),
                name="quality_one_current_per_clip",
            ),
            models.CheckConstraint(
                condition=models.Q(video__isnull=False, submission__isnull=True)
                | models.Q(video__isnull=True, submission__isnull=False),
                name="quality_of_a_video_or_a_clip",
            ),
            models.CheckConstraint(
                condition=models.Q(overall__range=(0, 100))
                & (models.Q(visual__isnull=True) | models.Q(visual__range=(0, 100)))
                & (models.Q(audio__isnull=True) | models.Q(audio__range=(0, 100)))
                & (models.Q(text__isnull=True) | models.Q(text__range=(0, 100))),
                name="quality_is_of_a_hundred",
            ),
            models.CheckConstraint(
                condition=models.Q(measurement__isnull=False) | models.Q(text__isnull=False),
                name="quality_rests_on_something",
            ),
        ]
        indexes = [models.Index(fields=["-computed_at", "-id"], name="quality_newest")]

    def __str__(self) -> str:
        of = f"video {self.video_id}" if self.video_id else f"clip {self.submission_id}"
        return f"{of}: {self.overall}"


class QualityFrame(models.Model):
    """A JPEG of a file: of one second, or a strip of small ones spread evenly over all of it."""

    class Kind(models.TextChoices):
        MOMENT = "moment", _("One moment")
        STRIP = "strip", _("Film strip")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, help_text=_("Of the video’s file."))
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.MOMENT)
    second = models.FloatField(help_text=_("Seconds from the start; 0 for a strip."))
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to=frame_name)
    kept_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sha256", "kind", "second"], name="quality_frame_once"),
            models.CheckConstraint(
                condition=models.Q(kind="moment") | models.Q(kind="strip", second=0),
                name="quality_frame_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}: {self.second:.1f} s"


class QualityReference(models.Model):
    """How ratings spread over one cohort, frozen, so that a page looks up a place in it cheaply.

    The newest row of a cohort and model rules. A trigger refuses changes.
    """

    cohort = models.CharField(
        max_length=40, blank=True, help_text=_("The niche; empty for all videos together.")
    )
    model_version = models.CharField(max_length=60)
    size = models.PositiveIntegerField(help_text=_("Videos it was made from."))
    grids = models.JSONField(help_text=_("By part: 101 values, from the least to the greatest."))
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model_version", "cohort", "made_at"], name="quality_reference_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort or _('All videos')}: {self.size}"
