"""What rules would have done: drafts tried on history, and cases in which rules were wrong."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BackTest(models.Model):
    """One policy's parameters tried on stored events. Frozen once it is finished.

    It keeps the parameters, since a draft may change afterwards. `found` grows with every look, so
    that work which was cut short goes on where it was.
    """

    job_id = models.UUIDField(unique=True)
    policy = models.ForeignKey("core.Policy", on_delete=models.PROTECT, related_name="back_tests")
    parameters = models.JSONField(help_text=_("What was tried."))
    parameters_sha256 = models.CharField(max_length=64)
    base_version = models.CharField(max_length=40, help_text=_("What it is held against."))
    base_parameters = models.JSONField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    looked_until = models.DateTimeField(help_text=_("How far it has come."))
    found = models.JSONField(default=dict, blank=True, help_text=_("So far; empty at the end."))
    result = models.JSONField(null=True, blank=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="back_test_is_forward"
            ),
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True, result__isnull=True)
                | models.Q(finished_at__isnull=False, result__isnull=False),
                name="back_test_finished_has_a_result",
            ),
        ]
        indexes = [
            models.Index(fields=["policy", "-finished_at"], name="back_test_by_policy"),
        ]

    def __str__(self) -> str:
        return f"{self.policy.version}, tried on {self.since:%Y-%m-%d} to {self.until:%Y-%m-%d}"


class RegressionCase(models.Model):
    """What detectors saw when they were wrong about somebody, so that no rule is wrong so again.

    It is asked for in the transaction that decides for the creator; a worker captures it. The
    slice stands alone: ids are ordinals, and nothing of it is read from events afterwards.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting to be captured")
        CAPTURED = "captured", _("Captured")
        GONE = "gone", _("Its events are gone")

    alert = models.OneToOneField(
        "fraud.Alert", on_delete=models.PROTECT, related_name="regression_case"
    )
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    slice = models.BinaryField(null=True, blank=True, help_text=_("Compressed columns."))
    slice_sha256 = models.CharField(max_length=64, blank=True)
    events = models.PositiveIntegerField(default=0)
    one_of = models.PositiveIntegerField(
        default=1, help_text=_("Of how many accounts one was kept, where there were too many.")
    )
    shows_it = models.BooleanField(
        null=True, help_text=_("Whether the slice alone makes the old rule accuse again.")
    )
    created_at = models.DateTimeField(default=timezone.now)
    captured_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since when no rule is asked to get it right.")
    )
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    set_aside_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="pending", captured_at__isnull=True, slice__isnull=True)
                | models.Q(state="captured", captured_at__isnull=False, slice__isnull=False)
                | models.Q(state="gone", captured_at__isnull=False, slice__isnull=True),
                name="regression_case_state_fits",
            ),
            models.CheckConstraint(
                condition=models.Q(one_of__gte=1), name="regression_case_one_of_fits"
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(state="pending"),
                name="regression_case_pending",
            ),
        ]

    def __str__(self) -> str:
        return f"FR-{self.alert_id:06} again"
