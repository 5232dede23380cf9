"""Files that were read, and the rows that could not be."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FileOnItsWay(models.Model):
    """What every file has that people bring in: where it stands, and how it is read."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CONFIRMED = "confirmed", _("Confirmed")
        IMPORTED = "imported", _("Imported")
        FAILED = "failed", _("Failed")
        DISCARDED = "discarded", _("Discarded")

    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    file = models.FileField(upload_to="imports/%Y/%m", blank=True)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, blank=True)
    mapping = models.JSONField(default=dict, blank=True, help_text=_("Field to column."))
    options = models.JSONField(default=dict, blank=True)
    preview = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True)
    job = models.ForeignKey(
        "core.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"


class ImportRun(FileOnItsWay):
    """One file on its way in: uploaded, previewed, confirmed, imported."""

    class Format(models.TextChoices):
        TIKTOK = "tiktok", _("TikTok trending JSON")
        METRICS = "metrics", _("CSV of metric rows")

    format = models.CharField(max_length=10, choices=Format)
    rows_read = models.PositiveBigIntegerField(default=0)
    rows_rejected = models.PositiveBigIntegerField(default=0)
    creators_added = models.PositiveBigIntegerField(default=0)
    videos_added = models.PositiveBigIntegerField(default=0)
    snapshots_added = models.PositiveBigIntegerField(default=0)
    snapshots_unchanged = models.PositiveBigIntegerField(default=0)
    counters_fell = models.PositiveBigIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(format__in=["tiktok", "metrics"]), name="import_format_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["uploaded", "confirmed", "imported", "failed", "discarded"]
                ),
                name="import_state_known",
            ),
        ]


class ImportProblem(models.Model):
    """One row, or one value of it, that could not be taken as it stood."""

    class Severity(models.TextChoices):
        REJECTED = "rejected", _("Row rejected")
        NOTED = "noted", _("Row kept, noted")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveBigIntegerField()
    field = models.CharField(max_length=60, blank=True)
    value = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300)
    severity = models.CharField(max_length=10, choices=Severity, default=Severity.REJECTED)

    class Meta:
        ordering = ["line", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(severity__in=["rejected", "noted"]),
                name="import_problem_severity_known",
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"
