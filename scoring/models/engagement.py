"""The engagement grade of each video at scoring age."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.models.points import CohortReference


class EngagementGrade(models.Model):
    """One grading of a video, fixed once it was made from counts at scoring age.

    Fixed-width and never null, so that a million move by binary COPY: a count or watch-through of
    -1 was not reported, a score of -1 or a letter of 0 means there is none. A correction is a new
    row; the old one stays, no longer current. A trigger refuses every other change.
    """

    class State(models.IntegerChoices):
        GRADED = 1, _("Graded in its cohort")
        ABSOLUTE = 2, _("Graded by fixed cut-offs")
        TOO_EARLY = 3, _("Too early")
        NEEDS_REVIEW = 4, _("Needs review")

    class Letter(models.IntegerChoices):
        NONE = 0, "–"
        A = 1, "A"
        B = 2, "B"
        C = 3, "C"
        D = 4, "D"
        E = 5, "E"

    # No keys in the database on these four, for the reasons given at PointsScore.
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
    watch_through = models.FloatField()
    off_age = models.BooleanField(
        help_text=_("No count near the scoring age; the first one after it served.")
    )
    state = models.SmallIntegerField(choices=State)
    letter = models.SmallIntegerField(choices=Letter)
    score = models.FloatField(help_text=_("Place in the cohort, 0 to 1, six decimals."))
    rate = models.FloatField(help_text=_("Weighted engagement per view, shrunk in a cohort."))
    plain_rate = models.FloatField(help_text=_("Engagements per view, each counted once."))
    is_current = models.BooleanField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["video"],
                condition=models.Q(is_current=True),
                name="grade_one_current_per_video",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[1, 2], letter__range=(1, 5), score__range=(0, 1))
                | models.Q(state__in=[3, 4], letter=0, score=-1),
                name="grade_state_letter_and_score_agree",
            ),
        ]

    def __str__(self) -> str:
        return f"video {self.video_id}: {self.get_letter_display()}"
