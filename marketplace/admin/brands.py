"""Brands: who they are, what they sell, whom they belong to, whom they stand against."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.enums import ActionVariant

from creatorspark.core.admin.acts import Act, FactAdmin, Order, Reason
from marketplace.admin.brand_forms import Describe, Industries, Parent, Rival
from marketplace.models import Brand
from marketplace.selectors.wording import shown
from marketplace.services import brands, families


class Verified(admin.SimpleListFilter):
    """Whether staff have checked who it is."""

    title = gettext_lazy("verified")
    parameter_name = "verified"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer both."""
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Brand]) -> QuerySet[Brand]:
        """Keep the chosen ones."""
        if self.value() in {"yes", "no"}:
            return queryset.filter(verified_at__isnull=self.value() == "no")
        return queryset


def _describe(order: Order) -> str:
    brands.describe(order.row, **order.answers, actor=order.actor, now=order.now)
    return _("Changed. What it sells and its rivals were read again.")


def _described(row: Brand) -> dict[str, Any]:
    return {
        "website": row.website,
        "goals": row.goals,
        "activities": row.activities,
        "ages": row.target_ages,
        "genders": row.target_genders,
        "markets": ", ".join(row.target_markets),
    }


def _set_industries(order: Order) -> str:
    brands.set_industries(order.row, **order.answers, actor=order.actor, now=order.now)
    return _("Changed. Rivals that were only suggested were looked at again.")


def _set_parent(order: Order) -> str:
    families.set_parent(order.row, **order.answers, actor=order.actor, now=order.now)
    return _("Changed. No rule changes it any more.")


def _add_rival(order: Order) -> str:
    families.set_rivals(order.row, **order.answers, active=True, actor=order.actor, now=order.now)
    return _("They are rivals now.")


def _verify(order: Order) -> str:
    brands.verify(order.row, verified=True, actor=order.actor, now=order.now)
    return _("Verified. Creators see it beside the brand's name.")


def _unverify(order: Order) -> str:
    brands.verify(order.row, verified=False, actor=order.actor, now=order.now)
    return _("No longer verified.")


def _suspend(order: Order) -> str:
    brands.suspend(order.row, **order.answers, actor=order.actor, now=order.now)
    return _("Suspended. Its briefs are closed, and offers without an answer are taken back.")


def _resume(order: Order) -> str:
    brands.resume(order.row, **order.answers, actor=order.actor, now=order.now)
    return _("It can ask creators again, once it opens its briefs.")


@admin.register(Brand)
class BrandAdmin(FactAdmin):
    """Companies that look for creators, as given and as understood."""

    list_display = ("name", "parent_label", "sells", "target", "is_checked", "created_at")
    list_filter = (Verified, "parent_source", "industries_source", "is_demo")
    list_select_related = ("parent",)
    search_fields = ("name", "external_id", "goals")
    ordering = ("name",)
    fields = (
        ("name", "website"),
        "external_id",
        ("parent", "parent_source"),
        ("sells", "industries_source"),
        "why",
        "target",
        "goals",
        "activities",
        "rivals",
        ("verified_at", "verified_by"),
        ("suspended_at", "is_demo"),
        "as_given",
        ("created_at", "updated_at"),
    )
    readonly_fields = ("sells", "why", "target", "rivals", "as_given")
    acts = (
        Act(
            name="describe",
            label=gettext_lazy("Change goals and target"),
            run=_describe,
            form=Describe,
            initial=_described,
            refusals=(brands.BrandError,),
        ),
        Act(
            name="industries",
            label=gettext_lazy("Say what it sells"),
            run=_set_industries,
            form=Industries,
            initial=lambda row: {"industries": [one["industry"] for one in row.industries]},
        ),
        Act(
            name="parent",
            label=gettext_lazy("Set the parent company"),
            run=_set_parent,
            form=Parent,
            initial=lambda row: {"parent": row.parent_id},
            refusals=(families.FamilyError,),
            explanation=gettext_lazy(
                "A creator's five best brands hold one of a family, and a family has no rivals "
                "inside."
            ),
        ),
        Act(
            name="rival",
            label=gettext_lazy("Add a rival"),
            run=_add_rival,
            form=Rival,
            refusals=(families.FamilyError,),
        ),
        Act(
            name="verify",
            label=gettext_lazy("Verify"),
            run=_verify,
            may=lambda row, actor: not row.is_verified,
            explanation=gettext_lazy("Say that you have checked who this brand is."),
            variant=ActionVariant.PRIMARY,
        ),
        Act(
            name="unverify",
            label=gettext_lazy("Take the verification back"),
            run=_unverify,
            may=lambda row, actor: row.is_verified,
            variant=ActionVariant.DANGER,
        ),
        Act(
            name="suspend",
            label=gettext_lazy("Suspend"),
            run=_suspend,
            form=Reason,
            may=lambda row, actor: not row.is_suspended,
            explanation=gettext_lazy(
                "It asks no more creators: its briefs close and offers without an answer are "
                "taken back. Accepted work goes on."
            ),
            variant=ActionVariant.DANGER,
        ),
        Act(
            name="resume",
            label=gettext_lazy("Let it ask again"),
            run=_resume,
            form=Reason,
            may=lambda row, actor: row.is_suspended,
        ),
    )

    @display(description=gettext_lazy("Parent"), ordering="parent__name")
    def parent_label(self, row: Brand) -> str:
        """Name the parent, and say when it is only suggested."""
        if row.parent is None:
            return "—"
        suggested = row.parent_source == Brand.ParentSource.SUGGESTED
        return _("%(name)s (suggested)") % {"name": row.parent} if suggested else str(row.parent)

    @display(description=gettext_lazy("Sells"))
    def sells(self, row: Brand) -> str:
        """Name what it sells with the shares."""
        return shown("industries", row.industries) or _("not known")

    @display(description=gettext_lazy("Words that tell"))
    def why(self, row: Brand) -> str:
        """Name the words that its industries were read from."""
        words = [word for one in row.industries for word in one.get("because", [])]
        return ", ".join(dict.fromkeys(words)) or "—"

    @display(description=gettext_lazy("Wants"))
    def target(self, row: Brand) -> str:
        """Say whom it wants to reach."""
        markets = ", ".join(row.target_markets) or _("the whole world")
        ages = row.target_ages or _("all ages")
        genders = ", ".join(row.target_genders) or _("everybody")
        return f"{ages}; {genders}; {markets}"

    @display(description=gettext_lazy("Verified"), boolean=True, ordering="verified_at")
    def is_checked(self, row: Brand) -> bool:
        """Say whether staff have checked who it is."""
        return row.is_verified

    @display(description=gettext_lazy("Rivals"))
    def rivals(self, row: Brand) -> str:
        """Name the brands it stands against."""
        pairs = [
            *row.rivalries_as_first.filter(active=True).select_related("second"),
            *row.rivalries_as_second.filter(active=True).select_related("first"),
        ]
        names = sorted(str(one.second if one.first_id == row.pk else one.first) for one in pairs)
        return ", ".join(names) or "—"

    @display(description=gettext_lazy("As the file gave it"))
    def as_given(self, row: Brand) -> str:
        """Show the untouched row."""
        if not row.original:
            return "—"
        return format_html(
            '<pre style="white-space: pre-wrap; overflow-wrap: anywhere">{}</pre>',
            json.dumps(row.original, indent=2, ensure_ascii=False),
        )
