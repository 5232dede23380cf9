"""Long work: how far it is, what went wrong, try again, stop."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display
from unfold.enums import ActionVariant

from creatorspark.core.admin.acts import Act, FactAdmin, Order
from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Job, User

BAR = (
    '<span class="flex items-center gap-2 whitespace-nowrap">'
    '<span class="bg-base-100 flex overflow-hidden rounded-default dark:bg-base-800" '
    'style="width: 6rem"><span class="h-1.5 bg-primary-600 dark:bg-primary-500" '
    'style="width: {0}%"></span></span>{0} %</span>'
)


def _retry(order: Order) -> str:
    if jobs.retry(order.row, actor=order.actor, now=order.now):
        return _("Back in the queue; a worker takes it within a minute.")
    return _("It is neither failed nor cancelled any more; nothing was changed.")


def _cancel(order: Order) -> str:
    if jobs.cancel(order.row, actor=order.actor, now=order.now):
        return _("Stopped, or asked to stop at the next step.")
    return _("It was over before we could stop it.")


def _may_retry(row: Job, actor: User) -> bool:
    return row.state in {Job.State.FAILED, Job.State.CANCELLED}


def _may_cancel(row: Job, actor: User) -> bool:
    return row.state in {Job.State.QUEUED, Job.State.RUNNING} and not row.cancel_requested


@admin.register(Job)
class JobAdmin(FactAdmin):
    """Every piece of work by a worker."""

    list_display = ("kind", "state_label", "progress", "stage", "created_by", "created_at", "took")
    list_filter = ("state", "kind", "created_at")
    list_select_related = ("created_by",)
    search_fields = ("kind", "id", "error")
    actions = ("retry_chosen", "cancel_chosen")
    fields = (
        ("kind", "state", "percent"),
        "stage",
        "error",
        ("attempts", "cancel_requested"),
        ("created_by", "created_at"),
        ("started_at", "heartbeat_at", "finished_at"),
        "parameters_as_text",
        "result_as_text",
    )
    readonly_fields = ("parameters_as_text", "result_as_text")
    acts = (
        Act(
            name="retry",
            label=gettext_lazy("Try again"),
            run=_retry,
            may=_may_retry,
            variant=ActionVariant.PRIMARY,
        ),
        Act(
            name="cancel",
            label=gettext_lazy("Stop"),
            explanation=gettext_lazy("What is half done is thrown away; it can be tried again."),
            run=_cancel,
            may=_may_cancel,
            variant=ActionVariant.DANGER,
        ),
    )

    @display(
        description=gettext_lazy("State"),
        ordering="state",
        label={
            "queued": "info",
            "running": "primary",
            "succeeded": "success",
            "failed": "danger",
            "cancelled": "warning",
        },
    )
    def state_label(self, row: Job) -> tuple[str, str]:
        """Show the state as a coloured label."""
        return row.state, row.get_state_display()

    @display(description=gettext_lazy("Done"), ordering="percent")
    def progress(self, row: Job) -> str:
        """Draw how far it is."""
        return format_html(BAR, row.percent)

    @display(description=gettext_lazy("Took"))
    def took(self, row: Job) -> str:
        """Say how long it has run, hours:minutes:seconds."""
        if row.started_at is None:
            return "—"
        return str((row.finished_at or timezone.now()) - row.started_at).split(".")[0]

    @display(description=gettext_lazy("Parameters"))
    def parameters_as_text(self, row: Job) -> str:
        """Show what the job was given."""
        return _as_text(row.parameters)

    @display(description=gettext_lazy("Result"))
    def result_as_text(self, row: Job) -> str:
        """Show what the job gave back."""
        return _as_text(row.result)

    @admin.action(description=gettext_lazy("Try the chosen ones again"))
    def retry_chosen(self, request: HttpRequest, chosen: QuerySet[Job]) -> None:
        """Put each failed or cancelled one back in the queue."""
        now, actor = timezone.now(), _staff(request)
        done = sum(jobs.retry(job, actor=actor, now=now) for job in chosen)
        told = ngettext("%(n)d job is queued.", "%(n)d jobs are queued.", done)
        self.message_user(request, told % {"n": done})

    @admin.action(description=gettext_lazy("Stop the chosen ones"))
    def cancel_chosen(self, request: HttpRequest, chosen: QuerySet[Job]) -> None:
        """Stop each one that waits or runs."""
        now, actor = timezone.now(), _staff(request)
        done = sum(jobs.cancel(job, actor=actor, now=now) for job in chosen)
        told = ngettext("%(n)d job stops.", "%(n)d jobs stop.", done)
        self.message_user(request, told % {"n": done})


def _staff(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _as_text(value: Any) -> str:
    if value in (None, {}):
        return "—"
    text = json.dumps(value, indent=2, ensure_ascii=False, default=str)
    return format_html("<pre>{}</pre>", text[:20_000])
