"""Engagement grades: read only, with the sentence their creators read."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from creatorspark.core.admin.acts import Act, FactAdmin, Order
from scoring.admin.originality import record_act
from scoring.models import EngagementGrade
from scoring.selectors import UNKNOWN
from scoring.services.engagement.explaining import explain
from scoring.services.engagement.wording import decimals, grouped
from scoring.services.jobs import request_grading

HOW = {
    EngagementGrade.State.GRADED: gettext_lazy("In its cohort"),
    EngagementGrade.State.ABSOLUTE: gettext_lazy("Fixed cut-offs"),
    EngagementGrade.State.TOO_EARLY: gettext_lazy("Too early"),
    EngagementGrade.State.NEEDS_REVIEW: gettext_lazy("Needs review"),
}


def _grade(order: Order) -> str:
    request_grading(actor=order.actor, now=order.now)
    return _("The grading is queued; its progress is under Jobs.")


@admin.register(EngagementGrade)
class EngagementGradeAdmin(FactAdmin):
    """One grading a row; the current one of a video is marked."""

    list_display = (
        "video",
        "letter_label",
        "share",
        "how",
        "views_shown",
        "per_100",
        "computed_at",
    )
    list_filter = ("is_current", "letter", "state", "off_age", "policy")
    list_select_related = ("video",)
    search_fields = ("video__external_id", "video__creator__handle", "video__caption")
    ordering = ("-pk",)
    fields = (
        ("video", "letter"),
        ("share", "is_current"),
        "sentence",
        "compared_with",
        "counts",
        "off_age",
        ("weighted_rate", "per_100"),
        ("policy", "snapshot"),
        "reference",
        "computed_at",
    )
    readonly_fields = (
        "share",
        "sentence",
        "compared_with",
        "counts",
        "weighted_rate",
        "per_100",
    )
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

    @display(
        description=gettext_lazy("Letter"),
        label={"A": "success", "B": "success", "C": "info", "D": "warning", "E": "danger"},
        ordering="letter",
    )
    def letter_label(self, row: EngagementGrade) -> tuple[str, str]:
        """Show the letter in its colour."""
        letter = EngagementGrade.Letter(row.letter).label
        return letter, letter

    @display(description=gettext_lazy("Score"), ordering="score")
    def share(self, row: EngagementGrade) -> str:
        """Show the score, a dash where there is none."""
        return decimals(row.score, 3) if row.letter else "–"

    @display(description=gettext_lazy("How"), ordering="state")
    def how(self, row: EngagementGrade) -> str:
        """Say in a word or two how the letter came about."""
        return str(HOW[EngagementGrade.State(row.state)])

    @display(description=gettext_lazy("Views"), ordering="views")
    def views_shown(self, row: EngagementGrade) -> str:
        """Show the views that counted."""
        return grouped(row.views)

    @display(description=gettext_lazy("Engagements per 100 views"), ordering="plain_rate")
    def per_100(self, row: EngagementGrade) -> str:
        """Show the plain rate."""
        return decimals(row.plain_rate * 100, 1)

    @display(description=gettext_lazy("Weighted rate per view"))
    def weighted_rate(self, row: EngagementGrade) -> str:
        """Show the rate that is compared."""
        return decimals(row.rate, 5)

    @display(description=gettext_lazy("Counts"))
    def counts(self, row: EngagementGrade) -> str:
        """Name what was counted at scoring age, less what doesn't count."""
        counted = (
            (_("views"), row.views),
            (_("likes"), row.likes),
            (_("comments"), row.comments),
            (_("shares"), row.shares),
            (_("saves"), row.saves),
        )
        parts = [f"{grouped(number)} {name}" for name, number in counted if number != UNKNOWN]
        if row.watch_through != UNKNOWN:
            parts.append(_("%(share)s%% watched") % {"share": decimals(row.watch_through * 100, 1)})
        return ", ".join(parts)

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
