"""Events as a collector sends them."""

import json
from datetime import datetime, timedelta

from fraud.services.events.ingestion import Delivered, take_in
from tests.factories import NOW

AT = NOW - timedelta(days=2)


def event(number: int = 1, *, at: datetime = AT, kind: str = "view", **fields) -> dict:
    """Return one event; give `video` or `creator`."""
    return {"id": f"e{number}", "kind": kind, "at": at.isoformat()} | fields


def lines(*events: dict) -> bytes:
    """Return them as JSON lines."""
    return b"\n".join(json.dumps(one).encode() for one in events)


def deliver(*events: dict, source: str = "tests", now: datetime = NOW, **options) -> Delivered:
    """Store them."""
    return take_in(lines(*events), source=source, platform="tiktok", now=now, **options)
