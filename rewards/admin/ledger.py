"""The ledger: read, searched, followed from account to transaction and back; never edited."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display

from creatorspark.core.admin.acts import FactAdmin
from rewards.ledger.models import Account, Entry, Transaction


class EntryInline(TabularInline):
    """The legs of a transaction, or the movements of an account."""

    model = Entry
    extra = 0
    ordering = ("-pk",)
    can_delete = False
    per_page = 30

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let every member of staff read."""
        return bool(getattr(request.user, "is_staff", False))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: postings write entries."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: entries are append-only."""
        return False


class LegInline(EntryInline):
    """The legs of a transaction."""

    fields = ("account_link", "amount")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        """Fetch the accounts and their owners too."""
        rows: QuerySet[Entry] = super().get_queryset(request)
        return rows.select_related("account__creator")

    @display(description=gettext_lazy("Account"))
    def account_link(self, row: Entry) -> str:
        """Lead to the account."""
        address = reverse("admin:rewards_account_change", args=[row.account_id])
        return format_html('<a href="{}">{}</a>', address, _named(row.account))


class MovementInline(EntryInline):
    """The movements of an account, newest first."""

    fields = ("transaction_link", "when", "amount")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        """Fetch the transactions too."""
        rows: QuerySet[Entry] = super().get_queryset(request)
        return rows.select_related("transaction")

    @display(description=gettext_lazy("Transaction"))
    def transaction_link(self, row: Entry) -> str:
        """Lead to the transaction."""
        address = reverse("admin:rewards_transaction_change", args=[row.transaction_id])
        booked = row.transaction
        text = f"{booked.get_kind_display()} #{booked.pk} {booked.memo}".strip()
        return format_html('<a href="{}">{}</a>', address, text)

    @display(description=gettext_lazy("Posted"))
    def when(self, row: Entry) -> Any:
        """Show when it was posted."""
        return row.transaction.posted_at


def _named(account: Account) -> str:
    owner = f" · {account.creator}" if account.creator else ""
    return f"{account.get_kind_display()}{owner} ({account.get_unit_display()})"


@admin.register(Transaction)
class TransactionAdmin(FactAdmin):
    """What moved, and why."""

    list_display = ("pk", "kind_label", "memo", "about", "posted_at")
    list_filter = ("kind", ("posted_at", RangeDateTimeFilter))
    search_fields = ("=idempotency_key", "=reference_id", "=id")
    ordering = ("-pk",)
    inlines = (LegInline,)
    fields = (
        ("kind", "posted_at"),
        "memo",
        ("reference_type", "reference_id"),
        ("reverses", "reversed_by_link"),
        ("idempotency_key", "actor_id"),
    )
    readonly_fields = ("reversed_by_link", "actor_id")

    @display(description=gettext_lazy("Kind"), label=True, ordering="kind")
    def kind_label(self, row: Transaction) -> str:
        """Show the kind as a label."""
        return row.get_kind_display()

    @display(description=gettext_lazy("About"))
    def about(self, row: Transaction) -> str:
        """Name what it is about."""
        return f"{row.reference_type} {row.reference_id}".strip() or "–"

    @display(description=gettext_lazy("Reversed by"))
    def reversed_by_link(self, row: Transaction) -> str:
        """Lead to the transaction that undid this one."""
        undo = Transaction.objects.filter(reverses=row).first()
        if undo is None:
            return "–"
        address = reverse("admin:rewards_transaction_change", args=[undo.pk])
        return format_html('<a href="{}">{}</a>', address, undo)


@admin.register(Account)
class AccountAdmin(FactAdmin):
    """Where points and money are."""

    list_display = ("pk", "kind_label", "creator", "unit", "standing")
    list_filter = ("kind", "unit")
    list_select_related = ("creator",)
    search_fields = ("creator__handle", "creator__external_id")
    ordering = ("-pk",)
    inlines = (MovementInline,)
    fields = (("kind", "unit"), "creator", "total", "created_at")
    readonly_fields = ("total",)

    @display(description=gettext_lazy("Kind"), label=True, ordering="kind")
    def kind_label(self, row: Account) -> str:
        """Show the kind as a label."""
        return row.get_kind_display()

    @display(description=gettext_lazy("Balance"), ordering="balance")
    def standing(self, row: Account) -> str:
        """Show the kept balance; the product's own accounts keep none (open one to see its sum)."""
        return f"{row.balance:,}" if row.tracked else "–"

    @display(description=gettext_lazy("Balance, added up"))
    def total(self, row: Account) -> str:
        """Add the entries up."""
        return f"{row.entries.aggregate(total=Sum('amount'))['total'] or 0:,}"
