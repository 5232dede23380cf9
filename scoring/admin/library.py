"""What the engine keeps and waits for: fingerprints, common frames, requests; and who may share."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldBooleanSwitchWidget,
)

from creatorspark.core.admin.acts import Act, FactAdmin, Order, Reason
from scoring.domain.originality.packing import unpack
from scoring.models import CommonFrames, Fingerprint, JudgementRequest, OriginalityAllowance
from scoring.services.originality import RetryRefused, ask_again
from scoring.services.originality.allowances import (
    AllowanceRefused,
    allow_creators,
    allow_videos,
    end_allowance,
)
from scoring.services.originality.wording import problem_sentence

SHOWN = 20


class AllowForm(Reason):
    """A pair of creators or of videos, by their numbers."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Who may share"),
        choices=[
            ("", gettext_lazy("Choose…")),
            ("creators", gettext_lazy("Two creators")),
            ("videos", gettext_lazy("Two videos")),
        ],
        widget=UnfoldAdminSelectWidget,
    )
    first = forms.IntegerField(
        label=gettext_lazy("Number of the first"),
        help_text=gettext_lazy("It is in the address of the creator’s or video’s page here."),
        widget=UnfoldAdminIntegerFieldWidget,
        min_value=1,
    )
    second = forms.IntegerField(
        label=gettext_lazy("Number of the second"),
        widget=UnfoldAdminIntegerFieldWidget,
        min_value=1,
    )
    licensed = forms.BooleanField(
        label=gettext_lazy("There is a licence"), widget=UnfoldBooleanSwitchWidget, required=False
    )
    field_order = ("kind", "first", "second", "licensed", "reason")


def _allow(order: Order) -> str:
    answers = order.answers
    pair = (answers["first"], answers["second"])
    rest: dict[str, Any] = {
        "licensed": answers["licensed"],
        "reason": answers["reason"],
        "actor": order.actor,
        "now": order.now,
    }
    if answers["kind"] == "creators":
        allow_creators(creator_ids=pair, **rest)
    else:
        allow_videos(video_ids=pair, **rest)
    return _("They may share from now on. Verdicts that rest on the pair are looked at again.")


def _end(order: Order) -> str:
    end_allowance(
        allowance_id=order.row.pk, reason=order.answers["reason"], actor=order.actor, now=order.now
    )
    return _("Ended. Verdicts that rested on it are looked at again.")


@admin.register(OriginalityAllowance)
class OriginalityAllowanceAdmin(FactAdmin):
    """Pairs that may share material, with the end of each."""

    list_display = ("__str__", "kind", "reason", "decision", "created_at", "ended_at")
    list_filter = ("kind", ("ended_at", admin.EmptyFieldListFilter), "created_at")
    list_select_related = ("creator_a", "creator_b", "video_a", "video_b")
    search_fields = (
        "creator_a__handle",
        "creator_b__handle",
        "video_a__external_id",
        "video_b__external_id",
    )
    ordering = ("-pk",)
    fields = (
        "kind",
        ("creator_a", "creator_b"),
        ("video_a", "video_b"),
        "reason",
        ("decision", "decided_by"),
        ("created_at", "ended_at"),
    )
    acts = (
        Act(
            name="end",
            label=gettext_lazy("End it"),
            explanation=gettext_lazy("From now on what they share counts as any other match."),
            run=_end,
            form=Reason,
            refusals=(AllowanceRefused,),
            may=lambda row, actor: row is not None and row.ended_at is None,
            icon="block",
            variant=ActionVariant.DANGER,
        ),
    )
    list_acts = (
        Act(
            name="allow",
            label=gettext_lazy("Let two share"),
            explanation=gettext_lazy(
                "A match between the two is shown and not held against either of them."
            ),
            run=_allow,
            form=AllowForm,
            refusals=(AllowanceRefused,),
            icon="handshake",
        ),
    )


def _again(order: Order) -> str:
    ask_again(video_id=order.row.video_id, actor=order.actor, now=order.now)
    return _("Asked. The verdict follows in a minute or so.")


@admin.register(JudgementRequest)
class JudgementRequestAdmin(FactAdmin):
    """What waits to be judged, what is under way, and what is stuck and why."""

    list_display = ("video", "state", "stage", "cause", "attempts", "problem", "requested_at")
    list_filter = ("state", "cause", "problem", "requested_at")
    list_select_related = ("video",)
    search_fields = ("video__external_id", "video__creator__handle")
    ordering = ("-requested_at",)
    fields = (
        ("video", "state", "stage"),
        ("cause", "asked", "attempts"),
        ("problem", "in_words"),
        ("requested_at", "claimed_at", "retry_at", "finished_at"),
    )
    readonly_fields = ("in_words",)
    acts = (
        Act(
            name="again",
            label=gettext_lazy("Try again"),
            run=_again,
            refusals=(RetryRefused,),
            may=lambda row, actor: row is not None and row.state in {"failed", "done", "waiting"},
            icon="refresh",
        ),
    )

    @display(description=gettext_lazy("In words"))
    def in_words(self, row: JudgementRequest) -> str:
        """Say what its creator reads."""
        return problem_sentence(row.problem) or "–"


class Packed(FactAdmin):
    """Rows whose bytes nobody reads in a list."""

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the bytes where they are."""
        return super().get_queryset(request).defer("content")


@admin.register(Fingerprint)
class FingerprintAdmin(Packed):
    """What videos look like to the engine."""

    list_display = ("video", "version", "seconds", "sha256", "made_at")
    list_filter = ("version", "made_at")
    list_select_related = ("video",)
    search_fields = ("video__external_id", "video__creator__handle", "sha256")
    ordering = ("-pk",)
    fields = (("video", "version"), "sha256", ("seconds", "size", "made_at"), "hashes")
    readonly_fields = ("size", "hashes")

    @display(description=gettext_lazy("Bytes"))
    def size(self, row: Fingerprint) -> str:
        """Say how many bytes it takes."""
        return f"{len(row.content):,}"

    @display(description=gettext_lazy("Hashes of its first frames"))
    def hashes(self, row: Fingerprint) -> str:
        """Show pHash, dHash and aHash, as people know them; the decision rests on longer ones."""
        try:
            found = unpack(bytes(row.content))
        except ValueError:
            return _("Another version made them; they can’t be read any more.")
        frames = zip(found.times[:SHOWN].tolist(), found.shown[:SHOWN].tolist(), strict=True)
        lines = (
            f"{time:5.1f} s  pHash {p:016x}  dHash {d:016x}  aHash {a:016x}"
            for time, (p, d, a) in frames
        )
        return format_html("<pre>{}</pre>", "\n".join(lines))


@admin.register(CommonFrames)
class CommonFramesAdmin(Packed):
    """How many frames were found to be shared by many videos, night by night."""

    list_display = ("version", "count", "videos", "learned_at")
    ordering = ("-pk",)
    fields = (("version", "count", "videos"), "learned_at")
