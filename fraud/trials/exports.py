"""A trial's outcome as rows for a spreadsheet: one number a row."""

from typing import Any

Row = dict[str, Any]


def export_of(outcome: Row) -> list[tuple[object, ...]]:
    """Return every number as a row for a spreadsheet, headers first."""
    pairs = ("case", "discount", "note", "shadow", "creators", "affected")
    return [
        ("section", "name", "measure", "in force", "draft"),
        *(("total", "", name, *pair) for name, pair in outcome["totals"].items()),
        *(
            ("week", place + 1, name, *pair)
            for place, week in enumerate(outcome["by_week"])
            for name, pair in week.items()
        ),
        *(("rule", one["code"], name, *one[name]) for one in outcome["rules"] for name in pairs),
        *(
            ("rule", one["code"], name, "", one[name])
            for one in outcome["rules"]
            for name in ("new", "gone", "decided", "fell")
        ),
        *(
            ("wrongly accused", row["reference"], "accused", bool(row["base"]), bool(row["draft"]))
            for row in outcome["regressions"]["rows"]
        ),
    ]
