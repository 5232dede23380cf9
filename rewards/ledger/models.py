"""The double-entry ledger: the only truth about points and money.

The database enforces what the code promises (see migration 0002): legs of a transaction sum to
zero per unit when it commits; nothing is changed or deleted; a creator's account never goes
below zero, and what they owe stands below zero in a recovery account of its own.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Account(models.Model):
    """A place where points or money are. `balance` is kept by a trigger on tracked accounts only.

    System accounts are not tracked: every redemption touches them, and one hot row would make
    all creators wait for each other. Their balance is the sum of their entries.
    """

    class Kind(models.TextChoices):
        CREATOR = "creator", _("Creator's balance")
        HELD = "held", _("Creator's held balance")
        RECOVERY = "recovery", _("Owed back by the creator")
        ISSUANCE = "issuance", _("Points issued")
        REDEEMED = "redeemed", _("Points redeemed")
        PENDING = "pending", _("Creator's earnings in review")
        EARNED = "earned", _("Earnings owed to creators")
        SENT = "sent", _("On its way to banks")
        PAID_OUT = "paid_out", _("Paid out")
        FORFEITED = "forfeited", _("Forfeited")
        # What brands promise and owe for offers: see rewards/services/commitments.py.
        COMMITTED = "committed", _("Promised to the creator by brands")
        FEES = "fees", _("Fees that brands owe the creator")
        PROMISED = "promised", _("Promised by brands")
        COMMISSION_LATER = "commission_later", _("Commission promised by brands")
        OWED_BY_BRANDS = "owed_by_brands", _("Owed by brands")
        COMMISSION = "commission", _("Commission earned")
        RECEIVED = "received", _("Received from brands")

    class Unit(models.TextChoices):
        POINTS = "points", _("Points")
        USD = "USD", _("US dollar cents")
        EUR = "EUR", _("Euro cents")
        GBP = "GBP", _("Pence sterling")

    kind = models.CharField(max_length=20, choices=Kind)
    unit = models.CharField(max_length=6, choices=Unit)
    creator = models.ForeignKey(
        "core.Creator", null=True, blank=True, on_delete=models.PROTECT, related_name="accounts"
    )
    tracked = models.BooleanField(default=False)
    balance = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit", "creator"],
                nulls_distinct=False,
                name="account_once_per_owner",
            ),
            # A debt stands below zero in an account of its own, never in the creator's balance.
            models.CheckConstraint(
                condition=models.Q(kind="recovery", balance__lte=0)
                | (~models.Q(kind="recovery") & models.Q(balance__gte=0)),
                name="account_never_below_zero",
            ),
            models.CheckConstraint(
                condition=models.Q(tracked=True, creator__isnull=False)
                | models.Q(tracked=False, creator__isnull=True, balance=0),
                name="account_tracked_iff_owned",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["creator", "held", "recovery", "pending", "committed", "fees"],
                    creator__isnull=False,
                )
                | models.Q(
                    kind__in=[
                        "issuance",
                        "redeemed",
                        "earned",
                        "sent",
                        "paid_out",
                        "forfeited",
                        "promised",
                        "commission_later",
                        "owed_by_brands",
                        "commission",
                        "received",
                    ],
                    creator__isnull=True,
                ),
                name="account_kind_fits_owner",
            ),
            models.CheckConstraint(
                condition=models.Q(unit__in=["points", "USD", "EUR", "GBP"]),
                name="account_unit_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit} {self.creator_id or ''}".strip()


class Transaction(models.Model):
    """One balanced movement. The idempotency key makes a second posting impossible."""

    class Kind(models.TextChoices):
        AWARD = "award", _("Points award")
        REDEMPTION = "redemption", _("Redemption")
        REFUND = "refund", _("Refund")
        REVERSAL = "reversal", _("Reversal")
        RECOVERY = "recovery", _("Recovery")
        ADJUSTMENT = "adjustment", _("Adjustment by staff")
        EARNINGS = "earnings", _("Earnings of a week")
        SETTLEMENT = "settlement", _("Review over")
        FREEZE = "freeze", _("Put on hold")
        THAW = "thaw", _("Hold ended")
        PAYOUT = "payout", _("Sent to the bank")
        PAID = "paid", _("Paid by the bank")
        BOUNCE = "bounce", _("Rejected or returned by the bank")
        FORFEIT = "forfeit", _("Forfeited for good")
        APOLOGY = "apology", _("Sorry for a hold")
        COMMITMENT = "commitment", _("Promised by a brand")
        RELEASE = "release", _("Promise ended, nothing owed")
        FEE = "fee", _("Promise kept, fee owed")
        FEE_RECEIVED = "fee_received", _("Fee received from a brand")

    POINTS_KINDS = (
        Kind.AWARD,
        Kind.REDEMPTION,
        Kind.REFUND,
        Kind.REVERSAL,
        Kind.RECOVERY,
        Kind.ADJUSTMENT,
        Kind.FORFEIT,
        Kind.APOLOGY,
    )

    kind = models.CharField(max_length=20, choices=Kind)
    idempotency_key = models.CharField(max_length=120)
    memo = models.CharField(max_length=200, blank=True)
    reference_type = models.CharField(max_length=40, blank=True)
    reference_id = models.CharField(max_length=64, blank=True)
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    posted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idempotency_key"], name="transaction_key_once"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "award",
                        "redemption",
                        "refund",
                        "reversal",
                        "recovery",
                        "adjustment",
                        "earnings",
                        "settlement",
                        "freeze",
                        "thaw",
                        "payout",
                        "paid",
                        "bounce",
                        "forfeit",
                        "apology",
                        "commitment",
                        "release",
                        "fee",
                        "fee_received",
                    ]
                ),
                name="transaction_kind_known",
            ),
        ]
        indexes = [
            models.Index(fields=["reference_type", "reference_id"], name="transaction_reference")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.idempotency_key}"


class Entry(models.Model):
    """One leg: positive adds to the account, negative takes from it.

    The keys have no index of their own: the constraint and the statement index begin with them.
    """

    transaction = models.ForeignKey(
        Transaction, on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    amount = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="entry_moves_something"),
            models.UniqueConstraint(
                fields=["transaction", "account"], name="entry_one_leg_per_account"
            ),
        ]
        indexes = [models.Index(fields=["account", "-id"], name="entry_statement")]

    def __str__(self) -> str:
        return f"{self.amount:+d} on {self.account_id}"
