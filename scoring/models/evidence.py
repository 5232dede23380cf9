"""Pictures that show where two videos match, kept so that they outlive the videos' files."""

import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FOLDER = "evidence"


def frame_name(instance: Any = None, file_name: str = "") -> str:
    """Return a new random name by month."""
    return f"{FOLDER}/{timezone.now():%Y/%m}/{uuid.uuid4().hex}.jpg"


class EvidenceFrame(models.Model):
    """A JPEG of one of the two videos of a match.

    A pair has one picture of each side under the same number, from 1. A strip is twelve small
    pictures spread over the whole video; of the other creator's video it shows only those that
    match, so that nothing else of it is disclosed.
    """

    class Kind(models.TextChoices):
        PAIR = "pair", _("Side by side")
        STRIP = "strip", _("Film strip")

    class Side(models.TextChoices):
        QUERY = "query", _("The video that was judged")
        ORIGINAL = "original", _("The other video")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(
        "scoring.OriginalityMatch", on_delete=models.CASCADE, related_name="frames"
    )
    kind = models.CharField(max_length=5, choices=Kind)
    side = models.CharField(max_length=8, choices=Side)
    number = models.PositiveSmallIntegerField(help_text=_("0 for a strip."))
    at = models.FloatField(help_text=_("Seconds from the start; a strip’s: how long the video is."))
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to=frame_name)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["match", "kind", "number", "side"], name="evidence_frame_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="strip", number=0) | models.Q(kind="pair", number__gte=1),
                name="evidence_frame_numbered",
            ),
            models.CheckConstraint(
                condition=models.Q(side__in=["query", "original"]), name="evidence_side_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}, {self.at:.1f} s"
