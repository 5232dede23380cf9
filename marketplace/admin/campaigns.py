"""Campaigns of all brands: their versions, how they stand, their offers, and closing one."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display
from unfold.enums import ActionVariant

from creatorspark.core.admin.acts import Act, FactAdmin, Order, Reason
from creatorspark.core.models import AuditEntry
from creatorspark.lib.money import format_minor
from marketplace.domain.campaign_facts import Named
from marketplace.models import Campaign
from marketplace.selectors.campaign_facts import campaign_facts, name_of
from marketplace.selectors.campaigns import changes_of
from marketplace.services import campaigns

OPEN_OFFERS = ("invited", "offered", "countered")
AGREED = ("accepted", "delivered", "disputed", "completed")
CHANGES_SHOWN = 100
LONGEST_VALUE = 200
NOTHING = "–"
MONEY = ("budget", "per_creator_budget")
LABELS = {"open": "success", "draft": "info", "closed": "warning"}


def _close(order: Order) -> str:
    campaigns.close_for(order.row, reason=order.answers["reason"], actor=order.actor, now=order.now)
    return _("Closed. Its team reads why; offers without an answer are taken back.")


@admin.register(Campaign)
class CampaignAdmin(FactAdmin):
    """Briefs as brands wrote them."""

    list_display = (
        "name",
        "brand",
        "state_label",
        "version",
        "money",
        "open_offers",
        "agreed_offers",
        "updated_at",
    )
    list_filter = ("state", "is_demo", ("created_at", RangeDateTimeFilter))
    list_select_related = ("brand",)
    search_fields = ("name", "brand__name", "=id")
    ordering = ("-updated_at", "-pk")
    fields = (
        ("name", "brand"),
        ("state", "version"),
        "goals",
        "money",
        ("starts_on", "ends_on"),
        "sells",
        "reaches",
        ("suits", "never_of"),
        ("needs_to_have", "exclusivity_days"),
        ("counts", "left_out"),
        "offers_here",
        "versions",
        ("created_by", "is_demo"),
        ("created_at", "updated_at"),
    )
    readonly_fields = (
        "money",
        "sells",
        "reaches",
        "suits",
        "never_of",
        "needs_to_have",
        "counts",
        "left_out",
        "offers_here",
        "versions",
    )
    acts = (
        Act(
            name="close",
            label=gettext_lazy("Close"),
            explanation=gettext_lazy(
                "It finds and asks nobody any more. Offers without an answer are taken back and "
                "their creators told; what was agreed goes on. The brand can open it again: to "
                "stop a brand, suspend it."
            ),
            run=_close,
            form=Reason,
            may=lambda row, actor: row.state != Campaign.State.CLOSED,
            variant=ActionVariant.DANGER,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        """Count the offers beside each campaign."""
        return (
            super()
            .get_queryset(request)
            .annotate(
                waiting=Count("offers", filter=Q(offers__state__in=OPEN_OFFERS)),
                agreed=Count("offers", filter=Q(offers__state__in=AGREED)),
            )
        )

    @display(description=gettext_lazy("State"), ordering="state", label=LABELS)
    def state_label(self, row: Campaign) -> tuple[str, str]:
        """Show how it stands."""
        return row.state, str(row.get_state_display())

    @display(description=gettext_lazy("Budget"), ordering="budget")
    def money(self, row: Campaign) -> str:
        """Write the budget, and what one creator may cost."""
        if row.budget is None and row.per_creator_budget is None:
            return _("not said")
        named = [
            "–" if one is None else format_minor(one, currency=row.currency)
            for one in (row.budget, row.per_creator_budget)
        ]
        return _("%(all)s in all, %(one)s for one creator") % {"all": named[0], "one": named[1]}

    @display(description=gettext_lazy("Offers open"), ordering="waiting")
    def open_offers(self, row: Any) -> int:
        """Count the offers that wait for an answer."""
        return int(row.waiting)

    @display(description=gettext_lazy("Agreed"), ordering="agreed")
    def agreed_offers(self, row: Any) -> int:
        """Count what was agreed."""
        return int(row.agreed)

    @display(description=gettext_lazy("Sells"))
    def sells(self, row: Campaign) -> str:
        """Name what is sold, and whether the brand said so itself."""
        named = ", ".join(f"{one.label} {one.share:.0%}" for one in campaign_facts(row).sold)
        return f"{named} ({row.get_industries_source_display()})" if named else NOTHING

    @display(description=gettext_lazy("Whom it should reach"))
    def reaches(self, row: Campaign) -> str:
        """Name the audience that is asked for."""
        facts = campaign_facts(row)
        parts = (row.ages, *_words(facts.genders), *_words(facts.markets), *_words(facts.languages))
        return ", ".join(part for part in parts if part) or _("everybody")

    @display(description=gettext_lazy("Videos that suit it"))
    def suits(self, row: Campaign) -> str:
        """Name the categories that the brand wants."""
        return ", ".join(_words(campaign_facts(row).categories)) or NOTHING

    @display(description=gettext_lazy("Never creators of"))
    def never_of(self, row: Campaign) -> str:
        """Name the categories that the brand doesn't want."""
        return ", ".join(_words(campaign_facts(row).excluded_categories)) or NOTHING

    @display(description=gettext_lazy("Creators need"))
    def needs_to_have(self, row: Campaign) -> str:
        """Name what a creator must have."""
        asked = (
            (row.least_followers, _("followers from %s")),
            (row.most_followers, _("followers to %s")),
            (row.least_grade, _("grade %s or better")),
            (row.least_originality, _("originality from %s")),
        )
        parts = [words % value for value, words in asked if value not in (None, "")]
        parts += [_("a verified profile")] if row.verified_only else []
        return ", ".join(parts) or NOTHING

    @display(description=gettext_lazy("What counts, as the brief says"))
    def counts(self, row: Campaign) -> str:
        """Name the weights that the brief moved."""
        return ", ".join(f"{one} {weight}" for one, weight in row.weights.items()) or NOTHING

    @display(description=gettext_lazy("Left out by name"))
    def left_out(self, row: Campaign) -> str:
        """Count the creators whom the team left out."""
        return str(row.excluded_creators.count())

    @display(description=gettext_lazy("Offers"))
    def offers_here(self, row: Any) -> SafeString:
        """Link to the offers of the campaign."""
        return format_html(
            '<a class="text-primary-600" href="{}?campaign__id__exact={}">{}</a>',
            reverse("admin:marketplace_offer_changelist"),
            row.pk,
            _("%(open)d without an answer, %(agreed)d agreed")
            % {"open": row.waiting, "agreed": row.agreed},
        )

    @display(description=gettext_lazy("What was done, and each version"))
    def versions(self, row: Campaign) -> SafeString:
        """Show every act on it with what it changed, the newest first."""
        heads = (_("When"), _("By"), _("What"), _("Version"), _("Before → after"))
        return format_html(
            '<div style="overflow-x: auto; max-width: calc(100vw - 5rem)"><table class="w-full">'
            "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
            format_html_join("", '<th class="text-left pr-6">{}</th>', ((one,) for one in heads)),
            format_html_join(
                "",
                '<tr class="align-top"><td class="pr-6 whitespace-nowrap">{}</td>'
                '<td class="pr-6">{}</td><td class="pr-6">{}</td><td class="pr-6">{}</td>'
                '<td style="overflow-wrap: anywhere; min-width: 16rem">{}</td></tr>',
                (_cells(one, row.currency) for one in changes_of(row, limit=CHANGES_SHOWN)),
            ),
        )


def _words(named: Sequence[Named]) -> list[str]:
    return [one.label for one in named]


def _cells(entry: AuditEntry, currency: str) -> tuple[Any, ...]:
    return (
        entry.at.strftime("%Y-%m-%d %H:%M"),
        name_of(entry.actor) or _("the clock"),
        entry.action.rsplit(".", 1)[-1].replace("_", " "),
        (entry.after or {}).get("version", ""),
        format_html_join(SafeString("<br>"), "{}: {}", _changes(entry, currency)),
    )


def _changes(entry: AuditEntry, currency: str) -> Iterator[tuple[str, str]]:
    before, after = entry.before or {}, entry.after or {}
    for name, value in after.items():
        if name == "version" or (entry.action.endswith(".created") and not value):
            continue
        values = [before[name], value] if name in before else [value]
        texts = (
            format_minor(one, currency=currency) if name in MONEY and one else _shown(one)
            for one in values
        )
        yield name.replace("_", " "), " → ".join(texts)


def _shown(value: Any) -> str:
    text = _written(value)
    return text[:LONGEST_VALUE] + ("…" if len(text) > LONGEST_VALUE else "")


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_written(one) for one in value) or NOTHING
    if isinstance(value, dict):
        named = (f"{name} {_written(one)}" for name, one in value.items() if name != "because")
        return " ".join(named) or NOTHING
    return NOTHING if value in (None, "") else str(value)
