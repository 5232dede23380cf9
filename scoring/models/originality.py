"""Whether a video is its creator's own."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scoring.domain.verdicts.standing import Standing


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


class Fingerprint(models.Model):
    """What a video's file looks like, packed by one version of the engine.

    Rows are written one at a time and numbered in the order in which they are committed
    (`scoring.services.originality.fingerprints`), so an index that has read up to a number has
    missed nothing below it. A trigger refuses changes.
    """

    video = models.ForeignKey("core.Video", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, help_text=_("Of the file it was made from."))
    content = models.BinaryField()
    seconds = models.FloatField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["video", "version", "sha256"], name="fingerprint_once_per_file_and_version"
            ),
        ]
        indexes = [
            models.Index(fields=["sha256", "version"], name="fingerprint_by_file"),
            models.Index(fields=["version", "id"], name="fingerprint_by_version"),
        ]

    def __str__(self) -> str:
        return f"video {self.video_id}: version {self.version}, {self.seconds:.1f} s"


class OriginalityMatch(models.Model):
    """A video that another one is like, and where. Belongs to a verdict and never changes."""

    class Standing(models.TextChoices):
        COPIED = Standing.COPIED.value, _("Copied")
        OWN_EARLIER = Standing.OWN_EARLIER.value, _("Their own earlier post")
        LATER = Standing.LATER.value, _("Posted later")
        DECLARED = Standing.DECLARED.value, _("Declared duet or stitch")
        LICENSED = Standing.LICENSED.value, _("Licensed")
        ALLOWED = Standing.ALLOWED.value, _("Allowed")
        BELOW = Standing.BELOW.value, _("Too little alike")

    verdict = models.ForeignKey(
        OriginalityVerdict, on_delete=models.PROTECT, related_name="matches"
    )
    rank = models.PositiveSmallIntegerField(help_text=_("1 is the likest."))
    other = models.ForeignKey("core.Video", on_delete=models.PROTECT, related_name="+")
    similarity = models.FloatField()
    covered = models.FloatField(help_text=_("Share of the shorter video's seconds that match."))
    speed = models.FloatField(help_text=_("Against the other video; negative: backwards."))
    mirrored = models.BooleanField()
    edits = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    stretches = models.JSONField(
        help_text=_("Seconds of this video and of the other: [from, to, from, to].")
    )
    pairs = models.JSONField(help_text=_("Moments to look at side by side: [this, other]."))
    standing = models.CharField(max_length=12, choices=Standing)

    class Meta:
        verbose_name_plural = _("originality matches")
        constraints = [
            models.UniqueConstraint(fields=["verdict", "rank"], name="match_rank_once_per_verdict"),
            models.CheckConstraint(
                condition=models.Q(standing__in=[standing.value for standing in Standing]),
                name="match_standing_known",
            ),
            models.CheckConstraint(
                condition=models.Q(similarity__gte=0, similarity__lte=1, covered__range=(0, 1)),
                name="match_similarity_is_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.similarity:.2f} {self.get_standing_display()}"
