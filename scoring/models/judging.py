"""The work of judging originality, what creators may share, and what very many videos share."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JudgementRequest(models.Model):
    """That a video's originality is to be judged. One row a video, for ever; work takes it in turn.

    `asked` grows with every request. A worker claims the row by compare-and-swap, remembers what
    `asked` was, and gives the row back to the queue if it has grown in the meantime.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        JUDGING = "judging", _("Being looked at")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stuck")

    class Cause(models.TextChoices):
        NEW_FILE = "new_file", _("A new file")
        EARLIER_FOUND = "earlier_found", _("An earlier video came in")
        ALLOWANCE = "allowance", _("What may be shared has changed")
        ASKED = "asked", _("A person asked")

    class Stage(models.TextChoices):
        NONE = "", "–"
        FINGERPRINT = "fingerprint", _("Reading the file")
        SEARCH = "search", _("Comparing")
        VERDICT = "verdict", _("Writing the verdict")

    video = models.OneToOneField("core.Video", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=16, choices=Cause)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    stage = models.CharField(max_length=12, choices=Stage, blank=True, default=Stage.NONE)
    asked = models.PositiveIntegerField(default=1)
    requested_at = models.DateTimeField()
    claim = models.UUIDField(null=True, blank=True, default=None)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=40, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "judging", "done", "failed"]),
                name="judgement_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(cause__in=["new_file", "earlier_found", "allowance", "asked"]),
                name="judgement_cause_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="judging", claim__isnull=False, claimed_at__isnull=False)
                | (~models.Q(state="judging") & models.Q(claim__isnull=True)),
                name="judgement_claimed_while_judging",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=models.Q(state__in=["waiting", "judging"]),
                name="judgement_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"video {self.video_id}: {self.get_state_display()}"


class OriginalitySearch(models.Model):
    """A search with a file that isn't a published video. It accuses nobody and moves no money."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SEARCHING = "searching", _("Comparing")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    # Its number is the submission's, so that whoever sent the file needs only one.
    submission = models.OneToOneField(
        "scoring.Submission", primary_key=True, on_delete=models.CASCADE, related_name="search"
    )
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    claim = models.UUIDField(null=True, blank=True, default=None)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=40, blank=True)
    findings = models.JSONField(null=True, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("originality searches")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "searching", "done", "failed"]),
                name="search_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="searching", claim__isnull=False, claimed_at__isnull=False)
                | (~models.Q(state="searching") & models.Q(claim__isnull=True)),
                name="search_claimed_while_searching",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(findings__isnull=False),
                name="search_done_has_findings",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=models.Q(state__in=["waiting", "searching"]),
                name="search_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.get_state_display()}"


class OriginalityAllowance(models.Model):
    """Two creators, or two videos, that may share material. Ends; is never changed or deleted."""

    class Kind(models.TextChoices):
        LICENSED = "licensed", _("Licensed")
        SHARED = "shared", _("Theirs to share")

    kind = models.CharField(max_length=8, choices=Kind)
    # The smaller number first, so that a pair is one row whichever way round it is named.
    creator_a = models.ForeignKey(
        "core.Creator", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    creator_b = models.ForeignKey(
        "core.Creator", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    video_a = models.ForeignKey(
        "core.Video", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    video_b = models.ForeignKey(
        "core.Video", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField()
    decision = models.CharField(
        max_length=80, blank=True, help_text=_("What taught it, for example an appeal's number.")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["licensed", "shared"]), name="allowance_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    creator_a__lt=models.F("creator_b"), video_a__isnull=True, video_b__isnull=True
                )
                | models.Q(
                    video_a__lt=models.F("video_b"),
                    creator_a__isnull=True,
                    creator_b__isnull=True,
                ),
                name="allowance_names_one_pair",
            ),
            models.UniqueConstraint(
                fields=["creator_a", "creator_b"],
                condition=models.Q(ended_at__isnull=True, creator_a__isnull=False),
                name="allowance_once_per_creators",
            ),
            models.UniqueConstraint(
                fields=["video_a", "video_b"],
                condition=models.Q(ended_at__isnull=True, video_a__isnull=False),
                name="allowance_once_per_videos",
            ),
        ]

    def __str__(self) -> str:
        if self.video_a_id:
            return _("Videos %(a)s and %(b)s") % {"a": self.video_a_id, "b": self.video_b_id}
        return _("Creators %(a)s and %(b)s") % {"a": self.creator_a, "b": self.creator_b}


class CommonFrames(models.Model):
    """Hashes of frames that many unrelated videos share, learned by night; the newest row rules."""

    version = models.PositiveSmallIntegerField(help_text=_("Of the fingerprints."))
    content = models.BinaryField(help_text=_("256-bit hashes, one after another."))
    count = models.PositiveIntegerField(help_text=_("How many hashes."))
    videos = models.PositiveIntegerField(help_text=_("How many videos were looked at."))
    learned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = _("common frames")
        indexes = [models.Index(fields=["version", "-id"], name="common_frames_newest")]

    def __str__(self) -> str:
        return f"version {self.version}: {self.count} frames of {self.videos} videos"
