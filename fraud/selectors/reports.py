"""An alert's evidence as people read it: for its creator without a word about anybody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from creatorspark.core.appeals.wording import hour
from fraud.domain.findings import Finding, Reading, ReasonCode, Sentence
from fraud.models import Alert
from fraud.selectors.amounts import gift_money, in_question
from fraud.selectors.sentences import say

SAMPLES: Final = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A number that was seen beside the one that was expected; "" where there is none."""

    name: str
    observed: str
    expected: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One finding. `readings` are innocent causes, whether each may explain it, and why.

    `rows` are samples of evidence for staff; empty for the creator.
    """

    code: str
    since: str
    until: str
    facts: Sequence[str]
    figures: Sequence[Figure]
    baseline: str
    readings: Sequence[tuple[bool, str]]
    headers: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    accounts: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """All of an alert's evidence."""

    codes: Sequence[str]
    affected: str
    share: str
    outcome: str
    sentences: Sequence[str]
    parts: Sequence[Part]
    sha256: str


def evidence_of(alert: Alert, *, for_staff: bool) -> Evidence:
    """Return what is known about an alert, for staff or for its creator."""
    found = sorted(alert.evidence["findings"], key=lambda one: -one["severity"])
    sentences = dict.fromkeys(_said(fact) for one in found for fact in one["facts"])
    return Evidence(
        codes=sorted({one["code"] for one in found}),
        affected=in_question(
            alert.affected, codes=[one["code"] for one in found], reason_code=alert.reason_code
        ),
        share=f"{alert.share:.0%}",
        outcome=outcome_words(for_staff=for_staff).get(alert.outcome, ""),
        sentences=tuple(sentences),
        parts=tuple(_part(one, for_staff=for_staff) for one in found),
        sha256=alert.evidence_sha256,
    )


def outcome_words(*, for_staff: bool = False) -> Mapping[str, str]:
    """Return how an alert ended, in words to the creator or to staff."""
    return {
        "cleared": _("A person looked, and all is fine"),
        "upheld": _("A person found that these numbers don’t count"),
        "partly": _("A person found that a part of these numbers doesn’t count"),
        "overturned": _("The creator appealed, and was right")
        if for_staff
        else _("You appealed, and you were right"),
        "expired": _("Nobody decided in time, so it ended in the creator’s favour")
        if for_staff
        else _("Nobody decided in time, so it ended in your favour"),
    }


def findings_of(alert: Alert) -> list[Finding]:
    """Return the findings as the statement of reasons takes them: words, codes and times."""
    return [
        Finding(
            code=ReasonCode(one["code"]),
            severity=one["severity"],
            start=one["start"],
            end=one["end"],
            facts=tuple(Sentence(fact["text"], fact["values"]) for fact in one["facts"]),
            readings=tuple(
                Reading(
                    read["name"],
                    read["explains"],
                    Sentence(read["result"]["text"], read["result"]["values"]),
                )
                for read in one["readings"]
            ),
        )
        for one in alert.evidence["findings"]
    ]


def _part(one: Mapping[str, Any], *, for_staff: bool) -> Part:
    rows = one["evidence"][:SAMPLES] if for_staff else []
    headers = list(rows[0]) if rows else []
    return Part(
        code=one["code"],
        since=_hour(one["start"]),
        until=_hour(one["end"]),
        facts=tuple(_said(fact) for fact in one["facts"]),
        figures=_figures(one),
        baseline=one["baseline"].replace("_", " "),
        readings=tuple((read["explains"], _said(read["result"])) for read in one["readings"]),
        headers=tuple(name.replace("_", " ") for name in headers),
        rows=tuple(tuple(_value(name, row.get(name, "")) for name in headers) for row in rows),
        accounts=one["account_count"] if for_staff else 0,
    )


def _figures(one: Mapping[str, Any]) -> tuple[Figure, ...]:
    seen, usual = one["observed"], one["expected"]
    return tuple(
        Figure(
            name=_named(name),
            observed=_value(name, seen.get(name, "")),
            expected=_value(name, usual.get(name, "")),
        )
        for name in dict.fromkeys([*seen, *usual])
    )


def _hour(seconds: int) -> str:
    return hour(datetime.fromtimestamp(seconds, tz=UTC))


def _named(name: str) -> str:
    """Name a figure as `_value` writes it."""
    named = {
        "likes_per_view": _("likes of 100 views"),
        "share": _("share of all"),
        "views_per_viewer": _("views of one viewer"),
    }
    return named.get(name, name.replace("_", " "))


def _value(name: str, value: object) -> str:
    """Write a figure: shares as percent (whole numbers are percent already, as in old evidence)."""
    if name == "share" and isinstance(value, int | float):
        return f"{value:.0%}" if isinstance(value, float) and value <= 1 else f"{value:.0f}%"
    if name == "likes_per_view" and isinstance(value, int | float):
        return number_format(100 * value, decimal_pos=1)
    if name == "amount" and isinstance(value, int):
        return gift_money(value)
    return _number(value)


def _number(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, float) and value != int(value):
        return number_format(value, decimal_pos=2 if abs(value) >= 1 else 4)
    return number_format(int(value), force_grouping=True)


def _said(sentence: Mapping[str, Any]) -> str:
    return say(sentence["text"], sentence["values"])
