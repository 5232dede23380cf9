"""Money on its way to a creator's bank."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rewards.models.earnings import Statement


class BankAccount(models.Model):
    """Where a creator wants to be paid. The number is encrypted at rest; `ending` may be shown."""

    creator = models.OneToOneField(
        "core.Creator", on_delete=models.PROTECT, related_name="bank_account"
    )
    holder = models.CharField(max_length=70)
    sealed_iban = models.TextField()
    ending = models.CharField(max_length=4)
    country = models.CharField(max_length=2)
    updated_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"… {self.ending}"


class PayoutBatch(models.Model):
    """Payouts that were sent to the bank in one file, once."""

    message_id = models.CharField(max_length=35, unique=True)
    format = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    payouts = models.PositiveIntegerField()
    total = models.BigIntegerField()
    file = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    idempotency_key = models.CharField(max_length=120, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now)
    handed_over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("payout batches")

    def __str__(self) -> str:
        return self.message_id


class Payout(models.Model):
    """One statement's money, or the part of it that a hold keeps apart.

    `part` 1 is written when the week closes; a hold splits held lines off into a part of their own.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("In review")
        HELD = "held", _("On hold")
        PAYABLE = "payable", _("Ready to pay")
        SENT = "sent", _("Sent to the bank")
        PAID = "paid", _("Paid")
        REJECTED = "rejected", _("Rejected by the bank")
        RETURNED = "returned", _("Returned by the bank")
        FORFEITED = "forfeited", _("Won’t be paid")

    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="payouts", db_index=False
    )
    creator = models.ForeignKey("core.Creator", on_delete=models.PROTECT, related_name="+")
    part = models.PositiveSmallIntegerField(default=1)
    amount = models.PositiveBigIntegerField(help_text=_("In minor units."))
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    payable_from = models.DateTimeField()
    batch = models.ForeignKey(
        PayoutBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    attempt = models.PositiveSmallIntegerField(default=0, help_text=_("Times sent to the bank."))
    bank_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "part"], name="payout_once_per_part"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payout_pays_something"),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "pending",
                        "held",
                        "payable",
                        "sent",
                        "paid",
                        "rejected",
                        "returned",
                        "forfeited",
                    ]
                ),
                name="payout_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "held", "payable", "forfeited"])
                | models.Q(batch__isnull=False),
                name="payout_at_the_bank_has_batch",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "payable_from"],
                condition=models.Q(state__in=["pending", "held", "payable"]),
                name="payout_to_do",
            ),
        ]

    def __str__(self) -> str:
        return f"payout {self.pk}: {self.amount} ({self.state})"


class PayoutLine(models.Model):
    """A line that a hold keeps in this payout; holds sit on lines, never on a whole payout."""

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="held_lines")
    line = models.ForeignKey(
        "rewards.EarningsLine", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    hold_id = models.BigIntegerField(help_text=_("The hold that named the line."))
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payout", "line", "hold_id"], name="payout_line_once_per_hold"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount:+d} held"


class PayoutEvent(models.Model):
    """A step in a payout's life; the timeline its creator sees. Append-only."""

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(max_length=10, choices=Payout.State)
    reason = models.CharField(max_length=300, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.payout_id} → {self.state}"
