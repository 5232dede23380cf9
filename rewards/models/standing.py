"""A creator's tier, and histories carried over from elsewhere."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TierStanding(models.Model):
    """The tier a creator has from a week on. Announced before it starts; append-only.

    `inputs` hold what it was computed from, and what the next tier would have needed.
    """

    creator = models.ForeignKey(
        "core.Creator", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    week = models.DateField(help_text=_("Monday of the first ISO week in which it counts."))
    tier = models.CharField(max_length=20, blank=True)
    policy = models.ForeignKey("core.Policy", on_delete=models.PROTECT, related_name="+")
    inputs = models.JSONField()
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creator", "week"], name="tier_once_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.creator_id}: {self.tier or '–'} from {self.week:%G-W%V}"


class CarriedHistory(models.Model):
    """A signed record that a creator brought from another instance. Shown, never mixed into pay."""

    creator = models.ForeignKey("core.Creator", on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=200)
    public_key = models.CharField(max_length=60)
    is_verified = models.BooleanField()
    verdict = models.CharField(max_length=300, help_text=_("Why it is verified or not."))
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = _("carried histories")
        constraints = [
            models.UniqueConstraint(fields=["creator", "sha256"], name="history_once_per_creator"),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} ({'verified' if self.is_verified else 'not verified'})"
