"""Points that videos scored: read only; what was paid for them is under Points awarded."""

from django.contrib import admin

from creatorspark.core.admin.acts import FactAdmin
from scoring.models import PointsScore


@admin.register(PointsScore)
class PointsScoreAdmin(FactAdmin):
    """One scoring a row; the current one is marked."""

    list_display = ("video", "points", "policy", "off_age", "is_current", "computed_at")
    list_filter = ("is_current", "policy", "off_age")
    list_select_related = ("video", "policy")
    raw_id_fields = ("video", "snapshot", "reference")
    search_fields = ("video__external_id", "video__creator__handle")
    ordering = ("-pk",)
