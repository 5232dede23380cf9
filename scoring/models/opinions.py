"""What a model elsewhere was asked about videos, what it answered, and who agreed to it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Opinion(models.Model):
    """One answer about one file, as it came and as it was read. Never changes."""

    class Outcome(models.TextChoices):
        READ = "read", _("Read")
        REFUSED = "refused", _("The model refused")
        UNREADABLE = "unreadable", _("Not as asked for")

    video = models.ForeignKey("core.Video", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, help_text=_("Of the file that was sent."))
    caption_sha256 = models.CharField(
        max_length=64, blank=True, help_text=_("Of the caption that was sent; empty for none.")
    )
    model = models.CharField(max_length=80)
    model_version = models.CharField(
        max_length=80, blank=True, help_text=_("As the model names itself.")
    )
    prompt_version = models.CharField(max_length=40)
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=80, blank=True, help_text=_("Why it isn’t read."))
    raw = models.TextField(help_text=_("The body of the answer; cut where it is very long."))
    values = models.JSONField(null=True, blank=True)
    input_tokens = models.PositiveIntegerField(null=True, blank=True)
    output_tokens = models.PositiveIntegerField(null=True, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="read", values__isnull=False)
                | models.Q(outcome__in=["refused", "unreadable"], values__isnull=True),
                name="opinion_read_has_values",
            ),
        ]
        indexes = [models.Index(fields=["video", "-id"], name="opinion_of_video")]

    def __str__(self) -> str:
        return f"video {self.video_id}: {self.get_outcome_display()}"


class OpinionRequest(models.Model):
    """That a model is to be asked about a video. One row a video; work takes it in turn.

    `remote_name` is chosen and committed before a byte leaves, so that whatever happens, what lies
    elsewhere is known here and is removed there.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ASKING = "asking", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Cause(models.TextChoices):
        STAFF = "staff", _("A person asked")
        NIGHTLY = "nightly", _("The night’s round")

    class Stage(models.TextChoices):
        NONE = "", "–"
        UPLOAD = "upload", _("Sending the file")
        PREPARING = "preparing", _("The service prepares it")
        QUESTION = "question", _("Waiting for the answer")

    video = models.OneToOneField("core.Video", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=8, choices=Cause)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    stage = models.CharField(max_length=9, choices=Stage, blank=True, default=Stage.NONE)
    requested_at = models.DateTimeField()
    claim = models.UUIDField(null=True, blank=True, default=None)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=40, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text=_("Of the file that was sent."))
    remote_name = models.CharField(
        max_length=60, blank=True, help_text=_("What lies at the service until it is removed.")
    )
    remote_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "asking", "done", "failed", "withdrawn"]),
                name="opinion_request_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="asking", claim__isnull=False, claimed_at__isnull=False)
                | (~models.Q(state="asking") & models.Q(claim__isnull=True)),
                name="opinion_request_claimed_while_asking",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=models.Q(state__in=["waiting", "asking"]) | ~models.Q(remote_name=""),
                name="opinion_request_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"video {self.video_id}: {self.get_state_display()}"


class OpinionBudget(models.Model):
    """What was spent on a day (UTC): questions, and seconds of video in them."""

    day = models.DateField(unique=True)
    asks = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(seconds__gte=0), name="opinion_budget_spent"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.asks}"


class OpinionConsent(models.Model):
    """That a creator agreed to have their videos sent to the model. Ends; is never changed."""

    creator = models.ForeignKey("core.Creator", on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["creator"],
                condition=models.Q(ended_at__isnull=True),
                name="opinion_consent_once_per_creator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.creator}: {self.given_at:%Y-%m-%d}"
