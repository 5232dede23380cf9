"""A creator's tier and how it came, and histories carried over from elsewhere."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TierWeek(models.Model):
    """One look at every creator's tier, in the week that begins on `week`, by one policy.

    The counts are of this look: what was announced, and how many were warned.
    """

    week = models.DateField(unique=True, help_text=_("Monday of the ISO week."))
    policy = models.ForeignKey("core.Policy", on_delete=models.PROTECT, related_name="+")
    creators = models.PositiveIntegerField(default=0)
    raised = models.PositiveIntegerField(default=0)
    lowered = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-week"]

    def __str__(self) -> str:
        return f"{self.week:%G-W%V}"


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


class TierWarning(models.Model):
    """A week in which a creator's videos earned less than the tier they have. Append-only.

    Weeks of warning in a row lead to a lower tier; `weeks_left` says how many more it takes.
    """

    creator = models.ForeignKey(
        "core.Creator", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    week = models.DateField(help_text=_("Monday of the ISO week that was looked at."))
    tier = models.CharField(max_length=20, help_text=_("The tier that is at risk."))
    earned = models.CharField(max_length=20, blank=True)
    weeks_left = models.PositiveSmallIntegerField()
    policy = models.ForeignKey("core.Policy", on_delete=models.PROTECT, related_name="+")
    inputs = models.JSONField()
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creator", "week"], name="tier_warning_once_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.creator_id}: {self.tier} at risk in {self.week:%G-W%V}"


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
