"""Other instances whose signed records staff trust."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextInputWidget

from creatorspark.core.admin.acts import Act, FactAdmin, Order
from creatorspark.core.admin.facts import actor_of, with_actor
from rewards.models import CarriedHistory, TrustedIssuer
from rewards.services.proof import history


class Issuer(forms.Form):
    """Who it is, and the key by which they sign."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Creators read this."),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
    )
    public_key = forms.CharField(
        label=gettext_lazy("Public key"),
        help_text=gettext_lazy(
            "As the site publishes it at /.well-known/creatorspark-keys.json. Compare it with "
            "somebody there by another way, such as a telephone."
        ),
        max_length=60,
        widget=UnfoldAdminTextInputWidget,
    )


def _trust(order: Order) -> str:
    history.trust_issuer(**order.answers, actor=order.actor, now=order.now)
    return _("Trusted. Records that they signed are verified from now on.")


def _distrust(order: Order) -> str:
    history.distrust_issuer(order.row, actor=order.actor)
    return _("No longer trusted. Records that they signed are unverified from now on.")


@admin.register(TrustedIssuer)
class TrustedIssuerAdmin(FactAdmin):
    """Keys whose signatures verify a record that a creator brings."""

    list_display = ("name", "public_key", "added_at", "who")
    search_fields = ("name", "public_key")
    ordering = ("name",)
    fields = ("name", "public_key", ("added_at", "who"))
    readonly_fields = ("who",)
    list_acts = (
        Act(
            name="trust",
            label=gettext_lazy("Trust an issuer"),
            explanation=gettext_lazy(
                "Records signed by this key count as verified. They are shown beside a creator’s "
                "own history and never change pay, grades or tiers."
            ),
            run=_trust,
            form=Issuer,
            refusals=(history.HistoryRefused,),
            icon="verified",
        ),
    )
    acts = (
        Act(
            name="distrust",
            label=gettext_lazy("Trust them no longer"),
            run=_distrust,
            variant=ActionVariant.DANGER,
            then=lambda _row: reverse("admin:rewards_trustedissuer_changelist"),
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring along each author's address."""
        return with_actor(super().get_queryset(request), column="added_by_id")

    @display(description=gettext_lazy("By"))
    def who(self, row: Any) -> str:
        """Name the author, who may have left since."""
        return actor_of(row, column="added_by_id")


@admin.register(CarriedHistory)
class CarriedHistoryAdmin(FactAdmin):
    """Records that creators brought, and what can be said about each."""

    list_display = ("creator", "issuer", "state", "imported_at")
    list_filter = ("basis", "imported_at")
    list_select_related = ("creator",)
    search_fields = ("creator__handle", "creator__external_id", "issuer", "public_key")
    ordering = ("-pk",)
    fields = ("creator", "issuer", "state", "verdict", "public_key", "sha256", "imported_at")
    readonly_fields = ("state",)

    @display(
        description=gettext_lazy("State"),
        ordering="basis",
        label={"trusted": "success", "key_brought": "info", "key_unknown": "warning"},
    )
    def state(self, row: CarriedHistory) -> tuple[str, str]:
        """Show the state as a coloured label."""
        return row.basis, row.get_basis_display()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave the documents where they are: each may be megabytes."""
        return super().get_queryset(request).defer("document")
