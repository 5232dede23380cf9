"""Webhooks: who is told, what happened, and every try to say it."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WebhookEndpoint(models.Model):
    """An address that is told what happens: all of it for the platform, their own for a person."""

    class State(models.TextChoices):
        ON = "on", _("On")
        OFF = "off", _("Off")

    class OffBecause(models.TextChoices):
        ASKED = "asked", _("Switched off by hand")
        GONE = "gone", _("The address said that it is gone (410)")
        FAILING = "failing", _("It didn’t take messages for days")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="webhook_endpoints",
        help_text=_("Whose events it gets; empty: the platform’s own, which gets everyone’s."),
    )
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=60))
    state = models.CharField(max_length=3, choices=State, default=State.ON)
    off_because = models.CharField(max_length=10, choices=OffBecause, blank=True)
    off_since = models.DateTimeField(null=True, blank=True)
    sealed_secret = models.TextField()
    sealed_earlier_secret = models.TextField(blank=True)
    earlier_secret_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    last_delivered_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    warned_at = models.DateTimeField(null=True, blank=True)
    busy_until = models.DateTimeField(
        null=True, blank=True, help_text=_("A worker delivers until then, or it died.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "url"], nulls_distinct=False, name="webhook_address_once_per_owner"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["on", "off"]), name="webhook_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="on", off_because="", off_since__isnull=True)
                | Q(
                    state="off",
                    off_because__in=["asked", "gone", "failing"],
                    off_since__isnull=False,
                ),
                name="webhook_off_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(sealed_earlier_secret="", earlier_secret_until__isnull=True)
                | (~Q(sealed_earlier_secret="") & Q(earlier_secret_until__isnull=False)),
                name="webhook_earlier_secret_ends",
            ),
            models.CheckConstraint(condition=~Q(events=[]), name="webhook_hears_something"),
        ]

    def __str__(self) -> str:
        return self.name


class WebhookEvent(models.Model):
    """What happened, written in the transaction in which it happened. Its number rises per creator:
    their row is locked by whatever happens to them.
    """

    message = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True, help_text=_("So that it is told once."))
    creator = models.ForeignKey(
        "core.Creator", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who held the profile then; a later holder isn’t told."),
    )
    data = models.JSONField()
    happened_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["happened_at"], name="webhook_event_age"),
            models.Index(fields=["creator"], name="webhook_event_by_creator"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.message_id})"

    @property
    def message_id(self) -> str:
        """The id that receivers see, the same in every try."""
        return f"msg_{self.message.hex}"


class WebhookDelivery(models.Model):
    """One event for one endpoint. Waiting rows are the queue; `next_at` says when to try."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Given up")

    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries"
    )
    event = models.ForeignKey(WebhookEvent, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveIntegerField(default=0, help_text=_("Since it was sent, or sent again."))
    next_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "webhook deliveries"
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="webhook_told_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False)
                | Q(state__in=["delivered", "failed"], next_at__isnull=True),
                name="webhook_delivery_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "next_at"],
                condition=Q(state="waiting"),
                name="webhook_delivery_queue",
            ),
            models.Index(fields=["endpoint", "-id"], name="webhook_delivery_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.endpoint_id} ({self.state})"


class WebhookAttempt(models.Model):
    """One try: what the other side answered, or why it didn't. Never its words."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    problem = models.CharField(max_length=20, blank=True)
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.status or self.problem}"
