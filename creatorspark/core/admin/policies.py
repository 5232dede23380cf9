"""Policies: draft, try on real history, activate from a date, frozen from then on."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.forms.fields import InvalidJSONInput
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import (
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from creatorspark.core.admin.acts import Act, FactAdmin, Nothing, Order
from creatorspark.core.admin.simulation import SimulationPage, latest_simulation
from creatorspark.core.models import Policy, User
from creatorspark.core.policies import kinds, simulations
from creatorspark.core.policies import services as policies


class RulesField(forms.JSONField):
    """JSON laid out so that a person can read and change it."""

    widget = UnfoldAdminTextareaWidget

    def prepare_value(self, value: Any) -> Any:
        """Put one parameter on a line; leave what a person typed as it is."""
        if isinstance(value, InvalidJSONInput | str):
            return value
        return json.dumps(value, indent=2, ensure_ascii=False)


class DraftForm(forms.ModelForm):
    """A new draft; the hash and the state are not for people to set."""

    parameters = RulesField(
        label=gettext_lazy("Parameters"),
        help_text=gettext_lazy("JSON. What you leave out takes the first version's value."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 20, "spellcheck": "false"}),
    )

    class Meta:
        model = Policy
        fields = ("kind", "version", "parameters", "note")

    def clean(self) -> dict[str, Any]:
        """Ask the app whose policy it is whether the parameters are valid."""
        given = super().clean() or self.cleaned_data
        kind = given.get("kind") or self.instance.kind
        if "parameters" in given:
            try:
                kinds.check(kind, parameters=given["parameters"])
            except ValueError as refusal:
                self.add_error("parameters", str(refusal))
        return given


class Start(forms.Form):
    """From when on a policy rules."""

    effective_from = forms.SplitDateTimeField(
        label=gettext_lazy("In force from (UTC)"),
        help_text=gettext_lazy("Not in the past. The version before it ends at that moment."),
        widget=UnfoldAdminSplitDateTimeWidget,
    )


class Copy(forms.Form):
    """What the copy is called."""

    version = forms.CharField(
        label=gettext_lazy("Version"), max_length=40, widget=UnfoldAdminTextInputWidget
    )


def _is_draft(row: Policy, actor: User) -> bool:
    return row.state == Policy.State.DRAFT


def _can_simulate(row: Policy, actor: User) -> bool:
    return kinds.trial_of(row) is not None


def _trial_form(row: Policy) -> type[forms.Form]:
    trial = kinds.trial_of(row)
    return (trial and trial.form) or Nothing


def _simulate(order: Order) -> str:
    simulations.request(order.row, actor=order.actor, now=order.now, answers=order.answers)
    return _("A worker runs the policy on real history. This page shows how far it is.")


def _activate(order: Order) -> str:
    start = order.answers["effective_from"]
    policies.activate(order.row, effective_from=start, actor=order.actor, now=order.now)
    return _("In force from %(start)s UTC, and frozen.") % {"start": f"{start:%d %B %Y, %H:%M}"}


def _before_start(row: Policy) -> str:
    """Say what starting means, and what the app whose policy it is knows about this draft."""
    frozen = _("From then on it can't be changed, only followed by another.")
    try:
        known = kinds.readiness(row, effective_from=timezone.now())
    except ValueError as refusal:
        known = str(refusal)
    return f"{frozen} {known}".strip()


def _copy(order: Order) -> str:
    policies.create_draft(
        order.row.kind,
        version=order.answers["version"],
        parameters=order.row.parameters,
        note=_("Copied from %(version)s.") % {"version": order.row.version},
        actor=order.actor,
    )
    return _("The copy is a draft; change it and try it before you activate it.")


def _simulation_page(row: Policy) -> str:
    return reverse("admin:core_policy_simulation", args=[row.pk])


@admin.register(Policy)
class PolicyAdmin(SimulationPage, FactAdmin):
    """Versioned rules."""

    form = DraftForm
    list_display = ("kind", "version", "state_label", "effective_from", "effective_until", "hash")
    list_filter = ("kind", "state")
    search_fields = ("kind", "version", "note")
    ordering = ("kind", "-effective_from", "-pk")
    fields = (
        ("kind", "version", "state"),
        "parameters",
        "note",
        "digest",
        ("effective_from", "effective_until"),
        ("created_at", "created_by"),
        ("activated_at", "activated_by"),
        "simulation",
    )
    always_read = (
        "state",
        "digest",
        "effective_from",
        "effective_until",
        "created_at",
        "created_by",
        "activated_at",
        "activated_by",
        "simulation",
    )
    acts = (
        Act(
            name="simulate",
            label=gettext_lazy("Try on real history"),
            explanation=gettext_lazy(
                "A worker runs it on what really happened and compares with what was in force. "
                "Nothing is paid or changed."
            ),
            run=_simulate,
            form_of=_trial_form,
            may=_can_simulate,
            refusals=(policies.PolicyError,),
            then=_simulation_page,
            variant=ActionVariant.PRIMARY,
        ),
        Act(
            name="activate",
            label=gettext_lazy("Activate from a date"),
            explain=_before_start,
            run=_activate,
            form=Start,
            may=_is_draft,
            refusals=(policies.PolicyError,),
        ),
        Act(
            name="copy",
            label=gettext_lazy("Copy to a new draft"),
            run=_copy,
            form=Copy,
            refusals=(policies.PolicyError,),
            initial=lambda row: {"version": f"{row.version}-copy"},
        ),
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let staff write drafts."""
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let staff change drafts; what is in force is frozen, here and by a trigger."""
        draft = obj is None or obj.state == Policy.State.DRAFT
        return draft and self.has_view_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Fix kind and version once a draft exists: others may refer to them."""
        return self.always_read if obj is None else (*self.always_read, "kind", "version", "note")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask a new draft for nothing but what people write."""
        return DraftForm.Meta.fields if obj is None else self.fields

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write through the policy services, which hash and audit."""
        actor = request.user if isinstance(request.user, User) else None
        if change:
            policies.edit_draft(obj, parameters=form.cleaned_data["parameters"], actor=actor)
            return
        draft = policies.create_draft(**form.cleaned_data, actor=actor)
        obj.pk = draft.pk
        obj.refresh_from_db()

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Write no second log: the service wrote an audit entry."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Write no second log: the service wrote an audit entry."""

    @display(description=gettext_lazy("SHA-256"))
    def digest(self, row: Policy) -> str:
        """Return the hash with places to break it, or it widens a phone's page."""
        parts = [(row.sha256[start : start + 8],) for start in range(0, 64, 8)]
        return format_html_join(mark_safe("<wbr>"), "{}", parts)

    @display(
        description=gettext_lazy("State"),
        ordering="state",
        label={"draft": "info", "active": "success", "retired": "warning"},
    )
    def state_label(self, row: Policy) -> tuple[str, str]:
        """Show the state as a coloured label."""
        return row.state, row.get_state_display()

    @display(description=gettext_lazy("Hash"))
    def hash(self, row: Policy) -> str:
        """Show enough of the hash to tell versions apart."""
        return row.sha256[:12]

    @display(description=gettext_lazy("Latest trial"))
    def simulation(self, row: Policy) -> str:
        """Link to the newest trial on real history."""
        job = latest_simulation(row)
        if job is None:
            return _("Not tried yet.")
        return format_html(
            '<a class="text-primary-600 dark:text-primary-500" href="{}">{} →</a>',
            _simulation_page(row),
            job.get_state_display(),
        )
