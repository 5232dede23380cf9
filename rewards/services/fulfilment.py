"""What staff do with redemptions. Each function is one step; see `steps.take` for errors."""

from datetime import datetime

from creatorspark.core.models import User
from rewards.domain.redemption import Step
from rewards.models import Redemption
from rewards.services import steps
from rewards.services.refusals import ReasonMissing


def approve(redemption_id: int, *, actor: User, now: datetime) -> Redemption:
    """Say yes to a request."""
    return steps.take(Step.APPROVE, redemption_id, reason="", actor=actor, now=now)


def fulfil(redemption_id: int, *, actor: User, now: datetime, note: str = "") -> Redemption:
    """Say that the creator has what was approved; `note` is shown to them."""
    return steps.take(Step.FULFIL, redemption_id, reason=note, actor=actor, now=now)


def reject(redemption_id: int, *, reason: str, actor: User, now: datetime) -> Redemption:
    """Refuse a redemption and give the points back. Raises ReasonMissing without a reason."""
    return steps.take(Step.REJECT, redemption_id, reason=_given(reason), actor=actor, now=now)


def hold(redemption_id: int, *, reason: str, actor: User, now: datetime) -> Redemption:
    """Stop a redemption while a person looks. Raises ReasonMissing without a reason."""
    return steps.take(Step.HOLD, redemption_id, reason=_given(reason), actor=actor, now=now)


def release(redemption_id: int, *, actor: User, now: datetime, note: str = "") -> Redemption:
    """Let a held redemption go on from the state in which it was held."""
    return steps.take(Step.RELEASE, redemption_id, reason=note, actor=actor, now=now)


def _given(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()
