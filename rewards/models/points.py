"""Points that were awarded, once a video, for ever."""

from django.db import models
from django.utils import timezone


class AwardWeek(models.Model):
    """A closed week whose awards were counted, once for all. Posting to the ledger follows."""

    week = models.DateField(unique=True, help_text="Monday of the ISO week.")
    policy = models.ForeignKey("core.Policy", on_delete=models.PROTECT, related_name="+")
    videos = models.PositiveIntegerField()
    video_points = models.PositiveBigIntegerField(help_text="Sum before the cap and the pool.")
    counted_points = models.PositiveBigIntegerField(help_text="Sum after the cap and the pool.")
    counted_at = models.DateTimeField(default=timezone.now)
    posted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"awards of {self.week:%G-W%V}"


class PointsAward(models.Model):
    """One award a video, whatever later policies say. Points never change after the fact.

    The row is written when its week is counted, and gets its transaction when that is posted; a
    trigger refuses every other change.
    """

    video = models.OneToOneField("core.Video", on_delete=models.PROTECT, related_name="award")
    creator = models.ForeignKey(
        "core.Creator", on_delete=models.PROTECT, related_name="awards", db_index=False
    )
    policy = models.ForeignKey("core.Policy", on_delete=models.PROTECT, related_name="+")
    score_id = models.BigIntegerField(help_text="The points score that was paid.")
    week = models.DateField(help_text="Monday of the ISO week with which it was counted.")
    video_points = models.PositiveIntegerField()
    rank = models.PositiveIntegerField(help_text="Place among the creator's videos of the week.")
    counted_points = models.PositiveIntegerField(help_text="After the weekly cap and the pool.")
    transaction = models.OneToOneField(
        "rewards.Transaction", null=True, on_delete=models.PROTECT, related_name="award"
    )
    awarded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(counted_points__lte=models.F("video_points")),
                name="award_counts_at_most_scored",
            ),
            models.CheckConstraint(
                condition=models.Q(counted_points__gt=0) | models.Q(transaction__isnull=True),
                name="award_of_nothing_posts_nothing",
            ),
        ]
        indexes = [
            models.Index(fields=["creator", "-week"], name="award_creator_week"),
            models.Index(
                fields=["week", "creator"],
                condition=models.Q(transaction__isnull=True, counted_points__gt=0),
                name="award_to_be_posted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counted_points} points for video {self.video_id}"
