"""Quality: measurements of files, ratings and references, read only."""

import json
from typing import Any

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from creatorspark.core.admin.acts import Act, FactAdmin, Order
from scoring.domain.quality import Part
from scoring.models import Measurement, MeasuringFailure, QualityAssessment, QualityReference
from scoring.services.originality.wording import problem_sentence
from scoring.services.quality.asking import MeasuringRefused, measure_file_again
from scoring.services.quality.documents import read_advice
from scoring.services.quality.fixes import NAMES
from scoring.services.quality.labels import LABELS, PARTS
from scoring.services.quality.wording import measured_words

GOOD, FAIR = 70, 50


def _again(order: Order) -> str:
    measure_file_again(sha256=order.row.sha256, actor=order.actor, now=order.now)
    return _("Asked. The ratings follow in a minute or so, if the file can be read.")


AGAIN = Act(
    name="again",
    label=gettext_lazy("Try again"),
    explanation=gettext_lazy("The file is read once more, for its fingerprint and its measures."),
    run=_again,
    refusals=(MeasuringRefused,),
    icon="refresh",
)


@admin.register(QualityAssessment)
class QualityAssessmentAdmin(FactAdmin):
    """One rating a row; the current one of a video or clip is marked."""

    list_display = ("of", "overall_label", "visual", "audio", "text", "model_version", "current")
    list_filter = ("is_current", "policy", "model_version", "measures_version", "computed_at")
    list_select_related = ("video", "submission")
    search_fields = ("video__external_id", "video__creator__handle", "video__caption", "=sha256")
    ordering = ("-pk",)
    fields = (
        ("video", "submission", "is_current"),
        ("overall", "visual", "audio", "text"),
        "criteria",
        "feedback",
        ("policy", "model_version", "measures_version"),
        "file_digest",
        ("measurement", "computed_at"),
    )
    readonly_fields = ("criteria", "feedback", "file_digest")

    @display(description=gettext_lazy("Of"))
    def of(self, row: QualityAssessment) -> str:
        """Name the video; a clip by its number, since nobody else reads its words."""
        return str(row.video) if row.video_id else _("Clip %s") % str(row.submission_id)[:8]

    @display(
        description=gettext_lazy("Overall"),
        label={"good": "success", "fair": "warning", "poor": "danger"},
        ordering="overall",
    )
    def overall_label(self, row: QualityAssessment) -> tuple[str, str]:
        """Show the rating in a colour."""
        colour = "good" if row.overall >= GOOD else "fair" if row.overall >= FAIR else "poor"
        return colour, str(row.overall)

    @display(description=gettext_lazy("Current"), boolean=True, ordering="is_current")
    def current(self, row: QualityAssessment) -> bool:
        """Say whether it stands."""
        return row.is_current

    @display(description=gettext_lazy("Criteria"))
    def criteria(self, row: QualityAssessment) -> str:
        """List what made each part's rating."""
        return format_html_join(
            "",
            "<p><strong>{} {}</strong> ({} – {})<br>{}</p>",
            (
                (PARTS[part], found["value"], found["low"], found["high"], _scores(found))
                for part in Part
                if (found := row.ratings.get(part.value))
            ),
        )

    @display(description=gettext_lazy("What to change"))
    def feedback(self, row: QualityAssessment) -> str:
        """List the advice, the most points first."""
        return format_html_join(
            "",
            "<p>{}: {} (+{})</p>",
            (
                (NAMES[one.cause], measured_words(one.measure, one.value), one.points)
                for one in read_advice(row.advice)
            ),
        )

    @display(description=gettext_lazy("SHA-256 of the file"))
    def file_digest(self, row: QualityAssessment) -> str:
        """Show the digest so that it breaks on a phone."""
        return _digest(row.sha256)


@admin.register(Measurement)
class MeasurementAdmin(FactAdmin):
    """What one version of the measures found in a file."""

    list_display = ("sha256", "seconds", "has_sound", "version", "made_at")
    list_filter = ("version", "has_sound", "made_at")
    search_fields = ("=sha256",)
    ordering = ("-pk",)
    fields = ("file_digest", "version", ("seconds", "has_sound", "made_at"), "values", "whole")
    readonly_fields = ("file_digest", "values", "whole")

    @display(description=gettext_lazy("SHA-256 of the file"))
    def file_digest(self, row: Measurement) -> str:
        """Show the digest so that it breaks on a phone."""
        return _digest(row.sha256)

    @display(description=gettext_lazy("Measures"))
    def values(self, row: Measurement) -> str:
        """List every value with its unit."""
        return format_html_join(
            "",
            "{}: {}<br>",
            (
                (LABELS.get(name, name), measured_words(name, value) or "–")
                for name, value in row.content["values"].items()
            ),
        )

    @display(description=gettext_lazy("As stored"))
    def whole(self, row: Measurement) -> str:
        """Show the document whole, folded: it has a line for each second of each series."""
        return format_html(
            "<details><summary>{}</summary>"
            '<pre class="break-all whitespace-pre-wrap">{}</pre></details>',
            _("JSON"),
            json.dumps(row.content, ensure_ascii=False),
        )


@admin.register(MeasuringFailure)
class MeasuringFailureAdmin(FactAdmin):
    """Files that couldn't be measured, and why."""

    list_display = ("sha256", "sentence", "attempts", "retry_at", "failed_at")
    list_filter = ("problem", "version", "failed_at")
    search_fields = ("=sha256",)
    ordering = ("-pk",)
    acts = (AGAIN,)

    @display(description=gettext_lazy("Problem"), ordering="problem")
    def sentence(self, row: MeasuringFailure) -> str:
        """Say what was wrong."""
        return problem_sentence(row.problem) or _("Being read")


@admin.register(QualityReference)
class QualityReferenceAdmin(FactAdmin):
    """How ratings spread over a niche; the newest row of each rules."""

    list_display = ("__str__", "cohort", "size", "middle", "model_version", "made_at")
    list_filter = ("model_version", "cohort", "made_at")
    ordering = ("-pk",)

    @display(description=gettext_lazy("Median overall"))
    def middle(self, row: QualityReference) -> Any:
        """Show the middle of the overall ratings."""
        return row.grids["overall"][50]


def _digest(sha256: str) -> str:
    return format_html('<span class="break-all">{}</span>', sha256 or "–")


def _scores(found: Any) -> str:
    return ", ".join(
        f"{LABELS.get(one['measure'], one['measure'])} {one['score']:.0f}"
        f" ({measured_words(one['measure'], one['value']) or '–'})"
        for one in found["criteria"]
    )
