"""The rewards shop and what creators took from it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ShopItem(models.Model):
    """Something points can buy."""

    class Kind(models.TextChoices):
        EXPOSURE = "exposure", _("Exposure boost")
        CASH = "cash", _("Cash")
        CREDIT = "credit", _("Credit")
        MERCHANDISE = "merchandise", _("Merchandise")

    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    cost = models.PositiveIntegerField(help_text=_("In points."))
    exposure = models.CharField(
        max_length=120, blank=True, help_text=_("For example “30 min exposure”.")
    )
    value_minor = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Cash or credit value in cents.")
    )
    stock = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Empty means there is no limit.")
    )
    limit_per_creator = models.PositiveIntegerField(null=True, blank=True)
    active_from = models.DateTimeField(null=True, blank=True)
    active_until = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "cost", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["exposure", "cash", "credit", "merchandise"]),
                name="shop_item_kind_known",
            ),
            models.CheckConstraint(condition=models.Q(cost__gt=0), name="shop_item_costs_points"),
            models.CheckConstraint(
                condition=models.Q(active_until__isnull=True)
                | models.Q(active_from__isnull=True)
                | models.Q(active_until__gt=models.F("active_from")),
                name="shop_item_window_is_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Redemption(models.Model):
    """A creator's purchase. `amount` and `exposure` are as they were when it was made."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        HELD = "held", _("On hold")
        APPROVED = "approved", _("Approved")
        FULFILLED = "fulfilled", _("Fulfilled")
        REJECTED = "rejected", _("Rejected")
        CANCELLED = "cancelled", _("Cancelled")

    creator = models.ForeignKey(
        "core.Creator", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    item = models.ForeignKey(ShopItem, on_delete=models.PROTECT, related_name="redemptions")
    amount = models.PositiveIntegerField(help_text=_("Points paid."))
    exposure = models.CharField(max_length=120, blank=True)
    creation_date = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    state_before_hold = models.CharField(max_length=10, blank=True)
    idempotency_key = models.CharField(max_length=120)
    payment = models.OneToOneField(
        "rewards.Transaction", on_delete=models.PROTECT, related_name="redemption"
    )
    refund = models.OneToOneField(
        "rewards.Transaction",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="refunded_redemption",
    )
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["creator", "idempotency_key"], name="redemption_key_once_per_creator"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "requested",
                        "held",
                        "approved",
                        "fulfilled",
                        "rejected",
                        "cancelled",
                    ]
                ),
                name="redemption_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["rejected", "cancelled"], refund__isnull=False)
                | models.Q(
                    state__in=["requested", "held", "approved", "fulfilled"], refund__isnull=True
                ),
                name="redemption_refunded_iff_ended_unpaid",
            ),
        ]
        indexes = [
            models.Index(fields=["creator", "-creation_date"], name="redemption_creator"),
            models.Index(
                fields=["creation_date"],
                condition=models.Q(state__in=["requested", "held", "approved"]),
                name="redemption_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"redemption {self.pk}: {self.amount} points ({self.state})"


class RedemptionEvent(models.Model):
    """A step in a redemption's life; the timeline its creator sees."""

    redemption = models.ForeignKey(Redemption, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(max_length=10, choices=Redemption.State)
    reason = models.TextField(blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,  # the step outlives the account and keeps its number
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.redemption_id} → {self.state}"
