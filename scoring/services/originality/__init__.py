"""From a stored video to a verdict on its originality that explains itself."""

from scoring.services.originality.deciding import VerdictRefused, originality, record_verdict
from scoring.services.originality.requests import request_judgement

__all__ = ["VerdictRefused", "originality", "record_verdict", "request_judgement"]
