"""What is known about rules at work: which are on trial, which rest, and who is to be examined."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fraud.domain.findings import ReasonCode

CODES = [(code.value, code.value) for code in ReasonCode]


class RuleSwitch(models.Model):
    """A rule that works in shadow since it was too often wrong; ended when a person says so."""

    code = models.CharField(max_length=40, choices=CODES)
    since = models.DateTimeField(default=timezone.now)
    decided = models.PositiveIntegerField(help_text=_("Decisions that were looked at."))
    fell = models.PositiveIntegerField(help_text=_("Of them, those that went the other way."))
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(ended_at__isnull=True),
                name="rule_switched_once",
            ),
            models.CheckConstraint(
                condition=models.Q(code__in=[code.value for code in ReasonCode]),
                name="rule_switch_code_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} since {self.since:%Y-%m-%d}"


class RuleSnooze(models.Model):
    """A rule that rests for one creator until a day, for example while a school has a project."""

    creator = models.ForeignKey("core.Creator", on_delete=models.PROTECT, related_name="snoozes")
    code = models.CharField(max_length=40, choices=CODES)
    until = models.DateTimeField()
    reason = models.TextField()
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    placed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("placed_at")), name="snooze_ends_later"
            ),
            models.CheckConstraint(
                condition=models.Q(code__in=[code.value for code in ReasonCode]),
                name="snooze_code_known",
            ),
        ]
        indexes = [models.Index(fields=["creator", "code", "until"], name="snooze_by_creator")]

    def __str__(self) -> str:
        return f"{self.code} of {self.creator_id} until {self.until:%Y-%m-%d}"


class DueCreator(models.Model):
    """A creator whose sums changed since detectors looked; goes when they have looked."""

    creator_id = models.BigIntegerField(primary_key=True)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"creator {self.creator_id}"
