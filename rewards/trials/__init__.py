"""What the policy desk is told about pay and tier policies, and how they and grades are tried."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from creatorspark.core.policies.kinds import PolicyKind, Trial, try_with
from creatorspark.core.policies.kinds import register as register_kind
from creatorspark.lib.periods import WEEK, monday_of, week_start
from rewards.domain.pay_policy import PayPolicy
from rewards.domain.tier_policy import TierPolicy
from rewards.services.policies import PAY, TIER
from rewards.services.sandbox.work import TRY_POLICY
from rewards.services.tier_trials import TRY_TIERS
from rewards.trials.exports import export_of
from rewards.trials.forms import Weeks, chosen
from rewards.trials.reports import report_of
from rewards.trials.tiers import tier_export_of, tier_report_of

GRADE = "grade"


def register() -> None:
    """Tell the policy desk about pay and tier policies, and how grades' cut-offs are tried."""
    trial = Trial(
        job_kind=TRY_POLICY,
        parameters=lambda policy: {},
        report=report_of,
        form=Weeks,
        chosen=chosen,
        export=export_of,
    )
    register_kind(PolicyKind(name=PAY, check=check, check_start=check_start, trial=trial))
    tiers = Trial(
        job_kind=TRY_TIERS,
        parameters=lambda policy: {},
        report=tier_report_of,
        export=tier_export_of,
    )
    register_kind(
        PolicyKind(
            name=TIER, check=TierPolicy.from_parameters, check_start=check_start, trial=tiers
        )
    )
    try_with(GRADE, trial=trial)


def check(parameters: Mapping[str, Any]) -> PayPolicy:
    """Return the rules that parameters state. Raises ValueError with a sentence."""
    return PayPolicy.from_parameters(parameters, sha256="")


def check_start(effective_from: datetime) -> None:
    """Raise ValueError unless a week begins at this moment: one policy rules a whole week."""
    start = effective_from.astimezone(UTC)
    monday = week_start(monday_of(start))
    if start != monday:
        raise ValueError(
            _(
                "One policy rules a whole week, so it starts on a Monday at 00:00 UTC. "
                "The next one is %(day)s."
            )
            % {"day": date_format(monday + WEEK, "l, j F Y")}
        )
