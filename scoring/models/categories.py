"""What videos are about: what was found, and what people say instead."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scoring.domain.categories import Category

NAMED = [category.value for category in Category]


class CategoryCorrection(models.Model):
    """What a person says a video is about, or that the models may say it again. The newest rules.

    Rows never change; a model learns from the newest one of each video.
    """

    video = models.ForeignKey("core.Video", on_delete=models.PROTECT, related_name="+")
    categories = ArrayField(
        models.CharField(max_length=16), default=list, blank=True, help_text=_("May be none.")
    )
    handed_back = models.BooleanField(
        default=False, help_text=_("From here on the models say it again.")
    )
    before = ArrayField(
        models.CharField(max_length=16),
        default=list,
        blank=True,
        help_text=_("What the page said until then."),
    )
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(categories__contained_by=NAMED), name="correction_names_known"
            ),
            models.CheckConstraint(
                condition=models.Q(handed_back=False) | models.Q(categories=[]),
                name="correction_handed_back_names_none",
            ),
        ]
        indexes = [models.Index(fields=["video", "-id"], name="correction_newest")]

    def __str__(self) -> str:
        return f"video {self.video_id}: {', '.join(self.categories) or '–'}"


class CategoryAssessment(models.Model):
    """What a video is about. A new judgement is a new row; the current one is marked.

    A trigger lets a row change in one way only: from current to not current. Rows go with a
    creator who is forgotten, because `scores` quotes their words.
    """

    class Source(models.TextChoices):
        WORDS = "words", _("Words and hashtags")
        LEARNED = "learned", _("Words, hashtags and what people corrected")
        STAFF = "staff", _("A person")

    video = models.ForeignKey("core.Video", on_delete=models.PROTECT, related_name="+")
    categories = ArrayField(
        models.CharField(max_length=16),
        default=list,
        blank=True,
        help_text=_("Those sure enough, the surest first."),
    )
    scores = models.JSONField(
        default=list, help_text=_("All that anything speaks for: category, confidence, because.")
    )
    source = models.CharField(max_length=8, choices=Source)
    model_version = models.CharField(max_length=80)
    correction = models.ForeignKey(
        CategoryCorrection, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    evidence_sha256 = models.CharField(
        max_length=64, help_text=_("Of the words, tags, sound and screen text it was made from.")
    )
    is_current = models.BooleanField(default=True)
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["video"],
                condition=models.Q(is_current=True),
                name="category_one_current_per_video",
            ),
            models.CheckConstraint(
                condition=models.Q(categories__contained_by=NAMED), name="category_names_known"
            ),
            models.CheckConstraint(
                condition=models.Q(source="staff", correction__isnull=False)
                | models.Q(source__in=["words", "learned"], correction__isnull=True),
                name="category_source_known",
            ),
        ]
        indexes = [
            GinIndex(
                fields=["categories"],
                condition=models.Q(is_current=True),
                name="category_searched",
            ),
        ]

    def __str__(self) -> str:
        return f"video {self.video_id}: {', '.join(self.categories) or '–'}"
