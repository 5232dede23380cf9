"""What staff read of a trial: words that stay true, money as money, whole numbers on the axes."""

import json
from typing import Any

from creatorspark.core.admin.simulation import as_shown
from fraud.trials.reports import report_of


def outcome(**changes: Any) -> dict[str, Any]:
    """Return a trial that found a circle of gifts, the same with both."""
    pairs: dict[str, Any] = {
        name: [0, 0]
        for name in ("case", "discount", "note", "shadow", "creators", "affected", "in_shadow")
    }
    rule: dict[str, Any] = pairs | {"code": "GIFT_CIRCLE", "case": [5, 5], "creators": [5, 5]}
    rule |= {"affected": [41_20, 41_20], "new": 0, "gone": 0, "decided": 0, "fell": 0}
    nothing: dict[str, Any] = {"count": 0, "some": []}
    return {
        "pieces": 1,
        "draft": "fraud-1",
        "base": "built-in",
        "since": "2026-09-01T00:00:00+00:00",
        "events_since": "",
        "span_days": 28,
        "totals": pairs | {"case": [5, 5]},
        "by_week": [{"case": [5, 5]}],
        "rules": [rule],
        "new": nothing,
        "gone": nothing,
        "real": {"again": {}, "gone": {}},
        "regressions": {"cases": 0, "again": [0, 0], "rows": [], "waiting": 0},
    } | changes


def test_a_trial_says_what_was_in_force_when_it_was_made():
    said = str(report_of(outcome()))
    assert "built-in" not in said
    assert "the program’s own rules, in force then" in said


def test_gifts_are_money_and_an_arrow_is_only_named_where_one_stands():
    report = report_of(outcome())
    assert "gifts of $41.20" in str(report["tables"])
    assert "minor units" not in str(report)
    assert "arrow" not in str(report["notes"])
    (rule,) = outcome()["rules"]
    changed = str(report_of(outcome(rules=[rule | {"affected": [41_20, 50_00]}])))
    assert "gifts of $41.20 → $50.00" in changed
    assert "arrow" in changed


def test_axes_of_counts_have_no_halves():
    for chart in as_shown(report_of(outcome()))["charts"]:
        assert json.loads(chart["options"])["scales"]["y"]["ticks"] == {"precision": 0}
