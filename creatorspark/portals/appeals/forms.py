"""What a creator writes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.core.appeals.filing import LONGEST_STATEMENT
from creatorspark.core.appeals.handlers import Ground

ACCEPT = "image/*,application/pdf,video/mp4,video/quicktime,video/webm,text/plain"


class ManyFiles(forms.ClearableFileInput):
    """A choice of several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            label=gettext_lazy("Files that show it"),
            help_text=gettext_lazy(
                "Pictures, PDFs, a video or text, up to five at once. Only you and the people "
                "who decide can open them."
            ),
            widget=ManyFiles(attrs={"accept": ACCEPT}),
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files as a list; what is in them is looked at later."""
        return [one for one in data or [] if isinstance(one, UploadedFile)]


class AppealForm(forms.Form):
    """Why the judgement is wrong, in the creator's own words."""

    ground = forms.ChoiceField(
        label=gettext_lazy("What is the reason?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the reason that fits best.")},
    )
    statement = forms.CharField(
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy("Two or three sentences are enough. A person reads them."),
        max_length=LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Tell us in a sentence or two what happened.")},
    )
    proofs = FilesField()

    def __init__(self, grounds: Sequence[Ground], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            (ground.code, _choice(ground)) for ground in grounds
        ]


def _choice(ground: Ground) -> str:
    if not ground.helps:
        return str(ground.label)
    return format_html(
        '<span>{}</span><span class="field__help">{} {}</span>',
        ground.label,
        _("Helps:"),
        ground.helps,
    )


class AnswerForm(forms.Form):
    """What the creator says to a question."""

    words = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=LONGEST_STATEMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    proofs = FilesField()
