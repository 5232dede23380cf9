"""Files of videos on their way to us."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scoring.media.storage import stored_name


class Submission(models.Model):
    """One file that somebody sends or links to, from the first word of it until it is read.

    The file of a published video belongs to `Video.file` once it is received, and `file` here is
    empty then: every stored file has one owner. Files of drafts and searches stay here until
    `expires_at`.
    """

    class Purpose(models.TextChoices):
        VIDEO = "video", _("A published video")
        DRAFT = "draft", _("A clip that isn't posted yet")
        SEARCH = "search", _("A search")

    class Source(models.TextChoices):
        UPLOAD = "upload", _("Uploaded")
        LINK = "link", _("Link")
        BULK = "bulk", _("Brought in by staff")
        API = "api", _("API")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        FETCHING = "fetching", _("Under way")
        RECEIVED = "received", _("Received")
        FAILED = "failed", _("Failed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Sound(models.TextChoices):
        NOT_SAID = "", _("Not said")
        OWN = "own", _("My own, or no music")
        LIBRARY = "library", _("From the platform’s sound library")
        LICENSED = "licensed", _("I have a licence for it")
        UNSURE = "unsure", _("I’m not sure")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=6, choices=Purpose)
    source = models.CharField(max_length=6, choices=Source)
    video = models.ForeignKey(
        "core.Video",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Only for a published video."),
    )
    creator = models.ForeignKey(
        "core.Creator",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    url = models.URLField(max_length=500, blank=True)
    file_name = models.CharField(max_length=255, blank=True, help_text=_("As its sender names it."))
    caption = models.TextField(
        blank=True, default="", db_default="", help_text=_("What a draft would be posted with.")
    )
    sound = models.CharField(
        max_length=8,
        choices=Sound,
        blank=True,
        default=Sound.NOT_SAID,
        db_default="",
        help_text=_("What its creator says about the right to a draft's sound."),
    )
    partner = models.CharField(
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("Whose video a draft is a duet or stitch with, as its creator says."),
    )
    file = models.FileField(upload_to=stored_name, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    bytes = models.PositiveBigIntegerField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True, help_text=_("Upright, in pixels."))
    height = models.PositiveIntegerField(null=True, blank=True, help_text=_("Upright, in pixels."))
    frame_rate = models.FloatField(null=True, blank=True, help_text=_("Frames a second, mean."))
    has_sound = models.BooleanField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    problem = models.CharField(
        max_length=40, blank=True, help_text=_("What was wrong at the last try.")
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    retries = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text=_("Tries that its creator asked for.")
    )
    retried_at = models.DateTimeField(null=True, blank=True)
    # Who is at work: only the holder of the claim may say how it ended.
    claim = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    job = models.ForeignKey(
        "core.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField(default=timezone.now)
    received_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the file kept here is removed.")
    )

    class Meta:
        ordering = ["-submitted_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose="video", video__isnull=False)
                | models.Q(purpose__in=["draft", "search"], video__isnull=True),
                name="submission_purpose_known",
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=["upload", "link", "bulk", "api"]),
                name="submission_source_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["waiting", "fetching", "received", "failed", "withdrawn"]
                ),
                name="submission_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="fetching", claim__isnull=False, claimed_at__isnull=False)
                | (~models.Q(state="fetching") & models.Q(claim__isnull=True)),
                name="submission_claim_means_fetching",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(problem=""),
                name="submission_failure_has_problem",
            ),
            models.CheckConstraint(
                condition=models.Q(sound__in=["", "own", "library", "licensed", "unsure"]),
                name="submission_sound_known",
            ),
            models.UniqueConstraint(
                fields=["video"],
                condition=models.Q(state__in=["waiting", "fetching"]),
                name="submission_one_under_way_per_video",
            ),
        ]
        indexes = [
            models.Index(fields=["creator", "-submitted_at"], name="submission_of_creator"),
            models.Index(fields=["submitted_at", "id"], name="submission_listed"),
            models.Index(
                fields=["retry_at"],
                condition=models.Q(state__in=["waiting", "fetching"]),
                name="submission_unfinished",
            ),
            models.Index(
                fields=["expires_at"],
                condition=~models.Q(file=""),
                name="submission_expiring",
            ),
            models.Index(
                fields=["sha256"], condition=~models.Q(sha256=""), name="submission_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.pk}: {self.get_state_display()}"
