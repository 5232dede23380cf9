"""Frozen cohorts: what was normal for videos of a kind in a month."""

import json

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from creatorspark.core.admin.acts import FactAdmin
from scoring.domain.points.cohorts import Step
from scoring.models import CohortReference

STEPS = {
    Step.EXACT: gettext_lazy("The exact cohort"),
    Step.NO_NICHE: gettext_lazy("Any topic"),
    Step.WIDE_WINDOW: gettext_lazy("Any topic, more months"),
    Step.NO_LENGTH: gettext_lazy("Any topic and length, more months"),
    Step.EVERYONE: gettext_lazy("Too few on every step"),
}


@admin.register(CohortReference)
class CohortReferenceAdmin(FactAdmin):
    """Computed once and never again."""

    list_display = ("cohort", "period", "policy", "compared_with", "sample_size", "bootstrap")
    list_filter = ("policy", "period", "level", "bootstrap")
    list_select_related = ("policy",)
    search_fields = ("cohort", "sha256")
    ordering = ("-period", "cohort")
    fields = (
        ("cohort", "period", "policy"),
        ("compared_with", "sample_size"),
        ("window_start", "window_end", "bootstrap"),
        "digest",
        "computed_at",
        "numbers",
    )
    readonly_fields = ("compared_with", "digest", "numbers")

    @display(description=gettext_lazy("Compared with"))
    def compared_with(self, row: CohortReference) -> str:
        """Say how far the cohort was widened."""
        said = STEPS.get(Step(row.level))
        return str(said) if said else _("Everyone")

    @display(description=gettext_lazy("Frozen numbers"))
    def numbers(self, row: CohortReference) -> SafeString:
        """Show what was frozen."""
        plain = {name: value for name, value in row.parameters.items() if name != "grid"}
        text = json.dumps(plain, indent=2)
        return format_html("<pre>{}</pre>{}", text, _grid(row.parameters.get("grid", [])))

    @display(description=gettext_lazy("SHA-256"))
    def digest(self, row: CohortReference) -> str:
        """Return the hash with places to break it, or it widens a phone's page."""
        parts = [(row.sha256[start : start + 8],) for start in range(0, 64, 8)]
        return format_html_join(mark_safe("<wbr>"), "{}", parts)


def _grid(quantiles: list[float]) -> SafeString:
    """Write a grid ten quantiles a line; lines break where a phone needs it."""
    lines = (
        (start, " ".join(f"{value:.6f}" for value in quantiles[start : start + 10]))
        for start in range(0, len(quantiles), 10)
    )
    return format_html_join(mark_safe("<br>"), "{} %: {}", lines)
