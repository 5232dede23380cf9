"""Points that were awarded, once a video, for ever."""

from django.db import models
from django.utils import timezone


class PointsAward(models.Model):
    """One award a video, whatever later policies say. Points never change after the fact."""

    video = models.OneToOneField("core.Video", on_delete=models.PROTECT, related_name="award")
    creator = models.ForeignKey(
        "core.Creator", on_delete=models.PROTECT, related_name="awards", db_index=False
    )
    policy = models.ForeignKey("core.Policy", on_delete=models.PROTECT, related_name="+")
    score_id = models.BigIntegerField(help_text="The points score that was paid.")
    week = models.DateField(help_text="Monday of the ISO week in which it reached scoring age.")
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
                condition=models.Q(counted_points=0) | models.Q(transaction__isnull=False),
                name="award_posted_when_it_counts",
            ),
        ]
        indexes = [models.Index(fields=["creator", "-week"], name="award_creator_week")]

    def __str__(self) -> str:
        return f"{self.counted_points} points for video {self.video_id}"
