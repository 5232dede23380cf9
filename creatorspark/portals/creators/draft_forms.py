"""Forms of clips that aren't posted yet: the file or link, and what would be posted with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creatorspark.portals.creators.file_forms import FileForm, LinkForm
from scoring import interface as scoring

LONGEST_CAPTION = 5_000
LONGEST_HANDLE = 120
MOST_PICTURES = 35
PICTURES = "image/jpeg,image/png,image/webp"
SOUNDS = (
    ("", _("Not said")),
    ("own", _("My own, or no music")),
    ("library", _("From the platform’s sound library")),
    ("licensed", _("I have a licence for it")),
    ("unsure", _("I’m not sure")),
)


class WordsForm(forms.Form):
    """What a clip would be posted with."""

    caption = forms.CharField(
        label=_("Caption"),
        required=False,
        max_length=LONGEST_CAPTION,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Hashtags and all, as you would post it."),
    )
    sound = forms.ChoiceField(label=_("Whose is the sound?"), required=False, choices=SOUNDS)
    partner = forms.CharField(
        label=_("Duet or stitch with"),
        required=False,
        max_length=LONGEST_HANDLE,
        widget=forms.TextInput(attrs={"placeholder": "@", "autocapitalize": "none"}),
        help_text=_("Only if it is one: whose video it is made with."),
    )

    def words(self) -> scoring.DraftWords:
        """Return what was said."""
        names = ("caption", "sound", "partner")
        return scoring.DraftWords(**{name: self.cleaned_data.get(name, "") for name in names})


class SeveralFiles(forms.FileInput):
    """An input that takes a video or several pictures."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return one of them for the form to check that there is any."""
        return files.get(name)


class DraftFileForm(FileForm):
    """A clip's file, or a post's pictures, and the caption; the rest is asked on its page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.label = _("Video file, or pictures of one post")
        field.widget = SeveralFiles(attrs={"accept": f"video/*,{PICTURES}"})
        field.help_text = _("%(video)s Or up to %(most)s JPEG, PNG or WebP pictures.") % {
            "video": field.help_text,
            "most": MOST_PICTURES,
        }

    caption = forms.CharField(
        label=_("Caption"),
        required=False,
        max_length=LONGEST_CAPTION,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Hashtags and all. You can change it later and see what that does."),
    )

    def words(self) -> scoring.DraftWords:
        """Return what was said."""
        return scoring.DraftWords(caption=self.cleaned_data.get("caption", ""))


class DraftLinkForm(LinkForm):
    """A link to a clip, with its caption."""

    caption = forms.CharField(
        label=_("Caption"),
        required=False,
        max_length=LONGEST_CAPTION,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def words(self) -> scoring.DraftWords:
        """Return what was said."""
        return scoring.DraftWords(caption=self.cleaned_data.get("caption", ""))


def words_form(sent: scoring.SubmissionFacts, data: Any = None) -> WordsForm:
    """Return the form about a clip as it is described now, or as `data` answers it."""
    said = {"caption": sent.caption, "sound": sent.sound, "partner": sent.partner}
    return WordsForm(data, initial=said)
