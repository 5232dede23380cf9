"""Retention curves: read only. Staff bring them in with `manage.py import_retention` or the API."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from creatorspark.core.admin.acts import FactAdmin
from scoring.models import RetentionCurve
from scoring.services.retention.reporting import report_of


@admin.register(RetentionCurve)
class RetentionCurveAdmin(FactAdmin):
    """One curve a row; the current one of a video is marked."""

    list_display = ("video", "source", "seconds", "moments", "given_at", "is_current")
    list_filter = ("is_current", "source")
    list_select_related = ("video", "given_by")
    search_fields = ("video__external_id", "video__creator__handle", "video__caption")
    ordering = ("-pk",)
    fields = (
        ("video", "source"),
        ("seconds", "moments"),
        ("watched", "kept"),
        "where_they_leave",
        ("given_by", "given_at"),
        "is_current",
    )
    readonly_fields = ("moments", "watched", "kept", "where_they_leave")

    @display(description=gettext_lazy("Moments"))
    def moments(self, row: RetentionCurve) -> str:
        """Say how many points the platform gave."""
        return str(len(row.points))

    @display(description=gettext_lazy("Watched on average"))
    def watched(self, row: RetentionCurve) -> str:
        """Show the share of the video that a viewer watches."""
        return f"{report_of(row).mean:.0%}"

    @display(description=gettext_lazy("Still there at the end"))
    def kept(self, row: RetentionCurve) -> str:
        """Show the share of the viewers who see the end."""
        return f"{report_of(row).kept:.0%}"

    @display(description=gettext_lazy("Where most leave"))
    def where_they_leave(self, row: RetentionCurve) -> str:
        """Name the largest falls."""
        found = report_of(row).drops
        if not found:
            return _("Nowhere in particular")
        return "; ".join(
            _("%(start)d to %(end)d s: %(lost)s")
            % {"start": drop.start, "end": drop.end, "lost": f"{drop.lost:.0%}"}
            for drop in found
        )
