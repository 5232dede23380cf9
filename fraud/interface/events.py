"""Events, detection and decisions for those above who play them: demos and staff."""

from collections.abc import Mapping
from datetime import datetime

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Policy, User
from creatorspark.core.policies.services import create_draft
from fraud.domain.outcomes import SUBJECT_KIND
from fraud.domain.parameters import Parameters
from fraud.models import Alert
from fraud.services import alerts, detection, regressions, tending
from fraud.services.backtests import BACK_TEST
from fraud.services.first_policy import ensure_first_policy
from fraud.services.made_up import CIRCLE, MadeUpPart, make_up_events
from fraud.services.policies import FRAUD

__all__ = [
    "CIRCLE",
    "SUBJECT_KIND",
    "MadeUpPart",
    "capture_regressions",
    "decide_alert",
    "ensure_first_policy",
    "look_now",
    "make_up_events",
    "tend_alerts",
    "try_draft",
]


def look_now(*, now: datetime) -> int:
    """Sum what is stale and examine whose sums changed, as workers do; return new alerts."""
    return len(detection.look(now=now))


def decide_alert(
    *,
    alert_id: int,
    outcome: str,
    reason: str,
    actor: User,
    now: datetime,
    false_views: int | None = None,
    note: str = "",
) -> bool:
    """Decide an alert at first look; False while it is a proposal that a second person confirms.

    Raises Alert.DoesNotExist and AlertError.
    """
    alert = Alert.objects.get(pk=alert_id)
    decided = alerts.resolve(
        alert,
        outcome=outcome,
        reason=reason,
        actor=actor,
        now=now,
        false_views=false_views,
        note=note,
    )
    return decided.resolved_at is not None


def tend_alerts(*, now: datetime) -> dict[str, int]:
    """Do what is due by the clock, as workers do: free what nobody decided in time."""
    return tending.tend(now=now)


def capture_regressions(*, now: datetime) -> int:
    """Keep the cases in which rules were wrong, as workers do; return how many were new."""
    return regressions.capture_pending(now=now)


def try_draft(
    *,
    version: str,
    bursts: Mapping[str, float],
    note: str,
    weeks: int,
    actor: User,
    now: datetime,
) -> bool:
    """Draft a policy that treats bursts otherwise, and queue its trial on so many weeks, once.

    False where the version is there already.
    """
    if Policy.objects.filter(kind=FRAUD, version=version).exists():
        return False
    parameters = Parameters.from_policy({"bursts": dict(bursts)})
    draft = create_draft(
        FRAUD, version=version, parameters=parameters.as_policy(), note=note, actor=actor
    )
    asked = {"policy_id": draft.pk, "sha256": draft.sha256, "weeks": weeks}
    jobs.enqueue(BACK_TEST, parameters=asked, actor=actor, now=now)
    return True
