"""Frozen cohort references, and the points each video scored against one."""

from django.db import models
from django.utils import timezone


class CohortReference(models.Model):
    """What is normal for a cohort in a period, computed once and then frozen by a trigger."""

    policy = models.ForeignKey("core.Policy", on_delete=models.PROTECT, related_name="+")
    period = models.DateField(help_text="First day of the UTC month whose awards use it.")
    cohort = models.CharField(
        max_length=160, help_text="The exact cohort: platform|length|niche, * where not known."
    )
    level = models.PositiveSmallIntegerField(help_text="Step of the fall-back ladder, 0 = exact.")
    window_start = models.DateTimeField(help_text="Videos from here…")
    window_end = models.DateTimeField(help_text="…to before here made the reference.")
    bootstrap = models.BooleanField(default=False)
    parameters = models.JSONField()
    sample_size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "period", "cohort"], name="reference_once_per_cohort_and_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort} {self.period:%Y-%m} ({self.sample_size} videos)"


class PointsScore(models.Model):
    """One scoring of a video. Fixed-width and never null, so that a million move by binary COPY.

    A count or sentiment of -1 was not reported. `left_out` is a bit per field in the order of
    `scoring.domain.points.fields.FIELDS`; a field left out has weight 0 and its z is 0.
    """

    # No constraints in the database on these four: they would triple the time of a million rows,
    # and none of the parents can go away. Snapshots and references refuse deletion by trigger, and
    # hold the video and the policy by constraints of their own.
    video = models.ForeignKey(
        "core.Video", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    policy = models.ForeignKey(
        "core.Policy",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    reference = models.ForeignKey(
        CohortReference,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    snapshot = models.ForeignKey(
        "core.MetricSnapshot",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    views = models.BigIntegerField()
    likes = models.BigIntegerField()
    comments = models.BigIntegerField()
    shares = models.BigIntegerField()
    saves = models.BigIntegerField()
    engagement_rate = models.FloatField()
    sentiment = models.FloatField()
    z_views = models.FloatField()
    z_likes = models.FloatField()
    z_shares = models.FloatField()
    z_comments = models.FloatField()
    z_saves = models.FloatField()
    z_engagement_rate = models.FloatField()
    z_sentiment = models.FloatField()
    left_out = models.SmallIntegerField()
    off_age = models.BooleanField(help_text="No snapshot near the scoring age; the latest served.")
    score = models.FloatField(help_text="Weighted sum before it is scaled to points.")
    points = models.IntegerField()
    is_current = models.BooleanField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["video", "policy"],
                condition=models.Q(is_current=True),
                name="points_one_current_per_video_and_policy",
            ),
            models.CheckConstraint(
                condition=models.Q(points__gte=0), name="points_score_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"video {self.video_id}: {self.points} points"
