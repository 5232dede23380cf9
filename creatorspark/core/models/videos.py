"""Creators, videos and what was counted about them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Platform(models.TextChoices):
    TIKTOK = "tiktok", "TikTok"
    YOUTUBE = "youtube", "YouTube"
    INSTAGRAM = "instagram", "Instagram"
    OTHER = "other", _("Other")


PLATFORM_KNOWN = models.Q(platform__in=["tiktok", "youtube", "instagram", "other"])


class Creator(models.Model):
    """A profile on a platform. The row that every change of its money locks."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="creator",
    )
    platform = models.CharField(max_length=12, choices=Platform, default=Platform.TIKTOK)
    external_id = models.CharField(max_length=100)
    handle = models.CharField(max_length=120, blank=True)
    display_name = models.CharField(max_length=200, blank=True)
    bio = models.TextField(blank=True)
    verified = models.BooleanField(default=False)
    follower_count = models.PositiveBigIntegerField(null=True, blank=True)
    niche = models.CharField(max_length=40, blank=True, db_index=True)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=12, blank=True)
    is_demo = models.BooleanField(default=False)
    # A profile is never deleted: what was paid refers to its number for ever.
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When its personal data was forgotten.")
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="absorbed",
        db_index=False,
        help_text=_("The profile that goes on in its place."),
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "external_id"], name="creator_once_per_platform"
            ),
            models.CheckConstraint(condition=PLATFORM_KNOWN, name="creator_platform_known"),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True)
                | ~models.Q(merged_into=models.F("id")),
                name="creator_merges_into_another",
            ),
            models.CheckConstraint(
                condition=models.Q(user__isnull=True)
                | models.Q(erased_at__isnull=True, merged_into__isnull=True),
                name="creator_gone_has_no_account",
            ),
        ]
        indexes = [
            models.Index(
                fields=["erased_at"],
                condition=models.Q(erased_at__isnull=False),
                name="creator_erased",
            ),
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="creator_merged",
            ),
            GinIndex(OpClass(Upper("handle"), "gin_trgm_ops"), name="creator_handle_search"),
        ]

    def __str__(self) -> str:
        return f"@{self.handle}" if self.handle else self.external_id

    @property
    def is_gone(self) -> bool:
        """Whether it was erased or merged into another, so that nothing new happens to it."""
        return self.erased_at is not None or self.merged_into_id is not None


class Video(models.Model):
    """A published video. `latest` repeats the newest snapshot so that lists need no subquery."""

    # No index of their own: constraints and indexes below begin with these columns.
    creator = models.ForeignKey(
        Creator, on_delete=models.PROTECT, related_name="videos", db_index=False
    )
    platform = models.CharField(max_length=12, choices=Platform, default=Platform.TIKTOK)
    external_id = models.CharField(max_length=100)
    url = models.URLField(max_length=500, blank=True)
    caption = models.TextField(blank=True)
    hashtags = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    sound_title = models.CharField(max_length=300, blank=True)
    sound_original = models.BooleanField(null=True, blank=True)
    duration_seconds = models.PositiveIntegerField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    posted_at = models.DateTimeField()
    file = models.FileField(upload_to="videos/%Y/%m", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    # Snapshots are never deleted, so nothing looks a video up by its newest one.
    latest = models.ForeignKey(
        "core.MetricSnapshot",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "external_id"], name="video_once_per_platform"
            ),
            models.CheckConstraint(condition=PLATFORM_KNOWN, name="video_platform_known"),
        ]
        indexes = [
            models.Index(fields=["creator", "-posted_at"], name="video_creator_posted"),
            models.Index(fields=["posted_at"], name="video_posted"),
            models.Index(
                fields=["sha256"], condition=~models.Q(sha256=""), name="video_file_digest"
            ),
        ]

    def __str__(self) -> str:
        return self.caption[:60] or self.external_id


class MetricSnapshot(models.Model):
    """What a platform counted about a video at one moment. Append-only; counters may fall.

    A null count was not reported, which is not the same as zero.
    """

    # The key is kept by triggers that look at all rows of a statement at once (migration 0005):
    # a constraint checks row by row, which was a fifth of the time of an import.
    video = models.ForeignKey(
        Video,
        on_delete=models.PROTECT,
        related_name="snapshots",
        db_index=False,
        db_constraint=False,
    )
    observed_at = models.DateTimeField()
    views = models.PositiveBigIntegerField()
    likes = models.PositiveBigIntegerField(null=True, blank=True)
    comments = models.PositiveBigIntegerField(null=True, blank=True)
    shares = models.PositiveBigIntegerField(null=True, blank=True)
    saves = models.PositiveBigIntegerField(null=True, blank=True)
    gifts = models.PositiveBigIntegerField(null=True, blank=True)
    watch_through = models.FloatField(
        null=True, blank=True, help_text=_("Mean share of the video watched, 0 to 1.")
    )
    fell = ArrayField(
        models.CharField(max_length=10),
        default=list,
        blank=True,
        help_text=_("Counters lower than in the observation before."),
    )
    source = models.CharField(max_length=40)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["video", "observed_at"], name="snapshot_once_per_moment"
            ),
            models.CheckConstraint(
                condition=models.Q(watch_through__isnull=True)
                | models.Q(watch_through__gte=0, watch_through__lte=1),
                name="snapshot_watch_through_is_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.video_id} at {self.observed_at:%Y-%m-%d %H:%M}"


class CountExclusion(models.Model):
    """Counts that do not count, written by fraud and subtracted by scoring and rewards alike."""

    video = models.ForeignKey(Video, on_delete=models.PROTECT, related_name="exclusions")
    window_start = models.DateTimeField()
    window_end = models.DateTimeField()
    views = models.PositiveBigIntegerField(default=0)
    likes = models.PositiveBigIntegerField(default=0)
    comments = models.PositiveBigIntegerField(default=0)
    shares = models.PositiveBigIntegerField(default=0)
    saves = models.PositiveBigIntegerField(default=0)
    reason = models.CharField(max_length=60)
    source = models.CharField(max_length=80, help_text=_("What wrote it, for example an alert."))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(window_end__gt=models.F("window_start")),
                name="exclusion_window_is_forward",
            ),
            models.UniqueConstraint(
                fields=["video", "window_start", "window_end", "source"],
                name="exclusion_once_per_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.video_id}: {self.views} views not counted ({self.reason})"
