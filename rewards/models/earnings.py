"""What a week earned: lines written once, gathered in a signed statement a creator and week."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KINDS = ["base", "bonus", "bonus_remainder", "adjustment"]


class SigningKey(models.Model):
    """The public half of a key that signs statements; the private half is never in the database."""

    public_key = models.CharField(max_length=60, unique=True, help_text=_("Ed25519, base64."))
    fingerprint = models.CharField(max_length=16, unique=True)
    first_used_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.fingerprint


class WeekClose(models.Model):
    """A week that is being closed or was. It pins one policy, so that a week has one."""

    week = models.DateField(unique=True, help_text=_("Monday of the ISO week."))
    policy = models.ForeignKey("core.Policy", on_delete=models.PROTECT, related_name="+")
    statements = models.PositiveIntegerField(default=0)
    lines = models.PositiveIntegerField(default=0)
    total = models.BigIntegerField(default=0, help_text=_("In minor units."))
    started_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("week closes")
        constraints = [
            models.UniqueConstraint(
                models.ExpressionWrapper(
                    models.Q(closed_at__isnull=True), output_field=models.BooleanField()
                ),
                condition=models.Q(closed_at__isnull=True),
                name="one_week_closes_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week:%G-W%V}"


class Statement(models.Model):
    """A creator's week: the exact bytes that were hashed, chained and signed. Append-only.

    `carried_in` and `carried_out` are debts, zero or less; amounts in minor units of `currency`.
    """

    creator = models.ForeignKey(
        "core.Creator", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    close = models.ForeignKey(WeekClose, on_delete=models.PROTECT, related_name="+")
    week = models.DateField(help_text=_("Monday of the ISO week."))
    currency = models.CharField(max_length=3)
    body = models.BinaryField()
    total = models.BigIntegerField()
    carried_in = models.BigIntegerField()
    carried_out = models.BigIntegerField()
    payable = models.BigIntegerField()
    line_count = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    previous = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="next"
    )
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    signature = models.CharField(max_length=100)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creator", "week"], name="statement_once_a_week"),
            models.UniqueConstraint(
                fields=["creator"],
                condition=models.Q(previous__isnull=True),
                name="statement_chain_starts_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    payable=models.F("total") + models.F("carried_in") - models.F("carried_out"),
                    payable__gte=0,
                    carried_in__lte=0,
                    carried_out__lte=0,
                )
                & (models.Q(payable=0) | models.Q(carried_out=0)),
                name="statement_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.creator_id} {self.week:%G-W%V}"


class EarningsLine(models.Model):
    """Why a sum was earned or taken back. Written once, by COPY; append-only by trigger.

    `counted` and `unpaid` say how far a line on views has counted the video's views; `base_week`,
    `judgement` and `waiting` belong to lines on a base. They repeat what `inputs` says, so that
    closing the next week need not read it.
    """

    # The parents can't go away (statements and policies refuse deletion, and videos are kept by
    # their snapshots), and a check for each row would be a third of the time of closing a week.
    statement = models.ForeignKey(
        Statement,
        on_delete=models.PROTECT,
        related_name="lines",
        db_constraint=False,
        db_index=False,
    )
    position = models.PositiveIntegerField(help_text=_("Place in the statement, from 1."))
    video = models.ForeignKey(
        "core.Video",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    week = models.DateField(help_text=_("Monday of the ISO week."))
    kind = models.CharField(max_length=16)
    cause = models.CharField(max_length=60)
    amount = models.BigIntegerField(help_text=_("In minor units."))
    policy = models.ForeignKey(
        "core.Policy",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    inputs = models.JSONField()
    counted = models.BigIntegerField(null=True, blank=True)
    unpaid = models.BigIntegerField(null=True, blank=True)
    base_week = models.DateField(null=True, blank=True)
    judgement = models.CharField(max_length=40, blank=True)
    waiting = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "position"], name="line_once_per_position"
            ),
            models.UniqueConstraint(
                fields=["video", "week", "kind", "cause"],
                nulls_distinct=False,
                name="line_once_per_cause",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="line_kind_known"),
            models.CheckConstraint(
                condition=models.Q(counted__isnull=True, unpaid__isnull=True)
                | models.Q(counted__isnull=False, unpaid__gte=0),
                name="line_counts_views_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount:+d} for video {self.video_id}"


class StaffAdjustment(models.Model):
    """A sum that a person adds or takes back, with a reason; the open week's statement holds it."""

    creator = models.ForeignKey("core.Creator", on_delete=models.PROTECT, related_name="+")
    video = models.ForeignKey(
        "core.Video", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    amount = models.BigIntegerField(help_text=_("In minor units; below zero takes back."))
    reason = models.CharField(max_length=500, help_text=_("The creator reads this."))
    link = models.CharField(
        max_length=200, blank=True, help_text=_("For example the address of the appeal.")
    )
    key = models.CharField(max_length=80, unique=True)
    statement = models.ForeignKey(
        Statement, null=True, blank=True, on_delete=models.PROTECT, related_name="adjustments"
    )
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

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="adjustment_moves_money"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="adjustment_has_reason"),
        ]
        indexes = [
            models.Index(
                fields=["creator"],
                condition=models.Q(statement__isnull=True),
                name="adjustment_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount:+d} for creator {self.creator_id}"


class WeekEstimate(models.Model):
    """What the open week looked like to its creator, the last time before it closed.

    `low` counts what is sure, `high` what open judgements may add. `lines` are the estimate's own
    (video, kind, cause, amount, waiting), so that a statement can say what changed and why.
    """

    creator = models.ForeignKey(
        "core.Creator", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    week = models.DateField()
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    lines = models.JSONField()
    computed_at = models.DateTimeField(default=timezone.now, db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creator", "week"], name="estimate_once_a_week"),
            models.CheckConstraint(
                condition=models.Q(low__lte=models.F("high")), name="estimate_is_a_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.creator_id} {self.week:%G-W%V}: {self.low} to {self.high}"
