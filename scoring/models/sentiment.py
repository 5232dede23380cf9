"""How a video's words feel."""

from django.db import models
from django.utils import timezone


class SentimentScore(models.Model):
    """Sentiment 0 (negative) to 1 (positive) of a video's text, by one model version."""

    video = models.ForeignKey("core.Video", on_delete=models.PROTECT, related_name="+")
    value = models.FloatField()
    language = models.CharField(max_length=12, blank=True)
    supported = models.BooleanField(help_text="False: the model can't read this language.")
    model_version = models.CharField(max_length=60)
    text_sha256 = models.CharField(max_length=64)
    opinion = models.JSONField(
        null=True, blank=True, help_text="What a model elsewhere said, and the value before it."
    )
    is_current = models.BooleanField(default=True)
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["video"],
                condition=models.Q(is_current=True),
                name="sentiment_one_current_per_video",
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=0, value__lte=1), name="sentiment_is_share"
            ),
        ]

    def __str__(self) -> str:
        return f"video {self.video_id}: {self.value:.2f}"
