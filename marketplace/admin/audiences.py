"""Audiences and listings of creators: read by staff, with what the source said beside them."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminTextareaWidget,
    UnfoldBooleanSwitchWidget,
)

from creatorspark.core.admin.acts import Act, FactAdmin, Order
from creatorspark.lib.money import format_minor
from marketplace.domain.real_views import Confidence
from marketplace.models import Audience, Listing
from marketplace.selectors.kits import false_views_of
from marketplace.selectors.wording import INDUSTRY_LABELS, industry_label
from marketplace.services import listings


@admin.register(Audience)
class AudienceAdmin(FactAdmin):
    """Who watches a creator, statement by statement."""

    list_display = (
        "creator",
        "source",
        "as_of",
        "is_dated",
        "is_current",
        "ages_label",
        "female",
        "where",
    )
    list_filter = ("source", "is_current", "is_dated", "as_of")
    list_select_related = ("creator",)
    search_fields = ("creator__handle", "creator__display_name")
    ordering = ("-pk",)
    fields = (
        ("creator", "source"),
        ("as_of", "is_dated"),
        ("recorded_at", "is_current"),
        "ages_label",
        ("female", "where"),
        "as_given",
    )
    readonly_fields = ("ages_label", "female", "where", "as_given")

    @display(description=gettext_lazy("Ages"))
    def ages_label(self, row: Audience) -> str:
        """Name the bands that are there."""
        return _percents(row.ages) or _("not known")

    @display(description=gettext_lazy("Female"), ordering="female_share")
    def female(self, row: Audience) -> str:
        """Say how much of it is female."""
        return _("not known") if row.female_share is None else f"{row.female_share:.0%}"

    @display(description=gettext_lazy("Markets"))
    def where(self, row: Audience) -> str:
        """Name the countries."""
        return _percents(row.markets) or _("not known, or the whole world")

    @display(description=gettext_lazy("As the source said it"))
    def as_given(self, row: Audience) -> str:
        """Show the source's own words."""
        return _as_text(row.original)


class Words(forms.Form):
    """What a creator says of itself."""

    about = forms.CharField(
        label=gettext_lazy("About"),
        required=False,
        max_length=2_000,
        widget=UnfoldAdminTextareaWidget,
    )
    topics = forms.CharField(
        label=gettext_lazy("What they make"),
        required=False,
        max_length=4_000,
        widget=UnfoldAdminTextareaWidget,
        help_text=gettext_lazy("Phrases with commas between."),
    )


class Found(forms.Form):
    """Whether brands find it."""

    is_listed = forms.BooleanField(
        label=gettext_lazy("Brands can find it"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    accepts_offers = forms.BooleanField(
        label=gettext_lazy("Brands can send offers"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )


class Refuses(forms.Form):
    """For whom a creator never works."""

    industries = forms.MultipleChoiceField(
        label=gettext_lazy("Never for"),
        required=False,
        choices=[(one.value, label) for one, label in INDUSTRY_LABELS.items()],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )


def _describe(order: Order) -> str:
    listings.describe(order.row, **order.answers, actor=order.actor, now=order.now)
    return _("Changed.")


def _show(order: Order) -> str:
    listings.show(order.row, **order.answers, actor=order.actor, now=order.now)
    return _("Changed. It counts from the next match run on.")


def _refuse(order: Order) -> str:
    row: Listing = order.row
    listings.refuse(
        row,
        **order.answers,
        brands=[*row.refused_brands.all()],
        actor=order.actor,
        now=order.now,
    )
    return _("Changed. It counts from the next match run on.")


CONFIDENCES = {
    Confidence.LOW: gettext_lazy("low"),
    Confidence.FAIR: gettext_lazy("fair"),
    Confidence.HIGH: gettext_lazy("high"),
}


@admin.register(Listing)
class ListingAdmin(FactAdmin):
    """Creators' entries in the marketplace."""

    list_display = ("creator", "what", "is_listed", "accepts_offers", "never", "updated_at")
    list_filter = ("is_listed", "accepts_offers")
    list_select_related = ("creator",)
    search_fields = ("creator__handle", "creator__display_name", "topics_original")
    ordering = ("-pk",)
    fields = (
        "creator",
        "about",
        "what",
        "topics_original",
        ("is_listed", "accepts_offers"),
        ("never", "least"),
        "public_kit",
        ("totals", "reported_on"),
        "false_views",
        "as_given",
        ("created_at", "updated_at"),
    )
    readonly_fields = ("what", "never", "least", "totals", "false_views", "as_given")
    acts = (
        Act(
            name="describe",
            label=gettext_lazy("Change what they make"),
            run=_describe,
            form=Words,
            initial=lambda row: {"about": row.about, "topics": ", ".join(row.topics)},
        ),
        Act(
            name="show",
            label=gettext_lazy("List or take off"),
            run=_show,
            form=Found,
            initial=lambda row: {
                "is_listed": row.is_listed,
                "accepts_offers": row.accepts_offers,
            },
        ),
        Act(
            name="refuse",
            label=gettext_lazy("Say what they refuse"),
            run=_refuse,
            form=Refuses,
            initial=lambda row: {"industries": row.refuses},
        ),
    )

    @display(description=gettext_lazy("Makes"))
    def what(self, row: Listing) -> str:
        """Name the topics."""
        return ", ".join(row.topics) or "—"

    @display(description=gettext_lazy("Never for"))
    def never(self, row: Listing) -> str:
        """Name the refused industries."""
        return ", ".join(industry_label(one) for one in row.refuses) or "—"

    @display(description=gettext_lazy("Least fee"))
    def least(self, row: Listing) -> str:
        """Write the fee below which no offer is sent."""
        return format_minor(row.least_fee, currency=row.currency) if row.least_fee else "—"

    @display(description=gettext_lazy("Totals from a file, not checked"))
    def totals(self, row: Listing) -> str:
        """Show what the file counted."""
        counts = [f"{name} {n:,}" for name, n in row.reported.items() if isinstance(n, int)]
        return ", ".join(counts) or "—"

    @display(description=gettext_lazy("Views found false, estimated"))
    def false_views(self, row: Listing) -> str:
        """Say how much of the last posts' views was false, the likely range, and how sure it is."""
        found = false_views_of(row.creator)
        if found is None:
            return _("not known: no post was counted")
        return _(
            "%(share)s of %(posts)d posts; likely %(low)s to %(high)s; confidence: %(sure)s"
        ) % {
            "share": f"{found.share:.1%}",
            "posts": found.posts,
            "low": f"{found.low:.0%}",
            "high": f"{found.high:.0%}",
            "sure": CONFIDENCES[found.confidence],
        }

    @display(description=gettext_lazy("As the file gave it"))
    def as_given(self, row: Listing) -> str:
        """Show the untouched row."""
        return _as_text(row.original)


def _percents(shares: dict[str, float]) -> str:
    there = [(name, share) for name, share in shares.items() if share >= 0.005]
    return ", ".join(f"{name} {share:.0%}" for name, share in there)


def _as_text(value: dict[str, Any]) -> str:
    if not value:
        return "—"
    return format_html(
        '<pre style="white-space: pre-wrap; overflow-wrap: anywhere">{}</pre>',
        json.dumps(value, indent=2, ensure_ascii=False),
    )
