"""What people send along with a file: what it is for, and what they say of a draft."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from creatorspark.core.api.fields import IdField, TextField
from scoring.models import Submission
from scoring.services.media.drafting import LONGEST_CAPTION, LONGEST_HANDLE, DraftWords

SENT_PURPOSES = (Submission.Purpose.VIDEO, Submission.Purpose.DRAFT)


class WordsSerializer(serializers.Serializer):
    """What you say of a draft: what it would be posted with."""

    caption = TextField(
        max_length=LONGEST_CAPTION,
        required=False,
        default="",
        allow_blank=True,
        help_text="The caption that a draft would be posted with, hashtags and all.",
    )
    sound = serializers.ChoiceField(
        choices=Submission.Sound.choices,
        required=False,
        default=Submission.Sound.NOT_SAID.value,
        allow_blank=True,
        help_text="Whose a draft's sound is; empty while you haven't said.",
    )
    partner = TextField(
        max_length=LONGEST_HANDLE,
        required=False,
        default="",
        allow_blank=True,
        help_text="Whose video a draft is a duet or stitch with.",
    )


class SentSerializer(WordsSerializer):
    """What the file is for."""

    purpose = serializers.ChoiceField(
        choices=[purpose.value for purpose in SENT_PURPOSES],
        default=Submission.Purpose.VIDEO.value,
        help_text="A published video, or a draft that isn't posted yet.",
    )
    video = IdField(required=False, help_text="Your video; only for a published one.")

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        """Ask for a video just where there is one."""
        is_video = values["purpose"] == Submission.Purpose.VIDEO
        if is_video and "video" not in values:
            raise ValidationError({"video": _("Say which of your videos this is.")})
        if not is_video and "video" in values:
            raise ValidationError({"video": _("A draft isn't a published video yet.")})
        if is_video and any(asdict(words_in(values)).values()):
            raise ValidationError(
                _("Caption, sound and partner are only for drafts; a published video has its own.")
            )
        return values


class SentLinkSerializer(SentSerializer):
    """A link to a video on its platform."""

    url = TextField(
        max_length=500,
        required=False,
        default="",
        allow_blank=True,
        help_text="https only; when absent, the address that we know of the video.",
    )


class SentFileSerializer(SentSerializer):
    """A file of a video."""

    file = serializers.FileField()


def words_in(values: dict[str, Any]) -> DraftWords:
    """Return what a request says of a draft."""
    return DraftWords(**{name: values.get(name, "") for name in ("caption", "sound", "partner")})
