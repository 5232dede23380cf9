"""The bank: files that went to it, what it said, and where creators want to be paid."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget

from creatorspark.core.admin.acts import Act, FactAdmin, Order
from creatorspark.core.admin.facts import actor_of, with_actor
from creatorspark.core.models import User
from creatorspark.lib.money import format_minor
from rewards.admin.payouts import ReadOnlyInline
from rewards.domain.bank.adapter import FORMATS
from rewards.models import BankAccount, BankReport, BankReportLine, PayoutBatch
from rewards.selectors.payouts import ReadyToSend, ready_to_send, smallest_payout
from rewards.services.payouts.batches import batch_file, build_batch
from rewards.services.payouts.refusals import PayoutRefused
from rewards.services.payouts.reports import apply_report


class Press(forms.Form):
    """A yes to sums that were read. The key makes a form that is sent twice count once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    agreed = forms.JSONField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Return the key and the sums by currency; without any, nothing was agreed to."""
        given = self.cleaned_data.get("agreed") or {}
        if not (isinstance(given, dict) and all(type(one) is int for one in given.values())):
            raise forms.ValidationError(_("This form arrived incomplete; open it again."))
        return {"key": self.cleaned_data.get("key", ""), "agreed": given}


def _initial(_row: object) -> dict[str, Any]:
    ready = ready_to_send(now=timezone.now())
    return {"key": uuid4().hex, "agreed": {one.currency: one.amount for one in ready}}


def _explain(_row: object) -> str:
    now = timezone.now()
    ready = ready_to_send(now=now)
    if not ready:
        return _("Nothing is ready to be paid, so nothing would be sent.")
    least = smallest_payout(now=now)
    return "\n\n".join(_sums(one, least=least) for one in ready)


def _sums(one: ReadyToSend, *, least: int) -> str:
    """Say how many and how much would go, and what stays and why."""

    def written(amount: int) -> str:
        return format_minor(amount, currency=one.currency)

    lines = [_going(one, written(one.amount))]
    if one.below:
        lines.append(
            ngettext(
                "%(n)d creator is below %(least)s and waits: %(amount)s.",
                "%(n)d creators are below %(least)s and wait: %(amount)s in all.",
                one.below,
            )
            % {"n": one.below, "least": written(least), "amount": written(one.below_amount)}
        )
    if one.without_account:
        lines.append(
            ngettext(
                "%(n)d creator gave no bank details and waits: %(amount)s.",
                "%(n)d creators gave no bank details and wait: %(amount)s in all.",
                one.without_account,
            )
            % {"n": one.without_account, "amount": written(one.without_account_amount)}
        )
    if one.payouts:
        lines.append(_("What a hold names is left out at the last moment."))
    return "\n".join(lines)


def _going(one: ReadyToSend, amount: str) -> str:
    if not one.payouts:
        return _("Nothing can go to a bank now.")
    return ngettext(
        "%(payouts)d payout of one creator, %(amount)s, goes to the bank.",
        "%(payouts)d payouts of %(creators)d creators, %(amount)s in all, go to the bank.",
        one.payouts,
    ) % {"payouts": one.payouts, "creators": one.creators, "amount": amount}


def _send(order: Order) -> str:
    built = build_batch(
        key=f"staff:{order.answers['key']}",
        actor=order.actor,
        now=order.now,
        at_most=order.answers["agreed"],
    )
    if not built:
        return _("Nothing was ready, so nothing was sent.")
    sums = ", ".join(format_minor(one.total, currency=one.currency) for one in built)
    count = sum(one.payouts for one in built)
    return ngettext(
        "%(payouts)d payout, %(sums)s, is on its way. The file is handed over soon.",
        "%(payouts)d payouts, %(sums)s, are on their way. The file is handed over soon.",
        count,
    ) % {"payouts": count, "sums": sums}


@admin.register(PayoutBatch)
class PayoutBatchAdmin(FactAdmin):
    """Files for the bank, and how far their payouts are."""

    list_display = (
        "message_id",
        "payouts",
        "shown_total",
        "progress",
        "created_at",
        "handed_over_at",
    )
    list_filter = ("currency", ("handed_over_at", admin.EmptyFieldListFilter))
    search_fields = ("message_id", "sha256")
    ordering = ("-pk",)
    fields = (
        ("message_id", "format"),
        ("payouts", "shown_total"),
        ("progress", "all_payouts"),
        "download",
        "sha256",
        ("who", "created_at", "handed_over_at"),
        "idempotency_key",
    )
    readonly_fields = ("shown_total", "progress", "all_payouts", "download", "who")
    list_acts = (
        Act(
            name="send",
            label=gettext_lazy("Send to the bank"),
            explain=_explain,
            run=_send,
            form=Press,
            initial=_initial,
            refusals=(PayoutRefused,),
            icon="account_balance",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Count what came of the payouts; leave the files where they are."""
        states = ("sent", "paid", "rejected", "returned")
        counts = {f"now_{state}": Count("items", filter=Q(items__state=state)) for state in states}
        rows = super().get_queryset(request).defer("file").annotate(**counts)
        return with_actor(rows, column="created_by_id")

    def get_urls(self) -> list[URLPattern]:
        """Add the file."""
        file = path(
            "<int:pk>/file/",
            self.admin_site.admin_view(self.file),
            name="rewards_payoutbatch_file",
        )
        return [file, *super().get_urls()]

    def file(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out; the audit says to whom."""
        assert isinstance(request.user, User)
        try:
            batch = batch_file(pk, actor=request.user)
        except PayoutBatch.DoesNotExist as error:
            raise Http404 from error
        name = f"{batch.message_id}{FORMATS[batch.format].extension}"
        response = HttpResponse(bytes(batch.file), content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response

    @display(description=gettext_lazy("Total"), ordering="total")
    def shown_total(self, row: PayoutBatch) -> str:
        """Write the sum in its currency."""
        return format_minor(row.total, currency=row.currency)

    @display(description=gettext_lazy("Now"))
    def progress(self, row: Any) -> str:
        """Say how many of the payouts that left in this file last are where."""
        words = {
            _("on their way"): row.now_sent,
            _("paid"): row.now_paid,
            _("rejected"): row.now_rejected,
            _("returned"): row.now_returned,
        }
        return ", ".join(f"{count:,} {word}" for word, count in words.items() if count) or "–"

    @display(description=gettext_lazy("Payouts"))
    def all_payouts(self, row: PayoutBatch) -> str:
        """Lead to the payouts."""
        address = reverse("admin:rewards_payout_changelist")
        words = _("The payouts whose last way was this file")
        return format_html('<a href="{}?batch__id__exact={}">{}</a>', address, row.pk, words)

    @display(description=gettext_lazy("File"))
    def download(self, row: PayoutBatch) -> str:
        """Lead to the file."""
        address = reverse("admin:rewards_payoutbatch_file", args=[row.pk])
        words = _("Download (holds account numbers; the audit names whoever takes it)")
        return format_html('<a href="{}">{}</a>', address, words)

    @display(description=gettext_lazy("By"))
    def who(self, row: Any) -> str:
        """Name who pressed."""
        return actor_of(row, column="created_by_id")


class ReportLineInline(ReadOnlyInline):
    """What a file says about each payment, and what came of it."""

    model = BankReportLine
    fields = ("position", "payment", "status", "reason", "shown_amount", "result")
    readonly_fields = fields
    ordering = ("position",)
    per_page = 50

    @display(description=gettext_lazy("Payment"))
    def payment(self, row: BankReportLine) -> str:
        """Lead to the payout, where we know it."""
        name = row.end_to_end_id or row.message_id
        if row.payout_id is None:
            return name
        address = reverse("admin:rewards_payout_change", args=[row.payout_id])
        return format_html('<a href="{}">{}</a>', address, name)

    @display(description=gettext_lazy("Amount"))
    def shown_amount(self, row: BankReportLine) -> str:
        """Write the amount as the bank told it."""
        return "–" if row.amount is None else format_minor(row.amount, currency=row.currency)

    @display(description=gettext_lazy("What came of it"))
    def result(self, row: BankReportLine) -> str:
        """Say what we did."""
        return row.get_outcome_display()


class ReportFile(forms.Form):
    """A file from the bank."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A status report (pain.002), a notification (camt.054), or CSV."),
        widget=UnfoldAdminFileFieldWidget,
    )


def _read(order: Order) -> str:
    file = order.answers["file"]
    report = apply_report(file.read(), name=file.name, actor=order.actor, now=order.now)
    if report is None:
        return _("This very file was read before; nothing was changed.")
    return _("%(lines)d lines read; %(trouble)d of them need a person to look.") % {
        "lines": report.lines,
        "trouble": report.not_applied,
    }


@admin.register(BankReport)
class BankReportAdmin(FactAdmin):
    """Files from the bank, each read once."""

    list_display = ("name", "format", "lines", "trouble", "received_at")
    list_filter = ("format",)
    search_fields = ("name", "sha256", "=items__end_to_end_id", "=items__message_id")
    ordering = ("-pk",)
    inlines = (ReportLineInline,)
    fields = (("name", "format"), ("lines", "trouble"), "sha256", "received_at")
    readonly_fields = ("trouble",)
    list_acts = (
        Act(
            name="read",
            label=gettext_lazy("Read a file from the bank"),
            explanation=gettext_lazy(
                "Files in the bank’s folder are read by themselves; this is for one that you "
                "downloaded. A file that can’t be understood for sure changes nothing."
            ),
            run=_read,
            form=ReportFile,
            refusals=(PayoutRefused,),
            icon="upload_file",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave the files where they are."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.defer("file")

    @display(
        description=gettext_lazy("To look at"),
        ordering="not_applied",
        label={"some": "danger", "none": "success"},
    )
    def trouble(self, row: BankReport) -> tuple[str, str]:
        """Say how many lines changed nothing and need a person."""
        return ("some", str(row.not_applied)) if row.not_applied else ("none", _("none"))


@admin.register(BankAccount)
class BankAccountAdmin(FactAdmin):
    """Where creators want to be paid; of a number, staff see the end."""

    list_display = ("creator", "holder", "country", "ending", "updated_at")
    list_filter = ("country",)
    list_select_related = ("creator",)
    search_fields = ("creator__handle", "creator__external_id", "holder", "=ending")
    ordering = ("-updated_at",)
    fields = ("creator", "holder", ("country", "ending"), "updated_at")
