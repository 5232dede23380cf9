"""Alerts: what detectors found about a creator, with evidence that stands alone and is kept."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fraud.domain.findings import ReasonCode
from fraud.domain.outcomes import Outcome


class Alert(models.Model):
    """One creator's findings of one time, and what happens because of them."""

    class Tier(models.TextChoices):
        NOTE = "note", _("Noted")
        DISCOUNT = "discount", _("Not counted")
        CASE = "case", _("A person decides")
        SHADOW = "shadow", _("Tried out only")

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
    outcome = models.CharField(max_length=40, blank=True, choices=[(o, o) for o in Outcome])
    decide_by = models.DateTimeField(
        null=True, blank=True, help_text=_("By when a person means to decide.")
    )
    release_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When a hold that nobody decided ends by itself.")
    )
    final_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since when nobody can appeal any more.")
    )
    apology_points = models.PositiveIntegerField(default=0)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who looks at it now."),
    )
    looked_until = models.DateTimeField(
        null=True, blank=True, help_text=_("Until when they have it to themselves.")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tier__in=["note", "discount", "case", "shadow"]),
                name="alert_tier_known",
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
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", *Outcome]), name="alert_outcome_known"
            ),
            models.CheckConstraint(
                condition=models.Q(final_at__isnull=True)
                | models.Q(outcome__in=["upheld", "partly"]),
                name="alert_final_only_if_upheld",
            ),
        ]
        indexes = [
            models.Index(fields=["creator", "-created_at"], name="alert_by_creator"),
            models.Index(
                fields=["release_at"],
                condition=models.Q(state="held"),
                name="alert_queue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.reason_code}"

    @property
    def reference(self) -> str:
        """The name that people use when they write about it."""
        return f"FR-{self.pk:06}"


class AlertDecision(models.Model):
    """What was decided about an alert. Appended, never edited; a later one overrides.

    A proposal waits for a second person; what confirms it is a decision of its own.
    """

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=[(o, o) for o in Outcome])
    is_proposal = models.BooleanField(default=False)
    confirms = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="confirmed_by"
    )
    override_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="overridden_by"
    )
    appeal = models.ForeignKey(
        "core.Appeal", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    false_views = models.BigIntegerField(help_text=_("How much of it doesn't count."))
    share = models.PositiveIntegerField(
        default=0, help_text=_("Ten-thousandths of what is held that stay withheld.")
    )
    reason = models.TextField(help_text=_("The creator reads it."))
    note = models.TextField(blank=True, help_text=_("For staff only."))
    # Rows stay, so a person who goes leaves their number behind, as in the audit log.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        help_text=_("Empty when the clock decided."),
    )
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=list(Outcome)), name="alert_decision_known"
            ),
            models.CheckConstraint(
                condition=models.Q(share__lte=10_000), name="alert_decision_share_fits"
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.outcome}"
