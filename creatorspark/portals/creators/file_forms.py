"""Forms by which a video's file gets to us."""

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST_LINK = 500


class FileForm(forms.Form):
    """One video file."""

    file = forms.FileField(
        label=gettext_lazy("Video file"),
        widget=forms.FileInput(attrs={"accept": "video/*"}),
        error_messages={"required": gettext_lazy("Choose the video file first.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        media = settings.MEDIA
        self.fields["file"].help_text = _(
            "MP4, MOV, WebM or another usual kind, up to %(size)s and %(minutes)s minutes."
        ) % {"size": filesizeformat(media.file_bytes), "minutes": media.seconds // 60}


class LinkForm(forms.Form):
    """A link to the video on its platform."""

    url = forms.CharField(
        label=gettext_lazy("Link"),
        max_length=LONGEST_LINK,
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url"}),
        error_messages={"required": gettext_lazy("Paste the video’s link first.")},
    )
