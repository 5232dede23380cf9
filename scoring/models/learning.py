"""What was learned from data, and what people said of videos that it learns from."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LearnedModel(models.Model):
    """One training's outcome: numbers that code reads, how good they are, and whether they serve.

    `parameters` are plain JSON that the kind's own code reads; nothing that runs. `card` says what
    it was made from and where it fails, for people. A trigger lets a row change in one way only:
    it begins or ceases to serve, be it because a person stopped it.
    """

    class Kind(models.TextChoices):
        QUALITY = "quality", _("Ratings of pictures and sound")
        POTENTIAL = "potential", _("Likely grade")
        CATEGORIES = "categories", _("Categories")

    kind = models.CharField(max_length=12, choices=Kind)
    version = models.CharField(max_length=60, unique=True)
    parameters = models.JSONField()
    sha256 = models.CharField(max_length=64, help_text=_("Of the parameters as canonical JSON."))
    metrics = models.JSONField(help_text=_("Figures on data it never saw."))
    card = models.JSONField(help_text=_("Data, split, figures and limits, for people."))
    serves = models.BooleanField(default=False)
    is_stopped = models.BooleanField(
        _("taken out of service by a person"),
        default=False,
        db_default=False,
        help_text=_("Until a person lets one of its kind serve, no training does."),
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(serves=False) | models.Q(is_stopped=False),
                name="learned_stopped_does_not_serve",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(serves=True), name="learned_one_serves_per_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["quality", "potential", "categories"]),
                name="learned_kind_known",
            ),
        ]
        indexes = [models.Index(fields=["kind", "-made_at"], name="learned_by_kind")]

    def __str__(self) -> str:
        return self.version


class HumanRating(models.Model):
    """What one person thinks of one video, 1 to 5 for each thing that it has.

    A person who thinks again appends a row; the old one stays, no longer current. A trigger
    refuses every other change. The hashes say which file and which caption were looked at.
    """

    DIMENSIONS = ("visual", "audio", "text", "overall")

    video = models.ForeignKey("core.Video", on_delete=models.PROTECT, related_name="+")
    # Rows never change, so a user who goes leaves their number behind, as in the audit log.
    rater = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    visual = models.PositiveSmallIntegerField(null=True, blank=True)
    audio = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.PositiveSmallIntegerField(null=True, blank=True)
    overall = models.PositiveSmallIntegerField()
    sha256 = models.CharField(
        max_length=64, blank=True, help_text=_("Of the file that was looked at; empty: none.")
    )
    caption_sha256 = models.CharField(max_length=64)
    rated_at = models.DateTimeField(default=timezone.now)
    is_current = models.BooleanField(default=True)

    class Meta:
        permissions = [("rate_quality", _("Can rate videos for training"))]
        constraints = [
            models.UniqueConstraint(
                fields=["video", "rater"],
                condition=models.Q(is_current=True),
                name="human_rating_one_current_per_person",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{name}__isnull": True})
                    | models.Q(**{f"{name}__range": (1, 5)}),
                    name=f"human_rating_{name}_1_to_5",
                )
                for name in ("visual", "audio", "text", "overall")
            ),
        ]

    def __str__(self) -> str:
        return f"video {self.video_id}: {self.overall} of 5"
