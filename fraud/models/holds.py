"""Holds: what may not move while a person looks. Facts only, never sums."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Hold(models.Model):
    """Freezes what it names: one video, or all of a creator, for a period or open-ended."""

    creator = models.ForeignKey("core.Creator", on_delete=models.PROTECT, related_name="holds")
    video = models.ForeignKey(
        "core.Video", null=True, blank=True, on_delete=models.PROTECT, related_name="holds"
    )
    alert = models.ForeignKey(
        "fraud.Alert", null=True, blank=True, on_delete=models.PROTECT, related_name="holds"
    )
    period_start = models.DateTimeField(null=True, blank=True)
    period_end = models.DateTimeField(null=True, blank=True)
    reason_code = models.CharField(max_length=60)
    reason = models.TextField(help_text=_("A plain sentence the creator reads."))
    placed_at = models.DateTimeField(default=timezone.now)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    release_reason = models.TextField(blank=True)
    share = models.PositiveIntegerField(
        default=10_000, help_text=_("Ten-thousandths of what it names that may not move.")
    )
    final_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since when its share is lost for good.")
    )
    restored_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When what was lost was given back after all.")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period_start__isnull=True, period_end__isnull=True)
                | models.Q(period_end__gt=models.F("period_start")),
                name="hold_period_is_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(released_at__isnull=True)
                | models.Q(released_at__gte=models.F("placed_at")),
                name="hold_released_after_placed",
            ),
            models.CheckConstraint(
                condition=models.Q(share__gte=1, share__lte=10_000), name="hold_share_fits"
            ),
            models.CheckConstraint(
                condition=models.Q(final_at__isnull=True) | models.Q(released_at__isnull=True),
                name="hold_final_or_released",
            ),
        ]
        indexes = [
            models.Index(
                fields=["creator"],
                condition=models.Q(released_at__isnull=True),
                name="hold_open_by_creator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason_code} on creator {self.creator_id}"
