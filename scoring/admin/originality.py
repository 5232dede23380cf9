"""Verdicts on originality, and the act by which a person records one."""

from typing import Any

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminSelectWidget

from creatorspark.core.admin.acts import Act, FactAdmin, Order, Reason, offer
from creatorspark.core.admin.facts import VideoAdmin
from scoring.admin.matches import MatchInline
from scoring.models import OriginalityVerdict
from scoring.services.originality import (
    RetryRefused,
    VerdictRefused,
    ask_again,
    record_verdict,
    request_run,
)


class VerdictForm(Reason):
    """The verdict, how alike the nearest earlier video is, and the reason."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Is this video its creator’s own?"),
        # Nothing is preselected: it moves money.
        choices=[("", gettext_lazy("Choose…")), *OriginalityVerdict.Verdict.choices],
        widget=UnfoldAdminSelectWidget,
    )
    similarity = forms.FloatField(
        label=gettext_lazy("Similarity to the nearest earlier video, 0 to 1"),
        help_text=gettext_lazy("Leave it out if you didn’t measure it."),
        widget=UnfoldAdminDecimalFieldWidget,
        min_value=0,
        max_value=1,
        required=False,
    )
    field_order = ("verdict", "similarity", "reason")


def record_act(video_of: Any, *, then: Any = None) -> Act:
    """Return the button "Record a verdict" for a page whose row leads to a video."""

    def run(order: Order) -> str:
        record_verdict(
            video_id=video_of(order.row),
            verdict=order.answers["verdict"],
            similarity=order.answers["similarity"],
            reason=order.answers["reason"],
            actor=order.actor,
            now=order.now,
        )
        return _("Recorded. What was paid stays; a difference follows as a line of its own.")

    return Act(
        name="verdict",
        label=gettext_lazy("Record a verdict"),
        explanation=gettext_lazy(
            "Original videos keep the whole bonus, others half of it. The verdict before this "
            "one, if there is any, stays on record."
        ),
        run=run,
        form=VerdictForm,
        refusals=(VerdictRefused,),
        icon="fingerprint",
        then=then,
    )


def again_act(video_of: Any) -> Act:
    """Return the button "Look again" for a page whose row leads to a video."""

    def run(order: Order) -> str:
        ask_again(video_id=video_of(order.row), actor=order.actor, now=order.now)
        return _("Asked. The verdict follows in a minute or so; a person’s verdict stays.")

    return Act(
        name="again",
        label=gettext_lazy("Look again"),
        explanation=gettext_lazy(
            "The video is compared with the library once more. A new verdict is a new row; what a "
            "person decided stays."
        ),
        run=run,
        refusals=(RetryRefused,),
        icon="refresh",
    )


def _judge_waiting(order: Order) -> str:
    request_run(actor=order.actor, now=order.now)
    return _("Queued as a job; see Jobs for how far it is.")


JUDGE_WAITING = Act(
    name="judge_waiting",
    label=gettext_lazy("Judge what waits"),
    explanation=gettext_lazy(
        "Workers do this by themselves within minutes. As a job you can see how far it is."
    ),
    run=_judge_waiting,
    icon="play_arrow",
)


def _list_of(row: OriginalityVerdict) -> str:
    address = reverse("admin:scoring_originalityverdict_changelist")
    return f"{address}?q={row.video.external_id}"


@admin.register(OriginalityVerdict)
class OriginalityVerdictAdmin(FactAdmin):
    """One verdict a row; the current one of a video is marked. No row: pending."""

    list_display = ("video", "verdict_label", "similarity", "source", "decided_at", "is_current")
    list_filter = ("is_current", "verdict", "source", "decided_at")
    list_select_related = ("video",)
    search_fields = ("video__external_id", "video__creator__handle", "video__caption")
    ordering = ("-pk",)
    fields = (
        ("video", "verdict", "is_current"),
        "similarity",
        "reason",
        ("source", "decided_by", "decided_at"),
        "evidence",
    )
    inlines = (MatchInline,)
    acts = (
        record_act(lambda row: row.video_id, then=_list_of),
        again_act(lambda row: row.video_id),
    )
    list_acts = (JUDGE_WAITING,)

    @display(
        description=gettext_lazy("Verdict"),
        label={"original": "success", "not_original": "danger", "not_judgeable": "warning"},
        ordering="verdict",
    )
    def verdict_label(self, row: OriginalityVerdict) -> tuple[str, str]:
        """Show the verdict in its colour."""
        return row.verdict, row.get_verdict_display()


offer(VideoAdmin, record_act(lambda row: row.pk), again_act(lambda row: row.pk))
