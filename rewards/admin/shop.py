"""The shop: staff arrange it here."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import display

from rewards.models import ShopItem
from rewards.services import catalogue


def _is_staff(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_staff", False))


@admin.register(ShopItem)
class ShopItemAdmin(ModelAdmin):
    """What points can buy. Items that were bought stay; take them out by unticking “active”."""

    list_fullwidth = True
    list_display = (
        "name",
        "kind_label",
        "cost",
        "stock",
        "limit_per_creator",
        "is_active",
        "until",
    )
    list_filter = ("kind", "is_active")
    search_fields = ("name", "description")
    ordering = ("position", "cost", "pk")
    fieldsets = (
        (None, {"fields": ("name", "description", ("kind", "cost"), ("exposure", "value_minor"))}),
        (gettext_lazy("How many"), {"fields": (("stock", "limit_per_creator"),)}),
        (gettext_lazy("When"), {"fields": ("is_active", ("active_from", "active_until"))}),
        (gettext_lazy("Where"), {"fields": ("position",)}),
    )

    @display(description=gettext_lazy("Kind"), label=True, ordering="kind")
    def kind_label(self, row: ShopItem) -> str:
        """Show the kind as a label."""
        return row.get_kind_display()

    @display(description=gettext_lazy("Offered until"), ordering="active_until")
    def until(self, row: ShopItem) -> Any:
        """Show the end of the offer."""
        return row.active_until

    def save_model(
        self, request: HttpRequest, obj: ShopItem, form: "ModelForm[ShopItem]", change: bool
    ) -> None:
        """Make the one service call."""
        actor: Any = request.user
        if change:
            catalogue.edit_item(obj, fields=form.changed_data, actor=actor)
        else:
            catalogue.put_up(obj, actor=actor)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show it to staff."""
        return _is_staff(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let staff read."""
        return _is_staff(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let staff add items."""
        return _is_staff(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let staff arrange the shop."""
        return _is_staff(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: redemptions point here for ever."""
        return False
