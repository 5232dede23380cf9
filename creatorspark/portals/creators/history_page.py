"""The page on which a record leaves and arrives."""

from dataclasses import dataclass

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creatorspark.core.models import Creator
from rewards import interface as rewards

VIDEOS_PER_PAGE = 50
MAX_BYTES = 5 * 1024 * 1024
TONES = {"trusted": "good", "key_brought": "info", "key_unknown": "warn"}
LABELS: dict[str, Promise] = {
    "trusted": _("Verified"),
    "key_brought": _("Signature fits"),
    "key_unknown": _("Unverified"),
}
ICONS = {"trusted": "check", "key_brought": "key", "key_unknown": "question"}


class BringForm(forms.Form):
    """A record, and the keys of the site that signed it."""

    file = forms.FileField(
        label=_("Record"),
        help_text=_("The file that you took along from the other site, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    keys_file = forms.FileField(
        label=_("Their keys"),
        required=False,
        help_text=_(
            "The file that the other site publishes at /.well-known/creatorspark-keys.json. "
            "With it we can tell that the signature fits."
        ),
        widget=forms.FileInput(attrs={"accept": ".json,application/json,.txt"}),
    )

    def bytes_of(self, name: str) -> bytes | None:
        """Return what was uploaded, one byte more than allowed at most; None without a file."""
        file = self.cleaned_data.get(name)
        return file.read(MAX_BYTES + 1) if isinstance(file, UploadedFile) else None


@dataclass(frozen=True, slots=True)
class CarriedCard:
    """A record from elsewhere, as the page shows it."""

    record: rewards.CarriedRecord

    @property
    def tone(self) -> str:
        """Return the colour family of its state."""
        return TONES.get(self.record.basis, "bad")

    @property
    def icon(self) -> str:
        """Return the icon of its state."""
        return ICONS.get(self.record.basis, "stop")

    @property
    def label(self) -> str | Promise:
        """Return its state in a word or two."""
        return LABELS.get(self.record.basis, _("Unverified"))


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What a creator can take along, and what they brought."""

    own: rewards.RecordSums
    carried: list[CarriedCard]


def history_page(creator: Creator) -> HistoryPage:
    """Return what the page shows."""
    carried = rewards.carried_histories(creator_id=creator.pk)
    return HistoryPage(
        own=rewards.history_sums(creator_id=creator.pk),
        carried=[CarriedCard(record) for record in carried],
    )


def carried_page(
    creator: Creator, history_id: int, *, page: str | None
) -> tuple[CarriedCard, Page[rewards.CarriedVideo]] | None:
    """Return one record with a page of its videos; None when the creator has none such."""
    record = rewards.carried_history(creator_id=creator.pk, history_id=history_id)
    if record is None:
        return None
    videos = rewards.carried_videos(creator_id=creator.pk, history_id=history_id)
    return CarriedCard(record), Paginator(videos, VIDEOS_PER_PAGE).get_page(page)
