"""What a brand looks for: one brief."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Campaign(models.Model):
    """A brief. Editing it makes a new version; what was matched names the version it saw."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Source(models.TextChoices):
        READ = "read", _("Read from the brief")
        PERSON = "person", _("Set by a person")

    brand = models.ForeignKey("marketplace.Brand", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    goals = models.TextField(blank=True)
    industries = models.JSONField(
        default=list, blank=True, help_text=_("What is sold; as on a brand.")
    )
    industries_source = models.CharField(max_length=6, choices=Source, default=Source.READ)
    categories = models.JSONField(
        default=dict, blank=True, help_text=_("Weight by category of videos, 0 to 1.")
    )
    ages = models.CharField(
        max_length=5, blank=True, help_text=_("Like 13-35, both included; empty is everybody.")
    )
    genders = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    markets = ArrayField(
        models.CharField(max_length=2),
        default=list,
        blank=True,
        help_text=_("Countries by ISO code; empty is the whole world."),
    )
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    budget = models.PositiveBigIntegerField(
        null=True, blank=True, help_text=_("In minor units; empty: not said.")
    )
    per_creator_budget = models.PositiveBigIntegerField(
        null=True, blank=True, help_text=_("In minor units; empty: not said.")
    )
    currency = models.CharField(max_length=3, blank=True)
    excluded_categories = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    excluded_creators = models.ManyToManyField("core.Creator", blank=True, related_name="+")
    exclusivity_days = models.PositiveSmallIntegerField(
        default=0, help_text=_("How long a creator may not have worked for a rival.")
    )
    weights = models.JSONField(
        default=dict, blank=True, help_text=_("Weight by factor; empty: those of the policy.")
    )
    least_followers = models.PositiveBigIntegerField(null=True, blank=True)
    most_followers = models.PositiveBigIntegerField(null=True, blank=True)
    least_grade = models.CharField(max_length=2, blank=True)
    least_originality = models.FloatField(null=True, blank=True, help_text=_("0 to 1."))
    verified_only = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "open", "closed"]),
                name="campaign_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(industries_source__in=["read", "person"]),
                name="campaign_industries_source_known",
            ),
            models.CheckConstraint(
                condition=models.Q(budget__isnull=True, per_creator_budget__isnull=True)
                | ~models.Q(currency=""),
                name="campaign_budget_has_currency",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="campaign_dates_are_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(least_followers__isnull=True)
                | models.Q(most_followers__isnull=True)
                | models.Q(most_followers__gte=models.F("least_followers")),
                name="campaign_followers_are_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(least_originality__isnull=True)
                | models.Q(least_originality__gte=0, least_originality__lte=1),
                name="campaign_originality_is_share",
            ),
        ]

    def __str__(self) -> str:
        return self.name
