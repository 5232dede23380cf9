"""What the bank told us about payouts: each file once, each line of it with what came of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rewards.models.payouts import Payout


class BankReport(models.Model):
    """A file from the bank, kept as it came. Append-only."""

    name = models.CharField(max_length=200)
    format = models.CharField(max_length=20)
    file = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    lines = models.PositiveIntegerField()
    not_applied = models.PositiveIntegerField(
        help_text=_("Lines that a person should look at: nothing was changed for them.")
    )
    received_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class BankReportLine(models.Model):
    """What a file says about one payment, and what we did about it. Append-only."""

    class Meaning(models.TextChoices):
        ACCEPTED = "accepted", _("On its way")
        PAID = "paid", _("Paid")
        REJECTED = "rejected", _("Rejected")
        RETURNED = "returned", _("Returned")

    class Outcome(models.TextChoices):
        APPLIED = "applied", _("Applied")
        NOTED = "noted", _("Noted; nothing to change")
        REPEATED = "repeated", _("Told before")
        UNKNOWN = "unknown", _("We know no such payment")
        DIFFERS = "differs", _("The amount differs")
        OUT_OF_TURN = "out_of_turn", _("Doesn't fit the payout's state")

    TROUBLE = (Outcome.UNKNOWN, Outcome.DIFFERS, Outcome.OUT_OF_TURN)

    report = models.ForeignKey(BankReport, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    message_id = models.CharField(max_length=35, blank=True)
    end_to_end_id = models.CharField(max_length=35, blank=True)
    status = models.CharField(max_length=10, help_text=_("The bank's own code."))
    meaning = models.CharField(max_length=10, choices=Meaning)
    reason = models.CharField(max_length=200, blank=True)
    amount = models.BigIntegerField(null=True, blank=True, help_text=_("In minor units."))
    currency = models.CharField(max_length=3, blank=True)
    payout = models.ForeignKey(
        Payout, null=True, blank=True, on_delete=models.PROTECT, related_name="told"
    )
    outcome = models.CharField(max_length=12, choices=Outcome)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="bank_line_once"),
            models.UniqueConstraint(
                fields=["message_id", "end_to_end_id", "meaning"],
                condition=models.Q(outcome="applied"),
                name="bank_line_applied_once",
            ),
            models.CheckConstraint(
                condition=models.Q(meaning__in=["accepted", "paid", "rejected", "returned"]),
                name="bank_line_meaning_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    outcome__in=[
                        "applied",
                        "noted",
                        "repeated",
                        "unknown",
                        "differs",
                        "out_of_turn",
                    ]
                ),
                name="bank_line_outcome_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="applied") | models.Q(payout__isnull=False),
                name="bank_line_applied_to_payout",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.end_to_end_id} {self.status}"
