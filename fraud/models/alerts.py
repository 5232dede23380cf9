"""Alerts: what detectors found about a creator, with evidence that stands alone and is kept."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fraud.domain.findings import ReasonCode


class Alert(models.Model):
    """One creator's findings of one time, and what happens because of them."""

    class Tier(models.TextChoices):
        NOTE = "note", _("Noted")
        DISCOUNT = "discount", _("Not counted")
        CASE = "case", _("A person decides")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        HELD = "held", _("On hold until decided")
        RESOLVED = "resolved", _("Resolved")

    tier = models.CharField(max_length=10, choices=Tier)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    creator = models.ForeignKey("core.Creator", on_delete=models.PROTECT, related_name="alerts")
    video = models.ForeignKey(
        "core.Video", null=True, blank=True, on_delete=models.PROTECT, related_name="alerts"
    )
    reason_code = models.CharField(
        max_length=40, choices=[(code.value, code.value) for code in ReasonCode]
    )
    severity = models.FloatField(help_text=_("From 0 to 1."))
    window_start = models.DateTimeField()
    window_end = models.DateTimeField()
    affected = models.BigIntegerField(help_text=_("Views, likes or minor units of gifts."))
    share = models.FloatField(help_text=_("Of the period's counts."))
    evidence = models.JSONField(help_text=_("All findings, with numbers. Never changes."))
    evidence_sha256 = models.CharField(max_length=64)
    policy_version = models.CharField(max_length=40)
    parameters_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tier__in=["note", "discount", "case"]), name="alert_tier_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "held", "resolved"]), name="alert_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(severity__gte=0, severity__lte=1), name="alert_severity_0_to_1"
            ),
            models.CheckConstraint(
                condition=models.Q(window_end__gt=models.F("window_start")),
                name="alert_window_is_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(state="resolved", resolved_at__isnull=False)
                | (~models.Q(state="resolved") & models.Q(resolved_at__isnull=True)),
                name="alert_resolved_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["creator", "-created_at"], name="alert_by_creator")]

    def __str__(self) -> str:
        return f"{self.reason_code} on creator {self.creator_id}"
