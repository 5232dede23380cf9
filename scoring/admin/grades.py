"""Engagement grades: read only, with the sentence their creators read."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from creatorspark.core.admin.acts import Act, FactAdmin, Order
from scoring.admin.originality import record_act
from scoring.models import EngagementGrade
from scoring.services.engagement.explaining import explain
from scoring.services.engagement.wording import decimals
from scoring.services.jobs import request_grading


def _grade(order: Order) -> str:
    request_grading(actor=order.actor, now=order.now)
    return _("The grading is queued; its progress is under Jobs.")


@admin.register(EngagementGrade)
class EngagementGradeAdmin(FactAdmin):
    """One grading a row; the current one of a video is marked."""

    list_display = ("video", "letter", "share", "state", "views", "rate_shown", "computed_at")
    list_filter = ("is_current", "letter", "state", "off_age", "policy")
    list_select_related = ("video",)
    search_fields = ("video__external_id", "video__creator__handle", "video__caption")
    ordering = ("-pk",)
    fields = (
        ("video", "letter", "share"),
        ("state", "is_current", "off_age"),
        "sentence",
        "compared_with",
        ("views", "likes", "comments", "shares", "saves", "watch_through"),
        ("rate", "plain_rate"),
        ("policy", "reference", "snapshot"),
        "computed_at",
    )
    readonly_fields = ("share", "sentence", "compared_with")
    acts = (record_act(lambda row: row.video_id),)
    list_acts = (
        Act(
            name="grade",
            label=gettext_lazy("Grade now"),
            explanation=gettext_lazy(
                "Grades every video that has reached scoring age and has no grade, and those whose "
                "counts were corrected. All other grades stay as they are."
            ),
            run=_grade,
            icon="grade",
        ),
    )

    @display(description=gettext_lazy("Score"), ordering="score")
    def share(self, row: EngagementGrade) -> str:
        """Show the score, a dash where there is none."""
        return decimals(row.score, 3) if row.letter else "–"

    @display(description=gettext_lazy("Engagements per 100 views"), ordering="plain_rate")
    def rate_shown(self, row: EngagementGrade) -> str:
        """Show the plain rate."""
        return decimals(row.plain_rate * 100, 1)

    @display(description=gettext_lazy("In words"))
    def sentence(self, row: EngagementGrade) -> str:
        """Say what its creator reads."""
        return explain(row).sentence

    @display(description=gettext_lazy("Compared with"))
    def compared_with(self, row: EngagementGrade) -> str:
        """Name the cohort and its size."""
        explained = explain(row)
        return _("%(cohort)s: %(n)d videos") % {
            "cohort": explained.cohort_words,
            "n": explained.sample_size,
        }
