"""Versioned rules. Frozen once active; one in force per kind at any time."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Func
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TsTzRange(Func):
    """`[effective_from, effective_until)` as a PostgreSQL range."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Policy(models.Model):
    """A named, versioned set of parameters, with the hash that judgements refer to."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("Active")
        RETIRED = "retired", _("Retired")

    kind = models.CharField(max_length=40, help_text=_("What it rules, for example “points”."))
    version = models.CharField(max_length=40, help_text=_("For example “fair-1”."))
    parameters = models.JSONField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    effective_from = models.DateTimeField(null=True, blank=True)
    effective_until = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    activated_at = models.DateTimeField(null=True, blank=True)
    activated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name_plural = _("policies")
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="policy_version_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "active", "retired"]),
                name="policy_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(effective_from__isnull=False),
                name="policy_in_force_has_start",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_until__isnull=True)
                | models.Q(effective_until__gte=models.F("effective_from")),
                name="policy_window_is_forward",
            ),
            ExclusionConstraint(
                name="policy_one_per_kind_and_time",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    (
                        TsTzRange("effective_from", "effective_until", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=~models.Q(state="draft"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"
