"""What the policy desk is told about fraud policies, and how they are tried on history."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from creatorspark.core.policies.kinds import PolicyKind, Trial
from creatorspark.core.policies.kinds import register as register_kind
from fraud.domain.parameters import Parameters
from fraud.services.backtests import BACK_TEST, WEEKS
from fraud.services.policies import FRAUD
from fraud.services.starting import readiness
from fraud.trials.exports import export_of
from fraud.trials.reports import report_of


class Weeks(forms.Form):
    """How far back to look."""

    weeks = forms.IntegerField(
        label=gettext_lazy("Weeks"),
        initial=WEEKS,
        min_value=1,
        max_value=52,
        help_text=gettext_lazy(
            "Up to now. Each week is looked at as the worker does at its end, with the four weeks "
            "before; that takes a while where there are many events."
        ),
        widget=UnfoldAdminIntegerFieldWidget,
    )


def register() -> None:
    """Make the kind known, so that staff can draft versions of it and try them."""
    register_kind(
        PolicyKind(
            name=FRAUD,
            check=_check,
            readiness=readiness,
            trial=Trial(
                job_kind=BACK_TEST,
                parameters=lambda policy: {},
                form=Weeks,
                chosen=lambda answers: {"weeks": answers.get("weeks") or WEEKS},
                report=report_of,
                export=export_of,
            ),
        )
    )


def _check(parameters: Mapping[str, Any]) -> object:
    return Parameters.from_policy(parameters)
