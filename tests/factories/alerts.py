"""Alerts as a detection leaves them, without the events behind them."""

from datetime import datetime, timedelta
from typing import Any

from creatorspark.core.models import Creator, Video
from creatorspark.lib.canonical import sha256_of
from fraud.domain.parameters import Parameters
from fraud.models import Alert
from fraud.services.holds import place_hold
from tests.factories.times import NOW

FINDING: dict[str, Any] = {
    "code": "VIEWS_WITHOUT_LIKES",
    "family": "composition",
    "severity": 0.9,
    "creator": 0,
    "video": 0,
    "observed": {"views": 9_000, "likes": 3},
    "expected": {"likes": 450.0},
    "baseline": "your own past",
    "evidence": [{"hour": 0, "views": 9_000, "likes": 3}],
    "facts": [
        {
            "text": "%(views)d views came on top of your usual number. They left %(likes)d likes.",
            "values": {"views": 9_000, "likes": 3},
        }
    ],
    "readings": [
        {
            "name": "embed",
            "explains": False,
            "result": {"text": "No page that shows the video sent them.", "values": {}},
        }
    ],
    "accounts": ["77"],
    "account_count": 1,
    "conclusive": True,
    "benefit": 0.0,
    "affected": 9_000,
    "total": 12_000,
}


def held_alert(
    creator: Creator,
    *,
    video: Video | None = None,
    start: datetime = NOW - timedelta(days=12),
    end: datetime = NOW - timedelta(days=11),
    affected: int = 9_000,
    at: datetime = NOW,
    process: dict[str, Any] | None = None,
    context: dict[str, Any] | None = None,
    **fields: Any,
) -> Alert:
    """A case with its hold, as the worker leaves it. `process` states other terms, `context` what
    charts are drawn from.
    """
    parameters = Parameters.from_policy({"process": process or {}})
    finding = FINDING | {"start": int(start.timestamp()), "end": int(end.timestamp())}
    evidence = {
        "rule": "built-in",
        "parameters": parameters.as_policy(),
        "why": "material",
        "families": ["composition"],
        "findings": [finding | {"affected": affected, "total": affected}],
    } | ({} if context is None else {"context": context})
    alert = Alert.objects.create(
        **{
            "tier": "case",
            "state": "held",
            "creator": creator,
            "video": video,
            "reason_code": "VIEWS_WITHOUT_LIKES",
            "severity": 0.9,
            "window_start": start,
            "window_end": end,
            "affected": affected,
            "share": 0.4,
            "evidence": evidence,
            "evidence_sha256": sha256_of(evidence),
            "policy_version": "built-in",
            "parameters_sha256": sha256_of(parameters.as_policy()),
            "created_at": at,
            "decide_by": at + timedelta(hours=parameters.process.decide_hours),
            "release_at": at + timedelta(days=parameters.process.release_days),
        }
        | fields
    )
    place_hold(
        creator,
        video_id=video.pk if video else None,
        reason_code=alert.reason_code,
        reason="Some numbers look unusual, and a person will decide.",
        actor=None,
        now=at,
        period_start=start,
        period_end=end,
        alert=alert,
    )
    return alert
