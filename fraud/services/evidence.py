"""An alert's evidence: everything a person needs to judge it, and later ones to check that.

It stands alone: charts are drawn from `context`, so it can be read when the events are long gone.
"""

from dataclasses import asdict
from typing import Any, Final

from creatorspark.core.models import Creator
from fraud.domain.cases import Judgement
from fraud.domain.context import Witness, context_of
from fraud.domain.findings import Finding
from fraud.services.policies import InForce

ACCOUNTS_AT_MOST: Final = 1_000


def evidence_of(
    judged: Judgement, *, creator: Creator, rule: InForce, witness: Witness
) -> dict[str, Any]:
    """Return the evidence of a judgement, as JSON holds it."""
    return {
        "rule": rule.version,
        "parameters": rule.stated.as_policy(),
        "why": judged.why,
        "families": sorted(judged.families),
        "findings": [_as_json(one) for one in judged.findings],
        "context": {"market": creator.country, **context_of(judged, witness)},
        **({"continues": judged.continues} if judged.continues else {}),
        **({"spam_hosts": rule.spam_hosts} if rule.spam_hosts else {}),
    }


def _as_json(finding: Finding) -> dict[str, Any]:
    told = asdict(finding)
    told["code"] = finding.code.value
    told["family"] = finding.family.value
    told["accounts"] = [str(account) for account in finding.accounts[:ACCOUNTS_AT_MOST]]
    told["account_count"] = len(finding.accounts)
    return {name: _plain(value) for name, value in told.items()}


def _plain(value: Any) -> Any:
    """Return what JSON holds; large numbers as text, which no reader may round."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return str(value)
    return value
