"""Runs of matching: how good their lists are, what they rest on, and a run now."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.enums import ActionVariant

from creatorspark.core.admin.acts import Act, FactAdmin, Order
from marketplace.domain.matching.explaining import Factor
from marketplace.models import MatchRun
from marketplace.selectors.saying import FACTOR_LABELS
from marketplace.services.runs import exporting, requesting

EXPORTS: Final = {
    "recommendations": (gettext_lazy("Recommendations"), exporting.recommendations_csv),
    "features": (gettext_lazy("Features"), exporting.features_csv),
    "similarity": (gettext_lazy("Similarity"), exporting.similarity_csv),
    "merged": (gettext_lazy("Merged table"), exporting.merged_csv),
}
DIRECTIONS: Final = {
    "brands_for_creators": gettext_lazy("Brands for creators"),
    "creators_for_brands": gettext_lazy("Creators for brands, first five"),
    "creators_for_briefs": gettext_lazy("Creators for briefs, first five"),
}
READABLE: Final = (MatchRun.State.READY, MatchRun.State.RETIRED)


def _make(order: Order) -> str:
    requesting.request_run(full=True, actor=order.actor, now=order.now, soon=True)
    return _("A run is in the queue; pages keep the last one until it is whole.")


@admin.register(MatchRun)
class MatchRunAdmin(FactAdmin):
    """Computations of who suits whom; the last three are kept."""

    list_display = ("version", "state", "people", "brands_shown", "evenness", "took", "finished_at")
    list_filter = ("state",)
    ordering = ("-version",)
    fields = (
        ("version", "state", "policy"),
        ("started_at", "finished_at", "took"),
        "people",
        "measures",
        "gaps",
        "learned",
        "files",
        "digest",
        "error",
    )
    readonly_fields = ("people", "measures", "gaps", "learned", "files", "digest", "took")
    list_acts = (
        Act(
            name="make",
            label=gettext_lazy("Make a run now"),
            run=_make,
            variant=ActionVariant.PRIMARY,
            explanation=gettext_lazy(
                "Looks at every creator anew. It happens every night by itself, and soon after "
                "a brand, a brief, a listing or an audience changed."
            ),
        ),
    )

    @display(description=gettext_lazy("Held against each other"))
    def people(self, row: MatchRun) -> str:
        """Say how many were compared."""
        if not row.quality:
            return "—"
        return _("%(creators)s creators, %(brands)s brands, %(briefs)s briefs") % {
            name: f"{row.quality.get(name, 0):,}" for name in ("creators", "brands", "briefs")
        }

    @display(description=gettext_lazy("Brands shown"))
    def brands_shown(self, row: MatchRun) -> str:
        """Say which part of the brands any creator sees."""
        found = row.quality.get("brands_for_creators")
        return f"{found['shown']:.0%}" if found else "—"

    @display(description=gettext_lazy("Gini of brands"))
    def evenness(self, row: MatchRun) -> str:
        """Say how evenly brands are shown: 0 all alike, 1 only one."""
        found = row.quality.get("brands_for_creators")
        return f"{found['gini']:.2f}" if found else "—"

    @display(description=gettext_lazy("Took"))
    def took(self, row: MatchRun) -> str:
        """Say how long it took."""
        seconds = row.quality.get("seconds")
        return "—" if seconds is None else _("%(seconds)s s") % {"seconds": f"{seconds:,.1f}"}

    @display(description=gettext_lazy("Quality of the lists"))
    def measures(self, row: MatchRun) -> str:
        """Show spread and scores of each kind of list."""
        if not row.quality:
            return "—"
        heads = (_("Lists"), _("How many"), _("Empty"), _("Shown"), _("Gini"), _("Mean score"))
        return format_html(
            '<div style="overflow-x: auto; max-width: calc(100vw - 5rem)"><table class="w-full">'
            "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
            format_html_join("", '<th class="text-left pr-6">{}</th>', ((one,) for one in heads)),
            format_html_join(
                "",
                "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                (
                    _cells(label, row.quality[name])
                    for name, label in DIRECTIONS.items()
                    if row.quality.get(name, {}).get("lists")
                ),
            ),
        )

    @display(description=gettext_lazy("Doubts"))
    def gaps(self, row: MatchRun) -> str:
        """Say how many places have a warning, and what is not known how often."""
        if not row.quality:
            return "—"
        unknown = row.quality.get("not_known", {})
        told = ", ".join(
            f"{FACTOR_LABELS[Factor(name)]} {share:.0%}" for name, share in unknown.items()
        ) or _("nothing")
        return _("%(warned)s of the places carry a warning; not known: %(told)s.") % {
            "warned": f"{row.quality.get('with_warning', 0):.0%}",
            "told": told,
        }

    @display(description=gettext_lazy("Learned from choices"))
    def learned(self, row: MatchRun) -> str:
        """Say what shortlists, offers and refusals taught, and whether it is used."""
        found = row.quality.get("learned")
        if not found:
            return "—"
        if "before" not in found:
            return _("Off: %(choices)s choices in %(briefs)s briefs are too few to learn from.") % {
                "choices": found["choices"],
                "briefs": found["briefs"],
            }
        used = _("in use") if "weights" in found else _("off, since that isn't better enough")
        return _(
            "On briefs it wasn't learned from, %(after)s of pairs in the right order instead of "
            "%(before)s: %(used)s."
        ) % {"before": f"{found['before']:.1%}", "after": f"{found['after']:.1%}", "used": used}

    @display(description=gettext_lazy("As CSV"))
    def files(self, row: MatchRun) -> str:
        """Link to what can be taken out."""
        if row.state not in READABLE:
            return "—"
        name = f"{self.admin_site.name}:marketplace_matchrun_csv"
        return format_html_join(
            " · ",
            '<a class="text-primary-600" href="{}">{}</a>',
            ((reverse(name, args=[row.pk, kind]), label) for kind, (label, _e) in EXPORTS.items()),
        )

    @display(description=gettext_lazy("SHA-256 of all its lists"))
    def digest(self, row: MatchRun) -> str:
        """Show the digest so that it breaks on a phone."""
        if not row.sha256:
            return "—"
        return format_html('<span style="overflow-wrap: anywhere">{}</span>', row.sha256)

    def get_urls(self) -> list[URLPattern]:
        """Add the files of a run."""
        view = self.admin_site.admin_view(self.file)
        return [
            path("<int:pk>/csv/<slug:kind>/", view, name="marketplace_matchrun_csv"),
            *super().get_urls(),
        ]

    def file(self, request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
        """Give one of the files of a run, line by line."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = MatchRun.objects.filter(pk=pk, state__in=READABLE).first()
        if row is None or kind not in EXPORTS:
            raise Http404
        lines = EXPORTS[kind][1](row, now=timezone.now())
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{kind}-{row.version}.csv"'
        return answer


def _cells(label: Any, found: Mapping[str, float]) -> tuple[Any, ...]:
    return (
        label,
        f"{found['lists']:,}",
        f"{found['empty']:,}",
        f"{found['shown']:.0%}",
        f"{found['gini']:.2f}",
        f"{found['score']:.2f}",
    )
