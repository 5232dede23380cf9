"""Appeals against judgements of every kind, their steps, proofs and decisions."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from creatorspark.core.domain.appeals import states

BEING_DONE = Q(state__in=sorted(states.BEING_DONE))


class Appeal(models.Model):
    """A creator's wish that a person looks at a judgement.

    The judgement is named by its kind, its subject (a video, an alert) and its own id, because
    core can't know what it is; whoever made it registers a handler (`core.appeals.handlers`).
    """

    class State(models.TextChoices):
        OPEN = states.State.OPEN.value, _("Waiting for a person")
        ASSIGNED = states.State.ASSIGNED.value, _("A person is on it")
        WAITING = states.State.WAITING.value, _("Waiting for the creator")
        UPHELD = states.State.UPHELD.value, _("Upheld")
        OVERTURNED = states.State.OVERTURNED.value, _("Overturned")
        PARTLY = states.State.PARTLY.value, _("Partly overturned")
        WITHDRAWN = states.State.WITHDRAWN.value, _("Withdrawn")
        EXPIRED = states.State.EXPIRED.value, _("Closed without an answer")
        SETTLED = states.State.SETTLED.value, _("Settled")

    subject_kind = models.CharField(max_length=40, help_text=_("For example “originality”."))
    subject_id = models.CharField(max_length=64)
    judgement = models.CharField(
        max_length=64, help_text=_("Which judgement on the subject it is against.")
    )
    rule = models.CharField(max_length=60, blank=True, help_text=_("What the judgement rests on."))
    creator = models.ForeignKey("core.Creator", on_delete=models.PROTECT, related_name="appeals")
    look = models.PositiveSmallIntegerField(default=1)
    # More than one, where a second look was withdrawn and filed again.
    earlier = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="later",
        help_text=_("The appeal that this second look is about."),
    )
    ground = models.CharField(max_length=40)
    statement = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    policy = models.ForeignKey("core.Policy", on_delete=models.PROTECT, related_name="+")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    filed_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(help_text=_("By when a person decides."))
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    waiting_since = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the creator was told that we are late.")
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=BEING_DONE,
                name="appeal_one_open_per_subject",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(state.value for state in states.State)),
                name="appeal_state_known",
            ),
            models.CheckConstraint(
                condition=Q(look=1, earlier__isnull=True) | Q(look=2, earlier__isnull=False),
                name="appeal_second_look_names_first",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", waiting_since__isnull=False, answer_by__isnull=False)
                | (~Q(state="waiting") & Q(waiting_since__isnull=True, answer_by__isnull=True)),
                name="appeal_waits_only_while_waiting",
            ),
            models.CheckConstraint(
                condition=(BEING_DONE & Q(closed_at__isnull=True))
                | (~BEING_DONE & Q(closed_at__isnull=False)),
                name="appeal_closed_when_over",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=models.F("filed_at")), name="appeal_due_after_filing"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=BEING_DONE, name="appeal_queue"),
            models.Index(fields=["subject_kind", "subject_id", "id"], name="appeal_subject"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The name that people use when they write about it."""
        return f"A-{self.pk:06}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.state in states.BEING_DONE


class AppealStep(models.Model):
    """What happened to an appeal, once and for all; its words go when the person is erased."""

    class Kind(models.TextChoices):
        FILED = states.Step.FILE.value, _("Filed")
        TAKEN = states.Step.TAKE.value, _("Taken")
        GIVEN_BACK = states.Step.GIVE_BACK.value, _("Given back")
        ASKED = states.Step.ASK.value, _("Asked")
        ANSWERED = states.Step.ANSWER.value, _("Answered")
        UPHELD = states.Step.UPHOLD.value, _("Upheld")
        OVERTURNED = states.Step.OVERTURN.value, _("Overturned")
        PARTLY = states.Step.PARTLY.value, _("Partly overturned")
        WITHDRAWN = states.Step.WITHDRAW.value, _("Withdrawn")
        EXPIRED = states.Step.EXPIRE.value, _("Closed without an answer")
        SETTLED = states.Step.SETTLE.value, _("Settled")
        LATE = states.Step.LATE.value, _("Late")
        CORRECTED = states.Step.CORRECT.value, _("Corrected")

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    # Rows stay, so a person who goes leaves their number behind, as in the audit log.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        help_text=_("Empty when a worker acted by rule."),
    )
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=sorted(step.value for step in states.Step)),
                name="appeal_step_known",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.appeal_id}: {self.kind}"


class Decision(models.Model):
    """What a person decided. Appended, never edited; a later one overrides an earlier one.

    A trigger lets a row change in one way only: its words can be forgotten.
    """

    class Outcome(models.TextChoices):
        UPHELD = states.Outcome.UPHELD.value, _("Upheld: the judgement stays")
        OVERTURNED = states.Outcome.OVERTURNED.value, _("Overturned: the creator is right")
        PARTLY = states.Outcome.PARTLY.value, _("Partly overturned")

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True, help_text=_("The creator reads it."))
    note = models.TextField(blank=True, help_text=_("For staff only."))
    effect = models.JSONField(default=dict, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    decided_at = models.DateTimeField()
    override_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="overridden_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["upheld", "overturned", "partly"]),
                name="decision_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(override_of__isnull=True) | ~Q(override_of=models.F("id")),
                name="decision_overrides_another",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.appeal_id}: {self.outcome}"


def proof_path(proof: "AppealProof", name: str) -> str:
    """Name a stored proof at random: what it was called is for showing only."""
    stored: datetime = proof.added_at
    return f"appeals/{stored:%Y/%m}/{uuid4().hex}"


class AppealProof(models.Model):
    """A file that came with an appeal. The file goes with time; that there was one stays."""

    class Type(models.TextChoices):
        IMAGE = "image", _("Picture")
        PDF = "pdf", "PDF"
        VIDEO = "video", _("Video")
        TEXT = "text", _("Text")

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="proofs")
    step = models.ForeignKey(AppealStep, on_delete=models.PROTECT, related_name="proofs")
    type = models.CharField(max_length=5, choices=Type)
    name = models.CharField(max_length=120, blank=True)
    file = models.FileField(upload_to=proof_path, blank=True)
    media_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=["image", "pdf", "video", "text"]), name="proof_type_known"
            ),
            models.CheckConstraint(
                condition=(Q(removed_at__isnull=True) & ~Q(file=""))
                | Q(removed_at__isnull=False, file=""),
                name="proof_has_file_until_removed",
            ),
            models.UniqueConstraint(
                fields=["appeal", "sha256"],
                condition=~Q(sha256=""),
                name="proof_once_per_appeal",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.appeal_id}: {self.get_type_display()}"


class ReasonTemplate(models.Model):
    """Words that staff begin a decision's reason with. Kind "" fits every kind of judgement."""

    subject_kind = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=10, choices=Decision.Outcome)
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    words = models.TextField(help_text=_("The creator reads it: plain, warm, no blame."))
    is_active = models.BooleanField(default=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "code"], name="reason_code_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["upheld", "overturned", "partly"]),
                name="reason_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title
