"""The lists of spammers' hosts that were brought in; the newest is in force."""

from django.contrib import admin
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from creatorspark.core.admin.acts import FactAdmin
from fraud.models import SpamHostList


@admin.register(SpamHostList)
class SpamHostListAdmin(FactAdmin):
    """Versions, each with where it came from."""

    list_display = ("brought_at", "count", "lines_left_out", "licence", "source")
    ordering = ("-pk",)

    @display(description=gettext_lazy("Lines left out"))
    def lines_left_out(self, row: SpamHostList) -> int:
        """Show how many lines don't count."""
        return len(row.left_out)
