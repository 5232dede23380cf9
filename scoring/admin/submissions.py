"""Files of videos on their way to us, and the act by which staff bring in many at once."""

from typing import Any

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldBooleanSwitchWidget

from creatorspark.core.admin.acts import Act, FactAdmin, Order
from scoring.models import Submission
from scoring.services.media import steps
from scoring.services.media.bulk import Checked, bring, check
from scoring.services.media.bulk_reading import Item, ListFault, read_list, read_uploads
from scoring.services.media.describing import words_of
from scoring.services.media.refusals import SubmissionRefused

LARGEST_LIST = 4 * 1024 * 1024
PROBLEMS_SHOWN = 20


class ManyFiles(forms.ClearableFileInput):
    """An input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; `clean` returns a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Clean each file."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in files]


class BulkForm(forms.Form):
    """Files named by their videos, or a list of links; shows problems before it keeps anything."""

    videos = FilesField(
        label=gettext_lazy("Video files"),
        help_text=gettext_lazy("Each named by the platform’s id of its video: 7123456789.mp4."),
        required=False,
    )
    listed = forms.FileField(
        label=gettext_lazy("Or a list"),
        help_text=gettext_lazy(
            "CSV with “video” or “external_id” (and “platform”), and “link” where it isn’t the "
            "address that we know."
        ),
        required=False,
    )
    despite = forms.BooleanField(
        label=gettext_lazy("Bring in the rest although some have problems"),
        widget=UnfoldBooleanSwitchWidget,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Look at everything, and show what is wrong."""
        cleaned = super().clean() or {}
        try:
            items = read_uploads(cleaned.get("videos") or []) + self._listed(cleaned)
        except ListFault as fault:
            raise forms.ValidationError(str(fault)) from fault
        if not items:
            raise forms.ValidationError(_("Choose files or a list first."))
        checked = check(items)
        wrong = [one for one in checked if one.problem]
        if wrong and not cleaned.get("despite"):
            raise forms.ValidationError([_preview(checked, wrong), *_lines(wrong)])
        return cleaned | {"checked": checked}

    def _listed(self, cleaned: dict[str, Any]) -> list[Item]:
        file = cleaned.get("listed")
        if not file:
            return []
        if file.size > LARGEST_LIST:
            raise ListFault(_("This list is too large; bring it in by the command line."))
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ListFault(_("The list isn’t UTF-8 text.")) from error
        return read_list(text, folder=None)


def _preview(checked: list[Checked], wrong: list[Checked]) -> str:
    return _(
        "Nothing was brought in yet: %(wrong)s of %(all)s have a problem. Mend them, or choose the "
        "files again and tick the box below."
    ) % {"wrong": len(wrong), "all": len(checked)}


def _lines(wrong: list[Checked]) -> list[str]:
    lines = [f"{one.item.place}: {one.problem}" for one in wrong[:PROBLEMS_SHOWN]]
    if len(wrong) > PROBLEMS_SHOWN:
        lines.append(_("… and %(n)s more") % {"n": len(wrong) - PROBLEMS_SHOWN})
    return lines


def _bring(order: Order) -> str:
    brought = bring(order.answers["checked"], actor=order.actor, now=order.now)
    sent = ngettext(
        "%(n)d file handed to the workers", "%(n)d files handed to the workers", brought.sent
    ) % {"n": brought.sent}
    return _("%(sent)s, %(here)s here already, %(wrong)s with problems.") % {
        "sent": sent,
        "here": brought.here,
        "wrong": len(brought.problems),
    }


def _retry(order: Order) -> str:
    steps.retry(order.row.pk, actor=order.actor, now=order.now)
    return _("A worker tries again.")


def _withdraw(order: Order) -> str:
    steps.withdraw(order.row.pk, actor=order.actor, now=order.now)
    return _("Taken back. Nothing of it is kept.")


@admin.register(Submission)
class SubmissionAdmin(FactAdmin):
    """Files on their way, newest first."""

    list_display = ("target", "creator", "source", "state_label", "problem", "submitted_at")
    list_filter = ("state", "purpose", "source", "problem", "submitted_at")
    list_select_related = ("video", "creator")
    search_fields = ("=id", "video__external_id", "creator__handle", "sha256")
    ordering = ("-submitted_at",)
    fields = (
        ("purpose", "source", "state"),
        "words",
        ("video", "creator", "submitted_by"),
        ("url", "file_name"),
        ("bytes", "seconds", "width", "height", "frame_rate", "has_sound"),
        "sha256",
        ("attempts", "retry_at", "job"),
        ("submitted_at", "received_at", "expires_at"),
    )
    readonly_fields = ("words",)
    list_acts = (
        Act(
            name="bring",
            label=gettext_lazy("Bring in many"),
            explanation=gettext_lazy(
                "Files that are here already stay as they are, so the same again changes nothing."
            ),
            run=_bring,
            form=BulkForm,
            refusals=(SubmissionRefused,),
            icon="upload",
            then=lambda row: reverse("admin:scoring_submission_changelist"),
        ),
    )
    acts = (
        Act(
            name="retry",
            label=gettext_lazy("Try again"),
            run=_retry,
            may=lambda row, actor: steps.can_retry(row),
            refusals=(SubmissionRefused,),
            icon="refresh",
        ),
        Act(
            name="withdraw",
            label=gettext_lazy("Take back"),
            explanation=gettext_lazy("The file is removed. Who sent it can send it again."),
            run=_withdraw,
            may=lambda row, actor: steps.can_withdraw(row),
            refusals=(SubmissionRefused,),
            variant=ActionVariant.DANGER,
            icon="undo",
        ),
    )

    @display(description=gettext_lazy("For"))
    def target(self, row: Submission) -> str:
        """Name the video, or what else it is for."""
        return str(row.video) if row.video else row.get_purpose_display()

    @display(
        description=gettext_lazy("State"),
        ordering="state",
        label={"waiting": "info", "fetching": "primary", "received": "success", "failed": "danger"},
    )
    def state_label(self, row: Submission) -> tuple[str, str]:
        """Show the state in its colour."""
        return row.state, row.get_state_display()

    @display(description=gettext_lazy("In words"))
    def words(self, row: Submission) -> str:
        """Say what its sender reads."""
        return " ".join(words_of(row)).strip()
