"""Two videos beside each other: where they are alike, and the act that decides."""

import base64
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldBooleanSwitchWidget

from creatorspark.core.admin.acts import Act, FactAdmin, Order, Reason
from scoring.models import EvidenceFrame, OriginalityMatch, OriginalityVerdict
from scoring.services.originality import VerdictRefused
from scoring.services.originality.pairs import CREATORS, NOTHING, VIDEOS, decide_pair
from scoring.services.originality.wording import EDITS, seconds_words

COLOURS = {
    "copied": "danger",
    "own_earlier": "success",
    "later": "info",
    "declared": "success",
    "licensed": "success",
    "allowed": "success",
    "below": "info",
}
TEACHES = (
    (NOTHING, gettext_lazy("Nothing: this case only")),
    (VIDEOS, gettext_lazy("These two videos may share material")),
    (CREATORS, gettext_lazy("These two creators may share material")),
)


class PairForm(Reason):
    """The verdict on the later video, the reason, and what to learn from it."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Is this video its creator’s own?"),
        choices=[("", gettext_lazy("Choose…")), *OriginalityVerdict.Verdict.choices],
        widget=UnfoldAdminSelectWidget,
    )
    teach = forms.ChoiceField(
        label=gettext_lazy("From now on"),
        choices=TEACHES,
        widget=UnfoldAdminSelectWidget,
        required=False,
    )
    licensed = forms.BooleanField(
        label=gettext_lazy("There is a licence"),
        widget=UnfoldBooleanSwitchWidget,
        required=False,
    )
    field_order = ("verdict", "reason", "teach", "licensed")


def _decide(order: Order) -> str:
    decide_pair(
        match_id=order.row.pk,
        verdict=order.answers["verdict"],
        reason=order.answers["reason"],
        teach=order.answers["teach"],
        licensed=order.answers["licensed"],
        actor=order.actor,
        now=order.now,
    )
    return _("Recorded. What was paid stays; a difference follows as a line of its own.")


DECIDE = Act(
    name="decide",
    label=gettext_lazy("Decide"),
    explanation=gettext_lazy(
        "Your verdict replaces the engine’s and stays. The creator reads the reason."
    ),
    run=_decide,
    form=PairForm,
    refusals=(VerdictRefused,),
    may=lambda row, actor: row is not None and row.verdict.is_current,
    icon="gavel",
)


class MatchInline(TabularInline):
    """The videos that a verdict rests on, each with a link to the two side by side."""

    model = OriginalityMatch
    extra = 0
    can_delete = False
    hide_title = True
    fields = ("rank", "beside", "alike", "standing", "where", "how")
    readonly_fields = fields
    ordering = ("rank",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let every member of staff read."""
        return bool(getattr(request.user, "is_staff", False))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: the engine writes."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: evidence stays as it was."""
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Bring the other video along."""
        return super().get_queryset(request).select_related("other__creator")

    @display(description=gettext_lazy("Side by side"))
    def beside(self, row: OriginalityMatch) -> str:
        """Link to the two."""
        address = reverse("admin:scoring_originalitymatch_change", args=[row.pk])
        name = f"{row.other.creator}: {row.other}"
        return format_html('<a href="{}" class="text-primary-600">{}</a>', address, name)

    @display(description=gettext_lazy("Alike"))
    def alike(self, row: OriginalityMatch) -> str:
        """Show the similarity."""
        return f"{row.similarity:.0%}"

    @display(description=gettext_lazy("Where"))
    def where(self, row: OriginalityMatch) -> str:
        """Name the seconds."""
        return seconds_words(row.stretches)

    @display(description=gettext_lazy("How"))
    def how(self, row: OriginalityMatch) -> str:
        """Name the edits."""
        return edits_of(row)


@admin.register(OriginalityMatch)
class OriginalityMatchAdmin(FactAdmin):
    """A video beside one that it is like."""

    list_display = ("videos", "alike", "standing_label", "how", "current", "decided_at")
    list_filter = ("verdict__is_current", "standing", "mirrored", "verdict__verdict")
    list_select_related = ("verdict__video__creator", "other__creator")
    search_fields = (
        "verdict__video__external_id",
        "verdict__video__creator__handle",
        "other__external_id",
        "other__creator__handle",
    )
    ordering = ("-pk",)
    fields = (
        "pictures",
        ("this_video", "other_video"),
        ("alike", "standing", "how"),
        "where",
        "verdict",
    )
    readonly_fields = (
        "pictures",
        "this_video",
        "other_video",
        "alike",
        "how",
        "where",
    )
    acts = (DECIDE,)

    @display(description=gettext_lazy("Videos"))
    def videos(self, row: OriginalityMatch) -> str:
        """Name both creators."""
        return f"{row.verdict.video.creator} – {row.other.creator}"

    @display(description=gettext_lazy("Alike"), ordering="similarity")
    def alike(self, row: OriginalityMatch) -> str:
        """Show the similarity."""
        return f"{row.similarity:.0%}"

    @display(description=gettext_lazy("Means"), label=COLOURS, ordering="standing")
    def standing_label(self, row: OriginalityMatch) -> tuple[str, str]:
        """Show the standing in its colour."""
        return row.standing, row.get_standing_display()

    @display(description=gettext_lazy("How"))
    def how(self, row: OriginalityMatch) -> str:
        """Name the edits."""
        return edits_of(row)

    @display(description=gettext_lazy("Where"))
    def where(self, row: OriginalityMatch) -> str:
        """Name the seconds."""
        return seconds_words(row.stretches)

    @display(description=gettext_lazy("Rules now"), boolean=True, ordering="verdict__is_current")
    def current(self, row: OriginalityMatch) -> bool:
        """Say whether its verdict is the current one."""
        return row.verdict.is_current

    @display(description=gettext_lazy("Decided"), ordering="verdict__decided_at")
    def decided_at(self, row: OriginalityMatch) -> Any:
        """Say when."""
        return row.verdict.decided_at

    @display(description=gettext_lazy("This video"))
    def this_video(self, row: OriginalityMatch) -> str:
        """Link to the video that was judged."""
        return _video_link(row.verdict.video)

    @display(description=gettext_lazy("The other video"))
    def other_video(self, row: OriginalityMatch) -> str:
        """Link to the video it is like."""
        return _video_link(row.other)

    @display(description=gettext_lazy("Side by side"))
    def pictures(self, row: OriginalityMatch) -> str:
        """Draw the kept pictures: pairs of moments, then a strip of each."""
        return render_to_string("admin/scoring/pair.html", pair_of(row))


def edits_of(row: OriginalityMatch) -> str:
    """Name a match's edits, a dash where there is none."""
    return ", ".join(str(EDITS[edit]) for edit in row.edits if edit in EDITS) or "–"


def pair_of(row: OriginalityMatch) -> dict[str, Any]:
    """Return what the page draws: both videos, their strips and the pairs of moments."""
    frames = EvidenceFrame.objects.filter(match=row).order_by("kind", "number")
    kept = {(frame.kind, frame.number, frame.side): _picture(frame) for frame in frames}
    numbers = sorted({number for kind, number, _side in kept if kind == EvidenceFrame.Kind.PAIR})
    kinds, sides = EvidenceFrame.Kind, EvidenceFrame.Side
    return {
        "match": row,
        "this": row.verdict.video,
        "other": row.other,
        "strips": [
            strip for side in sides.values if (strip := kept.get((kinds.STRIP.value, 0, side)))
        ],
        "pairs": [
            (
                kept.get((kinds.PAIR.value, number, sides.QUERY.value)),
                kept.get((kinds.PAIR.value, number, sides.ORIGINAL.value)),
            )
            for number in numbers
        ],
    }


def _picture(frame: EvidenceFrame) -> dict[str, Any] | None:
    """Return a kept frame as an address that holds it whole; None where its file is gone."""
    try:
        with frame.file.open("rb") as file:
            content = base64.b64encode(file.read()).decode()
    except FileNotFoundError:
        return None
    return {
        "address": f"data:image/jpeg;base64,{content}",
        "at": frame.at,
        "width": frame.width,
        "height": frame.height,
    }


def _video_link(video: Any) -> str:
    return format_html(
        '<a href="{}" class="text-primary-600">{}: {}</a>',
        reverse("admin:core_video_change", args=[video.pk]),
        video.creator,
        video,
    )
