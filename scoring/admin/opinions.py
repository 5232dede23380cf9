"""What a model elsewhere was asked and answered, and the act by which staff ask it."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from creatorspark.core.admin.acts import Act, FactAdmin, Order
from scoring.models import Opinion, OpinionRequest
from scoring.services.opinions.budget import spent
from scoring.services.opinions.problems import sentence
from scoring.services.opinions.requests import OpinionRefused, request_opinion


class AskForm(forms.Form):
    """A video by its number."""

    video = forms.IntegerField(
        label=gettext_lazy("Number of the video"),
        help_text=gettext_lazy("It is in the address of the video’s page here."),
        widget=UnfoldAdminIntegerFieldWidget,
        min_value=1,
        max_value=2**63 - 1,
    )


def _ask(order: Order) -> str:
    request_opinion(video_id=order.answers["video"], actor=order.actor, now=order.now)
    return _("Asked. The answer follows in a few minutes; how far it is stands here.")


def _again(order: Order) -> str:
    request_opinion(video_id=order.row.video_id, actor=order.actor, now=order.now)
    return _("Asked again.")


def _today(row: object) -> str:
    today = spent(now=timezone.now())
    return _(
        "The video’s file is sent to Gemini, and removed there after the answer. Today "
        "%(asks)s of %(most)s questions and %(seconds)s of %(seconds_most)s seconds of video "
        "are used up."
    ) % {
        "asks": today.asks,
        "most": today.asks_at_most,
        "seconds": round(today.seconds),
        "seconds_most": today.seconds_at_most,
    }


ASK = Act(
    name="ask",
    label=gettext_lazy("Ask about a video"),
    explain=_today,
    run=_ask,
    form=AskForm,
    refusals=(OpinionRefused,),
    icon="psychology",
    then=lambda row: reverse("admin:scoring_opinionrequest_changelist"),
)


@admin.register(Opinion)
class OpinionAdmin(FactAdmin):
    """Answers, newest first: what was read of them, and how they came."""

    list_display = ("video", "outcome_label", "ratings", "model", "prompt_version", "answered_at")
    list_filter = ("outcome", "model", "prompt_version", "answered_at")
    list_select_related = ("video",)
    search_fields = ("video__external_id", "video__creator__handle")
    ordering = ("-pk",)
    fields = (
        ("video", "outcome", "reason"),
        ("model", "model_version", "prompt_version"),
        "read",
        "as_it_came",
        ("sha256", "caption_sha256"),
        ("input_tokens", "output_tokens", "answered_at"),
    )
    readonly_fields = ("read", "as_it_came")
    list_acts = (ASK,)

    def get_queryset(self, request: Any) -> Any:
        """Leave the long answers where they are, in a list."""
        return super().get_queryset(request).defer("raw")

    @display(
        description=gettext_lazy("Outcome"),
        ordering="outcome",
        label={"read": "success", "refused": "warning", "unreadable": "danger"},
    )
    def outcome_label(self, row: Opinion) -> tuple[str, str]:
        """Show the outcome in its colour."""
        return row.outcome, row.get_outcome_display()

    @display(description=gettext_lazy("Picture · sound · text · mood"))
    def ratings(self, row: Opinion) -> str:
        """Show the numbers."""
        if not row.values:
            return "–"
        names = ("visual", "audio", "text", "sentiment")
        return " · ".join(
            "–" if row.values[name] is None else str(row.values[name]) for name in names
        )

    @display(description=gettext_lazy("As it was read"))
    def read(self, row: Opinion) -> str:
        """Show the values that count."""
        if row.values is None:
            return _("It doesn’t count.")
        return format_html("<pre>{}</pre>", json.dumps(row.values, indent=2, sort_keys=True))

    @display(description=gettext_lazy("As it came"))
    def as_it_came(self, row: Opinion) -> str:
        """Show the answer itself, as text and nothing else."""
        return format_html('<pre style="white-space: pre-wrap">{}</pre>', row.raw)


@admin.register(OpinionRequest)
class OpinionRequestAdmin(FactAdmin):
    """What waits to be asked about, what is under way, and why something isn't answered."""

    list_display = ("video", "state_label", "stage", "cause", "in_words", "requested_at")
    list_filter = ("state", "cause", "problem", "requested_at")
    list_select_related = ("video",)
    search_fields = ("video__external_id", "video__creator__handle")
    ordering = ("-requested_at",)
    fields = (
        ("video", "state", "stage"),
        "in_words",
        ("cause", "requested_by", "attempts"),
        ("requested_at", "claimed_at", "retry_at", "finished_at"),
        ("remote_name", "remote_since"),
        "sha256",
    )
    readonly_fields = ("in_words",)
    list_acts = (ASK,)
    acts = (
        Act(
            name="again",
            label=gettext_lazy("Ask again"),
            explain=_today,
            run=_again,
            refusals=(OpinionRefused,),
            may=lambda row, actor: row is not None and row.state != OpinionRequest.State.ASKING,
            icon="refresh",
        ),
    )

    @display(
        description=gettext_lazy("State"),
        ordering="state",
        label={"waiting": "info", "asking": "primary", "done": "success", "failed": "danger"},
    )
    def state_label(self, row: OpinionRequest) -> tuple[str, str]:
        """Show the state in its colour."""
        return row.state, row.get_state_display()

    @display(description=gettext_lazy("In words"), ordering="problem")
    def in_words(self, row: OpinionRequest) -> str:
        """Say why there is no answer."""
        return sentence(row.problem) or "–"
