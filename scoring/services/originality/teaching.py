"""What a person's decision teaches: a pair of videos that may share material."""

from datetime import datetime

from creatorspark.core.models import User
from creatorspark.core.services import audit
from scoring.models import OriginalityAllowance


def allow_pair(
    *,
    video_ids: tuple[int, int],
    licensed: bool,
    reason: str,
    decision: str,
    actor: User,
    now: datetime,
) -> int:
    """Let two videos share material from now on; return the allowance's number.

    A pair that may share already keeps its allowance. Call it in the transaction of the decision.
    """
    first, second = sorted(video_ids)
    allowance, made = OriginalityAllowance.objects.get_or_create(
        video_a_id=first,
        video_b_id=second,
        ended_at=None,
        defaults={
            "kind": OriginalityAllowance.Kind.LICENSED
            if licensed
            else OriginalityAllowance.Kind.SHARED,
            "reason": reason,
            "decision": decision,
            "decided_by": actor,
            "created_at": now,
        },
    )
    if made:
        audit.record(
            "scoring.originality.allowed",
            target=allowance,
            actor=actor,
            after={"videos": [first, second], "decision": decision},
        )
    return allowance.pk
