"""What models read off pictures. Labels are for the staff's review and are shown nowhere else."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from creatorspark.core.admin.acts import FactAdmin
from creatorspark.core.models import Video
from scoring.models import FrameReading
from scoring.services.screen.report import report_of


class LabelledFilter(admin.SimpleListFilter):
    """Readings that found anything."""

    title = gettext_lazy("found")
    parameter_name = "found"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer what may have been found."""
        return [
            ("labels", _("Labels to look at")),
            ("words", _("Text on screen")),
            ("problem", _("Couldn’t be read")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows that found it."""
        match self.value():
            case "labels":
                return queryset.filter(kind="safety").exclude(content__labels=[]).filter(problem="")
            case "words":
                return queryset.filter(kind="text", problem="").exclude(content__words="")
            case "problem":
                return queryset.exclude(problem="")
        return queryset


@admin.register(FrameReading)
class FrameReadingAdmin(FactAdmin):
    """One file read by one version of a model."""

    list_display = ("short", "kind", "said", "frames", "version", "made_at")
    list_filter = ("kind", LabelledFilter, "made_at")
    search_fields = ("sha256",)
    ordering = ("-pk",)
    fields = (
        ("kind", "version", "made_at"),
        "sha256",
        "videos",
        "said",
        "details",
        ("frames", "problem"),
        "note",
    )
    readonly_fields = ("videos", "said", "details", "note")

    @display(description=gettext_lazy("File"))
    def short(self, row: FrameReading) -> str:
        """Show the beginning of the digest."""
        return row.sha256[:12]

    @display(description=gettext_lazy("Videos with this file"))
    def videos(self, row: FrameReading) -> str:
        """Name the videos that have the file now."""
        found = Video.objects.filter(sha256=row.sha256).values_list("external_id", flat=True)
        return ", ".join(found[:10]) or "–"

    @display(description=gettext_lazy("Read"))
    def said(self, row: FrameReading) -> str:
        """Say in a few words what was read."""
        if row.problem:
            return row.problem
        if row.kind == FrameReading.Kind.SAFETY:
            return ", ".join(row.content["labels"]) or _("nothing to look at")
        return row.content["words"][:200] or _("no text")

    @display(description=gettext_lazy("When"))
    def details(self, row: FrameReading) -> str:
        """Give the moments."""
        if row.problem:
            return "–"
        if row.kind == FrameReading.Kind.TEXT:
            lines = report_of(row.content).lines
            return (
                "; ".join(
                    f"{one.start:.1f}–{one.end:.1f} s “{one.text}” {one.score:.0f}" for one in lines
                )
                or "–"
            )
        moments = row.content["moments"]
        return (
            "; ".join(
                f"{one['at']:.1f} s: "
                + ", ".join(f"{x['label']} {x['score']}" for x in one["labels"])
                for one in moments
            )
            or "–"
        )

    @display(description=gettext_lazy("What it means"))
    def note(self, row: FrameReading) -> str:
        """Say what may be made of it."""
        if row.kind == FrameReading.Kind.TEXT:
            words = len(row.content.get("words", "").split())
            return ngettext("%(n)d word.", "%(n)d words.", words) % {"n": words}
        return _(
            "A model’s guess, often wrong, for a person to look at. It decides nothing, pays "
            "nothing, and creators and brands don’t see it."
        )
